"""The chart of every value threshold: a curve with a band, the present threshold, and named thresholds."""

from collections.abc import Collection, Sequence

from output.charts import sensitivity_figures
from output.charts.chart import Chart, in_any_colours
from output.charts.figures import Swatch
from output.charts.one_scenario import caption, known
from output.palette import Palette
from policy.analysis import sensitivity
from policy.analysis.threshold import Curve, Mark, position
from policy.formats import money, pounds, span
from policy.measures import MEASURE_WORDS, MEASURES
from policy.results.findings import figure
from policy.results.report import known_number
from policy.scenarios.scenario import Scenario

AXIS = ((0, "£0"), (10**5, "£100k"), (10**6, "£1m"), (10**7, "£10m"), (10**8, "£100m"), (10**9, "£1bn"))
"""Amounts in pounds that the axis names, with their names."""
_CLOSE = 0.3
"""Marks nearer than this on the scale share one line."""
_LAW, _SHORT = "in law", 34
_KEY = "Line: central estimate; band: from what is certain to what is possible; upright line: the threshold now"


@in_any_colours
def curve_chart(
    curve: Curve, here: int, listed: Collection[int], scenario: Scenario, measure: str, palette: Palette
) -> Chart:
    """What returns at every threshold.

    `here` is the place of the present threshold among the points; of the others the table has those `listed`, pounds.
    """
    order = [measure, *(name for name in MEASURES if name != measure)]
    rows = [
        (
            pounds(point.value * 100),
            *(known_number(point.totals, name, end) for name in order for end in ("central", "low", "high")),
        )
        for point in curve.points
        if point.value in listed
    ]
    names = [f"{end}, {MEASURE_WORDS[name].unit}" for name in order for end in ("Back", "Low", "High")]
    how = "at every value at which a contract drops out, so exact" if curve.exact else "and nowhere estimated between"
    return Chart(
        "threshold",
        sensitivity.of_curve(curve, measure),
        f"{caption(measure, scenario)} by the value threshold. {_KEY}",
        sensitivity_figures.curve(
            [(position(point.value), point.totals.measure(measure).returns) for point in curve.points],
            here,
            [(position(value), words) for value, words in AXIS],
            palette,
            lambda value: figure(measure, round(value), short=True),
        ),
        known(rows, ["Threshold", *names]),
        f"worked out at {len(curve.points):,} thresholds, {how}; the table has {len(rows)} of them",
        key=(
            Swatch("central estimate", palette.accent, "line"),
            Swatch("from what is certain to what is possible", palette.doubt, "bar"),
            Swatch("the threshold now", palette.line, "tick"),
        ),
        key_words=_KEY,
    )


def mark_places(marks: Sequence[Mark]) -> list[tuple[float, str]]:
    """Where each line of a named threshold stands on the scale, and what is written at it.

    Marks too close to tell apart have one line, in their middle.
    """
    groups: list[list[Mark]] = []
    for mark in marks:
        if groups and position(mark.pounds) - position(groups[-1][0].pounds) < _CLOSE:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [(sum(position(mark.pounds) for mark in group) / len(group), _at_line(group)) for group in groups]


def _at_line(group: Sequence[Mark]) -> str:
    """Say in few words whose threshold a line is, and of how many pounds."""
    amounts = list(dict.fromkeys(money(mark.pounds * 100, digits=3, short=True) for mark in group))
    return f"{span(amounts[0], amounts[-1])}: {_whose(group)}"


def _whose(group: Sequence[Mark]) -> str:
    in_law = [_LAW in mark.label for mark in group]
    label, _, _ = group[0].label.partition(" (£")
    if all(in_law):
        return "procurement law"
    if any(in_law):
        return "presets and law"
    return label if len(group) == 1 and len(label) <= _SHORT else "several presets"
