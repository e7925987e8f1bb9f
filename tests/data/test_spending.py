"""The table of published national spending: it is whole, and its checks find what would be counted twice."""

import re

import pandas as pd
import pytest

from data.model.spending import PATH, check, load_spending


@pytest.fixture
def table():
    return pd.read_csv(PATH, dtype=str, keep_default_na=False)


def test_the_table_is_as_its_readme_says(table):
    assert check(table) == []
    assert len(load_spending()) == 114
    marks = table["quality"].value_counts()
    assert dict(marks) == {"S": 57, "N": 30, "V": 27}
    assert (table["gbp_m"] != "").sum() == 82
    assert (table.loc[table["quality"] == "N", "gbp_m"] == "").all()
    assert (table.loc[table["quality"] == "N", "treatment"] != "").all(), "an N row that does not say where to look"
    read = table["quality"] != "N"
    assert table.loc[read, "url"].str.startswith("http").all(), "a figure without a source"


FAULTS = {
    "a row twice": (lambda t: t.assign(id=t["id"].replace("s251-adoption", "s251-fostering")), "blank or repeated"),
    "two figures of a block": (lambda t: cell(t, "s251-adoption", "block", "fostering"), "2 rows of the sum"),
    "one inside another": (lambda t: cell(t, "s251-adoption", "inside", "s251-fostering"), "which is in a sum too"),
    "an N row with an amount": (lambda t: cell(t, "probation-n", "gbp_m", "5"), "an N row has an amount"),
    "not a number": (lambda t: cell(t, "s251-adoption", "gbp_m", "56,2"), "is not a number"),
    "an unknown service": (lambda t: cell(t, "s251-adoption", "service_ids", "adoption"), "no such kind of service"),
    "an unknown mark": (lambda t: cell(t, "s251-adoption", "quality", "W"), "is none of V, S, N"),
    "a missing row": (lambda t: cell(t, "asc-lt-2425", "low_rests_on", "nowhere"), "names rows that there are not"),
    "shares upside down": (lambda t: cell(t, "asc-lt-2425", "share_low", "0.9"), "no interval between 0 and 1"),
    "public bodies in the line": (lambda t: cell(t, "detention-1718", "share_low", "1"), "rests on another row"),
    "council companies unsaid": (lambda t: cell(t, "dwp-fas-plan", "external_only", "mostly"), "nor its note says so"),
    "an unknown basis": (lambda t: cell(t, "dwp-fas-plan", "basis", "guess"), "is none of plan, grant, estimate"),
    "parts above their whole": (lambda t: cell(t, "nhs-mh-private", "gbp_m", "12401"), "parts come to more"),
    "drawn apart": (lambda t: cell(t, "s251-adoption", "bar", "Adoption"), "is drawn under another name"),
    "another header": (lambda t: t.drop(columns="block"), "its columns are not"),
}  # fmt: skip


PUBLIC = re.compile(r"council-owned|council companies|public work")
NO_OUTTURN = re.compile(r"\b(?:planned|expected|estimated?|allocat\w+|ring-fenced)\b")


def test_a_line_with_public_bodies_in_it_is_never_called_outside_only(table):
    said = table["note"] + " " + table["treatment"]
    inside = table[said.str.contains(PUBLIC)]
    assert len(inside) >= 17
    assert set(inside["external_only"]) <= {"mostly", "partly", "no"}
    assert set(inside.loc[inside["role"] == "sum", "external_only"]) <= {"mostly", "partly"}


def test_what_is_no_outturn_is_marked_as_what_it_is(table):
    other = table[table["measure"].str.contains(NO_OUTTURN) & (table["gbp_m"] != "")]
    assert {"dwp-fas-plan", "dwp-assess-1617", "asylum-aasc-2425", "ph-grant-2526", "nhs-mh-private"} <= {*other["id"]}
    assert (other["basis"] != "").all(), other.loc[other["basis"] == "", "id"].tolist()
    assert dict(table.loc[table["year"].str.contains("average"), ["id", "basis"]].to_numpy()) == {
        "dwp-fas-plan": "plan"
    }


def test_the_asylum_row_says_what_its_contracts_were_let_at_and_which_estimate_is_overtaken(table):
    rows = table.set_index("id")
    treatment = rows.loc["asylum-accom-support-2425", "treatment"]
    contracts = pd.read_csv(PATH.parents[1] / "register" / "contracts.csv", dtype=str).set_index("id")
    of_it = contracts.loc[contracts.index.str.startswith("ho-aasc-"), "value_gbp"].astype(float) / 1_000_000
    estimate = of_it.pop("ho-aasc-all")
    assert len(of_it) == 7
    for amount in (of_it.sum(), estimate, float(rows.loc["asylum-aasc-2425", "gbp_m"])):
        assert f"£{amount:,.0f}m" in treatment
    assert "overtaken" in treatment and "asylum-aasc-2425" in treatment


def test_labels_say_what_a_figure_is_of_and_no_figure_is_not_no_spend(table):
    assert not table["label"].str.contains("base for|no national outside spend|context|do not add").any()


def cell(table, row, column, text):
    return table.assign(**{column: table[column].where(table["id"] != row, text)})


@pytest.mark.parametrize("fault", FAULTS)
def test_what_would_spoil_a_sum_is_named(table, fault):
    spoil, said = FAULTS[fault]
    assert any(said in problem for problem in check(spoil(table))), check(spoil(table))
