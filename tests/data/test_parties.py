"""Buyers and suppliers from identifiers, declared types and names; the name rules against public lists."""
# ruff: noqa: T201 - the measured shares are printed

import csv
from pathlib import Path

import pytest

from data.classify.cues import rows
from data.classify.parties import PartyKind, buyer_kind, is_placeholder, supplier_kind, suppliers_kind
from data.classify.portals import portal, real_buyer
from data.model.companies import company_number
from data.table.supplier_keys import supplier_key
from policy.contracts import BUYER_KINDS, SUPPLIER_KINDS, SUPPLIER_PUBLIC_KINDS

LISTS = Path(__file__).parents[3] / "shared" / "data" / "reference"
ROOT = Path(__file__).parents[2]
lists = [
    pytest.mark.shared,
    pytest.mark.skipif(not LISTS.exists(), reason="the folder ../shared with the public lists is absent"),
]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Oldham Council", "local"),
        ("London Borough of Sutton", "local"),
        ("Tower Hamlets", "local"),
        ("Greater Manchester Pension Fund", "local"),
        ("Pension Protection Fund", "central"),
        ("West Yorkshire Combined Authority", "local"),
        ("Cambridge University Hospitals NHS Foundation Trust", "nhs"),
        ("Belfast Health and Social Care Trust", "nhs"),
        ("Police and Crime Commissioner for Kent", "police_fire"),
        ("Kent Fire &amp; Rescue Service", "police_fire"),
        ("University of Sussex", "education"),
        ("Attigo Academy Trust", "education"),
        ("College of Policing Limited", "central"),
        ("Department for Education", "central"),
        ("DESNZ", "central"),
        ("MHCLG", "central"),
        ("Medical Research Council", "central"),
        ("Ministry of Housing, Communities and Local Government", "central"),
        ("Irwell Valley Housing Association Limited", "housing"),
        ("Yorkshire Water Services Limited", "other"),
        ("General Medical Council", "other"),
        ("Scottish Social Services Council", "central"),
        ("NOE CPC", "nhs"),
        ("National Health Service England", "nhs"),
        ("National Health Service Business Services Authority", "nhs"),
        ("Bwrdd Iechyd Ambleford", "nhs"),
        ("Llywodraeth Cymru", "central"),
        ("Prifysgol Ambleford", "education"),
        ("Commercial Procurement Collaborative", "nhs"),
        ("Northern Ireland Social Care Council", "central"),
        ("Ambleford Council Social Services", "local"),
        ("Procurement Manager", None),
        ("", None),
    ],
)
def test_a_buyer_is_known_by_its_name(name, kind):
    assert buyer_kind(name).kind == kind


def test_a_sure_identifier_goes_before_the_name_and_a_name_before_a_declared_type():
    assert buyer_kind("Shared Services", [("GB-LAE", "OLD")]).kind == "local"
    assert buyer_kind("Shared Services", [("GB-NHS", "RGT")]).kind == "nhs"
    central = [("UK_CA_TYPE", "publicAuthorityCentralGovernment")]
    assert buyer_kind("Leeds Teaching Hospitals NHS Trust", (), central).kind == "nhs"
    assert buyer_kind("Shared Services", (), central).kind == "central"


def test_long_codes_of_the_health_register_are_private_providers_too():
    assert supplier_kind("Optical Care Limited", [("GB-NHS", "AAV12")]).kind == "private"


@pytest.mark.parametrize(
    ("name", "identifiers", "kind", "public"),
    [
        ("Acme Care Ltd", (), "private", None),
        ("Acme Care LLP", [("GB-COH", "OC326178")], "private", None),
        ("Harbour Support Services", [("GB-CHC", "1017756")], "charity", None),
        ("Elm Community Interest Company", (), "charity", None),
        ("Elm Centre for Peace Studies", (), "unknown", "none"),
        ("Elm Centre for Peace", (), "charity", None),
        ("Elm Leisure Alliance", (), "private", None),
        ("Elm Housing Association Limited", [("GB-COH", "IP16791R")], "charity", None),
        ("Greenwich Leisure Limited", [("GB-COH", "IP27793R")], "mutual", None),
        ("Durham Dales Health Federation", (), "mutual", None),
        ("Oxleas NHS Foundation Trust", (), "public", "nhs"),
        ("Stroud District Council", (), "public", "local"),
        ("University of Durham", [("GB-CHC", "1234567")], "public", "other"),
        ("Norse Commercial Services Ltd", (), "public", "owned"),
        ("NHS Supplies Trading Ltd", (), "private", None),
        ("NHS Shared Business Services Ltd.", (), "joint_venture", None),
        ("NHS Shared Services Partnership", (), "public", "nhs"),
        ("Scottish Refugee Council", (), "charity", None),
        ("EXAMPLE CARS", (), "private", None),
        ("n/a", (), "none", None),
        ("See attached list of suppliers", (), "unknown", None),
    ],
)
def test_a_supplier_is_known_by_number_and_name(name, identifiers, kind, public):
    found = supplier_kind(name, identifiers)
    assert (found.kind, found.public_kind) == (kind, public), found
    assert found.evidence


