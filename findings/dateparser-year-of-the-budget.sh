#!/usr/bin/env bash
# dateparser: the financial year 2027/28 is the 28th of this month in 2027; Q1 2027 is January, February or March, by today.
#
# Expected: parse gives None for what it does not know, as it does for 2027/2028 and "Q4 2027/28", and its settings say how
#   parts that are missing are filled in: PREFER_DAY_OF_MONTH takes the day of today, PREFER_MONTH_OF_YEAR the month.
# What happens: 2027/28 and 2027-28, financial years as councils write them, are a year and a day, and the month is that
#   of the day on which the question is asked: 28 November 2027 in November, 28 January in January. 2029/30 is
#   a date in eleven months of the year and None in February; 2030/31 is one in the seven months with 31 days. Q1 2027 is
#   28 February 2027 when asked on 29 November, 5 January when asked on 5 January. A term, "36 months", is 36 months ago.
# Who is hurt: whoever reads the starts and ends of contracts from a column in which some state a financial year: such
#   a row has a date in full, which nobody wrote, and from January to March one of another financial year (28 January
#   2027 is in 2026/27), and the same file read in another month gives other contracts that end this year.
# Way round: the setting REQUIRE_PARTS with day, month and year, or STRICT_PARSING, refuses these (a term stays in the past).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dateparser==1.5.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

import dateparser

print("dateparser", version("dateparser"))
ASKED = [datetime(2026, 11, 29), datetime(2027, 1, 5), datetime(2027, 2, 14)]
# The cell, and its date when asked on 29 November 2026, 5 January 2027 and 14 February 2027.
SEEN = [
    ("1 April 2027", ["2027-04-01", "2027-04-01", "2027-04-01"]),
    ("2027/2028", [None, None, None]),
    ("Q4 2027/28", [None, None, None]),
    ("2027/28", ["2027-11-28", "2027-01-28", "2027-02-28"]),
    ("2027-28", ["2027-11-28", "2027-01-28", "2027-02-28"]),
    ("2029/30", ["2029-11-30", "2029-01-30", None]),
    ("2030/31", [None, "2030-01-31", None]),
    ("Q1 2027", ["2027-02-28", "2027-01-05", "2027-02-14"]),
    ("36 months", ["2023-11-29", "2024-01-05", "2024-02-14"]),
]


def read(cell: str, asked: datetime, **more: object) -> str | None:
    settings = {"RELATIVE_BASE": asked, "DATE_ORDER": "DMY", **more}
    found = dateparser.parse(cell, languages=["en"], settings=settings)
    return found and f"{found:%Y-%m-%d}"


for cell, dates in SEEN:
    seen = [read(cell, asked) for asked in ASKED]
    print(f"  {cell}: {', '.join(map(str, seen))}")
    assert seen == dates, f"no longer {dates}"
for cell, months in (("2027/28", 12), ("2029/30", 11), ("2030/31", 7)):
    dated = sum(read(cell, datetime(2027, month, 15)) is not None for month in range(1, 13))
    print(f"  {cell} is a date when asked in {dated} of the months of 2027")
    assert dated == months, f"no longer {months}"
whole = {"REQUIRE_PARTS": ["day", "month", "year"]}
kept = [cell for cell, _ in SEEN if any(read(cell, asked, **whole) for asked in ASKED)]
strict = [cell for cell, _ in SEEN if any(read(cell, asked, STRICT_PARSING=True) for asked in ASKED)]
print("  with REQUIRE_PARTS, and with STRICT_PARSING, these are dates:", kept, strict)
assert kept == strict == ["1 April 2027", "36 months"]
PYTHON
