"""The style of the pages: every colour it names is set, in light and in dark, and what shows the focus stands out."""

import re

import pytest

from output.charts.tiles import _contrast
from ui.page import DARK, STYLE

SETS, NAMES = re.compile(r"(--[\w-]+): (#[0-9A-Fa-f]{6})"), re.compile(r"var\((--[\w-]+)")
OF_A_PLACE = {"--ink"}
"""What an element sets for itself, as the swatch of a legend does."""
FOCUS = 3.0
"""Least contrast of what shows where the focus is, by WCAG 2.2."""


def colours(style):
    return dict(SETS.findall(style.partition("@media print")[0]))


@pytest.mark.parametrize("style", [STYLE, STYLE + DARK])
def test_no_colour_is_named_that_nothing_sets(style):
    assert {*NAMES.findall(style)} - OF_A_PLACE <= {*colours(style)}


def test_every_colour_of_light_has_its_own_in_dark():
    assert {*colours(STYLE)} == {*colours(DARK)}
    assert not {*colours(STYLE).values()} & {*colours(DARK).values()}


@pytest.mark.parametrize("style", [STYLE, DARK])
def test_the_ring_of_the_focus_stands_out_from_the_page_and_from_the_panel(style):
    set_ = colours(style)
    assert _contrast(set_["--accent"], set_["--page"]) >= FOCUS
    assert _contrast(set_["--accent"], set_["--aside"]) >= FOCUS
