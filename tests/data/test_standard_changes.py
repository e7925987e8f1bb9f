"""What later notices say of an award or a contract, as the standard allows; names and numbers are made up."""

from datetime import date

import pandas as pd
import pytest
from reading import one
from releases import LEFT, TAKEN, YEARS, award, contract, counted, pounds, read, release

from data.model.notice import AwardStatus
from data.readers.ocds import package


def test_an_award_and_later_its_contract_under_a_number_of_its_own(tmp_path):
    first = release(1, tag=["award"], awards=[award(value=pounds(910_000), contractPeriod=YEARS)])
    second = release(2, awards=[award()], contracts=[contract("77", value=pounds(905_000))])
    rows, _ = counted(tmp_path, second, first)
    assert rows.value_gbp.tolist() == [905_000]


def test_an_award_and_later_its_two_contracts(tmp_path):
    first = release(1, tag=["award"], awards=[award(value=pounds(900_000), contractPeriod=YEARS)])
    second = release(
        2, awards=[award()], contracts=[contract("7", value=pounds(500_000)), contract("8", value=pounds(400_000))]
    )
    rows, _ = counted(tmp_path, first, second)
    assert sorted(rows.value_gbp) == [400_000, 500_000]


@pytest.mark.parametrize("numbers", [("7", "8"), ("A1", "8")], ids=["of their own", "one that of the award"])
@pytest.mark.parametrize(
    ("status", "values"), [("active", [400_000, 500_000]), ("cancelled", [])], ids=["goes on", "is cancelled"]
)
def test_an_award_of_two_contracts_and_later_the_award_alone(tmp_path, numbers, status, values):
    both = [contract(number, value=pounds(amount)) for number, amount in zip(numbers, (500_000, 400_000), strict=True)]
    later = release(2, tag=["awardUpdate"], awards=[award(status=status)])
    rows, _ = counted(tmp_path, release(1, awards=[award()], contracts=both), later)
    assert sorted(rows.value_gbp) == values


def test_a_later_notice_that_bears_the_number_of_the_contract_alone(tmp_path):
    first = release(1, awards=[award()], contracts=[contract("C9", value=pounds(410_000))])
    update = release(2, tag=["contractUpdate"], contracts=[{"id": "C9", "value": pounds(450_000)}])
    rows, _ = counted(tmp_path, first, update)
    row = one(rows)
    assert (row.supplier, row.value_gbp, row.end_date) == ("Oak Ltd", 450_000, pd.Timestamp("2028-03-31"))
    end = release(3, tag=["contractTermination"], contracts=[{"id": "C9", "status": "terminated"}])
    rows, _ = counted(tmp_path, first, update, end)
    assert one(rows).stage == "superseded"


def test_an_end_that_names_the_contract_of_an_award_that_was_published_without(tmp_path):
    """Another award beside it, so that not every number has its counterpart."""
    first = release(1, tag=["award"], awards=[award(value=pounds(300_000), contractPeriod=YEARS), award("A2")])
    end = release(2, tag=["contractTermination"], contracts=[{"id": "C9", "awardID": "A1", "status": "terminated"}])
    rows, _ = counted(tmp_path, first, end)
    assert rows.set_index("award_id").stage.to_dict() == {"A1": "superseded", "A2": "awarded"}


def test_a_change_of_the_supplier_is_said():
    change = {"id": "x", "suppliersAdded": [{"id": "S2", "name": "Elm Ltd"}], "suppliersRemoved": [{"id": "S1"}]}
    changed = release(
        tag=["contractAmendment"], contracts=[{"id": "C1", "awardID": "A1", "proposedAmendments": [change]}]
    )
    _, issues = package.read(changed, "x", 1)
    assert [(issue.value, issue.problem) for issue in issues] == [
        (name, "changes who supplies") for name in ("Elm Ltd", "S1")
    ]


@pytest.mark.parametrize(
    ("tag", "more", "said"),
    [
        ("contractAmendment", {}, {("contracts/amendments", "says what changes in words alone")}),
        ("contractAmendment", {"period": YEARS}, set()),
        ("contractUpdate", {}, set()),
    ],
    ids=["words alone", "a field too", "a correction, which states the contract anew"],
)
def test_a_change_in_words_alone_is_said(tag, more, said):
    change = {"id": "x", "description": "The contract is extended to 31 March 2030.", **more}
    assert read(release(tag=[tag], awards=[award()], contracts=[contract(amendments=[change])]))[1] == said


