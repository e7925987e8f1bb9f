"""The menu: every page is in one group, two steps from any other; what a first visit offers can be put away."""

from itertools import chain

import pytest

from policy.scenarios.scenario import build_scenario
from tests.pages import headline, link, opened, text, whole, widgets
from ui.controls.menu import GROUPS, PAGES

QUESTION = "Try a question:"


def test_every_page_is_in_one_group():
    assert sorted(chain(*GROUPS.values())) == sorted(PAGES)


@pytest.mark.parametrize("name", ["overview", "places", "method"])
def test_the_menu_shows_every_group_and_the_pages_of_the_open_one(name):
    labels = [one.proto.label for one in opened(name).get("page_link")]
    [group] = [group for group, pages in GROUPS.items() if name in pages]
    assert {*GROUPS} - {group} <= {*labels}
    assert {PAGES[page][1] for page in GROUPS[group]} - {PAGES[name][1]} <= {*labels}


def test_a_first_visit_offers_questions_that_can_be_put_away():
    page = opened()
    assert QUESTION in text(page)
    assert QUESTION not in text(whole(widgets(page)["first.hide"].click().run()))


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("first.children", {"in.buyer_kind": "local", "in.service_group": "children"}),
        ("first.charities", link(build_scenario(None, {"suppliers.exempt": ("charity",)})[0])),
    ],
)
def test_a_question_of_the_first_visit_is_in_the_address_and_stays_at_the_next_click(key, asked):
    page = whole(widgets(opened())[key].click().run())
    answer = headline(page)
    assert {name: page.query_params[name] for name in asked} == asked
    assert headline(whole(widgets(page)["page.measure"].set_value("contracts").run())) == answer != headline(opened())


def test_the_overview_leads_to_a_register_of_ones_own():
    [own] = [each.proto for each in opened().get("page_link") if each.proto.label == "Open your own register"]
    assert own.page == "datasets"
    assert "Your own file" in [each.value for each in opened("datasets").header]


@pytest.mark.parametrize(("name", "query"), [("overview", {"in.nation": "Wales"}), ("timeline", {})])
def test_the_way_to_ones_own_register_takes_no_line_from_what_is_looked_at(name, query):
    assert "Open your own register" not in [each.proto.label for each in opened(name, query).get("page_link")]


def test_who_comes_with_a_question_is_offered_none():
    assert QUESTION not in text(opened(query=link(build_scenario(None, {"small.threshold": 1_000_000})[0])))
    assert QUESTION not in text(opened(query={"in.nation": "Wales"}))


def test_a_setting_is_found_by_a_word_of_its_own():
    page = opened("settings")
    every = {key for key in widgets(page) if key.startswith("page.")}
    found = whole(widgets(page)["page.sought"].set_value("charities").run())
    kept = {key for key in widgets(found) if key.startswith("page.")}
    assert "page.suppliers.exempt" in kept and kept < every
    assert "1 of" in text(found) or "of 43 settings" in text(found)
    assert "No setting has" in text(whole(widgets(found)["page.sought"].set_value("zzzz").run()))


def test_a_value_that_no_preset_comes_near_is_said_to_be_unusual():
    assert "Unusual: the presets use" in text(
        opened(query=link(build_scenario(None, {"small.threshold": 500_000_000})[0]))
    )
    assert "Unusual" not in text(opened(query=link(build_scenario(None, {"small.threshold": 500_000})[0])))


def test_the_exemption_of_charities_is_a_lever_of_the_side():
    """The press asks it first: do charities keep their contracts? 199 contracts come back, and without them fewer."""
    page = opened()
    assert widgets(page)["side.suppliers.exempt"].label == "Exempt suppliers"
    page = whole(widgets(page)["side.suppliers.exempt"].set_value(["charity"]).run())
    made = build_scenario(None, {"suppliers.exempt": ("charity",)})[0]
    assert page.query_params["suppliers.exempt"] == "charity"
    assert headline(page) == headline(opened("overview", link(made))) != headline(opened())
