"""Services told from goods and works, and the words and conditions by which cues are heard."""

import pytest

from data.classify.cues import conditions
from data.classify.procurement_category import purchase
from data.model.words import Phrases, comparable, plain


@pytest.mark.parametrize(
    ("service", "title", "cpvs", "category", "expected"),
    [
        ("home_care", "Home care", ("33000000",), "goods", "service"),
        ("ict", "Laptops", ("30213100",), "goods", "goods"),
        ("ict", "Laptops", ("30213100",), "", "goods"),
        ("ict", "Laptop repair", ("30213100",), "", "service"),
        ("works", "New roof", ("45261000",), "", "works"),
        ("estates", "Lift maintenance", ("50750000",), "", "service"),
        ("estates", "Maintenance of air conditioning", ("45259000",), "works", "service"),
        ("estates", "Air conditioning", ("45331220",), "works", "works"),
        (None, "Lot 7", (), "works", "works"),
        ("catering_leisure", "School cleaning", ("90919000",), "works", "service"),
        ("social_housing", "Term contract for repairs and voids", ("45000000",), "works", "service"),
        ("social_housing", "Wet rooms", ("45000000",), "works", "works"),
        ("works", "New play area", ("37535200",), "goods", "works"),
        ("goods", "Beach signs", ("34928470",), "services", "goods"),
        ("goods", "Service plan for scanners", ("50421000",), "services", "service"),
        ("fleet", "Lot 2 - 4 x 7.5t tippers", ("34134200",), "services", "goods"),
        ("ict", "Copyright licence", ("79980000",), "services", "goods"),
        ("waste_streets", "Supply and delivery of waste disposal equipment", (), "", "goods"),
        ("waste_streets", "Waste disposal", (), "", "service"),
        ("waste_streets", "Supply of waste equipment services", (), "", "service"),
        ("fleet", "Supply of an electric vehicles strategy", (), "", "service"),
        ("ict", "Digital transformation programme", ("48000000",), "", "service"),
        ("telecare", "Alarms for homes", ("35121000",), "goods", "goods"),
        ("telecare", "Alarms and their monitoring service", ("35121000",), "goods", "service"),
        ("telecare", "Alarms for homes", ("85000000",), "goods", "service"),
        (None, "Lot 7", (), "", "unknown"),
        (None, "Trades services", (), "", "service"),
        (None, "De-icing products", (), "", "goods"),
        (None, "Products and services", (), "", "unknown"),
        ("estates", "Office build and related works", (), "", "works"),
        ("works", "Refurbishment of a pavilion", ("71311000", "71312000"), "services", "service"),
        ("works", "Refurbishment of a pavilion", ("71530000",), "services", "works"),
        ("works", "Refurbishment of a pavilion", ("71311000",), "works", "works"),
        ("works", "Framework for professional services in construction", (), "", "service"),
        ("works", "New museum: main works contract administrator", (), "", "service"),
        ("goods", "Meters and associated services", (), "", "goods"),
        ("goods", "Meters and associated services", (), "services", "service"),
        ("goods", "Meter services", (), "", "service"),
        ("energy", "Supply of heat and ancillary services", (), "", "goods"),
    ],
)
def test_services_are_told_from_goods_and_works(service, title, cpvs, category, expected):
    assert purchase(service, title, cpvs, category) == expected


def test_words_are_compared_without_case_marks_or_plural():
    assert comparable("Children\u2019s Homes &amp; 0-19 Services") == " children home and 0 19 service "
    assert plain("N/A") == "n a"


def test_phrases_are_found_whole():
    phrases = Phrases([comparable("home care"), comparable("care")])
    assert phrases.found(comparable("A home-care service")) == {" home care ", " care "}
    assert phrases.found(comparable("homecare")) == set()


def test_a_condition_reads_alternatives_and_exceptions():
    first, second, third = conditions("a|b & code:85 & not kind:nhs")
    assert first.met({" a "})
    assert second.met(set(), {"code:85"})
    assert third.met({" a "})
    assert not third.met({"kind:nhs"})
