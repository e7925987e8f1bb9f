#!/usr/bin/env bash
# odfdo: a supplier whose name is a link in an OpenDocument sheet is "[Oak House Ltd](https://...)", in no register.
#
# Expected: a link in a cell is a <text:a> around the text, and the text is what the cell shows and sorts by. get_values
#   is for the values of a table and to_csv for its text as CSV; odfdo has a converter to Markdown of its own,
#   odfdo-markdown (its page on PyPI). python-calamine, pandas, ezodf and pyexcel-ods read the text.
# What happens: the value of a cell, get_values and to_csv give the link in Markdown, the text in brackets and the address
#   behind it. Where a part of a cell is linked, that part alone is changed. It is one supplier with a link and another
#   without, a reference that links to its notice is in no other file, and "£5,000" with a link has the figures of the
#   address behind its own.
# Who is hurt: whoever brings such a sheet into a table: sums by supplier come apart, joins by reference find nothing, and
#   what takes the digits of a cell has those of the notice too. Nothing is warned of.
# Way round: python-calamine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check odfdo==3.27.3 odfpy==1.4.1 python-calamine==0.9.1 \
  pandas==3.1.1 ezodf==0.3.2 lxml==6.1.1 pyexcel-ods==0.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv
from importlib.metadata import version
from io import StringIO

import ezodf
import odfdo
import pandas as pd
import pyexcel_ods
import python_calamine
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import A, P

PACKAGES = ("odfdo", "odfpy", "python-calamine", "pandas", "ezodf", "pyexcel-ods")
print(*(f"{name} {version(name)}" for name in PACKAGES), sep=", ")
NOTICE = "https://example.org/notice/000123-2027"


def cell(linked, rest=""):
    paragraph = P()
    paragraph.addElement(A(href=NOTICE, text=linked))
    paragraph.addText(rest)
    made = TableCell(valuetype="string")
    made.addElement(paragraph)
    return made


document = OpenDocumentSpreadsheet()
table, row = Table(name="Contracts"), TableRow()
for made in (cell("Oak House Ltd"), cell("ocds-213czf-1", " (lot 2)"), cell("£5,000")):
    row.addElement(made)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("contracts.ods")
SHOWN = ["Oak House Ltd", "ocds-213czf-1 (lot 2)", "£5,000"]
SEEN = [f"[Oak House Ltd]({NOTICE})", f"[ocds-213czf-1]({NOTICE}) (lot 2)", f"[£5,000]({NOTICE})"]

sheet = odfdo.Document("contracts.ods").body.get_table(0)
print("odfdo:", *sheet.get_values()[0], sep="\n  ")
assert sheet.get_values()[0] == SEEN, "odfdo reads something else now"
assert [sheet.get_cell((at, 0)).value for at in range(3)] == SEEN
assert next(csv.reader(StringIO(sheet.to_csv()))) == SEEN, "odfdo writes something else now"

READ = {
    "python-calamine": python_calamine.CalamineWorkbook.from_path("contracts.ods").get_sheet_by_index(0).to_python()[0],
    "pandas": pd.read_excel("contracts.ods", engine="odf", header=None).iloc[0].tolist(),
    "ezodf": [each.value for each in next(ezodf.opendoc("contracts.ods").sheets[0].rows())],
    "pyexcel-ods": pyexcel_ods.get_data("contracts.ods")["Contracts"][0],
}
for name, found in READ.items():
    print(f"{name}: {found}")
    assert found == SHOWN, f"{name} reads something else now"
PYTHON
