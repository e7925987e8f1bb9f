"""Trigger: does the contract expire or end inside the window?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import numpy as np
from pydantic import Field

from policy.coded import NO_DAY, Bools, CodedContracts, Codes, Days
from policy.rules.base import Assumption, ExitRule, Monotone, Parameter, Stage
from policy.rules.scope import PLEDGE
from policy.rules.units import Unit
from policy.ternary import Ternary

EPOCH = date(1970, 1, 1)
"""The day from which days are counted."""
PERIODS = {"year": 12, "quarter": 3}
"""Calendar periods in which contracts fall due, with the months of each."""


def day_number(day: date) -> int:
    """Give a day as rules read it: days since 1970."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Give the day of a number of days since 1970."""
    return date.fromordinal(EPOCH.toordinal() + number)


@dataclass(frozen=True)
class Due:
    """When each contract falls due: day since 1970, or NO_DAY; which were let once more, which replaced by a row."""

    day: Days
    rolled: Bools
    replaced: Bools


class Window(ExitRule):
    """The policy reaches only contracts that end while it runs."""

    id = "window"
    label = "Does not end while the policy runs"
    question = "Does it end while the policy runs?"
    doubt = "Not known when it ends"
    look_up = "When it starts, and when it ends with its extensions"
    stage = Stage.TRIGGER
    reads = ("start_date", "end_date", "latest_end_date", "successor_id")

    start: Annotated[
        date,
        Field(ge=date(2000, 1, 1), le=date(2100, 12, 31)),
        Parameter(
            "Policy starts",
            Unit.DATE,
            basis=Assumption("No start date was published; this is the day on which the government's own test starts."),
            bounds="Every end in the register lies well within it, with room for a table of your own.",
        ),
    ] = date(2027, 4, 1)
    """First day on which a contract that ends is assessed."""
    years: Annotated[
        int,
        Field(ge=1, le=30),
        Parameter(
            "Policy runs for",
            Unit.YEARS,
            effect=Monotone.INCREASING,
            basis=Assumption("Ten years let most contracts come up once."),
            bounds="From the usual start thirty years reach every end in the register.",
        ),
    ] = 10
    """How long the policy runs; contracts that end on its first or on its last day are reached."""
    end: Annotated[
        str,
        Parameter(
            "Which end counts",
            Unit.CHOICE,
            basis=PLEDGE,
            options={"first": "First end", "after_extensions": "After extensions"},
        ),
    ] = "after_extensions"
    """The end before any extension, or the end after every extension that the source states."""
    ended: Annotated[
        str,
        Parameter(
            "Contracts already over",
            Unit.CHOICE,
            effect=Monotone.INCREASING,
            options={"leave_out": "Leave out", "relet_once": "Assume let once more"},
            basis=Assumption("What followed an ended contract is not in the data unless a row says so."),
        ),
    ] = "leave_out"
    """Contracts that ended before the policy starts are left out, or taken as let once more for the same term."""
    delay_years: Annotated[
        int,
        Field(ge=0, le=10),
        Parameter(
            "Time to build capacity",
            Unit.YEARS,
            effect=Monotone.DECREASING,
            basis=Assumption("The pledge gives no delay. The Institute for Government advises at least two years."),
            bounds="Ten years are as long as the policy usually runs, so more would change nothing.",
        ),
    ] = 0
    """Contracts that end sooner than this after the start are let once more, for the same term, and then come back."""

    def first_day(self) -> int:
        """First day of the window, in days since 1970."""
        return day_number(self.start)

    def last_date(self) -> date:
        """Last day of the window."""
        return years_after(self.start, self.years) - timedelta(days=1)

    def dating(self) -> "Window":
        """Keep the settings on which due days depend: where no contract rolls, that is the end that counts alone."""
        return self if self.lets_again() else Window(end=self.end)

    def due(self, coded: CodedContracts) -> Due:
        """When each contract ends, after any roll (semantics 10.2)."""
        if not self.lets_again():
            none = np.zeros(len(coded), dtype=bool)
            return Due(self.ends(coded), none, none)
        end, term = self.ends(coded), self.term(coded)
        over, early = self._over(end), self._early(end)
        rolls = early | over if self.ended == "relet_once" else early
        successor = has_successor(coded)
        replaced, rolls = early & successor, rolls & ~successor
        day = np.where(rolls, np.where(term != NO_DAY, end + term, NO_DAY), end)
        return Due(np.where(replaced, NO_DAY, day), rolls, replaced)

    def term(self, coded: CodedContracts) -> Days:
        """Days from the start of each contract to the end that counts, or NO_DAY; a start after the end gives none."""
        end, start = self.ends(coded), coded.days["start_date"]
        return np.where((start != NO_DAY) & (end != NO_DAY) & (start <= end), end - start + 1, NO_DAY)

    def exits(self, coded: CodedContracts) -> Ternary:
        due, last = self.due(coded), day_number(self.last_date())
        inside = (due.day >= self.first_day()) & (due.day <= last)
        # However long its term, letting a contract once more only moves its end further away.
        return Ternary.where(~inside, (due.day != NO_DAY) | due.replaced | (self.ends(coded) > last))

    def extension_not_known(self, coded: CodedContracts) -> Bools:
        """Contracts whose first end stands in for an end after extensions that is not stated."""
        if self.end == "first":
            return np.zeros(len(coded), dtype=bool)
        return (coded.days["latest_end_date"] == NO_DAY) & (coded.days["end_date"] != NO_DAY)

    def lets_again(self) -> bool:
        """Whether some contract may be let once more before it comes back."""
        return bool(self.delay_years) or self.ended == "relet_once"

    def ends(self, coded: CodedContracts) -> Days:
        """Day of the end that counts of each contract, as it stands and not as it may be let again, or NO_DAY."""
        return coded.days["end_date" if self.end == "first" else "last_day"]

    def _over(self, end: Days) -> Bools:
        return (end != NO_DAY) & (end < self.first_day())

    def _early(self, end: Days) -> Bools:
        """Contracts that end inside the window before capacity is built."""
        return (end >= self.first_day()) & (end < day_number(years_after(self.start, self.delay_years)))


def calendar(first: int, last: int, period: str) -> tuple[Codes, tuple[str, ...]]:
    """Number the calendar periods from that of day `first` to that of day `last`; `period` is one of PERIODS.

    Returns:
        The number of the period of each day, from 0, then the number for no day, which has no name; and the names.
    """
    if last < first:
        return np.zeros(1, dtype=np.int16), ()
    months = np.arange(first, last + 1).astype("datetime64[D]").astype("datetime64[M]").astype(np.int16)
    numbers = months // PERIODS[period]
    names = tuple(_period_name(period, number) for number in range(numbers[0], numbers[-1] + 1))
    return np.append(numbers - numbers[0], np.int16(len(names))), names


def _period_name(period: str, number: int) -> str:
    """Name a period, counted from 1970 on: 2031, or 2031 Q2."""
    year, part = divmod(number * PERIODS[period], 12)
    return f"{1970 + year} Q{part // 3 + 1}" if period == "quarter" else str(1970 + year)


def has_successor(coded: CodedContracts) -> Bools:
    """Contracts whose next term is a row of its own in the table."""
    return coded.code("successor_id") >= 0


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


RULES = (Window,)
