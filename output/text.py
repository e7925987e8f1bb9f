"""Text from data, made safe to show as Markdown or to open as a table."""

import re

_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>])")
_MOST_DIGITS = 18
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(text: str) -> str:
    """Escape what Markdown would read as a mark, so that a name shows as it is written."""
    return _MARKS.sub(r"\\\1", text.replace("\n", " "))


def whole(text: str) -> int | None:
    """Read a whole number, such as one that stands in an address; None where the text is none or too long for one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None


def safe_cell(value: object) -> object:
    """Keep a spreadsheet from taking a text cell for a formula (CWE-1236)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
