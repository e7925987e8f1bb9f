"""Who supplies, in which state and under which form, in a register of a reader's own: cells and what they mean."""

from datetime import date

import pytest
from own_reading import CARE, HEADER, REST, register

from data.readers.own_register.one_row import status as status_of_row


@pytest.mark.parametrize(
    ("status", "stage", "counted"),
    [("Live", "awarded", 1), ("Planned", "planned", 1), ("Out to tender", "planned", 1), ("Terminated", "superseded", 1),  # noqa: E501
     ("Cancelled", "awarded", 0), ("Purple", "awarded", 1), ("Awarded - not started", "awarded", 1),
     ("On hold", "awarded", 1)],
)  # fmt: skip
def test_a_status_is_read(tmp_path, status, stage, counted):
    found = register(tmp_path, f"{CARE},{status}", header=f"{HEADER},Status")
    assert len(found.rows) == counted
    if counted:
        assert found.values("stage") == [stage]
    assert bool(found.said("no status that is known")) == (status == "Purple")


@pytest.mark.parametrize(("today", "stage"), [("2027-01-01", "superseded"), ("2029-04-01", "awarded")])
def test_a_contract_that_is_over_before_its_last_day_was_ended_early(tmp_path, monkeypatch, today, stage):
    monkeypatch.setattr(status_of_row, "day_of_reading", lambda: date.fromisoformat(today))
    found = register(tmp_path, f"{CARE},Expired", header=f"{HEADER},Status")
    assert found.values("stage") == [stage]
    assert bool(found.said("over, before its last day 2029-03-31")) == (stage == "superseded")


def test_what_passed_to_another_supplier_is_taken_as_ended_and_said(tmp_path):
    found = register(tmp_path, f"{CARE},Novated", header=f"{HEADER},Status")
    assert found.values("stage") == ["superseded"]
    assert [i.line for i in found.said("passed to another supplier")] == [2]


def test_what_waits_and_has_no_supplier_is_planned(tmp_path):
    found = register(tmp_path, f"{CARE.replace('Oakfield Care Ltd', '')},On hold", REST, header=f"{HEADER},Status")
    assert found.values("stage") == ["planned", "awarded"]
    assert found.said("waits")


@pytest.mark.parametrize(
    ("remark", "stage", "basis"),
    [("TERMINATED by mutual agreement 31/01/2027", "superseded", "ex"), ("May be terminated early", "awarded", "ex"),
     ("Value shown inc VAT", "awarded", "inc"), ("£2.3m including VAT in all", "awarded", "ex")],
)  # fmt: skip
def test_a_remark_may_say_an_early_end_and_vat(tmp_path, remark, stage, basis):
    header = HEADER.replace("Total Contract Value", "Value (ex VAT)") + ",Notes"
    found = register(tmp_path, f"{CARE},{remark}", header=header)
    assert (found.values("stage"), found.values("vat_basis")) == ([stage], [basis])
    assert found.values("value_gbp") == [333_333.33 if basis == "inc" else 400_000]
    assert len(found.said("says that", "Notes")) == (stage != "awarded") + (basis == "inc")


@pytest.mark.parametrize(
    "cell",
    ["Various", "Various - see DPS list", "Multiple suppliers - see contract", "Redacted", "Withheld s.31(1)",
     "Commercially sensitive", "See attached list", "Spot purchase", "See lots", "Lots as below", "As per lots",
     "In-house", "Internal provision", "Various AQP providers"],
)  # fmt: skip
def test_a_cell_that_names_nobody_is_no_supplier(tmp_path, cell):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", cell))
    assert found.values("supplier") == [None]
    assert found.values("supplier_kind") == [None]
    assert [i.line for i in found.said("names nobody")] == [2]


@pytest.mark.parametrize(
    "cell", ["Various Artists Care Ltd", "Unknown Pleasures Ltd", "See Hear Ltd", "Multiple Ltd", "Lots of Care Ltd"]
)
def test_a_name_that_begins_like_nobody_is_one(tmp_path, cell):
    assert register(tmp_path, CARE.replace("Oakfield Care Ltd", cell)).values("supplier") == [cell]


