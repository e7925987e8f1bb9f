"""An estimate that several contracts share is the value of none of them, whichever notices tell of them."""

import json

import pytest
from reading import table

AMBLEFORD = {"id": "B1", "name": "Ambleford Council", "roles": ["buyer"]}
NAMES = ("Oakfield Care Ltd", "Elm Care Ltd", "Ash Care Ltd")
SUPPLIERS = [{"id": f"S{number}", "name": name, "roles": ["supplier"]} for number, name in enumerate(NAMES)]
PERIOD = {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2030-03-31T23:59:59+01:00"}


def pounds(amount):
    return {"amount": amount, "currency": "GBP"}


def lot(number, amount=None):
    return {"id": number, **({"value": pounds(amount)} if amount else {})}


def award(number, lots=(), amount=None, status="active"):
    who = SUPPLIERS[int(number)]
    given = {"relatedLots": list(lots)} if lots else {}
    value = {"value": pounds(amount)} if amount else {}
    return {
        "id": f"A{number}",
        "status": status,
        "suppliers": [{"id": who["id"], "name": who["name"]}],
        "contractPeriod": PERIOD,
        **given,
        **value,
    }


def values(folder, tender, *notices):
    """Value in pounds and quality of each counted contract by its award, and what was said of estimates."""
    releases = [
        {
            "ocid": "ocds-h6vhtk-0a0001",
            "id": f"00000{number}-2026",
            "date": f"2026-03-0{number}T10:00:00Z",
            "tag": ["award", "contract"],
            "buyer": {"id": "B1", "name": AMBLEFORD["name"]},
            "parties": [AMBLEFORD, *SUPPLIERS],
            "tender": {"title": "Home care", "mainProcurementCategory": "services", **tender},
            "awards": awards,
        }
        for number, awards in enumerate(notices, start=1)
    ]
    path = folder / "notices.json"
    path.write_text(json.dumps({"releases": releases}), encoding="utf-8")
    stored = table([path], folder)
    counted = stored.contracts[stored.contracts.counted].set_index("award_id").sort_index()
    said = stored.issues[stored.issues.problem.str.contains("estimate")]
    worth = (
        counted[["value_gbp", "annual_gbp"]].astype(object).where(counted[["value_gbp", "annual_gbp"]].notna(), None)
    )
    found = dict(zip(counted.index, zip(worth.value_gbp, counted.value_quality, strict=True), strict=True))
    assert [yearly is None for yearly in worth.annual_gbp] == [value is None for value in worth.value_gbp]
    return found, sorted(zip(said["path"], said["value"], said["done"], strict=True))


NONE = (None, "missing")
ONE_LOT = {"lots": [lot("1", 400_000), lot("2", 500_000)], "value": pounds(900_000)}


@pytest.mark.parametrize("apart", [False, True])
def test_a_lot_with_two_contracts_gives_neither_its_estimate(tmp_path, apart):
    awards = [award(0, "1"), award(1, "1"), award(2, "2")]
    found, said = values(tmp_path, ONE_LOT, *([one] for one in awards)) if apart else values(tmp_path, ONE_LOT, awards)
    assert found == {"A0": NONE, "A1": NONE, "A2": (500_000.0, "estimated")}
    assert len(said) == 2 and {path for path, *_ in said} == {"tender/lots/value"}


def test_what_was_taken_back_is_said_with_its_amount(tmp_path):
    _, said = values(tmp_path, ONE_LOT, [award(0, "1")], [award(1, "1")])
    assert said == [("tender/lots/value", "400000.00", "taken for none of them")] * 2


def test_a_stated_value_stays_and_the_estimate_of_its_lot_is_nobody_elses(tmp_path):
    found, _ = values(tmp_path, ONE_LOT, [award(0, "1", 350_000)], [award(1, "1")])
    assert found == {"A0": (350_000.0, "stated"), "A1": NONE}


def test_the_estimate_of_a_whole_tender_is_no_value_of_one_contract_of_several(tmp_path):
    found, said = values(tmp_path, {"value": pounds(900_000)}, [award(0)], [award(1, amount=300_000)])
    assert found == {"A0": NONE, "A1": (300_000.0, "stated")}
    assert said == [("tender/value", "900000.00", "taken for none of them")]


def test_lots_added_up_are_shared_where_one_of_them_is(tmp_path):
    found, _ = values(tmp_path, ONE_LOT, [award(0, "12")], [award(1, "2")])
    assert found == {"A0": NONE, "A1": NONE}


@pytest.mark.parametrize(
    "notices",
    [
        ([award(0)],),
        ([award(0)], [award(0)]),
        ([award(0)], [award(1, status="cancelled")]),
    ],
    ids=["alone", "published again", "another was cancelled"],
)
def test_the_only_contract_of_a_tender_keeps_its_estimate(tmp_path, notices):
    found, said = values(tmp_path, {"value": pounds(900_000)}, *notices)
    assert found == {"A0": (900_000.0, "estimated")}
    assert said == []


@pytest.mark.parametrize("later", [[award(0)], [award(0), award(1, status="cancelled")]])
def test_an_estimate_takes_no_stated_values_place(tmp_path, later):
    """What a later notice leaves out stays as an earlier one states it (semantics 3): an estimate states nothing."""
    found, _ = values(tmp_path, {"value": pounds(900_000)}, [award(0, amount=500_000)], later)
    assert found == {"A0": (500_000.0, "stated")}


def test_a_value_stated_later_takes_the_place_of_an_estimate(tmp_path):
    found, said = values(tmp_path, {"value": pounds(900_000)}, [award(0)], [award(0, amount=500_000)])
    assert found == {"A0": (500_000.0, "stated")} and said == []
