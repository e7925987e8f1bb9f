"""Cues of a service: which words, codes, buyers and suppliers speak for or against it, and how loudly.

They stand in services.csv (keywords, codes) and service_cues.csv. In the latter a blank reason means that the
words name the service, and `significant` and `incidental` stand for every service of that contact. Its exceptions
("not") hold for the same word or code in services.csv too, so that each stands in one place.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache

from data.classify.cues import NAMES, conditions, rows, spellings
from data.model.words import Phrases

# A word that services.csv lists; service_cues.csv says where a word weighs more or less than this.
KEYWORD_WEIGHT = 5.0
# A code that services.csv lists: four digits or more name a kind of service, fewer only a field.
SHORT_CODE_WEIGHT = 2.0
LONG_CODE_WEIGHT = 3.0
# Where a cue stands that is asked only where no other names a service; it is looked for in title and description.
LAST = "last"
# Service, pattern, where, weight.
Row = tuple[str, str, str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Cue:
    """One reason to think of a service: weight for it, negative against it.

    `also` holds sets of terms: of each of them one has to be there too; of `unless` none may be.
    """

    service: str
    where: str
    weight: float
    terms: frozenset[str]
    also: tuple[frozenset[str], ...]
    unless: frozenset[str]


@dataclass(frozen=True, slots=True)
class CueBook:
    """Every cue, found by the term that starts it, and what to look for in a notice.

    Those of `last` are words that many services share: they are asked only where no other cue names a service.
    """

    by_term: dict[str, tuple[Cue, ...]]
    last: dict[str, tuple[Cue, ...]]
    written: dict[str, str]
    codes: frozenset[str]
    heads: frozenset[str]
    head_words: frozenset[str]
    words: Phrases
    buyers: Phrases
    suppliers: Phrases


@cache
def book() -> CueBook:
    """Return the cue book, read once a process."""
    own = [_cue(*row) for row in _own_rows()]
    plain = [cue for cue in own if cue.where != LAST and not (cue.also or cue.unless)]
    weighed = {(cue.service, term) for cue in plain for term in cue.terms}
    exceptions = _exceptions(own)
    listed = [_excepted(_cue(*row), exceptions) for row in _listed_rows()]
    cues = own + [cue for cue in listed if not any((cue.service, term) in weighed for term in cue.terms)]
    written: dict[str, str] = {}
    for _, pattern, where, _ in _own_rows() + _listed_rows():
        written |= spellings(pattern, "text" if where == LAST else where)
    named = [Phrases(_values(written, scope)) for scope in NAMES]
    codes, heads = (frozenset(term for term in written if term.startswith(scope)) for scope in ("code:", "head:"))
    head_words = frozenset(term.removeprefix("head:").split()[-1] for term in heads)
    words = Phrases(term for term in written if ":" not in term)
    usual, last = (_by_term([cue for cue in cues if (cue.where == LAST) is late]) for late in (False, True))
    return CueBook(usual, last, written, codes, heads, head_words, words, *named)


def _cue(service: str, pattern: str, where: str, weight: float) -> Cue:
    first, *more = conditions(pattern, "text" if where == LAST else where)
    also = tuple(part.terms for part in more if part.wanted)
    unless = frozenset[str]().union(*(part.terms for part in more if not part.wanted))
    return Cue(service, where, weight, first.terms, also, unless)


def _exceptions(cues: list[Cue]) -> defaultdict[tuple[str, str], set[str]]:
    """Return what speaks against a term of a service wherever a cue for that service starts with it."""
    found = defaultdict[tuple[str, str], set[str]](set)
    for cue in cues:
        if cue.weight > 0:
            for term in cue.terms:
                found[cue.service, term] |= cue.unless
    return found


def _excepted(cue: Cue, exceptions: defaultdict[tuple[str, str], set[str]]) -> Cue:
    """Return the cue of a listed word or code with the exceptions that its term has in service_cues.csv."""
    return replace(cue, unless=cue.unless.union(*(exceptions[cue.service, term] for term in cue.terms)))


def _own_rows() -> list[Row]:
    return [(r["service"], r["pattern"], r["where"], float(r["weight"])) for r in rows("service_cues.csv")]


def _listed_rows() -> list[Row]:
    """Return the cues that services.csv itself gives: its keywords and its codes."""
    listed: list[Row] = []
    for row in rows("services.csv"):
        keywords = row["keywords"].replace("&", " and ").split(";")
        listed += [(row["id"], word.strip(), "text", KEYWORD_WEIGHT) for word in keywords]
        listed += [(row["id"], code, "code", _code_weight(code)) for code in row["cpv_prefixes"].split()]
    return listed


def _code_weight(code: str) -> float:
    return LONG_CODE_WEIGHT if len(code) > 3 else SHORT_CODE_WEIGHT


def _by_term(cues: list[Cue]) -> dict[str, tuple[Cue, ...]]:
    found: dict[str, list[Cue]] = {}
    for cue in cues:
        for term in cue.terms:
            found.setdefault(term, []).append(cue)
    return {term: tuple(started) for term, started in found.items()}


def _values(written: dict[str, str], scope: str) -> list[str]:
    return [term.partition(":")[2] for term in written if term.startswith(f"{scope}:")]
