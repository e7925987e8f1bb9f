"""What the name of a buyer or supplier says of it, and what its identifiers and declared types say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from msgspec import Struct

from data.classify.cues import CueCondition, conditions, rows
from data.model.words import Phrases, plain, plain_once, singular

# COMPANY rows are the last resort for a buyer that no other sign tells.
BUYER, SUPPLIER, COMPANY = "buyer", "supplier", "company"
Pair = tuple[str, str]


class Sign(Struct, frozen=True, gc=False):
    """What one name or mark says: the kind, and the words for the reader."""

    kind: str
    evidence: str


@dataclass(frozen=True, slots=True)
class _NameRule:
    kind: str
    reason: str
    needs: tuple[CueCondition, ...]


@dataclass(frozen=True, slots=True)
class _PartyMark:
    scheme: str
    value: re.Pattern[str]
    kind: str
    sure: bool
    reason: str


def by_name(name: str, who: str) -> Sign | None:
    """Return what the first rule of party_names.csv that fits the name says; None where none does."""
    found = _name_rules(who)[0].found(singular(plain_once(name)))
    return _by_words(who, frozenset(found)) if found else None


@lru_cache(maxsize=20_000)
def _by_words(who: str, found: frozenset[str]) -> Sign | None:
    """Return what the first rule that fits says of a name with these words; words recur where names do not."""
    _, rules, places = _name_rules(who)
    # A rule fits only where one of its first words is there: of some two hundred rules a name meets a few.
    for place in sorted({place for term in found for place in places.get(term, ())}):
        rule = rules[place]
        if all(need.met(found) for need in rule.needs):
            words = sorted(term.strip() for term in rule.needs[0].terms & found)
            return Sign(rule.kind, f'name has "{words[0]}": {rule.reason}')
    return None


# Forms of company and articles, which the same body writes or leaves out.
_FORM_WORDS = frozenset(("ltd", "limited", "plc", "llp", "cio", "scio", "co", "company", "inc"))
_TRADING_AS = re.compile(r" (?:t a|trading as|t as|operating as) ")
# A charity may own a company for its trade, which bears its name.
_TRADES = frozenset(("trading", "enterprises"))
_BRACKETS = re.compile(r"(.*)\((\w{2,8})\)(.*)")


def by_table(name: str) -> Sign | None:
    """Return what named_suppliers.csv says of a supplier of that name, with or without form of company and article.

    A name of one word is one of many where a form of company follows it: then the table must write it so too.
    Initials in brackets make no other name, nor does "trading" at the end of two words or more.
    """
    named = _named()
    for part in _TRADING_AS.split(plain_once(_without_initials(name))):
        key, forms = _key(part)
        known = key if key in named else key.removesuffix(" uk")
        found, formed = named.get(known, (None, False))
        if found is not None and (" " in known or formed or not forms):
            return found
        owner, _, last = key.rpartition(" ")
        if last in _TRADES and " " in owner and owner in named:
            return named[owner][0]
    return None


def _without_initials(name: str) -> str:
    """Return the name without the initials of the words before them in brackets: "Change Grow Live (CGL)"."""
    if "(" in name and (parts := _BRACKETS.fullmatch(name)):
        letters = iter(word[0] for word in plain(parts[1]).split())
        if all(letter in letters for letter in parts[2].lower()):
            return parts[1] + parts[3]
    return name


def _key(words: str) -> tuple[str, bool]:
    held = [word for word in words.split() if word != "the"]
    kept = [word for word in held if word not in _FORM_WORDS]
    plainer = [word for word in kept if word != "uk"]
    # Beside one word "uk" is part of the name: Age is not Age UK.
    return " ".join(plainer if len(plainer) > 1 else kept), len(kept) < len(held)


@cache
def _named() -> dict[str, tuple[Sign, bool]]:
    """Return what the table says of each name, and whether it writes the name with a form of company."""
    named = {}
    for row in rows("named_suppliers.csv"):
        key, formed = _key(plain(_without_initials(row["name"])))
        named[key] = Sign(row["kind"], f"{row['name']} is in the table of suppliers"), formed
    return named


def by_mark(pairs: Iterable[Pair], who: str, *, sure: bool) -> Sign | None:
    """Return what the first row of party_marks.csv that fits says; `sure` marks decide before a name."""
    held = [(scheme, value.strip()) for scheme, value in pairs if value.strip()]
    for mark in _marks(who) if held else ():
        for scheme, value in held:
            if mark.sure == sure and mark.scheme == scheme and mark.value.search(value):
                return Sign(mark.kind, f"{scheme} {value}: {mark.reason}")
    return None


@cache
def _name_rules(who: str) -> tuple[Phrases, tuple[_NameRule, ...], dict[str, list[int]]]:
    """Return the words of all rules, the rules in order, and the places of the rules that begin with each word."""
    mine = [row for row in rows("party_names.csv") if row["who"] in (who, "both" if who != COMPANY else who)]
    rules = tuple(_NameRule(row["kind"], row["reason"], conditions(row["pattern"])) for row in mine)
    places: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        for term in rule.needs[0].terms:
            places.setdefault(term, []).append(place)
    return Phrases(term for rule in rules for need in rule.needs for term in need.terms), rules, places


@cache
def _marks(who: str) -> tuple[_PartyMark, ...]:
    mine = [row for row in rows("party_marks.csv") if row["who"] in ("both", who)]
    return tuple(_mark(row) for row in mine)


def _mark(row: dict[str, str]) -> _PartyMark:
    return _PartyMark(row["scheme"], re.compile(row["value"]), row["kind"], row["sure"] == "yes", row["reason"])
