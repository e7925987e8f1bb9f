"""Ids that a release writes in two ways, laws under other names, lists by place; names and numbers are made up."""

import pandas as pd
import pytest
from reading import one
from releases import COUNCIL, ELM, OAK, YEARS, award, contract, counted, pounds, read, release

LOTS = [
    {"id": "LOT-0001", "title": "North", "contractPeriod": {**YEARS, "maxExtentDate": "2030-03-31"}},
    {"id": "LOT-0002", "title": "South", "contractPeriod": {"startDate": "2027-04-01", "endDate": "2027-09-30"}},
]


@pytest.mark.parametrize("number", ["AWARD-7", "Award-7", " award-7", "award-7 "])
def test_a_contract_is_of_its_award_in_other_letters(tmp_path, number):
    awarded = [award("award-7", value=pounds(70_000)), award("8", suppliers=[{"id": "S2", "name": "Elm Ltd"}])]
    signed = [contract(awardID=number)]
    rows, issues = counted(tmp_path, release(parties=(COUNCIL, OAK, ELM), awards=awarded, contracts=signed))
    assert sorted(zip(rows.supplier, rows.end_date.dt.year.fillna(0), strict=True)) == [
        ("Elm Ltd", 0),
        ("Oak Ltd", 2028),
    ]
    assert "contracts/awardID" not in set(issues.path)


@pytest.mark.parametrize(("earlier", "later"), [("aw-b", "AW-B"), ("AW-B", "aw-b "), ("0B", "0b")])
def test_an_award_in_other_letters_is_one_in_all_notices(tmp_path, earlier, later):
    first = release(1, awards=[award(earlier, value=pounds(70_000))])
    second = release(2, awards=[award(later, value=pounds(80_000))])
    assert list(counted(tmp_path, first, second)[0].value_gbp) == [80_000]


def test_two_awards_that_differ_in_their_letters_alone_in_one_notice_stay_two(tmp_path):
    both = [award("b", value=pounds(70_000)), award("B", value=pounds(80_000))]
    later = release(2, awards=[award("b", value=pounds(75_000))])
    rows, _ = counted(tmp_path, release(1, awards=both), later)
    assert sorted(rows.value_gbp) == [75_000, 80_000]


@pytest.mark.parametrize("number", ["LOT-0001", "lot-0001", "LOT-0001 "])
def test_an_award_is_of_its_lot_in_other_letters(tmp_path, number):
    rows, _ = counted(tmp_path, release(tender={"lots": LOTS}, awards=[award(relatedLots=[number])]))
    told = one(rows)
    assert (told.end_date, told.latest_end_date) == (pd.Timestamp("2028-03-31"), pd.Timestamp("2030-03-31"))


def test_an_award_is_of_no_lot_whose_number_two_bear(tmp_path):
    lots = [{**LOTS[0], "id": "a"}, {**LOTS[1], "id": "A"}]
    exact, _ = counted(tmp_path, release(tender={"lots": lots}, awards=[award(relatedLots=["a"])]))
    assert one(exact).end_date == pd.Timestamp("2028-03-31")


@pytest.mark.parametrize("number", ["gb-coh-01234567", "GB-COH-01234567 ", " Gb-Coh-01234567"])
def test_a_supplier_is_the_party_of_its_id_in_other_letters(number):
    firm = {"id": "GB-COH-01234567", "name": "Oak Ltd", "roles": ["supplier"]}
    notices, issues = read(release(parties=(COUNCIL, firm, ELM), awards=[award(suppliers=[{"id": number}])]))
    assert [one.name for one in notices[0].suppliers] == ["Oak Ltd"]
    assert "awards/suppliers/id" not in {path for path, _ in issues}


def test_a_supplier_is_not_told_by_an_id_that_two_parties_bear_but_for_its_letters():
    firms = [{"id": "s9", "name": "Ash Ltd"}, {"id": "S9", "name": "Fir Ltd"}]
    notices, _ = read(release(parties=(COUNCIL, *firms), awards=[award(suppliers=[{"id": "S9"}]), award("A2")]))
    assert [one.name for one in notices[0].suppliers] == ["Fir Ltd"]


