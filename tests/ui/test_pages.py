"""Each page without a browser: it opens whole, says the same as the result, and keeps the scenario."""

import csv
import io
import json
import re
from decimal import Decimal

import numpy as np
import plotly.graph_objects as go
import pytest
import streamlit as st

from output.contract_tables import REPLY_COLUMNS
from output.text import BETWEEN
from policy.analysis.capacity import under_limit
from policy.engine.decide import decide
from policy.measures import MEASURE_LABELS, MEASURES
from policy.results.receipt import receipt
from policy.results.sentences import assumed, largest
from policy.results.sentences import headline as sentence
from policy.results.totals import totals
from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from tests.draws import a_few, each_with_another
from tests.pages import NOTHING, ROOT, everything_off, headline, link, opened, shown, text, whole, widgets
from ui.page import PAGES
from ui.shell.cache import register

ANSWERED = [name for name in PAGES if name not in ("method", "whole", "receipt")]
"""Pages with the answer as their title; the one on the whole has another answer, which tests of its own hold."""


def answer(made):
    return sentence(decide(register().coded, made), register().dataset.population)


def test_page_opens_by_default(by_default):
    name, page, _ = by_default
    assert page.title[0].value
    assert not page.warning and not page.error and not page.info
    assert name in ANSWERED or answer(build_scenario()[0]) not in text(page), "the headline stands where it is held"
    assert f"**{PAGES[name][1]}**" in [part.value for part in page.markdown], "the menu marks the page that is open"


@pytest.mark.parametrize(("name", "preset"), a_few(each_with_another(ANSWERED, presets()), len(ANSWERED)))
def test_page_answers_for_every_preset(name, preset):
    made = build_scenario(presets()[preset])[0]
    page = opened(name, link(made))
    assert headline(page) == answer(made)
    decisions, said = decide(register().coded, made), text(page)
    assert largest(decisions) in said, "no headline without the row that outweighs the others"
    assert assumed(decisions) and assumed(decisions) in said, "no headline without what of its money is assumed"
    assert presets()[preset].title in text(page)
    assert not page.warning


@pytest.mark.parametrize("name", ANSWERED)
def test_page_opens_with_everything_off(name):
    made, problems = build_scenario(None, everything_off())
    assert not problems
    assert headline(opened(name, link(made))) == answer(made)


@pytest.mark.parametrize("name", ANSWERED)
def test_nothing_left_is_said_in_a_sentence(name):
    made = build_scenario(None, NOTHING)[0]
    page = opened(name, link(made))
    assert headline(page) == answer(made)
    assert headline(page).startswith("None of the 664 contracts in this register would come back")
    assert "No contract meets all of this. The last step that removed any was not a covered authority" in text(page)


def test_nothing_left_shows_no_empty_table():
    page = opened("overview", link(build_scenario(None, NOTHING)[0]))
    assert all(len(table.value) for table in [*page.table, *page.dataframe]), "a table without a row is a blank"
    assert "No contract would come back in house." in text(page)


@pytest.mark.parametrize(
    ("name", "blank"), [("overview", 3), ("timeline", 2), ("services", 1), ("buyers", 2), ("places", 2), ("compare", 3)]
)
def test_a_chart_without_a_bar_says_so_in_words(name, blank):
    """A framework alone: nothing returns under any preset, and no axis stands beside nought upon nought."""
    page = opened(name, {"in.buyer": "Argyll and Bute Council"})
    assert headline(page).startswith("The one contract in this register")
    assert text(page).count("Nothing to show.") == blank
    assert not page.get("plotly_chart")


def test_of_one_contract_the_audit_draws_the_one():
    page = opened("audit", {"in.buyer": "Argyll and Bute Council"})
    assert any(each.label == "How 1 of 1 contract is drawn" for each in page.expander)


