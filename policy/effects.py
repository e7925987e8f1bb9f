"""Whether a setting does anything in the present scenario, and if not, why."""

from typing import Any

import numpy as np

from policy.alternatives import one_step, options_of
from policy.engine import Decisions, decide
from policy.parameter import Spec
from policy.rules import settings
from policy.units import Unit


def no_effect(decisions: Decisions, key: str) -> str:
    """Say why no other value of a setting would change the result; empty where one would."""
    spec = settings()[key]
    others = _others(decisions, spec)
    if spec.unit is Unit.ITEMS or not others:
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


def _differs(before: Decisions, after: Decisions) -> bool:
    return not all(
        np.array_equal(getattr(before, name), getattr(after, name))
        for name in ("stage", "low", "central", "high")
    ) or not np.array_equal(before.due.day[before.high > 0], after.due.day[after.high > 0])


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
            if base and any((after := _decided(base, spec.key, o)) and _differs(base, after) for o in others):
                return f"“{sibling.label}” is {sibling.words(values[sibling.key])}"
    return ""
