"""What a run of a page sends reaches the browser at once.

Streamlit sends what is drawn every few milliseconds, and the browser draws the page anew with each part that comes:
the old charts and some of the new, then all of the new. That took longer than the run itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Event = MutableMapping[str, Any]
Send = Callable[[Event], Awaitable[None]]
Receive = Callable[[], Awaitable[Event]]
App = Callable[[Event, Receive, Send], Awaitable[None]]

LONGEST = 0.15
"""Seconds for which a run is held at most: what takes longer is shown as it comes, with its bar of progress."""


class Burst:
    """Holds what a run sends over a socket until the run ends; one of the `middleware` of `st.App`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Serve a request; only sockets are held."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        held = _Held(send)
        try:
            await self._app(scope, receive, held.send)
        finally:
            held.stop()


class _Held:
    """One socket: every message once and in order."""

    def __init__(self, send: Send) -> None:
        self._send, self._turn = send, asyncio.Lock()
        self._kept: list[Event] = []
        self._late: asyncio.Task[None] | None = None

    async def send(self, event: Event) -> None:
        """Keep a message of a run until the run's last; pass any other on, as those of a run that takes long."""
        begins, ends = _reads(event)
        async with self._turn:
            if begins and self._late is None:
                self._late = asyncio.create_task(self._release_late())
            self._kept.append(event)
            if ends or self._late is None:
                self.stop()
                await self._release()

    def stop(self) -> None:
        """Wait no longer."""
        if self._late:
            self._late.cancel()
            self._late = None

    async def _release_late(self) -> None:
        await asyncio.sleep(LONGEST)
        async with self._turn:
            self._late = None
            with suppress(OSError):  # the reader may have left meanwhile
                await self._release()

    async def _release(self) -> None:
        for event in self._kept:
            await self._send(event)
        self._kept.clear()


def _reads(event: Event) -> tuple[bool, bool]:
    """Say whether a message begins a run, and whether nothing of the run comes after it.

    A run that a newer one cuts short is no end: the newer one's messages follow at once.
    """
    data = event.get("bytes")
    if not data:
        return False, True
    message = ForwardMsg.FromString(data)
    cut_short = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return message.HasField("new_session"), message.HasField("script_finished") and not cut_short
