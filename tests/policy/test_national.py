"""How big the whole is: the interval by hand, a second reading of it, its laws, and what a table reaches of it."""

import json
import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings

import data
import policy
from data.load.datasets import embedded
from data.model.service_table import services
from data.model.spending import load_spending
from output.charts.whole import whole_chart
from output.palette import LIGHT
from policy.coded import prepare
from policy.contracts import typed
from policy.engine.decide import decide
from policy.national import report, sentences
from policy.national.answer import answer
from policy.national.bridge import bridge, lines
from policy.national.caught import FOLLOWED, caught, not_followed, questions
from policy.national.held import ReachedShare
from policy.national.interval import NOTHING, added, interval_from, without
from policy.national.published import read
from policy.results.receipt import differences
from policy.results.totals import totals
from policy.rules import settings as known_settings
from policy.rules.base import Monotone
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests import oracle_national
from tests.strategies import scenarios, value

ROWS = read(load_spending(), services())
ATTRIBUTES = {str(name): dict(row) for name, row in services().iterrows()}
KNOWN = known_settings()
LEVERS = [key for key in (*FOLLOWED, "suppliers.exempt") if KNOWN[key].param.effect is not Monotone.EITHER]
MILLION = 100_000_000

PLEDGE = {
    "asc-lt-2425": (23_600 * Fraction("0.6710"), 23_600 * Fraction("0.8614")),  # £15,835.6m and £20,329.04m
    "nhs-is-2324": (12_400, 12_400),
    "nhs-nonnhs-1920": (0, 14_400 * Fraction("0.3264")),  # £4,700.16m: charities and councils, split not read
    "s251-residential": (Fraction("2441.3"), Fraction("2441.3")),
    "s251-fostering": (Fraction("873.3"), Fraction("873.3")),
    "s251-adoption": (Fraction("56.2"), Fraction("56.2")),
    "s251-leaving-care": (Fraction("313.3"), Fraction("313.3")),
    "s251-other-cla": (Fraction("379.2"), Fraction("379.2")),
    "s251-uasc": (Fraction("153.6"), Fraction("153.6")),
    "s251-cla-breaks": (0, Fraction("12.1")),  # family support is unclear by the pledge's words: high end alone
    "s251-family": (0, Fraction("265.5")),
    "s251-under5": (0, Fraction("100.7")),
    "s251-youth": (0, Fraction("48.5")),
    "sen-inmss-2024-25": (0, Fraction("2181.4")),  # unclear by the pledge's words
    "sen-transport-2324": (0, 1_400),  # unclear, and the hired share is not published
    "asylum-accom-support-2425": (3_400 * Fraction("0.6176"), 3_400),  # £2,099.84m: hotels
    "dwp-fas-plan": (419, 419),
    "prison-private-1314": (Fraction("424.8"), Fraction("424.8")),
    "detention-1718": (0, 108),
}
"""Every row that makes the interval under the plain pledge, in £ million, worked out by hand from the file."""


def built(changes=None, preset="pledge"):
    scenario, problems = build_scenario(presets()[preset], changes or {})
    assert not problems, problems
    return scenario


def whole_of(scenario, rows=ROWS):
    return interval_from(rows, caught(scenario, questions(services())))


def millions(span):
    return Fraction(span.low, MILLION), Fraction(span.high, MILLION)


def test_the_plain_pledge_by_hand_row_by_row():
    blocks = {block.row.id: millions(block.span) for block in whole_of(built()).blocks}
    assert blocks == PLEDGE
    low, high = (sum(ends) for ends in zip(*PLEDGE.values(), strict=True))
    assert (low, high) == (Fraction("35396.14"), Fraction("50006.1"))
    assert millions(whole_of(built()).span) == (low, high)


def test_all_blocks_come_to_the_sum_that_the_table_says_can_be_defended():
    everything = built({"criteria.needed": 0})
    low, high = millions(whole_of(everything).span)
    assert (round(low / 1000), round(high / 1000)) == (38, 50)
    assert (low, high) == (Fraction("38004.34") - 0, Fraction("50006.1"))


@pytest.mark.parametrize("preset", presets())
def test_each_preset_by_a_second_reading(preset):
    scenario = built(preset=preset)
    assert millions(whole_of(scenario).span) == oracle_national.interval(
        oracle_national.rows(), ATTRIBUTES, scenario.values
    )


