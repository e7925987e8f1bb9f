"""How long a contract runs and how much longer it may, as people write it: months of the first term and of options."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from data.model import cell_values
from data.model.dates import DAYS_A_YEAR, last_day

_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
          "nine": "9", "ten": "10", "twelve": "12", "eighteen": "18", "twenty four": "24", "an": "1", "a": "1",
          "single": "1", "half": "0.5", "further": "", "additional": "", "once": "1 times",
          "twice": "2 times"}  # fmt: skip
_WELSH = {"blynedd": "years", "flynedd": "years", "mlynedd": "years", "blwyddyn": "year", "flwyddyn": "year",
          "mis": "months", "fis": "months", "misoedd": "months", "wythnos": "weeks", "un": "1", "dwy": "2", "tair": "3",
          "pedair": "4", "pum": "5", "chwe": "6", "deuddeg": "12", "nac oes": "none", "oes": "yes",
          "dim": "none"}  # fmt: skip
"""What public bodies of Wales, who publish in both languages, write of a length; after a number a word is softened."""
_IN_WELSH = re.compile(r"\b(?:" + "|".join(_WELSH) + r")\b")
_UNIT_TWICE = re.compile(r"(?<=\d )((year|month|week)s?) / \2s?\b")
"""The unit in both languages behind one number: "24 mis / months"."""
_NO_NUMBER_OF = re.compile(
    r"\ban? (?=(?:(?:possible|further|optional) )?(?:options?|extensions?) (?:to|of|for)\b"
    r"|(?:further|possible|additional|optional|maximum(?: of)?) \d)"
)
_WORD = re.compile(r"\b(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b")
_MONTHS = {"y": 12.0, "m": 1.0, "w": 12 * 7 / DAYS_A_YEAR, "d": 12 / DAYS_A_YEAR, "q": 3.0}
_JOINS = re.compile(
    r"\bplus\b|\band\b|\bwith\b|\boptions?\b|\bextend(?:able|ed|ing)?\b|\bextensions?\b|\bext\b\.?|\bthen\b|&|;|,|\+|\(|\)|\binitial(?:ly)?\b|\bby\b"
)
_PART = re.compile(
    r"(?:up to |to |for |of |a |possible |optional |initial |max(?:imum)? )*"
    r"(\d+(?:\.\d+)?)\s?(?:(?:x|\u00d7|\*|(?:periods? )?of)\s?(\d+(?:\.\d+)?)\s?)?-?\s?"
    r"(years?|yrs?|y|months?|mths?|mnths?|mos?|m|weeks?|wks?|w|days?|d|quarters?)?\.?"
    r"(?: (?:each|periods?|possible|available|optional|contract|term|period|max(?:imum)?|only|fixed|extension|long"
    r"|in total))*"
)
_SO_MANY_OF = re.compile(
    r"\b([1-9]) (?:optional |possible |separate )?"
    r"(?:(?:(?<=\b1 )(?:extension|option)|extensions|options)(?: of)?(?: up to)? )?"
    r"(?=\d+(?:\.\d+)?[\s-]?(?:year|yr|month|mth|week)s?\b)"
)
_SO_OFTEN = re.compile(r"\b(\d+)[\s-]?(years?|yrs?|months?|mths?|weeks?)(?: each)?,? ([1-9]) times\b")
_OFTEN_FIRST = re.compile(r"\b([1-9]) times,?(?: by| for)? (?=\d)")
_SAID_TWICE = re.compile(r"\b(\d+) ?\( ?\1 ?\)(?= ?(?:year|yr|month|mth|week|day))")
"""A number in words and in figures, as a lawyer writes it: "three (3) years"."""
_YEARS_AND_MONTHS = re.compile(
    r"\b(\d{1,2})\s?(?:years?|yrs?)(?:,? and |,? )(\d|1[01])\s?(?:months?|mths?)\b(?!\s?(?:ext|opt|possible|renew))"
)
"""One length, as "2 years and 6 months"; of "3 years and 12 months" the second may be an option."""
_FILLING = re.compile(r"(?:to|for|of|the|in|possible|period|periods|years?|months?|maximum|total|each|\s)*")
_YES = re.compile(r"^(?:y|yes)\s*[-\u2013:,;(]\s*(?=\S)")
_WORDS_BEHIND = re.compile(
    r"([^()]+)\([^()]*\b(?:taken|used|exercised|invoked|applied|subject|approv\w+|agreed|agreement|remain\w*"
    r"|discretion|review)\b[^()]*\)"
)
"""A length with words in brackets behind it, such as "3 x 1 year (the first taken)"."""
_AT_WILL = re.compile(
    r",? (?:at|by|in|subject to|on) (?:the )?"
    r"(?:(?:sole|council|authority|trust|buyer|client|board|university)(?:['\u2019]s)? |our |its |mutual )*"
    r"(?:(?:sole |absolute )?discretion|option|agreement|consent|approval)"
    r"(?: of the (?:council|authority|trust|buyer|client|board|university))?\.?$"
)
"""Behind a length: who may take the option."""
_NONE_LEFT = frozenset(("no further extension", "no further extensions", "no extensions", "no further options"))
_WHOLE_FIRST = re.compile(r"[^+(=]*[(=]")
_LONGEST = 120
_MOST_MONTHS = 60 * 12
UNITS = {"years": "y", "months": "m", "weeks": "w", "days": "d"}


class TermLength(NamedTuple):
    """Months of the first part and of all further parts together; None where nothing is stated or read.

    `problem` is why nothing was read, or what a reader should know of how it was.
    `bare` says that neither the cell nor its column names a unit, so that years were taken, of numbers above 10 months.
    """

    first: float | None
    further: float = 0.0
    problem: str = ""
    bare: bool = False


NO_LENGTH, _NO_TERM = TermLength(None), TermLength(None, 0.0, "is no length of time")
"""Of a cell that is blank or says that there is none, and of one that says something else."""


def term(cell: Any, unit: str = "") -> TermLength:
    """Return how long a cell says, in months; `unit` is that of the column: years, months, weeks, days or ""."""
    return _term(cell_values.text(cell), unit)


@lru_cache(maxsize=4096)
def _term(written: str, unit: str) -> TermLength:
    text = " ".join(written.lower().replace("\N{NO-BREAK SPACE}", " ").split())
    text = _IN_WELSH.sub(lambda word: _WELSH[word[0]], text.replace("(s)", "s"))
    text = _UNIT_TWICE.sub(r"\1", text)
    if len(said := text.split(" / ")) == 2:  # in both languages
        one, other = (_term(each, unit) for each in said)
        return one if one == other else _NO_TERM
    if text in cell_values.BLANKS or text in ("no", "false", "nil", "n", "no extension", "no options", *_NONE_LEFT):
        return TermLength(None, 0.0, "is no length of time") if text in ("tbc", "tba", "tbd", "unknown") else NO_LENGTH
    if len(text) > _LONGEST:
        return _NO_TERM
    text = _AT_WILL.sub("", text)
    text = _WORD.sub(lambda word: _WORDS[word[0]], _NO_NUMBER_OF.sub("", _YES.sub("", text)))
    text = _in_known_words(text)
    parts = [" ".join(part.split()) for part in _JOINS.split(text)]
    read = [_PART.fullmatch(part) for part in parts if not _FILLING.fullmatch(part)]
    if not read or any(found is None for found in read):
        beside = _WORDS_BEHIND.fullmatch(text)
        length = _term(beside[1], unit) if beside else _NO_TERM
        return (
            length._replace(problem="holds words beside the length, which are not read") if length.first else _NO_TERM
        )
    lengths = [found for found in read if found]
    months = _months(lengths, unit)
    if sum(months) > _MOST_MONTHS:
        return _NO_TERM
    # "4 years (2+1+1)" says the whole and then its parts, "2+1+1" the parts alone.
    if len(months) > 2 and months[0] == sum(months[1:]) and _WHOLE_FIRST.match(text):
        months = months[1:]
    return TermLength(months[0], sum(months[1:]), bare=not unit and not any(found[3] for found in lengths))


def _in_known_words(text: str) -> str:
    """Return a length in the words that are read: "2 x 12-month" of "2 12-month", "30 months" of "2 years 6 months"."""
    text = _SAID_TWICE.sub(r"\1", text)
    text = _YEARS_AND_MONTHS.sub(lambda found: f"{int(found[1]) * 12 + int(found[2])} months", text)
    text = _SO_OFTEN.sub(r"\3 x \1 \2", " ".join(text.split()))
    return _SO_MANY_OF.sub(r"\1 x ", _OFTEN_FIRST.sub(r"\1 x ", text))


def _months(parts: list[re.Match[str]], unit: str) -> list[float]:
    """Return the months of each part; one without a unit has that of the next, of the one before, or of the column."""
    stated = [found[3][0] if found[3] else "" for found in parts]
    months = []
    for at, found in enumerate(parts):
        own = stated[at] or next((u for u in [*stated[at + 1 :], *reversed(stated[:at])] if u), "")
        number = float(found[1])
        each = _MONTHS[own or UNITS.get(unit, "") or ("y" if number <= 10 else "m")]
        months.append(number * float(found[2] or 1) * each)
    return months


def longer(end: date, months: float) -> date | None:
    """Return the last day of a contract that runs so many months beyond a last day."""
    try:
        return last_day(end + timedelta(days=1), months)
    except OverflowError:
        return None


_COUNT = re.compile(r"(?:up to |x ?)?(\d{1,2})(?:\.0)?(?: ?x| extensions?| options?| times?)?")


def count(cell: Any) -> tuple[float | None, str]:
    """Return how many a cell says, 1 for yes and 0 for no; and what was wrong."""
    text = " ".join(cell_values.text(cell).lower().split())
    text = _WORDS.get(text, text)
    if text in cell_values.BLANKS:
        return None, ""
    if (ticked := cell_values.tick(text)) is not None and not text.isdigit():
        return float(ticked), ""
    found = _COUNT.fullmatch(text)
    return (float(found[1]), "") if found else (None, "is no number of times")
