"""Findings of comparisons and of sensitivity, read back: each name and number against the oracle, under any scope."""

import re
from fractions import Fraction
from itertools import combinations
from math import factorial

from hypothesis import given, settings
from hypothesis import strategies as st

from output.charts.comparison import ranges_chart, shares_chart, steps_chart
from output.charts.sensitivity import range_chart, tornado_chart
from output.charts.threshold import curve_chart
from output.charts.timeline import SplitMap
from output.comparison import Compared
from output.palette import LIGHT
from policy.analysis.decomposition import Decomposition
from policy.analysis.sensitivity import of_grid, of_near
from policy.analysis.threshold import curve, near
from policy.analysis.tornado import alternatives, changes, pairable, reaches, two_way
from policy.analysis.uncertainty import uncertainty
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.ranking import OTHERS, timeline_by, typical_rows
from policy.results.totals import totals
from policy.rules import settings as known_settings
from policy.rules.exemptions import BelowThreshold
from policy.scenarios.scenario import build_scenario
from tests import oracle, oracle_exemptions, oracle_rules
from tests.draws import EVERY
from tests.policy.test_uncertainty import expected
from tests.strategies import plain_rows, register_samples, scenarios, tables
from tests.truth import AMOUNT, DATA, SERVICES, Truth, are_few, looking, same_count, same_money, whole
from ui.contracts.typical import outcomes

SMALL = st.one_of(tables(most=3), tables(most=8), register_samples(12))
CASES = settings(max_examples=2_000 if EVERY else 10, derandomize=not EVERY)
FEWER = settings(max_examples=2_000 if EVERY else 4, derandomize=not EVERY)
"""Each of these decides a hundred scenarios a case."""


def of_money(measure):
    return measure != "contracts"


def same_amount(text, thousandths, measure):
    """Whether words say an amount; not known is told of money that is a sum of nothing."""
    if text in ("not known", "a value not known"):
        return of_money(measure) and not thousandths
    if of_money(measure):
        return same_money(text, thousandths)
    return same_count(re.fullmatch(r"(fewer than 1|[\d,]+)(?: contracts?)?", text)[1], thousandths)


def same_difference(text, thousandths, measure):
    """Whether words say a difference: its sign, and the amount; few contracts are told to a tenth or closer."""
    if text == "no change":
        return not thousandths
    assert (text[0] == "+") == (thousandths > 0)
    size = abs(thousandths)
    if of_money(measure):
        return same_money(text[1:], size)
    slack = Fraction(1, 20) if "." in text else Fraction(1, 2) if size >= 10_000 else 0
    return abs(Fraction(text[1:].replace(",", "")) - Fraction(size, 1000)) <= slack


class Asked:
    """What the oracle says that returns centrally, with some settings at other values."""

    def __init__(self, contracts, made, test):
        self.rows, self.made, self.test = plain_rows(contracts), made, test

    def __call__(self, measure, values):
        setting = {**self.made.values, **values}
        found = oracle.assess(self.rows, SERVICES, setting, lambda row: self.test(row, setting))
        return found.totals[measure].central


@CASES
@given(st.data(), SMALL, scenarios(), scenarios())
def test_findings_of_a_comparison_are_true(data, contracts, before, after):
    coded, test = looking(data, contracts)
    some = dict(list(after.changes().items())[:3])
    after = build_scenario(before.preset, {**before.changes(), **some})[0]
    names = ("One", "Other")
    sides = {name: Truth(contracts, made, test) for name, made in zip(names, (before, after), strict=True)}
    decided = [decide(coded, made) for made in (before, after)]
    compared = [Compared(name, one.scenario, one, totals(one)) for name, one in zip(names, decided, strict=True)]
    between = Decomposition(coded, before, after)
    shares = between.shares()
    asked = Asked(contracts, before, test)
    for measure in MEASURES:
        chart = ranges_chart(compared, measure, LIGHT)
        between_holds(chart.finding, sides, measure)
        considered = [f"“{name}”" for name, side in sides.items() if "considered" in side.made.preset.verb]
        assert all(name in chart.note for name in considered) and bool(chart.note) == bool(considered)
        finding = steps_chart(*compared, between, measure, LIGHT).finding
        if between.moves:
            steps_hold(finding, between.moves, after, asked, measure)
        else:
            same_holds(finding, sides["One"].totals[measure], measure)
        shares_hold(shares_chart(shares, between.moves, measure, LIGHT).finding, between.moves, after, asked, measure)


