"""For how long an amount is, by the words of the name of a column, of a cell beside the amount, or of its own cell."""

import re
from functools import lru_cache

A_YEAR = {"year": 1.0, "month": 12.0, "quarter": 4.0, "week": 365.25 / 7,
          "half-year": 2.0, "four weeks": 365.25 / 28, "fortnight": 365.25 / 14}  # fmt: skip
"""How many of each period a year has."""
WHOLE = "whole"
"""The period of an amount that a cell calls that of the whole term."""
RATE = "rate"
"""What an amount is for beside a period of `A_YEAR` and WHOLE: a unit of work, or a period that nothing tells, such as
"bi-monthly", so that it is no value."""
UNTOLD_PERIOD = re.compile(
    r"\bbi[\s-]?(?:month|week|year)ly\b|\b(?:two|three|five|ten|2|3|5|10)[\s-]?(?:month|week|year)ly\b"
    r"|\b(?:per|each|every) (?:two|three|five|ten|other|second|third|2|3|5|10) (?:month|week|year)s?\b"
    r"|\btermly\b|\b(?:school|academic) terms?\b(?! time| dates?)"
    r"|(?<!total )(?<!contract )(?<!agreement )(?<!lifetime )(?<!annual )(?<!maximum )(?<!max )"
    r"\b(?:cost|price|charge|fee|value|amount) (?:per|each) term\b(?! of)"
)
"""A period other than those known, or one that may be two: "bi-monthly" is twice a month or every other, and of a
school's terms a year has three or six."""
_SUM = r"\b(?:value|cost|spend|price|amount|charge)\b"
_IN_A_NAME = (
    ("half-year", re.compile(r"\b(?:half|semi)[\s-]?(?:year|annual)(?:ly)?\b|\bbi[\s-]?annual(?:ly)?\b"
                             r"|\b(?:six|6)[\s-]?monthly\b")),
    ("four weeks", re.compile(r"\b(?:four|4)[\s-]?week(?:ly|s)\b")),
    ("fortnight", re.compile(r"\bfortnight(?:ly)?\b|\b(?:two|2)[\s-]?weekly\b")),
    ("quarter", re.compile(r"\b(?:three|3)[\s-]?monthly\b")),
    ("", UNTOLD_PERIOD),
    ("month", re.compile(r"\bmonthly\b|\b(?:per|a|each|every|/)\W*(?:calendar\W+)?(?:month|mth)\b|\bpcm\b|\bp\.?m\b")),
    ("quarter", re.compile(r"\bquarterly\b|\b(?:per|a|each)\W*quarter\b")),
    ("week", re.compile(r"\bweekly\b|\b(?:per|a|each)\W*week\b")),
    ("year", re.compile(r"\bann(?:ual(?:ly|i[sz]ed)?)?\b|\byearly\b"
                        r"|\b(?:per|each|every|an?|/)\W*(?:(?:academic|school|financial|calendar|contract) )?"
                        r"(?:year|annum|yr)\b"
                        r"|\bp\.?\s?a\.?(?![a-z])|\bpa\b|\bannum\b"
                        r"|\b(?:in|for|per|over|each) (?:an? |one |each )?full[\s-]year\b"
                        rf"|\A\W*(?:(?:full|one|1)[\s-])?year(?:'s)? {_SUM}|\A\W*(?:12|twelve)[\s-]months?\W+{_SUM}"
                        rf"|{_SUM}\W+(?:(?:for|over|per) )?(?:(?:12|twelve) months|(?:1|one) year)\b"
                        r"(?!\W*(?:\d|(?:plus|x|or|and)\b))"
                        rf"|(?:\b(?:budget|fee)\b|{_SUM})\W+(?:for|in) (?:the|this|each) (?:financial )?year\b"
                        r"(?!\W*(?:(?:to|of|from|end(?:ing|ed)?)\b|(?:fy)?\s?\d))")),
)  # fmt: skip
_IN_A_CELL = (
    (RATE, re.compile(r"\b(?:hour|day|dai|night|session|unit|item|visit|mile|head|person|rate|schedule of)"
                      r"|(?:^|\bper |\beach )(?:pupil|learner|student|child|client|resident|patient|user|seat|place|bed"
                      r"|licen[cs]e|trip|journey|lesson|tonne|litre|property|lift|case)s?\Z|\A(?:each|ea)\Z"
                      r"|\bper (?:school |academic )?term\b")),
    ("half-year", re.compile(r"\b(?:half|semi)[\s-]?(?:year|annual)|\bbi[\s-]?annual|\bsix[\s-]?month"
                             r"|\A(?:per )?twice (?:a |per )?year")),
    ("four weeks", re.compile(r"\bfour[\s-]?week")),
    ("fortnight", re.compile(r"\bfortnight|\btwo[\s-]?week")),
    ("quarter", re.compile(r"\bthree[\s-]?month")),
    (RATE, UNTOLD_PERIOD),
    (RATE, re.compile(r"\A(?:per )?twice ")),
    ("", re.compile(r"\A(?:per )?(?:two|three|four|five|six|ten|several)[\s-](?:month|week|year)s?\Z")),
    ("month", re.compile(r"\bmonth|\bpcm\b|\bp\.?m\b")),
    ("quarter", re.compile(r"\bquarter")),
    ("week", re.compile(r"\bweek|\bp\.?w\b")),
    (WHOLE, re.compile(r"\btotal|\bwhole|\blife|\bfull|\bterm\b|\boverall|\baggregate|\bone[\s-]off|\bfixed"
                       r"|\bcontract (?:value|period|length)|\bduration")),
    ("year", re.compile(r"\bannual|\byear|\bannum|\bp\.?\s?a\b")),
)  # fmt: skip
_BEHIND_AN_AMOUNT = re.compile(
    r"[\s,;(\[]*(?:(?:per|a|each|every|/|p(?=/))\s?/?\s?(?:calendar )?(?P<unit>annum|year|yr|month|mth|mnth|quarter"
    r"|half[ -]year|fortnight|qtr|week|wk|day|hour|hr|(?:2|two|4|four) week|(?:3|three|6|six) month)s?\b"
    r"|(?P<short>p[./]?\s?a\.?|pcm|p\.?\s?m\.?|p\.?\s?w\.?|annually|annual|half[ -]yearly|yearly|monthly|quarterly"
    r"|fortnightly|(?<!\d)(?:[24]-|(?:two|four)[ -])weekly|(?<!\d)(?:[36]-|(?:three|six)[ -])monthly"
    r"|weekly|daily|hourly)(?![a-z]))\.?[)\]]*"
)
_ONE_SPELLING = {"annum": "year", "yr": "year", "pa": "year", "annually": "year", "annual": "year", "yearly": "year",
                 "mth": "month", "mnth": "month", "pcm": "month", "pm": "month", "monthly": "month", "qtr": "quarter",
                 "quarterly": "quarter", "wk": "week", "pw": "week", "weekly": "week", "hr": "hour", "daily": "day",
                 "hourly": "hour", "fortnightly": "fortnight", "halfyear": "half-year", "halfyearly": "half-year",
                 **dict.fromkeys(("2week", "twoweek", "2weekly", "twoweekly"), "fortnight"),
                 **dict.fromkeys(("4week", "fourweek", "4weekly", "fourweekly"), "four weeks"),
                 **dict.fromkeys(("3month", "threemonth", "3monthly", "threemonthly"), "quarter"),
                 **dict.fromkeys(("6month", "sixmonth", "6monthly", "sixmonthly"), "half-year")}  # fmt: skip


