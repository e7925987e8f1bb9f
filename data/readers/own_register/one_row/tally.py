"""What was seen over all rows of a table."""

from collections import Counter
from dataclasses import dataclass, field, replace


@dataclass
class Tally:
    """What was seen over all rows: how often the yearly amount disagrees with the whole, and what was worked out."""

    compared: int = 0
    apart: Counter[int] = field(default_factory=Counter)
    first: dict[int, str] = field(default_factory=dict)
    ends_from_terms: int = 0
    ends_from_latest: int = 0
    latest_from_options: int = 0
    latest_from_lengths: int = 0
    ends_moved: int = 0
    bare_lengths: int = 0
    multiplied: int = 0
    repeated: int = 0
    added_up: int = 0
    years_added: int = 0
    options_untold: int = 0
    past_their_end: int = 0

    def add(self, below: "Tally") -> None:
        """Add what was seen over rows that stand below these."""
        first = below.first | self.first
        for name, more in vars(below).items():
            if name != "first":
                setattr(self, name, getattr(self, name) + more)
        self.first = first

    def taken(self) -> "Tally":
        """Return what was seen so far, and begin anew."""
        seen = replace(self)
        vars(self).update(vars(Tally()))
        return seen
