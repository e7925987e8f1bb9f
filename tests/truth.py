"""What is so, contract by contract by the oracle, and how an amount in a sentence is held against it."""

import re
from fractions import Fraction
from math import floor, log10

from hypothesis import settings
from hypothesis import strategies as st

from data.model.service_table import services
from policy.coded import prepare
from policy.scope.scope import from_where
from tests import oracle, oracle_rules
from tests.draws import EVERY
from tests.policy.test_scope import scopes
from tests.strategies import plain_rows, register_samples, tables

SERVICES = services().to_dict("index")
DATA = st.one_of(tables(most=3), tables(), register_samples(), register_samples(most=80))
CASES = settings(max_examples=2_000 if EVERY else 25, derandomize=not EVERY)
AMOUNT = r"(?:£[\d,.]+(?: (?:billion|million)|bn|m|k)?|less than £1)"
SCALES = {"billion": 10**9, "bn": 10**9, "million": 10**6, "m": 10**6, "k": 10**3, "": 1}


def every_row(row, setting):  # noqa: ARG001
    return True


def looking(data, contracts):
    """Draw what a reader looks at, half of the time everything: the table coded so, and the test of a row."""
    where, inside = data.draw(st.one_of(st.just(([], every_row)), scopes(plain_rows(contracts))))
    return prepare(contracts, services()).within(from_where(where)), inside


# Reading numbers.
def whole(text):
    return int(text.replace(",", ""))


def same_money(text, thousandths):
    """Whether an amount in words is this one, to two digits or a whole pound; £0 is nothing at all.

    Money is rounded to the penny where it is written (semantics 10.12), and the words are those of whole pence.
    """
    pounds = Fraction(round(Fraction(thousandths, 1000)), 100)
    if text == "less than £1":
        return 0 <= pounds < Fraction(101, 100)
    number, scale = re.fullmatch(r"£([\d,.]+) ?(\w*)", text).groups()
    told = Fraction(number.replace(",", "")) * SCALES[scale]
    if not told:
        return pounds < Fraction(1, 100)
    slack = max(Fraction(1, 2), Fraction(10) ** (floor(log10(told)) - 1) / 2 + Fraction(1, 100))
    return abs(told - pounds) <= slack


def same_count(text, thousandths):
    return (text == "fewer than 1" and 0 < thousandths < 1000) or abs(1000 * whole(text) - thousandths) <= 500


def are_few(low, high):
    """Whether of so many thousandths of contracts none is certain, and three or fewer may return."""
    return low < 1000 and low != high and high <= 3000


# What is so.
class Truth:
    """Each counted contract with its decision and its amounts, by the oracle."""

    def __init__(self, contracts, made, test=every_row):
        rows = oracle.reassessed(plain_rows(contracts), SERVICES, made.values)
        inside = lambda row: test(row, made.values)  # noqa: E731
        found = oracle.assess(plain_rows(contracts), SERVICES, made.values, inside)
        self.open = sum(oracle.is_counted(row, made.values) and inside(row) is None for row in rows)
        self.totals, self.funnel = found.totals, found.funnel
        self.inside = [(r, d) for r, d in zip(rows, found.decisions, strict=True) if d is not oracle.OUTSIDE]
        self.made, self.rows = made, rows

    def money(self, row, decision, measure="annual_gbp"):
        """Low, central, high of what returns; None without a usable value, and for a ceiling (0, 0, high)."""
        if measure == "contracts":
            return decision.low, decision.central, decision.high
        found = oracle.amounts(row, decision, oracle.MEASURES[measure])
        return None if found is None else found[:3]

    def has_figure(self, row, measure="annual_gbp"):
        if measure == "contracts":
            return True
        return not oracle.is_silent(row, oracle.exempt.usable(row, oracle.MEASURES[measure]))

    def grouped(self, measure, key):
        """By key low, central, high; shares of contracts without a figure; all shares, high, central and low."""
        groups = {}
        for row, decision in self.inside:
            sums = groups.setdefault(key(row), [0] * 7)
            for place, amount in enumerate(self.money(row, decision, measure) or (0, 0, 0)):
                sums[place] += amount
            sums[3] += decision.central * (not self.has_figure(row, measure))
            sums[4] += decision.high
            sums[5] += decision.central
            sums[6] += decision.low
        return groups

    def year(self, row):
        day = oracle_rules.due(row, self.made.values)
        return str(day.year) if hasattr(day, "year") else ""
