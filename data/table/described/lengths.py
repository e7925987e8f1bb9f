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
    r"|\b(?:maximum|total) (?:term|duration|period|length) of (?:the|this) (?:\w+ ){1,2}"
    r"(?:to be|will be|shall be|is|being) (?:no more than |up to )?$"
    r"|\bmaking (?:a total of )?$|\btotal(?:ling)?(?: of)? ?$|\bmaximum(?: of)?(?: an?)? ?$",
    re.IGNORECASE,
)
_OF_ALL = re.compile(
    r"\bmaximum (?:total |overall |potential )?(?:contract|agreement|framework|call-off)"
    r" (?:term|period|duration|length)(?: of)?(?: up to)? ?$"
    r"|\bmaximum (?:total |overall )?(?:term|period|duration|length) of (?:the|this) (?:contract|agreement|framework)"
    r"(?: (?:is|being|of|to))? ?$",
    re.IGNORECASE,
)
"""What a contract lasts with all its extensions, also behind "extend up to a"."""
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
_ENDS = r"(?= ?(?:[),]|$))"
_AND_MORE = re.compile(
    r",? ?\(?(?P<more>(?: ?(?:\+|plus) ?(?:[1-5]|one|two|three|four|five)(?!\w))+)"
    rf"(?:{_ENDS}|(?= ?(?:optional|options?|(?:possible )?extensions?){_ENDS})"
    r"|(?= ?(?:framework|contract|agreement|term)\b(?! (?:manag|staff|offic|lead))))",
    re.IGNORECASE,
)
"""Behind a first term what may follow, in the same unit: "2 years (+1+1+1 optional)", "a 3 year + 2 framework"."""
_PARTS = re.compile(r" ?\((?P<parts>\d(?: ?\+ ?\d)+)\)")
"""Behind the years of all terms the first and what may follow: "5 years (3+1+1)"."""
_WITHOUT_UNIT = re.compile(
    rf"\bexten\w*(?: (?:the |this )?(?:contract|agreement|term|framework|period))?(?: for| by)?(?: up to)?(?: a| an)?"
    rf" (?:further|additional) (?P<number>[1-9]|{'|'.join(_UP_TO_TWELVE)})(?: ?\(\w+\))?"
    r"(?= ?(?:,|\)(?! ?(?:year|month))|$|at the|subject|if|depend\w+|based|by mutual))",
    re.IGNORECASE,
)
"""What may follow a first term, whose unit is meant: "3 years with an option to extend for a further 2"."""
_TWICE_SAID = re.compile(
    rf"\b(?P<word>{NUMBER}) \((?P<figure>\d{{1,3}}) ?(?P<unit>(?:year|month)s?)\)(?! ?(?:year|month))", re.IGNORECASE
)
"""A number whose unit stands in the bracket behind it: "periods of twelve (12 months)"."""
_OPTIONS_OF = re.compile(
    rf"\b(?P<count>{_COUNT})(?P<many>(?: further| additional| optional)?) (?:options|opportunities) to extend"
    r"(?: the \w+)?(?: for| by)(?: up to)?(?: an?)?(?: further| additional| single)?(?: period of)? "
    r"(?=(?:12|twelve)(?: ?\(\w+\))?[ -]months?\b|(?:1|one)(?: ?\(\w+\))?[ -]years?\b)",
    re.IGNORECASE,
)
"""Several options of a year, each of which is one: of "2 options to extend for 2 years" nobody knows."""
_ASIDE = re.compile(
    r"(?P<option>\b(?:exten\w+|options?|renew\w*)(?: \w+){0,4}) \((?![^()]*(?:\d|year|month))[^()]*\)", re.IGNORECASE
)
"""A bracket behind an option that tells no length: "to extend (by mutual agreement) for a period of 1 year"."""
_ITSELF_FURTHER = re.compile(r"\b(?:further|additional)\b", re.IGNORECASE)
_ANNUALLY = re.compile(r"\bannual(?:ly)?\b", re.IGNORECASE)
"""How often it is decided, where the length says itself what it is: "annually, for a further year each time"."""
_EVERY_YEAR = re.compile(r"\b(?:each and every|every|each) year(?= (?:for|by|up to)\b)", re.IGNORECASE)
_LISTED = re.compile(r"\b(two|three|four|five), (?=(?:one|1|12|twelve)[ -](?:year|month)s?\b)", re.IGNORECASE)
"""How often and how long with a comma between them: "an extension of two, one year periods"."""
_STEP_BEHIND = re.compile(r"[ -](?:at a time|increments?|blocks?|steps?|intervals?)\b", re.IGNORECASE)
"""Behind a length in which a contract is extended, and not by which: "by 1 year at a time up to a further 2 years"."""
_NONE_FOLLOWS = re.compile(r"\b(?:no|without)\b(?: \w+){0,2} (?:options?|exten\w*|renew\w*)\b", re.IGNORECASE)
PARTS_OF_UNITS = ("ear", "onth", "yr", "mth", "EAR", "ONTH", "YR", "MTH", "Yr", "Mth")
"""Letters without one of which no text holds a length."""
_BEFORE, _BEHIND = 80, 30


