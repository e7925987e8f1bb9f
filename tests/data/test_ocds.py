"""Open Contracting documents of each publisher, taken apart into notices."""

import copy
from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading import documents, read

from data.model.notice import AwardStatus
from data.readers.ocds import package
from data.readers.ocds.release import lone_release

PUBLISHED = ("fts_stages.jsonl", "cf_republished.jsonl", "fts_celex_package.json", "cf_legacy_package.json")
RELEASES = [release for name in PUBLISHED for document in documents(name) for release in package.releases(document)]
ODD = st.sampled_from([None, 3, True, "", "x", "2030-01-01", [], {}, [None], [{}], {"id": []}, [{"id": {}}], ["x"]])


def test_procurement_act_value_and_period_stand_in_the_contract():
    notice = read("fts_stages.jsonl")[0][2]
    assert (notice.amount, notice.amount_gross, notice.currency, notice.vat_basis) == (
        1_000_000,
        1_200_000,
        "GBP",
        "ex",
    )
    assert (notice.start, notice.end, notice.latest_end) == (date(2026, 4, 1), date(2029, 3, 31), date(2031, 3, 31))
    assert notice.notice_url == "https://www.find-tender.service.gov.uk/Notice/000003-2026"
    assert notice.date_signed == date(2026, 3, 1)


def test_procurement_act_before_signature_they_stand_in_the_award():
    notices = read("fts_stages.jsonl")[0]
    assert [notice.amount for notice in notices] == [900_000, 950_000, 1_000_000]


def test_codes_places_and_parties_of_the_act():
    notice = read("fts_stages.jsonl")[0][0]
    assert notice.cpvs == ("85312400",)
    assert notice.region_codes == ("UKI32",)
    assert notice.special_regimes == ("lightTouch",)
    assert notice.buyer.types == (("UK_CA_TYPE", "publicAuthoritySubCentralGovernment"),)
    supplier = notice.suppliers[0]
    assert supplier.ids == (("GB-COH", "00000001"), ("GB-PPON", "TEST-0002-BBBB"))
    assert supplier.vcse is False


def test_text_is_as_it_was_meant_and_the_repair_is_an_issue():
    notices, issues = read("fts_stages.jsonl")
    assert notices[0].description == "Care at home & reablement.\nTwo lots."
    assert {(issue.path, issue.problem, issue.done) for issue in issues} == {
        ("tender/description", "holds HTML entities", "decoded")
    }


def test_older_regime_one_notice_per_lot_without_any_period():
    north, south = read("fts_celex_package.json")[0]
    assert (north.title, south.title) == (
        "Community nursing in Testshire: North",
        "Community nursing in Testshire: South",
    )
    assert (north.cpvs, south.cpvs) == (("85141000", "85141200"), ("85141000",))
    assert (north.region_codes, south.region_codes) == (("UKD3",), ("UKE2",))
    assert (north.start, north.end, north.latest_end) == (None, None, None)
    assert (south.amount, south.currency) == (300_000, "EUR")
    assert north.suppliers[0].ids == (("", "00000002"),)


def test_health_regime_is_told_by_its_words():
    assert all("health" in notice.special_regimes for notice in read("fts_celex_package.json")[0])


def test_contracts_finder():
    notice = read("cf_republished.jsonl")[0][0]
    assert (notice.amount, notice.vat_basis) == (250_000, "unknown")
    assert (notice.start, notice.end) == (date(2024, 4, 1), date(2027, 3, 31))
    assert notice.cpvs == ("85311000", "55250000")
    assert (notice.region_names, notice.postcodes) == (("South East", "England"), ("ZZ1 1ZZ",))
    assert notice.notice_url.endswith("/Notice/11111111-1111-1111-1111-111111111111")
    assert notice.suppliers[0].ids == (("GB-CHC", "1000001"),)


