#!/usr/bin/env bash
# pycel: EDATE from the last day of a month runs on into the next: half a year from 31 August ends on 2 March.
#
# Expected: pycel turns a workbook's formulas into Python, "and agrees with Excel up to 5 decimal places" (README, of
#   its example). EDATE goes from a day to the same day some months on; where that month is shorter, to its last day:
#   31 March and 18 months is 30 September. So do Excel, LibreOffice 7.4 and formulas 1.3.4. pycel's own EOMONTH is
#   right.
# What happens: the days too many run over. 31 March 2027 and 18 months is 1 October 2028, 31 August and six months 2
#   March, 29 February 2024 and 36 months 1 March 2027; a month before 30 March is 2 March. A start on the 1st, as in
#   EDATE(start,36)-1, is right, so that few rows of a register differ. Nothing is raised.
# Who is hurt: whoever recalculates a council's register without Excel: contracts run to the end of a month, and their
#   extensions and days of notice are such formulas. An end of 30 September becomes 1 October: another month, another
#   quarter; one of 31 March is right.
# Way round: read the results that Excel stored (openpyxl with data_only=True), or MIN(EDATE(a,n),EOMONTH(a,n)).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pycel==1.0b30 openpyxl==3.1.5 \
  python-dateutil==2.9.0.post0
cd "$folder"
venv/bin/python - <<'PYTHON'
from datetime import date, timedelta
from importlib.metadata import version

import openpyxl
from dateutil.relativedelta import relativedelta
from pycel import ExcelCompiler

print("pycel", version("pycel"))
SEEN = [
    (date(2027, 3, 31), 18, date(2028, 10, 1)),
    (date(2027, 8, 31), 6, date(2028, 3, 2)),
    (date(2027, 1, 31), 1, date(2027, 3, 3)),
    (date(2024, 2, 29), 36, date(2027, 3, 1)),
    (date(2026, 12, 31), 9, date(2027, 10, 1)),
    (date(2027, 3, 30), -1, date(2027, 3, 2)),
    (date(2027, 3, 31), 12, date(2028, 3, 31)),
    (date(2027, 4, 1), 36, date(2030, 4, 1)),
]
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Register"
for row, (start, months, _) in enumerate(SEEN, 1):
    for column, cell in enumerate(
        (start, months, f"=EDATE(A{row},B{row})", f"=MIN(EDATE(A{row},B{row}),EOMONTH(A{row},B{row}))"), 1
    ):
        sheet.cell(row, column, cell)
book.save("register.xlsx")
compiled = ExcelCompiler("register.xlsx")
for row, (start, months, seen) in enumerate(SEEN, 1):
    end, guarded = (date(1899, 12, 30) + timedelta(compiled.evaluate(f"Register!{column}{row}")) for column in "CD")
    right = start + relativedelta(months=months)
    print(f"{start} and {months:2} months: {end}, should be {right}")
    assert end == seen, f"no longer {seen}"
    assert guarded == right, "EOMONTH is no way round any more"
PYTHON
