"""The interval: what published figures say is spent outside in the kinds of service that a policy catches.

The whole rule (semantics 11.4) is in this file, in the order in which it is applied:

1. A figure of the sum is a *block*: one row, which no other row of the sum repeats. So no row counts twice.
2. The row's shares make of its amount the lowest and the highest outside spend that can be defended.
3. Where every service, authority and nation in the figure is caught for certain, both ends count; of the low end, what
   its parts come to where that is more, as where private firms alone count and only the parts tell them.
4. Where some are, or some are in doubt, the high end counts, less what rows of the block's own put at least in what
   is certainly not caught. The low end is nothing, but for rows of its own that are caught for certain.
5. Where none is, nothing counts.
6. Where kinds of supplier are exempt, what the source puts with them leaves, and the low end keeps only what it puts
   with others.
7. Lows are added to lows and highs to highs. Nothing is averaged, and no row without an amount adds anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy.national.caught import VOLUNTARY, Caught
from policy.national.published import WHOLE_SHARE, Row

SUM, APART, PART, TOTAL = "sum", "apart", "part", "scale"
"""Roles of a row: a figure of the sum; one that stands beside it; one inside a figure of either; an overall total."""


@dataclass(frozen=True)
class Span:
    """Lowest and highest spend a year, in pence."""

    low: int
    high: int

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.high + other.high)


NOTHING = Span(0, 0)


@dataclass(frozen=True)
class Block:
    """One figure under a scenario: the row it is, the span that counts, and the rows that the span rests on.

    `caught` is how far the policy catches what the figure is for: whole, part or none. `parts` are rows inside it that
    give the low end, `off` those that are taken off the high end, `evidence` further rows that the shares of all these
    rest on, for the ends that count. `wide`: some of what it is for is certainly not caught, so that its high end
    holds what no row tells apart.
    """

    row: Row
    caught: str
    span: Span
    parts: tuple[Row, ...] = ()
    off: tuple[Row, ...] = ()
    evidence: tuple[Row, ...] = ()
    wide: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows whose amounts the span is made of; none where nothing counts."""
        return (self.row, *self.parts, *self.off) if self.span.high else ()


@dataclass(frozen=True)
class Interval:
    """The figures of the sum, and those beside it, as a scenario catches them; every block of the table is here."""

    blocks: tuple[Block, ...]
    apart: tuple[Block, ...]
    caught: Caught
    rows: tuple[Row, ...]

    @property
    def span(self) -> Span:
        """The interval: lows added to lows, highs to highs."""
        return added(self.blocks)

    @property
    def span_with_apart(self) -> Span:
        """The interval with what stands apart."""
        return added((*self.blocks, *self.apart))

    def verified(self) -> Span:
        """Give the part of the interval that was read at the publisher's own text."""
        return added(block for block in self.blocks if all(row.mark == "V" for row in block.rows))

    @property
    def wide(self) -> tuple[Block, ...]:
        """Figures that count and hold, in their high end, what is certainly not caught."""
        return tuple(block for block in self.blocks if block.wide and block.span.high)


def added(blocks: Iterable[Block]) -> Span:
    """Add the spans of blocks, end by end."""
    return sum((block.span for block in blocks), NOTHING)


def interval_from(rows: Sequence[Row], caught: Caught) -> Interval:
    """Give the interval of what a policy catches.

    Args:
        rows: the published figures, from `published.read`.
        caught: what the scenario catches, from `caught.caught`.

    Returns:
        Every block of the table with the span that counts of it, nought where nothing is caught or published.
    """
    blocks = {role: tuple(_block(row, rows, caught) for row in rows if row.role == role) for role in (SUM, APART)}
    return Interval(blocks[SUM], blocks[APART], caught, tuple(rows))


