"""From award notices to rows of the contracts table, with the keys by which duplicates are found across files.

The same award passes through three records:

1. `AwardNotice` (data/model/notice.py): what one notice states about one award, as published. Readers make it.
2. `ContractRecord` (here): that notice, classified, valued and dated.
3. `ContractRow` (here): the values of one row by name, in the order of `SCHEMA`. `rows_of` makes it.
4. A record batch (here): many rows as Arrow columns, the texts of keys hashed. `batches` makes it for the cache.
5. `merge.py` reads the keys of all batches, decides which rows count, and adds the columns in `DECIDED_LATER`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from msgspec import Struct
from msgspec.structs import astuple, replace

from data.classify.classification import NoticeClassification, classify_notices
from data.classify.people import about_one_person
from data.model.companies import LINE, Suppliers, suppliers_of
from data.model.dates import EARLIEST, LATEST_START, CrediblePeriod, credible, local_day, term_years
from data.model.issues import Issue
from data.model.money import StatedAmounts, Worth, worth
from data.model.notice import AwardNotice, AwardStatus, NoticesAndIssues
from data.model.words import plain, plain_once
from data.readers.boundary import broken
from data.readers.ocds.pairs import bare, joined
from data.table import value_spans
from data.table.described.amount import yearly
from data.table.described.term import described
from data.table.supplier_keys import supplier_key
from policy.contracts import COLUMNS, Kind

TYPES = {Kind.TEXT: pa.string(), Kind.CATEGORY: pa.string(), Kind.POUNDS: pa.float64(), Kind.COUNT: pa.float64(),
          Kind.DATE: pa.date32(), Kind.SWITCH: pa.bool_()}  # fmt: skip
REGISTER_ALONE = ("successor_id", "part_of")
"""Columns that no notice tells: the embedded register states them, and a built table has none."""
DECIDED_LATER = frozenset({*REGISTER_ALONE, *value_spans.COLUMNS, "counted", "not_counted_reason"})
"""Columns of the contracts table that no notice tells by itself."""
KEYS = (
    pa.field("key_identity", pa.int64()),
    pa.field("key_process", pa.int64()),
    pa.field("key_award", pa.int64()),
    pa.field("key_award_number", pa.int64()),
    pa.field("key_contract_number", pa.int64()),
    pa.field("key_award_bare", pa.int64()),
    pa.field("key_award_number_bare", pa.int64()),
    pa.field("key_contract_number_bare", pa.int64()),
    pa.field("key_same", pa.int64()),
    pa.field("key_same_here", pa.int64()),
    pa.field("key_edited", pa.int64()),
    pa.field("key_modified", pa.int64()),
    pa.field("key_held", pa.int64()),
    pa.field("key_notice", pa.int64()),
    pa.field("key_buyer", pa.int64()),
    pa.field("key_description", pa.int64()),
    pa.field("is_portal", pa.bool_()),
    pa.field("is_partial", pa.bool_()),
    pa.field("is_modification", pa.bool_()),
    pa.field("is_intention", pa.bool_()),
    pa.field("status", pa.string()),
    pa.field("published", pa.string()),
    pa.field("release_id", pa.string()),
    pa.field("line", pa.int32()),
    pa.field("one_person", pa.bool_()),
    pa.field("is_numbered", pa.bool_()),
    pa.field("removed", pa.string()),
    pa.field("states_form", pa.bool_()),
    pa.field("value_elsewhere", pa.bool_()),
    pa.field("follows", pa.string()),
    pa.field("lots", pa.string()),
    pa.field("estimate_of", pa.string()),
)
"""What duplicates are found by: a `key_` column is a 64-bit hash of a text, 0 (`NONE`) for no text.

- Hashes, because the keys of all rows lie in memory at once and a number takes 8 bytes whatever the text's length.
- `key_identity`: equal only if the same notice was read twice.
- `key_process`, `key_award`: the procurement, and the award in it, through all their notices; the first is that of no
  row of a register without a number of its own, whose rows are of many procurements.
- `key_award_number`, `key_contract_number`: the numbers of the award and of the contract in it, each by itself, since a
  notice may bear one alone; only of sources that have both.
- `key_award_bare`, `key_award_number_bare`, `key_contract_number_bare`: these three with numbers that lose the noughts
  before them, of rows that have such a number.
