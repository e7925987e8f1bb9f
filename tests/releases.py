"""Releases as the standard and its extensions allow them, and how they are read; names and numbers are made up."""

import json

from reading import table

from data.readers.ocds import package

COUNCIL = {"id": "B1", "name": "Ambleford Council", "roles": ["buyer"]}
OAK = {"id": "S1", "name": "Oak Ltd", "roles": ["supplier"]}
ELM = {"id": "S2", "name": "Elm Ltd", "roles": ["supplier"]}
YEARS = {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00"}
TAKEN = "the contract is worth what the later notice says"
LEFT = "not taken: less than before may be the addition alone"


def pounds(amount, **more):
    return {"amount": amount, "currency": "GBP", **more}


def release(number=1, *, tag=("award", "contract"), parties=(COUNCIL, OAK), tender=None, **more):
    return {
        "ocid": "ocds-xxxxxx-1",
        "id": f"r{number}",
        "date": f"2026-0{number}-01T10:00:00Z",
        "tag": list(tag),
        "parties": list(parties),
        "tender": {"title": "Home care", "mainProcurementCategory": "services", **(tender or {})},
        **more,
    }


def award(number="A1", **more):
    return {"id": number, "status": "active", "suppliers": [{"id": "S1", "name": "Oak Ltd"}], **more}


def contract(number="C1", **more):
    return {"id": number, "awardID": "A1", "status": "active", "period": YEARS, **more}


def read(given):
    notices, issues = package.read(given, "x", 1)
    return notices, {(issue.path, issue.problem) for issue in issues}


def counted(folder, *releases):
    path = folder / "notices.json"
    path.write_text(json.dumps({"releases": list(releases)}), encoding="utf-8")
    stored = table([path], folder)
    return stored.contracts[stored.contracts.counted], stored.issues