@pytest.mark.parametrize("name", ["overview", "settings", "services", "compare"])
def test_of_several_chosen_each_is_shown(name):
    """On one line a phone would hide the third of the articles, and that more are chosen."""
    chosen = [each.proto for each in opened(name).multiselect if each.label != "Scenarios to compare"]
    assert chosen and all(each.wrap for each in chosen)


@pytest.mark.parametrize("name", ["overview", "services"])
def test_the_receipt_of_the_figure_stands_under_it(name):
    made = build_scenario(None, {"small.threshold": 1_000_000})[0]
    stated = receipt(decide(register().coded, made), register().dataset.described())
    assert f"Receipt {stated['id']}." in text(opened(name, link(made)))


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_with_a_bad_address(name):
    bad = {"fbclid": "IwAR0", "utm_source": "news"}  # of a social network and a newsletter: no one is told of these
    bad |= {"small.treshold": "5", "criteria.needed": "9", "window.start": "soon", "small.vat": "inc", "contract": "no"}
    page = opened(name, bad)
    said = page.warning[0].value.replace("\\", "")
    assert said.startswith("3 settings were not understood and left as they were")
    for place in ("small.treshold", "criteria.needed", "window.start"):
        assert f"**{place}**" in said
    assert "did you mean small.threshold?" in said
    if name in ANSWERED:
        assert headline(page) == answer(build_scenario(None, {"small.vat": "inc"})[0])


def test_an_unknown_preset_is_named_and_the_plain_reading_stands_in():
    page = opened("overview", {"base": "pledg@1", "small.threshold": "1000000"})
    assert "did you mean pledge?" in page.warning[0].value
    assert headline(page) == answer(build_scenario(None, {"small.threshold": 1_000_000})[0])


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("overview", {"measure": "nope"}, "Show: nope in the address is none of its choices; Spend a year stands in."),
        ("timeline", {"period": "month"}, "By: month in the address is none of its choices; Year stands in."),
        ("sensitivity", {"down": "nope"}, "Down the side: nope in the address is none of its choices; Value threshold"),
        (
            "contracts",
            {"column": "service", "value": "nope"},
            "Service: nope in the address is none of its choices; All",
        ),
        ("contracts", {"column": "nope"}, "Narrow this list by: nope in the address is none of its choices; none"),
        ("contracts", {"value": "x"}, "x in the address belongs to no column, and nothing is chosen by it."),
        ("buyers", {"value": "Nobody Council"}, "Nobody Council is not in these data."),
        (
            "overview",
            {"small.threshold": ["1", "2"]},
            "small.threshold**: is given more than once, the last time as '2'",
        ),
    ],
)
def test_what_an_address_asks_in_vain_is_said(name, query, said):
    found = [warning.value.replace("\\", "") for warning in opened(name, query).warning]
    assert [each for each in found if said in each], found


def test_a_pair_of_one_setting_says_which_stands_in():
    page = opened("sensitivity", {"down": "small.threshold", "across": "small.threshold"})
    assert "Across the top: Value threshold stands down the side already" in text(page)


def test_an_unknown_contract_is_named():
    page = opened("contracts", {"contract": "no-such"})
    assert "No contract with the id no-such is in these data" in page.warning[0].value.replace("\\", "")


def test_a_change_on_one_page_is_seen_on_the_next():
    page = opened("settings")
    widgets(page)["page.small.threshold.box"].set_value("£1.5m").run()
    widgets(whole(page))["page.contact.level"].set_value("incidental").run()
    made = build_scenario(None, {"small.threshold": 1_500_000, "contact.level": "incidental"})[0]
    for name in ANSWERED:
        page.switch_page(PAGES[name][0]).run()
        assert headline(whole(page)) == answer(made)
        assert shown(page, "small.threshold", "side") == 1_500_000
        assert shown(page, "contact.level", "side") == "incidental"


