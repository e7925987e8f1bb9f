"""A change notice (UK10) moves the end of the contract that it changes, says so, and touches nothing else.

Its value is smaller than the contract's here, which may be the addition alone; a larger one is in
`test_standard_changes.py`.
"""

import random

import pandas as pd
import pytest
from reading import documents, one, table, write_lines

CONTRACT = "ocds-h6vhtk-test01/1"
PUBLISHED = (pd.Timestamp("2029-03-31"), pd.Timestamp("2031-03-31"))


def change(number, day, *, key="proposedAmendments", **period):
    """A change notice in the shape of Find a Tender: the amendment holds what changes, the contract nothing else."""
    named = {"start": "startDate", "end": "endDate", "latest": "maxExtentDate"}
    dates = {named[name]: f"{date}T23:59:59+01:00" for name, date in period.items()}
    amendment = {"id": number, "date": f"{day}T23:59:59+01:00", "value": {"amount": 7, "currency": "GBP"}}
    contract = {
        "id": "1",
        "awardID": "1",
        key: [amendment | ({"period": dates} if dates else {})],
        "documents": [{"id": number, "noticeType": "UK10"}],
    }
    award = documents("fts_stages.jsonl")[2]
    tender = {"title": award["tender"]["title"]}
    return {
        "ocid": award["ocid"],
        "id": number,
        "date": f"{day}T09:00:00Z",
        "tag": ["contractAmendment"],
        "parties": award["parties"],
        "tender": tender,
        "contracts": [contract],
    }


def planned(notice):
    """A notice that repeats what the tender planned."""
    notice["tender"]["contractPeriod"] = {"startDate": "2026-04-01T00:00:00Z", "endDate": "2027-03-31T00:00:00Z"}
    return notice


def award():
    return documents("fts_stages.jsonl")[2]


def built(folder, *releases):
    folder.mkdir(exist_ok=True)
    return table([write_lines(folder / "a.jsonl", list(releases))], folder)


def standing(stored):
    return one(stored.contracts[stored.contracts.counted])


def told(stored):
    return [issue.path for issue in stored.issues.itertuples() if "changes the end" in issue.problem]


@pytest.mark.parametrize("key", ["proposedAmendments", "amendments"])
def test_the_contract_ends_as_the_change_notice_says(tmp_path, key):
    before = standing(built(tmp_path / "before", award()))
    stored = built(tmp_path / "after", award(), change("000009-2026", "2026-09-01", key=key, end="2030-05-31"))
    after = standing(stored)
    assert (after.contract_id, after.end_date) == (CONTRACT, pd.Timestamp("2030-05-31"))
    assert pd.isna(after.latest_end_date), "the notice states the extension anew, and states none"
    moved = ["end_date", "latest_end_date"]
    pd.testing.assert_series_equal(after.drop(moved), before.drop(moved), check_names=False)
    [issue] = [issue for issue in stored.issues.itertuples() if "changes the end" in issue.problem]
    assert (issue.line, issue.path, issue.value) == (2, "contracts/period/endDate", "2030-05-31")
    assert issue.problem == f"changes the end of {CONTRACT}, which was 2029-03-31"
    assert not issue.unread


def test_a_longer_extension_alone_is_a_change(tmp_path):
    later = change("000009-2026", "2026-09-01", end="2029-03-31", latest="2033-03-31")
    after = standing(built(tmp_path, award(), later))
    assert (after.end_date, after.latest_end_date) == (PUBLISHED[0], pd.Timestamp("2033-03-31"))


@pytest.mark.parametrize(
    "notices",
    [
        [change("000009-2026", "2026-09-01")],
        [change("000009-2026", "2026-09-01", start="2026-10-01")],
        [change("000009-2026", "2026-09-01", end="2029-03-31", latest="2031-03-31")],
        [change("000002-2026", "2026-02-01", end="2030-05-31")],
        [planned(change("000009-2026", "2026-09-01"))],
    ],
    ids=[
        "states no period",
        "states a start alone",
        "states the same end",
        "is older than the contract's own notice",
        "repeats the plan of the tender",
    ],
)
def test_what_leaves_the_end_alone(tmp_path, notices):
    stored = built(tmp_path, award(), *notices)
    after = standing(stored)
    assert (after.end_date, after.latest_end_date) == PUBLISHED
    assert not told(stored)


