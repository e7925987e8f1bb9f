"""What a chart, a table or a file is about: which data and which scenario. Their names and citation follow from it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.model.dataset import Dataset
from output.text import safe_cell
from policy.formats import day
from policy.scenarios.scenario import Scenario
from policy.scope.scope import EVERYTHING, Scope, naming


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

    @property
    def source_line(self) -> str:
        """Source and date, and what is looked at, as they stand under every chart; not escaped for Markdown."""
        source = f"Source: {self.title}, {day(self.as_of)}"
        return f"{source}. Only: {self.scope_words}" if self.scope_words else source

    def file_name(self, name: str, ending: str) -> str:
        """Name a file by chart, preset, scenario, scope and data, so that two different files never have one name."""
        scope = f"_in_{self.scope.fingerprint()}" if self.scope else ""
        return f"{name}_{self.scenario.preset.id}_{self.scenario.fingerprint()}{scope}_{self.fingerprint}.{ending}"

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
    return Subject(dataset.title, dataset.as_of, dataset.fingerprint, scenario, scope, words)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV in UTF-8 with a byte order mark; no cell is read as a formula by a spreadsheet."""
    safe = table.astype(object).map(safe_cell).rename(columns=lambda name: str(safe_cell(name)))
    return safe.to_csv(index=False).encode("utf-8-sig")
