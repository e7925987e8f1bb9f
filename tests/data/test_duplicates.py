"""A contract counts once, whatever was published about it, and every merge can be undone."""

import copy
import random

import pytest
from reading import FIXTURES, documents, one, table, write_lines


def reasons(frame):
    return dict(zip(frame.contract_id, frame.not_counted_reason, strict=True))


def test_later_stages_replace_earlier_ones(tmp_path):
    frame = table([FIXTURES / "fts_stages.jsonl"], tmp_path).contracts
    counted = one(frame[frame.counted])
    assert (counted.contract_id, counted.value_gbp) == ("ocds-h6vhtk-test01/1", 1_000_000)
    for earlier in ("000001-2026", "000002-2026"):
        reason = reasons(frame)[f"ocds-h6vhtk-test01/1@{earlier}"]
        assert reason == "replaced by a later notice of the same award: ocds-h6vhtk-test01/1"


def test_a_contract_published_again_under_new_ids_counts_once_even_by_a_portal(tmp_path):
    frame = table([FIXTURES / "cf_republished.jsonl"], tmp_path).contracts
    assert len(frame) == 3
    counted = one(frame[frame.counted])
    assert counted.buyer == "ATAMIS LTD"
    assert set(frame[~frame.counted].not_counted_reason) == {f"published again as {counted.contract_id}"}


def test_merges_can_be_undone(tmp_path):
    frame = table([FIXTURES / "cf_republished.jsonl", FIXTURES / "fts_stages.jsonl"], tmp_path).contracts
    named = frame[~frame.counted].not_counted_reason.str.extract(r"(?:as|award:) (\S+)$")[0]
    assert set(named) <= set(frame[frame.counted].contract_id)
    assert frame.value_gbp.notna().all()


def changed(**facts):
    again = documents("cf_republished.jsonl")[2]
    again["buyer"]["name"] = again["parties"][0]["name"] = facts.pop("buyer", "Test Council")
    award = again["awards"][0]
    award["value"]["amount"] = facts.pop("value", 250_000)
    award["contractPeriod"]["endDate"] = facts.pop("end", "2027-03-31T23:59:59+01:00")
    award["suppliers"][0]["name"] = facts.pop("supplier", "Test Shelter")
    again["tender"]["title"] = facts.pop("title", again["tender"]["title"])
    again["tender"]["description"] = facts.pop("description", again["tender"]["description"])
    assert not facts
    return again


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        ({}, 1),
        ({"description": "Beds for rough sleepers. Additional information: changed."}, 1),
        ({"title": "NIGHT SHELTER, in Testshire"}, 1),
        ({"buyer": "Other Council"}, 2),
        ({"value": 250_001}, 2),
        ({"end": "2028-03-31T23:59:59+01:00"}, 2),
        ({"supplier": "Other Shelter"}, 2),
        ({"title": "Day centre in Testshire"}, 2),
        ({"description": "Beds for families."}, 2),
    ],
)
def test_what_makes_two_publications_one_contract(tmp_path, facts, counted):
    path = write_lines(tmp_path / "a.jsonl", [documents("cf_republished.jsonl")[0], changed(**facts)])
    assert table([path], tmp_path).contracts.counted.sum() == counted


@pytest.mark.parametrize("value", [0, 1])
def test_across_processes_a_placeholder_is_no_evidence(tmp_path, value):
    first = documents("cf_republished.jsonl")[0]
    first["awards"][0]["value"]["amount"] = value
    path = write_lines(tmp_path / "a.jsonl", [first, changed(value=value)])
    assert table([path], tmp_path).contracts.counted.sum() == 2


def test_equal_lots_of_one_notice_stay_apart_and_pair_with_their_republication(tmp_path):
    first, second = documents("cf_republished.jsonl")[0], changed()
    for release in (first, second):
        lot = copy.deepcopy(release["awards"][0])
        lot["id"] += "-lot-2"
        release["awards"].append(lot)
    frame = table([write_lines(tmp_path / "a.jsonl", [first, second])], tmp_path).contracts
    assert (len(frame), frame.counted.sum()) == (4, 2)
    assert frame[frame.counted].ocid.nunique() == 1


