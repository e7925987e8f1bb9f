"""The quick ways give what the plain ways give: rules asked row by row, sums in whole numbers of Python."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy.analysis.compare import Point, sweep
from policy.coded import prepare
from policy.engine import cells
from policy.engine.cells import EXACT, Answered, Groups, _divided, sums_of
from policy.engine.decide import GOOD_REASON, NOT_KNOWN, OUTSIDE, RETURNS, PassRate, decide, products, sums_of_all
from policy.measures import MEASURES
from policy.results.ranking import annual_of, by_largest, largest_rows, shares_of
from policy.results.rows import codes_of, money
from policy.results.totals import by, totals
from policy.rules.base import Criterion, ExitRule, ScopeRule
from policy.rules.criteria import Assessment
from policy.rules.scope import Counted
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.strategies import FIGURES, changes, register_samples, scenarios, tables

TABLES = st.one_of(tables(), register_samples())
PLEDGE, _ = build_scenario(presets()["pledge"])
THRESHOLDS = st.lists(st.one_of(st.sampled_from(FIGURES), st.integers(0, 10**9)), min_size=1, max_size=12)


def asked_plainly(coded, made):
    """Ask every rule of every row, without profiles."""
    criteria = []
    for rule in made.rules:
        if isinstance(rule, Criterion):
            criteria += [rule.is_met(coded)] if rule.on else []
        elif isinstance(rule, Assessment):
            yield rule.exits(coded, criteria).answers
        elif isinstance(rule, ExitRule | ScopeRule):
            yield rule.exits(coded).answers


@given(TABLES, scenarios())
def test_a_rule_asked_of_profiles_answers_as_when_asked_of_each_row(contracts, made):
    coded = prepare(contracts, services())
    decisions = decide(coded, made)
    plain = list(asked_plainly(decisions.coded, made))
    assert len(plain) == len(decisions.steps)
    for step, answers in zip(decisions.steps, plain, strict=True):
        assert (decisions.exits(step).answers == answers).all(), step.rule.id
    assert (decisions.counted == ~made.rule(Counted).covers(decisions.coded).no).all()


@given(TABLES, scenarios())
def test_the_outcome_is_the_first_certain_exit_else_the_first_doubt(contracts, made):
    coded = prepare(contracts, services())
    decisions = decide(coded, made)
    for row, answers in enumerate(zip(*asked_plainly(decisions.coded, made), strict=True)):
        exits = [position for position, answer in enumerate(answers) if answer == 2]
        doubts = [position for position, answer in enumerate(answers) if answer == 1]
        stage, rule = int(decisions.stage[row]), int(decisions.rule[row])
        if stage in (OUTSIDE, GOOD_REASON):
            assert rule == OUTSIDE
        elif stage == RETURNS:
            assert not exits and not doubts
        else:
            assert rule == (exits or doubts)[0]
            assert (stage == NOT_KNOWN) == (not exits)


@given(TABLES, scenarios())
def test_sums_are_those_of_plain_whole_numbers(contracts, made):
    coded = prepare(contracts, services())
    decisions = decide(coded, made)
    amounts = {"annual": money(decisions, "annual_gbp"), "whole": money(decisions, "value_gbp")}
    columns = ("service", "nation", "supplier")
    for column, groups in zip(columns, by(decisions, *columns), strict=True):
        codes, names = codes_of(decisions.coded, column)
        for name, group in groups.items():
            rows = [row for row in np.flatnonzero(decisions.counted).tolist() if names[codes[row]] == name]
            assert group.contracts.of == 1000 * len(rows)
            assert group.contracts.returns.central == sum(int(decisions.central[row]) for row in rows)
            for label, total in (("annual", group.annual_gbp), ("whole", group.whole_life_gbp)):
                for end in ("low", "central", "high"):
                    plain = sum(int(getattr(amounts[label], end)[row]) for row in rows)
                    assert getattr(total.returns, end) == plain, (column, name, label, end)


@given(TABLES, scenarios(), st.sampled_from(MEASURES), st.integers(1, 5))
def test_the_largest_groups_and_the_others_together_are_the_whole(contracts, made, measure, most):
    decisions = decide(prepare(contracts, services()), made)
    [groups] = by(decisions, "buyer")
    found, others = by_largest(decisions, "buyer", measure, most)
    assert all(found[name] == groups[name] for name in found)
    assert len(found.keys() - {""}) == min(most, len(groups.keys() - {""}))
    assert ("" in found) == ("" in groups)
    size = {name: group.measure(measure).returns.central for name, group in groups.items()}
    assert all(size[name] >= size[left] for name in found if name for left in groups.keys() - found.keys())
    assert sum(found.values(), others) == totals(decisions)


def test_a_ceiling_counts_as_a_contract_and_not_as_spend_where_groups_are_ranked():
    register = embedded().contracts
    certain = decide(prepare(register, services()), PLEDGE).central == 1000
    back = register[certain & (register["value_quality"] == "stated") & register["annual_gbp"].notna()]
    rows = back.iloc[[0, 0, 0]].reset_index(drop=True)
    rows["contract_id"], rows["annual_gbp"] = ["a1", "a2", "b"], [9e6, 9e6, 1e6]
    rows["buyer"] = pd.Categorical(["Two ceilings", "Two ceilings", "One value"])
    qualities = back["value_quality"].cat.categories
    rows["value_quality"] = pd.Categorical(["ceiling", "ceiling", "stated"], categories=qualities)
    decisions = decide(prepare(rows, services()), PLEDGE)
    assert list(by_largest(decisions, "buyer", "annual_gbp", 1)[0]) == ["One value"]
    assert list(by_largest(decisions, "buyer", "contracts", 1)[0]) == ["Two ceilings"]


@given(TABLES, scenarios(), st.integers(1, 5))
def test_the_largest_contracts_are_those_of_all(contracts, made, most):
    decisions = decide(prepare(contracts, services()), made)
    spend = money(decisions, "annual_gbp").central
    back = [row for row in range(len(contracts)) if decisions.counted[row] and decisions.central[row] > 0]
    found = largest_rows(decisions, most).tolist()
    assert sorted(spend[found].tolist()) == sorted(sorted(spend[back].tolist())[-most:])
    assert spend[found].tolist() == sorted(spend[found].tolist(), reverse=True)
    assert set(found) <= set(back)
    every = np.arange(len(contracts))
    whole = [share.tolist() for share in (decisions.low, decisions.central, decisions.high)]
    assert [share.tolist() for share in shares_of(decisions, every)] == whole
    assert annual_of(decisions, every[::2]).central.tolist() == spend[::2].tolist()


@given(TABLES, st.sampled_from(list(presets().values())), changes(), THRESHOLDS)
@settings(max_examples=60)
def test_a_sweep_of_the_threshold_is_exact_at_every_point(contracts, preset, rest, thresholds):
    coded = prepare(contracts, services())
    made, problems = build_scenario(preset, {**rest, "small.figures": "one"})
    assert not problems
    swept = list(sweep(coded, made, "small.threshold", thresholds))
    assert swept == [Point(value, totals(decide(coded, made.having("small.threshold", value)))) for value in thresholds]


@pytest.mark.parametrize("basis", ["whole_life", "annual"])
@pytest.mark.parametrize("vat", ["ex", "inc"])
def test_a_sweep_of_the_register_is_exact_at_every_tick(basis, vat):
    coded = prepare(embedded().contracts, services())
    made, _ = build_scenario(
        None, {"small.basis": basis, "small.vat": vat, "reason.risk_low": 7, "reason.risk_high": 32}
    )
    points = list(sweep(coded, made, "small.threshold"))
    assert len(points) > 10
    assert points == [Point(p.value, totals(decide(coded, made.having("small.threshold", p.value)))) for p in points]


def test_a_threshold_out_of_range_is_left_out_of_a_sweep():
    coded = prepare(embedded().contracts, services())
    made, _ = build_scenario()
    assert [p.value for p in sweep(coded, made, "small.threshold", [-1, 0, 5, 10**10])] == [0, 5]


_RATIO = st.tuples(st.integers(0, 1_000), st.integers(1, 1_000)).map(sorted)


@given(st.integers(0, 1000), st.lists(_RATIO, min_size=1, max_size=4), st.integers(0, 15))
def test_products_of_shares_round_once_halves_to_even(free, ratios, pattern):
    ratios = [(passed, max(of, 1)) for passed, of in ratios]
    exact = Fraction(free)
    for bit, (passed, of) in enumerate(ratios):
        exact *= Fraction(passed, of) if pattern >> bit & 1 else 1
    passing = [
        (np.array([bool(pattern >> bit & 1)]), PassRate(np.array([passed]), np.array([of])))
        for bit, (passed, of) in enumerate(ratios)
    ]
    assert products(np.array([free]), np.array([0]), passing).tolist() == [round(exact)]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2**53)), max_size=8),
    st.lists(st.integers(0, 1000), min_size=4, max_size=4),
)
def test_sums_and_products_beyond_what_a_float_holds_stay_exact(pairs, shares):
    codes = np.array([code for code, _ in pairs], dtype=np.intp)
    values = np.array([value for _, value in pairs], dtype=np.float64)
    plain = [sum(value for code, value in pairs if code == group) for group in range(4)]
    sums = sums_of(codes, values, 4)
    assert sums.tolist() == plain
    returned = sum(share * value for share, value in zip(shares, plain, strict=True))
    assert sums_of(np.zeros(4, dtype=np.intp), sums, 1, np.array(shares)).tolist() == [returned]
    assert sums_of_all([(np.array(shares), sums)]).tolist() == [[returned]]


def test_a_table_whose_money_no_float_holds_is_summed_exactly():
    contracts = embedded().contracts.assign(value_gbp=4.0e13 + 0.01)
    decisions = decide(prepare(contracts, services()), build_scenario()[0])
    plain = sum(int(pence) for pence in money(decisions, "value_gbp").high)
    assert plain > EXACT
    assert totals(decisions).whole_life_gbp.returns.high == plain


def test_blocks_whose_sums_int64_holds_are_exact_where_it_does_not_hold_their_total(monkeypatch):
    monkeypatch.setattr(cells, "BLOCK", 1)
    monkeypatch.setattr(cells, "_CORES", 4)
    register = embedded().contracts
    certain = decide(prepare(register, services()), PLEDGE).central == 1000
    one = register[certain & (register["value_quality"] == "stated")].iloc[[0] * 2800].reset_index(drop=True)
    whole = totals(decide(prepare(one.assign(value_gbp=6.0e13), services()), PLEDGE)).whole_life_gbp
    assert whole.returns.low == whole.returns.high == whole.of == 2800 * 6 * 10**15 * 1000


def test_more_codes_than_can_be_told_apart_are_refused_and_not_taken_for_one_another():
    """Of two answers with 50,000 values each the codes would not fit in 32 bits."""
    groups = Groups(np.zeros(1, dtype=np.int32), 50_000, {})
    with pytest.raises(AssertionError, match="tell apart"):
        _divided(groups, [Answered("a", 50_000, lambda rows: np.zeros(1, dtype=np.int32)[rows])])
