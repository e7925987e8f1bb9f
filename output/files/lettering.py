"""Text in a picture: how wide it is, where its lines break, and how SVG writes it so that every reader draws it alike.

Sizes are pixels. Widths are those of the font that lies beside this file, in which the picture is also drawn as PNG.
"""

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from PIL import ImageFont

from output.text import file_text

FONTS = tuple(
    str(Path(__file__).with_name("fonts") / f"SourceSans3-{weight}.ttf") for weight in ("Regular", "Semibold")
)
"""Files of the font, by weight: Source Sans 3, the family of the dashboard, under the SIL Open Font License."""
FAMILY = "'Source Sans 3', 'Source Sans Pro', Arial, sans-serif"
"""What an SVG asks for: its own font, and what stands in where that is not installed."""
LINE = 1.3
"""Height of a line, in sizes of its text."""
_MEASURED = 100
_TAG = re.compile(r"<(?P<close>/?)(?P<name>b|span)(?P<style>[^<>]*)>")
_SIZE = re.compile(r"font-size:(\d+(?:\.\d+)?)px")


@dataclass(frozen=True)
class GlyphRun:
    """A piece of a line in one size and weight."""

    text: str
    size: float
    bold: bool = False

    @property
    def width(self) -> float:
        """Width as the font draws it."""
        return _length(self.text, self.bold) * self.size / _MEASURED


@lru_cache(20_000)
def _length(text: str, bold: bool) -> float:
    """Width at the size that is measured: many pictures say the same words."""
    return _font(bold).getlength(text)


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS[bold], _MEASURED)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a text on one line."""
    return GlyphRun(text, size, bold).width


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than `room`; a word that is wider by itself, such as an address, is cut."""
    lines, line, taken, gap = [], "", 0.0, width_of(" ", size, bold=bold)
    for word in file_text(text).split():
        width = width_of(word, size, bold=bold)  # a line is as wide as its words and the spaces between them
        if line and taken + gap + width <= room:
            line, taken = f"{line} {word}", taken + gap + width
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, size, room, bold=bold) if width > room else [word]
        lines, taken = lines + full, width_of(line, size, bold=bold)
    return [*lines, line] if line else lines


def _pieces(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    """Cut a word into pieces that fit, the last of which may be short."""
    pieces = []
    while word:
        fitting = bisect_right(range(2, len(word) + 1), room, key=lambda end: width_of(word[:end], size, bold=bold))
        pieces.append(word[: fitting + 1])
        word = word[fitting + 1 :]
    return pieces


def runs(marked: str, size: float) -> list[list[GlyphRun]]:
    """Read a text as plotly marks it up (lines, bold, another size) into lines of pieces."""
    lines = []
    for line in marked.split("<br>"):
        pieces, place, bold, now = [], 0, False, size
        for tag in _TAG.finditer(line):
            pieces.append(GlyphRun(html.unescape(line[place : tag.start()]), now, bold))
            place = tag.end()
            if tag["name"] == "b":
                bold = not tag["close"]
            else:
                sized = _SIZE.search(tag["style"])
                now = float(sized[1]) if sized and not tag["close"] else size
        pieces.append(GlyphRun(html.unescape(line[place:]), now, bold))
        lines.append([piece for piece in pieces if piece.text])
    return lines


def written(lines: list[list[GlyphRun]], x: float, middle: float, anchor: str, colour: str) -> str:
    """Write lines around a middle; `anchor` is start, middle or end, as in SVG.

    A line of one piece is anchored by whoever draws it, in whatever font. Where pieces differ, each has a place of its
    own, since readers do not agree on where a row of pieces begins.
    """
    heights = [max((run.size for run in line), default=0) * LINE for line in lines]
    top, elements = middle - sum(heights) / 2, []
    for line, height in zip(lines, heights, strict=True):
        base = top + height / 2
        if len(line) == 1:
            elements.append(element(line[0], _edge(line[0], x, anchor), base, colour, anchor))
        else:
            left = x - sum(run.width for run in line) * {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
            for run in line:
                elements.append(element(run, _edge(run, left, "start"), base, colour))
                left += run.width
        top += height
    return "".join(elements)


def _edge(run: GlyphRun, x: float, anchor: str) -> float:
    """Where the letters of a piece begin or end: SVG drops the spaces around them, which keep words off a mark."""
    if anchor == "middle":
        return x
    bare = run.text.lstrip() if anchor == "start" else run.text.rstrip()
    gap = run.width - GlyphRun(bare, run.size, run.bold).width
    return x + gap if anchor == "start" else x - gap


def element(run: GlyphRun, x: float, middle: float, colour: str, anchor: str = "start") -> str:
    """Write one piece of text around the middle of its line."""
    if not run.text.strip():
        return ""
    weight = ' font-weight="600"' if run.bold else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return (
        f'<text x="{x:.1f}" y="{middle + run.size * 0.34:.1f}" font-family="{FAMILY}" font-size="{run.size:g}"'
        f"{weight}{side} fill={quoteattr(colour)}>{safe(run.text.strip())}</text>"
    )


def safe(text: str) -> str:
    """Escape a text for XML."""
    return escape(file_text(text))
