"""The name of a column, word by word: what it is called, and what its words say of unit, VAT and period."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from data.readers.cells.periods import period
from data.readers.cells.units import unit

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_EX = re.compile(
    r"\b(?:ex|exc|exl|excl|exclud(?:ing|ed?|es)|exclusive|net|before|without|minus|less|not inc|not incl"
    r"|not includ(?:ing|es?))"
    r"\W*(?:of\W+)?(?:(?:any|all|recoverable)\W+)?vat\b"
    r"|\bvat\W+(?:is\W+)?(?:ex|exc|excl|excluded|exclusive|not included)\b|\bnet\b"
    r"|\b(?:heb(?: gynnwys)?|ac eithrio) taw\b"
)
_INC = re.compile(
    r"\b(?:inc|incl|includ(?:ing|es?)|inclusive|gross|with|plus|after)\W*(?:of\W+)?(?:(?:any|all|recoverable)\W+)?vat\b"
    r"|\bvat\W+(?:is\W+)?(?:inc|incl|included|inclusive)\b|\bgross\b|\b(?:yn cynnwys|gan gynnwys|gyda) taw\b"
)
_AT_THE_END = re.compile(r"(?<=[ (])(?:(?P<ex>ex|exc|excl)|inc|incl)\W*$")
"""Of "Total inc" and "Cost (ex)" nothing but VAT may be meant."""
_NOT_DUE = re.compile(
    r"(?<!not )\b(?:exempt(?:ed)? from|(?:out of|outside)(?: of)?(?: the)? scope (?:of|for)|no|free of) vat\b"
    r"|\bvat[ -](?:exempt|free)\b|\bzero[ -]rated\b"
)
_FOREIGN = re.compile(r"€|\$|\beur(?:o|os)?\b|\busd\b|\bdollars?\b")
_YEAR = re.compile(
    r"(?<![\d/])(?:fy\s?)?(?:(?:20)?(\d\d)\s?[/\u2013-]\s?(?:20)?(\d\d)|20(\d\d))(?![\d/])", re.IGNORECASE
)
_YEAR_OF_THE_CONTRACT = re.compile(
    r"\b(?:(?:contract )?(?:year|yr)\s?|y)([1-9])\b(?!\s?(?:[/-]|to\b|x\b))", re.IGNORECASE
)
# A database or a data portal writes the words of a name without anything between them: "contractstartdate".
_NAME_PARTS = (
    "agreement|amount|annual|authority|awarded|award|buyer|category|commencement|company|contract|cost|cpv|current"
    "|dates|date|department|description|end|expiry|extension|id|latest|length|name|number|option|organi[sz]ation|period"
    "|procurement|provider|publication|published|reference|ref|region|review|start|status|supplier|term|title|total"
    "|type|url|value|vendor"
)
_RUN_TOGETHER = re.compile(rf"\b(?:{_NAME_PARTS}){{2,}}\b")
_EACH_PART = re.compile(_NAME_PARTS)
_AND_OPTIONS = re.compile(r"[+&]\s*(?=(?:any |further |optional )?(?:ext(?:ension)?|opt(?:ion)?)s?\b)")
# Words that say how a cell is written, and not what it holds.
_WRITING = re.compile(
    r"\((?:[^()]*\b(?:dd|mm|yyyy|yy|text|optional|mandatory|format|iso|if applicable|where applicable"
    r"|if known|if any|if relevant)\b[^()]*"
    r"|(?:full )?names?(?:,| and| &) [^()]*(?:address|\b(?:town|county|location)\b)[^()]*)\)"
    r"|\((?:y ?/ ?n|yes ?(?:/|or) ?no)\)|\bdd\W?mm\W?(?:yyyy|yy)\b|\byyyy\W?mm\W?dd\b"
    r"|\((?:yyyy\W?mm|mm\W?yyyy|month ?(?:[/&-]|and) ?year)\)",
)
_SHOWN_BY = re.compile(
    r"(?:(?:year|quarter|month|week), )*day(?:, (?:month|quarter|year))* of "
    r"(?=[\w ]*\b(?:dates?|start|end|expiry|commencement|completion)$)"
)
"""How a chart names a date that it shows by the day: "Day of Start Date", "Month, Day, Year of End Date"."""
WELSH_NAMES = {
    "cyf": "reference", "cyfeirnod": "reference", "teitl": "title", "teitl y contract": "contract title",
    "enw'r contract": "contract name", "disgrifiad": "description", "cyflenwr": "supplier", "cyflenwyr": "suppliers",
    "enw'r cyflenwr": "supplier name", "contractwr": "contractor", "awdurdod": "authority", "statws": "status",
    "dyddiad dechrau": "start date", "dyddiad cychwyn": "start date", "dyddiad gorffen": "end date",
    "dyddiad diwedd": "end date", "dyddiad dod i ben": "end date", "hyd y contract": "contract length",
    "estyniad": "extension", "dewis i ymestyn": "option to extend", "opsiwn i ymestyn": "option to extend",
    "gwerth": "value", "gwerth y contract": "contract value", "cyfanswm gwerth": "total value",
    "cyfanswm y gwerth": "total value", "cyfanswm gwerth y contract": "total contract value",
    "gwerth blynyddol": "annual value", "rhif contract": "contract number", "rhif y contract": "contract number",
    "corff prynu": "purchasing body", "corff cyhoeddus": "public body", "cyngor": "council", "adran": "department",
    "dyddiad dod i ben ar ôl estyniad": "end date after extension",
    "dyddiad gorffen ar ôl estyniad": "end date after extension", "gan gynnwys estyniad": "including extension",
    "gan gynnwys estyniadau": "including extensions", "yn cynnwys estyniad": "including extension",
    "yn cynnwys estyniadau": "including extensions", "ar ôl estyniad": "after extension",
}  # fmt: skip
"""Whole names of columns in Welsh, of a register that is published in each language apart."""
_VALIDITY = re.compile(r"\bval\b\.?(?=\s+(?:per\b\.?\s+)?(?:from|to|until|start|end)\b)")
"""How a ledger abbreviates from when to when an agreement is valid; elsewhere "val" is a value."""
_AMOUNT_WORDS = re.compile(
    r"\b(?:inc|incl|including|inclusive|ex|exc|exl|excl|excluding|exclusive|net|gross|before|plus|of)?\W*"
    r"(?:of\W+)?(?:(?:any|all|recoverable)\W+)?vat\b|\bx\s?£?1[,.]?000s?\b|£\s?k\b|£\s?m\b|£?'?000s?\b|\bgbp\b|\bthousands?\b|\bmillions?\b|\bpounds?\b|\bpence\b|£",
)
_ABBREVIATED = {
    "est": "estimated", "approx": "estimated", "approximate": "estimated", "anticipated": "estimated",
    "expected": "estimated", "no": "number", "num": "number", "nr": "number", "ref": "reference", "desc": "description",
    "org": "organisation", "organization": "organisation", "yr": "year", "annum": "year", "yearly": "annual",
    "commencement": "start", "commence": "start", "commencing": "start", "begin": "start",
    "beginning": "start", "finish": "end", "expiry": "end", "expiration": "end", "expire": "end",
    "ending": "end", "starting": "start", "commenced": "start", "started": "start",
    "completes": "end", "finishes": "end", "finishing": "end", "supp": "supplier",
    "max": "maximum", "min": "minimum", "extn": "extension", "ext": "extension", "mths": "month", "yrs": "year",
    "duration": "length", "term": "length", "cost": "value", "price": "value", "amount": "value", "worth": "value",
    "spending": "spend", "sum": "value", "lifetime": "life", "dept": "department", "categories": "category",
    "authorities": "authority", "bodies": "body", "companies": "company", "charities": "charity", "parties": "party",
    "ann": "annual", "val": "value", "targ": "target", "rel": "released",
}  # fmt: skip


@dataclass(frozen=True)
class Header:
    """What the name of a column says.

    `words` are what it is called, in one spelling; `unit`, `vat` ("ex", "inc") and `period` are "" where the name does
    not say; `foreign` is whether it names another currency.
    """

    words: tuple[str, ...]
    unit: str
    vat: str
    period: str
    foreign: bool


_ONE_OR_MORE = re.compile(r"(?<=\w)(?:\((?:e?s)\)|['\u2019]s\b)", re.IGNORECASE)
"""What makes "Option(s)" or "Clerk's note" the same name as "Option" or "Clerk note"."""


_AND_PLACE = re.compile(r"\bnames?(?:,| and| &) .*\b(?:town|county|location)\b", re.IGNORECASE)


def asks_for_place(name: str) -> bool:
    """Say whether a column asks for the place behind the name: "Supplier (name and town)"."""
    return bool(_AND_PLACE.search(name[:400]))


@lru_cache(maxsize=4096)
def header(name: str) -> Header:
    """Return what the name of a column says."""
    name = _ONE_OR_MORE.sub("", name)
    written = _CAMEL.sub(" ", name[:400]).replace("\N{NO-BREAK SPACE}", " ").replace("_", " ").lower()
    written = _SHOWN_BY.sub("", written, count=1) if " of " in written else written
    called, bracket, more = written.partition("(")
    if "cymraeg" not in more:  # beside a column in English
        called, more = (WELSH_NAMES.get(part.strip(" .:)"), part) for part in (called, more))
    written = _VALIDITY.sub("valid", called + bracket + more)
    written = _RUN_TOGETHER.sub(lambda word: " ".join(_EACH_PART.findall(word[0])), written)
    written = _AND_OPTIONS.sub(" plus ", written)
    called = _AMOUNT_WORDS.sub(" ", _WRITING.sub(" ", written))
    words = tuple(_one_spelling(word) for word in _NOT_A_WORD.split(called) if word)
    return Header(
        words, unit(written), vat(written) or _vat_at_the_end(written), period(written), bool(_FOREIGN.search(written))
    )


def names_year_and_term(name: str) -> bool:
    """Say whether a column is called after a year's amount and the whole term's, of which nothing tells which is meant.

    The Local Government Transparency Code 2015 asks for "the sum to be paid over the length of the contract or the
    estimated annual spending".
    """
    said = header(name)
    words = set(said.words)
    return bool(said.period and words & {"length", "life", "whole", "total"} and ("or" in words or "/" in name))


def vat(written: str) -> str:
    """Return "ex" or "inc" where a text in lower case says that amounts are without or with VAT, else ""."""
    without, with_ = _EX.search(written), _INC.search(written)
    return "ex" if without else "inc" if with_ else ""


def _vat_at_the_end(name: str) -> str:
    """Return "ex" or "inc" where the name of a column ends with the word alone, else ""."""
    found = _AT_THE_END.search(name)
    return "" if found is None else "ex" if found["ex"] else "inc"


def is_without_vat(written: str) -> bool:
    """Say whether a text in lower case says that no VAT is due, so that what is paid is the amount without it."""
    return bool(_NOT_DUE.search(written))


def year_named(name: str) -> tuple[date, date] | None:
    """Return the first and last day of the one financial or calendar year that a column names, None for none."""
    found = _YEAR.findall(name[:400])
    if len(found) != 1:
        return None
    first, second, alone = found[0]
    if alone:
        return date(2000 + int(alone), 1, 1), date(2000 + int(alone), 12, 31)
    if (int(first) + 1) % 100 != int(second):
        return None
    return date(2000 + int(first), 4, 1), date(2001 + int(first), 3, 31)


def without_year(name: str) -> str:
    """Return what a column is called without the year that it names."""
    return " ".join(_YEAR.sub(" ", name[:400]).lower().split())


def contract_year(name: str) -> tuple[int, str] | None:
    """Return which year of the contract a column names ("Year 2") and what it is called without it, None for none."""
    found = _YEAR_OF_THE_CONTRACT.findall(name[:400])
    if len(found) != 1:
        return None
    return int(found[0]), " ".join(_YEAR_OF_THE_CONTRACT.sub(" ", name[:400]).lower().split())


def _one_spelling(word: str) -> str:
    """Return a word as the lists of names have it: whole, in the singular, under its commonest name."""
    if word in _ABBREVIATED:
        return _ABBREVIATED[word]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _ABBREVIATED.get(word, word)
