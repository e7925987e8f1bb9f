"""Which fact a column may give by its name alone: how well its words are those of a name that the fact has."""

import re
from collections.abc import Iterable
from functools import cache

from data.readers.own_register.facts import AMOUNTS, FACTS
from data.readers.own_register.header_words import WELSH_NAMES, header
from data.readers.own_register.value_columns import EXTENSION, WITHOUT, is_amount_of

_EXACT, _WITHIN, _PER_WORD, _NEXT_NAME = 100.0, 50.0, 30.0, 0.2
"""Scores: a name that is just one of a fact's; one that holds it, and more the more of its words it is; the first name
of a fact goes before the next by so much."""
_VAT = re.compile(r"\W*(?:is )?vat(?:able)?\W*(?:included|status|basis|y/n|inc/ex|incl.*|applicable|treatment)?\W*")
"""A column of VAT alone: "VAT" within a name says of an amount whether it holds it."""
_VAT_RATE = re.compile(
    r"\W*(?:(?:applicable[\s_]+)?vat[\s_]+rate(?:[\s_]+(?:applied|charged))?|rate[\s_]+of[\s_]+vat"
    r"|vat[\s_]*(?:\(?%|per\s?cent(?:age)?)|(?:%|percentage)[\s_]*(?:of[\s_]+)?vat)\W*"
)
_TAKEN = frozenset(("granted", "exercised", "taken", "agreed", "applied", "invoked", "used"))
_MAY = frozenset(("may", "can", "could"))
_IF = frozenset(("if", "assuming", "should"))
_WITH = frozenset(("with", "after", "including", "once", "when"))
_LATEST = frozenset(
    ("maximum", "latest", "ultimate", "greatest", "longest", "potential", "possible", "furthest", "final", "full",
     "absolute")
)  # fmt: skip
_FIRST_TERM = frozenset(("initial", "original", "core", "base", "first"))
NOW = frozenset(("current", "revised", "present", "updated", "now"))
_Name = tuple[int, tuple[str, ...], bool]
"""The place of a name among those of its fact, its words, and whether it must be the whole name of a column."""
_NO_WORDS = ("",)
SAME_NAME = re.compile(r" \[\d+\]$")
"""How a column is told from an earlier one of its name: "Start Date [2]"."""
_WELSH = {
    *("adran", "cyfnod", "cytundeb", "darparwr", "estyn", "estyniadau", "gwasanaeth", "hyd", "opsiynau", "pwnc"),
    *(word for name in WELSH_NAMES for word in re.findall(r"\w{4,}", name) if word != "contract"),
}
"""Words of the headings of Welsh public bodies, who publish in both languages."""
_AS_IT_STANDS = re.compile(
    r"\W+(?:as )?(?:at|on|of)\W+(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?[\s/.-]+)?"
    r"(?:0?[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)[\s/.-]+(?:20)?\d\d\W*$",
    re.IGNORECASE,
)
"""The day on which a register was drawn up, behind the name of a column: "Status as at 31 March 2026"."""
_TAIL = 6
"""The most words in which a name says what it leaves out, such as "not including any option to extend"."""
_NO_LAST_DAY = frozenset(
    ("start", "review", "notice", "taken", "length", "month", "year", "value", "number", "count", "published", "award",
     "signed", "reason", "status", "used", "exercised", "many", "budget", "spend", "approved", "decision", "by")
)  # fmt: skip


def known_names(columns: Iterable[str]) -> int:
    """Return how many facts the names of some columns alone would give: how much a row looks like a header."""
    found = set[str]()
    for name in columns:
        if is_amount_of(header(name)):
            found.add("value" if not header(name).period else "annual")
        else:
            found |= {fact for fact, _ in by_name(header(name).words, name)[:1]}
    return len(found)


def first_fact(name: str) -> str:
    """Return the fact that the name of a column alone would give, an amount among them; "" for none."""
    if is_amount(name):
        return "value"
    return next((fact for fact, _ in by_name(header(name).words, name)), "")


def is_amount(name: str) -> bool:
    """Say whether a column is called like an amount of money."""
    return is_amount_of(header(name))


def is_length(name: str) -> bool:
    """Say whether a column is called like a length of time, which under a group of amounts is an amount."""
    return first_fact(name) in ("term", "longest_term", "extension")


def is_vat_rate(written: str) -> bool:
    """Say whether a column is called the rate of VAT: it says how much VAT an amount holds, and not whether it does."""
    return bool(_VAT_RATE.fullmatch(written.lower()))


