"""Files that a reader takes away."""

from typing import TYPE_CHECKING

import pandas as pd

from output.text import safe_cell

if TYPE_CHECKING:
    from ui.shell.view import View


def csv_bytes(table: pd.DataFrame) -> bytes:
    """Write a table as CSV that a spreadsheet opens safely and in UTF-8."""
    safe = table.astype(object).map(safe_cell).rename(columns=lambda name: str(safe_cell(name)))
    return safe.to_csv(index=False).encode("utf-8-sig")


def file_name(name: str, view: "View", ending: str) -> str:
    """Name a file by chart, preset, scenario and data, so that two files never look like one."""
    scenario = view.scenario
    return f"{name}_{scenario.preset.id}_{scenario.fingerprint()}_{view.table.dataset.fingerprint}.{ending}"
