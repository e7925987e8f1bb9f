"""Shapes of releases that the public record shows, each with what is right; names and numbers are made up."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from reading import table

from data.table.build import read_all

COUNCIL = {"id": "GB-PPON-AAAA-0001", "name": "Ambleford Council", "roles": ["buyer"]}
FIRMS = [
    {"id": f"S{n}", "name": name, "roles": ["supplier"]} for n, name in enumerate(("Oak Ltd", "Elm Ltd", "Ash Ltd"))
]
YEARS = {"startDate": "2026-04-01T00:00:00+01:00", "endDate": "2030-03-31T23:59:59+01:00"}


def pounds(amount):
    return {"amount": amount, "currency": "GBP"}


def release(number=1, *, tender=None, **more):
    own = {
        "title": "Home care",
        "status": "complete",
        "legalBasis": {"scheme": "UKPGA", "id": "1"},
        "mainProcurementCategory": "services",
        "classification": {"scheme": "CPV", "id": "85312000"},
        **(tender or {}),
    }
    return {
        "ocid": "ocds-h6vhtk-0a0001",
        "id": f"00000{number}-2026",
        "date": f"2026-0{number}-01T10:00:00Z",
        "tag": ["award", "contract"],
        "buyer": {"id": COUNCIL["id"], "name": COUNCIL["name"]},
        "parties": [COUNCIL, *FIRMS],
        "tender": own,
        **more,
    }


def award(number, supplier=0, **more):
    return {"id": number, "status": "active", "suppliers": [{"id": f"S{supplier}"}], **more}


def built(folder, *releases):
    path = folder / "notices.json"
    path.write_text(json.dumps({"releases": list(releases)}), encoding="utf-8")
    return table([path], folder)


def counted(dataset):
    return dataset.contracts[dataset.contracts.counted & (dataset.contracts.stage != "planned")]


@pytest.mark.parametrize("number", ["CN1", 1, 1.0, "1.0"])
def test_several_awards_under_one_contract_number_are_one_each_in_order(tmp_path, number):
    amounts = (100_000, 200_000, 300_000)
    rows = counted(
        built(
            tmp_path,
            release(
                awards=[award(number, n, value=pounds(amount)) for n, amount in enumerate(amounts)],
                contracts=[
                    {"id": "CN1", "awardID": 1 if number != "CN1" else number, "value": pounds(amount), "period": YEARS}
                    for amount in amounts
                ],
            ),
        )
    )
    assert rows.sort_values("value_gbp").supplier.tolist() == ["Oak Ltd", "Elm Ltd", "Ash Ltd"]
    assert rows.value_gbp.sum() == 600_000
    assert rows.end_date.notna().all()


def test_one_award_keeps_all_of_its_contracts(tmp_path):
    contracts = [{"id": f"C{n}", "awardID": "A", "value": pounds(n * 1000), "period": YEARS} for n in (1, 2, 3)]
    rows = counted(built(tmp_path, release(awards=[award("A")], contracts=contracts)))
    assert sorted(rows.value_gbp) == [1000, 2000, 3000]


def test_a_term_in_days_runs_from_the_signature_and_is_said(tmp_path):
    contract = {
        "id": "1",
        "awardID": "1",
        "value": pounds(2_400_000),
        "period": {"durationInDays": 360},
        "dateSigned": "2026-04-01T00:00:00+01:00",
    }
    dataset = built(tmp_path, release(awards=[award("1")], contracts=[contract]))
    row = counted(dataset).iloc[0]
    assert (row.start_date, row.end_date) == (pd.Timestamp("2026-04-01"), pd.Timestamp("2027-03-26"))
    assert row.annual_gbp == 2_400_000
    assert dataset.issues.done.tolist() == [f"counted from {date(2026, 4, 1)}"]


def test_a_stated_last_day_goes_before_a_term_in_days(tmp_path):
    period = {**YEARS, "durationInDays": 30}
    row = counted(built(tmp_path, release(awards=[award("1", value=pounds(400_000), contractPeriod=period)]))).iloc[0]
    assert row.end_date == pd.Timestamp("2030-03-31")


def test_a_record_with_linked_releases_is_its_compiled_release(tmp_path):
    whole = {**release(awards=[award("1", value=pounds(400_000), contractPeriod=YEARS)]), "tag": ["compiled"]}
    link = {"url": "https://example.org/r1.json", "date": "2026-03-01T10:00:00Z", "tag": ["award"]}
    path = tmp_path / "records.json"
    path.write_text(json.dumps({"records": [{"ocid": whole["ocid"], "releases": [link], "compiledRelease": whole}]}))
    dataset = table([path], tmp_path)
    assert counted(dataset).value_gbp.tolist() == [400_000]
    assert dataset.issues.empty


def plan(number=1):
    lots = [{"id": "1", "contractPeriod": YEARS}]
    tender = {"status": "active", "value": pounds(400_000), "lots": lots}
    return release(number, tag=["tender"], tender=tender)


def withdrawal(number):
    cancelled = {"id": "1", "status": "cancelled", "relatedLots": ["1"]}
    return release(number, tag=["tenderCancellation"], tender={"status": "withdrawn"}, awards=[cancelled])


def test_a_procurement_that_a_notice_ends_is_no_plan(tmp_path):
    rows = built(tmp_path, plan(1), withdrawal(2)).contracts
    assert not rows.counted.any()
    assert rows.not_counted_reason.str.startswith("cancelled by a later notice").sum() == 1


def test_a_procurement_of_which_one_lot_found_nobody_is_a_plan(tmp_path):
    """The others are still open: only a notice that ends the tender ends them all."""
    nobody = release(2, tag=["award"], tender={"status": "active"}, awards=[{"id": "1", "status": "unsuccessful"}])
    rows = built(tmp_path, plan(1), nobody).contracts
    assert rows[rows.counted].stage.tolist() == ["planned"]


def test_a_procurement_that_is_opened_again_is_a_plan(tmp_path):
    assert built(tmp_path, withdrawal(1), plan(2)).contracts.counted.sum() == 1


LOTS = [
    {"id": "1", "title": "North", "value": pounds(400_000)},
    {"id": "2", "title": "South", "value": pounds(500_000)},
]


def test_an_award_without_a_value_has_the_estimate_of_its_lot(tmp_path):
    tender = {"value": pounds(900_000), "lots": LOTS}
    one = release(tender=tender, awards=[award("A", relatedLots=["1"], contractPeriod=YEARS)])
    row = counted(built(tmp_path, one)).iloc[0]
    assert (row.value_gbp, row.value_quality) == (400_000, "estimated")
    awards = [award(f"A{n}", relatedLots=[n], contractPeriod=YEARS) for n in ("1", "2")]
    assert sorted(counted(built(tmp_path, release(tender=tender, awards=awards))).value_gbp) == [400_000, 500_000]


def test_one_lot_of_several_without_a_value_has_not_the_value_of_the_tender(tmp_path):
    tender = {"value": pounds(900_000), "lots": [{"id": "1"}, {"id": "2"}]}
    one = release(tender=tender, awards=[award("A", relatedLots=["1"], contractPeriod=YEARS)])
    assert counted(built(tmp_path, one)).value_gbp.isna().all()


@pytest.mark.parametrize(
    ("written", "read"), [("400000.0", 400_000), ("400,000", 400_000), ("4e5", None), ("4,00", None), ("about 4", None)]
)
def test_an_amount_in_quotes_is_a_number_and_said(tmp_path, written, read):
    dataset = built(tmp_path, release(awards=[award("1", value=pounds(written), contractPeriod=YEARS)]))
    value = counted(dataset).iloc[0].value_gbp
    assert value == read if read else pd.isna(value)
    assert (dataset.issues.path == "value/amount").sum() == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [("£300,000.00", 300_000), ("400,000.00 GBP", 400_000), ("gbp 500000", 500_000), ("450 000", 450_000),
     ("€300,000", None), ("£30,00", None), ("45 00", None), ("£300,000 to £400,000", None)],
)  # fmt: skip
def test_an_amount_in_quotes_may_bear_its_currency_and_blanks(tmp_path, written, read):
    dataset = built(tmp_path, release(awards=[award("1", value=pounds(written), contractPeriod=YEARS)]))
    value = counted(dataset).iloc[0].value_gbp
    assert value == read if read else pd.isna(value)
    assert (dataset.issues.path == "value/amount").sum() == 1


@pytest.mark.parametrize(("latest", "end"), [("2032-03-31", "2030-03-31"), ("2029-03-31", None)])
def test_an_update_that_states_the_longest_end_alone_keeps_the_first(tmp_path, latest, end):
    """An earlier end that lies after it cannot stand beside it."""
    first = release(1, awards=[award("1", value=pounds(400_000), contractPeriod=YEARS)])
    second = release(2, tag=["awardUpdate"], awards=[award("1", contractPeriod={"maxExtentDate": latest})])
    dataset = built(tmp_path, first, second)
    row = counted(dataset).iloc[0]
    assert (row.end_date, row.latest_end_date) == (pd.Timestamp(end), pd.Timestamp(latest))
    kept = dataset.issues[dataset.issues.done == "kept from an earlier one"].path.tolist()
    assert kept == [f"value_gbp, start_date{', end before extensions' if end else ''}"]


def test_a_length_of_which_no_first_day_is_told_is_said(tmp_path):
    period = {"durationInDays": 1826}
    dataset = built(tmp_path, release(awards=[award("1", value=pounds(400_000), contractPeriod=period)]))
    assert counted(dataset).end_date.isna().all()
    said = dataset.issues[dataset.issues.path == "contracts/period/durationInDays"]
    assert (said.value.tolist(), said.done.tolist()) == (["1826"], ["not used"])


@pytest.mark.parametrize(("currency", "read"), [("£", True), ("Sterling", True), ("gbp", True), ("€", False)])
def test_the_currency_of_a_release_may_be_a_sign_or_a_word(tmp_path, currency, read):
    value = {"amount": 400_000, "currency": currency}
    row = counted(built(tmp_path, release(awards=[award("1", value=value, contractPeriod=YEARS)]))).iloc[0]
    assert row.value_gbp == 400_000 if read else (pd.isna(row.value_gbp) and row.value_quality == "foreign")


def test_contracts_of_awards_that_share_a_number_are_of_those_whose_values_they_bear(tmp_path):
    firms = [{"suppliers": [{"id": name, "name": name}]} for name in ("Elm Ltd", "Oak Ltd")]
    awards = [award("CN1", value=pounds(n * 100_000), **firm) for n, firm in enumerate(firms, 1)]
    signed = [
        {"id": "CN1", "awardID": "CN1", "value": pounds(n * 100_000), "period": {**YEARS, "endDate": f"203{n}-03-31"}}
        for n in (2, 1)
    ]
    rows = counted(built(tmp_path, release(tag=["award", "contract"], awards=awards, contracts=signed)))
    found = sorted(zip(rows.supplier, rows.value_gbp, rows.end_date.dt.year, strict=True))
    assert found == [("Elm Ltd", 100_000, 2031), ("Oak Ltd", 200_000, 2032)]


def test_an_update_that_states_only_what_changed_keeps_the_rest(tmp_path):
    first = release(1, awards=[award("1", value=pounds(400_000), contractPeriod=YEARS)])
    bare = {"id": "1", "status": "active", "description": "More hours"}
    second = release(2, tag=["awardUpdate"], awards=[bare])
    dataset = built(tmp_path, first, second)
    row = counted(dataset)
    assert (row.supplier.tolist(), row.value_gbp.tolist()) == (["Oak Ltd"], [400_000])
    assert row.end_date.tolist() == [pd.Timestamp("2030-03-31")]
    assert row.annual_gbp.round().tolist() == [100_000]
    kept = dataset.issues[dataset.issues.done == "kept from an earlier one"]
    assert kept.path.tolist() == ["supplier, value_gbp, start_date, end_date"]
    assert kept.line.tolist() == [2]


def test_an_update_that_states_a_field_has_its_own(tmp_path):
    first = release(1, awards=[award("1", value=pounds(400_000), contractPeriod=YEARS)])
    second = release(2, awards=[award("1", 1, value=pounds(800_000))])
    row = counted(built(tmp_path, first, second)).iloc[0]
    assert (row.supplier, row.value_gbp, round(row.annual_gbp)) == ("Elm Ltd", 800_000, 200_000)
    third = release(3, awards=[{**award("1", 1), "status": "cancelled"}])
    assert counted(built(tmp_path, first, second, third)).empty


RELEASES = Path(__file__).parents[1] / "release_cases"
CASES = [
    ("amount_text", [("Oakfield Care Ltd", 400_000, 100_000, "2030-03-31")]),
    ("duration_days", [("Oakfield Care Ltd", 2_400_000, 2_400_000, "2027-03-26")]),
    ("linked_releases", [("Oakfield Care Ltd", 400_000, 100_000, "2030-03-31")]),
    ("lot_value", [("Oakfield Care Ltd", 400_000, 100_000, "2030-03-31")]),
    (
        "same_award_number",
        [
            ("Oakfield Care Ltd", 100_000, 25_000, "2030-03-31"),
            ("Elm Care Ltd", 200_000, 50_000, "2030-03-31"),
            ("Ash Care Ltd", 300_000, 75_000, "2030-03-31"),
        ],
    ),
    ("uk12_plan", []),
]


@pytest.mark.parametrize(("name", "expected"), CASES, ids=[name for name, _ in CASES])
def test_a_case_of_the_public_record_is_read_right(name, expected, tmp_path):
    """The files are kept as they were made, each for one shape that a real file or report showed."""
    rows = table([RELEASES / f"ocds_{name}.json"], tmp_path).contracts
    counted = rows[rows["counted"]]
    read = counted[["supplier", "value_gbp", "annual_gbp", "end_date"]].itertuples(index=False)
    assert [(who, value, annual, f"{end:%Y-%m-%d}") for who, value, annual, end in read] == expected


RELEASE = {"ocid": "ocds-x-1", "tag": ["award"], "awards": [{"id": "1", "title": "Home care"}]}
NO_RELEASE = {
    "nothing": None, "number": 5, "text": "x", "no process": {"tag": ["award"]}, "holder of nothing": {"releases": 5},
    "links alone": {"ocid": "ocds-x-9", "releases": [{"url": "http://x", "date": "2025-01-01", "tag": ["award"]}]},
    "compiled to nothing": {"ocid": "ocds-x-9", "compiledRelease": 5},
    "no version": {"ocid": "ocds-x-9", "versionedRelease": []},
}  # fmt: skip


@pytest.mark.parametrize("name", NO_RELEASE)
@pytest.mark.parametrize("around", ["releases", "records", "list", "lines"])
def test_what_is_no_release_costs_itself_and_an_issue(tmp_path, name, around):
    given = [RELEASE, NO_RELEASE[name], {**RELEASE, "ocid": "ocds-x-3"}]
    path = tmp_path / ("x.jsonl" if around == "lines" else "x.json")
    if around == "lines":
        path.write_text("".join(json.dumps(each) + "\n" for each in given))
    else:
        path.write_text(json.dumps(given if around == "list" else {around: given}))
    stored = table([path], tmp_path)
    assert sorted(stored.contracts["ocid"]) == ["ocds-x-1", "ocds-x-3"]
    assert len(stored.issues) == 1 and stored.issues["unread"].all()
    assert stored.about.counts["records"] == 3


@pytest.mark.parametrize("item", [None, 5, {"item": None}, {"item": []}])
def test_what_is_no_notice_in_a_search_answer_costs_itself(tmp_path, item):
    (tmp_path / "x.json").write_text(json.dumps({"noticeList": [{"item": {"id": "1", "title": "Care"}}, item]}))
    stored = table([tmp_path / "x.json"], tmp_path)
    assert list(stored.contracts["title"].astype("str")) == ["Care"]
    assert list(stored.issues["line"]) == [2]


@pytest.mark.parametrize(
    "body", ["", " \n", '{"releases": []}', '{"records": []}', '{"releases": []}\n{"releases": []}\n']
)
def test_a_file_that_holds_nothing_is_noted(tmp_path, body):
    (tmp_path / "x.json").write_text(body)
    read = read_all([tmp_path / "x.json"], tmp_path / "cache", quiet=True)
    assert [(issue.problem, issue.is_note) for issue in read.issues] == [("holds no record", True)]


def test_a_record_without_releases_is_its_compiled_release(tmp_path):
    (tmp_path / "x.json").write_text(
        json.dumps({"records": [{"ocid": "ocds-x-1", "releases": [], "compiledRelease": RELEASE}]})
    )
    assert list(table([tmp_path / "x.json"], tmp_path).contracts["ocid"]) == ["ocds-x-1"]


@pytest.mark.parametrize("day", ["5", "&lt;", "9999-01-01T00:00:00Z", "0001-01-01", "TBC"])
def test_a_day_of_a_notice_that_cannot_be_is_not_the_day_of_the_table(tmp_path, day):
    given = [{**RELEASE, "date": "2026-03-01"}, {**RELEASE, "ocid": "ocds-x-2", "date": day}]
    (tmp_path / "x.json").write_text(json.dumps({"releases": given}))
    stored = table([tmp_path / "x.json"], tmp_path)
    assert stored.about.as_of == "2026-03-01"
    assert stored.contracts["published_date"].isna().sum() == 1
