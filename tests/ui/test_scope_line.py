"""What a reader looks at, on screen: the line, its parts, and the same figure as on the command line and in files."""

import csv
import json
import re
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.policy import main
from data.load.datasets import embedded
from output.charts.tiles import TILES, tiles_chart
from output.contract_tables import behind_the_answer, contract_table
from output.palette import LIGHT
from output.reproduce import Reproduce
from output.subject import csv_bytes
from policy.coded import prepare
from policy.contracts import SEVERAL_COMPANIES
from policy.engine.decide import decide
from policy.results.sentences import headline_of
from policy.results.totals import by, totals
from policy.scenarios.links import to_query
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where, naming, of_population
from tests.draws import EVERY
from tests.pages import headline, link, opened, text, whole
from tests.policy.test_scope import scopes
from tests.strategies import scenarios
from ui.page import PAGES

DATASET = embedded()
CODED = prepare(DATASET.contracts, DATASET.services)
QUESTION = ["buyer_kind=local", "service_group=children", "value_gbp>=5m", "end<=2029"]
PLEDGE, _ = build_scenario()
OWN_TITLE = {"method", "whole", "receipt"}
"""Pages whose title is no answer about the contracts that are looked at."""


def sentence(where, made):
    scope = from_where(where)
    found = totals(decide(CODED.within(scope), made))
    return headline_of(found, made, of_population(DATASET.population, scope, naming(DATASET.services)))


def query(where, made=PLEDGE):
    return {**to_query(made), **from_where(where).to_query()}


