"""Services from the words and codes of a notice: what they mean, never a title that was seen."""
# ruff: noqa: T201 - the measured shares are printed

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.classify.classification import classify_notices
from data.classify.cues import conditions
from data.classify.service_cues import book
from data.classify.services import classify, weighed
from data.model.notice import AwardNotice, Party
from data.model.words import comparable
from tests.costs import is_soon

REFERENCE = Path(__file__).parents[2] / "data" / "reference"


def table(name):
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SERVICES = {row["id"]: row for row in table("services.csv")}


def test_a_supplier_of_alarms_tells_whose_alarms_are_answered():
    found = [classify("Alarm calls", "", ("64200000",), supplier=who).service for who in ("Ambleford Careline", "BT")]
    assert found == ["telecare", "ict"]


def test_who_buys_says_who_is_not_served():
    title = "Parenting programme"
    assert classify(title, "", buyer="Ambleford Council").service == "family"
    assert classify(title, "", buyer="Department for International Development").service != "family"
    nurses = "Preparing nurses for community health services"
    assert classify(nurses, "", buyer="NHS Ambleford").service == "community_health"
    assert classify(nurses, "", buyer="Health Education England").service == "training"


def test_evidence_names_the_words_and_codes_as_written():
    found = classify("Home care and reablement", "", ("85312400",), buyer_kind="local")
    assert found.service == "home_care"
    assert '"home care"' in found.evidence
    assert '"reablement"' in found.evidence
    assert "code 853124" in found.evidence


def test_each_cue_that_is_met_is_said_with_its_points():
    """Points as the rows of service_cues.csv and the keywords of services.csv have them."""
    assert {("advocacy", 6.0, '"carers centre"'), ("advocacy", 5.0, '"carers"')} == {*weighed("Carers centre")}
    found = weighed("Software for prisons")
    assert found[0] == ("ict", 9.0, '"software"')
    assert ("prison", 3.0, '"prison"') in found
    assert found[-1][1] < 0, "what speaks against a service is last"
    assert weighed("Lot 7", "Software") == weighed("Lot 8", "software"), "the description is heard too"
    assert weighed("Lot 7") == []
    assert weighed("Splash pad", buyer_kind="local")[0][0] == "works", "words that are asked last"


def test_nothing_to_go_by_is_unknown():
    found = classify("Lot 7", "")
    assert (found.service, found.confidence, found.purchase) == (None, None, "unknown")
    assert "no word or code" in found.evidence


def test_a_general_code_alone_is_only_possible():
    assert classify("DN123456", "", ("85000000",), buyer_kind="local").confidence == "possible"


def test_title_and_code_together_are_certain():
    found = classify("Domiciliary home care", "", ("85312400",), buyer_kind="local")
    assert (found.service, found.confidence) == ("home_care", "certain")


def test_the_far_end_of_a_description_is_not_read():
    tail = "x " * 400 + "prison operator custodial services"
    assert classify("Lot 7", tail).service is None


def test_codes_that_are_none_are_passed_over():
    assert classify("", "", ("n/a", "")).service is None
    assert classify("Home care", "", ("n/a", "")).service == "home_care"


def test_a_service_that_came_later_stems_from_one_of_the_75():
    stems = {row["id"] for row in SERVICES.values() if not row["parent"]}
    assert len(stems) == 75
    assert {row["parent"] for row in SERVICES.values() if row["parent"]} <= stems
    assert {row["service"] for row in register()} <= stems


@pytest.mark.parametrize(
    ("title", "description", "service", "form"),
    [
        ("350000000", "Home care for older people. Rooms are cleaned too.", "home_care", "contract"),
        ("0 - 1,000,000", "Dynamic purchasing system of local bus services", "bus", "call_off"),
        ("Q/24", "", None, "contract"),
        ("Cars", "Home care for older people.", "fleet", "contract"),
    ],
)
def test_where_a_sum_or_a_number_is_the_title_the_first_sentence_speaks_for_it(title, description, service, form):
    notice = AwardNotice("test", 1, title, Party("Ambleford Council"), description=description, n_suppliers=1.0)
    (told,) = classify_notices([notice])
    assert (told.service, told.instrument) == (service, form)


def test_a_first_sentence_is_no_longer_than_a_title():
    long = "Ambleford " * 15 + "home care for older people"
    notice = AwardNotice("test", 1, "12", Party("Ambleford Council"), description=long)
    (told,) = classify_notices([notice])
    assert told.service_confidence != "certain"


def test_every_cue_can_be_heard():
    known = {*SERVICES, "significant", "incidental"}
    for row in table("service_cues.csv"):
        assert row["service"] in known, row
        assert row["where"] in {"text", "title", "code", "buyer", "supplier", "kind", "category", "last"}, row
        assert -12 <= float(row["weight"]) <= 12, row
        assert all(part.terms - {"  ", ""} == part.terms for part in conditions(row["pattern"], row["where"])), row


@pytest.mark.parametrize(
    ("title", "description", "kind", "expected"),
    [
        ("Barrier nets and associated products", "", "local", "goods"),
        ("Acquisition of new affordable homes", "The housing development has twelve dwellings.", "housing", "works"),
        ("Memory assessment", "", "nhs", "mh_support"),
        ("Interagency adoption placement", "", "local", "fostering"),
        ("Kidney transplant centres", "", "nhs", "elective"),
        ("Kidney transplant centres", "", "central", None),
        ("Sea defence shingle", "Passenger transport on the pier is not part of it.", "local", "works"),
        ("Merchant services and card acquiring", "", "education", "cash_handling"),
        ("Ambleford", "", "local", None),
    ],
)
def test_words_that_many_services_share_are_heard_where_no_other_names_one(title, description, kind, expected):
    assert classify(title, description, buyer_kind=kind).service == expected