def period(written: str) -> str:
    """Return the period that an amount is for, one of `A_YEAR`, "" where a text names none."""
    return next((name for name, pattern in _IN_A_NAME if pattern.search(written)), "")


@lru_cache(maxsize=4096)
def value_period(written: str) -> str:
    """Return what a cell says that an amount is for: a period of `A_YEAR`, WHOLE or RATE; "" where it says nothing."""
    text = written.strip().casefold()
    if len(text) > 60 or any(letter.isdigit() for letter in text):
        return ""
    return next((period for period, words in _IN_A_CELL if words.search(text)), "")


def is_for_a_period(text: str) -> bool:
    """Say whether an amount in lower case is called one a month, a year or the like."""
    return bool(_BEHIND_AN_AMOUNT.search(text))


def taken_period(text: str) -> tuple[str, str]:
    """Return an amount in lower case without the words of its period, and the period, "" for none."""
    found = _BEHIND_AN_AMOUNT.search(text)
    if found is None:
        return text, ""
    word = re.sub(r"[-./ ]", "", found["unit"] or found["short"])
    return (text[: found.start()] + " " + text[found.end() :]).strip(" ,;()"), _ONE_SPELLING.get(word, word)


def paid_every(period: str) -> str:
    """Say how often an amount is paid: "a month", "every four weeks"."""
    return f"every {period}" if period.endswith("s") else f"a {period}"
