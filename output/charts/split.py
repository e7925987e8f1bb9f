"""When contracts fall due by who buys or where: a map of years and groups that adds up to the whole."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pandas as pd

from output.charts import sensitivity_figures
from output.charts.answer import CAPTIONS, UNITS, known
from output.charts.chart import Chart, in_any_colours
from output.charts.sensitivity import PairMap
from output.charts.sensitivity_figures import Cell
from output.palette import Palette
from policy.results.findings import amount, of_nothing
from policy.results.ranking import OTHERS, Split
from policy.results.report import known_number
from policy.results.totals import NOTHING, Totals

SPLITS = {"none": "No split", "buyer_kind": "Kind of buyer", "buyer": "Buyer", "nation": "Nation", "region": "Region"}
"""By what a reader may split the years, with its words."""
_ALL = "All"


class SplitMap(NamedTuple):
    """The years across, the groups down, with sums of either; `names` are the words of groups."""

    split: Split
    names: Mapping[str, str]
    measure: str
    label: str

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
        return PairMap(f"{self.label} ↓  Year →", [*map(self.name, self.split), _ALL], [*names, _ALL], cells)

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
        parts = [(group, year, sums) for group, years in self.split.items() if group != OTHERS
                 for year, sums in years.items() if year]  # fmt: skip
        if not parts:
            return "No return has a known date"
        group, year, most = max(parts, key=lambda part: part[2].measure(self.measure).returns.central)
        if not most.measure(self.measure).returns.central:
            return of_nothing([sums for _, _, sums in parts], self.measure)
        said = amount(most, self.measure)
        unit = {"contracts": " contracts", "annual_gbp": " a year"}.get(self.measure, "")
        return f"The largest single part falls due in {year}: {said}{unit}, {self.name(group)}"

    def table(self) -> pd.DataFrame:
        """A row for each group and year."""
        unit = UNITS[self.measure]
        rows = [
            (self.name(group), *self._ends(years[year]), year or "Not known")
            for group, years in self.split.items()
            for year in self.years
            if year in years
        ]
        ends = (f"{end}, {unit}" for end in ("Back", "Low", "High"))
        return known(pd.DataFrame(rows, columns=[self.label, *ends, "Year"]))


def _sum(parts: Iterable[Totals]) -> Totals:
    return sum(parts, start=NOTHING)


@in_any_colours
def split_chart(found: SplitMap, palette: Palette) -> Chart:
    """What returns by year for each of the largest groups and the others together, with the sums of both."""
    shown = found.shown()
    return Chart(
        "split",
        found.finding(),
        f"{CAPTIONS[found.measure]} by the year in which contracts end and by {found.label.lower()}, central estimate; "
        "darker where more",
        sensitivity_figures.heat_map(shown.rows, shown.columns, shown.cells, palette),
        found.table(),
    )