@pytest.mark.parametrize(
    ("change", "value", "yearly", "done"),
    [
        ({"value": pounds(2_500_000)}, 2_500_000, 1_249_145.01, TAKEN),
        ({"amendments": [{"id": "x", "value": pounds(2_500_000)}]}, 2_500_000, 1_249_145.01, TAKEN),
        ({"proposedAmendments": [{"id": "x", "value": pounds(500_000)}]}, 2_000_000, 999_316.01, LEFT),
    ],
    ids=["the contract's value", "the total of the amended contract", "less than before may be the addition"],
)
def test_a_change_of_the_value(tmp_path, change, value, yearly, done):
    """731 days are 2.00137 years of 365.25 days."""
    first = release(1, awards=[award()], contracts=[contract(value=pounds(2_000_000))])
    changed = release(2, tag=["contractAmendment"], contracts=[{"id": "C1", "awardID": "A1", **change}])
    rows, issues = counted(tmp_path, first, changed)
    assert one(rows).value_gbp == value
    assert one(rows).annual_gbp == yearly
    issue = one(issues[issues.path == "contracts/value"])
    assert issue.problem == "changes the value of ocds-xxxxxx-1/A1/C1, which was 2000000.00"
    assert (issue.line, issue.done) == (2, done)


def test_a_changed_value_of_half_a_year_is_a_year_s(tmp_path):
    """A term counts as one year at least (semantics 10.14)."""
    half = {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2026-09-30T23:59:59+01:00"}
    first = release(1, awards=[award()], contracts=[contract(value=pounds(120_000), period=half)])
    changed = release(2, tag=["contractAmendment"], contracts=[contract(value=pounds(150_000), period={})])
    rows, _ = counted(tmp_path, first, changed)
    assert (one(rows).value_gbp, one(rows).annual_gbp) == (150_000, 150_000)


def test_the_value_of_an_award_published_before_its_contracts_counts_once(tmp_path):
    """£900,000 for both, or £300,000 and what the other is worth, which is not told."""
    value = pounds(900_000)
    first = release(1, tag=["award"], awards=[award(value=value, contractPeriod=YEARS)])
    for own, total in (({}, 900_000), (pounds(300_000), 300_000)):
        both = [contract("C1", value=own), contract("C2")]
        rows, _ = counted(tmp_path, first, release(2, awards=[award(value=value)], contracts=both))
        assert (len(rows), rows.value_gbp.sum()) == (2, total)


def test_a_renewal_without_a_day_is_said(tmp_path):
    lot = {"id": "1", "hasRenewal": True}
    for held, more in ({"hasRenewal": True}, {}), ({}, {"tender": {"lots": [lot, {**lot, "id": "2"}]}}):
        given = release(awards=[award(relatedLots=["1"])], contracts=[contract(**held)], **more)
        _, said = counted(tmp_path, given)
        assert "says that the contract may be extended, and not until which day" in set(said.problem)
    until = contract(hasRenewal=True, period={**YEARS, "maxExtentDate": "2030-03-31T23:59:59+01:00"})
    assert not len(counted(tmp_path, release(awards=[award()], contracts=[until]))[1])


@pytest.mark.parametrize(
    ("title", "told"), [("Home care", "Home care: North"), ("Home care in Ambleford", "Home care in Ambleford")]
)
def test_a_later_notice_of_one_award_among_several_keeps_the_lot_in_the_title(tmp_path, title, told):
    first = release(1, awards=[award(title="North"), award("A2", title="South")])
    later = release(2, tag=["awardUpdate"], tender={"title": title}, awards=[award(title="North")])
    rows, _ = counted(tmp_path, first, later)
    assert rows.set_index("award_id").title.to_dict() == {"A1": told, "A2": "Home care: South"}


@pytest.mark.parametrize(
    ("tags", "partial"),
    [
        (["contract", "implementation"], False),
        (["award", "contractAmendment"], False),
        (["implementation"], True),
        (["contractUpdate", "contractAmendment"], True),
    ],
)
def test_a_notice_of_a_contract_and_its_payments_is_no_change_alone(tags, partial):
    [notice], _ = read(release(tag=tags, awards=[award()], contracts=[contract()]))
    assert notice.partial == partial


@pytest.mark.parametrize(
    ("published", "end", "status"),
    [
        ("2028-04-01", None, AwardStatus.AWARDED),
        ("2028-03-31", None, AwardStatus.AWARDED),
        ("2028-03-30", None, AwardStatus.ENDED),
        ("2028-04-01", "2028-03-30T00:00:00+01:00", AwardStatus.ENDED),
        ("2028-04-01", "2028-03-31T00:00:00+01:00", AwardStatus.AWARDED),
        ("2027-06-01", "2027-05-31T00:00:00+01:00", AwardStatus.ENDED),
    ],
)
def test_a_contract_that_is_over_ended_before_its_term_or_ran_it(published, end, status):
    over = contract(status="terminated", implementation={"endDate": end})
    [notice], _ = read(release(awards=[award()], contracts=[over]) | {"date": f"{published}T10:00:00Z"})
    assert (notice.status, notice.end) == (status, date.fromisoformat(end[:10]) if end else date(2028, 3, 31))


@pytest.mark.parametrize(
    ("reasons", "stage"),
    [(["contractCompleted"], "awarded"), (["breachOfContract"], "superseded"), ([], "superseded")],
)
def test_a_termination_notice_tells_the_last_day_and_why(tmp_path, reasons, stage):
    """In the shape of Find a Tender (UK11): the day is the implementation's, and the notice is due on expiry too."""
    whole = contract(value=pounds(2_000_000), period={**YEARS, "maxExtentDate": "2030-03-31T23:59:59+01:00"})
    over = {
        "id": "C1",
        "awardID": "A1",
        "status": "terminated",
        "terminationRationaleClassifications": [{"id": reason} for reason in reasons],
        "implementation": {"endDate": "2026-04-30T00:00:00+01:00", "finalValue": pounds(70_000)},
    }
    end = release(5, tag=["contractTermination"], contracts=[over])
    rows, issues = counted(tmp_path, release(1, awards=[award()], contracts=[whole]), end)
    row = one(rows)
    assert (row.end_date, row.stage, row.value_gbp) == (pd.Timestamp("2026-04-30"), stage, 2_000_000)
    assert pd.isna(row.latest_end_date)
    told = {issue.path: issue.done for issue in issues.itertuples()}
    assert told["contracts/period/endDate"] == "the contract ends as the later notice says"
    assert told["contracts/implementation/finalValue"] == "the value stays as agreed"


@pytest.mark.parametrize(
    ("reason", "status"), [("contractCompleted", AwardStatus.AWARDED), ("mutuallyAgreed", AwardStatus.ENDED)]
)
def test_the_one_reason_of_a_termination_notice_of_2025(reason, status):
    over = contract(period={}, status="terminated", terminationRationaleClassification={"id": reason})
    [notice], _ = read(release(tag=["contractTermination"], contracts=[over]))
    assert notice.status == status


def test_a_last_day_that_cannot_be_read_leaves_what_was_agreed():
    [notice], said = read(release(awards=[award()], contracts=[contract(implementation={"endDate": "soon"})]))
    assert notice.end == date(2028, 3, 31)
    assert ("contracts/implementation/endDate", "is not a date") in said


def test_a_contract_that_extends_another_is_said():
    _, said = read(release(awards=[award()], contracts=[contract(), contract("C2", extendsContractID="C1")]))
    assert ("contracts/extendsContractID", "is the contract that this one extends") in said


@pytest.mark.parametrize(
    ("tag", "of_award", "of_contract", "stages"),
    [
        (["awardCancellation", "contractTermination"], "cancelled", "cancelled", []),
        (["awardCancellation", "contractTermination"], "active", "cancelled", []),
        (["contractTermination"], "cancelled", "cancelled", []),
        (["contractAmendment"], "active", "cancelled", []),
        (["contractTermination"], "active", "cancelled", ["superseded"]),
        (["contractAmendment"], "active", "active", ["awarded"]),
    ],
)
def test_a_change_notice_that_cancels(tmp_path, tag, of_award, of_contract, stages):
    """What is called cancelled by a termination was in force until then, unless the award is cancelled too."""
    first = release(1, awards=[award(value=pounds(400_000))], contracts=[contract()])
    later = release(2, tag=tag, awards=[award(status=of_award)], contracts=[contract(status=of_contract)])
    rows, _ = counted(tmp_path, later, first)
    assert rows.stage.tolist() == stages


@pytest.mark.parametrize(
    ("tag", "plans"), [("implementation", 0), ("contractTermination", 0), ("planning", 1), ("tender", 1)]
)
def test_a_notice_of_what_became_of_a_contract_is_no_plan(tag, plans):
    notices, said = read(release(tag=[tag], tender={"status": "complete"}))
    assert len(notices) == plans
    assert said == (set() if plans else {("tender", "tells of nothing that is bought")})


@pytest.mark.parametrize("status", ["terminated", "cancelled", "active"])
def test_a_termination_of_one_contract_lists_another_that_goes_on(tmp_path, status):
    """Where all are called active the notice repeats what they were, and ends them all."""
    both = [award(), award("A2")]
    first = release(1, awards=both, contracts=[contract(), contract("C2", awardID="A2")])
    later = [contract(), contract("C2", awardID="A2", status=status)]
    rows, _ = counted(tmp_path, first, release(2, tag=["contractTermination"], awards=both, contracts=later))
    assert rows.sort_values("award_id").stage.tolist() == [
        "superseded" if status == "active" else "awarded",
        "superseded",
    ]
