"""The policy as code: what would come back in house, under which settings, and how sure.

    import data, policy
    register = data.load_dataset()
    policy.decide(register, policy.scenario("pledge", {"small.threshold": "£1m"})).totals()

The names below are the library; each is loaded when it is first asked for, so that the command line starts as quickly
as before. Everything that is wrong with an input is a `PolicyError`, all problems at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policy.api.decided import (
        Decided,
        ExplanationTable,
        TotalsTable,
        explain,
        funnel,
        groups,
        range_of,
        sensitivity,
        totals,
    )
    from policy.api.questions import (
        Comparison,
        Data,
        WholeAnswer,
        compare,
        decide,
        prepare,
        presets,
        scenario,
        sweep,
        whole,
    )
    from policy.api.tables import Table
    from policy.problem import PolicyError

__all__ = [
    "Comparison", "Data", "Decided", "ExplanationTable", "PolicyError", "Table", "TotalsTable", "WholeAnswer",
    "compare", "decide", "explain", "funnel", "groups", "prepare", "presets", "range_of",
    "scenario", "sensitivity", "sweep", "totals", "whole",
]  # fmt: skip
_HOMES = {
    "policy.api.decided": (
        *("Decided", "ExplanationTable", "TotalsTable"),
        *("explain", "funnel", "groups", "range_of", "sensitivity", "totals"),
    ),
    "policy.api.questions": (
        *("Comparison", "Data", "WholeAnswer", "compare", "decide"),
        *("prepare", "presets", "scenario", "sweep", "whole"),
    ),
    "policy.api.tables": ("Table",),
    "policy.problem": ("PolicyError",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
