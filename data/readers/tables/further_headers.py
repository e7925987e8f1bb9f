"""Further tables on a sheet, with columns of their own: services and works one under the other, or side by side."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from data.readers.own_register.column_names import SAME_NAME, first_fact, known_names

_AMONG = 5_000
"""Rows among which they are looked for: a table with several is made by hand."""
_FEWEST_NAMES, _FEWEST_BELOW_A_HEADING, _LONGEST_NAME = 4, 3, 80
"""How many columns a further header names at least, and that many facts; right below a line of one cell one fewer."""


def further_headers(rows: Iterable[tuple[int, list[Any]]], columns: Sequence[str]) -> list[int]:
    """Return the lines of the rows that name other columns than the header does.

    Args:
        rows: those under the header, with their lines.
        columns: the names in the header.
    """
    known, found, is_below_a_heading = _names(columns), list[int](), False
    for line, values in islice(rows, _AMONG):
        named = [value for value in values if value not in (None, "")]
        if not named:
            continue
        fewest = _FEWEST_BELOW_A_HEADING if is_below_a_heading else _FEWEST_NAMES
        is_below_a_heading = len(named) == 1
        if len(named) < fewest or not all(isinstance(each, str) and len(each) <= _LONGEST_NAME for each in named):
            continue
        if len(_names(named) - known) * 5 > len(named) and _holds_facts(named, fewest):
            found.append(line)
            known = _names(named)
    return found


NAMELESS = re.compile(r"column \d+")
_FEWEST_SHARED = 3


def beside(rows: Iterable[tuple[int, list[Any]]], columns: Sequence[str]) -> int:
    """Return which column is the empty one between two tables side by side, 0 where there is none.

    Both name suppliers or titles, and three facts at least: the days and sums of a first and a last term do not.

    Args:
        rows: those under the header, with their lines.
        columns: the names in the header.
    """
    empty = [
        at
        for at, name in enumerate(columns)
        if NAMELESS.fullmatch(name) or any(other.startswith(f"{name} ") for other in columns)  # a group's name alone
    ]
    some = [values for _, values in islice(rows, _AMONG)] if empty else []
    for at in empty:
        left, right = ({first_fact(SAME_NAME.sub("", name)) for name in side} for side in (columns[:at], columns[at:]))
        shared = (left & right) - {""}
        enough = len(shared) >= _FEWEST_SHARED and shared & {"title", "supplier"}
        if enough and all(values[at] in (None, "") for values in some):
            return at
    return 0


def _names(written: Iterable[str]) -> set[str]:
    return {" ".join(name.split()).casefold() for name in written}


def _holds_facts(named: list[str], fewest: int) -> bool:
    """Say whether texts are names of columns: most give a fact each, and few hold a figure."""
    with_figures = sum(any(sign.isdigit() for sign in name) for name in named)
    if with_figures * 3 > len(named):
        return False
    least = max(fewest, len(named) * 0.6)
    # A contract in words gives few in its first cells, so the others need not be looked at.
    some = named[: len(named) // 2]
    return known_names(some) + len(named) - len(some) >= least and known_names(named) >= least