@settings(max_examples=15, deadline=None)
@given(scenarios())
def test_any_scenario_by_a_second_reading(scenario):
    assert millions(whole_of(scenario).span) == oracle_national.interval(
        oracle_national.rows(), ATTRIBUTES, scenario.values
    )


@pytest.mark.parametrize("key", LEVERS)
def test_what_takes_services_authorities_or_nations_out_never_raises_either_end(key):
    spec = KNOWN[key]

    @settings(max_examples=2, deadline=None)
    @given(scenarios(), value(spec), value(spec))
    def law(scenario, one, other):
        order = [one, spec.hold((*one, *other))] if isinstance(one, tuple) else sorted((one, other), key=ordered)
        fewer, more = order if spec.param.effect is Monotone.INCREASING else order[::-1]
        narrow, wide = (
            whole_of(build_scenario(scenario.preset, {**scenario.changes(), key: v})[0]) for v in (fewer, more)
        )
        assert narrow.span.low <= wide.span.low and narrow.span.high <= wide.span.high

    def ordered(one):
        return list(spec.param.options).index(one) if spec.param.options else one

    law()


DEFINITIONS = ["pledge", "act_2006", "current", "light_touch"]


def test_a_definition_that_catches_fewer_services_has_no_higher_end():
    answers = [whole_of(built({"contact.definition": name})) for name in DEFINITIONS]
    compared = 0
    for one in answers:
        for other in answers:
            ours, theirs = one.caught.cells, other.caught.cells
            if one is not other and all(cell in theirs and (theirs[cell] or not sure) for cell, sure in ours.items()):
                compared += 1
                assert one.span.low <= other.span.low and one.span.high <= other.span.high
    assert compared


@settings(max_examples=8, deadline=None)
@given(scenarios())
def test_each_row_is_in_at_most_one_figure_and_n_never_adds(scenario):
    answered = whole_of(scenario)
    inside = [row.id for block in (*answered.blocks, *answered.apart) for row in block.rows]
    assert len(inside) == len(set(inside))
    blocks = [block.row.block for block in (*answered.blocks, *answered.apart)]
    assert len(blocks) == len(set(blocks))
    without_n = [row for row in ROWS if row.mark != "N"]
    assert interval_from(without_n, answered.caught).span == answered.span
    assert answered.span.low <= answered.span.high


@settings(max_examples=4, deadline=None)
@given(scenarios())
def test_deleting_a_row_moves_the_interval_by_what_is_said(scenario):
    answered, published = whole_of(scenario), oracle_national.rows()
    for row in published:
        left = [other for other in published if other is not row]
        said = oracle_national.interval(left, ATTRIBUTES, scenario.values)
        assert millions(without(answered, row["id"])) == said, row["id"]


def test_deleting_a_row_of_evidence_opens_the_end_that_rests_on_it():
    answered = whole_of(built())
    low, high = millions(without(answered, "asc-inhouse-share"))
    homes = Fraction("2348.88") + Fraction("4220.1")  # outside nursing and residential homes have rows of their own
    assert (low, high) == (Fraction("35396.14") - Fraction("15835.6") + homes, Fraction("50006.1"))
    low, high = millions(without(answered, "asc-bg-nursing"))
    assert (low, high) == (Fraction("35396.14"), Fraction("50006.1") + 23_600 - Fraction("20329.04"))


def test_a_part_of_its_own_stands_where_the_rest_is_not_caught():
    only_beds = built({"contact.on": False, "rights.on": False})  # coercive powers alone
    block = next(each for each in whole_of(only_beds).blocks if each.row.id == "nhs-is-2324")
    assert (block.caught, [part.id for part in block.parts]) == ("part", ["nhs-mh-private"])
    assert millions(block.span) == (2_000, 12_400)


