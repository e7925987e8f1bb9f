"""Every mark of a chart opens contracts that add up to it: the oracle decides them, and the sums are plain Python's.

Held for 200 random scenarios on the register and for 200 on real notices, a fifth of them in `make test`.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import table

from data.load.datasets import embedded
from data.model.service_table import services
from output.charts import one_scenario
from output.charts.tiles import tiles_chart
from output.palette import LIGHT
from policy.analysis.drill import STEP, behind, marks
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.findings import figure
from policy.results.partial import BREAKDOWNS
from policy.results.ranking import by_largest
from policy.results.rows import names_of
from policy.results.totals import by, funnel, timeline
from policy.rules.trigger import Window
from tests import oracle, oracle_rules
from tests.draws import drawn, tries
from tests.strategies import plain_rows, scenarios
from tests.truth import are_few

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"
CARE = REAL / "cf_ocds_care_2020_2025" / "cf_award_releases_housing_care.jsonl.gz"
SERVICES = services().to_dict("index")
ENDS = ("low", "central", "high")
PARTY_PROFILE = ("buyer", "supplier", "company")
"""Columns of many values, of which a chart draws the first twenty."""
real = pytest.param(
    "real",
    marks=[
        pytest.mark.shared,
        pytest.mark.skipif(
            not REAL.exists(), reason="needs the real notices in ../shared, which are not part of the project"
        ),
    ],
)


@pytest.fixture(scope="module", params=["register", real])
def contracts(request, tmp_path_factory):
    if request.param == "register":
        return embedded().contracts
    found = table([CARE], tmp_path_factory.mktemp("real")).contracts
    assert len(found) > 500
    return found


PERIODS = {"year": lambda day: str(day.year), "quarter": lambda day: f"{day.year} Q{(day.month + 2) // 3}"}


def falls_due(row, setting):
    """The day on which a contract falls due; one that is over and has a successor stands at its own end."""
    day = oracle_rules.due(row, setting)
    if day == "replaced":
        end = oracle_rules.end_of(row, setting)
        return end if end < setting["window.start"] else None
    return day


class Told:
    """What the oracle says of each contract: low, central, high and whole, by measure, in thousandths."""

    def __init__(self, rows, made):
        self.result = oracle.assess(rows, SERVICES, made.values)
        self.rows = oracle.reassessed(rows, SERVICES, made.values)
        self.counted = np.array([one is not oracle.OUTSIDE for one in self.result.decisions])
        pairs = list(zip(self.rows, self.result.decisions, strict=True))
        found = [[(one.low, one.central, one.high, 1000) for _, one in pairs]]
        found += [
            [oracle.amounts(row, one, column) or (0, 0, 0, 0) for row, one in pairs]
            for column in oracle.MEASURES.values()
        ]
        self.amounts = np.hstack([np.array(given, dtype=object) * self.counted[:, None] for given in found])
        self.behind = {}
        self.due = [falls_due(row, made.values) for row in self.rows]

    def values(self, column):
        """The value of every contract in a column, or the period in which it falls due; "" is not stated."""
        if column in PERIODS:
            return np.array([PERIODS[column](day) if day else "" for day in self.due], dtype=object)
        return np.array([row[column] or "" for row in self.rows], dtype=object)

    def sums(self, rows):
        """Low, central, high and whole of some contracts, by measure."""
        found = self.amounts[rows].sum(axis=0).tolist()
        return {name: found[4 * place : 4 * place + 4] for place, name in enumerate(MEASURES)}


def of_group(total):
    """The same of a group of the product's."""
    totals = {name: total.measure(name) for name in MEASURES}
    return {name: [*(getattr(one.returns, end) for end in ENDS), one.of] for name, one in totals.items()}


def groups_add_up(decisions, told, measure):
    for column in (*BREAKDOWNS, "quarter", *PARTY_PROFILE):
        [groups] = by(decisions, column)
        values = told.values(column)
        assert set(groups) == set(marks(decisions, column)) == set(values[told.counted]), column
        ranked = sorted(groups, key=lambda name: groups[name].measure(measure).returns.central, reverse=True)
        drawn = [name for name in ranked if groups[name].measure(measure).returns.high][:20]
        for name in drawn if column in PARTY_PROFILE else groups:
            rows = told.behind[column, name] = behind(decisions, column, name)
            assert (rows == (told.counted & (values == name))).all(), (column, name)
            assert of_group(groups[name]) == told.sums(rows), (column, name)


def steps_add_up(decisions, told):
    steps = {f"{step.stage.value}:{step.rule}": step for step in funnel(decisions)}
    assert set(marks(decisions, STEP)) <= set(steps)
    for mark, step in steps.items():
        sums = told.sums(behind(decisions, STEP, mark))
        for measure, (_, central, _, whole) in sums.items():
            assert step.measure(measure) == (central if mark == "returns:" else whole - central), (mark, measure)


def charts_add_up(decisions, told, measure):
    names = {period: names_of(decisions.coded, period, decisions.scenario.rule(Window)) for period in PERIODS}
    drawn = [
        one_scenario.periods_chart(
            timeline(decisions, period), names[period], decisions.scenario, measure, period, LIGHT
        )
        for period in PERIODS
    ]
    for column in ("service", "buyer_kind", *PARTY_PROFILE, "supplier_kind", "nation"):
        groups, others = by_largest(decisions, column, measure, 1_000)
        drawn.append(
            one_scenario.groups_chart(column, (groups, others), {}, decisions.scenario, measure, LIGHT, most=20)
        )
    [regions] = by(decisions, "region")
    for chart in drawn:
        bar, below, above, *_ = chart.figure["data"]
        along = "x" if bar["orientation"] == "h" else "y"
        for place, name in enumerate(bar["customdata"]):
            low, central, high = below["base"][place], bar[along][place], above["base"][place] + above[along][place]
            assert low + below[along][place] == central == above["base"][place]
            rows = told.behind[chart.column, name] if name in chart.marks else told.counted & False
            assert [low, central, high] == told.sums(rows)[measure][:3], (chart.name, name)
    for name, text in tiles(tiles_chart(regions, decisions.scenario, measure, LIGHT)):
        rows = told.behind.get(("region", name), told.counted & False)
        low, central, high, _ = told.sums(rows)[measure]
        few = are_few(*told.sums(rows)["contracts"][0:3:2])
        silent = measure != "contracts" and not central and told.sums(rows)["contracts"][2]
        said = " to ".join(dict.fromkeys(figure(measure, end, short=True) for end in (low, high)))
        ending = f"<b>{said if few else figure(measure, central, short=True)}</b>"
        if not rows.any():
            ending = "<b>no contract</b>"
        told_in_it = text.replace(" to<br>", " to ")
        assert told_in_it.endswith(("<b>not known</b>", ending) if silent else ending), name


def tiles(chart):
    [trace] = chart.figure["data"]
    return zip(trace["customdata"], trace["text"], strict=True)


@drawn
def test_the_contracts_behind_every_mark_add_up_to_it(contracts):
    coded, rows = prepare(contracts, services()), plain_rows(contracts)

    @tries(100)
    @given(scenarios(), st.sampled_from(MEASURES))
    def adds_up(made, measure):
        decisions, told = decide(coded, made), Told(rows, made)
        groups_add_up(decisions, told, measure)
        steps_add_up(decisions, told)
        charts_add_up(decisions, told, measure)

    adds_up()
