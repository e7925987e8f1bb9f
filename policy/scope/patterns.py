"""Names in which `*` stands for any letters, as a scope may ask for them (semantics 12)."""

from dataclasses import dataclass

ANY = "*"
"""Stands in a name for any letters, none included."""


@dataclass(frozen=True)
class Pattern:
    """A name with at least one ANY, parted there: how a name that meets it begins and ends, and what lies between."""

    first: str
    between: tuple[str, ...]
    last: str

    @classmethod
    def read(cls, text: str) -> "Pattern":
        """Read a pattern; capitals do not matter."""
        first, *between, last = text.casefold().split(ANY)
        return cls(first, tuple(filter(None, between)), last)

    @property
    def is_all(self) -> bool:
        """Whether every name meets it."""
        return not (self.first or self.between or self.last)

    def meets(self, name: str) -> bool:
        """Whether a name meets it, in one pass: each part is looked for behind the one before."""
        name = name.casefold()
        place, end = len(self.first), len(name) - len(self.last)
        if place > end or not (name.startswith(self.first) and name.endswith(self.last)):
            return False
        for part in self.between:
            found = name.find(part, place, end)
            if found < 0:
                return False
            place = found + len(part)
        return True
