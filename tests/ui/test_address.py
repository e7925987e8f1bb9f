"""A browser sends the address that it has, which may be from before the last change: no change is lost for it."""

from dataclasses import dataclass

import pytest

from policy.scenarios.scenario import build_scenario
from tests.pages import headline, link, opened, whole, widgets
from ui.page import PAGES
from ui.shell import state

MILLION = build_scenario(None, {"small.threshold": 1_000_000})[0]
BOTH = build_scenario(None, {"small.threshold": 1_000_000, "contact.level": "incidental"})[0]


@dataclass
class Context:
    """What a step back tells the page beside its address."""

    page_script_hash: str
    is_history_navigation: bool = True


def changed(page, key, value):
    """Move a control, and give what the browser sent with it."""
    sent = dict(page.query_params)
    whole(widgets(page)[key].set_value(value).run())
    return sent


def sends(page, query):
    """Let the browser send an address that is not the one it was given last."""
    page.query_params.clear()
    page.query_params.update(query)
    return page


def where(page):
    return {key: page.query_params[key] for key in page.query_params}


def test_a_second_lever_moved_at_once_keeps_the_first():
    page = opened()
    before = changed(page, "side.small.threshold.box", "£1m")
    changed(sends(page, before), "side.contact.level", "incidental")
    assert headline(page) == headline(opened(query=link(BOTH))) != headline(opened(query=link(MILLION)))
    assert link(BOTH).items() <= where(page).items()


@pytest.mark.parametrize(
    ("key", "value", "kept"), [("page.measure", "contracts", {"measure": "contracts"}), ("page.estimate", True, {})]
)
def test_what_is_chosen_on_the_page_at_once_keeps_the_lever(key, value, kept):
    page = opened()
    before = changed(page, "side.small.threshold.box", "£1m")
    changed(sends(page, before), key, value)
    assert headline(page) == headline(opened(query=link(MILLION))) != headline(opened())
    assert {**link(MILLION), **kept}.items() <= where(page).items()


def test_a_lever_moved_at_once_keeps_what_was_chosen_on_the_page():
    page = opened()
    before = changed(page, "page.measure", "contracts")
    changed(sends(page, before), "side.small.threshold.box", "£1m")
    assert widgets(page)["page.measure"].value == "contracts"
    assert {**link(MILLION), "measure": "contracts"}.items() <= where(page).items()


def test_a_run_that_changes_nothing_keeps_the_lever():
    page = opened()
    before = changed(page, "side.small.threshold.box", "£1m")
    whole(sends(page, before).run())
    assert headline(page) == headline(opened(query=link(MILLION)))
    assert link(MILLION).items() <= where(page).items()


def test_a_link_that_was_drawn_before_the_last_change_opens_its_page_with_it():
    page = opened(query={"measure": "contracts"})
    changed(page, "side.small.threshold.box", "£1m")
    page.switch_page(PAGES["timeline"][0])
    whole(sends(page, {"period": "quarter"}).run())
    assert link(MILLION).items() <= where(page).items()
    assert page.query_params["period"] == "quarter" and "measure" not in page.query_params


def test_a_step_back_takes_the_change_back(monkeypatch):
    page = opened()
    before = changed(page, "side.small.threshold.box", "£1m")
    here = page.session_state["page"]
    monkeypatch.setattr(state, "get_script_run_ctx", lambda: Context(here))
    whole(sends(page, before).run())
    assert headline(page) == headline(opened()) != headline(opened(query=link(MILLION)))


def test_an_earlier_scenario_is_opened_by_a_link_once_the_browser_has_the_later_one():
    page = opened()
    changed(page, "side.small.threshold.box", "£1m")
    whole(page.run())
    page.switch_page(PAGES["timeline"][0])
    whole(sends(page, {}).run())
    assert headline(page) == headline(opened("timeline"))
