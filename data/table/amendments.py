"""What a change notice does to the contract that it changes: another end, where it states one.

A change notice says that the buyer intends the change (Procurement Act 2023, section 75; a light-touch contract needs
none). Its value is not taken over: no published description of the format says whether it is the whole or the more.
What the contract is worth a year stays, since it goes on at the same price.
"""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.issues import Issue

ENDS = ["end_date", "latest_end_date"]
DONE = "the contract ends as the later notice says"


def found(dates: pa.Table, of: np.ndarray, by: np.ndarray) -> pd.DataFrame:
    """Return the contracts whose latest notice of change that states an end states another than they have.

    `dates` holds the ends of the contracts at the places `of`, then those of the notices at the places `by`, the
    earliest first. A row has both places, the new ends and what the end was.
    """
    own, new = dates.slice(0, len(of)).to_pandas(), dates.slice(len(of)).to_pandas()
    changed = new.assign(of=of, by=by, was=own["end_date"])
    other = (new.fillna(0) != own.fillna(0)).any(axis=1)
    stated = new["end_date"].notna()
    return changed[stated & other & ~changed["of"].where(stated).duplicated(keep="last")]


def noted(keys: pd.DataFrame, changed: pd.DataFrame) -> list[Issue]:
    """Return an issue for each contract whose end was changed, at the notice that changes it."""
    notices = keys.iloc[changed["by"]]
    columns = (
        notices["from"],
        notices["line"],
        notices["ocid"].fillna(""),
        changed["end_date"],
        keys["contract_id"].iloc[changed["of"]],
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


def applied(facts: pa.Table, rows: np.ndarray, changed: pd.DataFrame) -> pa.Table:
    """Return facts of some rows with the ends that were changed; `changed` is indexed by row."""
    at = np.isin(rows, changed.index)
    if not at.any():
        return facts
    for name in ENDS:
        new = pa.array(changed.loc[rows[at], name], pa.date32())
        column = pc.replace_with_mask(facts[name].combine_chunks(), pa.array(at), new)
        facts = facts.set_column(facts.schema.get_field_index(name), name, column)
    return facts
