"""Scenarios kept under names: renamed, duplicated, opened, written to one file and read back."""

import tomllib

from policy.scenarios.files import from_file, from_pasted, from_short, to_file, to_short
from policy.scenarios.links import to_query
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.comparing import ADDRESS, FILED, LINKED, PLEDGE, same_headline, upload
from tests.pages import opened, whole


def test_saved_scenarios_are_renamed_duplicated_deleted_and_opened():
    page = opened("compare", to_query(LINKED))
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
    assert same_headline(page, build_scenario(presets()["councils-2019"])[0])


def save(page, name):
    page.text_input(key="page.save.name").set_value(name)
    [button] = [each for each in page.button if each.label == "Save" and each.form_id == "page.save"]
    whole(button.click().run())


def saved_names(page):
    return [each.value for each in page.text_input if (each.key or "").startswith("saved.name.")]


def test_the_file_of_saved_scenarios_reads_back():
    named = {'Ours \\ "q", 5%': LINKED, "B": FILED, "Emptied": PLEDGE.having("authorities.kinds", ())}
    written = to_file(named)
    assert [each["name"] for each in tomllib.loads(written)["scenario"]] == list(named)
    assert from_file(written, "x.toml") == (named, [])
    page = upload(opened("compare"), "saved.file", ("x.toml", written))
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


def test_a_name_that_is_cut_is_said():
    scenario, _ = build_scenario()
    named, problems = from_file(to_file({"a" * 81: scenario}), "x.toml")
    assert [*named] == [f"{'a' * 79}…"]
    assert [str(problem) for problem in problems] == [f"x.toml: its name has 81 characters; it is called {'a' * 79}…"]
