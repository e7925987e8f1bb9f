"""What the remarks of one row of a register say against its other cells: said, and not read."""

from data.readers.cells import remarks
from data.readers.field_reader import FieldReader
from data.readers.own_register.one_row.columns import Columns, Values

_LOOK = "is read as stated; look at it"
_NEAR = 0.005
"""By so much of it an amount in a remark may be rounded."""


class RowRemarks:
    """Compares the remarks of single rows with what else was read of them."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def read(
        self, values: Values, fields: FieldReader, amounts: tuple[float | None, ...], suppliers: tuple[str, ...]
    ) -> None:
        """Say which remarks name another amount or another supplier.

        Args:
            values: the cells of the row.
            fields: takes an issue for each such remark.
            amounts: what the row states in pounds, None where it states nothing.
            suppliers: the names that it states.
        """
        known = {_bare(name) for name in suppliers}
        for use, text in self._columns.remarks(values):
            path = self._columns.path(use)
            changed = remarks.new_amount(text)
            if changed and not any(pounds is not None and _is_near(pounds, changed[0]) for pounds in amounts):
                fields.issue(path, text[:80], f"says that the amount is now {changed[1]}", f"the amount {_LOOK}")
            name = remarks.new_supplier(text)
            if name and _bare(name) not in known:
                fields.issue(path, text[:80], f"says that {name} supplies now", f"the supplier {_LOOK}")


def _is_near(pounds: float, other: float) -> bool:
    return abs(pounds - other) <= _NEAR * abs(other)


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold())).removesuffix("limited").removesuffix("ltd")
