"""A random sample of contracts, judged by a person, corrects the headline and gives it a 95% interval.

Stratified difference estimator: the total that the rules give, plus, for each stratum, its size times the mean error
found in its sample. Source: W. G. Cochran, Sampling Techniques, 3rd edition, 1977: chapter 5 (stratified totals, their
variance and degrees of freedom, allocation), chapter 5A (strata by size) and chapter 7 (regression estimators; with a
coefficient of 1 set beforehand they are the difference estimator).

A sample without an error does not prove that there is none, and one that missed the large errors does not show how far
they spread. So each variance is the mean of the sample's own and of the one to expect from the values of the contracts,
which are known, and from an error rate that counts four made-up answers, two of them wrong (A. Agresti and B. A. Coull,
The American Statistician 52, 1998, pages 119 to 126). With few answers the expected variance counts for eight.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from policy.coded import Ints, Rows
from policy.results.groups import Decisions
from policy.results.rows import money
from policy.rules.base import Stage

Floats = NDArray[np.float64]
_Plan = tuple[NDArray[np.intp], tuple[str, ...], Ints]
OUTCOMES = ("Comes back", "Not known", "Stays outside")
BACK, OPEN, STAYS = range(len(OUTCOMES))
LARGEST = "Largest by spend"
SIZES = ("large", "middle-sized")
"""Classes of larger contracts in each outcome; each holds half of the spend that those before it leave."""
_ALL_DRAWN = len(SIZES) + 1
SOURCES = (
    "Stratified difference estimator: W. G. Cochran, Sampling Techniques, 3rd edition, 1977, chapters 5, 5A and 7. So "
    "that a sample without an error does not pass for proof, each variance is the mean of the sample's own and of one "
    "that four made-up answers, two of them wrong, help to expect: A. Agresti and B. A. Coull, The American "
    "Statistician 52, 1998, pages 119 to 126."
)
"""What the correction rests on, for a reader."""
SPLITS = {"group": "Group of services", "service_confidence": "How sure the service is"}
"""Columns by which each outcome may be split into strata."""
_FEWEST = 5
"""A stratum whose fair share of the sample is smaller joins the other small ones of its outcome."""
_GUESS = 0.1
"""Share of errors supposed among decided contracts when the sample is shared out; it moves no estimate."""


@dataclass(frozen=True, eq=False)
class Population:
    """The counted contracts as an audit sees them, a place in each array a contract.

    `by_rules` is the central share in thousandths, `full_share` what returns if the contract comes back, `pence`
    the value a year (0 where it is not known or only a ceiling), `outcome` indexes OUTCOMES.
    """

    rows: Rows
    by_rules: Ints
    full_share: Ints
    pence: Ints
    outcome: NDArray[np.intp]
    split: NDArray[np.intp]
    split_names: tuple[str, ...]
    _plans: dict[int, _Plan] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def plan(self, size: int) -> _Plan:
        """Strata of each contract, their names, and how many are drawn of each; made once, since any seed shares it."""
        if size not in self._plans:
            stratum, names = _strata(self, size)
            in_stratum = np.bincount(stratum, minlength=len(names))
            self._plans[size] = (stratum, names, _allocation(self, stratum, in_stratum, names, size))
        return self._plans[size]

    @property
    def doubt(self) -> Floats:
        """Variance of an undecided contract's own outcome, in whole contracts squared; 0 where it is decided."""
        share = self.by_rules / 1000
        return np.where(self.outcome == OPEN, share * (self.full_share / 1000 - share), 0.0)


def population(decisions: Decisions, split: str) -> Population:
    """Take the counted contracts with what the result says of each; `split` is one of SPLITS."""
    rows = np.flatnonzero(decisions.counted)
    passing = decisions.of_rows(decisions.outcome.left[1], rows).astype(np.int64)
    by_rules = decisions.central[rows].astype(np.int64)
    open_ = decisions.at(Stage.NOT_KNOWN)[rows]
    outcome = np.where(open_, OPEN, np.where(decisions.high[rows] > 0, BACK, STAYS))
    names = (*decisions.coded.levels[split], "")
    codes = decisions.coded.code(split)[rows]
    return Population(
        rows,
        by_rules,
        np.where(passing > 0, passing, 1000),
        money(decisions, "annual_gbp", rows).value // 1000,
        outcome,
        np.where(codes < 0, len(names) - 1, codes).astype(np.intp),
        names,
    )


