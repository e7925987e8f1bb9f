#!/usr/bin/env bash
# isodate writes "ten years less a day" as minus ten years and a day.
#
# Expected: "it is possible to subtract Duration and timedelta objects from Duration objects" (its own sentence), and
#   duration_isoformat is "intended to create ISO duration strings" (README, which warns of negative durations only).
#   Ten years less a day is a positive length of time, the usual term of a lease or contract from 1 April to 31 March.
#   What is written should read back to the same date, or be refused.
# What happens: one part below nought is enough for a minus before the whole, and each part is written without its own
#   sign: P10Y less a day is "-P10Y1D", P3Y less six months is "-P3Y6M". Read back and added to 1 April 2027, ten
#   years less a day lead to 31 March 2017 instead of 2037. Nothing is raised. In memory the duration is right.
# Who is hurt: whoever works out terms of contracts in Python and hands them on as ISO 8601 text (RDF literals, APIs,
#   calendars).
# Way round: write two dates instead of a duration; or give the parts one sign before writing (P9Y11M30D is not the
#   same length for every start); or refuse durations whose parts differ in sign.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check isodate==0.7.2
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, timedelta
from importlib.metadata import version

from isodate import Duration, duration_isoformat, parse_duration

print("isodate", version("isodate"))
start = date(2027, 4, 1)
TERMS = {
    "ten years less a day": Duration(years=10) - timedelta(days=1),
    "three years less six months": parse_duration("P3Y") - parse_duration("P6M"),
}
SEEN = {
    "ten years less a day": ("-P10Y1D", date(2037, 3, 31), date(2017, 3, 31)),
    "three years less six months": ("-P3Y6M", date(2029, 10, 1), date(2023, 10, 1)),
}
for words, term in TERMS.items():
    text, right, wrong = SEEN[words]
    written = duration_isoformat(term)
    again = start + parse_duration(written)
    print(f"{words} from {start}: {start + term}; written {written}; read back: {again}")
    assert start + term == right
    assert written == text, f"no longer {text}"
    assert again == wrong
PYTHON
