"""Files on web servers, of which only the bytes that are asked for are brought; and what a server lists in a folder."""

import io
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any, TypeVar
from urllib.parse import unquote, urljoin, urlsplit

R = TypeVar("R")
USER_AGENT = "back-in-house (research on public contracts)"
"""Who asks, as every server that is asked is told."""
WAITS = (0.5, 3.0)
"""Seconds before a second and a third try, where a connection broke or a server is in trouble."""
_TIMEOUT = (10.0, 60.0)
_MOST_LISTED = 8 * 1024 * 1024
"""Largest page of a folder that is read, in bytes."""
_PART = re.compile(r"bytes (\d+)-(\d+)/(\d+)")


class FinalError(OSError):
    """An answer that another try will not change: what is wrong, what to do."""


@cache
def _session() -> Any:
    from requests import Session  # noqa: PLC0415 - what lies on this machine needs none of it
    from requests.adapters import HTTPAdapter  # noqa: PLC0415 - the same

    session = Session()
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "identity"})
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_maxsize=16))
    return session


class WebFile(io.RawIOBase):
    """A file on a web server that can be read from any place.

    Raises:
        FileNotFoundError: the server has none there.
        FinalError: the server lets nobody read it, or sends no parts of files.
        OSError: the connection broke, or the server is in trouble; another try may help. No error holds the address.
    """

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address, self._at = address, 0
        _, self._kept = _part(address, 0, 0)

    def readable(self) -> bool:  # noqa: D102
        return True

    def seekable(self) -> bool:  # noqa: D102
        return True

    def tell(self) -> int:  # noqa: D102
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:  # noqa: D102
        size, _ = self._kept
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: size}[whence]
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        """Bring so many bytes from here on, or all."""
        end = self._kept[0] if size < 0 else min(self._at + size, self._kept[0])
        if end <= self._at:
            return b""
        block, kept = _part(self._address, self._at, end - 1)
        if kept != self._kept:
            raise FinalError("it has changed on the server while it was read")
        self._at = end
        return block


def _part(address: str, first: int, last: int) -> tuple[bytes, tuple[int, str]]:
    """Ask for bytes from the first to the last; gives them, and the file's size with the server's mark of its state."""

    def once() -> tuple[bytes, tuple[int, str]]:
        status, body, headers = _asked(address, {"Range": f"bytes={first}-{last}"})
        span = _PART.fullmatch(headers.get("Content-Range", ""))
        if status != 206 or span is None:
            raise FinalError("the server sends no parts of files; fetch it and give its path")
        if len(body) != last - first + 1:
            raise ConnectionError("the connection broke off")
        return body, (int(span[3]), headers.get("ETag", ""))

    return again(once)


def again(work: Callable[[], R], may_help: Callable[[OSError], bool] = lambda _: True) -> R:
    """Do something over a connection, again after a wait where it broke and another try may help.

    Raises:
        OSError: the last of them.
    """
    for wait in WAITS:
        try:
            return work()
        except (FinalError, FileNotFoundError, PermissionError):
            raise
        except OSError as error:
            if not may_help(error):
                raise
            time.sleep(wait)
    return work()


def _asked(address: str, headers: dict[str, str], most: int | None = None) -> tuple[int, bytes, dict[str, str]]:
    from requests import ConnectionError as NoConnection  # noqa: PLC0415 - what lies on this machine needs none of it
    from requests import RequestException, Timeout  # noqa: PLC0415 - the same

    try:
        with _session().get(address, headers=headers, timeout=_TIMEOUT, stream=True) as answer:
            _judge(answer.status_code)
            whole = answer.status_code != 206 and most is None
            body = b"" if whole else answer.raw.read(most) if most else answer.content
            return answer.status_code, body, dict(answer.headers)
    except Timeout:
        raise TimeoutError("no answer in time") from None
    except NoConnection:
        raise ConnectionError("no connection") from None
    except RequestException:
        raise ConnectionError("the connection broke off") from None


def _judge(status: int) -> None:
    if status in (404, 410):
        raise FileNotFoundError(f"no such file (HTTP {status})")
    if status in (401, 403):
        raise FinalError(f"the server lets nobody read it without a right to (HTTP {status})")
    if status in (408, 429) or status >= 500:
        raise ConnectionError(f"the server is in trouble (HTTP {status})")
    if status >= 400:
        raise FinalError(f"the server refuses it (HTTP {status})")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.extend(value for name, value in attrs if name == "href" and value)


def listed(folder: str) -> Iterator[str]:
    """Give the names of the files that the page of a folder links to, as nginx and Apache list them.

    Raises:
        OSError: as WebFile.
    """
    _, body, _ = again(lambda: _asked(folder, {}, _MOST_LISTED))
    links = _Links()
    links.feed(body.decode("utf-8", "replace"))
    here = urlsplit(folder)
    for there in (urlsplit(urljoin(folder, link)) for link in dict.fromkeys(links.found)):
        name = unquote(there.path.removeprefix(here.path))
        near = there.hostname == here.hostname and there.path.startswith(here.path)
        if near and name and "/" not in name:
            yield name
