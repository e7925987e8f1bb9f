"""Contracts of one service that are in doubt at the same rules form a cell: all of a cell return in the same shares."""

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
    """Cell of each of some contracts, and the steps to which some contract, or some profile, has no answer.

    A cell is a kind of contract that good reason tells apart, among `width` of them for each pattern of doubts; a
    pattern has a bit for each of `doubts`.
    """

    of_row: Rows
    doubts: list[int]
    width: int

    def patterns(self, cells: Rows) -> Rows:
        """Doubts of cells."""
        return cells // self.width

    def kinds(self, cells: Rows) -> Rows:
        """Kinds of contract of cells."""
        return cells % self.width


def in_doubt(coded: CodedContracts, steps: Sequence[Asked], rows: Rows, retained: Retained) -> InDoubt:
    """Find the cell of each of the rows."""
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
    """Cell of each of some contracts, and low, central and high share of each cell, in thousandths."""

    of_row: Rows
    shares: Shares

    def spread(self) -> Shares:
        """Shares of each of the contracts."""
        low, central, high = (share.take(self.of_row) for share in self.shares)
        return low, central, high


def cells_of(
    coded: CodedContracts, steps: Sequence[Asked], counts: Mapping[int, Counts], rows: Rows, retained: Retained
) -> Cells:
    """Find the cells of contracts that may return, and what returns of each.

    Low is nothing of what is in doubt. Central is the product, over its unknown rules, of the share that passes the
    rule among counted contracts of the same service with a certain answer (fewer than five of them: of the service's
    group; then of all), times what good reason leaves.
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
