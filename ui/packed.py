"""Streamlit's scripts and styles as the server sends them: compressed once, for it sends them as they are."""

import asyncio
import gzip
import re
from collections.abc import Iterable
from pathlib import Path

import streamlit as st
from anyio import to_thread

from ui.shell.websocket_batching import App, Event, Receive, Send

STATIC = Path(st.__file__).parent / "static"
_FILE = re.compile(r"/(static/(?:js|css)/[\w.+-]+\.(js|css))")
_TYPES = {"js": b"text/javascript; charset=utf-8", "css": b"text/css; charset=utf-8"}
_LASTING = b"public, immutable, max-age=31536000"
"""For a year, since the name of each file holds the hash of what is in it."""
_LEVEL = 6
"""Of 4.7 MB this leaves 1.4 MB in a third of a second; the greatest takes twice as long for 1% less."""


class Packed:
    """ASGI middleware that answers for scripts and styles to who takes gzip; all else is left to the application."""

    _kept: dict[str, bytes] = {}  # noqa: RUF012 - one for the process: the middleware may be made more than once
    _under_way: dict[str, "asyncio.Task[bytes]"] = {}  # noqa: RUF012 - as above

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Serve a request."""
        file = (
            _FILE.fullmatch(scope["path"]) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        )
        asked = dict(scope["headers"]) if file else {}
        if not file or b"range" in asked or b"gzip" not in asked.get(b"accept-encoding", b""):
            await self._app(scope, receive, send)
            return
        body = self._kept.get(file[1]) or await self._packed(file[1])
        if not body:
            await self._app(scope, receive, send)
            return
        headers = [
            (b"content-type", _TYPES[file[2]]),
            (b"content-encoding", b"gzip"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", _LASTING),
            (b"vary", b"Accept-Encoding"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] == "GET" else b""})

    @classmethod
    async def _packed(cls, name: str) -> bytes:
        """Compress a file, once for all who wait for it; empty where there is no such file."""
        path = STATIC / name
        if not path.is_file():
            return b""
        if name not in cls._under_way:
            cls._under_way[name] = asyncio.create_task(to_thread.run_sync(_compressed, path))
        try:
            cls._kept[name] = await asyncio.shield(cls._under_way[name])
        finally:
            cls._under_way.pop(name, None)
        return cls._kept[name]

    @classmethod
    async def prepare(cls, names: Iterable[str]) -> None:
        """Compress files before anyone asks for them, one after the other."""
        for name in names:
            await cls._packed(name)


def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), _LEVEL, mtime=0)
