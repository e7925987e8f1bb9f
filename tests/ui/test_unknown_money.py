"""Unknown is never £0: on no page, in no table or file, and on no line of the command (semantics 10.13)."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from cli import printed
from cli.main import main
from data.load.datasets import embedded
from output.charts.chart import cell_words
from policy.analysis.compare import sweep
from policy.api.decided import Decided
from policy.coded import prepare
from policy.engine.decide import decide
from policy.results.partial import result
from policy.results.report import plain_result
from policy.scenarios.scenario import build_scenario
from tests.pages import opened, text
from ui.page import PAGES

NOTHING = re.compile(r"£0(?:\.00?)?(?![\d,.]*\d)(?! (?:million|billion)|bn|m\b|k\b)")
LEVERS = re.compile(
    r"^- £0: “|threshold|without VAT|with VAT|no line|concessions worth £0|^- \*\*(?:not known|concession)\*\*: ",
    re.IGNORECASE,
)
"""A line on the threshold, or one that names whose it is, may say £0, which is a setting and known; concessions too,
and what the glossary says of £0."""
VALUES = ("value_gbp", "annual_gbp", "annual_low_gbp", "annual_high_gbp")
MEASURES = ("annual_gbp", "whole_life_gbp")


@pytest.fixture(scope="module")
def silent():
    """The register, no contract of which states a value."""
    contracts = embedded().contracts.copy()
    contracts[list(VALUES)] = np.nan
    contracts.loc[:, "value_quality"] = "missing"
    return replace(embedded(), contracts=contracts, fingerprint="silent", checked={})


def nothings(lines):
    return [line for line in lines if NOTHING.search(line) and not LEVERS.search(line)]


def outside_tables(page):
    """The lines of a page that stand in no table, and its cards."""
    said = [line for part in text(page).split("\n") for line in [part] if not line.startswith("|")]
    return said + [str(part) for metric in page.metric for part in (metric.value, metric.delta)]


@pytest.mark.parametrize(("name", "measure"), [*((name, MEASURES[0]) for name in PAGES), ("overview", MEASURES[1])])
def test_no_page_says_nothing_where_no_value_is_known(name, measure, silent, drawn):
    page = opened(name, {"measure": measure}, silent)
    assert nothings(outside_tables(page)) == []
    for table in page.dataframe:
        money = [column for column in table.value if column.startswith("£")]
        assert table.value[money].isna().all(axis=None), "a list gives an amount that no contract states"
    for chart in drawn:
        words = [
            word for trace in chart.figure.get("data", ()) for word in np.atleast_1d(trace.get("text", [])).tolist()
        ]
        assert nothings(map(str, words)) == [], chart.name
        assert nothings([chart.finding, chart.note]) == [], chart.name
        assert not [row for row in rows(chart.table) if claims(row, chart.table)], chart.name


def test_where_no_value_is_known_no_curve_is_drawn_and_no_setting_is_said_to_move_nothing(silent, drawn):
    """Contracts do move; what the money does nobody knows."""
    page = text(opened("sensitivity", own=silent)) + text(opened("compare", own=silent))
    assert not {chart.name for chart in drawn} & {"threshold", "tornado", "way", "shares"}
    for said in ("change nothing", "No single change", "No setting on the way", "no setting moves"):
        assert said not in page
    assert "### What is in the answer has no known value" in page
    assert "“Value threshold” and “Criteria needed”: what is in the answer has no known value" in page


def test_a_kind_of_service_whose_contracts_state_no_value_has_no_mark_of_what_they_hold(silent, drawn):
    opened("whole", own=silent)
    [marks] = [trace for trace in drawn[0].figure["data"] if trace.get("marker", {}).get("symbol") == "line-ns"]
    assert not len(marks["x"])


def rows(table):
    return table.to_dict("records")


def claims(row, table):
    """Whether a row of a chart's table gives £0 for contracts that are in it."""
    ours = [name for name in row if "£" in name and (name.startswith("Contracts") or "In force, at most" not in row)]
    amounts = [name for name in ours if NOTHING.fullmatch(cell_words(name, row[name]))]
    counts = ("Contracts", "Contracts back", "In force, at most")
    count = next((row[name] for name in counts if name in row), None)
    return bool(amounts) and count != 0 and not (count is None and "Year" in table)


@pytest.mark.parametrize("value", ["returns:", "scope:frameworks"])
def test_no_list_of_contracts_says_nothing_where_some_values_are_not_known(value):
    """On the register itself: what comes back of a contract that states no value a year is not known."""
    page = opened("contracts", {"column": "step", "value": value})
    [table] = [one.value for one in page.dataframe if "£m back" in one.value]
    unknown = table["£m a year"].isna()
    assert unknown.any() and table.loc[unknown, "£m back"].isna().all()
    assert nothings(outside_tables(page)) == []


def test_no_command_and_no_figure_of_the_library_says_nothing_where_no_value_is_known(silent):
    decisions = decide(prepare(silent.contracts, silent.services), build_scenario()[0])
    assessed = result(decisions)
    lines = printed.assessment(assessed, silent.population).split("\n")
    counts = {line.split("  ")[0]: line for line in lines}
    assert "whose value is not known, would come back in house" in lines[0]
    for step in assessed.funnel:
        if step.contracts:
            assert "£0" not in counts[step.label]
    points = list(sweep(decisions.coded, decisions.scenario, "criteria.needed"))
    assert "£0" not in "\n".join(
        line for line in printed.sweep("criteria.needed", points, "").split("\n") if " 0 " not in line
    )
    plain = plain_result(assessed, {})
    for measure in MEASURES:
        assert [plain["returns"][measure][end] for end in ("low", "central", "high")] == [None] * 3
        assert plain["returns"][measure]["n_valued"] == 0
        for group in plain["by"]["service"]:
            assert (group[measure]["central"] is None) == (group["contracts"]["central"] > 0)
    library = Decided(decisions)
    assert library.totals().table.loc[list(MEASURES), "central"].isna().all()
    assert json.dumps(plain)


def test_the_command_says_of_how_many_contracts_a_sum_is(capsys):
    assert main(["assess"]) == 0
    said = capsys.readouterr().out
    assert re.search(r"worth £[\d.]+ billion a year for the \d+ whose value is known", said)
    assert re.search(r"is the sum of \d+ contracts, .* without the largest", said)
    assert "Look at these before you print it" in said
    assert main(["compare", "pledge", "councils-2019"]) == 0
    assert capsys.readouterr().out.count("value known for") >= 4
