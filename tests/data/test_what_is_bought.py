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
]  # fmt: skip


@pytest.mark.parametrize(("title", "description", "cpvs", "supplier", "kind", "service"), CASES)
def test_what_is_bought_is_told_from_words_beside_it(title, description, cpvs, supplier, kind, service):
    assert classify(title, description, cpvs, buyer_kind=kind, supplier=supplier).service == service


def test_a_firm_that_bears_the_word_of_local_healthwatch_is_no_charity():
    assert supplier_kind("Broomwell Healthwatch Ltd").kind == "private"
    assert supplier_kind("Healthwatch Anytown").kind == "charity"
