"""Pages as the server sends them first: drawn beforehand, so that the figure is there before any script of the page.

Where many come at once the page itself is left out until a reader asks for it, so that reading a link costs the server
one answer of some ten kilobytes and no session.
"""

import asyncio
import gzip
import hashlib
import logging
import re
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from time import monotonic

import streamlit as st
from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from output.page.menu import OVERVIEW
from output.page.still import FIRST_CHARTS, SCRIPT, Still, style
from policy.bounds import LONGEST_LINK
from policy.scenarios.links import TRACKING
from ui.shell import hosting

INDEX = Path(st.__file__).parent / "static" / "index.html"
CHECKED_VERSION = "1.67.0"
"""Streamlit whose page was checked against what is taken apart here; a test holds the installed version to it."""
WINDOW = 10.0
"""Seconds over which openings are counted."""
PATIENCE, PATIENCE_IN_A_CROWD = 1.0, 5.0
"""Seconds that a reader waits for a page to be drawn; after that the page itself comes without, which costs a session,
and a crowd would take too many of them."""
MOST_AT_ONCE = 8
"""Pages that are being drawn or wait for it, one at a time; a reader of another gets the page itself without."""
MOST_KEPT = 16_000_000
"""Bytes of pages that are kept, compressed, some five hundred of them, with the addresses that they answer."""
_LOG = logging.getLogger(__name__)
_LATER = re.compile(
    r"<link\s[^>]*?rel=\"(?:preload|modulepreload|stylesheet)\"[^>]*?>\s*|<script type=\"module\"[^>]*></script>\s*",
    re.DOTALL,
)
"""What of Streamlit's page loads the application."""
_NO_SCRIPT = re.compile(r"\s*<noscript>.*?</noscript>", re.DOTALL)
_ROOT, _TITLE, _HTML, _HEAD = '<div id="root"></div>', "<title>Streamlit</title>", '<html lang="en">', "</head>"
_CHARTS = "PlotlyChart.*.js"
_FACES = {"Source Sans": "SourceSansVF-Upright.*.woff2", "Source Serif": "SourceSerifVariable-Roman.*.woff2"}

Key = tuple[str, str, str, str]
"""Page, query, name of the data set and as what it was written: what an answer depends on while the program runs."""


@dataclass(frozen=True)
class Kept:
    """A page in its two ways, compressed: with the application on its way, and waiting for the reader to ask."""

    at_once: bytes
    waits: bytes

    def body(self, *, waits: bool) -> bytes:
        """The page in one of the ways."""
        return self.waits if waits else self.at_once


@dataclass(frozen=True)
class _Shell:
    """Streamlit's own page in the parts around what is drawn; `later` loads the application."""

    plain: str
    head: str
    later: str
    foot: str
    faces: str
    """The typefaces of the application, which fetches them in any case; a page that waits does without."""

    def around(self, still: Still, said: list[str], *, waits: bool) -> str:
        """The page with a drawing in it, of which a search engine and a bookmark know title and description."""
        about = (
            f"<title>{escape(still.title)}</title><meta name='description' content=\"{escape(still.description)}\">"
            f"<style>{'' if waits else self.faces}{style()}</style>"
        )
        later = f"<template id='application'>{self.later}</template>" if waits else self.later
        body = f"{_ROOT}{still.html(said, waits=waits)}<script>{SCRIPT}</script>"
        return f"{self.head}{about}{later}{self.foot.replace(_ROOT, body, 1)}"


def _shell() -> _Shell:
    """Take Streamlit's page apart; raises ValueError where it is not as it was."""
    plain = INDEX.read_text(encoding="utf-8")
    whole = _NO_SCRIPT.sub("", plain)
    later = "".join(_LATER.findall(whole))
    if not all(whole.count(part) == 1 for part in (_ROOT, _TITLE, _HTML, _HEAD)) or "<script type" not in later:
        raise ValueError(f"{INDEX} is another than that of Streamlit {CHECKED_VERSION}")
    bare = _LATER.sub("", whole).replace(_TITLE, "").replace(_HTML, '<html lang="en-GB">')
    head, foot = bare.split(_HEAD)
    faces = "".join(map(_face, _FACES.items()))
    return _Shell(plain, head, later, f"{_HEAD}{foot}", faces)


def _face(named: tuple[str, str]) -> str:
    family, files = named
    [file] = (INDEX.parent / "static" / "media").glob(files)
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: 200 900; font-display: swap; '
        f'src: url(./static/media/{file.name}) format("woff2"); }}\n'
    )


