"""What a cell, or most cells of a column, look like: a day, a firm, a sum, a title."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from data.model import cell_values
from data.readers.cells import amounts, days, options, remarks, terms
from data.readers.cells.choices import (
    FORMS,
    IN_FORCE,
    KINDS_OF_BUYER,
    KINDS_OF_SUPPLIER,
    PURCHASES,
    ended_by_remark,
    is_grant,
    no_contract,
    sets_up_framework,
    sets_up_purchasing_system,
    status,
)
from data.readers.cells.periods import A_YEAR, value_period
from data.readers.cells.units import unit_alone
from data.readers.own_register.survey import version
from data.readers.own_register.value_columns import is_value_period

_COMPANY = re.compile(
    r"\b(?:ltd|limited|plc|llp|cic|inc|llc|l\.l\.p|co\.?|company|group|services|partnership)\.?$", re.IGNORECASE
)
_FIRM = re.compile(r"\b(?:ltd|limited|plc|llp|cic)\.?$", re.IGNORECASE)
"""What no more than a firm's name ends with: a kind of goods may end with "services" too."""
_WORDY = re.compile(r"[a-z]{3}.*\s.*[a-z]{2}", re.IGNORECASE)
_MOMENT = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[ T]+\d{1,2}[:.]\d\d")
"""A day and a time of day, as a form writes when it was sent."""
_OF_TIME = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|ten)[\s-](?:years?|yrs?|months?)\b|\brolling\b|\brenew"
    r"|\b(?:annual(?:ly)?|yearly|monthly)(?:[,;(]|\W*$)",
    re.IGNORECASE,
)
_LEAST_PRICE = 2
"""Pounds below which a rate may be a share or a percentage."""
_PERIOD_OF_ONE = re.compile(
    r"\b(?:per|an?|each|every|paid|payable|rate|calendar|half|semi|bi|four|two|three|six|in|advance|arrears)\b"
)
"""What stands beside the one word of a period: "per calendar month", "half-yearly"; not "per month per vehicle"."""


def is_price(cell: Any) -> bool:
    """Say whether a cell is an amount that may be a price, and no share."""
    return (amounts.amount(cell).pounds or 0) >= _LEAST_PRICE


def is_paid_every(cell: Any) -> bool:
    """Say whether a cell names a period of which a year has a known number, and nothing else: "per month", "Annum"."""
    if not isinstance(cell, str) or value_period(cell) not in A_YEAR:
        return False
    return len(re.findall(r"[a-z.]+", _PERIOD_OF_ONE.sub(" ", cell.lower().replace("p.a", "pa")))) == 1


def tells_of_time(cell: Any) -> bool:
    """Say whether a cell tells how long or until when: "Renewed each April, annually", "until 31 March 2028"."""
    text = cell_values.text(cell)
    return bool(_OF_TIME.search(text) or days.within(text))


def is_other_than_in_force(cell: Any) -> bool:
    """Say whether a cell states a status other than in force."""
    return status(cell_values.text(cell)) not in ("", IN_FORCE)


def is_status(cell: Any) -> bool:
    """Say whether a cell states a status, or ticks one."""
    return bool(status(text := cell_values.text(cell))) or cell_values.tick(text) is not None


def tells_of_a_change(cell: Any) -> bool:
    """Say whether a remark tells that a contract was extended, ended or changed."""
    if not isinstance(cell, str):
        return False
    ended = ended_by_remark(cell) and days.within(cell)
    return bool(ended or days.extended_until(cell) or remarks.tells_of_a_change(cell))


def mostly(looks: Callable[[Any], bool], cells: list[Any], share: float) -> bool:
    """Say whether at least a share of the cells look so; no cells do not."""
    return bool(cells) and sum(map(looks, cells)) >= share * len(cells)


def is_firm(cell: Any) -> bool:
    """Say whether a cell ends as no more than a firm's name does."""
    return bool(_FIRM.search(cell_values.text(cell)))


def is_sum(cell: Any) -> bool:
    """Say whether a cell is an amount with a pound sign."""
    return isinstance(cell, str) and "£" in cell and amounts.amount(cell).pounds is not None


def unlike(cells: list[Any]) -> bool:
    """Say whether most cells differ, as titles do and names of departments do not."""
    return len({cell_values.text(cell) for cell in cells}) * 10 >= len(cells) * 7


def last(cell: Any) -> Any:
    """Return the day, or the last day of the month or year, that a cell states; None for none."""
    return days.day(cell, last=True).day


