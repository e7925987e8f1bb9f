"""The mapping: which column holds which fact, in which unit, with or without VAT; guessed, shown, corrected, kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from data.readers.cells import days, terms
from data.readers.cells.periods import A_YEAR
from data.readers.cells.units import TIMES
from data.readers.own_register.facts import AMOUNTS, DAYS, FACTS, LITERAL, NOT_USED

PERIODS = ("", *A_YEAR)
VATS = ("", "ex", "inc")
ORDERS = ("", days.DAY_FIRST, days.MONTH_FIRST)


@dataclass(frozen=True)
class ColumnUse:
    """What one column of the reader's holds.

    `fact` is a key of `FACTS` or NOT_USED; `unit` is that of its numbers: of money "", thousand or million, of a term
    "", years, months, weeks or days; `vat` is "ex", "inc" or "" (not stated); `period` is that of a yearly amount;
    `order` is how its dates are read, "" for day first unless its cells say otherwise; `why` is how the guess came to
    it.
    """

    column: str
    fact: str
    unit: str = ""
    vat: str = ""
    period: str = ""
    order: str = ""
    why: str = ""

    @property
    def day_order(self) -> str:
        """How its dates are read: day first unless its cells or its reader say otherwise."""
        return self.order or days.DAY_FIRST


@dataclass(frozen=True)
class Mend:
    """A cell put right by hand, or with no column a row left out; the row is named by its own number, its line or both.

    It holds on the sheet that it names, else on every sheet. Where it has a line, `row` is what that row said: in a
    later file, with other lines, the row that says the same is meant, and no other.
    """

    column: str = ""
    was: str = ""
    now: str = ""
    reference: str = ""
    line: int = 0
    sheet: str = ""
    row: str = ""


@dataclass(frozen=True)
class RegisterMapping:
    """How a register is read: its columns, what is the same for all rows, which sheets, and what was mended."""

    columns: tuple[ColumnUse, ...] = ()
    all_rows: Mapping[str, str] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()

    def of(self, *facts: str) -> list[ColumnUse]:
        """Return the columns that hold any of some facts, in their order."""
        return [use for use in self.columns if use.fact in facts]

    def gives(self, *facts: str) -> bool:
        """Say whether a column, or what is the same for all rows, gives any of some facts."""
        return any(use.fact in facts for use in self.columns) or any(self.all_rows.get(fact) for fact in facts)

    def having(self, column: str, **changes: str) -> "RegisterMapping":
        """Return the mapping with one column changed."""
        return replace(self, columns=tuple(replace(u, **changes) if u.column == column else u for u in self.columns))

    def named(self) -> dict[str, str]:
        """Return our fact → their column, the first of several, or "=text" where it is the same for all rows."""
        found = {use.fact: use.column for use in reversed(self.columns) if use.fact != NOT_USED}
        return found | {fact: LITERAL + text for fact, text in self.all_rows.items() if text}


def check(mapping: RegisterMapping, columns: Iterable[str]) -> list[str]:
    """Say everything that is wrong with a mapping for a table of these columns."""
    known = set(columns)
    facts_known, columns_known = ", ".join(FACTS), ", ".join(sorted(known))
    problems = [
        f"{fact}: no such column of ours. Expected one of {facts_known}."
        for fact in (*(use.fact for use in mapping.columns), *mapping.all_rows)
        if fact not in FACTS and fact != NOT_USED
    ]
    problems += [
        f"{use.fact}: the table has no column {use.column!r}. Expected one of {columns_known}."
        for use in mapping.columns
        if use.fact in FACTS and use.column not in known
    ]
    return problems + [problem for use in mapping.columns for problem in unusable(use)]


def unusable(use: ColumnUse) -> list[str]:
    """Say what of how a column is read is not known."""
    units = ("", *terms.UNITS) if use.fact in ("term", "longest_term", "extension") else (*TIMES,)
    options = (
        ("unit", use.unit, units),
        ("vat", use.vat, VATS),
        ("period", use.period, PERIODS),
        ("order", use.order, ORDERS),
    )
    return [
        f"{use.column}: {name} {given!r} is not known. Expected one of {', '.join(filter(None, known))}."
        for name, given, known in options
        if given not in known
    ]


def is_money(fact: str) -> bool:
    """Say whether a fact is an amount, which has a unit and may have VAT."""
    return fact in AMOUNTS


def is_day(fact: str) -> bool:
    """Say whether a fact is a date, which has an order of day and month."""
    return fact in DAYS or fact == "period"
