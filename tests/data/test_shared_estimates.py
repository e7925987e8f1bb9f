"""An estimate that contracts share is the value of none, and of frameworks counts once, whichever notices tell it."""

import itertools
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import table

from data.table.parquet import read_table
from tests.draws import EVERY, some

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


def values(folder, tender, *notices, more=()):
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
    path.write_text(json.dumps({"releases": [*releases, *more]}), encoding="utf-8")
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


FRAMEWORK = {"techniques": {"hasFrameworkAgreement": True}}
CEILING_LOT = {**FRAMEWORK, "lots": [lot("1", 600_000)]}
THREE = [award(0, "1"), award(1, "1"), award(2, "1")]


def apart(awards):
    return [[one] for one in awards]


@pytest.mark.parametrize(
    "notices",
    [[THREE], apart(THREE), [THREE[:2], THREE[2:]], apart(reversed(THREE))],
    ids=["one notice", "one each", "two and one", "the last first"],
)
@pytest.mark.parametrize("tender", [CEILING_LOT, {**FRAMEWORK, "value": pounds(600_000)}], ids=["lot", "tender"])
def test_the_ceiling_of_a_framework_counts_once_in_all(tmp_path, tender, notices):
    found, said = values(tmp_path, tender, *notices)
    assert found == {"A0": (600_000.0, "ceiling"), "A1": NONE, "A2": NONE}
    assert [done for *_, done in said] == ["counts once, as the ceiling of ocds-h6vhtk-0a0001/A0"] * 2
    assert {value for _, value, _ in said} == {"600000.00"}


def test_a_framework_that_is_told_by_its_words_alone_has_a_ceiling_once(tmp_path):
    tender = {"title": "Framework agreement for the provision of home care", "lots": [lot("1", 600_000)]}
    for notices in ([THREE], apart(THREE)):
        assert sorted(values(tmp_path, tender, *notices)[0].values(), key=str) == [(600_000.0, "ceiling"), NONE, NONE]


def test_a_ceiling_with_vat_alone_counts_once_too(tmp_path):
    tender = {**FRAMEWORK, "lots": [{"id": "1", "value": {"amountGross": 720_000, "currency": "GBP"}}]}
    for notices in ([THREE], apart(THREE)):
        assert values(tmp_path, tender, *notices)[0] == {"A0": (600_000.0, "ceiling"), "A1": NONE, "A2": NONE}


def test_an_estimate_with_vat_alone_is_that_of_no_contract_of_several(tmp_path):
    tender = {"lots": [{"id": "1", "value": {"amountGross": 720_000, "currency": "GBP"}}]}
    for notices in ([THREE[:2]], apart(THREE[:2])):
        assert values(tmp_path, tender, *notices)[0] == {"A0": NONE, "A1": NONE}


@pytest.mark.parametrize("first", [[award(0, "1")], [award(0, "1"), award(1, "1", 70_000)]])
def test_a_framework_that_states_its_value_leaves_no_ceiling_for_the_others(tmp_path, first):
    found, said = values(tmp_path, CEILING_LOT, first, [award(1, "1", 70_000)])
    assert found == {"A0": NONE, "A1": (70_000.0, "ceiling")}
    assert [done for *_, done in said] == ["taken for none of them"]


def test_the_ceiling_goes_on_to_the_next_where_the_first_award_is_cancelled(tmp_path):
    found, _ = values(tmp_path, CEILING_LOT, *apart(THREE), [award(0, "1", status="cancelled")])
    assert found == {"A1": (600_000.0, "ceiling"), "A2": NONE}


def test_the_ceiling_of_lots_together_counts_once_where_one_of_them_has_frameworks_of_its_own(tmp_path):
    tender = {**FRAMEWORK, "lots": [lot("1", 400_000), lot("2", 200_000)]}
    awards = [award(0, "1"), award(1, "12"), award(2, "2")]
    for notices in ([awards], apart(awards)):
        found, _ = values(tmp_path, tender, *notices)
        assert found == {"A0": NONE, "A1": (600_000.0, "ceiling"), "A2": NONE}


def test_the_lots_of_an_award_are_as_an_earlier_notice_states_them(tmp_path):
    later = {"id": "A0", "status": "active", "contractPeriod": PERIOD}
    found, _ = values(tmp_path, ONE_LOT, *apart([award(0, "1"), award(1, "1")]), [later])
    assert found == {"A0": NONE, "A1": NONE}


def test_the_estimate_of_a_tender_is_no_value_that_a_notice_of_change_states(tmp_path):
    change = {
        "ocid": "ocds-h6vhtk-0a0001",
        "id": "000009-2026",
        "date": "2026-03-09T10:00:00Z",
        "tag": ["contractAmendment"],
        "tender": {"title": "Home care", "value": pounds(900_000)},
        "awards": [{"id": "A0"}],
    }
    found, _ = values(tmp_path, {"value": pounds(900_000)}, [award(0, amount=500_000)], more=[change])
    assert found == {"A0": (500_000.0, "stated")}


