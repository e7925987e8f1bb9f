"""Facts about contracts: readers and normalisers; nothing here depends on a scenario.

    import data
    register = data.load_dataset()

The names below are the library; each is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.load.api import load_dataset
    from data.load.datasets import UnreadableError
    from data.model.dataset import Dataset
    from data.model.spending import load_spending

__all__ = ["Dataset", "UnreadableError", "load_dataset", "load_spending"]
_HOME = {
    "Dataset": "data.model.dataset",
    "UnreadableError": "data.load.datasets",
    "load_dataset": "data.load.api",
    "load_spending": "data.model.spending",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
