"""Tables of contracts on a screen: no usual word is wider than its column, and what a row has no room for is cut."""

import json

import pandas as pd
import pytest
import streamlit as st

from data.load.datasets import embedded
from output.contract_tables import AT_STEP, contract_table
from output.files.lettering import width_of, wrapped
from policy import rules
from policy.coded import prepare
from policy.engine.decide import decide
from policy.scenarios.scenario import build_scenario
from tests.pages import opened
from tests.pages import whole as to_its_end
from ui.contracts import columns, tables

SIZE, PADDING = 14.0, 16
LINES = {True: 5, False: 3}
"""Lines of a row on a phone, and elsewhere."""
WIDE_ROOM = 940
"""Pixels that a page of 1,400 gives its tables."""


@pytest.fixture(scope="module")
def table():
    """Every counted contract of the register under the plain pledge."""
    coded = prepare(embedded().contracts, embedded().services)
    decisions = decide(coded, build_scenario()[0])
    return contract_table(decisions, decisions.counted)


def test_the_list_of_contracts_leaves_no_column_out(table):
    assert sorted(tables.LISTED) == sorted(table)


def test_an_amount_has_whole_pence(table):
    """£1.8 billion over nine years is £200,015,211.44 a year, not £200,015,211.43900216."""
    assert table.set_index("Id").loc["nhs-bsw-community", "£ a year"] == 200_015_211.44
    for name in ("£ a year", "£ whole life", "£ a year back"):
        assert all(len(f"{pounds!r}".partition(".")[2]) <= 2 for pounds in table[name].dropna().map(float)), name


def words(texts):
    return [word for text in texts.dropna() for word in str(text).split()]


@pytest.mark.parametrize("narrow", [True, False])
def test_of_the_words_of_a_column_at_most_one_in_a_hundred_is_wider_than_it(table, narrow):
    for name, width in columns.widths(table, narrow=narrow).items():
        found = words(table[name])
        assert sum(width_of(word, SIZE) > width - PADDING for word in found) <= len(found) / 100, name


@pytest.mark.parametrize("narrow", [True, False])
def test_what_is_open_of_a_contract_fits_and_the_way_to_its_notice_stands_in_a_wide_window(narrow):
    [made] = [each.value for each in opened("sensitivity").dataframe if "What to look up" in each.value]
    widths = columns.widths(made, narrow=narrow)
    for name in ("What is not known", "What to look up"):
        assert all(width_of(word, SIZE) <= widths[name] - PADDING for word in words(made[name])), name
    config, order = columns.config(made, narrow=narrow), columns.order([*made], narrow=narrow)
    room = 380 if narrow else WIDE_ROOM
    seen = order[: order.index("Range, £m a year" if narrow else "Notice") + 1]
    assert sum(config[name]["width"] for name in seen) <= room
    assert {*order} == {*made}


def test_a_phone_shows_contract_outcome_money_and_end_whole_where_they_are_not_known(table):
    """Of 380 pixels a box to tick takes 37; the padding of the last column may lie beyond the edge."""
    shown = table[tables.LISTED].rename(columns=columns.MILLIONS)
    config, order = columns.config(shown, narrow=True), columns.order([*shown], narrow=True)
    assert order[:4] == ["Contract", "Outcome", "£m a year", "Ends"]
    before = 37 + sum(config[name]["width"] for name in order[:3])
    assert before + PADDING / 2 + width_of("not known", SIZE) <= 379
    assert config["£m a year"]["width"] >= width_of("not known", SIZE) + PADDING / 2
    assert config["Contract"]["width"] >= width_of("Accommodation", SIZE) + PADDING


@pytest.mark.parametrize("narrow", [True, False])
def test_every_word_of_an_outcome_fits(table, narrow):
    room = columns.widths(table, narrow=narrow)["Outcome"] - PADDING
    for said in {each for rule in rules.RULES for each in (rule.label, getattr(rule, "doubt", "")) if each}:
        assert len(wrapped(said, SIZE, room)) <= LINES[narrow], said
        assert all(width_of(word, SIZE) <= room for word in said.split()), said


@pytest.mark.parametrize("narrow", [True, False])
def test_a_text_longer_than_its_row_is_cut_at_a_word_and_says_so(table, narrow):
    shown, cut = columns.fitted(table, narrow=narrow), 0
    for name, width in columns.widths(table, narrow=narrow).items():
        for whole, text in zip(table[name].fillna(""), shown[name].fillna(""), strict=True):
            assert len(wrapped(text, SIZE, width - PADDING - 4)) <= LINES[narrow], text
            if text != whole:
                cut += 1
                assert text.endswith("…") and " ".join(whole.split()).startswith(text[:-1])
    assert cut


@pytest.mark.parametrize("narrow", [True, False])
def test_a_compared_scenario_whose_name_has_no_room_is_headed_by_the_box_that_chose_it(narrow):
    def headed(*names):
        drawn = pd.DataFrame({name: ["Back in house"] for name in ("Contract", *names)})
        config = columns.config(drawn, narrow=narrow)
        return [config[name].get("label") or name for name in names]

    assert headed("Under Present scenario", "Under At procurement thresholds, charities exempt") == ["From", "To"]
    assert headed("Under now", "Under A") == ["Under now", "Under A"]
    assert headed(*AT_STEP) == ["Before the step", "After the step"]


