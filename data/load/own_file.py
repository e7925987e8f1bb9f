"""A reader's own file, read from a path: what it looks like, and the contracts in it.

Run as a program it does so for the page, in a process of its own: python -m data.load.own_file FOLDER
"""

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from data.load import register
from data.model.folders import command
from data.model.issues import Issue, left_out, some
from data.model.notice import NoticesAndIssues
from data.readers.boundary import as_file_error, guarded
from data.readers.bounds import MOST_ROWS, BeyondError
from data.readers.files import TABLE_ENDINGS, FileError, ending, pieces
from data.readers.own_register import mapping_file
from data.readers.own_register.mapping import RegisterMapping, check
from data.readers.own_register.matching.guess import SAMPLE_ROWS
from data.readers.tables import own_table
from data.readers.tables.own_table import OnRow
from data.readers.tables.shapes import REGISTER, known_shape, own_output
from data.readers.tables.sheets import Sheet, sheets, some_records
from data.readers.weight import weigh
from data.table.columns import TableError
from data.table.merge import Merged, merge
from data.table.parquet import SCHEMA, is_built, issue_columns, read_batches
from data.table.piece_reader import notices_of, rows_of_all
from data.table.rows.batches import SCHEMA as ROWS

REQUEST, ANSWER, CONTRACTS, ISSUES = "request.json", "answer.json", "contracts.arrow", "issues.arrow"
PROGRESS = "progress"
MOST_BYTES = 700_000_000
"""Memory of the process, a hundred million of it the program; more than any file below its bounds was seen to take."""
WORTH_A_HELPER = 2_000_000
"""Bytes of a file from which other processes make its rows."""
MOST_HELPERS = 3
"""Processes that make rows: one reads cells for that many and has still to merge what they made."""
MOST_SECONDS = 120
"""Processor time of the process."""
_SHOWN_ROWS, _SHOWN_CELL = 5, 300


@dataclass(frozen=True)
class Preview:
    """A file's columns and first rows where it is a table, the export it was recognised as, our guess.

    `examples` gives a cell of each column; `guessed` is the mapping as TOML, "" where it is no table.
    """

    columns: tuple[str, ...]
    rows: list[dict[str, str]]
    shape: str
    guessed: str
    examples: Mapping[str, str]


def preview(path: Path, name: str) -> Preview:
    """Return the preview of a file: what the page shows before the reader says which column is which.

    Raises:
        FileError: what is wrong with it and what can be read.
    """
    try:
        weigh(path)
        if is_built(path):
            return Preview((), [], "a table that this program built", "", {})
        if ending(path) not in TABLE_ENDINGS:
            return Preview((), [], "published notices", "", {})
        found = list(sheets(path, name))
        _no_output(found, name)
        samples = [some_records(sheet, SAMPLE_ROWS) for sheet in found]
    except Exception as error:  # noqa: BLE001 - as in data/readers/boundary.py, whose words these are
        raise as_file_error(name, error) from None
    if not any(samples):
        raise FileError(f"{name}: no row under a header. Give a table whose first row names its columns.")
    shape = next((shape for sheet in found if (shape := known_shape(sheet.columns))), "")
    guessed = own_table.together(found)
    with_titles = (sample for sheet, sample in zip(found, samples, strict=True) if _has_title(sheet, guessed))
    usable = next(filter(None, with_titles), samples[0])
    examples: dict[str, str] = {}
    for row in (row for sample in samples for row in sample):
        for column, cell in row.items():
            if cell not in (None, ""):
                examples.setdefault(column, str(cell)[:_SHOWN_CELL])
    shown = [{column: str(cell)[:_SHOWN_CELL] for column, cell in row.items()} for row in usable[:_SHOWN_ROWS]]
    columns = tuple(use.column for use in guessed.columns)
    return Preview(columns, shown, shape, mapping_file.to_toml(guessed, name), examples)


def _no_output(found: list[Sheet], name: str) -> None:
    """Raise FileError for what this program wrote and cannot read as contracts."""
    for own in own_output(name, found[0].columns, found[0].about) if found else ():
        raise FileError(f"{name}: {own.problem}; {own.done.partition(': ')[2]}.")


def _has_title(sheet: Sheet, guessed: RegisterMapping) -> bool:
    """Say whether a sheet has the column of what was bought."""
    return any(use.column in sheet.columns for use in guessed.of("title", "description"))


def gather(
    path: Path,
    name: str,
    mapped: RegisterMapping | None,
    on_row: OnRow | None = None,
    helpers: Executor | None = None,
) -> tuple[Iterator[pa.Table], list[Issue]]:
    """Read a file as recognised, or under a mapping: batches of contracts, and every issue.

    Args:
        path: where it lies.
        name: the file as its reader calls it.
        mapped: which column holds which fact; None to read it as what it is recognised as, else by a guess.
        on_row: called now and then with how many rows were read, and how many there are.
        helpers: what makes the rows, as in `piece_reader.rows_of_all`; None to make them here. Of several, they read
            the cells of a register too: one alone has its time filled by rows.

    Raises:
        FileError: nothing of it can be read.
    """
    try:
        weigh(path)
    except BeyondError as error:
        raise as_file_error(name, error) from None
    if is_built(path):
        return _built(path, name), []
    if mapped is None and (own := _register(path, name)):
        contracts, noted = register.of_rows(own.texts(), name)
        return iter([pa.Table.from_pandas(contracts, preserve_index=False).cast(SCHEMA)]), own.drain() + noted
    apart = helpers if _how_many() > 1 else None
    found = _recognised(path, name, on_row, apart) if mapped is None else _mapped(path, name, mapped, on_row, apart)
    together, issues = merged(_at_most(guarded(found, name), name), helpers)
    if not len(together.order):
        raise FileError(f"{name}: {_why_none(issues)}.")
    return together.batches(), issues


