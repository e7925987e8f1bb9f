"""The pages by name and group, and the questions that a first visit is offered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policy.scenarios.links import to_query
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import EVERYTHING, Scope

OVERVIEW = "overview"
PAGES = {
    "overview": ("app.py", "What comes back"),
    "timeline": ("pages/timeline.py", "When"),
    "services": ("pages/services.py", "Services"),
    "buyers": ("pages/buyers.py", "Buyers"),
    "suppliers": ("pages/suppliers.py", "Suppliers"),
    "places": ("pages/places.py", "Places"),
    "whole": ("pages/whole.py", "National spending"),
    "compare": ("pages/compare.py", "Compare"),
    "sensitivity": ("pages/sensitivity.py", "How sensitive"),
    "audit": ("pages/audit.py", "Audit"),
    "contracts": ("pages/contracts.py", "Contracts"),
    "datasets": ("pages/datasets.py", "Data"),
    "settings": ("pages/settings.py", "Settings"),
    "method": ("pages/method.py", "Method"),
    "receipt": ("pages/receipt.py", "Check a figure"),
}
"""The pages: file and name."""
GROUPS = {
    "The answer": ("overview", "timeline", "whole"),
    "Who and where": ("services", "buyers", "suppliers", "places"),
    "What if": ("settings", "compare", "sensitivity"),
    "Evidence": ("contracts", "audit", "datasets", "method", "receipt"),
}
"""The groups of the menu with their pages, each in its order; a group opens on its first page."""
OWN_REGISTER = "Open your own register"
"""The link from the overview to the page that opens a file of the reader's own, two steps away in the menu."""


@dataclass(frozen=True)
class FirstQuestion:
    """A question that a first visit is offered: its page, and what is looked at or changed to answer it."""

    key: str
    page: str
    words: str
    scope: Scope = EVERYTHING
    changes: Mapping[str, Any] = field(default_factory=dict)

    def query(self) -> dict[str, str]:
        """The query of the link that answers it."""
        if not self.changes:
            return self.scope.to_query()
        return {**to_query(build_scenario(None, self.changes)[0]), **self.scope.to_query()}


FIRST_QUESTIONS = (
    FirstQuestion(
        "children",
        "overview",
        "Which council contracts for children come back?",
        EVERYTHING.put("buyer_kind", ["local"]).put("service_group", ["children"]),
    ),
    FirstQuestion(
        "charities", "overview", "What if charities keep their contracts?", changes={"suppliers.exempt": ("charity",)}
    ),
    FirstQuestion("prisons", "timeline", "When do the prisons come back?", EVERYTHING.put("service", ["prison"])),
)