def between_holds(said, sides, measure):
    central = {name: side.totals[measure].central for name, side in sides.items()}
    if found := re.fullmatch(r"From (.+) under “(.+)” to (.+) under “(.+)”", said):
        assert central[found[2]] == min(central.values()) < central[found[4]] == max(central.values())
        assert same_side(found[1], sides[found[2]], measure) and same_side(found[3], sides[found[4]], measure)
    else:
        if found := re.fullmatch(r"About (.+) under each scenario", said):
            assert len(set(central.values())) > 1, "what is the same is not about the same"
            assert all(same_side(found[1], side, measure) for side in sides.values())
            return
        found = re.fullmatch(r"(.+) under each scenario", said)
        told = found[1][:1].lower() + found[1][1:]
        assert len(set(central.values())) == 1 or told.startswith("up to")
        unknown = told in ("not known", "a value not known")
        few = [side for side in sides.values() if unknown or told.startswith("up to") == few_in(side)]
        assert few and all(same_side(told, side, measure) for side in few)
        assert len(few) == 2 or len(set(central.values())) == 1


def few_in(side):
    count = side.totals["contracts"]
    return are_few(count.low, count.high)


def same_side(text, side, measure):
    """Whether words say what returns of a scenario; of few contracts, none of them certain, how much at most."""
    if text.startswith("up to "):
        return few_in(side) and same_amount(text.removeprefix("up to "), side.totals[measure].high, measure)
    unknown = text in ("not known", "a value not known")
    return (not few_in(side) or unknown) and same_amount(text, side.totals[measure].central, measure)


def steps_hold(said, moves, after, asked, measure):
    """The setting that is named adds the most of all, in the order of the rules."""
    reached, adds = {}, {}
    now = asked(measure, reached)
    for move in moves:
        reached |= {key: after.values[key] for key in move.keys}
        before, now = now, asked(measure, reached)
        adds[move] = now - before
    the_most_holds(said, adds, measure, "makes the largest step")


def same_holds(said, found, measure):
    """Two scenarios with the same settings are called so, unless there is money of which nothing is known."""
    if said == "What is in the answer has no known value":
        assert of_money(measure) and not found.central and found.silent
    else:
        assert said == "The two scenarios have the same settings"


def shares_hold(said, moves, after, asked, measure):
    """The setting that is named has the largest share over every order."""
    worth = {
        some: asked(measure, {key: after.values[key] for move in some for key in move.keys})
        for size in range(len(moves) + 1)
        for some in map(frozenset, combinations(moves, size))
    }
    shares = {}
    for move in moves:
        gains = [
            Fraction(factorial(len(some)) * factorial(len(moves) - len(some) - 1) * (worth[some | {move}] - value))
            for some, value in worth.items()
            if move not in some
        ]
        shares[move] = sum(gains) / factorial(len(moves))
    the_most_holds(said.removeprefix("Whatever the order, "), shares, measure, "weighs most")


def the_most_holds(said, adds, measure, verb):
    found = re.fullmatch(rf"“(.+)” ({verb}|makes the whole difference): (.+)", said)
    if not found:
        assert not any(map(round, adds.values())), said
        return
    assert (found[2] == "makes the whole difference") == (len(adds) == 1)
    most = max(map(abs, adds.values()))
    assert any(
        move.label == found[1] and abs(abs(value) - most) <= 1 and same_difference(found[3], round(value), measure)
        for move, value in adds.items()
    )


