"""What a chart, a table or a file is about: which data and which scenario. Their names and citation follow from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from data.model.dataset import Dataset
from output.text import safe_cell
from policy.coded import CodedContracts
from policy.engine.cells import reassessed
from policy.engine.decide import decide
from policy.formats import day
from policy.results.groups import Decisions
from policy.results.receipt import receipt_of
from policy.results.sentences import certainty_of, headline_of, headline_parts
from policy.results.totals import FunnelStep, Totals, funnel, totals
from policy.rules.trigger import Window
from policy.scenarios.scenario import Scenario
from policy.scope.scope import EVERYTHING, Scope, naming, of_population, scope_of

R = TypeVar("R")


@dataclass(frozen=True)
class Subject:
    """A data set by title, day and fingerprint, the scenario under which it was decided, and what is looked at of it.

    `scope_words` say the scope in one line; empty where every contract is looked at.
    """

    title: str
    as_of: date
    fingerprint: str
    scenario: Scenario
    scope: Scope = EVERYTHING
    scope_words: str = ""
    service_names: Mapping[str, str] = field(default_factory=dict, compare=False)
    """Names of services by id, for the settings that list some."""

    @property
    def source_line(self) -> str:
        """Source and date, and what is looked at, as they stand under every chart; not escaped for Markdown."""
        source = f"Source: {self.title}, {day(self.as_of)}"
        return f"{source}. Only: {self.scope_words}" if self.scope_words else source

    @property
    def policy_line(self) -> str:
        """Policy, what was changed in it, and which ends it reaches; not escaped for Markdown."""
        preset, window = self.scenario.preset, self.scenario.rule(Window)
        words = self.scenario.changed_words(self.service_names)
        changed = "; ".join(f"{label}: {now} instead of {old}" for _, label, old, now in words)
        how = f"changed: {changed}" if changed else "no setting changed"
        period = f"contracts that end from {day(window.start)} to {day(window.last_date())}"
        return f"{preset.title} ({preset.name}), {how}; {period}"

    @property
    def ids(self) -> str:
        """Name scenario, scope and data by their fingerprints, which tell one result from every other."""
        scope = f", scope {self.scope.fingerprint()}" if self.scope else ""
        return f"scenario {self.scenario.fingerprint()}{scope}, data {self.fingerprint}"

    def file_name(self, name: str, ending: str, rows: int | None = None, of: int | None = None) -> str:
        """Name a file by what it shows, preset, scenario, scope, data and day, so that no two files share a name.

        `rows` are those in it, where it is a table, and `of` how many there are of its kind, where it is a part.
        """
        scope = f"_in_{self.scope.fingerprint()}" if self.scope else ""
        scenario = f"{self.scenario.preset.id}_{self.scenario.fingerprint()}{scope}"
        extent = "" if rows is None else f"_{self.extent(rows, of).replace(',', '').replace(' ', '-')}"
        return f"{name}_{scenario}_{self.fingerprint}_{self.as_of.isoformat()}{extent}.{ending}"

    def extent(self, rows: int, of: int | None = None) -> str:
        """Say how many rows a table has, and whether that is all of them."""
        words = f"{rows} {'row' if rows == 1 else 'rows'}"
        if of in (None, rows):
            return f"filtered, {words}" if self.scope else f"full, {words}"
        return f"filtered, {rows} of {of} rows"

    def citation(self, code: str = "") -> str:
        """Say how to cite a figure; `code` is put around identifiers, such as a backtick in Markdown."""
        scope = f", of these contracts alone: {self.scope_words}" if self.scope_words else ""
        return (
            f"Author's analysis using Back in house, data to {day(self.as_of)} ({code}{self.fingerprint}{code}), "
            f"scenario {code}{self.scenario.preset.name}{code} ({code}{self.scenario.fingerprint()}{code}){scope}. "
            "The authors of the tool do not endorse the result."
        )


def subject_of(dataset: Dataset, scenario: Scenario, scope: Scope = EVERYTHING) -> Subject:
    """Name what a data set under a scenario, looked at in a scope, is, without its contracts."""
    words = scope.words(naming(dataset.services)) if scope else ""
    return Subject(
        dataset.for_others.title,
        dataset.as_of,
        dataset.fingerprint,
        scenario,
        scope,
        words,
        {str(id_): label for id_, label in dataset.services["label"].items()},
    )


@dataclass(frozen=True)
class Table:
    """A data set with its contracts coded for the rules."""

    dataset: Dataset
    coded: CodedContracts
    shared: bool = True
    """Whether every session may see it; a reader's own file is nobody else's."""

    @property
    def licensed(self) -> bool:
        """Whether the licence of public sector information covers them, and not an owner's of whom nothing is known."""
        return self.shared and not self.dataset.own

    @property
    def scope(self) -> Scope:
        """What the reader looks at of it."""
        return scope_of(self.coded)

    @property
    def key(self) -> str:
        """Identify the data and what is looked at of them."""
        return f"{self.dataset.fingerprint}{self.scope.fingerprint()}"

    def within(self, scope: Scope) -> "Table":
        """The same data set, of which a reader looks at a part."""
        return replace(self, coded=self.coded.within(scope))


