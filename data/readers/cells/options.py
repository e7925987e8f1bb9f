"""An option to extend in a cell of days: behind the last day, behind both days, or up to a day of its own."""

import re
from collections.abc import Callable
from datetime import date

from data.readers.cells import terms
from data.readers.cells.days import LONGEST, both_days, day, within

_OPTION = re.compile(
    r"\s*(?:\+|plus\b|with (?:an? |the )?(?:options?\b|extension|\d)|options?\b|extendable\b"
    r"|(?:possible|optional) extension\b|can be ext|may be ext"
    r"|ext(?:ension)?s?\b\.? ?(?:is |are )?(?:available|possible|permitted|optional|options?|up to|to|until|of)\b)"
)
_OPTION_BEGINS = re.compile(
    r"[(+]|\b(?:plus|with|options?|extendable|possible|optional|can be|may be|ext(?:ensions?)?)\b"
)
_UP_TO_A_DAY = re.compile(
    r"(?:(?:yes|y|option|optional|possible|available|extendable|extension|can be extended|may be extended|up)[\s:,-]*)*"
    r"(?:to|until|till)?[\s:]*"
)
_LENGTH_TO_A_DAY = re.compile(r"(.*?\w)[\s,;:(-]+(?:to|until|till)[\s:]*")
"""A length and the day to which it brings the contract: "Up to 24 months, to 30/06/2031"."""
_OPTION_TO = re.compile(r"\b(?:to|until|till)\s+(?!extend)([^()]{4,20})$")
_OPTION_TAKEN = re.compile(r"\b(?:taken|used|exercised|invoked|activated|granted|declined|not|now|from)\b")
_LENGTH_OF_OPTION = re.compile(r"\b(?:with|can|may|be|extended|the|an?|option of)\b")
_BARE_OPTIONS = re.compile(r"(?:\+ ?[1-5] ?)+")
_EXT_TO = re.compile(r"\bext\b\.? (?:to|until)\b")


def may_hold_an_option(cell: str) -> bool:
    """Say whether a cell holds a bracket or a word with which an option begins."""
    return bool(_OPTION_BEGINS.search(cell.lower()))


def names_no_unit(option: str) -> bool:
    """Say whether a cell ends in options without a unit, which are years: "+ 1 + 1"."""
    return bool(re.search(r"\d\W+\+", option)) and bool(
        _BARE_OPTIONS.fullmatch(option[option.index("+") :].rstrip(" )."))
    )


def behind_last(written: str) -> tuple[str, date | None, float]:
    """Return a last day without the option behind it, the last day by that option, or its months.

    "31 March 2028 (option to 31 March 2030)", "31/07/2027 (+1yr)" and "31/07/2027 + 1 + 1" hold one; of any other text
    all is returned.
    """
    text, _, behind = written[:LONGEST].partition("(")
    inside, closed, rest = behind.lower().partition(")")
    end = day(text, last=True).day if closed and not rest.strip(" .") else None
    found = _option(inside, end) if end else None
    return (text, *found) if found else _option_without_brackets(written)


def _option_without_brackets(written: str) -> tuple[str, date | None, float]:
    """Return what `behind_last` does of a last day with words or signs behind it: "31/03/2028 + 1 + 1"."""

    def ends(bare: str) -> date | None:
        end = day(bare, last=True)
        return None if end.problem else end.day

    return _with_option_behind(written, ends)


def may_be_extended_to(written: str) -> bool:
    """Say whether a cell abbreviates "extended to" or "extendable to", of which nothing tells which is meant."""
    return bool(_EXT_TO.search(written[:LONGEST].lower()))


def behind_both(written: str) -> tuple[str, date | None, float]:
    """Return a cell of the first and the last day without the option behind them, and what the option gives.

    "1 April 2023 to 31 March 2026 plus 2 x 1 year" holds one; of any other text all is returned.
    """

    def ends(bare: str) -> date | None:
        first, last = both_days(bare)
        return last.day if first.day else None

    return _with_option_behind(written, ends)


def _with_option_behind(written: str, ends: Callable[[str], date | None]) -> tuple[str, date | None, float]:
    """Return a cell without the option that begins where what stands before it `ends` on a day, and what it gives."""
    text = " ".join(written[:LONGEST].split())
    for begins in _OPTION_BEGINS.finditer(text.lower()):
        bare = text[: begins.start()].rstrip(" ,;:-\u2013")
        if end := ends(bare):
            found = _option(text[begins.start() :].lower().strip(" (").rstrip(") ."), end)
            return (bare, *found) if found else (written, None, 0.0)
    return written, None, 0.0


def to_a_day(written: str) -> date | None:
    """Return the one day to which a cell of options says that a contract may run: "Up to 31 March 2029"."""
    text = " ".join(written[:LONGEST].lower().split()).strip(" .)")
    alone = day(text, last=True)
    if alone.day and not alone.problem and not text.isdigit():
        return alone.day
    dates = within(text)
    before = text.partition(dates[0])[0] if len(dates) == 1 and text.endswith(dates[0]) else ""
    length = _LENGTH_TO_A_DAY.fullmatch(before)
    runs_up_to_it = _UP_TO_A_DAY.fullmatch(before) or (length and terms.term(length[1]).first)
    return day(dates[0].strip(), last=True).day if before and runs_up_to_it else None


def _option(text: str, end: date) -> tuple[date | None, float] | None:
    """Return the last day by an option in words, or its months; None where the words tell of none that is left."""
    if not _OPTION.match(text) or _OPTION_TAKEN.search(text):
        return None
    held = within(text) or [found[1] for found in [_OPTION_TO.search(text)] if found]
    if len(held) == 1 and (until := day(held[0].strip(), last=True).day):
        return (until, 0.0) if until > end else None
    if within(text):
        return None
    length = terms.term(" ".join(_LENGTH_OF_OPTION.sub(" ", text).split()))
    if length.first is None or length.problem or (length.bare and not _BARE_OPTIONS.fullmatch(text)):
        return None
    return None, length.first + length.further
