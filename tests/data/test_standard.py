"""What the standard and its extensions allow, and British services do seldom; names and numbers are made up."""

import json
from datetime import date

import pandas as pd
import pytest
from reading import one, table
from releases import COUNCIL, ELM, OAK, YEARS, award, contract, counted, pounds, read, release

from data.model.notice import AwardStatus


def test_suppliers_that_stand_among_the_parties_alone():
    unnamed = [award("A1", suppliers=[]), award("A2", suppliers=[])]
    told = {(len(awards), len(firms)): read(release(parties=[COUNCIL, *firms], awards=awards))
            for awards in (unnamed[:1], unnamed) for firms in ([OAK], [OAK, ELM])}  # fmt: skip
    names = {key: [[one.name for one in notice.suppliers] for notice in notices] for key, (notices, _) in told.items()}
    assert names == {
        (1, 1): [["Oak Ltd"]],
        (1, 2): [["Oak Ltd", "Elm Ltd"]],
        (2, 1): [["Oak Ltd"]] * 2,
        (2, 2): [[], []],
    }
    assert ("parties/roles", "are suppliers of several awards, and it is not told whose is which") in told[2, 2][1]


def test_an_update_that_lists_all_parties_names_no_supplier():
    [notice], _ = read(release(tag=["awardUpdate"], parties=[COUNCIL, OAK, ELM], awards=[award(suppliers=[])]))
    assert notice.suppliers == ()


def test_who_runs_the_procurement_stands_for_a_buyer_that_is_not_named():
    runs = {"id": "B9", "name": "Ambleford Procurement", "roles": ["procuringEntity"]}
    [notice], said = read(release(parties=[runs, OAK], awards=[award()]))
    assert notice.buyer.name == "Ambleford Procurement"
    assert ("buyer", "is named as procuring entity alone") in said
    [notice], said = read(release(parties=[runs, COUNCIL, OAK], awards=[award()]))
    assert (notice.buyer.name, said) == ("Ambleford Council", set())


@pytest.mark.parametrize(
    ("parties", "named", "buyer"),
    [
        ([OAK], {"name": "Ambleford Procurement"}, "Ambleford Procurement"),
        ([OAK, {"id": "B9", "name": "Ambleford Hub"}], {"id": "B9"}, "Ambleford Hub"),
        ([OAK], {"id": "B9"}, ""),
        ([COUNCIL, OAK], {"name": "Ambleford Procurement"}, "Ambleford Council"),
    ],
    ids=["by name alone", "by the id of a party", "by an id of nobody", "beside a buyer"],
)
def test_who_runs_the_procurement_may_stand_in_the_tender_alone(parties, named, buyer):
    [notice], said = read(release(parties=parties, tender={"procuringEntity": named}, awards=[award()]))
    assert notice.buyer.name == buyer
    assert (("buyer", "is named as procuring entity alone") in said) == (buyer not in ("", "Ambleford Council"))


def test_a_supplier_by_its_name_in_a_register():
    elder = {"id": "S3", "roles": ["supplier"], "identifier": {"scheme": "GB-COH", "id": "1", "legalName": "Elder Ltd"}}
    [notice], _ = read(release(parties=[COUNCIL, elder], awards=[award(suppliers=[{"id": "S3"}])]))
    assert [one.name for one in notice.suppliers] == ["Elder Ltd"]


@pytest.mark.parametrize(("named", "found"), [({"name": "Oak Ltd"}, "Oak Ltd"), ({}, "")])
def test_an_id_that_two_parties_share_names_neither(named, found):
    """Oak is the first of the two, and the last one stood for both."""
    both = [{**OAK, "id": "0", "details": {"vcse": False}}, {**ELM, "id": "0", "details": {"vcse": True}}]
    [notice], said = read(release(parties=[COUNCIL, *both], awards=[award(suppliers=[{"id": "0", **named}])]))
    [supplier] = notice.suppliers
    assert (supplier.name, supplier.vcse) == (found, False if found else None)
    assert bool(said) == (not found)


def test_a_contract_names_which_of_the_suppliers_of_its_award_hold_it():
    both = award(suppliers=[{"id": "S1"}, {"id": "S2"}])
    own = [contract("C1", suppliers=[{"id": "S1"}]), contract("C2", suppliers=[{"id": "S2"}])]
    notices, _ = read(release(parties=[COUNCIL, OAK, ELM], awards=[both], contracts=own))
    assert [[one.name for one in notice.suppliers] for notice in notices] == [["Oak Ltd"], ["Elm Ltd"]]


