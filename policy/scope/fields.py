"""The fields that a scope may ask about: one line each, with the column it reads and how its values are said.

A field holds names, or numbers between bounds; how numbers of one kind are read and said is in `NUMBERS`.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policy.bounds import LONGEST_LIST, LONGEST_SETTING, MOST_ITEMS, MOST_PATTERNS, cut, too_long
from policy.contracts import NATIONS
from policy.formats import day, listed, near_name, some, span, whole_pounds
from policy.rules.scope import AUTHORITY_LABELS
from policy.rules.trigger import day_number, day_of
from policy.rules.units import Unit, month_in_words
from policy.scope.conditions import BOUNDS, NOT_KNOWN, WRITTEN, Bounded, Condition, DateBounds, MoneyBounds, OneOf
from policy.scope.patterns import ANY, Pattern

_BOUND = re.compile(rf"(>=|<=|[=><{''.join(WRITTEN)}])?(.*)", re.DOTALL)
_NEXT_BOUND = re.compile(rf",\s*(?=[<>={''.join(WRITTEN)}]|not-known)")
_MOST_SAID = 3
"""Names of one field that are said; where a single other is left it is said too."""
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_FINANCIAL_YEAR = re.compile(r"(FY ?)?(\d{4})[/\N{EN DASH}-](\d\d|\d{4})", re.IGNORECASE)
_EXPECTED_DAY = (
    "expected a date such as 2027-04-01, or a month, year or financial year such as 2027-04, 2027 or 2027/28"
)
GROUP_LABELS = {
    "care": "Adult social care",
    "children": "Children's services",
    "health": "Health",
    "justice": "Justice",
    "immigration": "Asylum and immigration",
    "benefits_and_work": "Benefits and work",
    "housing": "Housing and homelessness",
    "forces": "Armed forces",
    "enforcement": "Enforcement",
    "education": "Education",
    "facilities": "Facilities",
    "outside": "Other services",
}
SUPPLIER_LABELS = {
    "private": "Private firms", "charity": "Charities", "mutual": "Mutuals", "joint_venture": "Joint ventures",
    "public": "Public bodies", "mixed": "Several, of several kinds", "unknown": "Kind not known",
    "none": "No supplier named",
}  # fmt: skip
NATION_LABELS = {nation: nation for nation in NATIONS} | {"UK": "UK or several nations"}


class Asks(StrEnum):
    """What a field holds: names, or numbers of a kind that `NUMBERS` describes."""

    NAMES = "names"
    POUNDS = "pounds"
    DAY = "day"


@dataclass(frozen=True)
class Field:
    """One field of a scope: its key in links and on the command line, and the column of the contracts table.

    `names` are the values with their words, in a closed list; empty where the data say which there are.
    `missing` says of contracts that they do not state the fact; `says_nothing` are values that do not state it either.
    """

    key: str
    label: str
    column: str
    missing: str
    asks: Asks = Asks.NAMES
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    says_nothing: tuple[str, ...] = ()

    def parse(self, texts: Sequence[str]) -> Condition:
        """Read the values of a link; raises ValueError with what is wrong and what is expected."""
        if len(texts) > MOST_ITEMS:
            raise ValueError(f"holds {len(texts):,} values, and at most {MOST_ITEMS} are read")
        for text in texts:
            if what := too_long(text, LONGEST_SETTING):
                raise ValueError(what)
        stated = tuple(dict.fromkeys(text.strip() for text in texts if text.strip() != NOT_KNOWN))
        not_known = any(text.strip() == NOT_KNOWN for text in texts)
        if not (stated or not_known) or "" in stated:
            raise ValueError(f"names no value; expected {self.expected}")
        if self.asks is Asks.NAMES:
            if (starred := sum(ANY in text for text in stated)) > MOST_PATTERNS:
                raise ValueError(f"holds {starred} names with {ANY} in them, and at most {MOST_PATTERNS} are read")
            return OneOf(self.key, not_known, self.column, tuple(map(self._name, stated)), self.says_nothing)
        bounds = sorted({bound for text in stated for bound in self._bounds(text)}, key=_order)
        return NUMBERS[self.asks].condition(self.key, not_known, tuple(bounds))

    @property
    def takes_patterns(self) -> bool:
        """Whether a value may hold ANY: where the data say which names there are."""
        return self.asks is Asks.NAMES and not self.names

    @property
    def expected(self) -> str:
        """What a value of this field looks like."""
        if self.names:
            return listed(list(self.names), "or")
        return "a name as the data have it" if self.asks is Asks.NAMES else NUMBERS[self.asks].example

    def _name(self, text: str) -> str:
        """Take a name of a closed list by its key or its words; any other as it stands."""
        if not self.names or text in self.names:
            return text
        known = {words.casefold(): key for key, words in self.names.items()} | {k.casefold(): k for k in self.names}
        if text.casefold() in known:
            return known[text.casefold()]
        near = near_name(text, self.names)
        hint = f"did you mean {near}?" if near else f"there are {listed(list(self.names))}"
        raise ValueError(f"no {self.label.lower()} {cut(text)!r}; {hint}")

    def _bounds(self, text: str) -> list[tuple[str, int]]:
        match = _BOUND.fullmatch(text)
        sign, rest = (match[1] or "=", match[2].strip()) if match else ("=", text)
        sign = WRITTEN.get(sign, sign)
        try:
            first, last = NUMBERS[self.asks].read(rest)
        except ValueError as error:
            raise ValueError(f"{cut(text)!r}: {error}, after one of =, {', '.join(BOUNDS)}") from None
        both = {"=": [(">=", first), ("<=", last)], ">=": [(">=", first)], ">": [(">", last)], "<": [("<", first)]}
        return both.get(sign, [("<=", last)])

    def words(
        self, condition: Condition, name: Callable[[str, str], str], meeting: Mapping[str, int] | None = None
    ) -> str:
        """Say a condition; `name` gives the words of a value of the data, such as the label of a service.

        `meeting` says of each pattern how many names of the data meet it; where it is not given, every name with ANY
        in it is said as a pattern. Of many names only the first are said, and how many others there are: a headline
        has no room for them.
        """
        if isinstance(condition, OneOf):
            more = len(condition.names) - _MOST_SAID
            said = condition.names[:_MOST_SAID] if more > 1 else condition.names
            parts = [self.names.get(value) or self._pattern(value, meeting) or name(self.key, value) for value in said]
            parts += [f"{more:,} others"] if more > 1 else []
        else:
            assert isinstance(condition, Bounded)
            parts = [_bounded(self, condition)] if condition.bounds else []
        return " or ".join([*parts, *([self.missing] if condition.not_known else [])])

    def _pattern(self, value: str, meeting: Mapping[str, int] | None) -> str:
        """Say a pattern; empty where the value is none."""
        if ANY not in value or (meeting is not None and value not in meeting):
            return ""
        label = self.label.lower()
        said = f"any {label} that is stated" if Pattern.read(value).is_all else f"any {label} named {value}"
        return said if meeting is None else f"{said} ({some(meeting[value], 'name')})"


def _order(bound: tuple[str, int]) -> tuple[bool, int, str]:
    sign, number = bound
    return sign.startswith("<"), number, sign


def _bounded(field: Field, condition: Bounded) -> str:
    kind = NUMBERS[field.asks]
    if field.asks is Asks.DAY and len(condition.bounds) == 2 and (said := _between(*condition.bounds)):
        return said
    limits = [kind.phrases[sign].format(kind.say(number)) for sign, number in condition.bounds]
    return f"{' and '.join(limits)}{' a year' if field.key == 'annual_gbp' else ''}"


def _between(low: tuple[str, int], high: tuple[str, int]) -> str:
    """Say a first and a last day as one span, whole calendar years by their numbers; empty where they are no span."""
    first, last = low[1] + (low[0] == ">"), high[1] - (high[0] == "<")
    if not (low[0].startswith(">") and high[0].startswith("<") and first <= last):
        return ""
    start, end = day_of(first), day_of(last)
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return f"ending in {span(str(start.year), str(end.year))}"
    return f"ending on {day(start)}" if first == last else f"ending from {day(start)} to {day(end)}"


def _read_pounds(text: str) -> tuple[int, int]:
    pounds = Unit.GBP.parse(text)
    return pounds, pounds


def _read_day(text: str) -> tuple[int, int]:
    try:
        first, last = _days_named(text)
    except ValueError:
        raise ValueError(_EXPECTED_DAY) from None
    return day_number(first), day_number(last)


def _days_named(text: str) -> tuple[date, date]:
    """Read a day, or the first and the last day of a month, a year or a financial year, which begins in April."""
    if _YEAR.fullmatch(text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    found = _MONTH.fullmatch(text)
    if first := date(int(found[1]), int(found[2]), 1) if found else month_in_words(text):
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    if (found := _FINANCIAL_YEAR.fullmatch(text)) and f"{int(found[2]) + 1:04}".endswith(found[3]):
        return date(int(found[2]), 4, 1), date(int(found[2]) + 1, 3, 31)
    day_ = Unit.DATE.parse(text)
    return day_, day_


def _say_day(number: int) -> str:
    return day(day_of(number))


@dataclass(frozen=True)
class Numbers:
    """How numbers of one kind are asked for, read and said.

    `read` gives the first and the last number that a text stands for, which differ for a year of days; `phrases` say
    each bound, with `{}` for the number in words.
    """

    condition: type[Bounded]
    example: str
    read: Callable[[str], tuple[int, int]]
    say: Callable[[int], str]
    phrases: Mapping[str, str]


NUMBERS = {
    Asks.POUNDS: Numbers(
        MoneyBounds,
        ">=5m",
        _read_pounds,
        whole_pounds,
        {">=": "{} or more", ">": "more than {}", "<=": "{} or less", "<": "less than {}"},
    ),
    Asks.DAY: Numbers(
        DateBounds,
        "<=2029-12-31",
        _read_day,
        _say_day,
        {">=": "ending on {} or later", ">": "ending after {}", "<=": "ending by {}", "<": "ending before {}"},
    ),
}
"""Every kind of number that a field may hold, which is all that it may hold beside names."""
FIELDS: dict[str, Field] = {
    each.key: each
    for each in (
        Field("buyer_kind", "Kind of buyer", "buyer_kind", "kind of buyer not known", names=AUTHORITY_LABELS),
        Field("buyer", "Buyer", "buyer", "buyer not known"),
        Field("service_group", "Group of services", "group", "service not known", names=GROUP_LABELS),
        Field("service", "Service", "service", "service not known"),
        Field("supplier_kind", "Kind of supplier", "supplier_kind", "kind of supplier not known",
              names=SUPPLIER_LABELS, says_nothing=("unknown", "none")),
        Field("company", "Company", "company", "company not known"),
        Field("nation", "Nation", "nation", "nation not known", names=NATION_LABELS),
        Field("region", "Region", "region", "region not known"),
        Field("value_gbp", "Value over the whole term", "value_gbp", "no value stated", Asks.POUNDS),
        Field("annual_gbp", "Value a year", "annual_gbp", "no value a year known", Asks.POUNDS),
        Field("end", "End", "latest_end_date", "end not known", Asks.DAY),
        Field("source", "Source", "source", "source not known"),
    )
}  # fmt: skip
"""Every field, in the order in which a scope says them."""


def split_bounds(text: str) -> list[str]:
    """Part the bounds of a link, which may hold a comma only between two of them."""
    return _NEXT_BOUND.split(text)


def values_of(field: Field, text: str) -> list[str]:
    """Part the values that a link writes for a field; raises ValueError where the text is too long."""
    if what := too_long(text, LONGEST_LIST):
        raise ValueError(what)
    return list(Unit.ITEMS.parse(text)) if field.asks is Asks.NAMES else split_bounds(text)
