"""What leaves the program: names of files, citations, cells and texts of charts, links in tables."""

import pandas as pd
import pytest

from output.charts.chart import Chart, cell_words, markdown_table
from output.contract_tables import with_safe_links
from output.subject import csv_bytes
from tests.taken import SUBJECT


def test_a_file_is_named_by_what_it_shows_of_which_scenario_and_data():
    name = "funnel_pledge_50dd190058bc_0123456789ab_2026-03-01"
    assert SUBJECT.file_name("funnel", "ics") == f"{name}.ics"
    assert SUBJECT.file_name("funnel", "csv", 1) == f"{name}_full-1-row.csv"
    assert SUBJECT.file_name("funnel", "csv", 75, 75) == f"{name}_full-75-rows.csv"
    assert SUBJECT.file_name("funnel", "csv", 51, 616) == f"{name}_filtered-51-of-616-rows.csv"


def test_a_citation_names_day_data_and_scenario():
    assert SUBJECT.citation() == (
        "Author's analysis using Back in house, data to 1 March 2026 (0123456789ab), scenario pledge@1 (50dd190058bc). "
        "The authors of the tool do not endorse the result."
    )
    assert "scenario `pledge@1` (`50dd190058bc`)" in SUBJECT.citation(code="`")


def test_a_csv_file_opens_in_a_spreadsheet_without_formulas():
    found = csv_bytes(pd.DataFrame({"=1+1": ["@name", "plain"], "£ a year": [-5, 2]}))
    assert found.decode("utf-8-sig") == "'=1+1,£ a year\n'@name,-5\nplain,2\n"
    assert found.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("£ a year", 1234567.0, "£1,234,567"),
        ("Change, £ a year", -3023049330, "\N{MINUS SIGN}£3,023,049,330"),
        ("Contracts", -4.0, "\N{MINUS SIGN}4"),
        ("Contracts", 12.5, "12.5"),
        ("Contracts", 1200.0, "1,200"),
        ("Contracts", float("nan"), "not known"),
        ("Step", None, ""),
        ("Step", "Returns", "Returns"),
    ],
)
def test_a_cell_in_words(column, value, words):
    assert cell_words(column, value) == words


def test_a_table_in_markdown_aligns_numbers_and_escapes_names():
    table = pd.DataFrame({"Buyer": ["A | B"], "£ a year": [1200]})
    assert markdown_table(table) == "| Buyer | £ a year |\n| --- | ---: |\n| A \\| B | £1,200 |"


def test_the_text_for_a_chart_says_its_first_six_rows():
    rows = [(f"S{n}", n) for n in range(1, 9)]
    chart = Chart("c", "It is found", "Contracts", {"data": []}, pd.DataFrame(rows, columns=["Service", "contracts"]))
    assert chart.alternative() == (
        "It is found. Contracts. S1: 1; S2: 2; S3: 3; S4: 4; S5: 5; S6: 6; and 2 more in the table below."
    )


def test_the_text_for_a_chart_says_the_range_that_its_lines_draw():
    rows = [("Community", 104.6, 0, 262), ("Imaging", 11, 11, 11), ("Silent", float("nan"), float("nan"), 5)]
    table = pd.DataFrame(rows, columns=["Service", "Back, £ a year", "Low, £ a year", "High, £ a year"])
    said = Chart("c", "It is found", "Pounds", {"data": []}, table).alternative()
    assert said == "It is found. Pounds. Community: £105 (£0 to £262); Imaging: £11; Silent: not known."


def test_a_table_makes_links_of_web_addresses_alone():
    table = pd.DataFrame({"Notice": ["https://example.org/a b", "javascript:alert(1)", None], "Id": ["1", "2", "3"]})
    shown = with_safe_links(table)
    assert list(shown.columns) == ["Notice", "Id"]
    assert shown["Notice"].isna().tolist() == [False, True, True]
    assert shown["Notice"].tolist()[0] == "https://example.org/a%20b"