def test_a_contract_of_two_awards_is_one_contract(tmp_path):
    """£500,000 for both; £300,000 and £200,000 are the awards'."""
    awards = [award("A1", value=pounds(300_000)), award("A2", value=pounds(200_000), suppliers=[{"id": "S2"}])]
    joint = contract(value=pounds(500_000), awardID=None, awardIDs=["A1", "A2"])
    rows, _ = counted(tmp_path, release(parties=[COUNCIL, OAK, ELM], awards=awards, contracts=[joint]))
    row = one(rows)
    assert (row.value_gbp, row.supplier, row.end_date) == (500_000, "Oak Ltd; Elm Ltd", pd.Timestamp("2028-03-31"))


def test_a_contract_of_two_awards_without_a_value_leaves_them_theirs():
    awards = [award("A1", value=pounds(300_000)), award("A2", value=pounds(200_000))]
    joint = contract(awardID=None, awardIDs=["A1", "A2"])
    notices, _ = read(release(awards=awards, contracts=[joint]))
    assert [(one.amount, one.end) for one in notices] == [(300_000, date(2028, 3, 31)), (200_000, date(2028, 3, 31))]


@pytest.mark.parametrize(
    ("amounts", "read_as"), [([400, 400, 400], [400, None, None]), ([100, 100, 200], [100, 100, 200])]
)
def test_contracts_that_repeat_the_value_of_their_award(amounts, read_as):
    contracts = [contract(f"C{n}", value=pounds(amount * 1000)) for n, amount in enumerate(amounts)]
    notices, said = read(release(awards=[award(value=pounds(400_000))], contracts=contracts))
    assert [one.amount and one.amount / 1000 for one in notices] == read_as
    assert [one.contract_number for one in notices] == ["C0", "C1", "C2"]
    assert (("contracts/value", "is the award's, in each of its contracts") in said) == (None in read_as)


@pytest.mark.parametrize(
    ("value", "read_as"), [(pounds("400,000"), [400_000, None]), ({}, [None, None])], ids=["as text", "none at all"]
)
def test_two_contracts_that_state_of_their_value_what_their_award_does(value, read_as):
    contracts = [contract(number, value=value) for number in ("C1", "C2")]
    notices, said = read(release(awards=[award(value=value)], contracts=contracts))
    assert [one.amount for one in notices] == read_as
    assert (("contracts/value", "is the award's, in each of its contracts") in said) == bool(value)


@pytest.mark.parametrize(
    ("own", "read_as", "problem"),
    [
        ([None, None, None], [900_000, None, None], "is the award's, in each of its contracts"),
        ([None, 900_000, None], [900_000, None, None], "is the award's, in each of its contracts"),
        (
            [300_000, None, 200_000],
            [300_000, None, 200_000],
            "is of all contracts of the award, of which this one states none",
        ),
        ([300_000, 0, 200_000], [300_000, 0, 200_000], ""),
        ([0, 0, 0], [0, 0, 0], ""),
    ],
    ids=["none states one", "one states the whole", "the others state theirs", "one states nought", "all nought"],
)
def test_the_value_of_an_award_counts_once_whatever_its_contracts_leave_out(own, read_as, problem):
    contracts = [contract(f"C{n}", value={} if one is None else pounds(one)) for n, one in enumerate(own)]
    notices, said = read(release(awards=[award(value=pounds(900_000))], contracts=contracts))
    assert [one.amount for one in notices] == read_as
    assert said == ({("contracts/value", problem)} if problem else set())


def worth(folder, given):
    """Value in pounds and its quality of each contract by its number, cancelled ones too, and what was said."""
    path = folder / "notices.json"
    path.write_text(json.dumps({"releases": [given]}), encoding="utf-8")
    stored = table([path], folder)
    rows = stored.contracts.sort_values("contract_id")
    pounds_of = [None if pd.isna(value) else value for value in rows.value_gbp]
    return list(zip(pounds_of, rows.value_quality, strict=True)), set(
        zip(stored.issues.path, stored.issues.problem, strict=True)
    )


def test_an_award_of_two_lots_is_worth_both_unless_another_has_one_of_them(tmp_path):
    lots = {"lots": [{"id": str(n), "value": pounds(n * 100_000)} for n in (1, 2, 3)], "value": pounds(600_000)}
    [notice, _], said = read(
        release(tender=lots, awards=[award(relatedLots=["1", "2"]), award("A2", relatedLots=["3"])])
    )
    assert (notice.amount, notice.estimated) == (300_000, True)
    assert ("awards/value", "is not stated, its 2 lots are") in said
    shared = [award(relatedLots=["1", "2"]), award("A2", relatedLots=["2", "3"])]
    assert [value for value, _ in worth(tmp_path, release(tender=lots, awards=shared))[0]] == [None, None]


