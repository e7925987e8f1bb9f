"""What is wrong with an input, said once and in full."""

from dataclasses import dataclass

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
