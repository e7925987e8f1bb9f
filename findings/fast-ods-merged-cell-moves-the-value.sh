#!/usr/bin/env bash
# fast-ods: in a row with a merged cell of an OpenDocument sheet the value stands under another heading.
#
# Expected: a cell that a merged one covers keeps its place in OpenDocument, as <table:covered-table-cell>, so what comes
#   after it stays in its column: python-calamine, odfdo and pandas with engine="odf" read an empty cell there. A text is
#   all that its paragraphs hold.
# What happens: covered cells are left out and the rest of the row moves to the left: where supplier and trading name are
#   merged, the value stands in the column of trading names and the last day in that of values; three merged cells move
#   them by two. Where a name is merged over two rows, the second loses its place. Of two paragraphs in a cell the first
#   is read, so of two suppliers one, and "Oak  House" with two spaces is "Y". Nothing is raised.
# Who is hurt: whoever reads what councils publish as OpenDocument, where names, lots and totals are merged across:
#   £42,000 is somebody's name and a year is a value, in those rows alone.
# Way round: python-calamine, or part the merged cells in LibreOffice first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check fast-ods==0.3.2 odfpy==1.4.1 python-calamine==0.9.1 \
  odfdo==3.27.3 pandas==3.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import fast_ods
import odfdo
import pandas as pd
import python_calamine
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

print(*(f"{name} {version(name)}" for name in ("fast-ods", "odfpy", "python-calamine", "odfdo", "pandas")), sep=", ")


def text(*paragraphs, **merged):
    cell = TableCell(valuetype="string", **merged)
    for paragraph in paragraphs:
        cell.addElement(P(text=paragraph))
    return cell


def number(value):
    cell = TableCell(valuetype="float", value=value)
    cell.addElement(P(text=str(value)))
    return cell


ROWS = [
    [text("Supplier"), text("Trading as"), text("Lot"), text("Value"), text("Ends")],
    [text("Oak House Ltd"), text("Oak"), text("1"), number(42000), number(2030)],
    [text("Elm Care CIC", numbercolumnsspanned=2), CoveredTableCell(), text("2"), number(43000), number(2031)],
    [text("Ash", numbercolumnsspanned=3), CoveredTableCell(numbercolumnsrepeated=2), number(44000), number(2032)],
    [text("Beech", numberrowsspanned=2), text("B"), text("4"), number(45000), number(2033)],
    [CoveredTableCell(), text("B"), text("5"), number(46000), number(2034)],
    [text("Yew Ltd", "Fir Ltd"), text("Y"), text("6"), number(47000), number(2035)],
]
SEEN = [
    ["Supplier", "Trading as", "Lot", "Value", "Ends"],
    ["Oak House Ltd", "Oak", "1", "42000", "2030"],
    ["Elm Care CIC", "2", "43000", "2031"],
    ["Ash", "44000", "2032"],
    ["Beech", "B", "4", "45000", "2033"],
    ["B", "5", "46000", "2034"],
    ["Yew Ltd", "Y", "6", "47000", "2035"],
]
RIGHT = [
    ["Elm Care CIC", "", "2", 43000, 2031],
    ["Ash", "", "", 44000, 2032],
    ["Beech", "B", "4", 45000, 2033],
    ["", "B", "5", 46000, 2034],
]
document = OpenDocumentSpreadsheet()
table = Table(name="Contracts")
for cells in ROWS:
    row = TableRow()
    for cell in cells:
        row.addElement(cell)
    table.addElement(row)
document.spreadsheet.addElement(table)
document.save("contracts.ods")

found = [list(row) for row in fast_ods.ODSParser().parse("contracts.ods")]
print("fast-ods:", *found, sep="\n  ")
assert found == SEEN, "fast-ods reads something else now"
converted = [list(row) for row in fast_ods.ODSParser().parse("contracts.ods", convert_values=True)]
assert converted[2] == ["Elm Care CIC", "2", 43000, 2031], "fast-ods converts something else now"

calamine = python_calamine.CalamineWorkbook.from_path("contracts.ods").get_sheet_by_index(0).to_python()
values = odfdo.Document("contracts.ods").body.get_table(0).get_values()
frame = pd.read_excel("contracts.ods", engine="odf", header=None, keep_default_na=False)
print("python-calamine:", *calamine[2:6], sep="\n  ")
assert calamine[2:6] == RIGHT
assert [["" if cell is None else cell for cell in row] for row in values[2:6]] == RIGHT
assert frame.iloc[2:6].to_numpy().tolist() == RIGHT
PYTHON
