"""Notices about one identifiable person: made-up texts in the shapes that buyers use."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from own_reading import contracts

from data.classify.cues import rows
from data.classify.people import about_one_person
from data.model.notice import AwardNotice, Party

ROOT = Path(__file__).parents[2]

ONE = [
    ("Residential placement for Child A", "", "child_home"),
    ("Supported accommodation for YP 12", "", "child_home"),
    ("Children's residential placement", "", "child_home"),
    ("Supported accommodation ID 1234567", "", "child_home"),
    (
        "Supported accommodation",
        "Provision of accommodation for a young person with complex needs.",
        "child_home",
    ),
    ("Placement of J.S.", "", "sen_place"),
    ("Bespoke care package", "", "home_care"),
    ("Care package for Mr Example", "", "home_care"),
    ("Individual package of support", "", "supported_living"),
    ("Education placement for one pupil", "", "sen_place"),
    ("School route 7", "Saloon car for 1 x pupil with passenger assistant", "sen_transport"),
    ("School route 8", "Number of students: 1", "sen_transport"),
    ("Psychiatric intensive care out of area placement", "", "mh_inpatient"),
    ("Care for service user AB", "", "home_care"),
    ("Supported accommodation for 51-year-old male", "", "supported_living"),
]
MANY = [
    ("Supported accommodation for 16 and 17 year olds", "", "child_home"),
    ("Residential placements for children and young people", "", "child_home"),
    ("Placement support service", "", "fostering"),
    ("Independent fostering placement brokerage", "", "fostering"),
    ("Placement finding service", "", "child_home"),
    ("Placements and placement management system", "", "child_home"),
    ("Framework for the placement of looked-after children", "", "child_home"),
    ("Individual Placement and Support employment service", "", "employment"),
    ("Home care for adults", "Care that is centred on the needs of each individual.", "home_care"),
    ("Supported accommodation for young people", "", "child_home"),
    ("School transport", "Routes for 24 pupils, 1 passenger assistant per vehicle.", "sen_transport"),
    ("0-19 service", "For every child and young person in the borough", "phn"),
    ("Child and adolescent mental health", "Support for a child and their family in crisis", "mh_support"),
    ("Children's advocacy", "Provision of support for a child friendly city", "advocacy"),
    ("Patient A&E streaming", "", "urgent"),
]


@pytest.mark.parametrize(("title", "description", "service"), ONE)
def test_a_notice_about_one_person_is_seen(title, description, service):
    assert about_one_person(title, description, service)


@pytest.mark.parametrize(("title", "description", "service"), MANY)
def test_a_notice_about_many_is_not(title, description, service):
    assert about_one_person(title, description, service) is None


def test_only_services_delivered_to_a_person_are_asked():
    assert about_one_person("Repair of boiler ID 1234567", "", "estates") is None
    assert about_one_person("Placement for Child A", "", None)


def test_a_person_far_down_the_description_is_an_example():
    assert about_one_person("Home care", "x" * 400 + " placement for Child A", "home_care") is None


def test_a_notice_about_one_person_counts_and_shows_neither_title_nor_supplier():
    placed = AwardNotice(
        source="test",
        line=1,
        ocid="ocds-test-1",
        release_id="r1",
        award_id="a1",
        buyer=Party("Test Council"),
        title="Residential placement for Child A",
        description="A placement for one child, aged 9, with Home Ltd.",
        suppliers=(Party("Home Ltd"),),
        amount=120_000.0,
        cpvs=("85311300",),
    )
    found, _ = contracts([([placed], [])])
    row = found.iloc[0]
    assert row["counted"]
    assert row["value_gbp"] == 120_000
    assert row["title"].endswith(": one person, title and supplier withheld")
    assert (row["supplier"], row["description"]) == ("withheld", "one person, title and supplier withheld")
    assert "Child A" not in " ".join(map(str, row)) and "Home Ltd" not in " ".join(map(str, row))


def test_no_row_of_the_register_is_about_one_person():
    with (ROOT / "data/register/contracts.csv").open(encoding="utf-8", newline="") as file:
        seen = [r["title"] for r in csv.DictReader(file) if about_one_person(r["title"], r["summary"], r["service"])]
    assert seen == []


@pytest.mark.parametrize("row", rows("one_person.csv"), ids=lambda row: row["words"])
@given(data=st.data())
def test_a_pattern_that_matches_is_tried(row, data):
    text = data.draw(st.from_regex(row["pattern"], alphabet=st.characters(codec="ascii")))
    words = row["words"].split("|")
    assert re.search(row["pattern"], text)
    assert any(word in (text.lower() if word.islower() else text) for word in words)
