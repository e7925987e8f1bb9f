"""Whether a setting does anything in the present scenario, and if not, why."""

from collections.abc import Callable
from typing import Any

import numpy as np

from policy.cached import of_table
from policy.coded import CodedContracts, prepare
from policy.contracts import COLUMNS, Kind
from policy.engine.decide import decide
from policy.results.groups import Decisions
from policy.results.rows import due_of
from policy.rules import settings
from policy.rules.base import Setting
from policy.rules.units import Unit
from policy.scenarios.values import neighbouring_values, other_ends

_SAMPLE = 4_000
"""Rows of a larger table that are asked first: one that changes there settles that a setting has an effect."""


Pause = Callable[[], object]


def no_pause() -> None:
    """Go on at once, where nobody waits."""


def inactive_reason(decisions: Decisions, key: str, pause: Pause = no_pause) -> str:
    """Say why no other value of a setting would change the result.

    The values tried are those one step away and the ends of the range; lists of free items are taken to have an effect.

    Args:
        decisions: the present scenario.
        key: the setting.
        pause: called before each other value is tried; a server lets those who wait have their turn in it.

    Returns:
        A sentence; empty where another value would change the result.
    """
    setting = settings()[key]
    others = _others(decisions, setting)
    if setting.unit is Unit.ITEMS or not others or _moves_a_sample(decisions, key, others, pause):
        return ""
    moved = 0
    for other in others:
        changed = _decided(decisions, key, other, pause)
        if changed is None:
            continue
        if _differs(decisions, changed):
            return ""
        moved = max(moved, _moved(decisions, changed))
    if moved:
        which = "one contract that it moves is" if moved == 1 else f"{moved:,} contracts that it moves are"
        return f"No effect: the {which} settled by other rules."
    if sibling := _sibling(decisions, setting, others, pause):
        return f"No effect while {sibling}."
    return "No effect: no counted contract has a value that it would change."


def _moves_a_sample(decisions: Decisions, key: str, others: list[Any], pause: Pause) -> bool:
    """Whether another value changes the stage, the range or the day of some contract in a sample of a large table.

    These depend on the contract alone; only its central share rests on the others.
    """
    if len(decisions.coded) <= _SAMPLE:
        return False
    as_built = (decisions.coded.as_built or decisions.coded).everything
    sampled = decide(of_table(as_built, _sample).within(decisions.coded.scope), decisions.scenario)
    changed = (_decided(sampled, key, other, pause) for other in others)
    return any(one is not None and _differs(sampled, one, ("stage", "low", "high")) for one in changed)


def _sample(coded: CodedContracts) -> CodedContracts:
    """Take rows at even distances, with the profiles of these alone; no rule reads a text but the id.

    Of the table as built, so that every scenario with assessments of its own shares one sample.
    """
    columns = [column.name for column in COLUMNS if column.kind is not Kind.TEXT or column.name == "contract_id"]
    columns = [name for name in columns if name in coded.frame]
    return prepare(coded.frame[columns].iloc[:: len(coded) // _SAMPLE], coded.services)


def _others(decisions: Decisions, setting: Setting) -> list[Any]:
    """The ends of the range, and one step either way: what moves most is asked first."""
    value, levels = decisions.scenario.values[setting.key], decisions.coded.levels
    return [*other_ends(setting, value, levels), *neighbouring_values(setting, value, levels)]


def _decided(decisions: Decisions, key: str, value: Any, pause: Pause) -> Decisions | None:
    pause()
    try:
        return decide(decisions.coded, decisions.scenario.having(key, value))
    except ValueError:
        return None


def _differs(before: Decisions, after: Decisions, names: tuple[str, ...] = ("stage", "low", "high", "central")) -> bool:
    if not all(np.array_equal(getattr(before, name), getattr(after, name)) for name in names):
        return True
    return not np.array_equal(due_of(before).day[before.high > 0], due_of(after).day[after.high > 0])


def _moved(before: Decisions, after: Decisions) -> int:
    """Counted contracts to which some rule gives another answer, whatever the outcome."""
    pairs = zip(before.steps, after.steps, strict=True)
    moved = np.any([before.exits(old).answers != after.exits(new).answers for old, new in pairs], axis=0)
    return int((moved & before.counted).sum())


def _sibling(decisions: Decisions, setting: Setting, others: list[Any], pause: Pause) -> str:
    """Find another setting of the same rule whose present value makes this one idle."""
    values = decisions.scenario.values
    for sibling in setting.rule.settings():
        if sibling.key == setting.key or sibling.unit is Unit.ITEMS:
            continue
        for value in neighbouring_values(sibling, values[sibling.key], decisions.coded.levels):
            base = _decided(decisions, sibling.key, value, pause)
            if base is None:
                continue
            if _moves_a_sample(base, setting.key, others, pause) or _moves(base, setting.key, others, pause):
                return f"“{sibling.label}” is {sibling.words(values[sibling.key])}"
    return ""


def _moves(base: Decisions, key: str, others: list[Any], pause: Pause) -> bool:
    changed = (_decided(base, key, other, pause) for other in others)
    return any(one is not None and _differs(base, one) for one in changed)
