#!/usr/bin/env bash
# markitdown: a cell with a bar, "72000000 | 48000000", moves the value of its contract into the next column.
#
# Expected: markitdown turns sheets "into Markdown" for analysis of text, and a table of it has as many cells in each row
#   as the sheet; in a cell of GitHub Flavored Markdown a bar is written \| (its specification, 4.10).
# What happens: from an Excel sheet the bar of a cell goes into the table as it is, and ends the cell. All that follows
#   stands a column to the right, under another heading, and what then is too much is left out by any reader ("The excess
#   is ignored"). From a CSV file of the same rows it is right. A whole number is 36.0 where another row has none.
# Who is hurt: whoever gives a list of contracts to a program that answers questions in words: where
#   two CPV codes stand in one cell with a bar between, the second code is then the value, and the value the term.
# Way round: save the sheet as CSV first, or count the cells of each row of the result.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  'markitdown[xlsx]==0.1.9' openpyxl==3.1.5 pandas==3.1.1 markdown-it-py==4.3.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv
import re
import warnings
from importlib.metadata import version

import openpyxl

warnings.simplefilter("ignore")
from markdown_it import MarkdownIt
from markitdown import MarkItDown

print(*(f"{name} {version(name)}" for name in ("markitdown", "pandas", "openpyxl", "markdown-it-py")))
ROWS = [
    ["Supplier", "CPV", "Value", "Term", "Title"],
    ["Oak Ltd", "90910000", 250000, 36, "Cleaning"],
    ["Elm CIC", "72000000 | 48000000", 12000, None, "Software"],
]
book = openpyxl.Workbook()
for row in ROWS:
    book.active.append(row)
book.save("contracts.xlsx")
with open("contracts.csv", "w", newline="") as file:
    csv.writer(file).writerows(ROWS)


def table(path: str) -> list[list[str]]:
    page = MarkdownIt("commonmark").enable("table").render(MarkItDown().convert(path).text_content)
    return [re.findall(r"<t[hd]>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.S)]


for path, term, elm in (
    ("contracts.xlsx", "36.0", ["Elm CIC", "72000000", "48000000", "12000", "NaN"]),
    ("contracts.csv", "36", ["Elm CIC", "72000000 | 48000000", "12000", "", "Software"]),
):
    heading, *rows = table(path)
    for row in rows:
        print(f"  {path}: {dict(zip(heading, row))}")
    assert heading == ROWS[0]
    assert rows == [["Oak Ltd", "90910000", "250000", term, "Cleaning"], elm], f"no longer {elm}"
PYTHON
