"""Scenarios compared on the page as on the command line; what is wrong is named and the rest is kept."""

import json
from urllib.parse import parse_qsl, urlencode

import pytest

from cli.policy import main
from output.contract_tables import flipped_table
from policy.analysis.compare import flips
from policy.engine.decide import decide
from policy.scenarios.files import from_pasted, in_few_words, to_file, to_short
from policy.scenarios.links import to_toml
from policy.scenarios.scenario import build_scenario
from tests.comparing import ADDRESS, FILED, LINKED, PLEDGE, PRIVATE, upload
from tests.pages import headline, link, opened, text, whole
from ui.controls.compared import NOW
from ui.page import PAGES
from ui.shell.cache import register
from ui.shell.view import View


def compared(page):
    return list(page.multiselect(key="page.compare").value)


def flip_table(page):
    """The table of contracts that flip: contract, what decides under one, under the other."""
    [table] = [each.value for each in page.dataframe if "£m back, change" in each.value]
    return [tuple(row) for row in table[["Id", table.columns[1], table.columns[2]]].itertuples(index=False)]


def listed(capsys, tmp_path, *scenarios):
    """What `python -m policy compare` says of scenario files, as plain values."""
    files = []
    for place, made in enumerate(scenarios):
        files.append(tmp_path / f"{place}.toml")
        files[-1].write_text(to_toml(made), encoding="utf-8")
    assert main(["compare", *map(str, files), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


# Four scenarios: the present one, a preset, one from a pasted link, one from a file.
@pytest.fixture(scope="module")
def four():
    page = opened("compare", {"compare": f"{NOW},private-firms-only@1"})
    page.text_input(key="compare.link").set_value(ADDRESS)
    whole(page.run())
    return upload(page, "compare.file", ("from an email.toml", to_toml(FILED)))


def test_a_preset_without_its_version_is_the_newest_and_bears_its_own_name():
    page = opened("compare", {"compare": f"{NOW},public-interest-test"})
    assert compared(page) == [NOW, "public-interest-test@1"]
    [table] = [each.value for each in page.table if each.value.columns[0] == "Measure or setting"]
    assert [*table.columns[1:]] == ["Present scenario", "Public interest test"]


def test_a_change_that_takes_away_bears_a_minus_sign():
    page = opened("compare", {"compare": f"{NOW},councils-2019@1"})
    [table] = [each for each in page.dataframe if "£m back, change" in each.value]
    shown = table.proto.arrow_data.styler.display_values
    assert "\N{MINUS SIGN}349.23".encode() in shown and b"-349.23" not in shown


def test_four_scenarios_stand_side_by_side(four, capsys, tmp_path):
    short = [NOW, "private-firms-only@1", to_short(in_few_words(LINKED), LINKED), to_short("from an email", FILED)]
    assert compared(four) == short
    assert four.query_params["compare"] in (",".join(short), [",".join(short)])
    assert not four.warning
    assert "so that fewer may be alone" in text(four)
    [table] = [each.value for each in four.table if each.value.columns[0] == "Measure or setting"]
    names = [name.replace("\\", "") for name in table.columns[1:]]
    assert names == ["Present scenario", "Private firms only", in_few_words(LINKED), "from an email"]
    expected = listed(capsys, tmp_path, PLEDGE, PRIVATE, LINKED, FILED)
    rows = [[cell.replace("\\", "") for cell in row] for row in table.itertuples(index=False)]
    assert rows[3:-1] == [[each["label"], *each["values"]] for each in expected["differences"]]
    for place, side in enumerate(expected["scenarios"], start=1):
        address = rows[-1][place].removeprefix("[The whole answer](").removesuffix(")")
        assert from_pasted(address, frozenset()) == ([PLEDGE, PRIVATE, LINKED, FILED][place - 1], [])
        count = side["returns"]["contracts"]
        assert rows[0][place] == f"{count['central']:.0f} ({count['low']:.0f} to {count['high']:.0f})"


@pytest.mark.parametrize(("start", "end"), [(1, 2), (1, 3), (1, 4), (3, 4), (4, 2)])
def test_flips_are_those_of_the_command_line(four, capsys, tmp_path, start, end):
    four.selectbox(key="page.from").set_value(start - 1)
    four.selectbox(key="page.to").set_value(end - 1)
    whole(four.run())
    sides = [PLEDGE, PRIVATE, LINKED, FILED]
    [expected] = listed(capsys, tmp_path, sides[start - 1], sides[end - 1])["flips"]
    [table] = [each.value for each in four.dataframe if "£m back, change" in each.value]
    assert table["£m back, change"].dropna().abs().is_monotonic_decreasing, "the largest change is read first"
    told = [(row["contract_id"], row["from"], row["to"]) for row in expected["contracts"]]
    assert sorted(flip_table(four)) == sorted(told)
    assert expected["contracts"], "a pair without a flip shows nothing"
    assert f"{len(expected['contracts'])} contracts change" in text(four)


def test_every_step_lists_its_own_flips(four):
    four.selectbox(key="page.from").set_value(0)
    four.selectbox(key="page.to").set_value(3)
    whole(four.run())
    [step] = [each for each in four.selectbox if each.label == "Contracts that change"]
    assert [option.split("“")[-1] for option in step.options] == [
        "From start to end",
        "Covered authorities”",
        "Criteria needed”",
        "Kept for capacity, at most”",
    ]
    whole(step.set_value(1).run())
    councils = PLEDGE.having("authorities.kinds", ("local",))
    old, new = (decide(register().coded, made) for made in (PLEDGE, councils))
    table = flipped_table(view_of(PLEDGE).table.coded, ("a", "b"), flips(old, new))
    assert {row[0] for row in flip_table(four)} == {*table["Id"]}
    assert set(table["Under b"]) == {"Not a covered authority"}
    [drawn] = [each.value for each in four.dataframe if "Before the step" in each.value]
    assert set(drawn["After the step"]) == {"Not a covered authority"}


def view_of(made):
    return View(register(), made)


def test_the_link_brings_the_comparison_back(four):
    again = opened("compare", {"compare": ",".join(compared(four)), "from": "4", "to": "2"})
    assert compared(again) == compared(four)
    assert (again.selectbox(key="page.from").value, again.selectbox(key="page.to").value) == (3, 1)
    assert not again.warning


def test_another_page_and_back_keeps_the_comparison(four):
    before = compared(four)
    four.switch_page(PAGES["method"][0])
    whole(four.run())
    four.switch_page(PAGES["compare"][0])
    assert compared(whole(four.run())) == before


# What is wrong is named, and the rest is kept.
def test_bad_entries_of_the_address_are_named_and_the_rest_is_kept():
    entries = "now,plege,base=pledge@1&small.treshold=5&window.years=5,councils-2019@1"
    page = opened("compare", {"compare": entries, "to": "9"})
    assert len(compared(page)) == 3
    warning, end = page.warning
    assert end.value == "To: 9 in the address cannot be read; expected a whole number from 1 to 3; 3 stands in."
    assert "plege" in warning.value and "did you mean pledge?" in warning.value
    assert "did you mean small.threshold?" in warning.value.replace("\\", "")
    assert page.selectbox(key="page.to").value == 2


@pytest.mark.parametrize("link", ["hello", "https://example.org/?q=insourcing", "https://example.org", "http://[bad"])
def test_a_text_that_is_no_link_adds_nothing(link):
    page = opened("compare")
    before = compared(page)
    page.text_input(key="compare.link").set_value(link)
    whole(page.run())
    assert compared(page) == before
    [warning] = page.warning
    assert "carries no scenario" in warning.value
    assert page.text_input(key="compare.link").value == link, "it stays to be mended"


def test_a_link_with_one_bad_setting_keeps_the_others():
    page = opened("compare", {"compare": NOW})
    page.text_input(key="compare.link").set_value("?base=pledge@1&small.treshold=3&window.years=5")
    whole(page.run())
    assert len(compared(page)) == 2
    [warning] = page.warning
    assert "small.treshold" in warning.value.replace("\\", "")


def test_a_link_that_looks_at_other_contracts_says_that_all_are_compared_on_the_same():
    page = opened("compare", {"compare": NOW, "in.buyer_kind": "local"})
    for address, said in (
        ("?base=pledge@1&window.years=5&in.buyer_kind=local", 0),
        ("?base=pledge@1&in.nation=Wales", 1),
    ):
        page.text_input(key="compare.link").set_value(address)
        whole(page.run())
        assert len(page.warning) == said
    assert "in\\.nation" in page.warning[0].value and "on the same contracts" in page.warning[0].value


def test_the_whole_answer_of_a_scenario_is_of_the_same_contracts_and_data():
    page = opened("compare", {"compare": f"{NOW},private-firms-only@1", "in.buyer_kind": "local"})
    [table] = [each.value for each in page.table if each.value.columns[0] == "Measure or setting"]
    rows = [[cell.replace("\\", "") for cell in row] for row in table.itertuples(index=False)]
    for place, made in enumerate((PLEDGE, PRIVATE), start=1):
        query = dict(parse_qsl(rows[-1][place].partition("?")[2].removesuffix(")")))
        assert query["in.buyer_kind"] == "local" and query["data"].startswith("register.")
        assert from_pasted(f"?{urlencode(query)}", frozenset())[0] == made
        answered = opened("overview", query)
        assert rows[0][place].split()[0] in headline(answered), "the figure that the table has"


def test_a_file_with_one_bad_scenario_keeps_the_good_one():
    written = to_file({"Good": LINKED}) + '\n[[scenario]]\nname = "Bad"\nbase = "pledge"\n"criteria.needed" = 9\n'
    page = upload(opened("compare", {"compare": NOW}), "compare.file", ("two.toml", written), ("x.toml", b"\xff\xfe"))
    assert compared(page) == [NOW, to_short("Good", LINKED)]
    [warning] = page.warning
    assert "9 is above 3" in warning.value and "UTF" in warning.value and "two\\.toml" in warning.value


def test_one_scenario_or_none_is_no_comparison():
    page = opened("compare", {"compare": NOW})
    assert not [each for each in page.selectbox if each.key == "page.from"]
    page.multiselect(key="page.compare").set_value([])
    assert "Choose the scenarios to compare." in text(whole(page.run()))


def test_the_way_leads_first_from_the_preset_to_what_the_reader_made_of_it():
    made = build_scenario(None, {"small.threshold": 1_000_000, "suppliers.exempt": ("charity",)})[0]
    page = opened("compare", link(made))
    names = page.selectbox(key="page.from").options
    ends = [names[page.selectbox(key=f"page.{end}").value] for end in ("from", "to")]
    assert ends == ["The pledge, plain reading", "Present scenario"]