@pytest.mark.parametrize(
    ("law", "regime", "form"),
    [
        ({"scheme": "UKSI", "id": "2023/1348"}, "health", "contract"),
        ({"scheme": "UKSI", "id": "2015/102"}, "older", "contract"),
        ({"scheme": "UKSI", "id": "2016/274"}, "older", "contract"),
        ({"scheme": "UKSI", "id": "2016/273"}, "older", "concession"),
        ({"scheme": "SSI", "id": "2016/65"}, "older", "concession"),
        ({"scheme": "UKSI", "id": "2024/692"}, "act", "contract"),
        ({"scheme": "UKPGA", "id": "2023/54"}, "act", "contract"),
        ({"scheme": "CELEX", "id": "32014L0024"}, "older", "contract"),
        ({"scheme": "UKSI", "id": "1999/1"}, "unknown", "contract"),
    ],
    ids=str,
)
def test_a_law_is_known_by_its_number(tmp_path, law, regime, form):
    told = one(counted(tmp_path, release(tender={"legalBasis": law}, awards=[award()]))[0])
    assert (told.regime, told.instrument) == (regime, form)


def test_health_regulations_announce_and_confirm_one_award(tmp_path):
    tender = {"legalBasis": {"scheme": "UKSI", "id": "2023/1348"}}
    first = release(1, tender=tender, awards=[award("1", status="pending", value=pounds(70_000))])
    second = release(2, tender=tender, awards=[award("2", value=pounds(80_000))])
    assert list(counted(tmp_path, first, second)[0].value_gbp) == [80_000]


def test_one_that_is_given_up_ends_none_of_two_announced_together(tmp_path):
    tender = {"legalBasis": {"scheme": "CELEX", "id": "32014L0024"}}
    both = [award(n, status="pending", value=pounds(amount)) for n, amount in (("1", 50_000), ("2", 60_000))]
    given_up = release(2, tender=tender, awards=[award("3", status="cancelled")])
    rows, _ = counted(tmp_path, release(1, tender=tender, awards=both), given_up)
    assert sorted(rows.value_gbp) == [50_000, 60_000]


@pytest.mark.parametrize(
    "law", [{"scheme": "CELEX", "id": "32014L0024"}, {"scheme": "UKPGA", "id": "2023/54"}], ids=str
)
@pytest.mark.parametrize("passed", [False, True])
def test_an_award_that_is_given_up_under_a_new_number_ends_what_announced_it(tmp_path, law, passed):
    tender = {"legalBasis": law, "procurementMethod": "direct"}
    announced = release(1, tender=tender, awards=[award("1", status="pending", relatedLots=["1"])])
    awarded = release(2, tender=tender, awards=[award("2", relatedLots=["1"])])
    given_up = release(3, tender=tender, awards=[award("2", status="cancelled", relatedLots=["1"])])
    rows, _ = counted(tmp_path, announced, *([awarded] if passed else []), given_up)
    assert rows.empty


