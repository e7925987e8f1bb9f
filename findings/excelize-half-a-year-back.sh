#!/usr/bin/env bash
# excelize: six months from 1 October 2027 end on 1 April 2027, half a year before they begin.
#
# Expected: Microsoft has EDATE as the serial number of the date that is the number of months before or after the start;
#   months after the start are later. excelize's CalcCellValue reckons formulas of a workbook, EDATE among them.
# What happens: with 1 to 11 months EDATE stays in the year of the start, so that every term that crosses New Year ends a
#   year early: 1 October and six months is 1 April of the same year, 30 November and three months 28 February before it.
#   From 12 months on, within a year, and in EOMONTH over the same months, the year is right.
# Who is hurt: whoever has excelize reckon a register of contracts: break dates, notice dates and extensions of less than
#   a year fall before the contract begins where they pass into the next year, and stand right beside longer ones.
# Way round: =MIN(DATE(YEAR(A1),MONTH(A1)+6,DAY(A1)),EOMONTH(A1,6)).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check excelize==0.1.0 ironcalc==0.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date, timedelta
from importlib.metadata import version

import excelize
import ironcalc

print("excelize", version("excelize"), "ironcalc", version("ironcalc"))
book = excelize.new_file()
model = ironcalc.create("contracts", "en", "UTC", "en")


def by_excelize(formula):
    book.set_cell_formula("Sheet1", "A1", formula)
    return date(1899, 12, 30) + timedelta(int(book.calc_cell_value("Sheet1", "A1")))


def by_ironcalc(formula):
    model.set_user_input(0, 1, 1, formula)
    model.evaluate()
    return date(1899, 12, 30) + timedelta(int(model.get_cell_value(0, 1, 1)))


# The start, the months, what excelize makes of them and what another engine does.
SEEN = [
    (date(2027, 4, 1), 6, "2027-10-01", "2027-10-01"),
    (date(2027, 10, 1), 6, "2027-04-01", "2028-04-01"),
    (date(2027, 11, 30), 3, "2027-02-28", "2028-02-29"),
    (date(2027, 12, 31), 1, "2027-01-31", "2028-01-31"),
    (date(2027, 8, 31), 11, "2027-07-31", "2028-07-31"),
    (date(2027, 10, 1), 12, "2028-10-01", "2028-10-01"),
    (date(2027, 10, 1), 18, "2029-04-01", "2029-04-01"),
]
for start, months, seen, right in SEEN:
    formula = f"=EDATE(DATE({start.year},{start.month},{start.day}),{months})"
    found, other = str(by_excelize(formula)), str(by_ironcalc(formula))
    print(f"  {start} and {months:2} months: excelize {found}, ironcalc {other}")
    assert (found, other) == (seen, right), f"no longer {seen}, {right}"

assert str(by_excelize("=EOMONTH(DATE(2027,10,1),6)")) == "2028-04-30"
for start, months, _, right in SEEN:
    day = f"DATE({start.year},{start.month}+{months},{start.day})"
    last = f"EOMONTH(DATE({start.year},{start.month},1),{months})"
    assert str(by_excelize(f"=MIN({day},{last})")) == right
PYTHON
