"""What tests of chains of releases share: notices of one procurement, and a table built of them."""

import json

from reading import table

BUYER = {"id": "B1", "name": "Ambleford Council", "roles": ["buyer"]}
OAK = {"id": "S1", "name": "Oak Ltd", "roles": ["supplier"]}
LOTS = [{"id": "1", "status": "active"}, {"id": "2", "status": "active"}]
YEARS = {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2028-03-31T23:59:59+01:00"}


def pounds(amount, **more):
    return {"amount": amount, "currency": "GBP", **more}


def release(number, tag, *, ocid="ocds-xxxxxx-1", parties=(BUYER, OAK), tender=None, **more):
    return {
        "ocid": ocid,
        "id": f"00000{number}-2026",
        "date": f"2026-0{number}-01T10:00:00Z",
        "tag": [tag] if isinstance(tag, str) else tag,
        "parties": list(parties),
        "tender": {"title": "Meals at home", "mainProcurementCategory": "services", **(tender or {})},
        **more,
    }


def award(number="1", **more):
    return {"id": number, "status": "active", "suppliers": [{"id": "S1", "name": "Oak Ltd"}], **more}


def built(folder, *releases):
    folder.mkdir(exist_ok=True)
    path = folder / "notices.json"
    path.write_text(json.dumps({"releases": list(releases)}), encoding="utf-8")
    return table([path], folder)


def counted(stored):
    return stored.contracts[stored.contracts.counted]
