"""The way from one scenario to another adds up exactly, and no setting's share depends on an order."""

from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.load.datasets import embedded
from policy.analysis import decomposition
from policy.analysis.compare import AtOnce, at_once_words, overlap
from policy.analysis.decomposition import Amounts, Decomposition, Move, moves
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.totals import totals
from policy.rules import settings
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.draws import tries
from tests.strategies import changes, scenarios

FACTS = prepare(embedded().contracts, embedded().services)
PRESETS = {name: build_scenario(preset)[0] for name, preset in presets().items()}
ORDER = list(settings())


def figures(made):
    """Low, central and high of the three measures, nine whole numbers, straight from the totals."""
    whole = totals(decide(FACTS, made))
    found = [getattr(whole.measure(name).returns, end) for name in MEASURES for end in ("low", "central", "high")]
    assert all(type(value) is int for value in found)
    return found


def differing(before, after):
    return [key for key in ORDER if before.values[key] != after.values[key]]


def mixed(before, after, keys):
    made, problems = build_scenario(before.preset, before.values | {key: after.values[key] for key in keys})
    return None if problems else made


def added(amounts):
    return [sum(values) for values in zip([0] * 9, *(part.values for part in amounts), strict=True)]


def difference(before, after):
    return [b - a for a, b in zip(figures(before), figures(after), strict=True)]


@st.composite
def near_pairs(draw, most=4):
    """Two scenarios that differ in a few settings, so that every order of them can be tried."""
    before = draw(scenarios())
    some = dict(list(draw(changes()).items())[:most])
    return before, build_scenario(before.preset, before.changes() | some)[0]


@tries(200)
@given(scenarios(), scenarios())
def test_the_waterfall_adds_up_to_the_penny(before, after):
    between = Decomposition(FACTS, before, after)
    steps = between.waterfall()
    assert added(step.adds for step in steps) == difference(before, after)
    assert sorted(key for step in steps for key in step.move.keys) == sorted(differing(before, after))
    first = [ORDER.index(step.move.keys[0]) for step in steps]
    assert first == sorted(first), "steps come in the order of the rules"


@tries(100)
@given(near_pairs())
def test_each_step_is_what_its_setting_adds_after_those_before_it(pair):
    before, after = pair
    steps = Decomposition(FACTS, before, after).waterfall()
    reached = [key for step in steps for key in step.move.keys]
    for step in steps:
        at = reached.index(step.move.keys[0])
        old, new = (mixed(before, after, reached[:end]) for end in (at, at + len(step.move.keys)))
        assert list(step.adds.values) == difference(old, new)


@given(near_pairs())
def test_settings_go_together_only_where_some_mixture_could_not_stand(pair):
    before, after = pair
    keys = differing(before, after)
    some = [[key for place, key in enumerate(keys) if number >> place & 1] for number in range(2 ** len(keys))]
    conflict = any(mixed(before, after, chosen) is None for chosen in some)
    assert conflict == any(len(move.keys) > 1 for move in moves(before, after))


@tries(200)
@given(near_pairs())
def test_shares_add_up_and_are_the_mean_over_every_order(pair):
    before, after = pair
    between = Decomposition(FACTS, before, after)
    said = list(between.decide_for_shares())
    shares = between.shares()
    moved = [share.move.keys for share in shares]
    assert said[-1] == (2 ** len(moved),) * 2 and [done for done, _ in said] == list(range(1, len(said) + 1))
    assert added(share.shapley for share in shares) == difference(before, after)
    assert [list(share.shapley.values) for share in shares] == mean_over_orders(before, after, moved)
    for share in shares:
        alone = difference(before, mixed(before, after, share.move.keys))
        assert list(share.alone.values) == alone
        assert [a + b for a, b in zip(share.overlap.values, alone, strict=True)] == list(share.shapley.values)


def mean_over_orders(before, after, moved):
    """What each move adds, over every order of the moves: the definition, without weights of subsets."""
    known = {}

    def at(made):
        keys = frozenset(key for move in made for key in move)
        if keys not in known:
            known[keys] = figures(mixed(before, after, keys))
        return known[keys]

    sums = {move: [0] * 9 for move in moved}
    for order in permutations(moved):
        for place, move in enumerate(order):
            pairs = zip(sums[move], at(order[: place + 1]), at(order[:place]), strict=True)
            sums[move] = [total + new - old for total, new, old in pairs]
    return [[Fraction(value, factorial(len(moved))) for value in sums[move]] for move in moved]


@tries(40)
@given(near_pairs(), st.randoms(use_true_random=False))
def test_shares_are_the_same_in_any_order_of_the_settings(pair, random):
    straight, shuffled = Decomposition(FACTS, *pair), Decomposition(FACTS, *pair)
    shuffled.moves = tuple(random.sample(shuffled.moves, len(shuffled.moves)))
    assert set(straight.shares()) == set(shuffled.shares())


