"""Keep what a later notice of an award leaves out: fields that it does not state stay as the earlier notices say.

So the standard's merge has it (https://standard.open-contracting.org/latest/en/schema/merging/). What belongs together
stays together: a supplier with its kind, a value with its quality, a title with what was read from it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.dates import DAYS_A_YEAR
from data.model.issues import Issue
from policy.contracts import BY_NAME, Kind

TOGETHER = {
    "supplier": ("supplier", "suppliers", "company", "n_suppliers", "supplier_kind", "supplier_public_kind"),
    "value_gbp": ("value_gbp", "value_quality", "vat_basis", "annual_gbp"),
    "start_date": ("start_date",),
    "end_date": ("end_date", "latest_end_date"),
    "title": (
        *("title", "description", "service", "service_confidence", "service_evidence"),
        *("purchase", "cpv", "instrument", "one_person"),
    ),
    "buyer": ("buyer", "buyer_kind"),
    "nation": ("nation", "region"),
}
"""Fields by the one that tells whether a notice states them."""
COLUMNS = [name for names in TOGETHER.values() for name in names]
_STATES = ("placeholder", "foreign")
_TYPES = {Kind.POUNDS: pa.float64(), Kind.COUNT: pa.float64(), Kind.DATE: pa.date32()}


@dataclass(frozen=True)
class Kept:
    """What counted rows keep from earlier notices.

    Of each leading field of TOGETHER the rows that keep it, a row of cells each, indexed by the number of the row;
    `yearly` is what their new values and dates give a year.
    """

    cells: dict[str, pd.DataFrame]
    yearly: "pd.Series[float]"

    def issues(self, keys: pd.DataFrame) -> list[Issue]:
        """Return an issue for each row that keeps something; `keys` is indexed by the number of the row."""
        fields: dict[int, list[str]] = {}
        for name, found in self.cells.items():
            for row in found.index:
                fields.setdefault(int(row), []).append(name)
        return [_issue(keys.loc[row], ", ".join(names)) for row, names in sorted(fields.items())]


def kept(rows: pd.DataFrame) -> Kept:
    """Return what the latest notices of awards keep from the earlier ones.

    Args:
        rows: the notices of awards with several, earliest first: COLUMNS, `row` (their number) and `stands`, the number
            of the row that stands for them, which for the latest is its own.
    """
    cells: dict[str, pd.DataFrame] = {}
    latest = rows["row"] == rows["stands"]
    lacking = pd.DataFrame({name: _lacks(rows, name) for name in TOGETHER}, index=rows.index)
    for name, together in TOGETHER.items():
        wanting = rows.loc[latest & lacking[name], "row"]
        if wanting.empty:
            continue
        stated = rows[~lacking[name]].drop_duplicates("stands", keep="last").set_index("stands")
        cells[name] = stated[stated.index.isin(wanting)][[*together]]
    return Kept(cells, _yearly(rows[latest].set_index("row"), cells))


def _lacks(rows: pd.DataFrame, name: str) -> "pd.Series[bool]":
    missing = rows[name].isna()
    if name == "value_gbp":
        return missing & ~rows["value_quality"].isin(_STATES)
    return missing & rows["latest_end_date"].isna() if name == "end_date" else missing


def _yearly(own: pd.DataFrame, cells: dict[str, pd.DataFrame]) -> "pd.Series[float]":
    """Return pounds a year where value or dates were kept and none are stated."""
    found = [cells[name] for name in ("value_gbp", "start_date", "end_date") if name in cells]
    now = own.loc[sorted({row for one in found for row in one.index})].copy()
    for one in found:
        now.loc[one.index, one.columns] = one
    last = pd.to_datetime(now["latest_end_date"].fillna(now["end_date"]))
    years = ((last - pd.to_datetime(now["start_date"])).dt.days + 1) / DAYS_A_YEAR
    yearly = now["value_gbp"].astype("float64") / years.clip(lower=1).where(years > 0)
    return yearly.where(now["annual_gbp"].isna()).dropna().round(2)


def _issue(notice: Any, fields: str) -> Issue:
    line = notice["line"]
    return Issue(
        str(notice["from"]),
        None if pd.isna(line) else int(line),
        "" if pd.isna(notice["ocid"]) else str(notice["ocid"]),
        fields,
        "",
        "is left out of a later notice of the award",
        "kept from an earlier one",
    )


def with_kept(table: pa.Table, rows: np.ndarray, kept: Kept) -> pa.Table:
    """Return a batch with the cells that its rows keep.

    Args:
        table: any columns with COLUMNS among them.
        rows: the number of each of its rows over all files.
        kept: what `kept` gives.
    """
    for leading, found in kept.cells.items():
        at = np.isin(rows, found.index)
        if at.any():
            cells = found.loc[rows[at]]
            for name in TOGETHER[leading]:
                table = _replaced(table, name, at, cells[name])
    at = np.isin(rows, kept.yearly.index)
    return _replaced(table, "annual_gbp", at, kept.yearly.loc[rows[at]]) if at.any() else table


def _replaced(table: pa.Table, name: str, at: np.ndarray, cells: pd.Series) -> pa.Table:
    kind = pa.bool_() if name == "one_person" else _TYPES.get(BY_NAME[name].kind, pa.string())
    column = table[name].combine_chunks()
    new = pc.replace_with_mask(column, pa.array(at), pa.Array.from_pandas(cells, type=kind))
    return table.set_column(table.schema.get_field_index(name), name, new)