@dataclass(frozen=True)
class Shown:
    """A table decided under a scenario, and what follows from that in figures and words."""

    table: Table
    scenario: Scenario

    @property
    def coded(self) -> CodedContracts:
        """The contracts as the scenario reads them, with its own assessments."""
        return reassessed(self.table.coded, self.scenario)

    @property
    def decisions(self) -> Decisions:
        """The decision on every contract; where several sessions decide, a view waits for its turn first."""
        return self._decisions

    @cached_property
    def _decisions(self) -> Decisions:
        return decide(self.table.coded, self.scenario)

    def cached(self, what: str, work: Callable[[Decisions], R]) -> R:
        """Give a small result; `what` names it among those of a scenario, for whoever keeps it."""
        del what
        return work(self.decisions)

    @property
    def totals(self) -> Totals:
        """The three measures over all counted contracts."""
        return self.cached("totals", totals)

    @property
    def is_empty(self) -> bool:
        """Whether no contract is looked at."""
        return not self.totals.contracts.of

    @property
    def steps(self) -> list[FunnelStep]:
        """The steps of the funnel."""
        return self.cached("steps", funnel)

    @property
    def population(self) -> str:
        """What the contracts that are looked at are called."""
        return self._population(self.table.dataset)

    def _population(self, dataset: Dataset) -> str:
        return of_population(dataset.population, self.table.scope, naming(dataset.services))

    @property
    def subject(self) -> Subject:
        """What charts, files and citations are about."""
        return subject_of(self.table.dataset, self.scenario, self.table.scope)

    @property
    def receipt(self) -> dict[str, Any]:
        """The receipt of the figure: all that determines it, with an id."""
        described = self.table.dataset.described()
        return self.cached("receipt", lambda _: receipt_of(self.scenario, self.totals, described, self.table.scope))

    def headline(self) -> str:
        """The answer in one sentence."""
        return headline_of(self.totals, self.scenario, self.population)

    def headline_parts(self) -> tuple[str, str]:
        """The answer, and what stands smaller beneath it, if anything; joined by a semicolon they are the headline."""
        return headline_parts(self.totals, self.scenario, self.population)

    def headline_for_others(self) -> str:
        """The answer in one sentence to others than whose file it is, whom no quotation can call "you"."""
        return headline_of(self.totals, self.scenario, self._population(self.table.dataset.for_others))

    def certainty(self) -> str:
        """The range and why it is one."""
        waiting = self.cached("waiting", lambda decisions: int(decisions.waiting.sum()))
        return certainty_of(self.totals, self.steps, waiting, self.scenario)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV in UTF-8 with a byte order mark; no cell is read as a formula by a spreadsheet."""
    safe = table.astype(object).map(safe_cell).rename(columns=lambda name: str(safe_cell(name)))
    return safe.to_csv(index=False).encode("utf-8-sig")
