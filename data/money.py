"""What an award is worth: pounds excluding VAT over its whole life, and how far the figure can be trusted.

The value belongs to the award, never to each of its suppliers.
"""

import math
from typing import NamedTuple

STANDARD_VAT_RATIO = 1.2
# No UK public contract is known to pay more: the largest yearly sums (a nuclear site, a rail franchise,
# a hospital trust) stay below it, and £7.6bn for eight months of "Electrical Remedial Works" does not.
LARGEST_ANNUAL = 2_000_000_000
LARGEST_WITHOUT_TERM = 20_000_000_000
SMALLEST = 1.0
CEILINGS = frozenset({"framework", "dps"})
_RUNS = ("12345678901234567890", "98765432109876543210")
_SHORTEST_RUN = 6
_SHORTEST_NINES = 7


class Worth(NamedTuple):
    """Value and trust; `figure` is what was published and `problem` and `done` say what was made of it."""

    value_gbp: float | None
    value_quality: str
    vat_basis: str
    annual_gbp: float | None = None
    figure: str = ""
    problem: str = ""
    done: str = ""


class Stated(NamedTuple):
    """The figures of one award as published, in `currency`."""

    net: float | None
    gross: float | None
    annual: float | None = None
    currency: str = "GBP"
    vat_basis: str = "unknown"
    estimated: bool = False


def worth(stated: Stated, instrument: str | None, term_years: float | None) -> Worth:
    """Return the value of an award of this instrument and term."""
    net, gross, annual = _number(stated.net), _number(stated.gross), _number(stated.annual)
    if net is None and gross is None and annual is None:
        return Worth(None, "missing", stated.vat_basis)
    if stated.currency not in ("GBP", ""):
        return _foreign(net if net is not None else gross if gross is not None else annual, stated)
    quality, basis, done, problem = _ceiling_or(instrument, stated.estimated), stated.vat_basis, "", ""
    if net is not None:
        value: float | None = net
    elif gross is not None:
        value, basis = gross / STANDARD_VAT_RATIO, "inc"
        quality = "ceiling" if quality == "ceiling" else "net_from_gross"
        problem, done = "is stated including VAT only", f"divided by {STANDARD_VAT_RATIO}, the standard rate"
    else:
        value = annual * term_years if annual is not None and term_years else None
        quality = "annual_times_term" if value is not None else "missing"
    return _checked(value, annual, Worth(value, quality, basis, None, _written(net, gross, annual), problem, done),
                    instrument, term_years)  # fmt: skip


def _checked(
    value: float | None, annual: float | None, found: Worth, instrument: str | None, term_years: float | None
) -> Worth:
    problem = _placeholder(value if value is not None else annual, instrument, term_years)
    if problem:
        return Worth(None, "placeholder", found.vat_basis, None, found.figure, problem, "value made missing")
    yearly = annual if annual is not None else value / term_years if value is not None and term_years else None
    return Worth(_pence(value), found.value_quality, found.vat_basis, _pence(yearly),
                 found.figure, found.problem, found.done)  # fmt: skip


def _foreign(amount: float | None, stated: Stated) -> Worth:
    figure = f"{amount} {stated.currency}"
    done = "not converted, value made missing"
    return Worth(None, "foreign", stated.vat_basis, None, figure, "is not in pounds", done)


def _ceiling_or(instrument: str | None, estimated: bool) -> str:
    if instrument in CEILINGS:
        return "ceiling"
    return "estimated" if estimated else "stated"


def _placeholder(value: float | None, instrument: str | None, term_years: float | None) -> str:
    """Say why a figure cannot be a price, or "" where it can.

    Zero is a price only for a concession, where the supplier is paid by others.
    """
    if value is None or (value == 0 and instrument == "concession"):
        return ""
    if value < 0:
        return "is negative"
    if value <= SMALLEST:
        return "is a placeholder of a pound or less"
    if is_run_of_digits(value):
        return "is a run of digits, not a price"
    largest = LARGEST_ANNUAL * term_years if term_years else LARGEST_WITHOUT_TERM
    if value > largest and instrument not in CEILINGS:
        return f"is more than {largest:,.0f} pounds, too large for one contract"
    return ""


def is_run_of_digits(value: float) -> bool:
    """Say whether a figure counts up or down or repeats a 9, as 1,234,567,890 and 999,999,999 do."""
    digits = str(int(value))
    if len(digits) < _SHORTEST_RUN:
        return False
    return any(digits in run for run in _RUNS) or (len(digits) >= _SHORTEST_NINES and not digits.strip("9"))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def _written(net: float | None, gross: float | None, annual: float | None) -> str:
    return f"{net if net is not None else gross if gross is not None else annual:.2f}"


def _pence(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
