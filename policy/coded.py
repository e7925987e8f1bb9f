"""Contracts as coded columns: what rules read, prepared once for each table and never changed.

Most rules read only small codes, either of who buys from whom or of what is bought how. Contracts with the same codes
share a profile of each kind, so such a rule is asked once for each profile, thousands of them; a rule that reads both
kinds is asked once for each pair of profiles that occurs. Amounts and dates are asked of each contract.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy.cached import of_table
from policy.contracts import BY_NAME, COLUMNS, PARTY_PROFILE, SERVICE_COLUMNS, SERVICE_PROFILE, Kind
from policy.ternary import NO, UNKNOWN, YES, Ternary

Codes = NDArray[np.signedinteger[Any]]
Rows = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Days = NDArray[np.int32]
Bools = NDArray[np.bool_]
MISSING: Final = np.iinfo(np.int64).min
"""Stands for a missing amount in pence."""
NO_DAY: Final = np.iinfo(np.int32).min
"""Stands for a missing day."""
ANNUAL_ENDS = ("annual_low_gbp", "annual_high_gbp")
"""Least and greatest value a year where what a value covers is assumed; absent where no row of the table has any."""
MONEY_COLUMNS = ("annual_gbp", "value_gbp")
"""Columns of money: a year's, and the whole term's."""
CEILING = 1 << len(MONEY_COLUMNS)
"""Bit of `caveats` for a contract whose only figure is a ceiling; each of MONEY_COLUMNS not known has a lower bit."""
SPAN = CEILING << 1
"""Bit of `caveats` for a contract whose least or greatest value a year is not the likely one."""
ASKED = frozenset(
    column.name
    for column in COLUMNS
    if column.kind in (Kind.CATEGORY, Kind.DATE, Kind.SWITCH) or column.name in (*MONEY_COLUMNS, *ANNUAL_ENDS)
)
"""Columns that are coded, so that a rule may ask them; texts, counts and other amounts are not."""
_NO_FRAME = pd.DataFrame()
_UNUSABLE = ("placeholder", "foreign")


@dataclass(frozen=True, eq=False)
class Profiles:
    """The combinations of codes that occur in some columns: which one each contract has, and their own coded table.

    `parts` says of each pair which party profile and which service profile it is made of; other kinds have none.
    """

    of_row: Rows
    coded: "CodedContracts"
    parts: tuple[Rows, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class CodedContracts:
    """The contracts table as integers: codes of categories, days since 1970, pence; -1, NO_DAY, MISSING are missing.

    `levels` names the codes of a column. `profiles` are those of parties, of services, and of pairs of both; the coded
    table of the profiles themselves has no amounts, no dates and no profiles of its own. `worth` holds pence by
    MONEY_COLUMNS, 0 where not known, as floats, which hold them exactly. `caveats` has a bit for each of MONEY_COLUMNS
    that is *not* known, one for a figure that is only a ceiling (CEILING), and one for a value a year with a least and
    a greatest figure of its own (SPAN); where some row has those, `worth` has a row for each of ANNUAL_ENDS too.
    `groups` is the group of each service, the first of no service. `as_built` is the table without a scenario's own
    assessments, where this one has them. `scope` is what a reader looks at (`policy.scope.Scope`), None all of it;
    `unscoped` is the same table without it.
    """

    frame: pd.DataFrame
    services: pd.DataFrame
    codes: Mapping[str, Codes]
    levels: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, Ints]
    days: Mapping[str, Days]
    profiles: tuple[Profiles, ...]
    worth: Floats
    caveats: NDArray[np.int8]
    groups: Codes
    size: int
    as_built: "CodedContracts | None" = None
    scope: Hashable = None
    unscoped: "CodedContracts | None" = None

    def __len__(self) -> int:
        return self.size

    @property
    def service_names(self) -> dict[str, str]:
        """Names of services by id."""
        return dict(zip(self.services.index, self.services["label"], strict=True))

    @property
    def room(self) -> int:
        """Bytes that it takes without its frame."""
        columns = [*self.codes.values(), *self.amounts.values(), *self.days.values(), self.worth, self.caveats]
        return sum(column.nbytes for column in (*columns, *(profiles.of_row for profiles in self.profiles)))

    @property
    def everything(self) -> "CodedContracts":
        """The same table without a reader's scope."""
        if self.scope is None:
            return self
        return self.unscoped or replace(self, scope=None)

    def as_read(self, rows: Rows | slice = slice(None)) -> pd.DataFrame:
        """Return contracts as the rules read them: rows of the table, where reassessed with the facts of then.

        What a scenario says of a service or of a contract stands in the codes alone: the table is that of the data.
        """
        facts = self.frame.iloc[rows]
        if self.as_built is None or not {"service", "service_evidence"} <= {*facts}:
            return facts
        codes = self.code("service")[rows]
        read = self.services.iloc[codes]  # the last, which is then not taken, where none is known
        before, now = facts["service"].astype(object), pd.Series(read.index, facts.index).where(codes >= 0)
        changed = {
            name: pd.Categorical(facts[name].astype(object).where(codes < 0, read[name].to_numpy()))
            for name in SERVICE_COLUMNS
            if name in facts
        }
        instead = (
            before.map(self.service_names).fillna("that it is not known").radd("said by the scenario; the data say ")
        )
        own = facts["service_evidence"].astype(object)
        evidence = own.where((now == before) | now.isna(), instead)
        return facts.assign(**changed, service=pd.Categorical(now), service_evidence=evidence)

    def within(self, scope: Hashable) -> "CodedContracts":
        """Return the same table, of which a reader looks at a part.

        Rows outside the scope enter no total, and are evidence for the undecided inside (semantics 12).
        """
        return of_table(self.everything, _within, scope or None)

    @property
    def party_profiles(self) -> Profiles:
        """Who buys from whom, and whether it counts at all."""
        return self.profiles[0]

    @property
    def service_profiles(self) -> Profiles:
        """What is bought, how, and the attributes of its service."""
        return self.profiles[1]

    @property
    def pairs(self) -> Profiles:
        """Who buys what from whom, and how."""
        return self.profiles[2]

    def profiles_of(self, columns: Collection[str]) -> Profiles | None:
        """Profiles that hold all of these columns, so that a rule that reads no other answers alike within each."""
        return next((profiles for profiles in self.profiles if set(columns) <= profiles.coded.codes.keys()), None)

    def code(self, column: str, rows: Rows | None = None) -> Codes:
        """Codes of a column, a contract each, or of some contracts."""
        if profiles := self.profiles_of((column,)):
            return profiles.coded.codes[column].take(profiles.of_row if rows is None else profiles.of_row[rows])
        return self.codes[column] if rows is None else self.codes[column][rows]

    def lookup(self, column: str, answer: Callable[[str], int]) -> Ternary:
        """Answer from the value of one column: `answer` gives NO, UNKNOWN or YES for a level; missing is unknown."""
        table = np.array([*(answer(level) for level in self.levels[column]), UNKNOWN], dtype=np.int8)
        if profiles := self.profiles_of((column,)):
            return Ternary(table.take(profiles.coded.codes[column]).take(profiles.of_row))
        return Ternary(table.take(self.codes[column]))

    def is_in(self, column: str, values: Collection[str]) -> Ternary:
        """Whether the column holds one of the values; missing is unknown."""
        return self.lookup(column, lambda level: YES if level in values else NO)

    def says(self, column: str) -> Ternary:
        """Answer of a yes, no, unclear column; unclear and missing are unknown."""
        return self.lookup(column, lambda level: {"yes": YES, "no": NO}.get(level, UNKNOWN))

    def has_any(self, column: str, words: Collection[str]) -> Ternary:
        """Whether a space-separated column holds any of the words; an empty text holds none."""
        return self.lookup(column, lambda level: YES if set(level.split()) & set(words) else NO)

    def every(self, answer: int) -> Ternary:
        """Give one answer for every contract."""
        return Ternary.always(answer, len(self))

    def block(self, rows: Rows | slice) -> "CodedContracts":
        """Return some rows as a rule reads them, without a frame; neighbouring rows are not copied."""
        return self._rows(_NO_FRAME, rows)

    def only(self, rows: Rows) -> "CodedContracts":
        """Return some rows of the table, with every code unchanged and the profiles that these rows have."""
        some = self._rows(self.frame.iloc[rows], rows)
        (party, parties), (service, services), (pairs, both) = (_occurring(profiles) for profiles in some.profiles)
        parts = (np.searchsorted(have, part[both]) for have, part in zip((parties, services), pairs.parts, strict=True))
        return replace(some, profiles=(party, service, replace(pairs, parts=tuple(parts))))

    def _rows(self, frame: pd.DataFrame, rows: Rows | slice) -> "CodedContracts":
        return replace(
            self,
            frame=frame,
            codes={name: codes[rows] for name, codes in self.codes.items()},
            amounts={name: amounts[rows] for name, amounts in self.amounts.items()},
            days={name: days[rows] for name, days in self.days.items()},
            profiles=tuple(replace(profiles, of_row=profiles.of_row[rows]) for profiles in self.profiles),
            as_built=None,
            unscoped=None,
            worth=self.worth[:, rows],
            caveats=self.caveats[rows],
            size=len(self.caveats[rows]),
        )

    def with_services(self, services: pd.DataFrame, codes: Codes | None = None) -> "CodedContracts":
        """Return the same contracts under another service table and, where given, with other services."""
        own = {name: self.service_profiles.coded.codes[name] for name in SERVICE_PROFILE}
        of_row = self.service_profiles.of_row
        if codes is not None:
            by_row = {name: own[name].take(of_row) for name in SERVICE_PROFILE} | {"service": codes}
            own, of_row = _combinations(by_row)
        levels = {**self.levels, "service": tuple(map(str, services.index))}
        service = Profiles(of_row, _joined(own, levels, services))
        profiles = (
            self.party_profiles,
            service,
            _pairs(self.party_profiles, service, self.pairs if codes is None else None),
        )
        return replace(
            self,
            services=services,
            levels=service.coded.levels,
            profiles=profiles,
            groups=service.coded.groups,
            as_built=self.as_built or self,
        )


