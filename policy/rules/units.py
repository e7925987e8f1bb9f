"""Units of settings: how each is read from text, written to a link and shown to a reader."""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from policy.bounds import LONGEST_LIST, LONGEST_SETTING, too_long


class Unit(StrEnum):
    """The unit of a setting."""

    GBP = "£"
    YEARS = "years"
    PERCENT = "%"
    COUNT = "count"
    DATE = "date"
    CHOICE = "one of"
    CHOICES = "any of"
    SWITCH = "yes or no"
    ITEMS = "list"

    def parse(self, text: str) -> Any:
        """Read a value from text such as `£1.5m`, `20%`, `1 April 2027` or `central,local`.

        Raises ValueError with the forms that are accepted, or where the text is too long to be one of them.
        """
        if what := too_long(text, self.longest):
            raise ValueError(what)
        return _PARSERS[self](text.strip())

    @property
    def longest(self) -> int:
        """Most characters that a value may have as it stands in a link."""
        return LONGEST_LIST if self in (Unit.CHOICES, Unit.ITEMS) else LONGEST_SETTING

    def write(self, value: Any) -> str:
        """Write a value as it stands in a link; `parse` gives it back."""
        if self in (Unit.CHOICES, Unit.ITEMS):
            return ",".join(item.replace("%", "%25").replace(",", "%2C") for item in value)
        if self is Unit.SWITCH:
            return "yes" if value else "no"
        return str(value)


NUMBERS = (Unit.GBP, Unit.YEARS, Unit.PERCENT, Unit.COUNT)
ORDERED = (*NUMBERS, Unit.DATE)
"""Units of values that lie in an order, so that a reader moves them between two ends."""
_MULTIPLES = {"": 1, "k": 10**3, "thousand": 10**3, "m": 10**6, "million": 10**6,
              "bn": 10**9, "b": 10**9, "billion": 10**9}  # fmt: skip
_BLANK = re.compile(r"[^\S ]")
"""Any blank but the plain one, such as the one that keeps the parts of an amount on a line in a letter or on a page."""
# A sign between digits that parts no thousands may stand for a decimal point, as in 1,5m, so it is not left out.
# `*+` and `++` give nothing back: blanks that two parts could take would be tried in every split, n² of them.
_MONEY = re.compile(
    r"£?\s*(\d{1,3}(?:[,_ ] *+\d{3})++|\d++)[,_ ]*+(?:\.(\d+))?\s*(k|thousand|m|million|bn?|billion)?", re.IGNORECASE
)


def _money(text: str) -> int:
    match = _MONEY.fullmatch(_BLANK.sub(" ", text))
    if not match:
        raise ValueError("expected an amount such as 1500000, £1,500,000 or £1.5m")
    integer, decimals, multiple = match.groups()
    digits = int(re.sub(r"[,_ ]", "", integer) + (decimals or ""))
    scale = _MULTIPLES[(multiple or "").lower()]
    pounds, rest = divmod(digits * scale, 10 ** len(decimals or ""))
    if rest:
        raise ValueError("expected whole pounds, such as 1500000 or £1.5m")
    return pounds


def _whole(text: str, ending: str, example: str) -> int:
    match = re.fullmatch(rf"(-?\d+)\s*{ending}", text, re.IGNORECASE)
    if not match:
        raise ValueError(f"expected a whole number such as {example}")
    return int(match[1])


_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_DAY_IN_WORDS, _MONTH_IN_WORDS = re.compile(r"(\d{1,2})\s+(.+)"), re.compile(r"([a-z]{3,9})\s+(\d{4})", re.IGNORECASE)


def month_in_words(text: str) -> date | None:
    """Read `April 2027` or `Apr 2027` as the first day of the month; None where something else is written."""
    found = _MONTH_IN_WORDS.fullmatch(text)
    word = found[1].casefold() if found else ""
    number = next((at for at, name in enumerate(_MONTHS, 1) if word in (name, name[:3])), 0)
    return date(int(found[2]), number, 1) if found and number and int(found[2]) else None


def _date(text: str) -> date:
    in_words = _DAY_IN_WORDS.fullmatch(text)
    month = month_in_words(in_words[2]) if in_words else None
    try:
        return month.replace(day=int(in_words[1])) if in_words and month else date.fromisoformat(text)
    except ValueError:
        raise ValueError("expected a date such as 2027-04-01 or 1 April 2027") from None


def _switch(text: str) -> bool:
    words = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}
    if text.lower() not in words:
        raise ValueError("expected yes or no")
    return words[text.lower()]


def _list(text: str) -> tuple[str, ...]:
    parts = (part.strip().replace("%2C", ",").replace("%25", "%") for part in text.split(","))
    return tuple(part for part in parts if part)


_PARSERS: dict[Unit, Callable[[str], Any]] = {
    Unit.GBP: _money,
    Unit.YEARS: lambda text: _whole(text, "(?:years?)?", "10"),
    Unit.PERCENT: lambda text: _whole(text, "%?", "20"),
    Unit.COUNT: lambda text: _whole(text, "", "1"),
    Unit.DATE: _date,
    Unit.CHOICE: str,
    Unit.CHOICES: _list,
    Unit.SWITCH: _switch,
    Unit.ITEMS: _list,
}
