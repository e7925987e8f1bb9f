"""What a briefing says, block by block, whatever file it becomes: the answer, how it comes about, and its receipt.

Everything in it comes from the same result as the page: sentences, charts, the ten largest contracts, the receipt.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from data.model.dataset import Dataset
from output.charts import one_scenario
from output.charts.chart import Chart
from output.contract_tables import contract_table, service_labels
from output.field_words import word_of_link
from output.files.about import ESTIMATE, LICENCE, PageAnswer, Taken
from output.palette import LIGHT
from output.reproduce import Reproduce
from output.subject import Subject, subject_of
from output.text import web_address
from policy.formats import day
from policy.results.groups import Decisions, names_of
from policy.results.ranking import by_largest, largest_rows
from policy.results.receipt import receipt
from policy.results.sentences import (
    assumed,
    certainty_of,
    headline_of,
    largest,
    law_not_known,
    left_out_of,
    spread_of,
)
from policy.results.totals import funnel, timeline, totals
from policy.rules.trigger import Window
from policy.scope.scope import naming, of_population, scope_of

MEASURE = "annual_gbp"
_LARGEST, _SERVICES = 10, 12
_HEAD = ("Contract", "Buyer", "Supplier", "£ a year back", "Ends", "Notice")
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
    """What a briefing is made of: a data set, what a scenario decides of it, the day, and how to get it again."""

    dataset: Dataset
    decisions: Decisions
    made_on: date
    ways: Reproduce
    licence: str = LICENCE
    """Licence of the data; empty where they are a reader's own."""

    @property
    def receipt(self) -> Mapping[str, Any]:
        """The receipt of the headline."""
        return receipt(self.decisions, self.dataset.described())

    @property
    def subject(self) -> Subject:
        """What its sentences and pictures are about."""
        return subject_of(self.dataset, self.decisions.scenario, scope_of(self.decisions.coded))

    @property
    def headline(self) -> str:
        """The answer in one sentence."""
        scope = scope_of(self.decisions.coded)
        population = of_population(self.dataset.population, scope, naming(self.dataset.services))
        return headline_of(totals(self.decisions), self.decisions.scenario, population)


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
    decisions, sums, waiting = about.decisions, totals(about.decisions), int(about.decisions.waiting.sum())
    said = [
        largest(decisions),
        certainty_of(sums, funnel(decisions), waiting, decisions.scenario),
        left_out_of(sums),
        assumed(decisions),
        law_not_known(decisions),
    ]
    yield Heading(about.headline, 1)
    yield Words(" ".join(filter(None, said)))
    yield Words(f"{ESTIMATE} {decisions.scenario.preset.not_modelled} {about.dataset.note}".strip(), small=True)
    yield from _policy(about)
    for chart in _charts(about):
        yield Drawn(_taken(chart, about))
    yield from _ten(about)
    yield Heading("How it is worked out, and what is not known")
    yield Words(" ".join(_METHOD), small=True)
    yield Points(tuple(_not_known(about, waiting)))
    yield from _check(about)


def _policy(about: Briefing) -> Iterator[Block]:
    """Which policy decides, what was changed in it, and what is looked at."""
    scenario, subject = about.decisions.scenario, about.subject
    yield Heading("The policy")
    yield Words(f"{scenario.preset.title}. {scenario.preset.summary}")
    if changed := scenario.changed_words():
        yield Points(tuple(f"{label}: {now} instead of {old}" for _, label, old, now in changed))
    yield Words(f"Only: {subject.scope_words}." if subject.scope_words else "All contracts of the data are looked at.")


def _charts(about: Briefing) -> list[Chart]:
    """The way from all contracts to the answer, the years, and the services, in the colours of print."""
    decisions, sums = about.decisions, totals(about.decisions)
    names = names_of(decisions.coded, "year", decisions.scenario.rule(Window))
    largest_services = by_largest(decisions, "service", MEASURE, _SERVICES)
    return [
        one_scenario.funnel_chart(funnel(decisions), sums, decisions.scenario, MEASURE, LIGHT),
        one_scenario.periods_chart(timeline(decisions), names, decisions.scenario, MEASURE, "year", LIGHT),
        one_scenario.groups_chart(
            "service",
            largest_services,
            service_labels(decisions.coded),
            decisions.scenario,
            MEASURE,
            LIGHT,
            _SERVICES,
        ),
    ]


def _taken(chart: Chart, about: Briefing) -> Taken:
    """A chart as it stands in a document, which says range, policy and source once for all."""
    sums = totals(about.decisions)
    spread = spread_of(sums) if sums.contracts.returns.high else ""
    answered = PageAnswer(about.headline, spread, "", left_out_of(sums), lambda: about.receipt)
    return Taken(chart, about.subject, answered, "", about.made_on, about.licence)


def _ten(about: Briefing) -> Iterator[Block]:
    """The ten contracts with the most spend that returns, each with its published notice."""
    rows = largest_rows(about.decisions, _LARGEST)
    if len(rows):
        table = contract_table(about.decisions, rows, *_HEAD)[list(_HEAD)]
        yield Heading("The ten largest contracts")
        head = tuple(word_of_link(table[name]) if name == "Notice" else name for name in _HEAD)
        yield Rows(head, tuple(tuple(map(_cell, _HEAD, row)) for row in table.itertuples(index=False)))
        addresses = [web_address(value) for value in table["Notice"]]
        if any(addresses):
            yield Words("The notices, or where else a contract was read, in the order of the table:", small=True)
            yield Points(tuple(address or "not known" for address in addresses))


def _cell(name: str, value: Any) -> TableCell:
    if name == "Notice":
        address = web_address(value)
        return TableCell(word_of_link([address]) if address else "not known", address)
    if name.startswith("£"):
        return TableCell("not known" if pd.isna(value) else f"£{value:,.0f}")
    if isinstance(value, date) and not pd.isna(value):
        return TableCell(day(value))
    return TableCell(value if isinstance(value, str) and value else "not known")


def _not_known(about: Briefing, waiting: int) -> Iterator[str]:
    if waiting:
        yield f"{waiting:,} contracts cannot be decided from what was published; they make the range."
    if left_out := left_out_of(totals(about.decisions)):
        yield left_out
    yield about.decisions.scenario.preset.not_modelled
    yield "A contract that was not published, or that these data lack, is not counted."


def _check(about: Briefing) -> Iterator[Block]:
    """Where it comes from, how to cite it, and how somebody else gets the same figure."""
    yield Heading("Source, citation, check")
    yield Words(f"{about.subject.source_line}. Made on {day(about.made_on)}.")
    yield Words(about.subject.citation())
    yield Typed("Receipt", str(about.receipt["id"]))
    yield Typed("The same figure:", about.ways.command())
    if about.licence:
        yield Words(about.licence, small=True)
