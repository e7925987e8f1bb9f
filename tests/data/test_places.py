"""Nation and region from codes, region names, postcodes and the buyer."""
# ruff: noqa: T201 - the measured shares are printed

import csv
import gzip
import json
from pathlib import Path

import pytest

from data.classify.places import by_buyer, by_code, by_postcode, by_region_name, place
from policy.contracts import NATIONS

ROOT = Path(__file__).parents[2]
NOTICES = ROOT.parent / "shared/data/real/fts_ocds_2026/fts_releases_2026-07-13_2026-08-11.jsonl.gz"
LONDON, SOUTH_EAST = ("England", "London"), ("England", "South East")
YORKSHIRE = ("England", "Yorkshire and The Humber")
SCOTLAND, WALES, NORTHERN_IRELAND = ((nation, nation) for nation in ("Scotland", "Wales", "Northern Ireland"))


@pytest.mark.parametrize(
    ("code", "spot"),
    [
        ("UKI32", LONDON),
        ("TLI", LONDON),
        ("UKJ27", SOUTH_EAST),
        ("UKE", YORKSHIRE),
        ("UKM82", SCOTLAND),
        ("UKL", WALES),
        ("UKN0A", NORTHERN_IRELAND),
        ("UK", ("UK", "National")),
        ("IE061", None),
        ("", None),
    ],
)
def test_codes(code, spot):
    assert by_code(code) == spot


@pytest.mark.parametrize(
    ("name", "spot"),
    [
        ("South East", SOUTH_EAST),
        ("Yorkshire and the Humber", YORKSHIRE),
        ("England", ("England", "National")),
        ("Any region", ("UK", "National")),
        ("British Isles", ("UK", "National")),
        ("Scotland", SCOTLAND),
        ("Atlantis", None),
    ],
)
def test_region_names_as_contracts_finder_writes_them(name, spot):
    assert by_region_name(name) == spot


@pytest.mark.parametrize(
    ("postcode", "spot"),
    [
        ("SW1A 2HP", LONDON),
        ("PO19 1RG", SOUTH_EAST),
        ("m41 5sl", ("England", "North West")),
        ("BT1", NORTHERN_IRELAND),
        ("SY23 3AN", WALES),
        ("CH7 6ES", WALES),
        ("SY1 1AA", ("England", "West Midlands")),
        ("TD15 1AA", ("England", "North East")),
        ("KT1 1EU", LONDON),
        ("KT19 8AG", SOUTH_EAST),
        ("JE2 4WZ", None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_postcodes_with_the_districts_that_straddle(postcode, spot):
    assert by_postcode(postcode) == spot


@pytest.mark.parametrize(
    ("buyer", "spot"),
    [
        ("Lincolnshire County Council", ("England", "East Midlands")),
        ("North East Lincolnshire Council", YORKSHIRE),
        ("NHS North East London Integrated Care Board", LONDON),
        ("Scottish Government", SCOTLAND),
        ("Police and Crime Commissioner for Kent", SOUTH_EAST),
        ("Home Office", None),
    ],
)
def test_buyers(buyer, spot):
    assert by_buyer(buyer) == spot


def test_the_most_exact_source_decides():
    assert place(["UKJ27"], ["London"], ["M1 1AA"], "Leeds City Council").region == "South East"
    assert place([], ["London"], ["M1 1AA"], "Leeds City Council").region == "London"
    assert place([], [], ["M1 1AA"], "Leeds City Council").region == "North West"
    assert place([], [], [], "Leeds City Council").region == "Yorkshire and The Humber"
    assert place([], ["nowhere"], [], "Leeds City Council").evidence == "buyer Leeds City Council"


def test_several_regions_and_several_nations():
    two = place(["UKI", "UKJ"])
    assert (two.nation, two.region) == ("England", "National")
    nations = place(["UKI", "UKM"])
    assert (nations.nation, nations.region) == ("UK", "National")
    again = place(["UKI3", "UKI4"])
    assert (again.nation, again.region) == ("England", "London")


def test_nothing_known_is_missing():
    found = place()
    assert (found.nation, found.region) == (None, None)


def test_spellings_are_those_of_the_register():
    with (ROOT / "data/register/contracts.csv").open(encoding="utf-8", newline="") as file:
        known = {row["region"] for row in csv.DictReader(file)}
    for name in ("postcode_areas.csv", "buyer_places.csv", "regions.csv"):
        with (ROOT / "data/reference" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["region"] in known, row
                assert row["nation"] in NATIONS, row
                assert row["source"], row


@pytest.mark.shared
@pytest.mark.skipif(not NOTICES.exists(), reason="the folder ../shared with real notices is absent")
def test_postcodes_agree_with_the_region_codes_of_real_addresses():
    with gzip.open(NOTICES, "rt", encoding="utf-8") as file:
        parties = [party for line in file for party in json.loads(line).get("parties", [])]
    addresses = [party.get("address", {}) for party in parties]
    pairs = [(by_code(a.get("region", "")), by_postcode(a.get("postalCode", ""))) for a in addresses]
    known = [(code, post) for code, post in pairs if code and post and code[1] != "National"]
    share = sum(code == post for code, post in known) / len(known)
    print(f"postcode and region code agree in {share:.3f} of {len(known)}")
    assert share >= 0.97


def test_of_two_places_as_long_the_first_named_counts_whatever_the_order_of_a_set():
    assert place(buyer="Doncaster and Bassetlaw Hospitals").region == "Yorkshire and The Humber"
    assert place(buyer="Bassetlaw and Doncaster Hospitals").region == "East Midlands"
