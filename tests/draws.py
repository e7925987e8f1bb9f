"""How much a test tries whose worth grows with the number of tries: all in `make long`, a fixed few in `make test`."""

import os
from collections.abc import Callable, Iterable
from itertools import product
from typing import TypeVar

import pytest
from _pytest.mark.structures import ParameterSet
from hypothesis import settings

EVERY = bool(os.environ.get("EVERY_DRAW"))
_FEWER, _FEWEST = 5, 10
T = TypeVar("T", bound=Callable[..., object])
V = TypeVar("V")
A = TypeVar("A")
B = TypeVar("B")
drawn = pytest.mark.drawn


def some(most: int) -> int:
    """So many tries in `make long`, a fifth of them in `make test`, but ten at least."""
    return most if EVERY else min(most, max(_FEWEST, most // _FEWER))


def tries(most: int) -> Callable[[T], T]:
    """Let Hypothesis try so many cases in `make long`; in `make test` a fifth, the same ones each time.

    Its own plugin marks such tests `hypothesis`, by which `make long` finds them.
    """
    return settings(max_examples=some(most), derandomize=not EVERY)


def each_with_another(some: Iterable[A], others: Iterable[B]) -> list[ParameterSet]:
    """Every pair, those first that try each of `some` once with another of `others`."""
    firsts, seconds = list(some), list(others)
    turns = [(each, seconds[place % len(seconds)]) for place, each in enumerate(firsts)]
    return [pytest.param(*pair) for pair in (*turns, *(pair for pair in product(firsts, seconds) if pair not in turns))]


def a_few(every: Iterable[V], kept: int) -> list[V | ParameterSet]:
    """Cases of a slow test: so many of them in `make test`, every one in `make long`."""
    return [case if place < kept else _long(case) for place, case in enumerate(every)]


def _long(case: object) -> ParameterSet:
    values = case.values if isinstance(case, ParameterSet) else (case,)
    return pytest.param(*values, marks=pytest.mark.long)
