"""Days that a sentence writes out, and the days between which it says that something runs."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from data.model.dates import local_day
from data.table.described.lengths import FURTHER

_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
DAY = (
    rf"\d{{1,2}} ?(?:st|nd|rd|th)? ?(?:of )?(?:{_MONTH}),? \d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})(?!\d)"
)
ANY_DAY = re.compile(DAY, re.IGNORECASE)
MAY_BE_DAY = re.compile(r"\d[/.]\d|\d{4}")
"""Figures without which no text holds a day, as PARTS_OF_UNITS of the lengths are letters without which it holds no
length."""
FROM_TO = re.compile(
    rf"\b(?P<first>{DAY})(?: |,|\()*(?:to|until|till|through to|up to(?: and including)?|-|\u2013|\u2014"
    rf"|and (?:will )?(?:run|end|ending|expire)s?(?: until| on)?) ?(?:the )?(?P<last>{DAY})",
    re.IGNORECASE,
)
MONTH_OR_DAY = rf"(?:{DAY}|(?:{_MONTH}),? \d{{4}})"
_ANY = re.compile(MONTH_OR_DAY, re.IGNORECASE)
UNTIL = re.compile(rf"\b(?:until|till|up to|to)(?: the)? (?P<last>{DAY})", re.IGNORECASE)
_BEFORE = 80


def from_to(words: str) -> Iterator[tuple[date, date, str]]:
    """Yield the days between which a sentence says that something runs, but not those of an option, as written too."""
    if not MAY_BE_DAY.search(words):
        return
    for pair in FROM_TO.finditer(words):
        start, end = day_of(pair["first"]), day_of(pair["last"])
        option = FURTHER.search(words[max(0, pair.start() - _BEFORE) : pair.start()])
        if start and end and start < end and not option:
            yield start, end, pair[0]


def day_of(words: str) -> date | None:
    """Return the day that words write out, None where they are none of the calendar."""
    return local_day(re.sub(r"(?<=\d) ?(?:st|nd|rd|th)\b| of\b|,", "", words))


def last_days_of(words: str) -> list[date]:
    """Return each day that words write out, and of each month that they name without a day its last."""
    found = [day_of(written) or _end_of_month(written) for written in _ANY.findall(words)]
    return [day for day in found if day]


def _end_of_month(words: str) -> date | None:
    first = day_of(f"1 {words}")
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if first else None
