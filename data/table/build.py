"""From published files to one contracts table: on all cores, in flat memory, reading only what is new."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Self, TextIO

from data.model.issues import LEFT_OUT, NOTED, Issue, left_out, some
from data.model.notice_numbers import Completeness, completeness
from data.readers.boundary import error_text, until_broken
from data.readers.files import FileError, Piece, PieceKind, find, kept_apart, passed_over, pieces
from data.table import cache
from data.table.cache import CachedRows
from data.table.merge import Merged, merge
from data.table.parquet import is_built, issue_columns, write_table

# Below this, starting other processes takes longer than it saves.
WORTH_SHARING_BYTES = 8 * 1024 * 1024
_AHEAD = 2
_TRACKED_BEFORE_COLLECTING = 100_000
_BROKEN = (
    "a process that read was ended by the system, as happens where memory runs out. What was read is kept: make room, "
    "then run the same command again to go on."
)


@dataclass(frozen=True)
class FileReport:
    """What one file gave: records in = rows + left out."""

    source: str
    releases: int
    records: int
    rows: int
    left_out: int
    issues: int


@dataclass(frozen=True)
class ReadFiles:
    """The rows of all files, a piece each and in the order of the files, with all issues and a report a file."""

    pieces: list[CachedRows]
    issues: list[Issue]
    files: list[FileReport]
    fresh_files: int

    def completeness(self) -> Completeness | None:
        """How complete the run of numbered notices is; None where there is none."""
        tables = (piece.table()["release_id"] for piece in self.pieces)
        return completeness(one for column in tables for one in column.unique().to_pylist() if one)


@dataclass(frozen=True)
class Built:
    """What a build wrote: the fingerprint of the table, numbers of what went in and came out, a report a file.

    `complete` says how complete the run of numbered notices is, "" where there is none.
    `notes` say how the reader's own tables were understood, `nothing` why no contract was read, "" where one was.
    """

    fingerprint: str
    counts: dict[str, int]
    files: list[FileReport]
    fresh_files: int
    complete: str
    notes: list[Issue]
    nothing: str = ""


def build(
    paths: list[Path], out: Path, folder: Path = cache.FOLDER, *, quiet: bool = False, mapping: str = ""
) -> Built:
    """Read every file under the paths and write the contracts table and its issues.

    Args:
        paths: files and folders.
        out: the Parquet file to write; the issues go beside it.
        folder: the cache.
        quiet: whether no progress is shown.
        mapping: which column of the reader's own tables holds which fact, as TOML; "" to guess.

    Raises:
        FileError: a path does not exist or cannot be read, or the table would overwrite one of the files.
        OSError: the table cannot be written.
    """
    if any(path.resolve() == out.resolve() for _, path in find(paths)) and not is_built(out):
        raise FileError(f"{out}: is one of the files to read, and would be lost. Give the table another name.")
    if any(path.resolve() == out.resolve() for path in paths):
        raise FileError(f"{out}: is a table that was built, and no source to build it from. Give the published files.")
    read = read_all(paths, folder, quiet=quiet, mapping=mapping)
    nothing = _why_nothing(read)
    if nothing and out.exists() and is_built(out):
        raise FileError(f"no contract was read, so {out} stays as it was: {nothing}.")
    merged = merge([piece.table() for piece in read.pieces], [piece.source for piece in read.pieces])
    issues = sorted(read.issues + merged.issues, key=_in_their_files)
    counts = _counts(read, merged, sum(not issue.is_note for issue in issues))
    names = ", ".join(merged.origins) or "no source"
    about = {
        "source": names,
        "title": f"{names}, notices to {merged.as_of}" if merged.as_of else names,
        "as_of": merged.as_of,
        "counts": counts,
        "numbers": merged.numbers,
    }
    fingerprint = write_table(out, merged.batches(), issue_columns(issues), about)
    notes = [issue for issue in issues if issue.is_note]
    return Built(fingerprint, counts, read.files, read.fresh_files, merged.numbers, notes, nothing)


def _why_nothing(read: ReadFiles) -> str:
    """Say why no file gave a contract; "" where one did."""
    if any(report.rows for report in read.files):
        return ""
    return next((issue.sentence() for issue in read.issues if not issue.is_note), "they hold no record")


def read_all(paths: list[Path], folder: Path = cache.FOLDER, *, quiet: bool = False, mapping: str = "") -> ReadFiles:
    """Read every file under the paths into the cache, as `build` does, and write no table.

    Raises:
        FileError: a path does not exist or cannot be read.
    """
    files = find(paths)
    total = sum(path.stat().st_size for _, path in files)
    progress = None if quiet else BuildProgress(total)
    folder.mkdir(parents=True, exist_ok=True)
    cache.forget_old(folder)
    broken: list[Issue] = []
    rows: list[CachedRows] = []
    for read_bytes, piece in _cached(files, folder, broken, mapping, shared=total >= WORTH_SHARING_BYTES):
        rows.append(piece)
        if progress:
            progress.report(read_bytes, sum(p.records for p in rows))
    issues = broken + [issue for piece in rows for issue in piece.issues()]
    heard = {piece.source for piece in rows if piece.records} | {issue.source for issue in issues}
    issues += [Issue(source, None, "", "", "", "holds no record", NOTED) for source, _ in files if source not in heard]
    issues += [_not_read(folder, names, "of a kind that is not read") for folder, names in passed_over(paths)]
    issues += [
        _not_read(folder, names, "kept hidden, as a lock or as a copy, and not read")
        for folder, names in kept_apart(paths)
    ]
    fresh = len({piece.source for piece in rows if piece.fresh})
    if progress:
        records = some(sum(p.records for p in rows), "record")
        progress.finish(f"{some(len(files), 'file')}, {fresh} read now, {records}")
    return ReadFiles(rows, issues, _reports(files, rows, issues), fresh)


def _not_read(folder: str, names: list[str], which: str) -> Issue:
    one = "is a file" if len(names) == 1 else f"and {len(names) - 1:,} more are files"
    return Issue(folder, None, "", names[0], "", f"{one} {which}", NOTED)


def _cached(
    files: list[tuple[str, Path]], folder: Path, broken: list[Issue], mapping: str, *, shared: bool
) -> Iterator[tuple[int, CachedRows]]:
    """Yield (bytes read so far, rows of a piece) in the order of the files; few pieces are in memory at once."""
    waiting: deque[tuple[int, Future[CachedRows]]] = deque()
    try:
        with _collecting_rarely(), _PieceReaders(shared=shared, one_file=len(files) == 1) as readers:
            for read_bytes, piece in _stream(files, broken, mapping):
                path = cache.path_of(piece, folder)
                rows = cache.known(path, piece.source)
                waiting.append((read_bytes, _finished(rows) if rows else readers.read(piece, path)))
                while len(waiting) > _cores() + _AHEAD:
                    before, future = waiting.popleft()
                    yield before, future.result()
            for read_bytes, future in waiting:
                yield read_bytes, future.result()
    except BrokenProcessPool:
        raise FileError(_BROKEN) from None


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """Let Python look for circles of objects rarely: parsing creates none, and looking took a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _TRACKED_BEFORE_COLLECTING), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


