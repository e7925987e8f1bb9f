"""Buyers and suppliers: what kind of body each is, and why."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from data.classify.party_names import BUYER, COMPANY, SUPPLIER, Pair, Sign, by_mark, by_name, by_table
from data.classify.places import is_council_place
from data.classify.portals import portal
from data.model.service_table import groups
from data.model.words import plain_once
from policy.contracts import BUYER_KINDS

OWN_WORD = "REGISTER"
"""Scheme of what a register's own column says of a party: it goes before what a name suggests."""
LONGEST_NAME = 1_000
"""Characters of a name that are matched; the longest published one has some hundreds."""
# Names recur: a year of notices has a few thousand buyers and some tens of thousands of suppliers.
_REMEMBERED = 20_000
# What a supplier that is a public body counts as: an owned company, else by the kind of body.
_PUBLIC_KINDS = {"local": "local", "nhs": "nhs", "central": "central", "owned": "owned"}
# Seen where a supplier belongs: "n/a", "Various", "Name withheld", "PLEASE NOTE THIS TENDER RESULTED IN NON AWARD".
_PLACEHOLDER = re.compile(
    r"^(n ?a|na|none|nil|null|tb[ac]|test|unknown|withheld|redacted( personal data)?|no suppliers?"
    r"|others?|suppliers?|not (known|applicable|disclosed|stated|provided|awarded|available)|x+|0+"
    r"|(various|multiple|several)( suppliers?| providers?)?|n ?a (event|market).*|date (now )?passed.*"
    r"|(lot \d+ )?supplier \d+ redacted|private and confidential|confidential)$"
    r"|\b(no award|non award|not awarded|none awarded|no contracts? (was |were )?awarded|not to award"
    r"|no (compliant |suitable )?(tenders?|bids?|submissions?)"
    r"|(contract|tender|procurement) (was )?(cancelled|abandoned|terminated)"
    r"|with?held|(names?|identity|details) .*(can ?not|will not|not to) be (published|disclosed|named|released))\b",
)
_DECLARED = "declared a voluntary body and nothing confirms it"
# Reasons that say little of one supplier by itself, and nothing against many that are otherwise.
_WEAK = (
    "a trading name that nothing shows to be a charity or a public body",
    _DECLARED,
    "words that voluntary bodies use where no form of company is named",
    "a project or an alliance where no form of company is named",
    "a centre without a form of company is run by a charity",
    "a landlord or a firm that lets rooms",
    "a school that may be a council's, a charity's or a firm's",
    "colleges",
    "a name without a form of company, in a service that charities mostly give",
)
_PROJECT = "a project or an alliance where no form of company is named"
_OUTSIDE, _CATERING, _CORPORATE = "outside", "catering_leisure", "corporate"
_NOTHING_TELLS = "a name without a form of company, in a service that charities mostly give"
_ADVICE = frozenset(("advocacy", "healthwatch", "welfare_advice"))
_DRIVEN = frozenset(("bus", "sen_transport", "staff_travel", "transport_nhs"))
_BUREAU = Sign("charity", "a citizens advice bureau by its initials, and no cab")
_CABS = Sign("private", "who drives passengers is a firm of cabs, and no citizens advice bureau")
_CHARITABLE = frozenset(
    [
        "homeless",
        "da",
        "advocacy",
        "healthwatch",
        "welfare_advice",
        "asylum_advice",
        "mh_support",
        "substance",
        "family",
        "community_health",
        "social_prescribing",
        "handyperson",
    ]
)
_INITIALS = re.compile(r"\bCAB(?=\W*$|\s*\()")
"""Citizens Advice Bureau, as the last word of a name and in capitals alone there; of other cabs the service tells."""
_COMPANY, _MOST = 4, 0.6
"""Least number of suppliers, and least share of one kind, by which a weak reason goes."""
_TRADING = Sign("private", "a trading name that nothing shows to be a charity or a public body")
_MANY = (
    r"(?:^\d+|\b(?:multiple|various|several|numerous|(?:and|plus) other|t(?:wo|hree|en|welve)|f(?:our|ive)"
    r"|s(?:ix|even)|eight|nine|eleven)) (?:(?:approved|appointed|successful|qualified|different) )?"
    r"(?:suppliers|providers|contractors|organisations|bidders)\b"
)
_SEVERAL = re.compile(rf"{_MANY}|^(?:multiple|various|several)$")
_A_NUMBER = r"^[a-z]{0,2}\d{5,}r?$"
# The supplier exists but is named elsewhere. `(?>` keeps to the first such word: what follows any follows it.
_ELSEWHERE = re.compile(
    rf"{_MANY}|{_A_NUMBER}|"
    r"^(?:https? |www |(please )?see |please (?:contact|refer) |can be found |(?:full )?(?:details|names|list) of "
    r"|for (?:contract )?(?:award )?details "
    r"|(?>.*?\b(?:see|refer to|as per|(?:listed|detailed|set out) (?:in|on))\b).*"
    r"\b(attach\w*|pdf|documents?|below|lists?|notices?|description|breakdown|spreadsheet|website|web ?page|link"
    r"|appendix|schedule)\b)",
)


