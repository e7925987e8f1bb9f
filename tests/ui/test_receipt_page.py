"""The page that checks a printed figure, and the panel in which every page gives its link and receipt."""

import json
from dataclasses import replace

import pytest

from cli.policy import main
from data.load.api import load_dataset
from output.briefing.files import FORMS
from policy.scenarios.links import to_query
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from tests.pages import opened, text, whole
from tests.ui.test_scope_line import QUESTION, printed
from ui.shell.state import REGISTER

MADE, _ = build_scenario(None, {"small.threshold": 1_000_000})


def judged(body):
    page = opened("receipt")
    page.text_area(key="receipt.text").set_value(body)
    return whole(page.run())


def test_a_receipt_is_checked_on_screen(capsys):
    stated = printed(capsys, *(f"--where={each}" for each in QUESTION), "--set", "small.threshold=£1m")["receipt"]
    page = judged(json.dumps(stated))
    assert page.success[0].value.replace("\\", "") == f"Receipt {stated['id']} matches: the figure is the same."
    stated["returns"]["contracts"]["central"] += 5
    page = judged(json.dumps(stated))
    assert "was changed after it was made: the figure." in page.warning[0].value.replace("\\", "")
    assert "5 less" in page.warning[0].value


def test_a_receipt_that_matches_says_which_figure_it_is_and_leads_to_it(capsys):
    page = judged(json.dumps(printed(capsys, "--set", "suppliers.exempt=charity,mutual")["receipt"]))
    assert "Worked out again under “The pledge of March 2019, plain reading”: contracts 1" in text(page).replace(
        "\\", ""
    )
    [there] = [each.proto for each in page.get("page_link") if each.proto.label == "Open what the receipt is of"]
    assert "suppliers.exempt=charity%2Cmutual" in there.query_string


HEAD = "Ref,Buyer,Title,Supplier,Contract value,Start date,End date\n"
CARE = "C1,Ambleford Council,Home care for older people,Oak Ltd,900000,01/04/2025,30/11/2030\n"
ROOMS = "C3,Ambleford Council,Office cleaning,Ash Ltd,{},01/04/2025,31/03/2029\n"


def warnings(page):
    return [each.value.replace("\\", "") for each in page.warning]


def test_what_a_receipt_names_and_the_later_file_lacks_is_said_by_command_and_page(tmp_path, capsys):
    register, file = tmp_path / "own.csv", tmp_path / "receipt.json"
    register.write_text(HEAD + CARE + ROOMS.format(300_000))
    before = load_dataset(register).contracts.set_index("title")["contract_id"]["Office cleaning"]
    set_ = ["--set", f"reassess.contracts={before}=home_care", "--where", "buyer=Ambleford Council"]
    main(["assess", "--data", str(register), "--json", *set_])
    file.write_text(capsys.readouterr().out)
    register.write_text(HEAD + (CARE + ROOMS.format(310_000)).replace("Ambleford", "Otherley"))
    later = load_dataset(register)
    after = later.contracts.set_index("title")["contract_id"]["Office cleaning"]
    assert after != before and after.startswith("C3/")
    buyer = "no buyer 'Ambleford Council' in these data"
    gone = f"eassessed, but not in these data, so that nothing changes: {before}=home_care; did you mean {after}?"
    assert main(["verify", str(file), "--data", str(register)]) == 1
    said = capsys.readouterr().err
    assert f"receipt: buyer: {buyer}" in said and gone in said
    page = opened("receipt", own=later)
    page.text_area(key="receipt.text").set_value(file.read_text())
    [shown] = [each for each in warnings(whole(page.run())) if "Receipt" in each]
    assert f"- Of what it looks at: {buyer}" in shown and gone in shown
    link = to_query(MADE.having("reassess.contracts", (f"{before}=home_care:",)))
    [told] = [each for each in warnings(opened("overview", link, own=later)) if "nothing changes" in each]
    assert f"did you mean {after}?" in told


@pytest.mark.parametrize("body", ["{", "[1]", '{"scenario": 1}', '{"scenario": "base = 1e999"}', "x" * 5_000])
def test_what_is_no_receipt_is_one_message(body):
    page = judged(body)
    assert "This is no receipt that can be checked here" in page.error[0].value
    assert len(page.error[0].value) < 600


def test_errata_are_listed_with_what_they_are_about():
    said = text(opened("receipt"))
    assert "E1, 27 November 2026" in said.replace("**", "")
    assert "Data b72d841206ec" in said


def test_a_link_made_on_data_with_a_known_error_says_so():
    page = opened("overview", {**to_query(MADE), "data": f"{REGISTER}.b72d841206ec", "said": "100000-1000000"})
    assert "That figure was affected by E1 of 27 November 2026, because" in text(page)


def test_the_panel_gives_link_command_python_interface_and_receipt():
    page = opened("services", {**to_query(MADE), **from_where(QUESTION).to_query()})
    assert not page.code
    page.session_state["reproduce"] = True
    whole(page.run())
    shown = [code.value for code in page.code]
    assert len(shown) == 4
    assert "in.buyer_kind=local" in shown[0]
    assert "--set small.threshold=1000000 --where buyer_kind=local" in shown[1]
    assert shown[2].startswith("import data, policy\n")
    assert "/api/v1/assess?base=pledge" in shown[3]


@pytest.mark.parametrize(("missing", "offered"), [("", ["HTML", "DOCX", "PDF"]), ("Pango", ["HTML", "DOCX"])])
def test_a_briefing_is_offered_in_the_forms_that_this_machine_can_make(missing, offered, monkeypatch):
    monkeypatch.setitem(FORMS, "pdf", replace(FORMS["pdf"], missing=lambda: missing))
    page = opened("services")
    page.session_state["reproduce"] = True
    whole(page.run())
    labels = [button.proto.label for button in page.get("download_button")]
    assert [label for label in labels if "Briefing" in label] == [f"Briefing, to print ({form})" for form in offered]


def test_a_receipt_in_other_letters_is_no_changed_receipt(capsys):
    stated = printed(capsys, "--set", "small.threshold=£1m")["receipt"]
    stated["note"] = "£"
    page = opened("receipt")
    page.file_uploader(key="receipt.file").set_value(
        ("r.json", json.dumps(stated, ensure_ascii=False).encode("cp1252"), "application/json")
    )
    whole(page.run())
    assert [each.value.replace("\\", "") for each in page.error] == [
        "This is no receipt that can be checked here: it is not UTF-8 text; save the file as UTF-8"
    ]
    assert not page.warning and not page.success
