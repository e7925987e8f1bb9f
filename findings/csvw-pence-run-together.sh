#!/usr/bin/env bash
# csvw: with a sign for thousands and no sign for pence, £950.25 is written 95025, and read as ninety-five thousand.
#
# Expected: a number's format may give groupChar alone; the decimalChar is then "." (W3C, Model for Tabular Data and
#   Metadata on the Web, section 6.4.2; csvw says so too: "the specified decimalChar (or "." if unspecified)"). csvw
#   reads "1,234.50" under it. So what csvw writes under the same description should read back as the same amount.
# What happens: on writing, the point is left out: 950.25 becomes 95025, 1234567.50 becomes 1,234,56750. Read back, by
#   csvw or by whatever drops the commas, it is a hundred times as much; an amount with one decimal is ten times as
#   much, and a whole number is right, so that nothing in the column's scale gives it away. Nothing is raised.
# Who is hurt: whoever reads a file of amounts such as "1,234.50" by its description, and writes it again by the same:
#   the total of contracts is then out by two orders of size, row by row.
# Way round: always give decimalChar beside groupChar, or a pattern such as "#,##0.00".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check csvw==4.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv
import json
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from csvw import Table

print("csvw", version("csvw"))
GIVEN = ["1,234,567.50", "950.25", "80.5", "12,000"]
SEEN = {
    '{"groupChar": ","}': (["1,234,56750", "95025", "805", "12,000"], ["123456750", "95025", "805", "12000"]),
    '{"groupChar": ",", "decimalChar": "."}': (GIVEN, ["1234567.50", "950.25", "80.5", "12000"]),
}
description, table = Path("contracts.csv-metadata.json"), Path("contracts.csv")
for form, (written, read) in SEEN.items():
    value = {"name": "value", "datatype": {"base": "decimal", "format": json.loads(form)}}
    columns = [{"name": "ref", "datatype": "string"}, value]
    text = {"@context": "http://www.w3.org/ns/csvw", "url": table.name, "tableSchema": {"columns": columns}}
    description.write_text(json.dumps(text))
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([["ref", "value"], *enumerate(GIVEN)])
    rows = list(Table.from_file(description))
    first = sum(row["value"] for row in rows)
    assert first == Decimal("1247598.25"), "the file as given is no longer read right"
    Table.from_file(description).write(rows)
    with table.open(newline="") as file:
        cells = [row["value"] for row in csv.DictReader(file)]
    again = [row["value"] for row in Table.from_file(description)]
    print(f"format {form}: read {first}, written {cells}, read back {sum(again)}")
    assert cells == written, f"no longer written {written}"
    assert [str(amount) for amount in again] == read, f"no longer read back {read}"
PYTHON
