"""What later notices do to a row: an end that they change, and fields that they leave out and earlier ones state.

A change notice says that the buyer intends the change (Procurement Act 2023, section 75; a light-touch contract needs
none). Its value is "the total value of the amended contract" (`Amendment/value` of
https://github.com/cabinetoffice/ocds_uk_extension/blob/main/release-schema.json). One below the contract's is left,
since it may be the addition. Where none is stated the value a year stays: the contract goes on at the same price.

Fields that a later notice of an award does not state stay as the earlier notices say, as in the standard's merge
(https://standard.open-contracting.org/latest/en/schema/merging/). What belongs together stays together: a supplier with
its kind, a value with its quality, a title with what was read from it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.companies import LINE
from data.model.issues import Issue
from data.model.money import CEILINGS
from data.model.notice import AwardStatus
from data.table.rows.keys import places_of
from data.table.supplier_keys import supplier_key
from data.table.value_spans import years_between
from policy.contracts import BY_NAME, Kind

ENDS = ["end_date", "latest_end_date"]
STATED_ENDS = [*ENDS, "status"]
ENDINGS = ["end_date", "status", "published"]
END_TAKEN = "the contract ends as the later notice says"
VALUES = ["value_gbp", "value_quality", "vat_basis"]
VALUE_TAKEN = "the contract is worth what the later notice says"
SUPPLIER_TAKEN = "the contract is held by who the later notice names"
SUPPLIER_LEFT = "the supplier stays as before: it is not told that all who were are replaced"
VALUE_LEFT = "not taken: less than before may be the addition alone"

TOGETHER = {
    "supplier": ("supplier", "suppliers", "company", "n_suppliers", "supplier_kind", "supplier_public_kind"),
    "value_gbp": ("value_gbp", "value_quality", "vat_basis", "annual_gbp"),
    "start_date": ("start_date",),
    "end_date": ("end_date", "latest_end_date"),
    "title": (
        *("title", "description", "service", "service_confidence", "service_evidence"),
        *("purchase", "cpv", "instrument", "instrument_evidence", "one_person"),
    ),
    "buyer": ("buyer", "buyer_kind"),
    "nation": ("nation", "region"),
}
"""Fields by the one that tells whether a notice states them."""
SUPPLIERS = [*TOGETHER["supplier"], "removed"]
COLUMNS = [*(name for names in TOGETHER.values() for name in names), "states_form", "value_elsewhere"]
COLUMNS += ["estimate_of", "of_all_parties"]
_PENCE = 0.01
_STATES = ("placeholder", "foreign")
_TYPES = {Kind.POUNDS: pa.float64(), Kind.COUNT: pa.float64(), Kind.DATE: pa.date32()}


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
        if pd.isna(was) or _keys(was) == _keys(named):
            continue
        taken = _keys(was) <= _keys(new["removed"].iloc[place])
        now[contract] = named if taken else was
        found.append((place, was, taken))
    places = [place for place, _, _ in found]
    told = {"was": [was for _, was, _ in found], "taken": np.array([taken for *_, taken in found], dtype=bool)}
    return new.iloc[places].assign(contract=contracts[places], notice=notices[places], **told)


def _keys(names: object) -> set[str]:
    return {supplier_key(name) for name in names.split(LINE)} if isinstance(names, str) else set()


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
    is_changed = np.isin(rows, changed.index)
    for name in TOGETHER["supplier"] if is_changed.any() else ():
        table = _replaced(table, name, is_changed, changed.loc[rows[is_changed], name])
    return table


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


def issues_of(keys: pd.DataFrame, changed: pd.DataFrame) -> list[Issue]:
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
    is_changed = np.isin(rows, changed.index)
    if not is_changed.any():
        return table
    for name in ENDS:
        table = _replaced(table, name, is_changed, changed.loc[rows[is_changed], name])
    return table


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
    for name in VALUES:
        table = _replaced(table, name, is_changed, new[name])
    yearly = _by_the_year(own.assign(value_gbp=new["value_gbp"]))
    return _replaced(table, "annual_gbp", is_changed, yearly.round(2))


@dataclass(frozen=True)
class CarriedOver:
    """What counted rows keep from earlier notices.

    Of each leading field of TOGETHER and of the form the rows that keep it, a row of cells each, indexed by the number
    of the row; `yearly` is what their new values and dates give a year.
    """

    cells: dict[str, pd.DataFrame]
    yearly: "pd.Series[float]"

    def issues(self, keys: pd.DataFrame) -> list[Issue]:
        """Return an issue for each row that keeps something; `keys` is indexed by the number of the row."""
        fields: dict[int, list[str]] = {}
        for name, stated in self.cells.items():
            for row in stated.index:
                fields.setdefault(int(row), []).append(name)
        rows, problem = sorted(fields), "is left out of a later notice of the award"
        return [
            Issue(*place, ", ".join(fields[row]), "", problem, "kept from an earlier one")
            for row, place in zip(rows, places_of(keys.loc[rows]), strict=True)
        ]


NOTHING_CARRIED = CarriedOver({}, pd.Series(dtype="float64"))


def carried_over(rows: pd.DataFrame) -> CarriedOver:
    """Return what the latest notices of awards keep from the earlier ones.

    Args:
        rows: the notices of awards with several, earliest first: COLUMNS, `stage`, `row` (their number) and `stands`,
            the number of the row that stands for them, which for the latest is its own.
    """
    cells: dict[str, pd.DataFrame] = {}
    latest = rows["row"] == rows["stands"]
    lacking = pd.DataFrame({name: _lacks(rows, name) for name in TOGETHER}, index=rows.index)
    lacking["title"] |= _lot_left_out(rows)
    for name, together in TOGETHER.items():
        wanting = rows.loc[latest & lacking[name], "row"]
        if wanting.empty:
            continue
        stated = rows[~lacking[name]].drop_duplicates("stands", keep="last").set_index("stands")
        cells[name] = stated[stated.index.isin(wanting)][[*together]]
    if not (first := _first_ends(rows)).empty:
        cells["end before extensions"] = first
    if not (last := _last_ends(rows)).empty:
        cells["end after extensions"] = last
    yearly = _yearly(rows[latest].set_index("row"), cells, _reckoned(rows[~lacking["value_gbp"]]))
    if not (forms := _forms(rows, cells)).empty:
        cells["instrument"] = forms
    return CarriedOver(cells, yearly)


def _first_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the earlier ends where the latest notice states the last day after extensions alone, and no earlier."""
    silent = rows[(rows["row"] == rows["stands"]) & rows["end_date"].isna() & rows["latest_end_date"].notna()]
    stated = rows[rows["end_date"].notna()].drop_duplicates("stands", keep="last").set_index("stands")["end_date"]
    latest = silent.set_index("row")["latest_end_date"].reindex(stated.index).dropna()
    return stated[latest.index][stated[latest.index] <= latest].to_frame()


