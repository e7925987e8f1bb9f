"""What a contract costs a year by the words of its description, where its value is a whole number of such years.

A published notice has no field for it, and does not say which years its value covers: of four years' money beside the
days of the first two, half is spent a year. "£1.175 million per annum" beside a value of £4.7 million tells.
"""

import re

from data.model.dates import CrediblePeriod, term_years

_SUM = r"(?:£|GBP) ?(?P<pounds>\d[\d, ]*(?:\.\d+)?) ?(?P<unit>k|m|mn|million)?"
_YEARLY = re.compile(
    rf"(?<![\w£]){_SUM}(?: ?\(?(?:\+|plus|excl?\w*|ex)\.? ?(?:of )?vat\)?)?,? ?"
    r"(?:(?:per|a|each|every) (?:annum|year)\b|p\.? ?a\b\.?|annually\b)",
    re.IGNORECASE,
)
_UNITS = {"": 1.0, "k": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6}
_RANGE = re.compile(r"(?:\d(?: ?[km]|million)?|(?<!up )\bto|\band|-|\u2013|\u2014) ?$", re.IGNORECASE)
"""Before the second amount of a range, of which nobody knows where the contract lies."""
_NOT_OF_CONTRACT = re.compile(
    r"\b(?:turnovers?|incomes?|savings?|salar(?:y|ies)|rents?|wages?|fees?|lots? \w+|minimum)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
"""What else is so much a year, or what is so much for one of several parts."""
_SIGNS = ("£", "GBP", "gbp")
"""Without one of these no text states pounds."""
_READ = 4000
_BEFORE = 80
_FEWEST, _MOST = 2, 15
_WHOLE = 0.005
"""So far, of a year, may the value be from a whole number of years."""
_SAME_YEARS = 0.1


def yearly(description: str, value: float | None, period: CrediblePeriod) -> float | None:
    """Return the pounds a year that a description states, None where it states none, several, or nothing that tells.

    They tell where the value is 2 to 15 years of them, and these are the years of the first term, more years than the
    days hold, or no days are stated. Fewer years than the first term has contradict the days.
    """
    text = description[:_READ]
    if not value or value <= 0 or not any(sign in text for sign in _SIGNS):
        return None
    found = list(_YEARLY.finditer(text))
    if len(found) != 1:
        return None
    before = text[max(0, found[0].start() - _BEFORE) : found[0].start()]
    pounds = _pounds(found[0])
    if pounds <= 0 or _RANGE.search(before) or _NOT_OF_CONTRACT.search(before):
        return None
    years = value / pounds
    whole = round(years)
    if not _FEWEST <= whole <= _MOST or abs(years - whole) > _WHOLE:
        return None
    return pounds if _covers(whole, period) else None


def _pounds(found: re.Match[str]) -> float:
    return float(re.sub(r"[, ]", "", found["pounds"])) * _UNITS[(found["unit"] or "").lower()]


def _covers(years: int, period: CrediblePeriod) -> bool:
    """Whether a value of so many years fits the days, and covers other years than all that they hold."""
    if period.start is None and period.end is None and period.latest_end is None:
        return True
    first, every = (term_years(period.start, period.end, end) for end in (None, period.latest_end))
    if first is None or every is None:
        return False
    return years > every + _SAME_YEARS or (abs(years - first) <= _SAME_YEARS and every > first + _SAME_YEARS)
