"""Words said of somebody or something beside the service: who is served, and whether anybody is."""

import pytest

from data.classify.services import classify

BESIDE = "For adults with dementia, their families and carers who are assessed as needing support"
CASES = [
    # carers are named beside those who are served, or are served themselves
    ("Support after a diagnosis", BESIDE, (), "local", "home_care"),
    ("Support after a diagnosis", "The carers service helps families and carers of adults", (), "local", "advocacy"),
    ("Carers' centre", "Advice and breaks for those who care", (), "local", "advocacy"),
    ("Respite weekends", "For children and young people with disabilities up to 18", (), "local", "family"),
    ("Respite beds", "For older people", (), "local", "care_home"),
    ("Diversionary activities", "For young people on two estates", (), "local", "family"),
    ("Dementia friendly town", "A campaign, with sessions for shops and libraries", (), "local", "corporate"),
    ("Dementia day centre", "Older people with dementia spend the day there", (), "local", "home_care"),
    # a club for disabled children is a break for their families; other clubs and lessons are no care
    ("Saturday club for disabled children", "", (), "local", "family"),
    ("After school club for children with disabilities", "", (), "local", "family"),
    ("Holiday playscheme for autistic young people", "", (), "local", "family"),
    ("Holiday club for children with SEND", "", (), "local", "family"),
    ("After school club", "", (), "local", "pupil_enrichment"),
    ("Please send quotes for a holiday club for children", "", (), "local", "pupil_enrichment"),
    ("Swimming lessons for disabled children", "", (), "local", "pupil_enrichment"),
    ("Minibus for a youth club for disabled children", "", (), "local", "fleet"),
    ("Training of after school club staff in the needs of disabled children", "", (), "local", "training"),
    # who speaks for a child in care is independent of the council; who speaks in court is a lawyer
    ("Rights and representation for children in care", "", (), "local", "advocacy"),
    ("Rights and representation of looked after young people", "", (), "local", "advocacy"),
    ("Children's rights officers for care leavers", "", (), "local", "advocacy"),
    ("Legal representation for children", "", (), "local", "professional"),
    ("Welfare rights and representation for families with children", "", (), "local", "welfare_advice"),
    # the injured are no patients of the mind, and those who treat are staff
    ("Trauma counselling", "For refugees", (), "local", "mh_support"),
    ("Complex emotional needs service", "For adults", ("85312300",), "nhs", "mh_support"),
    ("Talking to doctors", "Counselling for doctors and dentists who are unwell", (), "nhs", "occupational_health"),
    # who gives grants out meets nobody
    ("ESF small grants", "To make grants to groups that help unemployed people, and assess applications", (), "central",
     "corporate"),
    ("ESF support", "Advisers help unemployed people towards work", (), "central", "employment"),
    # who or what is carried
    ("Transportation for organ donation", "Three lots of drivers and cars", (), "nhs", "corporate"),
    ("Patient-transport vehicles", "Provision of non emergency patient transport", (), "nhs", "transport_nhs"),
    ("Patient-transport vehicles", "Lease of four vehicles", ("34114000",), "nhs", "fleet"),
    ("Taxi and small bus services", "Children who travel to education", (), "local", "sen_transport"),
    ("Town bus services", "", (), "local", "bus"),
    ("Transport for officers and members", "", (), "local", "staff_travel"),
    # a pharmacy is one wherever it stands, and aids are lent to people
    ("Outpatient pharmacy", "Dispensing in the hospital", (), "nhs", "primary"),
    ("Joint equipment store", "Aids are lent to people on behalf of health and social care", (), "local", "telecare"),
    # things, places and lessons
    ("Repair of security and safety equipment", "", (), "housing", "goods"),
    ("Security guards", "", (), "local", "guarding"),
    ("A golf course", "Nine holes are laid out", ("45112720",), "local", "works"),
    ("Bricklaying course", "Building skills are taught", ("80500000",), "local", "training"),
    ("Healthy living", "", (), "local", "community_health"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "description", "cpvs", "kind", "service"), CASES)
def test_a_word_counts_for_who_is_served(title, description, cpvs, kind, service):
    assert classify(title, description, cpvs, buyer_kind=kind).service == service


def test_major_trauma_tells_of_no_illness_of_the_mind():
    centre = "Youth workers in a major trauma unit of the city"
    assert classify("Youth work on the ward", centre).service != "mh_support"
    assert classify("Youth work on the ward", "Youth workers for those who live with trauma").service == "mh_support"


@pytest.mark.parametrize("buyer", ["Health Education England", "NHS Education for Scotland"])
def test_a_university_that_a_body_of_health_education_pays_teaches(buyer):
    taught = classify("Routes into medicine", "", buyer=buyer, buyer_kind="nhs", supplier="University of Ambleford")
    assert taught.service == "training"
