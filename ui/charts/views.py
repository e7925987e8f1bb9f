"""Charts of the answer: the funnel, the years, and groups of contracts, each with its table."""

from collections.abc import Callable, Mapping
from itertools import accumulate

import pandas as pd

from output import charts, palette
from policy.engine.sums import names_of
from policy.formats import span
from policy.results.findings import MEASURE_LABELS, figure, of_funnel, of_groups, of_years
from policy.results.ranking import by_largest
from policy.results.report import number
from policy.results.totals import NOTHING, Totals, timeline
from policy.rules.base import Stage
from policy.rules.trigger import Window
from ui.charts.chart_frame import Chart
from ui.shell.view import View

UNITS = {"contracts": "contracts", "annual_gbp": "£ a year", "whole_life_gbp": "£ over the whole term"}
LEAST = {"contracts": 1_000, "annual_gbp": 100, "whole_life_gbp": 100}
"""One contract in thousandths, one pound in pence: between two of these no value stands at an axis."""
SAID = {"contracts": "Number of contracts", "annual_gbp": "Pounds a year", "whole_life_gbp": "Pounds, whole life"}
KEY = "Strong: certain; weak: not decided; mark: central estimate"

_MOST, _OTHERS = 1_000, "All others together"
"""Groups that a table lists one by one, and the name of the rest: published suppliers can be hundreds of thousands."""

_FEW = 100
"""Groups that are few enough to be kept for every scenario."""


def funnel_chart(view: View, measure: str) -> Chart:
    """The steps of the pledge as an exact waterfall; steps that take nothing stand in the table only."""
    steps = view.steps
    whole = view.totals.measure(measure).of
    drops = [charts.Drop("All contracts", 0, whole, figure(measure, whole, short=True), "whole")]
    left = whole
    for step in steps:
        value = step.measure(measure)
        if step.stage is Stage.RETURNS:
            drops.append(
                charts.Drop(
                    _returns_label(view),
                    0,
                    value,
                    figure(measure, value, short=True),
                    "returns",
                    f"{step.stage.value}:",
                )
            )
        elif value:
            kind = "doubt" if step.stage is Stage.NOT_KNOWN else "leaves"
            words = f"\N{MINUS SIGN}{figure(measure, value, short=True)}"
            drops.append(charts.Drop(step.label, left, left - value, words, kind, f"{step.stage.value}:{step.rule}"))
            left -= value
    rows = [("All contracts", number(measure, whole))]
    rows += [
        (_returns_label(view) if s.stage is Stage.RETURNS else s.label, number(measure, s.measure(measure)))
        for s in steps
    ]
    return Chart(
        "funnel",
        of_funnel(steps, measure),
        f"{SAID[measure]} at each step, central estimate",
        charts.waterfall(drops, palette.current()),
        pd.DataFrame(rows, columns=["Step", UNITS[measure]]),
        column="step",
        marks={drop.id: drop.name for drop in drops if drop.id},
    )


def _returns_label(view: View) -> str:
    return "Must be considered" if "considered" in view.scenario.preset.verb else "Back in house"


PERIOD_NAMES = {"year": "Year", "quarter": "Quarter"}
_ENDING = {
    "year": "the year in which contracts end",
    "quarter": "the calendar quarter in which contracts end (Q1 is January to March)",
}


def years_chart(view: View, measure: str, period: str = "year") -> Chart:
    """What returns by the year or quarter in which contracts fall due, with the running total."""
    due = view.kept(period, lambda decisions: timeline(decisions, period))
    dated = _without_gaps(view, due, period)
    columns = [bar(name, name, group, measure) for name, group in dated.items()]
    back = {name: group.measure(measure).returns.central for name, group in due.items()}
    line = list(accumulate(back.get(name, 0) for name in dated))
    drawn = charts.years(
        columns, palette.current(), lambda value: figure(measure, round(value), short=True), LEAST[measure], line
    )
    note = f"{figure(measure, back[''])} with no known end not shown" if "" in due else ""
    table = groups_table(PERIOD_NAMES[period], due, {name: name for name in dated} | {"": "Not known"}, measure)
    reached = dict(zip(dated, line, strict=True))
    table[f"Running total, {UNITS[measure]}"] = [number(measure, reached[name]) if name else None for name in due]
    return Chart(
        f"{period}s",
        of_years(due, measure),
        f"{SAID[measure]} back in house by {_ENDING[period]}. {KEY}",
        drawn,
        table,
        note,
        column=period,
        marks={name: name or "No known end" for name in due},
    )


