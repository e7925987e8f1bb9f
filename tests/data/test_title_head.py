"""The heads of a title: what is bought, apart from whom it is for."""

import pytest

from data.classify.services import classify
from data.classify.title_head import heads
from data.model.service_table import contacts


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Cameras for prison officers", {"camera"}),
        ("Hospital bed monitoring kit", {"kit", "monitoring kit"}),
        ("Provision of prison health care", {"care", "health care"}),
        ("Contract for the supply of bread", {"bread"}),
        ("AB12 - Home care services contract 2026 - AWARD", {"ab12", "care", "home care"}),
        ("Extra care housing: design team", {"housing", "care housing", "team", "design team"}),
        ("Dynamic purchasing system for taxis", {"taxi"}),
        ("Housing system", {"system", "housing system"}),
        ("Carers (unpaid) register", {"carer"}),
        ("Award of contract", set()),
        ("Cameras: S", {"camera"}),
        ("", set()),
    ],
)
def test_heads_of_a_title(title, expected):
    assert heads(title) == expected


BOUGHT_ABOUT_A_SERVICE = [
    ("Virtual ward monitoring kit", "85100000", "nhs"),
    ("Domestic abuse needs assessment", "85000000", "local"),
    ("Overdose antidote kits", "85000000", "local"),
    ("Patient experience platform", "85100000", "nhs"),
    ("Diagnostic centre: lease of building", "85111200", "nhs"),
    ("Foster carer training", "85311300", "local"),
    ("Care home fee benchmarking exercise", "85000000", "local"),
    ("Insurance of supported living schemes", "85311000", "local"),
    ("Decontamination of surgical instruments", "85100000", "nhs"),
    ("Counselling for council staff", "85000000", "local"),
    ("Dental laboratory work", "85130000", "nhs"),
    ("Blood pressure monitors", "85100000", "nhs"),
    ("Children's homes: provider preparedness", "85000000", "central"),
    ("Hotel rooms for homeless families", "98341000", "local"),
    ("Body-worn cameras for prison officers", "75231200", "central"),
    ("New-build prison: construction partner", "45000000", "central"),
    ("Army recruitment advertising", "79340000", "central"),
    ("Special needs school: hall floor replacement", "85000000", "local"),
]
SERVICES_OF_PEOPLE = [
    ("Virtual ward", "85100000", "nhs"),
    ("Domestic abuse outreach", "85000000", "local"),
    ("Diagnostic centre: operator", "85111200", "nhs"),
    ("Carers' breaks", "85000000", "local"),
    ("Taxi vehicles with passenger assistant to school", "60170000", "local"),
    ("Music lessons for schools", "80000000", "local"),
    ("Dementia cafe", "85000000", "local"),
    ("Deaf people's social work", "85000000", "local"),
    ("Library in a prison", "75231200", "central"),
    ("Health assessments for asylum seekers", "85000000", "central"),
    ("Ear wax removal", "85100000", "nhs"),
    ("Supported housing for women", "70333000", "local"),
    ("Pseudo dynamic purchasing system for home care", "85000000", "local"),
    ("Adult drug treatment system", "85323000", "local"),
    ("Operation of a new-build prison", "75231200", "central"),
    ("Functional health assessments", "85000000", "central"),
    ("Academic mentors for pupils", "80000000", "central"),
    ("Charter of planes for the removal of detained people", "75240000", "central"),
    ("Army recruiting programme", "79635000", "central"),
]


@pytest.mark.parametrize(
    ("title", "code", "kind", "significant"),
    [(*row, False) for row in BOUGHT_ABOUT_A_SERVICE] + [(*row, True) for row in SERVICES_OF_PEOPLE],
)
def test_what_is_bought_about_a_service_is_not_the_service(title, code, kind, significant):
    found = classify(title, "", (code,), buyer_kind=kind, category="services")
    assert (contact(found.service) == "significant") is significant, found


def contact(service):
    return contacts().get(service or "", "none")
