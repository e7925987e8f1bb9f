"""What a whole-life value covers, and the value a year that follows from it (semantics 10.14).

The span is that of the source, or of our note where it was read once by hand; where neither says, it is assumed to be
the time to the last stated end, and the longest and the shortest stated spans say how far the value may lie from that.
"""

from dataclasses import dataclass
from datetime import date

from data.model.dates import last_day, term_years

_MONTHS = 12


@dataclass(frozen=True)
class Dates:
    """The stated dates of a contract; None where not stated."""

    start: date | None
    end: date | None
    latest: date | None

    def years_to(self, last: date | None) -> float | None:
        """Years from the first day to a last one."""
        return term_years(self.start, last)


@dataclass(frozen=True)
class YearsCovered:
    """Years that a value covers: the likely number, and the shortest and the longest it may be; None is not known."""

    years: float | None
    shortest: float | None
    longest: float | None


def span(dates: Dates, until: date | None, years: float | None) -> YearsCovered:
    """Give the span of a whole-life value.

    Args:
        dates: the stated dates.
        until: last day that the value covers, where the source or the note gives it.
        years: number of years that it covers, where they give that instead, a part of one as whole months; without a
            start it stands alone.

    Returns:
        One number thrice where the span is given. Where it is assumed, the time to the last stated end, and the
        shortest and longest of the stated ones.
    """
    if until is not None:
        return _certain(dates.years_to(until))
    if years is not None:
        last = None if dates.start is None else last_day(dates.start, round(years * _MONTHS))
        return _certain(max(years, 1.0) if last is None else dates.years_to(last))
    stated = [known for last in (dates.end, dates.latest) if (known := dates.years_to(last)) is not None]
    likely = dates.years_to(dates.latest or dates.end)
    return YearsCovered(likely, min(stated, default=None), max(stated, default=None))


def _certain(years: float | None) -> YearsCovered:
    return YearsCovered(years, years, years)
