"""One step of every setting, any two together, the curve and the contracts near the line."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from output.charts.sensitivity import _swing, pair_map
from policy.analysis import threshold
from policy.analysis.drill import LINE, NEAR, ON, behind, marks
from policy.analysis.sensitivity import of_curve, of_grid, of_near, of_reaches, of_uncertainty
from policy.analysis.threshold import curve, near, position, round_thresholds
from policy.analysis.threshold import marks as curve_marks
from policy.analysis.tornado import (
    MOST_VALUES,
    Change,
    Grid,
    Reach,
    all_changes,
    alternatives,
    changes,
    grid_values,
    pairable,
    reaches,
    step_words,
    two_way,
)
from policy.analysis.uncertainty import uncertainty
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.totals import Range, Total, Totals, totals
from policy.rules import settings as known
from policy.rules.units import Unit
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario, find_preset
from policy.scenarios.values import other_ends
from tests import oracle
from tests.policy.test_uncertainty import PRISON
from tests.strategies import plain_rows, register_samples, scenarios, table

SERVICES = services().to_dict("index")
REGISTER = prepare(embedded().contracts, services())
FEW = embedded().contracts.iloc[::9].reset_index(drop=True)
FEW_FACTS = prepare(FEW, services())


def asked(contracts, made, **changed):
    """The oracle's totals of a scenario with some settings changed."""
    return oracle.assess(plain_rows(contracts), SERVICES, {**made.values, **changed}).totals


def ends(returns):
    return returns.low, returns.central, returns.high


# One step.
@pytest.mark.parametrize("preset", list(presets()))
def test_every_setting_is_tried_and_no_value_twice(preset):
    made, _ = build_scenario(find_preset(preset)[0])
    tried = alternatives(decide(REGISTER, made))
    assert {key for key, _, _ in tried} == {key for key, spec in known().items() if spec.unit is not Unit.ITEMS}
    pairs = [(key, value) for key, value, _ in tried]
    assert len(set(pairs)) == len(pairs)
    assert all(value != made.values[key] for key, value in pairs)


def test_each_change_is_the_oracles_and_what_cannot_stand_is_left_out():
    made, _ = build_scenario(None, {"small.threshold": 1_000_000, "reason.risk_high": 20})
    decisions = decide(FEW_FACTS, made)
    steps = list(changes(decisions))
    assert [done for done, _, _ in steps] == list(range(1, len(steps) + 1))
    assert {of for _, of, _ in steps} == {len(steps)} == {len(alternatives(decisions))}
    missing = [tried[:2] for tried, (*_, change) in zip(alternatives(decisions), steps, strict=True) if change is None]
    assert ("reason.risk_low", 100) in missing
    for *_, change in steps[::7]:
        if change:
            whole = asked(FEW, made, **{change.key: change.value})
            for measure in MEASURES:
                assert ends(change.totals.measure(measure).returns) == ends(whole[measure]), change.key


@given(register_samples(12), scenarios())
@settings(max_examples=8)
def test_reaches_are_the_extremes_and_ranked(contracts, made):
    decisions = decide(prepare(contracts, services()), made)
    found = all_changes(decisions)
    now = totals(decisions).annual_gbp.returns.central
    ranked = reaches(decisions, found, "annual_gbp")
    asked, given = ([(r.step, r.end) for r in ranked if (r.key == "nations.covered") is last] for last in (False, True))
    assert [(r.step, r.end) for r in ranked] == sorted(asked, reverse=True) + given
    for reach in ranked:
        moves = [change.totals.annual_gbp.returns.central - now for change in found if change.key == reach.key]
        assert reach.end == max(map(abs, moves)) > 0
        assert moved(reach.down, now) == min(0, *moves)
        assert moved(reach.up, now) == max(0, *moves)
    still = {change.key for change in found} - {reach.key for reach in ranked}
    assert all(change.totals.annual_gbp.returns.central == now for change in found if change.key in still)


def moved(change: Change | None, now):
    return change.totals.annual_gbp.returns.central - now if change else 0