@pytest.mark.parametrize(
    "name",
    ["Contractor/Provider", "Provider", "Successful bidder", "Winning Bidder", "Vendor", "Awarded To", "Supplier Company Name",  # noqa: E501
     "Name of contractor", "Company", "Service Provider"],
)  # fmt: skip
def test_a_supplier_by_many_names(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Supplier", name))
    assert found.values("supplier_kind") == ["private"]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ('"Oakfield Care Ltd, Elm Care Limited"', "Oakfield Care Ltd; Elm Care Limited"),
        ('"Oakfield Care Ltd\nElm Care Ltd"', "Oakfield Care Ltd; Elm Care Ltd"),
        ("Oakfield Care / Elm Care", "Oakfield Care; Elm Care"), ('"Oakfield Care, Ltd"', "Oakfield Care, Ltd"),
        ('"Smith, Jones & Partners LLP"', "Smith, Jones & Partners LLP"),
        ("Lot 1: Oakfield Care Ltd; Lot 2: Elm Care CIC", "Oakfield Care Ltd; Elm Care CIC"),
        ('"Oakfield Care (Lot 1), Elm Care CIC (Lots 2 and 3)"', "Oakfield Care; Elm Care CIC"),
        ("Oakfield Care Ltd and University of Elm (consortium)", "Oakfield Care Ltd; University of Elm"),
        ("Oakfield Care Ltd (incumbent)", "Oakfield Care Ltd"), ("Elm Action (charity)", "Elm Action (charity)"),
        ('"Oakfield Care Ltd, Unit 4, Oldtown OL1 2AB"', "Oakfield Care Ltd"),
        ('"Oakfield Care Ltd\n1 High Street\nAmbleford\nAB1 2CD"', "Oakfield Care Ltd"),
    ],
)  # fmt: skip
def test_several_suppliers_in_one_cell(tmp_path, cell, names):
    assert register(tmp_path, CARE.replace("Oakfield Care Ltd", cell)).values("supplier") == [names]


@pytest.mark.parametrize(
    ("column", "cell", "kind"),
    [("Vendor Type", "Charity", "charity"), ("VCSE", "Yes", "charity"), ("Supplier type", "Social enterprise", "mutual"),  # noqa: E501
     ("Supplier Type", "Private company", "private"), ("Type of supplier", "Local authority", "public"), ("SME or VCSE", "SME", "private")],  # noqa: E501
)  # fmt: skip
def test_the_kind_of_supplier_is_the_column_s(tmp_path, column, cell, kind):
    found = register(tmp_path, f"{CARE},{cell}".replace("Oakfield Care Ltd", "Oakfield"), header=f"{HEADER},{column}")
    assert found.values("supplier_kind") == [kind]


@pytest.mark.parametrize(
    ("form", "instrument"),
    [("DPS", "dps"), ("Dynamic purchasing system", "dps"), ("Call-off from DPS", "call_off"), ("Grant", "grant"),
     ("Grant agreement", "grant"), ("Contract", "contract")],
)  # fmt: skip
def test_a_purchasing_system_is_no_contract_under_one(tmp_path, form, instrument):
    found = register(tmp_path, f"{CARE},{form}", header=f"{HEADER},Agreement type")
    assert found.values("instrument") == [instrument]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Consortium led by Uplift Works Ltd (with Greenway CIC, MindBase)", ["Uplift Works Ltd", "Greenway CIC", "MindBase"]),  # noqa: E501
        ("Partnership led by Age Concern Holt (including Elm Ltd and Oak CIC)", ["Age Concern Holt", "Elm Ltd", "Oak CIC"]),  # noqa: E501
        ("Oak Care Ltd (trading as Oak Homes Ltd, Oak Days)", ["Oak Care Ltd (trading as Oak Homes Ltd, Oak Days)"]),
    ],
)  # fmt: skip
def test_brackets_are_not_parted_but_where_they_name_who_supplies_too(tmp_path, cell, names):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", f'"{cell}"'))
    assert found.values("suppliers") == ["\n".join(names)]


@pytest.mark.parametrize("cell", ["TBC (ITT live)", "TBA - RFQ out", "To be confirmed (PQQ stage)"])
def test_a_supplier_to_come_by_the_papers_of_a_tender(tmp_path, cell):
    row = CARE.replace("Oakfield Care Ltd", cell).replace("2025-04-01", "")
    found = register(tmp_path, row)
    assert list(found.all["stage"]) == ["planned"]
    assert found.values("suppliers") == [None]


@pytest.mark.parametrize("cell", ["Various - as and when", "Multiple suppliers (ad hoc)", "Various as required"])
def test_several_as_they_are_needed_name_nobody(tmp_path, cell):
    found = register(tmp_path, CARE.replace("Oakfield Care Ltd", cell))
    assert found.values("suppliers") == [None]
    assert [i.value for i in found.said("names nobody")] == [cell]
