"""What each rule answers of one contract, in words that nobody takes for their opposite."""

import json
import re
from dataclasses import replace

import pytest

import data
import policy
from cli import printed
from cli.policy import main
from data.load.datasets import embedded
from output.briefing.files import FORMS
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.explain import explain
from policy.rules import settings
from policy.rules.base import Stage
from policy.rules.scope import Authorities
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests.pages import opened

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
    said = f"{title} (councils-2019@1). {data.source}, {data.as_of}. Receipt {receipt}."
    assert capsys.readouterr().out.splitlines()[-1] == said


def test_the_command_says_it_as_plainly(decisions):
    row = first_at(decisions, Stage.RETURNS)
    lines = printed.explanation(explain(decisions, row), decisions.coded.frame.iloc[row]).splitlines()
    [line] = [line for line in lines if line.startswith("Not a covered authority: ")]
    assert line.startswith("Not a covered authority: does not take it out (buyer_kind ")
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


def test_the_library_says_the_same_of_what_moves_the_answer(capsys):
    assert main(["sensitivity", "--where", "buyer_kind=nhs", "--measure", "contracts", "--json"]) == 0
    changes = json.loads(capsys.readouterr().out)["changes"]
    rows = policy.decide(data.load_dataset(), "pledge", where=["buyer_kind=nhs"]).sensitivity("contracts").table
    assert [(each["key"], each["value"], each["change"]) for each in changes] == [
        *rows[["key", "value", "change"]].itertuples(index=False, name=None)
    ]
    with pytest.raises(policy.PolicyError, match="no such measure"):
        policy.decide(data.load_dataset(), "pledge").sensitivity("pounds")