class DrawnPages:
    """The pages of one server that are drawn beforehand, each once for all who open the same address."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Kept | None] = OrderedDict()
        self._size = 0
        self._stills: OrderedDict[tuple[str, ...], Still] = OrderedDict()  # one thread at a time draws
        self._under_way: dict[Key, asyncio.Task[Kept | None]] = {}
        self._openings = deque[float](maxlen=hosting.openings() + 1)
        self._places: CapacityLimiter | None = None
        self._shell = _shell()
        self._plain = gzip.compress(self._shell.plain.encode(), 9, mtime=0)

    def routes(self) -> list[BaseRoute]:
        """The addresses of the pages that are drawn; Streamlit answers for the others."""
        return [
            Route(f"/{'' if name == OVERVIEW else name}", self._page(name), methods=["GET"]) for name in FIRST_CHARTS
        ]

    def scripts(self) -> list[str]:
        """Files of scripts and styles that a first page loads, that of charts first: it is the largest.

        The page does not name it beforehand (`modulepreload`): the pictures are there, and on a busy machine the
        levers came four times as late behind its 4.7 MB.
        """
        charts = (INDEX.parent / "static" / "js").glob(_CHARTS)
        named = re.findall(r'"\./(static/(?:js|css)/[^"]+)"', self._shell.later)
        return [*(f"static/js/{file.name}" for file in charts), *named]

    def prepare(self) -> None:
        """Draw the first page before anyone asks for it."""
        key = self._key(OVERVIEW, "")
        self._keep(key, self._work(key))

    def _page(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            waits = self._is_crowd()
            query = request.scope["query_string"].decode("latin-1")
            kept = await self._found(self._key(name, query), waits=waits) if len(query) <= LONGEST_LINK else None
            return _answer(request, kept.body(waits=waits) if kept else self._plain, lasting=bool(kept) and waits)

        return answer

    @staticmethod
    def _key(name: str, query: str) -> Key:
        from ui.shell.cache import written  # noqa: PLC0415 - the caches belong to the server, which runs by now
        from ui.shell.state import first_data  # noqa: PLC0415 - as above

        data = first_data()
        # A reader who comes from a social network brings a pair of their own, which would be a drawing of their own.
        pairs = [pair for pair in query.split("&") if not TRACKING.fullmatch(pair.partition("=")[0])]
        return name, "&".join(pairs), data, written(data)

    def _is_crowd(self) -> bool:
        """Count an opening, and say whether readers come faster than sessions can be had, or places run out."""
        from ui.shell.cache import nearly_full  # noqa: PLC0415 - as above

        now, openings = monotonic(), self._openings
        openings.append(now)
        return (len(openings) == openings.maxlen and now - openings[0] < WINDOW) or nearly_full()

    async def _found(self, key: Key, *, waits: bool = False) -> Kept | None:
        """A page that is kept, or drawn now, once for all who wait for it; none where that takes too long."""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        task = self._under_way.get(key)
        if task is None:
            if len(self._under_way) >= MOST_AT_ONCE:
                return None
            task = self._under_way[key] = asyncio.create_task(self._drawn(key))
        try:
            return await asyncio.wait_for(asyncio.shield(task), PATIENCE_IN_A_CROWD if waits else PATIENCE)
        except TimeoutError:
            return None

    async def _drawn(self, key: Key) -> Kept | None:
        self._places = self._places or CapacityLimiter(1)
        try:
            kept = await to_thread.run_sync(self._work, key, limiter=self._places)
        except Exception as error:  # noqa: BLE001 - the page itself comes without, and says what is wrong
            _LOG.warning("a page could not be drawn beforehand: %s", type(error).__name__)
            return None
        else:
            self._keep(key, kept)
            return kept
        finally:
            del self._under_way[key]

    def _keep(self, key: Key, kept: Kept | None) -> None:
        if key in self._kept:
            self._size -= _size(key, self._kept.pop(key))
        self._kept[key] = kept
        self._size += _size(key, kept)
        while self._size > MOST_KEPT:
            self._size -= _size(*self._kept.popitem(last=False))

    def _work(self, key: Key) -> Kept | None:
        """Read an address and draw its page; none where it cannot be drawn for anyone."""
        from ui.drawing import read  # noqa: PLC0415 - as above

        if (found := read(*key[:3], self._stills)) is None:
            return None
        still, said = found
        return Kept(*(_compressed(self._shell.around(still, said, waits=waits)) for waits in (False, True)))


def _size(key: Key, kept: Kept | None) -> int:
    return 1_000 + len(key[1]) + (len(kept.at_once) + len(kept.waits) if kept else 0)


def _compressed(page: str) -> bytes:
    return gzip.compress(page.encode(), 6, mtime=0)


def _answer(request: Request, body: bytes, *, lasting: bool) -> Response:
    """Answer with a page; one that a crowd reads may be kept for a minute, any other is asked for again by its tag."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    headers = {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "public, max-age=60" if lasting else "no-cache",
        "etag": tag,
        "vary": "Accept-Encoding",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(body, headers={**headers, "content-encoding": "gzip"})
    return Response(gzip.decompress(body), headers=headers)
