"""A briefing as DOCX: real headings, lists and a table whose heading row repeats, pictures with a text for each."""

import io
from datetime import UTC, datetime, time
from functools import singledispatchmethod

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from output.briefing.content import Block, Briefing, Drawn, Heading, Points, Rows, TableCell, Typed, Words, blocks
from output.files import picture
from output.palette import LIGHT
from output.text import file_text
from policy.bounds import cut

_FACE = "Arial"
"""A typeface that every machine has, or one as wide."""
_ACROSS, _PICTURE, _EDGE = 180, 165, 5
"""Millimetres of a page between its margins, of a picture, and of the blank at the left of one."""
_WIDTHS = (44, 32, 32, 25, 13, 21, 13)
"""Millimetres of the columns of the table of contracts; where the last is not there, the first has its room."""
_LARGE, _MIDDLE, _SMALL = 20.0, 13.0, 8.5
_LONGEST_TITLE = 255
"""Letters that a document may have as its title beside the text; the heading in the text is whole."""


def docx(about: Briefing) -> bytes:
    """Write the briefing as a document for a word processor."""
    writer = _Writer(about)
    for block in blocks(about):
        writer.add(block)
    return writer.saved()


class _Writer:
    def __init__(self, about: Briefing) -> None:
        self.document = Document()
        known, made = self.document.core_properties, datetime.combine(about.made_on, time(), UTC)
        known.title = cut(file_text(about.shown.headline_for_others()), _LONGEST_TITLE)
        known.author, known.comments = "Back in house", ""
        known.language, known.created, known.modified = "en-GB", made, made
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        page.left_margin = page.right_margin = Mm((210 - _ACROSS) / 2)
        page.top_margin, page.bottom_margin = Mm(16), Mm(18)
        self._styles()
        _numbered(page.footer.paragraphs[0])

    def _styles(self) -> None:
        styles = self.document.styles
        language = styles.element.find(f".//{qn('w:lang')}")
        language.set(qn("w:val"), "en-GB")
        for name, size, after in (
            ("Normal", 10, 6),
            ("Heading 1", _LARGE, 8),
            ("Heading 2", _MIDDLE, 4),
            ("List Bullet", 10, 2),
        ):
            _styled(styles[name], size, after)
        styles["Heading 2"].paragraph_format.space_before = Pt(12)

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Add a block at the end."""
        raise NotImplementedError(type(block).__name__)

    @add.register
    def _heading(self, block: Heading) -> None:
        self.document.add_heading(file_text(block.text), block.level)

    @add.register
    def _words(self, block: Words) -> None:
        run = self.document.add_paragraph().add_run(file_text(block.text))
        if block.small:
            run.font.size, run.font.color.rgb = Pt(_SMALL), _colour(LIGHT.quiet)

    @add.register
    def _points(self, block: Points) -> None:
        for text in block.texts:
            self.document.add_paragraph(file_text(text), style="List Bullet")

    @add.register
    def _typed(self, block: Typed) -> None:
        paragraph = self.document.add_paragraph(f"{file_text(block.text)} ")
        code = paragraph.add_run(file_text(block.code))
        code.font.name, code.font.size = "Courier New", Pt(_SMALL)

    @add.register
    def _drawn(self, block: Drawn) -> None:
        png = picture.drawn(picture.svg(block.taken, alone=False), picture.TIMES)
        shape = self.document.add_picture(io.BytesIO(png), width=Mm(_PICTURE))
        self.document.paragraphs[-1].paragraph_format.left_indent = Mm(-_EDGE)
        chart = block.taken.chart
        shape._inline.docPr.set("descr", file_text(chart.alternative()))  # noqa: SLF001 - python-docx sets no text
        shape._inline.docPr.set("title", file_text(chart.finding))  # noqa: SLF001

    @add.register
    def _rows(self, block: Rows) -> None:
        table = self.document.add_table(1 + len(block.cells), len(block.head), style="Table Grid")
        table.autofit = False
        _lines(table._tbl.tblPr)  # noqa: SLF001 - python-docx has no call for lines or repeated rows
        widths = [*_WIDTHS[: len(block.head)]]
        widths[0] += sum(_WIDTHS[len(block.head) :])
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, cells in enumerate((tuple(map(TableCell, block.head)), *block.cells)):
            row = table.rows[number]
            kept = row._tr.get_or_add_trPr()  # noqa: SLF001
            kept.append(OxmlElement("w:cantSplit"))
            if not number:
                kept.append(OxmlElement("w:tblHeader"))
            for place, cell, name, width in zip(row.cells, cells, block.head, widths, strict=True):
                place.width = Mm(width)
                _fill(place, cell, bold=not number, right=name.startswith("£"))

    def saved(self) -> bytes:
        """The document as a file."""
        written = io.BytesIO()
        self.document.save(written)
        return written.getvalue()


def _colour(text: str) -> RGBColor:
    return RGBColor.from_string(text.removeprefix("#"))


def _styled(style: ParagraphStyle, size: float, after: float) -> None:
    """Give a style our typeface in place of the theme's, and the colour of text."""
    style.font.name, style.font.size, style.font.color.rgb = _FACE, Pt(size), _colour(LIGHT.text)
    faces = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        faces.attrib.pop(qn(f"w:{name}"), None)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(0), Pt(after)


def _fill(place: _Cell, cell: TableCell, *, bold: bool, right: bool) -> None:
    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(file_text(cell.text))
    run.font.size, run.bold = Pt(_SMALL), bold
    if cell.address:
        run.font.underline, run.font.color.rgb = True, _colour(LIGHT.accent)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), place.part.relate_to(cell.address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(run._r)  # noqa: SLF001 - python-docx reads links and writes none
        paragraph._p.append(link)  # noqa: SLF001


def _lines(properties: BaseOxmlElement) -> None:
    """Lines between rows alone, thin and grey."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in ("bottom", "insideH") else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), LIGHT.exits.removeprefix("#"))
        borders.append(line)
    properties.append(borders)


def _numbered(paragraph: Paragraph) -> None:
    """Put the number of the page into the foot."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for name in ("PAGE", "NUMPAGES"):
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), name)
        run = paragraph.add_run("1")
        run.font.size = Pt(_SMALL)
        field.append(run._r)  # noqa: SLF001 - python-docx has no call for fields
        paragraph._p.append(field)  # noqa: SLF001
        if name == "PAGE":
            paragraph.add_run(" of ").font.size = Pt(_SMALL)