def printed(capsys, *arguments):
    assert main(["assess", "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def library(made, where):
    """What the lines of Python on the page give, of contracts."""
    lines = Reproduce(made, from_where(where)).python().replace("print(result.totals())", "")
    found = {}
    exec(lines, found)
    return found["result"].totals().exact.contracts


@pytest.mark.parametrize("name", PAGES)
def test_a_link_with_a_scope_opens_cold_on_every_page(name):
    page = opened(name, query(QUESTION))
    labels = [button.label for button in page.button]
    assert labels[:4] == ["Councils ✕", "Children's services ✕", "£5 million or more ✕", "ending by 31 December 2029 ✕"]
    assert not page.warning, page.warning
    if name not in OWN_TITLE:
        assert headline(page) == sentence(QUESTION, PLEDGE)


@pytest.mark.filterwarnings("ignore:reassessed, but not in these data")
def test_screen_command_and_link_say_the_same_under_random_scopes(capsys):
    @given(scopes(), scenarios())
    @settings(max_examples=300 if EVERY else 5, derandomize=not EVERY)
    def same(narrowed, made):
        where, _ = narrowed
        page = opened("overview", query(where, made))
        assert headline(page) == sentence(where, made)
        address = "http://localhost/?" + urlencode(query(where, made))
        by_link = printed(capsys, "--link", address)
        by_flags = printed(capsys, "--link", "?" + urlencode(link(made)), *(f"--where={each}" for each in where))
        assert by_link["returns"] == by_flags["returns"]
        decisions = decide(CODED.within(from_where(where)), made)
        exact = totals(decisions).contracts
        assert by_link["of"]["contracts"] == exact.of / 1000
        assert by_link["returns"]["contracts"]["central"] == exact.returns.central / 1000
        assert by_link["receipt"]["id"] == by_flags["receipt"]["id"]
        assert library(made, where) == exact
        file = csv_bytes(contract_table(decisions, behind_the_answer(decisions))).decode("utf-8-sig")
        rows = list(csv.DictReader(file.splitlines()))
        for end, column in (("low", "Low"), ("central", "Share back"), ("high", "High")):
            assert sum(Decimal(row[column]) for row in rows) * 1000 == getattr(exact.returns, end)

    same()


@pytest.mark.parametrize("name", ["overview", "whole"])
def test_published_figures_are_said_to_be_of_the_whole(name):
    words = "That is of all buyers and places, not only of what you look at."
    assert words in text(opened(name, query(QUESTION)))
    assert words not in text(opened(name))


@pytest.mark.parametrize(("where", "words"), [([], "All 664 contracts"), (["company=Serco"], "17 contracts")])
def test_the_line_leads_to_the_list_of_what_is_looked_at_whether_it_is_all_or_a_part(where, words):
    links = {one.proto.label: one.proto.page for one in opened("places", query(where)).get("page_link")}
    assert links[words] == "contracts"


def test_each_part_can_be_taken_away_and_undone():
    page = opened("overview", query(QUESTION))
    whole(page.button(key="scope.value_gbp.away").click().run())
    assert headline(page) == sentence([each for each in QUESTION if "value" not in each], PLEDGE)
    assert "in.value_gbp" not in page.query_params
    whole(page.button(key="scope.all").click().run())
    assert headline(page) == sentence([], PLEDGE)
    for _ in range(2):  # each time as drawn now: one drawn before sends every button of its page again
        undo = next(button for button in page.button if button.label == "Undo")
        whole(undo.click().run())
    assert headline(page) == sentence(QUESTION, PLEDGE)


def test_what_is_not_known_in_it_is_said_and_taken_in_with_a_click():
    where = ["buyer_kind=local", "value_gbp>=5m"]
    page = opened("overview", query(where))
    button = page.button(key="scope.value_gbp.unknown")
    more = int(button.label.split(" more: no value stated")[0])
    rows = DATASET.contracts
    counted = rows[rows["counted"] & (rows["stage"].isna() | (rows["stage"] == "awarded"))]
    assert more == int((counted["value_gbp"].isna() & (counted["buyer_kind"] == "local")).sum())
    whole(button.click().run())
    assert headline(page) == sentence([*where, "value_gbp=not-known"], PLEDGE)


def test_policy_and_scope_that_speak_of_the_same_say_so():
    page = opened("buyers", query(["buyer_kind=police_fire"]))
    assert "The policy does not cover Police and fire: their contracts stay as they are." in text(page)
    page = opened("buyers", query(["buyer_kind=local"]))
    assert "The policy does not cover" not in text(page)


@pytest.mark.parametrize(
    ("typed", "last"), [("31/12/2029", "2029-12-31"), ("2029", "2029-12-31"), ("March 2028", "2028-03-31")]
)
def test_the_last_day_is_typed_as_people_write_it(typed, last):
    page = opened("overview", link(PLEDGE))
    page.session_state["scope.panel"] = True
    page.run().text_input(key="scope.end.last").set_value(typed)
    whole(page.run())
    assert headline(page) == sentence([f"end<={last}"], PLEDGE)


@pytest.mark.parametrize(
    ("bounds", "boxes"),
    [
        (">2026-12-31,<2030-01-01", ["01/01/2027", "31/12/2029"]),
        (">=2027-01-01,<=2029-12-31", ["01/01/2027", "31/12/2029"]),
        (">9999-12-31,<0001-01-01", ["31/12/9999", "01/01/0001"]),
    ],
)
def test_the_boxes_name_the_days_that_a_link_lets_in(bounds, boxes):
    page = opened("overview", {**link(PLEDGE), "in.end": bounds})
    page.session_state["scope.panel"] = True
    page.run()
    assert [page.text_input(key=f"scope.end.{end}").value for end in ("first", "last")] == boxes


def test_one_end_typed_anew_leaves_the_other_where_a_link_had_it():
    page = opened("overview", {**link(PLEDGE), "in.end": ">=2027-01-01,<2030-01-01"})
    page.session_state["scope.panel"] = True
    page.run().text_input(key="scope.end.first").set_value("2028")
    whole(page.run())
    assert headline(page) == sentence(["end>=2028", "end<2030"], PLEDGE)


def test_who_types_a_year_as_the_first_day_is_offered_that_year_alone():
    page = opened("overview", link(PLEDGE))
    page.session_state["scope.panel"] = True
    page.run()
    assert "scope.end.year" not in {one.key for one in page.button}, "no day is named yet"
    page.text_input(key="scope.end.first").set_value("2027/28")
    page.run().button(key="scope.end.year").click()
    whole(page.run())
    assert headline(page) == sentence(["end=2027/28"], PLEDGE)
    assert [page.text_input(key=f"scope.end.{end}").value for end in ("first", "last")] == ["01/04/2027", "31/03/2028"]
    assert "scope.end.year" not in {one.key for one in page.button}, "a last day is named"


@pytest.mark.parametrize(("bound", "year"), [(">2026-12-31", "31/12/2027"), (">=2028-02-29", "28/02/2029")])
def test_the_year_that_is_offered_starts_on_the_first_day(bound, year):
    page = opened("overview", {**link(PLEDGE), "in.end": bound})
    page.session_state["scope.panel"] = True
    assert page.run().button(key="scope.end.year").label == f"Only the year from then, to {year}"


def test_a_bound_in_pounds_keeps_its_sign_where_the_other_is_typed_anew():
    page = opened("overview", {**link(PLEDGE), "in.value_gbp": ">1000000,<=5000000"})
    page.session_state["scope.panel"] = True
    page.run()
    boxes = [page.text_input(key=f"scope.value_gbp.{end}") for end in ("least", "below")]
    assert [box.label.rpartition(", ")[2] for box in boxes] == ["more than", "at most"]
    boxes[0].set_value("£2m")
    whole(page.run())
    assert headline(page) == sentence(["value_gbp>2000000", "value_gbp<=5000000"], PLEDGE)


def test_the_open_panel_says_how_many_contracts_are_looked_at():
    page = opened("overview", link(PLEDGE))
    page.session_state["scope.panel"] = True
    assert "You look at 664 contracts; the policy stays the same." in text(page.run())
    page.text_input(key="scope.end.last").set_value("2029")
    whole(page.run())
    rows = DATASET.contracts[DATASET.contracts["counted"] & (DATASET.contracts["stage"].fillna("awarded") == "awarded")]
    ended = rows["latest_end_date"].fillna(rows["end_date"]) <= "2029-12-31"
    assert f"You look at {int(ended.sum()):,} contracts; " in text(page)


def test_a_day_that_is_none_is_named_and_changes_nothing():
    page = opened("overview", link(PLEDGE))
    before = headline(page)
    page.session_state["scope.panel"] = True
    page.run().text_input(key="scope.end.last").set_value("soon")
    whole(page.run())
    assert headline(page) == before
    said = page.warning[0].value.replace("\\", "")
    assert "'soon' is not a date; expected one such as 31/12/2029, or a year; it stays as it was" in said


def test_a_name_that_the_data_do_not_hold_and_a_bad_condition_are_named():
    page = opened("overview", {**link(PLEDGE), "in.company": "Sercoo", "in.end": "soon"})
    refused, absent = (warning.value.replace("\\", "") for warning in page.warning)
    assert refused.startswith("One setting was not understood and left as it was:")
    assert "expected a date such as 2027-04-01" in refused
    assert absent.startswith("You look at a name that these data do not hold, which adds no contract:")
    assert "**Company**: no company 'Sercoo' in these data; did you mean Serco?" in absent
    assert headline(page).startswith("There are no contracts"), "which is what the second says, and not the first"


def test_a_receipt_under_a_scope_is_verified_and_another_scope_is_named(capsys, tmp_path):
    stated = printed(capsys, *(f"--where={each}" for each in QUESTION))["receipt"]
    file = tmp_path / "receipt.json"
    file.write_text(json.dumps(stated))
    assert main(["verify", str(file)]) == 0
    assert "matches" in capsys.readouterr().out
    file.write_text(json.dumps({**stated, "scope": QUESTION[:1]}))
    assert main(["verify", str(file)]) == 1
    assert "was changed after it was made: what is looked at." in capsys.readouterr().out


def test_where_no_contract_is_in_scope_the_headline_says_that_there_is_none():
    page = opened("overview", query(["buyer_kind=police_fire", "service=asylum_accommodation"]))
    assert headline(page).startswith("There are no contracts in this register in scope (")


def test_a_contract_outside_is_opened_all_the_same():
    other = DATASET.contracts.query("buyer_kind == 'central' and counted")["contract_id"].iloc[0]
    page = opened("contracts", {**query(QUESTION), "contract": other})
    assert "not among those that you look at" in text(page)


def test_two_changes_of_one_field_that_reach_the_page_together_both_stand():
    page = opened("overview", query(["value_gbp>=5m"]))
    page.session_state["scope.panel"] = True
    page.run()
    page.text_input(key="scope.value_gbp.least").set_value("£1m")
    page.checkbox(key="scope.value_gbp.too").check()
    whole(page.run())
    assert headline(page) == sentence(["value_gbp>=1m", "value_gbp=not-known"], PLEDGE)


EMPTY = ["buyer_kind=nhs", "region=South West", "end>=2027-01-01", "end<=2027-12-31"]
"""A scope in which the register has no contract."""


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_where_no_contract_is_looked_at(name):
    page = opened(name, query(EMPTY))
    assert not page.error
    if name not in OWN_TITLE:
        assert headline(page).startswith("There are no contracts in this register in scope (")
    assert name != "audit" or "There is no contract to judge." in text(page)


OF_CONTRACTS = ["overview", "services", "buyers", "suppliers", "places", "timeline", "sensitivity", "compare"]


@pytest.mark.parametrize("name", [*OF_CONTRACTS, "contracts"])
def test_where_no_contract_is_in_scope_one_message_says_what_to_take_away(name, drawn):
    page = opened(name, query(EMPTY))
    assert text(page).count("No contract is in scope") == 1
    assert not drawn and not page.metric and not page.get("plotly_chart")
    assert not [each.value for each in page.markdown if each.value.startswith("### ")]
    for words in ("Nothing to show", "No contract would", "worked out at"):
        assert words not in text(page)
    nhs, there, *ends = EMPTY
    ways = {
        "Without “NHS”": [there, *ends],
        "Without “South West”": [nhs, *ends],
        "Without “ending in 2027”": [nhs, there],
        "All contracts": [],
    }
    held = {words: totals(decide(CODED.within(from_where(where)), PLEDGE)) for words, where in ways.items()}
    buttons = {each.label.replace("\\", ""): each for each in page.button if str(each.key).startswith("nothing.")}
    assert [*buttons] == [f"{words}: {each.contracts.of // 1000} contracts" for words, each in held.items()]
    assert min(each.contracts.of for each in held.values()) > 1_000
    wider = whole(buttons["All contracts: 664 contracts"].click().run())
    assert "in scope" not in headline(wider) and "No contract is in scope" not in text(wider)


@pytest.mark.parametrize("name", ["sensitivity", "timeline", "compare"])
def test_where_no_contract_is_looked_at_nothing_more_is_said_of_lines_levers_and_changes(name):
    """Neither a dotted line nor a contract near one, no lever that has no effect, no end and no change of none."""
    page = opened(name, query(EMPTY))
    said = f"{text(page)} {' '.join(each.value for each in page.sidebar.caption)}"
    for words in ("a contract to be near", "No effect", "counted instead", "contracts change", "stands where it stood"):
        assert words not in said
    assert "Whose thresholds the dotted lines are" not in [each.label for each in page.expander]


@pytest.mark.parametrize(("where", "placed"), [(["nation=scotland"], {"Scotland"}), ([], None)])
def test_the_map_has_no_figure_where_no_contract_is_looked_at(where, placed):
    """£0 would be one. Where every contract is looked at, each region of the register has some."""
    rows = DATASET.contracts[DATASET.contracts["counted"]]
    placed = placed or {*rows["region"].dropna()} & {*TILES}
    for measure in ("contracts", "annual_gbp", "whole_life_gbp"):
        [regions] = by(decide(CODED.within(from_where(where)), PLEDGE), "region")
        [drawn] = tiles_chart(regions, PLEDGE, measure, LIGHT).figure["data"]
        empty = {name for name, words in zip(drawn["customdata"], drawn["text"], strict=True) if "no contract" in words}
        assert empty == {*TILES} - placed


def test_a_list_of_no_contract_names_the_scope_and_no_filter():
    page = opened("contracts", query(EMPTY))
    assert "No contract is in scope." in text(page)
    assert "filters" not in text(page)


def test_no_page_raises_in_a_random_scope_that_holds_little_or_nothing():
    @given(scopes(), st.sampled_from(("end>=2090-01-01", "annual_gbp>=300000000", "value_gbp<=1")), st.data())
    @settings(max_examples=100 if EVERY else 6, derandomize=not EVERY)
    def opens(narrowed, more, data):
        where = [each for each in narrowed[0] if re.split("[<>=]", each)[0] != re.split("[<>=]", more)[0]]
        name = data.draw(st.sampled_from([*PAGES]))
        assert not opened(name, query([*where, more])).error

    opens()


def test_what_a_company_holds_with_others_is_told_beside_its_figure(capsys):
    rows = DATASET.contracts
    joint = rows["suppliers"].astype("str").str.contains("Serco") & (rows["company"] == SEVERAL_COMPANIES)
    held = rows[rows["counted"] & joint]
    assert len(held) > 1
    told = f"{len(held)} more held together with other companies, worth £1.9 billion a year, are in no figure here."
    assert round(held["annual_gbp"].sum(), -8) == 1_900_000_000
    assert told in text(opened("overview", query(["company=Serco"])))
    assert main(["assess", "--where", "company=Serco"]) == 0
    assert told in capsys.readouterr().out
    for where in ([f"company={SEVERAL_COMPANIES}"], ["buyer_kind=local"], ["company=Serco", "buyer_kind=nhs"]):
        assert "held together with other" not in text(opened("overview", query(where)))


def test_a_pattern_is_typed_into_the_list_of_buyers_and_says_how_many_names_meet_it():
    page = opened("overview", link(PLEDGE))
    page.session_state["scope.panel"] = True
    page.run().multiselect(key="scope.buyer").set_value(["*County Council"])
    whole(page.run())
    assert headline(page) == sentence(["buyer=*County Council"], PLEDGE)
    assert "(any buyer named *County Council)" in headline(page)
    part = page.button(key="scope.buyer.away")
    assert part.label.replace("\\", "") == "any buyer named *County Council (18 names) ✕"
    assert "Now: Derbyshire County Council; Devon County Council; " in part.help
    assert page.query_params["in.buyer"] == "*County Council"
    assert page.multiselect(key="scope.buyer").value == ["*County Council"]
    assert not page.warning
    whole(page.button(key="scope.buyer.away").click().run())
    assert headline(page) == sentence([], PLEDGE)


def test_a_pattern_in_a_link_that_no_name_meets_is_named():
    page = opened("overview", {**link(PLEDGE), "in.buyer": "*conty council", "in.company": "*care*"})
    [absent] = (warning.value.replace("\\", "") for warning in page.warning)
    assert absent.startswith("You look at a name that these data do not hold, which adds no contract:")
    assert "**Buyer**: no buyer named '*conty council' in these data; did you mean " in absent


def test_lists_of_kinds_take_no_pattern():
    page = opened("overview", link(PLEDGE))
    page.session_state["scope.panel"] = True
    page.run()
    takes = {
        field: page.multiselect(key=f"scope.{field}").proto.accept_new_options for field in ("buyer", "buyer_kind")
    }
    assert takes == {"buyer": True, "buyer_kind": False}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (["county council"], ["buyer=*county council*"]),
        (["Kent County Council"], ["buyer=Kent County Council"]),
        (["kent*", " "], ["buyer=kent*"]),
    ],
)
def test_what_is_typed_and_is_no_name_is_part_of_one(typed, meant):
    page = opened("overview", link(PLEDGE))
    page.session_state["scope.panel"] = True
    page.run().multiselect(key="scope.buyer").set_value(typed)
    whole(page.run())
    assert headline(page) == sentence(meant, PLEDGE)
