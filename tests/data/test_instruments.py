"""The form of an agreement: made-up notices in the shapes that buyers use."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.classify.cues import rows
from data.classify.instruments import instrument
from policy.contracts import INSTRUMENTS

CASES = [
    ("Home care", "", "Open procedure", "contract"),
    ("Home care", "", "Call-off from a framework agreement", "call_off"),
    ("Home care", "", "Below threshold - award under framework", "call_off"),
    ("Home care", "Call off from G-Cloud 13", "Direct award", "call_off"),
    ("Home care", "Awarded via the ESPO framework, lot 2", "Other", "call_off"),
    ("Legal advice", "Awarded under RM6179", "Other", "call_off"),
    ("Home care", "Further competition", "Restricted procedure", "call_off"),
    ("Home care framework", "The council sets up a framework of providers", "Open procedure", "framework"),
    ("Home care", "To appoint up to ten providers to a framework agreement", "Open procedure", "framework"),
    ("Dynamic purchasing system for home care", "", "Open procedure", "dps"),
    ("Leisure centre concession", "", "Open procedure", "concession"),
    ("Hospital building", "A private finance initiative contract", "Open procedure", "pfi"),
    ("Community grant funding", "", "Other", "grant"),
    ("Home care", "", "Below threshold - without competition", "direct_award"),
    ("Home care", "The quality framework of the regulator applies", "Open procedure", "contract"),
]


@pytest.mark.parametrize(("title", "description", "procedure", "expected"), CASES)
def test_the_form_is_what_the_notice_says(title, description, procedure, expected):
    found = instrument(title, description, procedure)
    assert found.instrument == expected, found
    assert found.evidence


def test_flags_of_the_notice_go_first():
    assert instrument("Home care", sets_up_framework=True).instrument == "framework"
    assert instrument("Home care", sets_up_dps=True).instrument == "dps"
    assert instrument("Home care framework", sets_up_framework=True, under_framework=True).instrument == "call_off"
    assert instrument("Bailiffs", "", "Direct award", concession=True).instrument == "concession"


def test_every_cue_names_an_instrument():
    for row in rows("instrument_cues.csv"):
        assert row["instrument"] in INSTRUMENTS, row


@pytest.mark.parametrize("row", rows("instrument_cues.csv"), ids=lambda row: f"{row['where']}: {row['word']}")
@given(data=st.data())
def test_a_pattern_that_matches_is_tried(row, data):
    text = data.draw(st.from_regex(row["pattern"], alphabet=" abcdefghijklmnopqrstuvwxyz0123456789"))
    found = re.search(row["pattern"], text)
    assert found is not None
    assert f" {row['word']}" in f" {found[0]}"
