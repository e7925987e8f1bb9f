"""A new rule of each kind may read the buyer, the value and a date: held against the oracle given the same rule."""

from datetime import date
from typing import Annotated

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy import rules
from policy.analysis.compare import sweep
from policy.analysis.uncertainty import uncertainty
from policy.analysis.variants import totals_of
from policy.audit.sample import population
from policy.coded import MISSING, NO_DAY, CodedContracts, prepare
from policy.engine.decide import decide
from policy.results.explain import explain
from policy.results.totals import by, totals
from policy.rules.base import Assumption, Criterion, ExitRule, Parameter, ReasonRule, Stage
from policy.rules.units import Unit
from policy.scenarios.scenario import build_scenario
from policy.ternary import NO, Ternary
from tests import oracle, oracle_rules
from tests.draws import EVERY
from tests.policy.test_engine import agrees
from tests.strategies import plain_rows, register_samples, tables

POUNDS, DAY = 1_000_000, date(2024, 1, 1)
READS = ("buyer", "value_gbp", "start_date")
BUYERS = {"Leeds", *embedded().contracts["buyer"].head(300)}
SWITCH = Parameter("On", Unit.SWITCH, basis=Assumption("a test of its own"))


def large_recent_of_some_buyers(coded: CodedContracts) -> Ternary:
    """Whether one of the buyers let it on or after the day at a million pounds or more."""
    value, start = coded.amounts["value_gbp"], coded.days["start_date"]
    large = Ternary.where(value >= POUNDS * 100, value != MISSING)
    recent = Ternary.where(start >= (DAY - date(1970, 1, 1)).days, start != NO_DAY)
    return coded.is_in("buyer", BUYERS) & large & recent


def asked_of_one(row):
    """The same of a row of plain values, written apart: yes, no, or None."""
    pounds = oracle.exempt.usable(row, "value_gbp")
    parts = [
        None if row["buyer"] is None else row["buyer"] in BUYERS,
        None if pounds is None else pounds >= POUNDS,
        None if row["start_date"] is None else row["start_date"] >= DAY,
    ]
    return oracle_rules.all_of(*parts)


class Exempt(ExitRule):
    """Large recent contracts of some buyers stay as they are, for this test."""

    id = "exempt"
    label = "Large and recent"
    stage = Stage.EXEMPTIONS
    reads = READS

    on: Annotated[bool, SWITCH] = True
    """The rule is asked."""

    def exits(self, coded: CodedContracts) -> Ternary:
        return large_recent_of_some_buyers(coded) if self.on else coded.every(NO)


class Notable(Criterion):
    """Whether the contract is large and recent and of one of some buyers, for this test."""

    id = "notable"
    label = "Large and recent"
    stage = Stage.CRITERIA
    reads = READS

    on: Annotated[bool, SWITCH] = True
    """The assessment asks this too."""

    def is_met(self, coded: CodedContracts) -> Ternary:
        return large_recent_of_some_buyers(coded)


class Young(ReasonRule):
    """Authorities keep 30 to 55% of large recent contracts of some buyers, and all of the very largest."""

    id = "young"
    label = "Large and recent"
    stage = Stage.GOOD_REASON
    reads = READS

    on: Annotated[bool, SWITCH] = True
    """The rule is asked."""

    def retained_share(self, coded: CodedContracts) -> tuple[np.ndarray, np.ndarray]:
        asked = large_recent_of_some_buyers(coded).yes & self.on
        whole = coded.amounts["value_gbp"] >= POUNDS * 10_000
        low = np.where(asked, np.where(whole, 1000, 300), 0).astype(np.int16)
        return low, np.where(asked, np.where(whole, 1000, 550), 0).astype(np.int16)


def with_rule(patch, kind):
    """Put one of the rules into the policy and into the oracle."""
    before = rules.RULES
    patch.setattr(rules, "RULES", (*before, kind))  # a criterion counts wherever it is listed
    if kind is Exempt:
        patch.setattr(oracle, "STEPS", (*oracle.STEPS, ("exemptions", "exempt", lambda row, _: asked_of_one(row))))
    elif kind is Notable:
        steps = [(stage, rule, criteria if rule == "criteria" else step) for stage, rule, step in oracle.STEPS]
        patch.setattr(oracle, "STEPS", tuple(steps))
    else:
        kept = oracle.kept
        patch.setattr(oracle, "kept", lambda row, setting: kept_of_one(row, kept(row, setting)))


def criteria(row, setting):
    """Too few criteria met, with the new one among them, at the settings of the plain pledge: one of four is needed."""
    found = [oracle_rules.contact(row, setting), oracle_rules.coercive(row, setting), oracle_rules.rights(row, setting)]
    one = oracle_rules.any_of(*found, asked_of_one(row))
    return None if one is None else not one


def kept_of_one(row, before):
    if not asked_of_one(row):
        return before
    share = (1000, 1000) if oracle.exempt.usable(row, "value_gbp") >= POUNDS * 100 else (300, 550)
    return max(before[0], share[0]), max(before[1], share[1])


@pytest.fixture(params=[Exempt, Notable, Young], scope="module")
def kind(request):
    with pytest.MonkeyPatch.context() as patch:
        with_rule(patch, request.param)
        yield request.param


@given(contracts=st.one_of(tables(), register_samples()))
@settings(max_examples=12 if EVERY else 6)
def test_the_engine_agrees_with_the_oracle(kind, contracts):  # noqa: ARG001 - puts the rule in place
    made, problems = build_scenario()
    assert not problems
    decisions = decide(prepare(contracts, services()), made)
    agrees(decisions, plain_rows(contracts))
    explain(decisions, 0)


def test_it_moves_the_answer_and_every_analysis_holds(kind):
    coded, on = prepare(embedded().contracts, services()), build_scenario()[0]
    off, problems = build_scenario(None, {f"{kind.id}.on": False})
    assert not problems
    assert totals(decide(coded, off)) != totals(decide(coded, on))
    decisions = decide(coded, on)
    returned = totals(decisions).contracts.returns.central
    assert [
        sum(group.contracts.returns.central for group in column.values())
        for column in by(decisions, "service", "buyer_kind", "year")
    ] == [returned] * 3
    tried = [one.having("small.threshold", pounds) for one in (on, off) for pounds in (0, 1_000_000, 5_000_000)]
    assert list(totals_of(coded, tried)) == [totals(decide(coded, each)) for each in tried]
    points = list(sweep(coded, on, "small.threshold"))
    assert len(points) > 10
    assert [point.totals for point in points] == [
        totals(decide(coded, on.having("small.threshold", point.value))) for point in points
    ]
    assert uncertainty(decisions).totals == totals(decisions)
    assert population(decisions, "group").rows.size == decisions.counted.sum()
