"""The way from a chart to the citation: that of the scenario on screen, in a tab that knows only its address."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from policy.scenarios.scenario import build_scenario
from tests.pages import opened, text, whole, widgets

CHANGED = {"base": "pledge@1", "small.threshold": "1000000", "suppliers.exempt": "charity"}
"""The pledge from £1m, charities exempt."""
PLEDGE = build_scenario()[0].fingerprint()
FROM_A_MILLION = build_scenario(None, {"small.threshold": 1_000_000, "suppliers.exempt": ("charity",)})[0].fingerprint()
"""Asked of the program, since a rule that is added is another fingerprint of every scenario."""
LINK = re.compile(r"\[About the data\]\(([^)]*)\)")


def links(page):
    return [link for part in [*page.caption, *page.markdown] for link in LINK.findall(part.value)]


def citation(link):
    """What the method page of a link gives as the scenario of its citation."""
    address = urlsplit(link)
    assert address.path == "method"
    page = opened("method", dict(parse_qsl(address.query, keep_blank_values=True)))
    [said] = re.findall(r"scenario `(.*?)` \(`(.*?)`\)", text(page))
    return said


@pytest.mark.parametrize("name", ["overview", "timeline", "services", "suppliers", "compare", "sensitivity"])
def test_every_link_under_a_chart_carries_the_scenario(name):
    found = links(opened(name, CHANGED))
    assert found
    for link in found:
        assert dict(parse_qsl(urlsplit(link).query)) == CHANGED


def test_the_citation_is_that_of_the_scenario_on_screen():
    assert FROM_A_MILLION != PLEDGE
    assert citation(links(opened("overview", CHANGED))[0]) == ("pledge@1", FROM_A_MILLION)
    assert citation(links(opened("overview"))[0]) == ("pledge@1", PLEDGE)


def test_the_link_follows_a_change_on_the_page():
    page = opened("overview", {"base": "pledge@1", "suppliers.exempt": "charity"})
    whole(widgets(page)["side.small.threshold.box"].set_value("£1m").run())
    assert citation(links(page)[0]) == ("pledge@1", FROM_A_MILLION)
