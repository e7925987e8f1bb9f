#!/usr/bin/env bash
# pyjstat: spending by council and year, sorted by year, is another council's spending in JSON-stat.
#
# Expected: "value" holds "the data sorted according to the dataset dimensions", whose order "id" and "size" give
#   (JSON-stat 2.0). pyjstat's README reads a data frame and writes it, and asks for no order of its rows.
# What happens: the values are written in the order of the rows, whatever that is, under dimensions that say another.
#   With the rows by year and then by council, Leeds in 2027 has what York had in 2026. Sums and the number of cells are
#   right, and pyjstat reads its own file back so. With a row missing the values that follow move up one place, and the
#   file is short of a value. A column whose name is part of the name of the value column, "region" beside "spend by
#   region", is left out of the dimensions. Nothing is raised.
# Who is hurt: whoever publishes a table for others as JSON-stat, and who reads it: a figure stands beside the wrong
#   council, and no total shows it.
# Way round: every combination once, and sort_values by the columns in their order before; a value column of the name
#   "value".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pyjstat==2.4.0 pandas==3.0.6 numpy==1.26.4
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import json
from importlib.metadata import version
from itertools import product

import pandas as pd
from pyjstat import pyjstat

print("pyjstat", version("pyjstat"), "pandas", version("pandas"))
SPENDING = {("Leeds", "2026"): 10, ("Leeds", "2027"): 30, ("York", "2026"): 20, ("York", "2027"): 40}


def written(frame, **named):
    return json.loads(pyjstat.Dataset.read(frame.copy(), **named).write())


def cells(stat):
    """Return each cell's value by its categories, as the format says it: the last dimension changes fastest."""
    places = [stat["dimension"][name]["category"]["index"] for name in stat["id"]]
    keys = product(*(sorted(index, key=index.get) for index in places))
    return dict(zip(keys, stat["value"], strict=True))


frame = pd.DataFrame([(*key, pounds) for key, pounds in SPENDING.items()], columns=["council", "year", "value"])
by_year = frame.sort_values(["year", "council"])
mixed = {("Leeds", "2026"): 10, ("Leeds", "2027"): 20, ("York", "2026"): 30, ("York", "2027"): 40}
stat = written(by_year)
print("by year:   ", by_year.to_numpy().tolist())
print("written as:", cells(stat))
assert cells(stat) == mixed, "the cells are other ones now"
back = pyjstat.Dataset.read(json.dumps(stat)).write("dataframe")
assert {(row.council, row.year): row.value for row in back.itertuples()} == mixed, "read back otherwise"

print("sorted by council and year:", cells(written(frame)))
assert cells(written(frame)) == SPENDING, "sorting is no way round any more"

short = written(frame.drop(index=1))
print("without Leeds in 2027:", short["size"], short["value"])
assert (short["size"], short["value"]) == ([2, 2], [10, 20, 40]), "the gap is written otherwise"

renamed = frame.rename(columns={"council": "region", "value": "spend by region"})
left = written(renamed, value="spend by region")["id"]
print("dimensions beside 'spend by region':", left)
assert left == ["year"], "the region is a dimension now"
PYTHON
