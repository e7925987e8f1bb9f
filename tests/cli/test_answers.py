"""What each rule answers of one contract, in words that nobody takes for their opposite."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest

import data
import policy
from cli import printed
from cli.policy import main
from data.load.datasets import embedded
from data.table.build import build
from output.briefing.files import FORMS
from policy.coded import prepare
from policy.contracts import BY_NAME
from policy.engine.decide import decide
from policy.results.explain import explain
from policy.rules import settings
from policy.rules.base import Stage
from policy.rules.scope import Authorities
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.pages import opened
from tests.server import ROOT

OUT, IN = "Out here: it keeps its supplier", "Still in"
WORDS = {OUT, IN, "Yes: a reason to bring it back", "No", "Not asked under this policy", "Not known"}


@pytest.fixture(scope="module")
def decisions():
    dataset = embedded()
    return decide(prepare(dataset.contracts, dataset.services), build_scenario()[0])


def first_at(decisions, stage):
    """Row of the first counted contract that ends at a stage."""
    return int((decisions.at(stage) & decisions.counted).nonzero()[0][0])


def answers(page):
    """What follows from each question on the page of a contract."""
    [table] = [table.value for table in page.table if "Question" in table.value]
    said = zip(table["Question"], table["What follows"], strict=True)
    return {question.replace("\\", ""): follows.strip("*") for question, follows in said}


@pytest.mark.parametrize("stage", [Stage.RETURNS, Stage.SCOPE, Stage.TRIGGER, Stage.CRITERIA])
def test_the_page_of_a_contract_says_which_rule_takes_it_out(stage, decisions):
    row = first_at(decisions, stage)
    said = answers(opened("contracts", {"contract": decisions.coded.frame["contract_id"].iloc[row]}))
    assert set(said.values()) <= WORDS
    if stage is Stage.RETURNS:
        assert OUT not in said.values()
        assert said[Authorities.asks()] == IN
    else:
        decided_by = explain(decisions, row).rule
        assert said[decided_by.asks()] == OUT


def test_an_assessment_says_which_policy_and_data_it_is_of_and_its_receipt(capsys):
    asked = ["assess", "--preset", "councils-2019", "--where", "buyer_kind=local"]
    assert main([*asked, "--json"]) == 0
    receipt = json.loads(capsys.readouterr().out)["receipt"]["id"]
    assert main(asked) == 0
    title, data = presets()["councils-2019"].title, embedded()
    said = f"{title} (councils-2019@1). {data.source}, 22 November 2026. Receipt {receipt}."
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_the_command_says_it_as_plainly(decisions):
    row = first_at(decisions, Stage.RETURNS)
    lines = printed.explanation(explain(decisions, row), decisions.coded, row).splitlines()
    [line] = [line for line in lines if line.startswith("Not a covered authority: ")]
    assert line.startswith("Not a covered authority: does not take it out (Kind of buyer: ")
    assert not [line for line in lines if ": stays (" in line or ": leaves (" in line]


@pytest.mark.parametrize(
    ("name", "begins"), [("a.html", b"<!doctype html>"), ("a.HTM", b"<!doctype"), ("a.docx", b"PK")]
)
def test_the_ending_of_the_file_says_what_a_briefing_becomes(name, begins, tmp_path, capsys):
    assert main(["report", "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert f"{tmp_path / name}: written." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "missing", "said"),
    [("a.odt", "", "expected a file that ends in .html, .docx or .pdf, got a.odt"),
     ("a.pdf", "Pango", "this machine draws no PDF: it lacks Pango; install it, or write .docx or .html")],
)  # fmt: skip
def test_a_briefing_that_cannot_be_made_is_one_message(name, missing, said, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(FORMS, "pdf", replace(FORMS["pdf"], missing=lambda: missing))
    assert main(["report", "--out", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.strip().endswith(f"--out: {said}")
    assert not (tmp_path / name).exists()


def test_a_contract_on_which_policies_part_is_told_by_its_title(capsys):
    assert main(["compare", "pledge", "private-firms-only"]) == 0
    told = capsys.readouterr().out
    assert "\n66 contracts differ between pledge and private-firms-only:\n" in told
    assert "\n  la-durham-da “Domestic abuse refuges”: Back in house -> Exempt kind of supplier\n" in told


def test_of_what_is_only_considered_nothing_comes_back_or_keeps_its_supplier(decisions):
    considered = decide(decisions.coded, build_scenario(presets()["public-interest-test"])[0])
    frame = considered.coded.frame
    said = {
        change.outcome for change in explain(considered, frame["contract_id"].eq("moj-oakwood").argmax()).would_change
    }
    assert said == {"must be considered", "need not be considered"}
    contract = frame["contract_id"].iloc[first_at(considered, Stage.SCOPE)]
    said = answers(opened("contracts", {"base": "public-interest-test@1", "contract": contract})).values()
    assert "Out here: it need not be considered" in said and OUT not in said


def test_a_contract_that_is_outside_what_is_looked_at_is_explained_and_that_said(capsys):
    for scope, said in (("buyer_kind=nhs", True), ("buyer_kind=central", False)):
        assert main(["explain", "moj-oakwood", "--where", scope]) == 0
        out, err = capsys.readouterr()
        assert "Outcome: " in out and "Outcome: not counted" not in out
        assert (f"--where {scope}: this contract is not certainly in it" in err) == said


def test_the_settings_are_listed_with_their_values_in_a_scenario(capsys):
    assert main(["settings", "--set", "small.threshold=£5m", "--json"]) == 0
    listed = {each["key"]: each for each in json.loads(capsys.readouterr().out)["settings"]}
    assert list(listed) == list(settings())
    assert (listed["small.threshold"]["value"], listed["small.threshold"]["default"]) == ("5000000", "0")
    assert main(["settings"]) == 0
    said = capsys.readouterr().out
    assert all(re.search(rf"^{re.escape(key)} ", said, re.MULTILINE) for key in settings())
    assert "May be: central, local, nhs, police_fire, education, housing, other" in said


def test_what_a_setting_moves_is_what_the_scenario_with_it_differs_by(capsys):
    looked = ["--where", "buyer_kind=nhs", "--where", "end=2027/28"]
    assert main(["sensitivity", *looked, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    moves = [
        each for each in found["changes"] if each["key"] in ("authorities.kinds", "criteria.needed", "health.include")
    ]
    assert len(moves) > 2
    for each in moves:
        assert main(["assess", *looked, "--set", f"{each['key']}={each['value']}", "--json"]) == 0
        then = json.loads(capsys.readouterr().out)["returns"]["annual_gbp"]
        assert each["returns"] == {end: then[end] for end in ("low", "central", "high")}
        assert round(100 * each["change"]) == round(100 * then["central"]) - round(100 * found["returns"]["central"])
    assert main(["sensitivity", *looked]) == 0
    assert found["finding"] in capsys.readouterr().out


def test_where_no_contract_is_in_scope_no_setting_is_said_to_move_nothing(capsys):
    assert main(["sensitivity", "--where", "end=2095", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["finding"], found["changes"]) == ("No contract is in scope", [])


def test_the_library_says_the_same_of_what_moves_the_answer(capsys):
    assert main(["sensitivity", "--where", "buyer_kind=nhs", "--measure", "contracts", "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    rows = policy.decide(data.load_dataset(), "pledge", where=["buyer_kind=nhs"]).sensitivity("contracts").table
    assert [(each["key"], each["value"], each["change"]) for each in changes] == [
        *rows[["key", "value", "change"]].itertuples(index=False, name=None)
    ]
    with pytest.raises(policy.PolicyError, match="no such measure"):
        policy.decide(data.load_dataset(), "pledge").sensitivity("pounds")


NHS = "http://localhost:8501/?base=pledge@1&small.threshold=1000000&in.buyer_kind=nhs"


def test_links_are_compared_on_what_the_first_looks_at(capsys):
    assert main(["compare", NHS, "?base=pledge@1&in.nation=Wales", "--json"]) == 0
    said = capsys.readouterr()
    compared = json.loads(said.out)
    assert compared["scope"]["where"] == ["buyer_kind=nhs"]
    assert said.err.startswith("link 2: in.nation: scenarios are compared on the same contracts")
    named = ["The pledge, plain reading, value threshold £1,000,000", "The pledge, plain reading"]
    assert [side["name"] for side in compared["scenarios"]] == named
    for side, more in zip(compared["scenarios"], (["--set", "small.threshold=£1m"], []), strict=True):
        assert main(["assess", "--where", "buyer_kind=nhs", *more, "--json"]) == 0
        alone = json.loads(capsys.readouterr().out)["returns"]
        assert side["returns"]["contracts"] == alone["contracts"]


def test_a_scenario_is_compared_with_itself_changed(capsys):
    assert main(["compare", "pledge", "--set", "suppliers.exempt=charity", "--json"]) == 0
    pledge, without = json.loads(capsys.readouterr().out)["scenarios"]
    assert (pledge["scenario"]["changes"], without["scenario"]["changes"]) == ({}, {"suppliers.exempt": "charity"})
    assert main(["compare", "pledge", "councils-2019", "--set", "suppliers.exempt=charity"]) == 2
    assert capsys.readouterr().err == "--set: changes one scenario, to compare it with itself; give one alone\n"


@pytest.mark.parametrize(
    ("ending", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf# Title"), ("xlsx", b"PK")]
)
def test_a_comparison_is_written_as_a_chart_or_its_table(tmp_path, capsys, ending, begins):
    path = tmp_path / f"variants.{ending}"
    assert main(["compare", "pledge", "--set", "small.threshold=£1m", "--out", str(path)]) == 0
    assert capsys.readouterr().err == f"{path}: written.\n"
    assert path.read_bytes().startswith(begins)


@pytest.mark.parametrize("words", [("assess",), ("compare", "pledge", "--set", "small.threshold=£1m")])
def test_a_file_of_no_contract_says_that_none_is_in_scope(tmp_path, words):
    path = tmp_path / "none.csv"
    assert main([*words, "--where", "end=2095", "--out", str(path)]) == 0
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == '# Title,"No contract is in scope"'


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_rows_of_an_answer_are_written_and_add_up_to_it(tmp_path, capsys, ending):
    path = tmp_path / f"rows.{ending}"
    assert main(["assess", "--where", "buyer_kind=nhs", "--where", "end=2027/28", "--json", "--out", str(path)]) == 0
    answer = json.loads(capsys.readouterr().out)
    rows = pd.read_csv(path, comment="#") if ending == "csv" else pd.read_excel(path, header=4, engine="openpyxl")
    assert len(rows) == answer["of"]["contracts"] == 13
    assert rows["Low"].sum() == answer["returns"]["contracts"]["low"]
    assert rows["Share back"].sum() == pytest.approx(answer["returns"]["contracts"]["central"])
    half_a_penny_each = pytest.approx(answer["returns"]["annual_gbp"]["central"], abs=0.005 * len(rows))
    assert rows["£ a year back"].sum() == half_a_penny_each
    assert rows["Notice"].str.startswith("https://").all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assess", "--out", "a.pdf"], "--out: expected a file that ends in .csv or .xlsx, got a.pdf"),
        (["assess", "--out", "{folder}"], "--out: {folder} is a folder; give the name of a file to write"),
        (["assess", "a.parquet", "b.parquet", "--out", "a.csv"], "--out: writes the contracts of one table;"),
        (["assess", "a.parquet", "--engine", "dask", "--out", "a.csv"], "--engine: dask writes no file of contracts;"),
        (["compare", "pledge", "--out", "a.pdf"], "--out: expected a file that ends in .svg, .png, .csv or .xlsx"),
    ],
)
def test_a_file_that_cannot_be_written_is_one_message(tmp_path, capsys, arguments, said):
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert main([word.format(folder=folder) for word in arguments]) == 2
    assert capsys.readouterr().err.startswith(said.format(folder=folder))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["assess", "--set", "small.threshold=£1m"],
         "The threshold of £1 million is compared with the value over the whole term, without VAT."),
        (["assess", "--set", "small.threshold=£663,540", "--set", "small.basis=annual", "--set", "small.vat=inc"],
         "The threshold of £663,540 is compared with the value a year, with VAT."),
        (["assess", "--preset", "procurement-thresholds"],
         "Figures in law, 2026-27: compared with the value over the whole term, with VAT."),
        (["assess"], ""),
        (["sweep", "small.threshold", "--set", "small.vat=inc"],
         "Each threshold is compared with the value over the whole term, with VAT."),
        (["sweep", "small.threshold", "--set", "small.basis=annual"],
         "Each threshold is compared with the value a year, without VAT."),
        (["sweep", "window.years", "--set", "small.threshold=£1m"],
         "The threshold of £1 million is compared with the value over the whole term, without VAT."),
        (["sweep", "window.years"], ""),
        (["sweep", "small.basis", "--set", "small.threshold=£1m"], ""),
    ],
)  # fmt: skip
def test_the_answer_says_which_value_a_threshold_is_compared_with(command, said, capsys):
    assert main(command) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "compared with" in line]
    assert lines == ([said] if said else [])


def test_an_explanation_names_fields_and_values_as_the_page_does(capsys, decisions):
    frame = decisions.coded.frame
    for kind, said in (("none", "no supplier is named"), ("private", "private firm"), ("unknown", "not known")):
        of_kind = frame[(frame["supplier_kind"] == kind) & frame["counted"]]
        if of_kind.empty:
            continue
        assert main(["explain", of_kind["contract_id"].iloc[0]]) == 0
        lines = capsys.readouterr().out.splitlines()
        [public] = [line for line in lines if line.startswith("Between public bodies: ")]
        assert f"Kind of supplier: {said}" in public
        told = "\n".join(line for line in lines if not line.startswith("Why this "))
        assert not [name for name in BY_NAME if "_" in name and name in told]
    assert (frame["supplier_kind"] == "private").any()


def test_an_explanation_says_where_the_contract_stands_and_names_services_in_words(capsys):
    assert main(["explain", "nhs-prison-highpoint"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "Outcome: Back in house" in said
    kept = "With “Specialist services” at “Prison and custody healthcare, sexual assault centres” it keeps its supplier"
    assert f"Would change it: {kept}" in said


def test_the_names_that_meet_a_pattern_are_listed(capsys):
    assert main(["assess", "--where", "buyer=devon*council", "--where", "buyer=*county council"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "1 name meets buyer=devon*council: Devon County Council." in lines
    [every] = [line for line in lines if line.startswith("18 names meet buyer=*county council: ")]
    assert every.count("; ") == 17 and "Worcestershire County Council" in every
    assert main(["assess", "--where", "company=*"]) == 0
    [every] = [line for line in capsys.readouterr().out.splitlines() if " names meet company=*: " in line]
    assert every.endswith(" more.") and every.count("; ") == 20


PUBLISHED = ROOT / "tests" / "fixtures" / "cf_website.csv"
OWN = (
    "Contract ID,Title,Buyer,Supplier,Start date,End date,Total contract value\n"
    "C-1,Home care for older people,Ambleford Council,Oak Care Ltd,01/04/2024,31/03/2028,1250000\n"
)
LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."


@pytest.mark.parametrize(
    ("given", "licensed", "lacking"),
    [
        (("own",), False, "Registers that were given: what they leave out is not in any total."),
        (("published",), True, "Published notices only: what was never published is not in any total."),
        (("own", "published"), True, "Published notices and registers that were given: what neither holds is not"),
    ],
)
def test_no_file_puts_a_register_of_ones_own_under_a_public_licence(tmp_path, given, licensed, lacking):
    """The licence is the publisher's to give; a council's own workbook, built into a table, bears none."""
    own, folder = tmp_path / "our workbook.csv", tmp_path / "tables"
    own.write_text(OWN, encoding="utf-8")
    folder.mkdir()
    build([{"own": own, "published": PUBLISHED}[name] for name in given], folder / "t.parquet", tmp_path, quiet=True)
    for table in (folder / "t.parquet", folder):
        for command, name in (("report", "briefing.html"), ("assess", "rows.csv")):
            main([command, "--data", str(table), "--out", str(tmp_path / name)])
            said = (tmp_path / name).read_text(encoding="utf-8-sig")
            assert (LICENCE in said) == licensed, (table, name)
            assert lacking in said, (table, name)
            assert "no date" not in said


def test_two_policies_that_part_on_no_contract_end_in_a_sentence(capsys):
    assert main(["compare", "pledge", "pledge"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 contracts differ between pledge and pledge."
