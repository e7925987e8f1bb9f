"""Groups contracts into cells: same service, same rules whose answer is unknown, same share left by good reason.

All contracts of a cell return in the same low, central and high share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from policy.coded import CodedContracts, Profiles, Rows
from policy.engine.good_reason import Retained
from policy.engine.imputation import Asked, Counts, pass_rates, products
from policy.engine.money import Shares
from policy.ternary import UNKNOWN


class InDoubt(NamedTuple):
    """Groups contracts by service and by the set of rules whose answer is unknown.

    `of_row` is the cell of each contract: its pattern times `width` plus its kind for good reason (Retained). The
    pattern has bit i where the answer to step `doubts[i]` is unknown; 0 means that every answer is known.
    """

    of_row: Rows
    doubts: list[int]
    width: int

    def patterns(self, cells: Rows) -> Rows:
        """Patterns of unknown answers of some cells."""
        return cells // self.width

    def kinds(self, cells: Rows) -> Rows:
        """Kinds for good reason of some cells."""
        return cells % self.width


def in_doubt(coded: CodedContracts, steps: Sequence[Asked], rows: Rows, retained: Retained) -> InDoubt:
    """Find the cell of each of the rows, which are row numbers of the table."""
    width = len(retained.service)
    party = np.zeros(len(coded.party_profiles.coded), dtype=np.intp)
    service = np.zeros(len(coded.service_profiles.coded), dtype=np.intp)
    service += retained.kind if retained.profiles else 0
    doubts: list[int] = []
    by_row: list[Rows] = []
    for position, step in enumerate(steps):
        answers = step.exits.answers if step.profiles else step.exits.answers.take(rows)
        unknown = answers == UNKNOWN
        if unknown.any():
            bit = unknown * (width << len(doubts))
            doubts.append(position)
            if step.profiles is None:
                by_row.append(bit)
            else:
                side = party if step.profiles is coded.party_profiles else service
                side += bit
    cells = service.take(_of(coded.service_profiles, rows))
    if retained.profiles is None:
        cells += retained.kind.take(rows)
    if party.any():
        cells += party.take(_of(coded.party_profiles, rows))
    for bit in by_row:
        cells += bit
    return InDoubt(cells, doubts, width)


def _of(profiles: Profiles, rows: Rows) -> Rows:
    return profiles.of_row.take(rows)


@dataclass(frozen=True, eq=False)
class Cells:
    """Cell of each contract, and by cell the low, central and high share that returns, in thousandths (int16)."""

    of_row: Rows
    shares: Shares

    def spread(self) -> Shares:
        """Shares of each of the contracts."""
        low, central, high = (share.take(self.of_row) for share in self.shares)
        return low, central, high


def cells_of(
    coded: CodedContracts, steps: Sequence[Asked], counts: Mapping[int, Counts], rows: Rows, retained: Retained
) -> Cells:
    """Group contracts that may return into cells, and give each cell its three shares.

    Low is 0 where an answer is unknown. Central is what good reason leaves times the pass rate of each unknown rule
    (semantics 10.10). High is what good reason leaves at most.

    Args:
        coded: the contracts, reassessed.
        steps: the rules in order, with their answers by profile or by row.
        counts: answers by service to each step, by its position: what the pass rates rest on.
        rows: row numbers of the contracts that may return.
        retained: what good reason leaves.

    Returns:
        The cell of each of `rows`, and the shares by cell; cells without a contract have shares of 0.
    """
    undecided = in_doubt(coded, steps, rows, retained)
    shares = np.zeros((3, undecided.width << len(undecided.doubts)), dtype=np.int16)
    occurs = np.zeros(shares.shape[1], dtype=bool)
    occurs[undecided.of_row] = True
    cells = np.flatnonzero(occurs)
    patterns, kinds = undecided.patterns(cells), undecided.kinds(cells)
    some = [bit for bit in range(len(undecided.doubts)) if (patterns >> bit & 1).any()]
    rates = {bit: pass_rates(counts[undecided.doubts[bit]], coded) for bit in some}
    shares[0, cells] = np.where(patterns, 0, retained.least.take(kinds))
    shares[1, cells] = products(patterns, retained.service.take(kinds), retained.central.take(kinds), rates)
    shares[2, cells] = retained.most.take(kinds)
    return Cells(undecided.of_row, (shares[0], shares[1], shares[2]))
