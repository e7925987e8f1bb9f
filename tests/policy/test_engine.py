"""The engine against the oracle, and what must hold of any decision whatever the policy."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy.coded import MONEY_COLUMNS, prepare
from policy.engine.decide import OUTSIDE, STAGES, decide, pass_rates
from policy.measures import MEASURES
from policy.results.partial import BREAKDOWNS
from policy.results.rows import codes_of, money
from policy.results.totals import by, funnel, timeline, totals
from policy.rules.base import Stage
from policy.rules.trigger import Window
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests import oracle, oracle_rules
from tests.draws import EVERY
from tests.strategies import plain_rows, register_samples, scenarios, table, tables

SERVICES = services().to_dict("index")
REGISTER = prepare(embedded().contracts, services())
REGISTER_ROWS = plain_rows(embedded().contracts)
TABLES = st.one_of(tables(), register_samples())


def decided(contracts, made):
    return decide(prepare(contracts, services()), made)


# The engine's results in the oracle's words.
def in_words(decisions):
    stages = ["outside" if code == OUTSIDE else str(STAGES[code]) for code in decisions.stage]
    rules = ["" if code == OUTSIDE else decisions.steps[code].rule.id for code in decisions.rule]
    rules = ["reason" if stage == "good_reason" else rule for stage, rule in zip(stages, rules, strict=True)]
    shares = (share.tolist() for share in (decisions.low, decisions.central, decisions.high))
    return [oracle.Decision(*row) for row in zip(stages, rules, *shares, strict=True)]


def summed(decisions):
    found = {measure: totals(decisions).measure(measure) for measure in MEASURES}
    return {
        measure: oracle.Total(
            *ends(total.returns), total.of, total.without_value, total.ceilings, total.silent, total.silent_of
        )
        for measure, total in found.items()
    }


def ends(returns):
    return returns.low, returns.central, returns.high


def stepped(decisions):
    """The steps of the funnel; a rule that was not read twice stays at its defaults, and so takes nothing out."""
    steps = [
        (str(step.stage), step.rule, step.contracts, step.annual_gbp, step.whole_life_gbp) for step in funnel(decisions)
    ]
    known = {"", "reason", *(rule for _, rule, _ in oracle.STEPS)}
    return [step for step in steps if step[1] in known or any(step[2:])]


def agrees(decisions, rows):
    expected = oracle.assess(rows, SERVICES, decisions.scenario.values)
    assert in_words(decisions) == expected.decisions
    assert summed(decisions) == expected.totals
    assert stepped(decisions) == expected.funnel


def test_a_service_without_five_certain_answers_takes_the_rate_of_its_group_and_no_service_that_of_all():
    # A row each for "service not known" and three services, the first two of one group: certain no, not known, yes.
    answers = np.array([[10, 7, 0], [1, 0, 4], [0, 9, 2], [2, 0, 2]])
    rates = pass_rates(answers, SimpleNamespace(groups=np.array([-1, 0, 0, 1])))
    assert rates.passed.tolist() == [13, 1, 1, 13], "no exit is a pass"
    assert rates.of.tolist() == [21, 5, 7, 21]


@given(TABLES, scenarios())
@settings(max_examples=120 if EVERY else 60)
def test_engine_agrees_with_the_oracle_on_random_tables(contracts, made):
    agrees(decided(contracts, made), plain_rows(contracts))


@pytest.mark.parametrize("name", presets())
def test_engine_agrees_with_the_oracle_on_the_register_in_every_preset(name):
    made, _ = build_scenario(presets()[name])
    agrees(decide(REGISTER, made), REGISTER_ROWS)


@given(scenarios())
@settings(max_examples=150 if EVERY else 75, derandomize=True)
def test_engine_agrees_with_the_oracle_on_the_register_in_random_scenarios(made):
    agrees(decide(REGISTER, made), REGISTER_ROWS)


@given(TABLES, scenarios())
def test_contracts_fall_due_in_the_year_that_the_oracle_gives(contracts, made):
    decisions = decided(contracts, made)
    days = [oracle_rules.due(row, made.values) for row in plain_rows(contracts)]
    may_return = (decisions.high > 0).tolist()
    codes, names = codes_of(decisions.coded, "year", made.rule(Window))
    years = [names[code] for code, may in zip(codes, may_return, strict=True) if may]
    assert years == [str(day.year) if day else "" for day, may in zip(days, may_return, strict=True) if may]
    assert set(timeline(decisions)) == set(years)


@given(TABLES, scenarios())
def test_every_contract_ends_at_one_stage_with_the_rule_that_stopped_it(contracts, made):
    decisions = decided(contracts, made)
    stopped = [Stage.SCOPE, Stage.TRIGGER, Stage.CRITERIA, Stage.EXEMPTIONS, Stage.NOT_KNOWN]
    for stage, rule, counted in zip(decisions.stage, decisions.rule, decisions.counted, strict=True):
        assert (stage != OUTSIDE) == counted
        assert (rule != OUTSIDE) == (stage != OUTSIDE and STAGES[stage] in stopped)


@given(TABLES, scenarios())
def test_funnel_and_breakdowns_add_up_to_the_whole(contracts, made):
    decisions = decided(contracts, made)
    whole, steps = totals(decisions), funnel(decisions)
    for measure in MEASURES:
        total = whole.measure(measure)
        assert sum(step.measure(measure) for step in steps) == total.of
        assert steps[-1].measure(measure) == total.returns.central
        for column, groups in zip(BREAKDOWNS, by(decisions, *BREAKDOWNS), strict=True):
            parts = [group.measure(measure) for group in groups.values()]
            assert sum(part.of for part in parts) == total.of, column
            for end in ("low", "central", "high"):
                assert sum(getattr(part.returns, end) for part in parts) == getattr(total.returns, end), column


@given(TABLES, scenarios())
def test_central_lies_between_low_and_high_and_none_exceeds_the_whole(contracts, made):
    decisions = decided(contracts, made)
    amounts = [money(decisions, column) for column in MONEY_COLUMNS]
    for low, central, high, most in (
        (decisions.low, decisions.central, decisions.high, np.full(len(contracts), 1000)),
        *((m.low, m.central, m.high, np.maximum(m.value, m.high)) for m in amounts),
    ):
        assert (low >= 0).all() and (low <= central).all() and (central <= high).all() and (high <= most).all()


@given(TABLES, scenarios(), st.randoms(use_true_random=False))
def test_order_of_the_rows_is_irrelevant(contracts, made, random):
    order = random.sample(range(len(contracts)), len(contracts))
    shuffled = decided(contracts.iloc[order].reset_index(drop=True), made)
    decisions = decided(contracts, made)
    assert in_words(shuffled) == [in_words(decisions)[place] for place in order]
    assert summed(shuffled) == summed(decisions)
    assert stepped(shuffled) == stepped(decisions)


@given(TABLES, scenarios(), st.data())
def test_deciding_a_part_of_the_table_decides_it_alike(contracts, made, data):
    places = data.draw(st.lists(st.integers(0, len(contracts) - 1), min_size=1, unique=True))
    alone = decided(contracts.iloc[places].reset_index(drop=True), made)
    whole = decided(contracts, made)
    for name in ("stage", "rule", "low", "high"):
        assert getattr(alone, name).tolist() == getattr(whole, name)[places].tolist(), name


@given(TABLES, scenarios())
def test_tables_are_not_changed_by_a_decision(contracts, made):
    before, services_before = contracts.copy(deep=True), services().copy(deep=True)
    decisions = decided(contracts, made)
    funnel(decisions)
    pd.testing.assert_frame_equal(contracts, before)
    pd.testing.assert_frame_equal(services(), services_before)


PRISON = {
    "buyer_kind": "central", "supplier_kind": "private", "service": "prison", "service_confidence": "certain",
    "purchase": "service", "end_date": date(2030, 1, 1), "instrument": "contract", "regime": "act",
    "nation": "England", "stage": "awarded", "counted": True,
}  # fmt: skip


@pytest.mark.parametrize(("planned", "low", "central"), [(False, 6_000, 6_500), (True, 7_000, 7_000)])
def test_a_row_of_unknown_stage_is_counted_and_its_award_is_a_doubt_of_its_own(planned, low, central):
    made, _ = build_scenario(None, {"counted.planned": planned})
    decisions = decided(table([*[PRISON] * 6, {**PRISON, "stage": None}]), made)
    assert ends(totals(decisions).contracts.returns) == (low, central, 7_000)
    assert totals(decisions).contracts.of == 7_000
    doubts = [(step.label, step.contracts) for step in funnel(decisions) if step.stage is Stage.NOT_KNOWN]
    assert doubts == ([] if planned else [("Not known if awarded", 500)])


def test_a_row_of_unknown_stage_that_certainly_leaves_is_in_no_doubt():
    decisions = decided(table([{**PRISON, "stage": None, "end_date": date(2020, 1, 1)}]), build_scenario()[0])
    assert in_words(decisions)[0].rule == "window"
