"""What can be taken away of every chart on every page: all of it says the same numbers as the table on the page."""

import csv
import io
import json
import re
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from itertools import chain
from types import SimpleNamespace
from urllib.parse import urlencode

import frictionless
import openpyxl
import pandas as pd
import pytest

from api import answers
from api.answers import Served
from api.asked import Asked, asked
from api.charts import picture_of
from api.doors import DOORS
from api.other_charts import OTHERS
from cli.main import main
from data.load import upload
from output.charts.chart import cell_words
from output.charts.named import CHARTS, chart_of
from output.files import package, picture, quote, tables
from output.palette import LIGHT
from output.text import file_text
from policy.engine.decide import decide
from policy.formats import contracts, in_pence, money
from policy.results.report import number
from policy.results.sentences import largest
from policy.results.totals import totals
from policy.scenarios.links import from_link, from_toml, to_query
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import EVERYTHING, from_where
from tests.pages import headline, link, opened, whole
from tests.ui.test_datasets import HEADER, ROWS
from ui.charts import chart_frame, taking
from ui.page import PAGES
from ui.shell import hosting, state
from ui.shell.cache import register
from ui.shell.state import UPLOAD
from ui.shell.view import View

DRAWN_BY_THEMSELVES = ("threshold", "map")
"""Charts that the page draws without plotly: a line that can be dragged, and a table."""
COUNCILS = from_where(["buyer_kind=local", "value_gbp>=5m"])
WALKED = [(name, EVERYTHING) for name in PAGES] + [
    (name, COUNCILS) for name in ("overview", "places", "compare", "whole")
]
"""Every page, and some in a scope."""
CHANGED = {"small.threshold": 1_000_000, "suppliers.exempt": ("charity",)}


@pytest.fixture
def offered(monkeypatch):
    """What every chart of the pages opened in a test offers, as it is put together when its button is pressed."""
    found = []

    def noted(chart, view, answered):
        found.append(taking.taken_of(chart, view, answered or taking.page_answer(view)))

    monkeypatch.setattr(chart_frame.taking, "offer", noted)
    return found


def cells_of(markdown):
    """The cells of a table in Markdown, its heads first, as a reader sees them."""
    table = markdown.partition("\n\n")[0].splitlines() if markdown[:1] == "|" else []
    heads, _, *rows = [line[2:-2].split(" | ") for line in table] or ([], [])
    return [cell.replace("\\", "") for row in (heads, *rows) for cell in row]


def as_stored(value):
    """A cell as a file gives it back: nothing for what is missing, else a number or a text."""
    if value is None or value == "" or value != value:  # noqa: PLR0124 - NaN
        return None
    return float(value) if isinstance(value, (int, float)) else str(value)


def in_csv(taken):
    """The table of a CSV file: numbers where the table has numbers."""
    lines = list(csv.reader(io.StringIO(tables.csv_with_head(taken).decode("utf-8-sig"), newline="")))
    head, *rows = [row for row in lines if not row[0].startswith("# ")]
    kinds = [[isinstance(cell, float) for cell in map(as_stored, row)] for row in plain_rows(taken)]
    return head, [
        [None if cell == "" else float(cell) if is_number else cell for cell, is_number in zip(row, kind, strict=True)]
        for row, kind in zip(rows, kinds, strict=True)
    ]


def in_workbook(taken):
    sheet = openpyxl.load_workbook(io.BytesIO(tables.workbook(taken)))["Table"]
    head, *rows = sheet.iter_rows(min_row=5, values_only=True)
    return list(head), [[as_stored(cell) for cell in row] for row in rows]


def plain_rows(taken):
    return taken.table.itertuples(index=False, name=None)


def close(found, expected):
    """Whether two tables hold the same cells; a workbook keeps fifteen digits."""
    pairs = zip(chain(*found), chain(*expected), strict=True)
    return all(a == b or (isinstance(b, float) and abs(a - b) <= 1e-12 * abs(b)) for a, b in pairs)


