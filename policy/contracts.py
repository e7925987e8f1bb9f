"""The contracts table: one row a contract, each column with its kind, its unit and what a missing value means."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd


class Kind(StrEnum):
    """How a column is stored."""

    TEXT = "text"
    CATEGORY = "category"
    POUNDS = "pounds"
    DATE = "date"
    COUNT = "count"
    SWITCH = "switch"


@dataclass(frozen=True)
class Column:
    """One column of the contracts table."""

    name: str
    kind: Kind
    meaning: str
    missing: str = "not known"
    values: tuple[str, ...] = ()
    from_service: bool = False
    since_later: bool = False
    """Whether tables that were built before it was added may lack it; all of it is missing in them."""


BUYER_KINDS = ("central", "local", "nhs", "police_fire", "education", "housing", "other")
SUPPLIER_KINDS = ("private", "charity", "mutual", "joint_venture", "public", "mixed", "unknown", "none")
SUPPLIER_PUBLIC_KINDS = ("local", "nhs", "central", "owned", "other", "none")
CONFIDENCES = ("certain", "probable", "possible")
PURCHASES = ("service", "goods", "works", "unknown")
VALUE_QUALITIES = (
    "stated", "estimated", "net_from_gross", "annual_times_term", "ceiling", "placeholder", "foreign", "missing",
)  # fmt: skip
VALUE_SPANS = ("source", "note", "assumed")
VAT_BASES = ("ex", "inc", "unknown")
INSTRUMENTS = ("contract", "framework", "dps", "concession", "pfi", "call_off", "direct_award", "grant")
REGIMES = ("act", "health", "older", "other", "unknown")
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland", "UK")
STAGES = ("awarded", "planned", "superseded")
MOST_POUNDS = 1_000_000_000_000
"""No amount is larger: what all public bodies of the UK buy in two years is less (£393 billion in 2022-23, House of
Commons Library). Below it the sums of any table are exact."""
_ROUNDING = 1
"""Pounds by which a column that somebody rounded may differ."""
_EXACT_BYTES = 8
"""Bytes of a float that holds the pence of any amount."""
FIRST_DAY, LAST_DAY = pd.Timestamp("1900-01-01"), pd.Timestamp("2199-12-31")
"""No day of a contract lies outside."""
SEVERAL_COMPANIES = "Several companies, not split"
"""The company of a contract that several companies hold together: its value is the award's, and nobody says whose."""
YES_NO = ("yes", "no")
YES_NO_UNCLEAR = ("yes", "no", "unclear")
CONTACTS = ("significant", "incidental", "none")
COERCIVE = ("held", "reports", "minor", "none")
GROUPS = (
    "care", "children", "health", "justice", "immigration", "benefits_and_work",
    "housing", "forces", "enforcement", "education", "facilities", "outside",
)  # fmt: skip

_T, _C, _P, _D = Kind.TEXT, Kind.CATEGORY, Kind.POUNDS, Kind.DATE


def _service(name: str, meaning: str, values: tuple[str, ...] = ()) -> Column:
    return Column(name, _C, meaning, "the contract's service is not known", values, from_service=True)


