"""Who supplies by the parties of a release: by number alone, in two spellings, under two names, or nobody."""

import pandas as pd
import pytest
from reading import one

from tests.chains import BUYER, YEARS, award, built, counted, pounds, release


def suppliers_of(folder, parties, references):
    stored = built(folder, release(1, "award", parties=parties, awards=[award(suppliers=references)]))
    return one(stored.contracts).suppliers, len(stored.issues)


@pytest.mark.parametrize(
    ("party", "reference"),
    [
        ({"id": 7}, {"id": 7}),
        ({"id": 7}, {"id": "7"}),
        ({"id": "7"}, {"id": 7.0}),
        ({"id": "GB-FTS-1", "identifier": {"scheme": "GB-COH", "id": "01234567"}}, {"id": "GB-COH-01234567"}),
        ({"id": "1", "additionalIdentifiers": [{"scheme": "GB-PPON", "id": "PA-1"}]}, {"id": "GB-PPON-PA-1"}),
    ],
    ids=["numbers", "number and text", "text and decimal", "its identifier", "a further identifier"],
)
def test_a_supplier_that_is_named_by_its_number_alone(tmp_path, party, reference):
    elm = {"id": 8, "name": "Elm Ltd", "roles": ["supplier"]}
    oak = {"name": "Oak Ltd", "roles": ["supplier"], **party}
    assert suppliers_of(tmp_path, [BUYER, oak, elm], [reference]) == ("Oak Ltd", 0)


def test_a_number_that_two_parties_bear_names_neither(tmp_path):
    held = {"scheme": "GB-COH", "id": "01234567"}
    both = [{"id": str(n), "name": name, "identifier": held} for n, name in enumerate(("Oak Ltd", "Oak Holdings Ltd"))]
    named, issues = suppliers_of(tmp_path, [BUYER, *both], [{"id": "GB-COH-01234567"}])
    assert (isinstance(named, str), issues) == (False, 1)


OAK_NUMBER = {"scheme": "GB-COH", "id": "01234567"}
ELM_NUMBER = {"scheme": "GB-COH", "id": "07654321"}


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ({}, {}, 1),
        ({"identifier": OAK_NUMBER}, {}, 1),
        ({"identifier": OAK_NUMBER}, {"identifier": OAK_NUMBER}, 1),
        ({"identifier": OAK_NUMBER}, {"identifier": ELM_NUMBER}, 2),
    ],
    ids=["no numbers", "one number", "the same number", "two companies"],
)
def test_a_supplier_named_twice_in_two_spellings_is_one(tmp_path, first, second, named):
    parties = [BUYER, {"id": "a", "name": "Oak Ltd", **first}, {"id": "b", "name": "OAK LTD.", **second}]
    stored = built(tmp_path, release(1, "award", parties=parties, awards=[award(suppliers=[{"id": "a"}, {"id": "b"}])]))
    row = one(stored.contracts)
    assert row.suppliers.splitlines() == ["Oak Ltd", "OAK LTD."][:named]
    assert (row.n_suppliers, row.company == "Several companies, not split") == (named, named > 1)


def held_by(folder, *names, **party):
    listed = [{"id": str(n), "name": name, "roles": ["supplier"], **party} for n, name in enumerate(names)]
    held = award(suppliers=listed, value=pounds(390_000), contractPeriod=YEARS)
    return built(folder, release(2, "award", parties=[BUYER, *listed], awards=[held]))


@pytest.mark.parametrize(
    "name",
    [
        *("TBC", "To be confirmed", "Various", "Various suppliers", "To be appointed", "Not yet known"),
        *("Being tendered", "Multiple providers", "In-house", "Redacted", "Direct labour organisation"),
    ],
)
def test_words_that_stand_for_a_supplier_name_nobody(tmp_path, name):
    """The award stays: somebody supplies, and of what kind is not known."""
    stored = held_by(tmp_path, name)
    row = one(counted(stored))
    assert (row.supplier_kind, row.stage, row.value_gbp) == ("none", "awarded", 390_000)
    assert pd.isna(row.company)
    assert one(stored.issues).problem == "names nobody"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Various Eateries Ltd",
            "Numerous Ltd",
            "Confidential Waste Ltd",
            "Unknown Films Limited",
            "TBC Holdings plc",
        ),
        *(
            "Exempt Accommodation Services Ltd",
            "Internal Communications Ltd",
            "The Panel Company",
            "Provider Ltd",
            "Abandon Ship Apparel Ltd",
        ),
    ],
)
def test_firms_called_by_such_words_are_named(tmp_path, name):
    stored = held_by(tmp_path, name)
    row = one(counted(stored))
    assert (row.supplier_kind, row.company) == ("private", name)
    assert stored.issues.empty


def test_a_number_names_a_supplier_whatever_it_is_called(tmp_path):
    stored = held_by(tmp_path, "To be appointed", identifier=OAK_NUMBER)
    assert one(counted(stored)).supplier_kind == "private"


def test_who_is_named_beside_others_who_are_not_tells_the_kind(tmp_path):
    row = one(counted(held_by(tmp_path, "Oak Ltd", "To be confirmed")))
    assert (row.supplier_kind, row.suppliers) == ("private", "Oak Ltd\nTo be confirmed")


def under_two_names(folder, first, second):
    parties = [BUYER, {"id": "a", "name": "Oak Ltd", **first}, {"id": "b", "name": "Oakfield Care Ltd", **second}]
    both = award(suppliers=[{"id": "a"}, {"id": "b"}], value=pounds(390_000), contractPeriod=YEARS)
    return built(folder, release(2, "award", parties=parties, awards=[both]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"identifier": OAK_NUMBER}, {"identifier": OAK_NUMBER}),
        ({"identifier": OAK_NUMBER}, {"additionalIdentifiers": [OAK_NUMBER]}),
        ({"additionalIdentifiers": [OAK_NUMBER]}, {"additionalIdentifiers": [OAK_NUMBER]}),
        ({"identifier": OAK_NUMBER}, {"identifier": {"scheme": "GB-COH", "id": "1234567"}}),
        ({"identifier": OAK_NUMBER}, {"identifier": {"scheme": "GB-COH", "id": 1234567}}),
    ],
    ids=["identifier", "either", "additional", "a nought lost", "a number"],
)
def test_a_supplier_under_two_names_and_one_company_number_is_one(tmp_path, first, second):
    stored = under_two_names(tmp_path, first, second)
    row = one(counted(stored))
    assert (row.suppliers, row.company, row.n_suppliers, row.value_gbp) == ("Oak Ltd", "Oak Ltd", 1, 390_000)
    assert one(stored.issues).value == "Oakfield Care Ltd"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"identifier": OAK_NUMBER}, {}),
        ({"identifier": OAK_NUMBER}, {"identifier": ELM_NUMBER}),
        ({"identifier": OAK_NUMBER}, {"identifier": {"scheme": "GB-CHC", "id": "01234567"}}),
        ({"identifier": {"scheme": "GB-CHC", "id": "1"}}, {"identifier": {"scheme": "GB-CHC", "id": "1"}}),
        ({"identifier": {"id": "01234567"}}, {"identifier": {"id": "01234567"}}),
        ({"identifier": OAK_NUMBER}, {"identifier": ELM_NUMBER, "additionalIdentifiers": [OAK_NUMBER]}),
        *[[{"identifier": {"scheme": "GB-COH", "id": told}}] * 2 for told in ("N/A", "0", "00000000", "not known")],
    ],
)
def test_two_names_without_one_company_number_in_common_are_two_suppliers(tmp_path, first, second):
    assert one(counted(under_two_names(tmp_path, first, second))).n_suppliers == 2
