#!/usr/bin/env bash
# Checked by pandera against its own Table Schema, a flag that is left empty becomes yes, and so does the text "false".
#
# Expected: from_frictionless_schema makes of a Table Schema what "checks" a frame as frictionless does. A boolean without
#   "required" may be missing and stays missing; "false" is no; a date of 31 March 2019 is no date, or is before 2026.
# What happens: the table below is valid to frictionless: yes, not known, no. Read by pandas and checked by pandera it
#   is valid too, and says yes, yes, no. Read as text, so that codes keep their noughts, it says yes, yes, yes; with empty
#   cells kept as empty text yes, no, yes. Nothing is raised. A field of type date is text to pandera, and its minimum is
#   compared letter by letter: "31 March 2019" and "TBC" are valid dates from 2026 on.
# Who is hurt: whoever publishes contracts as a Data Package and checks them in pandas: a supplier that declared nothing
#   is a voluntary body, a contract that nobody said was terminated is.
# Way round: check the file by frictionless, before pandas; or write the pandera schema by hand with pandas' "boolean"
#   and dates.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  "pandera[io,pandas]==0.35.0" frictionless==5.21.0 pandas==3.1.1
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version
from io import StringIO

import pandas as pd
from frictionless import Resource, Schema
from pandera.io.pandas_io import from_frictionless_schema

print(*(f"{name} {version(name)}" for name in ("pandera", "frictionless", "pandas")))
FIELDS = [
    {"name": "id", "type": "string"},
    {"name": "voluntary", "type": "boolean"},
    {"name": "end", "type": "date", "constraints": {"minimum": "2026-01-01"}},
]
CSV = "id,voluntary,end\na,true,2027-03-31\nb,,2027-03-31\nc,false,2027-03-31\n"
resource = Resource(CSV.encode(), format="csv", schema=Schema.from_descriptor({"fields": FIELDS}))
told = [row["voluntary"] for row in resource.read_rows()]
print("frictionless:", resource.validate().valid, told)
assert resource.validate().valid
assert told == [True, None, False]

schema = from_frictionless_schema({"fields": FIELDS})
for options, seen in [
    ({}, [True, True, False]),
    ({"dtype": str}, [True, True, True]),
    ({"dtype": str, "keep_default_na": False}, [True, False, True]),
]:
    told = schema.validate(pd.read_csv(StringIO(CSV), **options), lazy=True)["voluntary"].tolist()
    print("pandas", options, "and pandera:", told)
    assert told == seen
ends = pd.DataFrame({"id": ["d", "e"], "voluntary": [True, True], "end": ["31 March 2019", "TBC"]})
print("ends from 2026 on:", schema.validate(ends, lazy=True)["end"].tolist())
PYTHON