def merged(read: Iterable[NoticesAndIssues], helpers: Executor | None = None) -> tuple[Merged, list[Issue]]:
    """Return what a contracts table of some notices is made of, a batch at a time, and every issue.

    `helpers` are as in `piece_reader.rows_of_all`.
    """
    rows = rows_of_all(read, "", helpers)
    together = merge([pa.Table.from_batches(rows.batches, ROWS)], [""])
    return together, rows.issues + together.issues


def _why_none(issues: Sequence[Issue]) -> str:
    """Say why a file holds no contract: each of the first problems once, with the rows that it is of."""
    by_problem: dict[str, list[Issue]] = {}
    for issue in [issue for issue in issues if not issue.is_note] or issues:
        by_problem.setdefault(issue.problem, []).append(issue)
    said = [
        f"{problem} (line {found[0].line} and {some(more, 'more row')})" if more else problem
        for problem, found in list(by_problem.items())[:3]
        for more in [len(found) - 1]
    ]
    if not said:
        return "no contract was found in it"
    return f"{'no row is a contract: ' if max(map(len, by_problem.values())) > 1 else ''}{'; '.join(said)}"


def _built(path: Path, name: str) -> Iterator[pa.Table]:
    """Yield a table that this program built as it stands: read as a register, its contracts would be counted anew."""
    if (rows := pq.read_metadata(path).num_rows) > MOST_ROWS:
        raise FileError(f"{name}: holds {rows:,} contracts, and at most {MOST_ROWS:,} are read here.")
    try:
        yield from read_batches(path)
    except TableError as error:
        raise FileError(str(error).replace(str(path), name)) from None


def _register(path: Path, name: str) -> Sheet | None:
    """Open a register of this program, however a spreadsheet saved it; None for any other file."""
    if ending(path) not in TABLE_ENDINGS:
        return None
    try:
        listed = list(sheets(path, name))
    except Exception:  # noqa: BLE001 - whoever reads it as what it is says what is wrong
        return None
    return next((sheet for sheet in listed if known_shape(sheet.columns) == REGISTER), None)


def _how_many() -> int:
    """Return how many helpers there may be: half of the cores stay with those who visit."""
    return min((os.cpu_count() or 1) // 2, MOST_HELPERS)


@contextmanager
def helpers_for(path: Path) -> Iterator[Executor | None]:
    """Give processes that make the rows of a file while this one reads it; None where that does not pay.

    They are forked before anything is read, so that they hold nothing of the file.
    """
    count = _how_many()
    if path.stat().st_size < WORTH_A_HELPER or not hasattr(os, "fork") or not count:
        yield None
        return
    with ProcessPoolExecutor(count, get_context("fork")) as helpers:
        for begun in [helpers.submit(os.getpid) for _ in range(count)]:
            begun.result()
        yield helpers


def gather_with_help(
    path: Path, name: str, mapped: RegisterMapping | None, on_row: OnRow
) -> tuple[Iterator[pa.Table], list[Issue]]:
    """Read a file as `gather` does, with helpers where that pays; anew and alone where the system ended one of them."""
    try:
        with helpers_for(path) as helpers:
            return gather(path, name, mapped, on_row, helpers)
    except BrokenProcessPool:
        return gather(path, name, mapped, on_row)


def _at_most(found: Iterator[NoticesAndIssues], name: str) -> Iterator[NoticesAndIssues]:
    records = 0
    for notices, issues in found:
        records += len(notices)
        if records > MOST_ROWS:
            problem, remedy = (
                f"holds more than {MOST_ROWS:,} records",
                f"the rest; build it with {command('data', 'build')}",
            )
            yield [], [left_out(name, None, "", "", problem, remedy)]
            return
        yield notices, issues


def _recognised(path: Path, name: str, on_row: OnRow | None, helpers: Executor | None) -> Iterator[NoticesAndIssues]:
    for piece in pieces(name, path):
        yield [], list(piece.issues)
        yield from notices_of(piece, on_row, helpers)


def _mapped(
    path: Path, name: str, mapped: RegisterMapping, on_row: OnRow | None, helpers: Executor | None
) -> Iterator[NoticesAndIssues]:
    found = list(sheets(path, name))
    columns = [column for sheet in found for column in sheet.columns]
    if problems := check(mapped, columns):
        raise FileError("\n".join(problems))
    yield from own_table.read(found, name, mapped, on_row, helpers)


def main(folder: Path) -> None:
    """Answer the request that lies in a folder."""
    _limit()
    gc.disable()  # looking for circles among what is kept of the rows took up to a fifth of the time, and found none
    asked = json.loads((folder / REQUEST).read_text("utf-8"))
    path, name = folder / asked["file"], asked["name"]
    answer: dict[str, object] = {}
    try:
        if asked["preview"]:
            answer = asdict(preview(path, name))
        else:
            mapped = mapping_file.from_toml(asked["mapped"], name) if asked["mapped"] is not None else None
            told = partial(_tell, folder)
            write(folder, *gather_with_help(path, name, mapped, told))
    except (FileError, mapping_file.MappingError) as error:
        answer = {"problem": str(error)}
    except MemoryError:
        answer = {
            "problem": f"{name}: takes more than the {MOST_BYTES // 1_000_000} MB of memory that the page gives "
            f"a file. Give a part of it, or build it with {command('data', 'build')}."
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


def _tell(folder: Path, done: int, of: int) -> None:
    """Say how far it is, for whoever waits; `of` is 0 while the rows are counted."""
    place = folder / f".{PROGRESS}"
    place.write_text(f"{done} {of}", "ascii")
    place.replace(folder / PROGRESS)


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
    os._exit(0)  # to take apart what was read, object by object, would keep the reader waiting for another second
