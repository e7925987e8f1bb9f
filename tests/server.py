"""The dashboard on a free port of this machine, started for the browser tests and stopped after them."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from ui.shell.hosting import INTERFACE

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0


@contextmanager
def dashboard(entry: str = "serve.py") -> Iterator[str]:
    """Serve until the block ends; gives the address of the overview, with its last slash."""
    with serving([sys.executable, "-m", "streamlit", "run", entry], ROOT) as address:
        yield address


@contextmanager
def serving(
    command: list[str], folder: Path, environment: Mapping[str, str] | None = None, log: IO[str] | None = None
) -> Iterator[str]:
    """Serve by a command from a folder until the block ends; gives the address of the overview.

    `log` gets all that the server says. Without an environment of its own it answers the HTTP interface itself, which
    spares most tests a process.
    """
    port = _free_port()
    said = {"stdout": subprocess.DEVNULL} if log is None else {"stdout": log, "stderr": subprocess.STDOUT}
    server = subprocess.Popen(
        [*command, "--server.port", str(port)], cwd=folder, env=environment or {**os.environ, INTERFACE: "here"}, **said
    )
    try:
        _wait_until_healthy(server, f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str) -> None:
    last = time.monotonic() + PATIENCE
    while time.monotonic() < last:
        if server.poll() is not None:
            raise RuntimeError(f"the dashboard stopped with exit code {server.returncode} before it answered")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"the dashboard did not answer within {PATIENCE:g} s")
