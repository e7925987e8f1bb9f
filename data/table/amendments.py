"""Apply change notices: the contract that one changes ends as the notice says, where it states an end.

A change notice says that the buyer intends the change (Procurement Act 2023, section 75; a light-touch contract needs
none). Its value is not taken over: no published description of the format says whether it is the new total or the
addition. The value a year stays, since the contract goes on at the same price.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.issues import Issue

ENDS = ["end_date", "latest_end_date"]
DONE = "the contract ends as the later notice says"


def changed_ends(dates: pa.Table, contracts: np.ndarray, notices: np.ndarray) -> pd.DataFrame:
    """Return the ends that change notices give to contracts: of each contract by its latest notice that states one.

    Args:
        dates: `ENDS` of the n contracts, then of the n notices that change them.
        contracts: n places of contracts among the keys; one with several notices stands here several times.
        notices: n places of the notices, the earliest first.

    Returns:
        A row for each contract whose end differs from its own: the new `ENDS` (missing is not stated), `contract` and
        `notice` (their places), and `was`, the old end.
    """
    own, new = dates.slice(0, len(contracts)).to_pandas(), dates.slice(len(contracts)).to_pandas()
    changed = new.assign(contract=contracts, notice=notices, was=own["end_date"])
    differs = (new.fillna(0) != own.fillna(0)).any(axis=1)
    stated = new["end_date"].notna()
    return changed[stated & differs & ~changed["contract"].where(stated).duplicated(keep="last")]


def issues_of(keys: pd.DataFrame, changed: pd.DataFrame) -> list[Issue]:
    """Return an issue for each row of `changed_ends`, at the notice that changes the end."""
    notices = keys.iloc[changed["notice"]]
    columns = (
        notices["from"],
        notices["line"],
        notices["ocid"].fillna(""),
        changed["end_date"],
        keys["contract_id"].iloc[changed["contract"]],
        changed["was"],
    )
    return [
        Issue(
            source,
            None if pd.isna(line) else int(line),
            ocid,
            "contracts/period/endDate",
            str(end),
            f"changes the end of {contract}, which was {was or 'not stated'}",
            DONE,
        )
        for source, line, ocid, end, contract, was in zip(*columns, strict=True)
    ]


def with_changed_ends(table: pa.Table, rows: np.ndarray, changed: pd.DataFrame) -> pa.Table:
    """Return a batch of the contracts table with the ends that were changed.

    Args:
        table: any columns with `ENDS` among them.
        rows: the number of each of its rows over all files.
        changed: what `changed_ends` gives, indexed by that number.
    """
    at = np.isin(rows, changed.index)
    if not at.any():
        return table
    for name in ENDS:
        new = pa.array(changed.loc[rows[at], name], pa.date32())
        column = pc.replace_with_mask(table[name].combine_chunks(), pa.array(at), new)
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table