def test_a_list_without_a_notice_has_no_column_of_notices_that_are_not_known():
    bare = pd.DataFrame({"Contract": ["A", "B"], "Notice": [None, None]})
    assert [*tables._with_notices(bare)] == ["Contract"]
    one = bare.assign(Notice=[None, "https://www.example.org/1"])
    assert [*tables._with_notices(one)] == ["Contract", "Notice"]


def test_a_value_of_which_only_the_year_is_stated_is_stated():
    """£800,000 a year without an end has no value over the term; "Not stated" stood beside its £0.80m."""
    made = embedded().contracts.query("counted").head(2).reset_index(drop=True)
    made["value_quality"], made["value_gbp"] = pd.Categorical(["missing"] * 2), float("nan")
    made["annual_gbp"] = [800_000.0, None]
    decisions = decide(prepare(made, embedded().services), build_scenario()[0])
    assert [*contract_table(decisions, decisions.counted, "Value")["Value"]] == ["Stated by the year", "Not stated"]


def test_a_text_with_room_is_left_as_it_is():
    assert columns.fitting("Care", 102, 5) == "Care"
    assert columns.fitting(None, 102, 5) is None
    assert columns.fitting("aa bb cc", width_of("aa bb", SIZE), 1) == "aa…"


def test_the_largest_contracts_stand_whole_in_a_wide_window():
    [shown] = opened("overview").dataframe
    config = columns.config(shown.value, narrow=False)
    assert sum(config[name]["width"] for name in shown.value if name in config) <= WIDE_ROOM
    assert {*shown.value} <= {*config}


def test_every_end_stands_whole_in_a_wide_window():
    page = opened("timeline")
    to_its_end(page.toggle(key="page.every").set_value(True).run())
    [shown] = [each.value for each in page.dataframe if "Ends" in each.value]
    config = columns.config(shown, narrow=False)
    assert {"Value", "Buyer", "Supplier"} <= {*shown} <= {*config}
    assert sum(config[name]["width"] for name in shown) <= WIDE_ROOM


def test_what_is_not_known_stands_whole_in_every_column_of_money_or_days_of_a_wide_window(table):
    config = columns.config(table, narrow=False)
    for name in (*columns.MILLIONS.values(), "Ends"):
        assert width_of("not known", SIZE) <= config[name]["width"] - PADDING + 1, name


@pytest.mark.parametrize(
    ("names", "narrow", "shown"),
    [
        (
            ["Contract", "Outcome", "£m a year", "Ends", "Buyer", "Value", "£m back", "Share back", "Notice", "Id"],
            True,
            ["Contract", "Outcome", "£m a year", "Ends", "Notice", "Buyer", "Value", "£m back", "Id", "Share back"],
        ),
        (
            ["Contract", "Outcome", "£m a year", "Ends", "Buyer", "Value", "£m back", "Share back", "Notice", "Id"],
            False,
            ["Contract", "Outcome", "£m a year", "£m back", "Value", "Ends", "Notice", "Buyer", "Id", "Share back"],
        ),
        (["Contract", "£m back", "Ends", "Notice"], True, ["Contract", "£m back", "Ends", "Notice"]),
        (["Contract", "Ends", "Buyer", "Notice"], True, ["Contract", "Ends", "Notice", "Buyer"]),
        (["Service", "Contracts", "Notice"], False, ["Service", "Contracts", "Notice"]),
    ],
)
def test_money_end_and_notice_stand_first(names, narrow, shown):
    assert columns.order(names, narrow=narrow) == shown


def test_names_of_sources_on_the_data_page_fit_beside_their_shares_on_a_phone():
    page = opened("datasets")
    [by] = [radio for radio in page.radio if radio.label.startswith("Percent of contracts")]
    shown = to_its_end(by.set_value("source").run()).dataframe[0]
    names = shown.value["By source"]
    width = json.loads(shown.proto.columns)["By source"]["width"]
    assert width <= 380 - 2 * 85, "two columns of shares beside them"
    assert shown.proto.row_height > 64, "below this the grid breaks no line"
    assert all(len(wrapped(name, SIZE, width - PADDING)) <= 3 for name in names)
    assert names.str.endswith("…").any()


@pytest.mark.parametrize(("narrow", "lines"), [(True, 3), (False, 1)])
def test_names_of_services_fit_their_table(narrow, lines):
    [shown] = opened("services").dataframe
    room = columns.widths(shown.value, narrow=narrow)["Service"] - PADDING
    assert columns.row_height(shown.value, narrow=narrow) == (67 if narrow else 35), "lines break from 65 pixels on"
    fitted = columns.fitted(shown.value, narrow=narrow)["Service"]
    assert all(len(wrapped(name, SIZE, room)) <= lines for name in fitted)
    assert fitted.str.endswith("…").sum() <= 3


