"""Readers of one shared link who come all at once, beside visitors who move levers.

Run it from the root of the project: python -m bench.load_readers [--readers 10000] [--minutes 10] [--visitors 25]
Readers come at a steady pace; each asks for the link on a connection of its own, as a browser does, and reads the page.
A reader counts from the moment at which it was due, so that one that waits makes those behind it late too. What is
answered must be the page drawn beforehand, with the same headline for everybody; anything else is an error. With
--touch, one reader in so many goes on to a session. Driver and server share the processors, so the server is
understated. For a short run: --readers 200 --minutes 0.2 --visitors 2
"""

import argparse
import asyncio
import gzip
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from statistics import median
from urllib.parse import urlsplit

import psutil
import uvloop

from bench.engine import add_to
from bench.load import PAGES, LoadStep, in_ms, visitor
from bench.serving import million, serve
from bench.session import FailedRunError, Session

LINK = "/?base=pledge%401&small.threshold=2000000&in.buyer_kind=local"
"""The link that is printed."""
MOST_MINUTES, MOST_READERS = 15, 20_000
_HEADLINE = re.compile(rb"<h1>(.*?)</h1>")


@dataclass
class Readers:
    """What the readers met: seconds until each had the page, bytes on the wire, headlines, kinds of failure."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    headlines: set[bytes] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    sessions: int = 0


async def read(site: str) -> bytes:
    """Open the link as a browser that has never been here; gives the whole answer as it came."""
    where = urlsplit(site)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    try:
        host = f"{where.hostname}:{where.port}"
        writer.write(f"GET {LINK} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        return head + await reader.readexactly(size)
    finally:
        writer.close()


async def one(site: str, due: float, met: Readers, *, touches: bool) -> None:
    """Be one reader, due at a moment."""
    try:
        answer = await read(site)
        met.seconds.append(time.perf_counter() - due)
        met.sizes.append(len(answer))
        head, _, body = answer.partition(b"\r\n\r\n")
        page = gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body
        headline = _HEADLINE.search(page)
        if not head.startswith(b"HTTP/1.1 200") or not headline:
            met.failures.append("no drawn page")
            return
        met.headlines.add(headline[1])
        if touches:
            met.sessions += 1
            session = Session(site, query=LINK.partition("?")[2])
            await session.open()
            await asyncio.sleep(5)
            await session.close()
    except (FailedRunError, OSError, EOFError, ValueError) as error:
        met.failures.append(type(error).__name__)


async def arriving(site: str, readers: int, seconds: float, met: Readers, touch: int) -> None:
    """Let readers come one after the other at a steady pace, whatever becomes of those before."""
    waiting, start = set(), time.perf_counter()
    for number in range(readers):
        due = start + number * seconds / readers
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        task = asyncio.create_task(one(site, due, met, touches=bool(touch) and number % touch == touch - 1))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
    await asyncio.gather(*waiting)


async def measured(
    site: str, pid: int, readers: int, seconds: float, visitors: int, touch: int
) -> tuple[Readers, LoadStep, float]:
    """Readers beside visitors; gives also the seconds of a processor that the server took meanwhile."""
    met, step, dice = Readers(), LoadStep(visitors), random.Random(1)
    thresholds: Iterator[int] = count(1_000_777, 37)
    before, end = worked(pid), time.perf_counter() + seconds
    await asyncio.gather(
        arriving(site, readers, seconds, met, touch),
        *(visitor(site, step, random.Random(dice.random()), thresholds, end, PAGES) for _ in range(visitors)),
    )
    return met, step, worked(pid) - before


def worked(pid: int) -> float:
    """Seconds of a processor that a process has taken, its own and the system's."""
    times = psutil.Process(pid).cpu_times()
    return times.user + times.system


def row(name: str, times: list[float], failures: list[str]) -> str:
    """A row of the table."""
    if not times:
        return f"| {name} | 0 | | | | {len(failures):,} |"
    return f"| {name} | {len(times):,} | {' | '.join(in_ms(times))} | {len(failures):,} |"


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--visitors", type=int, default=25)
    parser.add_argument("--touch", type=int, default=0, metavar="N", help="one reader in N touches a lever")
    parser.add_argument("--million", action="store_true", help="on a million contracts instead of the register")
    given = parser.parse_args()
    if not (0 < given.readers <= MOST_READERS and 0 < given.minutes <= MOST_MINUTES):
        parser.error(f"at most {MOST_READERS:,} readers and {MOST_MINUTES} minutes")
    with serve("serve.py", million() if given.million else None) as server:
        seconds = 60 * given.minutes
        met, step, took = uvloop.run(
            measured(server.site, server.pid, given.readers, seconds, given.visitors, given.touch)
        )
        alone = uvloop.run(measured(server.site, server.pid, 500, 10, 0, 0))[2] / 500
        memory = server.most_memory()
    lines = [
        "| Who | Answers | Median | p95 | Longest | Errors |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        row("readers of the link", met.seconds, met.failures),
        row(f"a change or page of {given.visitors} visitors", step.runs, step.failures),
    ]
    data = "a million contracts" if given.million else "the register"
    said = (
        f"{given.readers:,} readers in {given.minutes:g} min, {data}; {median(met.sizes or [0]) / 1000:.1f} kB each, "
        f"{len(met.headlines)} headline(s), {met.sessions} sessions of readers; the server took {took:.1f} s of a "
        f"processor, and {1000 * alone:.2f} ms for a reader when no visitor was there; at most {memory:,.0f} MB. "
        f"{'; '.join(sorted({*met.failures, *step.failures})[:3])}"
    )
    add_to("load_readers", [*lines, "", said])


if __name__ == "__main__":
    main()
