#!/usr/bin/env bash
# xlsx2csv, pylightxl: a number whose unit stands in its format is taken for a date, and the number is lost.
#
# Expected: in XLSX a cell holds a number, and its format says how to show it; text in quotes or after a backslash is
#   shown as it stands (ECMA-376 part 1, section 18.8.31). 36 in the format 0 "months" is 36, shown as "36 months",
#   and so openpyxl and python-calamine read it.
# What happens: both look for the letters of days, months, years, hours and seconds in the unit too (pylightxl not
#   for a lone m). xlsx2csv then writes the format instead of the number, with parts of a date in place of some
#   letters: 36 months and 60 months are both 0 "02ont12s". With \m for millions it looks like a number: 36 is 002,
#   £1.5m is £0.012. £0.25m is the time 06:00. pylightxl gives 00:00:00 for each term in months, and for 3 years 2
#   January 1900. Nothing is raised. A unit without these letters, such as "FTE", does no harm.
# Who is hurt: whoever turns a council's register into CSV, where terms and millions are shown in this way: the terms
#   and values are gone, or are others.
# Way round: xlsx2csv --ignore-formats date time, which leaves true dates as day numbers; or another reader.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlsx2csv==0.8.6 pylightxl==1.61 \
  XlsxWriter==3.3.1 openpyxl==3.1.5 python-calamine==0.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv
from importlib.metadata import version

import openpyxl
import pylightxl
import xlsxwriter
from python_calamine import CalamineWorkbook
from xlsx2csv import Xlsx2csv

print(*(f"{name} {version(name)}" for name in ("xlsx2csv", "pylightxl", "openpyxl", "python-calamine")), sep=", ")
# Format and number of a cell, then what xlsx2csv and pylightxl make of it.
SEEN = [
    ('0 "months"', 24, '0 "01ont12s"', "00:00:00"),
    ('0 "months"', 36, '0 "02ont12s"', "00:00:00"),
    ('0 "months"', 60, '0 "02ont12s"', "00:00:00"),
    ('0" years"', 3, '0" years"', "1900/01/02 00:00:00"),
    ('0" years"', 5, '0" years"', "1900/01/04 00:00:00"),
    ('0.0" hrs"', 37.5, '0.0" 12rs"', "12:00:00"),
    ('£#,##0.0,,"m"', 1_500_000, '£#,##0.0,,"11"', 1_500_000),
    ('£0.00"m"', 0.25, "06:00", 0.25),
    ("£0.0\\m", 1.5, "£0.012", 1.5),
    ("0\\m", 36, "002", 36),
    ('0" FTE"', 36, "36", 36),
]
book = xlsxwriter.Workbook("register.xlsx")
sheet = book.add_worksheet("Register")
for row, (form, number, _, _) in enumerate(SEEN):
    sheet.write_number(row, 0, number, book.add_format({"num_format": form}))
book.close()


def through_csv(**options):
    Xlsx2csv("register.xlsx", outputencoding="utf-8", **options).convert("register.csv")
    with open("register.csv", encoding="utf-8", newline="") as file:
        return [row[0] for row in csv.reader(file)]


cells = through_csv()
light = [row[0] for row in pylightxl.readxl("register.xlsx").ws("Register").rows]
right = [row[0] for row in openpyxl.load_workbook("register.xlsx")["Register"].values]
also = [row[0] for row in CalamineWorkbook.from_path("register.xlsx").get_sheet_by_name("Register").to_python()]
for (form, number, cell, other), found, read in zip(SEEN, cells, light, strict=True):
    print(f"{number!r:>8} as {form:14} xlsx2csv {found!r:17} pylightxl {read!r}")
    assert (found, read) == (cell, other), f"no longer {cell!r} and {other!r}"
assert right == also == [number for _, number, _, _ in SEEN], "openpyxl or python-calamine no longer reads the numbers"
plain = through_csv(ignore_formats=["date", "time"])
assert [float(cell) for cell in plain] == right, "--ignore-formats is no way round any more"
PYTHON