def _within(everything: CodedContracts, scope: Hashable) -> CodedContracts:
    return everything if scope is None else replace(everything, scope=scope, unscoped=everything)


Known = tuple[pd.DataFrame, Rows]
"""Combinations that occur in some columns, as a contracts table of those, and which of them each contract has."""


def prepare(contracts: pd.DataFrame, services: pd.DataFrame, known: Sequence[Known] = ()) -> CodedContracts:
    """Code a contracts table once; `services` is indexed by service id and has the service columns.

    Columns that no rule reads may be absent, and those of PARTY_PROFILE and SERVICE_PROFILE where they are `known`.
    """
    stated: dict[str, pd.Series[Any]] = {str(name): column for name, column in contracts.items()}
    for combinations, _ in known:
        stated |= {str(name): column for name, column in combinations.items()}
    codes, levels = _categories(stated, tuple(map(str, services.index)))
    of_party, of_service = (of_row for _, of_row in known) if known else (None, None)
    own_of_party, of_party = _distinct({name: codes.pop(name) for name in PARTY_PROFILE}, of_party)
    own_of_service, of_service = _distinct({name: codes.pop(name) for name in SERVICE_PROFILE}, of_service)
    party = Profiles(of_party, _table(own_of_party, levels, services))
    service = Profiles(of_service, _joined(own_of_service, levels, services))
    amounts = _amounts(contracts)
    is_ceiling = np.array([*(level == "ceiling" for level in levels["value_quality"]), False])
    worth, caveats = _stated(amounts, is_ceiling.take(codes["value_quality"]))
    return CodedContracts(
        frame=contracts,
        services=services,
        codes=codes,
        levels=service.coded.levels,
        amounts=amounts,
        days=_all_days(contracts),
        profiles=(party, service, _pairs(party, service)),
        worth=worth,
        caveats=caveats,
        groups=service.coded.groups,
        size=len(contracts),
    )


