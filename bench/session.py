"""A session of the dashboard as a browser has it, without the browser: the same messages over the same socket."""

import asyncio
import time
from dataclasses import dataclass, field
from uuid import uuid4

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 30.0
"""Seconds to wait for an answer; longer is an error."""
WAYS = ("text_input", "button")
"""Widgets that a session moves."""


class FailedRunError(Exception):
    """A run of a page that ended in an error, or not at all."""


@dataclass
class Answer:
    """One run of a page: seconds to its end, bytes received, and the texts of its headings."""

    seconds: float
    size: int
    headings: list[str]
    sizes: dict[str, int]


@dataclass
class Session:
    """One visitor: what a browser remembers of the page that it shows."""

    site: str
    socket: ClientConnection | None = None
    pages: dict[str, str] = field(default_factory=dict)
    page: str = ""
    query: str = ""
    widgets: dict[str, str] = field(default_factory=dict)

    async def open(self) -> Answer:
        """Connect, as a first visit does, and wait for the page."""
        address = self.site.replace("http", "ws", 1) + "_stcore/stream"
        cookie = {"Cookie": f"house={uuid4().hex}"}  # by which a proxy keeps a visitor with one process
        self.socket = await connect(
            address, subprotocols=["streamlit"], max_size=None, compression=None, additional_headers=cookie
        )
        return await self.run()

    async def close(self) -> None:
        if self.socket:
            await self.socket.close()

    async def type(self, key: str, text: str) -> Answer:
        """Type into a box and press Enter; `key` is the widget's own."""
        return await self.run(WidgetState(id=self.widgets[key], string_value=text))

    async def press(self, key: str) -> Answer:
        """Press a button."""
        return await self.run(WidgetState(id=self.widgets[key], trigger_value=True))

    async def turn(self, page: str) -> Answer:
        """Follow the menu to a page; it keeps the scenario in its address."""
        self.page = self.pages[page]
        return await self.run()

    async def run(self, *widgets: WidgetState) -> Answer:
        """Ask for a run and take in all that it sends."""
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        asked.rerun_script.page_script_hash = self.page
        asked.rerun_script.widget_states.widgets.extend(widgets)
        start = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._taken_in(start)
        except TimeoutError:
            raise FailedRunError(f"no end of the run within {PATIENCE:g} s") from None

    async def _taken_in(self, start: float) -> Answer:
        answer = Answer(0, 0, [], {})
        while True:
            data = await self.socket.recv()
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            answer.size += len(data)
            self.heard(message)
            if kind == "delta":
                self._drawn(message, answer, len(data))
            elif kind == "new_session":
                self.page = message.new_session.page_script_hash
                self.pages.clear()
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    continue
                answer.seconds = time.perf_counter() - start
                return answer

    def heard(self, message: ForwardMsg) -> None:
        """Take note of a message; a visitor with more needs remembers more."""

    def _drawn(self, message: ForwardMsg, answer: Answer, size: int) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type") or "block"
        answer.sizes[kind] = answer.sizes.get(kind, 0) + size
        if kind == "exception":
            raise FailedRunError(element.exception.message or element.exception.type)
        if kind == "heading":
            answer.headings.append(element.heading.body)
        elif kind == "page_link":
            self.pages[element.page_link.page] = element.page_link.page_script_hash
        elif kind in WAYS:
            widget = getattr(element, kind).id
            self.widgets[widget.split("-", 2)[-1]] = widget