@CASES
@given(st.data(), SMALL, scenarios())
def test_findings_of_what_is_open_and_of_the_threshold_are_true(data, contracts, made):
    coded, test = looking(data, contracts)
    decisions, truth, asked = decide(coded, made), Truth(contracts, made, test), Asked(contracts, made, test)
    split = uncertainty(decisions)
    gaps = expected(plain_rows(contracts), made.values, lambda row: test(row, made.values))
    drawn = curve(coded, made)
    near_holds(of_near(near(decisions), line(made)), truth)
    for measure in MEASURES:
        chart = range_chart(split, measure, LIGHT)
        open_holds(chart.finding, {part.label: gaps[measure].get(part.id, 0) for part in split.parts}, gaps, measure)
        more = re.match(r"([\d,]+) more contracts? may be in the answer and states? no value", chart.note)
        assert (whole(more[1]) if more else 0) == truth.totals[measure].without_value
        curve_holds(curve_chart(drawn, 0, (), made, measure, LIGHT).finding, truth, asked, measure)


def line(made):
    rule = made.rule(BelowThreshold)
    return rule.threshold if rule.figures == "one" else None


def open_holds(said, labelled, gaps, measure):
    whole_gap = sum(gaps[measure].values())
    if found := re.fullmatch(r"(\d+%|All) of the range comes from one gap: (.+)", said):
        named = [gap for label, gap in labelled.items() if label.lower() == found[2].lower()]
        assert named == [max(gaps[measure].values())]
        share = 100 if found[1] == "All" else int(found[1].removesuffix("%"))
        assert abs(Fraction(100 * named[0], whole_gap) - share) <= (1 if share == 99 else Fraction(1, 2))
        assert (share == 100) <= (named[0] == whole_gap)
    else:
        assert not whole_gap
        assert ("no known value" in said) == bool(gaps["contracts"])


def near_holds(said, truth):
    """Who is within 5% of a figure that may apply to it, and on it; to the penny, in either reading of VAT."""
    setting = truth.made.values
    statutory = setting["small.figures"] != "one"
    if not statutory and not setting["small.threshold"]:
        assert said == "At £0 there is no line for a contract to be near."
        return
    within = exactly = below = 0
    for row, _ in truth.inside:
        annual = setting["small.basis"] == "annual" and not statutory
        value = oracle_exemptions.usable(row, "annual_gbp" if annual else "value_gbp")
        if value is None:
            continue
        figures = oracle_exemptions.statutory_figures(row, setting) if statutory else {setting["small.threshold"]}
        lines = sorted(100 * figure for figure in figures if figure is not None)
        inc = statutory or setting["small.vat"] == "inc"
        ends = oracle_exemptions.readings(value, row["vat_basis"], with_vat=inc)
        is_near = any(95 * one <= 100 * end <= 105 * one for one in (lines[:1] + lines[-1:]) for end in ends)
        within += is_near
        exactly += any(one == end for one in (lines[:1] + lines[-1:]) for end in ends)
        below += is_near and oracle_exemptions.small(row, setting) is True
    numbers = re.fullmatch(
        r"(No|\d+) contracts? (?:is|are) within 5% of (?:the figure that applies to it|£[\d,]+)"
        r"(?:, (none|\d+) below it; (none|\d+) (?:is|are) exactly on it)?\.",
        said,
    )
    told = [0 if text in ("No", "none", None) else int(text) for text in numbers.groups()]
    assert told == [within, below, exactly]