@pytest.mark.parametrize(
    ("second", "contracts", "read_as"),
    [
        ({}, (), [None, None]),
        ({"value": pounds(70_000)}, (), [None, 70_000]),
        ({"status": "cancelled"}, (), [100_000, 100_000]),
        ({"relatedLots": ["2"]}, (), [100_000, 200_000]),
        ({"relatedLots": ["2"]}, ("C1", "C2"), [None, None, 200_000]),
    ],
    ids=["of one lot", "one states its own", "one was cancelled", "of a lot each", "one award, two contracts"],
)
def test_the_estimate_of_a_lot_is_that_of_one_contract(tmp_path, second, contracts, read_as):
    lots = {"lots": [{"id": str(n), "value": pounds(n * 100_000)} for n in (1, 2)]}
    awards = [award(relatedLots=["1"]), award("A2", **{"relatedLots": ["1"], **second})]
    values, said = worth(
        tmp_path, release(tender=lots, awards=awards, contracts=[contract(number) for number in contracts])
    )
    assert [value for value, _ in values] == read_as
    problem = "is the estimate of a lot that several contracts share, and theirs are not stated"
    assert (("tender/lots/value", problem) in said) == (None in read_as)


def test_codes_are_read_whatever_their_case():
    told = [
        read(release(awards=[award()], contracts=[contract(status=one)]))[0][0].status
        for one in ("Terminated", "CANCELLED")
    ]
    assert told == [AwardStatus.ENDED, AwardStatus.CANCELLED]


def test_an_award_under_the_law_of_concessions_is_one(tmp_path):
    law = {"legalBasis": {"scheme": "CELEX", "id": "32014L0023"}, "title": "Running of the leisure centre"}
    rows, _ = counted(tmp_path, release(awards=[award()], contracts=[contract()], tender=law))
    assert one(rows).instrument == "concession"


def test_what_stands_where_an_object_is_due_is_read_or_said():
    [notice], said = read(release(awards=[award()], contracts=[contract(period=[YEARS], value=130_000)]))
    assert (notice.end, notice.amount) == (date(2028, 3, 31), None)
    assert said == {("contracts/value", "is no object")}


@pytest.mark.parametrize(
    ("value", "net", "gross"),
    [
        (pounds(180_000, amountNet=150_000), 150_000, None),
        (pounds(90_000, valueAddedTaxIncluded=True), None, 90_000),
        (pounds(90_000, valueAddedTaxIncluded=False), 90_000, None),
    ],
)
def test_other_words_for_value_added_tax(value, net, gross):
    [notice], _ = read(release(awards=[award(value=value)]))
    assert (notice.amount, notice.amount_gross) == (net, gross)


@pytest.mark.parametrize(
    ("key", "form"), [("hasFrameworkAgreement", "is_framework"), ("hasDynamicPurchasingSystem", "is_dps")]
)
def test_what_is_set_up_says_the_tender_or_each_lot(key, form):
    """The third award is of both lots, of which one sets up nothing."""
    lots = [{"id": str(n), "techniques": {key: n == 1}} for n in (1, 2)]
    awards = [award("A1", relatedLots=["1"]), award("A2", relatedLots=["2"]), award("A3", relatedLots=["1", "2"])]
    told = [
        [getattr(one, form) for one in read(release(tender={"lots": lots, **more}, awards=awards))[0]]
        for more in ({}, {"techniques": {key: True}})
    ]
    assert told == [[True, False, False], [True, True, True]]


NORTH_AND_SOUTH = [
    {"id": "1", "title": "North", "description": "North of the river", "value": pounds(400_000)},
    {"id": "2", "title": "South", "description": "South of the river", "value": pounds(500_000)},
]


def test_the_title_of_an_award_its_contract_or_its_lot_tells_several_apart():
    awards = [award("A1", title="Days"), award("A2"), award("A3", relatedLots=["2"])]
    contracts = [contract("C2", awardID="A2", title="Nights")]
    notices, _ = read(release(tender={"lots": NORTH_AND_SOUTH}, awards=awards, contracts=contracts))
    assert [one.title for one in notices] == ["Home care: Days", "Home care: Nights", "Home care: South"]


@pytest.mark.parametrize(
    ("lots_of_awards", "main", "described"),
    [
        ([["1"], ["2"]], "Care.", ["Care.\nNorth of the river", "Care.\nSouth of the river"]),
        ([["1", "2"], ["2"]], "Care.", ["Care.", "Care.\nSouth of the river"]),
        ([["1"]], "Care.", ["Care."]),
        ([["1"]], None, ["North of the river"]),
        ([["1"], []], "Care North of the river", ["Care North of the river", "Care North of the river"]),
    ],
    ids=["a lot each", "two lots", "the only award", "no other words", "said already"],
)
def test_the_description_of_the_one_lot_of_an_award(lots_of_awards, main, described):
    awards = [award(f"A{n}", relatedLots=lots) for n, lots in enumerate(lots_of_awards)]
    notices, _ = read(release(tender={"description": main, "lots": NORTH_AND_SOUTH}, awards=awards))
    assert [one.description for one in notices] == described


