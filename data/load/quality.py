"""How much of a table can be used, and what each repair does to its total."""

import pandas as pd

from data.load.steps import taken_away

_USABLE = ("placeholder", "foreign", "missing")


def coverage(contracts: pd.DataFrame, column: str, most: int = 30) -> pd.DataFrame:
    """Share of counted contracts that state each fact, by the values of a column, the largest groups first."""
    usable, supplier = ~contracts["value_quality"].isin(_USABLE), contracts["supplier_kind"]
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
    found = groups.mean().mul(100).round(1)
    found["Contracts"] = groups["Contracts"].sum()
    found.index = found.index.astype("str").fillna("Not stated")
    found = found.sort_index().sort_values("Contracts", ascending=False, kind="stable")
    return found.head(most).reset_index(names=column)


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
    found = taken_away(contracts, "Every value as read", takes, "Value that counts")
    return pd.DataFrame(found, columns=["Step", "Rows", "£ whole life"])