class Length(NamedTuple):
    """Months, and of what: "first", "further", "whole", "unclear" or "other"."""

    months: float
    kind: str


def plain(sentence: str) -> str:
    """Return a sentence on one line, with what its brackets and commas say of a length said in the usual order."""
    words = " ".join(sentence.split())
    tells_length = any(map(words.__contains__, PARTS_OF_UNITS))
    if "(" in words:
        words = _ASIDE.sub(r"\g<option>", _TWICE_SAID.sub(_said_once, words) if tells_length else words)
    if not tells_length:
        return words
    words = _LISTED.sub(r"\1 ", _EVERY_YEAR.sub("annually", words))
    return _OPTIONS_OF.sub(r"\g<count>\g<many> periods of ", words) if "xtend" in words or "XTEND" in words else words


def _said_once(found: re.Match[str]) -> str:
    same = _number(found["word"]) == float(found["figure"])
    return f"{found['figure']} {found['unit']}" if same else found[0]


def lengths_of(words: str) -> Iterator[Length]:
    """Yield the lengths of time of a sentence, each with what it is the length of."""
    if not any(map(words.__contains__, PARTS_OF_UNITS)):
        return
    last = 0
    for found in LENGTH.finditer(words):
        before, behind = words[max(last, found.start() - _BEFORE) : found.start()], words[found.end() :][:_BEHIND]
        if _ITSELF_FURTHER.search(found[0]):
            before = _ANNUALLY.sub("", before)
        last = found.end()
        numbers = [_number(word) for word in (found["number"] or "1").split("+")]
        unit = 12 if found["unit"].lower().startswith("y") else 1
        times = _number(found["count"] or "1")
        kind = _kind(before, behind, times)
        if kind in ("first", "whole") and (parts := _parts(words, found)):
            kind, numbers = "first", parts
        if kind == "first" and len(numbers) > 1:  # "2+1+1 years": the first term and its options
            yield Length(numbers.pop(0) * unit, kind)
            kind = "further"
        yield Length(sum(numbers) * times * unit, kind)
        if kind == "first" and (without := _WITHOUT_UNIT.search(words, last)):
            yield Length(_number(without["number"]) * unit, "further")


def _parts(words: str, found: re.Match[str]) -> list[float]:
    """Return the first term and what may follow it where they stand behind a length, in its unit; else nothing."""
    if (listed := _PARTS.match(words, found.end())) and not (found["count"] or "+" in found["number"]):
        parts = [float(part) for part in listed["parts"].split("+")]
        return parts if sum(parts) == _number(found["number"]) else []
    more = _AND_MORE.match(words, found.end())
    if more is None or found["count"] or "+" in (found["number"] or ""):
        return []
    return [_number(found["number"] or "1"), *map(_number, re.findall(r"\w+", re.sub(r"(?i)plus", "+", more["more"])))]


def _number(word: str) -> float:
    plain = word.strip().lower().replace("-", " ")
    return _NUMBERS.get(plain) or float(plain)


def _kind(before: str, behind: str, times: float) -> str:
    if _NO_TERM.search(before[-40:]) or _NO_TERM.search(behind):
        return "other"
    if _STEP_BEHIND.match(behind):
        return "other"
    if _NONE_FOLLOWS.search(before):
        return "unclear"
    if _OF_ALL.search(before):
        return "whole"
    if _WHOLE.search(before) or _WHOLE_BEHIND.match(behind):
        return "unclear" if FURTHER.search(before) and not _EXTENDED_TO.search(before) else "whole"
    if FURTHER.search(before) or _FURTHER_BEHIND.match(behind) or times > 1:
        doubt = _SEVERAL.search(before) or (_UNCLEAR.search(before) and not _PLAINLY.search(before))
        return "unclear" if doubt else "further"
    is_first = not before or _FIRST.search(before) or _FIRST_BEHIND.match(behind) or _AND_MORE.match(behind)
    return "first" if is_first else "other"
