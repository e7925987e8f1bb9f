"""What changed between two registers in words and pounds: a line each, the way from one total to the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.load.changes import ADDED, BY_FACTS, BY_ID, BY_NAMES, BY_NUMBER, CHANGED, GONE, SAME, Changes, changes
from data.model.dataset import Dataset
from data.model.money import CEILINGS
from policy.contracts import BY_NAME, Kind
from policy.formats import day, inner, money, pounds, some, titled

NO_SPEND = ("ceiling", "placeholder", "foreign", "missing")
"""Kinds of value that are in no sum of spend."""
_NAMES = {
    "title": "title", "buyer": "buyer", "supplier": "supplier", "service": "kind of service", "instrument": "form",
    "stage": "stage", "start_date": "first day", "end_date": "last day", "latest_end_date": "last day after extensions",
    "value_gbp": "value", "annual_gbp": "value a year",
}  # fmt: skip
MATCHED = {
    BY_ID: "Published id",
    BY_NUMBER: "Number",
    BY_FACTS: "Title, buyer, supplier, amount and days",
    BY_NAMES: "Title, buyer, and supplier or first day",
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
        return f"Found in both: {'; '.join(words)}." if words else "No contract was found in both."


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
    first, last = _sums(old[counted[0]]), _sums(new[counted[1]])
    moved = _less(_sums(new.iloc[both["after"]]), _sums(old.iloc[both["before"]]))
    rows = [
        (held.before.source, first),
        ("Gone", _less(_sums(gone.iloc[:0]), _sums(gone))),
        ("Added", _sums(added)),
        (f"Other facts, {some(len(both), 'contract')}", moved),
        (held.after.source, last),
    ]
    names = ("Register", "Contracts", *_MONEY, "Value not known")
    return pd.DataFrame([(name, *sums) for name, sums in rows], columns=names)


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
        f"  {name:<40} {contracts:>10,} {whole:>20,.0f} pounds, {annual:>16,.0f} a year; value not known: {unknown:,}"
        for name, contracts, whole, annual, unknown in totals_table(held).itertuples(index=False)
    ]
    lines = [_line(row) for _, row in changes_in_words(changes_table(held)).iterrows()]
    return [held.sentence, held.how_matched, *totals, *lines]


def _line(row: "pd.Series[Any]") -> str:
    return f"{row['What']}: {titled(row['Contract'], row['Buyer'])}: {row['What changed']}"


def changes_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """What a page shows of some changes: amounts in words, since what is not there and what is not known differ."""
    amounts = {
        f"£ {side}": [
            "" if what == none else _worth(value)
            for what, value in zip(table["What"], table[f"£ whole life, {side}"], strict=True)
        ]
        for side, none in (("before", "Added"), ("after", "Gone"))
    }
    told = [_told(row) for _, row in table.iterrows()]
    shown = table[["What", "Contract"]].assign(**{"What changed": told}, **amounts)
    return shown.join(table[["Buyer", "Supplier", "Found by"]].fillna({"Supplier": "Not named"}))


def _told(row: "pd.Series[Any]") -> str:
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
    return "not known" if pd.isna(value) else pounds(round(100 * value))


def _spend(table: pd.DataFrame) -> pd.DataFrame:
    """Pounds of each contract that are spend; missing where it states none, or only a ceiling."""
    spent = ~table["value_quality"].isin(NO_SPEND) & ~table["instrument"].isin(CEILINGS)
    return pd.DataFrame({name: table[column].where(spent) for name, column in _MONEY.items()}).reset_index(drop=True)


def _sums(spend: pd.DataFrame) -> tuple[float, ...]:
    """Contracts, pounds in each measure to the penny, and how many state none."""
    pence = ((spend[name] * 100).round().sum() / 100 for name in _MONEY)
    return (len(spend), *pence, int(spend["£ whole life"].isna().sum()))


def _less(later: Sequence[float], earlier: Sequence[float]) -> tuple[float, ...]:
    return tuple(a - b for a, b in zip(later, earlier, strict=True))


def changes_table(held: HeldAgainst) -> pd.DataFrame:
    """Every contract that is new, gone or changed, a row each: new ones first, the largest first among each kind."""
    rows = held.found.rows
    rows = rows[rows["what"] != SAME]
    table = pd.DataFrame([_row(held, row) for row in rows.itertuples(index=False)], columns=_COLUMNS)
    size = table[["£ whole life, before", "£ whole life, after"]].max(axis=1).fillna(0)
    order = pd.DataFrame({"what": rows["what"].map(_ORDER).to_numpy(), "size": -size}).sort_values(
        ["what", "size"], kind="stable"
    )
    return table.loc[order.index].reset_index(drop=True)


_COLUMNS = (
    "What", "Contract", "Buyer", "Supplier", "What changed", "£ whole life, before", "£ whole life, after",
    "£ a year, before", "£ a year, after", "Ends, before", "Ends, after", "Found by", "Id, before", "Id, after",
)  # fmt: skip


def _row(held: HeldAgainst, row: Any) -> tuple[Any, ...]:
    before, after = held.found.before, held.found.after
    shown, place = (after, row.after) if row.after >= 0 else (before, row.before)
    said = [_cell(shown, place, name) for name in ("title", "buyer", "supplier")]

    def both(name: str) -> tuple[Any, Any]:
        return _cell(before, row.before, name), _cell(after, row.after, name)

    changed = "; ".join(_changed(held, name, *both(name)) for name in row.facts)
    there = f"Is there and does not count: {row.uncounted}" if row.uncounted else ""
    money, ends = (*both("value_gbp"), *both("annual_gbp")), map(_day, both("end_date"))
    return (
        row.what.capitalize(),
        *said,
        changed or there,
        *money,
        *ends,
        MATCHED.get(row.by, ""),
        *both("contract_id"),
    )


def _cell(table: pd.DataFrame, place: int, name: str) -> Any:
    value = table[name].iloc[place] if place >= 0 else None
    return None if value is None or pd.isna(value) else value


def _day(value: Any) -> date | None:
    return None if value is None else value.date()


def _changed(held: HeldAgainst, name: str, before: Any, after: Any) -> str:
    """Say what a fact was and is."""
    return f"{_NAMES[name]} {_said(held, name, before)} → {_said(held, name, after)}"


def _said(held: HeldAgainst, name: str, value: Any) -> str:
    if value is None:
        return "not named" if name == "supplier" else "not known"
    if BY_NAME[name].kind is Kind.POUNDS:
        return pounds(round(100 * value))
    if BY_NAME[name].kind is Kind.DATE:
        return day(value)
    if name == "service":
        return str(held.after.services["label"].get(value, value))
    return str(value).replace("_", " ") if BY_NAME[name].values else str(value)
