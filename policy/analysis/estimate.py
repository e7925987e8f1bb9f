"""An estimate for contracts that state no value, from like contracts that do; never part of a headline (10.17)."""

from dataclasses import dataclass

import numpy as np

from policy.formats import capital, in_pence, listed, money, span
from policy.results.groups import Decisions
from policy.results.like import KINDS, LEAST, quartiles
from policy.results.rows import money as money_of
from policy.results.rows import summable
from policy.results.totals import Range


@dataclass(frozen=True)
class Estimate:
    """What may return a year of contracts that state no value: thousandths of pence, and the contracts it is of.

    `contracts` may return and were estimated, by place in KINDS of what they are like; of `without` nothing is known
    that is like enough. Contracts of which only a ceiling is known are in neither.
    """

    returns: Range
    contracts: tuple[int, ...]
    without: int

    @property
    def of(self) -> int:
        """How many contracts were estimated."""
        return sum(self.contracts)


def estimate(decisions: Decisions) -> Estimate:
    """Estimate what returns a year of the contracts that may return and state no value.

    Returns:
        Low takes the lower quartile of like contracts and the low share of each, central the median and the central
        share, high the upper quartile and the high share: half of like contracts lie between. Like are counted
        contracts that state a value, of the same service and kind of buyer, else of the service, else of its group,
        wherever there are LEAST of them.
    """
    back = decisions.returning.rows
    silent = back[money_of(decisions, "annual_gbp", back).unstated]
    worth, shares = quartiles(decisions, silent), decisions.of_rows(decisions.outcome.shares, silent)
    sums = (
        int(summable(value.astype(np.int64) * share).sum())
        for value, share in zip((worth.lower, worth.median, worth.upper), shares.astype(np.int64), strict=True)
    )
    counts = tuple(int((worth.kind == kind).sum()) for kind in range(len(KINDS)))
    return Estimate(Range(*sums), counts, int((worth.kind < 0).sum()))


def estimate_words(estimated: Estimate, silent: int) -> str:
    """Say the estimate and what it rests on; `silent` contracts may return and state no value."""
    if not silent:
        return "Every contract in the answer, certain or possible, states a value, so nothing is estimated."
    one, those = silent == 1, f"the {silent:,} in the answer that state no value"
    if one:
        those = "the one in the answer that states no value"
    if not estimated.of:
        none = f"{capital(those)} is not" if one else f"Of {those} none is"
        return f"{none} like {LEAST} that do, so nothing is estimated."
    returns = estimated.returns
    spread = span(*(money(in_pence(end)) for end in (returns.low, returns.high)))
    bases = [
        f"{count:,} from contracts {kind}" for kind, count in zip(KINDS, estimated.contracts, strict=True) if count
    ]
    rest = (
        f" For {estimated.without:,} there are no {LEAST} like contracts, so they stay out."
        if estimated.without
        else ""
    )
    return (
        f"An estimate for {those if one else f'{estimated.of:,} of {those}'}: about "
        f"{money(in_pence(returns.central))} a year, {spread}. It is in no other figure here. It takes the median of "
        f"like contracts: {listed(bases)}; the range takes their quartiles. A few very large contracts "
        f"would lift it.{rest}"
    )
