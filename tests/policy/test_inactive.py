"""A setting without an effect says so beside its control, with a reason that is true; one with an effect is silent."""

from datetime import date
from functools import cache

import numpy as np
import pytest

from policy.analysis import inactive
from policy.analysis.inactive import _differs as differs
from policy.analysis.inactive import inactive_reason
from policy.engine.decide import decide
from policy.results.rows import due_of
from policy.results.totals import funnel, totals
from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scenarios.values import options_of
from tests.oracle import READ_TWICE
from tests.pages import link, opened
from ui.controls.setting_list import SENTENCE
from ui.shell.cache import register

FACTS = register().coded
NOTE = "No effect"
DATES = [date(year, month, 1) for year in range(2000, 2060, 2) for month in (1, 4, 10)]


def values_of(spec):
    """Many values of a setting: all where they are few, else a spread over the range."""
    if spec.unit is Unit.SWITCH:
        return [False, True]
    if spec.unit is Unit.DATE:
        return DATES
    if spec.unit is Unit.CHOICE:
        return list(spec.param.options)
    if spec.unit is Unit.CHOICES:
        options = options_of(spec, FACTS.levels)
        return [(), options, *((one,) for one in options), *(tuple(o for o in options if o != one) for one in options)]
    return [*spec.param.ticks, *range(spec.minimum, spec.maximum + 1, max(spec.param.step, spec.maximum // 40))]


def outcome(decisions):
    """All that a reader could see change: totals, funnel, shares, and the year in which each falls due."""
    back = decisions.high > 0
    arrays = (
        decisions.counted,
        decisions.stage,
        decisions.low,
        decisions.central,
        decisions.high,
        np.where(back, due_of(decisions).day, 0),
    )
    return totals(decisions), tuple(funnel(decisions)), *(part.tobytes() for part in arrays)


def others(made, key):
    for value in values_of(settings()[key]):
        try:
            yield decide(FACTS, made.having(key, value))
        except ValueError:
            continue


def moves(made, key):
    """Whether any of many values of a setting changes anything."""
    now = outcome(decide(FACTS, made))
    return any(outcome(other) != now for other in others(made, key))


@cache
def plain():
    made = build_scenario()[0]
    return made, decide(FACTS, made)


CLOSED = [key for key, spec in settings().items() if spec.unit is not Unit.ITEMS]


@pytest.mark.parametrize("key", CLOSED)
def test_the_note_stands_exactly_where_no_value_changes_anything(key):
    made, decisions = plain()
    assert bool(inactive_reason(decisions, key)) is not moves(made, key)


@pytest.mark.parametrize("changes", [{}, {"small.threshold": 10_000_000}, {"contact.on": False, "rights.on": False}])
def test_asking_a_sample_first_changes_no_note(changes, monkeypatch):
    decisions = decide(FACTS, build_scenario(None, changes)[0])
    whole = {key: inactive_reason(decisions, key) for key in CLOSED}
    asked = []
    monkeypatch.setattr(inactive, "_SAMPLE", 30)
    monkeypatch.setattr(inactive, "_differs", lambda *given: asked.append(len(given[0].coded)) or differs(*given))
    assert {key: inactive_reason(decisions, key) for key in CLOSED} == whole
    assert min(asked) < 40 < max(asked) == len(FACTS), "some notes are settled by the sample, and some are not"


def test_some_settings_idle_in_the_plain_reading_and_most_do_not():
    idle = [key for key in settings() if inactive_reason(plain()[1], key)]
    assert 1 <= len(idle) < len(CLOSED) / 2


def noted(words):
    """Settings whose note in the plain reading holds these words."""
    return [key for key in CLOSED if words in inactive_reason(plain()[1], key)]


@pytest.mark.parametrize("key", noted("while"))
def test_the_setting_that_is_named_as_the_reason_is_the_reason(key):
    """Moving the named sibling away from its present value lets the setting act."""
    made, decisions = plain()
    said = inactive_reason(decisions, key)
    sibling = next(
        s
        for s in settings()[key].rule.settings()
        if said == f"{NOTE} while “{s.label}” is {s.words(made.values[s.key])}."
    )
    steps = [value for value in values_of(sibling) if value != made.values[sibling.key]]
    assert any(moves(made.having(sibling.key, value), key) for value in steps)


FALSE_REASON = pytest.mark.xfail(strict=True, reason="policy.effects looks one step into the same rule only")


@pytest.mark.parametrize(
    ("preset", "key"),
    [
        *(
            pytest.param("pledge", key, marks=FALSE_REASON if key == "small.vat" else ())
            for key in noted("no counted contract")
        ),
        pytest.param("councils-2019", "contact.level", marks=FALSE_REASON),
    ],
)
def test_where_no_contract_has_such_a_value_no_other_setting_of_the_stage_lets_it_act(preset, key):
    made = build_scenario(presets()[preset])[0]
    assert "no counted contract has a value" in inactive_reason(decide(FACTS, made), key)
    for other, spec in settings().items():
        if spec.rule.id not in READ_TWICE:  # a rule added later may well wake it, and answers for that itself
            continue
        if other != key and spec.rule.stage is settings()[key].rule.stage and spec.unit is not Unit.ITEMS:
            for value in values_of(spec):
                assert not moves(made.having(other, value), key), f"it acts with {other} at {value}"


def test_contracts_that_are_settled_by_other_rules_exist():
    """Some rule answers otherwise about so many counted contracts, and yet nothing changes."""
    made = build_scenario(presets()["councils-2019"], {"authorities.kinds": ("education",)})[0]
    decisions = decide(FACTS, made)
    notes = {key: inactive_reason(decisions, key) for key in CLOSED}
    settled = {key: note for key, note in notes.items() if "are settled by other rules" in note}
    assert settled, notes
    for key, note in settled.items():
        said = int(note.split("the ")[1].split(" ")[0].replace(",", ""))
        touched = [
            np.any(
                [
                    decisions.exits(a).answers != other.exits(b).answers
                    for a, b in zip(decisions.steps, other.steps, strict=True)
                ],
                axis=0,
            )
            & decisions.counted
            for other in others(made, key)
        ]
        assert 0 < said <= max(int(rows.sum()) for rows in touched)


@pytest.mark.parametrize("preset", ["pledge", "coercion-and-rights"])
def test_the_settings_page_says_what_idles_and_nothing_of_the_rest(preset):
    made = build_scenario(presets()[preset])[0]
    notes = {key: inactive_reason(decide(FACTS, made), key) for key in settings()}
    captions = [caption.value.replace("\\", "") for caption in opened("settings", link(made)).main.caption]
    said = [caption for caption in captions if caption.startswith(NOTE)]
    in_the_sentence = [key for line in SENTENCE for _, key in line if key]
    assert said == [notes[key] for key in (*in_the_sentence, *settings()) if notes[key]]