- `key_same`: what two publications of one contract share apart from the buyer; `key_same_here` adds the process.
- `key_edited`: what a notice of Contracts Finder keeps when it is edited, though its award gets a number of its own.
- `key_modified`: what a contract of the older regime keeps when it is modified, which gives it a new number too.
- `key_held`: who is awarded something in a process of the older regime, announced before it is awarded.
- `key_notice`: the notice of Contracts Finder, through all its edits.
- `states_form`: the notice has a field for whether a framework or a purchasing system is set up.
- `removed`: the suppliers that a change notice says to supply no more, one a line; missing for none.
- `value_elsewhere`: another contract of the award bears the award's value.
- `follows`: the processes from which that of the notice follows on, one a line; missing for none.
- `lots`: the lots of the award, one a line; missing for none.
- `estimate_of`: what the estimate that stands in for its value is of, tender or lots; missing where none does.
- `is_numbered`: the row has a number of its own in a register (`release_id`), so another number is another contract.
- `key_buyer`, `key_description`: the buyer's name and the description.
- Two facts together are the XOR of their hashes: that needs no text again, keeps 64 bits, and XOR with 0 leaves one of
  them out (a portal's name in the buyer's place). Among a million rows two different texts share a hash with a
  probability of one in 37 million (n² / 2^65).
