"""One full recalculation by five engines in one run, each repeat another scenario, all held to the same figures.

Run it from the root of the project: python -m bench.engine [--rows 10000 100000 1000000 10000000]
Times are medians of interleaved repeats; the table, machine and versions go to bench/out/engine.md.
"""

import argparse
import gc
import importlib
import json
import os
import platform
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from itertools import islice, pairwise
from pathlib import Path
from statistics import median

from bench.table import contracts
from bench.work import Answer, near, scenarios
from data.load.datasets import embedded

OUT = Path(__file__).parent / "out"
ENGINES = ("ours", "plain_pandas", "polars_lazy", "duckdb_sql", "numba_pass")
PACKAGES = ("numpy", "pandas", "polars", "duckdb", "numba")
REPEATS = {10_000: 15, 100_000: 11, 1_000_000: 9, 10_000_000: 3}
WARM = 2


def measure(rows: int, repeats: int) -> dict:
    """Time the engines on one table, one scenario after another; every engine must give every figure of the first."""
    table, services = contracts(rows), embedded().services
    engines = {}
    for module in ENGINES:
        started = time.perf_counter()
        engines[module] = importlib.import_module(f"bench.{module}").Engine(table, services)
        print(f"  {module} prepared in {time.perf_counter() - started:.1f} s", flush=True)
    wall: dict[str, list[float]] = {module: [] for module in ENGINES}
    processor: dict[str, list[float]] = {module: [] for module in ENGINES}
    for turn, scenario in enumerate(islice(scenarios(), WARM + repeats)):
        answers = {}
        gc.collect()
        for module in sorted(ENGINES, key=lambda name: (ENGINES.index(name) + turn) % len(ENGINES)):
            given = scenario if module == "ours" else scenario.values
            start = time.perf_counter(), time.process_time()
            answers[module] = engines[module].recalculate(given)
            if turn >= WARM:
                wall[module].append(time.perf_counter() - start[0])
                processor[module].append(time.process_time() - start[1])
        _same(answers)
        print(f"  {turn + 1} of {WARM + repeats}", flush=True)
    return {
        "rows": rows,
        "repeats": repeats,
        "names": {module: engines[module].name for module in ENGINES},
        "wall": {module: median(times) for module, times in wall.items()},
        "fastest": {module: min(times) for module, times in wall.items()},
        "processor": {module: median(times) for module, times in processor.items()},
        "share": answers["ours"].totals[2] / 1000 / rows,
    }


def _same(answers: dict[str, Answer]) -> None:
    """Assert that every figure agrees, to the thousandth of a contract, and to what others round each contract by."""
    first = answers["ours"]
    for module, answer in answers.items():
        for part in Answer.__dataclass_fields__:
            assert near(getattr(first, part), getattr(answer, part)), f"{module} gives another {part}"


def report(results: list[dict]) -> Iterator[str]:
    """Give the tables in Markdown."""
    yield "| Contracts | " + " | ".join(results[0]["names"].values()) + " |"
    yield "| ---: |" + " ---: |" * len(ENGINES)
    for result in results:
        cells = [f"{1000 * result['wall'][module]:,.0f} ms ({_times(result, module)})" for module in ENGINES]
        yield f"| {result['rows']:,} | " + " | ".join(cells) + " |"
    yield ""
    yield "Median time to the answer, and in brackets how many times that of this program it is."
    yield ""
    yield "| Contracts | " + " | ".join(f"{name}, processor" for name in results[0]["names"].values()) + " |"
    yield "| ---: |" + " ---: |" * len(ENGINES)
    for result in results:
        cells = [f"{1000 * result['processor'][module]:,.0f} ms" for module in ENGINES]
        yield f"| {result['rows']:,} | " + " | ".join(cells) + " |"
    yield ""
    for smaller, larger in pairwise(results):
        growth = larger["wall"]["ours"] / smaller["wall"]["ours"]
        yield f"From {smaller['rows']:,} to {larger['rows']:,} contracts this program takes {growth:.1f} times as long."
    yield ""
    yield machine()


def _times(result: dict, module: str) -> str:
    return "1" if module == "ours" else f"{result['wall'][module] / result['wall']['ours']:.1f} times"


def machine() -> str:
    """Say on what it ran."""
    info = Path("/proc/cpuinfo")
    names = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES if find_spec(package))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    processor = names[0] if names else platform.machine()
    return (
        f"{os.cpu_count()} cores ({processor}), Python {platform.python_version()}, {versions}. "
        f"Load average when it ended: {load}.{_memory()}"
    )


def add_to(name: str, lines: Iterable[str]) -> None:
    """Print what was found with the machine, and add it to a file in bench/out."""
    text = "\n".join([*lines, "", machine(), ""])
    OUT.mkdir(exist_ok=True)
    with (OUT / f"{name}.md").open("a", encoding="utf-8") as file:
        file.write(text + "\n")
    print(text)


def _memory() -> str:
    """Say where the process was told to keep freed memory, which spares large arrays new pages."""
    told = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("MALLOC_")]
    return f" Memory: {', '.join(told)}." if told else ""


def main() -> None:
    """Measure each size and write what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeats", type=int)
    options = parser.parse_args()
    results: list[dict] = []
    OUT.mkdir(exist_ok=True)
    for rows in options.rows:
        print(f"{rows:,} contracts", flush=True)
        results.append(measure(rows, options.repeats or REPEATS.get(rows, 5)))
        # Written after each size, so that a run that is cut short keeps what it measured.
        (OUT / "engine.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
        (OUT / "engine.md").write_text("\n".join(report(results)) + "\n", encoding="utf-8")
    print("\n" + "\n".join(report(results)))


if __name__ == "__main__":
    main()
