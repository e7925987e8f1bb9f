#!/usr/bin/env bash
# spoonbill: four payments of a contract have no amounts and no payees; with a fifth all have them, other contracts' too.
#
# Expected: an array of fewer than five entries is combined with its parent's table, so that one can read the entries
#   "without performing a lookup across the two tables" (page on the command), in columns with the number of the entry; a
#   longer one has a table of its own. The example there has an organization's identifiers, and all of each is in it.
# What happens: in the combined table what stands in an object within an entry is left empty, under headings that are
#   there: of a payment its id is written and neither value nor payee, of an item its quantity and neither its CPV code
#   nor its unit's price. With five payments in one contract of the file there is a table of payments, and it is whole.
#   In CSV as in XLSX; nothing is said.
# Who is hurt: whoever adds up payments or sorts items by code from such a table: where no contract has five of them there
#   are none, and the headings say that there was nothing to write. One long contract in the next file brings all back.
# Way round: --threshold 1, which gives each array a table of its own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check spoonbill==1.1.0 ocdskit==1.7.0 \
  ocdsextensionregistry==0.7.0 openpyxl==3.1.5
cd "$folder"
venv/bin/python - <<'PYTHON'
import csv
import json
import subprocess
from importlib.metadata import version
from pathlib import Path

import openpyxl

print("spoonbill", version("spoonbill"))


def described(title, **properties):
    return {"title": title, "type": "object", "properties": properties}


def listed(title, of):
    return {"title": title, "type": "array", "items": {"$ref": f"#/definitions/{of}"}}


# The part of OCDS 1.1's release schema that payments and items are in, in its shape.
TEXT, NUMBER = {"title": "Text", "type": ["string", "null"]}, {"title": "Number", "type": ["number", "null"]}
VALUE = {"title": "Value", "$ref": "#/definitions/Value"}
SCHEMA = described(
    "Schema for an Open Contracting Release", ocid=TEXT, id=TEXT, date=TEXT, contracts=listed("Contracts", "Contract")
) | {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "definitions": {
        "Contract": described(
            "Contract",
            id=TEXT,
            awardID=TEXT,
            value=VALUE,
            items=listed("Items", "Item"),
            implementation={"title": "Implementation", "$ref": "#/definitions/Implementation"},
        ),
        "Implementation": described("Implementation", transactions=listed("Transactions", "Transaction")),
        "Transaction": described("Transaction", id=TEXT, value=VALUE, payee=described("Payee", id=TEXT, name=TEXT)),
        "Item": described(
            "Item",
            id=TEXT,
            quantity=NUMBER,
            unit=described("Unit", name=TEXT, value=VALUE),
            classification=described("Classification", scheme=TEXT, id=TEXT),
        ),
        "Value": described("Value", amount=NUMBER, currency=TEXT),
    },
}
Path("schema.json").write_text(json.dumps(SCHEMA))


def tables(number, *options):
    """Return the tables in CSV of two contracts, of so many payments and of one, and the sheet of contracts in XLSX."""
    pounds = {"currency": "GBP"}
    payments = [
        {"id": f"p{at}", "value": {"amount": at * 100} | pounds, "payee": {"id": "s", "name": "Oak House Ltd"}}
        for at in range(1, number + 1)
    ]
    unit = {"name": "day", "value": {"amount": 250} | pounds}
    items = [{"id": "i", "quantity": 3, "unit": unit, "classification": {"scheme": "CPV", "id": "85000000"}}]
    contract = {"awardID": "a", "value": {"amount": 1000} | pounds, "items": items}
    paid = {"c": payments, "d": payments[:1]}
    contracts = [contract | {"id": id_, "implementation": {"transactions": those}} for id_, those in paid.items()]
    release = {"ocid": "ocds-213czf-1", "id": "1", "date": "2027-06-01T00:00:00Z", "tag": ["implementation"]}
    release |= {"initiationType": "tender", "contracts": contracts}
    package = {"uri": "https://example.org/p", "version": "1.1", "publishedDate": release["date"]}
    package |= {"publisher": {"name": "Leeds"}, "releases": [release]}
    Path("data.json").write_text(json.dumps(package))
    Path("out").mkdir(exist_ok=True)
    for old in Path("out").iterdir():
        old.unlink()
    told = subprocess.run(
        ["venv/bin/spoonbill", "--schema", "schema.json", *options, "--csv", "out", "data.json"],
        check=True, capture_output=True, text=True,
    )
    assert not {"error", "warning", "mismatch"} & set((told.stdout + told.stderr).lower().split()), "it warns now"
    heading, *rows = ([cell.value for cell in row] for row in openpyxl.load_workbook("result.xlsx")["contracts"])
    sheets = [dict(zip(heading, row, strict=True)) for row in rows]
    return {file.stem: list(csv.DictReader(file.open())) for file in Path("out").iterdir()}, sheets


PAYMENT = "/contracts/implementation/transactions/"
for number, options in ((4, []), (5, []), (4, ["--threshold", "1"])):
    written, sheets = tables(number, *options)
    print(f"{number} payments and one", *options)
    (contract,) = (row for row in written["contracts"] if row["/contracts/id"] == "c")
    (sheet,) = (row for row in sheets if row["/contracts/id"] == "c")
    if "transactions" not in written:
        for column, cell in contract.items():
            if column.startswith((PAYMENT + "0", "/contracts/items")):
                print(f"  {column:60} {cell!r}")
        for at in range(4):
            assert contract[f"{PAYMENT}{at}/id"] == f"p{at + 1}", "the payment is not in the contract's table"
            for part in ("value/amount", "value/currency", "payee/id", "payee/name"):
                assert contract[f"{PAYMENT}{at}/{part}"] == "", f"{part} is written now"
                assert sheet[f"{PAYMENT}{at}/{part}"] is None, f"{part} is written in XLSX now"
        assert contract["/contracts/items/0/quantity"] == "3" and contract["/contracts/value/amount"] == "1000"
        for part in ("classification/id", "unit/name", "unit/value/amount"):
            assert contract[f"/contracts/items/0/{part}"] == "", f"{part} is written now"
        assert (number, options) == (4, []), "a table of payments is missing"
    else:
        amounts = [row[PAYMENT + "value/amount"] for row in written["transactions"]]
        print("  amounts in a table of their own:", *sorted(amounts))
        assert sorted(amounts) == ["100", *(f"{at * 100}" for at in range(1, number + 1))], "an amount is missing"
        assert (number, options) != (4, []), "four payments have a table of their own now"
PYTHON
