"""A small contracts table without any file: for an upload, which stays in its session."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
import pyarrow as pa

from data.model.issues import Issue
from data.model.notice import Notice
from data.readers.tables import mapping
from data.table import contract_rows
from data.table.contract import contract
from data.table.merge import merge
from policy.contracts import typed


def contracts(read: Iterable[tuple[list[Notice], list[Issue]]]) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the contracts table of some notices, each contract counted once, and every issue."""
    rows, issues = list[tuple[Any, ...]](), list[Issue]()
    for notices, wrong in read:
        issues.extend(wrong)
        found = [contract(notice) for notice in notices]
        rows.extend(contract_rows.rows(one for one, _ in found))
        issues.extend(issue for _, problems in found for issue in problems)
    together = merge([pa.Table.from_batches([contract_rows.batch(rows)])], [""])
    return typed(pa.concat_tables(together.batches()).to_pandas()), issues + together.issues


def of_frame(frame: pd.DataFrame, columns: Mapping[str, str], source: str) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the contracts of a user's table under a mapping, and what was wrong with them.

    Raises:
        ValueError: the mapping names a column that is not there.
    """
    problems = mapping.check_mapping(columns, frame.columns)
    if problems:
        raise ValueError("\n".join(problems))
    rows = ({str(name): cell for name, cell in row.items()} for row in frame.to_dict("records"))
    return contracts(mapping.notice(row, columns, source, line) for line, row in enumerate(rows, 2))
