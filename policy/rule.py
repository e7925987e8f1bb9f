"""What a rule is: a frozen model whose fields are its settings and whose method is its law.

Thresholds are inclusive everywhere: at or above is caught.
"""

from enum import StrEnum
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from policy.facts import Facts
from policy.parameter import Spec, specs
from policy.verdict import Verdict

Permille = NDArray[np.int16]


class Stage(StrEnum):
    """The stages that a contract passes, in the order of the pledge."""

    SCOPE = "scope"
    TRIGGER = "trigger"
    CRITERIA = "criteria"
    EXEMPTIONS = "exemptions"
    GOOD_REASON = "good_reason"
    NOT_KNOWN = "not_known"
    RETURNS = "returns"


QUESTIONS = {
    Stage.SCOPE: "Is it a relevant contract of a covered authority?",
    Stage.TRIGGER: "Does it end while the policy runs?",
    Stage.CRITERIA: "Does the assessment find contact, coercive power or a risk to rights?",
    Stage.EXEMPTIONS: "Does an exemption apply?",
    Stage.GOOD_REASON: "Does the authority show good reason to keep it outside?",
}
"""What each stage asks, in the order of the pledge."""


class Rule(BaseModel):
    """A rule of the policy. Its first sentence, its label and the sentences of its fields are product text."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True)

    id: ClassVar[str]
    label: ClassVar[str]
    stage: ClassVar[Stage]
    doubt: ClassVar[str] = "Not known"
    """What is not known of a contract that the rule cannot decide."""
    reads: ClassVar[tuple[str, ...]] = ()
    """Columns of the contracts table that the rule may read."""
    _specs: ClassVar[tuple[Spec, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Collect the settings when the class is made, so that a bad declaration fails at import."""
        super().__pydantic_init_subclass__(**kwargs)
        if hasattr(cls, "id"):
            cls._specs = specs(cls)

    @classmethod
    def specs(cls) -> tuple[Spec, ...]:
        """Give the settings of the rule, in order."""
        return cls._specs

    @classmethod
    def sentence(cls) -> str:
        """Give the rule in one sentence."""
        return (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")

    @classmethod
    def hold(cls, field: str, value: Any) -> Any:
        """Return a value as the field stores it; raises ValueError in the words of the check that failed."""
        try:
            cls.__pydantic_validator__.validate_assignment(cls.model_construct(), field, value)
        except ValidationError as error:
            first = error.errors()[0]
            raise ValueError(f"{first['msg']}, got {first['input']!r}") from None
        return value

    @classmethod
    def in_words(cls, item: str) -> str:
        """Say one item of a list, which no option names, as a reader would."""
        return item.replace("_", " ")

    def conflict(self) -> str:
        """Say why these settings cannot stand together; empty where they can."""
        return ""


class ExitRule(Rule):
    """A rule at which a contract may leave."""

    def leaves(self, facts: Facts) -> Verdict:
        """Whether each contract leaves here."""
        raise NotImplementedError


class Criterion(Rule):
    """One of the criteria of the assessment; a reader may switch it off."""

    on: bool

    def met(self, facts: Facts) -> Verdict:
        """Whether each contract meets the criterion."""
        raise NotImplementedError
