"""What a contracts table holds of what the published figures are of: contracts in force, and their spend a year."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from policy.coded import MISSING, NO_DAY, Bools, CodedContracts
from policy.contracts import NATIONS
from policy.national.caught import Caught
from policy.national.interval import Block, Span, added
from policy.national.published import WHOLE_SHARE, in_order
from policy.results.groups import Decisions


@dataclass(frozen=True)
class Held:
    """Contracts that a table holds of a kind: how many are counted, how many are in force, and their spend a year.

    The low ends count what is certain: a counted contract of the kind, for the authorities and nations of the figure,
    in force on the day of the data, with a value a year that is no ceiling. The high ends add what may be.
    `without_value` are contracts that may be in force and have no usable value a year.
    """

    contracts: int
    running: Span
    annual: Span
    without_value: int


@dataclass(frozen=True)
class ReachedShare:
    """Share of published spending that a table's contracts reach, in ten-thousandths; None: nothing bounds it above."""

    low: int
    high: int | None


@dataclass(frozen=True)
class Kind:
    """Kinds of service whose figures are drawn together, with what a table holds of them.

    Figures that a contract may be part of both of are of one kind, so that each contract stands beside one kind alone.
    """

    name: str
    blocks: tuple[Block, ...]
    held: Held
    services: tuple[str, ...]
    """The kinds of service that the figures are of and the policy catches."""

    @property
    def years(self) -> tuple[str, ...]:
        """The years of the rows that count, in order, and which of them is a plan, a grant or an estimate."""
        return tuple(in_order(row.when for block in self.blocks for row in block.rows))

    @property
    def share_years(self) -> tuple[str, ...]:
        """Further years, of rows that the shares of its rows rest on, in order; none where they are its own years."""
        further = {row.when for block in self.blocks if block.span.high for row in block.evidence}
        return tuple(in_order(further.difference(self.years)))

    @property
    def wide(self) -> bool:
        """Whether its high end holds what is certainly not caught."""
        return any(block.wide for block in self.blocks)

    @property
    def span(self) -> Span:
        """Published outside spend a year that the policy catches, in pence."""
        return added(self.blocks)

    @property
    def mark(self) -> str:
        """V where every row was read at the publisher's own text, else S; N where no figure counts."""
        marks = {row.mark for block in self.blocks for row in block.rows}
        if not marks:
            return "N"
        return "V" if marks == {"V"} else "S"

    @property
    def reach(self) -> ReachedShare | None:
        """Share of the published spend that the contracts reach; None where nothing is published."""
        return reach(self.held, self.span) if self.span.high else None


def reach(held: Held, span: Span) -> ReachedShare:
    """Divide what is held by what is published: the least by the most, the most by the least."""
    low = held.annual.low * WHOLE_SHARE // span.high
    if span.low:
        return ReachedShare(low, -(-held.annual.high * WHOLE_SHARE // span.low))
    return ReachedShare(low, None if held.running.high else 0)


def kinds(blocks: Sequence[Block], decisions: Decisions, day: int, caught: Collection[str]) -> list[Kind]:
    """Group figures by what they are drawn under, the largest high end first, each with what the table holds of it.

    Args:
        blocks: figures of an interval; those of which nothing counts are left out.
        decisions: the contracts of the table.
        day: the day of the data, in days since 1970.
        caught: the kinds of service that the policy catches; contracts of others are not held of a figure, though it
            covers them too.
    """
    grouped: dict[str, list[Block]] = {}
    for block in blocks:
        if block.span.high:
            grouped.setdefault(block.row.bar, []).append(block)
    by_kind = [
        Kind(
            name, tuple(same), held(decisions, of_blocks(decisions.coded, same, caught), day), _caught_of(same, caught)
        )
        for name, same in grouped.items()
    ]
    return sorted(by_kind, key=lambda kind: (-kind.span.high, -kind.span.low))


def _caught_of(blocks: Sequence[Block], caught: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for block in blocks for one in block.row.services if one in caught))


def all_held(blocks: Sequence[Block], decisions: Decisions, day: int, caught: Collection[str]) -> Held:
    """What the table holds of all figures together; a contract that fits several is counted once."""
    return held(decisions, of_blocks(decisions.coded, [block for block in blocks if block.span.high], caught), day)


def of_service(decisions: Decisions, service: str, day: int, caught: Caught) -> Held:
    """What the table holds of one kind of service, of the authorities and nations of which it is caught."""
    cells = [(buyer, nation) for name, buyer, nation in caught.cells if name == service]
    buyers, nations = (tuple({*names}) for names in zip(*cells, strict=True))
    return held(decisions, _of(decisions.coded, (service,), buyers, nations), day)


def of_blocks(coded: CodedContracts, blocks: Sequence[Block], caught: Collection[str]) -> tuple[Bools, Bools]:
    """Which contracts are, and which may be, part of what some figures are of, and of a kind that is caught."""
    sure, may = np.zeros(len(coded), dtype=bool), np.zeros(len(coded), dtype=bool)
    for row in {block.row.id: block.row for block in blocks}.values():
        services = tuple(one for one in row.services if one in caught)
        certain, possible = _of(coded, services, (row.buyer_kind,), row.nations)
        sure |= certain
        may |= possible
    return sure, may


def _of(
    coded: CodedContracts, services: Sequence[str], buyers: Sequence[str], nations: Sequence[str]
) -> tuple[Bools, Bools]:
    """Which contracts are, and which may be, of some kinds of service, authorities and nations."""
    reached = coded.is_in("service", tuple(services)) & coded.is_in("buyer_kind", tuple(buyers))
    places = coded.is_in("nation", tuple(nations) if len(nations) < len(NATIONS) - 1 else NATIONS)
    several = coded.is_in("nation", ("UK",)).yes
    return reached.yes & places.yes, ~reached.no & (~places.no | several)


def certainly_in_force(decisions: Decisions, sure: Bools, day: int) -> Bools:
    """Which of some contracts are counted and in force on a day for certain, with a value a year that is no ceiling."""
    coded = decisions.coded
    spent = ~coded.is_in("value_quality", ("ceiling",)).yes & (coded.amounts["annual_gbp"] != MISSING)
    return sure & decisions.counted & _running(coded, day) & spent


def _running(coded: CodedContracts, day: int) -> Bools:
    start, end = coded.days["start_date"], coded.days["last_day"]
    return (start != NO_DAY) & (start <= day) & (end != NO_DAY) & (end >= day)


def held(decisions: Decisions, which: tuple[Bools, Bools], day: int) -> Held:
    """Count contracts and add their spend a year: those that are of a kind for certain, and those that may be."""
    coded = decisions.coded
    sure, may = (mask & decisions.counted for mask in which)
    start, end = coded.days["start_date"], coded.days["last_day"]
    over = ((start != NO_DAY) & (start > day)) | ((end != NO_DAY) & (end < day))
    sure_now, may_now = sure & _running(coded, day), may & ~over
    pence = coded.amounts["annual_gbp"]
    known = pence != MISSING
    low = int(pence[certainly_in_force(decisions, sure, day)].sum())
    high = int(pence[may_now & known].sum())
    return Held(
        int(sure.sum()), Span(int(sure_now.sum()), int(may_now.sum())), Span(low, high), int((may_now & ~known).sum())
    )
