"""Tables larger than memory, part by part: a pass that counts answers for the pass rates, then one that decides.

A contract is decided from its own row, but for the central share of the undecided, which rests on how often contracts
of the whole table pass a rule. Those counts add up over parts, and so do sums, so the figures are those of the whole.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from typing import Protocol, TypeVar

import numpy as np

from policy.cached import clear_cache
from policy.coded import CodedContracts
from policy.engine.decide import Counts, count_answers, decide
from policy.results.partial import Result, result, together
from policy.scenarios.scenario import Scenario

R = TypeVar("R")


class Each(Protocol):
    """Runs a function of the place of a part for every part, anywhere and in any order; results come in order."""

    def __call__(self, what: str, function: Callable[[int], R], /) -> Iterable[R]: ...  # noqa: D102


@dataclass(frozen=True)
class CountPart:
    """The first pass over one part."""

    read: Callable[[int], CodedContracts]
    scenario: Scenario

    def __call__(self, part: int) -> Counts:
        """Count the answers of one part."""
        try:
            return count_answers(self.read(part), self.scenario)
        finally:
            clear_cache()


@dataclass(frozen=True)
class DecidePart:
    """The second pass over one part, with the answers counted over all parts."""

    read: Callable[[int], CodedContracts]
    scenario: Scenario
    counts: Counts

    def __call__(self, part: int) -> Result:
        """Decide one part and sum it up."""
        try:
            return result(decide(self.read(part), self.scenario, self.counts), part)
        finally:
            clear_cache()


def assess_parts(read: Callable[[int], CodedContracts], scenario: Scenario, each: Each) -> Result:
    """Assess a table in parts; the figures are those of the whole table.

    Args:
        read: gives the coded contracts of the part at a place; picklable, since `each` may run it in another process.
        scenario: the rules with their settings.
        each: runs a function for every part.

    Returns:
        The sums of all parts.
    """
    counts = reduce(np.add, each("counting", CountPart(read, scenario)))
    return together(list(each("deciding", DecidePart(read, scenario, counts))))
