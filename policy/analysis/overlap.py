"""How far scenarios agree on which contracts come back."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policy.coded import Bools


@dataclass(frozen=True)
class Overlap:
    """Numbers of contracts that come back under every scenario, under each one alone, under some, under any."""

    under_all: int
    only: tuple[int, ...]
    some: int
    under_any: int


def overlap(comes_back: Sequence[Bools]) -> Overlap:
    """Count over the same rows; with one scenario alone every contract that comes back does so under all."""
    times = np.sum(comes_back, axis=0)
    every = times == len(comes_back)
    only = tuple(int((rows & (times == 1) & ~every).sum()) for rows in comes_back)
    under_all, under_any = int(every.sum()), int((times > 0).sum())
    some = int(((times > 1) & ~every).sum())
    assert under_all + sum(only) + some == under_any, "the parts of the overlap do not add up"
    return Overlap(under_all, only, some, under_any)