def _last_ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the earlier last days after extensions where the latest notice states an end alone, and none later."""
    silent = rows[(rows["row"] == rows["stands"]) & rows["end_date"].notna() & rows["latest_end_date"].isna()]
    stated = rows[rows["latest_end_date"].notna()].drop_duplicates("stands", keep="last").set_index("stands")
    end = silent.set_index("row")["end_date"].reindex(stated.index).dropna()
    latest = stated.loc[end.index, ["latest_end_date"]]
    return latest[latest["latest_end_date"] > end]


def _forms(rows: pd.DataFrame, cells: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the frameworks and purchasing systems that a later notice takes for contracts, since it lacks the field.

    A form that the later notice's words tell stays as they tell it.
    """
    latest = rows[rows["row"] == rows["stands"]].set_index("row")
    silent = latest.index[~latest["states_form"].astype(bool) & (latest["instrument"] == "contract")]
    stated = rows[rows["states_form"].astype(bool)].drop_duplicates("stands", keep="last").set_index("stands")
    kept = stated[stated.index.isin(silent) & stated["instrument"].isin(CEILINGS)][["instrument"]]
    value = latest.loc[kept.index, ["value_gbp", "value_quality"]]
    value.update(cells.get("value_gbp", value)[["value_gbp", "value_quality"]])
    return kept.assign(value_quality=value["value_quality"].where(value["value_gbp"].isna(), "ceiling"))


def _lacks(rows: pd.DataFrame, name: str) -> "pd.Series[bool]":
    missing = rows[name].isna()
    if name == "value_gbp":
        silent = missing & ~rows["value_quality"].isin(_STATES) & ~rows["value_elsewhere"].astype(bool)
        # An estimate stands in where no notice of the award states its value.
        stated = rows.loc[~missing & rows["estimate_of"].isna(), "stands"]
        return silent | (rows["estimate_of"].notna() & rows["stands"].isin(stated))
    if name == "supplier":
        return missing | _named_more_closely(rows)
    return missing & rows["latest_end_date"].isna() if name == "end_date" else missing


