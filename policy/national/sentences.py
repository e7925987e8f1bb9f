"""How big the whole is, in words made from the result itself."""

from collections import Counter
from collections.abc import Iterable

from policy.formats import capital, inner, listed, money, span
from policy.national.answer import BESIDE, ELSEWHERE, NOT_SOUGHT, NOTHING_PUBLISHED, OUTSIDE_UNKNOWN, STATES, Answer
from policy.national.held import Held, Kind, ReachedShare
from policy.national.interval import Interval, Span, added
from policy.national.published import MOSTLY, WHOLE_SHARE, Row, in_order

MARKS = {
    "V": "the publisher's own text or file",
    "S": "as reported: an answer to Parliament, the press or a study",
    "N": "no figure found",
}
"""What the mark of a figure says."""


def amount(spend: Span, *, short: bool = False, wide: bool = False) -> str:
    """Say a span of pounds a year; a low end of nothing is no claim that nothing is spent.

    `wide`: the high end holds what is certainly not caught, and is said to be no more than a bound.
    """
    low, high = (money(pence, short=short) for pence in (spend.low, spend.high))
    if not spend.low and spend.high:
        return f"at most {high}" if wide else f"up to {high}"
    return f"{low} to at most {high}" if wide else span(low, high)


def headline(interval: Interval) -> str:
    """Say the interval in one sentence."""
    outside = interval.span
    if not outside.high:
        return "No published figure is of a kind of service that this policy catches"
    ends = amount(outside, wide=bool(interval.wide or not outside.low))
    return f"Published figures add up to {ends} a year of outside spending in kinds of service that this policy catches"


def summary(found: Answer) -> str:
    """Say of how many kinds of service a figure was read, and of how many none."""
    services = found.interval.caught.services
    sure, doubt = sum(services.values()), sum(not each for each in services.values())
    told = len({*services} & {service for kind in found.kinds for service in kind.services})
    maybe = f", and perhaps {doubt} more" if doubt else ""
    states = Counter(each.state for each in found.silent)
    rest = [
        f"of {states[NOTHING_PUBLISHED]} no yearly figure could be read",
        f"of {states[OUTSIDE_UNKNOWN]} there are only figures for all providers, or old or partial ones",
        f"{states[BESIDE]} {'stands' if states[BESIDE] == 1 else 'stand'} apart",
        f"of {states[ELSEWHERE]} the rows are of authorities or nations that are not covered",
        f"{states[NOT_SOUGHT]} were not looked for",
    ]
    shown = [words for words, state in zip(rest, STATES, strict=True) if states[state]]
    unseen = "What is spent on those is in neither end, save what a wider figure may hold unseen"
    *first, last = shown or [""]
    apart = f"{', '.join(first)}, and {last}" if first else last  # one of them holds a comma and an or
    others = f"; {apart}. {unseen}" if shown else ""
    figures = f"{told} of these {sure + doubt} have a figure in the sum, some only in part{others}."
    return f"{sure} kinds of service are caught{maybe}. {figures}"


def not_a_count(found: Answer) -> str:
    """Say what the sum is and is not: no count, no one year, no tax bill, no ceiling."""
    if not found.kinds:
        return ""
    care = any("Gross of" in block.row.treatment for kind in found.kinds for block in kind.blocks)
    gross = " Council care is gross of what users and other bodies pay, so not all of it is tax." if care else ""
    above = [inner(kind.name) for kind in found.kinds if kind.held.annual.low > kind.span.high]
    beyond = f": in these data, contracts in force are worth more than the figure of {listed(above)}" if above else ""
    return (
        "It is a sum of published totals, not a count of contracts. Years are mixed and nothing is uprated; of no "
        f"row is it recorded whether VAT is in.{gross} The high end is no ceiling on what is spent{beyond}."
    )


def years(found: Answer) -> str:
    """Say which years and nations the sum is made of, which figures are no outturn, and what years shares are of."""
    blocks = [block for kind in found.kinds for block in kind.blocks]
    rows = {row.id: row for block in blocks for row in block.rows}
    if not rows:
        return ""
    nations = Counter(row.nation for block in found.interval.blocks if block.span.high for row in [block.row])
    of = listed([f"{nation} ({count})" for nation, count in nations.most_common()])
    england = added(block for block in found.interval.blocks if block.row.nation == "England")
    ends = f"{money(england.low)} of the low end and {money(england.high)} of the high end"
    alone = "and of no other" if len(nations) == 1 else f"so that England alone is {ends}"
    if "England" not in nations:
        alone = f"none of {'it' if len(nations) == 1 else 'them'} of England alone"
    return (
        f"Its figures are of {listed(in_order(row.year for row in rows.values()))}; by nation, of {of}, {alone}."
        f"{_no_outturn(rows.values())}{_shares(found)}"
    )


