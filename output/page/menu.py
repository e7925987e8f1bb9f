"""The pages by name and group, and the questions that a first visit is offered."""

from policy.scenarios.links import to_query
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import EVERYTHING

PAGES = {
    "overview": ("app.py", "What comes back"),
    "timeline": ("pages/timeline.py", "When"),
    "services": ("pages/services.py", "Services"),
    "buyers": ("pages/buyers.py", "Buyers"),
    "suppliers": ("pages/suppliers.py", "Suppliers"),
    "places": ("pages/places.py", "Places"),
    "whole": ("pages/whole.py", "The whole"),
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


def questions() -> tuple[tuple[str, str, dict[str, str]], ...]:
    """The questions of a first visit: page, words, and the query of the link that answers it."""
    children = EVERYTHING.put("buyer_kind", ["local"]).put("service_group", ["children"])
    charities = build_scenario(None, {"suppliers.exempt": ("charity",)})[0]
    prisons = EVERYTHING.put("service", ["prison"])
    return (
        ("overview", "Which council contracts for children come back?", children.to_query()),
        ("overview", "What if charities keep their contracts?", to_query(charities)),
        ("timeline", "When do the prisons come back?", prisons.to_query()),
    )
