"""Chains of releases as British services publish them, read as a whole; names and numbers are made up."""

import json

import pandas as pd
import pytest
from reading import one, table

from tests.chains import LOTS, YEARS, award, built, counted, pounds, release

PLAN = release(1, "tender", tender={"status": "active", "value": pounds(400_000), "lots": LOTS})
GONE = {"id": "1", "status": "cancelled", "relatedLots": ["1", "2"]}


@pytest.mark.parametrize("status", ["complete", "withdrawn", None])
def test_a_notice_that_ends_a_procurement_ends_its_plan_whatever_state_it_repeats(tmp_path, status):
    state = {"status": status, "lots": [{"id": lot["id"], "status": status} for lot in LOTS]} if status else {}
    end = release(2, "tenderCancellation", tender=state, awards=[GONE])
    assert counted(built(tmp_path, PLAN, end)).empty


@pytest.mark.parametrize("state", [{"status": "active"}, {"lots": [{"id": "1", "status": "active"}]}])
def test_a_notice_that_ends_one_lot_leaves_a_plan_that_says_it_goes_on(tmp_path, state):
    one_lot = {**GONE, "relatedLots": ["2"]}
    end = release(2, "tenderCancellation", tender=state, awards=[one_lot])
    assert one(counted(built(tmp_path, PLAN, end))).stage == "planned"


def test_a_procurement_that_ends_before_its_contract_is_signed_is_no_plan_again(tmp_path):
    """The award notice stood for the plan; with the award gone nothing is planned any more."""
    awarded = release(2, ["award", "contract"], awards=[award(value=pounds(390_000), contractPeriod=YEARS)])
    contract = {"id": "1", "awardID": "1", "status": "active", "value": pounds(390_000), "period": YEARS}
    signed = release(3, ["award", "contract"], awards=[award()], contracts=[contract])
    ends = (
        {"awards": [award(status="cancelled")]},
        {"awards": [award(suppliers=[])], "contracts": [{"id": "1", "awardID": "1", "status": "cancelled"}]},
    )
    for number, held in enumerate(ends):
        end = release(4, "tenderCancellation", **held)
        assert counted(built(tmp_path / str(number), PLAN, awarded, signed, end)).empty


def test_a_contract_that_names_no_award_is_of_the_only_one(tmp_path):
    contract = {"id": "9", "status": "active", "value": pounds(70_000), "period": YEARS}
    row = one(built(tmp_path, release(1, ["award", "contract"], awards=[award()], contracts=[contract])).contracts)
    assert (row.suppliers, row.value_gbp, row.contract_id) == ("Oak Ltd", 70_000, "ocds-xxxxxx-1/1/9")


def test_a_contract_that_names_no_award_is_of_none_of_several(tmp_path):
    contract = {"id": "9", "status": "active", "value": pounds(70_000), "period": YEARS}
    awards = [award("1"), award("2", suppliers=[{"id": "S2", "name": "Elm Ltd"}])]
    rows = built(tmp_path, release(1, ["award", "contract"], awards=awards, contracts=[contract])).contracts
    assert len(rows) == 3


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("85320000", "85320000"),
        ("85320000-8", "85320000"),
        ("http://cpv.data.ac.uk/code-85320000", "85320000"),
        ("CPV:85320000-8", "85320000"),
    ],
)
def test_a_code_that_is_written_as_an_address(tmp_path, written, code):
    items = [{"id": "1", "classification": {"scheme": "CPV", "id": written}}]
    assert one(built(tmp_path, release(1, "award", awards=[award(items=items)])).contracts).cpv == code


@pytest.mark.parametrize(
    ("agreed", "own", "days"),
    [
        (None, {"maxExtentDate": "2030-03-31"}, (None, None, "2030-03-31")),
        (YEARS, {"maxExtentDate": "2030-03-31"}, ("2026-04-01", "2028-03-31", "2030-03-31")),
        (YEARS, {"endDate": "2029-03-31"}, ("2026-04-01", "2029-03-31", None)),
    ],
    ids=["nothing else", "the award states the rest", "the end is the contract's own"],
)
def test_a_contract_that_states_its_latest_end_alone(tmp_path, agreed, own, days):
    contract = {"id": "1", "awardID": "1", "status": "active", "period": own}
    held = award(**({"contractPeriod": agreed} if agreed else {}))
    row = one(built(tmp_path, release(1, ["award", "contract"], awards=[held], contracts=[contract])).contracts)
    dates = (row.start_date, row.end_date, row.latest_end_date)
    assert tuple(None if str(day) == "NaT" else str(day)[:10] for day in dates) == days