@dataclass(frozen=True, eq=False)
class Sample:
    """Contracts drawn for an audit: their places in the population, in the order in which they are to be judged.

    `stratum` gives every contract of the population the stratum that it is in, by `names`.
    """

    of: Population
    places: Rows
    stratum: NDArray[np.intp]
    names: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the strata are parts of: an outcome, its larger contracts of one size, or the largest of all."""
        return tuple(name.partition(":")[0] for name in self.names)

    @property
    def allocation(self) -> list[tuple[str, int, int]]:
        """Each stratum with the number of its contracts and the number drawn."""
        size = len(self.names)
        in_stratum, drawn = (
            np.bincount(self.stratum, minlength=size),
            np.bincount(self.stratum[self.places], minlength=size),
        )
        return [(name, int(n), int(k)) for name, n, k in zip(self.names, in_stratum, drawn, strict=True)]


def draw(of: Population, size: int, seed: int) -> Sample:
    """Draw a stratified random sample of `size` contracts; the same seed draws the same of the same result.

    Contracts that hold more of the spend than one place in the sample stands for are all drawn, up to a quarter of
    it. The rest is shared out so that both the count and the spend are served (Neyman's rule for each, averaged), with
    at least three of each stratum.
    """
    stratum, names, drawn = of.plan(min(size, len(of)))
    dice = np.random.default_rng(seed)
    places = [dice.permutation(np.flatnonzero(stratum == code))[:count] for code, count in enumerate(drawn)]
    none = np.zeros(0, dtype=np.intp)  # where there is no contract there is no stratum
    return Sample(of, dice.permutation(np.concatenate([none, *places])), stratum, names)


def _sizes(pence: Ints, size: int) -> NDArray[np.intp]:
    """0 for the smaller contracts, then the place of each of SIZES, last _ALL_DRAWN for the largest, all drawn.

    Few contracts hold most of the spend. A stratum that mixes sizes seldom shows its own spread in a small sample.
    """
    order = np.argsort(-pence, kind="stable")
    left, sizes = int(pence.sum()), np.zeros(len(pence), dtype=np.intp)
    for drawn, place in enumerate(order[: size // 4]):
        if int(pence[place]) * (size - drawn) < left or not left:
            break
        left -= int(pence[place])
        sizes[place] = _ALL_DRAWN
    for code in range(1, _ALL_DRAWN):
        rest = order[sizes[order] == 0]
        larger = rest[: int((np.cumsum(pence[rest]) * 2 <= left).sum())]
        left -= int(pence[larger].sum())
        sizes[larger] = code
    return sizes


def _strata(of: Population, size: int) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """The largest by themselves; each outcome's larger contracts by size; the others of each outcome by split.

    A part of an outcome whose fair share of the sample is too small joins the other such parts.
    """
    sizes, parts = _sizes(of.pence, size), len(of.split_names)
    width = parts + 1 + len(SIZES)
    first = of.outcome * width
    in_part = np.bincount((first + of.split)[sizes == 0], minlength=len(OUTCOMES) * width)
    too_few = in_part[first + of.split] * (size - (sizes == _ALL_DRAWN).sum()) < _FEWEST * len(of)
    code = first + np.where(sizes > 0, parts + sizes, np.where(too_few, parts, of.split))
    code[sizes == _ALL_DRAWN] = len(OUTCOMES) * width
    codes, stratum = np.unique(code, return_inverse=True)
    return stratum.astype(np.intp), tuple(_name(int(key), width, of.split_names) for key in codes)


def _name(key: int, width: int, split_names: tuple[str, ...]) -> str:
    outcome, split = divmod(key, width)
    if outcome == len(OUTCOMES):
        return LARGEST
    if split > len(split_names):
        return f"{OUTCOMES[outcome]}, {SIZES[split - len(split_names) - 1]}"
    part = (*split_names, "other groups")[split].replace("_", " ")
    return f"{OUTCOMES[outcome]}: {part or 'not stated'}"


def _allocation(of: Population, stratum: NDArray[np.intp], in_stratum: Ints, names: tuple[str, ...], size: int) -> Ints:
    """How many of each stratum are drawn: all of the largest, at least three of each, the rest where errors spread."""
    doubt = np.where(of.outcome == OPEN, of.doubt, _GUESS * (1 - _GUESS))
    weight = np.zeros(len(names))
    for worth in (np.ones(len(of)), of.pence.astype(np.float64)):
        spread = np.bincount(stratum, weights=doubt * worth**2, minlength=len(names)) / in_stratum
        wanted = in_stratum * np.sqrt(spread) * np.array([name != LARGEST for name in names])
        weight += wanted / (wanted.sum() or 1)
    drawn = np.where([name == LARGEST for name in names], in_stratum, np.minimum(in_stratum, 3))
    while drawn.sum() < size:
        drawn[np.argmax(np.where(in_stratum > drawn, weight / (drawn + 0.5), -1))] += 1
    return drawn
