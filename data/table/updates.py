"""What later notices leave out and earlier ones of the same award state: it stays.

Fields that a later notice of an award does not state stay as the earlier notices say, as in the standard's merge
(https://standard.open-contracting.org/latest/en/schema/merging/). What belongs together stays together: a supplier with
its kind, a value with its quality, a title with what was read from it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.issues import Issue
from data.model.money import CEILINGS
from data.table.rows.keys import places_of
from data.table.supplier_keys import keys_of
from data.table.value_spans import years_between
from policy.contracts import BY_NAME, Kind

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
"""Columns that a later notice states or leaves out together, by the one that tells which."""
CARRIED_COLUMNS = [*(name for names in TOGETHER.values() for name in names), "states_form", "value_elsewhere"]
CARRIED_COLUMNS += ["estimate_of", "of_all_parties"]
"""TOGETHER, and what else tells whether a later notice states them: all that `carried_over` reads of a row."""
_PENCE = 0.01
_STATES = ("placeholder", "foreign")
_TYPES = {Kind.POUNDS: pa.float64(), Kind.COUNT: pa.float64(), Kind.DATE: pa.date32()}


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
        rows: the notices of awards with several, earliest first: CARRIED_COLUMNS, `stage`, `row` (their number) and
            `stands`, the number of the row that stands for them, which for the latest is its own.
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
    found = [every and isinstance(some, str) and keys_of(some) <= keys_of(parties) for some, parties, every in told]
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
    return by_the_year(now).where(now["annual_gbp"].isna() | reckoned).dropna().round(2)


def _is_by_the_year(rows: pd.DataFrame, annual: pd.Series) -> "pd.Series[bool]":
    return (annual - by_the_year(rows)).abs() < _PENCE


def by_the_year(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return the value of each row over its term in years (semantics 10.14)."""
    years = years_between(rows["start_date"], rows["latest_end_date"].fillna(rows["end_date"]))
    return rows["value_gbp"].astype("float64") / years


def with_carried_over(table: pa.Table, rows: np.ndarray, carried: CarriedOver) -> pa.Table:
    """Return a batch with the cells that its rows keep.

    Args:
        table: any columns with CARRIED_COLUMNS among them.
        rows: the number of each of its rows over all files.
        carried: what `carried_over` gives.
    """
    for stated in (*carried.cells.values(), carried.yearly.to_frame("annual_gbp")):
        table = with_cells(table, rows, stated)
    return table


def with_cells(table: pa.Table, rows: np.ndarray, cells: pd.DataFrame) -> pa.Table:
    """Return a batch with other cells in some of its rows.

    Args:
        table: any columns with those of `cells` among them.
        rows: the number of each of its rows over all files.
        cells: the new ones, a row each, indexed by that number.
    """
    which = np.isin(rows, cells.index)
    if not which.any():
        return table
    new = cells.loc[rows[which]]
    for name in map(str, cells):
        kind = pa.bool_() if name == "one_person" else _TYPES.get(BY_NAME[name].kind, pa.string())
        column = table[name].combine_chunks()
        column = pc.replace_with_mask(column, pa.array(which), pa.Array.from_pandas(new[name], type=kind))
        table = table.set_column(table.schema.get_field_index(name), name, column)
    return table
