"""A chart as a picture that stands by itself: title, what it shows, the figure, range, policy, source, date and link.

Drawn in the colours of print, whatever the reader's screen has, unless others are asked for.
"""

import subprocess
import sys
from threading import Lock

from output.charts.chart import Chart
from output.files.about import Taken
from output.files.lettering import FONTS, LINE, GlyphRun, element, safe, wrapped
from output.files.plot import SPARE, plotted
from output.palette import LIGHT, Palette
from policy.formats import capital, day

WIDTH = 800
"""Pixels across; at 16 cm, the width of a page of A4, small print is 6.8 points."""
TIMES = 2
"""Pixels of a PNG for each of the SVG."""
_NARROWEST = 560
"""Pixels across of the picture of a chart that is narrower by itself, so that its words have room."""
_SECONDS = 60
_ONE_AT_A_TIME = Lock()
_DRAW = """
import sys
import resvg_py
picture = sys.stdin.buffer.read().decode()
png = resvg_py.svg_to_bytes(svg_string=picture, font_files=sys.argv[2:], zoom=int(sys.argv[1]))
sys.stdout.buffer.write(bytes(png))
"""
_EDGE = 24
_TITLE, _MEASURE, _SMALL = 21.0, 14.0, 12.0


def svg(taken: Taken, palette: Palette = LIGHT, *, alone: bool = True) -> str:
    """Draw a chart as SVG; it names a font that every system has a neighbour of, and asks for nothing from outside.

    A picture that stands `alone` says its range, policy, source and link; in a document these stand beside it once.
    In other colours than those of print the chart must have been drawn in the same.
    """
    chart, top = taken.chart, float(_EDGE)
    width = max(_NARROWEST, chart.width + 2 * _EDGE) if chart.width else WIDTH
    lines = _Lines(width - 2 * _EDGE, palette)
    top = lines.add(chart.finding, _TITLE, top, bold=True)
    top = lines.add(chart.shows, _MEASURE, top + 2, colour=palette.quiet)
    drawn, height = _figure(chart, palette, top + 10, width - 2 * _EDGE, _EDGE)
    top += height + 22
    rule = ""
    if alone:
        rule = f'<rect x="{_EDGE}" y="{top:.1f}" width="{width - 2 * _EDGE}" height="1" fill="{palette.grid}"/>'
        top += 8
    for text in footer(taken) if alone else filter(None, [capital(chart.note)]):
        top = lines.add(text, _SMALL, top, colour=palette.quiet)
    whole = round(top + _EDGE - 8)
    ground = f'<rect width="{width}" height="{whole}" fill="{palette.page}"/>'
    return _whole(chart, width, whole, f"{ground}{''.join(lines.drawn)}{drawn}{rule}")


def figure_alone(chart: Chart, palette: Palette, room: int, spare: float = SPARE) -> str:
    """Draw a chart without words around it and without a ground, on so many pixels, for a page that says the rest.

    `spare` is how much wider than ours the font of the page may be.
    """
    width = chart.width or room
    drawn, height = _figure(chart, palette, 0, width, 0, spare)
    return _whole(chart, width, round(height), drawn)


def _whole(chart: Chart, width: int, height: int, drawn: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img"><title>{safe(chart.finding)}</title><desc>{safe(chart.alternative())}</desc>{drawn}</svg>\n'
    )


def footer(taken: Taken) -> list[str]:
    """The lines below the figure."""
    answered, note = taken.answered, taken.chart.note
    ids = f"{taken.subject.ids}, receipt {answered.receipt()['id']}"
    return [
        *([f"{capital(note)}."] if note else []),
        " ".join(filter(None, (f"{answered.headline}.", answered.range, answered.weighs, taken.what_it_is))),
        f"Policy: {taken.subject.policy_line}.",
        f"{taken.subject.source_line}. Analysis: Back in house, {day(taken.day)}; {ids}.",
        *([taken.way_back] if taken.link else []),
    ]


class _Lines:
    """Lines of text below each other, as elements of SVG."""

    def __init__(self, room: float, palette: Palette) -> None:
        self.room, self.palette = room, palette
        self.drawn: list[str] = []

    def add(self, text: str, size: float, top: float, *, bold: bool = False, colour: str = "") -> float:
        """Add a text, broken into lines, below a height; gives the height below it."""
        for line in wrapped(text, size, self.room * 0.97, bold=bold):
            top += size * LINE
            self.drawn.append(
                element(GlyphRun(line, size, bold), _EDGE, top - size * LINE / 2, colour or self.palette.text)
            )
        return top


def _figure(
    chart: Chart, palette: Palette, top: float, room: float, left: float, spare: float = SPARE
) -> tuple[str, float]:
    """The figure, as wide as the picture or as it is on the page; words where there is nothing to draw."""
    if chart.blank:
        words = GlyphRun("Nothing to show.", _MEASURE)
        return element(words, left, top + 20, palette.text), 40
    figure = chart.in_print() if palette is LIGHT else chart.figure
    return plotted(figure, chart.width or room, top, left, spare)


def png(taken: Taken) -> bytes:
    """Draw a chart as PNG, at twice the size of its SVG, in the font that comes with the program.

    In a process of its own: resvg keeps the interpreter to itself while it draws, so that every other visitor would
    stand still (findings/resvg-holds-the-interpreter.sh).
    """
    return drawn(svg(taken), TIMES)


def drawn(picture: str, times: int) -> bytes:
    """Draw an SVG as PNG, so many pixels for each of its own; raises RuntimeError with what the drawing said."""
    command = [sys.executable, "-I", "-c", _DRAW, str(times), *FONTS]
    with _ONE_AT_A_TIME:
        process = subprocess.run(  # noqa: S603 - the program is ours, and the picture goes in as data
            command, input=picture.encode(), capture_output=True, timeout=_SECONDS, check=False
        )
    if process.returncode:
        raise RuntimeError(f"the picture could not be drawn: {process.stderr.decode(errors='replace')[-500:]}")
    return process.stdout