@pytest.mark.parametrize(("name", "scope"), WALKED)
def test_every_file_of_every_chart_says_what_the_table_on_its_page_says(offered, name, scope):
    page = opened(name, scope.to_query())
    said = [cells_of(part.value) for part in page.markdown]
    assert len(page.get("plotly_chart")) == sum(one.chart.name not in DRAWN_BY_THEMSELVES for one in offered)
    for one in offered:
        chart, rows = one.chart, [[as_stored(cell) for cell in row] for row in plain_rows(one)]
        words = [[cell_words(str(head), cell) for head, cell in zip(one.table, row, strict=True)]
                 for row in plain_rows(one)]  # fmt: skip
        assert [*map(str, one.table), *chain(*words)] in said, chart.name
        assert not any("nan" in cell for row in words for cell in row[1:]), f"{chart.name} shows nan"
        for head, found in (in_csv(one), in_workbook(one)):
            assert head == [str(column) for column in one.table] and close(found, rows), chart.name
        assert bool(chart.asked) == (chart.name in CHARTS)
        if chart.asked:
            assert by_the_door(one, scope) == picture.svg(one), f"{chart.name} over HTTP"
        drawn = ET.fromstring(picture.svg(one))
        title, alternative, *texts = [element.text for element in drawn.iter() if element.text]
        assert title == chart.finding
        assert alternative == chart.alternative()
        assert all(f"{row[0]}: {row[1]}" in alternative for row in words[:6]), chart.name
        assert {*figures_in(chart)} <= {"".join(text.split()) for text in texts}, chart.name
        assert all(chart.finding in quoted for quoted in (quote.sentences(one)["Long"], quote.csl(one), quote.ris(one)))
        quoted = chart.finding[1:] if chart.scenarios else one.answered.headline  # of several scenarios one is answered
        assert quoted in quote.sentences(one)["Short"] and one.answered.headline in " ".join(texts)
        assert register().dataset.note in one.lines()["What it is"], chart.name
        heavy = file_text(one.answered.weighs)  # no figure leaves without the contract that is more than a fifth of it
        assert all(heavy in said for said in (" ".join(texts), *list(quote.sentences(one).values())[1:])), chart.name
        if by_a_door(chart.name):
            found = by_table(one, offered)
            assert [list(row) for row in found] == [[*map(str, one.table)]] * len(rows), chart.name
            assert [[*map(as_stored, row.values())] for row in found] == rows, chart.name
            said_there = [element.text for element in ET.fromstring(by_picture(one, offered)).iter() if element.text]
            assert said_there[0] == title, chart.name
            # The ends of the way bear other names there.
            assert said_there[1] == alternative or chart.name == "way", chart.name
            assert {*figures_in(chart)} <= {"".join(text.split()) for text in said_there[2:]}, chart.name
        else:
            assert chart.name in ANSWERED_BY_MARK or chart.name.startswith("audit."), chart.name
        if chart.name not in NO_MARK:
            least = 1 if chart.name == "scenarios" else min(2, len(rows))
            assert answered_alike(one) >= least, f"{chart.name}: the interface answers too few of its rows"
        if scope:
            assert "Only: Councils" in " ".join(texts), chart.name
            assert f"_in_{scope.fingerprint()}_" in one.file_name("csv") and "_filtered-" in one.file_name("csv")
            assert scope.fingerprint() in quote.bibtex(one) and "in.buyer_kind=local" in one.link


def by_the_door(one, scope):
    """The picture of a chart as the HTTP interface draws it, by the parameters that the chart names."""
    query = urlencode({**one.chart.asked, **scope.to_query()})
    table = register()
    served = Served(table.dataset, table.coded, f"register.{table.dataset.fingerprint}")
    door = DOORS["chart.svg"]
    return picture_of(served, asked(query, frozenset(door.parameters), door.formats)).plain


ANSWERED_BY_MARK = {"threshold", "scenarios"}
"""Charts whose rows are answers of their own; those of the audit rest on what a reader judged and no server holds."""
NO_MARK = {"limited", "whole", "range", "tornado", "map", "way", "shares", "split", "company"} | {
    f"audit.{measure}" for measure in ("contracts", "annual_gbp")
}
"""Charts of whose marks no other answer of the interface speaks."""


def by_a_door(name):
    return name in (*CHARTS, *OTHERS)


def by_table(one, offered, **chosen):
    """The rows of a chart's table as the HTTP interface gives them, asked for as its page is at first, or chosen."""
    rows = at_the_door("chart", one, offered, **chosen).rows
    if one.chart.name == "way":  # on the page its ends bear the names by which they were chosen
        [way] = [each for each in offered if each.chart.name == "way"]
        rows[0]["Step"], rows[-1]["Step"] = way.table["Step"].iloc[0], way.table["Step"].iloc[-1]
    return rows


def by_picture(one, offered):
    """The picture of a chart as the HTTP interface draws it."""
    return at_the_door("chart.svg", one, offered, measure=one.chart.asked.get("measure", "annual_gbp")).plain


