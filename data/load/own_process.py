"""A reader's own file is read in a process of its own: one at a time, within bounds, gone when nobody waits for it.

Not by multiprocessing, which would run the page first as the main module of the new process.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Semaphore
from typing import Any

from data.load.own_file import ANSWER, MOST_SECONDS, PROGRESS, REQUEST
from data.model.folders import ROOT, command
from data.readers.bounds import MOST_ROWS
from data.readers.files import FileError, ending

OnWait = Callable[[str, float], None]
"""Called a few times a second with what is waited for and how far it is, from 0 to 1; it may raise an error if nobody
waits any more."""
_AT_ONCE = Semaphore(1)
_PAUSE = 0.1
_MOST_WAITED = 4 * MOST_SECONDS
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system",
                "MALLOC_ARENA_MAX": "1", "PYTHONHASHSEED": "0"}  # fmt: skip
"""Each thread takes memory from the bound of the process, and it has no use for more than one."""


@contextmanager
def answered(
    name: str, content: bytes, request: Mapping[str, Any], on_wait: OnWait
) -> Iterator[tuple[dict[str, Any], Path]]:
    """Yield the answer of the process, and the folder with contracts and issues, removed when the block ends.

    Args:
        name: the file as its reader calls it, for messages.
        content: its bytes.
        request: what to do with it, as `own_file.main` reads it.
        on_wait: called while the process is waited for.

    Raises:
        FileError: what is wrong with the file, or that it cannot be read within the bounds.
    """
    with tempfile.TemporaryDirectory() as temporary, _turn(on_wait):
        folder, file = Path(temporary), stored_name(name)
        (folder / file).write_bytes(content)
        (folder / REQUEST).write_text(json.dumps({"name": name, "file": file, **request}), "utf-8")
        code = _run(name, folder, on_wait)
        if not (folder / ANSWER).exists():
            raise FileError(_unanswered(name, code))
        answer = json.loads((folder / ANSWER).read_text("utf-8"))
        if "problem" in answer:
            raise FileError(answer["problem"])
        yield answer, folder


def stored_name(name: str) -> str:
    """Return a name that any file system takes, of the same kind."""
    return f"given{ending(Path(name))}{'.gz' if name.lower().endswith('.gz') else ''}"


@contextmanager
def _turn(on_wait: OnWait) -> Iterator[None]:
    while not _AT_ONCE.acquire(timeout=_PAUSE):
        on_wait("Another reader's file is being read; yours is next.", 0.0)
    try:
        yield
    finally:
        _AT_ONCE.release()


def _run(name: str, folder: Path, on_wait: OnWait) -> int | None:
    """Run the process to its end; return its exit code, or None where it took too long."""
    command = [sys.executable, "-m", "data.load.own_file", str(folder)]
    quiet, begun = subprocess.DEVNULL, time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - our own words
        command,
        cwd=ROOT,
        env={**os.environ, **_ENVIRONMENT},
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
    )
    try:
        while (seconds := time.monotonic() - begun) < _MOST_WAITED:
            try:
                return process.wait(_PAUSE)
            except subprocess.TimeoutExpired:
                words, share = _progress(folder)
                on_wait(f"Reading {name}{words}, {seconds:.0f} s", share)
        return None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and the one that it forked, which would otherwise read on."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _progress(folder: Path) -> tuple[str, float]:
    """Return how far the process says it is, in words and as a share: counting the rows is the first fifth."""
    try:
        done, of = map(int, (folder / PROGRESS).read_text("ascii").split())
    except (OSError, ValueError):
        return "", 0.0
    if not of:
        return f": {done:,} rows counted", min(done / MOST_ROWS, 1.0) / 5
    return f": {done:,} of {of:,} rows", 0.2 + 0.8 * min(done / of, 1.0)


def _unanswered(name: str, code: int | None) -> str:
    slow = code is None or code in (-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 0))
    problem = f"takes more than {MOST_SECONDS} seconds to read" if slow else "cannot be read within the page's bounds"
    return f"{name}: {problem}. Give a part of it, or build it with {command('data', 'build')}."
