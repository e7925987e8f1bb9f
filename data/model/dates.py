"""Dates as UK local days: missing stays missing, and a date that cannot be true is made missing with a problem."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec import Struct

# Longest credible term: PFI and leases run to 50 years; the ends of 2099 and 2122 seen in 2022 do not.
LONGEST_YEARS = 60
EARLIEST = date(1980, 1, 1)
# Later days stand for "no end" or are slips of the pen: 31/12/9999, 3084 for 2024.
LATEST_START, LATEST_END = date(2100, 1, 1), date(2160, 1, 1)
DAYS_A_YEAR = 365.25
_UK = ZoneInfo("Europe/London")
_MIDNIGHT = re.compile(r"T23:00(?::00(?:\.0+)?)?Z")

_SLASHED = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y%m%d", "%d/%m/%Y %H:%M")
_TO_THE_SECOND = len("2026-01-31T12:00:00")
_LONGEST = 40
"""No form of a day is longer; each is tried on the whole text."""


def local_day(text: str) -> date | None:
    """Return the day that the publisher wrote, or None where the text is no date.

    The clock is UK local: a trailing Z is written whether or not it is true, so it is not converted.
    """
    return _remembered(text) if len(text) <= _LONGEST else _read(text)


def first_day(text: str) -> date | None:
    """Return the first day of a period: `local_day`, and the next day where the text is its midnight in universal time.

    23:00:00Z in summer time is how software writes a day that was picked in a calendar; no contract begins at 11 pm.
    """
    day = local_day(text)
    if day is None or not _MIDNIGHT.fullmatch(text[10:]):
        return day
    summer = datetime.combine(day, time(23), UTC).astimezone(_UK).utcoffset()
    return day + timedelta(days=1) if summer else day


def moment(text: str) -> str:
    """Return when something was published by the clock of the UK, so that texts of several clocks sort by time.

    10:00:00Z in summer is 11:00:00+01:00. A text without a clock is UK local; one that is no time stays as written.
    """
    if text[-1:] == "Z" or text[-6:-5] in ("+", "-"):
        with suppress(ValueError, OverflowError):
            told = datetime.fromisoformat(text)
            if told.tzinfo:  # a day alone has a hyphen where one before an offset would stand
                return told.astimezone(_UK).replace(tzinfo=None).isoformat(timespec="seconds")
    return text[:_TO_THE_SECOND]


def _read(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return _written_day(" ".join(text.split()))


def _written_day(text: str) -> date | None:
    if len(text) > _LONGEST:
        return None
    for form in _SLASHED:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    return None


_remembered = lru_cache(maxsize=65536)(_read)
"""Few days recur in many notices; a long text is none of them and would take the room of a thousand."""


class CrediblePeriod(Struct, frozen=True, gc=False):
    """The days of a contract that can be true; `problems` names each that could not, as (column, value, why)."""

    start: date | None
    end: date | None
    latest_end: date | None
    problems: tuple[tuple[str, str, str], ...] = ()


def credible(start: date | None, end: date | None, latest_end: date | None, published: date | None) -> CrediblePeriod:
    """Return the period with every date that cannot be true made missing.

    Args:
        start: first day, None where it is not stated; so with the others.
        end: last day before extensions.
        latest_end: last day after all extensions.
        published: day of the notice, from which an end is reckoned where no start is known.
    """
    start_problem = _start_problem(start, published)
    credible_start = None if start_problem else start
    end_problem = _end_problem(end, credible_start, credible_start or published)
    first_end = None if end_problem else end
    latest_problem = _end_problem(latest_end, first_end or credible_start, credible_start or published)
    if not (start_problem or end_problem or latest_problem):
        return CrediblePeriod(start, end, latest_end)
    stated = (
        ("start_date", start, start_problem),
        ("end_date", end, end_problem),
        ("latest_end_date", latest_end, latest_problem),
    )
    problems = tuple((column, str(day), problem) for column, day, problem in stated if problem)
    return CrediblePeriod(credible_start, first_end, None if latest_problem else latest_end, problems)


def _start_problem(start: date | None, published: date | None) -> str:
    if start is None:
        return ""
    if start < EARLIEST:
        return f"is before {EARLIEST.year}"
    if start >= LATEST_START:
        return f"is after {LATEST_START.year - 1}"
    if published and start.year - published.year > LONGEST_YEARS:
        return f"is more than {LONGEST_YEARS} years after publication"
    return ""


def _end_problem(end: date | None, not_before: date | None, origin: date | None) -> str:
    if end is None:
        return ""
    if not_before and end < not_before:
        return f"is before {in_words(not_before)}"
    if origin and (end - origin).days > LONGEST_YEARS * DAYS_A_YEAR:
        return f"is more than {LONGEST_YEARS} years after {in_words(origin)}"
    if end >= LATEST_END:
        return f"is after {LATEST_END.year - 1}"
    return "is before 1980" if end < EARLIEST else ""


def in_words(day: date) -> str:
    """Say a day as pages write days: `1 October 2023`."""
    return f"{day.day} {day:%B %Y}"


def term_years(start: date | None, end: date | None, latest_end: date | None = None) -> float | None:
    """Return the term in years (semantics 10.14): to the latest end, else the end, both days included, at least 1.

    None is not known: a day is missing, or the last comes before the first.
    """
    last = latest_end or end
    if start is None or last is None or last < start:
        return None
    return max(((last - start).days + 1) / DAYS_A_YEAR, 1.0)


def last_day(start: date, months: float) -> date | None:
    """Return the last day of a span of months that begins on a day; of part of a month by its share of a year.

    Where the month has no such day, the first of the next month is meant, as in a window (semantics 10.2). None is
    beyond the days that a calendar has.
    """
    whole = int(months)
    month = start.month - 1 + whole
    year, month = start.year + month // 12, month % 12 + 1
    if not 1 <= year <= 9998:
        return None
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    same = date(year, month, min(start.day, (first_of_next - timedelta(days=1)).day))
    if start.day > same.day:  # 31 January and a month end on the last of February
        same += timedelta(days=1)
    return same - timedelta(days=1) + timedelta(days=round((months - whole) * DAYS_A_YEAR / 12))
