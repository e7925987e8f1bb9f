"""Hours of use squeezed into minutes: does memory stay flat, do answers stay quick, is every session let go.

Run it from the root of the project: python -m bench.long_use [--minutes 20] [--visitors 6] [--million]
Visitors come by a link with a scope, move levers, turn to every page, upload a register, lose their socket and come
back, and leave, politely or not; another takes the place. Somebody who reads moves about every quarter of a minute;
these move a dozen times as often where the machine keeps up, so that twenty minutes are four hours of as many readers.
At the end the server is started again, and a link has to bring back what its visitor saw. Everything stays on this
machine.
"""

import argparse
import asyncio
import random
import time
import urllib.request
from dataclasses import dataclass, field
from statistics import median
from typing import Self
from urllib.parse import urlencode
from uuid import uuid4

import requests
import uvloop
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.util import calc_hash
from websockets.asyncio.client import connect

from bench.engine import OUT, machine
from bench.load import quantile
from bench.serving import Server, million, serve
from bench.session import Answer, FailedRunError, Session
from data.load.datasets import REGISTER
from ui.page import PAGES

BETWEEN = (0.7, 1.8)
"""Seconds between one move of a visitor and the next."""
VISIT = (15.0, 75.0)
"""Seconds that a visitor stays."""
A_MOVE = 15.0
"""Seconds between two moves of somebody who reads."""
INTERVALS = 12
GONE = 130.0
"""Seconds after which the server has let go of whoever left: `disconnectedSessionTTL`, and a little."""
LINKS = (
    {},
    {"base": "pledge@1", "in.buyer_kind": "local"},
    {"base": "councils-2019@1", "small.threshold": "500000"},
    {"base": "private-firms-only@1", "in.buyer_kind": "nhs", "small.threshold": "1000000"},
    {"base": "public-interest-test@1"},
)
EVERY_PAGE = ["" if page == "overview" else page for page in PAGES]
AMOUNTS = range(100_000, 3_100_000, 100_000)
"""Thresholds that are typed: visitors meet at them, as they do, so that what is kept of each is soon all kept."""
PLACES = 8
"""Places a visitor, since who left holds one until the server has let go; all have to be free in the end."""


