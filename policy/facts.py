"""Contracts as coded columns: what rules read, prepared once for each table and never changed."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy.contracts import COLUMNS, SERVICE_COLUMNS, Kind
from policy.verdict import NO, UNKNOWN, YES, Verdict

Codes = NDArray[np.int32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MISSING: Final = np.iinfo(np.int64).min
"""Stands for a missing amount or day in the integer columns."""
_UNUSABLE = ("placeholder", "foreign")


@dataclass(frozen=True)
class Facts:
    """The contracts table as integers: codes of categories, days since 1970, pence.

    `levels` names the codes of a column; code -1 is missing. Amounts and days use MISSING.
    """

    frame: pd.DataFrame
    services: pd.DataFrame
    codes: Mapping[str, Codes]
    levels: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, Ints]

    def __len__(self) -> int:
        return len(self.frame)

    def lookup(self, column: str, answer: Callable[[str], int]) -> Verdict:
        """Answer from the value of one column: `answer` gives NO, UNKNOWN or YES for a level; missing is unknown."""
        table = np.array([*(answer(level) for level in self.levels[column]), UNKNOWN], dtype=np.int8)
        return Verdict(table.take(self.codes[column]))

    def is_in(self, column: str, values: Collection[str]) -> Verdict:
        """Whether the column holds one of the values; missing is unknown."""
        return self.lookup(column, lambda level: YES if level in values else NO)

    def says(self, column: str) -> Verdict:
        """Answer of a yes, no, unclear column; unclear and missing are unknown."""
        return self.lookup(column, lambda level: {"yes": YES, "no": NO}.get(level, UNKNOWN))

    def has_any(self, column: str, words: Collection[str]) -> Verdict:
        """Whether a space-separated column holds any of the words; an empty text holds none."""
        return self.lookup(column, lambda level: YES if set(level.split()) & set(words) else NO)

    def stated(self, column: str) -> Bools:
        """Where a column holds a value."""
        if column in self.numbers:
            return self.numbers[column] != MISSING
        return self.codes[column] >= 0

    def end_days(self) -> Ints:
        """Last day after all stated extensions, else the first end (section 10.2)."""
        latest = self.numbers["latest_end_date"]
        return np.where(latest != MISSING, latest, self.numbers["end_date"])

    def every(self, answer: int) -> Verdict:
        """Give one answer for every contract."""
        return Verdict.always(answer, len(self))

    def only(self, rows: "Bools | NDArray[np.intp]") -> "Facts":
        """Return some rows of the table, with every code unchanged."""
        return replace(
            self,
            frame=self.frame[rows] if rows.dtype == bool else self.frame.iloc[rows],
            codes={name: codes[rows] for name, codes in self.codes.items()},
            numbers={name: values[rows] for name, values in self.numbers.items()},
        )

    def with_services(self, codes: Codes, services: pd.DataFrame) -> "Facts":
        """Return the same contracts with other services or another service table."""
        levels = tuple(services.index)
        columns = {name: _of_service(codes, services, name) for name in SERVICE_COLUMNS}
        return replace(
            self,
            services=services,
            codes={**self.codes, "service": codes, **{name: column[0] for name, column in columns.items()}},
            levels={**self.levels, "service": levels, **{name: column[1] for name, column in columns.items()}},
        )


def prepare(contracts: pd.DataFrame, services: pd.DataFrame) -> Facts:
    """Code a contracts table once; `services` is indexed by service id and has the service columns."""
    codes, levels = {}, {}
    for column in COLUMNS:
        if column.kind is Kind.CATEGORY:
            values = contracts[column.name].cat
            codes[column.name] = values.codes.to_numpy().astype(np.int32)
            levels[column.name] = tuple(map(str, values.categories))
    numbers = {c.name: _days(contracts[c.name]) for c in COLUMNS if c.kind is Kind.DATE}
    usable = ~contracts["value_quality"].isin(_UNUSABLE).to_numpy()
    for name, scale in (("value_gbp", 100), ("annual_gbp", 100)):
        numbers[name] = _scaled(contracts[name], scale, usable)
        # One rounding from the pounds: a gross figure turned net and back must meet its own threshold again.
        numbers[f"{name}_inc"] = _scaled(contracts[name], scale * 1.2, usable)
    facts = Facts(contracts, services, codes, levels, numbers)
    order = {level: position for position, level in enumerate(services.index)}
    recode = np.array([*(order.get(level, -1) for level in levels["service"]), -1], dtype=np.int32)
    return facts.with_services(recode.take(codes["service"]), services)


def _days(dates: "pd.Series[pd.Timestamp]") -> Ints:
    days = dates.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), MISSING, days.astype(np.int64))


def _scaled(pounds: "pd.Series[float]", scale: float, usable: Bools) -> Ints:
    amount = pounds.to_numpy(dtype=np.float64)
    known = ~np.isnan(amount) & usable
    return np.where(known, np.rint(np.where(known, amount, 0) * scale), MISSING).astype(np.int64)


def _of_service(codes: Codes, services: pd.DataFrame, name: str) -> tuple[Codes, tuple[str, ...]]:
    values = services[name].astype("category").cat
    of_service = np.array([*values.codes, -1], dtype=np.int32)
    return of_service.take(codes), tuple(map(str, values.categories))
