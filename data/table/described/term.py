"""When a contract runs by the words of its description, where no field of the notice says it.

Contracts Finder has no field for an extension, and health notices of Find a Tender none for a period: "3 years from
1 April 2020 with an option to extend for up to a further 2 years" stands in the description alone. Words count only
where they say one thing, and where what a field says agrees with them.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from data.model.dates import DAYS_A_YEAR, CrediblePeriod, credible, last_day
from data.table.described.days import ANY_DAY, DAY, FROM_TO, MAY_BE_DAY, UNTIL, day_of, from_to
from data.table.described.lengths import LENGTH, NUMBER, PARTS_OF_UNITS, lengths_of

_OPEN_LENGTH = re.compile(
    rf"(?<!up )\bto {NUMBER}\b|\b(?:or|and) {NUMBER}\b"
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
_PARTS_OF_FURTHER = ("xten", "ption", "urther", "dditional", "enew", "plus", "XTEN", "PTION", "+")
"""Without one of these no text speaks of an option: most do not, and are found so sooner than by a pattern."""
_ALONE = re.compile(rf"(?:up to )?{LENGTH.pattern}\.?", re.IGNORECASE)
_SHOWN = 80
_SENTENCE = re.compile(r"[.;]\s|\n\s*\n|\u2022")
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
    until = [day_of(found["last"]) for found in UNTIL.finditer(text)]
    latest = last_day(period.end + timedelta(days=1), further) if further else until[0] if len(until) == 1 else None
    if latest is None or latest <= period.end or credible(period.start, period.end, latest, None).problems:
        return DescribedPeriod(period)
    return DescribedPeriod(CrediblePeriod(period.start, period.end, latest, period.problems), text[:_SHOWN])


def _further(text: str, term: float) -> float:
    """Return for how many months a contract of some months may be renewed; 0 where the words leave it open."""
    lengths = list(lengths_of(text))
    alone = len(lengths) == 1 and _ALONE.fullmatch(text)
    firsts = [] if alone else [each.months for each in lengths if each.kind == "first"]
    further = [each.months for each in lengths if alone or each.kind == "further"]
    others = len(lengths) - len(firsts) - len(further)
    if others or len(further) != 1 or _OPEN_LENGTH.search(text) or ANY_DAY.search(text):
        return 0.0
    return further[0] if all(abs(first - term) <= _SAME_MONTHS for first in firsts) else 0.0


def _with_option(period: CrediblePeriod, start: date, end: date, text: str) -> DescribedPeriod:
    may_tell = all(any(map(text.__contains__, parts)) for parts in (_PARTS_OF_FURTHER, PARTS_OF_UNITS))
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
        lengths = list(lengths_of(words))
        firsts, further, whole, unclear = (
            [length.months for length in lengths if length.kind == kind]
            for kind in ("first", "further", "whole", "unclear")
        )
        span = next((_months(start, end) for start, end, _ in from_to(words)), None)
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


_BEGINS = re.compile(
    rf"\b(?:commenc\w+|start\w*|begin\w*|effect(?:ive)?|from)\b(?P<between>[^.;]{{0,25}}?)\b(?P<first>{DAY})",
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
    found = list(_spans(text)) if MAY_BE_DAY.search(text) and ANY_DAY.search(text) else []
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
        if FROM_TO.search(words):
            yield from from_to(words)
            continue
        first = [length for length in lengths_of(words) if length.kind in ("first", "whole")]
        for begins in _BEGINS.finditer(words):
            start = day_of(begins["first"])
            if start and len(first) == 1 and (end := last_day(start, first[0].months)):
                yield start, end, f"{first[0].months:g} months from {begins['first']}"
