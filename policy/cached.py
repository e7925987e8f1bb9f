"""Results kept for the next scenario, and let go together when a table is done with."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_KEPT: list[Any] = []


def cached(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the latest results of a function whose arguments determine them, at most so many."""

    def kept(function: Callable[P, R]) -> Callable[P, R]:
        made: Any = lru_cache(maxsize=most)(function)
        _KEPT.append(made)
        return made

    return kept


def clear_cache() -> None:
    """Let go of every kept result, so that a table that no one holds any more takes no room."""
    for made in _KEPT:
        made.cache_clear()