COUNCILS = {
    "s251-cla-breaks": (Fraction("12.1"), Fraction("12.1")),
    "s251-family": (Fraction("265.5"), Fraction("265.5")),
    "s251-under5": (Fraction("100.7"), Fraction("100.7")),
    "s251-youth": (Fraction("48.5"), Fraction("48.5")),
    "s251-uasc": (0, Fraction("153.6")),  # advice is caught, children's homes and fostering are not
    "sen-inmss-2024-25": (Fraction("2181.4"), Fraction("2181.4")),
    "sen-transport-2324": (0, 1_400),
    "asc-lt-2425": (  # home care is caught; care homes, of which two rows tell, and supported living are not
        0,
        23_600 * Fraction("0.8614") - 2_400 * Fraction("0.9787") - 4_500 * Fraction("0.9378"),
    ),
}


def test_the_council_plan_by_hand_takes_care_homes_off_the_line_that_holds_them():
    answered = whole_of(built(preset="councils-2019"))
    assert {block.row.id: millions(block.span) for block in answered.blocks if block.span.high} == COUNCILS
    assert COUNCILS["asc-lt-2425"][1] == Fraction("13760.06")
    care = next(block for block in answered.blocks if block.row.id == "asc-lt-2425")
    assert [row.id for row in care.off] == ["asc-kf-op-nursing", "asc-kf-op-residential"]
    assert {block.row.id for block in answered.wide} == {"asc-lt-2425", "s251-uasc"}


def test_what_is_not_caught_and_charities_that_are_exempt_are_not_taken_off_twice():
    row, part = (next(row for row in ROWS if row.id == name) for name in ("nhs-is-2324", "nhs-mh-private"))
    rows = [replace(row, voluntary=3_000 * MILLION), part]
    changes = {"authorities.kinds": ("nhs",), "coercive.on": False, "rights.on": False,
               "reassess.services": ("mh_inpatient.contact:none:x",)}  # fmt: skip
    without_beds = built({**changes, "contact.named": False})
    firms_only = built({**changes, "contact.named": False, "suppliers.exempt": ("charity", "mutual")})
    for scenario, high in ((without_beds, 12_400 - 2_000), (firms_only, 12_400 - 3_000)):
        (block,) = whole_of(scenario, rows).blocks
        assert (block.caught, block.wide, millions(block.span)) == ("part", True, (0, high))


@settings(max_examples=8, deadline=None)
@given(scenarios())
def test_a_high_end_that_holds_what_is_not_caught_is_said_to_be_a_bound(scenario):
    got = answer(decide(contracts({}), scenario), load_spending(), date(2026, 11, 22))
    table = oracle_national.reassessed(ATTRIBUTES, scenario.values)
    wide = [row for row in oracle_national.rows() if row["role"] == "sum"
            and oracle_national.is_wide(row, table, scenario.values)]  # fmt: skip
    counted = {block.row.id for block in got.interval.blocks if block.span.high}
    assert {block.row.id for block in got.interval.wide} == {row["id"] for row in wide} & counted
    bound = "at most" in sentences.headline(got.interval)
    assert bound == bool(got.interval.span.high and (got.interval.wide or not got.interval.span.low))
    assert bool(sentences.wider(got)) == bool(got.interval.wide)


def test_scotland_alone_has_nothing_certain_and_figures_for_several_nations_in_the_high_end():
    span = whole_of(built({"nations.covered": ("Scotland",)})).span
    assert millions(span) == (0, 3_400 + 419 + 108)


def test_exempt_charities_leave_only_what_the_sources_put_with_firms():
    block = next(
        each for each in whole_of(built(preset="private-firms-only")).blocks if each.row.id == "s251-residential"
    )
    assert millions(block.span) == (Fraction("2412.2"), Fraction("2412.2"))  # of 2,441.3, 29.1 are voluntary


def test_a_kind_of_service_that_is_part_of_another_is_part_of_its_figure():
    table = services().assign(parent="")
    table.loc["ward_beds"] = table.loc["mh_inpatient"].replace({"significant": "none", "held": "none"})
    table.loc["ward_beds", ["parent", "named_in_pledge", "echr_articles"]] = ["mh_inpatient", "no", ""]
    rows = read(load_spending(), table)
    row = next(each for each in rows if each.id == "nhs-mh-private")
    assert row.services == ("mh_inpatient", "ward_beds")
    span = interval_from(rows, caught(built(), questions(table))).span
    assert millions(span) == (Fraction("35396.14") - 12_400, Fraction("50006.1"))


