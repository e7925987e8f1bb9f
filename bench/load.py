"""Many visitors at once, each with a real session that moves a lever or turns a page every five seconds.

Run it from the root of the project: python -m bench.load [--sessions 10 25 50 100 150] [--seconds 45]
Everything stays on this machine; driver and server share its processors, so the server is understated. Every move is
to a threshold that nobody typed before, the worst case; with --slider it is to one of the slider's, so that visitors
meet at the same scenarios. With --every-page they turn to any page of the menu. Several --processes are dealt the
sessions in turn, or through the proxy at --site.
"""

import argparse
import asyncio
import random
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle
from statistics import median

import uvloop

from bench.engine import add_to
from bench.serving import Server, million, serve
from bench.session import FailedRunError, Session
from policy.rules import settings

BETWEEN = (4.0, 6.0)
"""Seconds between one move of a visitor and the next."""
TURNS = 0.2
"""Share of moves that turn to another page."""
PAGES = ("", "services", "buyers", "suppliers", "places")
"""Pages that are turned to unless all are asked for: they sum one scenario, where some others decide dozens."""
MOST_SESSIONS, MOST_SECONDS = 200, 60


@dataclass
class LoadStep:
    """What so many sessions met with: seconds of every run in order, kinds of failure, bytes, megabytes."""

    sessions: int
    runs: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    before: float = 0
    after: float = 0

    def row(self) -> str:
        if not self.runs:
            return f"| {self.sessions} | none: {self.failures[:1]} |"
        each = (self.after - self.before) / self.sessions
        return (
            f"| {self.sessions} | {len(self.runs):,} | {' | '.join(in_ms(self.runs))} "
            f"| {len(self.failures)} | {median(self.sizes) / 1000:.0f} kB | {self.after:,.0f} MB | {each:.1f} MB |"
        )


HEAD = (
    "| Sessions | Runs | Median | p95 | Longest | Errors | Sent a run | Server | A session |\n"
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


def in_ms(seconds: Sequence[float]) -> tuple[str, str, str]:
    """Median, p95 and longest of some times, in words."""
    median_, p95, longest = (
        f"{1000 * value:,.0f} ms" for value in (median(seconds), quantile(seconds, 0.95), max(seconds))
    )
    return median_, p95, longest


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which so large a share lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


async def visitor(
    site: str, step: LoadStep, dice: random.Random, thresholds: Iterator[int], end: float, pages: Collection[str]
) -> None:
    """Come, look, and move every five seconds until the end."""
    session = Session(site)
    try:
        await asyncio.sleep(dice.uniform(0, 5))
        step.first.append((await session.open()).seconds)
        while True:
            await asyncio.sleep(dice.uniform(*BETWEEN))
            if time.perf_counter() > end:
                return
            answer = await _move(session, dice, thresholds, pages)
            step.runs.append(answer.seconds)
            step.sizes.append(answer.size)
    except (FailedRunError, OSError, EOFError) as error:
        step.failures.append(repr(error))
    finally:
        await session.close()


async def _move(session: Session, dice: random.Random, thresholds: Iterator[int], pages: Collection[str]):
    if dice.random() < TURNS:
        return await session.turn(dice.choice([page for page in session.pages if page in pages or not pages]))
    return await session.type("side.small.threshold.box", f"£{next(thresholds)}")


async def crowd(
    sites: Sequence[str], sessions: int, seconds: float, memory, pages: Collection[str] = PAGES, *, slider: bool = False
) -> LoadStep:
    """Let so many visitors in for so many seconds; they turn to some pages, or to every page where none is named."""
    step, dice = LoadStep(sessions), random.Random(sessions)
    thresholds = cycle(settings()["small.threshold"].param.ticks) if slider else count(1_000_000 * sessions + 777, 37)
    step.before = memory()
    end = time.perf_counter() + seconds
    everyone = [
        visitor(sites[number % len(sites)], step, random.Random(dice.random()), thresholds, end, pages)
        for number in range(sessions)
    ]
    watch = asyncio.create_task(_watch(step, memory, end))
    await asyncio.gather(*everyone)
    watch.cancel()
    return step


async def _watch(step: LoadStep, memory, end: float) -> None:
    """Weigh the servers while everyone is in."""
    while time.perf_counter() < end:
        await asyncio.sleep(1)
        step.after = max(step.after, memory())


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=[10, 25, 50, 100, 150])
    parser.add_argument("--seconds", type=float, default=45)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--slider", action="store_true", help="visitors meet at the slider's thresholds")
    parser.add_argument("--every-page", action="store_true", help="turn to any page, those that decide dozens too")
    parser.add_argument("--site", default="", help="address of a proxy in front of servers that run already")
    parser.add_argument("--pids", type=int, nargs="*", default=[], help="the processes behind --site, to be weighed")
    given = parser.parse_args()
    if max(given.sessions) > MOST_SESSIONS or given.seconds > MOST_SECONDS:
        parser.error(f"at most {MOST_SESSIONS} sessions and {MOST_SECONDS} seconds a step")
    lines = [HEAD]
    with ExitStack() as stack:
        servers = (
            [Server(given.site, pid, 0) for pid in given.pids]
            if given.site
            else [stack.enter_context(serve("serve.py", million())) for _ in range(given.processes)]
        )
        for sessions in given.sessions:
            step = uvloop.run(
                crowd(
                    [server.site for server in servers],
                    sessions,
                    given.seconds,
                    lambda: sum(map(Server.memory, servers)),
                    () if given.every_page else PAGES,
                    slider=given.slider,
                )
            )
            lines.append(step.row())
            print(lines[-1], f"first {median(step.first):.2f} s", *sorted(set(step.failures))[:3], flush=True)
        most = sum(map(Server.most_memory, servers))
    way = "through a proxy" if given.site else "dealt out in turn"
    said = (
        f"{len(servers)} server process(es), sessions {way}, {'slider' if given.slider else 'new'} thresholds, "
        f"{'every page' if given.every_page else 'pages of one scenario'}, a million contracts; at most "
        f"{most:,.0f} MB in all."
    )
    add_to("load", [*lines, "", said])


if __name__ == "__main__":
    main()
