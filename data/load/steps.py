"""From records to contracts, as numbered steps with counts and pounds: what was read, what each step takes away."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from data.model.money import CEILINGS
from data.table import duplicates

COLUMNS = ("counted", "not_counted_reason", "stage", "instrument", "value_gbp")
"""Columns of the contracts table that the steps are told from."""
_REASONS = (
    ("Earlier notices of the same award", (duplicates.REPLACED,)),
    ("The same contract published again", (duplicates.PUBLISHED_AGAIN,)),
    ("Cancelled", (duplicates.CANCELLED, duplicates.CANCELLED_LATER)),
    ("Plans that led to an award", (duplicates.AWARDED,)),
    ("Notices that change, end or report on a contract", (duplicates.CHANGES,)),
)


def steps(contracts: pd.DataFrame, read_twice: int = 0) -> pd.DataFrame:
    """Return the steps from records to contracts.

    Args:
        contracts: a contracts table, of which COLUMNS are read.
        read_twice: how many records were the same notice again; they are no rows, and their pounds are not kept.

    Returns:
        Step, Contracts and "£ whole life", numbered in order. What a step takes away is negative; all but the last add
        up to the last. A row is taken away once, by the first step that applies to it.
    """
    pence = (contracts["value_gbp"].fillna(0) * 100).round().astype("int64")
    reason, stage = contracts["not_counted_reason"].astype("str").fillna(""), contracts["stage"].astype("str")
    gone = ~contracts["counted"].astype(bool)
    takes = [(name, gone & reason.str.startswith(prefixes)) for name, prefixes in _REASONS]
    takes += [
        ("Not counted for another reason", gone),
        ("Plans without an award", stage == "planned"),
        ("Ended before their term, or replaced", stage == "superseded"),
        ("Frameworks and purchasing systems: a ceiling is no spend", contracts["instrument"].isin(CEILINGS)),
    ]
    left = pd.Series(True, index=contracts.index)  # noqa: FBT003
    found = [("Records read", len(contracts) + read_twice, int(pence.sum()))]
    if read_twice:
        found.append(("The same notice read again", -read_twice, 0))
    for name, applies in takes:
        taken = left & applies
        left &= ~applies
        if taken.any():
            found.append((name, -int(taken.sum()), -int(pence[taken].sum())))
    found.append(("Contracts that count", int(left.sum()), int(pence[left].sum())))
    counts, sums = (sum(step[1] for step in found[:-1]), sum(step[2] for step in found[:-1]))
    assert (counts, sums) == found[-1][1:], "the steps do not add up to what counts"
    rows = [(f"{number}. {name}", count, value / 100) for number, (name, count, value) in enumerate(found, 1)]
    return pd.DataFrame(rows, columns=["Step", "Contracts", "£ whole life"])


def write_steps(table: Path, read_twice: int) -> pd.DataFrame:
    """Write the steps of a built table as CSV beside it, as x.steps.csv, and return them."""
    found = steps(pq.read_table(table, columns=[*COLUMNS]).to_pandas(), read_twice)
    found.to_csv(table.with_suffix(".steps.csv"), index=False)
    return found
