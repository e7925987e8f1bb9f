"""Apply the corrections to the register and write where each cell was read: `python -m data.register`.

Run by hand after a line was added to corrections.csv. What cannot be applied is said, and the exit status is 1.
"""

import sys

from data.register.corrections import CONTRACTS, CORRECTIONS, FOLDER, corrected, read_corrections, read_rows, written
from data.register.sources import SOURCES, source_rows

_OK, _REFUSED = 0, 1


def main() -> int:
    """Put every correction in force, write contracts.csv and sources.csv, and say what was refused."""
    rows = read_rows(CONTRACTS.read_text(encoding="utf-8"))
    corrections = read_corrections(CORRECTIONS.read_text(encoding="utf-8"))
    result = corrected(rows, corrections)
    CONTRACTS.write_text(written(result.rows, list(rows[0])), encoding="utf-8")
    (FOLDER / SOURCES).write_text(source_rows(result.rows, corrections), encoding="utf-8")
    for sentence in result.refused:
        print(f"refused: {sentence}", file=sys.stderr)
    print(f"{result.changed} cells changed, {len(result.refused)} refused, {len(corrections)} corrections in all")
    return _REFUSED if result.refused else _OK


if __name__ == "__main__":
    sys.exit(main())