@pytest.mark.parametrize("ending", ["json", "jsonl"])
def test_packages_in_the_results_of_a_search(tmp_path, ending):
    both = [release(1, "award", ocid=f"ocds-xxxxxx-{n}", awards=[award()]) for n in (1, 2)]
    answer = {"maxPage": 1, "results": [{"uri": "x", "version": "1.1", "releases": [held]} for held in both]}
    path = tmp_path / f"answer.{ending}"
    path.write_text(json.dumps(answer), encoding="utf-8")
    stored = table([path], tmp_path)
    assert (stored.contracts.ocid.tolist(), len(stored.issues)) == (["ocds-xxxxxx-1", "ocds-xxxxxx-2"], 0)


def test_results_of_another_search_are_no_releases(tmp_path):
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"results": [{"name": "Oak Ltd"}]}), encoding="utf-8")
    stored = table([path], tmp_path)
    assert (len(stored.contracts), one(stored.issues).problem) == (0, "is no open contracting release or notice")


@pytest.mark.parametrize(
    ("tender", "value", "quality"),
    [
        ({"value": pounds(900_000), "lots": [{"id": "1", "value": pounds(400_000)}]}, 900_000, "estimated"),
        ({"lots": [{"id": n, "value": pounds(value)} for n, value in (("1", 400_000), ("2", 300_000))]}, 700_000, ""),
        ({"lots": [{"id": "1", "value": pounds(400_000)}, {"id": "2"}]}, 750_000, "the budget"),
        ({}, 750_000, "the budget"),
    ],
    ids=["its own", "lots", "one lot without", "budget"],
)
def test_what_a_plan_is_worth(tmp_path, tender, value, quality):
    planned = release(1, "planning", tender=tender, planning={"budget": {"id": "b", "amount": pounds(750_000)}})
    stored = built(tmp_path, planned)
    row = one(stored.contracts)
    assert (row.stage, row.value_gbp, row.value_quality) == ("planned", value, "estimated")
    assert row.vat_basis == ("unknown" if quality == "the budget" else "ex")
    assert len(stored.issues) == (0 if quality == "estimated" else 1)


def test_lots_that_state_their_values_with_vat_alone(tmp_path):
    """£120,000 and £240,000 with VAT are £300,000 without; a lot without VAT beside one with it is no sum."""
    lots = [{"id": "1", "value": {"amountGross": 120_000, "currency": "GBP"}}, {"id": "2"}]
    for number, (second, value) in enumerate((({"amountGross": 240_000}, 300_000), ({"amount": 200_000}, None))):
        held = [lots[0], {**lots[1], "value": {"currency": "GBP", **second}}]
        stored = built(tmp_path / str(number), release(1, "tender", tender={"status": "active", "lots": held}))
        assert (stored.contracts.value_gbp.dropna().tolist() or [None]) == [value]


@pytest.mark.parametrize("planning", [{"project": {"title": "New hostel"}}, {"budget": {"project": "New hostel"}}])
def test_a_plan_without_a_tender_is_called_as_its_project(tmp_path, planning):
    planned = release(1, "planning", planning=planning)
    planned.pop("tender")
    row = one(built(tmp_path, planned).contracts)
    assert (row.title, row.stage, row.buyer) == ("New hostel", "planned", "Ambleford Council")


def following(number, ocid, follows, relationship, **more):
    link = {"id": "1", "relationship": [relationship], "scheme": "ocid", "identifier": follows}
    return release(number, more.pop("tag", "tender"), ocid=ocid, relatedProcesses=[link], **more)


OTHER = "ocds-xxxxxx-2"
FIRST = PLAN["ocid"]


