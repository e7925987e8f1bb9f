"""Scenarios compared on the page as on the command line, kept under names, and reassessed."""

import json
import tomllib
from pathlib import Path
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from policy.collection import described, from_file, from_pasted, from_short, to_file, to_short
from policy.commands import main
from policy.engine import decide
from policy.exchange import to_query, to_toml
from policy.presets import presets
from policy.rules.reassess import Reassess
from policy.scenario import scenario
from policy.sentence import headline
from policy.summary import totals
from ui import flipping, reclassify
from ui.cache import register
from ui.frame import PAGES, View
from ui.sides import NOW

ROOT = Path(__file__).resolve().parent.parent
PLEDGE, PRIVATE = (scenario(presets()[name])[0] for name in ("pledge", "private-firms-only"))
LINKED, _ = scenario(presets()["pledge"], {"small.threshold": 1_000_000, "contact.level": "incidental"})
FILED, _ = scenario(presets()["councils-2019"], {"specialist.services": (), "reason.risk_high": 0})
ADDRESS = f"http://localhost:8501/services?{urlencode({**to_query(LINKED), 'measure': 'contracts'})}"


def opened(name="compare", query=None):
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params.update(query or {})
    page.switch_page(PAGES[name][0])
    return whole(page.run())


def whole(page):
    assert not page.exception, page.exception
    return page


def compared(page):
    return list(page.multiselect(key="page.compare").value)


def flip_table(page):
    """The table of contracts that flip: contract, what decides under one, under the other."""
    [table] = [each.value for each in page.dataframe if "£ a year back, change" in each.value]
    return [tuple(row) for row in table[["Id", table.columns[1], table.columns[2]]].itertuples(index=False)]


def said(page):
    parts = [*page.title, *page.header, *page.subheader, *page.markdown, *page.caption, *page.warning, *page.info]
    return "\n".join(str(part.value) for part in parts).replace("\\", "")


def upload(page, key, *files):
    [widget] = [each for each in page.file_uploader if each.key.startswith(key)]
    widget.set_value([(name, text.encode() if isinstance(text, str) else text, "") for name, text in files])
    return whole(page.run())


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
    page = opened(query={"compare": f"{NOW},private-firms-only@1"})
    page.text_input(key="compare.link").set_value(ADDRESS)
    whole(page.run())
    return upload(page, "compare.file", ("from an email.toml", to_toml(FILED)))


def test_four_scenarios_stand_side_by_side(four, capsys, tmp_path):
    short = [NOW, "private-firms-only@1", to_short(described(LINKED), LINKED), to_short("from an email", FILED)]
    assert compared(four) == short
    assert four.query_params["compare"] in (",".join(short), [",".join(short)])
    assert not four.warning
    [table] = [each.value for each in four.table if each.value.columns[0] == "Measure or setting"]
    names = [name.replace("\\", "") for name in table.columns[1:]]
    assert names == ["Present scenario", "Private firms only", described(LINKED), "from an email"]
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
    assert flip_table(four) == [(row["contract_id"], row["from"], row["to"]) for row in expected["contracts"]]
    assert expected["contracts"], "a pair without a flip shows nothing"
    assert f"{len(expected['contracts'])} contracts flip" in said(four)


def test_every_step_lists_its_own_flips(four):
    four.selectbox(key="page.from").set_value(0)
    four.selectbox(key="page.to").set_value(3)
    whole(four.run())
    [step] = [each for each in four.selectbox if each.label == "Contracts that flip"]
    assert [option.split("“")[-1] for option in step.options] == [
        "On the whole way", "Covered authorities”", "Criteria needed”", "Kept for capacity, at most”",
    ]  # fmt: skip
    whole(step.set_value(1).run())
    councils = PLEDGE.having("authorities.kinds", ("local",))
    table = flipping.flipped(view_of(PLEDGE), *(decide(register().facts, m) for m in (PLEDGE, councils)), ("a", "b"))
    assert [row[0] for row in flip_table(four)] == list(table["Id"])
    assert set(table["Under b"]) == {"Not a covered authority"}


def view_of(made):
    decisions = decide(register().facts, made)
    return View(register(), made, decisions, totals(decisions))