@pytest.mark.parametrize(
    ("key", "now", "others"),
    [
        ("window.years", 10, [1, 30]),
        ("window.years", 30, [1]),
        ("contact.on", True, []),
        ("suppliers.exempt", ("charity",), [(), ("charity", "mutual", "joint_venture")]),
        ("suppliers.exempt", (), [("charity", "mutual", "joint_venture")]),
    ],
)
def test_the_ends_of_a_range_are_those_that_it_does_not_have(key, now, others):
    assert other_ends(known()[key], now, FEW_FACTS.levels) == others


# Two settings together.
def test_every_cell_is_the_oracles_and_the_present_pair_is_the_present_answer():
    made, _ = build_scenario(None, {"small.threshold": 5_000_000})
    *before, (done, of, grid) = two_way(FEW_FACTS, made, "small.threshold", "contact.level")
    assert all(result is None for *_, result in before) and done == of == len(grid.down_values)
    assert 5_000_000 in grid.down_values and set(grid.across_values) == {"significant", "incidental"}
    for row, cells in zip(grid.down_values, grid.cells, strict=True):
        for column, cell in zip(grid.across_values, cells, strict=True):
            whole = asked(FEW, made, **{"small.threshold": row, "contact.level": column})
            assert ends(cell.contracts.returns) == ends(whole["contracts"])
            assert ends(cell.annual_gbp.returns) == ends(whole["annual_gbp"])
    present = grid.cells[grid.down_values.index(5_000_000)][grid.across_values.index("significant")]
    assert present == totals(decide(FEW_FACTS, made))


def test_a_pair_that_cannot_stand_is_an_empty_cell():
    made, _ = build_scenario()
    *_, (_, _, grid) = two_way(FEW_FACTS, made, "reason.risk_low", "reason.risk_high")
    for low, cells in zip(grid.down_values, grid.cells, strict=True):
        assert [cell is None for cell in cells] == [high < low for high in grid.across_values]


@pytest.mark.parametrize("preset", list(presets()))
def test_a_map_can_hold_every_setting_but_the_free_lists(preset):
    made, _ = build_scenario(find_preset(preset)[0])
    for key in pairable():
        values = grid_values(known()[key], made.values[key], REGISTER)
        assert made.values[key] in values
        assert 2 <= len(values) <= MOST_VALUES, key
        assert len({str(value) for value in values}) == len(values)
        assert all(known()[key].hold(value) is not None for value in values)


