"""What notices list twice, leave empty or state in another place; names and numbers are made up."""

import json

import pytest
from reading import one, table

from tests.chains import LOTS, YEARS, award, built, counted, pounds, release

THREE_YEARS = {**YEARS, "endDate": "2029-03-31T23:59:59+01:00"}
ELM = {"id": "S2", "name": "Elm Ltd"}


@pytest.mark.parametrize(
    "before", [b"\n", b"\xef\xbb\xbf\r\n\r\n", b"  \n\t\n"], ids=["a line", "a mark and two lines", "blanks"]
)
def test_lines_of_json_may_begin_with_blank_lines(tmp_path, before):
    both = [release(1, "award", ocid=f"ocds-xxxxxx-{n}", awards=[award()]) for n in (1, 2)]
    path = tmp_path / "notices.jsonl"
    path.write_bytes(before + b"\n\n".join(json.dumps(one_of).encode() for one_of in both) + b"\n")
    assert len(table([path], tmp_path).contracts) == len(both)


@pytest.mark.parametrize("listed", [[{}], [{"id": None, "name": None}], [{}, {}]])
def test_empty_suppliers_are_none_and_leave_the_parties(tmp_path, listed):
    row = one(built(tmp_path, release(1, "award", awards=[award(suppliers=listed)])).contracts)
    assert row.suppliers == "Oak Ltd"
    beside = award(suppliers=[*listed, ELM])
    assert one(built(tmp_path / "beside", release(1, "award", awards=[beside])).contracts).suppliers == "Elm Ltd"


def techniques(amount):
    return {"techniques": {"hasFrameworkAgreement": True, "frameworkAgreement": {"value": pounds(amount)}}}


@pytest.mark.parametrize(
    ("tender", "values"),
    [
        (techniques(2_500_000), [2_500_000]),
        ({**techniques(2_500_000), "value": pounds(2_400_000)}, [2_400_000]),
        ({"lots": [{"id": "1", **techniques(700_000)}, {"id": "2", **techniques(900_000)}]}, [700_000, 900_000]),
    ],
    ids=["of the tender", "the tender's own goes first", "of each lot"],
)
def test_the_value_of_a_framework_may_stand_among_its_techniques(tmp_path, tender, values):
    awards = [award(str(n), relatedLots=[str(n)]) for n in (1, 2)] if "lots" in tender else [award()]
    rows = built(tmp_path, release(1, "award", tender=tender, awards=awards)).contracts
    told = set(zip(rows.instrument, rows.value_quality, strict=True))
    assert (sorted(rows.value_gbp), told) == (values, {("framework", "ceiling")})


def test_a_plan_of_a_framework_is_worth_what_its_techniques_state(tmp_path):
    row = one(built(tmp_path, release(1, "tender", tender={"status": "active", **techniques(700_000)})).contracts)
    assert (row.stage, row.value_gbp) == ("planned", 700_000)


def test_lots_whose_values_are_written_as_text_add_up(tmp_path):
    lots = [{"id": "1", "value": pounds(300_000)}, {"id": "2", "value": {"amount": "400,000", "currency": "gbp"}}]
    row = one(
        built(tmp_path, release(1, "award", tender={"lots": lots}, awards=[award(relatedLots=["1", "2"])])).contracts
    )
    assert row.value_gbp == 700_000


def test_an_award_that_is_listed_twice_is_one_and_said(tmp_path):
    held = award(value=pounds(400_000), contractPeriod=YEARS)
    other = award(value=pounds(500_000), suppliers=[ELM])
    stored = built(tmp_path, release(1, "award", awards=[held, held, other]))
    assert sorted(stored.contracts.value_gbp) == [400_000, 500_000]
    assert one(stored.issues[stored.issues.path == "awards"]).done == "counted once"


def test_a_contract_that_is_listed_twice_is_one_and_said(tmp_path):
    contract = {"id": "1", "awardID": "1", "status": "active", "value": pounds(300_000), "period": YEARS}
    stored = built(tmp_path, release(1, ["award", "contract"], awards=[award()], contracts=[contract, contract]))
    assert one(stored.contracts).value_gbp == 300_000
    assert one(stored.issues[stored.issues.path == "contracts"]).done == "counted once"


def test_contracts_alike_of_two_awards_of_one_number_are_two(tmp_path):
    """Neither states whose it is; each award has one."""
    contract = {"id": "1", "awardID": "1", "status": "active", "value": pounds(300_000), "period": YEARS}
    awards = [award(), award(suppliers=[ELM])]
    rows = built(tmp_path, release(1, ["award", "contract"], awards=awards, contracts=[contract, contract])).contracts
    assert (sorted(rows.suppliers), rows.value_gbp.tolist()) == (["Elm Ltd", "Oak Ltd"], [300_000, 300_000])