"""
NONE = 0
SCHEMA = pa.schema(
    [pa.field(c.name, TYPES[c.kind]) for c in COLUMNS if not c.from_service and c.name not in DECIDED_LATER]
    + list(KEYS)
)
"""Columns of a record batch: those of the contracts table that a notice tells, then the keys."""
_STAGES = {AwardStatus.AWARDED: "awarded", AwardStatus.PLANNED: "planned"}
_SMALLEST_TELLING = 1.0
_CF_NOTICE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=-\d+$)")
TOGETHER = 256
"""Releases of which rows are made together: so many that each step pays, so few that their texts stay at hand."""


class ContractRecord(Struct, frozen=True, gc=False):
    """One award, read, classified and valued: enough for a row of the contracts table and for its duplicates.

    `fields` are the days that the notice's fields state, `period` with those that its description alone says.
    `published` is None where the notice states no day; `regime` is the procurement law, "unknown" where nothing tells.
    """

    notice: AwardNotice
    classification: NoticeClassification
    worth: Worth
    fields: CrediblePeriod
    period: CrediblePeriod
    published: date | None
    regime: str


class ContractRow(Struct, frozen=True, gc=False):
    """The values of one row by name, in the order of `SCHEMA`; None is missing, money is in pounds without VAT.

    The keys are texts here, "" for none; `batch` hashes them.
    """

    contract_id: str
    ocid: str | None
    award_id: str | None
    notice_url: str | None
    title: str | None
    description: str | None
    buyer: str | None
    buyer_kind: str | None
    supplier: str | None
    suppliers: str | None
    company: str | None
    n_suppliers: float
    supplier_kind: str | None
    supplier_public_kind: str | None
    service: str | None
    service_confidence: str | None
    service_evidence: str
    purchase: str
    cpv: str | None
    value_gbp: float | None
    value_quality: str
    vat_basis: str
    annual_gbp: float | None
    start_date: date | None
    end_date: date | None
    latest_end_date: date | None
    instrument: str | None
    instrument_evidence: str
    regime: str
    nation: str | None
    region: str | None
    stage: str
    published_date: date | None
    source: str
    source_row: str | None
    key_identity: str
    key_process: str
    key_award: str
    key_award_number: str
    key_contract_number: str
    key_award_bare: str
    key_award_number_bare: str
    key_contract_number_bare: str
    key_same: str
    key_same_here: str
    key_edited: str
    key_modified: str
    key_held: str
    key_notice: str
    key_buyer: str
    key_description: str
    is_portal: bool
    is_partial: bool
    is_modification: bool
    is_intention: bool
    status: str
    published: str
    release_id: str
    line: int | None
    one_person: bool
    is_numbered: bool
    removed: str | None
    states_form: bool
    value_elsewhere: bool
    follows: str | None
    lots: str | None
    estimate_of: str | None


def rows_of(releases: Sequence[NoticesAndIssues]) -> list[ContractRow]:
    """Return the rows of some hundred releases, and add to the issues of each what was wrong with its dates and money.

    Each step is done for all of them before the next, since what a step works with then stays at hand: alternating
    between the steps takes a third longer. A release that breaks a step has no row, and an issue instead.
    """
    notices = [notice for told, _ in releases for notice in told]
    try:
        contracts = iter(_contracts(notices))
        every = [[next(contracts) for _ in told] for told, _ in releases]
        found = _rows([contract for some in every for contract, _ in some], [len(told) for told, _ in releases])
    except (ArithmeticError, ValueError, TypeError, AttributeError, LookupError) as error:
        if len(releases) > 1:
            return [row for release in releases for row in rows_of([release])]
        releases[0][1].extend(broken(notice.source, notice.line, error) for notice in notices)
        return []
    for (_, issues), some in zip(releases, every, strict=True):
        for _, wrong in some:
            if wrong:
                issues.extend(wrong)
    return found


def _contracts(notices: Sequence[AwardNotice]) -> list[tuple[ContractRecord, list[Issue]]]:
    """Return the contract that each notice tells of, and what was wrong with its dates and money."""
    return [
        _to_contract(notice, classification)
        for notice, classification in zip(notices, classify_notices(notices), strict=True)
    ]


def _to_contract(notice: AwardNotice, classification: NoticeClassification) -> tuple[ContractRecord, list[Issue]]:
    published, false = local_day(notice.published) if notice.published else None, None
    if published and not EARLIEST <= published < LATEST_START:
        published, false = None, published
    fields = credible(notice.start, notice.end, notice.latest_end, published)
    told = not (notice.partial or notice.of_own_register)
    period, said = described(fields, notice.description, published) if told else (fields, "")
    stated = StatedAmounts(
        notice.amount,
        notice.amount_gross,
        notice.amount_annual,
        notice.currency,
        notice.vat_basis,
        notice.estimated,
        len(notice.suppliers),
        notice.vat_ratio,
    )
    value = worth(stated, classification.instrument, term_years(period.start, period.end, period.latest_end))
    issues = [_issue(notice, column, day, problem, "made missing") for column, day, problem in fields.problems]
    if said:
        problem = "says when the contract runs, where no field does"
        issues.append(_issue(notice, "description", said, problem, "read from the words"))
    if false:
        issues.append(_issue(notice, "published_date", str(false), "cannot be the day of a notice", "made missing"))
    spent = yearly(notice.description, value.value_gbp, period) if told and notice.amount_annual is None else None
    if spent is not None:
        value = replace(value, annual_gbp=spent)
        problem = "says what a year costs, and the value is so many years of it"
        issues.append(_issue(notice, "description", f"{spent:,.2f} a year", problem, "read from the words"))
    if value.problem:
        issues.append(_issue(notice, "value_gbp", value.figure, value.problem, value.repair))
    regime = _regime(notice, classification.nation)
    return ContractRecord(notice, classification, value, fields, period, published, regime), issues


def _issue(notice: AwardNotice, path: str, value: str, problem: str, remedy: str) -> Issue:
    return Issue(notice.source, notice.line, notice.ocid or notice.release_id, path, value, problem, remedy)


def _regime(notice: AwardNotice, nation: str | None) -> str:
    """Return the procurement law: Scotland keeps its own; what is neither the Act nor health is the older law."""
    if "health" in notice.special_regimes:
        return "health"
    if notice.legal_basis == "UKPGA":
        return "act"
    if nation == "Scotland":
        return "other"
    known = notice.legal_basis == "CELEX" or notice.origin.startswith("Contracts Finder")
    return "older" if known else "unknown"


def _stage(notice: AwardNotice) -> str:
    """Return the stage by this notice alone."""
    return _STAGES.get(notice.status, "superseded")


def _rows(contracts: Sequence[ContractRecord], counts: Sequence[int]) -> list[ContractRow]:
    """Return a row for each contract of some releases; awards of one id are numbered in the order of their release.

    Args:
        contracts: those of the first release, then of the next, and so on.
        counts: how many each release has.
    """
    names = [[supplier.name for supplier in contract.notice.suppliers if supplier.name] for contract in contracts]
    single = [suppliers_of("; ".join(named), named) for named in names]
    persons = [
        about_one_person(contract.notice.title, contract.notice.description, contract.classification.service)
        for contract in contracts
    ]
    same = [_sameness(contract, named) for contract, named in zip(contracts, names, strict=True)]
    numbers = _earlier((contract.notice.award_id for contract in contracts), counts)
    lots = _earlier(iter(same), counts)
    return [_row(*each) for each in zip(contracts, names, single, persons, same, numbers, lots, strict=True)]


def _earlier(keys: Iterator[str], counts: Sequence[int]) -> list[int]:
    """Return for each key how many of its release come before it and are equal to it."""
    found = list[int]()
    for count in counts:
        seen: dict[str, int] = {}
        for key in islice(keys, count):
            found.append(seen.get(key, 0))
            seen[key] = found[-1] + 1
    return found


def _row(
    contract: ContractRecord,
    names: list[str],
    single: Suppliers,
    person: str | None,
    sameness: str,
    number: int,
    alike: int,
) -> ContractRow:
    """Return the row of a contract.

    Args:
        contract: the award, classified and valued.
        names: the suppliers that are named.
        single: what stands behind these names.
        person: why it concerns one identifiable person, None where it does not.
        sameness: what two publications of it share, "" where that cannot be told.
        number: how many awards of the same id come before it in the release.
        alike: how many contracts that are otherwise the same come before it.
    """
    notice, classification, value, period = contract.notice, contract.classification, contract.worth, contract.period
    process, amount = notice.ocid or notice.release_id, _amount(notice)
    award = f"{process}|{notice.award_id}|{number}"
    lot = f"{alike}|" if sameness else ""
    own_lot = f"{notice.lot_text}|" if notice.of_own_register and notice.lot_text else ""
    telling = sameness and amount is not None and amount > _SMALLEST_TELLING
    of_award, of_contract = bare(notice.award_number), bare(notice.contract_number)
    has_noughts = (of_award, of_contract) != (notice.award_number, notice.contract_number)
    return ContractRow(
        contract_id=_contract_id(notice, number),
        ocid=notice.ocid or None,
        award_id=notice.award_id or None,
        notice_url=notice.notice_url or None,
        title=notice.title or None,
        description=notice.description or None,
        buyer=notice.buyer.name or None,
        buyer_kind=classification.buyer_kind,
        supplier="; ".join(names) or None,
        suppliers=LINE.join(single.names) or None,
        company=None if classification.supplier_kind == "none" else single.company,
        n_suppliers=float(len(notice.suppliers)) if notice.n_suppliers is None else notice.n_suppliers,
        supplier_kind=classification.supplier_kind,
        supplier_public_kind=classification.supplier_public_kind,
        service=classification.service,
        service_confidence=classification.service_confidence,
        service_evidence=classification.service_evidence,
        purchase=classification.purchase,
        cpv=notice.cpvs[0] if notice.cpvs else None,
        value_gbp=value.value_gbp,
        value_quality=value.value_quality,
        vat_basis=value.vat_basis,
        annual_gbp=value.annual_gbp,
        start_date=period.start,
        end_date=period.end,
        latest_end_date=period.latest_end,
        instrument=classification.instrument,
        instrument_evidence=classification.instrument_evidence,
        regime=contract.regime,
        nation=classification.nation,
        region=classification.region,
        stage=_stage(notice),
        published_date=contract.published,
        source=notice.origin,
        source_row=_source_row(notice),
        key_identity=f"{award}|{notice.release_id}|{notice.published}|{_stated(notice, names)}",
        key_process=process if notice.ocid or process != notice.source else "",
        key_award=award,
        key_award_number=f"{process}|{notice.award_number}" if notice.award_number and not number else "",
        key_contract_number=f"{process}|{notice.contract_number}" if notice.contract_number and not number else "",
        key_award_bare=f"{process}|{joined(of_award, of_contract)}|{number}" if has_noughts else "",
        key_award_number_bare=f"{process}|{of_award}" if has_noughts and of_award and not number else "",
        key_contract_number_bare=f"{process}|{of_contract}" if has_noughts and of_contract and not number else "",
        key_same=f"{lot}{sameness}" if telling else "",
        key_same_here=f"{lot}{own_lot}{process}|{sameness}" if sameness else "",
        key_edited=_edited(contract, names),
        key_modified=_modified(notice, names),
        key_held=_held(notice, names),
        key_notice=_edited_notice(notice),
        key_buyer=_buyer(notice.buyer.name),
        key_description=notice.description,
        is_portal=classification.buyer_is_portal,
        is_partial=notice.partial,
        is_modification=notice.modifies,
        is_intention=notice.intends,
        status=notice.status.value,
        published=notice.published,
        release_id=notice.release_id,
        line=notice.line,
        one_person=person is not None,
        is_numbered=notice.numbered,
        removed=LINE.join(notice.removed) or None,
        states_form=notice.states_form,
        value_elsewhere=notice.value_elsewhere,
        follows=LINE.join(notice.follows) or None,
        lots=LINE.join(notice.lots) or None,
        estimate_of=notice.estimate_of or None,
    )


def _source_row(notice: AwardNotice) -> str | None:
    """Say which row of a reader's own register a notice is, so that its cells are found again."""
    if not notice.of_own_register or notice.line is None:
        return None
    return f"sheet “{notice.sheet}”, row {notice.line}" if notice.sheet else f"row {notice.line}"


