"""Headers further down a table, as where services and works stand one under the other with columns of their own."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from data.readers.own_register.column_names import known_names

_AMONG = 5_000
"""Rows among which they are looked for: a table with several is made by hand."""
_FEWEST_NAMES, _FEWEST_KNOWN, _LONGEST_NAME = 4, 4, 80


def further_headers(rows: Iterable[tuple[int, list[Any]]], columns: Sequence[str]) -> list[int]:
    """Return the lines of the rows that name other columns than the header does.

    Args:
        rows: those under the header, with their lines.
        columns: the names in the header.
    """
    known, found = _names(columns), list[int]()
    for line, values in islice(rows, _AMONG):
        named = [value for value in values if value not in (None, "")]
        if len(named) < _FEWEST_NAMES or not all(
            isinstance(each, str) and len(each) <= _LONGEST_NAME for each in named
        ):
            continue
        if _holds_facts(named) and len(_names(named) - known) * 5 > len(named):
            found.append(line)
            known = _names(named)
    return found


def _names(written: Iterable[str]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in written}


def _holds_facts(named: list[str]) -> bool:
    """Say whether texts are names of columns: most give a fact each, and few hold a figure."""
    with_figures = sum(any(sign.isdigit() for sign in name) for name in named)
    return with_figures * 3 <= len(named) and known_names(named) >= max(_FEWEST_KNOWN, len(named) * 0.6)
