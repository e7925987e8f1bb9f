"""What a chart, a table or a file is about: which data and which scenario. Their names and citation follow from it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.model.dataset import Dataset
from output.text import safe_cell
from policy.formats import day
from policy.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Subject:
    """A data set by title, day and fingerprint, and the scenario under which it was decided."""

    title: str
    as_of: date
    fingerprint: str
    scenario: Scenario

    @property
    def source_line(self) -> str:
        """Source and date, as they stand under every chart; not escaped for Markdown."""
        return f"Source: {self.title}, {day(self.as_of)}"

    def file_name(self, name: str, ending: str) -> str:
        """Name a file by chart, preset, scenario and data, so that two different files never have one name."""
        return f"{name}_{self.scenario.preset.id}_{self.scenario.fingerprint()}_{self.fingerprint}.{ending}"

    def citation(self, code: str = "") -> str:
        """Say how to cite a figure; `code` is put around identifiers, such as a backtick in Markdown."""
        return (
            f"Author's analysis using Back in house, data to {day(self.as_of)} ({code}{self.fingerprint}{code}), "
            f"scenario {code}{self.scenario.preset.name}{code} ({code}{self.scenario.fingerprint()}{code}). "
            "The authors of the tool do not endorse the result."
        )


def subject_of(dataset: Dataset, scenario: Scenario) -> Subject:
    """Name what a data set under a scenario is, without its contracts."""
    return Subject(dataset.title, dataset.as_of, dataset.fingerprint, scenario)


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV in UTF-8 with a byte order mark; no cell is read as a formula by a spreadsheet."""
    safe = table.astype(object).map(safe_cell).rename(columns=lambda name: str(safe_cell(name)))
    return safe.to_csv(index=False).encode("utf-8-sig")
