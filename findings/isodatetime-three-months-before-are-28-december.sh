#!/usr/bin/env bash
# metomi-isodatetime: three months before 31 March 2030 are 28 December 2029, and six months after 31 January 28 July.
#
# Expected: dates of ISO 8601 plus and minus durations (README). Three months before 31 March is 31 December, as dateutil
#   and isodate have it: a day that the month has is kept.
# What happens: the months are gone through one at a time, and each may shorten the day for good: on the way from 31 March to
#   December stands February, and what is left is the 28th, or the 29th in a leap year. Years are taken in one
#   step, so that 1 year is right and 12 months are not. A recurrence of three months is the same: all its dates after
#   the first February are the 28th. Days up to the 28th are right. The authors know of the sum (issue 250 of the
#   repository), and say nothing in the documentation.
# Who is hurt: whoever reckons the last day of a notice or of an option from the end of a contract, for which public bodies
#   like 31 March: three days early, without a word.
# Way round: isodate, or dateutil's relativedelta.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  'metomi-isodatetime==1!3.2.0' isodate==0.7.2 python-dateutil==2.9.0.post0
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date
from importlib.metadata import version
from itertools import islice

import isodate
from dateutil.relativedelta import relativedelta
from metomi.isodatetime.parsers import DurationParser, TimePointParser, TimeRecurrenceParser

print(*(f"{name} {version(name)}" for name in ("metomi-isodatetime", "isodate", "python-dateutil")))
# The day, the months, the right day, and that of isodatetime.
SEEN = [
    ("2030-03-31", -3, "2029-12-31", "2029-12-28"),
    ("2030-03-31", -12, "2029-03-31", "2029-03-28"),
    ("2028-03-31", -3, "2027-12-31", "2027-12-29"),
    ("2027-01-31", 6, "2027-07-31", "2027-07-28"),
    ("2027-05-31", 2, "2027-07-31", "2027-07-30"),
    ("2027-05-31", 36, "2030-05-31", "2030-05-28"),
    ("2030-03-31", -1, "2030-02-28", "2030-02-28"),
    ("2030-03-28", -3, "2029-12-28", "2029-12-28"),
]
points, durations = TimePointParser(assumed_time_zone=(0, 0)), DurationParser()
for day, months, right, seen in SEEN:
    step = durations.parse(f"P{abs(months)}M")
    point = points.parse(day)
    answer = str(point + step if months > 0 else point - step)[:10]
    print(f"  {day} and {months} months: {answer}, for {right}")
    assert answer == seen, f"no longer {seen}"
    assert (date.fromisoformat(day) + relativedelta(months=months)).isoformat() == right
    beside = isodate.parse_duration(f"P{abs(months)}M")
    other = date.fromisoformat(day) + beside if months > 0 else date.fromisoformat(day) - beside
    assert other.isoformat() == right
year = str(points.parse("2030-03-31") - durations.parse("P1Y"))[:10]
print("  2030-03-31 less a year:", year)
assert year == "2029-03-31"
quarters = TimeRecurrenceParser().parse("R5/2026-12-31T00Z/P3M")
dates = [str(point)[:10] for point in islice(quarters, 5)]
print("  every three months from 31 December 2026:", *dates)
assert dates == ["2026-12-31", "2027-03-28", "2027-06-28", "2027-09-28", "2027-12-28"]
PYTHON
