"""Caches that are shared by all scenarios of a table, and `clear_cache` to free them."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
_CACHED: list[Any] = []


def cached(most: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Cache the latest results of a function whose arguments determine them, at most `most` of them."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        wrapped: Any = lru_cache(maxsize=most)(function)
        _CACHED.append(wrapped)
        return wrapped

    return decorate


def clear_cache() -> None:
    """Empty every cache, so that the memory of a table that nobody uses any more is freed."""
    for wrapped in _CACHED:
        wrapped.cache_clear()


@cached(48)
def of_table(table: Any, work: Callable[..., R], *about: Hashable) -> R:
    """Give `work(table, *about)`, worked out once: for what depends on a coded table and on few settings alone.

    The next scenario that asks for the same of the same table gets the same result.
    """
    return work(table, *about)
