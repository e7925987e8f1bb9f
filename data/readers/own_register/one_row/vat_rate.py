"""The rate of VAT that a column of its own states for each row: what an amount with VAT is divided by."""

import re

from data.model import cell_values
from data.readers.field_reader import FieldReader
from data.readers.own_register.column_names import is_vat_rate
from data.readers.own_register.one_row.columns import Columns, Values

_IN_WORDS = {"standard": 20.0, "reduced": 5.0, "zero": 0.0, "nil": 0.0, "exempt": 0.0}
_STATED = re.compile(r"(\d{1,2}(?:\.\d+)?)\s?(%|per\s?cent)?(?:\s\W?(?:standard|reduced|zero)(?:[\s-]rated?)?\W?)?")
_RATES = (0.0, 5.0, 12.5, 15.0, 17.5, 20.0)
"""The rates of VAT in the United Kingdom since 1991: the standard one of each time, the reduced ones, and none."""


def ratio_of(columns: Columns, values: Values, fields: FieldReader) -> float | None:
    """Return the amount with VAT by that without, None where no column states a rate; what is no rate is an issue."""
    for use, text in columns.each(values, "vat"):
        if not is_vat_rate(use.column) or text.casefold() in cell_values.BLANKS:
            continue
        rate = _rate(text)
        if rate is not None:
            return 1 + rate / 100
        fields.issue(columns.path(use), text, "is no rate of VAT", "taken as the standard rate where VAT is in")
    return None


def _rate(text: str) -> float | None:
    first = re.split(r"[^a-z]", text.strip().lower(), maxsplit=1)[0]
    if first in _IN_WORDS:
        return _IN_WORDS[first]
    stated = _STATED.fullmatch(text.strip().lower())
    if not stated:
        return None
    rate = float(stated[1])
    if not stated[2] and 0 < rate < 1:  # a workbook keeps 5% as 0.05
        rate = round(rate * 100, 4)
    return rate if rate in _RATES else None
