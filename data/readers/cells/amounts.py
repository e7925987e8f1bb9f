"""One cell of money as people write it: pounds, and what else the cell says of VAT, period and certainty."""

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from data.model import cell_values
from data.readers.cells.periods import WHOLE, is_for_a_period, taken_period
from data.readers.cells.units import TIMES

LONGEST = 200
"""Characters of a cell that are read as an amount."""
_UNITS = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "mill": 1e6, "million": 1e6, "bn": 1e9, "b": 1e9,
          "billion": 1e9, "thousands": 1e3, "millions": 1e6, "ks": 1e3, "miliwn": 1e6}  # fmt: skip
_NUMBER = r"\d[\d,.' ]*+"
_SIGN = r"(?:£|gbp|sterling|\ufffd|pounds?|eur(?:os?)?|€|us\$|usd|\$)"
_ONE = re.compile(
    rf"(?P<minus>-|\u2212|\()?\s?(?P<before>{_SIGN})?\s?(?P<minus2>-|\u2212|\()?\s?(?P<number>{_NUMBER}|\.\d+)"
    rf"(?:(?P<unit>k|ks|m|mn|mill?|bn|b|thousands?|millions?|miliwn|billion)\b\.?)?\s?(?P<after>{_SIGN})?\s?(?P<end>\)|-)?"
)
_PLAIN = re.compile(r"£?\s?(\d{1,3}(?:,\d{3})++|\d++)(\.\d+)?")
_PENCE_TWICE = re.compile(r"(£\s?\d[\d,]*)(?:(\.\d\d)\s?p|-00p?)")
"""Pounds and pence with the sign of both, "£45,000.00p", or as on a cheque, "£45,000-00"."""
_TO = re.compile(r"\s?(?:-|\u2013|\u2014|\bto\b|\band\b)\s?(?=[£\d€$]|gbp)")
_APPROX = re.compile(
    r"^(?:approx(?:imately)?\b\.?|circa\b|ca\.|c\.?(?=\s?[£\d])|about\b|around\b|roughly\b|est(?:imated?)?\b\.?|~|≈"
    r"|in the region of\b|region of\b|budget(?:ed)?(?: of)?\b|indicative\b|estimate(?: of)?\b|expected\b"
    r"|nominal\b)\s?:?\s?"
    r"|\s?\(?(?:approx(?:imately)?|est(?:imated?)?|estimate|circa|tbc|indicative|budget)\.?\)?$"
)
_UP_TO = re.compile(
    r"^(?:up to|max(?:imum)?(?: of| value)?|not (?:to )?exceed(?:ing)?|no more than|capped at|ceiling(?: of)?)\s?:?\s?"
)
_BELOW = re.compile(r"^(?:under|less than|below|<|lower than|fewer than)\s?=?\s?")
_ABOVE = re.compile(
    r"^(?:over|more than|above|>|≥|at least|min(?:imum)?(?: of)?|in excess of|from|exceeding|greater than)\s?=?\s?"
)
_AND_MORE = re.compile(r"\s?(?:\+|plus|and (?:over|above|more)|or (?:more|over|above))$")
_OVER_YEARS = re.compile(
    r"[\s,;]*[(\[]?(?:over|for|across|in total over|total over|total for|in|x)?\s?(?:a |the )?"
    r"(?:full |whole )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"[\s-]?(?:years?|yrs?|months?|mths?|y)(?: (?:contract|term|period|duration))?[)\]]?$"
    r"|[\s,;]*[(\[]?(?:over|for|across)\s(?:the )?(?:whole |full |initial |contract )*(?:life|term|length|duration"
    r"|contract)(?: of (?:the )?contract)?[)\]]?$"
    r"|[\s,;]*[(\[]?(?:whole life|lifetime|life ?time|total|in total|overall|full term|whole term|one[- ]off)"
    r"(?: (?:value|cost|contract value))?[)\]]?$"
    r"|[\s,;]*[(\[]?(?:inc|incl|including|inclusive of|with)\.?\s(?:all |any |both |the )*"
    r"(?:possible |optional |potential )?(?:extensions?|options?)(?: periods?| years?| options?)?[)\]]?$"
)
_SAYS_NO_MORE = re.compile(r"\s?\((?:gbp|£|sterling|[1-9](?:\s?\+\s?[1-9])+)\)$")
"""Behind an amount: its currency, as an export writes it, or the parts of the term that it is for."""
_AND_ITS_PRODUCT = re.compile(r"(?P<whole>[^()]*\d[^()]*?)\s?\((?P<product>[^()]*\d[^()]*)\)")
_OF_ALL = re.compile(
    r"[\s,(]*\b(?:across|between|shared (?:by|between|across)|for) (?:all|the) (?:\w+ )?"
    r"(?:suppliers|providers|contractors|lots|parties|firms)\)?$"
)
_SAYS_WHOLE = re.compile(
    r"\b(?:over|across|in total over|total over) (?:a |the )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"[\s-]?(?:years?|yrs?|months?|mths?)\b"
    r"|\b(?:over|across) (?:the )?(?:\w+ ){0,2}(?:life|term|length|duration|contract)\b"
    r"|\b(?:whole[ -]life|life ?time|total|overall|(?:full|whole) term)(?: (?:value|cost|contract value))?[)\]]?$"
    r"|^(?:total|whole[ -]life|lifetime|overall)\b"
)
"""Words behind or before an amount by which it is that of the whole term, whatever its column is for."""
_TOTAL_FIRST = re.compile(
    r"^(?:total|whole life|contract value|value|lifetime|overall)(?: (?:value|cost|of))?\s?[:=-]?\s?"
)
_VAT = re.compile(
    r"[\s,;(\[]*(?:(?P<ex>\+|plus|ex|exc|excl|excluding|exclusive of|excl\. of|net of|before|without|exc\.|excl\."
    r"|ex\.|no|not subject to|exempt from|and)"
    r"|(?P<inc>inc|incl|including|inclusive of|inc\.|incl\.|gross of|with))\s?(?:of )?(?:any )?(?:the )?vat\b\.?[)\]]*"
    r"|[\s,;(\[]*\bvat\s?(?:(?P<ex2>ex|exc|excl|excluded|exclusive|exempt)|(?P<inc2>inc|incl|included|inclusive))\b\.?[)\]]*"
    r"|[\s,;(\[]+(?:(?P<ex3>net)|(?P<inc3>gross))[)\]]*$"
)
_YEAR_AND_WHOLE = re.compile(
    r"[^()]*\d[^()]*(?:p\.?\s?a\.?|pcm|(?:per|a) (?:annum|year|month)|annually|yearly|monthly)\s*[(,;/]\s*"
    r"(?:total(?: of)?:? (?P<total>[^()]*\d[^()]*)"
    r"|(?P<whole>[^()]*\d[^()]*?),? (?:in )?(?:total|overall|whole[- ]life)(?: value)?)\)?"
)
_MANY_BETWEEN = re.compile("[ ,;]{4,}")
_BY_THE_YEAR = re.compile(r"(?:p\.?\s?a\.?|(?:per|a) (?:annum|year)|annually|yearly|each year) ?\)?$")
_BETWEEN_AMOUNTS = re.compile(r"[(;]|,(?=\s?£)")
_TIMES_YEARS = re.compile(
    r"(?P<one>[^()]*?\d[^()]*?)\s?[x\u00d7*]\s?(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)"
    r" ?(?:years?|yrs?)"
)
_YEARS_AT = re.compile(
    r"(?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) ?(?:years?|yrs?) ?(?:@|at|x|\u00d7) ?(?P<one>£[^()]*)"
)
_SO_OFTEN = re.compile(
    r"(?P<one>£[^()x\u00d7*]*\d[^()x\u00d7*]*?)\s?[x\u00d7*]\s?(?P<times>\d{1,2})"
    r"|(?P<before>\d{1,2})\s?[x\u00d7*]\s?(?P<each>£[^()x\u00d7*]*)"
)
_POWER = re.compile(r"£?\s?\d(?:\.\d+)?e\+?0?\d{1,2}")

