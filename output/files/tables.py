"""The table of a chart as CSV that says what it is, as plain CSV, and as a workbook."""

from typing import Any

import pandas as pd

from output.files.about import Taken, plain_value
from output.text import file_text, safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Media type of a workbook."""


def csv_with_head(taken: Taken) -> bytes:
    """Write the table as CSV below lines that say what it is.

    Each line of the head begins with `# ` and its label, and its text is the next cell. A spreadsheet shows them as two
    columns; a program skips what begins with `#`, as no line of the table does, since its texts stand in quotes.
    """
    lines = [f"# {label},{_quoted(text)}" for label, text in taken.lines().items()]
    return ("\n".join(lines) + "\n" + _csv(taken.table)).encode("utf-8-sig")


def plain_csv(table: pd.DataFrame) -> bytes:
    """Write a table alone as CSV, for programs; no cell is read as a formula by a spreadsheet."""
    return _csv(table).encode()


def pasted(table: pd.DataFrame) -> str:
    """Write a table as lines with tabs, which a spreadsheet takes from the clipboard as rows and columns."""
    rows = [map(str, table), *table.itertuples(index=False, name=None)]
    return "\n".join("\t".join(map(_unquoted, row)) for row in rows)


def _unquoted(value: Any) -> str:
    plain = plain_value(value)
    return "" if plain is None else file_text(str(safe_cell(plain)))


def _csv(table: pd.DataFrame) -> str:
    rows = [map(str, table), *table.itertuples(index=False, name=None)]
    return "".join(f"{','.join(map(_written, row))}\n" for row in rows)


def _written(value: Any) -> str:
    plain = plain_value(value)
    if plain is None:
        return ""
    return _quoted(plain) if isinstance(plain, str) else str(plain)


def _quoted(text: str) -> str:
    return '"' + str(safe_cell(file_text(text))).replace('"', '""') + '"'


def workbook(taken: Taken) -> bytes:
    """Write the table as a workbook: one sheet with the title above the table, one with all that it says of itself."""
    from output.files.workbook import written  # noqa: PLC0415 - few read one, and nothing else waits for its library

    return written(taken)