def _block(row: Row, rows: Sequence[Row], caught: Caught) -> Block:
    """A figure by how far it is caught; nothing counts of one that is not caught, or has no amount (step 5)."""
    reach = _reach(row, caught)
    if reach == "none" or row.pence is None:
        return Block(row, reach, NOTHING)
    known = {each.id for each in rows}
    inside = [part for part in rows if _stands_for(part, row.block)]
    parts = tuple(part for part in inside if _reach(part, caught) == "whole" and _low(part, known, caught))
    if reach == "whole":
        return _caught_whole(row, parts, rows, caught)
    off = tuple(part for part in inside if _reach(part, caught) == "none" and _least(part, known))
    return _caught_in_part(row, parts, off, rows, caught)


def _caught_whole(row: Row, parts: tuple[Row, ...], rows: Sequence[Row], caught: Caught) -> Block:
    """A figure all of which is caught for certain: both ends count, or its parts where they come to more (step 3)."""
    known = {each.id for each in rows}
    high, low = _high(row, known, caught), _low(row, known, caught)
    of_parts = sum(_low(part, known, caught) for part in parts)
    if of_parts <= low:
        parts = ()
    span = Span(min(max(low, of_parts), high), high)
    lows = [name for one in (parts or (row,)) for name in one.low_rests_on]
    rests = (*row.high_rests_on, *(lows if span.low else ()))
    return Block(row, "whole", span, parts, evidence=_evidence(rests, (row, *parts), rows))


def _caught_in_part(
    row: Row, parts: tuple[Row, ...], off: tuple[Row, ...], rows: Sequence[Row], caught: Caught
) -> Block:
    """A figure of which some is caught, or some in doubt: the high end less `off`, the low end of `parts` (step 4)."""
    known = {each.id for each in rows}
    low = sum(_low(part, known, caught) for part in parts)
    high = _high(row, known, caught, sum(_least(part, known) for part in off))
    rests = (*row.high_rests_on, *(name for part in (*parts, *off) for name in part.low_rests_on))
    evidence = _evidence(rests, (row, *parts, *off), rows)
    wide = None in caught.answers(row.services, row.buyer_kind, row.nations)
    return Block(row, "part", Span(min(low, high), high), parts, off, evidence, wide)


def _evidence(named: Iterable[str], own: Iterable[Row], rows: Iterable[Row]) -> tuple[Row, ...]:
    """Rows that shares rest on, beside those whose shares they are, in the order of the table."""
    others = {*named} - {row.id for row in own}
    return tuple(row for row in rows if row.id in others)


def _stands_for(row: Row, block: str) -> bool:
    """Whether a row is a figure of its own inside a block."""
    return row.role == PART and row.block == block and row.low is not None


def _reach(row: Row, caught: Caught) -> str:
    """How far a policy catches what a row is for: whole, part or none (steps 3 to 5)."""
    answers = caught.answers(row.services, row.buyer_kind, row.nations)
    if answers == {True}:
        return "whole"
    return "none" if answers <= {None} else "part"


def _least(row: Row, known: set[str]) -> int:
    """Lowest outside spend of a row; nothing where a row that its share rests on is not in the table."""
    return row.share(row.low) if known.issuperset(row.low_rests_on) else 0


def _low(row: Row, known: set[str], caught: Caught) -> int:
    """Lowest outside spend of a row with suppliers that are not exempt."""
    low = _least(row, known)
    if not caught.exempt:
        return low
    return min(low, row.private or 0)


def _high(row: Row, known: set[str], caught: Caught, off: int = 0) -> int:
    """Highest outside spend of a row; all of it where a row that its share rests on is not in the table.

    `off` is what of it is certainly not caught. What is with voluntary bodies may lie in that, so the larger leaves.
    """
    high = row.share(row.high if known.issuperset(row.high_rests_on) else WHOLE_SHARE)
    leaves = max(off, row.voluntary or 0) if caught.exempt >= VOLUNTARY else off
    return high - min(high, leaves)


def without(interval: Interval, row_id: str) -> Span:
    """Say what the interval would be without a row of the table.

    A row of the sum takes its span with it. Without a row that a share rests on, that end is nothing or the whole
    amount; without a row that stands for a part, the low end loses it, or the high end gets it back.
    """
    rows = [row for row in interval.rows if row.id != row_id]
    return added(_block(row, rows, interval.caught) for row in rows if row.role == SUM)
