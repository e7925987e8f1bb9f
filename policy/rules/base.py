"""What a rule is: a frozen model whose fields are its settings and whose method is its law.

A setting's metadata stands once, beside its default: unit, range, step, help and basis. Thresholds are inclusive
everywhere: at or above is caught.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from policy.bounds import LARGEST_WRITTEN, MOST_ITEMS, cut, shown, too_long
from policy.coded import ASKED, CodedContracts
from policy.contracts import BY_NAME
from policy.formats import day, listed, near_name, some, whole_pounds
from policy.rules.units import ORDERED, Unit
from policy.ternary import Ternary


@dataclass(frozen=True)
class Reference:
    """A source that fixes a value."""

    title: str
    url: str


@dataclass(frozen=True)
class Assumption:
    """A value that no source fixes, with the reason for ours."""

    why: str


NO_NAMES: Mapping[str, str] = MappingProxyType({})
"""Where no table of services is at hand, a service is said by its id."""
Basis = Reference | Assumption


class Monotone(StrEnum):
    """What a larger, longer or switched-on value does to what comes back, whatever the other settings."""

    INCREASING = "never returns fewer"
    DECREASING = "never returns more"
    EITHER = "may return more or fewer"


@dataclass(frozen=True)
class Parameter:
    """What the annotation of a setting cannot say: label, unit, basis, and how its values are offered."""

    label: str
    unit: Unit
    basis: Basis
    effect: Monotone = Monotone.EITHER
    step: int = 1
    ticks: tuple[int, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    """Values of a choice, in order (from narrow to wide where `effect` says so), with their words."""
    of: str = ""
    """Column of the contracts table whose values are the options, where they are not fixed."""
    unchosen: str = "none"
    """What it means that nothing of a list is chosen: nothing, or in these words something else."""
    whom: bool = False
    """Whether it says whom a policy is for rather than what it does: no step that someone would take to change it."""
    bounds: str = ""
    """Why its range ends where it does, for a setting that has one."""


def _plain(value: Any) -> Any:
    """Give a list or a set as the tuple, and a number of numpy as the number, that a rule stores."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, set | frozenset):
        return tuple(sorted(value, key=str))
    return tuple(value) if isinstance(value, list) else value


def _is_stored(value: object) -> bool:
    """Whether a setting may hold such a value, or refuses it in words of its own."""
    return value is None or isinstance(value, str | int | float | date | tuple)


@dataclass(frozen=True)
class Setting:
    """One setting as every surface sees it: widget, link, file, command line and method page."""

    key: str
    field: str
    rule: "type[Rule]"
    param: Parameter
    help: str
    default: Any
    minimum: Any
    """Least value allowed; None where there is no bound."""
    maximum: Any

    @property
    def unit(self) -> Unit:
        """Unit of the setting."""
        return self.param.unit

    @property
    def label(self) -> str:
        """Short name of the setting."""
        return self.param.label

    def parse(self, text: str) -> Any:
        """Read a value from text and hold it against type and range; raises ValueError in words, with the text."""
        try:
            value = self.unit.parse(text)
        except ValueError as error:
            if too_long(text, self.unit.longest):  # shown already, by its beginning
                raise
            raise ValueError(f"{error}, got {shown(text)}") from None
        return self.hold(value)

    def hold(self, value: Any) -> Any:
        """Return the value as the rule stores it; raises ValueError that names the bound or the options."""
        value = _plain(value)
        if not _is_stored(value):
            what = "a list of words" if self.unit in (Unit.CHOICES, Unit.ITEMS) else "one value"
            raise ValueError(f"expected {what}, got {shown(value)}")
        if isinstance(value, tuple) and not all(isinstance(item, str) for item in value):
            raise ValueError(f"expected a list of words, got {shown(value)}")
        if isinstance(value, tuple) and len(value) > MOST_ITEMS:
            raise ValueError(f"holds {len(value):,} items, and at most {MOST_ITEMS} are read")
        if isinstance(value, tuple) and (what := too_long(self.unit.write(value), self.unit.longest)):
            raise ValueError(what)
        if self.minimum is not None and type(value) is type(self.minimum) and value < self.minimum:
            raise ValueError(f"{self._bare(value)} is below {self._bare(self.minimum)}")
        if self.maximum is not None and type(value) is type(self.maximum) and value > self.maximum:
            raise ValueError(f"{self._bare(value)} is above {self._bare(self.maximum)}")
        chosen = value if isinstance(value, tuple) else (value,)
        if self.param.options and (strange := [option for option in chosen if option not in self.param.options]):
            near = near_name(str(strange[0]), self.param.options)
            hint = f"; did you mean {near}?" if near else ""
            raise ValueError(f"{shown(strange[0])} is none of {', '.join(self.param.options)}{hint}")
        return self.rule.hold(self.field, self._ordered(value))

    def words(self, value: Any, names: Mapping[str, str] = NO_NAMES) -> str:
        """Say a value as a reader would; a list that is empty says so. `names` are those of services by id."""
        options = {**names, **self.param.options} if self.unit is Unit.CHOICES else self.param.options
        if self.unit is Unit.GBP:
            return f"£{value:,}"
        if self.unit is Unit.YEARS:
            return some(value, "year")
        if self.unit is Unit.PERCENT:
            return f"{value}%"
        if self.unit is Unit.DATE:
            return day(value)
        if self.unit is Unit.SWITCH:
            return "yes" if value else "no"
        if isinstance(value, tuple):
            items = [options.get(item) or self.rule.in_words(item) for item in value]
            return ("; ".join(items) if any(", " in item for item in items) else listed(items)) or self.param.unchosen
        return options.get(value, str(value))

    def _bare(self, value: Any) -> str:
        """Say a number or a day as a message needs it: pounds shortly, a day in words, any other number bare."""
        if self.unit is Unit.GBP and 0 <= value < LARGEST_WRITTEN:
            return cut(whole_pounds(value))
        return day(value) if self.unit is Unit.DATE else shown(value)

    def _ordered(self, value: Any) -> Any:
        """Put chosen options into their declared order and strip items, so that one choice has one spelling."""
        if self.unit is Unit.ITEMS and isinstance(value, tuple):
            return tuple(item.strip() for item in value if item.strip())
        if self.unit is Unit.CHOICES and isinstance(value, tuple):
            order = list(self.param.options)
            return tuple(sorted(set(value), key=lambda v: (order.index(v) if v in order else 0, v)))
        return value


