"""What changed between two registers in words and pounds: a line each, the way from one total to the other."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from data.load.changes import (
    ADDED,
    BY_FACTS,
    BY_ID,
    BY_NAMES,
    BY_NUMBER,
    BY_TERMS,
    CHANGED,
    FACTS,
    GONE,
    NO_SPEND,
    SAME,
    Changes,
    changes,
)
from data.model.dataset import Dataset
from data.model.money import CEILINGS
from output.field_words import VALUES
from policy.contracts import BY_NAME, Kind
from policy.formats import day, inner, money, of_one, one_line, some, stated

_NAMES = {
    "title": "title", "buyer": "buyer", "supplier": "supplier", "service": "kind of service", "instrument": "form",
    "stage": "stage", "start_date": "first day", "end_date": "last day", "latest_end_date": "last day after extensions",
    "value_gbp": "value", "annual_gbp": "value a year",
    "value_quality": "kind of value",
}  # fmt: skip
MATCHED = {
    BY_ID: "Published id",
    BY_NUMBER: "Number",
    BY_FACTS: "Title, buyer, supplier, amount and days",
    BY_NAMES: "Title, buyer, and supplier or first day",
    BY_TERMS: "Buyer, supplier, amount and days",
}
"""By what a contract of one register was found in the other, for a reader."""
_MONEY = {"£ whole life": "value_gbp", "£ a year": "annual_gbp"}
_ORDER = {what: place for place, what in enumerate((ADDED, GONE, CHANGED))}


@dataclass(frozen=True)
class HeldAgainst:
    """An earlier and a later register, and what changed between them."""

    before: Dataset
    after: Dataset
    found: Changes

    @property
    def sentence(self) -> str:
        """How many contracts are new, gone, changed and as they were."""
        added, gone, changed, same = (len(self.found.of(what)) for what in (ADDED, GONE, CHANGED, SAME))
        known = f"{some(changed + same, 'contract')} in both, {changed:,} of them with other facts"
        return f"{added:,} added, {gone:,} gone; {known} and {same:,} as {'it was' if same == 1 else 'they were'}."

    @property
    def how_matched(self) -> str:
        """How many contracts were found in both by what."""
        by = self.found.rows["by"].value_counts()
        words = [f"by {inner(what)} {by[each]:,}" for each, what in MATCHED.items() if each in by]
        found = f"Found in both: {'; '.join(words)}." if words else "No contract was found in both."
        moved = " Some that are otherwise alike bear other numbers, so that a number says less."
        return found + moved if self.found.moved else found


def held_against(before: Dataset, after: Dataset) -> HeldAgainst:
    """Hold an earlier register against a later one."""
    return HeldAgainst(before, after, changes(before.contracts, after.contracts))


def totals_table(held: HeldAgainst) -> pd.DataFrame:
    """The way from the earlier register to the later one, a row each: contracts and pounds, which add up.

    `Value not known` are contracts that are in no sum: they state no value, or only a ceiling.
    """
    old, new = (_spend(table) for table in (held.found.before, held.found.after))
    counted = [table["counted"].astype(bool).to_numpy() for table in (held.found.before, held.found.after)]
    gone, added = old.iloc[held.found.of(GONE)["before"]], new.iloc[held.found.of(ADDED)["after"]]
    both = held.found.of(CHANGED)
    rows = {
        "earlier": _sums(old[counted[0]]),
        "gone": -_sums(gone),
        "added": _sums(added),
        "changed": _sums(new.iloc[both["after"]]) - _sums(old.iloc[both["before"]]),
        "later": _sums(new[counted[1]]),
    }
    changed = f"Other facts, {some(len(both), 'contract')}"
    names = (f"Earlier: {held.before.source}", "Gone", "Added", changed, f"Later: {held.after.source}")
    table = pd.DataFrame(rows.values(), columns=["Contracts", *_MONEY, "Value not known"])
    for column in _MONEY:
        table[column] = table[column] / 100
    table.insert(0, "Register", names)
    return table


def totals_in_words(held: HeldAgainst) -> pd.DataFrame:
    """The same way for a page, which has room for three digits of an amount."""
    table = totals_table(held).astype(object)
    for name in table.columns.drop("Register"):
        said = _short if name in _MONEY else _number
        ends = (0, len(table) - 1)
        table[name] = [said(value, signed=place not in ends) for place, value in enumerate(table[name])]
    return table


def _short(amount: float, *, signed: bool) -> str:
    return _sign(amount, signed=signed) + money(round(100 * abs(amount)), digits=3, short=True)


def _number(count: float, *, signed: bool) -> str:
    return f"{_sign(count, signed=signed)}{abs(count):,.0f}"


def _sign(value: float, *, signed: bool) -> str:
    return "" if not signed or not value else "+" if value > 0 else "\N{MINUS SIGN}"


def in_lines(held: HeldAgainst) -> list[str]:
    """What changed, for a terminal: the sentence, the way from total to total, and a line for each contract."""
    totals = [
        f"  {name:<40} {contracts:>10,} {whole:>20,.2f} pounds, {annual:>18,.2f} a year; value not known: {unknown:,}"
        for name, contracts, whole, annual, unknown in totals_table(held).itertuples(index=False)
    ]
    shown = changes_in_words(changes_table(held))
    lines = [
        f"{what}: {title} ({buyer}): {told}"
        for what, title, buyer, told in zip(
            *(shown[name] for name in ("What", "Contract", "Buyer", "What changed")), strict=True
        )
    ]
    return [held.sentence, held.how_matched, *totals, *lines]


def changes_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """What a page shows of some changes: amounts in words, since what is not there and what is not known differ."""
    amounts = {
        f"£ {side}": [
            "" if what == none else _worth(value)
            for what, value in zip(table["What"], table[f"£ whole life, {side}"], strict=True)
        ]
        for side, none in (("before", "Added"), ("after", "Gone"))
    }
    told = [one_line(_told(row)) for row in table.to_dict("records")]
    names = {
        name: [one_line(stated(value, what)) for value in table[name]]
        for name, what in (("Contract", "title"), ("Buyer", "buyer"))
    }
    supplier = ["Not named" if pd.isna(value) else one_line(value) for value in table["Supplier"]]
    return pd.DataFrame(
        {
            "What": table["What"],
            "Contract": names["Contract"],
            "What changed": told,
            **amounts,
            "Buyer": names["Buyer"],
            "Supplier": supplier,
            "Found by": table["Found by"],
        }
    )


def _told(row: Mapping[Hashable, Any]) -> str:
    """Say of one contract what changed; of one that is new or gone its value, supplier and end, and why it is."""
    if row["What"] == CHANGED.capitalize():
        return str(row["What changed"])
    side = "after" if row["What"] == ADDED.capitalize() else "before"
    ends = row[f"Ends, {side}"]
    supplier = "" if pd.isna(row["Supplier"]) else row["Supplier"]
    until = "" if pd.isna(ends) else f"to {day(ends)}"
    worth = _worth(row[f"£ whole life, {side}"])
    return "; ".join(filter(None, (f"value {worth}", supplier, until, row["What changed"])))


def _worth(value: float) -> str:
    return "not known" if pd.isna(value) else of_one(round(100 * value))


def _spend(table: pd.DataFrame) -> pd.DataFrame:
    """Pounds of each contract that are spend; missing where it states none, or only a ceiling."""
    spent = ~table["value_quality"].isin(NO_SPEND) & ~table["instrument"].isin(CEILINGS)
    return pd.DataFrame({name: table[column].where(spent) for name, column in _MONEY.items()}).reset_index(drop=True)


def _sums(spend: pd.DataFrame) -> np.ndarray:
    """Contracts, pence in each measure, which add up as whole numbers, and how many state no value."""
    pence = [int((spend[name] * 100).round().sum()) for name in _MONEY]
    return np.array([len(spend), *pence, int(spend["£ whole life"].isna().sum())], dtype="int64")


def changes_table(held: HeldAgainst) -> pd.DataFrame:
    """Every contract that is new, gone or changed, a row each: new ones first, the largest first among each kind."""
    rows = held.found.rows
    rows = rows[rows["what"] != SAME].reset_index(drop=True)
    sides = {side: _of_rows(getattr(held.found, side), rows[side]) for side in ("before", "after")}
    later = rows["after"] >= 0
    shown = {
        heading: sides["after"][name].where(later, sides["before"][name])
        for heading, name in (("Contract", "title"), ("Buyer", "buyer"), ("Supplier", "supplier"))
    }
    both = {
        f"{heading}, {side}": sides[side][name]
        for heading, name in (*_MONEY.items(), ("Ends", "end_date"), ("Id", "contract_id"))
        for side in sides
    }
    for name in ("Ends, before", "Ends, after"):
        both[name] = both[name].astype(object).map(_day)
    ids = {name: both.pop(name) for name in ("Id, before", "Id, after")}
    told = {"What": rows["what"].str.capitalize(), **shown, "What changed": _all_said(held, rows, sides)}
    table = pd.DataFrame({**told, **both, "Found by": [MATCHED.get(by, "") for by in rows["by"]], **ids})
    size = table[["£ whole life, before", "£ whole life, after"]].max(axis=1).fillna(0)
    order = pd.DataFrame({"what": rows["what"].map(_ORDER), "size": -size}).sort_values(["what", "size"], kind="stable")
    return table.loc[order.index].reset_index(drop=True)


_TEXTS = [name for name in (*FACTS, "contract_id") if BY_NAME[name].kind not in (Kind.POUNDS, Kind.DATE)]


def _of_rows(table: pd.DataFrame, places: "pd.Series[int]") -> pd.DataFrame:
    """The rows of a table at some places; a row of missing values where there is none."""
    columns = table[[*FACTS, "contract_id"]].astype(dict.fromkeys(_TEXTS, object))
    return columns.set_axis(range(len(table))).reindex(places).reset_index(drop=True)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else value.date()


def _all_said(held: HeldAgainst, rows: pd.DataFrame, sides: Mapping[str, pd.DataFrame]) -> list[str]:
    """Say of each contract what its facts were and are, or why one that is gone or new does not count in the other."""
    was, now = ({name: sides[side][name].tolist() for name in FACTS} for side in ("before", "after"))
    services = held.after.services["label"].to_dict()
    return [
        "; ".join(_changed(name, was[name][place], now[name][place], services) for name in facts)
        or (f"Is there and does not count: {uncounted}" if uncounted else "")
        for place, (facts, uncounted) in enumerate(zip(rows["facts"], rows["uncounted"], strict=True))
    ]


def _changed(name: str, before: Any, after: Any, services: Mapping[Hashable, str]) -> str:
    """Say what a fact was and is; pounds with their pence where they would read the same without."""
    was, now = (_said(name, value, services) for value in (before, after))
    if was == now and BY_NAME[name].kind is Kind.POUNDS:
        was, now = (f"£{value:,.2f}" for value in (before, after))
    return f"{_NAMES[name]} {was} → {now}"


def _said(name: str, value: Any, services: Mapping[Hashable, str]) -> str:
    if pd.isna(value):
        return "not named" if name == "supplier" else "not known"
    if BY_NAME[name].kind is Kind.POUNDS:
        return _worth(value)
    if BY_NAME[name].kind is Kind.DATE:
        return day(value)
    if name == "service":
        return str(services.get(value, value))
    words = VALUES.get(name, {}).get(value)
    return words or (str(value).replace("_", " ") if BY_NAME[name].values else str(value))
