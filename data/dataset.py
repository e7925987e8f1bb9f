"""A data set: the contracts table with where it comes from and what was wrong in it."""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from data import issues


@dataclass(frozen=True)
class Dataset:
    """Contracts, the service table that was joined to them, and their origin.

    `note` is the sentence that every headline carries about what the data are; `population` names the contracts.
    """

    contracts: pd.DataFrame
    services: pd.DataFrame
    fingerprint: str
    source: str
    as_of: date
    title: str
    population: str
    note: str = ""
    issues: pd.DataFrame = field(default_factory=lambda: issues.table([]))
