"""The parts of the range against the oracle's own reading, and by hand."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.model.service_table import services
from output.charts.one_scenario import funnel_chart
from output.palette import LIGHT
from policy.analysis.uncertainty import CEILING, SPAN, uncertainty
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.sentences import certainty
from policy.results.totals import funnel, step_names, totals
from policy.scenarios.scenario import build_scenario
from tests import oracle, oracle_exemptions
from tests.strategies import plain_rows, register_samples, scenarios, table, tables

SERVICES = services().to_dict("index")
PRISON = {
    "buyer": "Home Office", "buyer_kind": "central", "supplier_kind": "private", "supplier_public_kind": None,
    "service": "prison", "service_confidence": "certain", "purchase": "service", "value_gbp": 1000.0,
    "annual_gbp": 100.0, "value_quality": "stated", "vat_basis": "ex", "start_date": date(2020, 1, 1),
    "end_date": date(2030, 1, 1), "latest_end_date": date(2030, 1, 1), "successor_id": None, "instrument": "contract",
    "regime": "act", "nation": "England", "region": None, "stage": "awarded", "counted": True,
}  # fmt: skip
NO_END = {"end_date": None, "latest_end_date": None}
NO_SUPPLIER = {"supplier_kind": "unknown"}


def split(rows, changes=None):
    made, problems = build_scenario(None, changes or {})
    assert not problems
    found = uncertainty(decide(prepare(table([{**PRISON, **row} for row in rows]), services()), made))
    return {part.id: part for part in found.parts}, found


def expected(rows, values, looked_at=lambda _: True):
    """Each cause's gap in each measure, read from the oracle's decisions contract by contract."""
    found = {measure: Counter() for measure in MEASURES}
    contracts = oracle.reassessed(rows, SERVICES, values)
    for row, made in zip(contracts, oracle.assess(rows, SERVICES, values, looked_at).decisions, strict=True):
        if not made.high:
            continue
        least, most = oracle.kept(row, values)
        cause = made.rule if made.stage == "not_known" else None
        found["contracts"][cause] += 1000 - most if cause else 0
        found["contracts"]["reason"] += most - least
        for measure, column in oracle.MEASURES.items():
            if oracle_exemptions.usable(row, column) is None:
                continue
            lowest, pence, highest = oracle.three_ends(row, column)
            if row["value_quality"] == "ceiling":
                found[measure][CEILING] += highest * (1000 - least)
                continue
            found[measure][SPAN] += highest * (1000 - least) - pence * (1000 - least)
            found[measure][SPAN] += pence * made.low - lowest * made.low
            found[measure][cause] += pence * (1000 - most) if cause else 0
            found[measure]["reason"] += pence * (1000 - least) - pence * (1000 - most)
    return {measure: {cause: gap for cause, gap in causes.items() if gap} for measure, causes in found.items()}


@given(st.one_of(tables(), register_samples()), scenarios())
def test_parts_are_the_oracles_and_add_up_to_high_less_low(contracts, made):
    found = uncertainty(decide(prepare(contracts, services()), made))
    rows = plain_rows(contracts)
    whole = oracle.assess(rows, SERVICES, made.values).totals
    for measure in MEASURES:
        gaps = {part.id: part.gap[measure] for part in found.parts if part.gap[measure]}
        assert gaps == expected(rows, made.values)[measure]
        assert sum(gaps.values()) == found.gap(measure) == whole[measure].high - whole[measure].low
        assert found.without_value(measure) == whole[measure].without_value
        assert all(0 <= part.alone[measure] <= part.gap[measure] for part in found.parts)


def test_one_missing_fact_is_alone_and_two_are_not():
    parts, found = split([{}, NO_END, NO_SUPPLIER, {**NO_END, **NO_SUPPLIER}])
    assert found.gap("contracts") == 3000
    assert (parts["window"].gap["contracts"], parts["window"].alone["contracts"]) == (2000, 1000)
    assert (parts["public"].gap["contracts"], parts["public"].alone["contracts"]) == (1000, 1000)
    assert parts["window"].gap["annual_gbp"] == 2 * 100 * 100 * 1000


def test_two_rules_that_miss_the_same_fact_are_one_doubt():
    parts, _ = split([NO_SUPPLIER], {"suppliers.exempt": ("charity",)})
    assert parts["public"].alone["contracts"] == 1000


def test_a_fact_that_two_rules_miss_is_said_once_and_its_two_steps_have_two_names():
    rows = [{**NO_SUPPLIER, "buyer_kind": kind} for kind in ("local", "nhs")]
    made = {"suppliers.exempt": ("charity",), "public.covers": "councils"}
    contracts = prepare(table([{**PRISON, **row} for row in rows]), services())
    decisions = decide(contracts, build_scenario(changes=made)[0])
    assert certainty(decisions).count("not known who supplies") == 1
    names = step_names(funnel(decisions))
    assert names[-3:-1] == ["Not known who supplies", "Not known who supplies (exempt kind of supplier)"]
    assert len(set(names)) == len(names)
    drawn = funnel_chart(funnel(decisions), totals(decisions), decisions.scenario, "contracts", LIGHT)
    assert drawn.table["Step"].is_unique


def test_a_ceiling_is_the_cause_in_money_and_never_in_number():
    parts, _ = split([{"value_quality": "ceiling"}, {"value_quality": "ceiling", **NO_END}])
    assert parts[CEILING].gap == {"contracts": 0, "annual_gbp": 20_000_000, "whole_life_gbp": 200_000_000}
    assert parts[CEILING].alone["annual_gbp"] == 10_000_000
    assert parts["window"].gap == {"contracts": 1000, "annual_gbp": 0, "whole_life_gbp": 0}
    assert parts["window"].alone["contracts"] == 1000


def test_a_span_that_is_assumed_opens_the_rest_in_yearly_money_alone():
    ends = {"annual_low_gbp": 80.0, "annual_high_gbp": 150.0}
    parts, found = split([ends, {**ends, **NO_END}])
    assert parts[SPAN].gap == {"contracts": 0, "annual_gbp": 1000 * (2_000 + 2 * 5_000), "whole_life_gbp": 0}
    assert parts[SPAN].alone["annual_gbp"] == 7_000_000
    assert parts["window"].gap["annual_gbp"] == 10_000_000
    assert found.gap("annual_gbp") == 22_000_000


def test_good_reason_is_its_own_part_whether_or_not_the_rest_is_known():
    parts, _ = split([{}, NO_END], {"reason.risk_low": 10, "reason.risk_high": 30})
    assert parts["reason"].gap == {"contracts": 400, "annual_gbp": 4_000_000, "whole_life_gbp": 40_000_000}
    assert parts["reason"].alone["contracts"] == 200
    assert parts["window"].gap["contracts"] == 700


@pytest.mark.parametrize("missing", [{}, NO_SUPPLIER])
def test_a_contract_without_a_value_is_in_no_range(missing):
    parts, found = split([{"value_gbp": None, "annual_gbp": None, **missing}])
    assert found.without_value("annual_gbp") == 1
    assert found.gap("annual_gbp") == 0
    assert sum(part.gap["contracts"] for part in parts.values()) == (1000 if missing else 0)
