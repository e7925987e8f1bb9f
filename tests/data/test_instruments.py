"""The form of an agreement: made-up notices in the shapes that buyers use."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.classify.classification import classify_notices
from data.classify.cues import rows
from data.classify.instruments import Shape, instrument
from data.model.notice import AwardNotice, Party
from policy.contracts import INSTRUMENTS

CASES = [
    ("Home care", "", "Open procedure", "contract"),
    ("Home care", "", "Call-off from a framework agreement", "call_off"),
    ("Home care", "", "Below threshold - award under framework", "call_off"),
    ("Home care", "Call off from G-Cloud 13", "Direct award", "call_off"),
    ("Home care", "Awarded via the ESPO framework, lot 2", "Other", "call_off"),
    ("Legal advice", "Awarded under RM6179", "Other", "call_off"),
    ("Home care", "Further competition", "Restricted procedure", "call_off"),
    ("Home care", "An award was made based on a framework agreement, without competition", "Limited", "call_off"),
    ("Home care framework", "The council sets up a framework of providers", "Open procedure", "framework"),
    (
        "Passenger dynamic purchasing system",
        "It relates to contracts awarded between 1.10.2019 and 31.12.2019",
        "",
        "call_off",
    ),
    ("PAN2615 - Skip hire framework", "Skip hire framework (PAN2615): lot 1, lot 2", "", "framework"),
    ("PAN3000 - Skip hire", "Bought under the skip hire framework PAN2615", "", "call_off"),
    ("Home care", "To appoint up to ten providers to a framework agreement", "Open procedure", "framework"),
    ("Dynamic purchasing system for home care", "The council sets up a dynamic purchasing system", "Open", "dps"),
    ("Leisure centre concession", "", "Open procedure", "concession"),
    ("Hospital building", "A private finance initiative contract", "Open procedure", "pfi"),
    ("Community grant funding", "", "Other", "grant"),
    ("Home care", "", "Below threshold - without competition", "direct_award"),
    ("Home care", "The quality framework of the regulator applies", "Open procedure", "contract"),
    ("Home care", "There is no framework such as a framework of quality", "Open procedure", "contract"),
    ("Home care", "Providers to be appointed onto a Framework Agreement", "Open procedure", "framework"),
    ("Home care", "The tender will be let as a framework of two lots", "Open procedure", "framework"),
    ("Home care", "Applicants accepted onto the framework may apply by mini competition", "Open", "framework"),
    ("Home care", "To secure a multi-lotted framework for meals", "Open", "framework"),
    ("Open Select List for home care", "", "Open procedure", "framework"),
    ("Accreditation of home care providers", "", "Open procedure", "framework"),
    ("Home care", "Providers on the framework were invited to tender", "Restricted procedure", "call_off"),
    ("Home care", "Direct award via Lot 1 (catalogue) of a consortium's care framework", "Direct award", "call_off"),
    ("TPPL Ambleford Council NEPO HGV Lot 2: 4 refuse vehicles", "", "Open", "call_off"),
    ("Home care", "Bought from the home care DPS", "Open", "call_off"),
    ("Home care", "Suppliers were accepted onto the DPS", "Call-off from a dynamic purchasing system", None),
    ("Home care dynamic purchasing system", "", "Open", None),
    (
        "Join a system for children's homes",
        "Details of the individual placements awarded by the council via the region's flexible contracting arrangement",
        "",
        "call_off",
    ),
    ("Crisis line", "It seeks a service that forms part of our overall crisis framework", "Open", "contract"),
    ("Crisis line", "It seeks providers to become part of our framework", "Open", "framework"),
    ("Home care", "To let a 12 month framework arrangement", "Open", "framework"),
    ("Home care", "Bidders will be awarded a 4 year Framework", "Open", "framework"),
    ("Home care", "Security of the framework of quality", "Open", "contract"),
    ("Town centre investment framework", "", "Open", "contract"),
    ("Home care: work order 3", "On the terms of the Flexible Purchasing System", "Open", "call_off"),
    ("Home care", "In accordance with the terms of the county's care framework agreement", "Open", "call_off"),
    ("Home care", "There is no framework or dynamic purchasing system to buy it from", "Open", "contract"),
    ("Any Qualified Provider: hearing tests", "", "Open", "framework"),
    ("Panel of solicitors", "", "Open", "framework"),
    ("Home care", "The council seeks providers to join its dynamic purchasing system", "Open", "dps"),
    ("Home care", "Applications from pharmacies to join a pseudo DPS", "Open", "dps"),
    ("Home care", "Take part in tendering for a place on a 60 month DPS. It is open via the portal", "Open", "dps"),
    ("Home care", "The Dynamic Purchasing System (DPS) is divided into six lots", "Open", "dps"),
    ("Home care", "This is a DPS for care at home", "Open", "dps"),
    ("Home care", "This is a call-off from the DPS for care at home", "Open", "call_off"),
    ("Home care", "Help is to be had through this DPS", "Open", None),
    ("Home care", "Visits are bought through the county's DPS", "Open", "call_off"),
    ("Home care", "We invite applicants to join a framework of carers", "Open", "framework"),
    ("Home care", "Staff may join a pension fund. The framework of quality applies", "Open", "contract"),
    ("Home care", "A list of approved providers. Providers can apply to join every year", "Open", "framework"),
    ("Home care", "Residents can apply to join the library", "Open", "contract"),
    ("Home care", "The agreement will be a list of approved carers", "Open", "framework"),
    ("Home care", "To establish an electronic market place of carers", "Open", "dps"),
    ("Home care", "Sold on a market place", "Open", "contract"),
    ("Home care", "Procured through ESPO", "Open", "call_off"),
    ("Home care", "Procured through the portal of the council", "Open", "contract"),
    ("Home care", "", "Other: task order under option G", "call_off"),
    ("Home care framework 2025-2029", "", "Open", "framework"),
    ("Home care framework 1054", "", "Open", "call_off"),
    ("Home care: further competitions of June", "", "Open", "call_off"),
    ("Home care, off-framework contract", "", "Open", "contract"),
    ("Home care", "The DPS is extended to 2029", "Open", "dps"),
    ("Home care", "Request to participate in a DPS of carers", "Open", "dps"),
    ("Home care", "A pan-government agreement to be utilised by central government bodies", "Open", "framework"),
    ("Home care", "Skills to be utilised by carers", "Open", "contract"),
    ("Home care", "A dynamic approved provider list of carers", "Open", "framework"),
    ("Home care", "A dynamic team of carers", "Open", "contract"),
    ("Home care", "Made under regulation 34 of the Public Contracts Regulations 2015", "Open", "dps"),
    ("Home care", "Made under regulation 32 of the Public Contracts Regulations 2015", "Open", "contract"),
    ("Vans bought off framework RM6244", "", "Open", "call_off"),
    ("Evaluation of the county framework for carers", "", "Open", "contract"),
    ("Species validation framework", "", "Open", "contract"),
    ("Homes development framework agreement", "", "Open", "framework"),
    ("Second refresh of the framework for day placements", "", "Open", "framework"),
    ("Refresh of the county's outcomes framework", "", "Open", "contract"),
    ("Dressings", "The framework agreement will look to cover dressings and tape", "Open", "framework"),
    ("Dressings", "Sums vary with the bodies purchasing under the framework agreement", "Open", "framework"),
    ("Dressings", "Other councils may also use this county framework", "Open", "framework"),
    ("Dressings", "Both companies wish to award framework agreements for gauze", "Open", "framework"),
    (
        "Framework for Home Care Services",
        "Care is bought under a framework agreement with call-offs",
        "Open",
        "framework",
    ),
    ("Framework for change", "Bought under the county's framework agreement", "Open", "call_off"),
    ("Dressings", "Purchasing under the county's framework of dressings", "Open", "call_off"),
    ("Baths", "Services concession: the operator keeps the fees", "Open", "concession"),
    ("Home care", "The county has appointed two frameworks for care by day and night", "Open", "framework"),
    ("Nurseries", "It has re-opened the arrangement and taken three more nurseries", "Open", "framework"),
    ("Nurseries", "It is re-opening its framework, and orders follow under the framework", "Open", "framework"),
    ("Nurseries framework reopening 2025", "Places will be called off from the framework", "Open", "framework"),
    ("Nurseries", "Places follow the reopening of competition under the framework of the region", "Open", "call_off"),
    ("Nursing homes", "Appointment to the preferred provider scheme", "Open", "framework"),
    ("Advice", "Inclusion on a call-down list of advisers", "Open", "framework"),
    ("Agency staff", "Award via ESPO MSTAR9", "Open", "call_off"),
    ("Due diligence", "", "Other - Further Competition - Framework", "call_off"),
    ("Due diligence", "", "Other - Direct Award from a Framework Contract", "call_off"),
    ("Due diligence", "", "Other - Direct Award", "direct_award"),
    ("Drums", "This framework agreement relates to the supply and repair of drums", "Open", "framework"),
    ("Drums", "This framework relates to rhythm", "Open", "contract"),
    ("Drums", "Bought via a framework agreement of the county", "Open", "call_off"),
    ("Drums", "Bought via a framework agreement from which any school may order", "Open", "framework"),
    ("Estates", "It awarded the framework agreement to a single provider, calling off at once", "Open", "framework"),
    ("Estates", "The trust is calling off from it at once", "Open", "call_off"),
    ("Cash in transit", "ESPO is seeking to establish a national framework agreement", "Open", "framework"),
    ("Cash in transit", "Bought through the national framework agreement of ESPO", "Open", "call_off"),
    ("Refresh of framework for secure hospitals", "", "Open", "framework"),
    ("Refresh of the framework for change", "", "Open", "contract"),
    ("Days out", "It has established a framework. The call-off contract awarded after a tender", "Open", "call_off"),
    ("Days out", "It has established a framework agreement for days out", "Open", "framework"),
    ("Courses: third opening", "", "Open", "dps"),
    ("Opening of a museum", "", "Open", "contract"),
    ("Hostel framework - block contract", "", "Open", "call_off"),
    ("Hostel framework: block contracts for ten beds", "", "Open", "call_off"),
    ("Hostel framework and block contract", "", "Open", "framework"),
    ("Courses: DPS", "The county has already appointed teachers onto a dynamic purchasing system", "Open", "call_off"),
    ("Courses", "It has already appointed teachers to the framework and takes further teachers", "Open", "framework"),
]


@pytest.mark.parametrize(("title", "description", "procedure", "expected"), CASES)
def test_the_form_is_what_the_notice_says(title, description, procedure, expected):
    found = instrument(title, description, procedure)
    assert found.instrument == expected, found
    assert found.evidence


STRUCTURE = [
    ("Home care dynamic purchasing system", "", 1, 400_000.0, "call_off"),
    ("Home care dynamic purchasing system", "", 12, 400_000.0, "dps"),
    ("Home care", "Establishing a dynamic purchasing system", 1, 400_000.0, None),
    ("Home care", "The council seeks providers to join its DPS", 1, 400_000.0, None),
    ("Home care", "The DPS will run for four years", 1, 400_000.0, None),
    ("Home care", "The DPS will run for four years", 7, 400_000.0, "dps"),
    ("Home care", "Providers can apply to join every year", 1, 400_000.0, None),
    ("Home care framework: lot 2", "", 2, 400_000.0, None),
    ("Home care framework: lot 2", "", 9, 400_000.0, "framework"),
    ("Home care", "Rooms are bought under a framework", 9, 400_000.0, None),
    ("Home care", "Rooms are bought under a framework", 1, 400_000.0, "call_off"),
    ("Home care", "To establish a framework agreement, bought by further competition", 9, 1.0, "framework"),
    ("Home care", "Awarded within lot 2 of the county's care framework", 1, 400_000.0, "call_off"),
    ("Home care", "There is no guarantee of any volume of work", 9, 400_001.5, None),
    ("Home care", "There is no guarantee of any volume of work", 1, 400_001.5, "contract"),
    ("Home care", "", 40, 150_000_000.0, None),
    ("Home care", "", 40, 3_232_704.8, "contract"),
    ("Home care", "", 5, 150_000_000.0, "contract"),
    ("Home care", "", 3, 15_300_000_000.0, "contract"),
    ("Home care", "", None, 150_000_000.0, "contract"),
    ("Scans", "It will offer public sector organisations the ability to purchase scans", 4, 1.0, "framework"),
    ("Scans", "It will offer public sector organisations the ability to purchase scans", 1, 1.0, "contract"),
    # a hundred million pounds is the sum of all that may be bought from it
    ("Foster care flexible purchasing system", "", 2, 99_000_000.0, None),
    ("Foster care flexible purchasing system", "", 2, 100_000_000.0, "dps"),
    ("Home care dynamic purchasing system", "", 1, 100_000_000.0, "dps"),
    ("Taxis bought under the county's DPS", "", 2, 100_000_000.0, "call_off"),
    ("SCAPE low value works framework", "", 1, 99_000_000.0, "call_off"),
    ("NWCH major works framework", "", 1, 20_000_000.0, "call_off"),
    ("NWCH major works framework", "", 1, 120_000_000.0, "framework"),
    ("Children's homes", "Councils commission places using a framework agreement", 4, 2_000_000.0, "call_off"),
    ("Children's homes", "Councils commission places using a framework agreement", 4, 200_000_000.0, "framework"),
    ("Children's homes", "Councils commission places using a framework agreement", 1, 200_000_000.0, "call_off"),
    ("Home care dynamic purchasing system", "", None, 100_000_000.0, "dps"),
    # words for an agreement under which others are made, said of several suppliers
    ("Homes", "The umbrella agreement is joined by placements", 4, 400_001.5, "framework"),
    ("Homes", "It is bought with an umbrella agreement", 1, 400_001.5, "contract"),
    ("Homes", "Individual placement agreements will be made", 4, 400_001.5, "framework"),
    ("Homes", "Places are spot purchased", 4, 400_001.5, None),
    ("Homes", "Places are spot purchased", 1, 400_001.5, "contract"),
    # parents choose a nursery, and the sum is what all of them may be paid
    ("Funded early learning and childcare", "", 1, 1_000_000.0, None),
    ("Funded early learning and childcare", "", 1, 999_999.0, "contract"),
    ("Early learning and childcare", "", 1, 1_000_000.0, "contract"),
    # places in homes are bought one at a time, from those who are on a list
    ("Residential care and respite", "", 3, 600_000_000.0, None),
    ("Children's residential placements", "", 3, 60_000_000.0, None),
    ("Block contract for residential care", "", 3, 60_000_000.0, "contract"),
    ("Residential care and respite", "", 1, 600_000_000.0, "contract"),
    ("Residential care and respite", "", 3, 400_000.0, "contract"),
    ("Framework for residential care and respite", "A framework is set up", 3, 60_000_000.0, "framework"),
    ("Taxis", "Firms may apply to be admitted to the DPS; routes by further competition", 40, 1.5, "dps"),
    ("Taxis", "Firms may apply to be admitted to the DPS; routes by further competition", 1, 1.5, None),
    ("Weeds", "Framework agreement for the provision of spraying", 1, 1_400_000.0, "framework"),
    ("Weeds", "Framework agreement for the provision of spraying: call-off contract", 1, 1_400_000.0, "call_off"),
    # who is served chooses among all who are paid by the place
    ("Childcare", "The choice of the provider will be selected by the parent", 1, 140_000_000.0, None),
    ("Childcare", "The choice of the provider will be selected by the parent", 1, 400_000.0, "contract"),
    ("Childcare", "The choice of the provider will be made by the council", 1, 140_000_000.0, "contract"),
    # suppliers who join in rounds are on a list, and none has a share of the sum yet
    ("Supported living", "Rounds 3, 4 and 5 awarded: providers for whoever needs support", 8, 400_000.0, "dps"),
    ("Supported living", "Rounds 3, 4 and 5 awarded: providers for whoever needs support", 1, 400_000.0, None),
    ("Patrols", "Wardens go on rounds 3 times a night", 8, 400_000.0, "contract"),
    # orders will be called off from several, and one who is on a framework serves many buyers under it
    ("Visits", "A number of suppliers make visits to named homes on a call off basis", 2, 400_000.0, "framework"),
    ("Visits", "A supplier makes visits to named homes on a call off basis", 1, 400_000.0, "contract"),
    (
        "Name servers",
        "Provided under the framework contract to buyers, as part of a call-off contract",
        1,
        3e7,
        "framework",
    ),
    ("Name servers", "Provided under the framework contract", 1, 3e7, "call_off"),
    ("Home care", "Provided under the framework agreement to clients at home", 1, 400_000.0, "call_off"),
    ("Legal advice", "Providers of an ESPO framework, instructed on a call off basis", 2, 400_000.0, "call_off"),
    ("Desks", "Organisations within the trust order desks on a call off basis", 2, 400_000.0, "contract"),
]


@pytest.mark.parametrize(("title", "description", "suppliers", "amount", "expected"), STRUCTURE)
def test_the_number_of_suppliers_tells_where_words_do_not(title, description, suppliers, amount, expected):
    found = instrument(title, description, "Open procedure", shape=Shape(suppliers, amount))
    assert found.instrument == expected, found


@pytest.mark.parametrize(
    ("supplier", "expected"),
    [
        ("Multiple suppliers - see attached spreadsheet", None),
        ("Various", None),
        ("Various Coaches Ltd", "call_off"),
        ("Ambleford Coaches", "call_off"),
    ],
)
def test_a_name_that_stands_for_several_suppliers_is_not_one(supplier, expected):
    title, buyer = "School buses: dynamic purchasing system", Party("Ambleford Council")
    notice = AwardNotice("test", 1, title, buyer, suppliers=(Party(supplier),))
    (told,) = classify_notices([notice])
    assert told.instrument == expected


def test_the_words_of_the_award_itself_tell_its_form():
    notice = AwardNotice("test", 1, "Barriers", Party("Ambleford Council"), lot_text="ESPO framework, contract award")
    assert [told.instrument for told in classify_notices([notice])] == ["call_off"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("The council has awarded the framework agreement for planning advice.", "framework"),
        ("For lots 1 and 2 framework agreements are awarded.", "framework"),
        ("For lot 1 a framework agreement is awarded. For lot 2 a block contract has been awarded.", None),
        ("For lot 2 a block contract has been awarded. For lot 1 framework agreements have been awarded.", None),
        ("The council has awarded a contract under the framework agreement of the region.", "contract"),
        ("In 2015 framework agreements were awarded.", "contract"),
    ],
)
def test_what_the_notice_awards_is_told_far_down_too(said, expected):
    assert instrument("Planning advice", f"{'Ambleford grows. ' * 90}{said}").instrument == expected


def test_a_mini_competition_stays_one_whatever_was_awarded_before_it():
    text = "The framework agreement has been awarded to six. This is a mini competition among them."
    assert instrument("Home care", text).instrument == "call_off"


def test_flags_of_the_notice_go_first():
    assert instrument("Home care", sets_up="framework").instrument == "framework"
    assert instrument("Home care", sets_up="dps").instrument == "dps"
    assert instrument("Home care framework", sets_up="framework", under_framework=True).instrument == "call_off"
    assert instrument("Bailiffs", "", "Direct award", concession=True).instrument == "concession"


def test_who_buys_for_members_makes_agreements_for_them_where_nothing_says_otherwise():
    assert _bought_by("Scotland Excel", 1_000_000.0) == "framework"
    assert _bought_by("Scotland Excel", 999_999.0) is None
    assert _bought_by("Scotland Excel", None) is None
    assert _bought_by("ESPO", 1_000_000.0, "Direct award under our framework") == "call_off"
    assert _bought_by("Ambleford Universities Purchasing Consortium", 1_000_000.0) is None
    assert _bought_by("The University Caterers Organisation Ltd", 1_000_000.0) == "framework"
    assert _bought_by("The University Caterers Organisation Ltd", 999_999.0) is None
    assert _bought_by("Ambleford Council", 1_000_000.0) == "contract"


def _bought_by(buyer, amount, description=""):
    return instrument("Secure care", description, shape=Shape(1, amount, buyer)).instrument


def test_words_of_one_supplier_leave_a_flag_in_doubt():
    bought = "Bought via the county's care framework"
    assert instrument("Home care", bought, sets_up="framework", shape=Shape(1)).instrument is None
    assert instrument("Home care", bought, sets_up="framework", shape=Shape(4)).instrument == "framework"


def test_a_procedure_of_call_off_leaves_several_suppliers_of_a_framework_in_doubt():
    several = instrument("Home care", "To create a new framework", "Call-off from a framework", shape=Shape(9))
    assert several.instrument is None
    one = instrument("Home care", "To create a new framework", "Call-off from a framework", shape=Shape(1))
    assert one.instrument == "call_off"


def test_every_cue_names_an_instrument():
    for row in rows("instrument_cues.csv"):
        assert row["instrument"] in ("", *INSTRUMENTS), row


@pytest.mark.parametrize("row", rows("instrument_cues.csv"), ids=lambda row: f"{row['where']}: {row['word']}")
@settings(max_examples=4, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_a_pattern_that_matches_is_tried(row, data):
    text = data.draw(st.from_regex(row["pattern"], alphabet=" abcdefghijklmnopqrstuvwxyz0123456789"))
    found = re.search(row["pattern"], text)
    assert found is not None
    assert f" {row['word']}" in f" {found[0]}"


CELL = "the column “Type” says “{}”"


@pytest.mark.parametrize(
    ("title", "cell", "flags", "form", "why"),
    [
        ("Home care", "Framework", {"sets_up": "framework"}, "framework", CELL.format("Framework")),
        ("Home care", "DPS", {"sets_up": "dps"}, "dps", CELL.format("DPS")),
        ("Baths", "Concession", {"concession": True}, "concession", CELL.format("Concession")),
        ("Home care", "Call-off from a framework agreement", {}, "call_off",
         CELL.format("Call-off from a framework agreement")),
        ("Home care", "Services", {}, "contract", f"{CELL.format('Services')}; nothing says otherwise"),
        ("Home care framework 1054", "Services", {}, "call_off", None),
        ("Home care", "", {"sets_up": "framework"}, "framework", "the notice sets up a framework"),
        ("Home care", "", {"sets_up": "dps"}, "dps", "the notice sets up a purchasing system"),
        ("Home care", "", {"concession": True}, "concession", "declared a concession"),
        ("Home care", "", {"under_framework": True}, "call_off", "the notice names the framework it belongs to"),
        ("Home care", "", {}, "contract", "nothing says otherwise"),
    ],
)  # fmt: skip
def test_the_evidence_is_the_cell_of_a_register_where_its_words_show_the_form(title, cell, flags, form, why):
    found = instrument(title, "", cell, shape=Shape(1, 1000.0, "", CELL.format(cell) if cell else ""), **flags)
    assert found.instrument == form
    if why is None:  # the title tells, so the cell is not its evidence
        assert found.evidence and "column" not in found.evidence
    else:
        assert found.evidence == why
