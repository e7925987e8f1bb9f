#!/usr/bin/env bash
# recurrent: "every year on 31 March" is every 31 years; "every year on March 31" is right.
#
# Expected: "every year on Dec 25" is an example of the README, which promises rules fit for a calendar ("RFC-compliant");
#   the day before the month, as it is written in Britain, means the same, and what is not understood gives None.
# What happens: the number before the month is taken for the interval and the day is gone: "every year on 31 March" is
#   FREQ=YEARLY;INTERVAL=31;BYMONTH=3, whose first day is in 2057, on the day of the month of today. From 1 April comes
#   a rule that is yearly by chance, on today's day as well. "31st March" and "the 31st of March" are right.
#   "Every 3 months from 1 April 2027" is every month with the day of the month 2027, which has no date at all, and "the
#   last working day of every month" is its last day, Saturday or not.
# Who is hurt: whoever turns the break and review dates of contracts, in words, into a calendar of reminders: each yearly
#   review comes once in a generation, or on another day, and nothing is said.
# Way round: write the day as an ordinal or behind the month, and show the first three dates of each rule before use.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  recurrent==0.4.1 parsedatetime==2.6 python-dateutil==2.9.0.post0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

from dateutil.rrule import rrulestr
from recurrent.event_parser import RecurringEvent

print(*(f"{name} {version(name)}" for name in ("recurrent", "parsedatetime", "python-dateutil")))
ASKED = datetime(2026, 11, 29)
# The words, and the first three dates of their rule from 29 November 2026 on.
SEEN = [
    ("every year on Dec 25", ["2026-12-25", "2027-12-25", "2028-12-25"]),
    ("every year on March 31", ["2027-03-31", "2028-03-31", "2029-03-31"]),
    ("every year on 31st March", ["2027-03-31", "2028-03-31", "2029-03-31"]),
    ("every year on the 31st of March", ["2027-03-31", "2028-03-31", "2029-03-31"]),
    ("every year on 31 March", ["2057-03-29", "2088-03-29", "2119-03-29"]),
    ("every 31 March", ["2057-03-29", "2088-03-29", "2119-03-29"]),
    ("every year on 1 April", ["2027-04-29", "2028-04-29", "2029-04-29"]),
    ("every 3 months from 1 April 2027", []),
    ("the last working day of every month", ["2026-11-30", "2026-12-31", "2027-01-31"]),
]
for words, dates in SEEN:
    rule = RecurringEvent(now_date=ASKED).parse(words)
    seen = [f"{day:%Y-%m-%d}" for day in rrulestr(rule, dtstart=ASKED)[:3]]
    print(f"  {words}: {rule}, {', '.join(seen) or 'no date'}")
    assert seen == dates, f"no longer {dates}"
assert "INTERVAL=31" in RecurringEvent(now_date=ASKED).parse("every year on 31 March")
assert "BYMONTHDAY=2027" in RecurringEvent(now_date=ASKED).parse("every 3 months from 1 April 2027")
assert datetime(2027, 1, 31).weekday() == 6, "31 January 2027 is a Sunday"
PYTHON