@pytest.mark.parametrize("relationship", ["planning", "prior", "unsuccessfulProcess"])
def test_a_plan_that_another_procurement_follows_is_counted_there_alone(tmp_path, relationship):
    awarded = following(3, OTHER, FIRST, relationship, tag="award", awards=[award(value=pounds(380_000))])
    again = following(2, OTHER, FIRST, relationship, tender={"status": "active", "value": pounds(410_000)})
    for number, (releases, value) in enumerate((([again], 410_000), ([awarded], 380_000), ([again, awarded], 380_000))):
        stored = built(tmp_path / str(number), PLAN, *releases)
        row = one(counted(stored))
        assert (row.ocid, row.value_gbp) == (OTHER, value)
        reasons = stored.contracts.set_index("contract_id").not_counted_reason
        assert row.contract_id in reasons[FIRST]


@pytest.mark.parametrize("relationship", ["framework", "parent", "subContract", "renewalProcess"])
def test_a_plan_that_another_procurement_does_not_follow_counts(tmp_path, relationship):
    assert (
        len(counted(built(tmp_path, PLAN, following(2, OTHER, FIRST, relationship, tender={"value": pounds(1_000)}))))
        == 2
    )


def test_procurements_that_name_each_other_are_one(tmp_path):
    first = following(1, FIRST, OTHER, "prior", tender={"value": pounds(400_000)})
    second = following(2, OTHER, FIRST, "prior", tender={"value": pounds(410_000)})
    assert one(counted(built(tmp_path, first, second))).ocid == OTHER


def test_an_award_is_not_given_up_for_a_procurement_that_follows_it(tmp_path):
    awarded = release(1, "award", awards=[award(value=pounds(380_000))])
    assert len(counted(built(tmp_path, awarded, following(2, OTHER, FIRST, "prior")))) == 2


def test_a_lot_that_ends_with_no_award_listed_leaves_the_plan_of_the_other(tmp_path):
    state = {"status": "active", "lots": [{"id": "1", "status": "cancelled"}, {"id": "2", "status": "active"}]}
    end = release(2, "tenderCancellation", tender=state)
    plan = one(counted(built(tmp_path, PLAN, end)))
    assert (plan.stage, plan.value_gbp) == ("planned", 400_000)


AWARDED = release(2, "award", awards=[award(value=pounds(390_000), contractPeriod=YEARS)])
NOBODY = [{"id": str(number), "status": "unsuccessful", "relatedLots": [str(number)]} for number in (1, 2)]


@pytest.mark.parametrize(
    ("tag", "state", "held"),
    [
        ("award", "cancelled", {"awards": NOBODY}),
        ("awardCancellation", "complete", {"awards": [{"id": "1", "status": "cancelled"}]}),
        ("awardUpdate", "Complete", {"awards": [award(status="cancelled")]}),
        (
            ["award", "contract"],
            "complete",
            {"awards": [award()], "contracts": [{"id": "1", "awardID": "1", "status": "cancelled"}]},
        ),
    ],
    ids=["nobody was awarded anything", "an award was set aside", "in capitals", "a contract was never signed"],
)
def test_a_tender_that_is_over_without_a_contract_is_no_plan(tmp_path, tag, state, held):
    """The tender is called over, and each award that the notice lists gives nobody a contract."""
    lots = [{"id": "1"}, {"id": "2"}] if held["awards"] is NOBODY else []
    end = release(4, tag, tender={"status": state, "lots": lots}, **held)
    first = () if held["awards"] is NOBODY else (AWARDED,)
    assert counted(built(tmp_path, PLAN, *first, end)).empty


@pytest.mark.parametrize(
    ("state", "awards"),
    [
        ({"status": "active"}, [{"id": "1", "status": "cancelled"}]),
        ({}, [{"id": "1", "status": "cancelled"}]),
        ({"status": "complete", "lots": [{"id": "1"}, {"id": "2"}]}, NOBODY[:1]),
    ],
    ids=["the tender is open", "of the tender nothing is told", "of the other lot nothing is told"],
)
def test_an_award_that_is_set_aside_leaves_a_plan_that_may_go_on(tmp_path, state, awards):
    end = release(4, "awardUpdate", tender=state, awards=awards)
    assert one(counted(built(tmp_path, PLAN, end))).stage == "planned"


