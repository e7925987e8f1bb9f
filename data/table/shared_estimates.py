"""An estimate that several contracts share is the value of none of them; a ceiling that frameworks share counts once.

Whichever notices tell of them: most services publish a notice for each award, others list the awards in one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.companies import LINE
from data.model.issues import Issue
from data.model.money import CEILINGS, OF_TENDER, SHARED_ESTIMATE, TAKEN_FOR_NONE
from data.table.contract_rows import NONE

COLUMNS = ["value_gbp", "instrument"]
_OUT = {"value_gbp": None, "annual_gbp": None, "value_quality": "missing", "vat_basis": "unknown"}
_WHOLE = ""
"""In the place of a lot: the whole tender."""


@dataclass(frozen=True)
class Shared:
    """Contracts that lose an estimate which others share.

    Their places among the keys, what it is of, its pounds, and the place of the framework that bears it, -1 for none.
    """

    places: np.ndarray
    of: np.ndarray
    pounds: np.ndarray
    borne_by: np.ndarray


def processes_with_estimates(keys: pd.DataFrame, decided: pd.DataFrame) -> pd.DataFrame:
    """Return the counted contracts of all processes in which one bears an estimate, and who shares one.

    Args:
        keys: a row for each notice of an award, with `key_process`, `value_gbp`, `lots` (those of the award, one a
            line, missing for none) and `estimate_of` (missing where it bears no estimate).
        decided: what `duplicates.count_once` gives for them.

    Returns:
        A row for each, indexed by its place: `contract_id`, `process`, `lots` (a list), `of` (what its value is an
        estimate of, missing where it is none), `states` (whether a notice of it states a value) and `shares` (whether
        it bears an estimate with others). What the latest notice leaves out is as an earlier one of the award says.
    """
    by_time = np.argsort(decided["rank"].to_numpy())
    updated_by = decided["updated_by"].to_numpy()
    stands = np.where(updated_by >= 0, updated_by, np.arange(len(keys)))
    process, estimate_of = keys["key_process"].to_numpy(), keys["estimate_of"]
    live = decided["counted"].to_numpy() & (decided["stage"] != "planned").to_numpy() & (process != NONE)
    states = np.zeros(len(keys), dtype=bool)
    states[stands[(keys["value_gbp"].notna() & estimate_of.isna()).to_numpy()]] = True
    of = _latest(estimate_of, stands, by_time)
    of = of[live[of.index] & ~states[of.index]]
    among = np.flatnonzero(live & np.isin(process, process[of.index]))
    lots = _latest(keys["lots"], stands, by_time).reindex(among)
    found = pd.DataFrame(
        {
            "contract_id": decided["contract_id"].to_numpy(dtype=object)[among],
            "process": process[among],
            "lots": [text.split(LINE) if isinstance(text, str) else [] for text in lots],
            "of": of.reindex(among),
            "states": states[among],
        },
        index=among,
    )
    several = found["process"].duplicated(keep=False)
    each = found[["process", "lots"]].explode("lots").dropna()
    in_shared_lot = found.index.isin(each.index[each.duplicated(keep=False)])
    shares = np.where(found["of"] == OF_TENDER, several, in_shared_lot)
    return found.assign(shares=found["of"].notna() & shares.astype(bool))


def _latest(values: "pd.Series[str]", stands: np.ndarray, by_time: np.ndarray) -> "pd.Series[str]":
    """Return what the latest notice of each award that states something states, by the place of its row that stands."""
    told = pd.Series(values.to_numpy(dtype=object)[by_time], index=stands[by_time]).dropna()
    return told[~told.index.duplicated(keep="last")]


def shared_estimates(found: pd.DataFrame, worth: pd.DataFrame) -> Shared:
    """Find the contracts whose value is an estimate that others share, but for a framework that bears it for all.

    A framework of most lots comes first, then the first by its number, so that it is no matter in which notices the
    awards stand. Where one of those that share states a value of its own, none bears the estimate.

    Args:
        found: what `processes_with_estimates` gives.
        worth: COLUMNS of the contracts that share an estimate, as they stand, indexed as `found`.
    """
    sharing = found[found["shares"]].join(worth[COLUMNS])
    sharing = sharing.assign(whole=sharing["of"] == OF_TENDER)[sharing["value_gbp"].notna()]
    alone = found[(found["of"].notna() & ~found["shares"]) | found["states"]]
    taken = {part: -1 for row in alone.itertuples() for part in _parts(row.process, [*row.lots, _WHOLE])}
    ceilings = sharing.assign(fewer=-sharing["lots"].map(len))[sharing["instrument"].isin(CEILINGS)]
    borne_by = pd.Series(-1, index=sharing.index)
    for row in ceilings.sort_values(["whole", "fewer", "contract_id"]).itertuples():
        mine = _parts(row.process, [_WHOLE] if row.whole else row.lots)
        if bearer := [taken[part] for part in mine if part in taken]:
            borne_by[row.Index] = bearer[0]
            continue
        borne_by[row.Index] = row.Index
        taken |= dict.fromkeys([*mine, *_parts(row.process, [_WHOLE])], row.Index)
    lost = sharing[borne_by != borne_by.index]
    pounds = lost["value_gbp"].to_numpy(dtype=float)
    return Shared(lost.index.to_numpy(), lost["of"].to_numpy(), pounds, borne_by[lost.index].to_numpy())


def _parts(process: int, lots: Iterable[str]) -> list[tuple[int, str]]:
    return [(process, lot) for lot in lots]


def issues_of(keys: pd.DataFrame, decided: pd.DataFrame, shared: Shared) -> list[Issue]:
    """Return an issue for each contract whose estimate is taken back, with its pounds and who bears it."""
    where = keys.iloc[shared.places][["from", "line", "ocid"]].itertuples(index=False, name=None)
    ids = decided["contract_id"].to_numpy(dtype=object)
    told = zip(where, shared.of, shared.pounds, shared.borne_by, strict=True)
    return [
        Issue(
            str(source),
            None if pd.isna(line) else int(line),
            "" if pd.isna(ocid) else str(ocid),
            SHARED_ESTIMATE[what][0],
            f"{pounds:.2f}",
            SHARED_ESTIMATE[what][1],
            TAKEN_FOR_NONE if bearer < 0 else f"counts once, as the ceiling of {ids[bearer]}",
        )
        for (source, line, ocid), what, pounds, bearer in told
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
