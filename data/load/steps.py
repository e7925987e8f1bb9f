"""From records to contracts in numbered steps with counts and pounds, and how many of the contracts state each fact."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from data.model.money import CEILINGS, UNUSABLE
from data.places.disk import atomically
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
    reason, stage = contracts["not_counted_reason"].astype("str").fillna(""), contracts["stage"].astype("str")
    gone = ~contracts["counted"].astype(bool)
    takes = [(name, gone & reason.str.startswith(prefixes)) for name, prefixes in _REASONS]
    takes += [
        ("Not counted for another reason", gone),
        ("Plans without an award", stage == "planned"),
        ("Ended before their term, or replaced", stage == "superseded"),
        ("Frameworks and purchasing systems: a ceiling is no spend", contracts["instrument"].isin(CEILINGS)),
    ]
    (_, rows, pounds), *taken = taken_away(contracts, "Records read", takes, "Contracts that count")
    again = [("The same notice read again", -read_twice, 0.0)] if read_twice else []
    lines = [("Records read", rows + read_twice, pounds), *again, *taken]
    numbered = [(f"{number}. {name}", *rest) for number, (name, *rest) in enumerate(lines, 1)]
    return pd.DataFrame(numbered, columns=["Step", "Contracts", "£ whole life"])


def taken_away(
    contracts: pd.DataFrame, first: str, takes: Iterable[tuple[str, "pd.Series[bool]"]], last: str
) -> list[tuple[str, int, float]]:
    """Lead from all rows to those that are left: name, rows and pounds over the whole term, summed in pence.

    Args:
        contracts: a contracts table with `value_gbp`.
        first: name of the line of all rows.
        takes: what is taken away in order, each with its rows; a row goes once, by the first that applies to it.
        last: name of the line of what is left, to which all others add up; what takes nothing is not told.
    """
    pence = (contracts["value_gbp"].fillna(0) * 100).round().astype("int64")
    left = pd.Series(True, index=contracts.index)  # noqa: FBT003
    lines = [(first, len(contracts), int(pence.sum()))]
    for name, applies in takes:
        taken = left & applies
        left &= ~applies
        if taken.any():
            lines.append((name, -int(taken.sum()), -int(pence[taken].sum())))
    whole = int(left.sum()), int(pence[left].sum())
    assert whole == (sum(rows for _, rows, _ in lines), sum(sum_ for *_, sum_ in lines)), "the steps do not add up"
    return [(name, rows, sum_ / 100) for name, rows, sum_ in (*lines, (last, *whole))]


def write_steps(table: Path, read_twice: int) -> pd.DataFrame:
    """Write the steps of a built table as CSV beside it, as x.steps.csv, and return them."""
    rows = steps(pq.read_table(table, columns=[*COLUMNS]).to_pandas(), read_twice)
    atomically(table.with_suffix(".steps.csv"), lambda to: rows.to_csv(to, index=False))
    return rows


def coverage(contracts: pd.DataFrame, column: str, most: int = 30) -> pd.DataFrame:
    """Share of counted contracts that state each fact, by the values of a column, the largest groups first."""
    usable, supplier = ~contracts["value_quality"].isin(UNUSABLE), contracts["supplier_kind"]
    facts = pd.DataFrame(
        {
            "Contracts": 1,
            "Value usable": contracts["value_gbp"].notna() & usable,
            "Value a year": contracts["annual_gbp"].notna() & usable,
            "Start": contracts["start_date"].notna(),
            "End": contracts["latest_end_date"].notna() | contracts["end_date"].notna(),
            "Service": contracts["service"].notna(),
            "Kind of buyer": contracts["buyer_kind"].notna(),
            "Kind of supplier": ~supplier.isin(["unknown", "none"]) & supplier.notna(),
        }
    )
    counted = contracts["counted"]
    groups = facts[counted].groupby(contracts.loc[counted, column], observed=True, dropna=False)
    shares = groups.mean().mul(100).round(1)
    shares["Contracts"] = groups["Contracts"].sum()
    shares.index = shares.index.astype("str").fillna("Not stated")
    shares = shares.sort_index().sort_values("Contracts", ascending=False, kind="stable")
    return shares.head(most).reset_index(names=column)


def repairs(contracts: pd.DataFrame) -> pd.DataFrame:
    """From the sum of every stated value to the sum that counts: what each repair takes away, in pounds, exactly.

    A row is taken away once, by the first repair that applies to it.
    """
    quality, stage = contracts["value_quality"], contracts["stage"]
    repeats, reason = ~contracts["counted"], contracts["not_counted_reason"].notna()
    takes = (
        ("Not counted: stands for the same contract as another row, or changes one", repeats & reason),
        ("Not counted, no reason given", repeats),
        ("Planned, not yet awarded", stage == "planned"),
        ("Superseded", stage == "superseded"),
        ("Placeholders and absurd figures: the contract counts, its value does not", quality == "placeholder"),
        ("Foreign currency: the contract counts, its value does not", quality == "foreign"),
        ("Ceilings of frameworks: the contract counts, its value is no spend", quality == "ceiling"),
    )
    lines = taken_away(contracts, "Every value as read", takes, "Value that counts")
    return pd.DataFrame(lines, columns=["Step", "Rows", "£ whole life"])
