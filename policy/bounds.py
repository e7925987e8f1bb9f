"""How much one door takes: what is longer is refused in words, so that no input can hold up everybody."""

from collections.abc import Sequence
from datetime import date
from math import isnan

LONGEST_SETTING = 200
"""Characters of a setting that holds one value, such as an amount or a date."""
LONGEST_LIST = 10_000
"""Characters of a setting that holds a list, as a link writes it, and of a page's own value in the address."""
MOST_ITEMS = 200
"""Items of such a list."""
MOST_PATTERNS = 20
"""Items of a list of names that hold a `*`, since each is held against every name of the data."""
LONGEST_LINK = 40_000
"""Characters of a link: every setting at its longest fits."""
MOST_PAIRS = 1_000
"""Settings of a link as it is pasted, and values of pages beside them."""
LARGEST_SCENARIOS = 500_000
"""Characters of a file of scenarios: a hundred at five thousand each."""
MOST_LINES = 10_000
"""Lines of a file of scenarios or of labels."""
LARGEST_FILE = 2_000_000
"""Bytes of a receipt or of the labels of an audit."""
MOST_TAKEN = 10_000
"""Contracts in the package of a chart; of more, those with the most spend that returns."""
MOST_NAMED = 20
"""Problems of one kind that are named one by one; the rest is counted."""
LARGEST_WRITTEN = 10**4_200
"""Whole numbers from which on none is written out: Python refuses to write one of more than 4,300 digits."""
_SHOWN = 80
_KINDS = {
    "dict": "a table",
    "mappingproxy": "a table",
    "NAType": "a missing value",
    "NaTType": "a missing day",
    "bytes": "bytes",
    "ndarray": "an array",
}
"""Kinds whose name in Python would say little."""


def cut(text: str, length: int = _SHOWN) -> str:
    """Give a text as a message shows it: whole, or its beginning where it is long."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def shown(value: object, length: int = _SHOWN) -> str:
    """Say a value that cannot stand: a text in quotes, a list by its items, a number or a day bare, any other by kind.

    Nothing is written as Python writes it: the value may come from a link, a file or a command.
    """
    if isinstance(value, str):
        return repr(cut(value, length))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | set | frozenset):
        items = [kind_of(item) if isinstance(item, list | tuple) else shown(item) for item in value]
        return cut(", ".join(sorted(items) if isinstance(value, set | frozenset) else items), length) or "an empty list"
    if isinstance(value, int) and abs(value) >= LARGEST_WRITTEN:
        return "a number of thousands of digits"
    if isinstance(value, float) and isnan(value):
        return "a missing number"
    if value is None or (isinstance(value, int | float | date) and type(value).__name__ != "NaTType"):
        return cut(str(value), length)
    return kind_of(value)


def kind_of(value: object) -> str:
    """Say what kind of thing was given: `a DataFrame`; what has no name that a reader could know, in words."""
    if isinstance(value, type):
        return "a class"
    if callable(value):
        return "a function"
    name = type(value).__name__
    return _KINDS.get(name) or f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def cut_path(path: str) -> str:
    """Give a path as a message shows it: whole, or its end where it is long, since that is the file's own name."""
    return path if len(path) <= _SHOWN else f"…{path[1 - _SHOWN :]}"


def first_named(names: Sequence[str]) -> list[str]:
    """Give the first MOST_NAMED of some names, each cut, and how many more there are."""
    more = len(names) - MOST_NAMED
    return [*map(cut, names[:MOST_NAMED]), *([f"and {more:,} more"] if more > 0 else [])]


def too_long(text: str, most: int) -> str:
    """Say that a text is longer than it may be; empty where it is not."""
    if len(text) <= most:
        return ""
    return f"is {len(text):,} characters long, and the longest that is read has {most:,}; it begins {cut(text, 40)!r}"
