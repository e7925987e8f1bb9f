"""Rows of the contracts table as record batches of Arrow, the texts of their keys as numbers."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from msgspec.structs import astuple

from data.model.issues import Issue
from data.readers.boundary import broken
from data.table import value_spans
from data.table.rows.contract_row import ContractRow
from data.table.rows.keys import KEYS, numbers
from policy.contracts import COLUMNS, Kind

TYPES = {Kind.TEXT: pa.string(), Kind.CATEGORY: pa.string(), Kind.POUNDS: pa.float64(), Kind.COUNT: pa.float64(),
          Kind.DATE: pa.date32(), Kind.SWITCH: pa.bool_()}  # fmt: skip
REGISTER_ALONE = ("successor_id", "part_of")
"""Columns that no notice tells: the embedded register states them, and a built table has none."""
DECIDED_LATER = frozenset({*REGISTER_ALONE, *value_spans.SPAN_COLUMNS, "counted", "not_counted_reason"})
"""Columns of the contracts table that no notice tells by itself."""
SCHEMA = pa.schema(
    [pa.field(c.name, TYPES[c.kind]) for c in COLUMNS if not c.from_service and c.name not in DECIDED_LATER]
    + list(KEYS)
)
"""Columns of a record batch: those of the contracts table that a notice tells, then the keys."""


def batch(rows: list[ContractRow]) -> pa.RecordBatch:
    """Return rows as a record batch with the columns of `SCHEMA`, the texts of keys as numbers."""
    columns = list(zip(*map(astuple, rows), strict=True)) if rows else [()] * len(SCHEMA)
    arrays = [_array(column, field) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.record_batch(arrays, schema=SCHEMA)


def _array(column: tuple[Any, ...], field: pa.Field) -> pa.Array:
    return pa.array(numbers(column) if field.name.startswith("key_") else column, field.type)


def batches(rows: list[ContractRow], source: str, issues: list[Issue]) -> Iterator[pa.RecordBatch]:
    """Yield rows as record batches without those that no column can hold; of each such row `issues` gets an issue.

    Args:
        rows: any number of rows.
        source: the file that they come from, for the issues.
        issues: grows while the batches are taken.
    """
    try:
        yield batch(rows)
    except (ArithmeticError, ValueError, TypeError, AttributeError, pa.ArrowException) as error:
        if len(rows) == 1:
            issues.append(broken(source, rows[0].line, error))
            return
        half = len(rows) // 2
        yield from batches(rows[:half], source, issues)
        yield from batches(rows[half:], source, issues)
