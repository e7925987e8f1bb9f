"""The doors on the server: addresses, forms, tags for caches, one clear message for what cannot be answered."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock, Semaphore

import pandas as pd
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from api.answers import DOORS, Answer, Door, Served
from api.asked import Asked, asked
from api.description import ROOT, description
from api.feed import TYPE, feed
from output.subject import csv_bytes
from policy.problem import PolicyError, Problem
from policy.receipts.errata import published
from policy.results.receipt import CODE

Turn = AbstractContextManager[object]
_TYPES = {"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8"}
_OPEN = {"access-control-allow-origin": "*", "cache-control": "public, no-cache"}
"""Anybody's page may ask; a cache asks whether its copy still stands, by the tag."""
_MOST_KEPT = 512
"""Answers that are kept as bytes."""
_LARGEST_KEPT = 200_000
_WAIT_S = "1"


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
        self._lock, self._slow = Lock(), Semaphore(1)

    def routes(self) -> list[BaseRoute]:
        """Every address of the interface."""
        doors: list[BaseRoute] = [
            Route(f"{ROOT}/{name}", self._door(name, door), methods=["GET"]) for name, door in DOORS.items()
        ]
        feeds: list[BaseRoute] = [Route("/errata.atom", self._feed)] if self._site else []
        return [*feeds, *doors, Route(f"{ROOT}/openapi.json", _described), Route(f"{ROOT}/{{rest:path}}", _nowhere)]

    def _door(self, name: str, door: Door) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            try:
                ask = asked(request.url.query, frozenset(door.parameters))
                return self._answer(request, name, door, ask)
            except PolicyError as error:
                return _refused(error.problems)

        return answer

    def _answer(self, request: Request, name: str, door: Door, ask: Asked) -> Response:
        served = self._source()
        tag = _tag(name, ask, served)
        headers = {**_OPEN, "etag": f'"{tag}"', "content-type": _TYPES[ask.format]}
        if f'"{tag}"' in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        with self._lock:
            body = self._kept.get(tag)
        if body is None:
            if door.slow and not self._slow.acquire(blocking=False):
                return _busy()
            try:
                with self._turn():
                    body = _written(door.answer(served, ask), ask.format)
            finally:
                if door.slow:
                    self._slow.release()
            self._keep(tag, body)
        return Response(body, headers=headers)

    def _feed(self, request: Request) -> Response:
        del request
        return Response(feed(published(), self._site), headers={**_OPEN, "content-type": TYPE})

    def _keep(self, tag: str, body: bytes) -> None:
        if len(body) > _LARGEST_KEPT:
            return
        with self._lock:
            self._kept[tag] = body
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)


def _tag(name: str, ask: Asked, served: Served) -> str:
    """Identify an answer by all that determines it: data, program, scenario, what is looked at, parameters."""
    parts = [
        name, ask.format, served.dataset.fingerprint, CODE, ask.scenario.preset.name,
        ask.scenario.fingerprint(), ask.scope.fingerprint(), json.dumps(sorted(ask.more.items())),
    ]  # fmt: skip
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _written(answer: Answer, form: str) -> bytes:
    if form == "csv":
        return csv_bytes(pd.DataFrame(answer.rows))
    return json.dumps(answer.plain, ensure_ascii=False, allow_nan=False).encode()


def _refused(problems: tuple[Problem, ...], status: int = 422) -> Response:
    said = {"problems": [{"where": each.where, "what": each.what} for each in problems]}
    return Response(json.dumps(said, ensure_ascii=False).encode(), status, {**_OPEN, "content-type": _TYPES["json"]})


def _busy() -> Response:
    busy = _refused((Problem("sweep", "another is being worked out; ask again in a second"),), 429)
    busy.headers["retry-after"] = _WAIT_S
    return busy


def _described(request: Request) -> Response:
    del request
    return Response(
        json.dumps(description(), ensure_ascii=False).encode(), headers={**_OPEN, "content-type": _TYPES["json"]}
    )


def _nowhere(request: Request) -> Response:
    del request
    there = ", ".join((*DOORS, "openapi.json"))
    return _refused((Problem("address", f"nothing is answered here; there are {there} under {ROOT}/"),), 404)
