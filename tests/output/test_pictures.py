"""Pictures of charts compared with stored ones: a moved bar is seen, a softer edge of a letter is not."""

import re

import numpy as np
import pytest
from PIL import Image

from tests.write_pictures import FOLDER, drawn, kinds, svg_of

FAINT = 16
"""Of 255 greys: where two pictures differ by less, they are taken as alike."""
MOST = 20
"""Pixels that may differ by more, of some 400,000; a bar that moves by a hundredth of the axis changes more."""
STORED = kinds()
MOVED = kinds(0.02)


def differing(one, other):
    """How many pixels of two pictures differ; all, where their sizes do."""
    if one.size != other.size:
        return one.width * one.height
    return int((np.abs(np.asarray(one, dtype=int) - np.asarray(other, dtype=int)) > FAINT).sum())


def stored(name):
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("L")


@pytest.mark.parametrize("name", STORED)
def test_a_picture_is_the_stored_one(name):
    assert differing(drawn(svg_of(name, STORED[name])), stored(name)) <= MOST


@pytest.mark.parametrize("name", STORED)
def test_a_value_moved_by_a_fiftieth_of_the_axis_is_seen(name):
    assert differing(drawn(svg_of(name, MOVED[name])), stored(name)) > 1.5 * MOST


def marks(svg):
    """The bars, cells and tiles of a picture: rectangles that are neither its ground nor a line."""
    found = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="([\d.]+)" fill="[^"]+"[^>]*/>', svg)
    return [(x, width, height) for x, width, height in found if min(float(width), float(height)) > 6]


@pytest.mark.parametrize("name", [name for name in STORED if name != "curve"])
@pytest.mark.parametrize("change", ["moved", "longer"])
def test_a_bar_two_pixels_further_or_longer_is_seen(name, change):
    """One bar alone is changed, in the picture itself, so that nothing else can be what is seen; a curve has none."""
    svg = svg_of(name, STORED[name])
    x, width, _ = max(marks(svg), key=lambda mark: float(mark[1]) * float(mark[2]))
    at = svg.index(f'<rect x="{x}"')
    end = svg.index("/>", at)
    other = {
        "moved": svg[at:end].replace(f' x="{x}"', f' x="{float(x) + 2}"'),
        "longer": svg[at:end].replace(f' width="{width}"', f' width="{float(width) + 2}"'),
    }[change]
    assert other != svg[at:end]
    assert differing(drawn(svg[:at] + other + svg[end:]), stored(name)) > MOST
