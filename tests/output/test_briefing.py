"""The briefing: the figures of the page, every text from data as text, and nothing that it asks for from outside."""

import io
import re
import zlib
from datetime import date
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings

from data.load.datasets import embedded
from data.model.service_table import services
from output.briefing import paper
from output.briefing.content import Briefing, Drawn, Rows, blocks
from output.briefing.files import FORMS
from output.briefing.page import html
from output.reproduce import Reproduce
from output.subject import Shown, Table
from policy.coded import prepare
from policy.formats import pounds
from policy.results.ranking import largest_rows
from policy.results.receipt import receipt
from policy.results.sentences import headline_of
from policy.results.totals import totals
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where, naming, of_population
from tests.draws import EVERY
from tests.hostile import contracts as hostile
from tests.policy.test_scope import scopes
from tests.strategies import scenarios

DATASET = embedded()
CODED = prepare(DATASET.contracts, DATASET.services)
DAY = date(2026, 11, 27)


class Read(HTMLParser):
    """What a reader reads, the addresses that the file names, and the elements that it is made of."""

    def __init__(self, text):
        super().__init__()
        self.words, self.addresses, self.tags = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [(name, value) for name, value in attrs if name in ("href", "src", "xlink:href", "action")]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", " ".join(self.words))


def about(coded, scenario, scope=None):
    return Briefing(Shown(Table(DATASET, coded), scenario), DAY, Reproduce(scenario, scope or from_where([])))


def made(coded, scenario, scope=None):
    of = about(coded, scenario, scope)
    return of.shown.decisions, html(of)


@given(scopes(), scenarios())
@settings(max_examples=40 if EVERY else 3, derandomize=not EVERY)
def test_it_says_what_the_page_says(narrowed, scenario):
    scope = from_where(narrowed[0])
    decisions, text = made(CODED.within(scope), scenario, scope)
    read = Read(text)
    population = of_population(DATASET.population, scope, naming(DATASET.services))
    assert headline_of(totals(decisions), scenario, population) in read.text
    assert receipt(decisions, DATASET.described())["id"] in read.text
    shares = decisions.of_rows(decisions.outcome.shares[1])
    for row in largest_rows(decisions, 10):
        assert f"{shares[row] / 1000:.0%}" in read.text, "an amount of what is not decided is a part of the contract's"
        contract = DATASET.contracts.iloc[row]
        assert re.sub(r"\s+", " ", contract["title"]) in read.text
    assert not {"script", "iframe", "img", "link", "form"} & set(read.tags)


