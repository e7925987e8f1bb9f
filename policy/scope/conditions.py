"""One condition of a scope: a contract meets it, does not, or it is not known whether it does (semantics 12)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Self

import numpy as np

from policy.coded import MISSING, NO_DAY, Bools, CodedContracts, Ints
from policy.contracts import SEVERAL_COMPANIES
from policy.rules.base import Rule
from policy.rules.trigger import Window, day_of
from policy.scope.patterns import ANY, Pattern
from policy.ternary import NO, UNKNOWN, YES, Ternary

NOT_KNOWN = "not-known"
"""Stands among the values of a condition for contracts of which the data do not state the fact."""
BOUNDS = (">=", ">", "<=", "<")
"""How an amount or a day may be bounded."""
WRITTEN = {"\N{GREATER-THAN OR EQUAL TO}": ">=", "\N{LESS-THAN OR EQUAL TO}": "<="}
"""Signs as people write them, each with the bound that it is."""


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
    """The column holds one of the names; one of `says_nothing` leaves it open, unless it is asked for itself.

    A name with ANY in it is a pattern, unless the data hold it just so. `held` are those that some part of a table
    holds, where it is looked at part by part.
    """

    column: str = ""
    names: tuple[str, ...] = ()
    says_nothing: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:  # type: ignore[override]
        """The column."""
        return (self.column,)

    def compares(self, coded: CodedContracts) -> Ternary:
        """Whether the column holds one of the names."""
        asks_for_more = not set(self.names) <= set(self.says_nothing)
        open_ = frozenset(self.says_nothing if asks_for_more or self.not_known else ())
        asked = self.asked(coded)

        def answer(level: str) -> int:
            if asked(level):
                return YES
            return UNKNOWN if level in open_ else NO

        return coded.lookup(self.column, answer)

    def patterns(self, coded: CodedContracts) -> tuple[str, ...]:
        """Those of the names that are patterns in these data."""
        starred = [name for name in self.names if ANY in name]
        held = {*self.held, *(coded.levels[self.column] if starred else ())}
        return tuple(name for name in starred if name not in held)

    def asked(self, coded: CodedContracts) -> Callable[[str], bool]:
        """Give what says whether a name is one of the names, or meets one that is a pattern in these data."""
        starred = self.patterns(coded)
        if not starred:
            return frozenset(self.names).__contains__
        names, tests = {*self.names}.difference(starred), [met(text, self.labels(coded)) for text in starred]
        return lambda name: name in names or any(meets(name) for meets in tests)

    def labels(self, coded: CodedContracts) -> Mapping[str, str]:
        """How a value of the column may be called too: a service by its label."""
        return coded.service_names if self.column == "service" and "label" in coded.services else {}

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
        if self.leaves_no_room(scale) and not self.not_known:
            known = np.ones_like(known)  # what is not stated cannot lie there either
        # Without a bound only those that state nothing are asked for.
        return Ternary.where(inside & bool(self.bounds), known)

    def leaves_no_room(self, scale: int) -> bool:
        """Whether no number lies within every bound, each bound times `scale`."""
        least = [bound * scale + (sign == ">") for sign, bound in self.bounds if sign.startswith(">")]
        most = [bound * scale - (sign == "<") for sign, bound in self.bounds if sign.startswith("<")]
        return bool(least and most) and max(least) > min(most)

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


def met(text: str, labels: Mapping[str, str]) -> Callable[[str], bool]:
    """Give what says whether a value meets a pattern, as it stands or by its label where it has one.

    SEVERAL_COMPANIES names no company, so that it meets only a pattern that everything meets.
    """
    pattern = Pattern.read(text)

    def meets(name: str) -> bool:
        if name == SEVERAL_COMPANIES:
            return pattern.is_all
        return pattern.meets(name) or (name in labels and pattern.meets(labels[name]))

    return meets
