"""A small contracts table without any file: for an upload, which stays in its session."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any

import pandas as pd
import pyarrow as pa

from data.model.issues import Issue
from data.model.notice import NoticesAndIssues
from data.readers.own_register.mapping import RegisterMapping, check
from data.readers.own_register.matching.guess import of_names
from data.readers.tables import own_table
from data.readers.tables.sheets import Sheet
from data.table.merge import Merged, merge
from data.table.piece_reader import rows_of_all
from data.table.rows.batches import SCHEMA
from policy.contracts import typed


def contracts(read: Iterable[NoticesAndIssues]) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the contracts table of some notices, each contract counted once, and every issue."""
    together, issues = gathered(read)
    return typed(pa.concat_tables(together.batches()).to_pandas()), issues


def gathered(read: Iterable[NoticesAndIssues], helpers: Executor | None = None) -> tuple[Merged, list[Issue]]:
    """Return what a contracts table of some notices is made of, a batch at a time, and every issue.

    `helpers` are as in `piece_reader.rows_of_all`.
    """
    rows = rows_of_all(read, "", helpers)
    together = merge([pa.Table.from_batches(rows.batches, SCHEMA)], [""])
    return together, rows.issues + together.issues


def of_frame(
    frame: pd.DataFrame, columns: Mapping[str, str] | RegisterMapping, source: str
) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the contracts of a user's table under a mapping, and what was wrong with them.

    Raises:
        ValueError: the mapping names a column that is not there.
    """
    mapping = columns if isinstance(columns, RegisterMapping) else of_names(columns)
    names = [str(name) for name in frame.columns]
    if problems := check(mapping, names):
        raise ValueError("\n".join(problems))

    def begin(_: list[Issue]) -> Iterator[tuple[int, list[Any]]]:
        return ((line, list(row)) for line, row in enumerate(frame.itertuples(index=False, name=None), 2))

    return contracts(own_table.read([Sheet(source, names, begin)], source, mapping))
