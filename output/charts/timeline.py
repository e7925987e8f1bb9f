"""Charts of the page of dates: the years split by who buys or where, and what a yearly limit takes of each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd

from output.charts import figures, sensitivity_figures
from output.charts.chart import Chart, in_any_colours
from output.charts.one_scenario import ENDING, LEAST_STEP, ending, known
from output.charts.sensitivity import PairMap, corner
from output.charts.sensitivity_figures import Cell
from output.charts.tiles import ELSEWHERE
from output.palette import Palette
from output.subject import Shown
from policy.analysis.capacity import Limited, Year
from policy.formats import FEWER, day, some
from policy.measures import MEASURE_WORDS
from policy.results.findings import amount, figure, of_nothing
from policy.results.ranking import OTHERS, Split, timeline_by
from policy.results.report import known_number, number
from policy.results.totals import NOTHING, Totals
from policy.rules.scope import AUTHORITY_LABELS
from policy.scope.fields import NATION_LABELS

SPLITS = {"none": "No split", "buyer_kind": "Kind of buyer", "buyer": "Buyer", "nation": "Nation", "region": "Region"}
"""By what a reader may split the years, with its words."""


class WayToLimit(NamedTuple):
    """How a year may be limited: the unit, `one` of it in thousandths of contracts or of pence, the limit at first."""

    unit: str
    words: Callable[[int], str]
    one: int
    start: int


LIMITS = {
    "contracts": WayToLimit("contracts", lambda most: some(most, "contract"), 1000, 20),
    "annual_gbp": WayToLimit("£ million", "£{:,} million of yearly spend".format, 100_000_000_000, 200),
}
"""What can be limited, by its measure."""
MOST_LIMITED = 100_000
"""Units to which a year may be limited."""
_ALL = "All"
_FEW = 100
"""Groups that are few enough for their years to be cached."""
_MOST_YEARS = 60
"""Years drawn and listed one by one: where little is taken of much, the last of it is thousands of years off."""


class SplitMap(NamedTuple):
    """The years across, the groups down, with sums of either; `names` are the words of groups, `ending` of a year."""

    split: Split
    names: Mapping[str, str]
    measure: str
    label: str
    ending: str = ENDING["year"]

    @property
    def years(self) -> list[str]:
        """Every year in which something falls due, in order; "", no known end, is last."""
        found = {year for group in self.split.values() for year, sums in group.items() if sums.contracts.returns.high}
        return [*sorted(found - {""}), *([""] if "" in found else [])]

    def name(self, group: str) -> str:
        """The words of a group."""
        return {OTHERS: "All others together", "": "Not stated", **self.names}.get(group, group)

    def shown(self) -> PairMap:
        """The map in words; sums of rows and columns bear no colour."""
        years = self.years
        rows = [[self._cell(group.get(year, NOTHING)) for year in years] for group in self.split.values()]
        ends = [_sum(group.get(year, NOTHING) for year in years) for group in self.split.values()]
        below = [_sum(group.get(year, NOTHING) for group in self.split.values()) for year in years]
        cells = [[*row, self._plain(end)] for row, end in zip(rows, ends, strict=True)]
        cells.append([*map(self._plain, below), self._plain(_sum(below))])
        names = [year or "No known end" for year in years]
        return PairMap(corner(self.label, "Year"), [*map(self.name, self.split), _ALL], [*names, _ALL], cells)

    def _cell(self, sums: Totals) -> Cell:
        if not sums.contracts.returns.high:
            return Cell(0, "", now=False)
        return Cell(sums.measure(self.measure).returns.central, amount(sums, self.measure, short=True), now=False)

    def _plain(self, sums: Totals) -> Cell:
        return Cell(None, amount(sums, self.measure, short=True), now=False)

    def _ends(self, sums: Totals) -> list[float | int | None]:
        return [known_number(sums, self.measure, end) for end in ("central", "low", "high")]

    def finding(self) -> str:
        """Say where the largest single part lies."""
        parts = [
            (group, year, sums)
            for group, years in self.split.items()
            if group != OTHERS
            for year, sums in years.items()
            if year
        ]
        if not parts:
            return "Nothing in the answer has a known date"
        group, year, most = max(parts, key=lambda part: part[2].measure(self.measure).returns.central)
        if not most.measure(self.measure).returns.central:
            return of_nothing([sums for _, _, sums in parts], self.measure)
        said = amount(most, self.measure)
        unit = "contract" if self.measure == "contracts" and said == "1" else MEASURE_WORDS[self.measure].after
        return f"The largest single part falls due in {year}: {said} {unit}, {self.name(group)}"

    def table(self) -> pd.DataFrame:
        """A row for each group and year."""
        unit = MEASURE_WORDS[self.measure].unit
        rows = [
            (self.name(group), *self._ends(years[year]), year or "Not known")
            for group, years in self.split.items()
            for year in self.years
            if year in years
        ]
        ends = (f"{end}, {unit}" for end in ("Back", "Low", "High"))
        return known(rows, [self.label, *ends, "Year"])


def split_of(shown: Shown, column: str, measure: str) -> SplitMap:
    """Sum what returns by year for the largest groups of a column."""
    work = partial(timeline_by, column=column, measure=measure)
    few = len(shown.coded.levels[column]) <= _FEW
    found = shown.cached(f"years by {column}, {measure}", work) if few else work(shown.decisions)
    names = {"buyer_kind": AUTHORITY_LABELS, "nation": NATION_LABELS, "region": ELSEWHERE}.get(column, {})
    return SplitMap(found, names, measure, SPLITS[column], ending("year", shown.scenario))


def _sum(parts: Iterable[Totals]) -> Totals:
    return sum(parts, start=NOTHING)


@in_any_colours
def split_chart(found: SplitMap, palette: Palette) -> Chart:
    """What returns by year for each of the largest groups and the others together, with the sums of both."""
    shown = found.shown()
    return Chart(
        "split",
        found.finding(),
        f"{MEASURE_WORDS[found.measure].caption} by {found.ending} and by {found.label.lower()}, "
        "central estimate; the more, the stronger the colour",
        sensitivity_figures.heat_map(shown.rows, shown.columns, shown.cells, palette),
        found.table(),
    )


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
            columns=["Year", *(f"{words}, {MEASURE_WORDS[measure].unit}" for words in columns.values())],
        ),
        note,
    )


def _bar(year: Year, measure: str) -> figures.Bar:
    return figures.Bar(str(year.year), year.taken, year.taken, year.taken, figure(measure, year.taken, short=True))


def _queue(limited: Limited, measure: str) -> str:
    """Say how much waits at most, and until when."""
    if not limited.years:
        return "Nothing in the answer has a known date"
    longest = max(year.left for year in limited.years)
    if not longest:
        return "The limit holds nothing back"
    cleared = next(year.year for year in reversed(limited.years) if year.taken)
    waiting = figure(measure, longest)
    if measure == "contracts":
        waiting += " contract waits" if waiting in ("1", FEWER) else " contracts wait"
    else:
        waiting += " a year waits"
    return f"Up to {waiting}, and the last is taken in {cleared}"


def _rounds(limited: Limited, measure: str) -> str:
    """Say how much is taken while the policy runs, of how much."""
    if not limited.years:
        return "Nothing in the answer has a known date"
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
