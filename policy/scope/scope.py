"""A scope: which contracts a reader looks at; the same in a link, on the command line, in a file and on screen."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from heapq import nsmallest

import pandas as pd

from policy.bounds import LONGEST_LINK, LONGEST_SETTING, MOST_NAMED, cut, too_long
from policy.coded import CodedContracts
from policy.problem import PolicyError, Problem
from policy.rules.units import Unit
from policy.scenarios.links import DATA, SAID, SCOPE_PREFIX, VERSION_KEY, to_query
from policy.scenarios.scenario import Scenario
from policy.scope.conditions import NOT_KNOWN, WRITTEN, Condition, OneOf, met
from policy.scope.fields import FIELDS, Asks, values_of
from policy.scope.patterns import ANY
from policy.version import VERSION

ALL = "All contracts"
Naming = Callable[[str, str], str]
"""Gives the words of a value of a field, such as the label of a service."""
Meeting = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Names of the data that meet each pattern of a scope, by field."""
_ALSO_CALLED = {"supplier": ("company",), "year": ("end",), "place": ("region",)}
"""What is meant by a word that is no key: `supplier` is company, though by its letters supplier_kind is nearer."""
_TELLING = 4
"""Letters that a part of a name must have for the whole name to be looked for by it."""
_HINTED = 3
"""Names of one field that are not in the data and get a name near them: looking through 100,000 takes a while."""
_FEW, _BEGINNING, _CANDIDATES, _MOST_WORDS = 2_000, 3, 200, 6
"""Of more names than so many, those are compared letter by letter a word of which begins with the same letters."""
_WHERE = re.compile(rf"\s*([a-z_]+)\s*(>=|<=|[=><{''.join(WRITTEN)}])(.*)", re.DOTALL)


@dataclass(frozen=True)
class Scope:
    """Conditions, at most one a field and in the order of FIELDS: a contract in the scope meets every one."""

    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions)

    def of(self, field: str) -> Condition | None:
        """The condition on a field, where there is one."""
        return next((each for each in self.conditions if each.field == field), None)

    def to_query(self) -> dict[str, str]:
        """Write the scope as part of the query of a link."""
        query = {}
        for each in self.conditions:
            names = isinstance(each, OneOf)
            query[f"{SCOPE_PREFIX}{each.field}"] = Unit.ITEMS.write(each.values) if names else ",".join(each.values)
        return query

    def to_where(self) -> list[str]:
        """Write the scope as the command line has it: what follows each `--where`."""
        return [text for each in self.conditions for text in _where_of(each)]

    def fingerprint(self) -> str:
        """Identify the scope; empty where it is all contracts."""
        written = sorted(self.to_query().items())
        return hashlib.sha256(repr(written).encode()).hexdigest()[:12] if written else ""

    def put(self, field: str, values: Sequence[str]) -> "Scope":
        """Return the scope with other values of one field; without the field where there are none.

        Raises:
            ValueError: a value that cannot stand; the message says what is expected.
        """
        others = tuple(each for each in self.conditions if each.field != field)
        if not values:
            return Scope(others)
        order = list(FIELDS)
        new = FIELDS[field].parse(values)
        return Scope(tuple(sorted((*others, new), key=lambda each: order.index(each.field))))

    def add(self, field: str, value: str) -> "Scope":
        """Return the scope with one more value of a field, such as NOT_KNOWN."""
        now = self.of(field)
        return self.put(field, (*(now.values if now else ()), value))

    def parts(self, name: Naming | None = None, meeting: Meeting | None = None) -> list[tuple[str, str]]:
        """Say each condition: its field, and its words, a pattern with how many names meet it where that is known."""
        name = name or _as_it_stands
        said: list[tuple[str, str]] = []
        for each in self.conditions:
            counts = None if meeting is None else {text: len(names) for text, names in meeting[each.field].items()}
            said.append((each.field, FIELDS[each.field].words(each, name, counts)))
        return said

    def words(self, name: Naming | None = None) -> str:
        """Say the scope in one line."""
        return " · ".join(words for _, words in self.parts(name)) or ALL

    @property
    def reads(self) -> tuple[str, ...]:
        """Columns that the conditions read."""
        return tuple(column for each in self.conditions for column in each.reads)

    def meeting(self, coded: CodedContracts) -> Meeting:
        """Names of the data that meet each pattern, by field; a field without a pattern has none."""
        return {each.field: _meeting(each, coded) for each in self.conditions}

    @property
    def may_have_patterns(self) -> bool:
        """Whether there is a name that is a pattern unless the data hold it just so."""
        named = (each for each in self.conditions if isinstance(each, OneOf))
        return any(ANY in name for each in named for name in each.names)

    def held_in(self, coded: CodedContracts) -> set[tuple[str, str]]:
        """Find the names with ANY in them that the data hold just so: field and name."""
        return {
            (each.field, name)
            for each in self.conditions
            if isinstance(each, OneOf)
            for name in {*each.names}.difference(each.patterns(coded))
            if ANY in name
        }

    def holding(self, held: Collection[tuple[str, str]]) -> "Scope":
        """Return the scope for a part of a table whose parts hold these names just so (`held_in`)."""

        def told(condition: Condition) -> Condition:
            names = sorted(name for field, name in held if field == condition.field)
            return replace(condition, held=tuple(names)) if isinstance(condition, OneOf) else condition

        return Scope(tuple(map(told, self.conditions)))

    def unknown_names(self, coded: CodedContracts) -> list[Problem]:
        """Names that the data do not hold and patterns that none of them meets, each with a name that is near it."""
        problems, name = [], naming(coded.services)
        for each in self.conditions:
            if not isinstance(each, OneOf):
                continue
            known = coded.levels[each.column]
            meeting, there = _meeting(each, coded), frozenset(known)
            strange = [value for value in each.names if not meeting.get(value, value in there)]
            said = {name(each.field, value): value for value in known} if each.field == "service" else {}
            for place, value in enumerate(strange[:MOST_NAMED]):
                find = _near_part if value in meeting else _near
                asked = " ".join(value.replace(ANY, " ").split()) if value in meeting else value
                near = _elsewhere(asked)
                if not near and place < _HINTED:
                    near = find(asked, known) or said.get(find(asked, list(said)), "")
                comma = f" (a comma in a name is written {Unit.ITEMS.write((',',))})" if "," in near else ""
                hint = f"; did you mean {cut(near)}{comma}?" if near else ""
                label = FIELDS[each.field].label.lower()
                named = " named" if value in meeting else ""
                problems.append(Problem(each.field, f"no {label}{named} {cut(value)!r} in these data{hint}"))
        return problems


