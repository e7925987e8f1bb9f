"""What the notices of British services leave to be worked out; names and numbers are made up."""

import itertools

import pandas as pd
import pytest
from reading import one
from releases import COUNCIL, ELM, OAK, YEARS, award, contract, counted, pounds, release

from data.model.dates import moment

FIRST_END, LATEST = pd.Timestamp("2028-03-31"), pd.Timestamp("2030-03-31")
ELMS = [{"id": "S2", "name": "Elm Ltd"}]
FOUND = {"hasRenewal": True, "contractPeriod": YEARS}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-06-01T10:00:00Z", "2026-06-01T11:00:00"),
        ("2026-06-01T10:00:00.123Z", "2026-06-01T11:00:00"),
        ("2026-06-01T10:30:00+01:00", "2026-06-01T10:30:00"),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00"),
        ("2026-06-01T23:30:00Z", "2026-06-02T00:30:00"),
        ("2026-06-01T08:30:00-02:00", "2026-06-01T11:30:00"),
        ("2026-06-01T10:00:00", "2026-06-01T10:00:00"),
        ("2026-06-01", "2026-06-01"),
        ("", ""),
        ("not stated, Z", "not stated, Z"),
        ("0001-01-01T00:00:00+01:00", "0001-01-01T00:00:00"),
    ],
)
def test_a_time_by_any_clock_is_one_by_the_clock_of_the_uk(text, told):
    assert moment(text) == told


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("2026-06-01T10:30:00+01:00", "2026-06-01T10:00:00Z"),
        ("2026-06-01T10:30:00", "2026-06-01T10:00:00Z"),
        ("2026-06-02T00:30:00+01:00", "2026-06-01T23:50:00Z"),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:30:00+00:00"),
    ],
)
def test_the_later_of_two_clocks_holds(tmp_path, earlier, later):
    said = [(earlier, 100_000, 1), (later, 120_000, 2)]
    notices = [{**release(n, awards=[award(value=pounds(value))]), "date": date} for date, value, n in said]
    for order in itertools.permutations(notices):
        rows, _ = counted(tmp_path, *order)
        assert one(rows).value_gbp == 120_000


AWARDED = release(1, tag=["award"], parties=(COUNCIL, OAK, ELM), awards=[award("A1"), award("A2", suppliers=ELMS)])


@pytest.mark.parametrize("parties", [(OAK, ELM), (ELM, OAK)])
def test_a_contract_that_names_no_supplier_keeps_those_of_its_award(tmp_path, parties):
    later = release(2, tag=["contract"], parties=(COUNCIL, *parties), contracts=[contract("2", awardID="A2")])
    rows, issues = counted(tmp_path, AWARDED, later)
    assert rows.set_index("award_id").suppliers.to_dict() == {"A1": "Oak Ltd", "A2/2": "Elm Ltd"}
    assert "kept from an earlier one" in set(issues.done)


def test_a_contract_that_names_no_supplier_has_all_parties_where_its_award_names_another(tmp_path):
    ash = {"id": "S3", "name": "Ash Ltd", "roles": ["supplier"]}
    later = release(2, tag=["contract"], parties=(COUNCIL, OAK, ash), contracts=[contract("2", awardID="A2")])
    rows, _ = counted(tmp_path, AWARDED, later)
    assert rows.set_index("award_id").suppliers["A2/2"] == "Oak Ltd\nAsh Ltd"


def test_a_contract_that_names_a_new_supplier_is_theirs(tmp_path):
    told = contract("2", awardID="A2", suppliers=[{"id": "S1", "name": "Oak Ltd"}])
    later = release(2, tag=["contract"], parties=(COUNCIL, OAK, ELM), contracts=[told])
    rows, _ = counted(tmp_path, AWARDED, later)
    assert rows.set_index("award_id").suppliers["A2/2"] == "Oak Ltd"


def test_a_contract_that_names_its_framework_is_under_one(tmp_path):
    link = {"id": "1", "relationship": ["framework"], "scheme": "ocid", "identifier": "ocds-xxxxxx-9"}
    both = [contract("C1", relatedProcesses=[link]), contract("C2", awardID="A2")]
    rows, _ = counted(tmp_path, release(1, awards=[award(), award("A2", suppliers=ELMS)], contracts=both))
    assert sorted(zip(rows.suppliers, rows.instrument, strict=True)) == [
        ("Elm Ltd", "contract"),
        ("Oak Ltd", "call_off"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        "This notice is an intention to award a contract under the most suitable provider process.",
        "This notice serves as an intention to award under the PSR.",
    ],
)
def test_an_intention_in_these_words_too_has_its_award_stand_for_it(tmp_path, words):
    law = {"legalBasis": {"scheme": "CELEX", "id": "32014L0024"}}
    first = release(1, tag=["award"], tender={**law, "description": words}, awards=[award("A1", value=pounds(400_000))])
    then = release(2, tag=["award"], tender=law, awards=[award("A2", value=pounds(410_000))])
    rows, _ = counted(tmp_path, first, then)
    assert one(rows).value_gbp == 410_000
    first["tender"]["description"] = "Nobody has an intention to award anything else."
    assert len(counted(tmp_path, first, then)[0]) == 2


