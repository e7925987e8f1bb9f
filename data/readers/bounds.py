"""How much of a file is read: the greatest sizes at every door that takes one, each far above what is published."""

DEEPEST = 100
"""Levels of a JSON value; published releases have eleven."""
LONGEST_CELL = 32_767
"""Characters of a cell, the most that a spreadsheet holds; the longest published one has 15,236."""
LONGEST_LINE = 1024 * 1024
"""Bytes of a line of a table, and characters of one row over several lines; the longest published one has 14,406."""
LONGEST_ITEM = 8 * 1024 * 1024
"""Bytes of one JSON release, record or notice; the largest published one has 129,278."""
MOST_COLUMNS = 500
"""Columns of a table; the widest published one has 333."""
MOST_UNPACKED = 75 * 1000 * 1000
"""Bytes of a reader's own file on the page, when unpacked; a build reads streams of any length."""
MOST_UNPACKED_WORKBOOK = 400 * 1000 * 1000
"""Bytes of the parts of a reader's own workbook on the page, when unpacked: its tags are most of them."""
MOST_UNPACKED_BOOK = 1_500 * 1000 * 1000
"""The same in a build: more than the most rows that a sheet has, of ten cells each."""
MOST_CELLS = 30_000_000
"""Cells of a sheet that hold something, those that are written once and stand for many among them."""
MOST_ROWS = 200_000
"""Rows of a reader's own file on the page; a build reads any number."""
MOST_PACKED = 200
"""How many times smaller than its content a part of a workbook may be; a sheet of one value repeated reaches 100."""
WORTH_WEIGHING = 1024 * 1024
"""Bytes of a part of a workbook from which that is looked at: a small part of few values packs well."""


class BeyondError(ValueError):
    """Something of a file that is beyond its bound: what it is with the bound, what was given, what to do."""

    def __init__(self, problem: str, given: object, remedy: str) -> None:
        super().__init__(f"{problem}, got {given}. {remedy}.")
        self.problem, self.given, self.remedy = problem, str(given), remedy


def too_long(what: str, most: int, unit: str) -> str:
    """Say in an issue that something is beyond its bound."""
    return f"{what} is longer than {most:,} {unit}"


def too_deep(value: object) -> bool:
    """Say whether lists and objects lie deeper in one another than any that is published."""
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for held in level
            for inner in (held.values() if isinstance(held, dict) else held if isinstance(held, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True
