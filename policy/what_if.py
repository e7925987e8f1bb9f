"""What other values of a setting, or other scenarios, would return."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from policy.engine import OUTSIDE, STAGES, Decisions, decide
from policy.facts import Facts, Ints
from policy.fast_sweep import sweep_threshold
from policy.rules import settings
from policy.scenario import Scenario
from policy.summary import Totals, totals
from policy.units import Unit


@dataclass(frozen=True)
class Point:
    """What returns at one value of a setting."""

    value: Any
    totals: Totals


def sweep_values(key: str, scenario: Scenario) -> list[Any]:
    """Values to try for a setting, in order: every tick or step of its range, every option; the present one too."""
    spec = settings()[key]
    present = scenario.values[key]
    if spec.param.ticks:
        return sorted({*spec.param.ticks, present})
    if isinstance(spec.minimum, int) and isinstance(spec.maximum, int):
        return sorted({*range(spec.minimum, spec.maximum + 1, spec.param.step), present})
    if spec.unit is Unit.SWITCH:
        return [False, True]
    if spec.unit is Unit.CHOICE:
        return list(spec.param.options)
    raise ValueError(f"{key} holds {spec.unit.value} and cannot be swept; choose a number, a choice or a switch")


def sweep(facts: Facts, scenario: Scenario, key: str, values: list[Any] | None = None) -> Iterator[Point]:
    """Give what returns at each value of a setting, the others left as they are; values in conflict are skipped."""
    values = sweep_values(key, scenario) if values is None else values
    if key == "small.threshold" and scenario.values["small.figures"] == "one":
        least, most = settings()[key].minimum or 0, settings()[key].maximum or 0
        values = [value for value in values if isinstance(value, int) and least <= value <= most]
        yield from map(Point, values, sweep_threshold(facts, scenario, values))
        return
    for value in values:
        try:
            yield Point(value, totals(decide(facts, scenario.having(key, value))))
        except ValueError:
            continue


@dataclass(frozen=True)
class Difference:
    """A setting whose value differs between scenarios, in words, in the order of the scenarios."""

    key: str
    label: str
    words: tuple[str, ...]


def differences(scenarios: list[Scenario]) -> list[Difference]:
    """Settings whose values differ between scenarios."""
    found = []
    for key, spec in settings().items():
        values = [scenario.values[key] for scenario in scenarios]
        if any(value != values[0] for value in values):
            found.append(Difference(key, spec.label, tuple(spec.words(value) for value in values)))
    return found


class Flipped(NamedTuple):
    """A contract on which two scenarios differ, with stage and rule under each."""

    row: int
    before: str
    after: str


def flips(before: Decisions, after: Decisions) -> list[Flipped]:
    """Contracts whose outcome differs between two scenarios on the same table.

    A contract that stays undecided for the same reason does not flip, although its central share may move with the
    evidence of others.
    """
    moved = (before.stage != after.stage) | (before.low != after.low) | (before.high != after.high)
    rows: Ints = np.flatnonzero(moved | (before.rule != after.rule))
    sides = [map(_standings(made).__getitem__, made.outcome[rows].tolist()) for made in (before, after)]
    return [*map(Flipped, rows.tolist(), *sides)]


def stands(decisions: Decisions, row: int) -> str:
    """Say where a contract stands: the rule that decides it, what is not known, or that it comes back."""
    return _stands(decisions, int(decisions.outcome[row]))


def _standings(decisions: Decisions) -> dict[int, str]:
    return {int(outcome): _stands(decisions, int(outcome)) for outcome in np.unique(decisions.outcome)}


def _stands(decisions: Decisions, outcome: int) -> str:
    stage, rule = (int(of[outcome]) for of in decisions.of_outcome)
    if stage == OUTSIDE:
        return "Not counted"
    if rule == OUTSIDE:
        return {"returns": "Back in house", "good_reason": "Good reason shown"}[STAGES[stage].value]
    step = decisions.steps[rule].rule
    return step.doubt if STAGES[stage].value == "not_known" else step.label
