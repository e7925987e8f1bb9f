"""How fast the build is: a year of Find a Tender, made by repeating real releases with new ids.

Run it from the root of the project: python -m bench.build [--releases 90000]
It compares, on the same file and in the same run, with orjson alone and json alone, each on one core.
"""

import argparse
import gzip
import json
import resource
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import orjson

from data.build import build
from data.parquet import read_table

REAL = Path(__file__).parents[1].parent / "shared/data/real/fts_ocds_2026/fts_releases_2026-07-13_2026-08-11.jsonl.gz"


def year(path: Path, releases: int) -> None:
    with gzip.open(REAL) as file:
        lines = [line.rstrip(b"\n") for line in file]
    with path.open("wb") as out:
        for number in range(releases):
            line = lines[number % len(lines)]
            copy = f"{number // len(lines):04d}".encode()
            out.write(_renamed(line, copy) + b"\n")


def _renamed(line: bytes, copy: bytes) -> bytes:
    """Give a release a process and a notice of its own: ocds-h6vhtk-06c90c becomes ocds-h6vhtk-06c90c0001."""
    parsed = orjson.loads(line.replace(b"1e9999", b"0"))
    ocid, number = parsed["ocid"].encode(), parsed["id"].encode()
    return line.replace(ocid, ocid + copy).replace(number, number.replace(b"-", copy + b"-", 1))


def alone(path: Path, loads: Callable[[bytes], object]) -> None:
    with path.open("rb") as file:
        for line in file:
            with suppress(ValueError):  # 1e9999 is no JSON to orjson
                loads(line)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return seconds by the clock and seconds of all cores; the latter tells a busy machine from a slow program."""
    begun, spent = time.perf_counter(), cpu()
    work()
    return time.perf_counter() - begun, cpu() - spent


def cpu() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--releases", type=int, default=90_000)
    releases = parser.parse_args().releases
    if not REAL.exists():
        raise SystemExit(f"needs the real notices at {REAL}")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), releases)


def measure(folder: Path, releases: int) -> None:
    path, out = folder / "year.jsonl", folder / "year.parquet"
    year(path, releases)
    rows = {
        "build, all cores": timed(lambda: build([path], out, folder / "cache", quiet=True)),
        "build again, nothing new": timed(lambda: build([path], out, folder / "cache", quiet=True)),
        "orjson alone, one core": timed(lambda: alone(path, orjson.loads)),
        "json alone, one core": timed(lambda: alone(path, json.loads)),
    }
    contracts = read_table(out).about.counts["contracts"]
    size, table = path.stat().st_size / 1e6, out.stat().st_size / 1e6
    print(f"{releases:,} releases, {size:,.0f} MB, {contracts:,} rows, table {table:,.1f} MB\n")
    print("| what | seconds | releases a second | seconds of all cores |\n|---|---|---|---|")
    for name, (seconds, spent) in rows.items():
        print(f"| {name} | {seconds:.1f} | {releases / seconds:,.0f} | {spent:.1f} |")
    print(f"\nPeak memory: this process {peak(resource.RUSAGE_SELF):,.0f} MB, "
          f"the largest of the others {peak(resource.RUSAGE_CHILDREN):,.0f} MB")  # fmt: skip


def peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