def settings_of(rule: "type[Rule]") -> tuple[Setting, ...]:
    """Give the settings of a rule in their order; a field without metadata, sentence or ends is an error."""
    settings = []
    for name, info in rule.model_fields.items():
        params = [extra for extra in info.metadata if isinstance(extra, Parameter)]
        if len(params) != 1 or not info.description:
            raise TypeError(f"{rule.id}.{name} needs one Parameter and a sentence under the field")
        bounds = {
            bound: getattr(extra, bound) for extra in info.metadata for bound in ("ge", "le") if hasattr(extra, bound)
        }
        if params[0].unit in ORDERED and bounds.keys() != {"ge", "le"}:
            raise TypeError(
                f"{rule.id}.{name} needs Field(ge=..., le=...): its control has a least and a greatest value"
            )
        about = (params[0], info.description, info.default)
        settings.append(Setting(f"{rule.id}.{name}", name, rule, *about, bounds.get("ge"), bounds.get("le")))
    return tuple(settings)


def check_reads(rule: "type[Rule]") -> None:
    """Raise TypeError where a rule names in `reads` what is no column, or one that no rule can ask."""
    for name in rule.reads:
        if name not in BY_NAME:
            near = near_name(name, {each: each for each in BY_NAME})
            hint = f"; did you mean {near}?" if near else ""
            raise TypeError(f"{rule.id}.reads names {name}, which is no column of policy/contracts.py{hint}")
        if name not in ASKED:
            raise TypeError(
                f"{rule.id}.reads names {name}, of kind {BY_NAME[name].kind}, which is not coded and which no rule can "
                f"ask. Make it a category, or code it as `_amounts` of policy/coded.py does value_gbp"
            )


Permille = NDArray[np.int16]
_SHOWN = 300
"""Characters of a refused value that are shown."""
_EXPECTED = {
    "int_type": "expected a whole number",
    "bool_type": "expected yes or no",
    "date_type": "expected a date such as 2027-04-01",
    "tuple_type": "expected a list of words",
    "string_type": "expected a word",
}
"""What a setting holds, by the name of the check that failed, whose own message is for programmers."""


