"""Security headers of every response: what the browser may not load or do, whatever text the data hold."""

import base64
import hashlib
import re
from functools import cache
from ipaddress import ip_address
from pathlib import Path

import streamlit as st

from output.page.still import SCRIPT as DRAWN
from ui.shell.websocket_batching import App, Event, Receive, Send

_METRICS = "/_stcore/metrics"
"""For whoever watches the server on its own machine, not for the public."""
_FRAMED, _CSP = "/embed", b"content-security-policy"
_ANSWERS = ("http.response.start", "websocket.http.response.start")
_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def headers() -> tuple[tuple[bytes, bytes], ...]:
    """The headers as bytes, name and value; fixed while the server runs."""
    said = {
        "content-security-policy": "; ".join(f"{what} {whence}" for what, whence in _policy().items()),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }
    return tuple((name.encode(), words.encode()) for name, words in said.items())


def _stated(scope: Event, event: Event) -> tuple[tuple[bytes, bytes], ...]:
    """The headers of an answer; the page with one chart, which any site may frame, has a strict policy of its own."""
    given = {name.lower() for name, _ in event.get("headers", ())}
    if _CSP in given and scope["type"] == "http" and scope["path"].endswith(_FRAMED):
        return tuple(header for header in headers() if header[0] != _CSP)
    return headers()


def _policy() -> dict[str, str]:
    """The Content Security Policy: what a page may load, and from where. Each source beyond `'self'` has its reason."""
    return {
        "default-src": "'self'",
        # Three scripts are inline, Streamlit's and two of ours: they are allowed by their hashes, and no other is.
        # Streamlit loads the script of a component (the threshold's line) as a blob. Its protobuf reader would use
        # WebAssembly and works without.
        "script-src": " ".join(["'self'", "blob:", *map(_hash, _inline_scripts())]),
        # Streamlit and plotly write styles into the page and into style attributes.
        "style-src": "'self' 'unsafe-inline'",
        # Icons of Streamlit and a small font of plotly are data: URLs, which ask no server for anything.
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
    return [*_INLINE.findall(index.read_text(encoding="utf-8")), DRAWN, SCRIPTS]


def _hash(script: str) -> str:
    """Hash of a script as a source expression (Content Security Policy 3, section 2.3.1)."""
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
    """ASGI middleware that adds the headers to every response; it stands first, so that none passes without them."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Serve a request; an error that nothing else answers becomes a plain 500 here, with the headers."""
        begun = False

        async def with_headers(event: Event) -> None:
            nonlocal begun
            if event["type"] in _ANSWERS:
                begun = True
                event = {**event, "headers": [*event.get("headers", ()), *_stated(scope, event)]}
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