def test_two_awards_with_one_id_in_one_notice_stay_apart(tmp_path):
    release = documents("cf_republished.jsonl")[0]
    release["awards"].append(copy.deepcopy(release["awards"][0]))
    release["awards"][1]["suppliers"][0]["name"] = "Other Shelter"
    frame = table([write_lines(tmp_path / "a.jsonl", [release])], tmp_path).contracts
    assert frame.counted.all()
    assert frame.contract_id.is_unique


def test_three_versions_of_one_notice_have_an_id_each(tmp_path):
    versions = [documents("fts_stages.jsonl")[2] for _ in range(3)]
    for version, title in zip(versions, ("Home care", "Care at home", "Homecare"), strict=True):
        version["tender"]["title"] = title
    frame = table([write_lines(tmp_path / "a.jsonl", versions)], tmp_path).contracts
    number = "ocds-h6vhtk-test01/1"
    assert one(frame[frame.counted]).contract_id == number
    assert set(frame.contract_id) == {number, f"{number}@000003-2026", f"{number}@000003-2026~2"}


def test_the_same_notice_twice_is_read_once_and_said(tmp_path):
    first = write_lines(tmp_path / "a.jsonl", documents("cf_republished.jsonl")[:1])
    second = write_lines(tmp_path / "b.jsonl", documents("cf_republished.jsonl")[:1])
    stored = table([first, second], tmp_path)
    assert len(stored.contracts) == 1
    issue = one(stored.issues)
    assert (issue.source, issue.problem) == ("b.jsonl", "was read before")


def notice(tag, status, number, day):
    release = documents("fts_stages.jsonl")[2]
    release.update(id=number, date=day, tag=[tag])
    release["contracts"][0]["status"] = status
    return release


def test_a_termination_ends_the_contract_but_does_not_stand_for_it(tmp_path):
    releases = [
        documents("fts_stages.jsonl")[2],
        notice("contractTermination", "terminated", "000009-2026", "2026-09-01"),
    ]
    frame = table([write_lines(tmp_path / "a.jsonl", releases)], tmp_path).contracts
    counted = one(frame[frame.counted])
    assert (counted.contract_id, counted.stage) == ("ocds-h6vhtk-test01/1", "superseded")
    assert one(frame[~frame.counted]).not_counted_reason == (
        "a notice that changes, ends or reports on ocds-h6vhtk-test01/1"
    )


def test_a_change_to_a_contract_that_is_not_there_is_not_counted(tmp_path):
    path = write_lines(tmp_path / "a.jsonl", [notice("contractAmendment", "active", "000009-2026", "2026-09-01")])
    row = one(table([path], tmp_path).contracts)
    assert not row.counted
    assert "not in this table" in row.not_counted_reason


def test_a_cancelled_award_counts_neither_before_nor_after(tmp_path):
    releases = [
        documents("fts_stages.jsonl")[2],
        notice("tenderCancellation", "cancelled", "000009-2026", "2026-09-01"),
    ]
    frame = table([write_lines(tmp_path / "a.jsonl", releases)], tmp_path).contracts
    assert not frame.counted.any()
    assert set(frame.not_counted_reason.str.split(":").str[0]) == {
        "cancelled by a later notice",
        "the award or the procurement was cancelled",
    }


def test_an_award_stands_for_its_plan(tmp_path):
    plan = documents("cf_republished.jsonl")[0]
    plan.update(id="plan", date="2023-01-01T00:00:00Z", tag=["tender"], awards=[])
    frame = table([write_lines(tmp_path / "a.jsonl", [plan, documents("cf_republished.jsonl")[0]])], tmp_path).contracts
    assert one(frame[frame.stage == "planned"]).not_counted_reason.startswith("the plan led to an award: ocds-b5fd17")
    alone = table([write_lines(tmp_path / "b.jsonl", [plan])], tmp_path / "other").contracts
    assert (one(alone).stage, one(alone).counted) == ("planned", True)


def test_the_order_of_reading_is_irrelevant(tmp_path):
    releases = documents("cf_republished.jsonl") + documents("fts_stages.jsonl") + [changed(value=7)]
    releases.append(notice("contractTermination", "terminated", "000009-2026", "2026-09-01"))
    found = set()
    for seed in range(6):
        random.Random(seed).shuffle(releases)
        half = len(releases) // 2
        paths = [
            write_lines(tmp_path / f"{seed}-a.jsonl", releases[:half]),
            write_lines(tmp_path / f"{seed}-b.jsonl", releases[half:]),
        ]
        found.add(table(paths, tmp_path / str(seed)).about.fingerprint)
    assert len(found) == 1


