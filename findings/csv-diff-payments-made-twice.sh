#!/usr/bin/env bash
# csv-diff: a payment that stands three times in last month's file and once in this month's is no difference.
#
# Expected: csv-diff is a "tool for viewing the difference between two CSV, TSV or JSON files" (README). Without --key
#   it compares whole rows, so of three equal rows, of which two are gone, it should name two as removed.
# What happens: equal rows are one. Where two of three payments of £25,000.00 are taken out, or added, nothing is added,
#   removed or changed, on the command line and from Python. The README does not say so. (A key is meant to be unique;
#   that one which is there twice is not noticed either is the makers' open issue 31.)
# Who is hurt: whoever watches the spending files of councils for what was changed after publication. Equal payments on
#   one day to one supplier are common there (instalments, placements in care), and the correction of a payment made
#   twice is the very change that one looks for.
# Way round: number equal rows before comparing, or daff, which counts them, or plain diff.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csv-diff==1.2 daff==1.4.2
cd "$folder"
cat > april.csv <<'CSV'
date,supplier,invoice,amount
2027-04-30,Mears Ltd,7001,25000.00
2027-04-30,Mears Ltd,7001,25000.00
2027-04-30,Mears Ltd,7001,25000.00
2027-04-30,Serco Ltd,7002,1200.00
CSV
uniq april.csv > corrected.csv
venv/bin/python - <<'PYTHON'
import csv
import json
import subprocess
from importlib.metadata import version

import csv_diff
import daff

print("csv-diff", version("csv-diff"), "daff", version("daff"))


def difference(before, after):
    done = subprocess.run(["venv/bin/csv-diff", before, after, "--json"], check=True, capture_output=True, text=True)
    assert not done.stderr, f"csv-diff says something now: {done.stderr}"
    return {kind: rows for kind, rows in json.loads(done.stdout).items() if rows}


tables = [list(csv.DictReader(open(name))) for name in ("april.csv", "corrected.csv")]
print("paid in April:", *(sum(float(row["amount"]) for row in table) for table in tables))
print("csv-diff:", difference("april.csv", "corrected.csv"), "backwards:", difference("corrected.csv", "april.csv"))
assert difference("april.csv", "corrected.csv") == {}, "removed payments are a difference now"
assert difference("corrected.csv", "april.csv") == {}, "added payments are a difference now"
loaded = [csv_diff.load_csv(open(name)) for name in ("april.csv", "corrected.csv")]
assert [len(rows) for rows in loaded] == [2, 2] and not any(csv_diff.compare(*loaded).values())
views = [daff.PythonTableView(list(csv.reader(open(name)))) for name in ("april.csv", "corrected.csv")]
marked = []
daff.TableDiff(daff.Coopy.compareTables(*views).align(), daff.CompareFlags()).hilite(daff.PythonTableView(marked))
print("daff:", [row for row in marked if row[0] == "---"])
assert [row[0] for row in marked].count("---") == 2
PYTHON