def _contract_id(notice: AwardNotice, number: int) -> str:
    """Join process and award, so that a contract keeps its id when a later notice replaces an earlier one."""
    process, award = notice.ocid or notice.release_id, notice.award_id
    joined = award if award.startswith(process) else f"{process}/{award}" if award else process
    return f"{joined}#{number + 1}" if number else joined


def _amount(notice: AwardNotice) -> float | None:
    return notice.amount or notice.amount_gross


def _stated(notice: AwardNotice, names: list[str]) -> str:
    """Return what a notice states: two versions of it may bear one id and one date, so this tells them apart."""
    days = f"{_number(notice.start)}|{_number(notice.end)}|{_number(notice.latest_end)}"
    return f"{notice.title}|{notice.buyer.name}|{names}|{_amount(notice)}|{days}|{notice.status.value}"


def _sameness(contract: ContractRecord, names: list[str]) -> str:
    """Return what two publications of one contract share; "" where too little is stated to tell.

    Title, suppliers, start and end must be stated, the days in fields: another publication may be worded otherwise.
    Where a source gives no titles, the day of the award stands in.
    """
    notice, period = contract.notice, contract.fields
    if not (names and period.start and period.end) or notice.status is AwardStatus.PLANNED:
        return ""
    title = plain_once(notice.title) or (f"awarded {notice.date_signed}" if notice.date_signed else "")
    if not title:
        return ""
    suppliers = sorted({_supplier(name) for name in names}) if len(names) > 1 else _supplier(names[0])
    days = f"{_number(period.start)}|{_number(period.end)}|{_number(period.latest_end)}"
    return f"{title}|{suppliers}|{days}|{_amount(notice)}|{notice.currency}"


