"""The HTTP interface on the register beside visitors: answers and pictures asked for at a steady pace.

Run it from the root of the project: python -m bench.load_api [--seconds 60] [--visitors 10]
Fifty answers a second, assess, groups and contracts in turn for any of 500 scenarios and scopes, and five pictures.
A request counts from the moment at which it was due, so that one that waits makes those behind it late too. Driver and
server share the processors of this machine, so the server is understated.
"""

import argparse
import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from itertools import count, cycle
from urllib.parse import urlencode, urlsplit

import psutil
import uvloop

from bench.engine import add_to
from bench.load import PAGES, LoadStep, in_ms, visitor
from bench.serving import serve
from output.charts.named import CHARTS
from policy.scenarios.presets import presets
from policy.scope.scope import from_where

ANSWERS, PICTURES = 50, 5
"""Requests a second."""
SCENARIOS = 500
SCOPES = (
    (),
    ("buyer_kind=local",),
    ("buyer_kind=central",),
    ("nation=Wales",),
    ("value_gbp>=5m",),
    ("buyer_kind=nhs", "value_gbp>=1m"),
    ("service_group=children",),
    ("buyer_kind=local", "value_gbp>=5m"),
)
COLUMNS = ("service", "buyer_kind", "supplier_kind", "year", "company", "buyer")
MOST_SECONDS = 120
MEANT_MS = {"assess": 100, "groups": 100, "contracts": 100, "chart.svg": 500}
"""The p95 that is meant."""


class Connections:
    """Connections to one server, each for one request at a time and used again."""

    def __init__(self, site: str) -> None:
        self.host, self.port = urlsplit(site).hostname, urlsplit(site).port
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str) -> int:
        """Ask for a path and read the whole answer; gives its status."""
        while self.free:
            reader, writer = self.free.pop()
            if not reader.at_eof() and not writer.is_closing():  # the server closes what was not used for five seconds
                return await self._ask(reader, writer, path)
            writer.close()
        return await self._ask(*await asyncio.open_connection(self.host, self.port), path)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        await reader.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0]))
        self.free.append((reader, writer))
        return int(head.split()[1])

    def close(self) -> None:
        """Close what is open."""
        for _, writer in self.free:
            writer.close()


def questions() -> list[dict[str, str]]:
    """So many scenarios and scopes, none of them twice."""
    dice, found = random.Random(20), {}
    names = list(presets())
    while len(found) < SCENARIOS:
        query = {"base": dice.choice(names), "small.threshold": str(dice.randrange(0, 20_000_000, 1_000))}
        query |= from_where(dice.choice(SCOPES)).to_query()
        found[urlencode(query)] = query
    return list(found.values())


def answers(asked: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Doors in turn with their paths, each for any of the scenarios."""
    columns, dice = cycle(COLUMNS), random.Random(3)
    for number in count():
        query = dice.choice(asked)
        door = ("assess", "groups", "contracts")[number % 3]
        more = {"groups": {"column": next(columns)}, "contracts": {"limit": "100"}}.get(door, {})
        yield door, f"/api/v1/{door}?{urlencode({**query, **more})}"


def pictures(asked: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Charts in turn with their paths."""
    dice = random.Random(4)
    for name in cycle(CHARTS):
        yield "chart.svg", f"/api/v1/chart.svg?{urlencode({'chart': name, **dice.choice(asked)})}"


async def _steadily(
    connections: Connections, paths: Iterator[tuple[str, str]], rate: float, end: float, met: dict[str, list[float]]
) -> None:
    """Ask at a steady pace, whatever becomes of those before."""
    waiting = set()
    due = time.perf_counter()
    for door, path in paths:
        if due > end:
            break
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        task = asyncio.create_task(_one(connections, door, path, due, met))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
        due += 1 / rate
    await asyncio.gather(*waiting)


async def _one(connections: Connections, door: str, path: str, due: float, met: dict[str, list[float]]) -> None:
    try:
        status = await connections.get(path)
    except (OSError, EOFError, ValueError):
        status = 0
    met[door if status == 200 else f"{door}, status {status}"].append(time.perf_counter() - due)


async def measured(site: str, seconds: float, visitors: int) -> tuple[dict[str, list[float]], LoadStep]:
    """Ask for answers and pictures while visitors move levers and turn pages."""
    step, dice, thresholds, asked = LoadStep(visitors), random.Random(1), count(1_000_777, 37), questions()
    met: dict[str, list[float]] = defaultdict(list)
    connections = Connections(site)
    end = time.perf_counter() + seconds
    try:
        await asyncio.gather(
            _steadily(connections, answers(asked), ANSWERS, end, met),
            _steadily(connections, pictures(asked), PICTURES, end, met),
            *(visitor(site, step, random.Random(dice.random()), thresholds, end, PAGES) for _ in range(visitors)),
        )
    finally:
        with suppress(OSError):
            connections.close()
    return met, step


def work_of(pid: int) -> dict[str, float]:
    """Seconds of a processor that a server has worked, those of the process of its interface, and those of this one."""
    server, times = psutil.Process(pid), {}
    for process in (server, *server.children(), psutil.Process()):
        what = "the server" if process == server else "this driver" if process == psutil.Process() else "the interface"
        spent = process.cpu_times()
        times[what] = times.get(what, 0.0) + spent.user + spent.system
    return times


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--visitors", type=int, default=10)
    given = parser.parse_args()
    if given.seconds > MOST_SECONDS:
        parser.error(f"at most {MOST_SECONDS} seconds")
    with serve("serve.py") as server:
        met, step = uvloop.run(measured(server.site, given.seconds, given.visitors))
        memory, worked = server.most_memory(), work_of(server.pid)
    lines = ["| Asked for | Requests | Median | p95 | Meant | Longest |", "| --- | ---: | ---: | ---: | ---: | ---: |"]
    of_visitors = {f"a change or page of {given.visitors} visitors": step.runs} if step.runs else {}
    for name, times in sorted({**met, **of_visitors}.items()):
        p50, p95, longest = in_ms(times)
        meant = f"{MEANT_MS[name]:,} ms" if name in MEANT_MS else ""
        lines.append(f"| {name} | {len(times):,} | {p50} | {p95} | {meant} | {longest} |")
    each = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in worked.items())
    said = (
        f"{given.seconds:g} s; the server held at most {memory:,.0f} MB; seconds of a processor, the start included: "
        f"{each}; failures of visitors: {len(step.failures)}."
    )
    add_to("load_api", [*lines, "", said])


if __name__ == "__main__":
    main()