class _PieceReaders:
    """Reads pieces on all cores where that pays; the other processes start with the first piece that is new."""

    def __init__(self, *, shared: bool, one_file: bool) -> None:
        self._shared, self._one_file = shared and _cores() > 1, one_file
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def read(self, piece: Piece, path: Path) -> Future[CachedRows]:
        """Read a piece, here or in another process; a table alone here, and its rows are made in other processes."""
        if not self._shared:
            return _finished(cache.read_into(piece, path))
        here = self._one_file and piece.kind is PieceKind.TABLE
        if self._pool is None:
            context = multiprocessing.get_context(_start())
            self._pool = ProcessPoolExecutor(_cores() - here, context, initializer=_begin_reading)
        if here:
            return _finished(cache.read_into(piece, path, self._pool))
        return self._pool.submit(cache.read_into, piece.light(), path)


def _begin_reading() -> None:
    """Prepare a process that reads: it ends with the build, however that ends, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()
    gc.set_threshold(_TRACKED_BEFORE_COLLECTING)


def _end_with_parent() -> None:
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _finished(rows: CachedRows) -> Future[CachedRows]:
    future: Future[CachedRows] = Future()
    future.set_result(rows)
    return future


def _stream(files: list[tuple[str, Path]], broken: list[Issue], mapping: str) -> Iterator[tuple[int, Piece]]:
    before = 0
    for source, path in files:
        for piece in until_broken(pieces(source, path, mapping), partial(_cut_short, source, broken)):
            yield before + piece.position, piece
        before += path.stat().st_size


def _cut_short(source: str, broken: list[Issue], error: Exception) -> Iterable[Piece]:
    problem, remedy = "breaks off or cannot be unpacked", "all from there on; fetch the file again"
    broken.append(left_out(source, None, "", error_text(error), problem, remedy))
    return ()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start() -> str:
    """Fork where this process has one thread, which saves two seconds; spawn where other threads may hold locks."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _reports(files: list[tuple[str, Path]], rows: list[CachedRows], issues: list[Issue]) -> list[FileReport]:
    reports = []
    for source, _ in files:
        own = [piece for piece in rows if piece.source == source]
        wrong = [issue for issue in issues if issue.source == source]
        left_out = sum(issue.done.startswith(LEFT_OUT) for issue in wrong)
        reports.append(
            FileReport(
                source,
                sum(p.releases for p in own),
                sum(p.records for p in own),
                sum(p.rows for p in own),
                left_out,
                sum(not issue.is_note for issue in wrong),
            )
        )
    return reports