def test_the_same_end_of_a_contract_without_an_extension_is_no_change(tmp_path):
    plain = award()
    del plain["contracts"][0]["period"]["maxExtentDate"]
    assert not told(built(tmp_path, plain, change("000009-2026", "2026-09-01", end="2029-03-31")))


def test_a_change_of_a_contract_that_was_published_again_is_of_the_one_that_stands(tmp_path):
    again = award() | {"ocid": "ocds-h6vhtk-test02", "id": "000005-2026", "date": "2026-05-05T09:00:00Z"}
    stored = built(tmp_path, award(), again, change("000009-2026", "2026-09-01", end="2030-05-31"))
    assert (standing(stored).ocid, standing(stored).end_date) == (again["ocid"], pd.Timestamp("2030-05-31"))


def test_the_latest_change_that_states_an_end_holds_whatever_the_order(tmp_path):
    releases = [
        award(),
        change("000009-2026", "2026-09-01", end="2030-05-31"),
        change("000010-2026", "2026-10-01", end="2031-05-31"),
        change("000011-2026", "2026-11-01"),
    ]
    found = set()
    for seed in range(4):
        random.Random(seed).shuffle(releases)
        stored = built(tmp_path / str(seed), *releases)
        found.add((standing(stored).end_date, stored.about.fingerprint, len(told(stored))))
    assert {(end, count) for end, _, count in found} == {(pd.Timestamp("2031-05-31"), 1)}
    assert len(found) == 1


def test_a_change_of_the_last_day_after_extensions_alone(tmp_path):
    first = change("000008-2026", "2026-08-01", end="2030-05-31", latest="2031-03-31")
    alone = change("000009-2026", "2026-09-01", latest="2033-03-31")
    for notices, end in ([alone], "2029-03-31"), ([first, alone], "2030-05-31"):
        stored = built(tmp_path, award(), *notices)
        after = standing(stored)
        assert (after.end_date, after.latest_end_date) == (pd.Timestamp(end), pd.Timestamp("2033-03-31"))
        [said] = [issue for issue in stored.issues.itertuples() if issue.path.startswith("contracts/period")]
        assert (said.path.endswith("maxExtentDate"), said.value) == (
            (True, "2033-03-31") if notices == [alone] else (False, "2030-05-31")
        )


def test_a_compiled_release_holds_contract_and_change_in_one(tmp_path):
    compiled = award()
    compiled["tag"] = ["compiled"]
    compiled["contracts"][0] |= change("000009-2026", "2026-09-01", end="2030-05-31")["contracts"][0]
    after = standing(built(tmp_path, compiled))
    assert (after.end_date, after.start_date) == (pd.Timestamp("2030-05-31"), pd.Timestamp("2026-04-01"))


FERN, GORSE = {"id": "GB-COH-00000011", "name": "Fern Ltd"}, {"id": "GB-COH-00000012", "name": "Gorse Trust"}


def transfer(number, day, *, to, gone):
    """A change notice of Find a Tender that names who holds the contract from now on, and who no more."""
    notice = change(number, day)
    del notice["contracts"][0]["proposedAmendments"]
    notice["contracts"][0]["amendments"] = [{"id": number, "date": f"{day}T00:00:00Z", "rationale": "A restructuring"}]
    buyer = [party for party in notice["parties"] if "buyer" in party["roles"]]
    parties = [
        {**firm, "roles": [role]} for role, firms in (("supplier", to), ("removedSupplier", gone)) for firm in firms
    ]
    return notice | {"parties": [*buyer, *parties], "awards": [{"id": "1", "suppliers": list(to)}]}


def held_by(*firms):
    notice = award()
    notice["awards"][0]["suppliers"] = list(firms)
    return notice


HEATHER = {"id": "GB-COH-00000013", "name": "Heather PLC"}