def test_undo_redo_and_reset_travel_between_pages():
    page = opened("settings")
    widgets(page)["page.criteria.needed.box"].set_value(2).run()
    page.switch_page(PAGES["timeline"][0]).run()
    widgets(page)["side.undo"].click().run()
    assert headline(whole(page)) == answer(build_scenario()[0])
    widgets(page)["side.redo"].click().run()
    assert headline(whole(page)) == answer(build_scenario(None, {"criteria.needed": 2})[0])
    widgets(page)["side.reset"].click().run()
    assert headline(whole(page)) == answer(build_scenario()[0])


def test_settings_page_has_every_setting_and_no_other():
    found = {
        key.removeprefix("page.").removesuffix(".slider").removesuffix(".box").removesuffix(".reset")
        for key in widgets(opened("settings"))
        if key.startswith("page.")
    }
    assert found - {"sought"} == set(settings())  # beside them, the box that finds a setting


def test_settings_page_shows_the_values_in_force():
    made = build_scenario(presets()["public-interest-test"], {"window.years": 7, "reason.risk_high": 35})[0]
    page = opened("settings", link(made))
    for key, value in made.values.items():
        assert shown(page, key) == value, key


def test_every_slider_has_a_box_with_its_value():
    found = widgets(opened("settings"))
    sliders = [key for key in found if key.endswith(".slider")]
    numbers = [key for key, spec in settings().items() if spec.unit in (Unit.GBP, Unit.YEARS, Unit.PERCENT, Unit.COUNT)]
    assert {f"page.{key}.slider" for key in numbers} <= set(sliders)
    assert all(key.replace(".slider", ".box") in found for key in sliders)


def sums(table, scale):
    """What central, low and high add up to, in thousandths or pence; what is not known is in no sum."""
    assert [name.split(",")[0] for name in table.columns[1:4]] == ["Back", "Low", "High"]
    return [sum(round(value * scale) for value in table.iloc[:, at].dropna()) for at in (1, 2, 3)]


@pytest.mark.parametrize(("preset", "measure"), a_few(each_with_another(presets(), MEASURE_LABELS), len(presets())))
def test_the_table_of_every_chart_adds_up_to_the_headline(drawn, preset, measure):
    made = build_scenario(presets()[preset])[0]
    total, scale = totals(decide(register().coded, made)).measure(measure), 1000 if measure == "contracts" else 100
    for name in ("overview", "timeline", "services", "buyers", "suppliers", "places"):
        opened(name, {**link(made), "measure": measure})
    opened("timeline", {**link(made), "measure": measure, "period": "quarter"})
    assert {one.name for one in drawn} >= {"funnel", "years", "quarters", "service", "buyer", "company", "places"}
    for one in (one for one in drawn if one.column and not one.scenarios):
        if one.name == "funnel":
            said = re.findall("is known for ([0-9,]+) of the ([0-9,]+) contracts", one.note)
            valued = (
                [one.table.iloc[0][name] for name in ("of these with a value", "Contracts")]
                if measure != "contracts"
                else []
            )
            assert [float(each.replace(",", "")) for pair in said for each in pair] == valued
            steps = [round(value * scale) for value in one.table.iloc[:, 1].fillna(0)]
            found, expected = [steps[0], sum(steps[1:]), steps[-1]], [total.of, total.of, total.returns.central]
        else:
            found, expected = sums(one.table, scale), [total.returns.central, total.returns.low, total.returns.high]
        # Money is written to the penny, each row by itself.
        slack, unit = (0, 1) if measure == "contracts" else (500 * len(one.table), 1000)
        assert all(abs(unit * a - b) <= slack for a, b in zip(found, expected, strict=True)), one.name


def test_what_a_page_lets_choose_is_in_the_link():
    chosen = {"period": "quarter", "split": "region", "limit": "annual_gbp", "most": "300", "rest": "let_again"}
    found = widgets(page := opened("timeline", chosen))
    assert {key: str(found[f"page.{key}"].value) for key in chosen} == chosen
    found["page.limit"].set_value("contracts").run()
    assert "most" not in page.query_params, "a limit in pounds is none in contracts"
    assert widgets(page)["page.most"].value == 20
    for key, value in (("period", "week"), ("most", "-1"), ("rest", "")):
        page = opened("timeline", {**chosen, key: value})
        assert str(widgets(page)[f"page.{key}"].value) == {"period": "year", "most": "200", "rest": "wait"}[key]