def test_legacy_contracts_finder_embeds_suppliers_who_all_have_the_id_0():
    notice = read("cf_legacy_package.json")[0][0]
    assert [supplier.name for supplier in notice.suppliers] == ["Test Taxis", "Test Coaches Ltd"]
    assert [supplier.ids for supplier in notice.suppliers] == [(), (("GB-COH", "00000003"),)]
    assert notice.cpvs == ("60000000",)
    assert notice.category == "goods"
    assert notice.notice_url.endswith("/Notice/44444444-4444-4444-4444-444444444444")


def test_record_package_gives_its_releases_or_else_its_compiled_release():
    releases = documents("fts_stages.jsonl")
    full = {"records": [{"ocid": "ocds-h6vhtk-test01", "releases": releases, "compiledRelease": releases[2]}]}
    assert [release["id"] for release in package.releases(full)] == ["000001-2026", "000002-2026", "000003-2026"]
    linked = {"records": [{"ocid": "x", "releases": [{"url": "y", "date": "z"}], "compiledRelease": releases[2]}]}
    assert [release["id"] for release in package.releases(linked)] == ["000003-2026"]


def test_a_record_of_versions_alone_gives_what_each_field_held_last():
    def held(*values):
        days = ("2026-02-01", "2026-06-01")
        return [
            {"releaseID": f"r{at}", "releaseDate": days[at], "releaseTag": ["award"], "value": value}
            for at, value in enumerate(values)
        ]

    versions = {
        "ocid": "ocds-xxxxxx-1",
        "parties": [{"id": "B1", "name": held("Ambleford"), "roles": held(["buyer"])}],
        "tender": {"title": held("Home care", "Home care at night")},
        "awards": [
            {
                "id": "A1",
                "suppliers": [{"id": "S1", "name": held("Oak Ltd")}],
                "value": {"amount": held(5000, 7000)},
                "contractPeriod": {"endDate": list(reversed(held("2028-03-31", None)))},
            }
        ],
    }
    linked = {"ocid": "ocds-xxxxxx-1", "releases": [{"url": "https://example.org/1", "tag": ["award"]}]}
    [state] = package.releases({"records": [{**linked, "versionedRelease": versions}]})
    assert (state["id"], state["date"], state["tag"]) == ("ocds-xxxxxx-1-2026-06-01", "2026-06-01", ["compiled"])
    [notice], said = package.read(state, "x", 1)
    assert (notice.title, notice.buyer.name, notice.suppliers[0].name) == ("Home care at night", "Ambleford", "Oak Ltd")
    assert (notice.amount, notice.end, said) == (7000, None, [])


def test_a_tender_is_a_planned_contract_with_an_estimate():
    release = documents("cf_republished.jsonl")[0]
    del release["awards"]
    release["tag"] = ["tender"]
    release["tender"]["value"] = {"amount": 5, "currency": "GBP"}
    notice = package.read(release, "x", 1)[0][0]
    assert (notice.status, notice.amount, notice.estimated, notice.suppliers) == (AwardStatus.PLANNED, 5, True, ())


@pytest.mark.parametrize(
    ("tag", "status", "step"),
    [
        ("award", "active", AwardStatus.AWARDED),
        ("award", "cancelled", AwardStatus.CANCELLED),
        ("award", "unsuccessful", AwardStatus.CANCELLED),
        ("contractTermination", "active", AwardStatus.ENDED),
    ],
)
def test_steps(tag, status, step):
    release = documents("fts_stages.jsonl")[2]
    release["tag"] = [tag]
    release["contracts"][0]["status"] = status
    assert package.read(release, "x", 1)[0][0].status is step


def test_a_list_of_members_of_a_framework_is_a_change_not_a_contract():
    release = documents("fts_stages.jsonl")[0]
    release["awards"] = [{"id": "1", "amendments": [{"id": "x"}], "suppliers": release["awards"][0]["suppliers"]}]
    assert package.read(release, "x", 1)[0][0].partial


