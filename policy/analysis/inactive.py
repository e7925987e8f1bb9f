"""Whether a setting does anything in the present scenario, and if not, why."""

from typing import Any

import numpy as np

from policy.cached import keep
from policy.coded import Facts, prepare
from policy.contracts import COLUMNS, Kind
from policy.engine.decide import Decisions, decide
from policy.rules import settings
from policy.rules.base import Spec
from policy.rules.units import Unit
from policy.scenarios.scenario import Scenario
from policy.scenarios.values import one_step, options_of

_SAMPLE = 4_000
"""Rows of a larger table that are asked first: one that changes there settles that a setting has an effect."""


def no_effect(decisions: Decisions, key: str) -> str:
    """Say why no other value of a setting would change the result; empty where one would."""
    spec = settings()[key]
    others = _others(decisions, spec)
    if spec.unit is Unit.ITEMS or not others or _moves_a_sample(decisions, key, others):
        return ""
    moved = 0
    for other in others:
        changed = _decided(decisions, key, other)
        if changed is None:
            continue
        if _differs(decisions, changed):
            return ""
        moved = max(moved, _moved(decisions, changed))
    if moved:
        return f"No effect: the {moved:,} contracts that it moves are settled by other rules."
    if sibling := _sibling(decisions, spec, others):
        return f"No effect while {sibling}."
    return "No effect: no counted contract has a value that it would change."


def _moves_a_sample(decisions: Decisions, key: str, others: list[Any]) -> bool:
    """Whether another value changes the stage, the range or the day of some contract in a sample of a large table.

    These depend on the contract alone; only its central share rests on the others.
    """
    if len(decisions.facts) <= _SAMPLE:
        return False
    few = _few(decisions.facts, decisions.scenario)
    changed = (_decided(few, key, other) for other in others)
    return any(one is not None and _differs(few, one, ("stage", "low", "high")) for one in changed)


@keep(16)
def _few(facts: Facts, scenario: Scenario) -> Decisions:
    return decide(_sample(facts), scenario)


@keep(4)
def _sample(facts: Facts) -> Facts:
    """Take rows at even distances, with the profiles of these alone; no rule reads a text but the id."""
    columns = [column.name for column in COLUMNS if column.kind is not Kind.TEXT or column.name == "contract_id"]
    columns = [name for name in columns if name in facts.frame]
    return prepare(facts.frame[columns].iloc[:: len(facts) // _SAMPLE], facts.services)


def _others(decisions: Decisions, spec: Spec) -> list[Any]:
    """One step either way, and the ends of the range."""
    value = decisions.scenario.values[spec.key]
    levels = decisions.facts.levels
    found = list(one_step(spec, value, levels))
    if spec.unit is Unit.CHOICES:
        found += [(), options_of(spec, levels)]
    ends = [end for end in (spec.minimum, spec.maximum) if end is not None]
    return [other for other in [*ends, *found] if other != value]


def _decided(decisions: Decisions, key: str, value: Any) -> Decisions | None:
    try:
        return decide(decisions.facts, decisions.scenario.having(key, value))
    except ValueError:
        return None


def _differs(
    before: Decisions, after: Decisions, names: tuple[str, ...] = ("stage", "low", "high", "central")
) -> bool:
    if not all(np.array_equal(getattr(before, name), getattr(after, name)) for name in names):
        return True
    return not np.array_equal(before.due.day[before.high > 0], after.due.day[after.high > 0])


def _moved(before: Decisions, after: Decisions) -> int:
    """Counted contracts to which some rule gives another answer, whatever the outcome."""
    pairs = zip(before.steps, after.steps, strict=True)
    moved = np.any([before.leaves(old).answers != after.leaves(new).answers for old, new in pairs], axis=0)
    return int((moved & before.counted).sum())


def _sibling(decisions: Decisions, spec: Spec, others: list[Any]) -> str:
    """Find another setting of the same rule whose present value makes this one idle."""
    values = decisions.scenario.values
    for sibling in spec.rule.specs():
        if sibling.key == spec.key or sibling.unit is Unit.ITEMS:
            continue
        for value in one_step(sibling, values[sibling.key], decisions.facts.levels):
            base = _decided(decisions, sibling.key, value)
            if base and (_moves_a_sample(base, spec.key, others) or _moves(base, spec.key, others)):
                return f"“{sibling.label}” is {sibling.words(values[sibling.key])}"
    return ""


def _moves(base: Decisions, key: str, others: list[Any]) -> bool:
    changed = (_decided(base, key, other) for other in others)
    return any(one is not None and _differs(base, one) for one in changed)
