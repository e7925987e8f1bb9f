"""What change notices do to a contract: its end, its value and who supplies, as the latest of them says.

A change notice says that the buyer intends the change (Procurement Act 2023, section 75; a light-touch contract needs
none). Its value is "the total value of the amended contract" (`Amendment/value` of
https://github.com/cabinetoffice/ocds_uk_extension/blob/main/release-schema.json). One below the contract's is left,
since it may be the addition. Where none is stated the value a year stays: the contract goes on at the same price.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from data.model.companies import LINE
from data.model.issues import Issue
from data.model.notice import AwardStatus
from data.table.rows.keys import places_of
from data.table.supplier_keys import keys_of
from data.table.updates import TOGETHER, by_the_year, with_cells

ENDS = ["end_date", "latest_end_date"]
STATED_ENDS = [*ENDS, "status"]
ENDINGS = ["end_date", "status", "published"]
END_TAKEN = "the contract ends as the later notice says"
VALUES = ["value_gbp", "value_quality", "vat_basis"]
VALUE_TAKEN = "the contract is worth what the later notice says"
SUPPLIER_TAKEN = "the contract is held by who the later notice names"
SUPPLIER_LEFT = "the supplier stays as before: it is not told that all who were are replaced"
VALUE_LEFT = "not taken: less than before may be the addition alone"
SUPPLIERS = [*TOGETHER["supplier"], "removed"]


def changed_ends(dates: pa.Table, contracts: np.ndarray, notices: np.ndarray) -> pd.DataFrame:
    """Return the ends that change notices give to contracts: of each contract by its latest notice that states one.

    Args:
        dates: `STATED_ENDS` of the n contracts, then of the n notices that change them.
        contracts: n places of contracts among the keys; one with several notices stands here several times.
        notices: n places of the notices, the earliest first.

    Returns:
        A row for each contract whose end differs from its own: the new `ENDS` (missing is not stated), `contract` and
        `notice` (their places), and `was` and `was_latest`, the old ends.
    """
    own, new = dates.slice(0, len(contracts)).to_pandas(), dates.slice(len(contracts)).to_pandas()
    over = (new.pop("status") == AwardStatus.ENDED).to_numpy()
    own = own[ENDS]
    repeats = _repeat_what_was_agreed(own["end_date"], new["end_date"], contracts, over)
    new = pd.DataFrame({name: new[name].where(~repeats) for name in ENDS})
    # A notice may state the last day after extensions alone: the end is then as the notice before it says.
    before = new["end_date"].groupby(contracts).ffill().fillna(own["end_date"])
    new["end_date"] = new["end_date"].where(new["latest_end_date"].isna(), before)
    changed = new.assign(contract=contracts, notice=notices, was=own["end_date"], was_latest=own["latest_end_date"])
    differs = (new.fillna(0) != own.fillna(0)).any(axis=1)
    stated = new.notna().any(axis=1)
    return changed[stated & differs & ~changed["contract"].where(stated).duplicated(keep="last")]


def _repeat_what_was_agreed(own: pd.Series, new: pd.Series, contracts: np.ndarray, over: np.ndarray) -> np.ndarray:
    """Say of each notice whether its end was agreed before another told on which day the contract was over.

    A report on a contract (UK9) may repeat its period after its end.
    """
    agreed, ended = {contract: {end} for contract, end in zip(contracts.tolist(), own, strict=True)}, set[int]()
    repeats = np.zeros(len(new), dtype=bool)
    for place, (contract, end) in enumerate(zip(contracts.tolist(), new, strict=True)):
        repeats[place] = contract in ended and end in agreed[contract]
        if over[place] and not pd.isna(end):
            ended.add(contract)
        else:
            agreed[contract].add(end)
    return repeats


def ran_their_term(endings: pa.Table, contracts: np.ndarray, _: np.ndarray) -> pd.DataFrame:
    """Return the contracts of which each notice that they are over was published when they had run their term.

    Their last day is the agreed one, as notices before may have moved it, or later: whatever such a notice gives as its
    reason, nothing ended early.

    Args:
        endings: `ENDINGS` of the n contracts, then of the n notices that change them.
        contracts: n places of contracts among the keys, as in `changed_ends`.
        _: n places of the notices, the earliest first, of which nothing more is asked.

    Returns:
        A row for each such contract: `contract`, its place.
    """
    own, new = endings.slice(0, len(contracts)).to_pandas(), endings.slice(len(contracts)).to_pandas()
    over = (new["status"] == AwardStatus.ENDED).to_numpy()
    agreed = dict(zip(contracts.tolist(), own["end_date"], strict=True))
    ran = dict.fromkeys(contracts[over].tolist(), True)
    told = zip(contracts.tolist(), over, new["end_date"], new["published"], strict=True)
    for contract, is_over, end, published in told:
        if is_over:
            last = agreed[contract]
            known = not (pd.isna(last) or pd.isna(end))
            ran[contract] &= known and last <= end and last.isoformat() <= published[:10]
        elif not pd.isna(end):
            agreed[contract] = end
    return pd.DataFrame({"contract": np.array([contract for contract, ended in ran.items() if ended], dtype=np.int64)})


def changed_values(values: pa.Table, contracts: np.ndarray, notices: np.ndarray) -> pd.DataFrame:
    """Return the values that change notices give to contracts: of each by its latest notice that states one.

    Args:
        values: `VALUES` of the n contracts, then of the n notices that change them.
        contracts: n places of contracts among the keys, as in `changed_ends`.
        notices: n places of the notices, the earliest first.

    Returns:
        A row for each contract whose value differs from its own: the new `VALUES`, `contract`, `notice`, and `was`, the
        old one.
    """
    own, new = values.slice(0, len(contracts)).to_pandas(), values.slice(len(contracts)).to_pandas()
    changed = new.assign(contract=contracts, notice=notices, was=own["value_gbp"])
    stated = new["value_gbp"].notna()
    latest = stated & ~changed["contract"].where(stated).duplicated(keep="last")
    return changed[latest & (new["value_gbp"] != own["value_gbp"])]


def changed_suppliers(suppliers: pa.Table, contracts: np.ndarray, notices: np.ndarray) -> pd.DataFrame:
    """Return who supplies by change notices (Procurement Act 2023, schedule 8, paragraph 9: a corporate restructuring).

    Those whom a notice names take the place of all who supplied where it says of each of these that they supply no
    more. Otherwise they may come beside them.

    Args:
        suppliers: `SUPPLIERS` of the n contracts, then of the n notices that change them.
        contracts: n places of contracts among the keys, as in `changed_ends`.
        notices: n places of the notices, the earliest first.

    Returns:
        A row for each notice that names others than supplied before: the new cells, `contract`, `notice`, `was`, and
        `taken`.
    """
    own, new = suppliers.slice(0, len(contracts)).to_pandas(), suppliers.slice(len(contracts)).to_pandas()
    now: dict[int, str] = {}
    found = []
    for place in np.flatnonzero(new["supplier"].notna()):
        contract = int(contracts[place])
        was, named = now.get(contract, own["suppliers"].iloc[place]), str(new["suppliers"].iloc[place])
        if pd.isna(was) or keys_of(was) == keys_of(named):
            continue
        taken = keys_of(was) <= keys_of(new["removed"].iloc[place])
        now[contract] = named if taken else was
        found.append((place, was, taken))
    places = [place for place, _, _ in found]
    told = {"was": [was for _, was, _ in found], "taken": np.array([taken for *_, taken in found], dtype=bool)}
    return new.iloc[places].assign(contract=contracts[places], notice=notices[places], **told)


def supplier_issues(keys: pd.DataFrame, changed: pd.DataFrame) -> list[Issue]:
    """Return an issue for each row of `changed_suppliers`, at the notice that names others."""
    places = places_of(keys.iloc[changed["notice"]])
    told = zip(*(changed[name] for name in ("contract", "supplier", "was", "taken")), strict=True)
    return [
        Issue(
            *place,
            "awards/suppliers",
            named[:80],
            f"changes who supplies {keys['contract_id'].iloc[contract]}, which was {was.replace(LINE, '; ')[:80]}",
            SUPPLIER_TAKEN if taken else SUPPLIER_LEFT,
        )
        for place, (contract, named, was, taken) in zip(places, told, strict=True)
    ]


def with_changed_suppliers(table: pa.Table, rows: np.ndarray, changed: pd.DataFrame) -> pa.Table:
    """Return a batch of the contracts table with the suppliers that were changed.

    Args:
        table: any columns with those of a supplier among them.
        rows: the number of each of its rows over all files.
        changed: what `changed_suppliers` gives, indexed by that number.
    """
    changed = changed[changed["taken"]]
    changed = changed[~changed.index.duplicated(keep="last")]
    return with_cells(table, rows, changed[[*TOGETHER["supplier"]]])


def value_issues(keys: pd.DataFrame, changed: pd.DataFrame) -> list[Issue]:
    """Return an issue for each row of `changed_values`, at the notice that changes the value."""
    places = places_of(keys.iloc[changed["notice"]])
    told = zip(places, changed["contract"], changed["value_gbp"], changed["was"], strict=True)
    return [
        Issue(
            *place,
            "contracts/value",
            f"{value:.2f}",
            f"changes the value of {keys['contract_id'].iloc[contract]}, which was {_pounds(was)}",
            VALUE_LEFT if value < was else VALUE_TAKEN,
        )
        for place, contract, value, was in told
    ]


def _pounds(value: float) -> str:
    return "not stated" if pd.isna(value) else f"{value:.2f}"


def end_issues(keys: pd.DataFrame, changed: pd.DataFrame) -> list[Issue]:
    """Return an issue for each row of `changed_ends`, at the notice that changes the end."""
    places, contracts = places_of(keys.iloc[changed["notice"]]), keys["contract_id"].iloc[changed["contract"]]
    told = zip(contracts, *(changed[name] for name in (*ENDS, "was", "was_latest")), strict=True)
    issues = []
    for place, (contract, end, latest, was, was_latest) in zip(places, told, strict=True):
        path, day, what, old = "endDate", end, "end", was
        if end == was:
            path, day, what, old = "maxExtentDate", latest, "last day after extensions", was_latest
        problem = f"changes the {what} of {contract}, which was {old or 'not stated'}"
        issues.append(Issue(*place, f"contracts/period/{path}", str(day or ""), problem, END_TAKEN))
    return issues


def with_changed_ends(table: pa.Table, rows: np.ndarray, changed: pd.DataFrame) -> pa.Table:
    """Return a batch of the contracts table with the ends that were changed.

    Args:
        table: any columns with `ENDS` among them.
        rows: the number of each of its rows over all files.
        changed: what `changed_ends` gives, indexed by that number.
    """
    return with_cells(table, rows, changed[ENDS])


def with_changed_values(table: pa.Table, rows: np.ndarray, changed: pd.DataFrame) -> pa.Table:
    """Return a batch of the contracts table with the values that were changed, and pounds a year by its dates.

    Args:
        table: any columns with VALUES, the first day and `ENDS` among them.
        rows: the number of each of its rows over all files.
        changed: what `changed_values` gives, indexed by that number.
    """
    changed = changed[~(changed["value_gbp"] < changed["was"])]
    is_changed = np.isin(rows, changed.index)
    if not is_changed.any():
        return table
    own = table.select([*VALUES, "start_date", *ENDS]).to_pandas()[is_changed].set_axis(rows[is_changed])
    new = changed.loc[rows[is_changed], VALUES]
    new["value_quality"] = new["value_quality"].where(own["value_quality"] != "ceiling", "ceiling")
    yearly = by_the_year(own.assign(value_gbp=new["value_gbp"]))
    return with_cells(table, rows, new.assign(annual_gbp=yearly.round(2)))


class Change(NamedTuple):
    """What change notices may change: the columns that tell it, and how it is found, said and put in place."""

    columns: list[str]
    find: Callable[[pa.Table, np.ndarray, np.ndarray], pd.DataFrame]
    issues: Callable[[pd.DataFrame, pd.DataFrame], list[Issue]]
    put: Callable[[pa.Table, np.ndarray, pd.DataFrame], pa.Table]


CHANGES = (
    Change(STATED_ENDS, changed_ends, end_issues, with_changed_ends),
    Change(VALUES, changed_values, value_issues, with_changed_values),
    Change(SUPPLIERS, changed_suppliers, supplier_issues, with_changed_suppliers),
)
