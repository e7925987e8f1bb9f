"""How big the whole is, in words made from the result itself."""

from collections import Counter

from policy.formats import capital, listed, money, span
from policy.national.answer import BESIDE, ELSEWHERE, NOT_SOUGHT, NOTHING_PUBLISHED, OUTSIDE_UNKNOWN, STATES, Answer
from policy.national.held import Held, Kind, Reach
from policy.national.interval import Span, added
from policy.national.published import WHOLE_SHARE

MARKS = {"V": "the publisher's own text or file", "S": "second-hand", "N": "no figure found"}
"""What the mark of a figure says."""
NOT_A_COUNT = (
    "It is a sum of published totals, not a count of contracts. Years are mixed and nothing is uprated; council care "
    "is gross of what users pay, so not all of it is tax; the table does not record of most rows whether VAT is in. "
    "The high end is no ceiling: some figures are old and lower than what is in force."
)


def amount(found: Span, *, short: bool = False) -> str:
    """Say a span of pounds a year; a low end of nothing is no claim that nothing is spent."""
    low, high = (money(pence, short=short) for pence in (found.low, found.high))
    return f"up to {high}" if not found.low and found.high else span(low, high)


def headline(found: Answer) -> str:
    """Say the interval in one sentence."""
    whole = found.whole.span
    if not whole.high:
        return "No published figure is of a kind of service that this policy catches"
    low, high = money(whole.low), money(whole.high)
    ends = span(low, high) if whole.low else f"at most {high}"
    return f"Published figures add up to {ends} a year of outside spending in kinds of service that this policy catches"


def summary(found: Answer) -> str:
    """Say of how many kinds of service a figure was read, and of how many none."""
    services = found.whole.caught.services
    sure, doubt = sum(services.values()), sum(not each for each in services.values())
    told = len({*services} & {service for kind in found.kinds for service in kind.services})
    maybe = f", and perhaps {doubt} more" if doubt else ""
    states = Counter(each.state for each in found.silent)
    rest = [
        f"of {states[NOTHING_PUBLISHED]} no yearly figure could be read",
        f"of {states[OUTSIDE_UNKNOWN]} there are only figures for all providers, or old or partial ones",
        f"{states[BESIDE]} stand apart",
        f"of {states[ELSEWHERE]} the rows are of authorities or nations that are not covered",
        f"{states[NOT_SOUGHT]} were not looked for",
    ]
    shown = [words for words, state in zip(rest, STATES, strict=True) if states[state]]
    unseen = "What is spent on those is in neither end, save what a wider figure may hold unseen"
    others = f"; {listed(shown)}. {unseen}" if shown else ""
    figures = f"{told} of these {sure + doubt} have a figure in the sum, some only in part{others}."
    return f"{sure} kinds of service are caught{maybe}. {figures}"


def years(found: Answer) -> str:
    """Say which years and nations the sum is made of."""
    rows = [row for kind in found.kinds for block in kind.blocks for row in block.rows]
    if not rows:
        return ""
    nations = Counter(row.nation for block in found.whole.blocks if block.span.high for row in [block.row])
    of = listed([f"{nation} ({count})" for nation, count in nations.most_common()])
    england = added(block for block in found.whole.blocks if block.row.nation == "England")
    ends = f"{money(england.low)} of the low end and {money(england.high)} of the high end"
    years_ = listed(sorted({row.year for row in rows}))
    alone = f"so that England alone is {ends}" if len(nations) > 1 else "and of no other"
    return f"Its figures are of {years_}; by nation, of {of}, {alone}."


def verified(found: Answer) -> str:
    """Say how much of each end was read at the publisher's own text."""
    whole, own = found.whole.span, found.whole.verified()
    if not whole.high:
        return ""
    ends = [f"{money(own.low)} of the low end"] if whole.low else []
    read = listed([*ends, f"{money(own.high)} of the high end"])
    return capital(
        f"{read} was read at the publisher's own text or in a copy of its file (V); the rest is second-hand (S)."
    )


def beside(found: Answer) -> str:
    """Say what stands apart, and what the interval would be with it."""
    if not found.apart:
        return ""
    parts = listed(
        [f"{kind.name[:1].lower()}{kind.name[1:]} ({amount(kind.span, short=True)})" for kind in found.apart]
    )
    both = found.whole.span_with_apart
    return f"Apart from it: {parts}. With them it would be {amount(both)} a year."


def reached(share: Reach | None) -> str:
    """Say a share of the published spend: `6% to 10%`; `2% or more` where nothing bounds it above."""
    if share is None:
        return "nothing published to compare with"
    low = _percent(share.low)
    return f"{low} or more" if share.high is None else span(low, _percent(share.high))


def _percent(share: int) -> str:
    if 0 < share < WHOLE_SHARE // 100:
        return "under 1%"
    return f"{100 * share / WHOLE_SHARE:.0f}%"


def coverage(found: Answer, population: str) -> str:
    """Say what share of the published spend the contracts of the table reach."""
    if found.reach is None:
        return ""
    held = found.held
    if not held.annual.high and held.without_value:
        return (
            f"Of the {population} that are of these kinds and in force, or may be, {_running(held)} in number, none "
            "states a usable value a year, so what they reach of the published spend is not known."
        )
    missing = f" {held.without_value:,} of them state no usable value a year." if held.without_value else ""
    worth = span(money(held.annual.low), money(held.annual.high))
    return (
        f"The {population} that are of these kinds and in force, or may be, are worth {worth} a year, "
        f"{reached(found.reach)} of the published spend, in {_running(held)} contracts.{missing}"
    )


def _running(held: Held) -> str:
    return span(f"{held.running.low:,}", f"{held.running.high:,}")


def contracts_of(held: Held) -> str:
    """Say how many contracts in force a table holds of a kind, and their spend a year."""
    if not held.running.high:
        return "no contract in force"
    word = "contract" if held.running.high == 1 else "contracts"
    if not held.annual.high:
        return f"{_running(held)} {word} in force, value a year not known"
    return f"{_running(held)} {word} in force, {amount(held.annual, short=True)} a year"


def kind_words(kind: Kind) -> str:
    """Say the figure of a kind with its mark."""
    return f"{amount(kind.span, short=True)} · {kind.mark}"
