"""A briefing as one HTML file that prints well and needs nothing else; every text from data is escaped."""

from base64 import b64encode
from functools import singledispatch
from html import escape
from pathlib import Path

from output.briefing.content import Block, Briefing, Drawn, Heading, Points, Rows, TableCell, Typed, Words, blocks
from output.files import picture
from output.files.lettering import FONTS
from output.text import unbroken

_STYLE = """
@page { size: A4; margin: 16mm 15mm 18mm; @bottom-right { content: counter(page) " of " counter(pages);
  font: 8.5pt "Source Sans 3", Arial, sans-serif; color: #5B5852; } }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 "Source Sans 3", "Source Sans Pro", Arial, sans-serif; color: #1F1E1B; background: #FFF;
  max-width: 180mm; margin: 0 auto; padding: 8mm 0; overflow-wrap: break-word; }
h1, h2 { font-weight: 600; line-height: 1.2; margin: 0 0 3mm; break-after: avoid; }
h1 { font-size: 21pt; }
h2 { font-size: 13pt; margin-top: 7mm; }
p, ul { margin: 0 0 3mm; orphans: 3; widows: 3; }
.small { font-size: 9pt; color: #5B5852; }
figure { margin: 4mm -5mm; break-inside: avoid; }
figure svg { width: 100%; height: auto; display: block; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: 0.3mm solid #D9D5CB;
  overflow-wrap: anywhere; }
thead th { overflow-wrap: normal; }
td.number, th.number { text-align: right; }
.number, .day { white-space: nowrap; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
code { font-size: 8.5pt; overflow-wrap: anywhere; }
a { color: #11406B; overflow-wrap: anywhere; }
@media screen { body { padding: 10mm 6mm; } .across { overflow-x: auto; } table { min-width: 130mm; } }
@media screen and (max-width: 600px) { h1 { font-size: 17pt; } figure { margin: 4mm 0; overflow-x: auto; }
  figure svg { min-width: 150mm; } }
@media print { body { padding: 0; max-width: none; } figure { width: 165mm; } }
"""


def html(about: Briefing) -> str:
    """Write the briefing as one HTML file."""
    title = escape(f"Back in house: {about.shown.headline_for_others()}")
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_faces()}{_STYLE}</style></head>\n<body><main>\n'
        + "\n".join(map(_written, blocks(about)))
        + "\n</main></body></html>\n"
    )


def _faces() -> str:
    """The typeface of the pictures, in the file itself, so that no word is wider than its place on any machine."""
    weights = zip((400, 600), FONTS, strict=True)
    return "".join(
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; '
        f"src: url(data:font/ttf;base64,{b64encode(Path(font).read_bytes()).decode()}); }}\n"
        for weight, font in weights
    )


@singledispatch
def _written(block: Block) -> str:
    raise NotImplementedError(type(block).__name__)


@_written.register
def _heading(block: Heading) -> str:
    return f"<h{block.level}>{escape(unbroken(block.text))}</h{block.level}>"


@_written.register
def _words(block: Words) -> str:
    small = ' class="small"' if block.small else ""
    return f"<p{small}>{escape(block.text)}</p>"


@_written.register
def _points(block: Points) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in block.texts)}</ul>"


@_written.register
def _typed(block: Typed) -> str:
    return f"<p>{escape(block.text)} <code>{escape(block.code)}</code></p>"


@_written.register
def _drawn(block: Drawn) -> str:
    """A chart, which a narrow window moves sideways; so the keys must reach it."""
    name = escape(block.taken.chart.finding, quote=True)
    return f'<figure tabindex="0" aria-label="{name}">{picture.svg(block.taken, alone=False)}</figure>'


@_written.register
def _rows(block: Rows) -> str:
    head = "".join(f'<th scope="col"{_kind(name)}>{escape(name)}</th>' for name in block.head)
    body = "".join(f"<tr>{''.join(map(_cell, block.head, row))}</tr>" for row in block.cells)
    return (
        '<div class="across" tabindex="0" role="group" aria-label="Table">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _kind(name: str) -> str:
    """Class of a column whose cells stay on one line: amounts, on the right, and days."""
    if name.startswith("£"):
        return ' class="number"'
    return ' class="day"' if name == "Ends" else ""


def _cell(name: str, cell: TableCell) -> str:
    text = escape(cell.text)
    linked = f'<a href="{escape(cell.address, quote=True)}">{text}</a>' if cell.address else text
    return f"<td{_kind(name)}>{linked}</td>"
