"""What good reason leaves of each contract, worked out once for each combination of service and share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policy.cached import cached
from policy.coded import Bools, CodedContracts, Profiles, Rows
from policy.rules.base import Permille, ReasonRule


@dataclass(frozen=True, eq=False)
class Retained:
    """Kinds of contract that good reason tells apart, and what it leaves of each, in thousandths.

    A kind belongs to one service: `service` is its code by kind, shifted by one, the first not known. `kind` gives the
    kind by profile, or by row where `profiles` is None because some good reason reads the buyer, the value or a date.
    `least`, `central` and `most` are what is left, by kind; central is the midpoint (semantics 10.9).
    """

    kind: Rows
    profiles: Profiles | None
    service: Rows
    least: Permille
    central: Permille
    most: Permille

    @property
    def in_full(self) -> Bools:
        """Which profiles, or rows, good reason retains in full."""
        return (self.most == 0).take(self.kind)

    def kind_of(self, rows: Rows) -> Rows:
        """Kind of some rows of the table."""
        return self.kind.take(rows if self.profiles is None else self.profiles.of_row.take(rows))


def retained_shares(coded: CodedContracts, reasons: Sequence[ReasonRule]) -> Retained:
    """Work out what good reason leaves of each contract; where several rules retain a share, the largest counts."""
    return _retained_shares(coded, tuple(reasons))


@cached(8)
def _retained_shares(coded: CodedContracts, reasons: tuple[ReasonRule, ...]) -> Retained:
    shared = coded.profiles_of({"service", *(column for reason in reasons for column in reason.reads)})
    asked = shared.coded if shared else coded
    shares = [reason.retained_share(asked) for reason in reasons] or [(np.zeros(len(asked), dtype=np.int16),) * 2]
    low, high = (np.maximum.reduce(side) for side in zip(*shares, strict=True))
    service = asked.code("service").astype(np.intp) + 1
    told_apart = (service * 1001 + low) * 1001 + high
    _, first, kind = np.unique(told_apart, return_index=True, return_inverse=True)
    least, central, most = (1000 - np.stack([high, (low + high) // 2, low])[:, first]).astype(np.int16)
    return Retained(kind, shared, service[first], least, central, most)
