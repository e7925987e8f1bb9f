"""What every answer of the server tells the browser that it must not do, whatever stands in the data."""

import base64
import hashlib
import re
from functools import cache
from ipaddress import ip_address
from pathlib import Path

import streamlit as st

from ui.shell.websocket_batching import App, Event, Receive, Send

_METRICS = "/_stcore/metrics"
"""For whoever watches the server on its own machine, not for the public."""
_ANSWERS = ("http.response.start", "websocket.http.response.start")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def headers() -> tuple[tuple[bytes, bytes], ...]:
    """The headers, as they are sent."""
    said = {
        "content-security-policy": "; ".join(f"{what} {whence}" for what, whence in _policy().items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    return tuple((name.encode(), words.encode()) for name, words in said.items())


def _policy() -> dict[str, str]:
    """What a page may load and from where; each word that is looser than `'self'` has its reason beside it."""
    return {
        "default-src": "'self'",
        # Two scripts stand in pages themselves, Streamlit's and ours: those two, letter by letter, and no other.
        # Streamlit hands the script of a component (the threshold's line) to the browser as a blob. Its reader of
        # messages would like WebAssembly and does without.
        "script-src": " ".join(["'self'", "blob:", *map(_hash, _inline_scripts())]),
        # Streamlit and plotly write their styles into the page; colours and sizes stand at the elements.
        "style-src": "'self' 'unsafe-inline'",
        # Streamlit draws icons, and plotly brings a small font, as data: neither asks anybody for anything.
        "img-src": "'self' data:",
        "font-src": "'self' data:",
        # The socket is the page's own host, which is 'self' for it too (Content Security Policy 3, section 6.7.2.8).
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }


def _inline_scripts() -> list[str]:
    from ui.page import SCRIPTS  # noqa: PLC0415 - the pages' caches belong to the server, which runs by now

    index = Path(st.__file__).parent / "static" / "index.html"
    return [*_INLINE.findall(index.read_text(encoding="utf-8")), SCRIPTS]


def _hash(script: str) -> str:
    """Name a script by its content (Content Security Policy 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _elsewhere(scope: Event) -> bool:
    """Whether the figures of the server are asked for from another machine."""
    if scope["type"] != "http" or not scope["path"].rstrip("/").endswith(_METRICS):
        return False
    host = (scope.get("client") or ("",))[0]
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True


class Headers:
    """Adds the headers to every answer; the first of the `middleware` of `st.App`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Serve a request; an error that nothing else answers is answered here, where the headers are."""
        begun = False

        async def with_headers(event: Event) -> None:
            nonlocal begun
            if event["type"] in _ANSWERS:
                begun = True
                event = {**event, "headers": [*event.get("headers", ()), *headers()]}
            await send(event)

        if _elsewhere(scope):
            await _answer(with_headers, 404, b"Not Found")
            return
        try:
            await self._app(scope, receive, with_headers)
        except Exception:
            if scope["type"] == "http" and not begun:
                await _answer(with_headers, 500, b"Internal Server Error")
            raise


async def _answer(send: Send, status: int, words: bytes) -> None:
    plain = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": words})
