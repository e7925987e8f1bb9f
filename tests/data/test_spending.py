"""The table of published national spending: it is whole, and its checks find what would be counted twice."""

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
    "parts above their whole": (lambda t: cell(t, "nhs-mh-private", "gbp_m", "12401"), "parts come to more"),
    "drawn apart": (lambda t: cell(t, "s251-adoption", "bar", "Adoption"), "is drawn under another name"),
    "another header": (lambda t: t.drop(columns="block"), "its columns are not"),
}  # fmt: skip


def cell(table, row, column, text):
    return table.assign(**{column: table[column].where(table["id"] != row, text)})


@pytest.mark.parametrize("fault", FAULTS)
def test_what_would_spoil_a_sum_is_named(table, fault):
    spoil, said = FAULTS[fault]
    assert any(said in problem for problem in check(spoil(table))), check(spoil(table))
