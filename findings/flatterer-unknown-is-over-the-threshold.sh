#!/usr/bin/env bash
# flatterer: in the SQLite file it writes, a contract without a value is over every threshold and £0 in the average.
#
# Expected: "a useful relational output for data analysis" in CSV, XLSX, SQLITE and PARQUET (README). A field that a contract
#   does not have is NULL, which no threshold takes and no average counts.
# What happens: a field that is not there, or null, is the empty text in the SQLite table. The column is NUMERIC, but SQLite
#   keeps a text that is no number as text, and puts every text behind every number: >= £5m finds the contract, MAX is
#   empty, COUNT counts it, AVG takes it for 0, IS NULL finds none. A missing end is before every date, and true is the
#   text "true", which to SQLite is not true: WHERE with the flag alone finds no contract, WHERE NOT finds them all.
#   CSV, XLSX and Parquet of the same run are right.
# Who is hurt: whoever turns releases of OCDS into a database: contracts without a value are among the largest and bring
#   the average down, those without an end have ended, and no flag is set. The totals are right, so nothing seems wrong.
# Way round: UPDATE ... SET value_amount = NULL WHERE value_amount = '', for each column, or load the Parquet file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check flatterer==0.25.0 duckdb==1.4.5
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import sqlite3
from importlib.metadata import version
from pathlib import Path

import duckdb
import flatterer

print("flatterer", version("flatterer"), "SQLite", sqlite3.sqlite_version, "duckdb", version("duckdb"))
CONTRACTS = [
    {"id": "c1", "value": {"amount": 100}, "end": "2030-03-31", "framework": True},
    {"id": "c2", "value": {"amount": 9000000.5}, "end": "2028-03-31", "framework": False},
    {"id": "c3", "title": "Catering", "value": {"amount": None}},
    {"id": "c4", "title": "Cleaning"},
]
Path("contracts.json").write_text(json.dumps(CONTRACTS))
flatterer.flatten("contracts.json", "flat", xlsx=False, sqlite=True, parquet=True, force=True)
database = sqlite3.connect("flat/sqlite.db")
# The question, the right answer, and what SQLite says of flatterer's table.
SEEN = [
    ("SELECT SUM(value_amount) FROM main", [9000100.5], [9000100.5]),
    ("SELECT id FROM main WHERE value_amount >= 5000000", ["c2"], ["c2", "c3", "c4"]),
    ("SELECT AVG(value_amount) FROM main", [4500050.25], [2250025.125]),
    ("SELECT COUNT(value_amount) FROM main", [2], [4]),
    ("SELECT MAX(value_amount) FROM main", [9000000.5], [""]),
    ("SELECT id FROM main WHERE value_amount IS NULL", ["c3", "c4"], []),
    ('SELECT id FROM main WHERE "end" < \'2027-01-01\'', [], ["c3", "c4"]),
    ("SELECT id FROM main WHERE framework", ["c1"], []),
    ("SELECT id FROM main WHERE NOT framework", ["c2"], ["c1", "c2", "c3", "c4"]),
]
parquet = duckdb.sql("SELECT * FROM 'flat/parquet/main.parquet'")  # noqa: F841
for question, right, seen in SEEN:
    answer = [row[0] for row in database.execute(question)]
    print(f"  {question}: {answer}, for {right}")
    assert answer == seen, f"no longer {seen}"
    beside = question.replace("FROM main", "FROM parquet")
    assert [row[0] for row in duckdb.sql(beside).fetchall()] == right, beside
types = database.execute("SELECT DISTINCT typeof(value_amount) FROM main ORDER BY 1").fetchall()
print("  what SQLite holds in value_amount:", [row[0] for row in types])
assert types == [("integer",), ("real",), ("text",)]
PYTHON
