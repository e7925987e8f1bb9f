"""Corrections of the register: each a cell, what it held, what is right, and where that was read.

A correction is refused where the cell no longer holds what it held when the source was read: somebody has changed it
since, and who is right must be looked up again.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
CONTRACTS, CORRECTIONS = FOLDER / "contracts.csv", FOLDER / "corrections.csv"
READ_ON = "read_on"
"""Column of the register: the day on which the row was last read against a source."""
Row = dict[str, str]


@dataclass(frozen=True)
class Correction:
    """One cell put right: what it held, what the source says, the address where it was read, and the day."""

    contract_id: str
    column: str
    was: str
    right: str
    source_url: str
    note: str
    read_on: str

    def __str__(self) -> str:
        return f"{self.contract_id}, {self.column}"


@dataclass(frozen=True)
class CorrectedRegister:
    """The register with its corrections in force: how many cells changed now, and what was refused, a sentence each."""

    rows: list[Row]
    changed: int
    refused: list[str]


def read_rows(text: str) -> list[Row]:
    """Read a CSV as rows of words by column; a cell that is missing is empty."""
    return [
        {name: cell or "" for name, cell in row.items() if name}
        for row in csv.DictReader(StringIO(text, newline=""), strict=True)
    ]


def written(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """Write rows as CSV, a line each, with these columns in this order."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read_corrections(text: str) -> list[Correction]:
    """Read corrections from CSV.

    Raises:
        ValueError: a column is missing or is none of ours.
    """
    rows = read_rows(text)
    try:
        return [Correction(**row) for row in rows]
    except TypeError as error:
        raise ValueError(f"corrections: expected {', '.join(Correction.__dataclass_fields__)}: {error}") from None


def corrected(rows: Iterable[Row], corrections: Iterable[Correction]) -> CorrectedRegister:
    """Put corrections in force, those of one cell in their order.

    Args:
        rows: the register, a row each with its columns.
        corrections: cells to put right; one that is in force already changes nothing.

    Returns:
        The rows with every correction that could be applied, in their order. Refused is a correction of a row or a
        column that there is not, of a cell that holds neither what it held nor what is right, and one that does not
        begin where the one before it of the same cell ends.
    """
    copies = [dict(row) for row in rows]
    by_id = {row["id"]: row for row in copies}
    changed, refused = 0, []
    for of_cell in _by_cell(corrections).values():
        if problem := _problem(by_id, of_cell):
            refused.append(f"{of_cell[0]}: {problem}")
            continue
        row, last = by_id[of_cell[0].contract_id], of_cell[-1]
        changed += row[last.column] != last.right
        row[last.column] = last.right
        row[READ_ON] = max(row[READ_ON], last.read_on)
    return CorrectedRegister(copies, changed, refused)


def _by_cell(corrections: Iterable[Correction]) -> dict[tuple[str, str], list[Correction]]:
    cells: dict[tuple[str, str], list[Correction]] = {}
    for correction in corrections:
        cells.setdefault((correction.contract_id, correction.column), []).append(correction)
    return cells


def _problem(rows: Mapping[str, Row], of_cell: Sequence[Correction]) -> str:
    """Say why the corrections of a cell cannot be applied; empty where they can."""
    first = of_cell[0]
    if (row := rows.get(first.contract_id)) is None:
        return "no such row"
    if first.column not in row or first.column in ("id", READ_ON):
        return "no such column"
    if broken := next((later for earlier, later in pairwise(of_cell) if later.was != earlier.right), None):
        return f"was {broken.was!r} does not follow on the correction before it"
    held = row[first.column]
    if held not in (first.was, *(each.right for each in of_cell)):
        return f"holds {held!r}, and was {first.was!r} when the source was read"
    return ""


def in_force(rows: Iterable[Row], corrections: Iterable[Correction]) -> list[Correction]:
    """Give the correction that each corrected cell holds, in the order of the rows; what was refused is left out."""
    last = [of_cell[-1] for of_cell in _by_cell(corrections).values()]
    place = {row["id"]: (order, row) for order, row in enumerate(rows)}
    held = [each for each in last if each.contract_id in place and _holds(place[each.contract_id][1], each)]
    return sorted(held, key=lambda each: place[each.contract_id][0])


def _holds(row: Row, correction: Correction) -> bool:
    return row.get(correction.column) == correction.right