# The curve.
@pytest.mark.parametrize("vat", ["ex", "inc"])
def test_the_curve_is_the_oracles_at_every_threshold(vat):
    made, _ = build_scenario(None, {"small.threshold": 123_456, "small.vat": vat})
    drawn = curve(FEW_FACTS, made)
    values = [point.value for point in drawn.points]
    assert drawn.exact and values[0] == 0 and values[-1] == 1_000_000_000
    assert values == sorted({*values, *round_thresholds(made)})
    for before, point in list(pairwise(drawn.points))[::9]:
        for at in {before.value + 1, (before.value + point.value + 1) // 2, point.value}:
            whole = asked(FEW, made, **{"small.threshold": at})
            for measure in MEASURES:
                assert ends(point.totals.measure(measure).returns) == ends(whole[measure]), at


def test_the_curve_is_the_same_whatever_threshold_is_in_force():
    made, _ = build_scenario(None, {"small.vat": "inc"})
    others = ({"small.threshold": 5_000_000}, {"small.figures": "statutory"})
    for changed in others:
        assert curve(FEW_FACTS, build_scenario(None, {"small.vat": "inc", **changed})[0]) == curve(FEW_FACTS, made)


def test_with_too_many_values_the_round_thresholds_stand_for_them(monkeypatch):
    monkeypatch.setattr(threshold, "_MOST_CORNERS", 3)
    made, _ = build_scenario()
    drawn = curve(FEW_FACTS, made)
    assert not drawn.exact
    assert [point.value for point in drawn.points] == round_thresholds(made)


def test_marks_are_in_the_terms_of_the_scenario():
    without, _ = build_scenario()
    named = {mark.pounds: mark.label for mark in curve_marks(without)}
    assert named[552_950] == "light-touch services in law (£663,540 with VAT)"
    assert "(£1,000,000 with VAT)" in named[833_334]  # 833,333 with VAT is £999,999.60, and would not be caught
    inclusive, _ = build_scenario(None, {"small.vat": "inc"})
    law = {135_018, 207_720, 663_540, 5_193_000, 5_372_609}
    assert {mark.pounds for mark in curve_marks(inclusive)} == {0, 1_000_000, *law}
    annual, _ = build_scenario(None, {"small.basis": "annual"})
    assert curve_marks(annual) == []
    assert set(round_thresholds(inclusive)) >= {mark.pounds for mark in curve_marks(inclusive)}


def test_the_scale_holds_nought_and_is_even_in_ratios():
    assert position(0) == 0
    assert position(10**9) - position(10**8) == pytest.approx(1, abs=0.001)


# Near the line.
def lined(values, changes=None, **row):
    made, problems = build_scenario(None, {"small.threshold": 1_000_000, **(changes or {})})
    assert not problems
    return decide(prepare(table([{**PRISON, "value_gbp": value, **row} for value in values]), services()), made)


def test_within_five_percent_holds_its_edges_and_on_the_line_is_to_the_penny():
    values = [949_999.99, 950_000.0, 999_999.99, 1_000_000.0, 1_000_000.01, 1_050_000.0, 1_050_000.01, None]
    found = near(lined(values))
    assert found.within.tolist() == [False, True, True, True, True, True, False, False]
    assert found.exactly.tolist() == [False, False, False, True, False, False, False, False]
    assert found.below == 2
    assert of_near(found, 1_000_000) == ("5 contracts are within 5% of £1,000,000, 2 below it; 1 is exactly on it.")


def test_where_vat_is_not_known_either_reading_counts():
    found = near(lined([1_000_000.0, 1_000_000 / 1.2, 900_000.0], {"small.vat": "inc"}, vat_basis="unknown"))
    assert found.within.tolist() == [True, True, False]  # £900,000 or £1.08 million: neither is near
    assert found.exactly.tolist() == [True, True, False]
    known_vat = near(lined([1_000_000.0, 900_000.0], {"small.vat": "inc"}))
    assert known_vat.within.tolist() == [False, False]


def test_statutory_figures_are_lines_of_their_own_and_no_threshold_is_none():
    prison = lined([663_540 / 1.2, 135_018 / 1.2, 207_720 / 1.2], {"small.figures": "statutory"})
    light = SERVICES["prison"]["light_touch"]
    assert near(prison).exactly.tolist() == ([True, False, False] if light == "yes" else [False, True, False])
    assert not near(lined([0.0, 1.0], {"small.threshold": 0})).within.any()
    assert of_near(near(lined([0.0], {"small.threshold": 0})), 0) == "At £0 there is no line for a contract to be near."


def test_what_is_not_counted_is_not_near():
    assert not near(lined([1_000_000.0], counted=False)).within.any()


def test_the_lists_behind_the_line_are_those_contracts():
    decisions = lined([980_000.0, 1_000_000.0, 5_000_000.0])
    assert behind(decisions, LINE, NEAR).tolist() == [True, True, False]
    assert behind(decisions, LINE, ON).tolist() == [False, True, False]
    assert marks(decisions, LINE) == [NEAR, ON]
    assert marks(lined([980_000.0]), LINE) == [NEAR]


def test_the_words_beside_a_bar_say_how_far_it_reaches_and_those_above_it_what_one_step_does():
    def then(words, back, step):
        money = Total(Range(back, back, back), back)
        return Change("window.years", 0, step == "step", words, Totals(money, money, money))

    ends = then("9 years", 8_000, "step"), None, then("1 year", 3_000, "end"), then("30 years", 12_000, "end")
    swing = _swing(Reach("window.years", "Policy runs for", "10 years", *ends, 2_000, 7_000), "contracts", 10_000)
    minus = "\N{MINUS SIGN}"
    assert (swing.words_down, swing.words_up) == (f"{minus}7", "+2")
    assert swing.how == f"less: 9 years ({minus}2); more: 30 years"


@pytest.mark.parametrize(
    ("pounds", "words"),
    [(0, "£0"), (663_540, "£663,540"), (1_250_000, "£1.25 million"), (20_000_000, "£20 million")],
)
def test_a_map_and_its_bars_write_money_as_the_titles_of_charts_do(pounds, words):
    made = build_scenario(None, {"small.threshold": pounds})[0]
    assert step_words(known()["small.threshold"], 0, pounds, REGISTER) == words
    grid = Grid("small.threshold", "contact.on", (pounds,), (True,), ((None,),))
    assert pair_map(grid, made, REGISTER, "contracts").rows == [words]
    decisions = decide(FEW_FACTS, made)
    moved = [change for *_, change in changes(decisions) if change and change.key == "small.threshold"]
    assert [reach.now for reach in reaches(decisions, moved, "contracts")] == [words] * bool(moved)


@pytest.mark.parametrize(
    ("key", "now", "then", "words"),
    [
        ("contact.groups", (), ("children",), "only children"),
        ("contact.groups", ("children",), ("children", "prisoners"), "with prisoners"),
        ("contact.groups", ("children",), (), "every group"),
        ("authorities.kinds", ("central", "nhs"), ("central",), "without NHS"),
        ("suppliers.exempt", (), ("charity",), "with charities"),
        ("suppliers.exempt", ("charity",), (), "none"),
    ],
)
def test_a_step_of_a_list_says_what_it_adds_takes_away_or_is_all_that_is_left(key, now, then, words):
    assert step_words(known()[key], now, then, REGISTER).lower() == words.lower()


# Findings.
def test_findings_say_what_the_figures_say():
    known_end, none = {"value_gbp": 100_000.0}, {"value_gbp": 100_000.0, "end_date": None, "latest_end_date": None}
    rows = [{**PRISON, **row} for row in (known_end, none, {"value_gbp": 50_000_000.0})]
    decisions = decide(prepare(table(rows), services()), build_scenario()[0])
    drawn = curve(decisions.coded, decisions.scenario)
    # Two certain answers of two pass, so the third counts in full: 3 at £0, 1 above £100,000.
    assert of_curve(drawn, "contracts") == "A threshold above about £100,000 leaves less than half of the contracts"
    assert of_curve(drawn, "whole_life_gbp") == "A threshold above about £50 million leaves less than half of the value"
    coarse = replace(drawn, exact=False, points=drawn.points[::50])
    assert re.fullmatch(
        r"A threshold of £[\d,.]+( million| billion)? leaves less than half of the contracts",
        of_curve(coarse, "contracts"),
    )
    assert (
        of_uncertainty(uncertainty(decisions), "contracts")
        == "All of the range comes from one gap: not known when it ends"
    )
    found = [
        change
        for *_, change in changes(decisions)
        if change and change.key in ("nations.covered", "term.minimum_years")
    ]
    said = of_reaches(reaches(decisions, found, "contracts"), "contracts")
    assert said == "No setting moves the answer by one step", "a term of 25 years does, and no one leaves England out"
    of_nations = reaches(decisions, [change for change in found if change.key == "nations.covered"], "contracts")
    assert of_reaches(of_nations, "contracts") == (
        "Nothing but “Covered nations” moves the answer, and that says whom the policy is for"
    )
    assert of_reaches([], "contracts") == "No single change of a setting moves the answer"


@given(st.sampled_from(MEASURES))
@settings(max_examples=3)
def test_a_map_that_moves_nothing_says_so(measure):
    decisions = lined([2_000_000.0])
    *_, (_, _, grid) = two_way(decisions.coded, decisions.scenario, "public.owned", "public.joint_ventures")
    assert of_grid(grid, measure) == "“Publicly owned companies” and “Joint ventures” together change nothing"
