"""Answers that may be unknown: yes, no, or not known, one for each contract (Kleene's three values)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

NO: Final = 0
UNKNOWN: Final = 1
YES: Final = 2
Answers = NDArray[np.int8]


class Ternary:
    """One answer a contract; `&`, `|` and `~` follow Kleene: no and anything is no, yes or anything is yes."""

    __slots__ = ("answers",)

    def __init__(self, answers: Answers) -> None:
        self.answers = answers

    @classmethod
    def certain(cls, true: NDArray[np.bool_]) -> "Ternary":
        """Answer yes where true and no elsewhere."""
        return cls(true.astype(np.int8) * np.int8(YES))

    @classmethod
    def where(cls, true: NDArray[np.bool_], known: NDArray[np.bool_]) -> "Ternary":
        """Answer yes or no where it is known, unknown elsewhere."""
        return cls.of(true & known, known & ~true)

    @classmethod
    def of(cls, yes: NDArray[np.bool_], no: NDArray[np.bool_]) -> "Ternary":
        """Answer yes and no where they are certain, which is never both, and unknown elsewhere."""
        return cls(np.int8(UNKNOWN) + yes.view(np.int8) - no.view(np.int8))

    @classmethod
    def always(cls, answer: int, size: int) -> "Ternary":
        """Give the same answer for every contract."""
        return cls(np.full(size, answer, dtype=np.int8))

    def __and__(self, other: "Ternary") -> "Ternary":
        return Ternary(np.minimum(self.answers, other.answers))

    def __or__(self, other: "Ternary") -> "Ternary":
        return Ternary(np.maximum(self.answers, other.answers))

    def __invert__(self) -> "Ternary":
        return Ternary(np.int8(YES) - self.answers)

    @property
    def yes(self) -> NDArray[np.bool_]:
        """Where the answer is certainly yes."""
        return self.answers == YES

    @property
    def no(self) -> NDArray[np.bool_]:
        """Where the answer is certainly no."""
        return self.answers == NO

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """Where the data do not decide."""
        return self.answers == UNKNOWN