def test_a_declared_voluntary_body_never_overrules_a_sign():
    vcse = [("vcse", "true")]
    alone = supplier_kind("Roots and Wings", (), vcse)
    assert (alone.kind, alone.public_kind) == ("unknown", "none")
    assert supplier_kind("Roots and Wings", [("GB-CHC", "1000001")], vcse).kind == "charity"
    assert supplier_kind("Acme LLP", [("GB-COH", "OC326178")], vcse).kind == "private"
    assert supplier_kind("Oxleas NHS Foundation Trust", (), vcse).kind == "public"


@pytest.mark.parametrize(
    "name",
    [
        "n/a",
        "N/A",
        "None",
        "Various",
        "Not awarded",
        "No award was made",
        "None awarded",
        "No contract was awarded",
        "No suitable bids received",
        "TBC",
        "Information withheld for safety",
        "The supplier's name will be witheld from publication",
        "Names of tenderers cannot be published for security reasons",
        "",
    ],
)
def test_placeholders_name_nobody(name):
    assert is_placeholder(name)


@pytest.mark.parametrize(
    "name", ["Nationwide Care", "Variety Events Ltd", "Award Training Ltd", "TBCare Ltd", "Holding Names Ltd"]
)
def test_names_that_resemble_placeholders_are_names(name):
    assert not is_placeholder(name)


def test_suppliers_of_one_award_together():
    private, charity, nobody = PartyKind("private", ""), PartyKind("charity", ""), PartyKind("none", "")
    assert suppliers_kind([]).kind == "none"
    assert suppliers_kind([nobody, private]).kind == "private"
    mixed = suppliers_kind([private, charity])
    assert (mixed.kind, mixed.public_kind) == ("mixed", "none")
    assert suppliers_kind([private, PartyKind("public", "", "nhs")]).public_kind == "nhs"
    unknown, flagged = PartyKind("unknown", ""), PartyKind("unknown", "", "none")
    assert suppliers_kind([private, unknown]).public_kind is None
    assert suppliers_kind([private, flagged]).public_kind == "none"
    assert suppliers_kind([flagged, flagged]) == suppliers_kind([flagged, flagged, nobody])
    assert (suppliers_kind([flagged, flagged]).kind, suppliers_kind([flagged, flagged]).public_kind) == (
        "unknown",
        "none",
    )
    assert suppliers_kind([PartyKind("public", "", "nhs"), PartyKind("public", "", "local")]).public_kind == "other"


def test_a_weak_word_goes_by_the_company_it_keeps():
    firms = [supplier_kind(f"Care {n} Ltd") for n in range(4)]
    centre = supplier_kind("Elm Mount Centre")
    assert centre.kind == "charity"
    assert suppliers_kind([*firms, centre]).kind == "private"
    assert suppliers_kind([*firms[:3], centre]).kind == "private"
    assert suppliers_kind([*firms[:2], centre]).kind == "mixed"
    assert suppliers_kind([firms[0], centre]).kind == "mixed"
    assert suppliers_kind([*firms, supplier_kind("Leeds City Council")]).kind == "mixed"
    assert suppliers_kind([*firms, supplier_kind("Oak Ltd", [("GB-CHC", "1000001")])]).kind == "mixed"


