"""Exact sums of contracts and pence over the rows of a table, which are visited in blocks on every core.

Blocks fit the processor's cache, and numpy lets go of the interpreter while it works on them.

Money is exact (semantics 10.12): float64 holds whole numbers below 2**53, so a float sum of amounts, none of which is
negative, is exact if it is below that; what is larger is summed in two halves or as Python integers (dtype object).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from policy.coded import Floats, Ints, Rows

R = TypeVar("R")
BLOCK = 1 << 16
"""Rows of a block: its columns fit the cache of one core."""
EXACT = 2**53
"""Below this, float64 holds every whole number."""
_HALF = 1 << 26
"""Where a large amount is split in two, so that sums of either part stay below EXACT (`halves`)."""
_CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
_WORKERS = [ThreadPoolExecutor(_CORES)]
if hasattr(os, "register_at_fork"):  # threads are not forked
    os.register_at_fork(after_in_child=lambda: _WORKERS.__setitem__(0, ThreadPoolExecutor(_CORES)))


def by_block(visit: Callable[[slice], R], rows: int, least: int = BLOCK) -> Iterator[R]:
    """Visit every row of a table in blocks, on every core.

    Args:
        visit: gets the rows of one block, as a slice.
        rows: how many rows there are.
        least: rows that a block has at least, where that leaves no core without work.

    Returns:
        What `visit` gave for each block, in the order of the rows.
    """
    # No core is left without work, and at most 1,000 blocks of sums below 2**53 stay below 2**63 in all.
    step = max(BLOCK, min(least, -(-rows // _CORES)), -(-rows // 1000))
    blocks = [slice(start, min(start + step, rows)) for start in range(0, rows, step)]
    if len(blocks) < 2 or _CORES < 2:
        yield from map(visit, blocks)
        return
    yield from _WORKERS[0].map(visit, blocks)


def sums_by(worth: Floats, codes: Callable[[slice], Iterable[Rows]], sizes: Sequence[int]) -> list[Ints]:
    """Sum contracts and pence by several codings at once, exactly.

    Args:
        worth: pence of each row to sum, as in CodedContracts.
        codes: gives for a block of these rows the code of each in each coding, from 0.
        sizes: number of codes of each coding.

    Returns:
        For each coding contracts and the rows of `worth` by code, a row each.
    """
    total: list[Ints] = [np.zeros((1 + len(worth), size), dtype=np.int64) for size in sizes]

    def visit(rows: slice) -> list[Ints]:
        codings = zip(codes(rows), sizes, strict=True)
        return [_sums(code.astype(np.intp, copy=False), worth[:, rows], size) for code, size in codings]

    for sums in by_block(visit, worth.shape[1], max(BLOCK, 4 * max(sizes, default=0))):
        total = [before + more for before, more in zip(total, sums, strict=True)]
    return total


def _sums(codes: Rows, worth: Floats, size: int) -> Ints:
    return np.stack([np.bincount(codes, minlength=size), *(exact_sums(codes, pence, size) for pence in worth)])


def exact_sums(codes: Rows, weights: Floats, size: int) -> Ints:
    """Sum whole numbers by code, exactly.

    Args:
        codes: the code of each number, from 0 and below `size`.
        weights: the numbers, 0 or more; at most a block of them, so that the sums of halves stay exact.
        size: number of codes.

    Returns:
        A sum for each code: int64, or Python integers where a sum may be too large for it.
    """
    sums = np.bincount(codes, weights=weights, minlength=size)
    if sums.max(initial=0) < EXACT:
        return sums.astype(np.int64)
    return whole([np.bincount(codes, weights=half, minlength=size).astype(np.int64) for half in halves(weights)])


def exact_totals(codes: Rows, shares: Rows, sums: Ints, size: int) -> Ints:
    """Sum by code what shares make of the sums of cells, exactly.

    Args:
        codes: the code of each cell, from 0 and below `size`.
        shares: the share of each cell, in thousandths.
        sums: the sum of each cell, 0 or more.
        size: number of codes.

    Returns:
        Thousandths for each code: int64, or Python integers where a sum may be too large for it.
    """
    if sums.dtype != object and sums.max(initial=0) < EXACT // 1024:
        return exact_sums(codes, (sums * shares).astype(np.float64), size)
    if sums.dtype != object:
        return whole([exact_sums(codes, (half * shares).astype(np.float64), size) for half in halves(sums)])
    total = np.zeros(size, dtype=object)
    np.add.at(total, codes, sums * shares)
    return total


def exact_product(shares: NDArray[Any], sums: Ints) -> Ints:
    """Multiply shares by sums, exactly: the matrix product, in thousandths.

    Args:
        shares: thousandths, a column for each row of `sums`.
        sums: whole numbers of 0 or more.

    Returns:
        int64, or Python integers where a product may be too large for it.

    In whole numbers, for a product of floats would start threads that get in each other's way.
    """
    if sums.dtype == object:
        return np.asarray(shares.astype(object) @ sums)
    large = int(sums.max(initial=0)) * 1000 * len(sums) >= 2**63
    return whole([shares.astype(np.int64) @ part for part in (halves(sums) if large else (sums,))])


def halves(amounts: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Split whole numbers into multiples of 2**26 and the rest, so that sums and products of either stay small."""
    if amounts.dtype == np.float64:
        high = np.floor(amounts / _HALF)
        return high, amounts - high * _HALF
    return amounts >> 26, amounts & (_HALF - 1)


def whole(parts: Sequence[Ints]) -> Ints:
    """Put halves together again; one part alone is whole already."""
    if len(parts) == 1:
        return parts[0]
    high, low = parts
    if high.dtype == object or high.max(initial=0) >= 2**36:
        high, low = high.astype(object), low.astype(object)
    return np.asarray(high * _HALF + low)