def _categories(
    stated: "Mapping[str, pd.Series[Any]]", services: tuple[str, ...]
) -> tuple[dict[str, Codes], dict[str, tuple[str, ...]]]:
    """Give the codes of every column of categories, a contract each, and their levels; `services` are ids in order."""
    codes: dict[str, Codes] = {"counted": stated["counted"].to_numpy().astype(np.int8)}
    levels: dict[str, tuple[str, ...]] = {"counted": ("no", "yes"), "service": services}
    for column in COLUMNS:
        if column.kind is Kind.CATEGORY and column.name not in SERVICE_COLUMNS and column.name in stated:
            values = cast("pd.Categorical", stated[column.name].array)  # its codes as they lie; `cat` copies them
            codes[column.name] = np.asarray(values.codes)
            levels.setdefault(column.name, tuple(map(str, values.categories)))
    order = {service: position for position, service in enumerate(services)}
    named = stated["service"].cat.categories
    recode = np.array([*(order.get(str(name), -1) for name in named), -1], dtype=np.int32)
    codes["service"] = recode.take(codes["service"])
    return codes, levels


def _all_days(contracts: pd.DataFrame) -> dict[str, Days]:
    """Give every column of dates as days, and `last_day`: the end after extensions, else the first end."""
    dates = [name for name, column in BY_NAME.items() if column.kind is Kind.DATE and name in contracts]
    days = {name: _days(contracts[name]) for name in dates}
    days["last_day"] = np.where(days["latest_end_date"] != NO_DAY, days["latest_end_date"], days["end_date"])
    return days


def _stated(amounts: Mapping[str, Ints], ceilings: Bools) -> tuple[Floats, NDArray[np.int8]]:
    """Give `worth` and `caveats` of CodedContracts."""
    columns = [amounts[name] for name in (*MONEY_COLUMNS, *ANNUAL_ENDS) if name in amounts]
    caveats = ceilings * np.int8(CEILING)
    for bit in range(len(MONEY_COLUMNS)):
        caveats += (columns[bit] == MISSING) * np.int8(1 << bit)
    if len(columns) > len(MONEY_COLUMNS):
        least, greatest = columns[len(MONEY_COLUMNS) :]
        caveats += ((least != columns[0]) | (greatest != columns[0])) * np.int8(SPAN)
    return np.stack([np.where(column == MISSING, 0, column) for column in columns]).astype(np.float64), caveats


