#!/usr/bin/env bash
# flattentool: in the OpenDocument sheet a value of £0 is empty, a no too, and company 00123456 is 123456.0.
#
# Expected: flatten writes JSON as CSV, ODS and XLSX, all three unless it is told which (its help), and what they hold is
#   the same; unflatten makes the JSON again, and a schema says that an id is text.
# What happens: CSV and XLSX give £0, false and "00123456" back. In ODS what is nought or false is written as an empty
#   cell, so that an award of £0 has no value, and text that reads as a number is written as a number: "00123456" comes
#   back as "123456.0", an id of "1" as "1.0", although the schema says that they are text. Of all that only a yes is
#   warned of, which comes back as the text "1.0".
# Who is hurt: whoever publishes or edits contracts as OpenDocument, the government's format for what is to be edited:
#   frameworks and concessions of £0 become awards of unknown value, and no supplier is in the register by its number.
# Way round: flatten to CSV or XLSX (-f csv, -f xlsx), and let LibreOffice save that as ODS, with the ids as text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check flattentool==0.28.0 odfpy==1.4.1 openpyxl==3.1.5 \
  python-calamine==0.9.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import json
import subprocess
from importlib.metadata import version
from pathlib import Path

import python_calamine

print(*(f"{name} {version(name)}" for name in ("flattentool", "odfpy", "python-calamine")), sep=", ")


def described(**properties):
    return {"type": "object", "properties": properties}


TEXT = {"type": "string"}
VALUE = described(amount={"type": ["number", "null"]}, currency=TEXT)
SUPPLIERS = {"type": "array", "items": described(id=TEXT, name=TEXT)}
AWARD = described(id=TEXT, hasRenewal={"type": ["boolean", "null"]}, value=VALUE, suppliers=SUPPLIERS)
RELEASE = described(ocid=TEXT, id=TEXT, awards={"type": "array", "items": AWARD})
SCHEMA = {"$schema": "http://json-schema.org/draft-04/schema#", "title": "Releases"} | RELEASE
SUPPLIER = {"id": "00123456", "name": "Oak House Ltd"}
AWARDS = [
    {"id": "1", "hasRenewal": False, "value": {"amount": 0, "currency": "GBP"}, "suppliers": [SUPPLIER]},
    {"id": "2", "hasRenewal": True, "value": {"amount": 1234.5, "currency": "GBP"}, "suppliers": [SUPPLIER]},
]
Path("schema.json").write_text(json.dumps(SCHEMA))
Path("data.json").write_text(json.dumps({"releases": [{"ocid": "ocds-213czf-1", "id": "1", "awards": AWARDS}]}))
COMMON = ["-m", "releases", "--root-list-path", "releases", "--root-id", "ocid"]


def run(*arguments):
    told = subprocess.run(["venv/bin/flatten-tool", *arguments, *COMMON], check=True, capture_output=True, text=True)
    return told.stdout + told.stderr


def awards(kind):
    """Return the awards after flatten and unflatten by way of one format, and what was said."""
    flat = "flat" if kind == "csv" else f"flat.{kind}"
    said = run("flatten", "data.json", "-s", "schema.json", "-o", flat, "-f", kind)
    said += run("unflatten", flat, "-s", "schema.json", "-o", "back.json", "-f", kind)
    return json.loads(Path("back.json").read_text())["releases"][0]["awards"], said


for kind in ("csv", "xlsx", "ods"):
    seen, said = awards(kind)
    print(kind, *(json.dumps(award) for award in seen), f"said: {said!r}", sep="\n  ")
    if kind == "ods":
        assert said.count("\n") == 1 and "Unrecognised value for boolean" in said, "it says something else now"
        assert [award.get("hasRenewal") for award in seen] == [None, "1.0"], "no and yes are kept now"
        assert [award["value"].get("amount") for award in seen] == [None, 1234.5], "£0 is kept now"
        assert [award["suppliers"][0]["id"] for award in seen] == ["123456.0"] * 2, "the company number is kept now"
        assert [award["id"] for award in seen] == ["1.0", "2.0"], "the awards' ids are kept now"
    else:
        assert seen == AWARDS and not said, f"{kind} no longer gives back what it was given"

sheet = python_calamine.CalamineWorkbook.from_path("flat.ods").get_sheet_by_name("awards").to_python()
at = sheet[0].index("awards/0/value/amount")
print("the sheet in OpenDocument:", *sheet, sep="\n  ")
assert [row[at] for row in sheet[1:]] == ["", 1234.5], "£0 is in the sheet"
PYTHON
