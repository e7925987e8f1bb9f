"""One condition of a scope: a contract meets it, does not, or it is not known whether it does (semantics 12)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Self

import numpy as np

from policy.coded import MISSING, NO_DAY, Bools, CodedContracts, Ints
from policy.rules.base import Rule
from policy.rules.trigger import EPOCH, Window
from policy.ternary import NO, UNKNOWN, YES, Ternary

NOT_KNOWN = "not-known"
"""Stands among the values of a condition for contracts of which the data do not state the fact."""
BOUNDS = (">=", ">", "<=", "<")
"""How an amount or a day may be bounded."""


@dataclass(frozen=True)
class Condition:
    """A condition on one field; with `not_known` a contract that does not state the fact meets it too."""

    field: str
    not_known: bool = False

    reads: ClassVar[tuple[str, ...]]

    def under(self, rules: Sequence[Rule]) -> Self:
        """The condition as it reads under the rules of a scenario."""
        del rules
        return self

    def holds(self, coded: CodedContracts) -> Ternary:
        """Whether each contract meets it: unknown where the data do not state the fact."""
        answer = self.compares(coded)
        return Ternary(np.where(answer.unknown, np.int8(YES), answer.answers)) if self.not_known else answer

    def compares(self, coded: CodedContracts) -> Ternary:
        """Whether the stated fact of each contract meets it."""
        raise NotImplementedError

    @property
    def values(self) -> tuple[str, ...]:
        """The values as a link writes them."""
        return (*self.written(), *([NOT_KNOWN] if self.not_known else []))

    def written(self) -> tuple[str, ...]:
        """The stated values as a link writes them."""
        raise NotImplementedError


@dataclass(frozen=True)
class OneOf(Condition):
    """The column holds one of the names; one of `says_nothing` leaves it open, unless it is asked for itself."""

    column: str = ""
    names: tuple[str, ...] = ()
    says_nothing: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:  # type: ignore[override]
        """The column."""
        return (self.column,)

    def compares(self, coded: CodedContracts) -> Ternary:
        """Whether the column holds one of the names."""
        asks_for_more = not set(self.names) <= set(self.says_nothing)
        open_ = frozenset(self.says_nothing if asks_for_more or self.not_known else ())

        def answer(level: str) -> int:
            if level in self.names:
                return YES
            return UNKNOWN if level in open_ else NO

        return coded.lookup(self.column, answer)

    def written(self) -> tuple[str, ...]:
        """The names."""
        return self.names


@dataclass(frozen=True)
class Bounded(Condition):
    """A whole number, pounds or days since 1970, that lies within every bound."""

    bounds: tuple[tuple[str, int], ...] = ()

    def within(self, numbers: Ints, missing: int, scale: int = 1) -> Ternary:
        """Whether each number lies within every bound, each bound times `scale`."""
        inside: Bools = np.ones(len(numbers), dtype=bool)
        for sign, bound in self.bounds:
            compare = {">=": np.greater_equal, ">": np.greater, "<=": np.less_equal, "<": np.less}[sign]
            inside &= compare(numbers, bound * scale)
        known = numbers != missing
        # Without a bound only those that state nothing are asked for.
        return Ternary.where(inside & bool(self.bounds), known)

    def written(self) -> tuple[str, ...]:
        """The bounds, the lower one first."""
        return tuple(f"{sign}{self.number(bound)}" for sign, bound in self.bounds)

    def number(self, bound: int) -> str:
        """Write a bound as a link has it."""
        return str(bound)


@dataclass(frozen=True)
class MoneyBounds(Bounded):
    """The value without VAT, whole life or a year, lies within bounds in pounds; a ceiling is taken by its figure."""

    @property
    def reads(self) -> tuple[str, ...]:  # type: ignore[override]
        """The column of money."""
        return (self.field,)

    def compares(self, coded: CodedContracts) -> Ternary:
        """Whether the value lies within the bounds."""
        return self.within(coded.amounts[self.field], MISSING, 100)


@dataclass(frozen=True)
class DateBounds(Bounded):
    """The end that counts lies within bounds; which one that is, is the policy's to say (`window.end`)."""

    end: str = "after_extensions"

    @property
    def reads(self) -> tuple[str, ...]:  # type: ignore[override]
        """The dates of which the end is one."""
        return ("end_date", "latest_end_date")

    def under(self, rules: Sequence[Rule]) -> Self:
        """Take the end that counts from the rules."""
        window = next(rule for rule in rules if isinstance(rule, Window))
        return replace(self, end=window.end)

    def compares(self, coded: CodedContracts) -> Ternary:
        """Whether the end lies within the bounds."""
        return self.within(Window(end=self.end).ends(coded).astype(np.int64), NO_DAY)

    def number(self, bound: int) -> str:
        """Write a day."""
        return day_of(bound).isoformat()


def day_of(number: int) -> date:
    """The day of a number of days since 1970."""
    return date.fromordinal(EPOCH.toordinal() + number)