@pytest.mark.parametrize("kind", ["UK14", "UK15"])
def test_who_is_in_a_dynamic_market_has_no_contract_by_that(kind):
    release = documents("fts_stages.jsonl")[0]
    release["tender"]["documents"] = [{"id": "1", "noticeType": kind}]
    assert package.read(release, "x", 1)[0][0].partial


@pytest.mark.parametrize(
    "bad",
    [
        {"ocid": "o", "awards": "none"},
        {"ocid": "o", "awards": [None, 3, {"value": {"amount": "a lot"}, "suppliers": "x"}]},
        {"ocid": "o", "tender": [], "parties": {"id": "p"}, "buyer": "someone"},
        {"ocid": "o", "awards": [{"contractPeriod": {"startDate": "soon", "endDate": 2030}, "items": [None]}]},
        {"ocid": "o", "awards": {"id": "1"}, "contracts": [{"awardID": None}], "tag": None, "date": 5},
    ],
)
def test_no_shape_breaks_the_reader(bad):
    notices, _ = package.read(bad, "x", 7)
    assert notices


def test_what_is_no_number_and_no_date_is_said():
    bad = {"ocid": "o", "awards": [{"value": {"amount": "a lot"}, "contractPeriod": {"startDate": "soon"}}]}
    issues = package.read(bad, "x", 7)[1]
    assert [(issue.line, issue.value, issue.problem) for issue in issues] == [
        (7, "a lot", "is not a number"),
        (7, "soon", "is not a date"),
    ]


def test_a_release_without_ocid_is_left_out_and_said():
    notices, issues = package.read({"id": "1"}, "x", 3)
    assert notices == []
    assert issues[0].done.startswith("left out")


def places(value, at=()):
    """Yield the path of every value inside a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inside:
        yield (*at, key)
        yield from places(held, (*at, key))


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release["id"])
def test_a_release_of_the_usual_shape_is_read_straight_into_its_fields(release):
    quick = lone_release(orjson.dumps(release))
    assert quick is not None
    assert package.notices(quick, "x", 1) == package.read(release, "x", 1)


@given(st.sampled_from(RELEASES), st.lists(st.tuples(st.integers(0, 1_000), ODD), min_size=1, max_size=3))
def test_the_quick_way_reads_what_the_patient_way_reads_whatever_stands_in_it(release, changes):
    odd = copy.deepcopy(release)
    for number, value in changes:
        found = [place for place in places(odd) if place != ("ocid",)]
        *way, last = found[number % len(found)]
        holder = odd
        for key in way:
            holder = holder[key]
        holder[last] = copy.deepcopy(value)
    patient = package.read(odd, "x", 1)
    assert patient[0]
    quick = lone_release(orjson.dumps(odd))
    assert quick is None or package.notices(quick, "x", 1) == patient


@pytest.mark.parametrize(
    "line",
    [
        b'{"releases": [{"ocid": "o"}]}',
        b'{"ocid": "o", "records": []}',
        b'{"ocid": "o", "compiledRelease": {"ocid": "o"}}',
        b'{"ocid": "o", "versionedRelease": {"ocid": "o"}}',
        b'{"ocid": ""}',
        b'{"id": "1"}',
        b'[{"ocid": "o"}]',
        b'{"ocid": "o", "unread": "Caf\xe9"}',
        b'{"ocid": "o", "unread": 000}',
        b'{"ocid": "o", "tender": {"lotDetails": {"maximumLotsBidPerSupplier": 1e9999}}}',
        b'{"ocid": "o", "tender": {"techniques": {"frameworkAgreement": {"maximumParticipants": 1e9999}}}}',
        b'{"ocid": "o"',
        b'{"ocid": "o", "unread": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    ],
    ids=lambda line: line[:60].decode("latin-1"),
)
def test_what_holds_more_or_needs_a_repair_goes_the_patient_way(line):
    assert lone_release(line) is None
