"""E-tendering portals and agents that stand where the buyer's name belongs, and who the real buyer is."""

import re
from dataclasses import dataclass
from functools import cache

from data.classify.cues import CueCondition, conditions, rows
from data.classify.party_names import BUYER, by_name
from data.model.words import Phrases, comparable

_SUFFIX = re.compile(r"(?i)(?<![\s:-])[\s:-]*+\b(e-?\s?tendering|e-?\s?sourcing|(procurement |tender )?portal)\b.*$")
_BEHALF = re.compile(r"\b(?:[Oo]n behalf of|[Aa]cting for)\s+(?:the\s+)?([A-Z][^.;:()\n]{3,90})")
_NAMED = r"[A-Z][\w'-]+"
_A_BODY = (
    rf"\b({_NAMED}(?: (?:and|of|upon|on|{_NAMED})){{0,5}}?"
    r" (?:Council|NHS Foundation Trust|NHS Trust|Integrated Care Board|Fire Service))\b"
)
_PUBLIC_BODY = re.compile(_A_BODY)
_READ = 1_000
"""Characters of a title in which a body is looked for: one may begin behind each apostrophe, which takes n² steps."""
# "Eden District Council ("the Authority") is seeking": who buys speaks first.
_FIRST_WORDS = re.compile(
    rf"\s*(?:The )?{_A_BODY}(?: \([^)]{{1,60}}\))*,? "
    r"(?:\(|is |are |has |have |wish|intend|invite|seek|require|want|would like|propose|plan|own|manage)"
)
# The name ends where the sentence goes on ("on behalf of Cwm Taf Morgannwg intend to award").
_GOES_ON = re.compile(
    r"(?<!Department)\s(?:is|are|intends?|wish(?:es|ed)?|has|have|invites?|seeks?|to|for|manages|who|which|with|in)\s.*$|,.*$"
)


@dataclass(frozen=True, slots=True)
class _Portal:
    name: CueCondition
    words: CueCondition | None
    buyer: str


def portal(name: str) -> bool:
    """Say whether a buyer's name is that of an e-tendering portal or of an agent."""
    return bool(_rows_for(name))


def real_buyer(name: str, title: str, description: str) -> str | None:
    """Return the buyer behind a portal or agent where its name or the text of the notice tells; else None."""
    found = _rows_for(name)
    if not found:
        return None
    text = f"{title} {description}"
    known = [row.buyer for row in found if row.buyer and _says(row, text)]
    if known:
        return known[0]
    owner = _SUFFIX.sub("", name).strip()
    if owner and owner != name.strip() and by_name(owner, BUYER):
        return owner
    return _on_behalf(text) or _public(_PUBLIC_BODY.search(title[:_READ])) or _public(_FIRST_WORDS.match(description))


def _public(match: re.Match[str] | None) -> str | None:
    """Return the council or trust that is named, as in "Eden District Council housing services"."""
    return match[1] if match and by_name(match[1], BUYER) else None


def _on_behalf(text: str) -> str | None:
    for match in _BEHALF.finditer(text):
        named = _GOES_ON.sub("", match[1]).strip()
        if "contracting" not in named.lower() and by_name(named, BUYER):
            return named
    return None


def _says(row: _Portal, text: str) -> bool:
    if row.words is None:
        return True
    return row.words.met(Phrases(row.words.terms).found(comparable(text)))


def _rows_for(name: str) -> list[_Portal]:
    found = _book()[0].found(comparable(name))
    return [row for row in _book()[1] if row.name.met(found)] if found else []


def _portal(row: dict[str, str]) -> _Portal:
    words = conditions(row["words"])[0] if row["words"] else None
    return _Portal(conditions(row["portal"])[0], words, row["buyer"])


@cache
def _book() -> tuple[Phrases, tuple[_Portal, ...]]:
    read = tuple(_portal(row) for row in rows("portals.csv"))
    return Phrases(term for row in read for term in row.name.terms), read