@pytest.mark.parametrize(
    ("over", "day", "moved", "stage"),
    [
        ("2028-03-31", "2028-04-20", None, "awarded"),
        ("2028-05-31", "2028-06-20", None, "awarded"),
        ("2028-02-29", "2028-04-20", None, "superseded"),
        ("2028-03-31", "2027-04-20", None, "superseded"),
        ("2028-03-31", "2028-04-20", "2029-03-31", "superseded"),
        (None, "2028-04-20", None, "superseded"),
    ],
    ids=["its last day", "later", "a day before", "told a year before", "before the last day as moved", "no day"],
)
def test_a_contract_that_ended_on_its_agreed_last_day_ran_its_term(tmp_path, over, day, moved, stage):
    """A termination notice need not code its reason, and any contract ends on its last day."""
    signed = {"id": "1", "awardID": "1", "status": "active", "value": pounds(390_000), "period": YEARS}
    first = release(2, ["award", "contract"], awards=[award()], contracts=[signed])
    change = {"id": "1", "awardID": "1", "amendments": [{"id": "1", "period": {"endDate": moved}}]}
    moves = [release(3, "contractAmendment", contracts=[change])] if moved else []
    ended = {"id": "1", "awardID": "1", "status": "terminated", "implementation": {"endDate": over}}
    end = {**release(4, "contractTermination", contracts=[ended]), "date": f"{day}T10:00:00Z"}
    assert one(counted(built(tmp_path, first, *moves, end))).stage == stage


def test_awards_numbered_with_noughts_have_the_contracts_that_refer_to_them_without(tmp_path):
    two = [award("001", value=pounds(100_000)), award("002", value=pounds(200_000))]
    signed = [{"id": f"00{n}", "awardID": n, "value": pounds(n * 100_000), "period": YEARS} for n in (1, 2)]
    rows = counted(built(tmp_path, release(2, ["award", "contract"], awards=two, contracts=signed)))
    assert sorted(rows.value_gbp) == [100_000, 200_000]
    assert rows.supplier.eq("Oak Ltd").all()
    assert rows.end_date.notna().all()


def test_numbers_that_differ_by_a_nought_alone_are_two(tmp_path):
    two = [award("1", value=pounds(100_000)), award("01", value=pounds(200_000))]
    signed = [{"id": f"c{n}", "awardID": n, "value": pounds(v), "period": YEARS} for n, v in (("01", 2e5), ("1", 1e5))]
    rows = counted(built(tmp_path, release(2, ["award", "contract"], awards=two, contracts=signed)))
    assert dict(zip(rows.award_id, rows.value_gbp, strict=True)) == {"1/c1": 100_000, "01/c01": 200_000}


WRITTEN_TWICE = [("01", "1"), ("1", "01"), ("001", "1"), ("01", "001"), (1, "01")]


@pytest.mark.parametrize(("first", "later"), WRITTEN_TWICE)
def test_an_award_that_a_later_notice_numbers_with_or_without_noughts_counts_once(tmp_path, first, later):
    signed = {"id": later, "awardID": later, "status": "active", "value": pounds(390_000), "period": YEARS}
    awarded = release(2, "award", awards=[award(first, value=pounds(380_000), contractPeriod=YEARS)])
    rows = counted(
        built(tmp_path, awarded, release(3, ["award", "contract"], awards=[award(later)], contracts=[signed]))
    )
    assert one(rows).value_gbp == 390_000


@pytest.mark.parametrize(("first", "later"), WRITTEN_TWICE)
def test_a_change_finds_its_contract_whatever_noughts_are_before_its_number(tmp_path, first, later):
    signed = {"id": first, "awardID": "7", "status": "active", "value": pounds(390_000), "period": YEARS}
    awarded = release(2, ["award", "contract"], awards=[award("7")], contracts=[signed])
    moved = {"id": later, "amendments": [{"id": "1", "period": {"endDate": "2029-03-31"}}]}
    row = one(counted(built(tmp_path, awarded, release(3, "contractAmendment", contracts=[moved]))))
    assert row.end_date == pd.Timestamp("2029-03-31")


def test_awards_that_one_notice_tells_apart_by_a_nought_stay_two_in_later_notices(tmp_path):
    both = [award("1", value=pounds(100_000)), award("01", value=pounds(200_000))]
    again = [award("1", value=pounds(110_000)), award("01", value=pounds(220_000))]
    later = [release(3, "award", awards=again[:1]), release(4, "award", awards=again[1:])]
    rows = counted(built(tmp_path, release(2, "award", awards=both), *later))
    assert sorted(rows.value_gbp) == [110_000, 220_000]


