"""The pages of sensitivity and audit without a browser: what they show, keep, and say while they work."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
import streamlit as st

from policy.analysis import tornado
from policy.audit import sample
from policy.audit.labels import SAID
from policy.engine.decide import decide
from policy.measures import MEASURE_LABELS
from policy.results.findings import figure
from policy.results.totals import totals
from policy.scenarios.scenario import build_scenario
from tests.pages import headline, link, opened, text, whole, widgets
from ui.shell import progress
from ui.shell.cache import analyses, register

MILLION = build_scenario(None, {"small.threshold": 1_000_000})[0]


def maps(page):
    """The cells of the two-way map by row, as a reader sees them."""
    [found] = [part.proto.body for part in page.get("html") if "class='map'" in part.proto.body]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", found)]
    return rows[0][1:], {row[0]: [cell.replace("<small>now</small>", " now") for cell in row[1:]] for row in rows[1:]}


def central(changes, measure):
    made, problems = build_scenario(None, changes)
    assert not problems
    return figure(measure, totals(decide(register().coded, made)).measure(measure).returns.central, short=True)


def test_an_analysis_waits_for_those_asked_for_before_and_says_so():
    said, done = [], []

    def wait(name, before):
        bar = SimpleNamespace(progress=lambda *words: said.append(words))
        assert len(progress._QUEUE) == before
        with progress.queued(bar):
            done.append(name)

    with ThreadPoolExecutor() as visitors, progress.queued(SimpleNamespace()):
        for before, name in enumerate(("first", "second", "third"), start=1):
            visitors.submit(wait, name, before)
            while len(progress._QUEUE) == before:
                time.sleep(0.001)
        while not said:
            time.sleep(0.001)
        assert not done
    assert done == ["first", "second", "third"]
    assert set(said) == {(0.0, "Waiting for another visitor's analysis …")}


def test_a_visitor_who_has_gone_on_leaves_the_queue():
    def gone(*_):
        raise InterruptedError

    with progress.queued(SimpleNamespace()):
        with pytest.raises(InterruptedError), progress.queued(SimpleNamespace(progress=gone)):
            pytest.fail("began although another runs")
        assert len(progress._QUEUE) == 1
    with pytest.raises(InterruptedError), progress.queued(SimpleNamespace()):
        gone()
    assert not progress._QUEUE


# Sensitivity.
@pytest.mark.parametrize("measure", MEASURE_LABELS)
def test_the_map_of_a_link_shows_what_each_pair_returns(measure):
    page = opened("sensitivity", {"down": "contact.level", "across": "criteria.needed", "measure": measure})
    columns, rows = maps(page)
    assert columns == ["0", "1", "2", "3"]
    assert list(rows) == ["Significant", "Incidental too"]
    for level, row in zip(("significant", "incidental"), rows.values(), strict=True):
        for needed, cell in enumerate(row):
            now = " now" if (level, needed) == ("significant", 1) else ""
            assert cell == central({"contact.level": level, "criteria.needed": needed}, measure) + now


def test_a_pair_is_chosen_on_the_page_and_kept_in_the_link():
    page = opened("sensitivity", {"down": "no.such", "across": "window.years"})
    assert widgets(page)["page.down"].value == "small.threshold"
    widgets(page)["page.across"].set_value("public.covers").run()
    assert whole(page).query_params["across"] == "public.covers"
    assert "“Value threshold” and “Contracts with public suppliers” together move the spend between" in text(page)
    widgets(page)["page.down"].set_value("public.covers").run()
    assert widgets(whole(page))["page.across"].value != "public.covers", "a setting is not held against itself"


def test_contracts_near_the_line_are_counted_with_a_way_to_each_list():
    page = opened("sensitivity", link(MILLION))
    assert "contracts are within 5% of £1,000,000" in text(page)
    counted = decide(register().coded, MILLION).counted
    values = register().coded.frame["value_gbp"][counted].tolist()
    within, exactly = sum(950_000 <= v <= 1_050_000 for v in values), sum(v == 1_000_000 for v in values)
    buttons = {button.key: button.label for button in page.button if button.key and button.key.startswith("near.")}
    assert buttons == {"near.near": f"The {within} within 5%", "near.on": f"The {exactly} exactly on it"}
    rows = opened("contracts", {**link(MILLION), "column": "line", "value": "near"})
    assert len(rows.dataframe[0].value) == within
    assert "At £0 there is no line" in text(opened("sensitivity"))


def test_statutory_figures_leave_the_curve_and_say_so():
    statutory = build_scenario(None, {"small.figures": "statutory"})[0]
    assert "within 5% of the figure that applies to it" in text(opened("sensitivity", link(statutory)))


def test_while_every_setting_is_tried_the_result_before_stands_marked(monkeypatch):
    page = opened("sensitivity")
    changes = tornado.changes

    def half(decisions):
        for done, of, change in changes(decisions):
            yield done, of, change
            if done == 20:
                st.stop()

    monkeypatch.setattr(tornado, "changes", half)
    widgets(page)["side.small.threshold.slider"].set_value(5_000_000).run()
    assert "The result before the last change, until the new one is ready" in text(page)
    assert any("Trying other values: 20 of" in bar.proto.text for bar in page.get("progress"))
    monkeypatch.undo()
    page.run()
    assert "The result before the last change" not in text(whole(page))


def test_a_finished_analysis_is_kept_for_the_next_run():
    page = opened("sensitivity", link(MILLION))
    kept = {key for key in analyses(register()) if key[0] == "tornado" and key[2] == MILLION.fingerprint()}
    assert len(kept) == 1
    widgets(page)["page.measure"].set_value("contracts").run()
    assert "contracts" in text(whole(page))


# Audit.
def judged(page):
    """The radio of the contract that is open."""
    return next(radio for radio in page.radio if radio.key and radio.key.startswith("audit.label."))


def test_a_contract_that_is_not_decided_is_judged_with_its_range():
    """Special education transport waits for its service: nothing of it is certain, and all of it is possible."""
    page = opened("audit", {"contract": "ar-halton-sen-sohs1"})
    assert "**Not known if enough criteria are met**. It counts as 100% back in house, between 0% and 100%." in text(
        page
    )


def test_a_judgement_corrects_the_headline_at_once_and_stays():
    page = opened("audit", {"size": "60", "seed": "5"})
    assert text(page).count("0 of 60 judged") == 1
    assert not page.get("plotly_chart"), "nothing corrects the headline yet"
    judged(page).set_value(("unsure", "")).run()
    assert "1 of 60 judged" in text(whole(page))
    assert "1 of 60 judged, too few to correct a figure: at least 30 must be" in text(page)
    assert text(page).count("1 of 60 judged, too few to correct a figure: at least 30 must be") == 2, "of money too"
    assert "The sample puts it at" not in text(page)
    note = next(box for box in page.text_input if box.key and box.key.startswith("audit.note."))
    note.set_value("read the notice").run()
    page.switch_page("pages/services.py").run()
    page.switch_page("pages/audit.py").run()
    assert "1 of 60 judged" in text(whole(page))
    [label] = page.session_state["kept.audit.labels"].values()
    assert label[1:] == ("unsure", "", "read the notice")


def test_the_sample_is_the_one_that_the_link_names():
    page = opened("audit", {"size": "60", "seed": "5", "strata": "service_confidence"})
    drawn = sample.draw(sample.population(decide(register().coded, build_scenario()[0]), "service_confidence"), 60, 5)
    names = register().coded.frame["contract_id"].to_numpy()[drawn.of.rows[drawn.places]]
    assert widgets(page)["audit.contract"].value == names[0]
    strata = next(table.value for table in page.table if list(table.value.columns)[:1] == ["Stratum"])
    assert strata["Drawn"].astype(int).sum() == len(drawn.places)
    assert strata["Contracts"].astype(int).sum() == 664


def test_next_goes_to_a_contract_that_is_not_judged():
    page = opened("audit")
    first = widgets(page)["audit.contract"].value
    judged(page).set_value(("right", "")).run()
    next(button for button in page.button if button.label == "Next not judged").click().run()
    assert widgets(whole(page))["audit.contract"].value != first


def test_a_label_waits_when_the_result_says_something_else():
    made, _ = build_scenario(None, {"authorities.kinds": ()})
    of = sample.population(decide(register().coded, build_scenario()[0]), "group")
    drawn = sample.draw(of, 80, 1)
    names = register().coded.frame["contract_id"].to_numpy()[drawn.of.rows]
    large = drawn.places[(drawn.stratum == drawn.names.index(sample.LARGEST))[drawn.places]]
    back = next(str(names[place]) for place in large if of.outcome[place] == sample.BACK)
    page = opened("audit", {"contract": back})
    judged(page).set_value(("right", "")).run()
    assert "1 of 80 judged" in text(whole(page))
    widgets(page)["side.authorities.kinds"].set_value([]).run()
    assert headline(whole(page)).startswith("None of the 664"), made
    assert "1 label was given when the result said something else" in page.info[0].value
    assert "0 of 80 judged" in text(page)


def test_a_label_of_a_contract_that_leaves_the_sample_is_said_and_can_be_downloaded():
    of = sample.population(decide(register().coded, build_scenario()[0]), "group")
    names = register().coded.frame["contract_id"].to_numpy()[of.rows]
    one, other = (set(names[sample.draw(of, 60, seed).places]) for seed in (5, 6))
    page = opened("audit", {"size": "60", "seed": "5", "contract": min(one - other)})
    assert "audit.export.labels" not in downloads(page)
    judged(page).set_value(("unsure", "")).run()
    assert not whole(page).info
    widgets(page)["page.seed"].set_value(6).run()
    [said] = [box.value.replace("\\", "") for box in whole(page).info]
    assert said == "1 label is of a contract outside this sample; it is kept and is in the file of all labels."
    assert downloads(page)["audit.export.labels"] == "The one label, CSV"


def downloads(page):
    """Labels of the buttons of files of the audit, by key."""
    found = {each.proto.id: each.proto.label for each in page.get("download_button")}
    return {name.rpartition("-")[2]: label for name, label in found.items() if "audit.export" in name}


def given_labels(body):
    page = opened("audit")
    page.get("file_uploader")[0].upload("labels.csv", body, "text/csv")
    return whole(page.run())


def test_labels_that_a_spreadsheet_saved_its_own_way_are_read_and_what_is_not_sure_is_said():
    name = widgets(opened("audit"))["audit.contract"].value
    said = sample.draw(sample.population(decide(register().coded, build_scenario()[0]), "group"), 80, 1)
    outcome = SAID[said.of.outcome[said.places[0]]]
    sheet = f"contract_id;said;label;corrected;note\r\n{name};{outcome};Unsure;;café\r\n"
    page = given_labels(sheet.encode("cp1252"))
    assert "1 of 80 judged" in text(page) and "1 label read." in text(page)
    assert page.session_state["kept.audit.labels"] == {name: (outcome, "unsure", "", "café")}
    assert "is not UTF\\-8" in page.warning[0].value


def test_a_sheet_without_a_label_is_answered():
    page = given_labels(b"contract_id,said,label,corrected,note\nmoj-oakwood,comes_back,,,\n")
    assert [box.value for box in page.warning] == ["No label read: the column label is empty in every line."]
