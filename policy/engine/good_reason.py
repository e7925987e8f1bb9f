"""What good reason keeps outside, worked out once for each kind of service."""

from dataclasses import dataclass

import numpy as np

from policy.cached import keep
from policy.coded import Bools, Facts
from policy.rules.base import Permille
from policy.rules.good_reason import GoodReason


@dataclass(frozen=True, eq=False)
class Kept:
    """Which profiles of WHAT good reason keeps in full, and what it leaves of each service, in thousandths.

    `least`, `central` and `most` are by service code, the first not known; central is the midpoint (10.9).
    """

    in_full: Bools
    least: Permille
    central: Permille
    most: Permille


@keep(8)
def kept_for_good_reason(facts: Facts, rule: GoodReason) -> Kept:
    """Work out what good reason keeps."""
    low, high = rule.kept(facts.what.facts)
    left = np.zeros((3, len(facts.levels["service"]) + 1), dtype=np.int16)
    left[:, facts.what.facts.codes["service"] + 1] = 1000 - np.stack([high, (low + high) // 2, low])
    return Kept(low == 1000, *left)
