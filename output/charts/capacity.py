"""The chart of a yearly limit: what is taken in house each year, and what becomes of the rest."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from output.charts import figures
from output.charts.answer import LEAST_STEP, UNITS
from output.charts.chart import Chart, in_any_colours
from output.palette import Palette
from policy.analysis.capacity import Limited, Year
from policy.formats import day
from policy.results.findings import figure
from policy.results.report import number

_MOST_YEARS = 60
"""Years drawn and listed one by one: where little is taken of much, the last of it is thousands of years off."""


@dataclass(frozen=True)
class Limit:
    """A limit as it was set: the measure, what becomes of what finds no room (`wait` or `let_again`), and in words."""

    measure: str
    rest: str
    words: str


@in_any_colours
def limited_chart(limited: Limited, limit: Limit, last_day: date, palette: Palette) -> Chart:
    """What is taken in house by year; `last_day` is the last on which the policy reaches a contract."""
    measure, waits = limit.measure, limit.rest == "wait"
    shown, later = limited.years[:_MOST_YEARS], limited.years[_MOST_YEARS:]
    bars = [_bar(year, measure) for year in shown]
    finding, note = (
        (_queue(limited, measure), "a contract that waits is taken as let on the same terms")
        if waits
        else (_rounds(limited, measure), _let_again(limited, measure, last_day))
    )
    columns = {"due": "Falls due", "again": "Comes round again", "taken": "Taken in house", "left": "Let again"}
    if waits:
        del columns["again"]
        columns["left"] = "Waiting at the end"
    rows = [(str(year.year), *(getattr(year, name) for name in columns)) for year in shown]
    if later:
        span = " to ".join(dict.fromkeys(str(year.year) for year in (later[0], later[-1])))
        sums = {name: sum(getattr(year, name) for year in later) for name in columns}
        if waits:
            sums["left"] = later[-1].left
        rows.append((span, *sums.values()))
        note = f"{note}; {span} stand in the table together"
    return Chart(
        "limited",
        finding,
        f"Taken in house by year with at most {limit.words} a year, central estimate",
        figures.years(bars, palette, lambda value: figure(measure, round(value), short=True), LEAST_STEP[measure]),
        pd.DataFrame(
            [(name, *(number(measure, value) for value in values)) for name, *values in rows],
            columns=["Year", *(f"{words}, {UNITS[measure]}" for words in columns.values())],
        ),
        note,
    )


def _bar(year: Year, measure: str) -> figures.Bar:
    return figures.Bar(str(year.year), year.taken, year.taken, year.taken, figure(measure, year.taken, short=True))


def _queue(limited: Limited, measure: str) -> str:
    """Say how much waits at most, and until when."""
    if not limited.years:
        return "No return has a known date"
    longest = max(year.left for year in limited.years)
    if not longest:
        return "The limit holds nothing back"
    cleared = next(year.year for year in reversed(limited.years) if year.taken)
    return f"Up to {figure(measure, longest)} wait, and the last is taken in {cleared}"


def _rounds(limited: Limited, measure: str) -> str:
    """Say how much is taken while the policy runs, of how much."""
    if not limited.years:
        return "No return has a known date"
    due, taken = (sum(getattr(year, name) for year in limited.years) for name in ("due", "taken"))
    if due == taken:
        return "All of it is taken in house while the policy runs"
    verb = "are" if measure == "contracts" else "is"
    return f"{figure(measure, taken)} of {figure(measure, due)} {verb} taken in house while the policy runs"


def _let_again(limited: Limited, measure: str, last_day: date) -> str:
    """Say what becomes of contracts that are let again and come round in no year."""
    lost = {
        f"with an end after {day(last_day)}": limited.too_late,
        "with a term that is not known": limited.not_known,
        "with a successor among the contracts": limited.replaced,
    }
    said = [f"{figure(measure, value)} {words}" for words, value in lost.items() if value]
    return f"Let again and not taken: {'; '.join(said)}" if said else ""
