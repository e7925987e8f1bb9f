"""The way from published spending to what comes back: which contracts hold it, which stay, and which are beside it.

Follows semantics 11.7. Amounts of contracts are thousandths of a penny, so that the parts add up exactly.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from policy.coded import Ints
from policy.formats import in_pence, money
from policy.national.answer import Answer
from policy.national.held import certainly_in_force, of_blocks
from policy.national.interval import Span
from policy.national.sentences import amount
from policy.results.groups import Decisions
from policy.results.rows import money as money_of
from policy.results.rows import summable
from policy.rules.base import Stage
from policy.rules.trigger import day_number

_STAYS = {
    Stage.SCOPE: "not of a covered authority or nation, or no service contract in the policy's sense",
    Stage.TRIGGER: "does not end while the policy runs",
    Stage.CRITERIA: "too few criteria met",
    Stage.EXEMPTIONS: "exempt",
    Stage.NOT_KNOWN: "not decided: the part that is not expected back",
    Stage.GOOD_REASON: "kept outside for good reason",
    Stage.RETURNS: "the part kept outside of contracts that come back",
}
"""Why spend of contracts in force stays outside, by the stage at which they stop."""

_NOT_IN_FORCE = (
    "Plus: in the answer, of these kinds, in contracts that are not certainly in force on that day, or not certainly "
    "of the authorities and nations of a figure"
)


@dataclass(frozen=True)
class Bridge:
    """From published spending to the central spend that comes back; `held` less `stays` plus what is beside it is that.

    `published` is in pence a year, all else in thousandths of them. `held` are contracts certainly in force and
    certainly of a published figure; `stays` is what of them stays outside, by why; `not_in_force` and `other_kinds`
    come back beside them: of kinds with a figure, but not certainly in force or of its authorities, and of kinds
    without one.
    """

    published: Span
    held: int
    stays: dict[str, int]
    not_in_force: int
    other_kinds: int
    back: int


def bridge(found: Answer, decisions: Decisions, day: date) -> Bridge:
    """Work out the way; `day` is that of the data."""
    blocks = [block for block in found.interval.blocks if block.span.high]
    sure, may = of_blocks(decisions.coded, blocks, found.interval.caught.services)
    held = certainly_in_force(decisions, sure, day_number(day))
    worth = money_of(decisions, "annual_gbp")
    central = np.where(decisions.counted, worth.central, 0)
    outside = {words: _sum((worth.value - central)[held & decisions.at(stage)]) for stage, words in _STAYS.items()}
    return Bridge(
        found.interval.span,
        _sum(worth.value[held]),
        {words: spend for words, spend in outside.items() if spend},
        _sum(central[may & ~held]),
        _sum(central[~may & ~held]),
        _sum(central),
    )


def _sum(amounts: Ints) -> int:
    return int(summable(amounts).sum())


def lines(way: Bridge) -> Iterator[tuple[str, str]]:
    """Say the way, a line a step: what it is, and its pounds a year with a sign where it is added or taken off."""
    held = in_pence(way.held)
    yield "Published outside spending, kinds of service that this policy catches", amount(way.published)
    missing = Span(max(0, way.published.low - held), max(0, way.published.high - held))
    yield "Less: in no contract that these data hold certainly in force", f"\N{MINUS SIGN} {amount(missing)}"
    yield "In contracts of these data, certainly in force on their day", money(held)
    for words, thousandths in way.stays.items():
        yield f"Less: {words}", f"\N{MINUS SIGN} {money(in_pence(thousandths))}"
    yield _NOT_IN_FORCE, f"+ {money(in_pence(way.not_in_force))}"
    yield "Plus: in the answer, of kinds of service without a published figure", f"+ {money(in_pence(way.other_kinds))}"
    yield "In the answer under this policy, central estimate", money(in_pence(way.back))