def _no_outturn(rows: Iterable[Row]) -> str:
    """Name the figures that are a plan, a grant or an estimate, and not what was spent."""
    named = [f"{inner(row.name)} ({row.when})" for row in rows if row.basis]
    return f" Planned or estimated, and not what the books show: {listed(named)}." if named else ""


def _shares(found: Answer) -> str:
    """Say of which further years the rows are that shares rest on."""
    named = [f"{inner(kind.name)} ({listed(list(kind.share_years))})" for kind in found.kinds if kind.share_years]
    return f" Shares rest on figures of other years too: {'; '.join(named)}." if named else ""


def wider(found: Answer) -> str:
    """Say how much of the high end is of figures that hold kinds of service or nations that are not caught."""
    if not found.interval.wide:
        return ""
    parts = listed([f"{inner(block.row.name)} (at most {money(block.span.high)})" for block in found.interval.wide])
    off = [row for block in found.interval.wide for row in block.off]
    named = listed([f"{inner(row.label)} (at least {money(row.share(row.low))} outside, {row.when})" for row in off])
    less = f" Rows of their own are taken off: {named}." if off else ""
    most = money(added(found.interval.wide).high)
    return (
        f"{most} of the high end is at most that, for its figures also cover kinds of "
        f"service, or nations, that the policy does not catch: {parts}.{less}"
    )


def loose(found: Answer) -> str:
    """Say how much of either end is of lines in which an unknown part goes to public bodies, or is no purchase."""
    own = added(block for block in found.interval.blocks if any(row.external == MOSTLY for row in block.rows))
    mixed = [block for block in found.interval.blocks if block.span.high and block.row.is_mixed]
    booked = (
        f"{money(own.low)} of the low end is of lines that the source books to private and voluntary providers and in "
        "which some councils book companies of their own: that part could not be told apart."
    )
    names = "; ".join(inner(block.row.name) for block in mixed)
    whole = (
        f"{money(added(mixed).high)} of the high end is of lines that count whole there though public bodies, grants "
        f"or cash sit in them: {names}."
    )
    return " ".join([*([booked] if own.low else []), *([whole] if mixed else [])])


def verified(found: Answer) -> str:
    """Say how much of each end was read at the publisher's own text."""
    whole, own = found.interval.span, found.interval.verified()
    if not whole.high:
        return ""
    ends = [f"{money(own.low)} of the low end"] if whole.low else []
    read = listed([*ends, f"{money(own.high)} of the high end"])
    return capital(
        f"{read} was read at the publisher's own text or in a copy of its file (V); the rest is as reported in answers "
        "to Parliament, the press or studies (S)."
    )


def beside(found: Answer) -> str:
    """Say what stands apart, and what the interval would be with it."""
    if not found.apart:
        return ""
    parts = listed(
        [
            f"{inner(kind.name)} ({amount(kind.span, short=True, wide=kind.wide)}, {listed(list(kind.years))})"
            for kind in found.apart
        ]
    )
    both = found.interval.span_with_apart
    wide = bool(found.interval.wide) or any(kind.wide for kind in found.apart)
    return f"Apart from it: {parts}. With them it would be {amount(both, wide=wide)} a year."


def reached(share: ReachedShare | None) -> str:
    """Say a share of the published spend: `6% to 10%`; `2% or more` where nothing bounds it above."""
    if share is None:
        return "nothing published to compare with"
    if share.high is not None:
        return span(_percent(share.low), _percent(share.high))
    if not share.low:
        return "an unknown share"
    return (
        f"{100 * share.low / WHOLE_SHARE:.1g}% or more"
        if share.low < WHOLE_SHARE // 100
        else f"{_percent(share.low)} or more"
    )


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
    missing = (
        f" {held.without_value:,} of them {_state(held.without_value)} no usable value a year."
        if held.without_value
        else ""
    )
    worth = span(money(held.annual.low), money(held.annual.high))
    return (
        f"The {population} that are of these kinds and in force, or may be, are worth {worth} a year, "
        f"{reached(found.reach)} of the published spend, in {_running(held)} contracts.{missing}"
    )


def _state(count: int) -> str:
    return "states" if count == 1 else "state"


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


def kind_amount(kind: Kind) -> str:
    """Say the figure of a kind, as a bound where it holds what is not caught."""
    return amount(kind.span, short=True, wide=kind.wide)
