"""What each rule answers of one contract, in words that nobody takes for their opposite."""

import pytest

from cli import printed
from data.load.datasets import embedded
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.explain import explain
from policy.rules.base import Stage
from policy.scenarios.scenario import build_scenario
from tests.pages import opened

WORDS = {"takes it out", "does not take it out", "met", "not met", "switched off", "not known"}


@pytest.fixture(scope="module")
def decisions():
    dataset = embedded()
    return decide(prepare(dataset.contracts, dataset.services), build_scenario()[0])


def first_at(decisions, stage):
    """Row of the first counted contract that ends at a stage."""
    return int((decisions.at(stage) & decisions.counted).nonzero()[0][0])


def answers(page):
    """The answers on the page of a contract, by rule."""
    [table] = [table.value for table in page.table if "Answer" in table.value]
    return {rule.replace("\\", ""): answer for rule, answer in zip(table["Rule"], table["Answer"], strict=True)}


@pytest.mark.parametrize("stage", [Stage.RETURNS, Stage.SCOPE, Stage.TRIGGER, Stage.CRITERIA])
def test_the_page_of_a_contract_says_which_rule_takes_it_out(stage, decisions):
    row = first_at(decisions, stage)
    said = answers(opened("contracts", {"contract": decisions.coded.frame["contract_id"].iloc[row]}))
    assert set(said.values()) <= WORDS
    if stage is Stage.RETURNS:
        assert "takes it out" not in said.values()
        assert said["Not a covered authority"] == "does not take it out"
    else:
        decided_by = explain(decisions, row).rule
        assert said[decided_by.label] == "takes it out"


def test_the_command_says_it_in_the_same_words(decisions):
    row = first_at(decisions, Stage.RETURNS)
    lines = printed.explanation(explain(decisions, row), decisions.coded.frame.iloc[row]).splitlines()
    [line] = [line for line in lines if line.startswith("Not a covered authority: ")]
    assert line.startswith("Not a covered authority: does not take it out (buyer_kind ")
    assert not [line for line in lines if ": stays (" in line or ": leaves (" in line]
