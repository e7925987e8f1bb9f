"""The answer in words, made from the result itself, so that wording and figure cannot part."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from policy.coded import MISSING, NO_DAY
from policy.engine.decide import CENTRAL, HIGH, LOW
from policy.formats import FEWER, capital, contracts, day, in_pence, inner, listed, money, stated, titled, whole_pounds
from policy.measures import MEASURE_LABELS
from policy.results.findings import central_or_ends, ranged
from policy.results.groups import Decisions
from policy.results.rows import money as money_of
from policy.results.totals import (
    Assumed,
    Exemption,
    FunnelStep,
    Range,
    Total,
    Totals,
    assumed_spans,
    dominant,
    funnel,
    totals,
)
from policy.rules import settings
from policy.rules.base import Stage
from policy.rules.exemptions import BelowThreshold
from policy.rules.good_reason import GoodReason
from policy.rules.thresholds import DATED, FIRST_LAW_DAY, LAST_LAW_DAY, LATEST, LAW_PERIODS, days_let
from policy.rules.trigger import Window
from policy.scenarios.scenario import Scenario

_ONE = 1000
"""One contract in thousandths."""
_ONE_OF = re.compile(r"\bcontracts\b")


def headline(decisions: Decisions, population: str) -> str:
    """Give the answer in one sentence; `population` names the contracts, such as contracts in this register."""
    return headline_of(totals(decisions), decisions.scenario, population)


def headline_of(totals: Totals, scenario: Scenario, population: str) -> str:
    """Give the answer in one sentence, from the totals."""
    return "; ".join(filter(None, headline_parts(totals, scenario, population)))


def headline_parts(totals: Totals, scenario: Scenario, population: str) -> tuple[str, str]:
    """Give the answer, and for how many contracts of it no value is known; empty where there is none to say it of."""
    returns, verb = totals.contracts.returns, scenario.preset.verb
    if not totals.contracts.of:
        return f"There are no {population}", ""
    if totals.contracts.of == _ONE:
        return _of_one(totals, population, verb)
    of = f"of the {contracts(totals.contracts.of)} {population}"
    if not expected(totals):
        return none_expected(totals, of, verb), ""
    about = "" if returns.low == returns.high else "about "
    value, rest = worth(totals)
    return capital(f"{about}{contracts(returns.central)} {of}{value} would {verb}"), rest


def _of_one(totals: Totals, population: str, verb: str) -> tuple[str, str]:
    """Give the answer on one contract alone, which is no share of several."""
    one = f"The one {_ONE_OF.sub('contract', population, count=1)}"
    if not expected(totals):
        return one_not_expected(totals, one, verb), ""
    value, rest = worth(totals)
    return f"{one}{value} would {verb}", rest


def one_not_expected(totals: Totals, one: str, verb: str) -> str:
    """Say that one contract alone is not certain to return, and whether it may; `one` names it."""
    if not totals.contracts.returns.high:
        return f"{one} would not {verb}"
    return f"{one} would not certainly {verb}; it might{at_most(totals, 'its')}"


def worth(totals: Totals) -> tuple[str, str]:
    """Say the central spend a year inside a sentence, for how many contracts it stands, and for how many none is known.

    Returns:
        What follows the contracts, with its commas, and what follows the sentence, if anything. Numbers are central and
        add up to the rounded number of contracts that return.
    """
    annual = totals.annual_gbp
    amount = money(in_pence(annual.returns.central))
    if not totals.is_known("annual_gbp"):
        return ", whose value is not known,", ""
    if not annual.silent:
        return f", worth {amount} a year," if annual.returns.central else "", ""
    known, all_ = (round(n / 1000) for n in (totals.known("annual_gbp"), totals.contracts.returns.central))
    if known == all_:
        return f", worth at least {amount} a year,", ""
    one = "the one" if totals.known("annual_gbp") == _ONE else "about one"  # shares of several are no one contract
    covered = (
        f"for {one if known == 1 else f'the {known:,}'} whose value is known" if known else "where a value is known"
    )
    rest = "one" if all_ - known == 1 else f"{all_ - known:,}"
    return f", worth {amount} a year {covered},", f"no value a year is known for the other {rest}"


def expected(totals: Totals) -> bool:
    """Whether the central estimate comes to one contract, once it is rounded, and rests on more than few uncertain."""
    return contracts(totals.contracts.returns.central) not in ("0", FEWER) and not totals.is_few


def none_expected(totals: Totals, of: str, verb: str) -> str:
    """Say that no contract is certain to return, and how many may; `of` says of which, such as of the 616 contracts."""
    high = -(-totals.contracts.returns.high // 1000)
    if not high:
        return f"None {of} would {verb}"
    return f"None {of} would certainly {verb}; up to {high:,} might{at_most(totals, 'their')}"


def at_most(totals: Totals, whose: str) -> str:
    """Say inside a sentence what the contracts that might return are worth at most; `whose` stands for them."""
    worth, missing = totals.annual_gbp.returns.high, totals.annual_gbp.without_value
    none = f", but {whose} value is not known" if missing else ""
    value = f", worth up to {money(in_pence(worth))} a year" if worth else none
    but = f" without the {missing:,} whose value is not known" if worth and missing else ""
    return f"{value}{but}"


def certainty(decisions: Decisions) -> str:
    """Say the range and why it is one."""
    waiting = int(decisions.waiting.sum())
    return certainty_of(totals(decisions), funnel(decisions), waiting, decisions.scenario)


def certainty_of(totals: Totals, steps: Sequence[FunnelStep], waiting: int, scenario: Scenario) -> str:
    """Say the range and why it is one, from the sums; `waiting` contracts are not decided."""
    returns, annual = totals.contracts.returns, totals.annual_gbp.returns
    if returns.high == 0:
        return removed_last(steps)
    if returns.low == returns.high and annual.low == annual.high:
        return "Nothing that the rules ask of these contracts is missing, so there is no range."
    return f"{spread_of(totals)}: {_why(steps, waiting, scenario, annual=totals.annual_gbp)}."


def spread_of(totals: Totals) -> str:
    """Say the range in contracts and in pounds a year, without why it is one."""
    annual = totals.annual_gbp.returns
    low, high = (money(in_pence(end)) for end in (annual.low, annual.high))
    where = ", where a value is known," if totals.annual_gbp.without_value else ""
    ends = low if low == high else f"between {low} and {high}"
    worth = f", and{where} {ends} a year" if annual.high else ""
    count = between(totals.contracts.returns)
    return f"{count} {'contract' if count == '1' else 'contracts'}{worth}"


def between(returns: Range) -> str:
    """Say the range of a number of contracts, or the one number where both ends read the same."""
    low, high = contracts(returns.low), contracts(returns.high)
    if low == high != FEWER:
        return low
    return f"Up to {-(-returns.high // 1000):,}" if low == FEWER else f"Between {low} and {high}"


def _why(steps: Sequence[FunnelStep], waiting: int, scenario: Scenario, *, annual: Total) -> str:
    open_ = [step for step in steps if step.stage is Stage.NOT_KNOWN]
    facts = dict.fromkeys(inner(step.label) for step in open_)  # two rules may miss one fact
    # Of a reader's own file nothing was published.
    known = f"what is known of {'it' if waiting == 1 else 'them'}"
    reasons = [f"{waiting:,} cannot be decided from {known} ({listed([*facts])})"] if waiting else []
    reason = scenario.rule(GoodReason)
    if reason.risk_low != reason.risk_high or reason.capacity_low != reason.capacity_high:
        reasons.append("how often authorities would show good reason is open")
    of_money = "some figures are ceilings" if annual.ceilings else "not every value says which years it covers"
    return listed(reasons) or of_money


def left_out(decisions: Decisions) -> str:
    """Say which contracts that may return are in the count and not in the money; empty where there is none."""
    return left_out_of(totals(decisions))


def left_out_of(totals: Totals) -> str:
    """Say which contracts are in the count of a total and not in its money."""
    annual = totals.annual_gbp
    missing = [f"{annual.without_value:,} whose value a year is not known"] if annual.without_value else []
    if annual.ceilings:
        missing.append(f"{annual.ceilings:,} with only a ceiling, which counts in the upper figure alone")
    if not missing:
        return ""
    return f"Of the contracts in the answer, certain or possible, the money leaves out {listed(missing)}."


def in_all(totals: Totals) -> str:
    """Say what all contracts that are looked at are worth a year, of which the answer is a part.

    The part and the whole are sums of the same central values (semantics 10.13). Empty where that says nothing: of few
    contracts none of which is certain, where no money returns, where one contract alone is looked at, or all that is
    known returns.
    """
    annual, of = totals.annual_gbp, totals.contracts.of
    if totals.is_few or not annual.returns.central or annual.returns.central == annual.of or of <= _ONE:
        return ""
    known = (of - annual.silent_of) // 1000
    cover = "" if not annual.silent_of else f" for {'the one' if known == 1 else f'the {known:,}'} whose value is known"
    together = f"All {of // 1000:,} together, whatever becomes of them,"
    return f"{together} are worth {money(in_pence(annual.of))} a year{cover}."


def largest(decisions: Decisions) -> str:
    """Name the one contract that is more than a fifth of the spend, and what its value rests on; empty where none is.

    Where it has parts in the table, such as regional contracts of a portfolio, their values give another answer.
    """
    if (dominating := dominant(decisions)) is None:
        return ""
    row, share = dominating
    contract, few = decisions.coded.frame.iloc[row], totals(decisions).is_few
    sentences = [largest_of(share, contract["title"], contract["buyer"], few=few)]
    shares = decisions.of_rows(decisions.outcome.shares, np.array([row]))[:, 0].tolist()
    if not few and shares[LOW] < shares[HIGH]:
        sentences.append(counts_as(shares, decisions.scenario))
    if contract["value_quality"] == "estimated":
        sentences.append(f"Its value is an estimate, from {stated(contract['source'], 'a source')}.")
    if not few and (by_parts := at_values_of_parts(decisions, row)) is not None:
        parts, total = by_parts
        let = "value of its one part as it was let" if parts == 1 else f"values of its {parts} parts as they were let"
        held = "estimate" if contract["value_quality"] == "estimated" else "value of the whole"
        as_let = f"At the {let}, the answer is {money(total)} a year"
        sentences.append(f"{as_let}; the range takes the {held} as it stands.")
    return " ".join(sentences)


def counts_as(thousandths: Sequence[int], scenario: Scenario) -> str:
    """Say which share of a contract counts in the central figure, and between which it lies."""
    low, central, high = (round(share / 10) for share in thousandths)
    between = f", between {low}% and {high}%" if low < high else ""
    return f"It counts as {central}% {scenario.preset.counts_as}{between}."


def at_values_of_parts(decisions: Decisions, row: int) -> tuple[int, int] | None:
    """How many parts of a contract the table has, and the central spend a year at their values, in pence.

    None where it has no parts, or one without a known value a year. Parts are not counted; they stand in for the whole
    in the share in which it returns.
    """
    frame = decisions.coded.frame
    parts = (frame["part_of"] == frame["contract_id"].iloc[row]).to_numpy().nonzero()[0]
    values = decisions.coded.amounts["annual_gbp"][parts]
    if not len(parts) or (values == MISSING).any():
        return None
    spend = money_of(decisions, "annual_gbp").central
    instead = int(values.sum()) * int(decisions.of_rows(decisions.outcome.shares[CENTRAL], np.array([row]))[0])
    return len(parts), in_pence(int(spend.sum() - spend[row]) + instead)


def assumed(decisions: Decisions) -> str:
    """Say how much of the central spend rests on an assumed span of a whole-life value; empty where none does."""
    return assumed_of(assumed_spans(decisions), few=totals(decisions).is_few)


def assumed_of(spread: Assumed, *, few: bool = False) -> str:
    """Say how much of the central spend rests on an assumed span, from the sums; empty where none does.

    Of `few` contracts, none of them certain, no amount is said.
    """
    if not spread.contracts:
        return ""
    of = "one contract" if spread.contracts == 1 else f"{spread.contracts:,} contracts"
    if few:
        return f"What a year is worth is an assumption: of {of} nobody says which years the value covers."
    spend = money(in_pence(spread.spend))
    return f"{spend} of the spend is an assumption: of {of} nobody says which years the value covers."


def compared_value(scenario: Scenario) -> str:
    """Say which value the threshold is compared with, as the settings have it; empty where there is no threshold."""
    rule, known = scenario.rule(BelowThreshold), settings()
    if rule.figures != "one":
        figures = known["small.figures"].words(rule.figures)
        return f"{figures}: compared with the value over the whole term, with VAT."
    if not rule.threshold:
        return ""
    return f"The threshold of {whole_pounds(rule.threshold)} is compared with {_value_compared(rule)}."


def swept_value(scenario: Scenario, key: str) -> str:
    """Say which value each threshold of a sweep is compared with; empty where the sweep itself changes that."""
    rule = scenario.rule(BelowThreshold)
    if key in ("small.basis", "small.vat", "small.figures"):
        return ""
    if key == "small.threshold" and rule.figures == "one":
        return f"Each threshold is compared with {_value_compared(rule)}."
    return compared_value(scenario)


def _value_compared(rule: BelowThreshold) -> str:
    span = "a year" if rule.basis == "annual" else "over the whole term"
    return f"the value {span}, {'with' if rule.vat == 'inc' else 'without'} VAT"


def law_not_known(decisions: Decisions) -> str:
    """Say for how many contracts no figures of procurement law are known on the day that decides which apply.

    Empty where they go by no day, and where they are known for every contract whose day is.
    """
    scenario = decisions.scenario
    if scenario.rule(BelowThreshold).figures != DATED:
        return ""
    first, due = days_let(decisions.coded, scenario.rule(Window))
    unknown = []
    for words, stand, where in (
        (f"before {day(LAW_PERIODS[0].first)}", LAW_PERIODS[0].years, (first != NO_DAY) & (first < FIRST_LAW_DAY)),
        (f"after {day(LATEST.last)}", LATEST.years, due > LAST_LAW_DAY),
    ):
        count = int((decisions.counted & where).sum())
        unknown += [f"for {count:,} let again {words} those of {stand} stand"] if count else []
    return f"Figures of procurement law are not known for every year: {listed(unknown)}." if unknown else ""


def largest_of(share: int, title: object, buyer: object, *, few: bool = False) -> str:
    """Name the one contract that is so many per cent of the spend; what the source lacks is said to be not known.

    Of `few` contracts, none of them certain, no percentage is said.
    """
    if few:
        return f"The contract that weighs most may be in the answer or not: {titled(title, buyer)}."
    return f"One contract is {share}% of the spend: {titled(title, buyer)}."


def removed_last(steps: Sequence[FunnelStep]) -> str:
    """Say which step removed the last contracts, where nothing is left."""
    left = [step for step in steps if step.contracts and step.stage is not Stage.RETURNS]
    if not left:
        return "There is no contract to assess."
    last = left[-1]
    step = f"{last.label.lower()} ({contracts(last.contracts)})"
    return f"No contract meets all of this. The last step that removed any was {step}."


def measures(totals: Totals) -> Iterator[tuple[str, str, str]]:
    """The three measures as label, central figure and range, in words."""
    for measure, label in MEASURE_LABELS.items():
        yield label, central_or_ends(totals, measure, short=True), ranged(totals, measure)


def already_over(decisions: Decisions) -> int:
    """Contracts that had ended before the window opened, by the end that counts."""
    window = decisions.scenario.rule(Window)
    ends = window.ends(decisions.coded)
    return int((decisions.counted & (ends != NO_DAY) & (ends < window.first_day())).sum())


def exemptions_words(exempting: Sequence[Exemption]) -> str:
    """Say what each exemption takes, whatever the order; empty where fewer than two take anything."""
    if len(exempting) < 2:
        return ""
    whole = int(sum(exemption.share for exemption in exempting))
    parts = [f"“{exemption.label}” {float(exemption.share):,.1f}".removesuffix(".0") for exemption in exempting]
    several = whole - sum(exemption.only for exemption in exempting)
    if not several:
        return f"Exemptions take {whole:,} contracts, none of them by more than one: {listed(parts)}."
    both, part = ("both", "half") if len(exempting) == 2 else ("more than one", "in equal parts")
    count = "counts" if several == 1 else "count"
    shared = f"{several:,} of them by {both}, which {count} {part} for each"
    return f"Exemptions take {whole:,} contracts; {shared}: {listed(parts)}."
