"""What a notice buys: which kind of service, how sure, and why."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from msgspec import Struct

from data.classify.procurement_category import purchase
from data.classify.service_cues import Cue, CueBook, book
from data.classify.title_head import heads
from data.model.service_table import contacts
from data.model.words import Description, comparable, opening, plain_once, singular

# The opening says what is bought; further on come the buyer's history, the tender rules and social value.
DESCRIPTION_READ = 700
# The description speaks at half the weight of the title, and all its words together no louder than this.
DESCRIPTION_SHARE = 0.5
DESCRIPTION_CAP = 7.0
# Least score, and least lead over the next service.
CERTAIN = (9.0, 5.0)
PROBABLE = (5.0, 2.0)
_CODES_READ = 6
_CUES_SAID = 5
# Codes and buyers recur from notice to notice; words do not, but which of them are cues does.
_CODES_KNOWN = 10_000
_TERMS_RECUR = 10_000
_NAMES_RECUR = 20_000
# A cue may weigh on every service of one contact: software for a prison is no prison.
_CONTACTS = ("significant", "incidental")
_SAID = {"kind": "buyer kind", "category": "declared"}


class ServiceClassification(Struct, frozen=True, gc=False):
    """The service of a notice; None where no cue matched any."""

    service: str | None
    confidence: str | None
    evidence: str
    purchase: str


class Clues(NamedTuple):
    """What may tell the service of a notice: its words, its codes, and who takes part.

    `cpvs` are eight digits each, main one first; `category` is the kind declared: goods, works or services.
    """

    title: str
    description: Description
    cpvs: tuple[str, ...]
    buyer: str
    buyer_kind: str
    supplier: str
    category: str


class _Scores(Struct):
    """Score per service from title and description, and the cues that matched as (service, points, term), in order."""

    title: dict[str, float]
    description: dict[str, float]
    cues: list[tuple[str, float, str]]

    def by_service(self) -> dict[str, float]:
        """Return the sum per service; what the description adds is at most DESCRIPTION_CAP."""
        points, described = self.title, self.description
        scores = {service: points.get(service, 0.0) + min(more, DESCRIPTION_CAP) for service, more in described.items()}
        return points | scores


def classify(
    title: str,
    description: Description,
    cpvs: tuple[str, ...] = (),
    *,
    buyer: str = "",
    buyer_kind: str = "",
    supplier: str = "",
    category: str = "",
) -> ServiceClassification:
    """Return the service of a notice from its words, then its codes, then who takes part."""
    return classify_all([Clues(title, description, cpvs, buyer, buyer_kind, supplier, category)])[0]


def classify_all(notices: Sequence[Clues]) -> list[ServiceClassification]:
    """Return the service of each notice, each step for them all before the next: in turns they take longer."""
    cues = book()
    described = [opening(clues.description, DESCRIPTION_READ) for clues in notices]
    terms = [_terms(cues, clues.title, text, clues.cpvs) for clues, text in zip(notices, described, strict=True)]
    parties = [_party_terms(clues) for clues in notices]
    heard = [
        (frozenset(loud.union(more)), frozenset(quiet)) for (loud, quiet), more in zip(terms, parties, strict=True)
    ]
    told = [_told(loud, quiet) for loud, quiet in heard]
    bought = [
        purchase(service, clues.title, clues.cpvs, clues.category)
        for clues, (service, _, _) in zip(notices, told, strict=True)
    ]
    return [ServiceClassification(*found, what) for found, what in zip(told, bought, strict=True)]


def weighed(
    title: str,
    description: Description = "",
    cpvs: tuple[str, ...] = (),
    *,
    buyer: str = "",
    buyer_kind: str = "",
    supplier: str = "",
    category: str = "",
) -> list[tuple[str, float, str]]:
    """Return what `classify` weighs, for whoever changes a cue: service, points and cue of each that a notice meets.

    The loudest come first; points below 0 speak against a service. A description adds at most DESCRIPTION_CAP to one.
    """
    clues = Clues(title, description, cpvs, buyer, buyer_kind, supplier, category)
    loud, quiet = _terms(book(), title, opening(description, DESCRIPTION_READ), cpvs)
    heard = frozenset(loud.union(_party_terms(clues))), frozenset(quiet)
    usual = _score_cues(book().by_term, *heard)
    scored = usual if _best(usual)[0] else _score_cues(book().last, *heard)
    return sorted(((service, points, _said(term)) for service, points, term in scored.cues), key=lambda cue: -cue[1])


def _party_terms(clues: Clues) -> tuple[str, ...]:
    """Return the terms of who takes part and of the kind that is declared."""
    kinds = (f"kind:{clues.buyer_kind}", f"category:{clues.category}")
    return (*_buyer_terms(clues.buyer), *_supplier_terms(clues.supplier), *kinds)


@lru_cache(maxsize=_TERMS_RECUR)
def _told(loud: frozenset[str], quiet: frozenset[str]) -> tuple[str | None, str | None, str]:
    """Return what `_best` says of the terms found at full weight and of those found at half weight only.

    Words that many services share, of things, building or patients, are heard last.
    """
    told = _best(_score_cues(book().by_term, loud, quiet))
    return told if told[0] else _best(_score_cues(book().last, loud, quiet))


def _best(scored: _Scores) -> tuple[str | None, str | None, str]:
    """Return the service with the highest score, how sure it is, and the cues for it; no service without a score."""
    ranked = _ranked(scored.by_service())
    if not ranked or ranked[0][0] <= 0:
        return None, None, "no word or code of the notice names a service"
    (best, service), (second, other) = ranked[0], ranked[1] if len(ranked) > 1 else (0.0, "")
    evidence = _evidence(scored, service) + (f"; next {other}" if second > 0 else "")
    return service, _confidence(best, best - max(second, 0.0)), evidence


def _terms(cues: CueBook, title: str, described: str, cpvs: tuple[str, ...]) -> tuple[set[str], set[str]]:
    """Return the terms found at full weight (title, main code) and those found at half weight only."""
    words = singular(plain_once(title))
    loud = cues.words.found(words)
    loud |= _codes(cpvs[:1])
    if not cues.head_words.isdisjoint(words.split()):
        loud |= cues.heads.intersection(f"head:{word}" for word in heads(title))
    quiet = cues.words.found(singular(described))
    quiet |= _codes(cpvs[1:_CODES_READ])
    return loud, quiet - loud


def _codes(cpvs: Iterable[str]) -> set[str]:
    return {term for code in cpvs for term in _code_terms(code)}


@lru_cache(maxsize=_CODES_KNOWN)
def _code_terms(code: str) -> frozenset[str]:
    return book().codes.intersection(f"code:{code[:digits]}" for digits in range(2, 9))


@lru_cache(maxsize=_NAMES_RECUR)
def _buyer_terms(name: str) -> tuple[str, ...]:
    return tuple(f"buyer:{found}" for found in book().buyers.found(comparable(name)))


@lru_cache(maxsize=_NAMES_RECUR)
def _supplier_terms(names: str) -> tuple[str, ...]:
    return tuple(f"supplier:{found}" for found in book().suppliers.found(singular(plain_once(names))))


def _score_cues(cues: dict[str, tuple[Cue, ...]], loud: frozenset[str], quiet: frozenset[str]) -> _Scores:
    scored, known, every = _Scores({}, {}, []), set[Cue](), loud | quiet
    # A word of the description is no veto against the title.
    for terms, vetoes, share, points in (
        (loud, loud, 1.0, scored.title),
        (quiet, every, DESCRIPTION_SHARE, scored.description),
    ):
        for term in sorted(cues.keys() & terms):
            for cue in cues[term]:
                if cue in known or not vetoes.isdisjoint(cue.unless) or (cue.where == "title" and terms is quiet):
                    continue
                if cue.also and any(map(every.isdisjoint, cue.also)):
                    continue
                known.add(cue)
                service, weight = cue.service, cue.weight * share
                points[service] = points.get(service, 0.0) + weight
                scored.cues.append((service, weight, term))
    return scored


def _ranked(scores: dict[str, float]) -> list[tuple[float, str]]:
    """Return the services by score, less what weighs on every service of one contact."""
    shared = {contact: scores.pop(contact) for contact in _CONTACTS if contact in scores}
    contact = contacts()
    ranked = [(score + shared.get(contact[name], 0.0), name) for name, score in scores.items()]
    return sorted(ranked, reverse=True)


def _confidence(best: float, lead: float) -> str:
    if best >= CERTAIN[0] and lead >= CERTAIN[1]:
        return "certain"
    return "probable" if best >= PROBABLE[0] and lead >= PROBABLE[1] else "possible"


def _evidence(scored: _Scores, service: str) -> str:
    own = [(weight, term) for of, weight, term in scored.cues if of == service and weight > 0]
    loudest = sorted(own, key=lambda cue: -cue[0])[:_CUES_SAID]
    return ", ".join(dict.fromkeys([_said(term) for _, term in loudest]))


@cache
def _said(term: str) -> str:
    """Return a cue as it is said to a reader."""
    written = book().written[term]
    scope, colon, _ = term.partition(":")
    return f"{_SAID.get(scope, scope)} {written.rpartition(':')[2]}" if colon else f'"{written}"'
