"""What a page draws: the table, the scenario, and what follows from them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from policy.analysis.inactive import inactive_reason
from policy.coded import CodedContracts
from policy.engine.decide import Decisions, reassessed
from policy.formats import day
from policy.results.sentences import certainty_of, headline_of
from policy.results.totals import FunnelStep, Totals, funnel, totals
from policy.rules.reassess import Reassess
from policy.scenarios.scenario import Scenario
from ui.shell.cache import TURN, Table, decided, kept

R = TypeVar("R")


@dataclass(frozen=True)
class View:
    """What a page draws: the table, the scenario, and what follows from them."""

    table: Table
    scenario: Scenario

    @property
    def coded(self) -> CodedContracts:
        """The contracts as the scenario reads them, with its own assessments."""
        return reassessed(self.table.coded, self.scenario.rule(Reassess))

    @property
    def decisions(self) -> Decisions:
        """The decision on every contract; made when something is asked that is not kept."""
        with TURN:  # before the lock of `_decisions`, which every view shares
            return self._decisions

    @cached_property
    def _decisions(self) -> Decisions:
        return decided(self.table, self.scenario)

    def kept(self, what: str, work: Callable[[Decisions], R]) -> R:
        """Give a small result, worked out once for all sessions; `what` names it among those of a scenario.

        Those of a reader's own file are worked out anew and kept for nobody.
        """
        if not self.table.shared:
            return work(self.decisions)
        return kept(self.data_key, self.scenario.fingerprint(), what, lambda: work(self.decisions))

    def idle(self, *keys: str) -> dict[str, str]:
        """Say why settings do nothing; empty for those that do something."""
        return self.kept(f"idle {keys}", lambda decisions: {key: inactive_reason(decisions, key) for key in keys})

    @property
    def totals(self) -> Totals:
        """The three measures over all counted contracts."""
        return self.kept("totals", totals)

    @property
    def steps(self) -> list[FunnelStep]:
        """The steps of the funnel."""
        return self.kept("steps", funnel)

    @property
    def data_key(self) -> str:
        """Fingerprint of the data."""
        return self.table.dataset.fingerprint

    @property
    def source_line(self) -> str:
        """Source and date, as they stand under every chart."""
        return f"Source: {self.table.dataset.title}, {day(self.table.dataset.as_of)}"

    def headline(self) -> str:
        """The answer in one sentence."""
        return headline_of(self.totals, self.scenario, self.table.dataset.population)

    def certainty(self) -> str:
        """The range and why it is one."""
        waiting = self.kept("waiting", lambda decisions: int(decisions.waiting.sum()))
        return certainty_of(self.totals, self.steps, waiting, self.scenario)
