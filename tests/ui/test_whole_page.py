"""The page on how big the whole is: it says what the library says, and every figure has its row and source."""

import json
import re

import pytest

from data.load.datasets import embedded
from data.model.spending import load_spending
from policy.coded import prepare
from policy.engine.decide import decide
from policy.national.answer import answer
from policy.national.sentences import coverage, headline
from policy.receipts.errata import published
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.pages import NOTHING, ROOT, link, opened, text, whole, widgets
from tests.pages import headline as title

REGISTER = embedded()
CODED = prepare(REGISTER.contracts, REGISTER.services)


def result(scenario):
    return answer(decide(CODED, scenario), load_spending(), REGISTER.as_of)


@pytest.mark.parametrize("preset", presets())
def test_the_page_says_what_the_library_says(preset):
    made = build_scenario(presets()[preset])[0]
    page = opened("whole", link(made))
    assert title(page) == headline(result(made).interval)
    said = text(page)
    assert coverage(result(made), REGISTER.population) in said
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


def test_only_contracts_in_force_have_a_mark_on_the_chart():
    for scope, marked in (({"in.buyer_kind": "nhs", "in.end": "<2020-01-01"}, 0), ({"in.buyer": "Home Office"}, 2)):
        spec = json.loads(opened("whole", scope).get("plotly_chart")[0].proto.spec)
        [held] = [each for each in spec["data"] if each.get("marker", {}).get("symbol") == "line-ns"]
        assert len(held["x"]) == len(held["y"]) == marked


def test_what_was_not_found_is_told_in_whole_sentences():
    said = text(opened("whole"))
    assert "14 kinds of service: no yearly figure could be read" in said
    assert re.search(r"Nearest address known: \[[^\]]+\]\([^)]+\)\.", said)
    assert not re.search(r"\. \([a-z]", said), "a bracket begins after the sentence that it belongs to"


def test_the_first_page_says_it_in_a_line():
    assert headline(result(build_scenario()[0]).interval) in text(opened())


def test_the_method_page_reconciles_from_the_same_table():
    said = text(opened("method"))
    assert "All public procurement, gross: **£393 billion**" in said
    assert headline(result(build_scenario()[0]).interval) in said


def test_an_unknown_kind_in_the_address_opens_the_first():
    assert "asc-lt-2425" in text(opened("whole", {"kind": "<b>nothing</b>", "apart": "maybe"}))


def test_the_method_page_walks_to_the_headline_and_says_what_is_missing_and_how_well_it_reads():
    page = opened("method")
    said = text(page)
    assert "An estimate, not a prediction." in said
    rows = [line.split(" | ") for line in said.splitlines() if line.startswith("| ")]
    way = {row[0].removeprefix("| "): row[1].removesuffix(" |") for row in rows if len(row) == 2}
    assert way["In the answer under this policy, central estimate"] == "£3.6 billion"
    assert way["Published outside spending, kinds of service that this policy catches"] == "£35 billion to £50 billion"
    assert "Category right, 320 notices labelled by hand | 95.9%" in said
    assert "of the 196 held back category was right in 90.8%" in said
    without = int(REGISTER.contracts["annual_gbp"].isna().to_numpy()[decide(CODED, build_scenario()[0]).counted].sum())
    assert f"Of 664 counted contracts {without} state not a usable value a year." in said


def test_the_method_page_names_services_by_their_words_and_keeps_a_day_on_one_line():
    page = opened("method")
    assert "Specialist services: Care and nursing homes" in text(page) and "child home" not in text(page)
    assert any("| 1\N{NO-BREAK SPACE}January\N{NO-BREAK SPACE}2026 |" in each.value for each in page.markdown)


def test_what_the_figure_does_not_follow_has_no_capital_inside_a_line():
    said = text(opened("whole"))
    assert "which end counts: after extensions; contracts already over: leave out" in said


def test_the_contents_of_the_method_page_lead_to_its_parts():
    page = opened("method")
    [contents] = [part.value for part in page.markdown if part.value.startswith("On this page")]
    asked = re.findall(r"\]\(#([\w-]+)\)", contents)
    assert asked == [header.proto.anchor for header in page.header if header.proto.anchor]
    assert len(asked) > 10


def test_words_versions_and_errata_are_those_of_the_papers():
    page = opened("method")
    said, labels = text(page), [expander.label for expander in page.expander]
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    for word in re.findall(r"^\| \*\*(.+?)\*\* \|", glossary, re.MULTILINE):
        assert f"**{word}**:" in said, word
    versions = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert all(any(label.startswith(f"{version}: ") for label in labels) for version in versions)
    assert all(f"**{erratum.id}**" in said for erratum in published())


def test_what_the_headline_means_by_its_words_stands_beside_it():
    page = opened("overview")
    [said] = [part.help for part in page.markdown if part.value.startswith("Between 125 and 221")]
    assert "**central estimate**" in said.replace("\\", "") and "**ceiling**" in said


def test_the_page_on_national_spending_is_called_so_wherever_it_is_named():
    first, method = opened("overview"), text(opened("method"))
    labels = [one.proto.label for one in first.get("page_link")]
    assert labels.count("National spending") == 2, "in the menu, and beside the line that says its figure"
    assert "The whole" not in labels
    assert "that the page *National spending* shows row by row" in method
    assert "with their sources: the page *National spending*" in method