@pytest.mark.parametrize(
    ("before", "transfers", "after", "done"),
    [
        ([FERN], [([GORSE], [FERN])], "Gorse Trust", ["is held"]),
        ([FERN], [([GORSE], [{**FERN, "name": "FERN LIMITED"}])], "Gorse Trust", ["is held"]),
        ([FERN], [([GORSE], [FERN]), ([HEATHER], [GORSE])], "Heather PLC", ["is held", "is held"]),
        ([FERN, GORSE], [([HEATHER], [FERN, GORSE])], "Heather PLC", ["is held"]),
        ([FERN, GORSE], [([HEATHER], [FERN])], "Fern Ltd; Gorse Trust", ["stays"]),
        ([FERN], [([GORSE], [HEATHER])], "Fern Ltd", ["stays"]),
        ([FERN], [([FERN], [GORSE])], "Fern Ltd", []),
    ],
    ids=["one", "spelt otherwise", "twice", "both of two", "one of two", "somebody else went", "the same"],
)
def test_who_holds_a_contract_after_a_transfer(tmp_path, before, transfers, after, done):
    later = [transfer(f"{n}-2026", f"2026-0{n}-01", to=to, gone=gone) for n, (to, gone) in enumerate(transfers, 8)]
    stored = built(tmp_path, held_by(*before), *later)
    row = standing(stored)
    assert (row.supplier, row.contract_id) == (after, CONTRACT)
    assert row.supplier_kind == {"Gorse Trust": "charity", "Heather PLC": "private"}.get(after, row.supplier_kind)
    said = stored.issues[stored.issues.path == "awards/suppliers"]
    assert [word in line for word, line in zip(done, said.done, strict=True)] == [True] * len(done)
    assert not stored.issues.problem.str.contains("in words alone").any()


def test_who_goes_without_another_is_said(tmp_path):
    stored = built(tmp_path, held_by(FERN), transfer("9-2026", "2026-09-01", to=[], gone=[FERN]))
    assert standing(stored).supplier == "Fern Ltd"
    assert one(stored.issues[stored.issues.path == "parties/roles"]).value == "Fern Ltd"


def test_a_value_that_a_change_states_is_no_change_in_words_alone(tmp_path):
    """The contract's own value was £2 million."""
    notice = transfer("9-2026", "2026-09-01", to=[], gone=[])
    notice["contracts"][0]["value"] = {"amount": 9_000_000, "currency": "GBP"}
    stored = built(tmp_path, award(), notice)
    assert standing(stored).value_gbp == 9_000_000
    assert not stored.issues.problem.str.contains("in words alone").any()


SETS_UP = {"hasFrameworkAgreement": True}


@pytest.mark.parametrize(
    ("flags", "words", "value", "form", "quality"),
    [
        (([SETS_UP, None]), "", 2_000_000, "framework", "ceiling"),
        (([SETS_UP, None]), "", None, "framework", "ceiling"),
        (([{"hasDynamicPurchasingSystem": True}, None]), "", 2_000_000, "dps", "ceiling"),
        (([SETS_UP, {"hasFrameworkAgreement": False}]), "", 2_000_000, "contract", "stated"),
        (([{"hasFrameworkAgreement": False}, None]), "", 2_000_000, "contract", "stated"),
        (([None, None]), "", 2_000_000, "contract", "stated"),
        (([SETS_UP, None]), "Call-off from a framework agreement", 2_000_000, "call_off", "stated"),
    ],
    ids=[
        "left out",
        "with its value",
        "a purchasing system",
        "denied",
        "never",
        "not stated",
        "the later tells a call-off",
    ],
)
def test_a_framework_stays_one_where_a_later_notice_leaves_the_field_out(tmp_path, flags, words, value, form, quality):
    notices = []
    for number, flag in enumerate(flags, 8):
        notice = award() | {"id": f"{number}-2026", "date": f"2026-0{number}-01T09:00:00Z"}
        notice["tender"] |= {"techniques": flag} if flag else {}
        notices.append(notice)
    notices[1]["tender"]["procurementMethodDetails"] = words
    notices[1]["contracts"][0]["value"] = {} if value is None else {"amount": value, "currency": "GBP"}
    stored = built(tmp_path, *notices)
    row = standing(stored)
    assert (row.instrument, row.value_quality) == (form, quality)
    assert stored.issues.path.str.contains("instrument").any() == (form in ("framework", "dps"))