def _named_more_closely(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Say which notices have all parties for suppliers where another notice of the award names some of them."""
    closely = rows[~rows["of_all_parties"].astype(bool) & rows["supplier"].notna()]
    named = closely.drop_duplicates("stands", keep="last").set_index("stands")["suppliers"]
    told = zip(rows["stands"].map(named), rows["suppliers"], rows["of_all_parties"], strict=True)
    found = [every and isinstance(some, str) and _keys(some) <= _keys(parties) for some, parties, every in told]
    return pd.Series(found, index=rows.index, dtype=bool)


def _lot_left_out(rows: pd.DataFrame) -> "pd.Series[bool]":
    """Say which notices bear the title of the procurement alone where an earlier one names the lot behind it.

    A notice of one award among several has no other to be told from, so its title is read without the lot.
    """
    latest = rows[rows["row"] == rows["stands"]].set_index("stands")["title"]
    whole = rows["stands"].map(latest)
    told = zip(rows["title"], whole, strict=True)
    fuller = [isinstance(own, str) and isinstance(last, str) and own.startswith(f"{last}: ") for own, last in told]
    return (rows["title"] == whole) & rows["stands"].isin(rows.loc[fuller, "stands"])


def _reckoned(stated: pd.DataFrame) -> "pd.Series[bool]":
    """Say of the last notices that state a value whether they state a year's by their own dates, by who stands."""
    last = stated.drop_duplicates("stands", keep="last").set_index("stands")
    return _is_by_the_year(last, last["annual_gbp"])


def _yearly(own: pd.DataFrame, cells: dict[str, pd.DataFrame], earlier: "pd.Series[bool]") -> "pd.Series[float]":
    """Return pounds a year where value or dates were kept and none are stated, or they were reckoned by other dates.

    A contract that ended early cost as much a year as before. `earlier` is what `_reckoned` gives.
    """
    kept_of = ("value_gbp", "start_date", "end_date", "end after extensions")
    frames = [cells[name] for name in kept_of if name in cells]
    own = own.loc[sorted({row for kept in frames for row in kept.index})]
    now = own.copy()
    for kept in frames:
        now.loc[kept.index, kept.columns] = kept
    reckoned = _is_by_the_year(own, now["annual_gbp"])
    if "value_gbp" in cells:
        in_force = own.index[own.index.isin(cells["value_gbp"].index) & (own["stage"] != "superseded")]
        reckoned[in_force] = earlier[in_force]
    return _by_the_year(now).where(now["annual_gbp"].isna() | reckoned).dropna().round(2)


def _is_by_the_year(rows: pd.DataFrame, annual: pd.Series) -> "pd.Series[bool]":
    return (annual - _by_the_year(rows)).abs() < _PENCE


def _by_the_year(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return the value of each row over its term in years (semantics 10.14)."""
    years = years_between(rows["start_date"], rows["latest_end_date"].fillna(rows["end_date"]))
    return rows["value_gbp"].astype("float64") / years


def with_carried_over(table: pa.Table, rows: np.ndarray, carried: CarriedOver) -> pa.Table:
    """Return a batch with the cells that its rows keep.

    Args:
        table: any columns with COLUMNS among them.
        rows: the number of each of its rows over all files.
        carried: what `carried_over` gives.
    """
    for stated in carried.cells.values():
        keeps = np.isin(rows, stated.index)
        if keeps.any():
            cells = stated.loc[rows[keeps]]
            for name in map(str, cells):
                table = _replaced(table, name, keeps, cells[name])
    keeps = np.isin(rows, carried.yearly.index)
    return _replaced(table, "annual_gbp", keeps, carried.yearly.loc[rows[keeps]]) if keeps.any() else table


def _replaced(table: pa.Table, name: str, which: np.ndarray, cells: pd.Series) -> pa.Table:
    """Put cells in the place of those of some rows of a column, in their order."""
    kind = pa.bool_() if name == "one_person" else _TYPES.get(BY_NAME[name].kind, pa.string())
    column = table[name].combine_chunks()
    new = pc.replace_with_mask(column, pa.array(which), pa.Array.from_pandas(cells, type=kind))
    return table.set_column(table.schema.get_field_index(name), name, new)
