"""What a notice buys: which kind of service, how sure, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.purchases import purchase
from data.service_cues import Cue, CueBook, book
from data.wording import comparable

# The opening says what is bought; further on come the buyer's history, the tender rules and social value.
DESCRIPTION_READ = 700
# The description speaks at half the weight of the title, and all its words together no louder than this.
DESCRIPTION_SHARE = 0.5
DESCRIPTION_CAP = 7.0
CERTAIN = (12.0, 5.0)
PROBABLE = (6.0, 2.0)
_SAID = {"code": "code", "buyer": "buyer", "supplier": "supplier", "kind": "buyer kind", "category": "declared"}


@dataclass(frozen=True, slots=True)
class Finding:
    """The service of a notice; None where nothing speaks for any."""

    service: str | None
    confidence: str | None
    evidence: str
    purchase: str


@dataclass(slots=True)
class _Case:
    """What speaks for one service."""

    title: float = 0.0
    description: float = 0.0
    cues: tuple[tuple[float, Cue, str], ...] = ()

    @property
    def score(self) -> float:
        return self.title + min(self.description, DESCRIPTION_CAP)


def classify(
    title: str,
    description: str,
    cpvs: tuple[str, ...] = (),
    buyer: str = "",
    buyer_kind: str = "",
    supplier: str = "",
    category: str = "",
) -> Finding:
    """Return the service of a notice from its words, then its codes (eight digits, main one first), then who takes part.

    `category` is what the notice declares (goods, works, services); "" where it does not.
    """
    cues = book()
    loud, quiet = _terms(cues, title, description, cpvs, buyer, supplier)
    loud |= {f"kind:{buyer_kind}", f"category:{category}"}
    cases = _cases(cues, loud, quiet)
    ranked = sorted(((case.score, name) for name, case in cases.items()), reverse=True)
    if not ranked or ranked[0][0] <= 0:
        return Finding(None, None, "no word or code of the notice names a service", purchase(None, title, cpvs, category))
    best, service = ranked[0]
    margin = best - (ranked[1][0] if len(ranked) > 1 else 0.0)
    bought = purchase(service, title, cpvs, category)
    return Finding(service, _confidence(best, margin), _evidence(cases[service], ranked[1:2]), bought)


def _terms(
    cues: CueBook, title: str, description: str, cpvs: tuple[str, ...], buyer: str, supplier: str
) -> tuple[set[str], set[str]]:
    """Return the terms heard at full weight (title, main code, names) and those heard at half weight."""
    loud = cues.words.found(comparable(title))
    loud.update(_codes(cues, cpvs[:1]))
    loud.update(f"buyer:{name}" for name in cues.buyers.found(comparable(buyer)))
    loud.update(f"supplier:{name}" for name in cues.suppliers.found(comparable(supplier)))
    quiet = cues.words.found(comparable(description[:DESCRIPTION_READ]))
    quiet.update(_codes(cues, cpvs[1:6]))
    return loud, quiet - loud


def _codes(cues: CueBook, cpvs: Iterable[str]) -> set[str]:
    return cues.codes.intersection(f"code:{code[:digits]}" for code in cpvs for digits in range(2, 9))


def _cases(cues: CueBook, loud: set[str], quiet: set[str]) -> dict[str, _Case]:
    cases: dict[str, _Case] = {}
    heard: set[int] = set()
    for terms, share in ((loud, 1.0), (quiet, DESCRIPTION_SHARE)):
        for term in terms:
            for cue in cues.by_term.get(term, ()):
                if id(cue) not in heard and _applies(cue, loud, quiet, share):
                    heard.add(id(cue))
                    _hear(cases.setdefault(cue.service, _Case()), cue, term, share)
    return cases


def _applies(cue: Cue, loud: set[str], quiet: set[str], share: float) -> bool:
    if cue.where == "title" and share < 1:
        return False
    return all(part.met(loud, quiet) for part in cue.also)


def _hear(case: _Case, cue: Cue, term: str, share: float) -> None:
    weight = cue.weight * share
    if share < 1:
        case.description += weight
    else:
        case.title += weight
    case.cues += ((weight, cue, term),)


def _confidence(best: float, margin: float) -> str:
    if best >= CERTAIN[0] and margin >= CERTAIN[1]:
        return "certain"
    return "probable" if best >= PROBABLE[0] and margin >= PROBABLE[1] else "possible"


def _evidence(case: _Case, runner_up: list[tuple[float, str]]) -> str:
    said = [_said(cue, term) for _, cue, term in sorted(case.cues, key=lambda heard: -heard[0]) if cue.weight > 0]
    but = f"; next {runner_up[0][1]}" if runner_up and runner_up[0][0] > 0 else ""
    return ", ".join(dict.fromkeys(said[:5])) + but


def _said(cue: Cue, term: str) -> str:
    scope, colon, value = term.partition(":")
    return f"{_SAID[scope]} {value.strip()}" if colon else f'"{term.strip()}"'