def test_typical_contracts_are_those_of_the_preset_and_change_with_a_lever():
    before, after = (
        text(opened("overview", link(build_scenario(None, changed)[0]))) for changed in ({}, {"nations.covered": ()})
    )
    assert "What it means for 4 typical contracts" in before and "What it means for 4 typical contracts" in after
    assert before.count("It would come back in house when it ends on ") == 4
    assert after.count("It keeps its supplier: not a covered nation.") == 4


@pytest.mark.parametrize(
    ("base", "needed", "so"),
    [
        ("pledge@1", "1", "of these is found, the service comes back in house"),
        ("pledge@1", "2", "of these are found, the service comes back in house"),
        ("public-interest-test@1", "0", "of these are found, the service must be considered for insourcing"),
    ],
)
def test_the_sentence_of_a_policy_says_what_becomes_of_a_service(base, needed, so):
    assert so in text(opened("settings", {"base": base, "criteria.needed": needed}))


def test_under_the_public_interest_test_no_contract_is_said_to_return_or_to_do_so_for_its_criteria():
    query = {"base": "public-interest-test@1"}
    said = text(opened("overview", query))
    assert said.count("It would have to be considered for insourcing when it ends on ") == 4
    assert "because of contact" not in said and "coercive" not in said.partition("What it means for")[2]
    assert "only take so much a year" not in text(opened("timeline", query))


@pytest.mark.parametrize("scope", [{}, {"in.buyer": "Ministry of Justice", "in.nation": "Wales"}])
@pytest.mark.parametrize("name", ["overview", "timeline", "services", "contracts", "sensitivity", "audit"])
def test_under_the_public_interest_test_no_page_speaks_of_coming_back(name, scope):
    """Columns of tables apart, whose names are those of files, and the name of the first page."""
    page = opened(name, {"base": "public-interest-test@1", **scope})
    labels = [one.label for one in (*page.toggle, *page.radio)] + [o for one in page.radio for o in one.options]
    said = re.sub(r"(?m)^\|.*|What comes back", "", "\n".join([text(page), *labels]))
    assert not re.findall(r"(?i).*(?:\bcom(?:e|es|ing) back|back in house|share back|contracts back).*", said)


@pytest.mark.parametrize("column", ["buyer", "region"])
def test_years_are_split_by_buyer_and_region_and_add_up_to_the_whole(drawn, column):
    page = opened("timeline", {"split": column, "measure": "contracts", "in.nation": "England"})
    assert str(widgets(page)["page.split"].value) == column
    [split] = [one for one in drawn if one.name == "split"]
    years = next(one for one in drawn if one.name == "years")
    for end in ("Back", "Low", "High"):
        by_year = split.table.groupby("Year")[f"{end}, contracts"].sum().round(3)
        assert by_year.to_dict() == years.table.set_index("Year")[f"{end}, contracts"].astype(float).to_dict()


@pytest.mark.parametrize("rest", ["wait", "let_again"])
def test_years_beyond_the_sixtieth_stand_together_and_nothing_is_lost(drawn, rest):
    opened("timeline", {"limit": "contracts", "most": "1", "rest": rest})
    [limited] = [one for one in drawn if one.name == "limited"]
    made = under_limit(decide(register().coded, build_scenario()[0]), "contracts", 1000, rest)
    table = limited.table.set_index("Year")
    assert len(table) == min(61, len(made.years)) and len(limited.figure["data"][0]["x"]) == min(60, len(made.years))
    assert table["Taken in house, contracts"].sum() * 1000 == pytest.approx(sum(year.taken for year in made.years))
    assert limited.figure["layout"]["yaxis"]["ticktext"] == ["0", "1"], "no value between nought and one contract"
    if rest == "wait":
        assert table.index[-1] == f"2087 to {made.years[-1].year}" and "2087 to" in limited.note
        assert table["Waiting at the end, contracts"].iloc[-1] == 0


