"""What the standard and its extensions allow, and British services do seldom; names and numbers are made up."""

import json
from datetime import date

import pandas as pd
import pytest
from reading import one, table

from data.model.dates import first_day
from data.model.notice import AwardStatus
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


def test_an_award_of_two_lots_is_worth_both_unless_another_has_one_of_them():
    lots = {"lots": [{"id": str(n), "value": pounds(n * 100_000)} for n in (1, 2, 3)], "value": pounds(600_000)}
    [notice, _], said = read(
        release(tender=lots, awards=[award(relatedLots=["1", "2"]), award("A2", relatedLots=["3"])])
    )
    assert (notice.amount, notice.estimated) == (300_000, True)
    assert ("awards/value", "is not stated, its 2 lots are") in said
    shared = [award(relatedLots=["1", "2"]), award("A2", relatedLots=["2", "3"])]
    assert [notice.amount for notice in read(release(tender=lots, awards=shared))[0]] == [None, None]


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
def test_the_estimate_of_a_lot_is_that_of_one_contract(second, contracts, read_as):
    lots = {"lots": [{"id": str(n), "value": pounds(n * 100_000)} for n in (1, 2)]}
    awards = [award(relatedLots=["1"]), award("A2", **{"relatedLots": ["1"], **second})]
    notices, said = read(release(tender=lots, awards=awards, contracts=[contract(number) for number in contracts]))
    assert [one.amount for one in notices] == read_as
    problem = "is the estimate of a lot that several contracts share, and theirs are not stated"
    assert (("tender/lots/value", problem) in said) == (None in read_as)


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


def test_codes_are_read_whatever_their_case():
    told = [
        read(release(awards=[award()], contracts=[contract(status=one)]))[0][0].status
        for one in ("Terminated", "CANCELLED")
    ]
    assert told == [AwardStatus.ENDED, AwardStatus.CANCELLED]


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


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ({"durationInDays": 1095}, date(2029, 3, 30)),
        ({"durationInDays": "1095"}, date(2029, 3, 30)),
        ({"durationInDays": 1095.0}, date(2029, 3, 30)),
        ({"durationInDays": 1}, date(2026, 4, 1)),
        ({"durationInDays": 0}, None),
        ({"durationInMonths": 36}, date(2029, 3, 31)),
        ({"durationInMonths": 720}, date(2086, 3, 31)),
        ({"durationInMonths": 721}, None),
        ({"durationInDays": 21_960}, date(2086, 5, 15)),
        ({"durationInDays": 21_961}, None),
        ({"durationInDays": "long"}, None),
    ],
)
def test_how_long_a_contract_runs(period, end):
    """Nothing runs longer than sixty years, here of 366 days."""
    runs = contract(period={"startDate": "2026-04-01T00:00:00+01:00", **period})
    [notice], said = read(release(awards=[award()], contracts=[runs]))
    assert notice.end == end
    assert {path for path, _ in said} == {f"contracts/period/{key}" for key in period}


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, date(2026, 2, 28)),
        ("2026-01-29", 1, date(2026, 2, 28)),
        ("2026-01-28", 1, date(2026, 2, 27)),
        ("2027-10-31", 4, date(2028, 2, 29)),
        ("2025-12-15", 12, date(2026, 12, 14)),
        ("2026-05-01", 7, date(2026, 11, 30)),
    ],
)
def test_a_month_ends_the_day_before_it_comes_round_or_on_its_last(start, months, end):
    [notice], _ = read(release(awards=[award(contractPeriod={"startDate": start, "durationInMonths": months})]))
    assert notice.end == end


@pytest.mark.parametrize(
    ("stated", "days"),
    [
        (YEARS, (date(2026, 4, 1), date(2028, 3, 31))),
        ({"startDate": "2026-04-01T00:00:00+01:00"}, (date(2026, 4, 1), date(2027, 3, 31))),
        ({}, (date(2026, 2, 1), date(2027, 1, 31))),
    ],
    ids=["the award's days", "from its award's first day", "from its signature"],
)
def test_a_contract_that_states_twelve_months_alone(stated, days):
    own = contract(period={"durationInMonths": 12}, dateSigned="2026-02-01")
    [notice], _ = read(release(awards=[award(contractPeriod=stated)], contracts=[own]))
    assert (notice.start, notice.end) == days


