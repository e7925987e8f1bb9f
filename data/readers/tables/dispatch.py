"""Tables in, notices out: known shapes by their header, any other as a register of the reader's own."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from typing import Any

from data.model.issues import CAUTION, Issue, left_out
from data.model.notice import NoticesAndIssues
from data.readers.boundary import attempt, guarded
from data.readers.own_register.mapping import RegisterMapping
from data.readers.tables import contracts_finder, exports, flattened, own_table
from data.readers.tables.own_table import OnRow
from data.readers.tables.shapes import (
    REGISTER,
    is_flattened,
    known_shape,
    own_output,
    part_of_release,
)
from data.readers.tables.sheets import Sheet, sheets


def read_file(
    path: str,
    source: str,
    mapping: RegisterMapping | None = None,
    on_row: OnRow | None = None,
    helpers: Executor | None = None,
) -> Iterator[NoticesAndIssues]:
    """Yield the notices of a table row by row, or one issue that says why it holds none.

    Args:
        path: where it lies.
        source: the name by which it is reported.
        mapping: how to read it where it is a register of the reader's own and holds the columns that the mapping names.
        on_row: called now and then with how far it is.
        helpers: what reads the cells of a register, as in `own_table.read`.
    """
    return guarded(_read(source, Path(path), mapping, on_row, helpers), source)


def _read(
    source: str, path: Path, mapping: RegisterMapping | None, on_row: OnRow | None, helpers: Executor | None
) -> Iterator[NoticesAndIssues]:
    listed = list(sheets(path, source))
    if listed and (own := own_output(source, listed[0].columns, listed[0].about)):
        yield [], own
        return
    if any(known_shape(sheet.columns) == REGISTER for sheet in listed):
        remedy = "give it to --data, to load_dataset or to the page Data"
        yield [], [left_out(source, None, "columns", "", f"is {REGISTER}, whose contracts stand as they are", remedy)]
        return
    if part := part_of_release(source, [sheet.columns for sheet in listed]):
        yield [], part
        return
    lacking = own_table.missing(listed, mapping) if mapping is not None else []
    if mapping is not None and not lacking:
        yield from own_table.read(listed, source, mapping, on_row, helpers)
        return
    known = next((sheet for sheet in listed if known_shape(sheet.columns)), None)
    if lacking and listed:
        how = f"as {known_shape(known.columns)}" if known is not None else "by a guess"
        mended = ", and nothing of it was mended or left out" if mapping and mapping.mends else ""
        problem = f"was read {how} and not under the mapping{mended}: it has no column {_named(lacking)}"
        yield [], [Issue(source, None, "", "table", "", problem, CAUTION)]
    if known is not None and is_flattened(known.columns):
        yield from flattened.releases(listed, source)
    elif known is not None:
        yield from _of_known_shape(known, source, path)
    else:
        yield from own_table.read(listed, source, None, on_row, helpers)


def _named(columns: list[str]) -> str:
    more = f" and {len(columns) - 1:,} more that the mapping names" if len(columns) > 1 else ""
    return f"{columns[0]!r}{more}"


def _website_export(sheet: Sheet, source: str) -> Iterator[NoticesAndIssues]:
    if lacking := [name for name in contracts_finder.COLUMNS if name not in sheet.columns]:
        problem = f"is a Contracts Finder export without {', '.join(lacking)}: what these columns state is not known"
        yield [], [Issue(source, sheet.header_line, "", "table", "", problem, CAUTION)]
    for line, row in sheet.texts():
        filled = contracts_finder.filled(row)
        notices, issues = attempt(partial(contracts_finder.from_csv, filled, source, line), source, line)
        yield notices, sheet.drain() + issues


READERS: Mapping[str, Callable[[Sheet, str, Path], Iterator[NoticesAndIssues]]] = {
    "Contracts Finder export": lambda sheet, source, _: _website_export(sheet, source),
    "Contracts Finder daily file": lambda sheet, source, _: flattened.harvest(sheet, source),
    "mySociety awards": exports.mysociety,
    "OJEU awards": lambda sheet, source, _: exports.ojeu(sheet, source),
}
"""What reads each export, by its name in SHAPES; the path is there for a reader that looks beside the file."""


def _of_known_shape(sheet: Sheet, source: str, path: Path) -> Iterator[NoticesAndIssues]:
    yield from READERS[known_shape(sheet.columns)](sheet, source, path)
    yield [], sheet.drain()


def is_search_answer(document: object) -> bool:
    """Say whether JSON is an answer of Contracts Finder's search, or one item of it."""
    if not isinstance(document, dict):
        return False
    return (
        "noticeList" in document
        or {"noticeStatus", "organisationName"} <= set(document)
        or ({"status", "organisation", "awarded_value"} <= set(document))
    )


def read_search(document: Any, source: str, line: int | None) -> Iterator[NoticesAndIssues]:
    """Yield the notices of a search answer."""
    listed = document.get("noticeList", [document])
    for number, item in enumerate(listed if isinstance(listed, list) else [listed], 1):
        place = line if line is not None else number
        notice = item.get("item", item) if isinstance(item, dict) else item
        if isinstance(notice, dict):
            yield attempt(partial(contracts_finder.from_search, notice, source, place), source, place)
        else:
            yield [], [left_out(source, place, "", notice, "is no notice", "not understood")]
