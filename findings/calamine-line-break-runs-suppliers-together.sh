#!/usr/bin/env bash
# calamine: two suppliers on two lines of one cell of an OpenDocument sheet are one, "Oak House LtdElm Care CIC".
#
# Expected: in OpenDocument a line break within a paragraph is <text:line-break/> (ODF 1.3 part 3, section 6.1.5). calamine
#   reads the spaces that stand as <text:s/> beside it, and two paragraphs in one cell as two lines.
# What happens: the line break is left out and nothing stands for it: "Oak House Ltd" and "Elm Care CIC" become "Oak House
#   LtdElm Care CIC". So it is in pandas with engine="calamine" and in fastexcel, which polars reads by. pandas with
#   engine="odf", pyexcel-ods3 and ezodf keep the break.
# Who is hurt: whoever reads names of suppliers from such sheets: the two are one company that no register has, and where
#   figures stand one under the other in a cell, £5000 and £7000 are £50007000.
# Way round: read the sheet with engine="odf", or put a space for each such element in content.xml first.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-calamine==0.9.1 fastexcel==0.21.0 \
  polars==2.1.0 pandas==3.1.1 odfpy==1.4.1 ezodf==0.3.2 lxml==6.1.1 pyexcel-ods3==0.6.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import ezodf
import pandas as pd
import polars as pl
import pyexcel_ods3
import python_calamine
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import LineBreak, P, S

PACKAGES = ["python-calamine", "fastexcel", "polars", "pandas", "odfpy", "ezodf", "pyexcel-ods3"]
print(" ".join(f"{name} {version(name)}" for name in PACKAGES))
# The parts of one paragraph each: a text, or an element between two texts.
CELLS = [
    ["Oak House Ltd", LineBreak, "Elm Care CIC"],
    ["5000", LineBreak, "7000"],
    ["Oak", S, "House"],
]
KEPT = ["Oak House Ltd\nElm Care CIC", "5000\n7000", "Oak House"]
LEFT_OUT = ["Oak House LtdElm Care CIC", "50007000", "Oak House"]

document = OpenDocumentSpreadsheet()
table, row = Table(name="Contracts"), TableRow()
for parts in CELLS:
    paragraph = P()
    for part in parts:
        if isinstance(part, str):
            paragraph.addText(part)
        else:
            paragraph.addElement(part())
    cell = TableCell(valuetype="string")
    cell.addElement(paragraph)
    row.addElement(cell)
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("contracts.ods")

READ = {
    "python-calamine": python_calamine.CalamineWorkbook.from_path("contracts.ods").get_sheet_by_index(0).to_python()[0],
    "pandas, calamine": pd.read_excel("contracts.ods", engine="calamine", header=None, dtype=str).iloc[0].tolist(),
    "polars, fastexcel": list(pl.read_excel("contracts.ods", has_header=False, infer_schema_length=0).row(0)),
    "pandas, odfpy": pd.read_excel("contracts.ods", engine="odf", header=None, dtype=str).iloc[0].tolist(),
    "pyexcel-ods3": pyexcel_ods3.get_data("contracts.ods", auto_detect_int=False)["Contracts"][0],
    "ezodf": [cell.value for cell in next(ezodf.opendoc("contracts.ods").sheets[0].rows())],
}
for name, found in READ.items():
    seen = LEFT_OUT if "calamine" in name or "polars" in name else KEPT
    print(f"  {name}: {found}")
    assert found == seen, f"{name}: no longer {seen}"
PYTHON
