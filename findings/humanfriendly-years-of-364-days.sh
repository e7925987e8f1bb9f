#!/usr/bin/env bash
# humanfriendly: "3 years" are 1,092 days, and a contract of three years lasts "3 years and 4 days".
#
# Expected: parse_timespan reads years among its units, and format_timespan writes them; neither says how long one is, but
#   for an example in which 52 weeks are a year. A year has 365 days.
# What happens: a year is 52 weeks, 364 days, in both. "1 year" and "365 days" are not the same, "10 years" are 3,640 days,
#   12 or 13 too few. A contract of three years to the day is written as 3 years and 4 days, one of ten as 10 years, 1 week
#   and 6 days.
# Who is hurt: whoever has the terms of contracts in words and adds them to the start: three years from 1 April 2027 end on
#   27 March 2030, before the month does; and a list of terms written by it has none of whole years.
# Way round: add years with dateutil.relativedelta.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check humanfriendly==10.0
"$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, timedelta
from importlib.metadata import version

from humanfriendly import format_timespan, parse_timespan

print("humanfriendly", version("humanfriendly"))
DAY = 24 * 60 * 60
for words, days in (("365 days", 365), ("52 weeks", 364), ("1 year", 364), ("3 years", 1092), ("10 years", 3640)):
    seen = parse_timespan(words) / DAY
    print(f"  {words}: {seen:g} days")
    assert seen == days, f"no longer {days}"
start = date(2027, 4, 1)
end = start + timedelta(seconds=parse_timespan("3 years"))
print(f"  3 years from {start} end before {end}")
assert end == date(2030, 3, 28)
for last, words in (
    (date(2028, 3, 31), "1 year and 2 days"),
    (date(2030, 3, 31), "3 years and 4 days"),
    (date(2037, 3, 31), "10 years, 1 week and 6 days"),
):
    seen = format_timespan(last - start + timedelta(days=1))
    print(f"  {start} to {last}, {(last - start).days + 1} days: {seen}")
    assert seen == words, f"no longer {words}"
PYTHON