def test_the_link_brings_the_comparison_back(four):
    again = opened(query={"compare": ",".join(compared(four)), "from": "4", "to": "2"})
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
    page = opened(query={"compare": entries, "to": "9"})
    assert len(compared(page)) == 3
    [warning] = page.warning
    assert "plege" in warning.value and "did you mean pledge?" in warning.value
    assert "did you mean small.threshold?" in warning.value.replace("\\", "")
    assert page.selectbox(key="page.to").value == 2


@pytest.mark.parametrize("link", ["hello", "https://example.org/?q=insourcing", "https://example.org", "http://[bad"])
def test_a_text_that_is_no_link_adds_nothing(link):
    page = opened()
    before = compared(page)
    page.text_input(key="compare.link").set_value(link)
    whole(page.run())
    assert compared(page) == before
    [warning] = page.warning
    assert "carries no scenario" in warning.value
    assert page.text_input(key="compare.link").value == link, "it stays to be mended"


def test_a_link_with_one_bad_setting_keeps_the_others():
    page = opened(query={"compare": NOW})
    page.text_input(key="compare.link").set_value("?base=pledge@1&small.treshold=3&window.years=5")
    whole(page.run())
    assert len(compared(page)) == 2
    [warning] = page.warning
    assert "small.treshold" in warning.value.replace("\\", "")


def test_a_file_with_one_bad_scenario_keeps_the_good_one():
    text = to_file({"Good": LINKED}) + '\n[[scenario]]\nname = "Bad"\nbase = "pledge"\n"criteria.needed" = 9\n'
    page = upload(opened(query={"compare": NOW}), "compare.file", ("two.toml", text), ("x.toml", b"\xff\xfe"))
    assert compared(page) == [NOW, to_short("Good", LINKED)]
    [warning] = page.warning
    assert "9 is above 3" in warning.value and "UTF" in warning.value and "two\\.toml" in warning.value


def test_one_scenario_or_none_is_no_comparison():
    page = opened(query={"compare": NOW})
    assert not [each for each in page.selectbox if each.key == "page.from"]
    page.multiselect(key="page.compare").set_value([])
    assert "Choose the scenarios to compare." in said(whole(page.run()))


# Saved scenarios.
def test_saved_scenarios_are_renamed_duplicated_deleted_and_opened():
    page = opened(query=to_query(LINKED))
    save(page, "Mine")
    assert saved_names(page) == ["Mine"]
    whole(page.text_input(key="saved.name.Mine").set_value("Ours, *bold*").run())
    assert saved_names(page) == ["Ours, *bold*"]
    whole(page.button(key="saved.copy.Ours, *bold*").click().run())
    assert saved_names(page) == ["Ours, *bold*", "Ours, *bold* (2)"]
    whole(page.button(key="saved.delete.Ours, *bold*").click().run())
    assert saved_names(page) == ["Ours, *bold* (2)"]
    whole(page.selectbox(key="side.preset").set_value("councils-2019").run())
    assert not same_headline(page, LINKED)
    whole(page.button(key="saved.open.Ours, *bold* (2)").click().run())
    assert same_headline(page, LINKED)
    whole(page.button(key="side.undo").click().run())
    assert same_headline(page, scenario(presets()["councils-2019"])[0])


def save(page, name):
    page.text_input(key="page.save.name").set_value(name)
    [button] = [each for each in page.button if each.label == "Save" and each.form_id == "page.save"]
    whole(button.click().run())


def saved_names(page):
    return [each.value for each in page.text_input if (each.key or "").startswith("saved.name.")]


def same_headline(page, made):
    expected = headline(decide(register().facts, made), register().dataset.population)
    return page.title[0].value.replace("\\", "") == expected


def test_the_file_of_saved_scenarios_reads_back():
    named = {'Ours \\ "q", 5%': LINKED, "B": FILED, "Emptied": PLEDGE.having("authorities.kinds", ())}
    text = to_file(named)
    assert [each["name"] for each in tomllib.loads(text)["scenario"]] == list(named)
    assert from_file(text, "x.toml") == (named, [])
    page = upload(opened(), "saved.file", ("x.toml", text))
    assert saved_names(page) == list(named)
    assert not page.warning
    options = page.multiselect(key="page.compare").options
    assert list(named) == [name for name in options if name in named], "saved scenarios can be compared"


