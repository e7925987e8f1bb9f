"""Figures in words, rounded for the reader: two effective digits, never a bare zero for a small amount.

Rounding for reading comes last (semantics 10.12); nothing here feeds a sum.
"""

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from policy.bounds import cut

FEWER = "fewer than 1"
"""Said of some thousandths of a contract."""
_UNSEEN = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")
"""What commands a terminal or ends a line."""
_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""What turns the direction in which the text after it is read."""
_WITH_ARTICLE = re.compile(
    r"(?:Department (?:for|of)|Ministry of|(?:London|Royal|Metropolitan) Borough of) |(?:Home|Cabinet) Office(?: \(|$)"
    r"|(?:North|South) (?:East|West)$|(?:East|West) Midlands$|East of England$"
)
_SCALES = ((10**9, "billion", "bn"), (10**6, "million", "m"), (10**3, "thousand", "k"))


def effective(value: float, digits: int = 2) -> float:
    """Round to so many effective digits, halves to even."""
    return float(f"{value:.{digits}g}")


def in_pence(thousandths: int) -> int:
    """Round thousandths of pence to whole pence, halves to even: the one rounding of money (semantics 10.12)."""
    whole, rest = divmod(thousandths, 1000)
    return whole + (rest > 500 or (rest == 500 and whole % 2 == 1))


def money(pence: int, *, digits: int = 2, short: bool = False) -> str:
    """Say an amount of pence in pounds: `£3.4 billion`, or `£3.4bn` where short."""
    if pence == 0:
        return "£0"
    if pence < 100:
        return "less than £1"
    if pence < 100 * 10 ** (digits - 1):
        return f"£{pence / 100:,.0f}"  # rounded once: by way of £1.5, £1.46 would be £2
    pounds = effective(pence / 100, digits)
    for size, word, letter in _SCALES:
        if pounds >= size and not (word == "thousand" and not short):
            number = _digits(pounds / size, digits)
            return f"£{number}{letter}" if short else f"£{number} {word}"
    return f"£{pounds:,.0f}"


def _digits(value: float, digits: int) -> str:
    """Write so many effective digits and keep a nought at the end: 3.0, not 3."""
    places = max(0, digits - len(str(int(value))))
    return f"{value:,.{places}f}"


def whole_pounds(amount: int) -> str:
    """Say whole pounds exactly and shortly: `£5 million`, `£1.25 million`, `£663,540`."""
    for size, word, _ in _SCALES[:2]:
        if amount >= size and amount % (size // 100) == 0:
            whole, rest = divmod(amount // (size // 100), 100)  # no float: an amount may be larger than one can be
            return f"£{f'{whole:,}.{rest:02}'.rstrip('0').rstrip('.')} {word}"
    return f"£{amount:,}"


def pounds(pence: int) -> str:
    """Say an amount of pence in full pounds."""
    return f"£{pence / 100:,.0f}"


def of_one(pence: int) -> str:
    """Say an amount of one contract in full pounds, as every list does; what is less than one is no bare zero."""
    return money(pence) if pence < 100 else pounds(pence)


def contracts(thousandths: int) -> str:
    """Say a number of contracts, given in thousandths of a contract."""
    number = round(thousandths / 1000)
    return FEWER if number == 0 and thousandths > 0 else f"{number:,}"


def some(count: int, thing: str) -> str:
    """Say how many of a thing there are, of one alone in the singular: `1 row`, `5 rows`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def span(low: str, high: str) -> str:
    """Say a range in words, or the one value where both ends read the same."""
    return low if low == high else f"{low} to {high}"


def day(value: date) -> str:
    """Say a date as a reader would: `1 April 2027`."""
    return f"{value.day} {value:%B %Y}"


def end_of_period(name: str) -> str:
    """Say by when a calendar year or quarter is over: `2031`, or `June 2031` for 2031 Q2."""
    year, _, quarter = name.partition(" Q")
    return f"{date(int(year), 3 * int(quarter), 1):%B} {year}" if quarter else year


def stated(value: object, what: str) -> str:
    """Say a text as published, or that it is not known; `what` names it, such as buyer."""
    return value if isinstance(value, str) and value else f"{what} not known"


def titled(title: object, buyer: object) -> str:
    """Name a contract by its title and its buyer, each as published or said to be not known."""
    return f"{stated(title, 'title')} ({stated(buyer, 'buyer')})"


def listed(words: list[str], last: str = "and") -> str:
    """Join words into a list with a final `and`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter and leave the rest alone."""
    return sentence[:1].upper() + sentence[1:]


def inner(name: str) -> str:
    """Give a name as it stands within a sentence: without its capital, save where it begins with an abbreviation."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def near_name(text: str, names: Mapping[str, str]) -> str:
    """Find the name that a text may mean, by the name or by its words in any case; empty where none is near."""
    known = {words.casefold(): name for name, words in names.items()} | {name.casefold(): name for name in names}
    asked = cut(text).casefold()
    return known.get(asked) or next((known[each] for each in get_close_matches(asked, known, n=1)), "")


def with_article(name: str) -> str:
    """Give a name as a sentence needs it: the Home Office, the South West, Durham County Council."""
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def one_line(text: str) -> str:
    """Give a text from data as one line that commands nothing: no control characters, none that turn its direction."""
    return text if text.isprintable() else _TURNS.sub("", _UNSEEN.sub(" ", text))


def printable(text: str) -> str:
    """Give several lines, each as one that commands nothing."""
    return "\n".join(map(one_line, text.split("\n")))


def printable_json(written: str) -> str:
    """Give JSON in which what would command a terminal is written as its number; it reads back the same."""

    def numbered(run: re.Match[str]) -> str:
        return "".join(f"\\u{ord(letter):04x}" for letter in run[0])

    return "\n".join(_TURNS.sub(numbered, _UNSEEN.sub(numbered, line)) for line in written.split("\n"))
