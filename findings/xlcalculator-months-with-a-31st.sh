#!/usr/bin/env bash
# xlcalculator: from 31 March 2027 to 31 March 2030 are 21 months by DATEDIF, and four years from 29 February are one.
#
# Expected: xlcalculator "reads MS Excel files" and evaluates their functions in Python; DATEDIF is among those it has
#   (README). By Microsoft's page, which its docstring names, "M" is "the number of complete months in the period",
#   "Y" of years, and "YM" "the difference between the months", days and years left out of account.
# What happens: "M" counts the dates of a monthly rule, and the rule (dateutil's, as iCalendar has it) passes over
#   months without such a day: from a 31st it counts seven months a year, from a 30th eleven. "Y" from 29 February counts
#   leap years. "YM" looks at no day, and from a later month of the year to an earlier one it is -1. From a day up to
#   the 28th "M" and "Y" are right. Nothing is raised.
# Who is hurt: whoever evaluates a workbook of contracts with it: terms, and what is paid a month, where a contract
#   begins or is extended on the last of a month. Three years are 21 months.
# Way round: IronCalc, which reckons as Excel does; or EDATE, which xlcalculator has right, to test whole months.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check xlcalculator==0.5.0 openpyxl==3.1.5 \
  ironcalc==0.9.1 numpy==1.26.4 pandas==3.0.6
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from datetime import datetime
from importlib.metadata import version

import ironcalc
from openpyxl import Workbook
from xlcalculator import Evaluator, ModelCompiler

print(*(f"{name} {version(name)}" for name in ("xlcalculator", "openpyxl", "ironcalc")), sep=", ")
TERMS = [
    # from, to, complete months, years and months beside the years by xlcalculator, and as they are
    ((2027, 3, 31), (2030, 3, 31), (21, 3, 0), (36, 3, 0)),
    ((2027, 1, 31), (2027, 12, 31), (6, 0, 11), (11, 0, 11)),
    ((2027, 3, 30), (2028, 3, 30), (11, 1, 0), (12, 1, 0)),
    ((2028, 2, 29), (2032, 2, 29), (45, 1, 0), (48, 4, 0)),
    ((2027, 4, 1), (2030, 3, 31), (35, 2, -1), (35, 2, 11)),
    ((2027, 10, 15), (2029, 3, 20), (17, 1, -1), (17, 1, 5)),
    ((2027, 3, 15), (2027, 5, 10), (1, 0, 2), (1, 0, 1)),
    ((2027, 4, 1), (2030, 4, 1), (36, 3, 0), (36, 3, 0)),
]
UNITS = ("M", "Y", "YM")
book = Workbook()
sheet = book.active
sheet.title = "Terms"
other = ironcalc.create("Terms", "en", "Europe/London", "en")
for number, (start, end, _, _) in enumerate(TERMS, 1):
    sheet.append([datetime(*start), datetime(*end)])
    for place, unit in enumerate(UNITS):
        sheet.cell(number, 3 + place, f'=DATEDIF(A{number},B{number},"{unit}")')
        other.set_user_input(0, number, 1 + place, f'=DATEDIF(DATE{start},DATE{end},"{unit}")'.replace(" ", ""))
book.save("terms.xlsx")
other.evaluate()
evaluator = Evaluator(ModelCompiler().read_and_parse_archive("terms.xlsx"))

for number, (start, end, seen, right) in enumerate(TERMS, 1):
    found = tuple(int(evaluator.evaluate(f"Terms!{column}{number}")) for column in "CDE")
    beside = tuple(int(other.get_formatted_cell_value(0, number, 1 + place)) for place in range(3))
    print("-".join(map(str, start)), "to", "-".join(map(str, end)), dict(zip(UNITS, found)), "IronCalc", beside)
    assert found == seen, f"no longer {seen}"
    assert beside == right, "IronCalc is no way round any more"
PYTHON