def _edited(contract: ContractRecord, names: list[str]) -> str:
    """Return title, first day and suppliers of an award of Contracts Finder, whose edits give it a new number."""
    notice, start = contract.notice, contract.period.start
    title = plain_once(notice.title)
    if notice.origin != "Contracts Finder" or not (notice.ocid and title and start and names):
        return ""
    return f"{notice.ocid}|{title}|{start}|{sorted({_supplier(name) for name in names})}"


def _modified(notice: AwardNotice, names: list[str]) -> str:
    """Return suppliers and day of signature of an award of the older regime, whose modification has another number.

    Find a Tender numbers such an award by its notice: 036002-2022-1 is modified by 011003-2024-1.
    """
    held = _held(notice, names)
    return f"{held}|{notice.date_signed}" if held and notice.date_signed else ""


def _held(notice: AwardNotice, names: list[str]) -> str:
    if notice.legal_basis != "CELEX" or not (notice.ocid and names):
        return ""
    return f"{notice.ocid}|{sorted({_supplier(name) for name in names})}"


def _edited_notice(notice: AwardNotice) -> str:
    """Return a notice of Contracts Finder by its number, which the id of each edit's release begins with."""
    number = _CF_NOTICE.match(notice.release_id) if notice.origin == "Contracts Finder" and notice.ocid else None
    return number[0] if number else ""


def _number(day: date | None) -> int:
    return day.toordinal() if day else 0


_supplier = lru_cache(maxsize=20_000)(supplier_key)
_buyer = lru_cache(maxsize=20_000)(plain)


def batch(rows: list[ContractRow]) -> pa.RecordBatch:
    """Return rows as a record batch with the columns of `SCHEMA`, the texts of keys as numbers."""
    columns = list(zip(*map(astuple, rows), strict=True)) if rows else [()] * len(SCHEMA)
    arrays = [_array(column, field) for column, field in zip(columns, SCHEMA, strict=True)]
    return pa.record_batch(arrays, schema=SCHEMA)


def _array(column: tuple[Any, ...], field: pa.Field) -> pa.Array:
    return pa.array(numbers(column) if field.name.startswith("key_") else column, field.type)


def numbers(texts: Iterable[str]) -> np.ndarray:
    """Return a 64-bit hash for each text, int64, the same on every machine; 0 for no text."""
    values = np.array(list(texts), dtype=object)
    hashed = pd.util.hash_array(values, categorize=False).view(np.int64)
    return np.where(values == "", NONE, hashed)


def batches(rows: list[ContractRow], source: str, issues: list[Issue]) -> Iterator[pa.RecordBatch]:
    """Yield rows as record batches without those that no column can hold; of each such row `issues` gets an issue.

    Args:
        rows: any number of rows.
        source: the file that they come from, for the issues.
        issues: grows while the batches are taken.
    """
    try:
        yield batch(rows)
    except (ArithmeticError, ValueError, TypeError, AttributeError, pa.ArrowException) as error:
        if len(rows) == 1:
            issues.append(broken(source, rows[0].line, error))
            return
        half = len(rows) // 2
        yield from batches(rows[:half], source, issues)
        yield from batches(rows[half:], source, issues)