def test_a_bare_name_tells_nothing_where_charities_mostly_serve():
    bare, firm = supplier_kind("Roots and Wings"), supplier_kind("Roots and Wings Ltd")
    assert suppliers_kind([bare]).kind == suppliers_kind([bare], "sen_transport").kind == "private"
    told = suppliers_kind([bare], "homeless")
    assert (told.kind, told.public_kind) == ("unknown", "none")
    assert suppliers_kind([firm], "homeless").kind == "private"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Ministry of Yarn Ltd", "private"),
        ("City and County Care Ltd", "private"),
        ("Ambleford Hospital Saturday Council", "charity"),
        ("Trident Maintenance Ltd", "private"),
        ("Trident Reach", "charity"),
        ("Ambleford Mind Ltd", "charity"),
        ("Body and Mind Gym Ltd", "private"),
        ("Ambleford Primary Church of England School", "public"),
        ("Elm Schools", "unknown"),
        ("Elm Housing Ltd", "unknown"),
        ("Elm Housing", "unknown"),
        ("Elm Housing Association Ltd", "charity"),
        ("Ambleford Community Development Association Ltd", "charity"),
        ("J Smith & Sons", "private"),
        ("Ambleford Carers", "charity"),
        ("Ambleford Charities", "charity"),
        ("Elm Hotel", "private"),
        ("Nottingham City Homes", "public"),
        ("Suppliers as listed on the council's website", "unknown"),
        ("For contract award details, please use the link", "unknown"),
        ("Autism Ambleford", "charity"),
        ("Ambleford Council on Alcohol", "charity"),
        ("Crisis", "charity"),
        ("Crisis Ltd", "private"),
        ("THE SHAW TRUST LIMITED", "charity"),
        ("Acme t/a Home Group", "charity"),
        ("Red Rose Recovery (RRR)", "charity"),
        ("The Red Rose Recovery (RRR) Ltd", "charity"),
        ("Red Rose Recovery (Widgets) Ltd", "private"),
        ("Red Rose Recovery Trading Limited", "charity"),
        ("Red Rose Recovery Vehicles Limited", "private"),
        ("Crisis Trading Ltd", "private"),
        ("Positively UK Ltd", "charity"),
        ("Positively Ltd", "private"),
        ("Positively", "private"),
        ("Locality (UK)", "charity"),
        ("Ambleford Homes Group", "unknown"),
        ("Ambleford Homes Group Ltd", "private"),
        ("British Yarn Council", "charity"),
        ("Ambleford Borough Council (International Office)", "public"),
        ("Ambleford Chamber of Commerce", "charity"),
        ("9 Elm Chambers", "private"),
        ("Elm Machining Centre", "private"),
        ("Elm Forestry", "private"),
        ("Forestry Commission", "public"),
        ("H M Prison and Probation Service", "public"),
        ("Ambleford Conservation Authority", "public"),
        ("A2Dominion Homes Limited", "charity"),
        ("Beyond Housing", "charity"),
        ("Beyond Housing Software Ltd", "private"),
        ("Sirona Care & Health", "charity"),
        ("Care South", "charity"),
        ("Care South West Ltd", "private"),
        ("Elm Care and various suppliers", "unknown"),
        ("Eleven providers appointed", "unknown"),
        ("Variety Providers Ltd", "private"),
        ("09999999", "unknown"),
        ("Ambleford Community", "charity"),
        ("Ambleford Community Care", "private"),
        ("British Broadcasting Corporation", "public"),
        ("Ambleford Steel Corporation", "private"),
        ("Route 1 Contractors Ltd", "private"),
        ("Ambleford Childminding", "private"),
        ("Ambleford Day Nursery", "private"),
        ("Ambleford Community Day Nursery", "charity"),
        ("Ambleford Business College", "private"),
        ("Ambleford Youth Information and Counselling Service Ltd", "charity"),
        ("Ambleford Alliance", "charity"),
        ("Ambleford Alliance Medical", "private"),
        ("Ambleford Social Enterprise", "charity"),
        ("Ambleford Enterprise Ltd", "private"),
        ("Ambleford Donor Registry", "unknown"),
        ("National Enquiry into Yarn", "unknown"),
        ("Ambleford Learning Consortium", "unknown"),
        ("County Ecology Unit", "unknown"),
        ("Consortium Yarn Ltd", "private"),
        ("Ambleford National Health Service Trust", "public"),
        ("National Health Service Business Services Authority", "public"),
        ("Coleg Ambleford", "public"),
        ("Prifysgol Ambleford", "public"),
        ("Cyngor Ambleford", "public"),
        ("Cyngor ar Bopeth Ambleford", "charity"),
        ("Bwrdd Iechyd Ambleford", "public"),
    ],
)
def test_a_supplier_is_known_by_its_name(name, kind):
    assert supplier_kind(name).kind == kind


def test_a_company_number_under_the_scheme_of_charities_shows_none():
    assert supplier_kind("Acme Air Filters", [("GB-CHC", "07130196")]).kind == "private"
    assert supplier_kind("Acme Air Filters", [("GB-CHC", "1128267")]).kind == "charity"
    assert supplier_kind("Acme Air Filters", [("GB-CHC", "713019")]).kind == "private"