def _meeting(condition: Condition, coded: CodedContracts) -> dict[str, tuple[str, ...]]:
    """Names of the data that meet each pattern of a condition."""
    if not isinstance(condition, OneOf):
        return {}
    labels, levels = condition.labels(coded), coded.levels[condition.column]
    return {text: tuple(filter(met(text, labels), levels)) for text in condition.patterns(coded)}


def _elsewhere(name: str) -> str:
    """Find the condition that asks for a name of a closed list: buyer_kind=nhs for the buyer NHS; empty where none."""
    asked = cut(name).casefold()
    asks = (
        f"{each.key}={key}"
        for each in FIELDS.values()
        for key, words in each.names.items()
        if asked in (key.casefold(), words.casefold())
    )
    return next(asks, "")


def _near(name: str, known: Sequence[str]) -> str:
    """Find the name that the data have for one as it was written: Salford City Council for salford.

    Of several names that hold it the shortest, else one that is near by its letters; empty where none is.
    """
    asked = cut(name).casefold()
    told = len(asked) >= _TELLING
    holds = [each for each in known if asked == each.casefold() or (told and asked in each.casefold())]
    if holds:
        return min(holds, key=len)
    folded = {each.casefold(): each for each in known}
    return folded.get(_alike(asked, folded), "")


def _alike(asked: str, names: Collection[str]) -> str:
    """Find the one of some names, in small letters, that is nearest by its letters; empty where none is near."""
    if len(names) > _FEW:
        beginnings = dict.fromkeys(f" {word[:_BEGINNING]}" for word in asked.split()[:_MOST_WORDS])
        shared = Counter(name for begins in beginnings for name in names if begins in f" {name}")
        names = nsmallest(_CANDIDATES, shared, key=lambda name: (-shared[name], abs(len(name) - len(asked))))
    return next(iter(get_close_matches(asked, names, n=1)), "")


def _near_part(part: str, known: Sequence[str]) -> str:
    """Find a name of the data that holds what was written, or words near it by their letters; empty where none does.

    Of several names the shortest. Words that begin with another letter are not near.
    """
    if not part:
        return ""
    if near := _near(part, known):
        return near
    asked, count = cut(part).casefold(), len(part.split())
    holding: dict[str, str] = {}
    for name in sorted(known, key=len):
        words = name.casefold().split()
        for start in range(len(words) - count + 1):
            if words[start][0] == asked[:1]:
                holding.setdefault(" ".join(words[start : start + count]), name)
    return holding.get(_alike(asked, holding), "")


EVERYTHING = Scope()


def naming(services: pd.DataFrame) -> Naming:
    """Give words by the table of services: a service by its label, everything else as it stands."""
    labels = services["label"].to_dict() if "label" in services else {}

    def name(field: str, value: str) -> str:
        return str(labels.get(value, value)) if field == "service" else value

    return name


def of_population(population: str, scope: Scope, name: Naming) -> str:
    """Name the contracts of a data set, such as contracts in this register, as far as the scope holds them."""
    return f"{population} in scope ({scope.words(name)})" if scope else population