@pytest.mark.parametrize(
    ("periods", "days"),
    [
        ([YEARS, YEARS], (date(2026, 4, 1), date(2028, 3, 31))),
        ([YEARS, {**YEARS, "endDate": "2027-03-31"}], (None, None)),
        ([{"startDate": "2026-04-01", "durationInMonths": 24}], (date(2026, 4, 1), date(2028, 3, 31))),
    ],
)
def test_when_a_plan_runs(periods, days):
    lots = [{"id": str(n), "contractPeriod": period} for n, period in enumerate(periods)]
    [plan], _ = read(release(tag=["tender"], tender={"lots": lots}))
    assert (plan.start, plan.end) == days


def test_a_contract_that_states_its_first_day_alone_ends_as_its_award():
    whole = {**YEARS, "maxExtentDate": "2030-03-31T23:59:59+01:00"}
    own = contract(period={"startDate": "2026-05-01T00:00:00+01:00"})
    [notice], _ = read(release(awards=[award(contractPeriod=whole)], contracts=[own]))
    assert (notice.start, notice.end, notice.latest_end) == (date(2026, 5, 1), date(2028, 3, 31), date(2030, 3, 31))


_NORTH = {"startDate": "2026-06-01T00:00:00+01:00", "endDate": "2028-05-31T23:59:59+01:00"}
_SOUTH = {"startDate": "2026-07-01T00:00:00+01:00", "endDate": "2029-06-30T23:59:59+01:00"}
_EXTENDED = {**_NORTH, "maxExtentDate": "2030-05-31T23:59:59+01:00"}


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ((_NORTH, _SOUTH), ("2026-06-01", "2029-06-30", None)),
        ((_SOUTH, _EXTENDED), ("2026-06-01", "2029-06-30", "2030-05-31")),
        ((_NORTH, _NORTH), ("2026-06-01", "2028-05-31", None)),
        ((_NORTH, {}), ("2026-06-01", "2028-05-31", None)),
        ((_NORTH, {"startDate": _SOUTH["startDate"]}), ("2026-06-01", None, None)),
        ((_NORTH, {**_SOUTH, "endDate": "soon"}), ("2026-06-01", None, None)),
    ],
    ids=["differ", "one may be extended", "agree", "one says nothing", "one has no end", "one cannot be read"],
)
def test_an_award_of_lots_that_run_differently_runs_from_the_first_day_to_the_last(given, days):
    lots = {"lots": [{"id": str(n), "contractPeriod": one} for n, one in enumerate(given)]}
    [notice], said = read(release(tender=lots, awards=[award(relatedLots=["0", "1"])]))
    assert tuple(day and day.isoformat() for day in (notice.start, notice.end, notice.latest_end)) == days
    differ = given[0] != given[1] and bool(given[1])
    assert (("lots/contractPeriod", "differs between the 2 lots of an award") in said) == differ


@pytest.mark.parametrize(
    ("given", "end", "said_of"),
    [
        (({"durationInDays": 360}, {"durationInMonths": 24}), "2028-04-30", "24 months"),
        (({"durationInDays": 1080}, {"durationInMonths": 24}), "2029-04-14", "1080 days"),
        (({"durationInDays": 360}, {"durationInDays": 360}), "2027-04-25", None),
        (({"durationInDays": 360}, {}), "2027-04-25", None),
    ],
    ids=["months are longer", "days are longer", "agree", "one says nothing"],
)
def test_an_award_of_lots_of_several_lengths_runs_for_the_longest(given, end, said_of):
    lots = {"lots": [{"id": str(n), "contractPeriod": one} for n, one in enumerate(given)]}
    signed = award(relatedLots=["0", "1"], date="2026-05-01T00:00:00+01:00")
    [notice], issues = package.read(release(tender=lots, awards=[signed]), "x", 1)
    assert notice.end == date.fromisoformat(end)
    assert [one.value for one in issues if one.path == "lots/contractPeriod"] == [said_of] * (said_of is not None)


def test_how_lots_run_is_not_asked_where_the_award_says_when_it_does():
    lots = {"lots": [{"id": "0", "contractPeriod": _NORTH}, {"id": "1", "contractPeriod": _SOUTH}]}
    own = award(relatedLots=["0", "1"], contractPeriod=YEARS)
    [notice], said = read(release(tender=lots, awards=[own]))
    assert (notice.end, said) == (date(2028, 3, 31), set())


