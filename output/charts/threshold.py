"""The chart of every value threshold: a curve with a band, the present threshold, and numbered marks."""

from collections.abc import Collection, Sequence

import pandas as pd

from output.charts import sensitivity_figures
from output.charts.answer import UNITS, known
from output.charts.chart import Chart, in_any_colours
from output.palette import Palette
from policy.analysis import sensitivity
from policy.analysis.threshold import Curve, Mark, position
from policy.formats import pounds
from policy.results.findings import MEASURE_LABELS, figure
from policy.results.report import known_number
from policy.results.totals import MEASURES

AXIS = ((0, "£0"), (10**5, "£100k"), (10**6, "£1m"), (10**7, "£10m"), (10**8, "£100m"), (10**9, "£1bn"))
"""Amounts in pounds that the axis names, with their names."""
_CLOSE = 0.09
"""Marks nearer than this on the scale share one number."""


@in_any_colours
def curve_chart(curve: Curve, here: int, listed: Collection[int], measure: str, palette: Palette) -> Chart:
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
    names = [f"{end}, {UNITS[name]}" for name in order for end in ("Back", "Low", "High")]
    how = "at every value at which a contract drops out, so exact" if curve.exact else "and nowhere estimated between"
    return Chart(
        "threshold",
        sensitivity.of_curve(curve, measure),
        f"{MEASURE_LABELS[measure]} back in house by the value threshold; band: from low to high",
        sensitivity_figures.curve(
            [(position(point.value), point.totals.measure(measure).returns) for point in curve.points],
            here,
            [(position(value), words) for value, words in AXIS],
            palette,
            lambda value: figure(measure, round(value), short=True),
        ),
        known(pd.DataFrame(rows, columns=["Threshold", *names])),
        f"worked out at {len(curve.points):,} thresholds, {how}; the table has {len(rows)} of them",
    )


def numbered(marks: Sequence[Mark]) -> list[tuple[int, Mark]]:
    """Number the marks from the left; those too close to tell apart share a number."""
    found: list[tuple[int, Mark]] = []
    for mark in marks:
        same = found and position(mark.pounds) - position(found[-1][1].pounds) < _CLOSE
        number_ = found[-1][0] if found else 0
        found.append((number_ if same else number_ + 1, mark))
    return found


def mark_places(marks: Sequence[tuple[int, Mark]]) -> list[tuple[float, str]]:
    """Where each number stands on the scale: in the middle of the marks that share it."""
    places: dict[int, list[float]] = {}
    for number_, mark in marks:
        places.setdefault(number_, []).append(position(mark.pounds))
    return [(sum(found) / len(found), str(number_)) for number_, found in places.items()]