def test_a_record_that_links_to_some_of_its_releases_is_read_as_compiled(tmp_path):
    held = release(1, "award", awards=[award(value=pounds(300_000))])
    link = {"url": "https://example.org/2", "date": "2026-02-01T10:00:00Z", "tag": ["awardUpdate"]}
    whole = release(2, "compiled", awards=[award(value=pounds(350_000))])
    path = tmp_path / "record.json"
    record = {"ocid": held["ocid"], "releases": [held, link], "compiledRelease": whole}
    path.write_text(json.dumps({"records": [record]}), encoding="utf-8")
    assert one(counted(table([path], tmp_path))).value_gbp == 350_000


@pytest.mark.parametrize(
    ("agreed", "later", "annual"),
    [
        (YEARS, {"endDate": "2030-03-31T23:59:59+01:00"}, 75_000),
        (THREE_YEARS, {"startDate": "2027-04-01T00:00:00+01:00", "endDate": "2029-03-31T23:59:59+01:00"}, 150_000),
    ],
    ids=["longer", "shorter"],
)
def test_a_value_that_an_update_keeps_is_over_the_days_that_it_states(tmp_path, agreed, later, annual):
    """£300,000 over four years, or over two."""
    first = release(1, "award", awards=[award(value=pounds(300_000), contractPeriod=agreed)])
    update = release(2, "awardUpdate", awards=[{"id": "1", "status": "active", "contractPeriod": later}])
    row = one(counted(built(tmp_path, first, update)))
    assert (row.value_gbp, row.annual_gbp) == (300_000, pytest.approx(annual, rel=0.001))


def test_an_update_that_ends_a_contract_early_makes_no_year_dearer(tmp_path):
    first = release(1, "award", awards=[award(value=pounds(300_000), contractPeriod=THREE_YEARS)])
    ended = {"id": "1", "awardID": "1", "status": "terminated", "period": {"endDate": "2027-03-31T23:59:59+01:00"}}
    row = one(counted(built(tmp_path, first, release(2, "contractUpdate", contracts=[ended]))))
    assert (row.stage, row.annual_gbp) == ("superseded", pytest.approx(100_000, rel=0.001))


DIRECT = {"procurementMethod": "direct", "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, "lots": LOTS}


def intended(*lots, notice="UK5", number="1"):
    documents = [{"id": "1", "noticeType": notice}] if notice else []
    return award(number, status="pending", relatedLots=list(lots), documents=documents, value=pounds(300_000))


@pytest.mark.parametrize("notice", ["UK5", None])
def test_a_direct_award_stands_for_the_transparency_notice_whatever_its_number(tmp_path, notice):
    first = release(1, "award", tender=DIRECT, awards=[intended("1", notice=notice)])
    details = release(2, "award", tender=DIRECT, awards=[intended("1", notice="UK6", number="2")])
    signed = award("2", relatedLots=["1"], value=pounds(310_000))
    contract = release(3, ["award", "contract"], tender=DIRECT, awards=[signed])
    assert one(counted(built(tmp_path, first, details, contract))).value_gbp == 310_000
    assert one(counted(built(tmp_path / "two", first, details))).award_id == "2"


@pytest.mark.parametrize(
    ("tender", "later"),
    [
        (DIRECT, {"relatedLots": ["2"]}),
        (DIRECT, {"relatedLots": ["1"], "suppliers": [ELM]}),
        ({**DIRECT, "procurementMethod": "open"}, {"relatedLots": ["1"]}),
    ],
    ids=["another lot", "another supplier", "with competition"],
)
def test_another_award_leaves_one_that_is_intended(tmp_path, tender, later):
    notice = "UK5" if tender is DIRECT else "UK6"
    first = release(1, "award", tender=tender, awards=[intended("1", notice=notice)])
    signed = release(2, "award", tender=tender, awards=[award("2", **later)])
    assert len(counted(built(tmp_path, first, signed))) == 2


def test_a_notice_of_how_payments_were_made_is_no_plan(tmp_path):
    tender = {"title": "Payments compliance notice", "documents": [{"id": "1", "noticeType": "UK17"}]}
    stored = built(tmp_path, release(1, "planning", tender=tender))
    assert stored.contracts.empty
    assert one(stored.issues).problem == "tells of nothing that is bought"
