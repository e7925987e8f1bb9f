"""What each setting would change by one step from the present scenario, and what any two would change together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

import numpy as np

from policy.analysis.variants import totals_of
from policy.coded import CodedContracts
from policy.formats import listed, whole_pounds
from policy.results.groups import Decisions
from policy.results.report import known_range, number
from policy.results.totals import Totals, totals
from policy.rules import settings
from policy.rules.base import Setting
from policy.rules.trigger import years_after
from policy.rules.units import Unit
from policy.scenarios.scenario import Scenario
from policy.scenarios.values import neighbouring_values, options_of, other_ends

MOST_VALUES = 9
"""Rows and columns of a two-way map: what can be read at a glance."""
_BATCH = 12
"""Once so many alternatives are together, they are totalled, and those of the next rule begin anew."""


@dataclass(frozen=True)
class Change:
    """One setting at another value, the others as they are, and what returns then; `step` is not only an end."""

    key: str
    value: Any
    step: bool
    words: str
    totals: Totals


@dataclass(frozen=True)
class Reach:
    """The changes of one setting that take most away from a measure and add most to it, by one step and by any.

    `step` and `end` are the larger of the two moves, in thousandths of contracts or of pence. `whom` is set where
    the setting says whom the policy is for, which no one would change to move it.
    """

    key: str
    label: str
    now: str
    step_down: Change | None
    step_up: Change | None
    down: Change | None
    up: Change | None
    step: int
    end: int
    whom: bool = False


def alternatives(decisions: Decisions) -> list[tuple[str, Any, bool]]:
    """Every setting's other values, in the order of the rules: one step away, then the ends of its range."""
    others, levels = [], decisions.coded.levels
    for key, setting in settings().items():
        now = decisions.scenario.values[key]
        near = list(neighbouring_values(setting, now, levels))
        others += [(key, value, True) for value in near]
        others += [(key, value, False) for value in other_ends(setting, now, levels) if value not in near]
    return others


def changes(decisions: Decisions) -> Iterator[tuple[int, int, Change | None]]:
    """Try every alternative: how many are done, of how many, and the change; None where it cannot stand alone."""
    coded, now = decisions.coded, decisions.scenario.values
    tried = alternatives(decisions)
    for tries, ((key, value, step), total) in enumerate(zip(tried, _in_batches(decisions, tried), strict=True), 1):
        words = step_words(settings()[key], now[key], value, coded)
        yield tries, len(tried), Change(key, value, step, words, total) if total else None


def all_changes(decisions: Decisions) -> list[Change]:
    """Try every alternative; those that cannot stand alone are left out."""
    return [change for *_, change in changes(decisions) if change]


def _in_batches(decisions: Decisions, tried: list[tuple[str, Any, bool]]) -> Iterator[Totals | None]:
    """Total each alternative, a few rules together: the more of them differ, the fewer contracts are alike."""
    batch: list[Scenario | None] = []
    for _, group in groupby(tried, key=lambda alternative: settings()[alternative[0]].rule):
        batch += [_standing(decisions.scenario, {key: value}) for key, value, _ in group]
        if len(batch) >= _BATCH:
            yield from _each(decisions.coded, batch)
            batch = []
    yield from _each(decisions.coded, batch)


def _each(coded: CodedContracts, scenarios: Sequence[Scenario | None]) -> Iterator[Totals | None]:
    """Total each scenario that can stand."""
    computed = totals_of(coded, [scenario for scenario in scenarios if scenario])
    return (next(computed) if scenario else None for scenario in scenarios)


def _standing(scenario: Scenario, changed: dict[str, Any]) -> Scenario | None:
    """The scenario with some settings changed; none where they cannot stand together."""
    try:
        return scenario.having_all(changed)
    except ValueError:
        return None


def step_words(setting: Setting, now: Any, value: Any, coded: CodedContracts) -> str:
    """Say a value; of a list, what is added or taken away."""
    if setting.unit is Unit.GBP:
        return whole_pounds(value)  # as titles and ends of bars write money
    if setting.unit is not Unit.CHOICES or value == now:
        return setting.words(value)
    if not value:
        return setting.param.unchosen
    if value == options_of(setting, coded.levels):
        return "all"
    names = {**coded.service_names, **setting.param.options}
    every_one_before = not now and setting.param.unchosen != "none"
    gained = "only" if every_one_before else "with"
    moved = [
        f"{gained if item in value else 'without'} {names.get(item, item.replace('_', ' '))}"
        for item in (*now, *value)
        if (item in now) != (item in value)
    ]
    return listed(moved)


def reaches(decisions: Decisions, tried: list[Change], measure: str) -> list[Reach]:
    """The reach of every setting that moves the measure's central figure.

    Args:
        decisions: the present scenario.
        tried: changes of settings with what returns under each.
        measure: one of MEASURES.

    Returns:
        The largest step first, then the largest move to an end of the range; last what no one would change, such as
        which nations are covered. Settings that move nothing are left out.
    """
    now = totals(decisions).measure(measure).returns.central
    by_key: dict[str, list[Change]] = {}
    for change in tried:
        by_key.setdefault(change.key, []).append(change)
    ranked = [_reach(decisions.scenario, group, measure, now) for group in by_key.values()]
    return sorted((reach for reach in ranked if reach.end), key=lambda reach: (reach.whom, -reach.step, -reach.end))


