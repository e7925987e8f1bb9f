"""What several contracts share counts once at most: an estimate of a lot or a tender, a ceiling, an award's value.

Whichever notices tell of them: most services publish a notice for each award or contract, others list them in one.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.companies import LINE
from data.model.issues import Issue
from data.model.money import (
    CEILINGS,
    OF_TENDER,
    PART_OF_TOTAL,
    REPEATED_TOTAL,
    SHARED_ESTIMATE,
    TAKEN_FOR_NONE,
)
from data.table.contract_rows import NONE

COLUMNS = ["value_gbp", "instrument"]
_OUT = {"value_gbp": None, "annual_gbp": None, "value_quality": "missing", "vat_basis": "unknown"}
_PENNY = 0.01
_WHOLE = ""
"""In the place of a lot: the whole tender."""


class Shared(NamedTuple):
    """A contract that loses a value which it shares: its place among the keys, and what the issue table says of it."""

    place: int
    path: str
    pounds: float
    problem: str
    done: str


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


def shared_estimates(found: pd.DataFrame, worth: pd.DataFrame) -> list[Shared]:
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
    ids = found["contract_id"]
    return [
        Shared(
            row.Index,
            SHARED_ESTIMATE[row.of][0],
            row.value_gbp,
            SHARED_ESTIMATE[row.of][1],
            TAKEN_FOR_NONE if borne_by[row.Index] < 0 else f"counts once, as the ceiling of {ids[borne_by[row.Index]]}",
        )
        for row in sharing[borne_by != borne_by.index].itertuples()
    ]


def _parts(process: int, lots: Iterable[str]) -> list[tuple[int, str]]:
    return [(process, lot) for lot in lots]


def shared_totals(keys: pd.DataFrame, decided: pd.DataFrame) -> list[Shared]:
    """Find the contracts of an award that repeat its value, or would take all of it beside others that state theirs.

    Find a Tender publishes the value of an award first, then each of its contracts in a notice of its own. Where every
    contract that states a value repeats the award's, the first by its number keeps it, as within one notice.

    Args:
        keys: as in `processes_with_estimates`, with `key_award_number` and `key_contract_number`.
        decided: what `duplicates.count_once` gives for them.
    """
    by_time = np.argsort(decided["rank"].to_numpy())
    updated_by = decided["updated_by"].to_numpy()
    stands = np.where(updated_by >= 0, updated_by, np.arange(len(keys)))
    award, of_contract = keys["key_award_number"].to_numpy(), (keys["key_contract_number"] != NONE).to_numpy()
    stated = keys["value_gbp"].where(keys["estimate_of"].isna() & (award != NONE))
    total = _latest(stated.where(~of_contract), award, by_time)
    among = np.flatnonzero(decided["counted"].to_numpy() & of_contract & np.isin(award, total.index))
    own = _latest(stated.where(of_contract), stands, by_time).reindex(among)
    ids = decided["contract_id"].to_numpy(dtype=object)[among]
    contracts = pd.DataFrame({"award": award[among], "own": own.astype("float64"), "contract_id": ids}, index=among)
    contracts["takes_all"] = contracts["own"].isna() & np.isin(among, stands[~of_contract & stated.notna().to_numpy()])
    lost = list[Shared]()
    for number, mine in contracts[contracts["award"].duplicated(keep=False)].groupby("award"):
        repeats = mine[(mine["own"] - total[number]).abs() < _PENNY].sort_values("contract_id")
        if len(repeats) == mine["own"].notna().sum():
            lost += [_lost(place, total[number], REPEATED_TOTAL) for place in repeats.index[1:]]
        if mine["own"].notna().any():
            lost += [_lost(place, total[number], PART_OF_TOTAL) for place in mine.index[mine["takes_all"]]]
    return lost


def _lost(place: int, pounds: float, said: tuple[str, str, str]) -> Shared:
    path, problem, done = said
    return Shared(place, path, pounds, problem, done)


def issues_of(keys: pd.DataFrame, shared: Sequence[Shared]) -> list[Issue]:
    """Return an issue for each contract that loses a value, with its pounds and what was done."""
    where = keys.iloc[[one.place for one in shared]][["from", "line", "ocid"]].itertuples(index=False, name=None)
    return [
        Issue(
            str(source),
            None if pd.isna(line) else int(line),
            "" if pd.isna(ocid) else str(ocid),
            one.path,
            f"{one.pounds:.2f}",
            one.problem,
            one.done,
        )
        for (source, line, ocid), one in zip(where, shared, strict=True)
    ]


def without_them(table: pa.Table, rows: np.ndarray, shared: np.ndarray) -> pa.Table:
    """Return a batch of the contracts table without the values of some rows.

    Args:
        table: any columns with those of a value among them.
        rows: the number of each of its rows over all files.
        shared: the numbers of the rows that lose their value.
    """
    is_shared = np.isin(rows, shared)
    if not is_shared.any():
        return table
    for name, out in _OUT.items():
        column = table[name].combine_chunks()
        kept = pc.if_else(pa.array(is_shared), pa.scalar(out, column.type), column)
        table = table.set_column(table.schema.get_field_index(name), name, kept)
    return table