@pytest.mark.parametrize(
    ("limit", "said"),
    [("contracts", r"Up to \d+ contracts wait, "), ("annual_gbp", r"Up to £[\d.]+ \w+ a year waits, ")],
)
def test_what_waits_is_said_in_its_unit(drawn, limit, said):
    opened("timeline", {"limit": limit, "most": "5", "rest": "wait"})
    [limited] = [one for one in drawn if one.name == "limited"]
    assert re.match(said, limited.finding), limited.finding


def test_no_caption_counts_none():
    said = text(opened("timeline"))
    assert "75 state no end after extensions: the first counts. Extensions" in said
    assert not re.search(r"\b0 (?:are|is|state)\b", said)


def test_every_figure_keeps_to_the_schema_of_plotly(by_default):
    _, _, charts = by_default
    for one in charts:
        assert len(go.Figure(one.figure).data) == len(one.figure["data"])


def test_every_chart_on_the_page_says_in_words_what_it_shows(by_default):
    _, page, _ = by_default
    for figure in page.get("plotly_chart"):
        assert json.loads(figure.proto.spec)["data"], "an empty figure"
        assert f"### {figure.proto.alt.split('. ')[0]}" in text(page)


def test_the_cards_show_the_three_measures_and_what_they_were():
    made = build_scenario(None, {"small.threshold": 1_000_000})[0]
    page = opened("overview", link(made))
    before = [metric.value for metric in opened("overview").metric]
    said = [metric.delta.rpartition(" · ")[2] for metric in page.metric]
    assert said == [f"{figure} before the changes" for figure in before]


def test_a_card_whose_range_does_not_show_says_so():
    contracts, annual, _ = (metric.delta for metric in opened("overview", {"in.company": "Serco"}).metric)
    assert contracts == "no range"
    assert annual == "range too small to show; value known for 8 of 10"


def test_a_contract_that_is_opened_says_first_who_buys_from_whom_for_how_much_until_when():
    said = [part.value for part in opened("contracts", {"contract": "moj-oakwood"}).markdown]
    opening = f"Buyer: Ministry of Justice{BETWEEN}Supplier: "
    [place] = [at for at, words in enumerate(said) if words.startswith(opening)]
    assert "Value a year, without VAT: £" in said[place]
    assert "Ends, before any extension: " in said[place]
    assert "It counts as " in said[place + 1], "the verdict comes next"


def test_one_company_is_told_in_english_where_it_holds_one_contract_or_all_of_them_are_certain():
    one = text(opened("suppliers", {"value": "Serco", "in.buyer_kind": "local"}))
    assert "Its one counted contract would not come back in house." in one
    assert "It holds no counted contract together with other companies." in one
    many = text(opened("suppliers", {"value": "Serco"}))
    assert re.search(r"^\d+ of its \d+ counted contracts would come back in house, worth £", many, flags=re.MULTILINE)


