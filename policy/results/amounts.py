"""The amounts of a contract in words: as published, or about, with what they were worked out from (semantics 10.14)."""

from typing import Any

import pandas as pd

from policy.formats import money
from policy.rules.scope import DAYS_A_YEAR

WITH_VAT = 1.2
"""What is published with VAT alone was divided by this."""
_FROM = {
    "annual_gbp": "the value over the whole term and the years that it covers",
    "value_gbp": "the value of a year and the term",
}
"""What either amount is worked out from, where the source states the other alone."""


def amount_in_words(frame: pd.DataFrame, name: str, row: int = 0) -> str:
    """Say an amount to the penny as published; one that was worked out, about and with what it comes from."""
    value = frame[name].iloc[row]
    basis = worked_out_from(frame, name, row)
    return f"about {money(round(value * 100), digits=3)}, worked out from {basis}" if basis else _exactly(value)


def worked_out_from(frame: pd.DataFrame, name: str, row: int = 0) -> str:
    """Say what an amount of a contract was worked out from; empty where it is as published."""
    facts = frame.iloc[row]
    whole, year = facts["value_gbp"], facts.get("annual_gbp")
    if name == "value_gbp" and _was_with_vat(facts):
        return f"{_exactly(whole * WITH_VAT)} with VAT"
    if pd.isna(whole) or pd.isna(year) or round(whole, 2) == round(year, 2):
        return ""
    return _FROM.get(name, "") if name == _derived(facts) else ""


def _derived(facts: "pd.Series[Any]") -> str:
    """Which of the two amounts was worked out from the other; empty where the source states both."""
    if facts["value_quality"] == "annual_times_term":
        return "value_gbp"
    if pd.notna(facts.get("value_span")):
        return "annual_gbp"
    spans = [_years(facts["start_date"], facts[end]) for end in ("latest_end_date", "end_date")]
    if not any(years and abs(facts["value_gbp"] / years - facts["annual_gbp"]) < 0.01 for years in spans):
        return ""
    return _ceiling_in_pence(facts) if facts["value_quality"] == "ceiling" else "annual_gbp"


def _ceiling_in_pence(facts: "pd.Series[Any]") -> str:
    """Which amount of a ceiling was worked out: its quality does not say, but pence come from dividing or days."""
    in_pence = [name for name in _FROM if not float(facts[name]).is_integer()]
    return in_pence[0] if in_pence else ""


def _was_with_vat(facts: "pd.Series[Any]") -> bool:
    """Whether the published value had VAT, which was taken off; of a value with a stated span the register did so."""
    taken_off = facts["value_quality"] == "net_from_gross" or pd.notna(facts.get("value_span"))
    return bool(taken_off and facts["vat_basis"] == "inc")


def _years(first: Any, last: Any) -> float:
    """A term in years, at least one; 0 where it is not known."""
    if pd.isna(first) or pd.isna(last):
        return 0.0
    return max(1.0, ((last - first).days + 1) / DAYS_A_YEAR)


def _exactly(value: float) -> str:
    return f"£{value:,.2f}".removesuffix(".00")