@pytest.mark.parametrize("number", ["201555", "502224", "702269", "802559", "900350", "1001957", "1215121"])
def test_each_run_of_charity_numbers_shows_one(number):
    assert supplier_kind("Acme Air Filters", [("GB-CHC", number)]).kind == "charity"


def test_a_project_that_supplies_goods_is_a_firm():
    project = supplier_kind("Elm Projects")
    assert suppliers_kind([project], "goods").kind == "private"
    assert suppliers_kind([project], "family").kind == "charity"


def test_an_alliance_that_feeds_or_runs_baths_is_a_firm():
    assert suppliers_kind([supplier_kind("Yarn Alliance")], "catering_leisure").kind == "private"
    assert suppliers_kind([supplier_kind("Yarn Alliance")], "family").kind == "charity"


def test_names_that_say_little_and_disagree_tell_nothing():
    bare, centre = supplier_kind("Roots and Wings"), supplier_kind("Elm Mount Centre")
    assert suppliers_kind([bare, centre], "sen_transport").kind == "unknown"
    charity = PartyKind("charity", "")
    assert suppliers_kind([charity, bare], "homeless").kind == "charity"
    assert suppliers_kind([charity, supplier_kind("Oak Ltd")], "homeless").kind == "mixed"


def test_each_named_supplier_is_told_from_the_table_and_says_whence():
    listed = rows("named_suppliers.csv")
    assert len({row["name"] for row in listed}) == len(listed)
    for row in listed:
        assert row["source"], row
        assert bool(row["scheme"]) == bool(row["number"]) == row["source"].startswith("number stated"), row
        kind, public = ("public", "owned") if row["kind"] == "owned" else (row["kind"], None)
        for name in (row["name"], row["name"].upper()):
            told = supplier_kind(name)
            assert (told.kind, told.public_kind) == (kind, public), row
        if row["scheme"] in {"GB-CHC", "GB-SC", "GB-NIC"}:
            assert supplier_kind("Elm Ltd", [(row["scheme"], row["number"])]).kind == "charity", row


def test_portals_and_the_buyers_behind_them():
    assert portal("ATAMIS LTD")
    assert portal("Defra Network eTendering Portal")
    assert not portal("Norwich City Council")
    assert real_buyer("ATAMIS LTD", "Asylum accommodation and support, Scotland", "") == "Home Office"
    assert real_buyer("ATAMIS LTD", "Office cleaning", "") is None
    assert real_buyer("Norwich City Council e-Tendering", "Boilers", "") == "Norwich City Council"
    behalf = "Issued on behalf of Leeds City Council who intend to award."
    assert real_buyer("Proactis", "Home care", behalf) == "Leeds City Council"
    assert real_buyer("Proactis", "Home care", "On behalf of the Contracting Authority.") is None
    education = "On behalf of the Department for Education who intend to award."
    assert real_buyer("Proactis", "Tuition", education) == "Department for Education"
    assert real_buyer("Leeds City Council", "Home care", behalf) is None
    assert real_buyer("Proactis", "Eden District Council housing services", "") == "Eden District Council"
    eden = "Eden District Council ('the Authority') is seeking carers for the hospital of Kent Council."
    assert real_buyer("EU Supply Ltd", "Home care", eden) == "Eden District Council"
    assert real_buyer("EU Supply Ltd", "Home care", "Carers may visit homes of Eden District Council.") is None
    assert real_buyer("EU Supply Ltd", "Home care", "Eden District Council of old no longer buys.") is None
    assert real_buyer("Health Family", "Swab testing", "") == "Department of Health and Social Care"
    assert buyer_kind("ATAMIS LTD").kind is None
    assert real_buyer("Places for People Group Ltd", "Eden & Kent Council - bailiffs", "") == "Kent Council"
    assert real_buyer("Places for People Group Ltd", "Repairs of our homes", "") is None
    assert buyer_kind("Places for People Group Ltd").kind == "housing"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Details of the awards can be found at https://www.example.org", "unknown"),
        ("Full list of providers: see portal", "unknown"),
        ("Multiple as per approved lists on our web page", "unknown"),
        ("https://www.example.org/awards", "unknown"),
        ("Multiple approved suppliers", "unknown"),
        ("Approved Suppliers Ltd", "private"),
        ("Details Cleaning Ltd", "private"),
        ("The List Press Ltd", "private"),
    ],
)
def test_a_supplier_who_is_named_elsewhere_is_not_known(name, kind):
    assert supplier_kind(name).kind == kind


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ("5020374", "05020374"),
        (" 0502 0374 ", "05020374"),
        ("sc12345", "SC012345"),
        ("OC326178", "OC326178"),
        ("IP16791R", "IP16791R"),
        ("RC000060", "RC000060"),
        ("N/A", None),
        ("0", None),
        ("123456789", None),
        ("", None),
    ],
)
def test_company_numbers_are_eight_characters(given, number):
    assert company_number(given) == number