def test_what_a_company_holds_together_with_others_is_listed_beneath_what_it_holds_alone():
    with (ROOT / "data/register/contracts.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["counted"] == "yes" and "Serco" in row["supplier"]]
    together = {row["title"] for row in rows if ";" in row["supplier"]}
    alone, jointly = (
        {*frame.value["Contract"]}
        for frame in opened("suppliers", {"value": "Serco"}).dataframe
        if "Contract" in frame.value
    )
    assert jointly == together and len(together) == 2
    assert not alone & jointly and len(alone) == 17


def test_where_no_company_is_named_none_is_offered():
    page = opened("suppliers", {"in.company": "not-known"})
    assert "None is named in what you look at." in text(page)
    assert "Company or group of companies" not in [box.label for box in page.selectbox]


def test_an_audit_says_after_how_many_judgements_a_figure_is_corrected():
    assert "corrected once 30 of them are judged, or the whole of a smaller sample" in text(opened("audit"))


def test_a_chart_without_its_largest_bar_stands_in_the_link():
    page = opened("services")
    [switch] = [each for each in page.toggle if each.label.startswith("Without “")]
    whole(switch.set_value(True).run())
    assert page.query_params["without"] == "service"
    [again] = [each for each in opened("services", {"without": "service"}).toggle if each.label == switch.label]
    assert again.value
    whole(switch.set_value(False).run())
    assert "without" not in page.query_params


def test_a_ceiling_is_no_money_in_a_list_on_screen():
    [shown] = opened("contracts", {"in.value_gbp": ">=100000000"}).dataframe
    assert {"Only a ceiling", "Stated"} <= {*shown.value["Value"]}
    ceiling = shown.value["Value"] == "Only a ceiling"
    assert shown.value.loc[ceiling, "£m a year"].isna().all()
    assert shown.value.loc[shown.value["Value"] == "Stated", "£m a year"].notna().any()


def test_the_list_behind_the_answer_holds_every_contract_that_may_return():
    """Under "charities are exempt" seven of 171 count as nothing in the central estimate and are possible."""
    made, _ = build_scenario(None, {"suppliers.exempt": ("charity",)})
    links = [each.proto.label for each in opened("overview", link(made)).get("page_link")]
    assert "All 171 contracts in the answer, certain or possible" in links
    page = opened("contracts", {**link(made), "column": "step", "value": "returns:"})
    assert "171 of 664 counted contracts; of these about 139" in text(page)
    assert "would come back in house" in text(page).partition("of these about 139")[2].partition(";")[0]
    [table] = [one.value for one in page.dataframe if "Share back" in one.value]
    assert (len(table), int((table["Share back"] == 0).sum()), table["High"].min()) == (171, 7, 1)


def test_a_list_says_no_more_than_its_length_where_the_headline_says_the_rest():
    said = text(opened("contracts", {"in.company": "Serco"}))
    assert "17 counted contracts" in said and "of these" not in said
    one = text(opened("contracts", {"in.company": "Serco", "base": "public-interest-test@1", "find": "AFRS"}))
    assert "1 of 17 counted contracts; of these 1, worth £150 million a year, would have to be considered" in one


@pytest.fixture
def files(monkeypatch):
    """What the buttons of the pages opened in a test give, by the key or else the label of each."""
    found, button = {}, st.download_button

    def noted(label, **how):
        found[how.get("key", label)] = how["data"]
        return button(label, **how)

    monkeypatch.setattr(st, "download_button", noted)
    return found


def parts(file):
    """What a file of a table says of itself, its heading, and its rows."""
    lines = list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))
    about = {row[0]: row[1] for row in lines if row[0].startswith("# ")}
    head, *rows = [row for row in lines if not row[0].startswith("# ")]
    assert {"# Title", "# Answer", "# Source", "# Data", "# Link", "# Receipt", "# Licence"} <= set(about)
    return about, head, rows


