"""The contracts table: one row a contract, each column with its kind, its unit and what a missing value means."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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
        return pd.to_numeric(values).astype("float64")
    if column.kind is Kind.SWITCH:
        return values.astype("bool")
    text = values.astype("str")
    if not column.from_service:
        text = text.where(text != "")
    if column.kind is Kind.TEXT:
        return text
    return text.astype(pd.CategoricalDtype(list(column.values))) if column.values else text.astype("category")


def is_typed(frame: pd.DataFrame) -> bool:
    """Whether words are stored as categories and pounds as floats, as whoever codes a table reads them."""
    stored = {
        Kind.CATEGORY: lambda dtype: isinstance(dtype, pd.CategoricalDtype),
        Kind.POUNDS: pd.api.types.is_float_dtype,
    }
    return all(stored[column.kind](frame[column.name].dtype) for column in COLUMNS if column.kind in stored)


def check(frame: pd.DataFrame) -> list[str]:
    """Say everything that is wrong with a contracts table: what, in how many rows, the first of them."""
    missing = [c.name for c in COLUMNS if c.name not in frame and not c.since_later]
    if missing:
        return [f"contracts table: no column {name}. Expected: {BY_NAME[name].meaning}" for name in missing]
    problems = column_problems(frame)
    repeated = frame["contract_id"].duplicated() | frame["contract_id"].isna()
    return problems + _rows(frame, repeated, "contract_id is missing or repeated", "Give each row its own id")


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


def _column_problems(frame: pd.DataFrame, column: Column) -> list[str]:
    values = frame[column.name]
    if column.kind is Kind.POUNDS:
        if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            return [f"contracts table: {column.name} holds {values.dtype}. Expected pounds as numbers."]
        problem = f"{column.name} is negative, or more than £{MOST_POUNDS:,}"
        return _rows(frame, (values < 0) | (values > MOST_POUNDS), problem, "Expected pounds, 0 or more, or blank")
    if column.kind is Kind.DATE:
        if not pd.api.types.is_datetime64_any_dtype(values):
            return [f"contracts table: {column.name} holds {values.dtype}. Expected dates, year-month-day."]
        if isinstance(values.dtype, pd.DatetimeTZDtype):
            return [f"contracts table: {column.name} holds {values.dtype}. Expected days without a time zone."]
        problem = f"{column.name} is before {FIRST_DAY.year} or after {LAST_DAY.year}"
        return _rows(frame, (values < FIRST_DAY) | (values > LAST_DAY), problem, "Expected a day that can be true")
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
