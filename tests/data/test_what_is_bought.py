"""Words beside what is bought: the name of a duty, of a place, of a maker, or of those who use a thing."""

import pytest

from data.classify.parties import supplier_kind
from data.classify.services import classify

DUTY = "For people who are owed a housing duty (prevention, relief, temporary accommodation and main duty)"
CARE = ("85000000",)
CASES = [
    # a duty's name says who is housed, not that they get a room for the night
    ("Crisis to permanent accommodation", DUTY, (), "", "local", "homeless"),
    ("Temporary accommodation", "Rooms paid by the night", (), "", "local", "temp_accom"),
    ("Community accommodation service, tier 3", "Beds for people on probation at risk of being homeless", ("85311000",),
     "", "central", "probation"),
    ("Software for the community accommodation service", "A platform for probation staff", ("48000000",), "", "central",
     "ict"),
    # a roof with care, of which no more is told
    ("Call-offs from a regional accommodation framework", "", CARE, "", "local", "homeless"),
    ("Call-offs from a regional framework", "", CARE, "", "local", "home_care"),
    ("Work order 2 - Floating support (not accommodation based)", "", CARE, "", "local", "homeless"),
    ("Hostel works, phase 2", "", ("45000000",), "", "local", "works"),
    # advice is bought
    ("Co-source internal audit agreement", "", (), "", "other", "professional"),
    ("Internal audit shared service", "", (), "", "local", "shared_services"),
    ("Corporate finance services", "Advice and help with transactional requirements", (), "", "central",
     "professional"),
    ("Transactional services", "", (), "", "local", "shared_services"),
    ("Customer experience development", "A strategy and proposition for passengers", (), "", "central", "professional"),
    ("Customer experience centre", "Calls are answered", (), "", "local", "contact_centre"),
    ("Offsite project integrator", "Housing: design, manufacture and handover", (), "", "local", "professional"),
    # a post is advertised, and nobody supplied
    ("Recruitment advertising services", "", (), "", "nhs", "marketing"),
    ("Recruitment services", "", (), "", "nhs", "agency_staff"),
    ("Flood comms support", "", ("79000000",), "", "local", "marketing"),
    # things, systems and buildings
    ("Library kiosk replacement service", "New self-service kiosks in libraries", (), "", "local", "ict"),
    ("Library service", "", (), "", "local", "culture"),
    ("Ferry terminal and gallery", "A contractor for the design and build of a terminal and an art gallery", (), "",
     "local", "works"),
    ("Gallery operator", "", (), "", "local", "culture"),
    ("Pensions administration system", "", (), "", "local", "ict"),
    ("Pensions administration", "", (), "", "local", "pensions_admin"),
    ("Military training vehicles", "Daily hire of 65 trucks for driver training", (), "", "central", "fleet"),
    ("Defence fire and rescue", "", (), "", "central", "forces_support"),
    ("Tennis court improvements", "Fencing and a footpath", ("43325000",), "", "local", "works"),
    # who makes a medicine is named a laboratory too
    ("Human blood derived products", "", (), "Example Products Laboratory", "nhs", "goods"),
    ("Type II masks", "", (), "Example Laboratories", "nhs", "goods"),
    ("Water testing", "", (), "Example Laboratories", "local", "laboratory"),
    # tenants are at home while it is done
    ("Gas servicing and boiler installation", "", ("50531200",), "", "housing", "social_housing"),
    ("Boiler servicing", "", ("50531200",), "", "local", "estates"),
    # the money, rights and homes of people, and those who only look at them
    ("Money management", "For adults with social care needs", (), "", "local", "advocacy"),
    ("Cash handling", "Coins of car parks are collected", (), "", "local", "cash_handling"),
    ("Payment acceptance", "", ("66110000",), "", "central", "cash_handling"),
    ("Welfare rights service", "", (), "", "local", "welfare_advice"),
    ("Children's rights service", "", (), "", "local", "advocacy"),
    ("Monitoring visits to residential children's homes and supported accommodation", "", CARE, "", "local",
     "professional"),
    ("Residential children's homes", "", CARE, "", "local", "child_home"),
    ("Emergency homelessness accommodation", "Security staff are required where homeless people stay", (), "",
     "local", "guarding"),
    ("Emergency homelessness accommodation", "Rooms where homeless people stay", (), "", "local", "temp_accom"),
    ("Mental health placements", "Beds beyond those of the hospital", (), "", "nhs", "mh_inpatient"),
    ("Mental health services", "", (), "", "nhs", "mh_support"),
    ("Digital upgrades for sheltered housing", "", ("98000000",), "", "local", "telecare"),
    # what is built, drawn, kept up or shown
    ("Asbestos survey and removal", "", ("90650000",), "", "housing", "estates"),
    ("Asbestos remediation works", "", ("45000000",), "", "nhs", "works"),
    ("Grass cutting and traffic management of roads", "", ("63712700",), "", "local", "grounds"),
    ("Traffic management of roads", "", ("63712700",), "", "local", "highways"),
    ("Bus station facility management", "", ("63712100",), "", "local", "catering_leisure"),
    ("South rapid transit, package 4", ("Bus priority between the park and ride and the town: the "
     "carriageway is widened"), (), "", "local", "highways"),
    ("Complete design of three wetland sites", "", ("90000000",), "", "local", "professional"),
    ("Heating feasibility study", "A consultant", ("09323000", "73000000"), "", "local", "professional"),
    ("Clinical feasibility study", "", ("73000000",), "", "nhs", "research"),
    ("Green strategy and action plan", "", ("73210000",), "", "local", "professional"),
    ("Transport planning services", "", ("71300000", "90700000"), "", "local", "professional"),
    ("Events and exhibitions partner", "", (), "", "central", "corporate"),
    ("Exhibitions at the museum", "", (), "", "local", "culture"),
    ("Advertisement of public notices", "", ("79340000",), "", "local", "marketing"),
    # a code of vehicles holds what is none, one of posts and telephones a network
    ("Wheeled containers", "", ("34928480",), "", "local", "goods"),
    ("Road sweeper", "", ("34921100",), "", "local", "fleet"),
    ("Homes for a park", "", ("34144800",), "", "local", "goods"),
    ("Upgrade of counters", "", ("34970000",), "", "local", "highways"),
    ("Telematics", "", ("79980000",), "", "local", "fleet"),
    ("Core services", "Domain name system for public bodies", ("64000000",), "", "central", "ict"),
    ("Water and waste water billing", "A single operator for all public bodies", (), "", "central", "energy"),
    ("Best practice 2026", "", ("80000000",), "Example Publishing Group", "education", "memberships"),
    # the same words of something else
    ("Land acquiring services", "", (), "", "local", None),
    ("Debt advice and money management", "For vulnerable residents", (), "", "local", "welfare_advice"),
    ("Touring exhibition of history and events", "", (), "", "local", "culture"),
    ("Play area: full design and installation", "Playground at the park", (), "", "local", "works"),
    ("Motorhome hire", "", ("34144800",), "", "local", "fleet"),
    ("Car park operation", "", ("63712400",), "", "local", "parking"),
    ("Parking strategy", "", ("63712400",), "", "local", "professional"),
    ("Street name plates", "", ("34992300",), "", "local", "goods"),
    ("Monitoring visits for COPD patients at home", "", (), "", "nhs", "community_health"),
    ("Lift inspection visits", "", (), "", "local", "estates"),
    ("Monitoring visits for private foster carers", "", (), "", "local", "fostering"),
    ("Environmental assessment of road widening", "", (), "", "local", None),
    ("Statutory notices: repairs to private homes", "", (), "", "local", "estates"),
    ("Digital upgrade of school IT", "Assistive technology for pupils", (), "", "local", "ict"),
    ("Fly-tipped asbestos collection", "", ("90650000",), "", "local", "waste_streets"),
    ("Asbestos testing laboratory", "", ("71600000",), "", "local", "laboratory"),
    ("Innovation: feasibility of drones", "", ("73100000",), "", "central", "research"),
    ("Pathway planning service", "Children leaving care", (), "", "local", "child_home"),
    ("Transport infrastructure and planning services", "", ("71300000", "90700000"), "", "local", "professional"),
    ("Mental health placements", "Residential care homes, on leaving hospital", (), "", "local", "mh_support"),
    ("Patient information leaflets", "", (), "Example Publishing", "nhs", "goods"),
    ("Museum front of house", "Security guards are required", (), "", "local", "culture"),
    ("Music festival", "Security staff are required", (), "", "local", "corporate"),
    ("Water and wastewater audit", "Billing errors are recovered", (), "", "local", "professional"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "description", "cpvs", "supplier", "kind", "service"), CASES)
def test_what_is_bought_is_told_from_words_beside_it(title, description, cpvs, supplier, kind, service):
    assert classify(title, description, cpvs, buyer_kind=kind, supplier=supplier).service == service


def test_a_firm_that_bears_the_word_of_local_healthwatch_is_no_charity():
    assert supplier_kind("Broomwell Healthwatch Ltd").kind == "private"
    assert supplier_kind("Healthwatch Anytown").kind == "charity"
