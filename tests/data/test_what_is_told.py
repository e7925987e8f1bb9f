"""What a notice tells in its own words: whether an agreement is set up or bought from, whom it serves, who supplies."""

import pytest

from data.classify.classification import classify_notices
from data.classify.instruments import Shape, instrument
from data.classify.parties import supplier_kind, suppliers_kind
from data.classify.people import about_one_person
from data.classify.services import classify
from data.model.notice import AwardNotice, Party

ESPO = "An ESPO national framework for the provision of skips, of which members may buy"
FORMS = [
    # the award is of the call-offs, whatever was set up before
    ("Surgeries DPS: rounds 1 and 2",
     ("In 2017 a dynamic purchasing system (DPS) was set up for surgeries. The call-off contracts that are the subject "
     "of this contract award notice were awarded after rounds 1 and 2."), "", 27, 2e6, "call_off"),
    ("Power for depots", ("This notice covers the supply of power awarded via the Dynamic Purchasing System (DPS). The "
     "DPS is available for use by all authorities."), "", 1, 9e5, "call_off"),
    ("Power for depots", "To set up a DPS. Orders will be awarded via the DPS.", "", 6, 9e5, "dps"),
    ("Mixed recyclate", ("An award notice for the mini-competition that was run under the county's Dynamic Purchasing "
     "System (DPS)"), "", 1, 5e6, "call_off"),
    ("DPS for builders", ("The council established a DPS in 2017. This notice sets out the builders awarded business "
     "following mini tenders"), "", 1, 17e6, "call_off"),
    # whoever joined is told, one at a time
    ("Urgent surgeries pseudo dynamic purchasing system",
     ("The bodies have established a PDPS. They are issuing this contract award notice to communicate those "
     "organisations who were successfully appointed to the aforementioned PDPS."), "", 1, 57e6, "dps"),
    ("Public health", ("To establish an approved supplier list. All bidders who pass will be offered a place on the "
     "approved supplier list."), "", 1, 6.5e6, "framework"),
    # a body for buying lets its own
    ("Skips", ESPO, "", 12, 7.5e6, "framework"),
    ("Skips", "Bought under an ESPO framework for the provision of skips", "", 2, 7.5e6, "call_off"),
    ("Extra theatre staff", "", "NHS Shared Business Services Ltd (NHS SBS)", 11, 3e7, "framework"),
    ("Hybrid mail", "", "NHS Shared Business Services Ltd (NHS SBS)", 1, 2e6, "contract"),
    # several are sought who will deliver under an agreement
    ("Refuge Services Framework Agreement", ("The council sought a provider or providers to deliver refuges to women "
     "and children under a framework agreement."), "", 3, 6.2e6, "framework"),
    ("Refuge services", "Those on the county's list were asked to bid under a framework agreement.", "", 3, 6.2e6,
     None),
    ("Actuaries", ("To procure a new Framework Agreement of specialist firms, any of whom may win a call-off contract "
     "via a call-off from it"), "", 9, 5e6, "framework"),
    # what customers may do, what was bought before, and a manner of speaking
    ("Support unit", ("A unit to support public sector organisations to call off the government's energy "
     "framework(s)"), "", 1, 2e6, "contract"),
    ("Energy advice", "To call off the government's energy framework", "", 1, 2e6, "call_off"),
    ("Legal help", "We have a call off contract in place with the firm, and need help that it does not cover", "", 1,
     3e4, "contract"),
    ("Legal help", "Awarded by call off contract", "", 1, 3e4, "call_off"),
    ("Licences", "Several agreements are joined, with simplified management under one framework", "", 1, 2e6,
     "contract"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "description", "buyer", "suppliers", "pounds", "form"), FORMS)
def test_the_form_is_what_the_award_says_of_itself(title, description, buyer, suppliers, pounds, form):
    assert instrument(title, description, shape=Shape(suppliers, pounds, buyer)).instrument == form


