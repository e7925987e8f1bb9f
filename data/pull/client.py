"""One polite request loop: it keeps a service's pace, waits when refused, and gives up in clear words."""

import re
import ssl
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from requests import ConnectionError as NoConnection
from requests import RequestException, Response, Session
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from requests.utils import get_environ_proxies
from urllib3.exceptions import HTTPError, ProtocolError

from data.places.web import USER_AGENT
from data.pull.response import RetryPolicy, ServerAnswer, TransientError, refusal, root

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_WAIT = 3600.0
MOST_HOPS = 5
READ = (200, 206, 416)
MOVED = (301, 302, 303, 307, 308)
ABSENT = (404, 410)
GO_ON = "What has arrived is kept: run the same command again to go on."
T = TypeVar("T")


class PullError(Exception):
    """A pull that cannot go on; its text says what, where and what to do."""


class KeepError(PullError):
    """A pull that cannot keep what it brings; its text names folders, which are nobody's business but their owner's."""


class NotPublishedError(PullError):
    """The service has nothing at this address."""


class Stopped(Exception):  # noqa: N818 - being asked to stop is not an error
    """The user asked the pull to stop."""


class _Refused(Exception):  # noqa: N818 - turned into a PullError where the place is known
    """An answer that another try will not change."""

    def __init__(self, problem: str, status: int) -> None:
        super().__init__(problem)
        self.status = status


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds since 1970 and a way to let them pass, so that a test can live in its own time."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class _AsAnswered(Session):
    """Hands over every status as it came: redirects are judged here, not in requests."""

    def get_redirect_target(self, resp: Response) -> None:
        """Follow none."""


class _SystemTrust(HTTPAdapter):
    """Trusts the certificates of the operating system too, where an office adds those of its own proxy."""

    def init_poolmanager(self, *sizes: Any, **kept: Any) -> None:
        """Trust them at a service reached directly."""
        super().init_poolmanager(*sizes, **kept, ssl_context=ssl.create_default_context())

    def proxy_manager_for(self, proxy: str, **kept: Any) -> Any:
        """Trust them at a service reached through a proxy."""
        return super().proxy_manager_for(proxy, **kept, ssl_context=ssl.create_default_context())


@cache
def _session() -> Session:
    """Open connections that say who asks, and nothing of the user: no cookies, no passwords of .netrc."""
    session = _AsAnswered()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.mount("https://", _SystemTrust())
    # A connection kept through a wait may be dead when it is used again, which would look like a fault of the service.
    headers = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity", "Connection": "close"}
    session.headers = CaseInsensitiveDict(headers)
    return session


@dataclass(slots=True)
class Fetcher:
    """Asks one service, one request at a time, no faster than its pace."""

    retries: RetryPolicy
    clock: Clock
    follow: Callable[[str], str | None]
    """Returns the address to ask after a redirect, or None where it leads away from the service."""
    should_stop: Callable[[], bool]
    say: Callable[[str], None]
    on_request: Callable[[float], None]
    asked: float = 0.0
    """When the last request was sent; from an earlier run too, so that a resumed pull keeps the pace."""
    answered: bool = field(default=False, init=False)

    def get(
        self, url: str, where: str, read: Callable[[ServerAnswer], T], headers: Callable[[], dict[str, str]] = dict
    ) -> T:
        """Return what `read` makes of the answer, trying again after each fault that time may cure."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return self._once(url, read, headers())
            except TransientError as fault:
                self._weigh(fault, where, attempt)
            except _Refused as refused:
                if refused.status in ABSENT:
                    told = f"{where}: nothing is published at {url} ({refused.status})"
                    raise NotPublishedError(told) from None
                raise PullError(f"{where}: {refused}. {GO_ON}") from None

    def _weigh(self, fault: TransientError, where: str, attempt: int) -> None:
        if fault.no_contact and not self.answered:
            raise PullError(f"{where}: {fault}. Check the connection, then run the same command again.")
        wait = self.retries.backoff(attempt) if fault.wait is None else fault.wait
        if wait > LONGEST_WAIT:
            raise PullError(f"{where}: {fault}, and asks to wait {wait / 60:,.0f} minutes. {GO_ON}")
        if attempt >= self.retries.tries:
            raise PullError(f"{where}: {fault} (asked {attempt} times). {GO_ON}")
        self.say(f"{where}: {fault}; try {attempt + 1} of {self.retries.tries} in {wait:.0f} s")
        self._let_pass(wait)

    def stop_if_asked(self) -> None:
        """Stop where the user asked for it."""
        if self.should_stop():
            raise Stopped

    def _let_pass(self, seconds: float) -> None:
        self.stop_if_asked()
        while seconds > 0:  # counted, not read off a clock that may be set back or on meanwhile
            self.clock.sleep(min(seconds, 1.0))
            seconds -= 1.0
            self.stop_if_asked()

    def _once(self, url: str, read: Callable[[ServerAnswer], T], headers: dict[str, str]) -> T:
        for _hop in range(MOST_HOPS + 1):
            with closing(self._ask(url, headers)) as answer:
                if answer.status not in MOVED:
                    self._judge(answer)
                    return read(answer)
                url = self._moved_to(url, answer)
        raise TransientError(f"more than {MOST_HOPS} redirects, the last to {url}")

    def _ask(self, url: str, headers: dict[str, str]) -> ServerAnswer:
        pace = self.retries.pace
        self._let_pass(min(pace, self.asked + pace - self.clock.now()))
        self.asked = self.clock.now()
        self.on_request(self.asked)
        host = urlsplit(url).hostname
        try:
            # The user's proxy, except for a server on this machine.
            proxies = {} if host in LOOPBACK else get_environ_proxies(url)
            response = _session().get(url, headers=headers, timeout=self.retries.timeout, stream=True, proxies=proxies)
        except (RequestException, HTTPError) as error:
            cause = root(error)
            if _unheard(error):
                raise TransientError(f"no contact with {host} ({cause})", no_contact=True) from error
            raise TransientError(f"no answer from {host} ({str(cause) or type(cause).__name__})") from error
        self.answered = True
        response.raw.enforce_content_length = False  # the answer counts too, and says of how many bytes
        return ServerAnswer(response.raw, response.status_code, response.headers, self.retries, self.clock.now)

    def _moved_to(self, url: str, answer: ServerAnswer) -> str:
        target = answer.headers.get("Location", "")
        try:
            target = urljoin(url, target)
            followed = self.follow(target)
        except ValueError:  # such as a bracket that nothing closes
            followed = None
        if followed is None:
            raise _Refused(f"sent on to {target}, which is not an address of this service", answer.status)
        return followed

    def _judge(self, answer: ServerAnswer) -> None:
        if answer.status in READ:
            return
        body = b""
        with suppress(TransientError):  # the status says enough where the words are cut off
            body = answer.body()
        problem = refusal(answer.status, body)
        if answer.status in self.retries.refusals:
            wait = retry_after(answer.headers.get("Retry-After"), self.clock.now())
            raise TransientError(problem, self.retries.refusals[answer.status] if wait is None else wait)
        if answer.status >= 500 or answer.status == 408:
            raise TransientError(problem)
        raise _Refused(problem, answer.status)


def _unheard(error: Exception) -> bool:
    """Tell whether the service cannot have heard the request: no address, no connection, no trust."""
    cause = error.args[0] if error.args else None
    return isinstance(error, NoConnection) and not isinstance(cause, ProtocolError)


def retry_after(header: str | None, now: float) -> float | None:
    """Return the seconds that the header asks to wait, given as seconds or as a date."""
    text = (header or "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (ValueError, TypeError):
        return None
