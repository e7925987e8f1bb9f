"""A table too large to be held at once, assessed part by part here and on Dask: the same figures, and their cost.

Run it from the root of the project: python -m bench.scale [--rows 20000000]
It writes built tables with every column under bench/out/parts (about 36 MB a million contracts) and keeps them.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from bench.engine import OUT, machine
from bench.table import contracts
from data.model.issues import table as issue_table
from data.table.parquet import SCHEMA, write_table

FILE, GROUP = 1_000_000, 250_000
RUN = """
import resource, sys
from pathlib import Path
from cli.policy import main
code = main(sys.argv[1:])
own = next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""
"""Runs a command and says the most memory of the process itself and of the largest of its workers.

The process's own ru_maxrss would be that of whoever started it, where that is more.
"""


def batches(first: int, rows: int) -> Iterator[pa.Table]:
    """Make rows in batches of a row group each, categories as plain text."""
    for start in range(first, first + rows, GROUP):
        made = contracts(min(GROUP, first + rows - start), seed=start + 1, texts=True)
        made["contract_id"] = [f"g-{number}" for number in range(start, start + len(made))]
        stored = pa.Table.from_pandas(made, preserve_index=False)
        yield pa.table({field.name: _plain(stored[field.name]) for field in SCHEMA})


def _plain(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_dictionary(cells.type):
        return cells
    return pa.chunked_array([chunk.dictionary_decode().cast(pa.string()) for chunk in cells.chunks])


def write(folder: Path, rows: int) -> None:
    """Write built tables of a million contracts each; those that are there already are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"source": "generated", "title": "Generated for a benchmark", "as_of": "2026-11-22", "counts": {}}
    issues = pa.Table.from_pandas(issue_table([]), preserve_index=False)
    for first in range(0, rows, FILE):
        path = folder / f"{first // FILE:03d}.parquet"
        if not path.exists():
            write_table(path, batches(first, min(FILE, rows - first)), issues, about)
            print(f"wrote {path.name}", flush=True)


def run(pattern: str, engine: str) -> tuple[dict, float, int]:
    """Assess the tables in a process of its own: the result, seconds, and the most megabytes of one process."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN, "assess", pattern, "--engine", engine, "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    most = max(map(int, done.stderr.splitlines()[-1].split()))
    return json.loads(done.stdout), time.perf_counter() - started, most // 1024


def main() -> None:
    """Write the tables, assess them both ways, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    rows = parser.parse_args().rows
    write(OUT / "parts", rows)
    files = [str(OUT / "parts" / f"{number:03d}.parquet") for number in range(-(-rows // FILE))]
    pattern = str(OUT / "parts" / "*.parquet")
    assert len(list((OUT / "parts").glob("[0-9]*[0-9].parquet"))) == len(files), "other files lie in bench/out/parts"
    lines = ["| Engine | Contracts | Seconds | Largest process |", "| --- | ---: | ---: | ---: |"]
    found = {}
    for engine in ("pandas", "dask"):
        found[engine], seconds, megabytes = run(pattern, engine)
        lines.append(f"| {engine} | {rows:,} | {seconds:.1f} | {megabytes:,} MB |")
    assert found["pandas"] == found["dask"], "the engines disagree"
    text = "\n".join([*lines, "", "Both give the same figures, to the penny.", "", machine()])
    (OUT / "scale.md").write_text(text + "\n", encoding="utf-8")
    print(text, f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB to write")


if __name__ == "__main__":
    main()