@pytest.mark.parametrize(
    "other",
    [
        {"suppliers": [{"id": "S2", "name": "Elm Ltd"}]},
        {"relatedLots": ["2"]},
        {"status": "active"},
    ],
    ids=str,
)
def test_what_is_given_up_of_others_ends_no_announced_award(tmp_path, other):
    tender = {"legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, "procurementMethod": "direct"}
    announced = release(1, tender=tender, awards=[award("1", status="pending", relatedLots=["1"])])
    given_up = release(2, tender=tender, awards=[award("2", **{"status": "cancelled", "relatedLots": ["1"], **other})])
    rows, _ = counted(tmp_path, announced, given_up)
    assert one(rows).supplier == "Oak Ltd"


@pytest.mark.parametrize("places", [("0",), ("0", "2"), ("5", "3")], ids=str)
def test_a_list_that_is_written_by_place_is_a_list(tmp_path, places):
    firms = {"0": [{"id": "S1", "name": "Oak Ltd"}], "2": [{"id": "S2", "name": "Elm Ltd"}]}
    awarded = {
        place: award(
            f"A{place}", suppliers=dict(enumerate(firms["2" if place == "2" else "0"])), value=pounds(5_000 + n)
        )
        for n, place in enumerate(places)
    }
    rows, _ = counted(tmp_path, release(parties=(COUNCIL, OAK, ELM), awards=awarded))
    expected = ["Elm Ltd", "Oak Ltd"] if "2" in places else ["Oak Ltd"] * len(places)
    assert sorted(rows.supplier) == expected
    assert sorted(rows.value_gbp) == [5_000 + n for n in range(len(places))]


def test_parties_that_are_listed_by_their_ids_are_parties():
    listed = {"B1": {**COUNCIL}, "S1": {**OAK}}
    notices, _ = read({**release(awards=[award(suppliers=[{"id": "S1"}])], buyer={"id": "B1"}), "parties": listed})
    assert [(told.buyer.name, one.name) for told in notices for one in told.suppliers] == [
        ("Ambleford Council", "Oak Ltd")
    ]


def test_lots_tags_and_roles_by_place_are_lists():
    council, oak = {**COUNCIL, "roles": {"1": "buyer"}}, {**OAK, "roles": {"0": "tenderer", "3": "supplier"}}
    given = release(tender={"lots": LOTS}, awards=[award(suppliers=[], relatedLots={"1": "LOT-0001"})])
    notices, _ = read({**given, "parties": [council, oak], "tag": {"0": "award", "2": "contract"}})
    told = notices[0]
    assert (told.buyer.name, told.suppliers[0].name, str(told.end)) == ("Ambleford Council", "Oak Ltd", "2028-03-31")


def test_an_object_whose_keys_are_words_is_no_list(tmp_path):
    rows, _ = counted(tmp_path, release(awards=award(value=pounds(5_000)), contracts={"awardID": "A1", "id": "C1"}))
    assert one(rows).value_gbp == 5_000


def test_what_stands_in_a_list_by_place_and_is_no_object_is_said():
    _, issues = read(release(awards={"0": award(), "1": {"suppliers": {"0": "Oak Ltd"}}}))
    assert ("awards/suppliers", "is no object") in issues


@pytest.mark.parametrize("unit", [{"durationInDays": 731}, {"durationInMonths": 24}])
def test_a_length_without_a_first_day_is_said(unit):
    period = {"endDate": "2028-03-31", **unit}
    notices, issues = read(release(awards=[award()], contracts=[contract(period=period)]))
    assert (notices[0].start, str(notices[0].end)) == (None, "2028-03-31")
    assert any("no day from which they run" in problem for _, problem in issues)


@pytest.mark.parametrize("numbers", [["aw-1", "AW-2"], ["AW-1 ", "aw-2"], {"1": "AW-1", "4": "AW-2"}], ids=str)
def test_a_contract_is_of_several_awards_in_other_letters(tmp_path, numbers):
    awarded = [award("AW-1", relatedLots=["1"]), award("AW-2", relatedLots=["2"])]
    signed = [{"id": "C1", "awardIDs": numbers, "status": "active", "value": pounds(9_000), "period": YEARS}]
    told = one(counted(tmp_path, release(awards=awarded, contracts=signed))[0])
    assert (told.supplier, told.value_gbp, told.end_date) == ("Oak Ltd", 9_000, pd.Timestamp("2028-03-31"))


@pytest.mark.parametrize("numbers", [["aw-3"], ["AW-1", "aw-9"]], ids=str)
def test_an_award_that_no_contract_names_stays_beside_it(tmp_path, numbers):
    awarded = [award("AW-1"), award("AW-2", value=pounds(5_000))]
    signed = [{"id": "C1", "awardIDs": numbers, "status": "active", "value": pounds(9_000), "period": YEARS}]
    rows, _ = counted(tmp_path, release(awards=awarded, contracts=signed))
    assert {5_000, 9_000} <= set(rows.value_gbp)


def test_a_process_is_one_with_spaces_around_its_id(tmp_path):
    later = {**release(2, awards=[award(value=pounds(80_000))]), "ocid": " ocds-xxxxxx-1 "}
    rows, _ = counted(tmp_path, release(awards=[award(value=pounds(70_000))]), later)
    assert (one(rows).value_gbp, one(rows).ocid) == (80_000, "ocds-xxxxxx-1")
