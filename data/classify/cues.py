"""How a cue is written: 'a|b & c & not d' wants a or b, and c, no d; 'code:85', 'kind:nhs' ask elsewhere."""

import csv
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.model.words import comparable

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
WORDS = ("text", "title")
NAMES = ("buyer", "supplier")


@dataclass(frozen=True, slots=True)
class CueCondition:
    """One part of a cue: any of these terms, or none of them."""

    terms: frozenset[str]
    wanted: bool = True

    def met(self, *heard: AbstractSet[str]) -> bool:
        """Say whether the terms that were heard meet the condition."""
        return self.wanted != all(self.terms.isdisjoint(terms) for terms in heard)


def conditions(pattern: str, where: str = "text") -> tuple[CueCondition, ...]:
    """Read a pattern; `where` is the place that its first part is looked for."""
    first, *rest = (part.strip() for part in pattern.split("&"))
    return CueCondition(_terms(first, where)), *map(_condition, rest)


def _condition(text: str) -> CueCondition:
    return CueCondition(_terms(text.removeprefix("not "), "text"), wanted=not text.startswith("not "))


def _terms(text: str, where: str) -> frozenset[str]:
    return frozenset(_term(part, where) for part in text.split("|"))


def _term(text: str, where: str) -> str:
    """Return a term as it is looked up: plain words as they are, all else as 'scope:value'."""
    scope, colon, value = text.strip().partition(":")
    scope, value = (scope, value) if colon else (where, scope)
    if scope in WORDS:
        return comparable(value)
    return f"{scope}:{comparable(value) if scope in NAMES else value}"


def spellings(pattern: str, where: str = "text") -> dict[str, str]:
    """Return each term of a pattern with the words as they are written there."""
    parts = [part.strip().removeprefix("not ") for part in pattern.split("&")]
    places = [where, *("text" for _ in parts[1:])]  # as in `conditions`
    return {
        _term(text, place): text.strip() for part, place in zip(parts, places, strict=True) for text in part.split("|")
    }


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a reference table."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