def test_the_value_of_an_award_published_before_its_contracts_counts_once(tmp_path):
    """£900,000 for both, or £300,000 and what the other is worth, which is not told."""
    value = pounds(900_000)
    first = release(1, tag=["award"], awards=[award(value=value, contractPeriod=YEARS)])
    for own, total in (({}, 900_000), (pounds(300_000), 300_000)):
        both = [contract("C1", value=own), contract("C2")]
        rows, _ = counted(tmp_path, first, release(2, awards=[award(value=value)], contracts=both))
        assert (len(rows), rows.value_gbp.sum()) == (2, total)


@pytest.mark.parametrize(
    ("own", "end", "latest"),
    [
        ({"startDate": YEARS["startDate"], "durationInDays": 730}, date(2028, 3, 31), None),
        ({"startDate": YEARS["startDate"], "maxExtentDate": "2030-03-31"}, date(2028, 3, 31), date(2030, 3, 31)),
        ({"startDate": "2026-05-01", "durationInDays": 730}, date(2028, 4, 29), None),
        ({"startDate": "2026-05-01", "maxExtentDate": "2030-03-31"}, None, date(2030, 3, 31)),
    ],
    ids=["length", "latest end", "length from another day", "latest end from another day"],
)
def test_a_last_day_that_the_award_states_goes_before_one_that_is_counted(own, end, latest):
    [notice], _ = read(release(awards=[award(contractPeriod=YEARS)], contracts=[contract(period=own)]))
    assert (notice.end, notice.latest_end) == (end, latest)


def test_a_renewal_without_a_day_is_said():
    lot = {"id": "1", "hasRenewal": True}
    for held, more in ({"hasRenewal": True}, {}), ({}, {"tender": {"lots": [lot, {**lot, "id": "2"}]}}):
        _, said = read(release(awards=[award(relatedLots=["1"])], contracts=[contract(**held)], **more))
        assert ("hasRenewal", "says that the contract may be extended, and not until which day") in said
    until = contract(hasRenewal=True, period={**YEARS, "maxExtentDate": "2030-03-31T23:59:59+01:00"})
    assert not read(release(awards=[award()], contracts=[until]))[1]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-31T23:00:00Z", date(2026, 4, 1)),
        ("2026-01-31T23:00:00Z", date(2026, 1, 31)),
        ("2026-03-31T23:00:00+01:00", date(2026, 3, 31)),
        ("2026-04-01T00:00:00Z", date(2026, 4, 1)),
    ],
)
def test_a_first_day_that_was_picked_in_summer_time(text, day):
    assert first_day(text) == day


@pytest.mark.parametrize(
    "own",
    [
        {"period": {"startDate": "2026-03-31T23:00:00Z", "endDate": "2027-03-31"}},
        {"period": {"durationInMonths": 12}, "dateSigned": "2026-03-31T23:00:00Z"},
    ],
    ids=["stated", "signed"],
)
def test_a_contract_begins_on_the_day_that_was_picked(own):
    [notice], _ = read(release(awards=[award()], contracts=[{"id": "C1", "awardID": "A1", **own}]))
    assert (notice.start, notice.end) == (date(2026, 4, 1), date(2027, 3, 31))


def test_a_contract_is_signed_on_the_day_that_was_picked():
    """Of that day and its suppliers a modification of the older regime is known."""
    signed = [
        read(release(awards=[award()], contracts=[contract(dateSigned=text)]))[0][0].date_signed
        for text in ("2022-06-06T23:00:00Z", "2022-06-07T00:00:00+01:00")
    ]
    assert signed == [date(2022, 6, 7)] * 2


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


def test_the_estimate_of_the_tender_stands_in_for_its_only_award():
    tender = {"value": pounds(900_000), "lots": NORTH_AND_SOUTH}
    found = [
        [(one.amount, one.estimated) for one in read(release(tender=tender, awards=awards))[0]]
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


def test_buyers_together_are_said():
    county = {"id": "B2", "name": "Ambleshire", "roles": ["buyer"]}
    [notice], said = read(release(parties=[COUNCIL, county, OAK], buyer={"id": "B2"}, awards=[award()]))
    assert notice.buyer.name == "Ambleshire"
    assert ("parties/roles", "are buyers together") in said
    assert not read(release(parties=[COUNCIL, {**COUNCIL, "id": "B3"}, OAK], awards=[award()]))[1]