@dataclass
class Guest(Session):
    """A visitor who may lose the socket, and brings a file."""

    session: str = ""
    uploader: str = ""
    brought: bool = False
    """Whether a file was brought: the page shows it once it is read, which may be after the answer to bringing it."""
    given: list[WidgetState] = field(default_factory=list)
    """The file that the page shows as given; a browser says it again with every run."""

    async def go(self, page: str) -> Answer:
        """Follow the menu to any page, those of other groups too; Streamlit names a page by the digest of its path."""
        self.page, self.given = calc_hash(page), []
        return await self.run()

    async def reopen(self) -> Answer:
        """Lose the socket without a word, and come back as the browser does: with the session's name and the link."""
        self.socket.transport.abort()
        words = ["streamlit", "none", self.session]
        address = self.site.replace("http", "ws", 1) + "_stcore/stream"
        self.socket = await connect(address, subprotocols=words, max_size=None, compression=None)
        return await self.run(*self.given)

    async def upload(self, content: bytes) -> Answer:
        """Bring a file as the browser does: it is put beside the session, then the widget names it."""
        await self.go("datasets")
        file = uuid4().hex
        await asyncio.to_thread(self._put, file, content)
        state = WidgetState(id=self.uploader)
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.file_id, info.name, info.size = file, "register.csv", len(content)
        self.given, self.brought = [state], True
        return await self.run(state)

    def _put(self, file: str, content: bytes) -> None:
        with requests.Session() as asked:
            asked.get(f"{self.site}_stcore/health", timeout=20)
            token = asked.cookies.get("_streamlit_xsrf") or ""
            address = f"{self.site}_stcore/upload_file/{self.session}/{file}"
            given = {"file": ("register.csv", content, "text/csv")}
            asked.put(address, files=given, headers={"X-Xsrftoken": token}, timeout=30).raise_for_status()

    def heard(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id or self.session
        elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "file_uploader":
            self.uploader = message.delta.new_element.file_uploader.id


@dataclass
class Interval:
    """What happened in a stretch of the run."""

    minutes: float
    hours: float = 0.0
    """Hours in which as many readers would have made all moves so far."""
    moves: list[float] = field(default_factory=list)
    visits: int = 0
    uploads: int = 0
    drops: int = 0
    memory: float = 0.0
    sessions: int = 0

    def row(self) -> str:
        p50, p95 = (1000 * value for value in (median(self.moves or [0]), quantile(self.moves or [0], 0.95)))
        return (
            f"| {self.minutes:.1f} | {self.hours:.2f} h | {self.visits} | {len(self.moves)} "
            f"| {self.uploads} | {self.drops} | {p50:,.0f} ms | {p95:,.0f} ms | {self.sessions} "
            f"| {self.memory:,.0f} MB |"
        )


HEAD = (
    "| Minute | Use | Visits ended | Answers | Uploads | Sockets lost | Median | p95 | Sessions | Server |\n"
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


@dataclass
class Record:
    """The run so far, an interval at a time, and whatever went wrong."""

    server: Server
    visitors: int
    began: float = field(default_factory=time.perf_counter)
    intervals: list[Interval] = field(default_factory=lambda: [Interval(0)])
    wrong: list[str] = field(default_factory=list)
    last: tuple[str, str, str] = ("", "", "")
    """The link, the page and the headline that a visitor saw last."""

    @property
    def now(self) -> Interval:
        return self.intervals[-1]

    def close(self) -> Self:
        """End an interval: weigh the server and begin the next."""
        self.now.minutes = (time.perf_counter() - self.began) / 60
        self.now.hours = sum(len(each.moves) for each in self.intervals) * A_MOVE / self.visitors / 3600
        self.now.memory, self.now.sessions = self.server.memory(), active(self.server.site)
        print(self.now.row(), flush=True)
        self.intervals.append(Interval(0))
        return self


def active(site: str) -> int:
    """How many sessions are connected, as the server counts them."""
    with urllib.request.urlopen(f"{site}_stcore/metrics", timeout=20) as answer:
        lines = answer.read().decode().splitlines()
    return int(float(next(line.split()[-1] for line in lines if line.startswith("active_sessions "))))


async def visit(record: Record, dice: random.Random, content: bytes) -> None:
    """Come by a link, look about, and leave."""
    guest = Guest(record.server.site, query=urlencode(dice.choice(LINKS)))
    end = time.perf_counter() + dice.uniform(*VISIT)
    try:
        answer = await guest.open()
        while time.perf_counter() < end:
            await asyncio.sleep(dice.uniform(*BETWEEN))
            answer = await move(guest, record, dice, content, answer)
            record.now.moves.append(answer.seconds)
            # A link leads to no file that was brought: after a restart it is not there.
            if guest.query and not guest.brought and "would come back" in headline(answer):
                record.last = (guest.query, guest.page, headline(answer))
        if dice.random() < 0.5:
            guest.socket.transport.abort()
        else:
            await guest.close()
    except (FailedRunError, OSError, EOFError, requests.RequestException) as error:
        record.wrong.append(f"{time.perf_counter() - record.began:.0f} s: {error!r}")
    record.now.visits += 1


async def move(guest: Guest, record: Record, dice: random.Random, content: bytes, before: Answer) -> Answer:
    """Do one of the things that a visitor does."""
    fate = dice.random()
    if fate < 0.03:
        record.now.uploads += 1
        return await guest.upload(content)
    if fate < 0.08:
        record.now.drops += 1
        query = guest.query
        answer = await guest.reopen()
        is_file = guest.brought and "in your file" in headline(answer)
        if not is_file and (guest.query, headline(answer)) != (query, headline(before)):
            record.wrong.append(f"after a lost socket {headline(answer)} instead of {headline(before)}")
        return answer
    if fate < 0.4:
        return await guest.go(dice.choice(EVERY_PAGE))
    if "side.small.threshold.box" not in guest.widgets:
        return await guest.go("")
    return await guest.type("side.small.threshold.box", f"£{dice.randrange(100_000, 5_000_000)}")


async def stay(record: Record, seconds: float, visitors: int, content: bytes) -> None:
    """Keep so many visitors in for so long, and then let all leave."""
    end = record.began + seconds

    async def place(number: int) -> None:
        dice = random.Random(number)
        while time.perf_counter() < end:
            await visit(record, dice, content)

    async def watch() -> None:
        for _ in range(INTERVALS):
            await asyncio.sleep(seconds / INTERVALS)
            record.close()

    await asyncio.gather(watch(), *(place(number) for number in range(visitors)))


async def after(record: Record, visitors: int) -> None:
    """Hold that nobody who left holds a place, once the server has let go of them."""
    await asyncio.sleep(GONE)
    record.close()
    newcomers = [Guest(record.server.site) for _ in range(PLACES * visitors)]
    refused = ["taken" in headline(await one.open()) for one in newcomers].count(True)
    if refused or record.intervals[-2].sessions:
        record.wrong.append(f"{refused} of {len(newcomers)} places are not free, {record.intervals[-2].sessions} left")
    for one in newcomers:
        await one.close()


async def again(site: str, query: str, page: str) -> str:
    """What a link shows to somebody who opens it."""
    guest = Guest(site, query=query, page=page)
    answer = await guest.open()
    await guest.close()
    return headline(answer)


def headline(answer: Answer) -> str:
    """The longest heading of a page, which holds its figure."""
    return max(answer.headings, key=len, default="")


def main() -> None:
    """Let them stay, and write the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--visitors", type=int, default=6)
    parser.add_argument("--million", action="store_true", help="on a million contracts instead of the register")
    given = parser.parse_args()
    table, content = million() if given.million else None, REGISTER.read_bytes()
    with serve("serve.py", table, PLACES * given.visitors) as server:
        record = Record(server, given.visitors)
        start = server.memory()
        print(HEAD, flush=True)
        uvloop.run(stay(record, 60 * given.minutes, given.visitors, content))
        uvloop.run(after(record, given.visitors))
        most = server.most_memory()
    query, page, seen = record.last
    with serve("serve.py", table, PLACES * given.visitors) as server:
        restarted = uvloop.run(again(server.site, query, page))
    if not seen or restarted != seen:
        record.wrong.append(f"after a restart {restarted} instead of {seen}")
    what = "a million contracts" if table else "the register"
    told = (
        f"{given.minutes:g} minutes, {given.visitors} visitors at a time, {what}; the server held {start:,.0f} MB "
        f"before anyone came, at most {most:,.0f} MB. The last row is two minutes after all had left. "
        f"Wrong: {len(record.wrong)}. {machine()}"
    )
    text = "\n".join([HEAD, *(each.row() for each in record.intervals[:-1]), "", told, *record.wrong[:20], ""])
    OUT.mkdir(exist_ok=True)
    with (OUT / "long_use.md").open("a", encoding="utf-8") as file:
        file.write(text + "\n")
    print(told, *record.wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