@pytest.mark.parametrize(
    "numbers", [("1", "10"), ("01", "2"), ("0", "00A"), ("1-01", "1-1"), ("A1", "A01"), ("", "01")]
)
def test_other_numbers_are_other_awards(tmp_path, numbers):
    told = [release(n, "award", awards=[award(of, value=pounds(n * 1e5))]) for n, of in enumerate(numbers, 2)]
    assert len(counted(built(tmp_path, *told))) == 2


def test_noughts_before_a_number_join_no_awards_of_two_processes(tmp_path):
    told = [
        release(n, "award", ocid=f"ocds-xxxxxx-{n}", awards=[award(of, value=pounds(n * 1e5))])
        for n, of in ((2, "1"), (3, "01"))
    ]
    assert len(counted(built(tmp_path, *told))) == 2


def test_an_empty_object_among_awards_or_contracts_is_none(tmp_path):
    held = award(value=pounds(390_000), contractPeriod=YEARS)
    signed = {"id": "1", "awardID": "1", "status": "active"}
    rows = counted(built(tmp_path, release(2, "award", awards=[{}, held, {}], contracts=[signed, {}])))
    assert one(rows).value_gbp == 390_000


def test_a_notice_with_a_document_and_nothing_of_a_purchase_is_no_plan(tmp_path):
    """A payments compliance notice (UK17) is published as a document of a tender that there is none of."""
    told = release(2, "planning")
    told["tender"] = {"id": "1", "documents": [{"id": "1", "noticeType": "UK17"}], "legalBasis": {"scheme": "UKPGA"}}
    stored = built(tmp_path, told)
    assert stored.contracts.empty
    assert one(stored.issues).problem == "tells of nothing that is bought"


LONGEST = {**YEARS, "maxExtentDate": "2030-03-31T23:59:59+01:00"}


@pytest.mark.parametrize(
    ("period", "latest"),
    [
        (YEARS, "2030-03-31"),
        ({**YEARS, "maxExtentDate": "2031-03-31T23:59:59+01:00"}, "2031-03-31"),
        ({**YEARS, "endDate": "2029-03-31T23:59:59+01:00"}, None),
    ],
    ids=["the days of its award", "a longest of its own", "other days than its award"],
)
def test_a_contract_of_the_same_days_has_the_longest_term_of_its_award(tmp_path, period, latest):
    signed = {"id": "1", "awardID": "1", "status": "active", "period": period}
    held = award(value=pounds(390_000), contractPeriod=LONGEST)
    row = one(counted(built(tmp_path, release(2, ["award", "contract"], awards=[held], contracts=[signed]))))
    assert row.latest_end_date.strftime("%Y-%m-%d") == latest if latest else pd.isna(row.latest_end_date)


@pytest.mark.parametrize(
    ("later", "latest", "annual"),
    [
        (YEARS, "2030-03-31", 90_000),
        ({**YEARS, "endDate": "2029-03-31T23:59:59+01:00"}, "2030-03-31", 90_000),
        ({**YEARS, "endDate": "2031-03-31T23:59:59+01:00"}, None, 72_000),
        ({**YEARS, "maxExtentDate": "2029-03-31T23:59:59+01:00"}, "2029-03-31", 120_000),
    ],
    ids=["the same end", "an end within it", "an end after it", "another longest term"],
)
def test_the_last_day_after_extensions_stays_where_a_later_notice_states_the_end_alone(tmp_path, later, latest, annual):
    """Pounds a year are the value over the longest term: £360,000 over four years, five, or three."""
    awarded = release(2, "award", awards=[award(value=pounds(360_000), contractPeriod=LONGEST)])
    told = award(value=pounds(360_000), contractPeriod=later)
    row = one(counted(built(tmp_path, awarded, release(3, "awardUpdate", awards=[told]))))
    assert row.latest_end_date.strftime("%Y-%m-%d") == latest if latest else pd.isna(row.latest_end_date)
    assert row.annual_gbp == pytest.approx(annual, rel=0.001), "a year of 365.25 days"


TWO = [award(str(n), title=f"Lot {n}", value=pounds(n * 100_000)) for n in (1, 2)]


