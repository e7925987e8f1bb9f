"""Charts of several scenarios: their ranges side by side, and the difference between two of them by setting."""

from collections.abc import Sequence

from output.charts import figures
from output.charts.chart import Chart, in_any_colours
from output.charts.one_scenario import bar, caption, groups_table, known
from output.comparison import Compared
from output.palette import Palette
from policy.analysis.decomposition import Amounts, Decomposition, Move, Share
from policy.analysis.drill import STEP
from policy.measures import MEASURE_WORDS
from policy.results.findings import NO_VALUE, central_or_ends, of_scenarios, of_shares, of_steps, signed
from policy.results.report import known_number, number
from policy.scenarios.links import to_query

_SHARES = "Bar: its share, whatever the order (Shapley); upright line: changed alone"


@in_any_colours
def ranges_chart(compared: Sequence[Compared], measure: str, palette: Palette) -> Chart:
    """What returns under each scenario, with its range; a mark is a scenario with its own contracts behind it."""
    bars = [bar(one.name, one.name, one.totals, measure) for one in compared]
    considered = [f"“{one.name}”" for one in compared if one.scenario.preset.considers]
    note = f"under {' and '.join(considered)} the figure is what must be considered" if considered else ""
    totals, key = {one.name: one.totals for one in compared}, figures.range_words(bars)
    return Chart(
        "scenarios",
        of_scenarios(list(totals.items()), measure),
        f"{_what(compared, measure)} under each scenario. {key}",
        figures.ranked(bars, palette),
        groups_table("Scenario", totals, {}, measure),
        note,
        column=STEP,
        key=figures.range_key(bars, palette),
        key_words=key,
        marks={one.name: one.name for one in compared},
        scenarios={one.name: to_query(one.scenario) for one in compared},
    )


@in_any_colours
def steps_chart(before: Compared, after: Compared, between: Decomposition, measure: str, palette: Palette) -> Chart:
    """The difference between two scenarios as a waterfall, one setting at a time in the order of the rules.

    The mark of a step is its number, from 1; there are marks only where there is more than one step.
    """
    steps = between.waterfall()
    reached = _central(between.start, measure)
    drops = [_end(before, reached, measure)]
    rows = [_end_row(before, measure)]
    told = is_told(before, after, measure)
    for step in steps:
        adds = _central(step.adds, measure)
        kind = "adds" if adds > 0 else "leaves"
        words = signed(measure, adds, short=True)
        drops.append(figures.Drop(step.move.label, reached, reached + adds, words, kind, str(len(drops))))
        old, new = (step.move.words(of.scenario, before.decisions.coded.service_names) for of in (before, after))
        rows.append(_step_row(step.move.label, step.adds if told else None, measure, old, new))
        reached += adds
    drops.append(_end(after, reached, measure))
    rows.append(_end_row(after, measure))
    ends = (f"{end}, {MEASURE_WORDS[measure].unit}" for end in ("Central", "Low", "High"))
    return Chart(
        "way",
        of_steps([(step.move.label, _central(step.adds, measure)) for step in steps], measure) if told else NO_VALUE,
        f"{_what((before, after), measure)}, one setting at a time in the order of the rules, central estimate",
        figures.waterfall(drops, palette),
        known(rows, ["Step", *ends, "From", "To"]),
        hint="Choose a bar to list the contracts that change at it" if len(steps) > 1 else "",
        marks=_step_marks(between.moves),
    )


def _what(compared: Sequence[Compared], measure: str) -> str:
    """Say what figures are of that stand side by side; of some back in house and some only considered, neither."""
    captions = {caption(measure, one.scenario) for one in compared}
    return captions.pop() if len(captions) == 1 else MEASURE_WORDS[measure].caption


def _end(one: Compared, reached: int, measure: str) -> figures.Drop:
    """The bar of what comes back under one of two scenarios."""
    low, words = one.totals.measure(measure).returns.low, central_or_ends(one.totals, measure, short=True)
    return figures.Drop(one.name, 0, reached, words, "returns", unsure=figures.is_unsure(low, reached))


def _central(amounts: Amounts, measure: str) -> int:
    return int(amounts.of(measure)[1])


def _step_row(name: str, amounts: Amounts | None, measure: str, old: str, new: str) -> tuple[object, ...]:
    """What a step adds; None where neither end of the way has a known value."""
    low, central, high = (number(measure, int(v)) for v in amounts.of(measure)) if amounts else (None,) * 3
    return name, central, low, high, old, new


def is_told(before: Compared, after: Compared, measure: str) -> bool:
    """Whether a measure is known under one of two scenarios, so that their difference says something."""
    return before.totals.is_known(measure) or after.totals.is_known(measure)


def _end_row(one: Compared, measure: str) -> tuple[object, ...]:
    return (one.name, *(known_number(one.totals, measure, end) for end in ("central", "low", "high")), "", "")


def _step_marks(moves: Sequence[Move]) -> dict[str, str]:
    return {str(place): move.label for place, move in enumerate(moves, start=1)} if len(moves) > 1 else {}


@in_any_colours
def shares_chart(
    shares: Sequence[Share], moves: Sequence[Move], measure: str, palette: Palette, *, told: bool = True
) -> Chart:
    """Each setting's Shapley share of a difference, and a mark for what it does alone.

    `moves` are the steps of the waterfall, which are more than the shares where settings of one rule go together. The
    table says nothing of a measure of which no value is `told` under either scenario.
    """
    bars, rows = [], []
    step = {move: str(place) for place, move in enumerate(moves, start=1)}
    for share in shares:
        shapley, alone, overlap = (round(part.of(measure)[1]) for part in (share.shapley, share.alone, share.overlap))
        words = f"{signed(measure, shapley, short=True)} (alone {signed(measure, alone, short=True)})"
        bars.append(figures.Bar(share.move.label, shapley, alone, alone, words, step.get(share.move, "")))
        rows.append((share.move.label, *(number(measure, v) if told else None for v in (shapley, alone, overlap))))
    unit = MEASURE_WORDS[measure].unit
    together = "" if len(moves) == len(shares) else f"; with {len(moves)} settings those of one rule go together"
    return Chart(
        "shares",
        of_shares([(share.move.label, round(share.shapley.of(measure)[1])) for share in shares], measure)
        if told
        else NO_VALUE,
        f"{MEASURE_WORDS[measure].caption}: what each setting does to the difference. {_SHARES}",
        figures.signed(bars, palette),
        known(rows, ["Setting", f"Share, {unit}", f"Alone, {unit}", f"Overlap, {unit}"]),
        f"the gap between bar and mark is what a setting shares with others{together}",
        marks=_step_marks(moves),
        key=(
            *(
                figures.Swatch(f"its share, whatever the order (Shapley){does}", colour, "bar")
                for does, colour, some in (
                    (": adds", palette.adds, any(bar.value > 0 for bar in bars)),
                    (": takes away", palette.exits, any(bar.value <= 0 for bar in bars)),
                )
                if some
            ),
            figures.Swatch("changed alone", palette.text, "tick"),
        ),
        key_words=_SHARES,
    )