def curve_holds(said, truth, asked, measure):
    """At the threshold that is named, about, half is lost; or at none."""
    at = lambda pounds: asked(measure, {"small.threshold": pounds, "small.figures": "one"})  # noqa: E731
    full = at(0)
    annual, inc = truth.made.values["small.basis"] == "annual", truth.made.values["small.vat"] == "inc"
    turns = {0}
    for row in truth.rows:  # outside the scope too: what is not decided returns as often as all contracts like it do
        value = oracle_exemptions.usable(row, "annual_gbp" if annual else "value_gbp")
        ends = [] if value is None else oracle_exemptions.readings(value, row["vat_basis"], with_vat=inc)
        turns |= {end // 100 for end in ends if end // 100 < 10**9}
    if found := re.fullmatch(rf"A threshold above about ({AMOUNT}) leaves less than half of .+", said):
        crossing = [turn for turn in turns if same_money(found[1], turn * 100_000)]
        assert any(at(turn) * 2 >= full > at(turn + 1) * 2 for turn in crossing)
    elif said.startswith("No threshold up to £1 billion takes away half"):
        assert full and all(at(turn + 1) * 2 >= full for turn in turns)
    else:
        assert said.startswith("At any threshold: ") and not full


@FEWER
@given(st.data(), DATA, scenarios(), st.sampled_from(["buyer_kind", "buyer", "nation", "region"]))
def test_years_by_buyer_and_place_are_those_of_the_contracts_and_add_up(data, contracts, made, column):
    coded, test = looking(data, contracts)
    decisions, truth = decide(coded, made), Truth(contracts, made, test)
    most = data.draw(st.integers(1, 4))
    for measure in MEASURES:
        split = timeline_by(decisions, column, measure, most)
        told = {group for group in split if group not in ("", OTHERS)}
        assert len(told) <= most

        def key(row, told=told):
            group = row[column] or ""
            return (group if group in told or not group else OTHERS), truth.year(row)

        groups = {place: sums[:3] for place, sums in truth.grouped(measure, key).items() if sums[4]}
        found = {(g, y): sums.measure(measure).returns for g, years in split.items() for y, sums in years.items()}
        assert {place: [r.low, r.central, r.high] for place, r in found.items()} == groups
        shown = SplitMap(split, {}, measure, "Group")
        corner, total = shown.shown().cells[-1][-1].words, truth.totals[measure].central
        assert corner == "not known" or (same_amount(corner, total, measure) or not total)
        largest = re.fullmatch(r"The largest single part falls due in (\d{4}): (.+?)(?: contracts?| a year)?, (.+)",
                               shown.finding())  # fmt: skip
        dated = [sums[1] for (group, year), sums in groups.items() if year and group != OTHERS]
        assert bool(largest) == any(dated)
        assert not largest or same_amount(largest[2], max(dated), measure)


@CASES
@given(st.data(), DATA, scenarios(), scenarios())
def test_typical_contracts_are_in_the_middle_and_what_is_said_of_them_is_so(data, contracts, made, after):
    coded, test = looking(data, contracts)
    found = typical_rows(decide(coded, made))
    answers = oracle.assess(plain_rows(contracts), SERVICES, made.values, lambda row: test(row, made.values)).decisions
    rows = oracle.reassessed(plain_rows(contracts), SERVICES, made.values)
    whole_rows = [place for place, answer in enumerate(answers) if answer.low == 1000]
    spend = {place: (oracle.amounts(rows[place], answers[place], "annual_gbp") or (0, 0))[1] for place in whole_rows}
    own = {}
    for place, amount in spend.items():
        if amount and rows[place]["service"]:
            own.setdefault(rows[place]["service"], []).append(amount)
    back = {}
    for row, answer in zip(rows, answers, strict=True):
        back[row["service"]] = back.get(row["service"], 0) + answer.central
    assert len(found) == min(4, len(own))
    for place in found:
        amounts = sorted(own[rows[place]["service"]])
        assert spend[place] == amounts[(len(amounts) - 1) // 2]
    told = {rows[place]["service"] for place in found}
    assert len(told) == len(found)
    assert all(back[service] <= min(back[one] for one in told) for service in own.keys() - told)
    decisions = decide(coded, after)
    setting = after.values
    then = oracle.assess(plain_rows(contracts), SERVICES, setting, lambda row: test(row, setting)).decisions
    for place in found:
        [said] = outcomes(decisions, [place])
        if then[place] is oracle.OUTSIDE:
            assert said == "It is not counted."
        elif then[place].stage == "not_known":
            assert said.startswith("It is not decided: ")
        elif not then[place].high:
            assert said.startswith(f"It {after.preset.outside}: ")
        else:
            assert after.preset.verb in said and ("% of such cases" in said) == (then[place].central != 1000)
            reassessed = oracle.reassessed(plain_rows(contracts), SERVICES, setting)[place]
            day = oracle_rules.due(reassessed, setting)
            assert f"{day.day} {day:%B %Y}" in said


@FEWER
@given(st.data(), SMALL, scenarios())
def test_findings_of_other_values_are_true(data, contracts, made):
    coded, test = looking(data, contracts)
    decisions, asked = decide(coded, made), Asked(contracts, made, test)
    tried = [change for *_, change in changes(decisions) if change]
    steps = [(key, value) for key, value, step in alternatives(decisions) if step and key != "nations.covered"]
    down, across = data.draw(st.lists(st.sampled_from(pairable()), min_size=2, max_size=2, unique=True))
    *_, (_, _, grid) = two_way(coded, made, down, across)
    for measure in MEASURES:
        now = asked(measure, {})
        ranked, settings_tried = reaches(decisions, tried, measure), len({change.key for change in tried})
        chart = tornado_chart(ranked, settings_tried, totals(decisions), made, measure, LIGHT)
        moved = lambda step, measure=measure, now=now: abs(moves_by(asked, step, measure, now))  # noqa: E731
        others = data.draw(st.lists(st.sampled_from(steps), max_size=3))
        if found := re.fullmatch(rf"One step of “(.+)” moves the answer most: by (fewer than 1|[\d,]+|{AMOUNT})(.*)",
                                 chart.finding):  # fmt: skip
            of_label = [step for step in steps if known_settings()[step[0]].label == found[1]]
            most = max(map(moved, of_label))
            assert same_amount(found[2], most, measure) and all(moved(step) <= most for step in others)
        else:
            assert not any(map(moved, others))
        none = re.search(r"(\d+) settings? changes? nothing by itself|(\d+) settings change nothing", chart.note)
        if chart.finding == "What is in the answer has no known value":  # then what a setting does nobody can say
            inside = Truth(contracts, made, test)
            assert any(decision.high and not inside.has_figure(row, measure) for row, decision in inside.inside)
            assert not (now or ranked or none)
            continue
        assert (int(none[1] or none[2]) if none else 0) == settings_tried - len(ranked)
    map_holds(of_grid(grid, measure), grid, asked, measure)


def moves_by(asked, step, measure, now):
    """What one other value adds; nothing where it cannot stand beside the present ones."""
    standing = not build_scenario(asked.made.preset, {**asked.made.changes(), step[0]: step[1]})[1]
    return asked(measure, dict([step])) - now if standing else 0


def map_holds(said, grid, asked, measure):
    standing = [
        asked(measure, {grid.down: row, grid.across: column})
        for row, cells in zip(grid.down_values, grid.cells, strict=True)
        for column, cell in zip(grid.across_values, cells, strict=True)
        if cell is not None
    ]
    if said.endswith(" together change nothing"):
        assert len(set(standing)) == 1
    elif found := re.search(r" together hardly move (?:the .+): about (.+?)(?: a year)? whatever they are$", said):
        assert len(set(standing)) > 1
        assert all(same_amount(found[1], value, measure) for value in standing)
    else:
        low, high = re.search(r" together move (?:the .+) between (.+) and (.+?)(?: a year)?$", said).groups()
        assert same_amount(low, min(standing), measure) and same_amount(high, max(standing), measure)
        assert min(standing) < max(standing)
