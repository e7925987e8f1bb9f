"""What is wrong with an input, said once and in full."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from policy.bounds import cut

REPEATED = "is given more than once"
"""What is wrong with a key or an option of which none of several values is the one that was meant."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where, what was wrong with it, what to do."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class PolicyError(ValueError):
    """Everything that is wrong with an input, all problems at once."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def near_name(text: str, names: Mapping[str, str]) -> str:
    """Find the name that a text may mean, by the name or by its words in any case; empty where none is near."""
    known = {words.casefold(): name for name, words in names.items()} | {name.casefold(): name for name in names}
    asked = cut(text).casefold()
    return known.get(asked) or next((known[each] for each in get_close_matches(asked, known, n=1)), "")
