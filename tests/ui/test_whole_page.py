"""The page on how big the whole is: it says what the library says, and every figure has its row and source."""

import pytest

from data.load.datasets import embedded
from data.model.spending import load_spending
from policy.coded import prepare
from policy.engine.decide import decide
from policy.national.answer import answer
from policy.national.sentences import coverage, headline
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.pages import NOTHING, link, opened, text, whole, widgets
from tests.pages import headline as title

REGISTER = embedded()
CODED = prepare(REGISTER.contracts, REGISTER.services)


def found(made):
    return answer(decide(CODED, made), load_spending(), REGISTER.as_of)


@pytest.mark.parametrize("preset", presets())
def test_the_page_says_what_the_library_says(preset):
    made = build_scenario(presets()[preset])[0]
    page = opened("whole", link(made))
    assert title(page) == headline(found(made))
    said = text(page)
    assert coverage(found(made), REGISTER.population) in said
    assert presets()[preset].title in said


def test_with_nothing_caught_it_says_so():
    page = opened("whole", link(build_scenario(None, NOTHING)[0]))
    assert title(page) == "No published figure is of a kind of service that this policy catches"
    assert "This policy catches no kind of service." in text(page)


def test_a_kind_is_opened_by_its_link_and_by_the_list():
    page = opened("whole", {"kind": "Private prisons"})
    assert "prison-private-1314" in text(page) and "asc-lt-2425" not in text(page)
    widgets(page)["page.kind"].set_value("probation").run()
    assert "probation-n" in text(whole(page)) and "prison-private-1314" not in text(page)
    assert page.query_params["kind"] in ("probation", ["probation"])


def test_what_stands_apart_is_added_to_the_chart_alone():
    plain, added = opened("whole"), opened("whole", {"apart": "added"})
    assert title(plain) == title(added)
    drawn = [page.get("plotly_chart")[0].proto.spec for page in (plain, added)]
    assert "Primary care" not in drawn[0] and "Primary care" in drawn[1]


def test_the_first_page_says_it_in_a_line():
    assert headline(found(build_scenario()[0])) in text(opened())


def test_the_method_page_reconciles_from_the_same_table():
    said = text(opened("method"))
    assert "All public procurement, gross: **£393 billion**" in said and headline(found(build_scenario()[0])) in said


def test_an_unknown_kind_in_the_address_opens_the_first():
    assert "asc-lt-2425" in text(opened("whole", {"kind": "<b>nothing</b>", "apart": "maybe"}))
