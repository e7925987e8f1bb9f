"""Findings for the titles of charts: sentences computed from the figures, true or not said at all."""

from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate

from policy.contracts import SEVERAL_COMPANIES
from policy.formats import FEWER, capital, contracts, end_of_period, in_pence, inner, listed, money, span, with_article
from policy.measures import MEASURE_WORDS
from policy.results.totals import NOTHING, FunnelStep, Range, Totals
from policy.rules.base import Stage

_TOGETHER = "several companies together"
"""How a sentence names SEVERAL_COMPANIES, whose own name is that of a row of a table."""


def figure(measure: str, value: int, *, short: bool = False) -> str:
    """Say a figure of a measure in its own unit, rounded for the reader."""
    return contracts(value) if measure == "contracts" else money(in_pence(value), short=short)


NOT_KNOWN, NONE_CERTAIN = "not known", "none is certain"
NO_VALUE = "What is in the answer has no known value"
_NOT_STATED = "What is in the answer does not state it"
_OF_WHICH_NONE = f", of which {NONE_CERTAIN}"


def amount(totals: Totals, measure: str, end: str = "central", *, short: bool = False) -> str:
    """Say low, central or high of a measure; nothing is £0 where no value is known that it could be a sum of."""
    value = getattr(totals.measure(measure).returns, end)
    return figure(measure, value, short=short) if value or totals.is_known(measure) else NOT_KNOWN


def central_or_ends(totals: Totals, measure: str, *, short: bool = False) -> str:
    """Say the central figure of a measure; of few contracts, none of them certain, from what to what it may come."""
    central = amount(totals, measure, short=short)
    if not totals.is_few or central == NOT_KNOWN:
        return central
    return span(*(amount(totals, measure, end, short=short) for end in ("low", "high")))


def of_step(step: FunnelStep, measure: str, *, short: bool = False) -> str:
    """Say a step of the funnel in a measure; as `amount` says what returns."""
    return figure(measure, step.measure(measure), short=short) if step.is_known(measure) else NOT_KNOWN


def ranged(totals: Totals, measure: str) -> str:
    """Say the range of a measure, short, and of how many contracts a sum of money is.

    Where the range stands in the place of the figure, what is said is that no contract is certain.
    """
    return "; ".join(filter(None, (ends_of(totals, measure), coverage(totals, measure))))


def ends_of(totals: Totals, measure: str) -> str:
    """Say the range of a measure, short, or that no contract is certain where it stands in the place of the figure."""
    ends = span(*(amount(totals, measure, end, short=True) for end in ("low", "high")))
    return NONE_CERTAIN if totals.is_few and ends == central_or_ends(totals, measure, short=True) else ends


def none_to_see(returns: Range) -> str:
    """Say of ends that read as the figure between them that there is no range, or none that shows."""
    return "no range" if returns.low == returns.high else "range too small to show"


def with_range(totals: Totals, measure: str) -> str:
    """Say the central figure and in brackets its range, unless that is the same figure, and of how many it is."""
    central = central_or_ends(totals, measure, short=True)
    beside = [
        words
        for words in (ends_of(totals, measure), coverage(totals, measure))
        if words not in ("", central, f"value {central}")
    ]
    return f"{central} ({'; '.join(beside)})" if beside else central


def coverage(totals: Totals, measure: str) -> str:
    """Say for how many of the contracts that return, centrally, a value is known; empty where it is for all.

    Where it is for none, no number is said: beside "0 to 3" contracts "0 of 1" would be a figure that nothing else has.
    """
    if measure == "contracts" or not totals.measure(measure).silent:
        return ""
    thousandths = totals.known(measure), totals.contracts.returns.central
    if not thousandths[0]:
        return "value not known"
    known, returning = (round(count / 1000) for count in thousandths)
    return f"value known for {known:,} of {returning:,}" if returning else "value not known for all"


def signed(measure: str, value: int, *, short: bool = False) -> str:
    """Say a difference of a measure with its sign; few contracts keep a decimal, since parts of one count."""
    if value == 0:
        return "no change"
    sign = "+" if value > 0 else "\N{MINUS SIGN}"
    if measure == "contracts" and abs(value) < 10_000 and value % 1000:
        number = f"{abs(value) / 1000:.1f}"
        return f"{sign}{number if number != '0.0' else f'{abs(value) / 1000:.1g}'}"
    return f"{sign}{figure(measure, abs(value), short=short)}"


