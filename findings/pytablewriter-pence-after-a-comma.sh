#!/usr/bin/env bash
# pytablewriter: the text "1,234.50" is written as 1234 in every table, the pence are gone.
#
# Expected: "Automatic table cell formatting", of the "decimal places of numbers" too (README). Text that is read as a
#   number should keep its value, or stay text, as "£1,234.50" does.
# What happens: text with a comma is tried as a whole number first, and what stands after the point is cut off, not
#   rounded: "1,234.50" is 1234, "2,000,000.99" is 2000000. Without a comma, "950.25", the pence stay. In a column of
#   both the cut ones get noughts for pence, 1234.00 above 950.25, so that nothing shows. Markdown, CSV and JSON alike;
#   a data frame alike, whose columns of money are text as pandas reads them. typepy.Integer, where it comes from,
#   refuses "1234.50" and takes "1,234.50" for 1234.
# Who is hurt: whoever makes a table for a report or a README from spending as councils publish it: every payment of
#   £1,000 or more is short by its pence, the smaller ones are right.
# Way round: type_hints of String for the column; or numbers before the table, pandas' thousands=",".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pytablewriter==1.2.1 typepy==1.3.5 \
  dataproperty==1.1.1 tabledata==1.3.5 pandas==3.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import csv
import io
import json
from decimal import Decimal
from importlib.metadata import version

import pandas as pd
import typepy
from pytablewriter import CsvTableWriter, JsonTableWriter, MarkdownTableWriter
from pytablewriter.typehint import String

print(*(f"{name} {version(name)}" for name in ("pytablewriter", "typepy", "pandas")), sep=", ")
SPENDING = """ref,paid
P1,"1,234.50"
P2,950.25
P3,"2,000,000.99"
P4,"£1,234.50"
"""


def table(kind, rows, **more):
    return kind(headers=["ref", "paid"], value_matrix=rows, **more).dumps()


rows = list(csv.reader(io.StringIO(SPENDING)))[1:]
plain = rows[:3]
written = table(MarkdownTableWriter, plain)
print(written)
cells = [line.strip("|").split("|")[1].strip() for line in written.strip().splitlines()[2:]]
assert cells == ["1234.00", "950.25", "2000000.00"], "the pence stand there now"
stated = [Decimal(text.replace(",", "")) for _, text in plain]
print("stated", sum(stated), "in the table", sum(map(Decimal, cells)))
assert sum(stated) - sum(map(Decimal, cells)) == Decimal("1.49")
assert list(csv.reader(io.StringIO(table(CsvTableWriter, plain))))[1:] == [
    ["P1", "1234"], ["P2", "950.25"], ["P3", "2000000"],
]
assert [row["paid"] for row in json.loads(table(JsonTableWriter, plain))] == [1234, 950.25, 2000000]

frame = pd.read_csv(io.StringIO(SPENDING)).head(3)
assert list(frame["paid"]) == ["1,234.50", "950.25", "2,000,000.99"]
writer = MarkdownTableWriter()
writer.from_dataframe(frame)
assert writer.dumps().split() == written.split(), "a data frame is written otherwise"

print("with a pound sign:", table(CsvTableWriter, rows[3:]).split()[-1])
assert "£1,234.50" in table(CsvTableWriter, rows[3:])
print("typepy.Integer:", {text: typepy.Integer(text).try_convert() for text in ("1,234.50", "1234.50")})
assert typepy.Integer("1,234.50").try_convert() == 1234
assert typepy.Integer("1234.50").try_convert() is None
hinted = table(MarkdownTableWriter, plain, type_hints=[String, String])
assert all(text in hinted for _, text in plain), "the hint is no way round any more"
read = pd.read_csv(io.StringIO(SPENDING), thousands=",", nrows=3)
assert list(read["paid"]) == [1234.5, 950.25, 2000000.99]
PYTHON
