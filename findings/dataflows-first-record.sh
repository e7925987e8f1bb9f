#!/usr/bin/env bash
# dataflows: when the first contract states no value, no contract has one.
#
# Expected: a flow may begin with records of one's own (README), and looks at the first hundred to tell the types of
#   their fields; so a field that the second record has, and the first lacks, should be there, empty for the first, as
#   in pandas, or the record be refused.
# What happens: the names of the fields are those of the first record. A value, an end or a supplier that the first
#   lacks is taken from every other one, in the results, in what dump_to_path writes, and in its data package, which
#   is valid and does not name the field. Nothing is raised. The other way round, a first record with more fields than
#   the rest, all is there.
# Who is hurt: whoever puts records of an OCDS file through a flow: a field not published is left out of a release,
#   not written as null, and whether the amounts survive depends on which contract comes first.
# Way round: give each record every field, with None where nothing is known, before the flow sees it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dataflows==0.5.12
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
import csv
import json
from importlib.metadata import version

from dataflows import Flow, dump_to_path

print("dataflows", version("dataflows"))
CONTRACTS = [{"id": "C1", "end": "2027-03-31"}] + [
    {"id": f"C{n}", "end": "2030-03-31", "value": 1_500_000, "supplier": "Serco"} for n in range(2, 6)
]
names = ["id", "end", "value", "supplier"]


def taken(records):
    records = [dict(record) for record in records]
    Flow(records, dump_to_path("out")).process()
    with open("out/datapackage.json") as file:
        resource = json.load(file)["resources"][0]
    with open(f"out/{resource['path']}", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
    assert Flow(records).results()[0][0][1].keys() == rows[1].keys()
    return len(rows), list(rows[0])


whole = [{name: record.get(name) for name in names} for record in CONTRACTS]
for said, records, seen in (
    ("first without value and supplier", CONTRACTS, ["id", "end"]),
    ("the same contracts, last first", CONTRACTS[::-1], names),
    ("with None where nothing is known", whole, names),
):
    rows, fields = taken(records)
    print(f"{said}: {rows} rows with {fields}")
    assert rows == len(CONTRACTS)
    assert fields == seen, f"no longer {seen}"
PYTHON
