#!/usr/bin/env bash
# pyexcel-ods, tablib: three payments that are alike, one under the other in an OpenDocument sheet, count once.
#
# Expected: rows that "are adjoining, and have the same content and style" may be written as one, with their number
#   in table:number-rows-repeated (OpenDocument 1.3, part 3). Excel writes sheets so: a sheet on GOV.UK lost 245 rows in
#   readODS (its issue 81), and calamine lost them too (its pull request 308); both have mended it. python-calamine,
#   pandas with odfpy, and pyexcel-ods3 give each row.
# What happens: pyexcel-ods and tablib give the row once. pyexcel-ods heeds the like attribute of cells (its issue 1,
#   of 2015), not that of rows. It also passes over the cells that a merged one covers: what stands to the right moves
#   one column to the left, a payment among the notes. Nothing is raised.
# Who is hurt: whoever adds up spending from a council's or department's sheet: equal payments that follow each other,
#   such as weekly fees of one care home, are one payment.
# Way round: python-calamine; pyexcel-ods3 in place of pyexcel-ods, not beside it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyexcel-ods==0.6.0 'tablib[ods]==3.10.0' \
  odfpy==1.4.1 python-calamine==0.9.1 pandas==3.1.1
python3 -m venv "$folder/other"
"$folder/other/bin/pip" install --quiet --disable-pip-version-check pyexcel-ods3==0.6.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version
from pathlib import Path

import pandas
import pyexcel_ods
import tablib
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

print(*(f"{name} {version(name)}" for name in ("pyexcel-ods", "tablib", "python-calamine", "pandas")), sep=", ")


def cell(shown, **attributes):
    made = TableCell(**({"valuetype": "string"} | attributes))
    made.addElement(P(text=str(shown)))
    return made


def paid(pounds):
    return cell(pounds, valuetype="float", value=str(pounds))


ROWS = [
    ([cell("supplier"), cell("note"), cell("paid")], {}),
    ([cell("Oak House"), cell("weekly fee"), paid(950)], {"numberrowsrepeated": "3"}),
    ([cell("Elm House"), cell("weekly fee"), paid(800)], {}),
    ([cell("Both houses", numbercolumnsspanned="2"), CoveredTableCell(), paid(60)], {}),
]
book, sheet = OpenDocumentSpreadsheet(), Table(name="Spending")
for cells, attributes in ROWS:
    row = TableRow(**attributes)
    for one in cells:
        row.addElement(one)
    sheet.addElement(row)
book.spreadsheet.addElement(sheet)
book.save("spending.ods")

oak, elm = ["Oak House", "weekly fee", 950], ["Elm House", "weekly fee", 800]
both = ["Both houses", "", 60]
read = "import json, pyexcel_ods3; print(json.dumps(pyexcel_ods3.get_data('spending.ods')['Spending'][1:]))"
loaded = tablib.Dataset().load(Path("spending.ods").read_bytes(), format="ods")
frame = pandas.read_excel("spending.ods", engine="odf").fillna("")
other = subprocess.run(["other/bin/python", "-c", read], check=True, capture_output=True, text=True).stdout
FOUND = {
    "pyexcel-ods": (pyexcel_ods.get_data("spending.ods")["Spending"][1:], [oak, elm, ["Both houses", 60]]),
    "tablib": ([list(row) for row in loaded], [oak, elm, both]),
    "pyexcel-ods3": (json.loads(other), [oak, oak, oak, elm, both]),
    "pandas with odfpy": (frame.to_numpy().tolist(), [oak, oak, oak, elm, both]),
    "python-calamine": (
        CalamineWorkbook.from_path("spending.ods").get_sheet_by_index(0).to_python()[1:],
        [oak, oak, oak, elm, both],
    ),
}
for name, (rows, seen) in FOUND.items():
    total = sum(row[2] for row in rows if row[0] == "Oak House")
    print(f"{name:17} {len(rows)} rows, the last {rows[-1]}; Oak House {total}")
    assert rows == seen, f"{name} no longer gives {seen}"
PYTHON
