"""What stands in a cell and says nothing itself: the sign of a note, the cell above, a formula that failed."""

from typing import Any

NOTE_SIGNS = ("*", "\u2020", "\u2021", "#", "^")
"""Signs behind what a cell says that point to a note."""
DITTOS = frozenset(
    [
        '"', "''", "\u201d", "\u201c", "\u3003", "\u2033", "ditto", "Ditto", "DITTO", "as above", "As above",
        "As Above", "AS ABOVE", "-do-", "- do -", "do.", "Do.", "same as above", "Same as above",
    ]
)  # fmt: skip
"""What stands for the cell above."""
FORMULA = "formula without a result"
"""Stands in a cell whose formula was never worked out, as in files that a script wrote."""
ERRORS = frozenset(
    [FORMULA, "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#ERROR!", "#SPILL!", "#CALC!"]
)
"""What a workbook writes in a cell whose formula failed or was never worked out, in its export too."""


def note_sign(cell: Any) -> str:
    """Return the sign of a note at the end of a cell, "" where there is none."""
    end = cell.rstrip()[-1:] if isinstance(cell, str) else ""
    return end if end in NOTE_SIGNS else ""


def is_ditto(cell: Any) -> bool:
    """Say whether a cell stands for the one above it."""
    return isinstance(cell, str) and cell.strip() in DITTOS


def is_failed_formula(cell: Any) -> bool:
    """Say whether a cell holds what a formula leaves that failed or was never worked out."""
    return isinstance(cell, str) and cell in ERRORS


def without_list_ids(cell: str) -> str:
    """Return what a SharePoint list exports of a choice from another list without the numbers of its rows.

    "Oak Ltd;#4" is "Oak Ltd", and "4;#Oak Ltd;#5;#Elm Ltd" is "Oak Ltd;Elm Ltd".
    """
    if ";#" not in cell:
        return cell
    chosen = [part.strip() for part in cell.split(";#")]
    return ";".join(part for part in chosen if part and not part.isdigit()) or cell
