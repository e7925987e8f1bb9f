#!/usr/bin/env bash
# csvkit: a column of terms such as "36 months" and "3 years" becomes one of dates, 1 January of the year 4.
#
# Expected: csvsort sorts rows, csvjoin joins them, csvjson writes them as JSON; the types that they guess are for that
#   (documentation: -I, "Disable type inference"). A cell that is no date and no number should leave as it came.
# What happens: where every filled cell of a column can be read as a time from today, as people speak, the cells are
#   replaced by what was read, counted from 1 January of the year 1. 36 months, 36 Months and 3 years are 0004-01-01,
#   18 months is 0002-07-01. April, as a month of notice, is 0001-04-01. 1.2m and 5m in a column of millions are
#   0:01:12 and 0:05:00, a minute and 12 seconds and five minutes; 37:30 hours a week is 0:37:30. Nothing is said. One
#   cell such as TBC keeps the whole column as it was; an empty one does not. Sentences that hold a date are left alone
#   since 2017 (agate pull request 705); whole cells of this kind are not, and the makers keep guessing as it is
#   (csvkit issues 683 and 822, agate issue 686).
# Who is hurt: whoever sorts or joins a contract register with csvkit: terms and small values are gone from the new
#   file, and what stands there sorts like the terms, so that the order looks right.
# Way round: csvsort -I, csvjoin -I and so on, always; csvcut, csvgrep, csvstack and csvclean guess nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2 parsedatetime==2.6 \
  pytimeparse==1.1.10
cd "$folder"
cat > register.csv <<'CSV'
ref,term,notice,value,hours
C3,10 years,April,12m,37:30
C1,36 months,May,1.2m,35:00
C2,3 years,,5m,37:00
C4,18 months,October,0.5m,12:00
CSV
cat > doubtful.csv <<'CSV'
ref,term
C1,36 months
C2,TBC
CSV
venv/bin/python - <<'PYTHON'
import csv
import json
import subprocess
from importlib.metadata import version

print("csvkit", version("csvkit"), "agate", version("agate"), "parsedatetime", version("parsedatetime"))


def run(*command):
    done = subprocess.run([f"venv/bin/{command[0]}", *command[1:]], check=True, capture_output=True, text=True)
    assert not done.stderr, f"{command[0]} says something now: {done.stderr}"
    return done.stdout


def rows(text):
    return {row.pop("ref"): list(row.values()) for row in csv.DictReader(text.splitlines())}


SEEN = {
    "C1": ["0004-01-01", "0001-05-01", "0:01:12", "0:35:00"],
    "C2": ["0004-01-01", "", "0:05:00", "0:37:00"],
    "C3": ["0011-01-01", "0001-04-01", "0:12:00", "0:37:30"],
    "C4": ["0002-07-01", "0001-10-01", "0:00:30", "0:12:00"],
}
with open("register.csv", newline="") as file:
    given = rows(file.read())
found = rows(run("csvsort", "-c", "ref", "register.csv"))
for ref, cells in found.items():
    print(f"{ref} given {given[ref]} csvsort {cells}")
assert found == SEEN, f"csvsort no longer gives {SEEN}"
joined = rows(run("csvjoin", "-c", "ref", "register.csv", "register.csv"))
assert {ref: cells[:4] for ref, cells in joined.items()} == SEEN, "csvjoin is no longer like csvsort"
terms = {row["ref"]: row["term"] for row in json.loads(run("csvjson", "register.csv"))}
assert terms == {ref: cells[0] for ref, cells in SEEN.items()}, "csvjson is no longer like csvsort"
print("with one TBC:", rows(run("csvsort", "-c", "ref", "doubtful.csv")))
assert rows(run("csvsort", "-c", "ref", "doubtful.csv")) == {"C1": ["36 months"], "C2": ["TBC"]}
assert rows(run("csvsort", "-I", "-c", "ref", "register.csv")) == given, "-I is no way round any more"
assert rows(run("csvstack", "register.csv")) == given
PYTHON