SHELTER = {"id": "GB-CFS-1", "name": "Test Shelter"}
INN = {"id": "GB-CFS-2", "name": "Test Inn"}


def edit(number, *awards, process="ocds-b5fd17-edited", title="Beds"):
    """A release of a notice of Contracts Finder as it stood after an edit."""
    listed = [
        {
            "id": f"{process}-{award}",
            "status": "active",
            "value": {"amount": value, "currency": "GBP"},
            "suppliers": suppliers,
            "contractPeriod": {"startDate": start, "endDate": end},
        }
        for award, value, end, start, suppliers in awards
    ]
    return {
        "ocid": process,
        "id": f"notice-{number}",
        "date": f"2026-0{number}-01T10:00:00Z",
        "tag": ["award"],
        "buyer": {"id": "GB-CFS-9", "name": "Test Council"},
        "tender": {"title": title},
        "awards": listed,
    }


def let(number, *, value=100_000, end="2027-03-31", start="2026-04-01", suppliers=(SHELTER,)):
    return (number, value, end, start, list(suppliers))


@pytest.mark.parametrize(
    ("later", "counted"),
    [
        (edit(2, let(2, value=10_000)), [10_000]),
        (edit(2, let(2, end="2028-03-31", value=200_000)), [200_000]),
        (edit(2, let(1), let(2, value=200_000)), [100_000, 200_000]),
        (edit(2, let(2, value=200_000, start="2026-05-01")), [100_000, 200_000]),
        (edit(2, let(2, value=200_000, suppliers=[INN])), [100_000, 200_000]),
        (edit(2, let(2, value=200_000, suppliers=[SHELTER, INN])), [100_000, 200_000]),
        (edit(2, let(2, value=200_000), title="Beds, extended"), [100_000, 200_000]),
        (edit(2, let(2, value=200_000), process="ocds-b5fd17-other"), [100_000, 200_000]),
        (edit(2, let(2, value=200_000), process="ocds-h6vhtk-edited"), [100_000, 200_000]),
    ],
    ids=[
        "another value",
        "another end",
        "both listed side by side",
        "another first day",
        "another supplier",
        "one supplier more",
        "another title",
        "another process",
        "another service",
    ],
)
def test_an_edited_notice_of_contracts_finder_counts_once(tmp_path, later, counted):
    first = edit(1, let(1), process="ocds-h6vhtk-edited" if "h6vhtk" in later["ocid"] else "ocds-b5fd17-edited")
    for order in ([first, later], [later, first]):
        frame = table([write_lines(tmp_path / "a.jsonl", order)], tmp_path).contracts
        assert sorted(frame[frame.counted].value_gbp) == counted
        if len(counted) == 1:
            assert frame[~frame.counted].not_counted_reason.str.startswith("published again as ").all()


def test_awards_that_an_earlier_edit_listed_side_by_side_stay_two(tmp_path):
    edits = [edit(1, let(1), let(2, value=200_000)), edit(2, let(2, value=250_000))]
    frame = table([write_lines(tmp_path / "a.jsonl", edits)], tmp_path).contracts
    assert sorted(frame[frame.counted].value_gbp) == [100_000, 250_000]


NOTICE, ANOTHER = "3f0a1c2e-0000-4000-8000-000000000001", "3f0a1c2e-0000-4000-8000-000000000002"


@pytest.mark.parametrize(
    ("first", "later", "notice", "counted"),
    [
        ([let(1)], [let(2, value=7_000, start="2026-05-01")], NOTICE, [7_000]),
        ([let(1)], [let(2, value=7_000, suppliers=[INN])], NOTICE, [7_000]),
        ([let(1), let(2), let(3)], [let(1), let(2), let(4, suppliers=[INN])], NOTICE, [100_000] * 3),
        ([let(1)], [let(1), let(2, value=7_000, suppliers=[INN])], NOTICE, [7_000, 100_000]),
        ([let(1)], [let(2, value=7_000, suppliers=[INN])], ANOTHER, [7_000, 100_000]),
    ],
    ids=["another first day", "another supplier", "one of three replaced", "one more listed", "another notice"],
)
def test_an_edit_of_one_notice_lists_all_its_awards(tmp_path, first, later, notice, counted):
    edits = [edit(1, *first) | {"id": f"{NOTICE}-400001"}, edit(2, *later) | {"id": f"{notice}-400002"}]
    for order in (edits, edits[::-1]):
        frame = table([write_lines(tmp_path / "a.jsonl", order)], tmp_path).contracts
        assert sorted(frame[frame.counted].value_gbp) == counted


