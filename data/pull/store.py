"""Where a pull keeps what has arrived: whole windows in view, half-done ones out of it, and a journal."""

import contextlib
import gzip
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from data.pull.client import KeepError
from data.pull.windows import PullWindow


@dataclass(frozen=True, slots=True)
class WindowTally:
    """What one window held."""

    files: int
    releases: int
    note: str = ""
    """What may be missing from it, in a sentence; empty for nothing."""
    numbers: dict[str, list[str]] = field(default_factory=dict)
    """Numbers of the notices that it held, by kind."""

    @property
    def held(self) -> frozenset[str]:
        """Numbers of every kind."""
        return frozenset(number for numbers in self.numbers.values() for number in numbers)


def write_whole(path: Path, body: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing, even after a power cut."""
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def packed(body: bytes) -> bytes:
    """Compress so that the same page is always the same bytes: no name, no time."""
    return gzip.compress(body, compresslevel=6, mtime=0)


class Store:
    """The folder of one source; a window's folder appears in it only when the window is whole."""

    def __init__(self, folder: Path, label: Callable[[PullWindow], str]) -> None:
        self.folder = folder
        self._label = label
        self._journal = folder / "journal.log"
        self._lock = folder / ".lock"

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep a second pull out of this folder; a killed one lets go by itself."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._lock.exists():
            self._lock.touch()
            self.note_request(0)
        with self._lock.open("a") as lock:
            if sys.platform != "win32":
                import fcntl  # noqa: PLC0415 - Windows has no such module

                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    told = f"another pull is writing to {self.folder}: let it end, or stop it"
                    raise KeepError(told) from None
            yield

    @property
    def last_request(self) -> float:
        """When any run last asked this source, in seconds since 1970; the lock's time of change says it."""
        return self._lock.stat().st_mtime

    def note_request(self, moment: float) -> None:
        """Remember when the source was asked, so that the next run keeps the pace."""
        os.utime(self._lock, (moment, moment))

    def done(self) -> list[PullWindow]:
        """Return the windows that have arrived whole and will not change, and are still there."""
        windows = [_window(line, self._journal, number) for number, line in enumerate(self._lines(), 1)]
        latest = {window.start: window for window in windows}  # a deleted folder may have come back shorter
        return [window for window in latest.values() if (self.folder / self._label(window)).is_dir()]

    def numbers(self) -> dict[PullWindow, frozenset[str]]:
        """Return the numbers of notices that each finished window held."""
        entries = [(_window(line, self._journal, at), json.loads(line)) for at, line in enumerate(self._lines(), 1)]
        return {window: WindowTally(0, 0, "", entry.get("numbers", {})).held for window, entry in entries}

    def _lines(self) -> list[bytes]:
        if not self._journal.exists():
            return []
        text = self._journal.read_bytes()
        whole = text.rfind(b"\n") + 1
        if whole < len(text):  # killed while it wrote the last line
            os.truncate(self._journal, whole)
        return text[:whole].splitlines()

    def begin(self, window: PullWindow, *, afresh: bool) -> Path:
        """Return the hidden folder in which a window gathers, empty if it has to start afresh."""
        # Both ends are in its name, so that half a window never takes over the pages of the whole; and the
        # pages of a window that was still open are not continued once it has closed: newer ones came before.
        name = f"{self._label(window)}-to-{window.end:%Y-%m-%dT%H-%M-%S}"
        part = self.folder / f".{'open' if afresh else 'part'}-{name}"
        if afresh:
            shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, exist_ok=True)
        return part

    def publish(self, window: PullWindow, part: Path, tally: WindowTally, *, settled: bool) -> None:
        """Bring a whole window into view; note it in the journal if it will not change any more."""
        final, old = self.folder / self._label(window), self.folder / f".old-{self._label(window)}"
        shutil.rmtree(old, ignore_errors=True)  # left by a kill between the next three lines
        if final.exists():
            final.rename(old)
        part.rename(final)
        shutil.rmtree(old, ignore_errors=True)
        if settled:
            self._append({"from": window.start.isoformat(), "to": window.end.isoformat()} | asdict(tally))

    def _append(self, entry: dict[str, object]) -> None:
        with self._journal.open("ab") as file:
            file.write(json.dumps(entry).encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def sweep(self) -> None:
        """Remove what half-done windows left behind, once every window is whole."""
        for kind in ("part", "open", "old"):
            for left in self.folder.glob(f".{kind}-*"):
                shutil.rmtree(left)


def _window(line: bytes, journal: Path, number: int) -> PullWindow:
    try:
        entry = json.loads(line)
        return PullWindow(datetime.fromisoformat(entry["from"]), datetime.fromisoformat(entry["to"]))
    except (ValueError, KeyError, TypeError):
        told = f"{journal} line {number} is not a finished window: delete that line, and it is fetched again"
        raise KeepError(told) from None
