"""What other values of a setting, or other scenarios, would return, and on which contracts scenarios agree."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from policy.analysis.decomposition import NOTHING, Amounts, Move, amounts_of, moves
from policy.analysis.variants import sweep_threshold, totals_of
from policy.coded import Bools, CodedContracts, Rows
from policy.engine.decide import OUTSIDE, STAGES
from policy.formats import capital, listed, some
from policy.results.findings import figure, signed
from policy.results.groups import Decisions
from policy.results.sentences import at_most
from policy.results.totals import Totals
from policy.rules import settings
from policy.rules.base import Stage
from policy.rules.units import Unit
from policy.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Point:
    """What returns at one value of a setting."""

    value: Any
    totals: Totals


def sweep_values(key: str, scenario: Scenario) -> list[Any]:
    """Values to try for a setting, in order: every tick or step of its range, every option; the present one too."""
    setting = settings()[key]
    present = scenario.values[key]
    if setting.param.ticks:
        return sorted({*setting.param.ticks, present})
    if isinstance(setting.minimum, int) and isinstance(setting.maximum, int):
        return sorted({*range(setting.minimum, setting.maximum + 1, setting.param.step), present})
    if setting.unit is Unit.SWITCH:
        return [False, True]
    if setting.unit is Unit.CHOICE:
        return list(setting.param.options)
    raise ValueError(f"{setting.label} is a list and cannot be swept; choose a number, a choice or a switch")


def sweep(coded: CodedContracts, scenario: Scenario, key: str, values: list[Any] | None = None) -> Iterator[Point]:
    """Give what returns at each value of a setting, the others left as they are.

    Args:
        coded: the contracts.
        scenario: where the other settings are taken from.
        key: the setting, such as `small.threshold`.
        values: the values to try, as the rule stores them; `sweep_values` if not given.

    Returns:
        A point for each value that can stand beside the other settings; others are left out.

    Raises:
        ValueError: no values are given and the setting has no order of its own, such as a list.
    """
    values = sweep_values(key, scenario) if values is None else values
    if key == "small.threshold" and scenario.values["small.figures"] == "one":
        least, most = settings()[key].minimum or 0, settings()[key].maximum or 0
        values = [value for value in values if isinstance(value, int) and least <= value <= most]
        yield from map(Point, values, sweep_threshold(coded, scenario, values))
        return
    standing: list[tuple[Any, Scenario]] = []
    for value in values:
        with suppress(ValueError):
            standing.append((value, scenario.having(key, value)))
    each_total = totals_of(coded, [changed for _, changed in standing])
    yield from (Point(value, total) for (value, _), total in zip(standing, each_total, strict=True))


@dataclass(frozen=True)
class Difference:
    """A setting whose value differs between scenarios, in words, in the order of the scenarios."""

    key: str
    label: str
    words: tuple[str, ...]


def differences(scenarios: list[Scenario], names: Mapping[str, str]) -> list[Difference]:
    """Settings whose values differ between scenarios; `names` are those of services by id."""
    differing = []
    for key, setting in settings().items():
        values = [scenario.values[key] for scenario in scenarios]
        if any(value != values[0] for value in values):
            differing.append(Difference(key, setting.label, tuple(setting.words(value, names) for value in values)))
    return differing


@dataclass(frozen=True, eq=False)
class Flips:
    """Contracts on which two scenarios differ, by row in the order of the table."""

    rows: Rows
    before: Decisions
    after: Decisions

    def __len__(self) -> int:
        return len(self.rows)

    def first(self, most: int) -> "Flips":
        """Give at most so many of them."""
        return replace(self, rows=self.rows[:most])

    def words(self) -> list[tuple[str, str]]:
        """Say where each stands before and after."""
        return list(zip(*(each_stands(side, self.rows) for side in (self.before, self.after)), strict=True))


def flips(before: Decisions, after: Decisions) -> Flips:
    """Find the contracts whose outcome differs between two scenarios on the same table.

    A contract that stays undecided for the same reason does not flip, although its central share may move with the
    pass rates.
    """
    moved = (before.stage != after.stage) | (before.low != after.low) | (before.high != after.high)
    return Flips(np.flatnonzero(moved | (before.rule != after.rule)), before, after)


def stands(decisions: Decisions, row: int) -> str:
    """Say where a contract stands: the rule that decides it, what is not known, or that it comes back."""
    [words] = each_stands(decisions, np.array([row]))
    return words


def each_stands(decisions: Decisions, rows: Rows) -> list[str]:
    """Say where each of some contracts stands, in their order; the words of an outcome are made once."""
    outcomes = decisions.of_rows(decisions.outcome.codes, rows).tolist()
    words = {outcome: _outcome_words(decisions, outcome) for outcome in set(outcomes)}
    return [words[outcome] for outcome in outcomes]


def _outcome_words(decisions: Decisions, outcome: int) -> str:
    stage, rule = decisions.stage_and_step[:, outcome].tolist()
    if stage == OUTSIDE:
        return "Not counted"
    if rule == OUTSIDE:
        return "Good reason shown" if STAGES[stage] is Stage.GOOD_REASON else decisions.scenario.preset.outcome
    step = decisions.steps[rule].rule
    return step.doubt if STAGES[stage] is Stage.NOT_KNOWN else step.label


@dataclass(frozen=True)
class Overlap:
    """Numbers of contracts that come back under every scenario, under each one alone, under some, under any."""

    under_all: int
    only: tuple[int, ...]
    some: int
    under_any: int


def overlap(comes_back: Sequence[Bools]) -> Overlap:
    """Count over the same rows; with one scenario alone every contract that comes back does so under all."""
    times = np.sum(comes_back, axis=0)
    every = times == len(comes_back)
    only = tuple(int((rows & (times == 1) & ~every).sum()) for rows in comes_back)
    under_all, under_any = int(every.sum()), int((times > 0).sum())
    some = int(((times > 1) & ~every).sum())
    assert under_all + sum(only) + some == under_any, "the parts of the overlap do not add up"
    return Overlap(under_all, only, some, under_any)


_FEW = 4
"""So many settings are told apart in one line; each is one more scenario to decide."""


@dataclass(frozen=True)
class AtOnce:
    """A change in one line: what it adds in all, and what each of its settings would add by itself, with its move.

    `alone` is empty where there is one setting, or too many to tell apart, or where `few` are told. `silent` says that
    some contract returns, before or after, whose value a year is not known. `few` is what returns before and after,
    where none of few contracts is certain in either: no central figure of theirs is told in words (semantics 10.18).
    """

    whole: Amounts
    alone: tuple[tuple[Move, Amounts], ...]
    settings: int
    silent: bool
    few: tuple[Totals, Totals] | None = None


def at_once(coded: CodedContracts, before: Scenario, after: Scenario) -> AtOnce:
    """Say what a change of scenario does, and each of its settings by itself; all are decided in the same cells."""
    differing = tuple(moves(before, after))
    single = [before.having_all({key: after.values[key] for key in move.keys}) for move in differing]
    told_apart = single if 1 < len(differing) <= _FEW else []
    first, *of_single, last = totals_of(coded, [before, *told_apart, after])
    start = amounts_of(first)
    silent = bool(first.annual_gbp.silent or last.annual_gbp.silent)
    uncertain = all(side.is_few or not side.contracts.returns.high for side in (first, last))
    few = (first, last) if uncertain and (first.is_few or last.is_few) else None
    parted = () if few else zip(differing, of_single, strict=False)
    alone = tuple((move, amounts_of(totals) - start) for move, totals in parted)
    return AtOnce(amounts_of(last) - start, alone, len(differing), silent, few)


_COMPARE = ": {} settings differ, and Compare tells them apart"
_TOO_LITTLE = 50
"""Thousandths of a contract, a twentieth of one, that settings share and a sentence leaves out: its parts are rounded
to tenths or more."""


def at_once_words(effect: AtOnce, before: str) -> str:
    """Say a change in one sentence, from the central figures; `before` names the scenario that it starts from.

    Of few contracts, none of them certain, what may return is said on either side (semantics 10.18).
    """
    if effect.few and effect.whole != NOTHING:
        was, now = map(_at_most, effect.few)
        where = "as" if was == now else f"instead of {was},"
        apart = _COMPARE.format(effect.settings) if effect.settings > 1 else ""
        return f"{capital(now)}{',' if ',' in now else ''} {where} under “{before}”{apart}."
    contracts, spend = (int(effect.whole.of(measure)[1]) for measure in ("contracts", "annual_gbp"))
    if not (contracts or spend or any(amounts != NOTHING for _, amounts in effect.alone)):
        return f"Nothing more and nothing less comes back, centrally, than under “{before}”."
    number = f"{_number(contracts)} {'fewer' if contracts < 0 else 'more'}" if contracts else "As many"
    noun = "contract" if number.startswith("1 ") else "contracts"
    less = "less" if spend < 0 else "more"
    amount = f"{figure('annual_gbp', abs(spend))} a year {less}" if spend else "the same money"
    where = ", where a value is known," if effect.silent and spend else ""
    sentence = f"{number} {noun}, {amount}{where} {'than' if contracts or spend else 'as'} under “{before}”"
    return f"{sentence}{_each(effect)}."


def _at_most(side: Totals) -> str:
    """Say how many contracts may return, and what they are worth at most."""
    high = -(-side.contracts.returns.high // 1000)
    return f"up to {some(high, 'contract')}{at_most(side, 'its' if high == 1 else 'their')}" if high else "none"


def _each(effect: AtOnce) -> str:
    """Say what each setting does by itself, and what they share; several settings of one change overlap."""
    if not effect.alone:
        return "" if effect.settings < 2 else _COMPARE.format(effect.settings)
    does = [(move, int(amounts.of("contracts")[1])) for move, amounts in effect.alone]
    parts = [f"“{move.label}” {_does(value)}" for move, value in does]
    both = sum(value for _, value in does) - int(effect.whole.of("contracts")[1])
    if abs(both) < _TOO_LITTLE:
        return f": by itself {listed(parts)}"
    if len(does) == 2 and both < 0 and all(value < 0 for _, value in does):
        number = _number(both)
        return f": by itself {listed(parts)}; {number} of these {'is' if number == '1' else 'are'} taken by both"
    sign = "more" if both < 0 else "fewer"
    return f": by itself {listed(parts)}; together {_number(both)} {sign} than these add up to"


def _does(value: int) -> str:
    if not value:
        return "changes no number of contracts"
    return f"{'takes' if value < 0 else 'adds'} {_number(value)}"


def _number(value: int) -> str:
    """Say a difference of contracts without its sign; few keep a decimal, as in `signed`."""
    return signed("contracts", abs(value))[1:]
