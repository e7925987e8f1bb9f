"""The headline corrected by an audit sample, with its 95% interval; sources in `policy.audit.sample`."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np

from policy.audit.sample import OPEN, Floats, Population, Sample
from policy.coded import Bools, Ints, Rows

CONFIDENCE = 0.95
_MADE_UP, _MADE_UP_WRONG = 4, 2
"""Answers added before an error rate is taken from a sample (Agresti and Coull)."""
_DRAW = 8
"""How many answers, at least, the expected spread counts for beside the sample's own."""


@dataclass(frozen=True, eq=False)
class Judgements:
    """What a person found: places in the population, and the true share of each, low, central and high, in thousandths.

    The three differ where the person is unsure, and only there.
    """

    places: Rows
    low: Ints
    central: Ints
    high: Ints


@dataclass(frozen=True)
class Corrected:
    """A total by the rules, the same corrected by the sample, and its 95% interval: thousandths, or pence."""

    by_rules: int
    low: int
    central: int
    high: int


def corrected(sample: Sample, answers: Judgements, *, spend: bool) -> Corrected:
    """Correct the number of contracts, or the spend a year, by the judgements so far.

    Args:
        sample: the contracts drawn, by strata.
        answers: what a person found. Unsure answers count once as the least and once as the most that they may be.
        spend: correct thousandths of pence a year; else thousandths of contracts.

    Returns:
        The total by the rules, the corrected total and its 95% interval, in the unit that was asked for.
    """
    of = sample.of
    worth = 1000 * (of.pence.astype(np.float64) if spend else np.ones(len(of)))
    by_rules = float((of.by_rules / 1000 * worth).sum())
    estimates: dict[bytes, tuple[float, float]] = {}  # where nobody is unsure the three are one
    ends = []
    for true, sign in ((answers.low, -1), (answers.central, 0), (answers.high, 1)):
        if true.tobytes() not in estimates:
            estimates[true.tobytes()] = _estimate(sample, answers.places, true, worth)
        total, half = estimates[true.tobytes()]
        least, most = _possible(of, answers.places, true, worth)
        ends.append(min(max(total + sign * half, least), most))
    low, central, high = (round(end) for end in ends)
    return Corrected(round(by_rules), low, min(max(central, low), high), high)


def _possible(of: Population, places: Rows, true: Ints, worth: Floats) -> tuple[float, float]:
    """Least and most that the total can be, whatever the contracts are that nobody judged."""
    known = float((true / 1000 * worth[places]).sum())
    rest = np.ones(len(of), dtype=bool)
    rest[places] = False
    return known, known + float((worth * of.full_share / 1000)[rest].sum())


def _estimate(sample: Sample, places: Rows, true: Ints, worth: Floats) -> tuple[float, float]:
    """The corrected total and half the width of its interval."""
    of = sample.of
    judged = np.zeros(len(of), dtype=bool)
    judged[places] = True
    error = np.zeros(len(of))
    error[places] = (true - of.by_rules[places]) / 1000
    total, parts = float((of.by_rules / 1000 * worth).sum()), []
    expected = _expected(sample, judged, error) * worth**2
    for members in _collapsed(sample, judged):
        part = _stratum(members, judged, error * worth, expected)
        total += part.correction
        parts.append(part)
    variance = sum(part.variance for part in parts)
    if variance <= 0:
        return total, 0.0
    freedom = variance**2 / sum(part.variance**2 / part.freedom for part in parts)
    return total, student(CONFIDENCE, freedom) * sqrt(variance)


def _collapsed(sample: Sample, judged: Bools) -> list[Rows]:
    """The strata, by places; those of one kind stay together until each of them has two answers."""
    kinds: dict[str, list[Rows]] = {}
    for code, kind in enumerate(sample.kinds):
        kinds.setdefault(kind, []).append(np.flatnonzero(sample.stratum == code))
    groups: list[Rows] = []
    for strata in kinds.values():
        ready = all(judged[members].sum() >= min(2, len(members)) for members in strata)
        groups += strata if ready else [np.concatenate(strata)]
    return groups


@dataclass(frozen=True)
class _Part:
    """What one stratum adds to the total and to its variance."""

    correction: float
    variance: float
    freedom: float


def _stratum(members: Rows, judged: Bools, error: Floats, expected: Floats) -> _Part:
    judged_rows, rest = members[judged[members]], members[~judged[members]]
    size, n = len(members), len(judged_rows)
    mean = float(error[judged_rows].mean()) if n else 0.0
    if n == size:
        return _Part(size * mean, 0.0, 1.0)
    own_spread = float(((error[judged_rows] - mean) ** 2).sum())
    weight = max(n - 1, _DRAW)  # few errors of very unlike sizes: the sample's own spread is mostly far too small
    spread = (own_spread + weight * float(expected[rest].mean())) / (max(n - 1, 0) + weight)
    return _Part(size * mean, size * (size - n) / max(n, 1) * spread, max(n - 1, 0) + _DRAW)


def _expected(sample: Sample, judged: Bools, error: Floats) -> Floats:
    """Variance of each contract's error by what its kind of stratum tells, in whole contracts squared."""
    expected, decided = sample.of.doubt.copy(), sample.of.outcome != OPEN
    kinds = np.array(sample.kinds)
    for kind in set(sample.kinds):
        alike = decided & (kinds == kind)[sample.stratum]
        wrong = float((error[alike & judged] ** 2).sum())
        share = (wrong + _MADE_UP_WRONG) / (int((alike & judged).sum()) + _MADE_UP)
        expected[alike] = share * (1 - share)
    return expected


def student(confidence: float, freedom: float) -> float:
    """Two-sided quantile of Student's t (Abramowitz and Stegun, 26.7.5)."""
    x = NormalDist().inv_cdf((1 + confidence) / 2)
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / freedom**power for power, term in enumerate(terms, 1))
