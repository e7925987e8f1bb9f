"""Pictures of charts compared with stored ones: a moved bar is seen, a softer edge of a letter is not."""

import numpy as np
import pytest
from PIL import Image

from tests.write_pictures import FOLDER, drawn, kinds

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
    assert differing(drawn(name, STORED[name]), stored(name)) <= MOST


@pytest.mark.parametrize("name", STORED)
def test_a_value_moved_by_a_fiftieth_of_the_axis_is_seen(name):
    assert differing(drawn(name, MOVED[name]), stored(name)) > 1.5 * MOST
