"""Several versions of this program and four other engines, timed in one run, in turns, each in a process of its own.

Run it from the root of the project, on two quiet cores, with other versions as checked out folders:
taskset -c 0,1 python -m bench.versions --old before=/tmp/f4e5f5c first=/tmp/56b165e [--rows 1000000 10000000]
One process works at a time; each turn all have the same scenario. Medians go to bench/out/versions.md and .json.
"""

import argparse
import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from bench.engine import OUT, machine
from bench.table import contracts
from bench.work import near

HERE = Path(__file__).resolve().parent
OTHERS = ("plain_pandas", "polars_lazy", "duckdb_sql", "numba_pass")
LARGE = 5_000_000
"""From so many contracts on only the versions and numba's pass are timed: the others would take minutes."""
TURNS = {"recalculate": 9, "emptied": 3, "tornado": 2}
WARM = 2


class Engine:
    """A process that works when it is told to."""

    def __init__(self, name: str, folder: Path, module: str, table: Path) -> None:
        self.name, self.module = name, module
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "worker.py"), module, str(table)],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        while (line := self._read().strip()) != "ready":
            print(f"  {name}: {line}", flush=True)
        self.seconds: dict[str, list[float]] = {}

    def do(self, what: str, turn: int, to: Path | None = None, *, count: bool = True) -> dict[str, Any]:
        """Have it work once, and keep the seconds if they count."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": what, "turn": turn, "to": str(to) if to else ""}) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._read())
        if count:
            self.seconds.setdefault(what, []).append(told["seconds"])
        return told

    def _read(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended")
        return line

    def end(self) -> None:
        """Let it go."""
        self._process.communicate()


def measure(rows: int, versions: dict[str, Path], folder: Path, turns: dict[str, int]) -> dict[str, Any]:
    """Time every engine on one table."""
    table = folder / f"{rows}.pickle"
    with table.open("wb") as stored:
        pickle.dump(contracts(rows), stored, protocol=5)
    places = [(name, place, "ours") for name, place in versions.items()]
    here = next(iter(versions.values()))
    places += [(name, here, name) for name in (OTHERS if rows < LARGE else OTHERS[-1:]) if _there(name)]
    engines = []
    for name, place, module in places:
        started = time.perf_counter()
        engines.append(Engine(name, place, module, table))
        print(f"  {name} ready in {time.perf_counter() - started:.1f} s", flush=True)
    table.unlink()
    answers = {engine.name: folder / f"{engine.name}.answer" for engine in engines}
    for turn in range(WARM + turns["recalculate"]):
        for engine in _rotated(engines, turn):
            if turn >= WARM + 5 and engine.module == "plain_pandas":
                continue  # five of its seconds are enough
            engine.do("recalculate", turn, answers[engine.name] if not turn else None, count=turn >= WARM)
    differing = [name for name in answers if not _agree(answers[engines[0].name], answers[name])]
    ours = [engine for engine in engines if engine.module == "ours"]
    for what in ("emptied", "tornado") if rows < LARGE else ():
        for turn in range(turns[what]):
            for engine in _rotated(ours, turn):
                engine.do(what, WARM + turn)
    for engine in engines:
        engine.end()
    seconds = {engine.name: engine.seconds for engine in engines}
    return {"rows": rows, "first": engines[0].name, "seconds": seconds, "differing": differing}


def _there(module: str) -> bool:
    """Whether the packages that another engine needs are installed."""
    try:
        __import__(f"bench.{module}")
    except ImportError as error:
        print(f"  {module} is left out: {error}")
        return False
    return True


def _rotated(engines: Sequence[Engine], turn: int) -> Iterator[Engine]:
    return (engines[(turn + place) % len(engines)] for place in range(len(engines)))


def _agree(one: Path, other: Path) -> bool:
    """Whether two answers are the same: counts alike, money but for the half penny that others round a contract by."""
    return near(*(pickle.loads(path.read_bytes()) for path in (one, other)))


def report(results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Give the tables in Markdown: medians, and in brackets how many times the first version's they are."""
    for result in results:
        first = result["first"]
        yield f"{result['rows']:,} contracts"
        yield ""
        whats = [what for what in TURNS if what in result["seconds"][first]]
        yield "| Engine | " + " | ".join(whats) + " |"
        yield "| --- |" + " ---: |" * len(whats)
        for name, seconds in result["seconds"].items():
            cells = [_cell(seconds.get(what), result["seconds"][first][what]) for what in whats]
            yield f"| {name} | " + " | ".join(cells) + " |"
        yield ""
        differing = ", ".join(result["differing"])
        yield f"Other figures: {differing}." if differing else "All give the same figures."
        yield ""
    yield machine()


def _cell(seconds: list[float] | None, first: list[float]) -> str:
    if not seconds:
        return ""
    return f"{1000 * median(seconds):,.0f} ms ({median(seconds) / median(first):.2f})"


def main() -> None:
    """Measure each size and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--old", nargs="*", default=[], metavar="NAME=FOLDER", help="other versions, checked out")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    parser.add_argument("--turns", type=int, default=TURNS["recalculate"], help="recalculations that are timed")
    options = parser.parse_args()
    versions = {"this": HERE.parent, **{name: Path(place) for name, place in (each.split("=") for each in options.old)}}
    OUT.mkdir(exist_ok=True)
    results: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_TMP")) as folder:
        for rows in options.rows:
            print(f"{rows:,} contracts", flush=True)
            turns = {**TURNS, "recalculate": options.turns if rows < LARGE else min(options.turns, 5)}
            results.append(measure(rows, versions, Path(folder), turns))
            (OUT / "versions.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
            (OUT / "versions.md").write_text("\n".join(report(results)) + "\n", encoding="utf-8")
    print("\n" + "\n".join(report(results)))


if __name__ == "__main__":
    main()
