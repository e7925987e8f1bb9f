"""A data set: the contracts table with where it comes from and what was wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pandas as pd

from data.model import issues
from data.model.issues import Issue


@dataclass(frozen=True, repr=False)
class Dataset:
    """Contracts, the service table that was joined to them, and their origin.

    `note` is the sentence that every headline carries about what the data are; `population` names the contracts;
    `numbers` says how complete the run of numbered notices is, "" where there is none. `own` data are a reader's alone,
    without a published notice: nobody here knows their licence.
    """

    contracts: pd.DataFrame
    services: pd.DataFrame
    fingerprint: str
    source: str
    as_of: date
    title: str
    population: str
    note: str = ""
    numbers: str = ""
    own: bool = False
    cited: str = ""
    """What it is called where its reader is not the one spoken to; empty where `title` and `population` do for all."""
    issues: pd.DataFrame = field(default_factory=lambda: issues.table([]))
    sources: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Where more was read than the first address says, by contract: column (empty: all), address, day and note."""
    checked: Mapping[str, float] = field(default_factory=dict)
    """Whole-life values, pounds without VAT, that a person compared with a source, by contract."""

    def __repr__(self) -> str:
        return f"{self.title}: {len(self.contracts):,} contracts, as of {self.as_of}, fingerprint {self.fingerprint}"

    @property
    def for_others(self) -> "Dataset":
        """The same as others are told of it, in a quotation, a file or a briefing: a reader's own by its name."""
        if not self.cited:
            return self
        return replace(self, title=self.cited, population=f"contracts in {self.cited}", note="")

    def described(self) -> dict[str, Any]:
        """Say what the figures rest on, as plain values."""
        return {
            "fingerprint": self.fingerprint,
            "source": self.source,
            "contracts": len(self.contracts),
            "as_of": self.as_of.isoformat(),
            **({"notices": self.numbers} if self.numbers else {}),
        }

    def unread(self) -> list[str]:
        """Say what could not be read, a sentence each; repairs are not among it."""
        return [Issue(*row).sentence() for row in self.issues.itertuples(index=False) if row.unread]