class Stage(StrEnum):
    """The stages that a contract passes, in the order of the pledge.

    The column `stage` of the contracts table is another thing: whether a contract is awarded, planned or superseded.
    """

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
    question: ClassVar[str] = ""
    """What the rule asks of one contract, as a reader would; its label stands where it asks nothing of its own."""
    stage: ClassVar[Stage]
    doubt: ClassVar[str] = "Not known"
    """What is not known of a contract that the rule cannot decide."""
    look_up: ClassVar[str] = ""
    """What a reader looks for in the notice of such a contract; what the rule asks where it says nothing of its own."""
    reads: ClassVar[tuple[str, ...]] = ()
    """Columns of the contracts table that the rule may read."""
    _settings: ClassVar[tuple[Setting, ...]] = ()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Collect the settings when the class is made, so that a bad declaration fails at import."""
        super().__pydantic_init_subclass__(**kwargs)
        if hasattr(cls, "id"):
            cls._settings = settings_of(cls)
            if not issubclass(cls, ReassessRule):  # which replaces what the table says, and is asked nothing
                check_reads(cls)

    @classmethod
    def settings(cls) -> tuple[Setting, ...]:
        """Give the settings of the rule, in order."""
        return cls._settings

    @classmethod
    def sentence(cls) -> str:
        """Give the rule in one sentence."""
        return (cls.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")

    @classmethod
    def asks(cls) -> str:
        """Give the question of the rule, or its label where it has none."""
        return cls.question or cls.label

    @classmethod
    def settled_by(cls) -> str:
        """Give what a reader looks up to settle what the rule cannot decide."""
        return cls.look_up or cls.asks()

    @classmethod
    def hold(cls, field: str, value: Any) -> Any:
        """Return a value as the field stores it; raises ValueError in the words of the check that failed."""
        try:
            cls.__pydantic_validator__.validate_assignment(cls.model_construct(), field, value)
        except ValidationError as error:
            first = error.errors()[0]
            what = _EXPECTED.get(first["type"]) or first["msg"].removeprefix("Value error, ")
            raise ValueError(f"{what}, got {shown(first['input'], _SHOWN)}") from None
        return value

    @classmethod
    def in_words(cls, item: str) -> str:
        """Say one item of a list, which no option names, as a reader would."""
        return item.replace("_", " ")

    def conflict(self) -> str:
        """Say why these settings cannot stand together; empty where they can."""
        return ""

    def names_of_data(self) -> Iterator[tuple[str, str, str]]:
        """Give each name that a setting takes from the data: the key of the setting, the column, the name."""
        for setting in self.settings():
            if setting.param.of:
                yield from ((setting.key, setting.param.of, name) for name in getattr(self, setting.field))

    def under(self, rules: "Sequence[Rule]") -> Self:
        """The rule as it reads beside the other rules of a scenario: itself, unless it asks what one of them says."""
        del rules
        return self

    def asks_for(self) -> tuple[str, ...]:
        """Those of the columns it may read that it does read with these settings."""
        return self.reads


class ScopeRule(Rule):
    """A rule that says which rows of the data are counted at all."""

    def covers(self, coded: CodedContracts) -> Ternary:
        """Whether each row is counted; one of which that is not known is counted and not decided."""
        raise NotImplementedError

    def exits(self, coded: CodedContracts) -> Ternary:
        """Whether each row is left out."""
        return ~self.covers(coded)


class ExitRule(Rule):
    """A rule at which a contract may leave."""

    def exits(self, coded: CodedContracts) -> Ternary:
        """Whether each contract leaves here."""
        raise NotImplementedError


class ReasonRule(Rule):
    """A rule that says for which share of contracts the authority shows good reason to retain the supplier."""

    def retained_share(self, coded: CodedContracts) -> tuple[Permille, Permille]:
        """Least and greatest share retained of each contract, in thousandths; of several rules the largest counts."""
        raise NotImplementedError


class Criterion(Rule):
    """One of the criteria of the assessment; a reader may switch it off."""

    stage = Stage.CRITERIA

    on: bool

    def is_met(self, coded: CodedContracts) -> Ternary:
        """Whether each contract meets the criterion."""
        raise NotImplementedError


class AssessmentRule(Rule):
    """The rule that counts the criteria: a contract may leave where too few are met."""

    def exits(self, coded: CodedContracts, criteria: list[Ternary]) -> Ternary:
        """Whether each contract leaves here, from its answers to the criteria."""
        raise NotImplementedError


class ReassessRule(Rule):
    """A rule by which a reader replaces what the data say of a service or a contract, before any rule is asked."""

    def apply(self, coded: CodedContracts) -> CodedContracts:
        """Return the contracts as the reader sees them."""
        raise NotImplementedError
