"""What a setting says of itself holds: `effect` says which way it moves what returns, whatever the rest."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.load.datasets import embedded
from data.model.service_table import services
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.results.totals import funnel, totals
from policy.rules import settings as known_settings
from policy.rules.base import Monotone
from policy.rules.units import Unit
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario, start_values
from tests.draws import some
from tests.strategies import changes, scenarios, tables, value

KNOWN = known_settings()
ONE_WAY = {key: spec for key, spec in KNOWN.items() if spec.param.effect is not Monotone.EITHER}
REGISTER = prepare(embedded().contracts, services())
FACTS = st.one_of(st.just(REGISTER), tables().map(lambda contracts: prepare(contracts, services())))
PRESETS = st.sampled_from(list(presets().values()))


@st.composite
def smaller_and_larger(draw, spec):
    """Draw two values of a setting in the order in which `effect` speaks of them."""
    one, other = draw(value(spec)), draw(value(spec))
    if spec.unit is Unit.CHOICES:
        return one, spec.hold((*one, *other))
    order = list(spec.param.options).index if spec.unit is Unit.CHOICE else None
    return tuple(sorted((one, other), key=order))


def with_room(rest, key, values):
    """Make room for the values: a least share may not exceed the greatest one."""
    ground, _, end = key.rpartition("_")
    if ground.startswith("reason."):
        opposite = {"low": ("high", 100), "high": ("low", 0)}[end]
        rest = {**rest, f"{ground}_{opposite[0]}": opposite[1]}
    return [{**rest, key: given} for given in values]


def moved(coded, preset, rest, key, values):
    """Decide with the smaller and with the larger value."""
    for chosen in with_room(rest, key, values):
        made, problems = build_scenario(preset, chosen)
        assert not problems
        yield decide(coded, made)


def never_more(fewer, more, ends):
    """Contract by contract, and in every total, the first decisions return no more than the second."""
    for end in ends:
        assert (getattr(fewer, end) <= getattr(more, end)).all(), end
        for measure in MEASURES:
            left, right = (getattr(totals(made).measure(measure).returns, end) for made in (fewer, more))
            assert left <= right, (measure, end)


@pytest.mark.parametrize("key", ONE_WAY)
@given(st.data())
@settings(max_examples=some(30))
def test_a_setting_moves_what_returns_only_the_way_it_says(key, data):
    values = data.draw(smaller_and_larger(ONE_WAY[key]))
    smaller, larger = moved(data.draw(FACTS), data.draw(PRESETS), data.draw(changes()), key, values)
    if ONE_WAY[key].param.effect is Monotone.INCREASING:
        never_more(smaller, larger, ("low", "high"))
    else:
        never_more(larger, smaller, ("low", "high"))


@given(FACTS, PRESETS, changes(), smaller_and_larger(KNOWN["small.threshold"]))
def test_a_higher_single_threshold_returns_no_more_centrally_either(coded, preset, rest, values):
    rest = {**rest, "small.figures": "one", "small.vat": "ex"}
    smaller, larger = moved(coded, preset, rest, "small.threshold", values)
    never_more(larger, smaller, ("low", "central", "high"))


def figures(coded, made):
    decisions = decide(coded, made)
    return totals(decisions), funnel(decisions)


@pytest.mark.parametrize("name", presets())
def test_no_change_gives_the_figures_of_the_preset(name):
    preset = presets()[name]
    plain, _ = build_scenario(preset)
    spelled_out, problems = build_scenario(preset, start_values(preset))
    assert not problems
    assert spelled_out == plain and spelled_out.changes() == {}
    assert figures(REGISTER, spelled_out) == figures(REGISTER, plain)


@given(scenarios())
def test_changes_taken_back_give_the_figures_of_the_preset(made):
    plain, _ = build_scenario(made.preset)
    back, problems = build_scenario(made.preset, {**made.changes(), **start_values(made.preset)})
    assert not problems
    assert figures(REGISTER, back) == figures(REGISTER, plain)
