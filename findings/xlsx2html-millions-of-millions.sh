#!/usr/bin/env bash
# xlsx2html: £1.5m, a value of 1,500,000 shown in millions, is "£"1500000.0"m" in the page; 1,500 thousand is ,1500000.
#
# Expected: "export from xlsx format to html tables with keep cell formatting" (README): the page shows what the sheet
#   shows. A comma behind the last digit of a format divides by a thousand (ECMA-376 Part 1, 18.8.31).
# What happens: the commas that divide are taken for text or for signs between thousands, the unit stays. "£"0.0,,"m"
#   gives 1500000.0 with an m behind it, #,##0, gives ,1500000, and quotation marks of the format stand in the page. Money
#   to the pound, dates and percentages come out right, so that one column of the page is a million times what it says.
#   To whole pounds it rounds 2.5 down, and a spreadsheet rounds it up.
# Who is hurt: whoever puts a council's sheet of budgets in millions on a page or into text for a search: each figure
#   has "m" behind it and reads as a million times as much.
# Way round: read the values with openpyxl and divide by what the format's commas say.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlsx2html==0.6.4 openpyxl==3.1.5 Babel==2.19.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import html
import re
from datetime import date
from importlib.metadata import version

import openpyxl
from xlsx2html import xlsx2html

print(*(f"{name} {version(name)}" for name in ("xlsx2html", "Babel", "openpyxl")))
# The value, its format, what the sheet shows, and what the page shows.
SEEN = [
    (1500000, '"£"0.0,,"m"', "£1.5m", '"£"1500000.0"m"'),
    (1500000, '0.0,,"m"', "1.5m", '1500000.0"m"'),
    (1500000, "#,##0,", "1,500", ",1500000"),
    (1500000, '"£"#,##0,"k"', "£1,500k", '"£",1500000"k"'),
    (1500000, "#,##0.00", "1,500,000.00", "1,500,000.00"),
    (1500000, "£#,##0.00", "£1,500,000.00", "£1,500,000.00"),
    (0.125, "0.0%", "12.5%", "12.5%"),
    (date(2027, 4, 1), "dd/mm/yyyy", "01/04/2027", "01/04/2027"),
    (2.5, "0", "3", "2"),
]
book = openpyxl.Workbook()
for row, (value, pattern, *_) in enumerate(SEEN, 1):
    book.active.cell(row, 1, value).number_format = pattern
book.save("budget.xlsx")
page = xlsx2html("budget.xlsx")
page.seek(0)
cells = [html.unescape(cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", page.read(), re.S)]
assert len(cells) == len(SEEN)
for (value, pattern, right, seen), cell in zip(SEEN, cells):
    print(f"  {value} as {pattern}: {cell}, for {right}")
    assert cell == seen, f"no longer {seen}"
PYTHON
