"""When a contract runs by the words of its description, where no field of the notice says it.

Contracts Finder has no field for an extension, and health notices of Find a Tender none for a period: "3 years from
1 April 2020 with an option to extend for up to a further 2 years" stands in the description alone. Words count only
where they say one thing, and where what a field says agrees with them.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from data.model.dates import DAYS_A_YEAR, CrediblePeriod, credible, last_day
from data.table.described.days import (
    ANY_DAY,
    DAY,
    FROM_TO,
    MAY_BE_DAY,
    MONTH_OR_DAY,
    UNTIL,
    day_of,
    from_to,
    last_days_of,
)
from data.table.described.lengths import LENGTH, NUMBER, PARTS_OF_UNITS, lengths_of, plain

_OPEN_LENGTH = re.compile(
    rf"(?<!up )\bto {NUMBER}\b|\b(?:or|and) {NUMBER}\b"
    r"|\b(?:blocks?|increments?|steps|intervals?|at a time|at least|minimum|twice|times)\b"
    r"|\d ?\+ ?\d{2}|\b\d ?no\b|(?:year|month)s? ?\+ ?\d\b(?! ?(?:x|year|month))",
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
_MAY_FOLLOW = re.compile(
    r"\b(?:options? (?:to|of) (?:\w+ )?(?:exten|renew)\w*"
    r"|options? (?:for|of) (?:an? |up to )?(?:extension|further|additional)"
    r"|(?:optional|possible|potential|available) (?:\w+ ){0,2}(?:extension|renewal)s?|extension options?"
    r"|(?:may|can|could) (?:also |then )?be (?:extended|renewed)|possibility (?:of|to) (?:an? )?(?:exten|renew)\w*"
    r"|right to (?:extend|renew)|(?:provision|scope|ability) (?:to|for) (?:an? )?exten\w*|extend[ai]ble)\b",
    re.IGNORECASE,
)
"""Words by which a contract may go on, and not that one does: "an extension of 12 months" may be this very award."""
_IS_FOLLOWED = re.compile(
    r"\b(?:exercis\w+|tak(?:e|es|en|ing) up|invok\w+|utilis\w+|us(?:e|es|ed|ing) the|has been|have been|was|were"
    r"|existing|current|original|incumbent|modif\w+|variation|under which|called off|removed|withdrawn|lots?|phases?"
    r"|leases?)\b",
    re.IGNORECASE,
)
"""Words by which an option is one that was taken, or of something else."""
_IS_GONE = re.compile(r"\b(?:removed|withdrawn|exercised|taken up|declined|used)\b", re.IGNORECASE)
_OPTION_UNTIL = re.compile(
    r"\b(?:options?|extend(?:ing|able)?|extensions?)\b[^.;]{0,60}?\b(?:until|till|to)(?: the)?(?: end of)? "
    rf"{MONTH_OR_DAY}",
    re.IGNORECASE,
)
_EITHER = re.compile(
    rf"\beither\b[^.]*\bor\b|\bor (?:up to )?(?:an? )?(?:further |additional )?{NUMBER}[ -](?:year|month)s?\b",
    re.IGNORECASE,
)
"""One of several options: "extended by 2 years or 8 years"."""
_EACH_TIME = re.compile(
    r"\b(?:on each occasion|each time|at a time|annual(?:ly| basis| increments)|each (?:and every )?year|yearly)\b",
    re.IGNORECASE,
)
_LOTS = re.compile(r"\blots? \w\b", re.IGNORECASE)
_CUT_OFF = re.compile(rf"\b(?P<number>{NUMBER})[ -](?P<unit>yea?|mont?)$", re.IGNORECASE)
"""The end of a text that its source cuts after some hundred letters."""
_MAY_BE_CUT = ("ye", "yea", "mon", "mont")
_LATE = 1 / 12
"""So much of its first term may a contract have begun late whose last day stood, where the option is longer by far."""
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
    """A period with what only the description says of it, and what it says; "" where nothing was taken.

    `left_open` is what it says of an extension that the days may hold or not; "" where it says nothing of one.
    """

    period: CrediblePeriod
    said: str = ""
    left_open: str = ""


class _Term(NamedTuple):
    """Months of the first term, and of all that it may be extended by."""

    first: float
    further: float

    def __str__(self) -> str:
        return f"{self.first:g} months and up to {self.further:g} more"


def described(period: CrediblePeriod, description: str, published: date | None) -> DescribedPeriod:
    """Return the period with what the description alone says: an option to extend, or the days where none is stated.

    An option counts where the first term in words is that of the days, which then leave the option out, or the first
    term and the option together are, so that the last day is the one after extensions. Where no first term is told, an
    option counts that is as long as the days: they cannot hold it.
    """
    if period.latest_end or not description:
        return DescribedPeriod(period)
    text = description[:_READ]
    if text[-5:].casefold().rstrip("\n").endswith(_MAY_BE_CUT):
        text = _CUT_OFF.sub(_unit, text)
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
    text = plain(words[:_READ])
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
    if not any(map(text.__contains__, _PARTS_OF_FURTHER)):
        return DescribedPeriod(period)
    sentences = [plain(sentence) for sentence in _SENTENCE.split(text)]
    latest = _until(end, sentences) if MAY_BE_DAY.search(text) else None
    term = _term(sentences) if any(map(text.__contains__, PARTS_OF_UNITS)) else None
    lone = 0.0 if term else _lone_option(sentences)
    if latest:
        found = _longer(period, start, end, latest, f"until {latest}")
    elif term:
        found = _with_term(period, start, end, term)
    elif lone and lone >= _months(start, end) - _SAME_MONTHS:  # the days are too short to hold it
        found = _longer(period, start, end, last_day(end + timedelta(days=1), lone), _more(lone))
    else:
        found = DescribedPeriod(period)
    may_follow = not found.said and (lone or (term and term.further)) and _MAY_FOLLOW.search(text)
    return found._replace(left_open=str(term) if term else _more(lone)) if may_follow else found


def _with_term(period: CrediblePeriod, start: date, end: date, term: _Term) -> DescribedPeriod:
    months = _months(start, end)
    late = max(_SAME_MONTHS, term.first * _LATE)
    first, both = (abs(months - each) <= _SAME_MONTHS for each in (term.first, term.first + term.further))
    if first or (not both and abs(months - term.first) <= late < term.further / 2):
        return _longer(period, start, end, last_day(end + timedelta(days=1), term.further), str(term))
    first_end = last_day(start, term.first) if both else None
    if first_end and first_end < end:
        return DescribedPeriod(CrediblePeriod(start, first_end, end, period.problems), str(term))
    return DescribedPeriod(period)


def _longer(period: CrediblePeriod, start: date, end: date, latest: date | None, said: str) -> DescribedPeriod:
    if latest is None or credible(start, end, latest, None).problems:
        return DescribedPeriod(period)
    return DescribedPeriod(CrediblePeriod(start, end, latest, period.problems), said)


def _lone_option(sentences: Sequence[str]) -> float:
    """Return for how many months a contract may go on where no other length is told; 0 where that is not told."""
    told = [(length, words) for words in sentences for length in lengths_of(words) if length.kind != "other"]
    if len(told) != 1 or told[0][0].kind != "further":
        return 0.0
    length, words = told[0]
    follows = _MAY_FOLLOW.search(words) and not (_IS_FOLLOWED.search(words) or _NO_RENEWAL.search(words))
    return length.months if follows and not (_OPEN_LENGTH.search(words) or ANY_DAY.search(words)) else 0.0


def _more(months: float) -> str:
    return f"up to {months:g} months more"


def _until(end: date, sentences: Sequence[str]) -> date | None:
    """Return until when a contract may be extended, where one sentence names its end and one later day or month."""
    found = set()
    for words in sentences:
        option = _OPTION_UNTIL.search(words)
        told = option and not (_IS_FOLLOWED.search(words[: option.end()]) or _NO_RENEWAL.search(words))
        if option is None or not told or _IS_GONE.search(words, option.end()):
            continue
        ends, later = last_days_of(words[: option.start()]), last_days_of(words[option.start() :])
        if len(later) == 1 and later[0] > end and (end.year, end.month) in {(day.year, day.month) for day in ends}:
            found.add(later[0])
    return found.pop() if len(found) == 1 else None


def _months(start: date, end: date) -> float:
    return round(((end - start).days + 1) * 12 / DAYS_A_YEAR, 1)


def _term(sentences: Sequence[str]) -> _Term | None:
    """Return the one term with options that a text states, None where it states none or several."""
    found = set(_terms(sentences))
    term = found.pop() if len(found) == 1 else None
    return term if term and 0 < term.first + term.further <= _MOST_MONTHS else None


def _terms(sentences: Sequence[str]) -> Iterator[_Term]:
    """Yield each term with options; a first term may stand in the sentence before ("5 years. Extension: 2 years")."""
    before: float | None = None
    for words in sentences:
        lengths = list(lengths_of(words))
        firsts, further, whole, unclear = (
            [length.months for length in lengths if length.kind == kind]
            for kind in ("first", "further", "whole", "unclear")
        )
        if further and _EITHER.search(words):
            unclear += further
            further = []
        span = next((_months(start, end) for start, end, _ in from_to(words)), None)
        first = firsts[0] if firsts else whole[0] if whole and further else span or before
        more = sum(further)
        if unclear and not (first and further and set(unclear) <= {more, first + more}):
            yield _Term(0.0, 0.0)  # one that is not told
        elif first and further:
            if not (firsts and whole) or whole[0] in (more, first + more):
                yield _Term(first, more)
            elif len(further) == 1 and _EACH_TIME.search(words) and whole[0] > first and not (whole[0] - first) % more:
                yield _Term(first, whole[0] - first)
        elif first and whole and whole[0] > first:
            yield _Term(first, whole[0] - first)
        before = firsts[-1] if firsts else whole[0] if whole else span


_BEGINS = re.compile(
    rf"\b(?:commenc\w+|start\w*|begin\w*|effect(?:ive)?|from)\b(?P<between>[^.;]{{0,25}}?)\b(?P<first>{DAY})",
    re.IGNORECASE,
)
_OF_CONTRACT = re.compile(r"\b(?:contracts?|agreement|term|period|duration|services?|framework|run)\b", re.IGNORECASE)
_EXTENDED = re.compile(r"\bextended\b", re.IGNORECASE)
_OTHER_DAYS = re.compile(
    r"\b(?:between|report\w*|quarter\w*|tender|bids?|submi\w+|deadline|clos\w+|return\w*|evaluat\w+|let \d+"
    r"|previous\w*|current\w*|existing|expir\w+|mobilis\w+|transition\w*|standstill|interview\w*)\b",
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
    sentences = [plain(sentence) for sentence in _SENTENCE.split(text)]
    for at, words in enumerate(sentences):
        if not _is_of_contract(words) or _EXTENDED.search(words):
            continue
        if FROM_TO.search(words):
            yield from from_to(words)
            continue
        first = _first_terms(words)
        if not first and not any(lengths_of(words)) and not _LOTS.search(text):
            beside = [other for other in sentences[max(0, at - 1) : at + 2] if not _OPEN_LENGTH.search(other)]
            first = {months for other in beside if _is_of_contract(other) for months in _first_terms(other)}
        months = first.pop() if len(first) == 1 else 0.0
        for begins in _BEGINS.finditer(words):
            start = day_of(begins["first"])
            if start and months and (end := last_day(start, months)):
                yield start, end, f"{months:g} months from {begins['first']}"


def _is_of_contract(words: str) -> bool:
    return bool(_OF_CONTRACT.search(words)) and not _OTHER_DAYS.search(words)


def _first_terms(words: str) -> set[float]:
    """Return the lengths of first terms in a sentence, else those of all terms together."""
    lengths = list(lengths_of(words))
    first = {length.months for length in lengths if length.kind == "first"}
    return first or {length.months for length in lengths if length.kind == "whole"}


def _unit(cut: re.Match[str]) -> str:
    return f"{cut['number']} {'years' if cut['unit'].lower().startswith('y') else 'months'}"
