"""Cues of a service: which words, codes, buyers and suppliers speak for or against it, and how loudly."""

from dataclasses import dataclass
from functools import cache

from data.cues import NAMES, Condition, conditions, rows
from data.wording import Phrases

# A word that services.csv lists for a service; service_cues.csv says where a word weighs more or less than this.
KEYWORD_WEIGHT = 5.0
# A code that services.csv lists: four digits or more name a kind of service, fewer only a field.
SHORT_CODE_WEIGHT = 2.0
LONG_CODE_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Cue:
    """One reason to think of a service: weight for it, negative against it."""

    service: str
    where: str
    weight: float
    terms: frozenset[str]
    also: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class CueBook:
    """Every cue, found by the term that starts it, and what to look for in a notice."""

    by_term: dict[str, tuple[Cue, ...]]
    words: Phrases
    codes: frozenset[str]
    buyers: Phrases
    suppliers: Phrases


def _cue(service: str, pattern: str, where: str, weight: float) -> Cue:
    first, *also = conditions(pattern, where)
    return Cue(service, where, weight, first.terms, tuple(also))


def _own_cues() -> list[Cue]:
    return [_cue(r["service"], r["pattern"], r["where"], float(r["weight"])) for r in rows("service_cues.csv")]


def _listed_cues(row: dict[str, str]) -> list[Cue]:
    """Return the cues that services.csv itself gives."""
    words = [_cue(row["id"], word.strip(), "text", KEYWORD_WEIGHT) for word in row["keywords"].split(";")]
    codes = [_cue(row["id"], code, "code", _code_weight(code)) for code in row["cpv_prefixes"].split()]
    return words + codes


def _code_weight(code: str) -> float:
    return LONG_CODE_WEIGHT if len(code) > 3 else SHORT_CODE_WEIGHT


@cache
def book() -> CueBook:
    """Return the cue book, read once a process."""
    own = _own_cues()
    weighed = {(c.service, term) for c in own if not c.also for term in c.terms}
    listed = [c for row in rows("services.csv") for c in _listed_cues(row)]
    cues = own + [c for c in listed if not any((c.service, term) in weighed for term in c.terms)]
    by_term: dict[str, list[Cue]] = {}
    for c in cues:
        for term in c.terms:
            by_term.setdefault(term, []).append(c)
    terms = {term for c in cues for term in c.terms.union(*(part.terms for part in c.also))}
    named = [Phrases(t.partition(":")[2] for t in terms if t.startswith(f"{scope}:")) for scope in NAMES]
    codes = frozenset(t for t in terms if t.startswith("code:"))
    return CueBook({t: tuple(c) for t, c in by_term.items()}, Phrases(t for t in terms if ":" not in t), codes, *named)


@cache
def groups() -> dict[str, str]:
    """Return the group of each service."""
    return {row["id"]: row["group"] for row in rows("services.csv")}
