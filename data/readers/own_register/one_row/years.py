"""The single years of a row's term, of which each has an amount in a column of its own."""

from datetime import date, timedelta

from data.model.dates import last_day
from data.readers.own_register.header_words import contract_year, year_named
from data.readers.own_register.one_row.days import DAYS_OF_A_MONTH, When


def year_of(column: str, start: date | None) -> tuple[date, date] | None:
    """Return the first and last day of the year that a column names, by itself or counted from a first day."""
    year, named = contract_year(column), year_named(column)
    if named or year is None or start is None:
        return named
    number, _ = year
    before, end = last_day(start, 12 * (number - 1)), last_day(start, 12 * number)
    if end is None:
        return None
    return (before + timedelta(days=1) if before and number > 1 else start), end


def touches(year: tuple[date, date], when: When) -> bool:
    """Say whether the term of a row holds a day of a year; of a term that is not known none."""
    return bool(when.start and when.end and year[0] <= when.end and year[1] >= when.start)


def are_those_of(stated: list[tuple[date, date]], named: list[tuple[date, date]], when: When) -> bool:
    """Say whether the years of a row with an amount are all those that its term touches.

    Args:
        stated: first and last day of each year for which the row states an amount.
        named: the same of each year that has a column.
        when: the days of the row.
    """
    if when.start is None or when.end is None or not stated:
        return False
    touched = [year for year in named if touches(year, when)]
    near = timedelta(days=DAYS_OF_A_MONTH)
    reaches = touched and min(touched)[0] - near <= when.start and max(touched)[1] + near >= when.end
    return bool(reaches) and set(touched) == set(stated)