_RATES = ("day", "hour")
_NIL = frozenset(
    ("nil", "zero", "£nil", "nil value", "£0", "no cost", "nil cost", "zero cost", "zero value", "free")
)  # fmt: skip
_TO_COME = frozenset(
    ("tbc", "tba", "tbd", "unknown", "to be confirmed", "to be agreed", "to be determined", "not known", "awaiting",
     "pending", "?")
)  # fmt: skip
_CURRENCIES = {"€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "us$": "USD", "usd": "USD"}
_IN_FULL = 1_000
"""A lower end of so much that is more than the upper end without its unit stands in pounds: "£500,000 to £1m"."""
_LOTS = re.compile(r"\blot \w{1,3}\s?[:=\u2013-]?\s?(?=£)")
_ADDED_UP = "is a sum, which is added up"


class Amount(NamedTuple):
    """What a cell of money says.

    `pounds` is None where nothing is stated or nothing could be read, and then `problem` says why ("" for a blank);
    otherwise `problem` is what a reader should know of how it was read. `vat` is "ex" or "inc", `period` one of
    `A_YEAR` or WHOLE, `currency` a code other than GBP, each "" where the cell does not say.
    """

    pounds: float | None
    problem: str = ""
    vat: str = ""
    period: str = ""
    currency: str = ""
    estimated: bool = False


NOTHING = Amount(None)
_NO_NUMBER = Amount(None, "is not a number")


def amount(cell: Any, unit: str = "", *, continental: bool = False) -> Amount:
    """Return what a cell of money says.

    Args:
        cell: a number or a text.
        unit: that of the column, a key of `TIMES`; a unit in the cell goes before it.
        continental: whether the column writes a decimal comma and groups thousands by dots.
    """
    if isinstance(cell, str):
        return _written(cell, unit, continental)
    if cell is None or isinstance(cell, bool):
        return NOTHING if cell is None else _NO_NUMBER
    if isinstance(cell, int | float | Decimal):
        return _number(cell, TIMES.get(unit, 1.0))
    if isinstance(cell, date | datetime | time | timedelta):
        return Amount(None, "is a date or time, not a number")
    return _written(cell_values.text(cell), unit, continental)


def _number(cell: float | Decimal, times: float) -> Amount:
    try:
        pounds = float(cell) * times
    except OverflowError:
        pounds = math.inf
    if pounds != pounds:  # noqa: PLR0124 (NaN)
        return NOTHING
    return Amount(pounds) if math.isfinite(pounds) else Amount(None, "is too large to be an amount")


@lru_cache(maxsize=8_192)
def _written(cell: str, unit: str, continental: bool) -> Amount:
    if not continental and (plain := _PLAIN.fullmatch(cell)):
        return _number(float(plain[1].replace(",", "") + (plain[2] or "")), TIMES.get(unit, 1.0))
    if len(cell) > LONGEST:
        return _NO_NUMBER if cell.strip() else NOTHING
    text = " ".join(cell.replace("Â£", "£").replace("\N{NO-BREAK SPACE}", " ").split()).lower()
    text = text.removeprefix("'")  # by which a workbook marks what is to stay text
    text = _MANY_BETWEEN.sub(lambda run: run[0][:3], text)  # each of the patterns would begin anew at each of them
    text = _SAYS_NO_MORE.sub("", text)
    if pence := _PENCE_TWICE.fullmatch(text):
        text = pence[1] + (pence[2] or "")
    if text in cell_values.BLANKS or text in _TO_COME:
        return _NO_NUMBER if text in _TO_COME else NOTHING
    if text in _NIL or re.sub(r"\s?\([^()]*\)$", "", text) in _NIL:
        return Amount(0.0)
    if continental and is_english(cell):
        unlike = "is written with a comma between thousands or a decimal point, unlike others of its column"
        return _noted(_read(text, unit, continental=False), unlike, estimated=False)
    return _read(text, unit, continental=continental)


def _beside_a_year(text: str, unit: str, *, continental: bool) -> Amount | None:
    """Return the whole that stands beside a year's amount, None where a text is not both."""
    if year_and_whole := _YEAR_AND_WHOLE.fullmatch(text):
        whole = _read(year_and_whole["whole"] or year_and_whole["total"], unit, continental=continental)
        return _noted(whole, "states a year's amount and the whole, which is taken", estimated=False)._replace(
            period=WHOLE
        )
    stated = _whole_before_a_year(text)
    if stated and (whole := _read(stated, unit, continental=continental)).pounds:
        noted = _noted(whole, "states the whole and a year's amount, of which the whole is taken", estimated=False)
        return noted._replace(period=WHOLE)
    return None


def _multiplied(single: Amount, so_often: re.Match[str]) -> Amount:
    """Return "3 x £50,000" as the whole; an amount a year so many times stays one a year."""
    if single.pounds is None or single.period:
        return _noted(single, "is an amount times years", estimated=False)
    times = int(so_often["times"] or so_often["before"])
    whole = single._replace(pounds=single.pounds * times, period=WHOLE)
    return _noted(whole, "is an amount so many times, which is multiplied", estimated=False)


def _beside_its_product(text: str, unit: str, *, continental: bool) -> Amount | None:
    """Return the whole of "£2.4m (£800k x 3)", None where the product behind it is not the whole."""
    stated = _AND_ITS_PRODUCT.fullmatch(text)
    if stated is None or not (so_often := _SO_OFTEN.fullmatch(stated["product"])):
        return None
    whole = _read(stated["whole"], unit, continental=continental)
    single = _read(so_often["one"] or so_often["each"], unit, continental=continental)
    product = _multiplied(single, so_often)
    if not whole.pounds or not product.pounds or not math.isclose(whole.pounds, product.pounds, rel_tol=0.01):
        return None
    return _noted(whole, "states the whole and what it is so many times of", estimated=False)._replace(period=WHOLE)


def _read(text: str, unit: str, *, continental: bool) -> Amount:
    """Return the amount of a text in lower case, with what it says of VAT and period."""
    if times_years := _TIMES_YEARS.fullmatch(text) or _YEARS_AT.fullmatch(text):
        yearly = _read(times_years["one"], unit, continental=continental)
        return _noted(yearly, "is an amount times years", estimated=False)._replace(period=yearly.period or "year")
    if so_often := _SO_OFTEN.fullmatch(text):
        return _multiplied(_read(so_often["one"] or so_often["each"], unit, continental=continental), so_often)
    if _POWER.fullmatch(text):
        rounded = _number(float(text.replace("£", "")), TIMES.get(unit, 1.0))
        return _noted(rounded, "is written as a power of ten, which may be rounded")
    whole = _beside_a_year(text, unit, continental=continental)
    if whole := whole or _beside_its_product(text, unit, continental=continental):
        return whole
    text, vat = _taken_vat(text)
    text, period = taken_period(text)
    period = period or (WHOLE if _SAYS_WHOLE.search(text) else "")
    if period in _RATES:
        return Amount(None, f"is a rate a {period}, not the value of a contract")
    found = _figure(text, unit, continental)
    if period and found.problem == _ADDED_UP:
        return _NO_NUMBER  # of "£44,000 + £5 a month" the first is none of a month
    if found.pounds is None:
        return found
    return found._replace(vat=vat, period=period)


def _whole_before_a_year(text: str) -> str:
    """Return the whole of "£600,000 (£200,000 pa)"; empty where no year's amount stands behind another one."""
    yearly = _BY_THE_YEAR.search(text)
    amounts = text[: yearly.start()] if yearly else ""
    for between in reversed([found.start() for found in _BETWEEN_AMOUNTS.finditer(amounts)]):
        whole, year = amounts[:between], amounts[between + 1 :]
        alone = "(" not in whole + year and ")" not in whole + year
        if alone and any(map(str.isdigit, whole)) and any(map(str.isdigit, year)):
            return "" if is_for_a_period(whole) else whole.rstrip()
    return ""


def _taken_vat(text: str) -> tuple[str, str]:
    found = _VAT.search(text)
    if found is None:
        return text, ""
    without = found["ex"] or found["ex2"] or found["ex3"]
    return (text[: found.start()] + " " + text[found.end() :]).strip(" ,;()"), "ex" if without else "inc"


def _figure(text: str, unit: str, continental: bool) -> Amount:
    """Return the amount of a text without its words of VAT and period."""
    if of_all := _OF_ALL.search(text):
        found = _figure(text[: of_all.start()], unit, continental)
        return _noted(found, "is said to be that of several together", estimated=False)
    text = _TOTAL_FIRST.sub("", _OVER_YEARS.sub("", text)) or text
    rest = _APPROX.sub("", text)
    estimated, text = rest != text, rest.strip()
    if below := _BELOW.match(text):
        bound = _one(text[below.end() :], unit, continental)
        return _NO_NUMBER if bound.pounds is None else Amount(None, "is an upper bound, not a value")
    if up_to := _UP_TO.match(text):
        return _noted(
            _one(text[up_to.end() :], unit, continental), "is the most that may be paid, taken as an estimate"
        )
    if above := _ABOVE.match(text):
        return _noted(_one(text[above.end() :], unit, continental), "is a lower bound, which is taken")
    if more := _AND_MORE.search(text):
        return _noted(_one(text[: more.start()], unit, continental), "is a lower bound, which is taken")
    found = _one(text, unit, continental)
    if found.pounds is None and (added := _sum(text, unit, continental)):
        return added
    if found.pounds is None and (between := _range(text, unit, continental)):
        return between
    return found._replace(estimated=True) if estimated and found.pounds is not None else found


def _sum(text: str, unit: str, continental: bool) -> Amount | None:
    """Return the sum of amounts with a plus between, or behind a lot each, and each with its pound sign."""
    before, *lots = _LOTS.split(text)
    parts = [lot.strip(" ,;&") for lot in lots] if lots and not before else text.split("+")
    if len(parts) < 2 or any("£" not in part for part in parts):
        return None
    amounts = [_one(part.strip(), unit, continental) for part in parts]
    pounds = [found.pounds for found in amounts if found.pounds is not None and not found.currency]
    if len(pounds) < len(parts):
        return None
    return _noted(Amount(sum(pounds)), _ADDED_UP, estimated=False)


def _noted(found: Amount, problem: str, *, estimated: bool = True) -> Amount:
    if found.pounds is None:
        return found
    return found._replace(
        problem=problem if estimated else found.problem or problem, estimated=estimated or found.estimated
    )


def _range(text: str, unit: str, continental: bool) -> Amount | None:
    parts = _TO.split(text.removeprefix("between ").removeprefix("from "))
    if len(parts) != 2:
        return None
    # "£1-2m" is one to two million: a unit behind the upper end alone is that of both; of "£500,000 to £1m" it is not.
    upper = _ONE.fullmatch(parts[1].strip())
    lower = _ONE.fullmatch(parts[0].strip())
    if upper is None or lower is None:
        return None
    bare_lower, bare_upper = (_one(end["number"], "", continental).pounds or 0.0 for end in (lower, upper))
    in_full = bare_lower >= _IN_FULL and bare_lower > bare_upper
    with_unit = parts[0].strip() + ("" if lower["unit"] or in_full else upper["unit"] or "")
    least, greatest = _one(with_unit, unit, continental), _one(parts[1].strip(), unit, continental)
    if least.pounds is None or greatest.pounds is None or greatest.pounds < least.pounds:
        return None
    return least._replace(problem="is a range, of which the lower end is taken", estimated=True)


def _one(text: str, unit: str, continental: bool) -> Amount:
    found = _ONE.fullmatch(text.strip())
    if found is None:
        return _NO_NUMBER
    number, problem = _digits(found["number"].strip(), continental)
    if number is None:
        return Amount(None, problem) if problem else _NO_NUMBER
    times = _UNITS[found["unit"]] if found["unit"] else TIMES.get(unit, 1.0)
    negative = found["minus"] or found["minus2"] or found["end"] == "-"
    if ("(" in (found["minus"], found["minus2"])) != (found["end"] == ")"):
        return _NO_NUMBER
    read = _number(-number if negative else number, times)
    sign = (found["before"] or found["after"] or "").strip()
    if sign in _CURRENCIES:
        return read._replace(currency=_CURRENCIES[sign])
    if sign == "\ufffd":
        problem = "begins with a lost sign, read as a pound sign"
    return read._replace(problem=read.problem or problem)


def _digits(written: str, continental: bool) -> tuple[float | None, str]:
    """Return a number with its separators understood, and what a reader should know of that."""
    if _APART.search(written):
        return None, ""
    text, problem = re.sub(r"[ ']", "", written).strip(","), ""
    whole, comma, last = text.rpartition(",")
    if continental or (comma and "." in whole and "." not in last):
        text = text.replace(".", "").replace(",", ".")
    elif comma and "." not in text and "," not in whole and len(last) in (1, 2):
        text, problem = f"{whole}.{last}", "is read with a decimal comma"
    elif comma and not _THOUSANDS.fullmatch(text):
        return None, "has commas that do not part thousands, so that its size is not known"
    else:
        text = text.replace(",", "")
    if text.count(".") > 1:
        groups = text.split(".")
        if any(len(group) != 3 for group in groups[1:]) or not 1 <= len(groups[0]) <= 3:
            return None, ""
        text, problem = "".join(groups), "is read with dots between the thousands"
    text = text.rstrip(".")
    return (float(text), problem) if text else (None, "")


_APART = re.compile(r"\d[ ']+(?!\d{3}(?!\d))\d")
"""Two numbers, as of "£500 5-weekly": a blank parts thousands alone."""
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d*)?|\d*\.[\d.]*")
_ENGLISH = re.compile(r"[^\d.,]*(?:\d{1,3}(?:,\d{3})++(?:\.\d{1,2})?|\d++\.\d{1,2})(?:[^\d.,]|\.(?!\d))*")
_CONTINENTAL = re.compile(r"[^\d]*\d{1,3}(?:\.\d{3})++(?:,\d{1,2}|(?<=\.\d{3}\.\d{3}))\D*")


def is_continental(cell: Any) -> bool:
    """Say whether a cell can only be read with dots between thousands and a decimal comma."""
    return isinstance(cell, str) and len(cell) <= LONGEST and bool(_CONTINENTAL.fullmatch(cell))


def is_english(cell: Any) -> bool:
    """Say whether a cell can only be read with commas between thousands or a decimal point."""
    return isinstance(cell, str) and len(cell) <= LONGEST and bool(_ENGLISH.fullmatch(cell.strip()))
