"""Charts of one scenario: the funnel, the years or quarters in which contracts fall due, and groups of contracts."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

import pandas as pd

from output.charts import figures
from output.charts.chart import Chart, in_any_colours
from output.palette import Palette
from output.text import BETWEEN
from policy.analysis.records import FIRST, NO_ONE, Carried
from policy.formats import span
from policy.measures import MEASURE_WORDS
from policy.results.findings import (
    NONE_CERTAIN,
    NOT_KNOWN,
    amount,
    central_or_ends,
    figure,
    of_funnel,
    of_groups,
    of_step,
    of_years,
)
from policy.results.report import known_number, number, step_number
from policy.results.totals import NOTHING, FunnelStep, Totals, step_names
from policy.rules.base import Stage
from policy.rules.trigger import Window
from policy.scenarios.scenario import Scenario

LEAST_STEP = {"contracts": 1_000, "annual_gbp": 100_000, "whole_life_gbp": 100_000}
"""One contract in thousandths, one pound in thousandths of pence: an axis has no finer steps."""
PERIOD_NAMES = {"year": "Year", "quarter": "Quarter"}
ENDING = {
    "year": "the year in which contracts end",
    "quarter": "the calendar quarter in which contracts end (Q1 is January to March)",
}
_OTHERS, ANNUAL = "All others together", "annual_gbp"


def ending(period: str, scenario: Scenario) -> str:
    """Name what a year or quarter is of a contract: that of its end, or of the next where it is let once more."""
    again = ", or end again where let once more" if scenario.rule(Window).lets_again() else ""
    return f"{ENDING[period]}{again}"


def caption(measure: str, scenario: Scenario) -> str:
    """Say what a chart shows of what is back in house, or to be considered, under a scenario."""
    return f"{MEASURE_WORDS[measure].caption} {scenario.preset.counts_as}"


@in_any_colours
def funnel_chart(
    steps: Sequence[FunnelStep], totals: Totals, scenario: Scenario, measure: str, palette: Palette
) -> Chart:
    """The steps of the pledge as an exact waterfall; steps at which nothing leaves stand in the table only."""
    back = scenario.preset.outcome
    whole = totals.measure(measure)
    of = whole.of
    every = figure(measure, of, short=True) if totals.whole_is_known(measure) else NOT_KNOWN
    drops = [figures.Drop("All contracts", 0, of, every, "whole")]
    left, names = of, step_names(steps)
    for step, name in zip(steps, names, strict=True):
        value = step.measure(measure)
        words = of_step(step, measure, short=True)
        if step.stage is Stage.RETURNS:
            words = central_or_ends(totals, measure, short=True)
            unsure = figures.is_unsure(whole.returns.low, value)
            drops.append(figures.Drop(back, 0, value, words, "returns", f"{step.stage.value}:", unsure))
        elif value:
            kind = "doubt" if step.stage is Stage.NOT_KNOWN else "leaves"
            mark = f"{step.stage.value}:{step.rule}"
            minus = NONE_CERTAIN if kind == "doubt" and totals.is_few else f"\N{MINUS SIGN}{words}"
            drops.append(figures.Drop(name, left, left - value, minus, kind, mark))
            left -= value
    rows = [("All contracts", known_number(totals, measure, "of"), *_of(measure, totals.contracts.of, whole.silent_of))]
    for step, label in zip(steps, names, strict=True):
        name = back if step.stage is Stage.RETURNS else label
        rows.append((name, step_number(step, measure), *_of(measure, step.contracts, step.silent(measure))))
    return Chart(
        "funnel",
        of_funnel(list(steps), measure),
        f"{MEASURE_WORDS[measure].caption} at each step, central estimate",
        figures.waterfall(drops, palette),
        known(rows, ["Step", MEASURE_WORDS[measure].unit, *(VALUED if measure != "contracts" else ())]),
        note=_valued(totals, measure),
        column="step",
        marks={drop.id: drop.name for drop in drops if drop.id},
    )


VALUED = ("Contracts", "of these with a value")
"""Headings of the columns that say of how many contracts a sum of money is."""


def _valued(totals: Totals, measure: str) -> str:
    """Say for how many of all contracts the money of the funnel stands, where it does not for all."""
    of, silent = totals.contracts.of // 1000, totals.measure(measure).silent_of // 1000
    if measure == "contracts" or not silent:
        return ""
    span = "a year" if measure == ANNUAL else "over the whole term"
    if of == 1:
        return f"no value {span} is known for the one contract"
    return f"a value {span} is known for {of - silent:,} of the {of:,} contracts"


def _of(measure: str, contracts: int, silent: int) -> tuple[float | int, ...]:
    """How many contracts a sum of money is of, and of how many of them a value is known; nothing for contracts."""
    return () if measure == "contracts" else (number("contracts", contracts), number("contracts", contracts - silent))


def known(rows: Iterable[Iterable[object]], columns: Sequence[str]) -> pd.DataFrame:
    """A table in which whole numbers stay whole where some cell is not known, None or NaN; it says NaN there."""
    cells = [[math.nan if cell is None else cell for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=list(columns), dtype=object)


@in_any_colours
def periods_chart(
    due: Mapping[str, Totals], names: Sequence[str], scenario: Scenario, measure: str, period: str, palette: Palette
) -> Chart:
    """What returns by the year or quarter in which contracts fall due, with the running total.

    `due` holds the periods in which anything falls due, and "" for no known end. `names` are all periods in order, so
    that those between the first and the last in which nothing falls due are drawn too.
    """
    dated = _without_gaps(due, names)
    columns = [bar(name, name, group, measure) for name, group in dated.items()]
    key = figures.range_words(columns)
    running = list(accumulate(group.measure(measure).returns.central for group in dated.values()))
    drawn = figures.years(
        columns,
        palette,
        lambda value: figure(measure, round(value), short=True),
        LEAST_STEP[measure],
        None if sum(dated.values(), start=NOTHING).is_few else running,
    )
    table = groups_table(PERIOD_NAMES[period], due, {name: name for name in dated} | {"": "Not known"}, measure)
    reached = _running_totals(dated, measure) | {"": None}
    table[f"Running total, {MEASURE_WORDS[measure].unit}"] = pd.Series([reached[name] for name in due], dtype=object)
    return Chart(
        f"{period}s",
        of_years(due, measure, considered=scenario.preset.considers),
        f"{caption(measure, scenario)} by {ending(period, scenario)}. {key}",
        drawn,
        table,
        _undated(due[""], measure) if "" in due else "",
        column=period,
        key=figures.range_key(columns, palette),
        key_words=key,
        marks={name: name or "No known end" for name in due},
    )


def _running_totals(dated: Mapping[str, Totals], measure: str) -> dict[str, float | None]:
    """What returns up to each period, in contracts or pounds; NaN where contracts return and no value is known yet."""
    reached: dict[str, float | None] = {}
    so_far = NOTHING
    for name, group in dated.items():
        so_far += group
        total = so_far.measure(measure)
        known = total.returns.central > 0 or not total.silent
        reached[name] = number(measure, total.returns.central) if known else math.nan
    return reached


def _undated(group: Totals, measure: str) -> str:
    """Say what returns without a known end, which has no bar."""
    if not group.is_known(measure):
        return "what has no known end, and no known value, is not shown"
    return f"{central_or_ends(group, measure)} with no known end not shown"


def _without_gaps(due: Mapping[str, Totals], names: Sequence[str]) -> dict[str, Totals]:
    """Totals of every period from the first to the last in which anything falls due, nothing where nothing does."""
    dated = [place for place, name in enumerate(names) if name and name in due]
    return {name: due.get(name, NOTHING) for name in names[dated[0] : dated[-1] + 1]} if dated else {}


_UNNAMED = {"supplier_kind": ("", "none", "unknown")}
"""Groups of a column that name nobody, besides that of what is not stated."""
_NOUNS = {"buyer": "buyers", "company": "companies", "service": "kinds of service", "nation": "nations"}
"""What the groups of a column are where many are told by their number."""
_FACTS = {
    "buyer": "its buyer",
    "buyer_kind": "what kind of buyer has it",
    "company": "its supplier",
    "supplier_kind": "what kind of supplier has it",
    "service": "its kind of service",
    "nation": "its nation",
}
"""What a contract states that is in a group of a column."""


@in_any_colours
def groups_chart(
    column: str,
    summed: tuple[Mapping[str, Totals], Totals],
    labels: Mapping[str, str],
    scenario: Scenario,
    measure: str,
    palette: Palette,
    most: int = 12,
) -> Chart:
    """What returns by the values of a column, the largest `most` drawn; the table has every group.

    Beside the groups stand all contracts that are in none of them, for a column of very many values.
    """
    groups, others = summed
    ranked = _ranked(groups, measure)
    possible = [name for name in ranked if groups[name].measure(measure).returns.high > 0]
    names = {**labels, "": "Not stated"}
    bars = [bar(name, names.get(name, name), groups[name], measure) for name in possible[:most]]
    key, more = figures.range_words(bars), len(possible) - len(bars)
    notes = [f"{more} smaller ones are in the table"] if more else []
    if len(bars) > 1 and any(groups[bar.id].is_few for bar in bars):  # whose words are a range alone
        notes.append("sorted by the central estimate")
    listed = {name: groups[name] for name in ranked} | ({_OTHERS: others} if others.contracts.of else {})
    return Chart(
        column,
        of_groups(
            groups, labels, measure, others, _UNNAMED.get(column, ("",)), _NOUNS.get(column, ""), _FACTS.get(column, "")
        ),
        f"{caption(measure, scenario)}. {key}",
        figures.ranked(bars, palette),
        groups_table(column.replace("_", " ").capitalize(), listed, names, measure),
        BETWEEN.join(notes),
        column=column,
        key=figures.range_key(bars, palette),
        key_words=key,
        without=figures.without_largest(bars, palette),
        marks={name: names.get(name, name) for name in ranked if groups[name].contracts.returns.high},
    )


def _ranked(groups: Mapping[str, Totals], measure: str) -> list[str]:
    return sorted(groups, key=lambda name: groups[name].measure(measure).returns.central, reverse=True)


def with_carried(chart: Chart, groups: Mapping[str, Totals], carried: Mapping[str, Carried]) -> Chart:
    """Add to the table of `groups_chart`, for the spend a year, how few contracts carry each group.

    A group without a known value has none; all others together, in the last row, are not told.
    """
    sums = [carried.get(name, NO_ONE) if groups[name].is_known(ANNUAL) else None for name in _ranked(groups, ANNUAL)]
    sums += [None] * (len(chart.table) - len(sums))
    names = [
        "Contracts in the sum",
        *(f"Without the largest{'' if few == 1 else f' {few}'}, {MEASURE_WORDS[ANNUAL].unit}" for few in FIRST),
        f"Estimated by the source, {MEASURE_WORDS[ANNUAL].unit}",
    ]
    rows = [[None] * len(names) if one is None else _carried(one) for one in sums]
    return replace(chart, table=pd.concat([chart.table, known(rows, names)], axis="columns"))


def _carried(one: Carried) -> list[float | int]:
    return [one.contracts, *(number(ANNUAL, pence) for pence in (*(one.without[few] for few in FIRST), one.estimated))]


def bar(mark: str, name: str, group: Totals, measure: str) -> figures.Bar:
    """A bar of what returns of a group, in thousandths of contracts or of pence, with its range."""
    returns = group.measure(measure).returns
    low, high = (amount(group, measure, end, short=True) for end in ("low", "high"))
    words = central_or_ends(group, measure, short=True)
    if low != high:
        words += f" ({NONE_CERTAIN if words == span(low, high) else span(low, high)})"
    return figures.Bar(name, returns.central, returns.low, returns.high, words, mark)


def groups_table(first: str, groups: Mapping[str, Totals], names: Mapping[str, str], measure: str) -> pd.DataFrame:
    """What returns of each group with its range, in contracts or pounds, of how much, and in percent of that.

    The percentage is None where a group holds nothing of the measure.
    """
    unit = MEASURE_WORDS[measure].unit
    rows = []
    for name, group in groups.items():
        total = group.measure(measure)
        ends = [known_number(group, measure, end) for end in ("central", "low", "high", "of")]
        share = round(100 * total.returns.central / total.of, 1) if total.of else None
        valued = _of(measure, group.contracts.returns.central, total.silent)
        rows.append((names.get(name, name) or "Not stated", *ends, share, *valued))
    columns = [first, *(f"{end}, {unit}" for end in ("Back", "Low", "High", "Of")), "Back, % of own"]
    more = [] if measure == "contracts" else ["Contracts back", VALUED[1]]
    return known(rows, [*columns, *more])
