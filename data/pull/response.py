"""What a public service answered: cut, slow and damaged bodies are noticed, refusals put in plain words."""

import gzip
import html
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

BLOCK = 1 << 16
LARGEST_PAGE = 200_000_000


class TransientError(Exception):
    """Something that another try may cure: no contact, a cut body, a refusal that names a wait."""

    def __init__(self, problem: str, wait: float | None = None, *, no_contact: bool = False) -> None:
        super().__init__(problem)
        self.wait = wait
        self.no_contact = no_contact


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How one service wants to be asked; all times in seconds."""

    pace: float
    """Least time between two requests."""
    refusals: Mapping[int, float] = field(default_factory=dict)
    """How long to wait after a status that means "too many requests", where no Retry-After says so."""
    tries: int = 5
    first_wait: float = 5.0
    """Wait after a first fault; it triples with each further one."""
    timeout: float = 60.0
    """Longest silence."""
    span: float = 60.0
    slowest: int = 1_000
    """Bytes a second that a body must bring on average over each span."""

    def backoff(self, attempt: int) -> float:
        """Seconds to wait after this many faults in a row."""
        return float(self.first_wait * 3 ** (attempt - 1))


@dataclass(slots=True)
class ServerAnswer:
    """One answer, whose body has not been read yet."""

    response: HTTPResponse
    status: int
    headers: Mapping[str, str]
    retries: RetryPolicy
    now: Callable[[], float]

    def close(self) -> None:
        """Let the connection go."""
        self.response.close()

    @property
    def length(self) -> int | None:
        """Bytes that the body should have, where the service says so."""
        text = self.headers.get("Content-Length", "")
        return int(text) if text.isdecimal() else None

    def clock_ahead(self) -> float:
        """Seconds by which this machine's clock is ahead of the service's; 0.0 where the service does not say it."""
        try:
            return self.now() - parsedate_to_datetime(self.headers.get("Date", "")).timestamp()
        except (ValueError, TypeError):
            return 0.0

    def chunks(self) -> Iterator[bytes]:
        """Give the body piece by piece; raises TransientError where it is cut, stalls or crawls."""
        received, since, before = 0, self.now(), 0
        while block := self._next(received):
            received += len(block)
            yield block
            if (passed := self.now() - since) >= self.retries.span:
                if received - before < passed * self.retries.slowest:
                    raise TransientError(f"the answer crawls: {received - before:,} bytes in {passed:,.0f} s")
                since, before = self.now(), received
        if self.length is not None and received < self.length:
            raise TransientError(f"the answer was cut off after {received:,} of {self.length:,} bytes")

    def _next(self, received: int) -> bytes:
        want = BLOCK if self.length is None else min(BLOCK, self.length - received)
        try:
            return self.response.read1(want, decode_content=False) if want else b""
        except HTTPError as error:
            why = str(root(error)) or type(error).__name__
            raise TransientError(f"the answer was cut off after {received:,} bytes ({why})") from error

    def body(self) -> bytes:
        """Return the whole body, unpacked where the service sent it compressed."""
        parts, size = [], 0
        for block in self.chunks():
            parts.append(block)
            if (size := size + len(block)) > LARGEST_PAGE:
                raise TransientError(f"the answer is larger than {LARGEST_PAGE:,} bytes")
        whole = b"".join(parts)
        if self.headers.get("Content-Encoding", "").lower() != "gzip":
            return whole
        try:
            return gzip.decompress(whole)
        except (OSError, EOFError, zlib.error) as error:
            raise TransientError(f"the compressed answer is damaged ({error})") from error


def root(error: BaseException) -> BaseException:
    """Return the fault of the system below those that the libraries made of it; its words are the plainest."""
    cause, below = error, error.__cause__ or error.__context__
    while below:
        cause = below if isinstance(below, OSError | HTTPException) else cause
        below = below.__cause__ or below.__context__
    return cause


def excerpt(body: bytes) -> str:
    """Return the words of a body in at most a line, without its tags."""
    text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", " ", body[:5000].decode("utf-8", "replace"))
    return " ".join(html.unescape(text).split())[:160]


def refusal(status: int, body: bytes) -> str:
    """Say what a refusal says, from a list of Code, Message and Property where it is one."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    problems = [item for item in (told if isinstance(told, list) else [told]) if isinstance(item, dict)]
    complaints = "; ".join(_complaint(item) for item in problems) or excerpt(body)
    return f"the service answered {status}" + (f": {complaints.rstrip('.')}" if complaints else "")


def _complaint(item: Mapping[str, object]) -> str:
    about, message = item.get("Property"), item.get("Message") or item.get("message")
    code = item.get("Code") or item.get("code") or ""
    complaint = str(message or code or json.dumps(item)[:160])
    return f"{about}: {complaint}" if about else complaint
