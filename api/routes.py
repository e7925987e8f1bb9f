"""The doors on the server: their addresses, and which process answers."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.answers import Served
from api.apart import Apart
from api.description import FRAMED, ROOT, description
from api.doors import DOORS, EMBEDDED
from api.feed import TYPE, feed
from api.replies import OPEN, Replies, Reply, Turn, media_type, refusal
from policy.bounds import cut
from policy.problem import Problem
from policy.receipts.errata import published

_METHODS = ("GET", "HEAD")
_ABOVE = ROOT.rpartition("/")[0]
"""Where whoever tries the interface without an address of its own may look first."""
_MOST_AT_ONCE = 12
"""Answers that the server itself works out or that wait for their turn: each holds one of its forty threads, and a
visitor whose page needs a decision waits behind all of them."""


class Interface:
    """The answers of one server: from a process of their own where there is one, or from the server's.

    Args:
        source: gives the data set that the server starts on.
        site: the address at which the program is served; without it there is no feed of errata.
        turn: gives the queue of decisions, so that visitors and the interface wait for each other alike.
        apart: the process of their own.
    """

    def __init__(
        self, source: Callable[[], Served], turn: Callable[[], Turn], site: str = "", apart: Apart | None = None
    ) -> None:
        self._here, self._site, self._apart = Replies(source, turn, _MOST_AT_ONCE), site, apart

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Have the process of their own, if there is to be one, until the block ends; it starts meanwhile."""
        if self._apart is None:
            yield
            return
        async with self._apart.kept():
            yield

    async def begun(self) -> None:
        """Wait until that process answers."""
        if self._apart:
            await self._apart.begun()

    def routes(self) -> list[BaseRoute]:
        """Every address of the interface."""
        doors: list[BaseRoute] = [Route(f"{ROOT}/{name}", _Read(self._door(name))) for name in DOORS]
        feeds: list[BaseRoute] = [Route("/errata.atom", self._feed)] if self._site else []
        framed = Route(FRAMED, _Read(self._door(EMBEDDED)))
        return [
            framed,
            *feeds,
            *doors,
            Route(f"{ROOT}/openapi.json", _Read(_described)),
            # Without these the dashboard would answer with its empty page, which says nothing without its scripts.
            *(Route(path, _Read(_nowhere)) for path in (_ABOVE, f"{_ABOVE}/{{rest:path}}")),
        ]

    def _door(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            question = name, request.url.query, request.headers.get("if-none-match", "")
            reply = await self._apart.reply(*question) if self._apart else None
            if reply is None:
                reply = await run_in_threadpool(self._here.reply, *question)
            return _sent(reply)

        return answer

    def _feed(self, request: Request) -> Response:
        del request
        return Response(feed(published(), self._site), headers={**OPEN, "content-type": TYPE})


class _Read:
    """An answer that is read and not written to; asked by another method it says so as the interface says all."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.method in _METHODS:
            response = await self._answer(request)
        else:
            problem = Problem("method", f"{cut(request.method)} is not answered here; ask with {' or '.join(_METHODS)}")
            reply = refusal((problem,), 405, framed=request.url.path == FRAMED)
            response = Response(reply.body, reply.status, {**reply.headers, "allow": ", ".join(_METHODS)})
        await response(scope, receive, send)


def _sent(reply: Reply) -> Response:
    return Response(reply.body, reply.status, reply.headers)


async def _described(request: Request) -> Response:
    del request
    return Response(
        json.dumps(description(), ensure_ascii=False).encode(), headers={**OPEN, "content-type": media_type("json")}
    )


async def _nowhere(request: Request) -> Response:
    del request
    there = ", ".join((*DOORS, "openapi.json"))
    return _sent(refusal((Problem("address", f"nothing is answered here; there are {there} under {ROOT}/"),), 404))
