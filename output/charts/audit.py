"""The chart of an audit: the headline by the rules, and as the judged sample corrects it."""

from functools import partial

import pandas as pd

from output.charts import figures
from output.charts.chart import Chart, in_any_colours
from output.charts.one_scenario import bar, caption
from output.palette import Palette
from policy.audit.estimator import Corrected
from policy.formats import span
from policy.measures import MEASURE_WORDS
from policy.results.findings import coverage, figure
from policy.results.report import number
from policy.results.totals import Totals
from policy.scenarios.scenario import Scenario

LEAST_JUDGED = 30
"""Fewer judged contracts than this correct nothing: it is the smallest sample of which the interval was tried out."""


@in_any_colours
def corrected_chart(
    rules: Totals,
    made: Corrected | None,
    judged: str,
    scenario: Scenario,
    measure: str,
    palette: Palette,
    *,
    waits: bool = False,
) -> Chart:
    """Two ranges: that of the rules, and the 95% interval of the correction, which is None until a contract is judged.

    `judged` says how much of the sample is judged; it `waits` until LEAST_JUDGED are, or the whole of a smaller sample.
    """
    say = partial(figure, measure, short=True)
    returns = rules.measure(measure).returns
    ranges = [("By the rules", returns.low, returns.central, returns.high)]
    bars = [bar("", "By the rules", rules, measure)]
    finding = "No contract of the sample is judged yet"
    if made and waits:
        finding = f"{judged}, too few to correct a figure: at least {LEAST_JUDGED} must be"
    elif made:
        ranges.append(("Corrected by the sample", made.low, made.central, made.high))
        words = f"{say(made.central)} ({span(say(made.low), say(made.high))})"
        bars.append(figures.Bar("Corrected by the sample", made.central, made.low, made.high, words))
        finding = f"The sample puts it at {say(made.central)}, between {say(made.low)} and {say(made.high)}"
        finding += " contracts" if measure == "contracts" else " a year"
    rows = [(name, *(number(measure, value) for value in (central, low, high))) for name, low, central, high in ranges]
    unit = MEASURE_WORDS[measure].unit
    return Chart(
        f"audit.{measure}",
        finding,
        f"{caption(measure, scenario)}: the range of the rules, and the 95% interval of the correction",
        figures.ranked(bars, palette),
        pd.DataFrame(rows, columns=["Estimate", f"Back, {unit}", f"Low, {unit}", f"High, {unit}"]),
        "; ".join(filter(None, (judged, coverage(rules, measure)))),
    )