def of_scenarios(sides: Sequence[tuple[str, Totals]], measure: str) -> str:
    """Between which scenarios what returns lies furthest apart."""
    ranked = sorted(sides, key=lambda side: side[1].measure(measure).returns.central)
    if not ranked:
        return "No scenario is chosen"
    (least_name, least), (most_name, most) = ranked[0], ranked[-1]
    ends = [_at_most(side, measure) for side in (least, most)]
    ends = [counted(end) if measure == "contracts" else end.replace(NOT_KNOWN, "a value not known") for end in ends]
    alike = ends[0] == ends[1] and least.is_few and most.is_few
    if alike or least.measure(measure).returns.central == most.measure(measure).returns.central:
        return f"{capital(ends[0])} under {'each scenario' if len(ranked) > 1 else least_name}"
    if ends[0] == ends[1]:
        return f"About {ends[0]} under each scenario"
    return f"From {ends[0]} under “{least_name}” to {ends[1]} under “{most_name}”"


def _at_most(side: Totals, measure: str) -> str:
    """Say the central figure of a scenario; of few contracts, none of them certain, how much it may be at most."""
    high = amount(side, measure, "high")
    return f"up to {high}" if side.is_few and high != NOT_KNOWN else amount(side, measure)


def counted(number: str) -> str:
    """Say a number of contracts, as `contracts` or `_at_most` words it, with its noun."""
    return f"{number} contract" if number.removeprefix("up to ") in ("1", FEWER) else f"{number} contracts"


def of_steps(steps: Sequence[tuple[str, int]], measure: str) -> str:
    """Which setting adds or takes the most on the way from one scenario to another."""
    largest = max(steps, key=lambda step: abs(step[1]), default=None)
    if largest is None:
        return "The two scenarios have the same settings"
    if not largest[1]:
        return "No setting on the way moves the central estimate"
    verb = "makes the largest step" if len(steps) > 1 else "makes the whole difference"
    return f"“{largest[0]}” {verb}: {signed(measure, largest[1])}"


def of_shares(shares: Sequence[tuple[str, int]], measure: str) -> str:
    """Which setting accounts for the most of a difference, whatever the order."""
    largest = max(shares, key=lambda share: abs(share[1]), default=None)
    if largest is None or not largest[1]:
        return "Whatever the order, no setting moves the central estimate"
    verb = "weighs most" if len(shares) > 1 else "makes the whole difference"
    return f"Whatever the order, “{largest[0]}” {verb}: {signed(measure, largest[1])}"


def of_funnel(steps: list[FunnelStep], measure: str) -> str:
    """Which step takes the most, and what returns."""
    exits = [step for step in steps if step.stage not in (Stage.RETURNS, Stage.NOT_KNOWN)]
    leaving = sum(step.measure(measure) for step in exits)
    largest = max(exits, key=lambda step: step.measure(measure), default=None)
    if not largest or not largest.measure(measure):
        silent = any(step.silent(measure) for step in exits)
        return "What leaves for certain has no known value" if silent else "Nothing leaves for certain"
    share = "Most of what leaves does so" if largest.measure(measure) * 2 > leaving else "The largest share leaves"
    return f"{share} at one step: {inner(largest.label)}"


def of_years(years: Mapping[str, Totals], measure: str, *, considered: bool = False) -> str:
    """By which year or quarter half of what returns with a known date is back, or must have been considered."""
    dated = [(name, group.measure(measure).returns.central) for name, group in years.items() if name]
    total = sum(value for _, value in dated)
    if not total:
        return _no_years(years, measure)
    if sum((group for name, group in years.items() if name), start=NOTHING).is_few:
        return "Nothing with a known date is certain"
    running = list(accumulate(value for _, value in dated))
    halfway = next(place for place, reached in enumerate(running) if reached * 2 >= total)
    period, reached = dated[halfway][0], running[halfway]
    noun = MEASURE_WORDS[measure].noun
    when = f"{_due_or_back(measure, considered=considered)} by the end of {end_of_period(period)}"
    if reached < total:
        percent = min(99, round(100 * reached / total))
        return f"{'Half' if percent == 50 else f'{percent}%'} of {noun} with a known end {when}"
    every = f"all of {'the contracts' if measure == 'contracts' else noun} with a known end {when}"
    if any(name > period and group.measure(measure).returns.high for name, group in years.items()):
        return f"By the central estimate {every}; more may follow"
    return capital(every)


def _due_or_back(measure: str, *, considered: bool) -> str:
    """The verb for what returns, or only must be considered, of contracts or of a sum of money."""
    if considered:
        return "fall due" if measure == "contracts" else "falls due"
    return "are back" if measure == "contracts" else "is back"