@pytest.mark.parametrize("preset", presets())
def test_every_preset_has_its_briefing(preset):
    scenario, _ = build_scenario(presets()[preset])
    decisions, text = made(CODED, scenario)
    read = Read(text)
    assert read.tags.count("svg") == 3
    central = totals(decisions).annual_gbp.returns.central
    assert scenario.preset.title in read.text
    assert read.text.count(scenario.preset.not_modelled) == 2, "below the answer and among what is not known"
    assert "How it is worked out" in read.text
    led_to = [value for name, value in read.addresses if name == "href"]
    assert led_to and all(address in read.text for address in led_to), "on paper no link can be followed"
    assert "£" in pounds(central // 1000)
    assert all(value.startswith(("http://", "https://")) for name, value in read.addresses if name == "href")


def test_the_table_of_contracts_has_a_column_of_notices_only_where_one_has_a_notice():
    of, unpublished = build_scenario()[0], DATASET.contracts.assign(notice_url=None)
    heads = []
    for contracts in (DATASET.contracts, unpublished.astype(DATASET.contracts.dtypes.to_dict())):
        briefing = about(prepare(contracts, DATASET.services), of)
        [table] = [block for block in blocks(briefing) if isinstance(block, Rows)]
        heads.append(table.head)
        assert {len(row) for row in table.cells} == {len(table.head)}
        [in_word] = docx.Document(io.BytesIO(FORMS["docx"].make(briefing))).tables
        assert [cell.text for cell in in_word.rows[0].cells] == list(table.head)
        assert sum(column.width.mm for column in in_word.columns) == pytest.approx(180, abs=0.1)
    assert heads[0][-1] in ("Notice", "Source") and heads[0][:-1] == heads[1]


def test_nothing_of_the_data_acts_in_it():
    read = Read(html(about(prepare(hostile(), services()), build_scenario()[0])))
    assert not {"script", "iframe", "img", "object", "form", "base"} & set(read.tags)
    assert all(re.match(r"https?://", value or "") for _, value in read.addresses)


def test_nothing_left_is_said_and_not_drawn():
    scenario, _ = build_scenario(None, {"authorities.kinds": ()})
    _, text = made(CODED, scenario)
    assert "None of the" in Read(text).text


@pytest.mark.parametrize(
    ("where", "heading", "undecided"),
    [
        (
            "buyer=Leeds City Council",
            "The one contract",
            "1 contract cannot be decided from what is known of it; it makes",
        ),
        ("company=Serco", "The 10 contracts", ""),
        (
            "buyer_kind=local",
            "The 10 largest contracts",
            " contracts cannot be decided from what is known of them; they make",
        ),
    ],
)
def test_a_list_is_of_the_largest_only_where_there_are_others(where, heading, undecided):
    scope = from_where([where])
    words = Read(made(CODED.within(scope), build_scenario()[0], scope)[1]).text
    assert f" {heading} " in words and undecided in words


def spaced(text):
    return re.sub(r"\s+", " ", text).strip()


def document(of):
    """The DOCX of a briefing as a word processor reads it, and every text in it in its order."""
    found = docx.Document(io.BytesIO(FORMS["docx"].make(of)))
    texts = [
        spaced("".join(node.text for node in paragraph.iter(qn("w:t"))))
        for paragraph in found.element.body.iter(qn("w:p"))
    ]
    return found, [text for text in texts if text]


@given(scopes(), scenarios())
@settings(max_examples=20 if EVERY else 2, derandomize=not EVERY, deadline=None)
def test_the_document_says_what_the_page_says_in_the_same_order(narrowed, scenario):
    scope = from_where(narrowed[0])
    of = about(CODED.within(scope), scenario, scope)
    page = re.sub(r"<svg.*?</svg>", "", html(of), flags=re.DOTALL)
    said = Read(page.partition("<body>")[2])
    _, texts = document(of)
    assert spaced(" ".join(texts)) == spaced(said.text)


def test_a_document_is_made_of_headings_a_table_and_pictures_that_say_what_they_show():
    of = about(CODED, build_scenario()[0])
    found, texts = document(of)
    assert texts[0] == of.shown.headline() == found.core_properties.title
    assert [p.style.name for p in found.paragraphs if p.style.name == "Heading 1"] == ["Heading 1"]
    drawn = [block.taken.chart for block in blocks(of) if isinstance(block, Drawn)]
    pictures = [shape._inline.docPr for shape in found.inline_shapes]
    assert [one.get("descr") for one in pictures] == [chart.alternative() for chart in drawn]
    [table], [rows] = found.tables, [block for block in blocks(of) if isinstance(block, Rows)]
    assert len(table.rows) == 11 and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    links = {part.target_ref for part in found.part.rels.values() if part.is_external}
    assert links == {cell.address for row in rows.cells for cell in row if cell.address}
    assert found.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"


def test_a_document_is_made_however_long_the_headline_is():
    sources = [name for name in DATASET.contracts["source"].dropna().unique() if "," not in name]  # a comma parts names
    scope = from_where([f"source={name}" for name in sorted(sources, key=len)[-4:]])
    of = about(CODED.within(scope), build_scenario()[0], scope)
    assert len(of.shown.headline()) > 255
    found, texts = document(of)
    assert texts[0] == spaced(of.shown.headline())
    assert found.core_properties.title == f"{of.shown.headline()[:254]}…"


def test_the_document_of_strange_data_opens_and_holds_it_as_text():
    found, texts = document(about(prepare(hostile(), services()), build_scenario()[0]))
    assert len(texts) > 20
    assert all(re.match(r"https?://", part.target_ref) for part in found.part.rels.values() if part.is_external)


def inflated(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_no_amount_of_a_heading_breaks_from_line_to_line():
    """The end of a line of the PDF was "worth £3.6", and "billion" stood on the next."""
    first = re.search("<h1>(.*?)</h1>", html(about(CODED, build_scenario()[0])))
    assert re.search("worth £[0-9.,]+\N{NO-BREAK SPACE}(?:million|billion) a year", first[1])


@pytest.mark.skipif(bool(paper.missing()), reason=f"no PDF without {paper.missing()}")
def test_the_pdf_has_the_answer_as_its_title_and_two_to_four_pages_that_are_tagged():
    of = about(CODED, build_scenario()[0])
    made = FORMS["pdf"].make(of)
    assert made.startswith(b"%PDF-1.7")
    held = b"".join(map(inflated, re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)))
    assert f"Back in house: {of.shown.headline()}".encode() in held
    assert b"pdfuaid" in held and b"/StructTreeRoot" in held
    assert 2 <= len(re.findall(rb"/Type ?/Page\b", held)) <= 4


def test_without_its_library_a_pdf_is_refused_with_what_is_missing(monkeypatch):
    monkeypatch.setattr(paper, "missing", lambda: "the Python package weasyprint")
    with pytest.raises(RuntimeError, match="no PDF without the Python package weasyprint"):
        paper.pdf(about(CODED, build_scenario()[0]))


def test_a_library_of_the_system_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setattr(paper, "find_library", lambda name: None if name == "pango-1.0" else name)
    assert "(pango-1.0;" in paper.missing.__wrapped__()
    monkeypatch.setattr(paper, "find_spec", lambda _: None)
    assert paper.missing.__wrapped__() == "the Python package weasyprint"


def test_a_briefing_says_a_pattern_as_it_was_asked_and_its_command_asks_it_again():
    scope = from_where(["buyer=*county council*", "company=*care*"])
    _, text = made(CODED.within(scope), build_scenario()[0], scope)
    words = Read(text).text
    assert "Only: any buyer named *county council* · any company named *care*." in words
    assert "--where 'buyer=*county council*'" in words.replace("&#x27;", "'")