class PartyKind(Struct, frozen=True, gc=False):
    """What kind of body a party is; kind None where nothing tells."""

    kind: str | None
    evidence: str
    public_kind: str | None = None


_UNTOLD = PartyKind("unknown", "names without a form of company that say different things", "none")


def buyer_kind(name: str, identifiers: Iterable[Pair] = (), declared: Iterable[Pair] = ()) -> PartyKind:
    """Return the kind of a buyer: sure identifiers first, then its name, then declared types.

    Identifiers are (scheme, id), declared types (scheme, value), both as OCDS spells them.
    """
    return _buyer(name[:LONGEST_NAME], tuple(identifiers), tuple(declared))


def supplier_kind(name: str, identifiers: Iterable[Pair] = (), declared: Iterable[Pair] = ()) -> PartyKind:
    """Return the kind of a supplier and, if public, which public body; `declared` holds ("vcse", "true")."""
    return _supplier(name[:LONGEST_NAME], tuple(identifiers), tuple(declared))


def suppliers_kind(parties: Iterable[PartyKind], service: str | None = None) -> PartyKind:
    """Return the kind of the suppliers of one award together: one kind, mixed, or unknown where one of them is.

    The public kind of several tells whether any of them is public: "none" where none is, None where that is not known.
    """
    named = [_told_by(service, party) for party in parties if party.kind != "none"]
    if not named:
        return PartyKind("none", "no supplier is named")
    if len(named) == 1:
        return named[0]
    named = _in_company(named)
    kinds = sorted({str(party.kind) for party in named})
    public = {party.public_kind for party in named if party.kind == "public"}
    one = public.pop() if len(public) == 1 else "other" if public else None
    if len(kinds) == 1 and kinds != ["unknown"]:
        return PartyKind(kinds[0], named[0].evidence, one)
    told = all(party.kind not in (None, "unknown") or party.public_kind == "none" for party in named)
    known = [kind for kind in kinds if kind != "unknown"]
    kind = "mixed" if len(known) > 1 else "unknown"
    return PartyKind(kind, f"suppliers of several kinds: {', '.join(kinds)}", one or ("none" if told else None))


def _told_by(service: str | None, party: PartyKind) -> PartyKind:
    """A name without a form of company is a firm's; in services that charities mostly give it tells nothing.

    Of 16 such suppliers whose kind is labelled 15 were charities. A project, an alliance or a forum that builds,
    supplies, advises, feeds or runs a leisure centre is a firm's name too; one that helps voluntary bodies is not.
    A cab that advises is a citizens advice bureau, however its initials are written, and none that drives passengers.
    Of 25 who supply, build or drive and ticked that they are voluntary bodies, with no other sign, none was one.
    """
    if service in _ADVICE and _is_of_cabs(party):
        return _party(_BUREAU)
    if service in _DRIVEN and party.evidence == _BUREAU.evidence:
        return _party(_CABS)
    if service in _CHARITABLE and party.evidence == _TRADING.evidence:
        return PartyKind("unknown", _NOTHING_TELLS, "none")
    firms = service == _CATERING or (groups().get(service or "") == _OUTSIDE and service != _CORPORATE)
    if party.evidence.endswith(_PROJECT) and firms:
        return _party(_TRADING)
    if party.evidence.endswith(_DECLARED) and (firms or service in _DRIVEN):
        return _party(_TRADING)
    return party


