"""A reader's own file, read from a path: what it looks like, and the contracts in it.

Run as a program it does so for the page, in a process of its own: python -m data.load.own_file FOLDER
"""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from data.load import in_memory
from data.model.issues import Issue, left_out
from data.model.notice import NoticesAndIssues
from data.readers.boundary import as_file_error, guarded
from data.readers.bounds import MOST_ROWS, BeyondError
from data.readers.files import TABLE_ENDINGS, FileError, ending, pieces
from data.readers.tables import mapping
from data.readers.tables.dispatch import known_shape
from data.readers.tables.sheets import sheet
from data.readers.weight import weigh
from data.table.parquet import SCHEMA, issue_columns
from data.table.piece_reader import notices_of

REQUEST, ANSWER, CONTRACTS, ISSUES = "request.json", "answer.json", "contracts.arrow", "issues.arrow"
MOST_BYTES = 420_000_000
"""Memory of the process, a hundred million of it the program; more than any file below its bounds was seen to take."""
MOST_SECONDS = 120
"""Processor time of the process."""
_SHOWN_ROWS, _SHOWN_CELL = 5, 300


@dataclass(frozen=True)
class Preview:
    """A file's columns and first rows where it is a table, the export it was recognised as, our guess."""

    columns: tuple[str, ...]
    rows: list[dict[str, str]]
    shape: str
    guessed: Mapping[str, str]


def preview(path: Path, name: str) -> Preview:
    """Return the preview of a file: what the page shows before the reader says which column is which.

    Raises:
        FileError: what is wrong with it and what can be read.
    """
    try:
        weigh(path)
        if ending(path) not in TABLE_ENDINGS:
            return Preview((), [], "published notices", {})
        found = sheet(path, name)
        rows = [row for _, row in islice(found.records(), mapping.SAMPLE_ROWS)]
    except Exception as error:  # noqa: BLE001 - as in data/readers/boundary.py, whose words these are
        raise as_file_error(name, error) from None
    if not rows:
        raise FileError(f"{name}: no row under a header. Give a table whose first row names its columns.")
    columns = tuple(column for column in found.columns if column)
    shown = [{column: str(cell)[:_SHOWN_CELL] for column, cell in row.items()} for row in rows[:_SHOWN_ROWS]]
    return Preview(columns, shown, known_shape(found.columns), mapping.guess_mapping(columns, rows))


def gather(path: Path, name: str, mapped: Mapping[str, str] | None) -> tuple[Iterator[pa.Table], list[Issue]]:
    """Read a file as recognised, or under a mapping of our columns to its own: batches of contracts, and every issue.

    Raises:
        FileError: nothing of it can be read.
    """
    try:
        weigh(path)
    except BeyondError as error:
        raise as_file_error(name, error) from None
    found = _recognised(path, name) if mapped is None else _mapped(path, name, mapped)
    together, issues = in_memory.gathered(_at_most(guarded(found, name), name))
    if not len(together.order):
        said = "; ".join(issue.problem for issue in issues[:3]) or "no contract was found in it"
        raise FileError(f"{name}: {said}.")
    return together.batches(), issues


def _at_most(found: Iterator[NoticesAndIssues], name: str) -> Iterator[NoticesAndIssues]:
    yield from islice(found, MOST_ROWS)
    if next(found, None) is not None:
        problem, remedy = f"holds more than {MOST_ROWS:,} records", "the rest; build it with python -m data build"
        yield [], [left_out(name, None, "", "", problem, remedy)]


def _recognised(path: Path, name: str) -> Iterator[NoticesAndIssues]:
    for piece in pieces(name, path):
        yield [], list(piece.issues)
        yield from notices_of(piece)


def _mapped(path: Path, name: str, mapped: Mapping[str, str]) -> Iterator[NoticesAndIssues]:
    found = sheet(path, name)
    if problems := mapping.check_mapping(mapped, found.columns):
        raise FileError("\n".join(problems))
    for line, row in found.records():
        notices, issues = mapping.notice(row, mapped, name, line)
        yield notices, found.drain() + issues
    yield [], found.drain()


def main(folder: Path) -> None:
    """Answer the request that lies in a folder."""
    _limit()
    asked = json.loads((folder / REQUEST).read_text("utf-8"))
    path, name = folder / asked["file"], asked["name"]
    answer: dict[str, object] = {}
    try:
        if asked["preview"]:
            answer = asdict(preview(path, name))
        else:
            batches, issues = gather(path, name, asked["mapped"])
            write(folder, batches, issues)
    except FileError as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {
            "problem": f"{name}: takes more than the {MOST_BYTES // 1_000_000} MB of memory that the page gives "
            "a file. Give a part of it, or build it with python -m data build."
        }
    (folder / ANSWER).write_text(json.dumps(answer), "utf-8")


def write(folder: Path, batches: Iterator[pa.Table], issues: list[Issue]) -> None:
    """Write contracts and issues, a batch at a time, so that they are never held twice."""
    with pa.OSFile(str(folder / CONTRACTS), "wb") as file, pa.ipc.new_stream(file, SCHEMA) as writer:
        for batch in batches:
            writer.write_table(batch.cast(SCHEMA))
    found = issue_columns(issues)
    with pa.OSFile(str(folder / ISSUES), "wb") as file, pa.ipc.new_stream(file, found.schema) as writer:
        writer.write_table(found)


def _limit() -> None:
    """Bound this process where the platform can, and let the server go first."""
    pa.set_cpu_count(1)
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource  # noqa: PLC0415 - not on every platform

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_BYTES, MOST_BYTES))
        os.nice(10)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
