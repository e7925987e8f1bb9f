"""Builds and pulls killed at random moments, and what is left afterwards: the same bytes as if nothing had happened.

Run it from the root of the project: python -m bench.kills [--builds 500] [--pulls 500] [--seed 1]
A build replaces the table of other notices, so that after each kill the table has to be the one or the other, whole.
Every few kills it is let run to its end: table, issues and pulled files have to equal those of an unbroken run, with
nothing half done beside them. Each runs in a process forked from this one, which has the program in memory already, so
that most of its life is work and not the start of Python. Everything stays on this machine.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bench.engine import machine
from cli.data import main as command
from data.table import build as build_module
from data.table import cache, parquet
from tests.replay import Replay, dripping
from tests.replay_notices import find_a_tender, tree

LINGER = 5.0
"""Seconds within which every process of a killed run has to be gone."""
MOST_IN_A_ROW = 6
FILES = 12


@dataclass
class Found:
    """What the kills met with, and whatever was wrong afterwards."""

    killed: dict[str, int] = field(default_factory=lambda: {"build": 0, "pull": 0})
    ended: int = 0
    finished: int = 0
    wrong: list[str] = field(default_factory=list)


def run(arguments: Sequence[str], seconds: float | None = None) -> tuple[int, set[int]]:
    """Run a command in a forked process, killed after so many seconds; give its status and what it left running."""
    pid = os.fork()
    if not pid:
        os.setsid()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(command(list(arguments)))
    if seconds is not None:
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    return status, _left(pid)


def _left(session: int) -> set[int]:
    """Processes of a session that are there after a while; its leader has ended."""
    last = time.monotonic() + LINGER
    while left := {each for each in psutil.pids() if _session(each) == session}:
        if time.monotonic() > last:
            return left
        time.sleep(0.02)
    return set()


def _session(pid: int) -> int:
    try:
        alive = psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        return os.getsid(pid) if alive else 0
    except (ProcessLookupError, psutil.NoSuchProcess):
        return 0


def kill_builds(folder: Path, kills: int, releases: int, chance: random.Random, found: Found) -> None:
    """Kill builds that replace one table by another, on two cores and with a cache that others left half filled."""
    build_module.WORTH_SHARING_BYTES = 1
    cache.code_version()  # once, before the forks
    inputs = [_notices(folder / name, number, releases) for number, name in enumerate(("first", "second"))]
    whole, seconds = [], 0.0
    for number, given in enumerate(inputs):
        out = folder / f"unbroken-{number}" / "all.parquet"
        begun = time.monotonic()
        assert run(_build(given, out, folder / f"cache-{number}"))[0] == 0
        seconds = time.monotonic() - begun
        whole.append(_files(out))
    out, kept, at = folder / "out" / "all.parquet", folder / "cache", 0
    run(_build(inputs[0], out, kept))
    while found.killed["build"] < kills:
        at = 1 - at
        if chance.random() < 0.5:  # as if the folder had been emptied, or the code been replaced
            for part in kept.glob("*.arrow"):
                part.unlink()
        for _ in range(chance.randint(1, MOST_IN_A_ROW)):
            status, left = run(_build(inputs[at], out, kept), chance.uniform(0, 0.7 * seconds))
            _count(found, "build", status, left)
            for name, content in _files(out).items():
                if content not in [each[name] for each in whole]:
                    found.wrong.append(f"build: {name} is neither the old nor the new one")
        status, left = run(_build(inputs[at], out, kept))
        found.finished += 1
        if status or left or _files(out) != whole[at]:
            found.wrong.append(f"build: another table after {found.killed['build']} kills (status {status}, {left})")
        if half := [path.name for place in (out.parent, kept) for path in place.glob(".*")]:
            found.wrong.append(f"build: half-written files stay: {half[:3]}")


def _notices(folder: Path, number: int, releases: int) -> Path:
    """Releases of our own making, other ones for each number."""
    folder.mkdir(parents=True)
    made = json.loads((Path("tests/fixtures/cf_republished.jsonl")).read_text("utf-8").splitlines()[0])
    for file in range(FILES):
        lines = (
            json.dumps(made)
            .replace("00000000000a", f"{number:02d}{file:04d}{release:06d}")
            .replace("Testshire", f"{number}-{file}-{release}")
            for release in range(releases)
        )
        (folder / f"day-{file}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _build(given: Path, out: Path, kept: Path) -> list[str]:
    return ["build", str(given), "--out", str(out), "--cache", str(kept)]


def _files(out: Path) -> dict[str, bytes]:
    found = (out, parquet.issues_path(out))
    return {path.name: path.read_bytes() for path in found if path.exists()}


def kill_pulls(folder: Path, kills: int, chance: random.Random, found: Found, url: str) -> None:
    """Kill pulls from a server of our own, and let each go on until it is through."""
    days = ["--from", "2026-08-10", "--to", "2026-08-11", "--base-url", url, "--pace", "0"]

    def pull(out: Path) -> list[str]:
        return ["pull", "find-a-tender", *days, "--out", str(out)]

    begun = time.monotonic()
    assert run(pull(folder / "unbroken"))[0] == 0
    seconds, unbroken, chain = time.monotonic() - begun, tree(folder / "unbroken"), 0
    while found.killed["pull"] < kills:
        out = folder / f"pull-{(chain := chain + 1)}"
        for _ in range(chance.randint(1, MOST_IN_A_ROW)):
            status, left = run(pull(out), chance.uniform(0, 0.6 * seconds))
            _count(found, "pull", status, left)
            seen = {name: digest for name, digest in tree(out).items() if "/." not in name and "journal" not in name}
            if not seen.items() <= unbroken.items():
                found.wrong.append("pull: what is in view is not whole")
        status, left = run(pull(out))
        found.finished += 1
        if status or left or tree(out) != unbroken:
            found.wrong.append(f"pull: other files after {found.killed['pull']} kills (status {status}, {left})")
        if half := [path.name for path in out.rglob(".*-*")]:
            found.wrong.append(f"pull: half-done files stay: {half[:3]}")


def _count(found: Found, what: str, status: int, left: set[int]) -> None:
    if os.WIFSIGNALED(status):
        found.killed[what] += 1
    else:
        found.ended += 1
    if left:
        found.wrong.append(f"{what}: processes {sorted(left)} still run {LINGER:g} s after the kill")
        for pid in left:
            os.kill(pid, signal.SIGKILL)


def _served(ready: Callable[[str], None]) -> None:
    """Serve notices of our own, dripping, so that a kill meets a body half way."""
    with Replay(find_a_tender()) as server:
        server.faults = dict.fromkeys(range(1, 1_000_000), dripping(0.002, 20_000))
        ready(server.url)
        signal.pause()


def main() -> int:
    """Kill, look, and say what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--builds", type=int, default=500)
    parser.add_argument("--pulls", type=int, default=500)
    parser.add_argument("--releases", type=int, default=150, help="in each of a dozen files that are built")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found, chance, begun = Found(), random.Random(given.seed), time.monotonic()
    read, write = os.pipe()
    server = os.fork()  # first of all, since it has threads and the killed runs are forked from a process that has none
    if not server:
        os.close(read)
        _served(lambda url: [os.write(write, url.encode()), os.close(write)])
    os.close(write)
    try:
        with tempfile.TemporaryDirectory() as temporary, os.fdopen(read) as told:
            folder = Path(temporary)
            if given.builds:
                kill_builds(folder / "builds", given.builds, given.releases, chance, found)
            if given.pulls:
                kill_pulls(folder / "pulls", given.pulls, chance, found, told.read())
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)
    kills = ", ".join(f"{number:,} {what}s" for what, number in found.killed.items())
    print(
        f"killed: {kills}; {found.ended:,} had ended before; let run to their end: {found.finished:,}; "
        f"wrong: {len(found.wrong)}; {time.monotonic() - begun:,.0f} s; seed {given.seed}; {machine()}"
    )
    print(*sorted(set(found.wrong))[:20], sep="\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
