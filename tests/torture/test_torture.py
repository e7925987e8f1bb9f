"""Two thousand strange inputs at every door; `make torture` tries a hundred thousand."""

import pytest

from tests.torture.judge import shares, torture

TRIED = shares(2_000)


@pytest.mark.parametrize("door", TRIED)
def test_no_strange_input_breaks_a_door(door):
    count = torture(door, TRIED[door])
    assert count.inputs >= min(TRIED[door], 20)
    assert not count.faults, count.faults[0]
