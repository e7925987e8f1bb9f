"""An estimate that several contracts share is the value of none of them, whichever notices tell of them.

A reader of one notice sees which of its awards share a lot or a tender. Most services publish a notice for each award.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.companies import LINE
from data.model.issues import Issue
from data.model.money import OF_TENDER, SHARED_ESTIMATE, TAKEN_FOR_NONE
from data.table.contract_rows import NONE

COLUMNS = ["value_gbp", "value_quality"]
_OUT = {"value_gbp": None, "annual_gbp": None, "value_quality": "missing"}


@dataclass(frozen=True)
class Shared:
    """Contracts that bear an estimate which others share: their places among the keys, and what it is of."""

    places: np.ndarray
    of: np.ndarray


def shared_estimates(keys: pd.DataFrame, decided: pd.DataFrame) -> Shared:
    """Find the counted contracts whose value is or was an estimate of a tender or a lot with other counted contracts.

    Args:
        keys: a row for each notice of an award, with `key_process`, `lots` (those of the award, one a line, missing for
            none) and `estimate_of` (missing where it bears no estimate).
        decided: what `duplicates.count_once` gives for them.

    Returns:
        The contracts, each once. An estimate that an earlier notice of the award gave counts as one of the contract.
    """
    process = keys["key_process"].to_numpy()
    live = decided["counted"].to_numpy() & (decided["stage"] != "planned").to_numpy() & (process != NONE)
    bear = np.flatnonzero(keys["estimate_of"].notna())
    updated_by = decided["updated_by"].to_numpy()
    stands = pd.Series(np.where(updated_by[bear] >= 0, updated_by[bear], bear), index=bear)
    stands = stands[live[stands.to_numpy()]].drop_duplicates()
    of = keys["estimate_of"].to_numpy(dtype=object)[stands.index]
    among = np.flatnonzero(live & np.isin(process, process[stands.to_numpy()]))
    several = pd.Series(process[among], index=among).duplicated(keep=False)
    lots = pd.DataFrame({"process": process[among], "lot": keys["lots"].to_numpy(dtype=object)[among]}, index=among)
    lots = lots.dropna().assign(lot=lambda each: each["lot"].str.split(LINE)).explode("lot")
    in_shared_lot = set(lots.index[lots.duplicated(keep=False)])
    is_shared = [
        several[place] if what == OF_TENDER else place in in_shared_lot for place, what in zip(stands, of, strict=True)
    ]
    return Shared(stands.to_numpy()[is_shared], of[is_shared])


def issues_of(keys: pd.DataFrame, shared: Shared, values: "pd.Series[float]") -> list[Issue]:
    """Return an issue for each contract whose estimate is taken back; `values` are the estimates in pounds."""
    where = keys.iloc[shared.places][["from", "line", "ocid"]].itertuples(index=False, name=None)
    return [
        Issue(
            str(source),
            None if pd.isna(line) else int(line),
            "" if pd.isna(ocid) else str(ocid),
            SHARED_ESTIMATE[what][0],
            f"{value:.2f}",
            SHARED_ESTIMATE[what][1],
            TAKEN_FOR_NONE,
        )
        for (source, line, ocid), what, value in zip(where, shared.of, values, strict=True)
    ]


def without_them(table: pa.Table, rows: np.ndarray, shared: np.ndarray) -> pa.Table:
    """Return a batch of the contracts table without the values of some rows.

    Args:
        table: any columns with those of a value among them.
        rows: the number of each of its rows over all files.
        shared: the numbers of the rows whose estimate is taken back.
    """
    is_shared = np.isin(rows, shared)
    if not is_shared.any():
        return table
    for name, out in _OUT.items():
        column = table[name].combine_chunks()
        kept = pc.if_else(pa.array(is_shared), pa.scalar(out, column.type), column)
        table = table.set_column(table.schema.get_field_index(name), name, kept)
    return table