def signed_as(*references, value=None):
    years = [{**YEARS, "startDate": f"2026-0{n + 3}-01"} for n in (1, 2)]
    each = zip(references, years, (1, 2), strict=False)
    return [{"id": f"C{n}", **told, "value": pounds(value or n * 1e5), "period": days} for told, days, n in each]


@pytest.mark.parametrize(
    "references", [({"awardID": "lot-1"}, {"awardID": "lot-2"}), ({}, {})], ids=["by other numbers", "by none"]
)
@pytest.mark.parametrize("written", [float, str])
def test_contracts_that_name_no_award_of_their_notice_go_in_order_where_values_agree(tmp_path, references, written):
    awards = [{**one, "value": pounds(written(one["value"]["amount"]))} for one in TWO]
    stored = built(tmp_path, release(2, ["award", "contract"], awards=awards, contracts=signed_as(*references)))
    rows = counted(stored).sort_values("value_gbp")
    assert rows.supplier.tolist() == ["Oak Ltd", "Oak Ltd"]
    assert rows.start_date.dt.month.tolist() == [4, 5]
    said = stored.issues[stored.issues.path == "contracts/awardID"].value.tolist()
    assert said == [told["awardID"] for told in references if told]


def test_a_contract_of_another_value_that_names_no_award_of_its_notice_stays_alone(tmp_path):
    """It may be of an award that an earlier notice lists."""
    contracts = signed_as({"awardID": "3"}, value=350_000)
    rows = counted(built(tmp_path, release(2, ["award", "contract"], awards=TWO[:1], contracts=contracts)))
    assert sorted(rows.value_gbp) == [100_000, 350_000]


@pytest.mark.parametrize(
    ("lot", "related"),
    [(1, ["1"]), ("1", [1]), ("1", [1.0]), ("1", [{"id": "1"}]), ("1", 1), ("1", "1")],
    ids=["number and text", "text and number", "decimal", "object", "a number alone", "a text alone"],
)
def test_the_lot_of_an_award_is_known_however_its_number_is_written(tmp_path, lot, related):
    lots = [{"id": lot, "value": pounds(400_000), "contractPeriod": YEARS}, {"id": "2", "value": pounds(7_000)}]
    held = award(relatedLots=related)
    row = one(counted(built(tmp_path, release(2, "award", tender={"lots": lots}, awards=[held]))))
    assert (row.value_gbp, row.end_date) == (400_000, pd.Timestamp("2028-03-31"))


@pytest.mark.parametrize(("placeholder", "said"), [(0, 1), (0.01, 1), (1, 1), (2, 0), ("about 300k", 0)])
def test_a_placeholder_in_the_contract_leaves_the_value_of_its_award(tmp_path, placeholder, said):
    signed = {"id": "1", "awardID": "1", "value": pounds(placeholder), "period": YEARS}
    stored = built(
        tmp_path, release(2, ["award", "contract"], awards=[award(value=pounds(300_000))], contracts=[signed])
    )
    value = one(counted(stored)).value_gbp
    assert bool(value == 300_000) is bool(said)
    assert len(stored.issues[stored.issues.path == "contracts/value"]) == said


def test_an_award_numbered_nought_takes_no_contract_that_names_another(tmp_path):
    """Without its noughts it has no number, as a contract has none whose number is an empty text."""
    both = [award("0", value=pounds(100_000)), award("7", value=pounds(300_000))]
    signed = [
        {"id": "c7", "awardID": "7", "status": "active", "value": pounds(300_000), "period": YEARS},
        {"id": "c", "awardID": "", "status": "active", "value": pounds(50_000), "period": YEARS},
    ]
    stored = built(tmp_path, release(1, "award", awards=both, contracts=signed))
    assert sorted(counted(stored).value_gbp) == [50_000, 100_000, 300_000]


MARKET = {"title": "Dynamic market for taxis", "techniques": {"hasDynamicPurchasingSystem": True}, "status": "active"}


