"""Charts of several scenarios: their ranges side by side, and the difference between two of them by setting."""

from collections.abc import Sequence

import pandas as pd

from output.charts import figures
from output.charts.answer import CAPTIONS, LEGEND, UNITS, bar, groups_table
from output.charts.chart import Chart
from output.comparison import Compared
from output.palette import Palette
from policy.analysis.decomposition import Amounts, Decomposition, Move, Share
from policy.analysis.drill import STEP
from policy.results.findings import figure, of_scenarios, of_shares, of_steps, signed
from policy.results.report import number
from policy.scenarios.links import to_query

_SHARES = "Bar: its share, whatever the order (Shapley); upright line: changed alone"


def ranges_chart(compared: Sequence[Compared], measure: str, palette: Palette) -> Chart:
    """What returns under each scenario, with its range; a mark is a scenario with its own contracts behind it."""
    bars = [bar(one.name, one.name, one.totals, measure) for one in compared]
    considered = [f"“{one.name}”" for one in compared if "considered" in one.scenario.preset.verb]
    note = f"under {' and '.join(considered)} the figure is what must be considered" if considered else ""
    totals = {one.name: one.totals for one in compared}
    return Chart(
        "scenarios",
        of_scenarios(list(totals.items()), measure),
        f"{CAPTIONS[measure]} back in house under each scenario. {LEGEND}",
        figures.ranked(bars, palette),
        groups_table("Scenario", totals, {}, measure),
        note,
        column=STEP,
        key=figures.range_key(palette),
        key_words=LEGEND,
        marks={one.name: one.name for one in compared},
        scenarios={one.name: to_query(one.scenario) for one in compared},
    )


def steps_chart(before: Compared, after: Compared, between: Decomposition, measure: str, palette: Palette) -> Chart:
    """The difference between two scenarios as a waterfall, one setting at a time in the order of the rules.

    The mark of a step is its number, from 1; there are marks only where there is more than one step.
    """
    steps = between.waterfall()
    reached = _central(between.start, measure)
    drops = [figures.Drop(before.name, 0, reached, figure(measure, reached, short=True), "returns")]
    rows = [_step_row(before.name, between.start, measure)]
    for step in steps:
        adds = _central(step.adds, measure)
        kind = "adds" if adds > 0 else "leaves"
        words = signed(measure, adds, short=True)
        drops.append(figures.Drop(step.move.label, reached, reached + adds, words, kind, str(len(drops))))
        old, new = step.move.words(before.scenario), step.move.words(after.scenario)
        rows.append(_step_row(step.move.label, step.adds, measure, old, new))
        reached += adds
    drops.append(figures.Drop(after.name, 0, reached, figure(measure, reached, short=True), "returns"))
    rows.append(_step_row(after.name, between.end, measure))
    hint = ". Choose a bar to list the contracts that flip at it" if len(steps) > 1 else ""
    ends = (f"{end}, {UNITS[measure]}" for end in ("Central", "Low", "High"))
    return Chart(
        "way",
        of_steps([(step.move.label, _central(step.adds, measure)) for step in steps], measure),
        f"{CAPTIONS[measure]} back in house, one setting at a time in the order of the rules, central estimate{hint}",
        figures.waterfall(drops, palette),
        pd.DataFrame(rows, columns=["Step", *ends, "From", "To"]),
        marks=_step_marks(between.moves),
    )


def _central(amounts: Amounts, measure: str) -> int:
    return int(amounts.of(measure)[1])


def _step_row(name: str, amounts: Amounts, measure: str, old: str = "", new: str = "") -> tuple[object, ...]:
    low, central, high = (number(measure, int(value)) for value in amounts.of(measure))
    return name, central, low, high, old, new


def _step_marks(moves: Sequence[Move]) -> dict[str, str]:
    return {str(place): move.label for place, move in enumerate(moves, start=1)} if len(moves) > 1 else {}


def shares_chart(shares: Sequence[Share], moves: Sequence[Move], measure: str, palette: Palette) -> Chart:
    """Each setting's Shapley share of a difference, and a mark for what it does alone.

    `moves` are the steps of the waterfall, which are more than the shares where settings of one rule go together.
    """
    bars, rows = [], []
    step = {move: str(place) for place, move in enumerate(moves, start=1)}
    for share in shares:
        shapley, alone, overlap = (round(part.of(measure)[1]) for part in (share.shapley, share.alone, share.overlap))
        words = f"{signed(measure, shapley, short=True)} (alone {signed(measure, alone, short=True)})"
        bars.append(figures.Bar(share.move.label, shapley, alone, alone, words, step.get(share.move, "")))
        rows.append((share.move.label, *(number(measure, value) for value in (shapley, alone, overlap))))
    unit = UNITS[measure]
    together = "" if len(moves) == len(shares) else f"; with {len(moves)} settings those of one rule go together"
    return Chart(
        "shares",
        of_shares([(share.move.label, round(share.shapley.of(measure)[1])) for share in shares], measure),
        f"{CAPTIONS[measure]}: what each setting does to the difference. {_SHARES}",
        figures.signed(bars, palette),
        pd.DataFrame(rows, columns=["Setting", f"Share, {unit}", f"Alone, {unit}", f"Overlap, {unit}"]),
        f"the gap between bar and mark is what a setting shares with others{together}",
        marks=_step_marks(moves),
        key=(
            figures.Swatch("its share, whatever the order (Shapley)", palette.adds, "bar"),
            figures.Swatch("changed alone", palette.text, "tick"),
        ),
        key_words=_SHARES,
    )