@pytest.mark.parametrize(
    ("gone", "stays", "notice", "counted"),
    [
        ([let(2)], [], NOTICE, []),
        ([let(3)], [let(1)], NOTICE, [100_000]),
        ([let(3)], [let(4, value=7_000, suppliers=[INN])], NOTICE, [7_000]),
        ([let(2)], [], ANOTHER, [100_000]),
    ],
    ids=["the only award", "one stays", "another instead", "another notice"],
)
def test_an_edit_that_cancels_its_awards_ends_those_listed_before(tmp_path, gone, stays, notice, counted):
    """The award that is cancelled has a number of its own, as every edited award has."""
    later = edit(2, *gone, *stays) | {"id": f"{notice}-400002"}
    for award in later["awards"][: len(gone)]:
        award["status"] = "cancelled"
    edits = [edit(1, let(1)) | {"id": f"{NOTICE}-400001"}, later]
    for order in (edits, edits[::-1]):
        frame = table([write_lines(tmp_path / "a.jsonl", order)], tmp_path).contracts
        assert frame[frame.counted].value_gbp.tolist() == counted


TAXIS = {"id": "GB-FTS-5", "name": "Roe Taxis Ltd"}
CABS = {"id": "GB-FTS-6", "name": "Yarrow Cabs Ltd"}
UPDATE = ("awardUpdate", "contractUpdate")


def older(number, *contracts, tag=("award", "contract"), scheme="CELEX", process="ocds-h6vhtk-02f004"):
    """A notice of the older regime, which gives each of its awards a number that begins with its own."""
    notice = f"01111{number}-2024"
    listed = [(f"{notice}-{place}", *contract) for place, contract in enumerate(contracts, 1)]
    return {
        "ocid": process,
        "id": notice,
        "date": f"2024-0{number}-10T10:00:00Z",
        "tag": list(tag),
        "buyer": {"id": "GB-FTS-9", "name": "Test Council"},
        "tender": {"title": "School taxis", "legalBasis": {"id": "32014L0024", "scheme": scheme}},
        "awards": [{"id": one, "status": "active", "suppliers": [supplier]} for one, supplier, *_ in listed],
        "contracts": [
            {"id": one, "awardID": one, "status": "active", "value": {"amount": value}, "dateSigned": signed}
            for one, _, value, signed in listed
        ],
    }


FIRST, CAB = (TAXIS, 100_000, "2023-12-01"), (CABS, 80_000, "2023-12-01")


@pytest.mark.parametrize(
    ("notices", "counted"),
    [
        ([older(1, FIRST, CAB), older(2, (TAXIS, 140_000, "2023-12-01"), tag=UPDATE)], [80_000, 140_000]),
        ([older(1, FIRST), *(older(n, (TAXIS, n * 60_000, "2023-12-01"), tag=UPDATE) for n in (2, 3))], [180_000]),
        ([older(1, FIRST), older(2, (TAXIS, 140_000, "2023-12-01"))], [100_000, 140_000]),
        ([older(1, FIRST), older(2, (TAXIS, 140_000, "2023-12-02"), tag=UPDATE)], [100_000, 140_000]),
        ([older(1, FIRST), older(2, (CABS, 140_000, "2023-12-01"), tag=UPDATE)], [100_000, 140_000]),
        ([older(1, FIRST), older(2, FIRST, tag=UPDATE, process="ocds-h6vhtk-02f005")], [100_000, 100_000]),
        ([older(1, FIRST), older(2, (TAXIS, 140_000, "2023-12-01"), tag=UPDATE, scheme="UKPGA")], [100_000, 140_000]),
        ([older(1, FIRST, FIRST), older(2, (TAXIS, 140_000, "2023-12-01"), tag=UPDATE)], [100_000, 100_000, 140_000]),
        ([older(1, FIRST), older(2, FIRST), older(3, FIRST, tag=UPDATE)], [100_000, 100_000, 100_000]),
        ([older(1, FIRST), older(2, FIRST, FIRST, tag=UPDATE)], [100_000, 100_000, 100_000]),
    ],
    ids=[
        "one of two contracts",
        "modified twice",
        "another award",
        "signed on another day",
        "another supplier",
        "another process",
        "another regime",
        "which of two is not known",
        "which of two notices is not known",
        "two modified at once",
    ],
)
def test_a_modification_of_the_older_regime_stands_for_its_contract(tmp_path, notices, counted):
    for order in (notices, notices[::-1]):
        frame = table([write_lines(tmp_path / "a.jsonl", order)], tmp_path).contracts
        assert sorted(frame[frame.counted].value_gbp) == counted
        assert frame[~frame.counted].not_counted_reason.str.startswith("replaced by a later notice").all()


