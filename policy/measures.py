"""The three measures of what returns, and how each is called where it stands: one table for every page and file."""

from typing import NamedTuple


class Words(NamedTuple):
    """How one measure is called.

    `label` names it alone, as in a choice; `noun` in a sentence, "half of the spend"; `caption` above a chart; `unit`
    in the heading of a column; `after` follows a figure, which is "£4m" or "12" by itself.
    """

    label: str
    noun: str
    caption: str
    unit: str
    after: str


MEASURE_WORDS = {
    "contracts": Words("Contracts", "contracts", "Contracts", "contracts", "contracts"),
    "annual_gbp": Words("Spend a year", "the spend", "Spend a year", "£ a year", "a year"),
    "whole_life_gbp": Words(
        "Whole-life value", "the value", "Value over the whole term", "£ over the whole term", "over the whole term"
    ),
}
"""By the name that links, files and the interface have for it."""
MEASURES = tuple(MEASURE_WORDS)
"""The three, in the order of `Totals`."""
ENDS = ("low", "central", "high")
"""The three figures of what returns in a measure."""
MEASURE_LABELS = {name: words.label for name, words in MEASURE_WORDS.items()}
"""The choice of a measure."""
