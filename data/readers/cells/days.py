"""One cell of a date as people write it: the day, and whether it can be read in one way only."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from data.model import cell_values
from data.model.dates import last_day
from data.readers.cells import terms

LONDON = ZoneInfo("Europe/London")
DAY_FIRST, MONTH_FIRST, EITHER_WAY = "day first", "month first", "only where it is certain"
"""How the dates of a column are read: the last where some can only be day first and others only month first."""
LONGEST = 120
_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WELSH = {
    "ionawr": "january", "chwefror": "february", "mawrth": "march", "fawrth": "march", "ebrill": "april", "mai": "may",
    "fai": "may", "mehefin": "june", "fehefin": "june", "gorffennaf": "july", "orffennaf": "july", "awst": "august",
    "medi": "september", "fedi": "september", "hydref": "october", "tachwedd": "november", "dachwedd": "november",
    "rhagfyr": "december", "ragfyr": "december",
}  # fmt: skip
"""The months of public bodies of Wales, who publish in both languages; behind some words the first letter softens."""
_WELSH_MONTH = re.compile(rf"\b({'|'.join(_WELSH)})\b")
_WELSH_ORDINAL = re.compile(r"(?<=\d)(?:af|ail|il|ydd|fed|eg|ain|ed)\b")
_IN_BOTH = re.compile(r"\b([a-z]+)\s?/\s?\1\b")
_GAP = r"[\s./,\-\u2013]*"
_YEAR = r"(?:'|\u2019)?(\d{4}|\d{2})"
_TIME = r"(?:[t\s,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?\s?(?:am|pm)?\s?(?:z|utc|gmt|bst|[+-]\d{2}(?::?\d{2})?)?)?"
_NUMERIC = re.compile(rf"(\d{{1,4}})\s?([-/.\s\u2013])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d{{1,2}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?:of\s)?{_MONTH}{_GAP}{_YEAR}{_TIME}")
_NAMED_FIRST = re.compile(rf"{_MONTH}{_GAP}(\d{{1,2}})(?:st|nd|rd|th)?[\s,./\-]+{_YEAR}{_TIME}")
_NAMED_LAST = re.compile(rf"(\d{{4}}){_GAP}{_MONTH}{_GAP}(\d{{1,2}}){_TIME}")
_MONTH_YEAR = re.compile(rf"{_MONTH}{_GAP}{_YEAR}")
_YEAR_MONTH = re.compile(rf"(\d{{4}}){_GAP}{_MONTH}")
_NUMBER_MONTH = re.compile(r"(\d{1,2})[-/.](\d{4})|(\d{4})[-/.](\d{1,2})")
_MONTH_OF_A_LEDGER = re.compile(r"(20(?:1[2-9]|[2-9]\d))(0[1-9]|1[0-2])(?:\.0)?")
"""A ledger writes April 2023 as 202304; up to 2011 the last two digits may be those of the next year."""
_YEARS = re.compile(r"(?:fy|financial year|year)?\s?(?P<year>\d{4})\s?[-/\u2013]\s?(?P<next>\d{2}|\d{4})")
_ONE_YEAR = re.compile(r"(?:year |fy )?((?:19|20)\d{2})(?:\.0)?")
_QUARTER = re.compile(r"q([1-4])[\s\-/]*(\d{4})|(\d{4})[\s\-/]*q([1-4])")
_QUARTER_OF_YEARS = re.compile(
    r"(?:q(?P<before>[1-4])[\s,\-/]*)?(?:fy\s?)?(?P<year>(?:20)?\d{2})\s?[-/\u2013]\s?(?P<next>(?:20)?\d{2})"
    r"(?(before)|[\s,\-/]*q(?P<behind>[1-4]))"
)
"""A quarter of a financial year, before or behind it: "2024/25 Q3", "Q3 24-25"."""
_BEFORE = re.compile(
    r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[\s,]+|(?:the )?end of(?: the)?[\s:]+"
    r"|(?:by|on|to|until|till|from|exp(?:iry|ires)?|end(?:s|ing)?|start(?:s|ing)?|approx|circa|c\."
    r"|est\.?|w\.?e\.?f\.?|the|estimated|expected|date)[\s:]+)+"
)
_SERIAL = range(20_000, 80_000)
"""Day numbers of a workbook that stand for a day from 1954 to 2119."""
_OF_1970 = {10: 1, 13: 1_000}
"""Digits of a time since 1970 in seconds and in thousandths of them, and how many of it are a second."""
_DAY_ZERO = date(1899, 12, 30)
OPEN_ENDED = re.compile(
    r"\b(?:rolling|on ?going|open[\s-]ended|perpetu(?:al|ity)|evergreen|no end(?: date)?|indefinite(?:ly)?"
    r"|until terminated"
    r"|until further notice|continuous|continuing|in perpetuity|no fixed end|no expiry|life of|n/?a rolling|permanent"
    r"|auto(?:matic)?[\s-]?renew\w*|annual(?:ly)? renew\w*|rolls? (?:on|over)|holding over)\b"
)
_NO_END = 2099
"""A last day from this year on stands for "no end": 31/12/2099, 31/12/9999."""


class Day(NamedTuple):
    """What a cell of a date says.

    `day` is None where nothing is stated or nothing could be read, and then `problem` says why ("" for a blank);
    otherwise `problem` is what a reader should know of how it was read.
    """

    day: date | None
    problem: str = ""


NOTHING, _NO_DATE = Day(None), Day(None, "is not a date")
_OPEN = Day(None, "says that there is no end")


def day(cell: Any, order: str = DAY_FIRST, *, last: bool = False) -> Day:
    """Return the day of a cell.

    Args:
        cell: a date, a time, a day number of a workbook, or a text.
        order: how a date of numbers alone is read where it can be read both ways.
        last: whether the cell is a last day, so that a month or a year means its end.
    """
    if isinstance(cell, str):
        return _written(cell.removeprefix("'"), order, last)
    if isinstance(cell, datetime):
        return _typed(cell, last)
    if isinstance(cell, date):
        return _bounded(cell, "", last)
    if isinstance(cell, bool):
        return _NO_DATE
    return _written(cell_values.text(cell), order, last)


def _typed(cell: datetime, last: bool) -> Day:
    if cell != cell:  # noqa: PLR0124 (NaT)
        return NOTHING
    if cell.tzinfo is None:
        return _bounded(cell.date(), "", last)
    return _bounded(cell.astimezone(LONDON).date(), "", last)


@lru_cache(maxsize=65536)
def _written(cell: str, order: str, last: bool) -> Day:
    text = " ".join(cell.replace("\N{NO-BREAK SPACE}", " ").split()).lower()
    if text in cell_values.BLANKS:
        return _NO_DATE if text in ("tbc", "tba", "tbd", "unknown") else NOTHING
    if len(text) > LONGEST:
        return _NO_DATE
    try:
        found, problem = _read(text, order, last)
        if found is None and not problem:
            found, problem = _read(_BEFORE.sub("", text), order, last)
        if found is None and not problem:
            found, problem = _with_words(text, order, last)
        if found is None and not problem and _WELSH_MONTH.search(text):
            return _written(_in_english(text), order, last)
    except (ValueError, OverflowError):
        return _NO_DATE
    if found is not None:
        return _bounded(found, problem, last)
    return _OPEN if not problem and OPEN_ENDED.search(text) else Day(None, problem or "is not a date")


def _in_english(text: str) -> str:
    """Return a text with its Welsh months in English, once where it names a month in both: "ebrill / april 2023"."""
    text = _WELSH_ORDINAL.sub("", _WELSH_MONTH.sub(lambda month: _WELSH[month[1]], text))
    return _IN_BOTH.sub(r"\1", text)


def _bounded(found: date, problem: str, last: bool) -> Day:
    return _OPEN if last and found.year >= _NO_END else Day(found, problem)


def _read(text: str, order: str, last: bool) -> tuple[date | None, str]:
    if found := _NUMERIC.fullmatch(text):
        return _numeric(found, text, order)
    for pattern, places in ((_NAMED, (3, 2, 1)), (_NAMED_FIRST, (3, 1, 2)), (_NAMED_LAST, (1, 2, 3))):
        if found := pattern.fullmatch(text):
            year, month, day_of_month = (found[place] for place in places)
            return date(_year(year), _MONTHS[month[:3]], int(day_of_month)), ""
    if counted := _as_number(text):
        return counted
    return _span(text, last)


def _numeric(found: re.Match[str], text: str, order: str) -> tuple[date | None, str]:
    first, middle, last = found[1], int(found[3]), found[4]
    if len(first) == 4:
        if middle > 12:
            return date(int(first), int(last), middle), "is read as year, day and month, since it has no such month"
        return _in_london(date(int(first), middle, int(last)), text), ""
    if len(first) == 3 or len(last) == 1:
        return None, ""
    year, before = _year(last), int(first)
    if before > 12 or before == middle:
        return date(year, middle, before), ""
    if middle > 12 or order == MONTH_FIRST:
        return date(year, before, middle), ""
    if order == EITHER_WAY:
        return None, "may be day first or month first, and its column holds both"
    return date(year, middle, before), ""


_OF_UTC = ("z", "utc", "+00", "+0000", "+00:00")


def _in_london(day: date, text: str) -> date:
    """A UTC time of 23:00 in summer is midnight in London, as where a tool wrote a bare day of London as UTC."""
    if not text.endswith(_OF_UTC) or " 23:00" not in text.replace("t", " "):
        return day
    return datetime(day.year, day.month, day.day, 23, tzinfo=UTC).astimezone(LONDON).date()


def _as_number(text: str) -> tuple[date | None, str] | None:
    whole, _, part = text.partition(".")
    if not whole.isascii() or not whole.isdigit() or (part and not part.isdigit()):
        return None
    if len(whole) in _OF_1970 and not part:
        when = datetime.fromtimestamp(int(whole) / _OF_1970[len(whole)], LONDON).date()
        return when, "is a time counted from 1970, as a program writes it"
    number = int(whole) if len(whole) <= 8 else 0
    if number in _SERIAL:
        return _DAY_ZERO + timedelta(days=number), "is a day number of a workbook"
    if len(whole) == 8 and not part:
        with_year_first = whole[:2] in ("19", "20")
        digits = (whole[:4], whole[4:6], whole[6:]) if with_year_first else (whole[4:], whole[2:4], whole[:2])
        return date(*map(int, digits)), ""
    return None


def _span(text: str, last: bool) -> tuple[date | None, str]:
    """Return the first or last day of a month, quarter, financial year or year."""
    if found := _MONTH_YEAR.fullmatch(text) or _YEAR_MONTH.fullmatch(text):
        month, year = (found[1], found[2]) if not found[1].isdigit() else (found[2], found[1])
        return _edge(_year(year), _MONTHS[month[:3]], 1, last, "month")
    if found := _NUMBER_MONTH.fullmatch(text):
        month_number, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        if not 1 <= int(month_number) <= 12 and (years := _YEARS.fullmatch(text)):
            return _financial(years, last)
        return _edge(int(year), int(month_number), 1, last, "month")
    if found := _MONTH_OF_A_LEDGER.fullmatch(text):
        return _edge(int(found[1]), int(found[2]), 1, last, "month")
    if found := _QUARTER.fullmatch(text):
        quarter, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _edge(int(year), 3 * int(quarter) - 2, 3, last, "quarter")
    if found := _QUARTER_OF_YEARS.fullmatch(text) or _YEARS.fullmatch(text):
        return _financial(found, last)
    if found := _ONE_YEAR.fullmatch(text):
        return _edge(int(found[1]), 1, 12, last, "year")
    return None, ""


def _financial(found: re.Match[str], last: bool) -> tuple[date | None, str]:
    parts = found.groupdict()
    begins, ends = int(parts["year"]) + 2000 * (len(parts["year"]) == 2), parts["next"]
    if (begins + 1) % 10 ** len(ends) != int(ends):
        return None, ""
    if quarter := parts.get("before") or parts.get("behind"):
        months = 3 * int(quarter)  # from January of its first year: the first quarter begins in April
        return _edge(begins + months // 12, months % 12 + 1, 3, last, "quarter of a financial year")
    return _edge(begins, 4, 12, last, "financial year")


def _edge(year: int, month: int, months: int, last: bool, what: str) -> tuple[date | None, str]:
    if not last:
        return date(year, month, 1), f"names a {what}, of which the first day is taken"
    months_on = month - 1 + months
    next_begins = date(year + months_on // 12, months_on % 12 + 1, 1)
    return next_begins - timedelta(days=1), f"names a {what}, of which the last day is taken"


_ANYWHERE = re.compile(
    rf"(?<!\d)(?:{_NUMERIC.pattern.replace(_TIME, '').replace(chr(92) + '2', '[-/.]')}"
    rf"|{_NAMED.pattern.replace(_TIME, '')})(?!\d)"
)


def within(text: str) -> list[str]:
    """Return the dates of numbers or with a named month that a longer text holds, as written."""
    return [found[0] for found in _ANYWHERE.finditer(text[:LONGEST].lower())]


_EXTENDED_TO = re.compile(
    r"\s*(?:estynnwyd / )?(?:now |since |was |has been |contract )*(?:(?:extended(?: (?:by|for) [\w ]{1,20}?)?"
    r"|rolled (?:over|on|forward)|continued"
    r"|held over|(?:extension|option) (?:granted|taken|exercised|invoked|agreed|approved|used)) (?:to|until|till)"
    r"|(?:taken|exercised|invoked|used|extended)\W+(?:contract |it )?now (?:ends|ending|expires|runs)"
    r"(?: (?:on|to|until))?)\b"
)
"""Of "31/03/2026 (extended to 31/03/2027)" the second is the last day as it now stands."""


_CLAUSE = re.compile(r"[;.]\s+")


def extended_until(remark: str) -> date | None:
    """Return the one day to which a clause of a remark begins by saying it was extended; of a month its last."""
    for clause in _CLAUSE.split(remark[:LONGEST].lower()):
        if begins := _EXTENDED_TO.match(clause):
            held = within(clause) or [re.split(r"[,;.(]", clause[begins.end() :], maxsplit=1)[0]]
            return day(held[0].strip(), last=True).day if len(held) == 1 else None
    return None


def _with_words(text: str, order: str, last: bool) -> tuple[date | None, str]:
    """Return the one date of a longer text; of several none, since nothing tells which is meant."""
    dates = within(text)
    before, _, behind = text.partition("(")
    if "(" not in text and len(dates) == 2:  # "31/03/2025 - extended to 31/03/2027"
        first_ends = text.index(dates[0]) + len(dates[0])
        before, behind = text[:first_ends], text[first_ends:].lstrip(" ,;:-\u2013")
        before = before if _EXTENDED_TO.match(behind) else text
    if len(dates) == 2 and len(within(before)) == 1:
        now = within(behind) if _EXTENDED_TO.match(behind) else within(before)
        found, problem = _read(now[0].strip(), order, last)
        return found, problem or "holds another date, which is not read" if found else problem
    if len(dates) == 1:
        found, problem = _read(dates[0].strip(), order, last)
        return found, problem or "holds words beside the date, which are not read" if found else problem
    return None, "holds several dates" if dates else ""


_FROM = re.compile(r"(.+?) (?:from|commencing|starting|beginning|w\.?e\.?f\.?)(?: on)? .*")


_FOR = re.compile(r"(?:from |commencing |starting )?[^,]+?,? for (?:a (?:period|term) of )?(?P<length>.+)")
_EXTENDED_BY = re.compile(r"[\s,;(\u2013-]*(?:was |has been |now |since )?extended (?:by|for) (?P<length>[^()]+)\)?\.?")
_REVIEW = re.compile(r"(?<![\s,;(])[\s,;(]*\breview(?:ed|s)?(?: dates?)?\b.*")
"""A day of review behind the two, as the Transparency Code asks for "start, end and review dates"."""


def both_days(cell: Any, order: str = DAY_FIRST) -> tuple[Day, Day]:
    """Return the first and the last day of a cell that holds both, such as "01/04/2025 - 31/03/2029"."""
    text = _REVIEW.sub("", " ".join(cell_values.text(cell).split()).lower())
    held = within(text)
    if len(held) == 3 and (now := _extended_behind_both(text)):
        return day(held[0].strip(), order), now
    if len(held) == 2:
        return day(held[0].strip(), order), _last_of_two(text, day(held[1].strip(), order, last=True))
    parts = re.split(r"\s(?:-|\u2013|to|until)\s", text)
    if len(parts) == 2:
        return day(parts[0], order), day(parts[1], order, last=True)
    if len(held) == 1 and (found := _FROM.fullmatch(text)):
        begins, length = day(held[0].strip(), order), terms.term(found[1])
        if begins.day and length.first and (end := last_day(begins.day, length.first)):
            without = ", without what may follow" * bool(length.further)
            return begins, Day(end, f"is worked out from the first day and the length{without}")
    if len(held) == 1 and (found := _FOR.fullmatch(text)) and held[0] not in found["length"]:
        begins, length = day(held[0].strip(), order), terms.term(found["length"])
        if begins.day and length.first and not length.further and not length.bare:
            return begins, Day(last_day(begins.day, length.first), "is worked out from the first day and the length")
    single = day(cell, order, last=True)
    if single.day and single.problem.startswith("names a financial year"):
        return day(cell, order), single
    return NOTHING, single if single.day is None else Day(None, "holds one date where two are expected")


_NOT_A_DAY = re.compile(r"\d|\+|\bext|\boption|\brenew|\bplus\b|\bsubject|\bbreak")


def _last_of_two(text: str, last: Day) -> Day:
    """Return the last day of a cell of two, and that words behind them are not read where they may say more of it."""
    behind = text[[found.end() for found in _ANYWHERE.finditer(text[:LONGEST])][1] :]
    if last.day is None or last.problem or not _NOT_A_DAY.search(behind):
        return last
    extended_by = _EXTENDED_BY.fullmatch(behind)
    length = terms.term(extended_by["length"]) if extended_by else terms.TermLength(None)
    if length.first and not length.further and not length.bare:
        moved = terms.longer(last.day, length.first)
        return Day(moved, "says by how long it was extended, from which the last day is worked out")
    return Day(last.day, "holds words behind the two days, which are not read")


def _extended_behind_both(text: str) -> Day | None:
    """Return the last day of "01/04/2023 - 31/03/2026 (extended to 31/03/2027)", None where it is not one of these."""
    places = [found.end() for found in _ANYWHERE.finditer(text[:LONGEST])]
    until = extended_until(text[places[1] :].strip(" ,;(-\u2013"))
    return Day(until, "says that it was extended, and the day before that is not read") if until else None


def _year(written: str) -> int:
    number = int(written)
    return number if len(written) == 4 else 2000 + number if number < 80 else 1900 + number


def only_way(cell: Any) -> str:
    """Say in which order alone a date of numbers can be read: DAY_FIRST or MONTH_FIRST, "" where both or neither."""
    way = ways(cell)
    return way if way != EITHER_WAY else ""


def ways(cell: Any) -> str:
    """Say in which order a date of numbers can be read; EITHER_WAY where both give a day, "" where it is none."""
    if not isinstance(cell, str) or len(cell) > LONGEST:
        return ""
    found = _NUMERIC.fullmatch(" ".join(cell.split()).lower())
    if found is None or len(found[1]) > 2:
        return ""
    first, second = int(found[1]), int(found[3])
    if 12 < first <= 31 and second <= 12:
        return DAY_FIRST
    if 12 < second <= 31 and first <= 12:
        return MONTH_FIRST
    return EITHER_WAY if 0 < first <= 12 and 0 < second <= 12 and first != second else ""