SERVICES = [
    ("Islet autotransplant for pancreatitis", ("Providers were asked to deliver it in four specialised commissioning "
     "centres"), "nhs", "University Hospitals of Ambleford NHS Trust", "elective"),
    ("Ambleford study", "", "nhs", "University of Ambleford", "research"),
    ("Library out of hours custodian service", "", "education", "Overy Ltd", "guarding"),
    ("Pension fund custodian services", "Safekeeping of assets", "local", "Overy Bank plc", "professional"),
    ("Children and young people financial education", "Research projects that teach in schools", "central", "",
     "pupil_enrichment"),
    ("Over labelled packs - pharmacy service", "", "nhs", "Overy Pharmaceuticals Ltd", "goods"),
    ("Pharmacy service", "", "nhs", "Overy Pharmacy Ltd", "primary"),
    ("Project controls support", "", "other", "Overy Ltd", "professional"),
    ("Abbacus extension", "To use the present solution until the replacement system is implemented", "central", "",
     "ict"),
    ("National Covid-19 instruments", "Delivery of an antigen test", "nhs", "Overy Ltd", "goods"),
    ("Appointment of agent", "To acquire freehold interests in commercial properties", "local", "", "professional"),
    ("Finance partners", "For the start up loans scheme", "central", "Overy Ltd", "corporate"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "description", "kind", "supplier", "service"), SERVICES)
def test_the_service_is_what_is_done_there(title, description, kind, supplier, service):
    assert classify(title, description, buyer_kind=kind, supplier=supplier).service == service


@pytest.mark.parametrize(
    ("title", "service", "one"),
    [
        ("Ambleford: Individual Placement Support (IPS)", "employment", False),
        ("Individual placement for a learner", "employment", True),
        ("ID 2824655 DAERA - Delivery of the farm scheme", None, False),
        ("Accommodation for ID551498", "child_home", True),
        ("ID402403 Accommodation", "child_home", True),
        ("Provision of Framework for a Client Transport Service", "sen_transport", False),
        ("Transport provision for a client", "sen_transport", True),
    ],
)
def test_a_notice_is_of_one_person_where_it_says_so(title, service, one):
    assert (about_one_person(title, "", service) is not None) == one


@pytest.mark.parametrize(
    ("name", "service", "kind"),
    [
        ("Serco", "community_health", "private"),
        ("Circle Health", "community_health", "private"),
        ("Circle of Overy", "community_health", "unknown"),
        ("Uplift", "mh_support", "unknown"),
    ],
)
def test_a_supplier_is_known_by_the_name_it_bears(name, service, kind):
    assert suppliers_kind([supplier_kind(name)], service).kind == kind


@pytest.mark.parametrize(
    ("service", "kind"),
    [
        ("highways", "private"),
        ("ict", "private"),
        ("sen_transport", "private"),
        ("catering_leisure", "private"),
        ("home_care", "unknown"),
        ("homeless", "unknown"),
        ("corporate", "unknown"),
        (None, "unknown"),
    ],
)
def test_a_tick_for_voluntary_bodies_tells_nothing_of_who_supplies_drives_or_builds(service, kind):
    ticked = supplier_kind("Overy Signals Ltd", (), [("vcse", "true")])
    assert suppliers_kind([ticked], service).kind == kind
    trust = supplier_kind("Overy Charitable Trust", (), [("vcse", "true")])
    assert suppliers_kind([trust], service).kind == "charity"


@pytest.mark.parametrize(
    ("suppliers", "own_register", "kind"),
    [
        (("Ambleford Council",), False, "unknown"),
        (("AMBLEFORD COUNCIL ",), False, "unknown"),
        (("Borwick Council",), False, "public"),
        (("Ambleford Council", "Borwick Council"), False, "public"),
        (("",), False, "none"),
        (("Ambleford Council",), True, "public"),
    ],
)
def test_who_bears_the_name_of_the_buyer_is_no_supplier_that_a_notice_tells(suppliers, own_register, kind):
    parties = tuple(Party(name) for name in suppliers)
    notice = AwardNotice(
        "test", 1, "Taxis", Party("Ambleford Council"), suppliers=parties, of_own_register=own_register
    )
    (told,) = classify_notices([notice])
    assert told.supplier_kind == kind
