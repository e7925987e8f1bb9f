"""What an award is worth: pounds excluding VAT over its whole life, and how far the figure can be trusted.

The value belongs to the award, never to each of its suppliers.
"""

import math

from msgspec import Struct

from data.model.dates import DAYS_A_YEAR
from policy.contracts import MOST_POUNDS

STANDARD_VAT_RATIO = 1.2
# No UK public contract is known to pay more: the largest yearly sums (a nuclear site, a rail franchise,
# a hospital trust) stay below it, and £7.6bn for eight months of "Electrical Remedial Works" does not.
LARGEST_ANNUAL = 2_000_000_000
LARGEST_WITHOUT_TERM = 20_000_000_000
SMALLEST = 1.0
LEAST_PUBLISHED = 100.0
"""No law has an award of so little published: such a figure is a rate, of a day, a tonne or a unit of power."""
LEAST_A_DAY = 1.0
"""No taxi takes a pupil to school and back for so little on each day of a term: such a figure is that of one day."""
_HALF_A_YEAR = 183 / DAYS_A_YEAR
CEILINGS = frozenset({"framework", "dps"})
UNUSABLE = ("placeholder", "foreign", "missing")
"""Qualities of a value that is in no sum."""
OF_TENDER, OF_LOTS = "tender", "lots"
"""What an estimate is of that stands in for a value which is not stated, as `estimate_of` of a notice says it."""
SHARED_ESTIMATE = {
    OF_TENDER: ("tender/value", "is the estimate of a tender with several contracts, and this one's is not stated"),
    OF_LOTS: ("tender/lots/value", "is the estimate of a lot that several contracts share, and theirs are not stated"),
}
"""Where an estimate stands that several contracts share, and what is said of it: `TAKEN_FOR_NONE` is done about it."""
TAKEN_FOR_NONE = "taken for none of them"
REPEATED_TOTAL = ("contracts/value", "is the award's, in each of its contracts", "counted once")
PART_OF_TOTAL = ("contracts/value", "is of all contracts of the award, of which this one states none", "made missing")
"""Where the value of an award stands that several contracts repeat or one leaves out, what is said and done of it."""
A_TENTH = ("is exactly a tenth of what was tendered, so a year's, a part or a slip", "taken as stated")
"""What is said and done of an award by which nobody knows why it is so much less than its tender."""
_RUNS = ("12345678901234567890", "98765432109876543210")
_SHORTEST_RUN = 6
_SHORTEST_NINES = 7


class Worth(Struct, frozen=True, gc=False):
    """The value of an award in pounds without VAT, over its whole life and a year, and how far it can be trusted.

    None is not known; `value_quality` says whether the value is missing, a placeholder or in a foreign currency.
    `problem` says what is wrong with the published `figure`, `repair` what was done about it; both are "" for nothing.
    """

    value_gbp: float | None
    value_quality: str
    vat_basis: str
    annual_gbp: float | None = None
    figure: str = ""
    problem: str = ""
    repair: str = ""


class StatedAmounts(Struct, frozen=True, gc=False):
    """The amounts of one award as published, in `currency`: `vat_basis` is that of the first and of the yearly one.

    `suppliers` is how many share them, as far as that is known; `vat_ratio` is the amount with VAT by that without, of
    the standard rate where the source states no other; `published` tells a notice from a row of one's own register,
    which may hold what costs a few pounds; `daily` tells rides of every day, which may be priced by the day.
    """

    amount: float | None
    amount_gross: float | None
    amount_annual: float | None = None
    currency: str = "GBP"
    vat_basis: str = "unknown"
    estimated: bool = False
    suppliers: int = 1
    vat_ratio: float = STANDARD_VAT_RATIO
    published: bool = False
    daily: bool = False


