"""What a page draws: the table, the scenario, and what follows from them, with results cached for all sessions."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from output.subject import Shown
from policy.analysis.inactive import inactive_reason, no_pause
from policy.results.groups import Decisions
from policy.scope.scope import EVERYTHING
from ui.shell.cache import DECISION_LOCK, cached_result

R = TypeVar("R")


@dataclass(frozen=True)
class View(Shown):
    """What a page draws: the table, the scenario, and what follows from them."""

    @property
    def decisions(self) -> Decisions:
        """The decision on every contract, made when a result is asked for that is not cached."""
        with DECISION_LOCK:  # before the lock of `_decisions`, which every view shares
            return self._decisions

    def cached(self, what: str, work: Callable[[Decisions], R]) -> R:
        """Give a small result, computed once for all sessions; `what` names it among those of a scenario.

        Results of a reader's own file are computed each time and cached for nobody.
        """
        if not self.table.shared:
            return work(self.decisions)
        return cached_result(self.table.key, self.scenario.fingerprint(), what, lambda: work(self.decisions))

    def idle(self, *keys: str) -> dict[str, str]:
        """Say why settings do nothing; empty for those that do something.

        Empty too where no contract is looked at: the headline says so, and each lever would say it once more.
        """
        if self.is_empty:
            return dict.fromkeys(keys, "")
        pause = DECISION_LOCK.pass_on if self.table.shared else no_pause
        return {key: self.cached(f"idle {key}", partial(inactive_reason, key=key, pause=pause)) for key in keys}

    @property
    def everything(self) -> "View":
        """The same scenario on the whole data set, whatever the reader looks at."""
        return View(self.table.within(EVERYTHING), self.scenario) if self.table.scope else self