def test_the_estimate_of_the_tender_stands_in_for_its_only_award(tmp_path):
    tender = {"value": pounds(900_000), "lots": NORTH_AND_SOUTH}
    found = [
        [
            (value, quality == "estimated")
            for value, quality in worth(tmp_path, release(tender=tender, awards=awards))[0]
        ]
        for awards in ([award()], [award(relatedLots=["1", "2"])], [award("A1"), award("A2")])
    ]
    assert found == [[(900_000, True)], [(900_000, True)], [(None, False), (None, False)]]


def test_lots_in_two_currencies_are_not_added_up():
    lots = [*NORTH_AND_SOUTH, {"id": "3", "value": {"amount": 600_000, "currency": "EUR"}}]
    notices, _ = read(release(tender={"lots": lots}, awards=[award(relatedLots=["2", "3"]), award("A2")]))
    assert [one.amount for one in notices] == [None, None]


def test_what_an_award_declares_to_be_goes_before_what_the_tender_does():
    awards = [award("A1", mainProcurementCategory="works"), award("A2")]
    assert [one.category for one in read(release(awards=awards))[0]] == ["works", "services"]


def test_the_address_is_that_of_the_notice_among_the_documents():
    documents = [
        {"documentType": "biddingDocuments", "url": "https://example.org/specification"},
        {"documentType": "awardNotice"},
        {"documentType": "awardNotice", "url": "https://example.org/notice"},
    ]
    [notice], _ = read(release(awards=[award(documents=documents)]))
    assert notice.notice_url == "https://example.org/notice"


def test_a_region_in_capitals_is_a_code_up_to_five_letters():
    addresses = [{"region": "UKI32"}, {"region": "LONDON"}, {"region": "Kent"}]
    [notice], _ = read(release(awards=[award(items=[{"id": "1", "deliveryAddresses": addresses}])]))
    assert (notice.region_codes, notice.region_names) == (("UKI32",), ("LONDON", "Kent"))


def test_a_notice_that_tells_of_nothing_bought_is_no_plan():
    paid = {"ocid": "o", "id": "n", "tag": ["planning"], "parties": [COUNCIL], "planning": {}}
    assert read(paid) == ([], {("tender", "tells of nothing that is bought")})


def test_what_bears_the_number_of_a_process_and_nothing_of_it_is_no_plan(tmp_path):
    """Some tools wrap each release in an object of their own, which repeats its ocid."""
    held = release(awards=[award()])
    lines = [{"collection_id": 12, "ocid": held["ocid"], "data": held}, held]
    path = tmp_path / "notices.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    stored = table([path], tmp_path)
    assert one(stored.contracts).title == "Home care"
    issue = one(stored.issues)
    assert (issue.line, issue.problem, issue.unread) == (1, "holds the ocid of a process and nothing of it", True)


def test_the_contracts_of_one_award_are_told_apart_by_their_own_titles():
    named = [contract("C1", title="Care: days"), contract("C2", title="Nights"), contract("C3")]
    notices, _ = read(release(awards=[award(title="Care")], contracts=named))
    assert [one.title for one in notices] == ["Home care: Care: days", "Home care: Care: Nights", "Home care: Care"]
    notices, _ = read(release(tender={"title": None}, awards=[award()], contracts=named[:2]))
    assert [one.title for one in notices] == ["Care: days", "Nights"]


def test_the_only_award_of_a_notice_has_its_lot_in_the_title_where_there_are_more_lots():
    for lots, title in (NORTH_AND_SOUTH, "Home care: South"), (NORTH_AND_SOUTH[1:], "Home care"):
        [notice], _ = read(release(tender={"lots": lots}, awards=[award(relatedLots=["2"])]))
        assert notice.title == title


def test_buyers_together_are_said():
    county = {"id": "B2", "name": "Ambleshire", "roles": ["buyer"]}
    [notice], said = read(release(parties=[COUNCIL, county, OAK], buyer={"id": "B2"}, awards=[award()]))
    assert notice.buyer.name == "Ambleshire"
    assert ("parties/roles", "are buyers together") in said
    assert not read(release(parties=[COUNCIL, {**COUNCIL, "id": "B3"}, OAK], awards=[award()]))[1]