COLUMNS = (
    Column("contract_id", _T, "unique id of the row", "never missing"),
    Column("ocid", _T, "open contracting id of the process"),
    Column("award_id", _T, "id of the award within the process"),
    Column("notice_url", _T, "address of the published notice or other source"),
    Column("title", _T, "title as published"),
    Column("description", _T, "what is bought, in a sentence or as published"),
    Column("buyer", _C, "the public body that buys"),
    Column("buyer_kind", _C, "kind of public body", values=BUYER_KINDS),
    Column("supplier", _C, "supplier names joined by '; '", "not named"),
    Column("suppliers", _T, "supplier names, one a line", "not named"),
    Column("company", _C, f"group of companies that supplies; '{SEVERAL_COMPANIES}' for more than one", "not named"),
    Column("n_suppliers", Kind.COUNT, "number of suppliers named"),
    Column("supplier_kind", _C, "what the supplier is; mixed = several, of several kinds; none = no supplier is named",
           values=SUPPLIER_KINDS),
    Column("supplier_public_kind", _C, "which public body the supplier, or one of several, is; none = none is public",
           "not public, or not known which", SUPPLIER_PUBLIC_KINDS),
    Column("service", _C, "id of the kind of service"),
    Column("service_confidence", _C, "how sure the service is", values=CONFIDENCES),
    Column("service_evidence", _T, "why this service: codes, words, buyer"),
    Column("purchase", _C, "what is bought", values=PURCHASES),
    Column("cpv", _C, "main procurement code, eight digits"),
    Column("value_gbp", _P, "whole-life value in pounds, excluding VAT"),
    Column("value_quality", _C, "where the value comes from", values=VALUE_QUALITIES),
    Column("vat_basis", _C, "whether the source's figure includes VAT", values=VAT_BASES),
    Column("annual_gbp", _P, "pounds a year, excluding VAT"),
    Column("annual_low_gbp", _P, "least it may be a year: the value over the longest stated span", "as pounds a year"),
    Column("annual_high_gbp", _P, "most it may be a year: the value over the shortest stated span", "as pounds a year"),
    Column("value_span", _C, "who says which years the whole-life value covers: the source, our note, or nobody",
           "stated by the year, or not asked", VALUE_SPANS),
    Column("start_date", _D, "first day"),
    Column("end_date", _D, "last day before any extension"),
    Column("latest_end_date", _D, "last day after all stated extensions", "no extension is stated"),
    Column("successor_id", _C, "contract_id of the row that takes over when this one ends", "none in the table"),
    Column("instrument", _C, "form of the agreement", values=INSTRUMENTS),
    Column("instrument_evidence", _T, "why this form: flags, words, suppliers and sum; a register's column and cell",
           "not recorded", since_later=True),
    Column("regime", _C, "procurement law that applied", values=REGIMES),
    Column("nation", _C, "nation served; UK also stands for several nations", values=NATIONS),
    Column("region", _C, "region served; National = several"),
    Column("stage", _C, "awarded, planned or superseded", "not known whether awarded or still planned", STAGES),
    Column("published_date", _D, "day the source was published"),
    Column("source", _C, "title of the source"),
    Column("source_row", _T, "row, and sheet where there are several, of the register of one's own that states it",
           "not read from such a register, or not recorded", since_later=True),
    Column("part_of", _C, "contract_id of the counted row whose part this one is", "no part of another row"),
    Column("counted", Kind.SWITCH, "whether the row enters any total", "never missing"),
    Column("not_counted_reason", _T, "why the row is not counted, and which row stands for it", "the row is counted"),
    _service("group", "group of services", GROUPS),
    _service("contact", "contact with people at risk", CONTACTS),
    _service("coercive", "coercive powers that the contractor uses", COERCIVE),
    _service("echr_articles", "Convention articles at risk of infringement, space separated"),
    _service("at_risk_groups", "groups of people at risk who are served, space separated"),
    _service("named_in_pledge", "the pledge or its coverage names the service", YES_NO),
    _service("meets_pledge_definition", "served people rely on state protection", YES_NO_UNCLEAR),
    _service("meets_2006_definition", "vulnerable adult of the 2006 Act as enacted, or a child", YES_NO_UNCLEAR),
    _service("meets_current_definition", "today's regulated activity", YES_NO_UNCLEAR),
    _service("light_touch", "light-touch service of the Procurement Act", YES_NO_UNCLEAR),
    _service("good_reason_default", "keeping it outside is the point of the service", YES_NO),
)  # fmt: skip
BY_NAME = {column.name: column for column in COLUMNS}
PARTY_PROFILE = ("counted", "stage", "buyer_kind", "nation", "region", "supplier_kind", "supplier_public_kind")
SERVICE_PROFILE = ("service", "service_confidence", "purchase", "instrument", "regime")
"""Columns that make the two profiles of a contract; the attributes of its service follow from `service`."""
SERVICE_COLUMNS = tuple(column.name for column in COLUMNS if column.from_service)


