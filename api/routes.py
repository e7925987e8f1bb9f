"""The doors on the server: addresses, forms, tags for caches, one clear message for what cannot be answered."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from threading import Lock, Semaphore

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from api.answers import Answer, Served
from api.asked import TYPES, Asked, asked
from api.charts import today
from api.description import FRAMED, ROOT, description
from api.doors import DOORS, EMBED, Door
from api.embed import POLICY, refused
from api.feed import TYPE, feed
from output.subject import csv_bytes
from policy.problem import PolicyError, Problem
from policy.receipts.errata import published
from policy.results.receipt import CODE

Turn = AbstractContextManager[object]
_OPEN = {"access-control-allow-origin": "*", "cache-control": "public, no-cache"}
"""Anybody's page may ask; a cache asks whether its copy still stands, by the tag."""
_MOST_KEPT = 32_000_000
"""Bytes of answers that are kept, some thousand of them."""
_LARGEST_KEPT = 200_000
_MOST_AT_ONCE = 12
"""Answers that are worked out or wait for their turn: each holds one of the server's forty threads, and a visitor whose
page needs a decision waits behind all of them."""
_WAIT_S = "1"
_FRAMED = {"cache-control": "public, no-cache", "content-security-policy": POLICY}
"""Headers of the page that may be framed."""


class Interface:
    """The answers of one server, with those kept that were asked for last.

    Args:
        source: gives the data set that the server starts on.
        site: the address at which the program is served; without it there is no feed of errata.
        turn: gives the queue of decisions, so that visitors and the interface wait for each other alike.
    """

    def __init__(self, source: Callable[[], Served], turn: Callable[[], Turn], site: str = "") -> None:
        self._source, self._turn, self._site = source, turn, site
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock, self._slow, self._places = Lock(), Semaphore(1), Semaphore(_MOST_AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        """Every address of the interface."""
        doors: list[BaseRoute] = [
            Route(f"{ROOT}/{name}", self._door(name, door), methods=["GET"]) for name, door in DOORS.items()
        ]
        feeds: list[BaseRoute] = [Route("/errata.atom", self._feed)] if self._site else []
        framed = Route(FRAMED, self._door("embed", EMBED), methods=["GET"])
        return [
            framed,
            *feeds,
            *doors,
            Route(f"{ROOT}/openapi.json", _described),
            Route(f"{ROOT}/{{rest:path}}", _nowhere),
        ]

    def _door(self, name: str, door: Door) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            try:
                ask = asked(request.url.query, frozenset(door.parameters), door.formats, lasting=door.lasting)
                return self._answer(request, name, door, ask)
            except PolicyError as error:
                return _refused(error.problems, framed=door is EMBED)

        return answer

    def _answer(self, request: Request, name: str, door: Door, ask: Asked) -> Response:
        served = self._source()
        tag = _tag(name, ask, served, today().isoformat() if door.drawn else "")
        headers = {**(_FRAMED if door is EMBED else _OPEN), "etag": f'"{tag}"', "content-type": _type(ask.format)}
        if f'"{tag}"' in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        with self._lock:
            if body := self._kept.get(tag):
                self._kept.move_to_end(tag)
        if body is None:
            with ExitStack() as held:
                for places in (self._slow, self._places) if door.slow else (self._places,):
                    if not places.acquire(blocking=False):
                        return _busy(name, framed=door is EMBED)
                    held.callback(places.release)
                held.enter_context(self._turn())
                body = _written(door.answer(served, ask), ask.format)
            self._keep(tag, body)
        return Response(body, headers=headers)

    def _feed(self, request: Request) -> Response:
        del request
        return Response(feed(published(), self._site), headers={**_OPEN, "content-type": TYPE})

    def _keep(self, tag: str, body: bytes) -> None:
        if len(body) > _LARGEST_KEPT:
            return
        with self._lock:
            if tag not in self._kept:
                self._size += len(body)
            self._kept[tag] = body
            while self._size > _MOST_KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])


def _type(form: str) -> str:
    return f"{TYPES[form]}; charset=utf-8"


def _tag(name: str, ask: Asked, served: Served, day: str) -> str:
    """Identify an answer by all that determines it: data, program, scenario, what is looked at, parameters.

    A chart says the day on which it is drawn, and where the program is served.
    """
    parts = [
        name, ask.format, served.dataset.fingerprint, CODE, ask.scenario.preset.name,
        ask.scenario.fingerprint(), ask.scope.fingerprint(), json.dumps(sorted(ask.more.items())), day, served.mark,
        served.site,
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _written(answer: Answer, form: str) -> bytes:
    if form == "csv":
        return csv_bytes(pd.DataFrame(answer.rows))
    if form != "json":
        return str(answer.plain).encode()
    return json.dumps(answer.plain, ensure_ascii=False, allow_nan=False).encode()


def _refused(problems: tuple[Problem, ...], status: int = 422, *, framed: bool = False) -> Response:
    if framed:
        return Response(refused(problems), status, {**_FRAMED, "content-type": _type("html")})
    said = {"problems": [{"where": each.where, "what": each.what} for each in problems]}
    return Response(json.dumps(said, ensure_ascii=False).encode(), status, {**_OPEN, "content-type": _type("json")})


def _busy(name: str, *, framed: bool) -> Response:
    what = "as many as can be are being worked out" if name != "sweep" else "another is being worked out"
    busy = _refused((Problem(name, f"{what}; ask again in a second"),), 429, framed=framed)
    busy.headers["retry-after"] = _WAIT_S
    return busy


def _described(request: Request) -> Response:
    del request
    return Response(
        json.dumps(description(), ensure_ascii=False).encode(), headers={**_OPEN, "content-type": _type("json")}
    )


def _nowhere(request: Request) -> Response:
    del request
    there = ", ".join((*DOORS, "openapi.json"))
    return _refused((Problem("address", f"nothing is answered here; there are {there} under {ROOT}/"),), 404)