def plain(ranked: Sequence[Reach], now: Totals, measure: str) -> list[dict[str, Any]]:
    """Give reaches as plain values: a row for each change, by how much it moves the measure, and what is back then.

    `ranked` is as `reaches` gives it and `now` what returns at present. Contracts are whole, money is in pounds. `step`
    says whether the change is one step; else it goes to an end of the setting's range.
    """
    known, rows, before = settings(), list[dict[str, Any]](), now.measure(measure).returns.central
    for reach in ranked:
        for change in dict.fromkeys(filter(None, (reach.step_down, reach.step_up, reach.down, reach.up))):
            value = known[change.key].unit.write(change.value)
            moved = number(measure, change.totals.measure(measure).returns.central - before)
            told = {"key": reach.key, "label": reach.label, "now": reach.now, "then": change.words, "value": value}
            rows.append({**told, "step": change.step, "change": moved, "returns": known_range(change.totals, measure)})
    return rows


def _reach(scenario: Scenario, group: list[Change], measure: str, now: int) -> Reach:
    def moved(change: Change) -> int:
        return change.totals.measure(measure).returns.central - now

    def extremes(among: list[Change]) -> tuple[Change | None, Change | None, int]:
        least, most = min(among, key=moved, default=None), max(among, key=moved, default=None)
        down, up = (least if least and moved(least) < 0 else None), (most if most and moved(most) > 0 else None)
        return down, up, max((abs(moved(change)) for change in (down, up) if change), default=0)

    setting = settings()[group[0].key]
    step_down, step_up, step = extremes([change for change in group if change.step])
    down, up, end = extremes(group)
    present = scenario.values[setting.key]
    now_words = whole_pounds(present) if setting.unit is Unit.GBP else setting.words(present)
    moves = (step_down, step_up, down, up)
    return Reach(setting.key, setting.label, now_words, *moves, step, end, setting.param.whom)


@dataclass(frozen=True)
class Grid:
    """What returns for every pair of values of two settings; a cell is missing where the two cannot stand together."""

    down: str
    across: str
    down_values: tuple[Any, ...]
    across_values: tuple[Any, ...]
    cells: tuple[tuple[Totals | None, ...], ...]


def two_way(
    coded: CodedContracts, scenario: Scenario, key_a: str, key_b: str
) -> Iterator[tuple[int, int, Grid | None]]:
    """Total every pair of values of two settings, a row at a time.

    Args:
        coded: the contracts.
        scenario: where the other settings are taken from.
        key_a: the setting whose values are the rows.
        key_b: the setting whose values are the columns.

    Returns:
        After each row: rows done, rows in all, and after the last the grid, else None.
    """
    rows, columns = (grid_values(settings()[key], scenario.values[key], coded) for key in (key_a, key_b))
    cells: list[tuple[Totals | None, ...]] = []
    computed = _each(coded, [_standing(scenario, {key_a: row, key_b: column}) for row in rows for column in columns])
    for rows_done in range(1, len(rows) + 1):
        cells.append(tuple(islice(computed, len(columns))))
        grid = Grid(key_a, key_b, tuple(rows), tuple(columns), tuple(cells)) if rows_done == len(rows) else None
        yield rows_done, len(rows), grid


def grid_values(setting: Setting, now: Any, coded: CodedContracts) -> list[Any]:
    """At most MOST_VALUES of a setting for a map, in order, the present one and the ends among them."""
    if setting.unit is Unit.CHOICES:
        near = list(neighbouring_values(setting, now, coded.levels))
        values = [*other_ends(setting, now, coded.levels), *_common(setting, near, now, coded)]
        return [now, *dict.fromkeys(values)][:MOST_VALUES]
    if setting.unit is Unit.DATE:
        near = [years_after(now, years) for years in (-2, -1, 1, 2)] if now.day < 29 else []
        return sorted({now, *near, *neighbouring_values(setting, now, coded.levels)})
    if setting.unit is Unit.SWITCH:
        return [False, True]
    if setting.param.options:
        return list(setting.param.options)
    return _spread(setting, now)


def _spread(setting: Setting, now: int) -> list[int]:
    """Numbers spread over the ticks or the range, with the present one."""
    allowed = setting.param.ticks or tuple(range(setting.minimum or 0, (setting.maximum or 0) + 1, setting.param.step))
    places = np.unique(np.linspace(0, len(allowed) - 1, MOST_VALUES - 1).round().astype(int))
    return sorted({now, *(allowed[place] for place in places)})


def _common(setting: Setting, values: list[Any], now: Any, coded: CodedContracts) -> list[Any]:
    """Of a list's alternatives first those that concern most contracts of the table, for there may be many."""
    if not setting.param.of:
        return values
    by_level = np.bincount(coded.code(setting.param.of) + 1, minlength=len(coded.levels[setting.param.of]) + 1)[1:]
    weight: dict[str, int] = {}
    for level, contracts in zip(coded.levels[setting.param.of], by_level, strict=True):
        for word in level.split():
            weight[word] = weight.get(word, 0) + int(contracts)
    return sorted(values, key=lambda value: -max((weight.get(item, 0) for item in set(value) ^ set(now)), default=0))


def pairable() -> list[str]:
    """Settings that a two-way map can hold: all but the free lists."""
    return [key for key, setting in settings().items() if setting.unit is not Unit.ITEMS]