def contract(number, amount=None):
    value = {"value": pounds(amount)} if amount else {}
    return {"id": f"C{number}", "awardID": "A0", "status": "active", "suppliers": [SUPPLIERS[number]], **value}


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ((500_000, 500_000, 500_000), [500_000, None, None]),
        ((500_000, None, None), [500_000, None, None]),
        ((300_000, 200_000, None), [300_000, 200_000, None]),
        ((500_000, 400_000, None), [500_000, 400_000, None]),
    ],
    ids=["each repeats it", "one repeats it", "two state theirs", "one repeats it and one states its own"],
)
def test_the_value_of_an_award_counts_once_in_whichever_notices_its_contracts_stand(tmp_path, amounts, expected):
    told = [contract(number, amount) for number, amount in enumerate(amounts)]
    for spread in ([told], [[one] for one in told]):
        contracts = [
            {"awards": [award(0)], "contracts": some, "id": f"00010{place}-2026", "date": f"2026-04-0{place + 1}"}
            for place, some in enumerate(spread)
        ]
        more = [
            {"ocid": "ocds-h6vhtk-0a0001", "tag": ["award", "contract"], "tender": {"title": "Home care"}, **one}
            for one in contracts
        ]
        found, _ = values(tmp_path, {}, [award(0, amount=500_000)], more=more)
        assert [value for value, _ in found.values()] == expected


def test_what_one_notice_says_of_a_repeated_value_is_said_once(tmp_path):
    again = {
        "ocid": "ocds-h6vhtk-0a0001",
        "id": "000109-2026",
        "date": "2026-04-09",
        "tag": ["award", "contract"],
        "tender": {"title": "Home care"},
        "awards": [award(0, amount=500_000)],
        "contracts": [contract(0, 500_000), contract(1, 500_000)],
    }
    values(tmp_path, {}, [award(0, amount=500_000)], more=[again])
    issues = read_table(tmp_path / "table.parquet").issues
    assert list(issues[issues.path == "contracts/value"].done) == ["counted once"]


@st.composite
def _awards_and_notices(draw):
    """Three awards of two lots, some with a value of their own, and two ways to tell them in notices."""
    lots = [draw(st.sampled_from(["1", "2", "12", ""])) for _ in NAMES]
    amounts = [draw(st.sampled_from([None, None, 70_000])) for _ in NAMES]
    awards = [award(number, *each) for number, each in enumerate(zip(lots, amounts, strict=True))]
    order = draw(st.permutations(awards))
    cuts = sorted(draw(st.sets(st.integers(1, 2))))
    return awards, [list(order[start:end]) for start, end in itertools.pairwise([0, *cuts, 3])]


@pytest.mark.parametrize("forms", [{}, FRAMEWORK], ids=["contracts", "frameworks"])
@settings(max_examples=some(50), deadline=None, derandomize=not EVERY)
@given(told=_awards_and_notices(), whole=st.sampled_from([{}, {"value": pounds(900_000)}]))
def test_in_which_notices_awards_are_told_changes_no_value(tmp_path_factory, forms, told, whole):
    awards, notices = told
    tender = {**forms, **whole, "lots": [lot("1", 400_000), lot("2", 500_000)]}
    together, _ = values(tmp_path_factory.mktemp("together"), tender, awards)
    assert values(tmp_path_factory.mktemp("apart"), tender, *notices)[0] == together
    stated = sum(one.get("value", pounds(0))["amount"] for one in awards)
    assert sum(value or 0 for value, _ in together.values()) <= 900_000 + stated


ENFORCED = "Enforcement agents for unpaid charges on the roads of the town and its bridges"


def one_sum(folder, *contracts):
    """Which contracts, each in a notice of its own, were said to bear one sum, by their place among the given."""
    lines = [
        {
            "ocid": f"ocds-h6vhtk-0b000{number}",
            "id": f"00010{number}-2026",
            "date": "2026-03-01T10:00:00Z",
            "tag": ["award", "contract"],
            "buyer": {"id": "B1", "name": AMBLEFORD["name"]},
            "parties": [AMBLEFORD, *SUPPLIERS],
            "tender": {
                "title": f"Enforcement {number}",
                "description": words,
                "mainProcurementCategory": "services",
                **more,
            },
            "awards": [award(number, amount=amount)],
        }
        for number, (words, amount, more) in enumerate(contracts)
    ]
    path = folder / "notices.json"
    path.write_text(json.dumps({"releases": lines}), encoding="utf-8")
    stored = table([path], folder)
    said = stored.issues[stored.issues.problem.str.contains("described alike")]
    assert stored.contracts.counted.all()
    assert stored.contracts.value_gbp.notna().all()
    return sorted(int(ocid[-1]) for ocid in said.ocid), set(said.problem), set(said["value"])


def test_one_sum_in_several_contracts_of_the_same_words_is_said_and_counted_in_each(tmp_path):
    found = one_sum(tmp_path, *[(ENFORCED, 8_123_456, {})] * 3)
    assert found == ([0, 1, 2], {"stands in 3 contracts that are described alike"}, {"8123456.00"})


@pytest.mark.parametrize(
    ("second", "amount", "more"),
    [
        (ENFORCED, 8_123_457, {}),
        ("Enforcement agents for unpaid rates", 8_123_456, {}),
        ("", 8_123_456, {}),
        (ENFORCED, 8_123_456, {"techniques": {"hasFrameworkAgreement": True}}),
    ],
    ids=["another sum", "other words", "no words", "a ceiling"],
)
def test_one_sum_of_other_words_or_of_a_framework_is_not(tmp_path, second, amount, more):
    assert one_sum(tmp_path, (ENFORCED, 8_123_456, {}), (second, amount, more)) == ([], set(), set())
