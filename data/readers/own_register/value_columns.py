"""Which of several columns of money is the value: by their names, and by the cells where a name says too little."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from data.readers.cells import amounts
from data.readers.cells.periods import UNTOLD_PERIOD, value_period
from data.readers.own_register.facts import AMOUNTS
from data.readers.own_register.header_words import (
    Header,
    contract_year,
    header,
    without_year,
    year_named,
)
from data.readers.own_register.mapping import ColumnUse

_PAID = frozenset(("spend", "spent", "expenditure", "paid", "actual", "outturn"))
"""What was spent in a year is no part of what a contract is worth: a part of it may be bought beside the contract."""
_TO_COME = frozenset(("estimated", "budget", "budgeted", "forecast", "planned", "projected"))
_MONEY_WORDS = frozenset(("value", "spend", "budget", "fee", "expenditure", "charge"))
_NOT_THE_VALUE = frozenset(
    ("saving", "paid", "date", "invoiced", "remaining", "balance", "variation", "increase", "deposit", "bond",
     "insurance", "liability", "score", "weighting", "threshold", "previous", "turnover", "social", "type",
     "basis", "currency", "description", "comment", "note", "quality", "code", "holder", "manager", "centre",
     "id", "source", "officer", "retention", "commission", "status", "number", "reference",
     "unit", "variance", "uplift", "indexation", "profit", "added", "category", "released", "consumed")
)  # fmt: skip
EXTENSION = frozenset(("extension", "option"))
_BESIDE_A_TOTAL = frozenset(
    ("total", "annual", "estimated", "contract", "including", "inc", "incl", "inclusive", "excluding", "excl", "exc",
     "extension", "option", "with", "without", "all", "any", "current", "initial", "original", "length", "whole",
     "life", "per", "year", "gross", "net", "of", "over", "the", "full", "maximum", "for", "commitment")
)  # fmt: skip
"""Words of a column that is called after a total or a year and names no money: its cells say whether it holds any."""
_SOME_YEARS = re.compile(r"[2-9]|1[0-5]|two|three|four|five|six|seven|eight|nine|ten")
"""How many years a total is of, as in "Total for 4 years"."""
_MORE_THAN_MONTHS, _MORE_THAN_DAYS = 500, 10_000
"""Of such a column a cell from so much on is no number of months, or of days."""
_OF_ONE = frozenset(
    ("bed", "place", "night", "hour", "day", "head", "person", "pupil", "child", "client", "resident", "patient",
     "user", "placement", "visit", "session", "call", "item", "unit", "tonne", "mile", "trip", "lift", "property",
     "case")
)  # fmt: skip
"""What a price is for that is none of a contract, as in "Fee per place"."""
_OF_A_FRAMEWORK = frozenset(("framework", "dps"))
"""Words of what all may buy from an agreement, beside the value of a contract under it."""
_TELLS_HOW_OFTEN = frozenset(
    ("annual", "monthly", "quarterly", "weekly", "a", "per", "each", "year", "month", "quarter", "week")
)
_PAYMENTS = frozenset(
    ("payment", "contract payment", "management payment", "service payment", "subsidy payment",
     "payment by council", "payment by trust", "payment by authority", "payment by client", "payment by us",
     "payment to contractor", "payment to provider", "payment to supplier", "payment to operator")
)  # fmt: skip
"""What a column of regular payments is called; "Annual payment to council" is money that comes in."""
_OF_THE_TERM = frozenset(("total", "whole", "life", "length"))
_OF_ALL_YEARS = _OF_THE_TERM | {"aggregate", "overall", "npv"}
_APRIL = 4
"""A financial year begins in it; a calendar year alone ("Value as at 2026") may be the day of a value for the term."""
WITHOUT = frozenset(
    ("excluding", "exc", "excl", "ex", "without", "before", "exclusive", "not", "disregarding", "ignoring", "prior")
)
WITH = frozenset(("including", "inc", "incl", "with", "inclusive", "after", "all"))
_CHANGES = frozenset(("change", "variation", "modification", "amendment", "uplift", "increase"))
_AS_IT_NOW_STANDS = frozenset(("extended", "revised", "current", "latest", "updated", "varied", "amended"))
_PLAIN = frozenset(("contract", "value", "total"))
_AT_THE_AWARD = frozenset(("awarded", "award", "tendered", "accepted"))
_RANKS = (
    (_AS_IT_NOW_STANDS, 20.0),
    (frozenset(("total", "whole", "life", "maximum", "aggregate", "overall", "full", "gross")), 12.0),
    (frozenset(("awarded", "actual", "award", "final", "contract")), 6.0),
    (frozenset(("estimated", "budget", "forecast", "projected", "indicative", "minimum", "low", "human")), -10.0),
    (frozenset(("spend", "expenditure")), -12.0),
    (frozenset(("band", "range", "fee", "charge", "ceiling")), -15.0),
    (frozenset(("cap", "capped", "limit")), -30.0),
)


def use_of(fact: str, name: str, why: str = "") -> ColumnUse:
    """Return the use of a column for a fact, with what its name says of unit, VAT and period."""
    said = header(name)
    if fact in AMOUNTS:
        period = (said.period or "year") if fact == "annual" else ""
        return ColumnUse(name, fact, said.unit, said.vat, period, why=why)
    if fact in ("term", "longest_term", "extension"):
        named = {"month": "months", "year": "years", "week": "weeks", "day": "days", "mth": "months"}
        return ColumnUse(name, fact, next((named[word] for word in said.words if word in named), ""), why=why)
    return ColumnUse(name, fact, why=why)


def _holds_changes(words: Sequence[str]) -> bool:
    """Say whether a column is called after the value with the changes to a contract in it, and not after them alone."""
    changed = next((at for at, word in enumerate(words) if word in _CHANGES), 0)
    return bool((WITH - {"all"}).intersection(words[:changed])) and not WITHOUT.intersection(words)


def _to_be_paid(words: Sequence[str]) -> bool:
    """Say whether a column is called after what is to be paid, as the Transparency Code words the value."""
    ahead = any(tuple(words[at : at + 3]) == ("to", "be", "paid") for at in range(len(words)))
    return ahead and not {"still", "yet", "left"} & set(words)


def is_unit_price(said: Header) -> bool:
    """Say whether a column is called after a rate or the price of one thing: "Weekly rate per bed", "Unit price"."""
    words = said.words
    each = {words[at + 1] for at, word in enumerate(words[:-1]) if word in ("per", "each")}
    return "rate" in words or bool(each & _OF_ONE) or ("unit", "value") in pairwise(words)


def _is_unitary_charge(said: Header) -> bool:
    """Say whether a column is called the unitary charge: what a PFI company is paid a year, unless a sum is named."""
    words = set(said.words)
    return "unitary" in words and bool(words & {"charge", "payment", "fee"}) and not words & _OF_ALL_YEARS


def _is_yearly_payment(said: Header) -> bool:
    """Say whether a column is called what the public body pays a year or month: "Annual payment to contractor"."""
    words = tuple(word for word in said.words if word not in _TELLS_HOW_OFTEN)
    return bool(said.period) and " ".join(words) in _PAYMENTS


def is_paid(said: Header) -> bool:
    """Say whether a column is called after what was spent or paid; "Forecast spend" was not yet."""
    words = set(said.words)
    return bool(_PAID & words) and not words & _TO_COME


def is_amount_of(said: Header) -> bool:
    """Say whether a column with such a name is called like an amount of money."""
    words = set(said.words)
    if is_unit_price(said):
        return False
    if _to_be_paid(said.words):
        words -= {"paid"}
    if _holds_changes(said.words):
        words -= _CHANGES
    if "vat" in said.words or (words & _NOT_THE_VALUE and not words & {"paid"}):
        return False
    if "paid" in words and "length" not in words:
        return False
    if words & {"extension", "option"} and not words & (WITH | WITHOUT) and words & _MONEY_WORDS:
        return False
    if words & {"supplier", "vendor"} and "annual" not in words and "contract" not in words:
        return False
    if words & _MONEY_WORDS or _is_unitary_charge(said) or _is_yearly_payment(said):
        return True
    return bool(said.unit or said.vat) and bool(said.period or words & {"total", "annual", "life", "whole"})


def amount_columns(
    names: list[str], cells: Mapping[str, list[Any]], *, in_thousands: bool = False
) -> dict[str, ColumnUse]:
    """Return the uses of the columns that hold the value: of each fact the best column, and its twin with VAT.

    Of a table `in_thousands` (or millions) a year's amount may be as small as a number of months.
    """
    ranked = dict[str, list[tuple[float, int, str]]]()
    uses = dict[str, ColumnUse]()
    of_years, agreed = _columns_of_years(names, cells, 0 if in_thousands else _MORE_THAN_MONTHS)
    charges = [name for name in names if _is_unitary_charge(header(name))]
    for place, name in enumerate(names):
        if name in of_years and charges != [name]:
            continue
        said = header(name)
        written = name.lower()
        bare_vat = "vat" in re.split(r"[^a-z]+", written) and not said.vat
        if (
            bare_vat
            or UNTOLD_PERIOD.search(written)
            or not (is_amount_of(said) or _bare_total(name, said, cells[name]))
        ):
            continue
        if cells[name] and all(map(is_value_period, cells[name])):
            uses[name] = use_of("value_period", name, "by its cells, which say what an amount is for")
            continue
        fact, rank = _which_amount(said)
        if not any(amounts.amount(cell).pounds is not None for cell in cells[name]) and cells[name]:
            rank -= 40.0
        ranked.setdefault(fact, []).append((-rank, place, name))
    for fact, candidates in ranked.items():
        best = sorted(candidates)
        first = best[0][2]
        uses[first] = use_of(fact, first, "by its name")
        twin = next((name for rank, _, name in best[1:] if _twins(first, name)), None)
        if fact == "value" and "value_original" not in ranked and (before := _at_the_award(best, cells)):
            uses[before] = use_of("value_original", before, "where the value as it now stands is not stated")
        if twin:
            uses[twin] = use_of(
                fact, twin, "the same with VAT" if header(twin).vat == "inc" else "the same without VAT"
            )
    if not ranked.keys() & ({"value", "value_original"} if len(agreed) > 1 else set(AMOUNTS)):
        uses |= {name: use_of("value_of_year", name, "by its name, which names a year") for name in agreed}
    return uses


def _at_the_award(best: list[tuple[float, int, str]], cells: Mapping[str, list[Any]]) -> str:
    """Return the column of the value at the award, where the first column is of the value as it now stands.

    A plain "Contract value" is one beside a "Revised value" that fewer rows state.
    """
    now = best[0][2]
    words = header(now).words
    if not (_AS_IT_NOW_STANDS.intersection(words) or _holds_changes(words)):
        return ""
    others = [name for _, _, name in best[1:]]
    plain = (name for name in others if _PLAIN.issuperset(header(name).words) and len(cells[name]) > len(cells[now]))
    return next((name for name in others if _AT_THE_AWARD & set(header(name).words)), "") or next(plain, "")


def _is_year_alone(name: str, cells: Sequence[Any], smallest: float) -> bool:
    """Say whether a column is called by its year and no more, as "2025/26", and holds amounts."""
    return year_named(name) is not None and not header(without_year(name)).words and _holds_amounts(cells, smallest)


def _holds_amounts(cells: Sequence[Any], smallest: float) -> bool:
    """Say whether nearly all cells are numbers, and most of them so large as the smallest that is no length."""
    stated = [pounds for cell in cells if (pounds := amounts.amount(cell).pounds) is not None]
    large = sum(pounds >= smallest for pounds in stated)
    return large * 2 > len(cells) and len(stated) * 10 >= len(cells) * 8


def _columns_of_years(
    names: Sequence[str], cells: Mapping[str, list[Any]], smallest: float
) -> tuple[list[str], list[str]]:
    """Return the columns of money of single years, and those of them that are used.

    Several are called alike but for the year, such as "Value 2025/26" beside "2026/27", and one of a financial year may
    stand alone, of which the latest is used where there are no several. What was paid in a year is never used. Two or
    more that hold amounts may be called by their years and no more; they may count the years of the contract.
    """
    alike = dict[str, dict[tuple[date, date], str]]()
    bare = [name for name in names if _is_year_alone(name, cells[name], smallest)]
    for name in names:
        said = header(name)
        called = is_amount_of(said) or (len(bare) > 1 and name in bare)
        if said.period or not called or (year := year_named(name)) is None:
            continue
        alike.setdefault(without_year(name), {}).setdefault(year, name)
    several = [name for years in alike.values() if len(years) > 1 for name in years.values()]
    alone = [(*year, name) for years in alike.values() if len(years) == 1 for year, name in years.items()]
    alone = sorted(one for one in alone if _is_of_one_year(one[0], header(one[2])))
    agreed = [name for name in several if not is_paid(header(name))]
    latest = [name for *_, name in alone if not is_paid(header(name))][-1:]
    of_contract, counted = _years_of_the_contract(names, cells, smallest)
    return [*several, *(name for *_, name in alone), *of_contract], agreed or counted or latest


def _is_of_one_year(first: date, said: Header) -> bool:
    """Say whether the one year that begins so in a name is that of its money: a financial year, or one of spending."""
    words, paid = set(said.words), is_paid(said)
    return (first.month == _APRIL or (paid and "at" not in words)) and not words & (
        _OF_THE_TERM - {"total"} if paid else _OF_THE_TERM
    )


def _years_of_the_contract(
    names: Sequence[str], cells: Mapping[str, list[Any]], smallest: float
) -> tuple[list[str], list[str]]:
    """Return the columns of money of single years of a contract, and those of them that are used.

    These are of its first year and those after it, "Year 1 cost" and "Year 2 cost", or of its first alone. Others, such
    as the same with VAT or those of some years only, are no value of the whole term either.
    """
    alike, every = dict[str, dict[int, str]](), list[str]()
    for name in names:
        if (year := contract_year(name)) is None or _PAID & set(header(name).words):
            continue
        number, called = year
        is_money = is_amount_of(header(called))
        if is_money or (not header(without_year(called)).words and _holds_amounts(cells[name], smallest)):
            every += [name] if is_money else []
            alike.setdefault(without_year(called), {}).setdefault(number, name)
    from_the_first = [years for years in alike.values() if sorted(years) == list(range(1, len(years) + 1))]
    several = next((years for years in from_the_first if len(years) > 1), {})
    alone = next((years for years in from_the_first if years[1] in every), {})
    used = [name for _, name in sorted((several or alone).items())]
    return [*every, *used], used


def _bare_total(name: str, said: Header, cells: list[Any]) -> bool:
    """Say whether a column is called "Total" or "£" alone, or not much more, and holds amounts."""
    in_all = "£" in name and said.words == ("in", "all")
    if in_all or said.words in ((), ("total",), ("annual",), ("contract", "total")) or _pounds_a_period(name, said):
        smallest = 0.0 if said.words or "£" in name else math.inf
    else:
        words = set(said.words)
        named = bool(words & {"total", "annual", "life", "whole"} or said.period or {"over", "length"} <= words)
        counts = {word for word, behind in pairwise(said.words) if behind == "year" and _SOME_YEARS.fullmatch(word)}
        of_money = named and words - counts <= _BESIDE_A_TOTAL
        smallest = (_MORE_THAN_DAYS if "length" in words else _MORE_THAN_MONTHS) if of_money else math.inf
    if smallest == math.inf:
        return False
    read = [amounts.amount(cell).pounds for cell in cells]
    return bool(read) and sum(pounds is not None and pounds >= smallest for pounds in read) * 2 >= len(read)


def _pounds_a_period(name: str, said: Header) -> bool:
    """Say whether a column is called "£ pa" or "£ per month" and nothing more."""
    return "£" in name and bool(said.period) and {"pa", "p", "a", "per", "each", "year", "month"}.issuperset(said.words)


def _which_amount(said: Header) -> tuple[str, float]:
    words = set(said.words)
    rank = sum(points for named, points in _RANKS if words & named) - (30.0 if said.foreign else 0.0)
    if words & _OF_A_FRAMEWORK and "call" not in words:
        rank -= 60.0
    if any(map(_SOME_YEARS.fullmatch, words)) and not is_amount_of(said):
        rank -= 25.0  # the years of a total may be fewer than those of another value
    if _holds_changes(said.words):
        rank += 20.0
    if said.vat == "inc":
        rank -= 1.0
    over_the_term = bool(words & {"length", "life", "whole"})
    if (said.period and not over_the_term) or _is_unitary_charge(said):
        return "annual", rank - (20.0 if "payment" in words else 0.0)
    if words & EXTENSION:
        if words & WITHOUT:
            return "value_original", rank
        return "value", rank + 20.0
    if words & {"original", "initial", "base", "core"}:
        return "value_original", rank
    if said.period and over_the_term:
        return "value", rank
    return "value", rank


def _twins(one: str, other: str) -> bool:
    """Say whether two columns are one amount, without and with VAT."""
    first, second = header(one), header(other)
    if {first.vat, second.vat} not in ({"ex", "inc"}, {"", "inc"}, {"", "ex"}):
        return False
    drop = {"excl", "exc", "ex", "inc", "incl", "including", "excluding", "total", "net", "gross", "value", "contract"}
    return set(first.words) - drop == set(second.words) - drop


def is_value_period(cell: Any) -> bool:
    """Say whether a cell says what an amount is for: a year, a month, the whole term."""
    return isinstance(cell, str) and bool(value_period(cell))