def _as_it_stands(field: str, value: str) -> str:
    del field
    return value


def _where_of(condition: Condition) -> list[str]:
    """Write one condition as the command line has it: `buyer_kind=local`, `value_gbp>=5000000`, `end=not-known`."""
    if isinstance(condition, OneOf):  # a comma in a name is written so that it parts no list
        return [f"{condition.field}={Unit.ITEMS.write((value,))}" for value in condition.values]
    return [f"{condition.field}{'=' if value == NOT_KNOWN else ''}{value}" for value in condition.values]


def from_query(query: Mapping[str, str]) -> tuple[Scope, list[Problem]]:
    """Read the scope from the query of a link: keys that begin with SCOPE_PREFIX.

    Returns:
        The scope of every condition that can stand, and what is wrong with the others. A condition that cannot stand
        narrows nothing, and is named.
    """
    scope, problems = EVERYTHING, list[Problem]()
    for key, text in query.items():
        if not key.startswith(SCOPE_PREFIX):
            continue
        try:
            field = FIELDS[_known(key.removeprefix(SCOPE_PREFIX))]
            scope = scope.put(field.key, values_of(field, text) or [""])
        except ValueError as error:
            if len(problems) < MOST_NAMED:
                problems.append(Problem(cut(key), str(error)))
    return scope, problems


def looked_at_otherwise(query: Mapping[str, str], scope: Scope) -> list[Problem]:
    """Name what the link of another scenario looks at, where that is not what the first looks at (`scope`)."""
    other, problems = from_query(query)
    if problems or not other or other == scope:
        return problems
    what = "scenarios are compared on the same contracts, so the link of the first alone says what is looked at"
    return [Problem(key, what) for key in other.to_query()]


def from_where(texts: Iterable[str], place: str = "--where") -> Scope:
    """Read the scope from the command line, such as `buyer_kind=local` or `value_gbp>=5m`.

    Values of one field are joined by *or* where it holds names and by *and* where it has bounds; fields by *and*.
    `place` is where they were given, as whoever gave them calls it.

    Raises:
        PolicyError: every condition that cannot be read, with what is expected.
    """
    values: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for text in texts:
        try:
            field, told = _condition(text)
            values.setdefault(field, []).extend(told)
        except ValueError as error:
            problems.append(Problem(f"{place} {cut(text)}", str(error)))
    scope = EVERYTHING
    for field, told in values.items():
        try:
            scope = scope.put(field, told)
        except ValueError as error:
            problems.append(Problem(f"{place} {field}", str(error)))
    if problems:
        raise PolicyError(problems)
    return scope


def _condition(text: str) -> tuple[str, list[str]]:
    """Read one condition of the command line: its field and its values; raises ValueError."""
    if what := too_long(text, LONGEST_LINK):
        raise ValueError(what)
    match = _WHERE.fullmatch(text)
    if not match:
        raise ValueError("expected a field, a sign and a value, such as buyer_kind=local or value_gbp>=5m")
    field, sign, value = FIELDS[_known(match[1])], match[2], match[3].strip()
    if field.asks is Asks.NAMES and sign != "=":
        raise ValueError(f"{field.label} holds names, so it takes = alone")
    first, *more = values_of(field, value) or [""]
    told = [first if field.asks is Asks.NAMES or first == NOT_KNOWN else f"{sign}{first}", *more]
    field.parse(told)
    return field.key, told


def link_query(scenario: Scenario, scope: Scope, *, data: str = "", figure: str = "") -> dict[str, str]:
    """Write the whole query of a link: every change, what is looked at, and the version of the program.

    `data` identifies the data and `figure` is the figure, both as a link carries them; left out where they are empty.
    """
    beside = {DATA: data, SAID: figure, VERSION_KEY: VERSION}
    return {**to_query(scenario), **scope.to_query(), **{key: text for key, text in beside.items() if text}}


def carried_query(scenario: Scenario, scope: Scope, query: Mapping[str, str]) -> dict[str, str]:
    """Write the query with which a page's links carry on what was understood of its own `query`.

    What that says of the data, the figure and the version goes with it, but for what is empty or longer than a setting.
    """
    beside = {key: query[key] for key in (DATA, SAID, VERSION_KEY) if query.get(key)}
    said = {key: text for key, text in beside.items() if not too_long(text, LONGEST_SETTING)}
    return {**to_query(scenario), **scope.to_query(), **said}


def scope_of(coded: CodedContracts) -> Scope:
    """The scope in which a table is looked at; EVERYTHING where it has none."""
    return coded.scope if isinstance(coded.scope, Scope) else EVERYTHING


def _known(key: str) -> str:
    if key in FIELDS:
        return key
    near = _ALSO_CALLED.get(key) or get_close_matches(cut(key), FIELDS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(FIELDS)}"
    raise ValueError(f"no such field of a scope; {hint}")