def _no_years(years: Mapping[str, Totals], measure: str) -> str:
    """Say why no year has a figure: no date is known, or no value, or no return is expected."""
    dated = [group for name, group in years.items() if name]
    if any(group.contracts.returns.central for group in dated) and measure != "contracts":
        if any(group.known(measure) for group in dated):
            return "What has a known date is worth nothing, as far as its value is known"
        only = " but ceilings" if any(group.measure(measure).ceilings for group in dated) else ""
        return f"What has a known date has no known value{only}"
    if any(group.contracts.returns.high for group in dated):
        return "Nothing with a known date is certain enough to count"
    return "Nothing in the answer has a known date"


def of_groups(
    groups: Mapping[str, Totals],
    labels: Mapping[str, str],
    measure: str,
    others: Totals = NOTHING,
    unnamed: Collection[str] = ("",),
    noun: str = "",
    fact: str = "",
) -> str:
    """How few groups make half of what returns and is in a group; `others` are smaller groups taken together.

    `unnamed` are groups of what names none, such as contracts without a supplier; they are in no percentage, and where
    anything of them returns the sentence says that it is about the rest. `noun` says what many groups are, and `fact`
    what a contract states that is in one of them, such as its buyer.
    """
    values = {name: group.measure(measure).returns.central for name, group in groups.items()}
    ranked = sorted(((value, name) for name, value in values.items() if name not in unnamed), reverse=True)
    total = sum(value for value, _ in ranked) + others.measure(measure).returns.central
    if not total or sum(groups.values(), start=others).is_few:
        said = of_nothing([*groups.values(), others], measure)
        named = [others, *(group for name, group in groups.items() if name not in unnamed)]
        silent = said == _NOT_STATED and fact and not any(group.contracts.returns.high for group in named)
        return f"No contract in the answer states {fact}" if silent else said
    running = list(accumulate(value for value, _ in ranked))
    n_half = next((count for count, reached in enumerate(running, start=1) if reached * 2 >= total), len(ranked))
    names = [_group_words(name, labels, groups[name]) for _, name in ranked[:n_half]]
    where = "where it is stated, " if any(values.get(name) for name in unnamed) else ""
    part = _part(sum(value for value, _ in ranked[:n_half]), total, measure)
    how_many = " ".join(filter(None, (f"{len(names)} of {len(ranked)}", noun, "together")))
    with_whom = _joined(names) if len(names) <= 3 else how_many
    if names == [_TOGETHER]:
        with_whom += _alone(groups, ranked, measure)
    lies = "lie" if measure == "contracts" else "lies"
    return capital(f"{where}{part} {lies} with {with_whom}")


def _part(reached: int, total: int, measure: str) -> str:
    """Say how much of a measure a part of it is."""
    noun = MEASURE_WORDS[measure].noun
    if reached < total:
        return f"{min(99, round(100 * reached / total))}% of {noun}"
    return f"all {noun}" if measure == "contracts" else f"all of {noun}"


def _group_words(name: str, labels: Mapping[str, str], group: Totals) -> str:
    """Name a group inside a sentence, and say where few of it return and none for certain."""
    words = inner(labels[name]) if name in labels else with_article(name)
    if name == SEVERAL_COMPANIES:
        words = _TOGETHER
    return f"{words}{_OF_WHICH_NONE}" if group.is_few else words


def _alone(groups: Mapping[str, Totals], ranked: Sequence[tuple[int, str]], measure: str) -> str:
    """Say which company has the most by itself, where one has, since nobody is named by several together."""
    companies = [(value, name) for value, name in ranked if name != SEVERAL_COMPANIES]
    if not companies:
        return ""
    most, name = companies[0]
    next_most = companies[1][0] if len(companies) > 1 else 0
    if most == next_most or groups[name].is_few:
        return ""
    return f"; alone, {name} has the most ({figure(measure, most)})"


def _joined(names: list[str]) -> str:
    """List names so that an `and` within one is not read as the end of the list."""
    if len(names) < 2 or not any(" and " in name or _OF_WHICH_NONE in name for name in names):
        return listed(names)
    return f"{', with '.join(names[:-1])}, and with {names[-1]}"


def of_nothing(groups: Sequence[Totals], measure: str) -> str:
    """Say why no group of a breakdown has a figure: not stated, no known value, worth nothing, or nothing expected."""
    whole = sum(groups, start=NOTHING)
    if whole.is_few and whole.is_known(measure):
        return "Nothing in the answer is certain"
    if whole.measure(measure).returns.central:
        return _NOT_STATED
    if not whole.is_known(measure):
        return NO_VALUE
    if measure != "contracts" and whole.known(measure):
        return "What is in the answer is worth nothing, as far as its value is known"
    if whole.contracts.returns.high:
        return "Nothing in the answer is certain enough to count"
    return "Nothing is in the answer"