def blank(cell: Any) -> bool:
    """Say whether a cell states nothing."""
    return cell is None or cell_values.text(cell).casefold() in cell_values.BLANKS


def holds_a_form(cells: list[Any]) -> bool:
    """Say whether a cell states a form that counts however few they are, a framework among services and works too."""
    if any(map(_is_of_another_row, cells)):
        return True
    forms = {cell_values.text(cell) for cell in cells}
    if any(map(is_grant, forms)):
        return True
    among_purchases = mostly(lambda cell: _one_of(PURCHASES)(cell) or _one_of(FORMS)(cell), cells, 0.9)
    return among_purchases and any(sets_up_framework(form) or sets_up_purchasing_system(form) for form in forms)


def _is_of_another_row(cell: Any) -> bool:
    """Say whether a form is that of a row which is no contract, such as a variation: it counts however few they are."""
    return bool(no_contract(cell_values.text(cell)))


def other_kind(cells: list[Any]) -> bool:
    """Say whether the cells of a column that is called like a date are lengths of time or yes and no."""
    other = sum(cell_values.tick(cell) is not None or terms.term(cell).first is not None for cell in cells)
    return other * 10 >= len(cells) * 6


def is_day(cell: Any) -> bool:
    """Say whether a cell states a day, or that there is no last one."""
    found = days.day(cell)
    return found.day is not None or "no end" in found.problem


def is_period(cell: Any) -> bool:
    """Say whether a cell states a first and a last day."""
    first, last = days.both_days(options.behind_both(cell)[0] if isinstance(cell, str) else cell)
    return first.day is not None and last.day is not None


def is_bare_number(cell: Any) -> bool:
    """Say whether a cell is a number without a unit of time, or no length."""
    return terms.term(cell).bare or terms.term(cell).first is None


def is_term(cell: Any) -> bool:
    """Say whether a cell states a length of time."""
    return terms.term(cell).first is not None and not (isinstance(cell, str) and days.only_way(cell))


def _is_option_to_a_day(cell: Any) -> bool:
    """Say whether a cell says in words up to when an option runs; a day alone may be one by which it is decided on."""
    in_words = isinstance(cell, str) and (cell.strip()[:1].isalpha() or days.day(cell).day is None)
    return in_words and options.to_a_day(cell) is not None


def is_count(cell: Any) -> bool:
    """Say whether a cell counts something."""
    return terms.count(cell)[0] is not None


def _is_code(cell: Any) -> bool:
    return bool(re.search(r"\d{8}|\b\d{2}\b", cell_values.text(cell)))


def is_number(cell: Any) -> bool:
    """Say whether a cell is a number of a contract or the like: one word with a digit."""
    text = cell_values.text(cell)
    return len(text) <= 20 and " " not in text and any(sign.isdigit() for sign in text)


def is_wordy(cell: Any) -> bool:
    """Say whether a cell holds words, as titles do."""
    text = cell_values.text(cell)
    return (bool(_WORDY.search(text)) or len(text) > 12) and not _MOMENT.match(text)


def _is_no_company(cell: Any) -> bool:
    return not _COMPANY.search(cell_values.text(cell))


def _one_of(known: Mapping[str, str] | re.Pattern[str]) -> Any:
    def looks(cell: Any) -> bool:
        text = cell_values.text(cell).casefold()
        return bool(known.search(text)) if isinstance(known, re.Pattern) else text in known

    return looks


LOOKS_LIKE: dict[str, Any] = {
    "extension": lambda cell: is_term(cell) or _is_option_to_a_day(cell),
    "version": lambda cell: version(cell) is not None,
    "title": is_wordy,
    "buyer": _is_no_company,
    "cpv": _is_code,
    "period": is_period,
    "value_period": is_value_period,
    "value_unit": lambda cell: bool(unit_alone(cell_values.text(cell))),
    "category": _one_of(PURCHASES),
    "form": _one_of(FORMS),
    "buyer_kind": _one_of(KINDS_OF_BUYER),
    "supplier_kind": lambda cell: cell_values.tick(cell) is not None or _one_of(KINDS_OF_SUPPLIER)(cell),
    "status": is_status,
    "currency": lambda cell: len(cell_values.text(cell)) <= 20,
    "notice_url": _one_of(re.compile(r"https?:|www\.|\.uk|\.com")),
    "vat": lambda cell: bool(cell_values.text(cell)),
    "region": lambda cell: bool(re.search("[a-z]{3}|^[a-z]{1,2}\\d", cell_values.text(cell).casefold())),
}
