#!/usr/bin/env bash
# isoduration: half a year from 1 April 2027 ends on 1 April 2028; a year and a half lasts two.
#
# Expected: isoduration wants "to address the shortcomings of isodate", and its durations "can be added to, or
#   subtracted from, Python datetimes" (README). ISO 8601 allows a fraction in the last part: P0.5Y is parsed. So half
#   a year should lead to the beginning of October, or be refused, as isodate refuses it.
# What happens: the years are added as 2027.5 and rounded, halves up, to 2028. P0.5Y is a year, P1.5Y two years, P2.4Y
#   two, P0.4Y nothing; P0.5M is a month. Nothing is raised.
# Who is hurt: whoever turns a stated term such as "1.5 years" into an end. The end of a contract moves by up to half
#   a year, silently and to either side. jsonschema's extra "format" installs isoduration, so it is at hand.
# Way round: turn fractions of years into months before parsing (P1.5Y is P18M), or refuse a year or month that is no
#   whole number.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check isoduration==20.11.0 arrow==1.3.0 isodate==0.7.2
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, datetime
from importlib.metadata import version

import isodate
from isoduration import parse_duration

print("isoduration", version("isoduration"), "beside isodate", version("isodate"))
start = datetime(2027, 4, 1)
SEEN = {
    "P6M": date(2027, 10, 1), "P0.5Y": date(2028, 4, 1), "P0.4Y": date(2027, 4, 1), "P1.5Y": date(2029, 4, 1),
    "P18M": date(2028, 10, 1), "P2.4Y": date(2029, 4, 1), "P0.5M": date(2027, 5, 1),
}
for text, seen in SEEN.items():
    end = (start + parse_duration(text)).date()
    print(f"{start.date()} + {text:5} = {end}")
    assert end == seen, f"no longer {seen}"
try:
    print("isodate:", start + isodate.parse_duration("P0.5Y"))
except ValueError as error:
    print("isodate refuses:", error)
else:
    raise SystemExit("isodate no longer refuses half a year")
PYTHON
