"""What good reason keeps outside, worked out once for each profile of what is bought."""

from dataclasses import dataclass

import numpy as np

from policy.facts import Facts, Ints
from policy.kept import keep
from policy.rule import Permille
from policy.rules.good_reason import GoodReason


@dataclass(frozen=True, eq=False)
class Kept:
    """Least, central and greatest share of each profile of WHAT kept for good reason; central is the midpoint (10.9).

    `free_by_service` is what it leaves centrally, by service code, the first not known.
    """

    low: Permille
    central: Permille
    high: Permille
    free_by_service: Ints


@keep(8)
def kept_for_good_reason(facts: Facts, rule: GoodReason) -> Kept:
    """Work out what good reason keeps."""
    low, high = rule.kept(facts.what.facts)
    central = (low + high) // 2
    free = np.zeros(len(facts.levels["service"]) + 1, dtype=np.int64)
    free[facts.what.facts.codes["service"] + 1] = 1000 - central
    return Kept(low, central, high, free)