def _table(codes: Mapping[str, Codes], levels: Mapping[str, tuple[str, ...]], services: pd.DataFrame) -> CodedContracts:
    """Give profiles as a coded table."""
    size = len(next(iter(codes.values())))
    order = {group: position for position, group in enumerate(levels.get("group", ()))}
    return CodedContracts(
        frame=pd.DataFrame(),
        services=services,
        codes=codes,
        levels=levels,
        amounts={},
        days={},
        profiles=(),
        worth=np.zeros((len(MONEY_COLUMNS), size)),
        caveats=np.zeros(size, dtype=np.int8),
        groups=np.array([-1, *(order.get(str(group), -1) for group in services["group"])]),
        size=size,
    )


def _pairs(party: Profiles, service: Profiles, known: Profiles | None = None) -> Profiles:
    """Find the pairs of a party profile and a service profile that occur, or take those that are known."""
    if known is None:
        own, of_row = _combinations({"party": party.of_row, "service": service.of_row})
        parts: tuple[Rows, ...] = (own["party"], own["service"])
    else:
        of_row, parts = known.of_row, known.parts
    codes = {
        name: column.take(place)
        for side, place in zip((party, service), parts, strict=True)
        for name, column in side.coded.codes.items()
    }
    return Profiles(of_row, _table(codes, service.coded.levels, service.coded.services), parts)


def _occurring(profiles: Profiles) -> tuple[Profiles, Rows]:
    """Leave out profiles that no row has; gives the others, and which they were."""
    which, of_row = np.unique(profiles.of_row, return_inverse=True)
    return replace(profiles, of_row=of_row.astype(np.int32), coded=profiles.coded.block(which)), which


def _distinct(codes: Mapping[str, Codes], of_row: Rows | None) -> tuple[Mapping[str, Codes], Rows]:
    """Give combinations of codes and which one each contract has: those that are known, or as they occur."""
    return _combinations(codes) if of_row is None else (codes, of_row)


def _combinations(codes: Mapping[str, Codes]) -> tuple[dict[str, Codes], Rows]:
    """Find the distinct combinations of codes, and for each contract which one it has."""
    key = np.zeros(len(next(iter(codes.values()))), dtype=np.int64)
    for column in codes.values():
        key = key * (int(column.max(initial=-1)) + 2) + (column.astype(np.int64) + 1)
    of_row, distinct = pd.factorize(key)
    first = np.empty(len(distinct), dtype=np.intp)
    first[of_row[::-1]] = np.arange(len(key) - 1, -1, -1)
    return {name: column[first] for name, column in codes.items()}, of_row.astype(np.int32)


def _joined(own: Mapping[str, Codes], levels: Mapping[str, tuple[str, ...]], services: pd.DataFrame) -> CodedContracts:
    """Join the attributes of services to service profiles and give the profiles as a coded table."""
    codes, named = dict(own), dict(levels)
    for name in SERVICE_COLUMNS:
        values = services[name].astype("category").cat
        of_service = np.array([*values.codes, -1], dtype=np.int32)
        codes[name], named[name] = of_service.take(own["service"]), tuple(map(str, values.categories))
    return _table(codes, named, services)


def _days(dates: "pd.Series[pd.Timestamp]") -> Days:
    days = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), NO_DAY, days.astype(np.int64)).astype(np.int32)


def _amounts(contracts: pd.DataFrame) -> dict[str, Ints]:
    """Pence without and with VAT; each rounds once from the pounds. The ends of a year's value are without VAT.

    A gross figure turned net and back must meet its own threshold again, so VAT is not added to rounded pence.
    """
    usable = ~contracts["value_quality"].isin(_UNUSABLE).to_numpy()
    scales = {"": 100, "_inc": 120}
    amounts = {
        f"{name}{ending}": _scaled(contracts[name], scale, usable)
        for name in ("value_gbp", "annual_gbp")
        for ending, scale in scales.items()
    }
    likely = amounts["annual_gbp"]
    for name in ANNUAL_ENDS:
        if name in contracts and contracts[name].notna().any():
            end = _scaled(contracts[name], 100, usable)
            amounts[name] = np.where((end == MISSING) | (likely == MISSING), likely, end)
    return amounts


def _scaled(pounds: "pd.Series[float]", scale: int, usable: Bools) -> Ints:
    amount = pounds.to_numpy(dtype=np.float64)
    pence = np.full(len(amount), float(MISSING))  # a power of two, which a float holds exactly
    np.multiply(amount, scale, out=pence, where=~np.isnan(amount) & usable)
    return np.rint(pence, out=pence).astype(np.int64)
