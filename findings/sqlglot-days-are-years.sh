#!/usr/bin/env bash
# sqlglot: a term in days, translated from DuckDB or PostgreSQL to SQLite, is one in years, and ten years are 121
#   months.
#
# Expected: sqlglot aims to "output syntactically and semantically correct SQL" of another dialect; where it cannot, it
#   "may emit a warning", or raises, with unsupported_level=ErrorLevel.RAISE (README). A date less a date is a number of
#   days in DuckDB and in PostgreSQL; DuckDB's DATE_DIFF of months counts the months that begin between two dates, and
#   its TRY_CAST gives NULL for what is no number.
# What happens: nothing is raised or warned of. SQLite has dates as text, and the difference of two texts is that of the
#   years at their heads: 1 April 2027 to 31 March 2030 is 3, for 1,095, and within a year it is 0. Days added to a date
#   give a number, 3122. DATE_DIFF('month') becomes days divided by 30, so that ten years are 121 months. TRY_CAST('TBC'
#   AS INTEGER) becomes a CAST, which is 0 in SQLite, and '1,234' is 1.
# Who is hurt: whoever tries a query out on DuckDB and publishes it over SQLite, as Datasette does: no term is over 365
#   any more, and a value that is to be confirmed counts as nought in the mean.
# Way round: JULIANDAY(b) - JULIANDAY(a) written by hand, months from STRFTIME's year and month, and a CASE with GLOB
#   before each CAST.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlglot==30.30.0 duckdb==2.0.1
"$folder/venv/bin/python" -W error - <<'PYTHON'
import logging
import sqlite3
from importlib.metadata import version

import duckdb
import sqlglot

print("sqlglot", version("sqlglot"), "duckdb", version("duckdb"), "SQLite", sqlite3.sqlite_version)
warned = []
logging.getLogger("sqlglot").addFilter(lambda record: warned.append(record.getMessage()))


def translated(query, dialect="duckdb"):
    (sql,) = sqlglot.transpile(query, read=dialect, write="sqlite", unsupported_level=sqlglot.ErrorLevel.RAISE)
    return sql


# The query, what DuckDB answers, and what SQLite answers to its translation.
SEEN = [
    ("DATE '2030-03-31' - DATE '2027-04-01'", 1095, 3),
    ("DATE '2028-01-01' - DATE '2027-12-31'", 1, 1),
    ("DATE '2027-12-31' - DATE '2027-01-01'", 364, 0),
    ("CAST(DATE '2027-04-01' + 1095 AS VARCHAR)", "2030-03-31", "3122"),
    ("DATE_DIFF('day', DATE '2027-04-01', DATE '2030-03-31')", 1095, 1095),
    ("DATE_DIFF('month', DATE '2027-04-01', DATE '2037-04-01')", 120, 121),
    ("DATE_DIFF('month', DATE '2027-01-31', DATE '2027-02-01')", 1, 0),
    ("TRY_CAST('1234' AS INTEGER)", 1234, 1234),
    ("TRY_CAST('TBC' AS INTEGER)", None, 0),
    ("TRY_CAST('' AS INTEGER)", None, 0),
    ("TRY_CAST('1,234' AS INTEGER)", None, 1),
]
for query, right, seen in SEEN:
    sql = translated(f"SELECT {query}")
    first = duckdb.connect().execute(f"SELECT {query}").fetchone()[0]
    second = sqlite3.connect(":memory:").execute(sql).fetchone()[0]
    print(f"  {query}\n    DuckDB {first}, SQLite {second}: {sql}")
    assert (first, second) == (right, seen), f"no longer {right}, {seen}"

assert translated("SELECT b::date - a::date", "postgres") == "SELECT DATE(b) - DATE(a)"
assert not warned, "sqlglot warns of it now"

connection = sqlite3.connect(":memory:")
connection.execute("CREATE TABLE contracts (value TEXT)")
connection.executemany("INSERT INTO contracts VALUES (?)", [("300",), ("TBC",), ("",)])
mean = connection.execute(translated("SELECT AVG(TRY_CAST(value AS INTEGER)) FROM contracts")).fetchone()[0]
print("  the mean of 300, TBC and nothing:", mean)
assert mean == 100
PYTHON