def test_a_scenario_in_few_words_reads_back():
    for made in (PLEDGE, LINKED, FILED):
        for name in ("A, b & c=d", made.preset.short):
            text = to_short(name, made)
            assert "," not in text
            assert from_short(text) == (name, made, [])
    assert to_short(PLEDGE.preset.short, PLEDGE) == "pledge@1"
    assert from_pasted(ADDRESS, frozenset({"measure"})) == (LINKED, [])


# Reassessment.
def test_reassessing_a_service_changes_the_answer_as_deciding_directly_does():
    service = "waste_streets"
    page = opened("services")
    before = page.title[0].value
    page.selectbox(key="reassess.service").set_value(service)
    page.selectbox(key="reassess.attribute").set_value("named_in_pledge")
    whole(page.run())
    page.selectbox(key=f"reassess.value.{service}.named_in_pledge").set_value("yes")
    page.text_input(key="reassess.reason").set_value("streets: seen, by all")
    whole(page.run())
    assert "This would change contracts: +" in said(page)
    whole(page.button(key="reassess.change").click().run())
    item = f"{service}.named_in_pledge:yes:streets: seen, by all"
    made, problems = scenario(None, {"reassess.services": (item,)})
    assert not problems and same_headline(page, made)
    assert page.title[0].value != before
    assert tuple(page.session_state["changes"]["reassess.services"]) == (item,)
    assert "named in the pledge yes, was no, because streets: seen, by all" in said(page)
    [table] = [each.value for each in page.table if "As you assess it" in each.value]
    direct = [totals(decide(register().facts, each)).contracts.returns.central for each in (PLEDGE, made)]
    assert table.iloc[0]["As we assess it"].split(" ")[0] == f"{round(direct[0] / 1000)}"
    assert table.iloc[0]["As you assess it"].split(" ")[0] == f"{round(direct[1] / 1000)}"
    assert table.iloc[0]["Difference, central"].startswith("+")
    whole(page.button(key="reassess.back.0").click().run())
    assert same_headline(page, PLEDGE)


def test_a_change_without_reason_or_without_effect_is_refused():
    page = opened("services")
    page.selectbox(key="reassess.service").set_value("guarding")
    page.selectbox(key="reassess.attribute").set_value("coercive")
    whole(page.run())
    whole(page.button(key="reassess.change").click().run())
    assert "assessed like this already" in page.warning[0].value
    page.selectbox(key="reassess.value.guarding.coercive").set_value("held")
    whole(page.run())
    whole(page.button(key="reassess.change").click().run())
    assert "give a reason" in page.warning[0].value
    assert same_headline(page, PLEDGE)


def test_articles_in_another_order_are_no_change():
    order = [name for name, row in register().facts.services.iterrows() if row["echr_articles"].startswith("8 ")]
    assert order, "no service lists its articles out of order any more"
    page = opened("services")
    page.selectbox(key="reassess.service").set_value(order[0])
    page.selectbox(key="reassess.attribute").set_value("echr_articles")
    whole(page.run())
    assert "This would change" not in said(page)


def test_reclassifying_a_contract_changes_the_answer_as_deciding_directly_does():
    page = opened("contracts", {"contract": "moj-oakwood"})
    page.selectbox(key="reassess.contract.moj-oakwood").set_value("waste_streets")
    page.text_input(key="reassess.reason.moj-oakwood").set_value("a test")
    whole(page.run())
    whole(page.button(key="reassess.change.moj-oakwood").click().run())
    made, _ = scenario(None, {"reassess.contracts": ("moj-oakwood=waste_streets:a test",)})
    assert same_headline(page, made)
    old, new = (totals(decide(register().facts, each)).contracts.returns.low for each in (PLEDGE, made))
    assert new == old - 1000, "a prison came back for certain; street cleaning does not"
    assert "Criteria not met." in said(page)
    assert "contract moj-oakwood as waste streets (a test)" in said(page), "listed among the changes"


def test_reassessments_are_listed_in_words():
    assert Reassess.in_words("guarding.echr_articles:2+P1-1:a: b") == "guarding: articles at risk 2 and P1-1 (a: b)"
    assert Reassess.in_words("home_care.at_risk_groups:") == "home care: people at risk none"
    assert Reassess.in_words("x.y=home_care") == "contract x.y as home care"
    assert set(reclassify.OFFERED) <= set(register().facts.services.columns)
