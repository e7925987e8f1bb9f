"""From one scenario to another: what each setting that differs adds, in the stated order and free of any order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

import numpy as np

from policy.analysis.variants import totals_of
from policy.coded import CodedContracts
from policy.formats import listed
from policy.measures import ENDS, MEASURES
from policy.results.findings import figure, signed
from policy.results.groups import Decisions
from policy.results.totals import Totals
from policy.rules import settings
from policy.rules.base import Rule, Stage
from policy.scenarios.scenario import Scenario
from policy.ternary import YES

MOST = 8
"""So many moves have 256 mixtures, each decided once; every further one would double the work."""


@dataclass(frozen=True)
class Amounts:
    """What returns, or a difference of it: low, central, high of each of MEASURES, in thousandths of each."""

    values: tuple[Fraction | int, ...]

    def of(self, measure: str) -> tuple[Fraction | int, ...]:
        """Give low, central and high of one of MEASURES."""
        start = len(ENDS) * MEASURES.index(measure)
        return self.values[start : start + len(ENDS)]

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(tuple(a + b for a, b in zip(self.values, other.values, strict=True)))

    def __sub__(self, other: "Amounts") -> "Amounts":
        return Amounts(tuple(a - b for a, b in zip(self.values, other.values, strict=True)))

    def times(self, factor: Fraction | int) -> "Amounts":
        """Multiply every amount."""
        return Amounts(tuple(value * factor for value in self.values))


NOTHING = Amounts((0,) * (len(MEASURES) * len(ENDS)))


@dataclass(frozen=True)
class Move:
    """A setting that goes from its value in one scenario to that in another, or several that only go together."""

    keys: tuple[str, ...]

    @property
    def label(self) -> str:
        """Name it by its settings, or by their rule where they are many."""
        known = [settings()[key] for key in self.keys]
        many = f"{known[0].rule.label}, {len(known)} settings"
        return many if len(known) > 2 else listed([setting.label for setting in known])

    def words(self, scenario: Scenario, names: Mapping[str, str]) -> str:
        """Say the values of a scenario; `names` are those of services by id."""
        return listed([settings()[key].words(scenario.values[key], names) for key in self.keys])


@dataclass(frozen=True)
class WaterfallStep:
    """One bar of the waterfall: a move and what it adds after all moves before it."""

    move: Move
    adds: Amounts


@dataclass(frozen=True)
class Share:
    """What a move adds on average over every order of the moves, and what it would add alone."""

    move: Move
    shapley: Amounts
    alone: Amounts

    @property
    def overlap(self) -> Amounts:
        """What the move shares with others: negative where they do the same work, positive where they need it."""
        return self.shapley - self.alone


class Decomposition:
    """The scenarios between two: some moves made, the others not yet; each is decided once."""

    def __init__(self, coded: CodedContracts, before: Scenario, after: Scenario) -> None:
        self._coded, self.before, self.after = coded, before, after
        self._known: dict[frozenset[str], Amounts] = {}
        self.moves = tuple(moves(before, after))
        self.start, self.end = map(_amounts, totals_of(coded, [before, after]))

    def amounts(self, mixtures: Iterable[Sequence[Move]]) -> Iterator[Amounts]:
        """What returns under each of some mixtures, given as the moves that are made."""
        asked = [frozenset(key for move in mixture for key in move.keys) for mixture in mixtures]
        unknown = [keys for keys in dict.fromkeys(asked) if keys not in self._known]
        computed = totals_of(self._coded, [self.mixture(keys) for keys in unknown])
        for keys in asked:
            if keys not in self._known:
                self._known[keys] = _amounts(next(computed))
            yield self._known[keys]

    def mixture(self, keys: Iterable[str]) -> Scenario:
        """The first scenario with some settings as in the second."""
        return self.before.having_all({key: self.after.values[key] for key in keys})

    def waterfall(self) -> tuple[WaterfallStep, ...]:
        """One move at a time, in the order of the rules; the steps add up to the difference, to the penny."""
        reached = list(self.amounts(self.moves[:number] for number in range(len(self.moves) + 1)))
        steps = [
            WaterfallStep(move, after - before)
            for move, before, after in zip(self.moves, reached, reached[1:], strict=False)
        ]
        self._adds_up(step.adds for step in steps)
        return tuple(steps)

    def players(self) -> tuple[Move, ...]:
        """The moves among which the difference is shared: all, or by rule where there are many; none where too many."""
        if len(self.moves) <= MOST:
            return self.moves
        of_rule: dict[type[Rule], tuple[str, ...]] = {}
        for move in self.moves:
            rule = settings()[move.keys[0]].rule
            of_rule[rule] = (*of_rule.get(rule, ()), *move.keys)
        return tuple(map(Move, of_rule.values())) if len(of_rule) <= MOST else ()

    def decide_for_shares(self) -> Iterator[tuple[int, int]]:
        """Decide every mixture that `shares` rests on; after each, how many of how many are decided."""
        mixtures = _subsets(self.players())
        for done, _ in enumerate(self.amounts(mixtures), start=1):
            yield done, len(mixtures)

    def shares(self) -> tuple[Share, ...]:
        """Share the difference free of any order.

        Shapley, A Value for n-Person Games, 1953: the mean of what a move adds over every order of the moves.
        """
        players = self.players()
        mixtures = _subsets(players)
        worth = dict(zip(map(frozenset, mixtures), self.amounts(mixtures), strict=True))
        shares = tuple(_share(move, players, worth) for move in players)
        if shares:
            self._adds_up(share.shapley for share in shares)
        return shares

    def _adds_up(self, parts: Iterable[Amounts]) -> None:
        assert sum(parts, start=NOTHING) == self.end - self.start, "the parts do not add up to the difference"


def _subsets(players: Sequence[Move]) -> list[tuple[Move, ...]]:
    return [subset for size in range(len(players) + 1) for subset in combinations(players, size)]


FEW = 4
"""So many settings are told apart in one line; each is one more scenario to decide."""


@dataclass(frozen=True)
class AtOnce:
    """A change in one line: what it adds in all, and what each of its settings would add by itself, with its move.

    `alone` is empty where there is one setting, or too many to tell apart. `silent` says that some contract returns,
    before or after, whose value a year is not known.
    """

    whole: Amounts
    alone: tuple[tuple[Move, Amounts], ...]
    settings: int
    silent: bool


def at_once(coded: CodedContracts, before: Scenario, after: Scenario) -> AtOnce:
    """Say what a change of scenario does, and each of its settings by itself; all are decided in the same cells."""
    differing = tuple(moves(before, after))
    single = [before.having_all({key: after.values[key] for key in move.keys}) for move in differing]
    told_apart = single if 1 < len(differing) <= FEW else []
    first, *of_single, last = totals_of(coded, [before, *told_apart, after])
    start = _amounts(first)
    alone = tuple((move, _amounts(totals) - start) for move, totals in zip(differing, of_single, strict=False))
    silent = bool(first.annual_gbp.silent or last.annual_gbp.silent)
    return AtOnce(_amounts(last) - start, alone, len(differing), silent)


_TOO_LITTLE = 50
"""Thousandths of a contract, a twentieth of one, that settings share and a sentence leaves out: its parts are rounded
to tenths or more."""


def at_once_words(effect: AtOnce, before: str) -> str:
    """Say a change in one sentence, from the central figures; `before` names the scenario that it starts from."""
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


def _each(effect: AtOnce) -> str:
    """Say what each setting does by itself, and what they share; several settings of one change overlap."""
    if not effect.alone:
        return "" if effect.settings < 2 else f": {effect.settings} settings differ, and Compare tells them apart"
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


@dataclass(frozen=True)
class Exemption:
    """What one exemption does among contracts that nothing before the exemptions takes out for certain.

    `takes` are contracts that it exempts for certain, `only` those that no other does, and `share` its part of all that
    are exempt, whatever the order: a contract that several exempt counts for each of them in equal parts, which is the
    mean over every order.
    """

    label: str
    takes: int
    only: int
    share: Fraction


def exemptions(decisions: Decisions) -> tuple[Exemption, ...]:
    """Share what the exemptions of a policy take, free of their order; those that take nothing are left out."""
    cells, steps = decisions.outcome.cells, decisions.steps
    own = [step for step in steps if step.rule.stage is Stage.EXEMPTIONS]
    before = [cells.answers[step.question.key] == YES for step in steps if step.rule.stage is not Stage.EXEMPTIONS]
    reach = decisions.outcome.counted & ~np.any(before, axis=0)
    takes = np.array([reach & (cells.answers[step.question.key] == YES) for step in own])
    by = takes.sum(axis=0)
    taking = []
    for step, which in zip(own, takes, strict=True):
        counts = {k: int(cells.contracts[which & (by == k)].sum()) for k in range(1, len(own) + 1)}
        share = sum((Fraction(count, k) for k, count in counts.items()), start=Fraction(0))
        taking.append(Exemption(step.rule.label, sum(counts.values()), counts[1], share))
    return tuple(exemption for exemption in taking if exemption.takes)


def exemptions_words(exempting: Sequence[Exemption]) -> str:
    """Say what each exemption takes, whatever the order; empty where fewer than two take anything."""
    if len(exempting) < 2:
        return ""
    whole = int(sum(exemption.share for exemption in exempting))
    parts = [f"“{exemption.label}” {float(exemption.share):,.1f}".removesuffix(".0") for exemption in exempting]
    several = whole - sum(exemption.only for exemption in exempting)
    if not several:
        return f"Exemptions take {whole:,} contracts, none of them by more than one: {listed(parts)}."
    both, part = ("both", "half") if len(exempting) == 2 else ("more than one", "in equal parts")
    count = "counts" if several == 1 else "count"
    shared = f"{several:,} of them by {both}, which {count} {part} for each"
    return f"Exemptions take {whole:,} contracts; {shared}: {listed(parts)}."


def _amounts(totals: Totals) -> Amounts:
    return Amounts(tuple(getattr(totals.measure(name).returns, end) for name in MEASURES for end in ENDS))


def _share(move: Move, players: Sequence[Move], worth: dict[frozenset[Move], Amounts]) -> Share:
    weighed = NOTHING
    for subset, without in worth.items():
        if move not in subset:
            orders = factorial(len(subset)) * factorial(len(players) - len(subset) - 1)
            weighed += (worth[subset | {move}] - without).times(orders)
    shapley = weighed.times(Fraction(1, factorial(len(players))))
    return Share(move, shapley, worth[frozenset([move])] - worth[frozenset()])


def moves(before: Scenario, after: Scenario) -> Iterator[Move]:
    """Give the settings that differ in the order of the rules; those that conflict on the way go together."""
    for rule_before, rule_after in zip(before.rules, after.rules, strict=True):
        differ = [s for s in rule_before.settings() if getattr(rule_before, s.field) != getattr(rule_after, s.field)]
        if differ:
            changes = {setting.key: (setting.field, getattr(rule_after, setting.field)) for setting in differ}
            yield from map(Move, _together(list(changes), _conflicting(rule_before, changes)))


def _conflicting(rule: Rule, changes: dict[str, tuple[str, object]]) -> Callable[[Sequence[str]], bool]:
    """Say whether a rule with some of its changes made could not stand."""
    start = {setting.field: getattr(rule, setting.field) for setting in rule.settings()}
    return lambda keys: bool(type(rule)(**{**start, **dict(changes[key] for key in keys)}).conflict())


def _together(keys: list[str], conflicts: Callable[[Sequence[str]], bool]) -> list[tuple[str, ...]]:
    """Put settings together, two at a time, until no mixture conflicts; each time the two that settle most."""
    blocks: list[tuple[str, ...]] = [(key,) for key in keys]
    while _wrong(blocks, conflicts):
        pairs = combinations(range(len(blocks)), 2)
        blocks = min((_merged(blocks, *pair) for pair in pairs), key=lambda some: _wrong(some, conflicts))
    return blocks


def _wrong(blocks: list[tuple[str, ...]], conflicts: Callable[[Sequence[str]], bool]) -> int:
    mixtures = (some for size in range(len(blocks) + 1) for some in combinations(blocks, size))
    return sum(conflicts([key for block in some for key in block]) for some in mixtures)


def _merged(blocks: list[tuple[str, ...]], first: int, second: int) -> list[tuple[str, ...]]:
    rest = [block for place, block in enumerate(blocks) if place not in (first, second)]
    return [*rest[:first], blocks[first] + blocks[second], *rest[first:]]