def at_the_door(name, one, offered, **chosen):
    """What the HTTP interface answers of a chart."""
    query = {**to_query(one.subject.scenario), **one.subject.scope.to_query(), "chart": one.chart.name, **chosen}
    if one.chart.name in ("way", "shares"):
        [way] = [each for each in offered if each.chart.name == "way"]
        [preset] = [each for each in presets().values() if each.short == way.table["Step"].iloc[-1]]
        query["to"] = urlencode(to_query(build_scenario(preset)[0]))
    table = register()
    served = Served(table.dataset, table.coded, f"register.{table.dataset.fingerprint}")
    door = DOORS[name]
    return door.answer(served, asked(urlencode(query), frozenset(door.parameters), door.formats))


CHOSEN = [
    ("timeline", "limited", {"limit": "annual_gbp", "most": "50", "rest": "let_again"}),
    ("timeline", "split", {"split": "nation"}),
    ("sensitivity", "map", {"down": "criteria.needed", "across": "window.years"}),
]


@pytest.mark.parametrize(("page", "name", "chosen"), CHOSEN)
def test_what_is_chosen_on_a_page_is_asked_of_the_interface_in_the_same_words(offered, page, name, chosen):
    opened(page, chosen)
    [one] = [each for each in offered if each.chart.name == name]
    found = [[*map(as_stored, row.values())] for row in by_table(one, offered, **chosen)]
    assert found == [[as_stored(cell) for cell in row] for row in plain_rows(one)]
    assert found != [[*map(as_stored, row.values())] for row in by_table(one, offered)]


PRESENT = "Present scenario"


def by_interface(one):
    """Central, low and high spend a year by the name of a row, as the interface answers the same question."""
    chart, subject = one.chart, one.subject

    def ask(**more):
        return Asked(subject.scenario, subject.scope, more, "json")

    served = Served(register().dataset, register().coded)
    if chart.name == "funnel":
        steps = answers.assess(served, ask()).plain["funnel"]
        return {step["label"]: [step["annual_gbp"]] for step in steps}
    if chart.name == "threshold":
        points = answers.swept(served, ask(key="small.threshold")).plain["points"]
        named = {f"£{int(point['value']):,}": point["annual_gbp"] for point in points}
    elif chart.name == "scenarios":
        named = {PRESENT: answers.assess(served, ask()).plain["returns"]["annual_gbp"]}
    else:
        groups = answers.groups(served, ask(column=chart.column)).plain["groups"]
        named = {chart.marks.get(group[chart.column] or ""): group["annual_gbp"] for group in groups}
    return {name: [found[end] for end in ("central", "low", "high")] for name, found in named.items() if name}


def answered_alike(one):
    """Hold that the interface answers with the numbers of a chart, row by row; gives how many rows it answers."""
    rows = {row[0]: row for row in plain_rows(one)}
    named = {mark: numbers for mark, numbers in by_interface(one).items() if mark in rows}
    for mark, numbers in named.items():
        shown = [as_stored(cell) for cell in rows[mark][1 : 1 + len(numbers)]]
        expected = [as_stored(number) for number in numbers]
        assert shown == pytest.approx(expected, abs=0.01), (one.chart.name, mark)
    return len(named)


def figures_in(chart):
    """Figures that are drawn in a chart as words, each as it stands on a line of its own."""
    written = [text for trace in chart.figure["data"] for text in trace.get("text", ())]
    for text in written:
        for line in text.split("<br>"):
            bare = "".join(re.sub("<[^<>]*>", "", line).split())
            if re.fullmatch(r"[+\N{MINUS SIGN}]?£?[\d.,]+(bn|m|k)?", bare):
                yield bare


@pytest.mark.parametrize("preset", presets())
def test_the_sentences_hold_the_figures_of_the_result(preset):
    made = build_scenario(presets()[preset])[0]
    view = View(register(), made)
    answered = taking.page_answer(view)
    whole_ = totals(decide(register().coded, made))
    count, annual = whole_.contracts.returns, whole_.annual_gbp.returns
    assert f"bout {contracts(count.central)} of the {contracts(whole_.contracts.of)} contracts" in answered.headline
    assert f"worth {money(in_pence(annual.central))} a year" in answered.headline
    ends = [f"{say(low)} and {say(high)}" for say, low, high in (
        (contracts, count.low, count.high), (lambda end: money(in_pence(end)), annual.low, annual.high))]  # fmt: skip
    assert all(end in answered.spread for end in ends)
    assert answered.certainty.startswith(answered.spread)
    assert answered.weighs == largest(decide(register().coded, made))
    assert answered.receipt()["returns"]["contracts"]["central"] == number("contracts", count.central)