def _without_gaps(view: View, due: Mapping[str, Totals], period: str) -> dict[str, Totals]:
    """What returns by period from the first to the last in which anything does, with those in which nothing does."""
    names = names_of(view.coded, period, view.scenario.rule(Window))
    dated = [place for place, name in enumerate(names) if name and name in due]
    return {name: due.get(name, NOTHING) for name in names[dated[0] : dated[-1] + 1]} if dated else {}


def groups_chart(view: View, column: str, labels: Mapping[str, str], measure: str, most: int = 12) -> Chart:
    """What returns by the values of a column, the largest first, with the range that is left."""
    groups, others = _groups(view, column, measure)
    ranked = sorted(groups, key=lambda name: groups[name].measure(measure).returns.central, reverse=True)
    shown = [name for name in ranked if groups[name].measure(measure).returns.high > 0][:most]
    names = {**labels, "": "Not stated"}
    bars = [bar(name, names.get(name, name), groups[name], measure) for name in shown]
    more = sum(groups[name].measure(measure).returns.high > 0 for name in ranked) - len(shown)
    listed = {name: groups[name] for name in ranked} | ({_OTHERS: others} if others.contracts.of else {})
    return Chart(
        column,
        of_groups(groups, labels, measure, others),
        f"{SAID[measure]} back in house. {KEY}",
        charts.ranked(bars, palette.current()),
        groups_table(column.replace("_", " ").capitalize(), listed, names, measure),
        f"{more} smaller ones are in the table" if more else "",
        column=column,
        marks={name: names.get(name, name) for name in ranked if groups[name].contracts.returns.high},
    )


def _groups(view: View, column: str, measure: str) -> tuple[dict[str, Totals], Totals]:
    """Groups and all others; those of a column with many values take too much room to be kept."""
    if len(view.coded.levels[column]) > _FEW:
        return by_largest(view.decisions, column, measure, _MOST)
    return view.kept(f"by {column}, {measure}", lambda decisions: by_largest(decisions, column, measure, _MOST))


def bar(key: str, name: str, group: Totals, measure: str) -> charts.Bar:
    """A bar of what returns of a group, with its range."""
    returns = group.measure(measure).returns
    say: Callable[[int], str] = lambda value: figure(measure, value, short=True)  # noqa: E731
    words = say(returns.central)
    if say(returns.low) != say(returns.high):
        words += f" ({span(say(returns.low), say(returns.high))})"
    return charts.Bar(name, returns.central, returns.low, returns.high, words, key)


def groups_table(first: str, groups: Mapping[str, Totals], names: Mapping[str, str], measure: str) -> pd.DataFrame:
    """What returns of each group with its range, and of how much: plain numbers."""
    unit = UNITS[measure]
    rows = []
    for name, group in groups.items():
        total = group.measure(measure)
        ends = [number(measure, value) for value in (total.returns.central, total.returns.low, total.returns.high)]
        share = round(100 * total.returns.central / total.of, 1) if total.of else None
        rows.append((names.get(name, name) or "Not stated", *ends, number(measure, total.of), share))
    columns = [first, *(f"{end}, {unit}" for end in ("Back", "Low", "High", "Of")), "Back, % of own"]
    return pd.DataFrame(rows, columns=columns)


def measure_name(measure: str) -> str:
    """Name a measure for a control."""
    return MEASURE_LABELS[measure]