@pytest.mark.parametrize(
    ("state", "plans"),
    [
        ({"documents": [{"id": "d", "noticeType": "UK16"}]}, 0),
        ({"techniques": {"hasDynamicPurchasingSystem": True, "dynamicPurchasingSystem": {"status": "terminated"}}}, 0),
        ({"techniques": {"hasDynamicPurchasingSystem": True, "dynamicPurchasingSystem": {"status": "active"}}}, 1),
        ({"documents": [{"id": "d", "noticeType": "UK14"}]}, 1),
    ],
    ids=["closed", "closed by its state", "open", "set up"],
)
def test_a_dynamic_market_that_is_closed_is_no_plan(tmp_path, state, plans):
    notices = release(1, "tender", tender=MARKET), release(2, "tenderUpdate", tender={**MARKET, **state})
    for order in (notices, notices[::-1]):
        assert len(counted(built(tmp_path, *order))) == plans


SIGNED = {"id": "1", "awardID": "1", "status": "active", "value": pounds(390_000), "period": LONGEST}
OVER = {"id": "1", "awardID": "1", "status": "terminated"}
LET = release(2, ["award", "contract"], awards=[award()], contracts=[SIGNED])


def on(day, told):
    return {**told, "date": f"{day}T10:00:00Z"}


ENDED = on(
    "2027-02-05", release(4, "contractTermination", contracts=[{**OVER, "implementation": {"endDate": "2027-01-31"}}])
)
LONGER = on("2026-09-01", release(3, "contractAmendment", contracts=[{
    "id": "1", "awardID": "1", "amendments": [{"id": "1", "period": {"endDate": "2029-03-31"}}]
}]))  # fmt: skip


@pytest.mark.parametrize(
    ("before", "contract", "tag"),
    [
        ([], {"id": "1", "awardID": "1", "period": YEARS}, "implementation"),
        ([], {**OVER, "period": YEARS}, "implementation"),
        ([], {"id": "1", "awardID": "1", "period": {"endDate": "2028-03-31"}}, "contractAmendment"),
        ([LONGER], {"id": "1", "awardID": "1", "period": {**YEARS, "endDate": "2029-03-31"}}, "implementation"),
        ([], {**SIGNED, "status": "terminated"}, ["awardUpdate", "contractUpdate"]),
        ([LONGER], {**SIGNED, "status": "terminated"}, ["awardUpdate", "contractUpdate"]),
    ],
    ids=[
        "a report",
        "a report of one over",
        "a change",
        "as it was extended",
        "its notice anew",
        "anew, extended before",
    ],
)
def test_a_contract_that_ended_early_keeps_its_last_day_whatever_repeats_the_agreed_one(
    tmp_path, before, contract, tag
):
    again = on("2027-03-05", release(5, tag, awards=[award()] if isinstance(tag, list) else [], contracts=[contract]))
    row = one(counted(built(tmp_path, LET, *before, ENDED, again)))
    assert (row.end_date, row.stage) == (pd.Timestamp("2027-01-31"), "superseded")
    assert pd.isna(row.latest_end_date)


@pytest.mark.parametrize(
    ("contract", "end"),
    [
        ({**OVER, "implementation": {"endDate": "2027-02-28"}}, "2027-02-28"),
        ({"id": "1", "awardID": "1", "amendments": [{"id": "1", "period": {"endDate": "2027-04-30"}}]}, "2027-04-30"),
        ({"id": "1", "awardID": "1", "implementation": {"metrics": []}}, "2027-01-31"),
    ],
    ids=["a day put right", "a new end agreed", "a report without days"],
)
def test_a_notice_after_the_end_that_states_another_day_moves_it(tmp_path, contract, end):
    tag = "contractTermination" if "status" in contract else "contractAmendment"
    again = on("2027-03-05", release(5, tag, contracts=[contract]))
    assert one(counted(built(tmp_path, LET, ENDED, again))).end_date == pd.Timestamp(end)


def test_a_contract_that_its_notice_calls_over_without_a_day_is_said(tmp_path):
    told = release(4, ["award", "contract"], awards=[award()], contracts=[{**SIGNED, "status": "terminated"}])
    stored = built(tmp_path, on("2027-02-05", told))
    assert one(counted(stored)).end_date == pd.Timestamp("2028-03-31")
    assert one(stored.issues).path == "contracts/implementation/endDate"


def test_a_notice_of_the_end_without_its_day_is_said(tmp_path):
    stored = built(tmp_path, LET, on("2027-02-05", release(4, "contractTermination", contracts=[OVER])))
    assert one(counted(stored)).end_date == pd.Timestamp("2028-03-31")
    assert one(stored.issues).done == "the last day stays as agreed"
