"""How fast the build is: a year of Find a Tender, made by repeating real releases with new ids.

Run it from the root of the project: python -m bench.build [--releases 90000] [--others PYTHON]
It compares, on the same file and in the same run, with orjson alone and json alone, each on one core, and with two
tools of the field, each in a process of its own: ocdscardinal counts the fields, flatten-tool writes a tenth as CSV.
"""

import argparse
import gzip
import json
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

import orjson

from data.table.build import build
from data.table.parquet import read_table

REAL = Path(__file__).parents[1].parent / "shared/data/real/fts_ocds_2026/fts_releases_2026-07-13_2026-08-11.jsonl.gz"

_COUNT_FIELDS = "import sys, ocdscardinal; ocdscardinal.coverage(sys.argv[1])"
_FLATTEN = ("flatten", "-f", "csv", "--root-list-path", "releases", "--root-id", "ocid")
_TENTH = 10


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
    parser.add_argument("--others", default=sys.executable, help="the Python that holds ocdscardinal and flattentool")
    options = parser.parse_args()
    if not REAL.exists():
        raise SystemExit(f"needs the real notices at {REAL}")
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), options.releases, options.others)


def measure(folder: Path, releases: int, others: str) -> None:
    path, out = folder / "year.jsonl", folder / "year.parquet"
    year(path, releases)
    print(f"{platform.python_implementation()} {platform.python_version()}\n")
    print("| what | seconds | releases a second | seconds of all cores |\n|---|---|---|---|")
    say("build, all cores", releases, timed(lambda: build([path], out, folder / "cache", quiet=True)))
    own, other = peak(resource.RUSAGE_SELF), peak(resource.RUSAGE_CHILDREN)
    say("build again, nothing new", releases, timed(lambda: build([path], out, folder / "cache", quiet=True)))
    say("orjson alone, one core", releases, timed(lambda: alone(path, orjson.loads)))
    say("json alone, one core", releases, timed(lambda: alone(path, json.loads)))
    with_other_tools(folder, path, releases, others)
    contracts = read_table(out).about.counts["contracts"]
    size, table = path.stat().st_size / 1e6, out.stat().st_size / 1e6
    print(f"\n{releases:,} releases, {size:,.0f} MB, {contracts:,} rows, table {table:,.1f} MB")
    print(f"Peak memory of the build: this process {own:,.0f} MB, the largest of the others {other:,.0f} MB")


def with_other_tools(folder: Path, path: Path, releases: int, python: str) -> None:
    """Measure the tools that are there, each in a process that starts and ends within the time measured."""
    tenth = folder / "tenth.json"
    with path.open("rb") as lines, tenth.open("wb") as out:
        out.write(b'{"releases":[' + b",".join(islice(lines, releases // _TENTH)) + b"]}")
    for module, what, count, arguments in (
        ("ocdscardinal", "counts the fields", releases, ["-c", _COUNT_FIELDS, path]),
        (
            "flattentool",
            "to CSV, a tenth of the file",
            releases // _TENTH,
            ["-W", "ignore", "-m", "flattentool.cli", *_FLATTEN, "-o", folder / "flat", tenth],
        ),
    ):
        if version := _version(python, module):
            run = partial(subprocess.run, [python, *arguments], check=True, capture_output=True)
            say(f"{module} {version} {what}", count, timed(run))
        else:
            print(f"| {module} | not installed | | |")


def _version(python: str, module: str) -> str:
    asked = [python, "-c", f"from importlib.metadata import version; print(version({module!r}))"]
    return subprocess.run(asked, check=False, capture_output=True, text=True).stdout.strip()


def say(name: str, releases: int, measured: tuple[float, float]) -> None:
    seconds, spent = measured
    print(f"| {name} | {seconds:.1f} | {releases / seconds:,.0f} | {spent:.1f} |", flush=True)


def peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
