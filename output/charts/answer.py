"""Charts of one scenario: the funnel, the years or quarters in which contracts fall due, and groups of contracts."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

import pandas as pd

from output.charts import figures
from output.charts.chart import Chart
from output.palette import Palette
from policy.formats import span
from policy.results.findings import figure, of_funnel, of_groups, of_years
from policy.results.report import number
from policy.results.totals import NOTHING, FunnelStep, Totals
from policy.rules.base import Stage
from policy.scenarios.scenario import Scenario

UNITS = {"contracts": "contracts", "annual_gbp": "£ a year", "whole_life_gbp": "£ over the whole term"}
"""Units in the headings of tables, by measure."""
LEAST_STEP = {"contracts": 1_000, "annual_gbp": 100_000, "whole_life_gbp": 100_000}
"""One contract in thousandths, one pound in thousandths of pence: an axis has no finer steps."""
CAPTIONS = {"contracts": "Contracts", "annual_gbp": "Spend a year", "whole_life_gbp": "Value over the whole term"}
"""What a chart shows, by measure."""
LEGEND = "Bar: central estimate; thin line: from what is certain to what is possible"
PERIOD_NAMES = {"year": "Year", "quarter": "Quarter"}
_ENDING = {
    "year": "the year in which contracts end",
    "quarter": "the calendar quarter in which contracts end (Q1 is January to March)",
}
_OTHERS = "All others together"


def funnel_chart(
    steps: Sequence[FunnelStep], totals: Totals, scenario: Scenario, measure: str, palette: Palette
) -> Chart:
    """The steps of the pledge as an exact waterfall; steps at which nothing leaves stand in the table only."""
    back = "Must be considered" if "considered" in scenario.preset.verb else "Back in house"
    of = totals.measure(measure).of
    drops = [figures.Drop("All contracts", 0, of, figure(measure, of, short=True), "whole")]
    left = of
    for step in steps:
        value = step.measure(measure)
        words = figure(measure, value, short=True)
        if step.stage is Stage.RETURNS:
            drops.append(figures.Drop(back, 0, value, words, "returns", f"{step.stage.value}:"))
        elif value:
            kind = "doubt" if step.stage is Stage.NOT_KNOWN else "leaves"
            mark = f"{step.stage.value}:{step.rule}"
            drops.append(figures.Drop(step.label, left, left - value, f"\N{MINUS SIGN}{words}", kind, mark))
            left -= value
    rows = [("All contracts", number(measure, of))]
    rows += [
        (back if step.stage is Stage.RETURNS else step.label, number(measure, step.measure(measure))) for step in steps
    ]
    return Chart(
        "funnel",
        of_funnel(list(steps), measure),
        f"{CAPTIONS[measure]} at each step, central estimate",
        figures.waterfall(drops, palette),
        pd.DataFrame(rows, columns=["Step", UNITS[measure]]),
        column="step",
        marks={drop.id: drop.name for drop in drops if drop.id},
    )


def periods_chart(
    due: Mapping[str, Totals], names: Sequence[str], measure: str, period: str, palette: Palette
) -> Chart:
    """What returns by the year or quarter in which contracts fall due, with the running total.

    `due` holds the periods in which anything falls due, and "" for no known end. `names` are all periods in order, so
    that those between the first and the last in which nothing falls due are drawn too.
    """
    dated = _without_gaps(due, names)
    columns = [bar(name, name, group, measure) for name, group in dated.items()]
    back = {name: group.measure(measure).returns.central for name, group in due.items()}
    running = list(accumulate(back.get(name, 0) for name in dated))
    drawn = figures.years(
        columns, palette, lambda value: figure(measure, round(value), short=True), LEAST_STEP[measure], running
    )
    table = groups_table(PERIOD_NAMES[period], due, {name: name for name in dated} | {"": "Not known"}, measure)
    reached = dict(zip(dated, running, strict=True))
    table[f"Running total, {UNITS[measure]}"] = [number(measure, reached[name]) if name else None for name in due]
    return Chart(
        f"{period}s",
        of_years(due, measure),
        f"{CAPTIONS[measure]} back in house by {_ENDING[period]}. {LEGEND}",
        drawn,
        table,
        f"{figure(measure, back[''])} with no known end not shown" if "" in due else "",
        column=period,
        key=figures.range_key(palette),
        key_words=LEGEND,
        marks={name: name or "No known end" for name in due},
    )


def _without_gaps(due: Mapping[str, Totals], names: Sequence[str]) -> dict[str, Totals]:
    """Totals of every period from the first to the last in which anything falls due, nothing where nothing does."""
    dated = [place for place, name in enumerate(names) if name and name in due]
    return {name: due.get(name, NOTHING) for name in names[dated[0] : dated[-1] + 1]} if dated else {}


def groups_chart(
    column: str,
    groups: Mapping[str, Totals],
    others: Totals,
    labels: Mapping[str, str],
    measure: str,
    palette: Palette,
    most: int = 12,
) -> Chart:
    """What returns by the values of a column, the largest `most` drawn; the table has every group.

    `others` are all contracts that are in none of the groups, for a column of very many values.
    """
    ranked = sorted(groups, key=lambda name: groups[name].measure(measure).returns.central, reverse=True)
    possible = [name for name in ranked if groups[name].measure(measure).returns.high > 0]
    names = {**labels, "": "Not stated"}
    bars = [bar(name, names.get(name, name), groups[name], measure) for name in possible[:most]]
    more = len(possible) - len(bars)
    listed = {name: groups[name] for name in ranked} | ({_OTHERS: others} if others.contracts.of else {})
    return Chart(
        column,
        of_groups(groups, labels, measure, others),
        f"{CAPTIONS[measure]} back in house. {LEGEND}",
        figures.ranked(bars, palette),
        groups_table(column.replace("_", " ").capitalize(), listed, names, measure),
        f"{more} smaller ones are in the table" if more else "",
        column=column,
        key=figures.range_key(palette),
        key_words=LEGEND,
        without=figures.without_largest(bars, palette),
        marks={name: names.get(name, name) for name in ranked if groups[name].contracts.returns.high},
    )


def bar(mark: str, name: str, group: Totals, measure: str) -> figures.Bar:
    """A bar of what returns of a group, in thousandths of contracts or of pence, with its range."""
    returns = group.measure(measure).returns
    say: Callable[[int], str] = lambda value: figure(measure, value, short=True)  # noqa: E731
    words = say(returns.central)
    if say(returns.low) != say(returns.high):
        words += f" ({span(say(returns.low), say(returns.high))})"
    return figures.Bar(name, returns.central, returns.low, returns.high, words, mark)


def groups_table(first: str, groups: Mapping[str, Totals], names: Mapping[str, str], measure: str) -> pd.DataFrame:
    """What returns of each group with its range, in contracts or pounds, of how much, and in percent of that.

    The percentage is None where a group holds nothing of the measure.
    """
    unit = UNITS[measure]
    rows = []
    for name, group in groups.items():
        total = group.measure(measure)
        ends = [number(measure, value) for value in (total.returns.central, total.returns.low, total.returns.high)]
        share = round(100 * total.returns.central / total.of, 1) if total.of else None
        rows.append((names.get(name, name) or "Not stated", *ends, number(measure, total.of), share))
    columns = [first, *(f"{end}, {unit}" for end in ("Back", "Low", "High", "Of")), "Back, % of own"]
    return pd.DataFrame(rows, columns=columns)