def worth(stated: StatedAmounts, instrument: str | None, term_years: float | None) -> Worth:
    """Return the value of an award.

    Args:
        stated: its amounts as published.
        instrument: the form of the agreement, which makes the value of a framework a ceiling.
        term_years: its term in years of 365.25 days, None where it is not known.
    """
    net, gross, annual = map(_number, (stated.amount, stated.amount_gross, stated.amount_annual))
    figure = net if net is not None else gross if gross is not None else annual
    if figure is None:
        return Worth(None, "missing", stated.vat_basis)
    if stated.currency.strip().upper() not in ("GBP", ""):
        return _foreign(figure, stated)
    most = MOST_POUNDS if instrument in CEILINGS else LARGEST_ANNUAL
    stray = annual if figure != annual and annual is not None and not 0 <= annual <= most else None
    annual = None if stray is not None else annual
    value, quality, basis, repair = _whole_life(net, gross, annual, stated, term_years)
    problem = (
        _no_price(figure, instrument, stated)
        or _of_one_day(figure, stated, term_years)
        or (_too_large(figure, instrument, 1.0) if value is None else _too_large(value, instrument, term_years))
    )
    if problem:
        return Worth(None, "placeholder", basis, None, f"{figure:.2f}", problem, "value made missing")
    if instrument in CEILINGS and value is not None:
        quality = "ceiling"
    yearly = annual if annual is not None else value / term_years if value is not None and term_years else None
    if stray is not None:
        problem, repair = "is no amount of a year", f"{repair}; the amount of a year not used".lstrip("; ")
        return Worth(_pence(value), quality, basis, _pence(yearly), f"{stray:.2f}", problem, repair)
    problem = "is stated including VAT only" if repair else ""
    return Worth(_pence(value), quality, basis, _pence(yearly), f"{figure:.2f}" if repair else "", problem, repair)


def _whole_life(
    net: float | None, gross: float | None, annual: float | None, stated: StatedAmounts, term_years: float | None
) -> tuple[float | None, str, str, str]:
    """Return the value, its quality, whether its source includes VAT, and what was done to it."""
    if net is not None:
        return net, "estimated" if stated.estimated else "stated", stated.vat_basis, ""
    if gross is not None:
        standard = stated.vat_ratio == STANDARD_VAT_RATIO
        rate = "the standard rate" if standard else "the rate that another column states"
        repair = f"divided by {stated.vat_ratio:g}, {rate}"
        return gross / stated.vat_ratio, "net_from_gross", "inc", repair
    if annual is not None and term_years:
        return annual * term_years, "annual_times_term", stated.vat_basis, ""
    return None, "missing", stated.vat_basis, ""


def _foreign(amount: float, stated: StatedAmounts) -> Worth:
    figure, repair = f"{amount} {stated.currency}", "not converted, value made missing"
    return Worth(None, "foreign", stated.vat_basis, None, figure, "is not in pounds", repair)


def _no_price(figure: float, instrument: str | None, stated: StatedAmounts) -> str:
    """Say why a figure as published cannot be a price, or "" where it can.

    Zero is a price only for a concession, where the supplier is paid by others. Contracts Finder adds up what is
    entered for each supplier, so that three placeholders of a pound make one of three.
    """
    if figure == 0 and instrument == "concession":
        return ""
    if figure < 0:
        return "is negative"
    if figure <= SMALLEST:
        return "is a placeholder of a pound or less"
    if figure <= SMALLEST * stated.suppliers:
        return f"is a placeholder of a pound or less for each of {stated.suppliers} suppliers"
    if stated.published and figure < LEAST_PUBLISHED:
        return f"is less than {LEAST_PUBLISHED:,.0f} pounds, so a rate and not what a published contract is worth"
    return "is a run of digits, not a price" if is_run_of_digits(figure) else ""


def _of_one_day(figure: float, stated: StatedAmounts, term_years: float | None) -> str:
    """Say that a figure is what the rides of one day cost, or "" where it may be that of a term."""
    if not (stated.daily and stated.published and term_years and term_years >= _HALF_A_YEAR):
        return ""
    if figure >= LEAST_A_DAY * DAYS_A_YEAR * term_years:
        return ""
    return f"is less than {LEAST_A_DAY:,.0f} pound for each day of its term, so the rate of one day"


def _too_large(value: float, instrument: str | None, term_years: float | None) -> str:
    """Say that a value over a term is beyond any known one, or "" where it is not."""
    if instrument in CEILINGS:
        what, largest = "framework", float(MOST_POUNDS)
    else:
        what, largest = "contract", LARGEST_ANNUAL * term_years if term_years else LARGEST_WITHOUT_TERM
    return f"is more than {largest:,.0f} pounds, too large for one {what}" if value > largest else ""


def is_tenth(awarded: object, tendered: object) -> bool:
    """Say whether an award is exactly a tenth of what was tendered, to the penny."""
    one, whole = _number(awarded), _number(tendered)
    return one is not None and whole is not None and one > SMALLEST and round(one * 10, 2) == round(whole, 2)


def is_run_of_digits(value: float) -> bool:
    """Say whether a figure counts up or down or repeats a 9, as 1,234,567,890 and 999,999,999 do."""
    digits = str(int(value))
    if len(digits) < _SHORTEST_RUN:
        return False
    return any(digits in run for run in _RUNS) or (len(digits) >= _SHORTEST_NINES and not digits.strip("9"))


def _number(value: object) -> float | None:
    if not isinstance(value, (float, int)) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return float(value)


def _pence(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
