"""What is said beside the money: how much of it is assumed, and the one contract that outweighs the others."""

import re
from datetime import date

import pytest

from data.load.datasets import embedded
from data.model.service_table import services
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.rows import money
from policy.results.sentences import assumed, certainty, largest
from policy.results.totals import share_of_spend, totals
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.strategies import table

PRISON = {
    "buyer": "Home Office", "buyer_kind": "central", "supplier_kind": "private", "service": "prison",
    "service_confidence": "certain", "purchase": "service", "value_gbp": 10e6, "annual_gbp": 1e6,
    "value_quality": "stated", "vat_basis": "ex", "start_date": date(2020, 1, 1), "end_date": date(2030, 1, 1),
    "instrument": "contract", "regime": "act", "nation": "England", "stage": "awarded", "counted": True,
}  # fmt: skip
LARGE = {**PRISON, "title": "Portfolio", "source": "the auditor's report", "annual_gbp": 9e6}
SMALL = {**PRISON, "annual_gbp": 0.5e6}
PART = {**PRISON, "part_of": "c0", "counted": False, "annual_gbp": 2e6}


def decided(*rows):
    return decide(prepare(table(rows), services()), build_scenario()[0])


def test_a_contract_that_outweighs_the_others_is_named_with_what_its_value_rests_on():
    said = largest(decided({**LARGE, "value_quality": "estimated"}, PRISON))
    assert said.startswith("One contract is 90% of the spend: Portfolio (Home Office).")
    assert said.endswith(" Its value is an estimate, from the auditor's report.")


def test_a_contract_that_outweighs_the_others_and_is_not_decided_says_in_which_share_it_counts():
    said = largest(decided({**LARGE, "supplier_kind": None}, PRISON, *[SMALL] * 5))
    assert re.search(
        r"Portfolio \(Home Office\)\. It counts as \d+% back in house, between 0% and 100%\.",
        said,
    )
    assert "counts as" not in largest(decided(LARGE, PRISON))


def test_parts_that_are_not_counted_give_the_answer_at_their_own_values():
    said = largest(decided({**LARGE, "value_quality": "estimated"}, PRISON, PART, PART))
    as_let = "At the values of its 2 parts as they were let, the answer is £5.0 million a year"
    assert said.endswith(f"{as_let}; the range takes the estimate as it stands.")


def test_one_part_is_said_as_one_and_a_stated_value_is_no_estimate():
    said = largest(decided(LARGE, PRISON, PART))
    as_let = "At the value of its one part as it was let, the answer is £3.0 million a year"
    assert said.endswith(f"{as_let}; the range takes the value of the whole as it stands.")


@pytest.mark.parametrize("part", [{**PART, "annual_gbp": None}, {**PART, "part_of": "c1"}])
def test_parts_without_a_value_or_of_another_contract_give_none(part):
    assert "parts" not in largest(decided(LARGE, PRISON, part))


def test_where_none_outweighs_the_others_none_is_named():
    assert largest(decided(*[SMALL] * 5)) == ""


def test_how_much_of_the_money_assumes_what_a_value_covers():
    spread = {**PRISON, "value_span": "assumed", "annual_low_gbp": 0.8e6, "annual_high_gbp": 1.5e6}
    assert assumed(decided(PRISON, {**PRISON, "value_span": "note"})) == ""
    assert assumed(decided(PRISON, spread)).startswith("£1.0 million of the spend is an assumption: of one contract")
    assert "£2.0 million of the spend is an assumption: of 2 contracts" in assumed(decided(PRISON, spread, spread))
    assert certainty(decided(spread)).endswith(
        "between £800,000 and £1.5 million a year: not every value says which years it covers."
    )


@pytest.mark.parametrize("name", presets())
def test_every_preset_names_the_row_above_a_fifth_of_its_spend(name):
    made = build_scenario(presets()[name])[0]
    decisions = decide(prepare(embedded().contracts, services()), made)
    most = int(money(decisions, "annual_gbp").central.max())
    share = share_of_spend(most, totals(decisions).annual_gbp.returns.central)
    assert (f"One contract is {share}% of the spend" in largest(decisions)) == bool(share)
