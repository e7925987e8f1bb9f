"""Every field that a reader meets has a name and every code words, so that no page shows the schema."""

import pytest

from data.load.datasets import embedded
from output.field_words import LABELS, VALUES, words
from policy import rules
from policy.coded import prepare
from policy.contracts import BY_NAME
from tests.pages import opened, whole


def test_every_field_that_a_rule_reads_has_a_name():
    assert {name for rule in rules.RULES for name in rule.reads} <= {*LABELS}
    assert {*LABELS} <= {*BY_NAME}


def test_every_rule_that_is_asked_of_a_contract_has_a_question():
    asked = [rule for rule in rules.RULES if rule.id != "reassess"]
    assert all(rule.question.endswith("?") for rule in asked)


def test_words_are_of_values_that_there_are():
    for name, given in VALUES.items():
        known = {*BY_NAME[name].values} or {*prepare(embedded().contracts, embedded().services).levels[name]}
        assert {*given} <= known, name


def test_no_word_of_a_code_is_a_code():
    coded = prepare(embedded().contracts, embedded().services)
    for name in ("service", "echr_articles", "at_risk_groups", *VALUES):
        assert not {char for row in range(0, 660, 30) for char in words(coded, name, row)} & {"_"}, name


@pytest.mark.parametrize("contract", ["moj-oakwood", "dwp-fas-all"])
def test_a_contract_is_told_without_words_of_the_schema(contract):
    page = opened("contracts", {"contract": contract})
    questions, facts = (table.value.astype(str) for table in page.table[:2])
    assert facts["Fact"].is_unique and {"Buyer", "Value a year, without VAT"} <= {*facts["Fact"]}
    assert {*questions["What follows"].str.strip("*")} <= {
        "Still in", "Out here: it keeps its supplier", "Yes: a reason to bring it back", "No", "Not known",
        "Not asked under this policy",
    }  # fmt: skip
    assert not questions["What we read"].str.contains("_", regex=False).any()


def test_the_list_of_contracts_starts_with_the_most_spend_that_comes_back():
    table = opened("contracts").dataframe[0].value
    back = table["£m back"].dropna()
    assert back.is_monotonic_decreasing and len(back) > 300
    assert table["£m back"].isna()[table["£m a year"].isna()].all(), "nothing is known of an unknown value"


def test_an_older_link_that_chooses_by_a_column_of_the_scope_still_works():
    page = whole(opened("contracts", {"column": "nation", "value": "Wales"}))
    assert 0 < len(page.dataframe[0].value) < 664
