"""Tables in, notices out: known shapes by their header, any other by a guessed mapping."""

from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from data.model.issues import left_out
from data.model.notice import NoticesAndIssues
from data.readers.boundary import guarded
from data.readers.tables import contracts_finder, exports, mapping
from data.readers.tables.sheets import Sheet, sheet

_PAYMENTS = ("transaction", "payment date", "invoice number", "date paid", "date of payment")


def read_file(path: str, source: str) -> Iterator[NoticesAndIssues]:
    """Yield the notices of a table row by row, or one issue that says why it holds none."""
    return guarded(_read(source, Path(path)), source)


def _read(source: str, path: Path) -> Iterator[NoticesAndIssues]:
    found = sheet(path, source)
    names = set(found.columns)
    if names >= contracts_finder.CSV_COLUMNS:
        for line, row in found.records():
            notices, issues = contracts_finder.from_csv(row, source, line)
            yield notices, found.drain() + issues
    elif names >= exports.HARVEST:
        yield from exports.harvest(found, source)
    elif names >= exports.MYSOCIETY:
        yield from exports.mysociety(found, source, path)
    elif names >= exports.OJEU:
        yield from exports.ojeu(found, source)
    else:
        yield from _mapped(found, source)
    yield [], found.drain()


def known_shape(columns: list[str]) -> str:
    """Name the export that a header belongs to; empty where its columns must be matched."""
    names = set(columns)
    shapes = {
        "Contracts Finder export": contracts_finder.CSV_COLUMNS,
        "Contracts Finder daily file": exports.HARVEST,
        "mySociety awards": exports.MYSOCIETY,
        "OJEU awards": exports.OJEU,
    }
    return next((name for name, header in shapes.items() if names >= header), "")


def _mapped(found: Sheet, source: str) -> Iterator[NoticesAndIssues]:
    rows = found.records()
    sample = list(islice(rows, mapping.SAMPLE_ROWS))
    guessed = mapping.guess_mapping(found.columns, [row for _, row in sample])
    problem = no_contracts(found.columns, guessed)
    if problem:
        yield [], [left_out(source, 1, "columns", ", ".join(found.columns), problem, "the whole file")]
        return
    for line, row in chain(sample, rows):
        notices, issues = mapping.notice(row, guessed, source, line)
        yield notices, found.drain() + issues


def no_contracts(columns: list[str], guessed: dict[str, str]) -> str:
    """Say why a table holds no contracts, or "" where it does."""
    header = " | ".join(columns).casefold()
    if any(word in header for word in _PAYMENTS):
        return "lists payments, not contracts"
    if "title" not in guessed and "description" not in guessed:
        return "has no column for what was bought, so it lists no contracts"
    if not {"value", "annual", "start_date", "end_date"} & set(guessed):
        return "has no column for value, start or end, so it lists no contracts"
    return ""


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
    items = document.get("noticeList", [document])
    for number, item in enumerate(items, 1):
        yield contracts_finder.from_search(item.get("item", item), source, line if line is not None else number)
