#!/usr/bin/env bash
# tablib: a number in an OpenDocument sheet is read as it is shown, so £1,234,567.89 shown in millions is 1.2.
#
# Expected: such a cell holds its number in the attribute office:value, and the text in it is how the number is
#   shown. tablib takes the dates of such a sheet from the value, and the numbers of an XLSX too; python-calamine
#   reads the values here. (tablib's history calls its reading of these sheets "still a bit experimental".)
# What happens: tablib turns the text into the number. 1,234,567.89 shown in millions with one decimal is 1.2, 1250.5
#   shown without decimals is 1251.0, 0.4 is 0.0. Money and shares come as texts, "£1,235" and "26%", rounded too.
#   A text that is no plain number, such as 1,234,568, stops the reading; what looks like a number passes in silence.
# Who is hurt: whoever reads a council's sheet with tablib, or with what rests on it: a column of values shown in
#   millions becomes a column of small numbers, and rounded hours or pounds do not add up to the total.
# Way round: read the sheet with another reader, and give tablib the rows.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'tablib[ods]==3.10.0' odfpy==1.4.1 \
  python-calamine==0.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date
from importlib.metadata import version
from pathlib import Path

import tablib
from odf.number import Number, NumberStyle
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

print("tablib", version("tablib"), "beside python-calamine", version("python-calamine"))
book = OpenDocumentSpreadsheet()
for name, number in (
    ("millions", Number(decimalplaces=1, minintegerdigits=1, displayfactor=1_000_000)),
    ("whole", Number(decimalplaces=0, minintegerdigits=1)),
):
    form = NumberStyle(name=f"N-{name}")
    form.addElement(number)
    book.automaticstyles.addElement(form)
    book.automaticstyles.addElement(Style(name=name, family="table-cell", datastylename=f"N-{name}"))

# The cell, what it shows, what it holds, what tablib makes of it.
SEEN = [
    ({"valuetype": "float", "value": "1234567.89", "stylename": "millions"}, "1.2", 1234567.89, 1.2),
    ({"valuetype": "float", "value": "1250.5", "stylename": "whole"}, "1251", 1250.5, 1251.0),
    ({"valuetype": "float", "value": "0.4", "stylename": "whole"}, "0", 0.4, 0.0),
    ({"valuetype": "currency", "currency": "GBP", "value": "1234.5"}, "£1,235", 1234.5, "£1,235"),
    ({"valuetype": "percentage", "value": "0.255"}, "26%", 0.255, "26%"),
    ({"valuetype": "date", "datevalue": "2027-04-01"}, "Apr 27", date(2027, 4, 1), date(2027, 4, 1)),
]
sheet = Table(name="Register")
for cell, shown, *_ in [({"valuetype": "string"}, "value"), *SEEN]:
    row, element = TableRow(), TableCell(**cell)
    element.addElement(P(text=shown))
    row.addElement(element)
    sheet.addElement(row)
book.spreadsheet.addElement(sheet)
book.save("register.ods")

found = tablib.Dataset().load(Path("register.ods").read_bytes(), format="ods")["value"]
values = [row[0] for row in CalamineWorkbook.from_path("register.ods").get_sheet_by_index(0).to_python()][1:]
for (_, shown, held, seen), read, value in zip(SEEN, found, values, strict=True):
    print(f"shown {shown:7} holds {value!s:11} tablib {read!r}")
    assert read == seen, f"no longer {seen!r}"
    assert value == held, f"python-calamine no longer reads {held!r}"
PYTHON
