"""A server of the dashboard in a process of its own, on a free port of this machine, for measurements."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.engine import OUT
from bench.scale import write
from ui.shell.hosting import TABLE, VISITORS

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
ALLOCATOR = {"MALLOC_ARENA_MAX": "2"}
"""As `make serve` sets it: threads share their heaps, so that what one lets go another takes."""


@dataclass(frozen=True)
class Server:
    """A running server: its address with the last slash, its process, and the seconds until it answered."""

    site: str
    pid: int
    ready: float

    def memory(self) -> float:
        """Megabytes that the process holds now, pages of files among them."""
        return _status(self.pid, "VmRSS")

    def most_memory(self) -> float:
        """Most megabytes that it held at any time."""
        return _status(self.pid, "VmHWM")


def million() -> Path:
    """The built table of a million contracts, made once."""
    write(OUT / "parts", 1_000_000)
    return OUT / "parts" / "000.parquet"


@contextmanager
def serve(entry: str, table: Path | None = None, visitors: int = 1000) -> Iterator[Server]:
    """Serve `app.py` or `serve.py` until the block ends."""
    port = _free_port()
    told = ALLOCATOR | {TABLE: str(table) if table else "", VISITORS: str(visitors)}
    command = [sys.executable, "-m", "streamlit", "run", entry, "--server.port", str(port)]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **told}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    site = f"http://127.0.0.1:{port}/"
    try:
        _wait(process, site)
        yield Server(site, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(process: subprocess.Popen, site: str) -> None:
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last and process.poll() is None:
        try:
            urllib.request.urlopen(f"{site}_stcore/health", timeout=5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"the server did not answer within {PATIENCE:g} s")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _status(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))