def contracts(*rows):
    usual = {
        "service": "dwp_assess", "buyer_kind": "central", "nation": "UK", "counted": True, "stage": "awarded",
        "annual_gbp": 100_000_000.0, "value_quality": "stated", "start_date": "2020-01-01", "end_date": "2030-01-01",
    }  # fmt: skip
    made_rows = [{"contract_id": str(place), **usual, **row} for place, row in enumerate(rows)]
    return prepare(typed(pd.DataFrame(made_rows)), services())


def test_what_a_table_reaches_is_an_interval():
    coded = contracts(
        {},  # certain: £100m
        {"end_date": "2025-01-01"},  # over
        {"value_quality": "ceiling"},  # high end alone
        {"buyer_kind": None},  # perhaps of it
        {"annual_gbp": None, "value_quality": "missing"},  # counted beside
        {"service": "prison"},  # another kind
        {"counted": False},
    )
    got = answer(decide(coded, built()), load_spending(), date(2026, 11, 22))
    kind = next(each for each in got.kinds if each.name == "Benefit assessments")
    held = kind.held
    assert (held.contracts, held.running.low, held.running.high, held.without_value) == (4, 3, 4, 1)
    assert millions(held.annual) == (100, 300)
    assert (kind.reach.low, kind.reach.high) == (10_000 * 100 // 419, -(-10_000 * 300 // 419))
    assert sentences.reached(kind.reach) == "24% to 72%"
    said = {(30, None): "0.3% or more", (0, None): "an unknown share", (250, None): "2% or more", (30, 90): "under 1%"}
    assert {ends: sentences.reached(ReachedShare(*ends)) for ends in said} == said


@pytest.fixture(scope="module")
def register_answer():
    register = embedded()
    return answer(decide(prepare(register.contracts, register.services), built()), load_spending(), register.as_of)


def test_the_register_reaches_a_small_share_and_is_told_by_kind(register_answer):
    kinds = {kind.name: kind for kind in register_answer.kinds}
    assert added(block for kind in kinds.values() for block in kind.blocks) == register_answer.interval.span
    assert sentences.reached(kinds["Benefit assessments"].reach) == "83%"
    assert register_answer.reach.high < 1_500, "the register is no census"
    assert kinds["Services for looked-after children"].mark == "V"


def test_what_no_figure_was_found_of_is_listed_and_never_nought(register_answer):
    table = report.kinds_table(register_answer).set_index("Kind of service")
    labels = services()["label"]
    for service in ("probation", "escort", "tagging", "youth_custody", "debt_enforce", "da"):
        assert pd.isna(table.loc[labels[service], "Low, £ a year"]) and table.loc[labels[service], "Mark"] == "N"
    said = sentences.summary(register_answer)
    assert "for all providers, or old or partial ones, and 4 stand apart. What is spent on those is" in said
    assert said.startswith(
        "36 kinds of service are caught, and perhaps 8 more. 23 of these 44 have a figure in the sum"
    )


def answered_by(preset):
    return answer(decide(contracts({}), built(preset=preset)), load_spending(), date(2026, 11, 22))


def test_the_headline_and_the_lines_say_at_most():
    got = answered_by("councils-2019")
    assert "£2.6 billion to at most £18 billion a year" in sentences.headline(got.interval)
    said = sentences.wider(got)
    assert said.startswith("£14 billion of the high end is at most that") and "adult social care" in said
    assert "nursing homes, people 65 and over, all providers (at least £2.3 billion outside, 2023-24)" in said
    kinds = {kind.name: sentences.kind_amount(kind) for kind in got.kinds}
    assert kinds["Adult social care, long term"] == "at most £14bn"
    assert kinds["School transport, special needs"] == "up to £1.4bn"


def test_a_plan_an_estimate_and_the_years_of_shares_are_named(register_answer):
    kinds = {kind.name: kind for kind in register_answer.kinds}
    assert kinds["Benefit assessments"].years == ("2024-29 average, a plan",)
    assert kinds["School transport, special needs"].years == ("2023-24, an estimate",)
    assert kinds["Adult social care, long term"].share_years == ("about 2019", "2022-23", "2023-24")
    said = sentences.years(register_answer)
    assert "benefit assessments (2024-29 average, a plan)" in said
    assert "adult social care, long term (about 2019, 2022-23 and 2023-24)" in said
    (names,) = (trace["text"] for trace in whole_chart(register_answer, register_answer.kinds, "", LIGHT).figure["data"]
                if "Benefit assessments" in str(trace.get("text")))  # fmt: skip
    lines = [re.sub("<[^<>]*>", " ", name) for name in names]
    drawn = [" ".join(line.split()) for line in lines]
    assert "Adult social care, long term 2024-25; shares: about 2019, 2022-23 and 2023-24" in drawn
    assert "Benefit assessments 2024-29 average, a plan" in drawn


def test_how_much_of_the_low_end_has_council_companies_in_it_is_said(register_answer):
    assert sentences.loose(register_answer).startswith("£4.2 billion of the low end")  # 4,216.90, as by hand above
    high = Fraction(1_400) + 14_400 * Fraction("0.3264") + 3_400 + 108  # transport, charities and councils, asylum
    assert high == Fraction("9608.16") and "£9.6 billion of the high end" in sentences.loose(register_answer)
    assert sentences.loose(answered_by("public-interest-test")).startswith("£3.5 billion of the high end")


def test_what_is_said_of_the_sum_fits_the_figures_in_it(register_answer):
    assert "is no ceiling on what is spent: in these data, contracts in force" in sentences.not_a_count(register_answer)
    assert "immigration detention and escorting" in sentences.not_a_count(register_answer)
    central = answered_by("public-interest-test")
    assert "Council care" not in sentences.not_a_count(central)
    assert "none of them of England alone" in sentences.years(central)
    assert "1 stands apart" in sentences.summary(answered_by("coercion-and-rights"))


@pytest.mark.parametrize("preset", ["pledge", "councils-2019", "public-interest-test"])
def test_overall_totals_say_nothing_of_the_kinds_they_happen_to_name(preset):
    decisions = decide(contracts({}), built(preset=preset))
    table = load_spending()
    got, less = (answer(decisions, each, date(2026, 11, 22)) for each in (table, table[table["role"] != "scale"]))
    assert {each.service: each.state for each in got.silent} == {each.service: each.state for each in less.silent}
    assert not [row.id for each in got.silent for row in each.rows if row.id in ("sme-health-care", "nhse-purchases")]


def test_every_rule_is_followed_or_named_with_its_direction():
    named = {lever.rule.id for lever in not_followed(built())}
    followed = {key.split(".")[0] for key in FOLLOWED}
    assert {key.split(".")[0] for key in KNOWN} == named | followed
    assert all(lever.direction in ("lower", "neither") for lever in not_followed(built()))


def test_nothing_that_is_not_followed_moves_the_interval():
    moved = built({"small.threshold": 5_000_000, "window.years": 1, "public.covers": "none", "reason.risk_high": 50,
                  "pfi.include": False, "term.minimum_years": 5, "criteria.certainty": "certain"})  # fmt: skip
    assert whole_of(moved).span == whole_of(built()).span
    at_work = {lever.rule.id for lever in not_followed(moved) if lever.at_work}
    assert at_work >= {"small", "window", "reason", "pfi", "term"} and "public" not in at_work


def test_the_library_answers_in_pounds():
    register = data.load_dataset()
    got = policy.whole(policy.decide(register), data.load_spending(), register.as_of)
    assert (got.low, got.high) == (35_396_140_000, 50_006_100_000)
    assert "£35 billion to £50 billion a year" in got.sentence and got.sentence.endswith(
        "of outside spending in kinds of service that this policy catches"
    )
    assert set(got.rows["Row"]) >= set(PLEDGE)


def test_a_receipt_is_recomputed_and_a_changed_one_is_named(register_answer):
    receipt = report.receipt(register_answer, built(), {"fingerprint": "x"}, "y")
    assert json.loads(json.dumps(receipt)) == receipt
    assert not differences(receipt, receipt)
    other = report.receipt(register_answer, built(), {"fingerprint": "x"}, "z")
    assert [line.split(":")[0] for line in differences(receipt, other)] == ["spending"]


def test_nothing_caught_is_said_in_words():
    coded = contracts({})
    got = answer(decide(coded, built({"authorities.kinds": ()})), load_spending(), date(2026, 11, 22))
    assert got.interval.span == NOTHING and got.reach is None and not got.kinds
    assert sentences.headline(got.interval) == "No published figure is of a kind of service that this policy catches"


def test_contracts_beside_a_kind_without_a_figure_are_of_authorities_that_are_covered():
    rows = [
        {"service": "elective", "buyer_kind": buyer, "nation": "England"} for buyer in ("nhs", "nhs", "local", None)
    ]
    decisions = decide(contracts(*rows), built(preset="councils-2019"))
    got = answer(decisions, load_spending(), date(2026, 11, 22))
    beside = next(each.held for each in got.silent if each.service == "elective")
    assert (beside.contracts, beside.running.low, beside.running.high) == (1, 1, 2)  # one buyer is not known


def test_a_figure_of_authorities_that_are_not_covered_is_not_said_to_be_missing():
    got = answer(decide(contracts({}), built(preset="councils-2019")), load_spending(), date(2026, 11, 22))
    states = {each.service: each.state for each in got.silent}
    assert states["prison"] == states["ird"] == states["dwp_assess"] == "elsewhere"
    assert states["da"] == "nothing" and states["highways"] == "not sought"
    assert "prison" not in {each.service for each in got.unheard}


def test_contracts_of_kinds_that_a_policy_leaves_out_are_held_of_no_figure():
    """Councils' plan catches home care and not care homes, which the same published line covers."""
    contracts = embedded().contracts
    decisions = decide(prepare(contracts, services()), build_scenario(presets()["councils-2019"])[0])
    result = answer(decisions, load_spending(), date(2026, 11, 22))
    care = next(kind for kind in result.kinds if kind.name == "Adult social care, long term")
    assert "home_care" in care.services
    assert "care_home" not in care.services
    of_them = contracts["service"].isin(care.services) & (contracts["buyer_kind"] == "local") & contracts["counted"]
    assert 0 < care.held.running.high <= of_them.sum()
    line = next(row for row in ROWS if row.id == care.blocks[0].row.id)
    of_all = contracts["service"].isin(line.services) & (contracts["buyer_kind"] == "local") & contracts["counted"]
    assert of_all.sum() > of_them.sum(), "the register holds contracts of kinds that are left out"


@pytest.mark.parametrize("preset", presets())
def test_the_way_from_published_spending_to_what_comes_back_adds_up_exactly(preset):
    dataset = embedded()
    decisions = decide(prepare(dataset.contracts, dataset.services), build_scenario(presets()[preset])[0])
    result = answer(decisions, load_spending(), dataset.as_of)
    way = bridge(result, decisions, dataset.as_of)
    assert way.held == result.held.annual.low * 1000
    assert way.held - sum(way.stays.values()) + way.not_in_force + way.other_kinds == way.back
    assert way.back == totals(decisions).annual_gbp.returns.central
    assert [said for said, _ in lines(way)][-1] == "In the answer under this policy, central estimate"


def test_each_step_of_the_way_by_hand():
    """Four contracts of £10m, £4m, £3m and £1m a year; of prisons and escorts one figure each is published or none."""
    day = date(2026, 11, 22)
    columns = {
        "contract_id": ["in force", "public", "later", "no figure"],
        "service": ["prison", "prison", "prison", "escort"],
        "service_certainty": "certain",
        "buyer_kind": "central",
        "supplier_kind": ["private", "public", "private", "private"],
        "nation": "England",
        "annual_gbp": [10e6, 4e6, 3e6, 1e6],
        "value_gbp": [100e6, 40e6, 30e6, 10e6],
        "value_quality": "stated",
        "start_date": pd.to_datetime(["2020-01-01", "2020-01-01", "2027-01-01", "2020-01-01"]),
        "end_date": pd.to_datetime("2030-01-01"),
        "stage": "awarded",
        "purchase": "service",
        "instrument": "contract",
        "counted": True,
    }
    decisions = decide(prepare(typed(pd.DataFrame(columns)), services()), build_scenario()[0])
    result = answer(decisions, load_spending(), day)
    way = bridge(result, decisions, day)
    pounds = 100 * 1000
    assert way.held == 14_000_000 * pounds
    assert way.stays == {"exempt": 4_000_000 * pounds}
    assert (way.not_in_force, way.other_kinds) == (3_000_000 * pounds, 1_000_000 * pounds)
    assert way.back == 14_000_000 * pounds
