"""Which years a value covers, where a notice does not say and states two ends (semantics 10.14)."""

from typing import Any

import pandas as pd
import pyarrow as pa

from data.model.dates import DAYS_A_YEAR

SPAN_COLUMNS = ("annual_low_gbp", "annual_high_gbp", "value_span")
_READ = ("value_gbp", "annual_gbp", "start_date", "end_date", "latest_end_date", "source")
_UNSAID = "Contracts Finder"
"""Its notices have no field for options, and nothing says whether a value holds those that the words state. By law the
values of Find a Tender hold them; of a table of notices nobody knows whose they are: https://www.legislation.gov.uk/uksi/2015/102/regulation/6."""
_PENCE = 0.01


def value_spans(rows: pa.Table) -> dict[str, pa.Array]:
    """Say how far a value a year may lie from the likely one, which divides the value by the longest stated term.

    Args:
        rows: notices with the value, days and source that stand, and `of_notices` where a table may hold them.

    Returns:
        SPAN_COLUMNS, an array each. Missing where one end alone is stated, where the source says what its values cover,
        and where the value a year is stated, for then it is no value divided by the term.
    """
    facts = rows.select(list(_READ)).to_pandas()
    first, end, latest = (facts[name] for name in ("start_date", "end_date", "latest_end_date"))
    shortest, longest = years_between(first, end), years_between(first, latest)
    divided = (facts["value_gbp"] / longest - facts["annual_gbp"]).abs() < _PENCE
    unsaid = facts["source"] == _UNSAID
    if "of_notices" in rows.column_names:
        unsaid |= rows["of_notices"].to_pandas().astype(bool)
    assumed = unsaid & divided & (shortest < longest)
    ends = (facts["annual_gbp"], (facts["value_gbp"] / shortest).round(2))
    low, high = (pa.array(each.where(assumed).astype("float64"), from_pandas=True) for each in ends)
    span = pa.array(["assumed" if is_assumed else None for is_assumed in assumed], pa.string())
    return dict(zip(SPAN_COLUMNS, (low, high, span), strict=True))


def years_between(first: "pd.Series[Any]", last: "pd.Series[Any]") -> "pd.Series[float]":
    """Return the terms of many rows as `data.model.dates.term_years` does: in years, missing where not known."""
    days = (pd.to_datetime(last) - pd.to_datetime(first)).dt.days + 1
    return (days / DAYS_A_YEAR).clip(lower=1.0).where(days > 0)