def _in_company(parties: list[PartyKind]) -> list[PartyKind]:
    """Let a word that says little go by the company that it keeps: one "centre" among twenty care homes is one too.

    Where every word says little and they disagree, none of them is believed.
    """
    weak = [party.evidence.endswith(_WEAK) for party in parties]
    sure = [party for party, says_little in zip(parties, weak, strict=True) if not says_little]
    kinds = {party.kind for party in parties}
    kind, often = Counter(party.kind for party in parties).most_common(1)[0]
    if kind != "unknown" and often >= _MOST * len(parties) and len(parties) >= _COMPANY:
        like = next(party for party in sure + parties if party.kind == kind)
    elif len(kinds - {"unknown"}) == 1 and len(sure) >= len(parties) / 2:
        like = sure[0]
    elif not sure and len(kinds) > 1:
        like = _UNTOLD
    else:
        return parties
    return [like if says_little else party for party, says_little in zip(parties, weak, strict=True)]


def is_placeholder(name: str) -> bool:
    """Say whether a supplier's name names nobody ("n/a", "various", "no award was made")."""
    words = plain_once(name[:LONGEST_NAME])
    return not words or bool(_PLACEHOLDER.search(words))


@lru_cache(maxsize=_REMEMBERED)
def names_several(name: str) -> bool:
    """Say whether a name stands for several suppliers that are named elsewhere ("Multiple suppliers - see list")."""
    return bool(_SEVERAL.search(plain_once(name[:LONGEST_NAME])))


@lru_cache(maxsize=_REMEMBERED)
def _buyer(name: str, identifiers: tuple[Pair, ...], declared: tuple[Pair, ...]) -> PartyKind:
    sign = by_mark(identifiers, BUYER, sure=True) or by_name(name, BUYER)
    sign = sign or by_mark(identifiers, BUYER, sure=False) or by_mark(declared, BUYER, sure=False)
    if sign is None and is_council_place(name):
        sign = Sign("local", "a council named by its place alone")
    if sign is None and portal(name):
        return PartyKind(None, "an e-tendering portal or agent stands where the buyer belongs")
    sign = sign or by_name(name, COMPANY)
    if sign is None or sign.kind not in BUYER_KINDS:
        return PartyKind(None, "neither identifier, name nor declared type tells the kind of buyer")
    return PartyKind(sign.kind, sign.evidence)


@lru_cache(maxsize=_REMEMBERED)
def _supplier(name: str, identifiers: tuple[Pair, ...], declared: tuple[Pair, ...]) -> PartyKind:
    if is_placeholder(name):
        return PartyKind("none", f"no supplier is named, got {name!r}")
    if _ELSEWHERE.search(plain_once(name)):
        return PartyKind("unknown", f"the supplier is named elsewhere, got {name!r}")
    if own := by_mark([pair for pair in identifiers if pair[0] == OWN_WORD], SUPPLIER, sure=True):
        return _party(own)
    if listed := by_table(name):
        return _party(listed)
    named = by_name(name, SUPPLIER)
    if named is not None and _is_of_cabs(named) and not name.isupper() and _INITIALS.search(name):
        named = _BUREAU
    # Universities and academy trusts are registered charities, so a public body's name goes before a number.
    if named is not None and _is_public(named):
        return _party(named)
    sign = by_mark(identifiers, SUPPLIER, sure=True)
    sign = sign or (named if named is not None and named.kind not in ("private", "unknown") else None)
    sign = sign or by_mark(identifiers + declared, SUPPLIER, sure=False) or named
    return _party(sign or _TRADING)


def _is_of_cabs(told: Sign | PartyKind) -> bool:
    return told.evidence.startswith('name has "cab"')


def _is_public(sign: Sign) -> bool:
    return (sign.kind in BUYER_KINDS and sign.kind != "housing") or sign.kind == "owned"


def _party(sign: Sign) -> PartyKind:
    if sign.kind == "housing":
        return PartyKind("charity", sign.evidence)
    if _is_public(sign):
        return PartyKind("public", sign.evidence, _PUBLIC_KINDS.get(sign.kind, "other"))
    if sign.kind == "unknown":
        return PartyKind("unknown", sign.evidence, "none")
    return PartyKind(sign.kind, sign.evidence)