def renewed(folder, renewal, place="award", **lot):
    lots = [{"id": "1", **lot}]
    held = {**FOUND, "renewal": renewal}
    own = award(**(held if place == "award" else {"contractPeriod": YEARS}), relatedLots=["1"])
    if place == "lot":
        lots = [{"id": "1", "hasRenewal": True, "renewal": renewal, **lot}]
    told = [contract(hasRenewal=True, renewal=renewal)] if place == "contract" else []
    rows, issues = counted(folder, release(1, tender={"lots": lots}, awards=[own], contracts=told))
    row, paths = one(rows), set(issues.path)
    assert row.end_date == FIRST_END
    assert bool({"renewal/period", "renewal/description"} & paths) == pd.notna(row.latest_end_date)
    assert ("hasRenewal" in paths) == pd.isna(row.latest_end_date)
    return row.latest_end_date


@pytest.mark.parametrize("place", ["award", "contract", "lot"])
@pytest.mark.parametrize(
    "renewal",
    [
        {"period": {"startDate": "2028-04-01T00:00:00+01:00", "endDate": "2030-03-31T23:59:59+01:00"}},
        {"period": {"maxExtentDate": "2030-03-31T23:59:59+01:00"}},
        {"period": {"durationInMonths": 24}},
        {"maximumRenewals": 1, "period": {"durationInDays": 730}},
        {"description": "The contract may be extended by up to 24 months"},
        {"description": "Two further periods of 12 months each"},
        {"description": "2 x 12 month options to extend have been included."},
        {"description": "2 year extension"},
        {"description": "Two years"},
        {"description": "Initial term of 2 years with an option to extend for 2 years"},
        {"description": "May be extended until 31 March 2030"},
    ],
    ids=str,
)
def test_a_renewal_tells_the_last_day_after_extensions(tmp_path, renewal, place):
    assert renewed(tmp_path, renewal, place) == LATEST


@pytest.mark.parametrize(
    "renewal",
    [
        {},
        {"description": "At the discretion of the council"},
        {"description": "May be extended to 5 years"},
        {"description": "Between 12 and 24 months"},
        {"description": "12 to 24 months"},
        {"description": "Up to a maximum of 4 years"},
        {"description": "4 years in total"},
        {"description": "2 years + 1 + 1"},
        {"description": "One or two years"},
        {"description": "Extensions of one or two years"},
        {"description": "Extensions in blocks of 3 months"},
        {"description": "Extensions of at least 3 months"},
        {"description": "Initial term of 3 years with an option to extend for 2 years"},
        {"description": "A decision will be made within 6 months of the end"},
        {"description": "Until 31 March 2027"},
        {"description": "From 1 April 2028 for 12 months"},
        {"description": "There are no options to extend beyond 2 years"},
        {"description": "This is a renewal of a 4 year contract"},
        {"description": "The service was previously extended to 31 March 2029"},
        {"description": "It is anticipated that this will be renewed in 4 years"},
        {"description": "12+12 months"},
        {"description": "2 No. 12 month extensions"},
        {"description": "12 month extension option, available twice"},
        {"maximumRenewals": 3, "period": {"durationInDays": 365}},
        {"period": {"endDate": "2028-03-31T23:59:59+01:00"}},
    ],
    ids=str,
)
def test_a_renewal_that_leaves_its_length_open_is_said(tmp_path, renewal):
    assert pd.isna(renewed(tmp_path, renewal))


@pytest.mark.parametrize(
    ("planned", "latest"),
    [
        ({"startDate": "2026-04-01", "endDate": "2028-03-31"}, LATEST),
        ({"durationInMonths": 24}, LATEST),
        ({"startDate": "2026-04-01", "endDate": "2027-03-31"}, pd.NaT),
        ({"durationInMonths": 36}, pd.NaT),
    ],
)
def test_a_renewal_of_a_lot_is_that_of_an_award_of_its_days(tmp_path, planned, latest):
    found = renewed(tmp_path, {"description": "Two years"}, "lot", contractPeriod=planned)
    assert found == latest or (pd.isna(found) and pd.isna(latest))