def test_a_list_is_a_workbook_too_with_shares_as_percent_and_the_number_of_its_rows():
    page = opened("contracts", link(build_scenario(None, CHANGED)[0]))
    labels = ("CSV, 664 rows", "XLSX")
    [csv_button, xlsx_button] = [each.proto for each in page.get("download_button") if each.proto.label in labels]
    assert csv_button.id.endswith("csv.contracts") and xlsx_button.id.endswith("xlsx.contracts")
    listed = pd.DataFrame({"Contract": ["=A", "B"], "Share back": [0.875, 1.0], "£ a year": [1200.5, None]})
    about = taking.taken_of_table(
        "contracts", "2 of 664 contracts", "Contracts, a row each", View(register(), build_scenario()[0])
    )
    sheet = openpyxl.load_workbook(io.BytesIO(tables.workbook(about(listed, 664)))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows == [["Contract", "Share back", "£ a year"], ["=A", 0.875, 1200.5], ["B", 1, None]]
    assert sheet["B6"].number_format == "0.0%"
    assert sheet["A6"].data_type == "s"


def test_a_long_list_is_left_to_csv(monkeypatch):
    monkeypatch.setattr(taking, "_MOST_IN_WORKBOOK", 100)
    labels = [each.proto.label for each in opened("contracts", {}).get("download_button")]
    assert "CSV, 664 rows" in labels and "XLSX" not in labels


def test_the_button_opens_files_sentences_and_citations_and_sends_nothing_before():
    page = opened("services", link(build_scenario(None, CHANGED)[0]))
    assert not page.get("code")
    page.session_state["take.service"] = True
    whole(page.run())
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels[:5] == ["Picture (PNG)", "Picture (SVG)", "Table (CSV)", "Table (XLSX)", "Everything (ZIP)"]
    texts = [part.value for part in page.get("code")]
    source = "Source: Back in house, from Register of UK public service contracts, 22 November 2026."
    assert texts[0] == f"{headline(page)}. {source}"
    [bibtex] = [text for text in texts if text.startswith("@misc")]
    assert "url = " not in bibtex, "the query of a reader's own computer is no address"
    address = re.search(r"Back in house: (\S*)\}", bibtex.replace("\\", ""))[1]
    made, problems = from_link(address)
    assert (made, problems) == (build_scenario(None, CHANGED)[0], [])
    assert "data=register." in address and "said=" in address


@pytest.mark.parametrize(("name", "chart", "own", "why"), [
    ("timeline", "limited", False, "a link alone does not draw it"),
    ("suppliers", "supplier_kind", True, "your own file never leaves your session"),
    ("suppliers", "supplier_kind", False, ""),
])  # fmt: skip
def test_a_chart_is_offered_to_embed_only_where_the_server_can_draw_it_again(monkeypatch, name, chart, own, why):
    monkeypatch.setenv(hosting.ADDRESS, "https://figures.example.org/")
    page = opened(name)
    if own:
        found = upload.opened("council.csv", (HEADER + ROWS).encode())
        page.session_state["upload"] = upload.read(
            found, {**found.guessed.named(), "title": "What", "buyer": "Council", "supplier": "Who supplies"}
        )
        page.session_state["data"] = UPLOAD
    page.session_state[f"take.{chart}"] = True
    whole(page.run())
    snippets = [part.value for part in page.get("code") if "<iframe" in part.value]
    refused = [part.value for part in page.caption if "cannot be embedded" in part.value]
    assert len(snippets) == (0 if why else 2) and len(refused) == bool(why)
    assert all('src="https://figures.example.org/embed?chart=supplier_kind&amp;' in text for text in snippets)
    assert not any("Replace" in part.value for part in page.caption), "the address is the one from outside"
    if why:
        assert why in refused[0]


def test_the_link_opens_the_page_as_it_was(offered):
    opened("timeline", {"measure": "contracts", "period": "quarter"})
    assert "measure=contracts" in offered[0].link and "period=quarter" in offered[0].link
    assert offered[0].link.startswith("?base=pledge%401&"), "an address of this machine opens nothing elsewhere"


@pytest.mark.parametrize(
    ("address", "start"),
    [
        ("http://localhost:8501/timeline", "timeline?base="),
        ("http://127.0.0.1:8501/tools/house/timeline", "timeline?base="),
        ("http://localhost:8501/", "?base="),
        ("https://figures.example.org/timeline", "https://figures.example.org/timeline?base="),
    ],
)
def test_the_link_leads_to_the_page_of_the_chart_also_without_an_address(offered, monkeypatch, address, start):
    monkeypatch.setattr(state, "page_address", lambda: address)
    opened("timeline")
    assert offered[0].link.startswith(start)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The package of the chart of services under a changed scenario, unpacked."""
    view = View(register(), build_scenario(None, CHANGED)[0])
    chart = chart_of(view, "service", "annual_gbp", LIGHT)
    one = taking.taken_of(chart, view, taking.page_answer(view))
    place = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(package.packed(one, view.decisions))) as packed:
        packed.extractall(place)
    [inside] = place.iterdir()
    assert inside.name == one.file_name("zip").removesuffix(".zip")
    return inside


def test_the_data_package_is_valid(folder):
    assert json.loads((folder / "datapackage.json").read_text())["$schema"] == package.PROFILE
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert [task.name for task in report.tasks] == ["table", "contracts"]


def test_a_damaged_table_is_no_valid_package(folder, tmp_path):
    for name in ("datapackage.json", "table.csv", "contracts.csv"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    table = tmp_path / "table.csv"
    table.write_text(re.sub(r",[\d.]+,", ",many,", table.read_text(), count=1))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_package_holds_what_its_readme_lists(folder):
    lines = (folder / "README.txt").read_text().partition("\nFiles\n")[2].splitlines()
    assert sorted([line.partition(": ")[0] for line in lines] + ["README.txt"]) == sorted(
        path.name for path in folder.iterdir()
    )


def test_the_scenario_and_the_receipt_of_a_package_give_the_figure_again(folder, capsys):
    made = build_scenario(None, CHANGED)[0]
    assert from_toml((folder / "scenario.toml").read_text()) == made
    assert tomllib.loads((folder / "scenario.toml").read_text())["base"] == made.preset.name
    assert main(["verify", str(folder / "receipt.json")]) == 0
    assert "matches" in capsys.readouterr().out


def test_a_receipt_of_a_scope_gives_its_figure_again(tmp_path, capsys):
    view = View(register().within(COUNCILS), build_scenario()[0])
    receipt = taking.page_answer(view).receipt()
    assert receipt["scope"] == COUNCILS.to_where()
    (tmp_path / "receipt.json").write_text(json.dumps(receipt))
    assert main(["verify", str(tmp_path / "receipt.json")]) == 0
    assert "matches" in capsys.readouterr().out


def test_the_contracts_of_a_package_add_up_to_the_figure(folder):
    found = totals(decide(register().coded, build_scenario(None, CHANGED)[0]))
    with (folder / "contracts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) * 1000 == found.contracts.of
    back = sum(round(float(row["£ a year back"] or 0) * 100) for row in rows)
    assert back * 1000 == pytest.approx(found.annual_gbp.returns.central, abs=500 * len(rows))


def test_a_large_table_gives_the_contracts_with_the_most_that_returns(monkeypatch):
    monkeypatch.setattr(package, "MOST_TAKEN", 10)
    decisions = decide(register().coded, build_scenario()[0])
    table, of = package.contracts_behind(decisions)
    monkeypatch.undo()
    every, _ = package.contracts_behind(decisions)
    assert (len(table), of) == (10, len(every)) == (10, int(decisions.counted.sum()))
    assert {*table["Id"]} == {*every.nlargest(10, "£ a year back")["Id"]}


def test_a_session_holds_no_decisions_for_its_files():
    """What a button holds stays in memory while its reader is there: the parts of a chart, not the whole table."""
    receipt = taking.page_answer(View(register(), build_scenario()[0])).receipt
    assert [type(cell.cell_contents).__name__ for cell in receipt.__closure__] == ["dict"]


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://figures.example.org", "https://figures.example.org"),
        ("https://figures.example.org/?base=pledge%401", "https://figures.example.org"),
        ("https://figures.example.org/suppliers?value=x", "https://figures.example.org"),
        ("https://example.org/house/", "https://example.org/house"),
        ("https://example.org/house/when/timeline", "https://example.org/house/when"),
    ],
)
def test_the_address_of_the_dashboard_is_that_of_a_page_without_the_page(monkeypatch, url, site):
    monkeypatch.setattr(state.st, "context", SimpleNamespace(url=url))
    assert state.site_address() == site
