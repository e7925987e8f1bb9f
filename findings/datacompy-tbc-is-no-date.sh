#!/usr/bin/env bash
# datacompy: a contract that ends "TBC" is the same as one without an end over polars; 01/04/2027 is 1 April there, and
#   4 January over pandas.
#
# Expected: PandasCompare and PolarsCompare say of the same two tables the same; a text that is no date is no match for a
#   missing date. What a date beside a text is compared by is not said in the README.
# What happens: PolarsCompare turns the texts into dates, those it cannot read into nothing, and nothing is equal to a
#   missing date: "TBC" and "31/03/2030 extended" beside no date make matches() true. By itself it reads the texts with
#   the day first, PandasCompare with the month first, so that each finds equal what the other finds different. One
#   "TBC" in the column, and to PandasCompare no date is equal to its text 01/04/2027, and nothing not to nothing.
# Who is hurt: whoever checks a register that was typed again, or two systems' exports, where one has dates and the
#   other texts: ends that are said to be open, or extended, are passed as equal to none, and days are swapped with months.
# Way round: turn the texts into dates with a format before they are compared, and look at those that are no dates.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check datacompy==1.1.0 pandas==2.3.3 polars==1.44.2
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import logging
from datetime import datetime
from importlib.metadata import version

import pandas as pd
import polars as pl
from datacompy import PandasCompare, PolarsCompare

logging.disable(logging.CRITICAL)
print("datacompy", version("datacompy"), "pandas", version("pandas"), "polars", version("polars"))
APRIL, JANUARY, END = datetime(2027, 4, 1), datetime(2027, 1, 4), datetime(2030, 3, 31)

# The dates of one table, the texts of the other, and where each engine finds them equal.
SEEN = [
    ([APRIL, END], ["01/04/2027", "31/03/2030"], [False, True], [True, True]),
    ([JANUARY, END], ["01/04/2027", "31/03/2030"], [True, True], [False, True]),
    ([APRIL, None], ["2027-04-01", None], [True, True], [True, True]),
    ([APRIL, None], ["2027-04-01", "TBC"], [True, False], [True, True]),
    ([APRIL, None], ["01/04/2027", "TBC"], [False, False], [True, True]),
    ([APRIL, None], ["01/04/2027", "31/03/2030 extended"], [False, False], [True, True]),
    ([APRIL, None, None], ["2027-04-01", "TBC", None], [True, False, False], [True, True, True]),
]
for dates, texts, over_pandas, over_polars in SEEN:
    ids = [str(number) for number in range(len(dates))]
    by_pandas = PandasCompare(
        pd.DataFrame({"id": ids, "end": pd.to_datetime(pd.Series(dates))}),
        pd.DataFrame({"id": ids, "end": texts}),
        join_columns="id",
    )
    by_polars = PolarsCompare(
        pl.DataFrame({"id": ids, "end": pl.Series(dates, dtype=pl.Datetime)}),
        pl.DataFrame({"id": ids, "end": pl.Series(texts, dtype=pl.String)}),
        join_columns="id",
    )
    found = by_pandas.intersect_rows.sort_values("id")["end_match"].tolist()
    polars_found = by_polars.intersect_rows.sort("id")["end_match"].to_list()
    print([date and f"{date:%Y-%m-%d}" for date in dates], "beside", texts)
    print(f"    pandas {found}, polars {polars_found}; all the same: {by_pandas.matches()}, {by_polars.matches()}")
    assert found == over_pandas, f"pandas: no longer {over_pandas}"
    assert polars_found == over_polars, f"polars: no longer {over_polars}"
    assert (by_pandas.matches(), by_polars.matches()) == (all(over_pandas), all(over_polars))
PYTHON
