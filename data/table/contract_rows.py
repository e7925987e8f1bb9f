"""The part: rows read from one piece of a file, with the keys by which duplicates are found across pieces."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.classify.people import about_one_person
from data.model.issues import Issue
from data.model.notice import AwardNotice, AwardStatus
from data.model.words import plain, plain_once
from data.readers.boundary import broken
from data.table.contract import Contract, stage
from data.table.supplier_keys import supplier_key
from policy.contracts import COLUMNS, Kind

_TYPES = {Kind.TEXT: pa.string(), Kind.CATEGORY: pa.string(), Kind.POUNDS: pa.float64(), Kind.COUNT: pa.float64(),
          Kind.DATE: pa.date32(), Kind.SWITCH: pa.bool_()}  # fmt: skip
DECIDED_LATER = frozenset({"successor_id", "counted", "not_counted_reason"})
OWN_COLUMNS = tuple(c.name for c in COLUMNS if not c.from_service)
KEYS = (
    pa.field("key_identity", pa.int64()),
    pa.field("key_process", pa.int64()),
    pa.field("key_award", pa.int64()),
    pa.field("key_same", pa.int64()),
    pa.field("key_same_here", pa.int64()),
    pa.field("key_buyer", pa.int64()),
    pa.field("key_description", pa.int64()),
    pa.field("is_portal", pa.bool_()),
    pa.field("is_partial", pa.bool_()),
    pa.field("status", pa.string()),
    pa.field("published", pa.string()),
    pa.field("release_id", pa.string()),
    pa.field("line", pa.int32()),
    pa.field("one_person", pa.bool_()),
)
SCHEMA = pa.schema(
    [pa.field(c.name, _TYPES[c.kind]) for c in COLUMNS if not c.from_service and c.name not in DECIDED_LATER]
    + list(KEYS)
)
_LINE = SCHEMA.get_field_index("line")
_SMALLEST_TELLING = 1.0
NONE = 0


def rows(contracts: Iterable[Contract]) -> Iterator[tuple[Any, ...]]:
    """Yield a row of the part for each contract of one release."""
    seen: dict[object, int] = {}
    for found in contracts:
        notice = found.notice
        number = seen.get(notice.award_id, 0)
        seen[notice.award_id] = number + 1
        names = [supplier.name for supplier in notice.suppliers if supplier.name]
        yield (*_facts(found, names, number), *_keys(found, names, number, seen))


def _facts(found: Contract, names: list[str], number: int) -> tuple[Any, ...]:
    """Return the columns of the contracts table in their order, without those decided later."""
    notice, judged, money, period = found.notice, found.judged, found.worth, found.period
    count = float(len(notice.suppliers)) if notice.n_suppliers is None else notice.n_suppliers
    return (
        _contract_id(notice, number),
        notice.ocid or None,
        notice.award_id or None,
        notice.notice_url or None,
        notice.title or None,
        notice.description or None,
        notice.buyer.name or None,
        judged.buyer_kind,
        "; ".join(names) or None,
        count,
        judged.supplier_kind,
        judged.supplier_public_kind,
        judged.service,
        judged.service_confidence,
        judged.service_evidence,
        judged.purchase,
        notice.cpvs[0] if notice.cpvs else None,
        money.value_gbp,
        money.value_quality,
        money.vat_basis,
        money.annual_gbp,
        period.start,
        period.end,
        period.latest_end,
        judged.instrument,
        found.regime,
        judged.nation,
        judged.region,
        stage(notice),
        found.published,
        notice.origin,
    )


def _contract_id(notice: AwardNotice, number: int) -> str:
    """Join process and award, so that a contract keeps its id when a later notice replaces an earlier one."""
    process, award = notice.ocid or notice.release_id, notice.award_id
    joined = award if award.startswith(process) else f"{process}/{award}" if award else process
    return f"{joined}#{number + 1}" if number else joined


def _keys(found: Contract, names: list[str], number: int, seen: dict[object, int]) -> tuple[Any, ...]:
    notice = found.notice
    process = notice.ocid or notice.release_id
    award = f"{process}|{notice.award_id}|{number}"
    value = notice.amount or notice.amount_gross
    # Two versions of a notice may bear one id and one date, so its facts tell them apart.
    days = f"{_number(notice.start)}|{_number(notice.end)}|{_number(notice.latest_end)}"
    facts = f"{notice.title}|{notice.buyer.name}|{names}|{value}|{days}|{notice.status.value}"
    same = _sameness(found, names, value)
    lot = seen.get(("same", same), 0)
    seen["same", same] = lot + 1
    telling = same and value is not None and value > _SMALLEST_TELLING
    return (
        f"{award}|{notice.release_id}|{notice.published}|{facts}",
        process,
        award,
        f"{lot}|{same}" if telling else "",
        f"{lot}|{process}|{same}" if same else "",
        _buyer(notice.buyer.name),
        notice.description,
        found.judged.buyer_is_portal,
        notice.partial,
        notice.status.value,
        notice.published,
        notice.release_id,
        notice.line,
        about_one_person(notice.title, notice.description, found.judged.service) is not None,
    )


def _sameness(found: Contract, names: list[str], value: float | None) -> str:
    """Return what two publications of one contract share; "" where too little is stated to tell.

    Title, suppliers, start and end must be stated. Where a source gives no titles, the day of the award stands in.
    """
    notice, period = found.notice, found.period
    if not (names and period.start and period.end) or notice.status is AwardStatus.PLANNED:
        return ""
    title = plain_once(notice.title) or (f"awarded {notice.date_signed}" if notice.date_signed else "")
    if not title:
        return ""
    suppliers = sorted({_supplier(name) for name in names}) if len(names) > 1 else _supplier(names[0])
    days = f"{_number(period.start)}|{_number(period.end)}|{_number(period.latest_end)}"
    return f"{title}|{suppliers}|{days}|{value}|{notice.currency}"


def _number(day: date | None) -> int:
    return day.toordinal() if day else 0


_supplier = lru_cache(maxsize=50_000)(supplier_key)
_buyer = lru_cache(maxsize=20_000)(plain)


def batch(found: list[tuple[Any, ...]]) -> pa.RecordBatch:
    """Return rows as a record batch, the texts of keys as numbers."""
    columns = list(zip(*found, strict=True)) if found else [()] * len(SCHEMA)
    arrays = [_array(column, field) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.record_batch(arrays, schema=SCHEMA)


def _array(column: tuple[Any, ...], field: pa.Field) -> pa.Array:
    return pa.array(numbers(column) if field.name.startswith("key_") else column, field.type)


def numbers(texts: Iterable[str]) -> np.ndarray:
    """Return a number for each text, the same on every machine; 0 for no text."""
    found = np.array(list(texts), dtype=object)
    hashed = pd.util.hash_array(found, categorize=False).view(np.int64)
    return np.where(found == "", NONE, hashed)


def batches(rows: list[tuple[Any, ...]], source: str, issues: list[Issue]) -> Iterator[pa.RecordBatch]:
    """Yield rows as record batches, without those that no column can hold, of which the issues tell."""
    try:
        yield batch(rows)
    except (ArithmeticError, ValueError, TypeError, AttributeError, pa.ArrowException) as error:
        if len(rows) == 1:
            issues.append(broken(source, rows[0][_LINE], error))
            return
        half = len(rows) // 2
        yield from batches(rows[:half], source, issues)
        yield from batches(rows[half:], source, issues)