def by_name(words: tuple[str, ...], written: str) -> list[tuple[str, float]]:
    """Return the facts that a name fits, best first."""
    found = []
    words = _end_of_the_first_term(_before_what_is_left_out(_before_circumstances(words)))
    for fact, about in FACTS.items():
        if fact in AMOUNTS or (not about.without.isdisjoint(words) and not is_whole_name(fact, words)):
            continue
        score = best_name(fact, words)
        if fact == "vat":
            score = 90.0 if _VAT.fullmatch(written.lower().replace("_", " ")) else 60.0 * is_vat_rate(written)
        if score:
            found.append((fact, score))
    if kind := _kind_of_end(words):
        found = [(fact, score) for fact, score in found if fact not in ("end_date", kind)]
        found.append((kind, max(best_name(kind, words), 80.0)))
    if not found and (half := _in_english(written)):
        return by_name(header(half).words, half)
    if not found and (called := _AS_IT_STANDS.sub("", written)) != written:
        return by_name(header(called).words, called)
    return sorted(found, key=lambda each: -each[1])


def _in_english(written: str) -> str:
    """Return the English half of a name in both languages of Wales, "Estyniad / Extension"; "" for any other name."""
    halves = written.split(" / ")
    english = [half for half in halves if not _WELSH & set(re.findall(r"\w+", half.lower()))]
    return english[0] if len(halves) == 2 and len(english) == 1 else ""


def is_whole_name(fact: str, words: tuple[str, ...]) -> bool:
    """Say whether words are one of the names of a fact, with nothing beside it."""
    return any(name == words for _, name, _ in _names_within(fact, words))


def best_name(fact: str, words: tuple[str, ...]) -> float:
    """Return how well words fit the best of the names of a fact; 0 where they hold none."""
    best = 0.0
    for place, name, whole in _names_within(fact, words):
        if name == words:
            return max(best, _EXACT - place * _NEXT_NAME)
        if not whole and name and _holds(words, name):
            best = max(best, _WITHIN + _PER_WORD * len(name) / len(words) + 2 * len(name) - place * _NEXT_NAME)
    return best


def _names_within(fact: str, words: tuple[str, ...]) -> list[_Name]:
    """Return the names of a fact that words may hold, those that begin with one of the words, in their order.

    A fact has dozens of names and a cell of a register none of them: thousands of rows are looked through for a second
    header, and each cell was held against each name.
    """
    names = _names_by_first_word(fact)
    held = [word for word in words or _NO_WORDS if word in names]
    return sorted(name for word in {*held} for name in names[word]) if held else []


@cache
def _names_by_first_word(fact: str) -> dict[str, list[_Name]]:
    """Return the names of a fact by their first words."""
    found = dict[str, list[_Name]]()
    for place, name in enumerate(FACTS[fact].names):
        words = header(name.removeprefix("=")).words
        found.setdefault((words or _NO_WORDS)[0], []).append((place, words, name.startswith("=")))
    return found


def _before_circumstances(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without a tail that asks for the circumstances of an end, as section 35 in Scotland does."""
    at = words.index("circumstance") if "circumstance" in words else 0
    either = next((place for place in range(at, max(at - 4, 0), -1) if words[place] == "or"), 0)
    return words[:either] if "end" in words[:either] else words


def _before_what_is_left_out(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without a tail that says which extensions the end leaves out."""
    if "end" in words[:-1] and set(words[-_TAIL:]) & EXTENSION:
        place = next((at for at, word in enumerate(words) if word in WITHOUT and at > words.index("end")), len(words))
        return words[:place] if place >= len(words) - _TAIL else words
    return words


def _end_of_the_first_term(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without "term" where a column names the end of the first or the full term ("Full term end")."""
    if {"end", "length"} <= set(words) and (_FIRST_TERM | _LATEST) & set(words):
        return tuple(word for word in words if word != "length")
    return words


def _kind_of_end(called: tuple[str, ...]) -> str:
    """Return which end a column names: the latest, or the one as it now stands; "" where it says no more than "end"."""
    words = set(called)
    if words & EXTENSION and (words & _IF or ("all" in words and words & _WITH)):
        words = words - _TAKEN - _IF | {"all"}  # "if all extensions used" is no extension that was
    if "end" in words and words & EXTENSION and words & _TAKEN and words & (_WITH | {"inc", "incl"}):
        return "current_end_date"
    ends = bool(words & {"end", "until"} or ("completion" in words and not words & {"final", "practical"}))
    up_to = bool(words & EXTENSION) and called[-1] in ("to", "until")
    may_be = bool(words & _MAY and words & {"extend", "extended"}) and bool({"to", "until"} & words)
    if words & _NO_LAST_DAY or not (ends or up_to or may_be or "date" in words):
        return ""
    if words & _TAKEN and not ends:
        return "current_end_date" if up_to else ""  # "Date extension granted" is no end
    if ends and (words & NOW or (words & EXTENSION and words & _TAKEN)):
        return "current_end_date"
    extended = bool(words & EXTENSION) and not words & WITHOUT
    return "latest_end_date" if (words & _LATEST and ends) or extended or may_be else ""


def _holds(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(words[at : at + len(name)] == name for at in range(len(words) - len(name) + 1))
