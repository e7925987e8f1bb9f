#!/usr/bin/env bash
# perspective: contracts without a value count in a median, as the lowest or as the highest, by how the table was made.
#
# Expected: "avg" is the "arithmetic mean of the non-null values", "median", "q1" and "q3" are "the value at the 50%, 25%
#   and 75% position of the group's values; on float columns an exact split averages the two adjacent values", and
#   "sum", "avg", "stddev", "var" and "dominant" "skip nulls entirely" (its page on grouping and pivots; of the median
#   and a null it says nothing). The median of 100, 200 and 300 is 200 whether or not others are not known.
# What happens: a missing value has a place among the values. In a table made from rows, or from CSV, it is the lowest:
#   the median of 100, 200, 300 and two missing is 100. In a table made from a schema, and then filled with the same
#   rows, it is the highest: 300. The mean is 200 in both. There "max" is nothing and "low" 0. With no value missing "q3"
#   of 100, 200, 300 and 400 is 250, their median, where the two beside the split are 300 and 400; and in a column of
#   whole numbers the median of these four is 300. Nothing is raised; 3.8.0 does the same.
# Who is hurt: whoever sets up a dashboard of contracts: many notices state no value, and the "typical contract" beside
#   a right mean is that of the smallest or of the largest.
# Way round: the filter "is not null" on the column; quartiles reckoned before.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check perspective-python==5.6.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version
from statistics import median

import perspective

print("perspective-python", version("perspective-python"))
client = perspective.Server().new_local_client()


def filled(values, kind="float"):
    table = client.table({"buyer": "string", "value": kind})
    table.update([{"buyer": "Leeds", "value": value} for value in values])
    return table


def figures(table, **named):
    """Return what each aggregate gives for the one buyer."""
    found = {}
    for name in ("median", "q3", "avg", "max", "low"):
        view = table.view(group_by=["buyer"], columns=["value"], aggregates={"value": name}, **named)
        found[name] = view.to_records()[-1]["value"]
    return found


VALUES = [100.0, None, 200.0, 300.0, None]
known = [value for value in VALUES if value is not None]
rows = [{"buyer": "Leeds", "value": value} for value in VALUES]
text = "buyer,value\n" + "".join(f"Leeds,{'' if value is None else value}\n" for value in VALUES)
FOUND = {
    "from rows": (figures(client.table(rows)), 100),
    "from CSV": (figures(client.table(text)), 100),
    "filled": (figures(filled(VALUES)), 300),
    "is not null": (figures(client.table(rows), filter=[["value", "is not null", None]]), 200),
}
print(VALUES, "median", median(known))
for name, (found, seen) in FOUND.items():
    print(f"  {name:12}", found)
    assert found["median"] == seen, f"no longer {seen}"
    assert found["avg"] == 200, "the mean is another one now"
assert FOUND["filled"][0]["max"] is None and FOUND["filled"][0]["low"] == 0, "highest and lowest are others now"

FOUR = [100, 200, 300, 400]
for kind, seen in (("float", (250, 250)), ("integer", (300, 400))):
    found = figures(filled(FOUR, kind))
    print(FOUR, kind, "median", found["median"], "q3", found["q3"])
    assert (found["median"], found["q3"]) == seen, f"no longer {seen}"
PYTHON
