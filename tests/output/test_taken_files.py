"""Files of a chart, whatever stands in it: what each says of itself, numbers as numbers, no formula, sound XML."""

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import takewhile

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from output.charts import figures
from output.charts.chart import Chart
from output.files import lettering, picture, plot, quote, tables
from output.palette import DARK, LIGHT
from output.text import file_text, safe_cell
from tests.draws import tries
from tests.taken import SUBJECT, bars, taken

SVG = "{http://www.w3.org/2000/svg}"
STRANGE = st.text(min_size=1, max_size=40) | st.sampled_from(
    [
        "=1+1",
        "+1",
        "-1",
        "@a",
        "# no head",
        "a,b",
        'say "so"',
        "</text><script>",
        "&amp;",
        "\x00\x1b",
        "\ufffe",
        "\ud800",
    ]
)
AMOUNTS = st.floats(0, 1e12, allow_nan=False)


def rows_of(data):
    """Head and rows of CSV as a spreadsheet reads them."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    told = list(takewhile(lambda row: row[0].startswith("# ") and len(row) == 2, rows))
    return {name.removeprefix("# "): text for name, text in told}, rows[len(told) :]


def words(svg):
    """Every text that a picture shows."""
    return [element.text for element in ET.fromstring(svg).iter(f"{SVG}text")]


@tries(40)
@given(st.lists(st.tuples(STRANGE, AMOUNTS), min_size=1, max_size=4), STRANGE)
@example([("=1+1", 0.0)], "# Title")
def test_whatever_the_text_the_files_hold_the_same_cells_and_no_formula(cells, finding):
    names, values = [name for name, _ in cells], [value for _, value in cells]
    one = taken(bars(names, values, finding))
    lines = tables.csv_with_head(one).decode("utf-8-sig").split("\n")
    head, (columns, *rows) = rows_of(tables.csv_with_head(one))
    assert head["Title"] == safe_cell(file_text(finding))
    assert columns == ["Service", "Back, £ a year"]
    assert [row[0] for row in rows] == [safe_cell(file_text(name)) for name in names]
    assert [float(row[1]) for row in rows] == values
    assert [line.startswith("#") for line in lines] == [True] * len(head) + [False] * (len(lines) - len(head))
    sheet = openpyxl.load_workbook(io.BytesIO(tables.workbook(one)))["Table"]
    stored = list(sheet.iter_rows(min_row=6))
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert [row[1].value for row in stored] == [pytest.approx(value, rel=1e-14) for value in values]
    pasted = [line.split("\t") for line in tables.pasted(one.table).split("\n")]
    assert [row[0] for row in pasted[1:]] == [row[0] for row in rows]


@tries(40)
@given(STRANGE, STRANGE, STRANGE)
def test_whatever_the_text_a_picture_is_sound_and_its_title_is_the_finding(name, finding, note):
    drawn = ET.fromstring(picture.svg(taken(bars([name], [1.0], finding, note))))
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} <= {"svg", "title", "desc", "rect", "text",
                                                                         "polyline"}  # fmt: skip
    assert drawn.find(f"{SVG}title").text == (file_text(finding) or None)


@tries(40)
@given(STRANGE, STRANGE)
def test_whatever_the_text_a_citation_keeps_its_form(finding, note):
    one = taken(bars(finding=finding), coverage=note)
    entry = quote.bibtex(one)
    plain = re.sub(r"\\[{}&%$#_]", "", entry)
    assert plain.count("{") == plain.count("}") and entry.startswith("@misc{back-in-house-service-")
    lines = quote.ris(one).split("\n")
    assert lines[0] == "TY  - DATA" and lines[-1] == "ER  - "
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    [reference] = json.loads(quote.csl(one))
    assert reference["type"] == "dataset" and reference["issued"]["date-parts"] == [[2026, 3, 1]]


@pytest.mark.parametrize(("link", "address", "told"), [
    ("https://example.org/?base=pledge%401", "https://example.org/?base=pledge%401", "https://example.org/?base=pledge%401"),
    ("?base=pledge%401", None, "After the address of Back in house: ?base=pledge%401"),
    ("suppliers?base=pledge%401", None, "After the address of Back in house: suppliers?base=pledge%401"),
])  # fmt: skip
def test_only_a_whole_address_is_given_as_one(link, address, told):
    one = taken(link=link)
    [reference] = json.loads(quote.csl(one))
    assert reference.get("URL") == address
    assert re.findall(r"(?m)^UR  - (.*)$", quote.ris(one)) == ([address] if address else [])
    entry = quote.bibtex(one)
    assert re.findall(r"(?m)^  url = \{(.*)\},$", entry) == ([address] if address else [])
    notes = [reference["note"], re.search(r"(?m)^N1  - (.*)$", quote.ris(one))[1], re.search("note = .*", entry)[0]]
    assert [told in note.replace("\\", "") for note in notes] == [address is None] * 3
    assert f"{told}." in quote.citations(one)["Long"] and one.lines()["Link"] == told
    letters = "".join(ET.fromstring(picture.svg(one, LIGHT)).itertext())
    assert told in letters


def test_what_the_data_are_not_stands_in_every_file_of_theirs():
    one = replace(taken(), caution="A chosen set, not a sample.")
    said = "An estimate, not a prediction. A chosen set, not a sample."
    assert one.lines()["What it is"] == said
    assert said in quote.sentences(one)["Long"] and said in " ".join(words(picture.svg(one)))


def test_the_head_of_a_file_says_what_it_is():
    head, _ = rows_of(tables.csv_with_head(taken(bars(note="24 smaller ones are in the table"))))
    assert head == {
        "Title": "Most is prisons",
        "What it shows": "Pounds a year back in house",
        "Units": "£ a year",
        "Note": "24 smaller ones are in the table",
        "Answer": "About 5 of the 9 contracts in this register would come back in house.",
        "Range": "Between 4 and 6 contracts: 2 cannot be decided.",
        "Coverage": "Of the contracts in the answer, certain or possible, the money leaves out 1 "
        "whose value a year is not known.",
        "What it is": "An estimate, not a prediction.",
        "Source": "The register, 1 March 2026",
        "Data": "to 1 March 2026, fingerprint 0123456789ab",
        "Policy": "The pledge of March 2019, plain reading (pledge@1), no setting changed; "
        "contracts that end from 1 April 2027 to 31 March 2037",
        "Scenario": "pledge@1, fingerprint 50dd190058bc",
        "Table": "Full, 2 rows. An empty cell is a figure that is not known, or one that cannot exist.",
        "Taken": "27 November 2026",
        "Link": "https://example.org/?base=pledge%401",
        "Receipt": "feedfacecafe",
        "Licence": "Contains public sector information licensed under the Open Government Licence v3.0.",
    }


def test_a_program_reads_the_table_past_the_head():
    written = tables.csv_with_head(taken(bars(["#1", "b"], [1.5, 2.0])))
    found = pd.read_csv(io.BytesIO(written), comment="#")
    assert found.to_dict("list") == {"Service": ["#1", "b"], "Back, £ a year": [1.5, 2.0]}


def test_a_missing_number_is_an_empty_cell_and_never_nought():
    chart = bars()
    chart.table["Back, £ a year"] = [None, float("nan")]
    chart.table["Of, £ a year"] = [0.0, 2.0]
    one = taken(chart)
    _, (_, *rows) = rows_of(tables.csv_with_head(one))
    assert [row[1:] for row in rows] == [["", "0"], ["", "2"]]
    sheet = openpyxl.load_workbook(io.BytesIO(tables.workbook(one)))["Table"]
    assert [[cell.value for cell in row[1:]] for row in sheet.iter_rows(min_row=6)] == [[None, 0], [None, 2]]


def test_a_workbook_says_on_two_sheets_what_it_is():
    book = openpyxl.load_workbook(io.BytesIO(tables.workbook(taken())))
    assert book.sheetnames == ["Table", "About"]
    table = book["Table"]
    assert [table.cell(row, 1).value for row in (1, 2)] == ["Most is prisons", "Pounds a year back in house"]
    assert table["B6"].value == 1200.5 and table["B6"].number_format == '"£"#,##0'
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Receipt"] == "feedfacecafe" and about["Link"] == "https://example.org/?base=pledge%401"


def test_no_row_of_a_workbook_is_higher_than_a_spreadsheet_can_show():
    """A row has at most 409 points (Excel specifications and limits, "Row height")."""
    sheet = openpyxl.load_workbook(io.BytesIO(tables.workbook(taken(bars(finding="Very long " * 2_000)))))["About"]
    heights = [row.height for row in sheet.row_dimensions.values() if row.height]
    assert max(heights) == 409 and min(heights) == 15.5


def test_a_png_is_the_picture_at_twice_the_size_with_its_words():
    one = taken()
    width, height = (int(ET.fromstring(picture.svg(one)).get(side)) for side in ("width", "height"))
    drawn = Image.open(io.BytesIO(picture.png(one)))
    assert drawn.format == "PNG" and drawn.size == (2 * width, 2 * height)
    title = drawn.convert("L").crop((48, 48, 400, 110))
    assert sum(title.histogram()[:90]) > 1000, "the title has no ink: the font is not read"


def test_a_picture_says_title_unit_range_policy_source_date_and_link():
    shown = " ".join(words(picture.svg(taken())))
    for said in (
        "Most is prisons", "Pounds a year back in house", "£1,200", "Range: between 4 and 6 contracts.",
        "An estimate, not a prediction.", "Policy: The pledge of March 2019", "The register, 1 March 2026",
        "27 November 2026", "receipt feedfacecafe", "https://example.org/?base=pledge%401",
    ):  # fmt: skip
        assert said in shown


def test_a_picture_keeps_its_words_inside():
    long = " ".join(["Accommodation"] * 12)
    one = taken(
        bars([long, "W" * 60], [9e9, 1.0], f"{long} {'x' * 300}", long), link=f"https://example.org/?{'a' * 500}"
    )
    for element in ET.fromstring(picture.svg(one)).iter(f"{SVG}text"):
        size, bold = float(element.get("font-size")), element.get("font-weight") == "600"
        wide, x = lettering.width_of(element.text, size, bold=bold), float(element.get("x"))
        left = x - wide if element.get("text-anchor") == "end" else x
        assert left >= 0 and left + wide <= picture.WIDTH, element.text


def test_a_chart_of_a_dark_screen_is_printed_in_the_colours_of_print():
    from output.charts.one_scenario import groups_chart  # noqa: PLC0415
    from policy.results.totals import NOTHING, Range, Total, Totals  # noqa: PLC0415

    part = Total(Range(1000, 2000, 3000), 4000)
    group = {"prison": Totals(part, part, part)}
    light, dark = (
        groups_chart("service", (group, NOTHING), {}, SUBJECT.scenario, "contracts", palette)
        for palette in (LIGHT, DARK)
    )
    assert dark.figure != light.figure
    assert picture.svg(taken(dark)) == picture.svg(taken(light))
    assert light.printed is None


@pytest.mark.parametrize(
    "figure",
    [
        {"data": [{"type": "pie", "x": [1], "y": [1]}]},
        {"data": [{"type": "scatter", "mode": "markers", "x": [1], "y": [1], "marker": {"symbol": "star", "size": 3}}]},
    ],
)
def test_what_cannot_be_drawn_is_refused_and_not_left_out(figure):
    layout = figures.layout_of(LIGHT, 100, xaxis={"visible": False}, yaxis={"visible": False})
    with pytest.raises(NotImplementedError, match="no picture of"):
        plot.plotted({**figure, "layout": layout}, 400)


def test_a_chart_of_several_scenarios_is_quoted_by_what_it_says_of_them_and_not_by_the_answer_of_one():
    one = taken()
    several = replace(
        one.chart,
        finding="From £1 million under “A” to £2 million under “B”",
        shows="Spend a year under each scenario",
        note="under “B” the figure is what must be considered",
        key=(),
        scenarios={"A": {}, "B": {}},
    )
    assert quote.sentences(replace(one, chart=several))["Short"] == (
        "Spend a year under each scenario: from £1 million under “A” to £2 million under “B”; under “B” the figure is "
        "what must be considered. Source: Back in house, from The register, 1 March 2026."
    )


def test_sentences_are_made_of_what_the_page_says():
    one = taken()
    said = quote.sentences(one)
    assert said["Short"] == f"{one.answered.headline}. Source: Back in house, from The register, 1 March 2026."
    finding = f"{one.chart.finding}. {one.answered.headline}."
    assert said["Medium"] == f"{finding} Range: between 4 and 6 contracts. Source: The register, 1 March 2026."
    for part in (
        one.chart.finding,
        one.answered.certainty,
        one.answered.coverage,
        "An estimate",
        "Policy: ",
        "1 March 2026",
    ):
        assert part in said["Long"]
    assert len({*quote.citations(one)}) == 5
    assert all("feedfacecafe" in cited for cited in quote.citations(one).values()), "each leads to what can be checked"


def test_nothing_to_show_is_said_in_the_picture():
    empty = Chart(
        "service",
        "Nothing is in the answer",
        "Contracts",
        {"data": []},
        pd.DataFrame({"Service": ["A"], "contracts": [0]}),
    )
    assert "Nothing to show." in words(picture.svg(taken(empty)))


def test_a_workbook_that_cannot_be_put_together_is_an_error_of_the_disk(monkeypatch):
    """Of lxml, where the folder of the system's temporary files is full; it is no OSError."""

    class SerialisationError(Exception):
        pass

    def full(*_):
        raise SerialisationError("IO_ENOSPC")

    monkeypatch.setattr(openpyxl.Workbook, "save", full)
    with pytest.raises(OSError, match=r"a workbook cannot be put together \(IO_ENOSPC\)"):
        tables.workbook(taken(bars()))
