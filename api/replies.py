"""Replies to questions, with those kept that were asked for last: status, headers, body, whichever process answers."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from threading import Lock, Semaphore

import orjson
import pandas as pd

from api.answers import Answer, NotServedError, Served
from api.asked import TYPES, Asked, asked
from api.charts import today
from api.doors import DOORS, EMBED, EMBEDDED, Door
from api.embed import POLICY, refused
from output.subject import csv_bytes
from policy.problem import PolicyError, Problem
from policy.results.receipt import CODE

Turn = AbstractContextManager[object]
OPEN = {"access-control-allow-origin": "*", "cache-control": "public, no-cache"}
"""Anybody's page may ask; a cache asks whether its copy still stands, by the tag."""
_FRAMED = {"cache-control": "public, no-cache", "content-security-policy": POLICY}
"""Headers of the page that may be framed."""
_MOST_KEPT = 32_000_000
"""Bytes of answers that are kept, some thousand of them."""
_LARGEST_KEPT = 200_000
_WAIT_S = "1"
_MANY, _ANOTHER = "as many as can be are being worked out", "another that takes long is being worked out"


@dataclass(frozen=True)
class Reply:
    """What is sent back."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


class Replies:
    """The replies of one process.

    Args:
        source: gives the data set that is served.
        turn: gives the queue of decisions, in which whoever decides waits alike.
        most: answers that are worked out or wait for their turn, beyond which others are told to come back.
    """

    def __init__(self, source: Callable[[], Served], turn: Callable[[], Turn], most: int) -> None:
        self._source, self._turn = source, turn
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock, self._slow, self._places = Lock(), Semaphore(1), Semaphore(most)

    def reply(self, name: str, query: str, tags: str) -> Reply:
        """Answer what is asked of a door by the query of an address; `tags` are those of the copies that one holds."""
        door = door_named(name)
        try:
            ask = asked(query, frozenset(door.parameters), door.formats, lasting=door.lasting)
            return self._answer(name, door, ask, tags)
        except PolicyError as error:
            return refusal(error.problems, framed=door is EMBED)
        except NotServedError as error:
            return refusal((Problem("data", str(error)),), 503, framed=door is EMBED)

    def _answer(self, name: str, door: Door, ask: Asked, tags: str) -> Reply:
        served = self._source()
        tag = _tag(name, ask, served, today().isoformat() if door.drawn else "")
        headers = {**(_FRAMED if door is EMBED else OPEN), "etag": f'"{tag}"', "content-type": media_type(ask.format)}
        if f'"{tag}"' in tags or tags.strip() == "*":
            return Reply(304, headers)
        with self._lock:
            if body := self._kept.get(tag):
                self._kept.move_to_end(tag)
        if body is None:
            with ExitStack() as held:
                for places in (self._slow, self._places) if door.takes_long(ask) else (self._places,):
                    if not places.acquire(blocking=False):
                        return busy(name, _ANOTHER if places is self._slow else _MANY)
                    held.callback(places.release)
                held.enter_context(self._turn())
                body = _written(door.answer(served, ask), ask.format)
            self._keep(tag, body)
        return Reply(200, headers, body)

    def _keep(self, tag: str, body: bytes) -> None:
        if len(body) > _LARGEST_KEPT:
            return
        with self._lock:
            if tag not in self._kept:
                self._size += len(body)
            self._kept[tag] = body
            while self._size > _MOST_KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])


def door_named(name: str) -> Door:
    """The door of a name: one of the interface's, or the page with one chart alone."""
    return EMBED if name == EMBEDDED else DOORS[name]


def media_type(form: str) -> str:
    """Name a form of an answer in a header."""
    return f"{TYPES[form]}; charset=utf-8"


def _tag(name: str, ask: Asked, served: Served, day: str) -> str:
    """Identify an answer by all that determines it: data, program, scenario, what is looked at, parameters.

    A chart says the day on which it is drawn, and where the program is served.
    """
    parts = [
        name,
        ask.format,
        served.dataset.fingerprint,
        CODE,
        ask.scenario.preset.name,
        ask.scenario.fingerprint(),
        ask.scope.fingerprint(),
        json.dumps([*sorted(ask.more.items()), ask.data]),
        day,
        served.mark,
        served.site,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:24]


def _written(answer: Answer, form: str) -> bytes:
    if form == "csv":
        return csv_bytes(pd.DataFrame(answer.rows, columns=list(answer.columns) or None))
    if form != "json":
        return str(answer.plain).encode()
    return orjson.dumps(answer.plain, option=orjson.OPT_SERIALIZE_NUMPY)


def refusal(problems: tuple[Problem, ...], status: int = 422, *, framed: bool = False) -> Reply:
    """Say what cannot be answered: each parameter with what is expected of it."""
    if framed:
        return Reply(status, {**_FRAMED, "content-type": media_type("html")}, refused(problems).encode())
    said = {"problems": [{"where": each.where, "what": each.what} for each in problems]}
    return Reply(status, {**OPEN, "content-type": media_type("json")}, json.dumps(said, ensure_ascii=False).encode())


def busy(name: str, what: str = _MANY, status: int = 429) -> Reply:
    """Tell whoever asks of a door to come back in a second."""
    told = refusal((Problem(name, f"{what}; ask again in a second"),), status, framed=name == EMBEDDED)
    return Reply(told.status, {**told.headers, "retry-after": _WAIT_S}, told.body)