def empty() -> pd.DataFrame:
    """Return a contracts table with every column and no row."""
    return typed(pd.DataFrame({column.name: [] for column in COLUMNS}))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with every column present, in order and of its kind; blank text becomes missing.

    A blank `echr_articles` or `at_risk_groups` is kept as "": the service is known and has none.
    """
    return pd.DataFrame({c.name: _column(frame, c) for c in COLUMNS}, index=pd.RangeIndex(len(frame)))


def _column(frame: pd.DataFrame, column: Column) -> pd.Series:
    values = frame[column.name].reset_index(drop=True) if column.name in frame else None
    if values is None:
        values = pd.Series([None] * len(frame), dtype=object)
    if column.kind is Kind.DATE:
        return pd.to_datetime(values).astype("datetime64[s]")
    if column.kind in (Kind.POUNDS, Kind.COUNT):
        # `to_numeric` loses the missing ones among decimals of Arrow.
        return (values if pd.api.types.is_numeric_dtype(values) else pd.to_numeric(values)).astype("float64")
    if column.kind is Kind.SWITCH:
        return values.astype("bool")
    text = values.astype("str")
    if not column.from_service:
        text = text.where(text != "")
    if column.kind is Kind.TEXT:
        return text
    return text.astype(pd.CategoricalDtype(list(column.values))) if column.values else text.astype("category")


def is_typed(frame: pd.DataFrame) -> bool:
    """Whether ids, words, pounds and days are stored as whoever codes a table reads them, none of the words blank."""
    stored: dict[Kind, Callable[[Any], bool]] = {
        Kind.CATEGORY: _is_words,
        Kind.POUNDS: pd.api.types.is_float_dtype,
        Kind.DATE: lambda dtype: isinstance(dtype, np.dtype),
    }
    kinds = ((c.name, stored[c.kind]) for c in COLUMNS if c.kind in stored and not c.from_service)
    return frame["contract_id"].dtype == "str" and all(is_so(frame[name].dtype) for name, is_so in kinds)


def _is_words(dtype: object) -> bool:
    """Whether it holds categories of text; a blank one would be a second group of what is not stated."""
    if not isinstance(dtype, pd.CategoricalDtype):
        return False
    names = dtype.categories
    return not len(names) or (names.dtype == "str" and not (names == "").any())


def check(frame: pd.DataFrame) -> list[str]:
    """Say everything that is wrong with a contracts table: what, in how many rows, the first of them."""
    missing = [c.name for c in COLUMNS if c.name not in frame and not c.since_later]
    if missing:
        return [f"contracts table: no column {name}. Expected: {BY_NAME[name].meaning}" for name in missing]
    if twice := sorted(set(frame.columns[frame.columns.duplicated()]) & set(BY_NAME)):
        return [f"contracts table: column {name} is there more than once. Keep the one that holds." for name in twice]
    ids = frame["contract_id"].astype("str")
    repeated = ids.duplicated() | ids.isna() | (ids == "")
    problems = _rows(frame, repeated, "contract_id is missing or repeated", "Give each row its own id")
    problems = column_problems(frame) + problems
    return problems or _ends_problems(frame)


def _ends_problems(frame: pd.DataFrame) -> list[str]:
    """Say where the least or greatest value a year is on the wrong side of the likely one by more than rounding."""
    likely, problems = frame["annual_gbp"], []
    for name, side, sign in (("annual_low_gbp", "above", 1), ("annual_high_gbp", "below", -1)):
        wrong = ((frame[name] - likely) * sign).astype("float64") > _ROUNDING
        problems += _rows(frame, wrong, f"{name} is {side} annual_gbp", "Expected low, likely, high")
    return problems


def column_problems(frame: pd.DataFrame) -> list[str]:
    """Say what is wrong in those columns of a contracts table that are there, without a look at its texts."""
    return [problem for column in COLUMNS if column.name in frame for problem in _column_problems(frame, column)]


def _categories(values: pd.Series) -> Iterable[str]:
    return map(str, values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values.dropna())


def _rows(frame: pd.DataFrame, bad: pd.Series, problem: str, remedy: str) -> list[str]:
    if not bad.any():
        return []
    first = frame.loc[bad, "contract_id"].iloc[0] if "contract_id" in frame else f"row {int(bad.argmax()) + 1:,}"
    return [f"contracts table: {problem} in {int(bad.sum())} rows, first {first}. {remedy}."]


def _pounds_problems(frame: pd.DataFrame, column: Column) -> list[str]:
    values = frame[column.name]
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return [f"contracts table: {column.name} holds {values.dtype}. Expected pounds as numbers."]
    if pd.api.types.is_float_dtype(values) and getattr(values.dtype, "itemsize", _EXACT_BYTES) < _EXACT_BYTES:
        held = f"{values.dtype}, which keeps seven digits"
        return [f"contracts table: {column.name} holds {held}. Expected pounds as float64, from the source anew."]
    problem = f"{column.name} is negative, or more than £{MOST_POUNDS:,}"
    return _rows(frame, (values < 0) | (values > MOST_POUNDS), problem, "Expected pounds, 0 or more, or blank")


def _date_problems(frame: pd.DataFrame, column: Column) -> list[str]:
    values = frame[column.name]
    if not pd.api.types.is_datetime64_any_dtype(values):
        return [f"contracts table: {column.name} holds {values.dtype}. Expected dates, year-month-day."]
    if getattr(getattr(values.dtype, "pyarrow_dtype", values.dtype), "tz", None) is not None:
        return [f"contracts table: {column.name} holds {values.dtype}. Expected days without a time zone."]
    values = values if isinstance(values.dtype, np.dtype) else values.astype("datetime64[s]")
    problem = f"{column.name} is before {FIRST_DAY.year} or after {LAST_DAY.year}"
    return _rows(frame, (values < FIRST_DAY) | (values > LAST_DAY), problem, "Expected a day that can be true")


def _column_problems(frame: pd.DataFrame, column: Column) -> list[str]:
    values = frame[column.name]
    if column.kind is Kind.POUNDS:
        return _pounds_problems(frame, column)
    if column.kind is Kind.DATE:
        return _date_problems(frame, column)
    if column.kind is Kind.SWITCH and values.dtype != bool:
        return _rows(
            frame,
            ~values.isin([True, False]),
            f"{column.name} is neither true nor false",
            "Expected one of the two in every row",
        )
    if column.values and set(_categories(values)) - set(column.values):
        unknown = values.notna() & ~values.astype("str").isin(column.values)
        expected = f"Expected {', '.join(column.values)}"
        return _rows(frame, unknown, f"{column.name} has a value that is not known", expected)
    return []
