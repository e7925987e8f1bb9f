"""Contracts as coded columns: what rules read, prepared once for each table and never changed.

Most rules read only small codes, either of who buys from whom or of what is bought how. Contracts with the same codes
share a profile of each kind, so such a rule is asked once for each profile; amounts and dates are asked of each
contract. Two kinds of profile are thousands where one kind of all columns would be hundreds of thousands.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy.contracts import BY_NAME, COLUMNS, SERVICE_COLUMNS, Kind
from policy.ternary import NO, UNKNOWN, YES, Ternary

Codes = NDArray[np.signedinteger[Any]]
Rows = NDArray[np.intp]
Ints = NDArray[np.int64]
Days = NDArray[np.int32]
Bools = NDArray[np.bool_]
MISSING: Final = np.iinfo(np.int64).min
"""Stands for a missing amount in pence."""
NO_DAY: Final = np.iinfo(np.int32).min
"""Stands for a missing day."""
PARTY_PROFILE = ("counted", "stage", "buyer_kind", "nation", "region", "supplier_kind", "supplier_public_kind")
SERVICE_PROFILE = ("service", "service_confidence", "purchase", "instrument", "regime")
"""Columns that make the two profiles of a contract; the attributes of its service follow from `service`."""
ANNUAL_ENDS = ("annual_low_gbp", "annual_high_gbp")
"""Least and greatest value a year where what a value covers is assumed; absent where no row of the table has any."""
_UNUSABLE = ("placeholder", "foreign")


@dataclass(frozen=True, eq=False)
class Profiles:
    """The combinations of codes that occur in some columns: which one each contract has, and their own coded table."""

    of_row: Rows
    coded: "CodedContracts"


@dataclass(frozen=True, eq=False, repr=False)
class CodedContracts:
    """The contracts table as integers: codes of categories, days since 1970, pence; -1, NO_DAY, MISSING are missing.

    `as_built` is the table without a scenario's own assessments, where this one has them.
    `levels` names the codes of a column. `profiles` are those of parties and of services; the coded table
    of the profiles themselves has no amounts, no dates and no profiles of its own.
    """

    frame: pd.DataFrame
    services: pd.DataFrame
    codes: Mapping[str, Codes]
    levels: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, Ints]
    days: Mapping[str, Days]
    profiles: tuple[Profiles, ...]
    size: int
    as_built: "CodedContracts | None" = None

    def __len__(self) -> int:
        return self.size

    @property
    def party_profiles(self) -> Profiles:
        """Who buys from whom, and whether it counts at all."""
        return self.profiles[0]

    @property
    def service_profiles(self) -> Profiles:
        """What is bought, how, and the attributes of its service."""
        return self.profiles[1]

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

    def only(self, rows: Rows) -> "CodedContracts":
        """Return some rows of the table, with every code and profile unchanged."""
        return replace(
            self,
            frame=self.frame.iloc[rows],
            codes={name: codes[rows] for name, codes in self.codes.items()},
            amounts={name: amounts[rows] for name, amounts in self.amounts.items()},
            days={name: days[rows] for name, days in self.days.items()},
            profiles=tuple(replace(profiles, of_row=profiles.of_row[rows]) for profiles in self.profiles),
            size=len(rows),
            as_built=None,
        )

    def with_services(self, services: pd.DataFrame, codes: Codes | None = None) -> "CodedContracts":
        """Return the same contracts under another service table and, where given, with other services."""
        own = {name: self.service_profiles.coded.codes[name] for name in SERVICE_PROFILE}
        of_row = self.service_profiles.of_row
        if codes is not None:
            by_row = {name: own[name].take(of_row) for name in SERVICE_PROFILE} | {"service": codes}
            own, of_row = _combinations(by_row)
        levels = {**self.levels, "service": tuple(map(str, services.index))}
        of_service = _joined(own, levels, services)
        profiles = (self.party_profiles, Profiles(of_row, of_service))
        return replace(
            self, services=services, levels=of_service.levels, profiles=profiles, as_built=self.as_built or self
        )


def prepare(contracts: pd.DataFrame, services: pd.DataFrame) -> CodedContracts:
    """Code a contracts table once; `services` is indexed by service id and has the service columns.

    Columns that no rule reads may be absent.
    """
    codes: dict[str, Codes] = {"counted": contracts["counted"].to_numpy().astype(np.int8)}
    levels: dict[str, tuple[str, ...]] = {"counted": ("no", "yes"), "service": tuple(map(str, services.index))}
    for column in COLUMNS:
        if column.kind is Kind.CATEGORY and column.name not in SERVICE_COLUMNS and column.name in contracts:
            values = contracts[column.name].cat
            codes[column.name] = np.asarray(values.codes)
            levels.setdefault(column.name, tuple(map(str, values.categories)))
    order = {service: position for position, service in enumerate(levels["service"])}
    named = contracts["service"].cat.categories
    recode = np.array([*(order.get(str(name), -1) for name in named), -1], dtype=np.int32)
    codes["service"] = recode.take(codes["service"])
    own, party = _combinations({name: codes.pop(name) for name in PARTY_PROFILE})
    of_party = CodedContracts(pd.DataFrame(), services, own, levels, {}, {}, (), len(own["counted"]))
    own, service = _combinations({name: codes.pop(name) for name in SERVICE_PROFILE})
    of_service = _joined(own, levels, services)
    dates = [name for name, column in BY_NAME.items() if column.kind is Kind.DATE and name in contracts]
    days = {name: _days(contracts[name]) for name in dates}
    days["last_day"] = np.where(days["latest_end_date"] != NO_DAY, days["latest_end_date"], days["end_date"])
    profiles = (Profiles(party, of_party), Profiles(service, of_service))
    return CodedContracts(
        contracts, services, codes, of_service.levels, _amounts(contracts), days, profiles, len(contracts)
    )


def _combinations(codes: Mapping[str, Codes]) -> tuple[dict[str, Codes], Rows]:
    """Find the distinct combinations of codes, and for each contract which one it has."""
    key = np.zeros(len(next(iter(codes.values()))), dtype=np.int64)
    for column in codes.values():
        key = key * (int(column.max(initial=-1)) + 2) + (column.astype(np.int64) + 1)
    of_row, distinct = pd.factorize(key)
    first = np.empty(len(distinct), dtype=np.intp)
    first[of_row[::-1]] = np.arange(len(key) - 1, -1, -1)
    return {name: column[first] for name, column in codes.items()}, of_row.astype(np.intp)


def _joined(own: Mapping[str, Codes], levels: Mapping[str, tuple[str, ...]], services: pd.DataFrame) -> CodedContracts:
    """Join the attributes of services to service profiles and give the profiles as a coded table."""
    codes, named = dict(own), dict(levels)
    for name in SERVICE_COLUMNS:
        values = services[name].astype("category").cat
        of_service = np.array([*values.codes, -1], dtype=np.int32)
        codes[name], named[name] = of_service.take(own["service"]), tuple(map(str, values.categories))
    return CodedContracts(pd.DataFrame(), services, codes, named, {}, {}, (), len(own["service"]))


def _days(dates: "pd.Series[pd.Timestamp]") -> Days:
    days = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), NO_DAY, days.astype(np.int64)).astype(np.int32)


def _amounts(contracts: pd.DataFrame) -> dict[str, Ints]:
    """Pence without and with VAT; each rounds once from the pounds. The ends of a year's value are without VAT.

    A gross figure turned net and back must meet its own threshold again, so VAT is not added to rounded pence.
    """
    usable = ~contracts["value_quality"].isin(_UNUSABLE).to_numpy()
    scales = {"": 100, "_inc": 120}
    found = {
        f"{name}{ending}": _scaled(contracts[name], scale, usable)
        for name in ("value_gbp", "annual_gbp")
        for ending, scale in scales.items()
    }
    likely = found["annual_gbp"]
    for name in ANNUAL_ENDS:
        if name in contracts and contracts[name].notna().any():
            end = _scaled(contracts[name], 100, usable)
            found[name] = np.where((end == MISSING) | (likely == MISSING), likely, end)
    return found


def _scaled(pounds: "pd.Series[float]", scale: int, usable: Bools) -> Ints:
    amount = pounds.to_numpy(dtype=np.float64)
    known = ~np.isnan(amount) & usable
    return np.where(known, np.rint(np.where(known, amount, 0) * scale), MISSING).astype(np.int64)
