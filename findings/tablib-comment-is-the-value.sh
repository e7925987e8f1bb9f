#!/usr/bin/env bash
# tablib, fast-ods: a comment on a cell of an OpenDocument sheet is its content: £5,000, once "7000", is 7,000.
#
# Expected: a comment is an <office:annotation> in the cell, in front of its paragraphs; it is said about the cell, which
#   holds its value in office:value. python-calamine, pandas, odfdo and pyexcel-ods read the value and leave the comment
#   out.
# What happens: tablib takes the first thing in the cell, which is the comment. "Oak House Ltd" with the comment "was Elm
#   Care CIC" is "was Elm Care CIC", 5,000 with the comment "7000" is 7000.0, and a share of 12.5% with "see lot 2" is
#   that text. Dates and yes or no are kept. A number whose comment is in words stops the whole import, so that only those
#   sheets get through in which the comment is a figure or stands on a text. fast-ods takes the comment of a text and of a
#   date, and keeps numbers.
# Who is hurt: whoever imports registers that were checked by hand, as django-import-export does by tablib: the name and
#   the value that were corrected are the old ones again.
# Way round: python-calamine; or remove all comments in LibreOffice before the import.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tablib==3.10.0 fast-ods==0.3.2 odfpy==1.4.1 \
  python-calamine==0.9.1 pandas==3.1.1 odfdo==3.27.3 pyexcel-ods==0.6.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date
from importlib.metadata import version
from pathlib import Path

import fast_ods
import odfdo
import pandas as pd
import pyexcel_ods
import python_calamine
import tablib
from odf.office import Annotation
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

PACKAGES = ("tablib", "fast-ods", "odfpy", "python-calamine", "pandas", "odfdo", "pyexcel-ods")
print(*(f"{name} {version(name)}" for name in PACKAGES), sep=", ")


def cell(shown, comment, **about):
    made = TableCell(**about)
    if comment:
        annotation = Annotation()
        annotation.addElement(P(text=comment))
        made.addElement(annotation)
    made.addElement(P(text=shown))
    return made


def save(name, *cells):
    document = OpenDocumentSpreadsheet()
    table, row = Table(name="Contracts"), TableRow()
    for each in cells:
        row.addElement(each)
    table.addElement(row)
    document.spreadsheet.addElement(table)
    document.save(name)


def by_tablib(name):
    return list(tablib.Dataset().load(Path(name).read_bytes(), format="ods", headers=False)[0])


TEXT = {"valuetype": "string"}
save(
    "commented.ods",
    cell("Oak House Ltd", "was Elm Care CIC", **TEXT),
    cell("5000", "7000", valuetype="float", value="5000"),
    cell("2500", None, valuetype="float", value="2500"),
    cell("31/03/2030", "31/03/2028", valuetype="date", datevalue="2030-03-31"),
)
RIGHT = ["Oak House Ltd", 5000, 2500, date(2030, 3, 31)]
found = by_tablib("commented.ods")
print("tablib:", found)
assert found == ["was Elm Care CIC", 7000.0, 2500.0, date(2030, 3, 31)], "tablib reads something else now"
quick = list(next(iter(fast_ods.ODSParser().parse("commented.ods"))))
print("fast-ods:", quick)
assert quick == ["was Elm Care CIC", "5000", "2500", "31/03/2028"], "fast-ods reads something else now"

save("share.ods", cell("12.5%", "see lot 2", valuetype="percentage", value="0.125"))
print("tablib, a share:", by_tablib("share.ods"))
assert by_tablib("share.ods") == ["see lot 2"]
save("words.ods", cell("5000", "see lot 2", valuetype="float", value="5000"))
try:
    by_tablib("words.ods")
    raise SystemExit("a comment in words no longer stops tablib")
except ValueError as error:
    print("tablib, a value with a comment in words:", error)

calamine = python_calamine.CalamineWorkbook.from_path("commented.ods").get_sheet_by_index(0).to_python()[0]
frame = pd.read_excel("commented.ods", engine="odf", header=None, dtype=object).iloc[0].tolist()
frame[3] = frame[3].date()
values = odfdo.Document("commented.ods").body.get_table(0).get_values()[0]
pyexcel = pyexcel_ods.get_data("commented.ods")["Contracts"][0]
for name, read in (("python-calamine", calamine), ("pandas", frame), ("odfdo", values), ("pyexcel-ods", pyexcel)):
    print(f"{name}:", read)
    assert read == RIGHT, f"{name} reads something else now"
PYTHON