def test_what_decides_a_contract_under_two_scenarios_stands_beside_its_title_on_a_phone():
    page = opened("compare", {"compare": "pledge@1,private-firms-only@1"})
    [shown] = [one.value for one in page.dataframe if "£m back, change" in one.value]
    decided = [name for name in shown if name.startswith("Under ")]
    widths = columns.widths(shown, narrow=True)
    assert len(decided) == 2
    assert BOX + sum(widths[name] for name in ("Contract", *decided)) <= 380
    for name in decided:
        assert all(len(wrapped(said, SIZE, widths[name] - PADDING)) <= LINES[True] for said in shown[name])


def test_ten_contracts_are_shown_whole_and_a_longer_list_in_a_window(monkeypatch):
    heights, real = {}, st.dataframe

    def kept(data, **how):
        heights[len(data)] = (how["height"], how["row_height"])
        return real(data, **how)

    monkeypatch.setattr(st, "dataframe", kept)
    opened()
    opened("contracts")
    height, row = heights.pop(10)
    assert height >= 10 * row, "the tenth lies beyond the edge"
    [(height, _)] = heights.values()
    assert height == 640


def test_where_contracts_are_only_considered_no_column_is_headed_as_back_and_the_table_is_no_wider():
    table = pd.DataFrame({"Contract": ["Care"], "£m back": [1.0], "Share back": [1.0]})
    plain, considered = (columns.config(table, narrow=False, considered=on) for on in (False, True))
    assert [considered[name]["label"] for name in ("£m back", "Share back")] == ["£m to consider", "Share"]
    width = lambda drawn: drawn["£m back"]["width"] + drawn["Share back"]["width"]  # noqa: E731
    assert width(considered) == width(plain)


def test_what_is_less_has_a_minus_sign_on_paper():
    drawn = pd.DataFrame({"Contract": ["A"], "£m back, change": [-1529.79]})
    assert "<td class='number'>\N{MINUS SIGN}1,529.79</td>" in tables.on_paper(drawn, 1, {})
    assert "<td class='number'>\N{MINUS SIGN}0.5</td>" in tables.on_paper(pd.DataFrame({"Share": [-0.5]}), 1, {})


def test_a_change_of_which_no_value_is_known_is_no_number_in_the_list():
    drawn = pd.DataFrame({"£m back, change": [-1529.79, float("nan")]})
    shown = columns.with_minus(drawn).to_html()
    assert "\N{MINUS SIGN}1,529.79" in shown
    assert "not known" in shown and ">nan<" not in shown


def test_no_word_that_says_where_a_value_comes_from_breaks_on_a_phone():
    widths = columns.widths(pd.DataFrame(columns=["Contract"]), narrow=True)
    assert width_of("Placeholder", SIZE) <= widths["Value"] - PADDING


BOX = 37
"""Pixels of the box to tick of a row, which every list of contracts has."""


@pytest.mark.parametrize("considered", [True, False])
@pytest.mark.parametrize(
    "names",
    [
        ["Contract", "£ a year back", "Value", "Ends", "Outcome", "Buyer", "Service", "Notice"],
        ["Contract", "Outcome", "Ends", "£ a year", "£ a year back", "Share back", "Buyer", "Service", "Notice"],
        ["Contract", "Outcome", "Ends", "£ a year", "£ a year back", "Share back", "Supplier", "Service", "Notice"],
        ["Contract", "Ends", "Buyer", "Supplier", "Outcome", "£ a year", "Value", "Notice"],
        ["Contract", "Ends", "Buyer", "Supplier", "Outcome", "£ a year", "Notice"],
    ],
)
def test_beside_the_box_to_tick_all_but_the_share_stands_whole_in_a_wide_window(names, considered):
    drawn = pd.DataFrame({name: ["A"] for name in names}).rename(columns=columns.MILLIONS)
    config = columns.config(drawn, narrow=False, considered=considered)
    seen = [name for name in drawn if name != "Share back"]
    assert BOX + sum(config[name]["width"] for name in seen) <= WIDE_ROOM
    assert config["Contract"]["width"] >= width_of("Accommodation", SIZE) + PADDING


def test_on_a_phone_what_a_contract_makes_of_the_range_stands_beside_the_box_to_tick():
    names = ["Contract", "What is not known", "What to look up", "Range, £m a year", "Range, contracts", "Notice"]
    drawn = pd.DataFrame({name: ["A"] for name in names})
    config, order = columns.config(drawn, narrow=True), columns.order(names, narrow=True)
    assert BOX + sum(config[name]["width"] for name in order[: order.index("Range, £m a year") + 1]) <= 380
    heading = config["Range, £m a year"]
    assert width_of(heading.get("label") or "Range, £m a year", SIZE) + PADDING <= heading["width"]


def test_on_paper_a_heading_stands_over_its_figures():
    drawn = tables.on_paper(pd.DataFrame({"Contract": ["A"], "£m a year": [1.5]}), 1, {})
    assert "<th>Contract</th><th class='number'>£m a year</th>" in drawn