def test_a_modification_keeps_what_it_does_not_state(tmp_path):
    first, later = older(1, FIRST), older(2, (TAXIS, None, "2023-12-01"), tag=UPDATE)
    first["contracts"][0]["period"] = {"startDate": "2024-01-01", "endDate": "2026-12-31"}
    frame = table([write_lines(tmp_path / "a.jsonl", [first, later])], tmp_path).contracts
    row = frame[frame.counted].iloc[0]
    assert (row.award_id, row.value_gbp, f"{row.end_date:%Y}") == ("011112-2024-1", 100_000, "2026")


INTENDED = "This is a Provider Selection Regime (PSR) intention to award notice."
CONFIRMED = "This is a Provider Selection Regime (PSR) confirmation of contract award notice."


@pytest.mark.parametrize(
    ("later", "words", "counted"),
    [
        (older(2, (TAXIS, 140_000, "2024-02-01")), CONFIRMED, [140_000]),
        (older(2, (TAXIS, None, "2024-02-01")), CONFIRMED, [100_000]),
        (older(2, (TAXIS, 140_000, "2024-02-01")), INTENDED, [100_000, 140_000]),
        (older(2, (CABS, 140_000, "2024-02-01")), CONFIRMED, [100_000, 140_000]),
        (older(2, (TAXIS, 140_000, "2024-02-01"), process="ocds-h6vhtk-02f005"), CONFIRMED, [100_000, 140_000]),
    ],
    ids=["the award", "an award that states no value", "another intention", "another supplier", "another process"],
)
def test_an_award_stands_for_the_notice_that_intended_it(tmp_path, later, words, counted):
    notices = [older(1, FIRST) | {"description": INTENDED}, later | {"description": words}]
    for order in (notices, notices[::-1]):
        frame = table([write_lines(tmp_path / "a.jsonl", order)], tmp_path).contracts
        assert sorted(frame[frame.counted].value_gbp) == counted


@pytest.mark.parametrize(
    ("words", "counted"),
    [
        ("This VEAT notice is intended to inform the market of the intention to award.", [140_000]),
        ("This is a voluntary ex-ante transparency notice.", [140_000]),
        ("A VEAT notice was published on 13 December and nobody objected.", [100_000, 140_000]),
    ],
    ids=["VEAT", "in full", "of another notice"],
)
def test_an_award_stands_for_the_notice_that_it_would_be_made_without_competition(tmp_path, words, counted):
    """Form F15, which a buyer may publish ten days before it awards: directive 2007/66/EC, article 3a."""
    notices = [older(1, FIRST) | {"description": words}, older(2, (TAXIS, 140_000, "2024-02-01"))]
    for order in (notices, notices[::-1]):
        frame = table([write_lines(tmp_path / "a.jsonl", order)], tmp_path).contracts
        assert sorted(frame[frame.counted].value_gbp) == counted


def test_a_proposed_award_is_no_other_contract_than_the_award(tmp_path):
    proposed, made = older(1, FIRST), older(2, (TAXIS, 140_000, "2024-02-01"))
    proposed["awards"][0]["status"] = "pending"
    frame = table([write_lines(tmp_path / "a.jsonl", [proposed, made])], tmp_path).contracts
    assert list(frame[frame.counted].value_gbp) == [140_000]
