"""Holds back the messages of a run of a page and sends them in two parts: the answer, then all the rest.

Streamlit sends what is drawn every few milliseconds, and the browser draws the whole page again for each part: the old
charts with some of the new, then all of the new. That took longer than the run itself. What stands before the first
chart, the answer for which a reader moves a lever, goes ahead, and the browser draws it while the charts are made.

A run that is asked for stops the one before at once, even while that one still takes what a reader typed; the value is
then lost, since Streamlit tells of a change once. So what asks for a run waits until the one before has drawn anything.

This reads Streamlit's own messages (protobuf), which are no published interface: see CHECKED_VERSION.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Event = MutableMapping[str, Any]
Send = Callable[[Event], Awaitable[None]]
Receive = Callable[[], Awaitable[Event]]
App = Callable[[Event, Receive, Send], Awaitable[None]]

CHECKED_VERSION = "1.67.0"
"""Streamlit whose messages were checked against `_part_of_a_run`; a test holds the installed version to it."""
CHARTS = "-chart."
"""In the id of the block that holds a chart: Streamlit puts the key after a hash (`ui.charts.chart_frame`)."""
LONGEST_HOLD = 0.15
"""Seconds for which messages are held at most; a longer run is then shown as it goes, with its progress bar."""
LONGEST_TURN = 2.0
"""Seconds for which a run that is asked for waits at most; some that are asked for never begin."""
DRAWS = {"delta", "ref_hash", "page_config_changed", "script_finished"}
"""Kinds of messages that a run sends only once it has taken what came with it."""


class RunBatching:
    """ASGI middleware for `st.App` that holds what a run sends over a WebSocket until its end, and the next run."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Event, receive: Receive, send: Send) -> None:
        """Serve a request; only messages of a WebSocket are held."""
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        batch, turn = _Batch(send), _Turn()

        async def sent(event: Event) -> None:
            turn.sent(event)
            await batch.send(event)

        async def received() -> Event:
            return await turn.next(await receive())

        try:
            await self._app(scope, received, sent)
        finally:
            batch.stop()


class _Turn:
    """Lets a run be asked for once the one before has taken what came with it."""

    def __init__(self) -> None:
        self._begun, self._taken = False, asyncio.Event()
        self._taken.set()

    def sent(self, event: Event) -> None:
        """Hear what the server sends: a run begins, and then draws."""
        if self._taken.is_set() or not event.get("bytes"):
            return
        kind = ForwardMsg.FromString(event["bytes"]).WhichOneof("type")
        self._begun |= kind == "new_session"
        if self._begun and kind in DRAWS:
            self._taken.set()

    async def next(self, event: Event) -> Event:
        """Give what the browser sends: what asks for a run waits for its turn."""
        if _asks_for_a_run(event):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._taken.wait(), LONGEST_TURN)
            self._begun = False
            self._taken.clear()
        return event


class _Batch:
    """The messages of one socket that wait to be sent: each is sent once, and in order."""

    def __init__(self, send: Send) -> None:
        self._send, self._lock = send, asyncio.Lock()
        self._waiting: list[Event] = []
        self._timer: asyncio.Task[None] | None = None
        self._answered = False

    async def send(self, event: Event) -> None:
        """Hold a message of a run until its first chart, its last or LONGEST_HOLD; send any other at once."""
        begins, charts, ends = _part_of_a_run(event)
        async with self._lock:
            if begins and self._timer is None:
                self._timer = asyncio.create_task(self._send_after_longest_hold())
            if begins:
                self._answered = False
            if charts and not self._answered:
                self._answered = True
                await self._send_waiting()
            self._waiting.append(event)
            if ends or self._timer is None:
                self.stop()
                await self._send_waiting()

    def stop(self) -> None:
        """Cancel the timer."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    async def _send_after_longest_hold(self) -> None:
        await asyncio.sleep(LONGEST_HOLD)
        async with self._lock:
            self._timer = None
            with suppress(OSError):  # the reader may have left meanwhile
                await self._send_waiting()

    async def _send_waiting(self) -> None:
        for event in self._waiting:
            await self._send(event)
        self._waiting.clear()


def _asks_for_a_run(event: Event) -> bool:
    try:
        return bool(event.get("bytes")) and BackMsg.FromString(event["bytes"]).HasField("rerun_script")
    except DecodeError:  # which Streamlit answers
        return False


def _part_of_a_run(event: Event) -> tuple[bool, bool, bool]:
    """Say whether a message is the first of a run, whether a chart begins with it, and whether it is the last.

    The last of a run that a newer one cuts short does not count: the newer one's messages follow at once.
    """
    data = event.get("bytes")
    if not data:
        return False, False, True
    message = ForwardMsg.FromString(data)
    cut_short = message.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN
    charts = CHARTS in message.delta.add_block.id
    return message.HasField("new_session"), charts, message.HasField("script_finished") and not cut_short
