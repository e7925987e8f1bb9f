"""Contracts that are like one another, and what those are worth a year: the ground of an estimate and of a doubt."""

from dataclasses import dataclass

import numpy as np

from policy.coded import Bools, CodedContracts, Floats, Rows
from policy.engine.decide import no_figure
from policy.results.groups import Decisions

LEAST = 5
"""Fewer like contracts than this say too little; then wider ones are taken (semantics 10.17)."""
KINDS = ("of the same service and kind of buyer", "of the same service", "of the same group of services")
"""What makes contracts alike, the closest first."""


@dataclass(frozen=True, eq=False)
class Quartiles:
    """What like contracts are worth a year, in pence: lower quartile, median and upper quartile of some contracts.

    `kind` is the place among KINDS of the closest kind with enough like contracts, -1 where none has.
    """

    lower: Floats
    median: Floats
    upper: Floats
    kind: Rows


def valued(decisions: Decisions) -> Rows:
    """Rows of the counted contracts whose value a year is known and no ceiling."""
    return np.flatnonzero(decisions.counted & ~no_figure(decisions.coded.caveats, 0))


def kinds_of(coded: CodedContracts, rows: Rows) -> list[Rows]:
    """Code some rows by each of KINDS; -1 where a contract does not state what makes it alike."""
    service, buyer = (coded.code(name, rows).astype(np.int64) for name in ("service", "buyer_kind"))
    pair = np.where((service < 0) | (buyer < 0), -1, service * len(coded.levels["buyer_kind"]) + buyer)
    return [pair, service, coded.groups.take(service + 1)]


def quartiles(decisions: Decisions, rows: Rows) -> Quartiles:
    """Give the quartiles of the contracts like each of some rows that are not valued themselves."""
    coded, of = decisions.coded, valued(decisions)
    values, none = coded.worth[0, of], np.zeros(len(rows))
    quarters = Quartiles(none, none.copy(), none.copy(), np.full(len(rows), -1))
    each = zip(kinds_of(coded, of), kinds_of(coded, rows), strict=True)
    for kind, (have, asked) in enumerate(each):
        open_ = np.flatnonzero((quarters.kind < 0) & (asked >= 0))
        order = np.lexsort((values, have))
        sorted_kinds, sorted_values = have[order], values[order]
        first, last = (np.searchsorted(sorted_kinds, asked[open_], side=side) for side in ("left", "right"))
        enough = last - first >= LEAST
        at, first, last = open_[enough], first[enough], last[enough]
        quarters.kind[at] = kind
        for quarter, quartile in enumerate((quarters.lower, quarters.median, quarters.upper), start=1):
            quartile[at] = _between(sorted_values, first, last, quarter)
    return quarters


def _between(values: Floats, first: Rows, last: Rows, quarters: int) -> Floats:
    """Give a quartile of each run of sorted values, in whole pence: the point between its two neighbours."""
    below, rest = np.divmod((last - first - 1) * quarters, 4)
    low, high = values[first + below], values[np.minimum(first + below + 1, last - 1)]
    return np.rint(low + (high - low) * rest / 4)


def is_far(decisions: Decisions, row: int, times: int) -> bool:
    """Whether a contract is worth more than so many times the upper quartile of like contracts, itself left out.

    Of those in KINDS the closest with enough contracts are taken, else all; False where those too are too few.
    """
    of = valued(decisions)
    of = of[of != row]
    same = kinds_of(decisions.coded, of), kinds_of(decisions.coded, np.array([row]))
    like: list[Bools] = [have == one[0] for have, one in zip(*same, strict=True) if one[0] >= 0]
    enough = next((of[which] for which in like if which.sum() >= LEAST), of)
    if len(enough) < LEAST:
        return False
    values = np.sort(decisions.coded.worth[0, enough])
    [upper] = _between(values, np.array([0]), np.array([len(values)]), 3)
    return float(decisions.coded.worth[0, row]) > times * float(upper)
