"""One window of a search: page after page, each stored as it was received, until there is no next link."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from data.model.notice_numbers import is_number
from data.pull.client import GO_ON, Fetcher, PullError
from data.pull.response import ServerAnswer, TransientError, excerpt
from data.pull.services import Search
from data.pull.store import WindowTally, packed, write_whole
from data.pull.windows import PullWindow

HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip"}
FASTEST_CLOCK = 1800.0
"""Seconds by which this machine's clock may be ahead: less than any window needs to settle."""
WHY_CLOCK = "By it, days that have not ended would be taken for complete."
# Find a Tender has published ` 000,` as a number: github.com/open-contracting/kingfisher-collect/issues/1270
NOT_A_NUMBER = re.compile(r":\s*+[\d ]*000(?=\s*[,}\]])")


class Overfull(Exception):  # noqa: N818 - the window is asked again in halves
    """A full last page without a next link: the rest of the window may have been lost."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as received, and what the pull needs to know of it."""

    body: bytes
    releases: int
    next_link: str | None
    numbers: tuple[tuple[str, str], ...] = ()
    """Kind and id of each release that has an id."""
    content: str = ""
    """Digest of the releases, whatever stands around them; empty for none."""


def read_page(body: bytes, encoding: str) -> Page:
    """Read how many releases a page holds and where the next is; raises TransientError where it is no such page."""
    package = _json(body, encoding)
    if not isinstance(package, dict) or not isinstance(releases := package.get("releases"), list):
        raise TransientError(f"the answer is JSON without releases: {excerpt(body)}")
    links = package.get("links")
    stated = links.get("next") if isinstance(links, dict) else None
    link = stated if isinstance(stated, str) and stated else None
    try:
        urlsplit(link or "")
    except ValueError:  # such as a bracket that nothing closes
        raise TransientError(f"the link to the next page is no address: {stated}"[:200]) from None
    content = sha256(json.dumps(releases).encode()).hexdigest() if releases else ""
    return Page(body, len(releases), link, tuple(_numbered(releases)), content)


def _numbered(releases: list[object]) -> Iterator[tuple[str, str]]:
    for release in releases:
        if isinstance(release, dict) and isinstance(release.get("id"), str) and is_number(release["id"]):
            tags = release.get("tag")
            yield (str(tags[0]) if isinstance(tags, list) and tags else "", release["id"])


def _json(body: bytes, encoding: str) -> object:
    text = body.decode(encoding, "replace").lstrip("\ufeff").strip()
    if not text or text.startswith("<"):
        raise TransientError(f"the answer is a web page, not data: {excerpt(body)}" if text else "the answer is empty")
    try:
        return json.loads(text, strict=False)
    except ValueError as error:
        problem = f"the answer is not valid JSON ({error})"
    try:
        return json.loads(NOT_A_NUMBER.sub(": 0", text), strict=False)
    except ValueError:
        raise TransientError(problem) from None


@dataclass(frozen=True, slots=True)
class PageWalk:
    """How the pages of one window are gathered in a folder."""

    fetcher: Fetcher
    source: Search
    base: str
    tell: Callable[[int], None]
    """Called after each page with the releases that it held."""

    def fetch(self, window: PullWindow, asked: PullWindow, part: Path) -> WindowTally:
        """Gather a window, going on after the pages that a stopped run left."""
        pages = list(self._kept(part))
        url = self._next(pages[-1]) if pages else self.source.first_page(self.base, asked)
        seen = set()
        while url:
            where = f"{self.source.name}, {window}, page {len(pages) + 1}"
            if url in seen:
                raise PullError(f"{where}: the link to the next page leads in a circle ({url}). {GO_ON}")
            seen.add(url)
            pages.append(self.fetcher.get(url, where, partial(self._receive, pages), HEADERS.copy))
            write_whole(_file(part, len(pages)), packed(pages[-1].body))
            self.tell(pages[-1].releases)
            url = self._next(pages[-1])
        return self._tally(window, pages)

    def _kept(self, part: Path) -> Iterator[Page]:
        number = 1
        while (path := _file(part, number)).exists():
            try:
                yield read_page(gzip.decompress(path.read_bytes()), self.source.encoding)
            except (TransientError, EOFError, gzip.BadGzipFile, zlib.error):
                return  # a damaged disk: asked again from here
            number += 1

    def _next(self, page: Page) -> str | None:
        return self.source.rebase(page.next_link, self.base) if page.next_link else None

    def _receive(self, before: list[Page], answer: ServerAnswer) -> Page:
        if answer.status != 200:
            raise TransientError(f"the service answered {answer.status} to a request for a whole page")
        if (ahead := answer.clock_ahead()) > FASTEST_CLOCK:
            told = (
                f"{ahead / 60:,.0f} minutes ahead of the clock of {self.source.name}: set it right, then run the same"
            )
            raise PullError(f"the clock of this machine is {told} command again. {WHY_CLOCK}")
        page = read_page(answer.body(), self.source.encoding)
        if page.content and (again := [number for number, old in enumerate(before, 1) if old.content == page.content]):
            raise TransientError(f"the answer repeats page {again[0]}")
        return page

    def _tally(self, window: PullWindow, pages: list[Page]) -> WindowTally:
        note = ""
        if pages[-1].releases >= self.source.page_size:
            # Some pages came without their link: github.com/open-contracting/kingfisher-collect/issues/1306
            if window.halves():
                raise Overfull
            note = f"{window}: the last page is full and has no next link, so some releases may be missing"
        numbers: dict[str, list[str]] = {}
        for page in pages:
            for kind, number in page.numbers:
                numbers.setdefault(kind, []).append(number)
        return WindowTally(len(pages), sum(page.releases for page in pages), note, numbers)


def _file(part: Path, number: int) -> Path:
    return part / f"page-{number:03}.json.gz"
