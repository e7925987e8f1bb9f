"""What a page or a command says of a text that the source lacks: words, never a mark of the program for nothing."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from cli import printed
from cli.policy import main
from data.load.datasets import embedded
from data.model.issues import table as issue_table
from data.table.parquet import write_table
from output.calendar import calendar
from policy.coded import prepare
from policy.contracts import COLUMNS
from policy.engine.decide import decide
from policy.results.explain import explain
from policy.results.partial import result
from policy.results.rows import money
from policy.results.sentences import largest, largest_of
from policy.scenarios.scenario import build_scenario
from tests.draws import a_few
from tests.pages import opened, text
from tests.policy.test_scale import ABOUT, arrow
from tests.taken import SUBJECT
from ui.page import PAGES

LACKING = [column.name for column in COLUMNS if column.missing != "never missing" and not column.from_service]
NOTHING = re.compile(r"(?<!\w)(nan|NaN|NaT|<NA>)(?!\w)|\(None\)|(?<=[:.·] )None$", re.MULTILINE)
"""`None` stands for itself elsewhere: some settings have a choice of that name."""


def bare():
    """The register, each column missing in another of its contracts that come back, the largest first."""
    dataset = embedded()
    central = decide(prepare(dataset.contracts, dataset.services), build_scenario()[0])
    order = np.argsort(-money(central, "annual_gbp").central, kind="stable")
    contracts = dataset.contracts.copy()
    for row, name in zip(order, LACKING, strict=False):
        contracts.loc[row, name] = pd.NaT if name.endswith("_date") else np.nan
    return replace(dataset, contracts=contracts, fingerprint="bare"), dict(zip(LACKING, order, strict=False))


def lacking(name, row):
    """The register, with one contract that outweighs the others and lacks a column."""
    dataset, contracts = embedded(), embedded().contracts.copy()
    contracts.loc[row, "annual_gbp"] = 90e9
    contracts.loc[row, name] = pd.NaT if name.endswith("_date") else np.nan
    return replace(dataset, contracts=contracts, fingerprint=f"lacks-{name}")


@pytest.fixture(scope="module")
def tables():
    return bare()


def everything(page):
    """All texts that a page shows: headings, sentences, labels, options, marks of charts, cells of tables."""
    said = [text(page), *(error.value for error in page.error), *(one.label for one in page.expander)]
    for widget in [*page.selectbox, *page.radio, *page.multiselect, *page.button]:
        said += [widget.label, *map(str, getattr(widget, "options", ()))]
    said += [part for metric in page.metric for part in (metric.label, metric.value, metric.delta)]
    said += [figure.proto.spec for figure in page.get("plotly_chart")]
    for table in [*page.dataframe, *page.table]:
        said += [str(cell) for cell in table.value.to_numpy().ravel() if isinstance(cell, str)]
    for table in page.table:
        assert not table.value.isna().to_numpy().any(), "a plain table has no words of its own for what is missing"
    return "\n".join(map(str, said))


def marks_in(shown):
    return [shown[max(0, hit.start() - 60) : hit.end() + 20] for hit in NOTHING.finditer(shown)]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_a_mark_for_a_missing_text(name, tables):
    assert marks_in(everything(opened(name, own=tables[0]))) == []


@pytest.mark.usefixtures("levers_unasked")  # they say of this table what they say on the page of contracts above
@pytest.mark.parametrize("column", a_few(LACKING, 4))
def test_no_contract_page_shows_a_mark_for_a_missing_text(column, tables):
    dataset, rows = tables
    id_ = dataset.contracts["contract_id"].iloc[rows[column]]
    page = opened("contracts", {"contract": id_}, dataset)
    assert page.header, "the contract is opened"
    assert marks_in(everything(page)) == []


@pytest.mark.parametrize("column", a_few(LACKING, 4))
def test_no_command_prints_a_mark_for_a_missing_text(column, tables):
    dataset = lacking(column, tables[1][column])
    decisions = decide(prepare(dataset.contracts, dataset.services), build_scenario()[0])
    row = tables[1][column]
    said = [
        printed.assessment(result(decisions), dataset.population, [largest(decisions)]),
        printed.explanation(explain(decisions, row), decisions.coded, row),
    ]
    assert marks_in("\n".join(said)) == []


def test_the_words_are_these(tables):
    row = tables[1]["buyer"]
    dataset = lacking("buyer", row)
    title = dataset.contracts["title"].iloc[row]
    decisions = decide(prepare(dataset.contracts, dataset.services), build_scenario()[0])
    assert f" of the spend: {title} (buyer not known)." in largest(decisions)
    assert largest_of(40, "", "") == "One contract is 40% of the spend: title not known (buyer not known)."
    printed_one = printed.explanation(explain(decisions, row), decisions.coded, row)
    assert printed_one.startswith(f"{title} (buyer not known)\n")


def test_a_table_in_parts_says_it_in_the_same_words(tables, tmp_path, capsys):
    row = tables[1]["buyer"]
    dataset = lacking("buyer", row)
    issues = pa.Table.from_pandas(issue_table([]), preserve_index=False)
    write_table(tmp_path / "table.parquet", [arrow(dataset.contracts)], issues, ABOUT)
    assert main(["assess", str(tmp_path / "table.parquet")]) == 0
    said = capsys.readouterr().out
    assert f"{dataset.contracts['title'].iloc[row]} (buyer not known)." in said
    assert marks_in(said) == []


def test_a_calendar_says_what_is_not_known():
    row = {
        "Contract": np.nan,
        "Buyer": np.nan,
        "Outcome": "Back in house",
        "Notice": np.nan,
        "Id": "A-1",
        "Ends": date(2027, 3, 31),
    }
    made = calendar(pd.DataFrame([row]), date(2026, 11, 27), SUBJECT).decode()
    assert "SUMMARY:Contract ends: title not known (buyer not known)" in made
    assert "DESCRIPTION:Back in house. Address of the notice not known" in made


def test_a_contract_that_never_ends_has_no_day_in_a_calendar():
    """31 December 9999 is how systems write that there is no end, and no day follows on it."""
    row = {"Contract": "x", "Buyer": "y", "Outcome": "Back in house", "Notice": "z", "Id": "A-1"}
    days = [{**row, "Ends": date(9999, 12, 31)}, {**row, "Id": "A-2", "Ends": date(2027, 4, 1)}]
    made = calendar(pd.DataFrame(days), date(2026, 11, 27), SUBJECT).decode()
    assert made.count("BEGIN:VEVENT") == 1 and "A-2" in made


def test_each_day_of_a_calendar_says_by_which_policy_and_of_which_data():
    row = {"Contract": "x", "Buyer": "y", "Outcome": "Back in house", "Notice": "z", "Id": "A-1"}
    days = [{**row, "Ends": date(2027, 3, 31)}, {**row, "Id": "A-2", "Ends": date(2027, 4, 1)}]
    made = calendar(pd.DataFrame(days), date(2026, 11, 27), SUBJECT).decode().replace("\r\n ", "")
    for day in made.split("BEGIN:VEVENT")[1:]:
        said = day.replace("\\,", ",").replace("\\;", ";")
        assert f"\\nPolicy: {SUBJECT.policy_line}.\\n{SUBJECT.source_line}." in said
        assert SUBJECT.fingerprint in said and SUBJECT.scenario.fingerprint() in said
