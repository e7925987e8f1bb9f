"""What a page draws: the table, the scenario, and what follows from them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar

from output.subject import Subject, subject_of
from policy.analysis.inactive import inactive_reason
from policy.coded import CodedContracts
from policy.engine.decide import reassessed
from policy.results.groups import Decisions
from policy.results.receipt import receipt_of
from policy.results.sentences import certainty_of, headline_of
from policy.results.totals import FunnelStep, Totals, funnel, totals
from policy.scenarios.scenario import Scenario
from policy.scope.scope import EVERYTHING, naming, of_population
from ui.shell.cache import DECISION_LOCK, Table, cached_result, decided

R = TypeVar("R")


@dataclass(frozen=True)
class View:
    """What a page draws: the table, the scenario, and what follows from them."""

    table: Table
    scenario: Scenario

    @property
    def coded(self) -> CodedContracts:
        """The contracts as the scenario reads them, with its own assessments."""
        return reassessed(self.table.coded, self.scenario)

    @property
    def decisions(self) -> Decisions:
        """The decision on every contract, made when a result is asked for that is not cached."""
        with DECISION_LOCK:  # before the lock of `_decisions`, which every view shares
            return self._decisions

    @cached_property
    def _decisions(self) -> Decisions:
        return decided(self.table, self.scenario)

    def cached(self, what: str, work: Callable[[Decisions], R]) -> R:
        """Give a small result, computed once for all sessions; `what` names it among those of a scenario.

        Results of a reader's own file are computed each time and cached for nobody.
        """
        if not self.table.shared:
            return work(self.decisions)
        return cached_result(self.data_key, self.scenario.fingerprint(), what, lambda: work(self.decisions))

    def idle(self, *keys: str) -> dict[str, str]:
        """Say why settings do nothing; empty for those that do something."""
        pause = DECISION_LOCK.pass_on if self.table.shared else bool
        return {key: self.cached(f"idle {key}", partial(inactive_reason, key=key, pause=pause)) for key in keys}

    @property
    def totals(self) -> Totals:
        """The three measures over all counted contracts."""
        return self.cached("totals", totals)

    @property
    def steps(self) -> list[FunnelStep]:
        """The steps of the funnel."""
        return self.cached("steps", funnel)

    @property
    def data_key(self) -> str:
        """Identify the data and what is looked at of them."""
        return self.table.key

    @property
    def everything(self) -> "View":
        """The same scenario on the whole data set, whatever the reader looks at."""
        return View(self.table.within(EVERYTHING), self.scenario) if self.table.scope else self

    @property
    def population(self) -> str:
        """What the contracts that are looked at are called."""
        dataset = self.table.dataset
        return of_population(dataset.population, self.table.scope, naming(dataset.services))

    @property
    def subject(self) -> Subject:
        """What charts, files and citations of the page are about."""
        return subject_of(self.table.dataset, self.scenario, self.table.scope)

    @property
    def receipt(self) -> dict[str, Any]:
        """The receipt of the figure: all that determines it, with an id."""
        described = self.table.dataset.described()
        return self.cached("receipt", lambda _: receipt_of(self.scenario, self.totals, described, self.table.scope))

    def headline(self) -> str:
        """The answer in one sentence."""
        return headline_of(self.totals, self.scenario, self.population)

    def certainty(self) -> str:
        """The range and why it is one."""
        waiting = self.cached("waiting", lambda decisions: int(decisions.waiting.sum()))
        return certainty_of(self.totals, self.steps, waiting, self.scenario)
