"""A small contracts table without any file: for an upload, which stays in its session."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import pandas as pd
import pyarrow as pa

from data.model.issues import Issue
from data.model.notice import NoticesAndIssues
from data.readers.own_register.mapping import RegisterMapping, check
from data.readers.own_register.matching import of_names
from data.readers.tables import own_table
from data.readers.tables.sheets import Sheet
from data.table import contract_rows
from data.table.contract_rows import ContractRow
from data.table.merge import Merged, merge
from policy.contracts import typed

# As values of Python the rows of a large file take ten times the room that they take here.
_TOGETHER = 4096


def contracts(read: Iterable[NoticesAndIssues]) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the contracts table of some notices, each contract counted once, and every issue."""
    together, issues = gathered(read)
    return typed(pa.concat_tables(together.batches()).to_pandas()), issues


def gathered(read: Iterable[NoticesAndIssues]) -> tuple[Merged, list[Issue]]:
    """Return what a contracts table of some notices is made of, a batch at a time, and every issue."""
    table, issues = stored(read)
    together = merge([table], [""])
    return together, issues + together.issues


def stored(read: Iterable[NoticesAndIssues]) -> tuple[pa.Table, list[Issue]]:
    """Return the rows of some notices, not yet merged, and every issue."""
    batches, rows, issues = list[pa.RecordBatch](), list[ContractRow](), list[Issue]()
    source = iter(read)
    while some := list(islice(source, contract_rows.TOGETHER)):
        rows.extend(contract_rows.rows_of(some))
        issues.extend(issue for _, wrong in some for issue in wrong)
        if len(rows) >= _TOGETHER:
            batches.extend(contract_rows.batches(rows, "", issues))
            rows.clear()
    batches.extend(contract_rows.batches(rows, "", issues))
    return pa.Table.from_batches(batches, contract_rows.SCHEMA), issues


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
