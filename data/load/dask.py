"""Runs a function for every part of a table on Dask: on the cores of this machine, or on a cluster by its address."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

R = TypeVar("R")


NEEDS = "Its scheduler and its workers need this program: start each with PYTHONPATH set to the program's folder."


MALLOC = ("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_")
KEPT_MEMORY = 32 * 1024 * 1024
"""Bytes that a worker of our own keeps of memory it has freed; Dask's 64 kB are fetched anew for every column."""


class NoDaskError(Exception):
    """Dask is not installed, no scheduler answers at the address, or its cluster lacks this program."""


@contextmanager
def client(scheduler: str | None, parts: int) -> Iterator[Any]:
    """Open a client of a scheduler by its address, or of workers of our own, a process a core, no more than parts.

    A worker that dies is started again, and what it held or was doing is done again elsewhere.
    """
    try:
        dask: Any = import_module("distributed")  # an extra, untyped, and slow to import
    except ImportError:
        raise NoDaskError("Dask is not installed. Install it with: pip install -r requirements/dask.txt") from None
    if scheduler:
        try:
            opened = dask.Client(scheduler, timeout=10)
        except (OSError, ValueError) as error:
            raise NoDaskError(f"{scheduler}: no scheduler answers there ({error}).") from None
        with opened:
            yield opened
        return
    workers = max(1, min(parts, os.cpu_count() or 1))
    kept = {f"distributed.nanny.pre-spawn-environ.{name}": KEPT_MEMORY for name in MALLOC}
    with (
        import_module("dask").config.set(kept),
        dask.LocalCluster(workers, threads_per_worker=1, dashboard_address=None) as cluster,
        dask.Client(cluster) as opened,
    ):
        yield opened


def each(
    opened: Any, function: Callable[[int], R], parts: int, tell: Callable[[int], None], where: list[str]
) -> list[R]:
    """Run a function of the place of a part for every part; results come in the order of the parts.

    The function travels with each task and is not left with the workers, so no worker's end can take it away. `where`
    is empty at first and then the worker of each part, who is asked first in the next pass.
    """
    dask: Any = import_module("distributed")
    first = [{"workers": [worker], "allow_other_workers": True} for worker in where] or [{}] * parts
    futures = [opened.submit(function, place, pure=False, **asked) for place, asked in enumerate(first)]
    for count, _ in enumerate(dask.as_completed(futures), start=1):
        tell(count)
    try:
        results: list[R] = opened.gather(futures)
    except (RuntimeError, ImportError) as error:
        reason = " ".join(str(error).split()).partition(". ")[0] or type(error).__name__
        raise NoDaskError(f"The cluster could not run it ({reason}). {NEEDS}") from None
    held = opened.who_has(futures)
    if not where and all(held.get(future.key) for future in futures):
        where.extend(held[future.key][0] for future in futures)
    return results
