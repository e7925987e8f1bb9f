"""Words beside what is bought: the name of a duty, of a place, of a maker, or of those who use a thing."""

import pytest

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
]  # fmt: skip


@pytest.mark.parametrize(("title", "description", "cpvs", "supplier", "kind", "service"), CASES)
def test_what_is_bought_is_told_from_words_beside_it(title, description, cpvs, supplier, kind, service):
    assert classify(title, description, cpvs, buyer_kind=kind, supplier=supplier).service == service
