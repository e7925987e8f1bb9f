#!/usr/bin/env bash
# formulas: SUMIF with "serco*" adds up the names in small letters only; without the star, all.
#
# Expected: formulas compiles workbooks to Python and runs them: "Excel is not needed" (README). In Excel criteria are
#   the same in capitals and small letters, and * and ? stand for letters (Microsoft's pages of COUNTIF and SUMIF); so
#   do they in LibreOffice 7.4. formulas takes "serco ltd" for Serco Ltd, and its MATCH and VLOOKUP find "SERCO*".
# What happens: in COUNTIF, SUMIF, SUMIFS, AVERAGEIF and MAXIFS a criterion with * or ? heeds capitals: of £355 to
#   three Sercos SUMIF with "serco*" finds £5, with "SERCO*" £250. "<>serco*" leaves none out, a small serco ltd
#   either. Nothing is raised.
# Who is hurt: whoever recalculates a council's workbook on a server: totals per supplier are made with such stars,
#   because one supplier is spelled in several ways, and come out too small.
# Way round: SUMPRODUCT over ISNUMBER(SEARCH("serco",names)), or the results that Excel stored (openpyxl with
#   data_only=True).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'formulas[excel]==1.3.4' openpyxl==3.1.5
cd "$folder"
TQDM_DISABLE=1 venv/bin/python -W ignore::SyntaxWarning - <<'PYTHON'
from importlib.metadata import version

import formulas
import openpyxl

print("formulas", version("formulas"))
PAID = [("Serco Limited", 100), ("SERCO Group plc", 250), ("serco ltd", 5), ("Mitie", 7)]
# The formula, what formulas gives, what Excel and LibreOffice give.
SEEN = [
    ('SUMIF(A1:A4,"serco*",B1:B4)', 5, 355),
    ('SUMIF(A1:A4,"SERCO*",B1:B4)', 250, 355),
    ('SUMIFS(B1:B4,A1:A4,"*LTD")', 0, 5),
    ('COUNTIF(A1:A4,"MITI?")', 0, 1),
    ('COUNTIF(A1:A4,"<>serco*")', 4, 1),
    ('MAXIFS(B1:B4,A1:A4,"serco*")', 5, 250),
    ('SUMIF(A1:A4,"SERCO LTD",B1:B4)', 5, 5),
    ('VLOOKUP("serco g*",A1:B4,2,FALSE)', 250, 250),
    ('SUMPRODUCT(ISNUMBER(SEARCH("serco",A1:A4))*B1:B4)', 355, 355),
]
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Paid"
for row, (name, pounds) in enumerate(PAID, 1):
    sheet.cell(row, 1, name)
    sheet.cell(row, 2, pounds)
for row, (formula, _, _) in enumerate(SEEN, 1):
    sheet.cell(row, 4, f"={formula}")
book.save("paid.xlsx")
solution = formulas.ExcelModel().loads("paid.xlsx").finish().calculate()
for row, (formula, seen, right) in enumerate(SEEN, 1):
    found = float(solution[f"'[paid.xlsx]PAID'!D{row}"].value[0, 0])
    print(f"{formula:50} formulas {found:g}, Excel {right}")
    assert found == seen, f"no longer {seen}"
PYTHON