def test_suppliers_are_joined_by_number_else_by_name():
    first = supplier_key("Acme Care Ltd", [("GB-COH", "5020374")])
    assert first == supplier_key("ACME CARE (UK) LIMITED", [("GB-COH", "05020374")]) == "GB-COH-05020374"
    assert supplier_key("Acme Care Ltd") == supplier_key("The ACME CARE Limited.")
    assert supplier_key("Acme Care Ltd", [("GB-COH", "n/a")]) == supplier_key("Acme Care Ltd")
    assert supplier_key("Elm", [("GB-CHC", "1017756")]) == "GB-CHC-1017756"
    assert supplier_key("Ltd") != ""
    assert supplier_key("") == ""


def test_every_rule_names_a_kind_of_the_table():
    for row in (*rows("party_names.csv"), *rows("party_marks.csv")):
        allowed = (
            BUYER_KINDS if row["who"] in {"both", "buyer", "company"} else (*SUPPLIER_KINDS, *BUYER_KINDS, "owned")
        )
        assert row["kind"] in allowed, row
    assert "owned" in SUPPLIER_PUBLIC_KINDS


def share(name, column, kind, wanted=lambda _: True):
    with (LISTS / name).open(encoding="utf-8", newline="") as file:
        names = [row[column] for row in csv.DictReader(file) if wanted(row)]
    found = sum(buyer_kind(n).kind == kind for n in names) / len(names)
    print(f"{name} {kind}: {found:.3f} of {len(names)}")
    return found


def of_type(*types):
    return lambda row: row["government-organisation-type"] in types


def of_sector(sector):
    return lambda row: sector in (row["sector"], row["subsector"])


BUYERS_2016 = "public_sector_buyers_digital_marketplace_2016.csv"


@pytest.mark.parametrize(
    ("name", "column", "kind", "wanted", "floor"),
    [
        pytest.param("uk_local_authorities.csv", "official-name", "local", lambda _: True, 0.99, marks=lists),
        pytest.param("nhs_trusts_ods_etr.csv", "name", "nhs", lambda _: True, 0.99, marks=lists),
        pytest.param("nhs_icbs_dec_2024.csv", "ICB24NM", "nhs", lambda _: True, 0.99, marks=lists),
        pytest.param("nhs_ccg_subicb_ods_eccg.csv", "name", "nhs", lambda _: True, 0.97, marks=lists),
        pytest.param(
            "govuk_organisations_2016.csv",
            "name",
            "central",
            of_type("Ministerial department", "Non-ministerial department", "Executive agency"),
            0.82,
            marks=lists,
        ),
        pytest.param(BUYERS_2016, "name", "police_fire", of_sector("Police"), 0.88, marks=lists),
        pytest.param(BUYERS_2016, "name", "education", of_sector("Universities"), 0.85, marks=lists),
        pytest.param(BUYERS_2016, "name", "local", of_sector("District Council"), 0.9, marks=lists),
    ],
)
def test_name_rules_against_public_lists(name, column, kind, wanted, floor):
    assert share(name, column, kind, wanted) >= floor


def test_name_rules_against_the_register():
    with (ROOT / "data/register/contracts.csv").open(encoding="utf-8", newline="") as file:
        contracts = list(csv.DictReader(file))
    buyers = sum(buyer_kind(row["buyer"]).kind == row["buyer_kind"] for row in contracts) / len(contracts)
    named = [row for row in contracts if row["supplier"] and row["supplier_kind"] not in {"unknown", "none"}]
    right = sum(
        suppliers_kind(map(supplier_kind, row["supplier"].split(";"))).kind == row["supplier_kind"] for row in named
    )
    print(f"register: buyers {buyers:.3f} of {len(contracts)}")
    print(f"register: suppliers {right / len(named):.3f} of {len(named)}")
    assert buyers >= 0.98
    assert right / len(named) >= 0.94