def _in_their_files(issue: Issue) -> tuple[str, int, str, str, str]:
    return (issue.source, issue.line or 0, issue.ocid, issue.path, issue.problem)


def _counts(read: ReadFiles, merged: Merged, issues: int) -> dict[str, int]:
    decided = merged.decided
    return {
        "files": len(read.files),
        "releases": sum(f.releases for f in read.files),
        "records": sum(f.records for f in read.files),
        "contracts": len(decided),
        "counted": int(decided["counted"].sum()),
        "read_twice": merged.read_twice,
        "issues": issues,
    }


_EVERY_SECONDS = 0.5


class BuildProgress:
    """Rewrites one line twice a second on a terminal; elsewhere prints a line every ten seconds."""

    def __init__(self, total_bytes: int, out: TextIO | None = None) -> None:
        self._total = max(total_bytes, 1)
        self._out = out or sys.stderr
        self._terminal = self._out.isatty()
        self._begun = self._said = time.monotonic()
        self._length = 0

    def report(self, done_bytes: int, records: int) -> None:
        """Say how much of the input is read."""
        now = time.monotonic()
        if now - self._said >= (_EVERY_SECONDS if self._terminal else _EVERY_SECONDS * 20):
            self._said = now
            self._say(_progress_text(done_bytes, self._total, records, now - self._begun))

    def finish(self, text: str) -> None:
        """Say the last word."""
        self._say(text)
        if self._terminal:
            self._out.write("\n")
        self._out.flush()

    def _say(self, text: str) -> None:
        if self._terminal:
            self._out.write(f"\r{text:<{self._length}}")
            self._length = len(text)
        else:
            self._out.write(f"{text}\n")
        self._out.flush()


def _progress_text(read_bytes: int, total_bytes: int, records: int, seconds: float) -> str:
    """Return the state of a job in words."""
    share = min(read_bytes / total_bytes, 1.0)
    left = seconds / share - seconds if share else 0.0
    rate = records / max(seconds, 0.001)
    return f"{share:.0%} read, {some(records, 'record')}, {rate:,.0f} a second, {_clock(left)} left"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
