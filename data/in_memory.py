"""A small contracts table without any file: for an upload, which stays in its session."""

from collections.abc import Iterable
from typing import Any

import pandas as pd
import pyarrow as pa

from data import part
from data.enrich import contract
from data.issues import Issue
from data.merge import merge
from data.notice import Notice
from policy.contracts import typed


def contracts(read: Iterable[tuple[list[Notice], list[Issue]]]) -> tuple[pd.DataFrame, list[Issue]]:
    """Return the contracts table of some notices, each contract counted once, and every issue."""
    rows, issues = list[tuple[Any, ...]](), list[Issue]()
    for notices, wrong in read:
        issues.extend(wrong)
        found = [contract(notice) for notice in notices]
        rows.extend(part.rows(one for one, _ in found))
        issues.extend(issue for _, problems in found for issue in problems)
    together = merge([pa.Table.from_batches([part.batch(rows)])], [""])
    return typed(pa.concat_tables(together.batches()).to_pandas()), issues + together.issues