@pytest.mark.parametrize("other", [name for name in PRESETS if name != "public-interest-test"])
def test_presets_with_many_settings_add_up(other):
    before, after = PRESETS["public-interest-test"], PRESETS[other]
    between = Decomposition(FACTS, before, after)
    shares = between.shares()
    assert len(shares) >= 6
    assert added(share.shapley for share in shares) == difference(before, after)
    assert added(step.adds for step in between.waterfall()) == difference(before, after)


def test_the_same_scenario_twice_has_no_step_and_no_share():
    between = Decomposition(FACTS, PRESETS["pledge"], PRESETS["pledge"])
    assert between.waterfall() == ()
    assert between.shares() == ()


def test_a_setting_alone_has_no_overlap():
    [share] = Decomposition(FACTS, PRESETS["pledge"], PRESETS["private-firms-only"]).shares()
    assert set(share.overlap.values) == {0}
    assert list(share.shapley.values) == difference(PRESETS["pledge"], PRESETS["private-firms-only"])


def reason(**percent):
    made, problems = build_scenario(presets()["pledge"], {f"reason.{name}": value for name, value in percent.items()})
    assert not problems
    return made


def test_settings_that_conflict_on_the_way_go_together_and_others_do_not():
    before = reason(risk_high=10, capacity_high=5)
    after = reason(risk_low=20, risk_high=30, capacity_low=5, capacity_high=50, independent=False)
    assert mixed(before, after, ["reason.risk_low"]) is None, "20% at least is above 10% at most"
    assert mixed(before, after, ["reason.capacity_low"]) is not None, "5% at least is not above 5% at most"
    expected = [
        ("reason.risk_low", "reason.risk_high"),
        ("reason.capacity_low",),
        ("reason.capacity_high",),
        ("reason.independent",),
    ]
    assert [move.keys for move in moves(before, after)] == expected
    back = [move.keys for move in moves(after, before)]
    assert back == expected, "the way back has the same conflicts here"
    for pair in ((before, after), (after, before)):
        assert added(step.adds for step in Decomposition(FACTS, *pair).waterfall()) == difference(*pair)


def test_above_eight_settings_those_of_one_rule_go_together():
    before, after = PRESETS["public-interest-test"], PRESETS["councils-2019"]
    assert len(differing(before, after)) == 9
    between = Decomposition(FACTS, before, after)
    assert len(between.waterfall()) == 9, "the steps stay single"
    assert [move.keys for move in between.players()] == [
        ("counted.planned",),
        ("authorities.kinds",),
        ("health.include",),
        ("small.threshold", "small.vat"),
        ("specialist.services",),
        ("reason.risk_high", "reason.capacity_high", "reason.independent"),
    ]


def test_above_eight_rules_only_the_waterfall_is_offered():
    before = PRESETS["pledge"]
    many = {
        "counted.planned": True,
        "authorities.kinds": (),
        "nations.covered": (),
        "purchase.goods_and_works": True,
        "frameworks.include": True,
        "concessions.include": False,
        "pfi.include": False,
        "health.include": False,
        "term.minimum_years": 2,
    }
    after, _ = build_scenario(before.preset, many)
    between = Decomposition(FACTS, before, after)
    assert between.players() == ()
    assert between.shares() == ()
    assert added(step.adds for step in between.waterfall()) == difference(before, after)


def test_a_leak_is_noticed():
    between = Decomposition(FACTS, PRESETS["pledge"], PRESETS["councils-2019"])
    between.end += replace(decomposition.NOTHING, values=(0, 0, 0, 1, 0, 0, 0, 0, 0))
    with pytest.raises(AssertionError, match="do not add up"):
        between.waterfall()
    with pytest.raises(AssertionError, match="do not add up"):
        between.shares()


@given(st.lists(st.lists(st.booleans(), min_size=8, max_size=8), min_size=1, max_size=5))
def test_overlap_counts_each_contract_once(table):
    found = overlap([np.array(row) for row in table])
    columns = list(zip(*table, strict=True))
    assert found.under_all == sum(all(column) for column in columns)
    assert found.under_any == sum(any(column) for column in columns)
    alone = [sum(column[side] and sum(column) == 1 for column in columns) for side in range(len(table))]
    assert list(found.only) == (alone if len(table) > 1 else [0])
    assert found.under_all + sum(found.only) + found.some == found.under_any


def shared(*contracts):
    """What two settings do by themselves and both together, in thousandths of contracts, as one sentence says it."""
    first, second, both = (Amounts((0, each, 0) + (0,) * 6) for each in contracts)
    alone = (Move(("small.threshold",)), first), (Move(("suppliers.exempt",)), second)
    return at_once_words(AtOnce(both, alone, 2, silent=False), "the pledge")


def test_what_two_settings_share_is_said_where_it_shows():
    """45 and 3.7 are 48.7, and 49 in all: "0.02 of them both" stood behind them."""
    each = "49 fewer contracts, the same money than under “the pledge”: by itself “Value threshold” takes 45"
    assert shared(-45_000, -3_700, -48_680) == f"{each} and “Exempt suppliers” takes 3.7."
    assert shared(-45_000, -10_000, -49_000) == f"{each} and “Exempt suppliers” takes 10; 6 of these are taken by both."
