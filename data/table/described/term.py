"""When a contract runs by the words of its description, where no field of the notice says it.

Contracts Finder has no field for an extension, and health notices of Find a Tender none for a period: "3 years from
1 April 2020 with an option to extend for up to a further 2 years" stands in the description alone. Words count only
where they say one thing, and where what a field says agrees with them.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from data.model.dates import DAYS_A_YEAR, CrediblePeriod, credible, last_day, local_day

_UP_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: float(number) for number, word in enumerate(_UP_TO_TWELVE, start=1)} | {
    "eighteen": 18.0,
    "twenty four": 24.0,
    "thirty six": 36.0,
    "a": 1.0,
    "an": 1.0,
}
_NUMBER = rf"(?:\d{{1,3}}(?:\.5)?|{'|'.join(_UP_TO_TWELVE)}|eighteen|twenty[ -]four|thirty[ -]six)"
_COUNT = r"[2-9]|two|three|four|five|six|seven|eight|nine"
_LENGTH = re.compile(
    rf"(?<![\w-])(?:(?P<count>{_COUNT})(?: ?\(\w+\))?"
    r"(?: ?[x\u00d7] ?| (?:(?:further|additional|optional|possible|separate|annual|extension) ){0,2}"
    r"(?:(?:periods?|extensions?|options?)(?: of)?(?: up to)? )?))?"
    rf"(?P<number>{_NUMBER}(?: ?\+ ?(?:\d|one|two|three)){{0,5}}"
    r"|an?(?= (?:further |additional |single )?(?:year|month)))(?: ?\(\w+\))?"
    r"[ \-\u2013]{0,3}(?:further |additional |single |full )?(?P<unit>year|yr|month|mth)s?\b",
    re.IGNORECASE,
)
"""A length of time, with how often where it is several: "two further periods of 12 months"."""
_FURTHER = re.compile(r"\b(?:exten\w*|options?|optional|further|additional|renew\w*|plus)\b|\+ ?$", re.IGNORECASE)
_PARTS_OF_FURTHER = ("xten", "ption", "urther", "dditional", "enew", "plus", "XTEN", "PTION", "+")
"""Without one of these no text speaks of an option: most do not, and are found so sooner than by a pattern."""
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
_SENTENCE = re.compile(r"[.;]\s|\n\s*\n|\u2022")
_MONTH = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_DAY = (
    rf"\d{{1,2}} ?(?:st|nd|rd|th)? ?(?:of )?(?:{_MONTH}),? \d{{4}}|\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})(?!\d)"
)
_ANY_DAY = re.compile(_DAY, re.IGNORECASE)
_MAY_BE_DAY = re.compile(r"\d[/.]\d|\d{4}")
"""Figures without which no text holds a day, as _PARTS_OF_UNITS are letters without which it holds no length."""
_PARTS_OF_UNITS = ("ear", "onth", "yr", "mth", "EAR", "ONTH", "YR", "MTH", "Yr", "Mth")
_FROM_TO = re.compile(
    rf"\b(?P<first>{_DAY})(?: |,|\()*(?:to|until|till|through to|up to(?: and including)?|-|\u2013|\u2014"
    rf"|and (?:will )?(?:run|end|ending|expire)s?(?: until| on)?) ?(?:the )?(?P<last>{_DAY})",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(?:until|till|up to|to)(?: the)? (?P<last>{_DAY})", re.IGNORECASE)
_OPEN_LENGTH = re.compile(
    rf"(?<!up )\bto {_NUMBER}\b|\b(?:or|and) {_NUMBER}\b"
    r"|\b(?:blocks?|increments?|steps|intervals?|at a time|at least|minimum|twice|times)\b"
    r"|\d ?\+ ?\d{2}|\b\d ?no\b",
    re.IGNORECASE,
)
"""Of "extended to 5 years" the first term is a part; "12 to 24 months" and "in blocks of 3 months" are no length, and
of "12+12 months" or "2 no. 12 months" it is not told whether one or both follow.
"""
_NO_RENEWAL = re.compile(
    r"\b(?:no|without)\b(?: \w+){0,3} (?:exten|option|renew)|\b(?:cannot|not) be (?:exten|renew)|\bbeyond\b"
    r"|\brenewal of (?:an?|the|this|our|previous|existing)\b|\bprevious|\bnew contract\b|\bre-?(?:tender|procur|let\b)"
    r"|\brenewed in\b|\bfurther notices?\b",
    re.IGNORECASE,
)
"""Words by which nothing follows, or what is let anew, or was: "no option to extend beyond 2 years"."""
_ALONE = re.compile(rf"(?:up to )?{_LENGTH.pattern}\.?", re.IGNORECASE)
_SHOWN = 80
_SAME_MONTHS = 1.0
"""So far may what a field and the words say differ: a contract that "runs 3 years" may begin some days late."""
_READ = 4000
_BEFORE, _BEHIND = 80, 30
_MOST_MONTHS = 60 * 12.0
_FROM_PUBLICATION = 2 * 366
"""So many days may lie between the notice and the first day of a contract whose days only the words state."""


class DescribedPeriod(NamedTuple):
    """A period with what only the description says of it, and what it says; "" where nothing was taken."""

    period: CrediblePeriod
    said: str = ""


class _Term(NamedTuple):
    """Months of the first term, and of all that it may be extended by."""

    first: float
    further: float

    def __str__(self) -> str:
        return f"{self.first:g} months and up to {self.further:g} more"


class _Length(NamedTuple):
    months: float
    kind: str


def described(period: CrediblePeriod, description: str, published: date | None) -> DescribedPeriod:
    """Return the period with what the description alone says: an option to extend, or the days where none is stated.

    An option counts where the first term in words is that of the days, which then leave the option out, or the first
    term and the option together are, so that the last day is the one after extensions.
    """
    if period.latest_end or not description:
        return DescribedPeriod(period)
    text = description[:_READ]
    if period.start and period.end:
        return _with_option(period, period.start, period.end, text)
    if period.start or period.end:
        return DescribedPeriod(period)
    return _with_days(period, text, published)


def renewed(period: CrediblePeriod, words: str) -> DescribedPeriod:
    """Return the period with the last day after renewals by the words of the field for them.

    A length that stands alone there is that of what may follow; so is one that words for an option stand beside.
    """
    if period.latest_end or not (period.start and period.end and words):
        return DescribedPeriod(period)
    text = " ".join(words[:_READ].split())
    if _NO_RENEWAL.search(text):
        return DescribedPeriod(period)
    further = _further(text, _months(period.start, period.end))
    until = [_day(found["last"]) for found in _UNTIL.finditer(text)]
    latest = last_day(period.end + timedelta(days=1), further) if further else until[0] if len(until) == 1 else None
    if latest is None or latest <= period.end or credible(period.start, period.end, latest, None).problems:
        return DescribedPeriod(period)
    return DescribedPeriod(CrediblePeriod(period.start, period.end, latest, period.problems), text[:_SHOWN])


def _further(text: str, term: float) -> float:
    """Return for how many months a contract of some months may be renewed; 0 where the words leave it open."""
    lengths = list(_lengths(text))
    alone = len(lengths) == 1 and _ALONE.fullmatch(text)
    firsts = [] if alone else [each.months for each in lengths if each.kind == "first"]
    further = [each.months for each in lengths if alone or each.kind == "further"]
    others = len(lengths) - len(firsts) - len(further)
    if others or len(further) != 1 or _OPEN_LENGTH.search(text) or _ANY_DAY.search(text):
        return 0.0
    return further[0] if all(abs(first - term) <= _SAME_MONTHS for first in firsts) else 0.0


def _with_option(period: CrediblePeriod, start: date, end: date, text: str) -> DescribedPeriod:
    may_tell = all(any(map(text.__contains__, parts)) for parts in (_PARTS_OF_FURTHER, _PARTS_OF_UNITS))
    term = _term(text) if may_tell else None
    if term is None:
        return DescribedPeriod(period)
    if _is_span(start, end, term.first):
        latest = last_day(end + timedelta(days=1), term.further)
        if latest and not credible(start, end, latest, None).problems:
            return DescribedPeriod(CrediblePeriod(start, end, latest, period.problems), str(term))
    elif _is_span(start, end, term.first + term.further):
        first_end = last_day(start, term.first)
        if first_end and first_end < end:
            return DescribedPeriod(CrediblePeriod(start, first_end, end, period.problems), str(term))
    return DescribedPeriod(period)


def _is_span(start: date, end: date, months: float) -> bool:
    return abs(_months(start, end) - months) <= _SAME_MONTHS


def _months(start: date, end: date) -> float:
    return round(((end - start).days + 1) * 12 / DAYS_A_YEAR, 1)


def _term(text: str) -> _Term | None:
    """Return the one term with options that a text states, None where it states none or several."""
    found = set(_terms(text))
    term = found.pop() if len(found) == 1 else None
    return term if term and 0 < term.first + term.further <= _MOST_MONTHS else None


def _terms(text: str) -> Iterator[_Term]:
    """Yield each term with options; a first term may stand in the sentence before ("5 years. Extension: 2 years")."""
    before: float | None = None
    for sentence in _SENTENCE.split(text):
        words = " ".join(sentence.split())
        lengths = list(_lengths(words))
        firsts, further, whole, unclear = (
            [length.months for length in lengths if length.kind == kind]
            for kind in ("first", "further", "whole", "unclear")
        )
        span = next((_months(start, end) for start, end, _ in _from_to(words)), None)
        first = firsts[0] if firsts else whole[0] if whole and further else span or before
        more = sum(further)
        if unclear and not (first and further and set(unclear) <= {more, first + more}):
            yield _Term(0.0, 0.0)  # one that is not told
        elif first and further:
            if not (firsts and whole) or whole[0] in (more, first + more):
                yield _Term(first, more)
        elif first and whole and whole[0] > first:
            yield _Term(first, whole[0] - first)
        before = firsts[-1] if firsts else whole[0] if whole else span


def _from_to(words: str) -> Iterator[tuple[date, date, str]]:
    """Yield the days between which a sentence says that something runs, but not those of an option, as written too."""
    if not _MAY_BE_DAY.search(words):
        return
    for pair in _FROM_TO.finditer(words):
        start, end = _day(pair["first"]), _day(pair["last"])
        option = _FURTHER.search(words[max(0, pair.start() - _BEFORE) : pair.start()])
        if start and end and start < end and not option:
            yield start, end, pair[0]


def _lengths(words: str) -> Iterator[_Length]:
    """Yield the lengths of time of a sentence, each with what it is the length of."""
    if not any(map(words.__contains__, _PARTS_OF_UNITS)):
        return
    last = 0
    for found in _LENGTH.finditer(words):
        before, behind = words[max(last, found.start() - _BEFORE) : found.start()], words[found.end() :][:_BEHIND]
        last = found.end()
        numbers = [_number(word) for word in (found["number"] or "1").split("+")]
        unit = 12 if found["unit"].lower().startswith("y") else 1
        times = _number(found["count"] or "1")
        kind = _kind(before, behind, times)
        if kind == "first" and len(numbers) > 1:  # "2+1+1 years": the first term and its options
            yield _Length(numbers.pop(0) * unit, kind)
            kind = "further"
        yield _Length(sum(numbers) * times * unit, kind)


def _number(word: str) -> float:
    plain = word.strip().lower().replace("-", " ")
    return _NUMBERS.get(plain) or float(plain)


def _kind(before: str, behind: str, times: float) -> str:
    if _NO_TERM.search(before[-40:]) or _NO_TERM.search(behind):
        return "other"
    if _WHOLE.search(before) or _WHOLE_BEHIND.match(behind):
        return "unclear" if _FURTHER.search(before) and not _EXTENDED_TO.search(before) else "whole"
    if _FURTHER.search(before) or _FURTHER_BEHIND.match(behind) or times > 1:
        doubt = _SEVERAL.search(before) or (_UNCLEAR.search(before) and not _PLAINLY.search(before))
        return "unclear" if doubt else "further"
    return "first" if not before or _FIRST.search(before) or _FIRST_BEHIND.match(behind) else "other"


_BEGINS = re.compile(
    rf"\b(?:commenc\w+|start\w*|begin\w*|effect(?:ive)?|from)\b(?P<between>[^.;]{{0,25}}?)\b(?P<first>{_DAY})",
    re.IGNORECASE,
)
_OF_CONTRACT = re.compile(r"\b(?:contracts?|agreement|term|period|duration|services?|framework|run)\b", re.IGNORECASE)
_OTHER_DAYS = re.compile(
    r"\b(?:between|report\w*|quarter\w*|tender|bids?|submi\w+|deadline|clos\w+|return\w*|evaluat\w+|let \d+"
    r"|extended|previous\w*|current\w*|existing|expir\w+|mobilis\w+|transition\w*|standstill|interview\w*)\b",
    re.IGNORECASE,
)


def _with_days(period: CrediblePeriod, text: str, published: date | None) -> DescribedPeriod:
    """Return the period from the one first and last day that a text states, or the one first day and the one length."""
    found = list(_spans(text)) if _MAY_BE_DAY.search(text) and _ANY_DAY.search(text) else []
    if len({span[:2] for span in found}) != 1:
        return DescribedPeriod(period)
    start, end, written = found[0]
    if published and abs((start - published).days) > _FROM_PUBLICATION:
        return DescribedPeriod(period)
    stated = credible(start, end, None, published)
    if stated.problems:
        return DescribedPeriod(period)
    longer = _with_option(stated, start, end, text)
    return longer if longer.said else DescribedPeriod(stated, written)


def _spans(text: str) -> Iterator[tuple[date, date, str]]:
    for sentence in _SENTENCE.split(text):
        words = " ".join(sentence.split())
        if not _OF_CONTRACT.search(words) or _OTHER_DAYS.search(words):
            continue
        if _FROM_TO.search(words):
            yield from _from_to(words)
            continue
        first = [length for length in _lengths(words) if length.kind in ("first", "whole")]
        for begins in _BEGINS.finditer(words):
            start = _day(begins["first"])
            if start and len(first) == 1 and (end := last_day(start, first[0].months)):
                yield start, end, f"{first[0].months:g} months from {begins['first']}"


def _day(words: str) -> date | None:
    return local_day(re.sub(r"(?<=\d) ?(?:st|nd|rd|th)\b| of\b|,", "", words))
