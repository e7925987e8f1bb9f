"""From one scenario to another: what each setting that differs adds, in the stated order and free of any order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import factorial

from policy.analysis.variants import totals_of
from policy.coded import CodedContracts
from policy.formats import listed
from policy.measures import ENDS, MEASURES
from policy.results.totals import Totals
from policy.rules import settings
from policy.rules.base import Rule
from policy.scenarios.scenario import Scenario

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
        self.start, self.end = map(amounts_of, totals_of(coded, [before, after]))

    def amounts(self, mixtures: Iterable[Sequence[Move]]) -> Iterator[Amounts]:
        """What returns under each of some mixtures, given as the moves that are made."""
        asked = [frozenset(key for move in mixture for key in move.keys) for mixture in mixtures]
        unknown = [keys for keys in dict.fromkeys(asked) if keys not in self._known]
        computed = totals_of(self._coded, [self.mixture(keys) for keys in unknown])
        for keys in asked:
            if keys not in self._known:
                self._known[keys] = amounts_of(next(computed))
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


def amounts_of(totals: Totals) -> Amounts:
    """Give what returns of some totals."""
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
