"""Lengths of time in a sentence, and what each is the length of: the first term, what may follow, or both together."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_UP_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: float(number) for number, word in enumerate(_UP_TO_TWELVE, start=1)} | {
    "eighteen": 18.0,
    "twenty four": 24.0,
    "thirty six": 36.0,
    "a": 1.0,
    "an": 1.0,
}
NUMBER = rf"(?:\d{{1,3}}(?:\.5)?|{'|'.join(_UP_TO_TWELVE)}|eighteen|twenty[ -]four|thirty[ -]six)"
_COUNT = r"[2-9]|two|three|four|five|six|seven|eight|nine"
LENGTH = re.compile(
    rf"(?<![\w-])(?:(?P<count>{_COUNT})(?: ?\(\w+\))?"
    r"(?: ?[x\u00d7] ?| (?:(?:further|additional|optional|possible|separate|annual|extension) ){0,2}"
    r"(?:(?:periods?|extensions?|options?)(?: of)?(?: up to)? )?))?"
    rf"(?P<number>{NUMBER}(?: ?\+ ?(?:\d|one|two|three)){{0,5}}"
    r"|an?(?= (?:further |additional |single )?(?:year|month)))(?: ?\(\w+\))?"
    r"[ \-\u2013]{0,3}(?:further |additional |single |full )?(?P<unit>year|yr|month|mth)s?\b",
    re.IGNORECASE,
)
"""A length of time, with how often where it is several: "two further periods of 12 months"."""
FURTHER = re.compile(r"\b(?:exten\w*|options?|optional|further|additional|renew\w*|plus)\b|\+ ?$", re.IGNORECASE)
_FURTHER_BEHIND = re.compile(
    r"[ -]?(?:possible |contract |available )?(?:extensions?|options?|optional)\b", re.IGNORECASE
)
_WHOLE = re.compile(
    r"\b(?:maximum|total|overall|potential|whole)(?: \w+){0,2} (?:term|duration|period|length)(?: \w+){0,2} ?$"
    r"|\bmaking (?:a total of )?$|\btotal(?:ling)?(?: of)? ?$|\bmaximum(?: of)?(?: an?)? ?$",
    re.IGNORECASE,
)
_EXTENDED_TO = re.compile(r"\b(?<!up )to a (?:maximum|total)\b", re.IGNORECASE)
"""Of "extend up to a total of 4 years" nobody knows whether the first term is one of the four."""
_WHOLE_BEHIND = re.compile(r" ?(?:in total|in all|in aggregate|overall)\b", re.IGNORECASE)
_UNCLEAR = re.compile(
    r"\b(?:maximum|total|aggregate|exceed\w*|annual(?:ly)?|year by year|subject to a)\b", re.IGNORECASE
)
_SEVERAL = re.compile(
    rf"\b(?:{_COUNT})\b(?: ?\(\w+\))?(?: \w+){{0,2}} (?:periods|extensions|options|times)\b", re.IGNORECASE
)
"""How often, where it is not read together with a length: "three periods, each of 12 months"."""
_PLAINLY = re.compile(r"\b(?:further|additional)(?: up to)?(?: an?)? ?$", re.IGNORECASE)
_FIRST = re.compile(
    r"\b(?:initial\w*|intial|period|term|duration|length|contracts?|agreement|run|last|awarded|let|re-tendered|is|be)\b",
    re.IGNORECASE,
)
_FIRST_BEHIND = re.compile(
    r"[ -]?(?:initial |fixed |core )?(?:contract|term|period|agreement|call-off)\b"
    r"| (?:from|commencing|starting)(?: on)?(?: the)? \d{1,2}(?:/|\.| ?(?:st|nd|rd|th)? (?:of )?[a-z]{3,9},? \d{4})"
    r"|,? with (?:an? |the )?(?:options?|possibility|potential)\b",
    re.IGNORECASE,
)
_NO_TERM = re.compile(
    r"\b(?:experience|within|past|previous\w*|every|aged?|notice|defects?|warranty|mobilis\w+|minimum of|accounts)\b",
    re.IGNORECASE,
)
PARTS_OF_UNITS = ("ear", "onth", "yr", "mth", "EAR", "ONTH", "YR", "MTH", "Yr", "Mth")
"""Letters without one of which no text holds a length."""
_BEFORE, _BEHIND = 80, 30


class Length(NamedTuple):
    """Months, and of what: "first", "further", "whole", "unclear" or "other"."""

    months: float
    kind: str


def lengths_of(words: str) -> Iterator[Length]:
    """Yield the lengths of time of a sentence, each with what it is the length of."""
    if not any(map(words.__contains__, PARTS_OF_UNITS)):
        return
    last = 0
    for found in LENGTH.finditer(words):
        before, behind = words[max(last, found.start() - _BEFORE) : found.start()], words[found.end() :][:_BEHIND]
        last = found.end()
        numbers = [_number(word) for word in (found["number"] or "1").split("+")]
        unit = 12 if found["unit"].lower().startswith("y") else 1
        times = _number(found["count"] or "1")
        kind = _kind(before, behind, times)
        if kind == "first" and len(numbers) > 1:  # "2+1+1 years": the first term and its options
            yield Length(numbers.pop(0) * unit, kind)
            kind = "further"
        yield Length(sum(numbers) * times * unit, kind)


def _number(word: str) -> float:
    plain = word.strip().lower().replace("-", " ")
    return _NUMBERS.get(plain) or float(plain)


def _kind(before: str, behind: str, times: float) -> str:
    if _NO_TERM.search(before[-40:]) or _NO_TERM.search(behind):
        return "other"
    if _WHOLE.search(before) or _WHOLE_BEHIND.match(behind):
        return "unclear" if FURTHER.search(before) and not _EXTENDED_TO.search(before) else "whole"
    if FURTHER.search(before) or _FURTHER_BEHIND.match(behind) or times > 1:
        doubt = _SEVERAL.search(before) or (_UNCLEAR.search(before) and not _PLAINLY.search(before))
        return "unclear" if doubt else "further"
    return "first" if not before or _FIRST.search(before) or _FIRST_BEHIND.match(behind) else "other"