@pytest.mark.parametrize(
    ("title", "service"),
    [
        ("Photocopiers", "goods"),
        ("Franking machine rental", "goods"),
        ("Solar panels", "goods"),
        ("Fire engines", "fleet"),
        ("MOT testing", "fleet"),
        ("Taxi licensing tests", "fleet"),
        ("Confidential shredding", "corporate"),
        ("Childcare vouchers", "corporate"),
        ("Eye tests for staff", "occupational_health"),
        ("Road resurfacing", "highways"),
        ("Treasury management advice", "professional"),
        ("Expert witnesses", "professional"),
        ("Bank services", "cash_handling"),
        ("Door supervision", "guarding"),
        ("Town centre rangers", "guarding"),
        ("Bus subsidy route 12", "bus"),
        ("Social work agency", "agency_staff"),
        ("Bank nurses", "agency_staff"),
        ("Cemetery and burial services", "grounds"),
        ("Benefit fraud review", "revs_bens"),
        ("Rodent control", "estates"),
        ("Pest control", "estates"),
        ("Pest control in council homes", "social_housing"),
        ("Splash pad", "works"),
        ("Special guardianship support", "family"),
        ("Drug testing of parents", "laboratory"),
        ("Ultrasound", "elective"),
        ("MRI scans", "elective"),
        ("MRI scanner", "goods"),
        ("Teleradiology", "nhs_admin"),
        ("Bikeability training", "pupil_enrichment"),
    ],
)
def test_a_title_alone_as_a_council_writes_it_is_told(title, service):
    """A register has no text and no code: what nobody tells counts as if it were like the rest of the table."""
    assert classify(title, "", (), buyer_kind="local").service == service


def test_words_that_many_services_share_never_speak_against_one_that_is_named():
    assert classify("Home care", "The supply of associated products to patients at home.").service == "home_care"
    assert "goods" not in classify("Home care", "The supply of associated products.").evidence


def test_what_speaks_against_a_word_holds_for_it_as_a_keyword_too():
    """services.csv lists words and codes; their exceptions stand once, in service_cues.csv, and none is passed over."""
    against: dict[tuple[str, str], set[str]] = {}
    weighed = set()
    for row in table("service_cues.csv"):
        first, *more = conditions(row["pattern"], "text" if row["where"] == "last" else row["where"])
        unless = {term for part in more if not part.wanted for term in part.terms}
        for term in first.terms:
            if float(row["weight"]) > 0:
                against.setdefault((row["service"], term), set()).update(unless)
            if not more:
                weighed.add((row["service"], term))
    listed = 0
    for service, row in SERVICES.items():
        words = {comparable(word.replace("&", " and ")) for word in row["keywords"].split(";")}
        words |= {f"code:{code}" for code in row["cpv_prefixes"].split()}
        for word in {word for word in words if against.get((service, word)) and (service, word) not in weighed}:
            heard = [cue for cue in book().by_term[word] if (cue.service, cue.terms) == (service, {word})]
            assert any(cue.unless >= against[service, word] for cue in heard if not cue.also), (service, word)
            listed += 1
    assert listed > 100


def test_no_cue_is_said_twice():
    said = Counter((row["service"], row["pattern"], row["where"]) for row in table("service_cues.csv"))
    assert [cue for cue, times in said.items() if times > 1] == []


def register():
    with (REFERENCE.parent / "register" / "contracts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found_in_register(row):
    return classify(
        row["title"],
        row["summary"],
        tuple(row["cpv"].split()),
        buyer=row["buyer"],
        buyer_kind=row["buyer_kind"],
        supplier=row["supplier"],
    )


def test_the_register_is_told_by_its_words():
    rows = register()
    found = [found_in_register(row).service for row in rows]
    groups = {name: "outside" if row["group"] == "outside" else name for name, row in SERVICES.items()}
    right = sum(groups.get(f or "") == groups[row["service"]] for f, row in zip(found, rows, strict=True))
    ours = [SERVICES[f]["contact"] == "significant" if f else False for f in found]
    gold = [SERVICES[row["service"]]["contact"] == "significant" for row in rows]
    both = sum(a and b for a, b in zip(ours, gold, strict=True))
    print(f"register: right {right / len(rows):.3f} of {len(rows)}")
    print(f"significant contact: precision {both / sum(ours):.3f}, recall {both / sum(gold):.3f}")
    assert right / len(rows) >= 0.90
    assert both / sum(ours) >= 0.95
    assert both / sum(gold) >= 0.95


def test_a_notice_takes_less_than_a_tenth_of_a_millisecond():
    rows = [(r["title"], (r["summary"] + " ") * 6, ("85000000", "79000000")) for r in register()]
    classify(*rows[0])
    assert is_soon(lambda: [classify(*row) for row in rows], 100e-6 * len(rows))


@given(st.text(max_size=200), st.text(max_size=200), st.lists(st.text(max_size=10), max_size=3))
def test_any_text_is_told_or_unknown_and_always_alike(title, description, cpvs):
    found = classify(title, description, tuple(cpvs))
    assert found == classify(title, description, tuple(cpvs))
    assert (found.service is None) == (found.confidence is None)
    assert found.service is None or found.service in SERVICES
