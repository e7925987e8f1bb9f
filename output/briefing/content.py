"""What a briefing says, block by block, whatever file it becomes: the answer, how it comes about, and its receipt.

Everything in it comes from the same result as the page: sentences, charts, the ten largest contracts, the receipt.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from output.charts.chart import Chart
from output.charts.named import chart_of, or_none
from output.charts.one_scenario import groups_chart
from output.contract_tables import contract_table, largest_words, may_return
from output.field_words import word_of_link
from output.files.about import ESTIMATE, LICENCE, Taken, page_answer, taken_of_chart
from output.palette import LIGHT
from output.reproduce import Reproduce
from output.subject import Shown
from output.text import web_address
from policy.formats import day, some
from policy.results.groups import Decisions
from policy.results.ranking import by_largest, largest_rows
from policy.results.sentences import assumed, in_all, largest, law_not_known, left_out_of

MEASURE = "annual_gbp"
_LARGEST, _SERVICES = 10, 12
_HEAD = ("Contract", "Buyer", "Supplier", "£ a year back", "Share back", "Ends", "Notice")
_METHOD = (
    "Each rule answers yes, no or not known for a contract, and the first certain exit decides.",
    "What is missing is never taken as no, and an unknown value never as £0.",
    "A contract that cannot be decided counts for nothing in the low figure and in full in the high one.",
    "In the central figure it counts as the share of like contracts that pass the rules it waits for.",
    "Money is without VAT. A year's figure is the whole-life value divided by the years that it covers, at least one.",
    "Rounding comes last, so rounded parts may not add up to the rounded whole.",
)
"""How the figures come about, as the method page says it at length."""


@dataclass(frozen=True)
class Briefing:
    """What a briefing is made of: a data set as a scenario decides it, the day, and how to get it again."""

    shown: Shown
    made_on: date
    ways: Reproduce


@dataclass(frozen=True)
class Heading:
    """A heading; of the first level there is one, the answer."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """A paragraph; a small one is what stands under another."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Typed:
    """What is typed as it stands, such as a command, after the words that say what it is."""

    text: str
    code: str


@dataclass(frozen=True)
class Drawn:
    """A chart, with its title and what it shows inside the picture."""

    taken: Taken


@dataclass(frozen=True)
class TableCell:
    """A cell of a table: what it says, and the web address that it leads to, if any."""

    text: str
    address: str = ""


@dataclass(frozen=True)
class Rows:
    """A table with its heading row; a column whose heading has a £ holds amounts, on the right."""

    head: tuple[str, ...]
    cells: tuple[tuple[TableCell, ...], ...]


Block = Heading | Words | Points | Typed | Drawn | Rows


def blocks(about: Briefing) -> Iterator[Block]:
    """Give the whole briefing in its order; texts are as they are said, not escaped for any file."""
    shown, decisions = about.shown, about.shown.decisions
    said = [
        largest(decisions),
        shown.certainty(),
        in_all(shown.totals),
        left_out_of(shown.totals),
        assumed(decisions),
        law_not_known(decisions),
    ]
    yield Heading(shown.headline_for_others(), 1)
    yield Words(" ".join(filter(None, said)))
    note = shown.table.dataset.for_others.note
    yield Words(f"{ESTIMATE} {shown.scenario.preset.not_modelled} {note}".strip(), small=True)
    yield from _policy(shown)
    answered = page_answer(shown)
    for chart in _charts(shown):
        yield Drawn(taken_of_chart(chart, shown, answered, "", about.made_on))
    yield from _ten(decisions)
    yield Heading("How it is worked out, and what is not known")
    yield Words(" ".join(_METHOD), small=True)
    yield Points(tuple(_not_known(shown)))
    yield from _check(about)


def _policy(shown: Shown) -> Iterator[Block]:
    """Which policy decides, what was changed in it, and what is looked at."""
    scenario, subject = shown.scenario, shown.subject
    yield Heading("The policy")
    yield Words(f"{scenario.preset.title}. {scenario.preset.summary}")
    if changed := scenario.changed_words(shown.coded.service_names):
        yield Points(tuple(f"{label}: {now} instead of {old}" for _, label, old, now in changed))
    yield Words(f"Only: {subject.scope_words}." if subject.scope_words else "All contracts of the data are looked at.")


def _charts(shown: Shown) -> list[Chart]:
    """The way from all contracts to the answer, the years, and the services, in the colours of print."""
    services, labels = by_largest(shown.decisions, "service", MEASURE, _SERVICES), shown.coded.service_names
    return [
        chart_of(shown, "funnel", MEASURE, LIGHT),
        chart_of(shown, "years", MEASURE, LIGHT),
        or_none(groups_chart("service", services, labels, shown.scenario, MEASURE, LIGHT, _SERVICES), shown),
    ]


def _ten(decisions: Decisions) -> Iterator[Block]:
    """The ten contracts with the most spend that returns, each with its published notice."""
    rows = largest_rows(decisions, _LARGEST)
    if len(rows):
        table = contract_table(decisions, rows, *_HEAD)[list(_HEAD)]
        addresses = [web_address(value) for value in table["Notice"]]
        yield Heading(largest_words(len(rows), may_return(decisions)))
        words = {"Notice": word_of_link(table["Notice"]), "Share back": "Share"}
        if decisions.scenario.preset.considers:
            words["£ a year back"] = "£ a year to consider"
        names = [name for name in _HEAD if name != "Notice" or any(addresses)]  # a register of one's own has no notices
        head = tuple(words.get(name, name) for name in names)
        yield Rows(head, tuple(tuple(map(_cell, names, row)) for row in table[names].itertuples(index=False)))
        if any(addresses):
            yield Words("The notices, or where else a contract was read, in the order of the table:", small=True)
            yield Points(tuple(address or "not known" for address in addresses))


def _cell(name: str, value: Any) -> TableCell:
    if name == "Notice":
        address = web_address(value)
        return TableCell(word_of_link([address]) if address else "not known", address)
    if name.startswith("£"):
        return TableCell("not known" if pd.isna(value) else f"£{value:,.0f}")
    if name == "Share back":
        return TableCell(f"{value:.0%}")
    if isinstance(value, date) and not pd.isna(value):
        return TableCell(day(value))
    return TableCell(value if isinstance(value, str) and value else "not known")


def _not_known(shown: Shown) -> Iterator[str]:
    if waiting := int(shown.decisions.waiting.sum()):
        known = "it; it makes" if waiting == 1 else "them; they make"
        yield f"{some(waiting, 'contract')} cannot be decided from what is known of {known} the range."
    if left_out := left_out_of(shown.totals):
        yield left_out
    yield shown.scenario.preset.not_modelled
    yield "A contract that was not published, or that these data lack, is not counted."


def _check(about: Briefing) -> Iterator[Block]:
    """Where it comes from, how to cite it, and how somebody else gets the same figure."""
    yield Heading("Source, citation, check")
    subject = about.shown.subject
    yield Words(f"{subject.source_line}. Made on {day(about.made_on)}.")
    yield Words(subject.citation())
    yield Typed("Receipt", str(about.shown.receipt["id"]))
    yield Typed("The same figure:", about.ways.command())
    if about.shown.table.licensed:
        yield Words(LICENCE, small=True)
