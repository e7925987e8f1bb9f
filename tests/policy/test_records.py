"""The one-record test: which few contracts carry a sum, and whether one wrong record would be seen."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy.analysis.estimate import estimate, estimate_words
from policy.analysis.records import carried, carried_by, carried_in, look_at
from policy.coded import MISSING, CodedContracts, prepare
from policy.engine.decide import decide
from policy.results.like import KINDS, LEAST
from policy.results.totals import by
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.draws import drawn, some, tries
from tests.strategies import scenarios, table, tables

PRISON = {
    "buyer": "Ministry", "buyer_kind": "central", "supplier_kind": "private", "service": "prison",
    "service_confidence": "certain", "purchase": "service", "value_gbp": 10e6, "annual_gbp": 1e6,
    "value_quality": "stated", "vat_basis": "ex", "start_date": date(2020, 1, 1), "end_date": date(2030, 1, 1),
    "instrument": "contract", "regime": "act", "nation": "England", "stage": "awarded", "counted": True,
}  # fmt: skip
REGISTER = embedded()
TIMES = (10, 100, 1_000)


def decided(contracts, made=None):
    return decide(prepare(contracts, services()), made or build_scenario()[0])


def prisons(*annual, **more):
    return table([{**PRISON, "annual_gbp": one, **more} for one in annual])


def named(contracts, made=None, checked=REGISTER.checked):
    """Ids of the named records, and the sum in pounds; of a table, or of one that is coded."""
    coded = contracts if isinstance(contracts, CodedContracts) else prepare(contracts, services())
    decisions = decide(coded, made or build_scenario()[0])
    found = carried(decisions, checked)
    ids = decisions.coded.frame["contract_id"]
    return {str(ids.iloc[record.row]) for record in found.named}, found.total / 100_000


# The trial.
@drawn
def test_one_record_multiplied_is_named_and_no_other():
    """One record of the register, drawn at random, is multiplied by 10, 100 or 1,000, under a preset drawn too."""
    random = np.random.default_rng(19)
    contracts, coded, chosen = REGISTER.contracts, prepare(REGISTER.contracts, services()), sorted(presets())
    made_of = {name: build_scenario(presets()[name])[0] for name in chosen}
    returns = {name: _may_return(contracts, made) for name, made in made_of.items()}
    before = {name: named(coded, made) for name, made in made_of.items()}
    moved = caught = others = 0
    trials = some(500)
    for _ in range(trials):
        name, times = str(random.choice(chosen)), int(random.choice(TIMES))
        row = int(random.choice(returns[name]))
        found, total = named(multiplied(coded, row, times), made_of[name])
        known, was = before[name]
        id_ = contracts["contract_id"].iloc[row]
        if total - was > 0.05 * was:
            moved += 1
            caught += id_ in found
        others += bool(found - known - {id_})
    assert moved > trials / 10, "the trial moves hardly anything"
    assert caught >= 0.99 * moved
    assert others <= 0.01 * trials


def multiplied(coded, row, times):
    """The same contracts with every amount of one so many times as large."""
    worth, frame = coded.worth.copy(), coded.frame.copy()
    worth[:, row] *= times
    frame.loc[row, "value_gbp"] *= times
    amounts = {name: amount.copy() for name, amount in coded.amounts.items()}
    for amount in amounts.values():
        amount[row] *= times if amount[row] != MISSING else 1
    return replace(coded, frame=frame, worth=worth, amounts=amounts)


def _may_return(contracts, made):
    decisions = decided(contracts, made)
    return decisions.returning.rows[contracts["annual_gbp"].notna().to_numpy()[decisions.returning.rows]]


# What is named, and why.
def test_a_record_is_named_for_its_size_and_what_is_not_known_of_it():
    alike = prisons(*[1e6] * 25, 2e6)
    value = dict.fromkeys(alike["contract_id"], 10e6)
    assert named(alike, None, value)[0] == set(), "every value is checked, and none is far from the others"
    assert named(alike, None, {})[0] == {"c25"}, "only the one above 1/20 of the others need be checked"
    assert named(alike, None, {**value, "c25": 11e6})[0] == {"c25"}, "what was checked was another value"
    estimated = prisons(*[1e6] * 5, value_quality="estimated")
    assert len(named(estimated, None, value)[0]) == 5
    far = prisons(*[1e6] * 10, 10.1e6)
    assert named(far, None, dict.fromkeys(far["contract_id"], 10e6))[0] == {"c10"}
    near = prisons(*[1e6] * 10, 9.9e6)
    assert named(near, None, dict.fromkeys(near["contract_id"], 10e6))[0] == set()


def test_why_a_record_is_named_is_said():
    decisions = decided(prisons(*[1e6] * 5, 20e6, title="Portfolio"))
    said = look_at(decisions, carried(decisions, {}))
    assert "Portfolio (Ministry), 80%, value not checked and far above like contracts" in said


@pytest.mark.parametrize("name", presets())
def test_the_register_names_the_estimate_that_outweighs_the_others(name):
    made = build_scenario(presets()[name])[0]
    found, _ = named(REGISTER.contracts, made, REGISTER.checked)
    assert ("ho-aasc-all" in found) == (name != "councils-2019")


def test_what_was_read_at_a_source_is_checked_and_all_else_is_not():
    held = REGISTER.contracts.set_index("contract_id")["value_gbp"]
    assert 0 < len(REGISTER.checked) < len(held)
    assert all(held[name] == value for name, value in REGISTER.checked.items())
    assert "ho-aasc-all" not in REGISTER.checked


# The sums without the largest.
@given(st.lists(st.integers(-(10**18), 10**18), max_size=40))
def test_a_sum_without_its_largest_is_the_sum_of_the_others(amounts):
    found = carried_by(np.array(amounts, dtype=object) if amounts else np.empty(0, dtype=np.int64))
    left = sorted(amounts, key=abs, reverse=True)
    assert found.total == sum(amounts)
    assert found.contracts == sum(amount != 0 for amount in amounts)
    assert {few: sum(left[few:]) for few in (1, 3, 10)} == dict(found.without)


@tries(50)
@given(tables(), scenarios())
def test_the_sums_of_groups_are_those_of_the_breakdown(contracts, made):
    decisions = decided(contracts, made)
    for column in ("service", "year", "supplier"):
        [groups] = by(decisions, column)
        found = carried_in(decisions, column)
        assert {name: one.total for name, one in found.items() if one.total} == {
            name: group.annual_gbp.returns.central for name, group in groups.items() if group.annual_gbp.returns.central
        }


# The estimate.
def test_an_estimate_takes_the_closest_contracts_that_are_enough():
    silent = {**PRISON, "annual_gbp": None}
    of_nhs = [{**PRISON, "buyer_kind": "nhs", "annual_gbp": one} for one in (7e6, 7e6)]
    own = [{**PRISON, "annual_gbp": one} for one in (1e6, 2e6, 3e6, 4e6)]
    few = estimate(decided(table([silent, *own, *of_nhs])))
    assert few.contracts == (0, 1, 0) and few.returns.central == 3_500_000 * 100_000
    five = estimate(decided(table([silent, *own, {**PRISON, "annual_gbp": 9e6}, *of_nhs])))
    assert five.contracts == (1, 0, 0)
    ends = (five.returns.low, five.returns.central, five.returns.high)
    assert [end / 100_000 for end in ends] == [2e6, 3e6, 4e6]


def test_without_enough_like_contracts_nothing_is_estimated():
    decisions = decided(prisons(*[1e6] * (LEAST - 1), None))
    assert estimate(decisions).without == 1
    assert "states no value is not like 5 that do, so nothing is estimated" in estimate_words(estimate(decisions), 1)


@tries(50)
@given(tables(), scenarios())
def test_an_estimate_is_in_no_other_figure_and_of_those_without_a_value_alone(contracts, made):
    decisions = decided(contracts, made)
    found = estimate(decisions)
    may = decisions.coded.frame.index[decisions.high > 0]
    values = decisions.coded.amounts["annual_gbp"][may]
    assert found.of + found.without == int((values == np.iinfo(np.int64).min).sum())
    assert len(found.contracts) == len(KINDS)
    assert found.returns.low <= found.returns.central <= found.returns.high


def test_the_estimate_holds_for_contracts_whose_value_is_known():
    """Each valued contract of the register that may return is hidden in turn: half should lie between the quartiles."""
    decisions = decided(REGISTER.contracts)
    rows = [row for row in decisions.returning.rows if decisions.coded.worth[0, row] and decisions.central[row]]
    inside = of = 0
    without = estimate(decisions)
    for row in rows[:: max(1, len(rows) // some(60))]:
        hidden = REGISTER.contracts.copy()
        hidden.loc[int(row), ["annual_gbp", "annual_low_gbp", "annual_high_gbp"]] = np.nan
        known, share = estimate(decided(hidden)), int(decisions.central[row])
        if known.of > without.of:
            of += 1
            least, most = (getattr(known.returns, end) - getattr(without.returns, end) for end in ("low", "high"))
            inside += least <= int(decisions.coded.worth[0, row]) * share <= most
    assert of >= 8
    assert 0.25 <= inside / of <= 0.85, f"{inside} of {of} lie between the quartiles"