def test_the_file_of_the_largest_contracts_says_what_it_is_as_that_of_a_chart_does(files):
    made, _ = build_scenario(None, {"small.threshold": 1_000_000})
    opened("overview", link(made))
    about, head, rows = parts(files["csv.largest"]())
    assert (head[0], len(rows)) == ("Contract", 10)
    assert about["# Title"] == "The contracts with the most spend that returns"
    assert "Value threshold: £1,000,000 instead of £0" in about["# Policy"]
    assert about["# Scenario"].startswith("pledge@1, fingerprint ")
    possible = int((decide(register().coded, made).high > 0).sum())
    assert about["# Table"].startswith(f"Filtered, 10 of {possible} rows.")


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    ("preset", "counts"), [("pledge", "back in house"), ("public-interest-test", "to be considered")]
)
def test_the_file_of_the_contracts_that_make_the_range_adds_up_to_it(files, preset, counts, measure):
    made, _ = build_scenario(presets()[preset])
    page = opened("sensitivity", {**link(made), "measure": measure})
    about, head, rows = parts(files["csv.range-contracts"]())
    unit = {"contracts": "contracts", "annual_gbp": "£ a year", "whole_life_gbp": "£ over the whole term"}[measure]
    assert head[:4] == ["Contract", "What is not known", "What to look up", f"Range, {unit}"]
    makes = [Decimal(row[3]) if row[3] else None for row in rows]
    returns = totals(decide(register().coded, made)).measure(measure).returns
    scale = 1000 if measure == "contracts" else 100_000
    assert sum(filter(None, makes)) == Decimal(returns.high - returns.low) / scale
    [shown] = [each.value for each in page.dataframe if "What to look up" in each.value]
    assert shown["Id"].tolist() == [row[head.index("Id")] for row in rows][:100]
    more = [each.value for each in page.caption if each.value.startswith("The first 100 of ")]
    assert more == [f"The first 100 of {len(rows)} are shown; the file holds them all."] * (len(rows) > 100)
    assert f"{len(rows)} contracts make the range: at the high end" in text(page)
    assert f"more are {counts} than at the low end" in text(page)
    assert about["# Title"] == "The contracts that make the range"
    assert about["# Table"].startswith(f"Filtered, {len(rows)} of ")


def test_where_nothing_is_open_no_list_of_contracts_stands_under_the_range():
    page = opened("sensitivity", from_where(["buyer_kind=other"]).to_query())
    assert "There is no range: nothing that is asked is open" in text(page)
    assert not any("What to look up" in each.value for each in page.dataframe)


def test_the_files_of_a_comparison_say_what_they_are(files):
    opened("compare")
    about, head, rows = parts(files["csv.comparison"]())
    assert about["# Units"] == "contracts, £ a year, £ over the whole term"
    assert (head[0], rows[0][0], len(rows)) == ("scenario", "Present scenario", 4)
    about, head, rows = parts(files["csv.every"]())
    counted = [decide(register().coded, build_scenario(preset)[0]).counted for preset in presets().values()]
    assert len(rows) == int(np.any(counted, axis=0).sum())
    assert about["# Table"].startswith(f"Full, {len(rows)} rows.")


def test_the_file_of_what_the_whole_rests_on_gives_the_interval_of_its_page(files):
    opened("whole")
    about, head, rows = parts(files["whole.rows"]())
    assert head[0] == "Row"
    assert rows
    assert about["# Receipt"] == json.loads(files["whole.json"]())["receipt"]["id"]
    opened("whole", {"in.buyer_kind": "local"})
    narrowed = json.loads(files["whole.json"]())["receipt"]
    assert narrowed["scope"] == ["buyer_kind=local"]
    assert parts(files["whole.rows"]())[0]["# Receipt"] == narrowed["id"]


def test_the_right_of_reply_says_which_answer_it_is_about(files):
    made, _ = build_scenario(None, {"small.threshold": 1_000_000})
    page = opened("overview", link(made))
    page.session_state["reproduce"] = True
    whole(page.run())
    about, head, rows = parts(files["reply.download"]())
    assert head == list(REPLY_COLUMNS)
    assert rows
    assert "Value threshold: £1,000,000 instead of £0" in about["# Policy"]


def test_a_saved_scenario_is_said_to_leave_out_what_is_looked_at():
    assert "The policy alone is saved, not what is looked at (*Only*)" in text(opened())


def test_the_method_says_each_heading_once_and_the_sources_of_the_law_below_its_table():
    page = opened("method")
    headings = [*(one.value for one in page.header), *re.findall(r"(?m)^## (.+)$", text(page))]
    assert "Accessibility" in headings and len(headings) == len({*headings})
    assert "\n- From 1 January 2026: [" in text(page)
    assert not re.findall(r"(?m)^\| 1 .*\]\(http", text(page)), "a title in a narrow column takes a line for each word"
