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
from data.table.rows.keys import NONE, places_of

WORTH = ["value_gbp", "instrument"]
"""Columns that say what a contract is worth, and whether that is a ceiling."""
_OUT = {"value_gbp": None, "annual_gbp": None, "value_quality": "missing", "vat_basis": "unknown"}
_PENNY = 0.01
_WHOLE = ""
"""In the place of a lot: the whole tender."""


class Shared(NamedTuple):
    """A contract that loses a value which it shares: its place among the keys, and what the issue table says of it."""

    place: int
    path: str
    problem: str
    pounds: float
    done: str


class _Sharing(NamedTuple):
    """A contract that bears an estimate with others, in pounds, and what the estimate is of."""

    place: int
    contract_id: str
    process: int
    lots: list[str]
    of: str
    value_gbp: float
    instrument: str | None


_Part = tuple[int, str]
"""A lot of a process."""


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
    stands, by_time = _standing(decided)
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


def _standing(decided: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the place of the row that stands for each notice of an award, and the places of all in time."""
    updated_by = decided["updated_by"].to_numpy()
    stands = np.where(updated_by >= 0, updated_by, np.arange(len(decided)))
    return stands, np.argsort(decided["rank"].to_numpy())


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
        worth: WORTH of the contracts that share an estimate, as they stand, indexed as `found`.
    """
    facts = found[found["shares"]].join(worth[WORTH])
    facts = facts.loc[facts["value_gbp"].notna(), ["contract_id", "process", "lots", "of", *WORTH]]
    sharing = [_Sharing(*each) for each in facts.itertuples(name=None)]
    alone = found.loc[(found["of"].notna() & ~found["shares"]) | found["states"], ["process", "lots"]]
    taken = {
        part: None
        for process, lots in alone.itertuples(index=False, name=None)
        for part in _parts(process, [*lots, _WHOLE])
    }
    borne = _borne([one for one in sharing if one.instrument in CEILINGS], taken)
    shared = list[Shared]()
    for one in sharing:
        bearer = borne.get(one.place)
        if bearer is None or bearer.place != one.place:
            done = TAKEN_FOR_NONE if bearer is None else f"counts once, as the ceiling of {bearer.contract_id}"
            shared.append(Shared(one.place, *SHARED_ESTIMATE[one.of], one.value_gbp, done))
    return shared


def _borne(ceilings: list[_Sharing], alone: dict[_Part, None]) -> dict[int, _Sharing | None]:
    """Return who bears the ceiling of each framework, by its place: itself, another, or none.

    Args:
        ceilings: the frameworks that share an estimate.
        alone: the lots of which a contract bears an estimate or a value of its own.
    """
    taken: dict[_Part, _Sharing | None] = dict(alone)
    borne: dict[int, _Sharing | None] = {}
    for one in sorted(ceilings, key=lambda one: (one.of == OF_TENDER, -len(one.lots), one.contract_id)):
        mine = _parts(one.process, [_WHOLE] if one.of == OF_TENDER else one.lots)
        others = [taken[part] for part in mine if part in taken]
        borne[one.place] = others[0] if others else one
        if not others:
            taken |= dict.fromkeys([*mine, (one.process, _WHOLE)], one)
    return borne


def _parts(process: int, lots: Iterable[str]) -> list[_Part]:
    return [(process, lot) for lot in lots]


def shared_totals(keys: pd.DataFrame, decided: pd.DataFrame) -> list[Shared]:
    """Find the contracts of an award that repeat its value, or would take all of it beside others that state theirs.

    Find a Tender publishes the value of an award first, then each of its contracts in a notice of its own. Where every
    contract that states a value repeats the award's, the first by its number keeps it, as within one notice.

    Args:
        keys: as in `processes_with_estimates`, with `key_award_number`, `key_contract_number` and `value_elsewhere`.
        decided: what `duplicates.count_once` gives for them.
    """
    award, of_contract = keys["key_award_number"].to_numpy(), (keys["key_contract_number"] != NONE).to_numpy()
    if not of_contract.any():
        return []
    stands, by_time = _standing(decided)
    stated = keys["value_gbp"].where(keys["estimate_of"].isna() & (award != NONE))
    total = _latest(stated.where(~of_contract), award, by_time)
    among = np.flatnonzero(decided["counted"].to_numpy() & of_contract & np.isin(award, total.index))
    own = _latest(stated.where(of_contract), stands, by_time).reindex(among)
    ids = decided["contract_id"].to_numpy(dtype=object)[among]
    contracts = pd.DataFrame({"award": award[among], "own": own.astype("float64"), "contract_id": ids}, index=among)
    silent = contracts["own"].isna() & ~keys["value_elsewhere"].to_numpy(dtype=bool)[among]
    contracts["takes_all"] = silent & np.isin(among, stands[~of_contract & stated.notna().to_numpy()])
    whole, lost = dict(zip(total.index.tolist(), total.astype("float64"), strict=True)), list[Shared]()
    for number, mine in contracts[contracts["award"].duplicated(keep=False)].groupby("award"):
        pounds, own_values = whole[number], mine["own"].dropna()
        if (own_values - pounds).abs().lt(_PENNY).all():
            repeats = mine.loc[own_values.index].sort_values("contract_id").index[1:]
            lost += [_lost(place, pounds, REPEATED_TOTAL) for place in repeats]
        if len(own_values):
            lost += [_lost(place, pounds, PART_OF_TOTAL) for place in mine.index[mine["takes_all"]]]
    return lost


def _lost(place: int, pounds: float, said: tuple[str, str, str]) -> Shared:
    path, problem, done = said
    return Shared(place, path, problem, pounds, done)


def issues_of(keys: pd.DataFrame, shared: Sequence[Shared]) -> list[Issue]:
    """Return an issue for each contract that loses a value, with its pounds and what was done."""
    places = places_of(keys.iloc[[one.place for one in shared]])
    return [
        Issue(*place, one.path, f"{one.pounds:.2f}", one.problem, one.done)
        for place, one in zip(places, shared, strict=True)
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
