"""Buyers and suppliers: what kind of body each is, and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from data.party_names import BUYER, COMPANY, SUPPLIER, Pairs, Sign, by_mark, by_name
from data.places import is_council_place
from data.wording import comparable
from policy.contracts import BUYER_KINDS

# Names recur: a year of notices has a few thousand buyers and some tens of thousands of suppliers.
_REMEMBERED = 50_000
# What a supplier that is a public body counts as: an owned company, else by the kind of body.
_PUBLIC_KINDS = {"local": "local", "nhs": "nhs", "central": "central", "owned": "owned"}
# "n/a", "see attachment", "PLEASE NOTE THIS TENDER RESULTED IN NON AWARD", "Various": seen where a supplier belongs.
_PLACEHOLDER = re.compile(
    r"^(n a|na|none|nil|null|tb[ac]|test|unknown|not (known|applicable|disclosed|stated|provided|awarded)|no supplier"
    r"|withheld|redacted( personal data)?|various( supplier| provider)?|multiple( supplier| provider)?|other|supplier|x+|0)$"
    r"|\b(no award|non award|not awarded|no (tender|bid|submission)|(contract|tender) (was )?(cancelled|abandoned|terminated))\b",
)
# The supplier exists but is named elsewhere.
_ELSEWHERE = re.compile(r"\b(see|refer to|as per|listed in|detailed in)\b.*\b(attach\w*|pdf|document|below|list|notice|description|breakdown|spreadsheet)\b|^see ")


@dataclass(frozen=True, slots=True)
class Party:
    """What kind of body a party is; kind None where nothing tells."""

    kind: str | None
    evidence: str
    public_kind: str | None = None


def buyer_kind(name: str, identifiers: Iterable[tuple[str, str]] = (), declared: Iterable[tuple[str, str]] = ()) -> Party:
    """Return the kind of a buyer: sure identifiers first, then its name, then declared types.

    Identifiers are (scheme, id), declared types (scheme, value), both as OCDS spells them.
    """
    return _buyer(name, tuple(identifiers), tuple(declared))


def supplier_kind(name: str, identifiers: Iterable[tuple[str, str]] = (), declared: Iterable[tuple[str, str]] = ()) -> Party:
    """Return the kind of a supplier, and which public body it is; `declared` holds pairs such as ("vcse", "true")."""
    return _supplier(name, tuple(identifiers), tuple(declared))


def suppliers_kind(parties: Iterable[Party]) -> Party:
    """Return the kind of the suppliers of one award together: one kind, or unknown where they differ."""
    named = [party for party in parties if party.kind != "none"]
    if not named:
        return Party("none", "no supplier is named")
    kinds = sorted({str(party.kind) for party in named})
    if len(kinds) > 1:
        return Party("unknown", f"suppliers of several kinds: {', '.join(kinds)}")
    public = {party.public_kind for party in named}
    return Party(kinds[0], named[0].evidence, public.pop() if len(public) == 1 else "other")


def is_placeholder(name: str) -> bool:
    """Say whether a supplier's name names nobody ("n/a", "various", "no award was made")."""
    words = comparable(name).strip()
    return not words or bool(_PLACEHOLDER.search(words))


@lru_cache(maxsize=_REMEMBERED)
def _buyer(name: str, identifiers: Pairs, declared: Pairs) -> Party:
    sign = by_mark(identifiers, BUYER, sure=True) or by_name(name, BUYER)
    sign = sign or by_mark(identifiers, BUYER, sure=False) or by_mark(declared, BUYER, sure=False)
    if sign is None and is_council_place(name):
        sign = Sign("local", "a council named by its place alone")
    sign = sign or by_name(name, COMPANY)
    if sign is None or sign.kind not in BUYER_KINDS:
        return Party(None, "neither identifier, name nor declared type tells the kind of buyer")
    return Party(sign.kind, sign.evidence)


@lru_cache(maxsize=_REMEMBERED)
def _supplier(name: str, identifiers: Pairs, declared: Pairs) -> Party:
    if is_placeholder(name):
        return Party("none", f"no supplier is named, got {name!r}")
    if _ELSEWHERE.search(comparable(name).strip()):
        return Party("unknown", f"the supplier is named elsewhere, got {name!r}")
    named = by_name(name, SUPPLIER)
    if named is not None and _is_public(named):
        return _party(named)
    sign = by_mark(identifiers, SUPPLIER, sure=True)
    sign = sign or (named if named is not None and named.kind != "private" else None)
    sign = sign or by_mark(identifiers, SUPPLIER, sure=False) or named or by_mark(declared, SUPPLIER, sure=False)
    return _party(sign or Sign("private", "a trading name that nothing shows to be a charity or a public body"))


def _is_public(sign: Sign) -> bool:
    return sign.kind in BUYER_KINDS and sign.kind != "housing" or sign.kind == "owned"


def _party(sign: Sign) -> Party:
    if sign.kind == "housing":
        return Party("charity", sign.evidence)
    if _is_public(sign):
        return Party("public", sign.evidence, _PUBLIC_KINDS.get(sign.kind, "other"))
    return Party(sign.kind, sign.evidence)
