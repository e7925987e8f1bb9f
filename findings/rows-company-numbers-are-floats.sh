#!/usr/bin/env bash
# rows: company numbers and CPV codes become floats when one in the column begins with a nought: 01234567 is 1234567.0.
#
# Expected: rows gave numbers that begin with a nought up as integers on purpose (its issue 302, closed in 2019: "that
#   number is more likely to be an registration number than an amount"), and IntegerField refuses them with "It's
#   string, not integer". So a column that has one stays text.
# What happens: refused as integers, the column's cells are tried as floats, which take them. 01234567 is 1234567.0, the
#   CPV code 03000000 is 3000000.0 and 45233140 beside it 45233140.0, from CSV and from text in a workbook, and so
#   export_to_csv writes them. A column in which no number begins with a nought is whole numbers; one with SC123456 in
#   it stays text. Nothing is said. The zero that the check was to save is gone, and a point and a nought are added.
# Who is hurt: whoever joins suppliers by company number: 01234567 in one file, 1234567.0 from this one, by what else
#   stands in the column. The CPV divisions 03 and 09 (farming, fuel) fall among codes of seven digits.
# Way round: import_from_csv(..., force_types={"company": rows.fields.TextField}).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "rows[xlsx]==0.4.1" openpyxl==3.1.5 pyexcel==0.7.6
cd "$folder"
cat > suppliers.csv <<'CSV'
company,cpv,other,mixed
01234567,03000000,10123456,SC123456
10123456,45233140,10123457,01234567
CSV
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import openpyxl
import pyexcel
import rows

print("rows", version("rows"), "openpyxl", version("openpyxl"), "pyexcel", version("pyexcel"))
table = rows.import_from_csv("suppliers.csv")
fields = {name: kind.__name__ for name, kind in table.fields.items()}
print("fields:", fields)
assert fields == {"company": "FloatField", "cpv": "FloatField", "other": "IntegerField", "mixed": "TextField"}
print("rows:", [tuple(row) for row in table])
assert tuple(table[0]) == (1234567.0, 3000000.0, 10123456, "SC123456")
rows.export_to_csv(table, "again.csv")
lines = open("again.csv").read().split()
print("written again:", lines)
assert lines[1:] == ["1234567.0,3000000.0,10123456,SC123456", "10123456.0,45233140.0,10123457,01234567"]
try:
    rows.fields.IntegerField.deserialize("01234567")
    raise SystemExit("IntegerField takes it now")
except ValueError as error:
    print("IntegerField says:", error)
book = openpyxl.Workbook()
for cells in (["company"], ["01234567"], ["10123456"]):
    book.active.append(cells)
book.save("suppliers.xlsx")
assert [row.company for row in rows.import_from_xlsx("suppliers.xlsx")] == [1234567.0, 10123456.0]
forced = rows.import_from_csv("suppliers.csv", force_types={"company": rows.fields.TextField})
assert forced[0].company == "01234567", "force_types is no way round any more"
other = pyexcel.get_array(file_name="suppliers.csv")[1]
print("pyexcel:", other)
assert other[:2] == ["01234567", "03000000"]
PYTHON
