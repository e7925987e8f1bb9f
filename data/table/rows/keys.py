"""The keys by which notices of one contract are found across files, and rows that tell of one contract twice."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa

from data.model.dates import moment
from data.model.notice import AwardNotice, AwardStatus
from data.model.words import plain, plain_once
from data.readers.ocds.pairs import bare, joined
from data.table.rows.record import ContractRecord
from data.table.supplier_keys import supplier_key

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
    pa.field("of_all_parties", pa.bool_()),
    pa.field("states_form", pa.bool_()),
    pa.field("of_notices", pa.bool_()),
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
  before them and their capitals, of rows that have such a number.
- `key_same`: what two publications of one contract share apart from the buyer; `key_same_here` adds the process, and
  the buyer of a row of a register without a number of its own.
- `key_edited`: what a notice of Contracts Finder keeps when it is edited, though its award gets a number of its own.
- `key_modified`: what a contract of the older regime keeps when it is modified, which gives it a new number too.
- `key_held`: who is awarded something in a process (by the Act in which lots), announced before it is awarded.
- `key_notice`: the notice of Contracts Finder, through all its edits.
- `of_notices`: the row is of a table of published notices, which do not say what their values cover.
- `states_form`: the notice has a field for whether a framework or a purchasing system is set up.
- `removed`: the suppliers that a change notice says to supply no more, one a line; missing for none.
- `of_all_parties`: its suppliers are all in that role in the notice, which names none for the award.
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
_SMALLEST_TELLING = 1.0
_CF_NOTICE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=-\d+$)")


def keys_of(contract: ContractRecord, names: list[str], sameness: str, number: int, alike: int) -> dict[str, str]:
    """Return the texts of the keys of a row by column; "" is no key.

    Args:
        contract: the award, classified and valued.
        names: the suppliers that are named.
        sameness: what two publications of it share (`sameness_of`).
        number: how many awards of the same id come before it in the release.
        alike: how many contracts that are otherwise the same come before it.
    """
    notice = contract.notice
    process, amount = notice.ocid or notice.release_id, _amount(notice)
    award = f"{process}|{notice.award_id}|{number}"
    lot = f"{alike}|" if sameness else ""
    own_lot = f"{notice.lot_text}|" if notice.of_own_register and notice.lot_text else ""
    own_buyer = f"{_buyer(notice.buyer.name)}|" if notice.of_own_register and not notice.numbered else ""
    telling = sameness and amount is not None and amount > _SMALLEST_TELLING
    of_award, of_contract = bare(notice.award_number), bare(notice.contract_number)
    written_otherwise = (of_award, of_contract) != (notice.award_number, notice.contract_number)
    return {
        "key_identity": f"{award}|{notice.release_id}|{moment(notice.published)}|{_stated(notice, names)}",
        "key_process": process if notice.ocid or process != notice.source else "",
        "key_award": award,
        "key_award_number": f"{process}|{notice.award_number}" if notice.award_number and not number else "",
        "key_contract_number": f"{process}|{notice.contract_number}" if notice.contract_number and not number else "",
        "key_award_bare": f"{process}|{joined(of_award, of_contract)}|{number}" if written_otherwise else "",
        "key_award_number_bare": f"{process}|{of_award}" if written_otherwise and of_award and not number else "",
        "key_contract_number_bare": f"{process}|{of_contract}"
        if written_otherwise and of_contract and not number
        else "",
        "key_same": f"{lot}{sameness}" if telling else "",
        "key_same_here": f"{lot}{own_lot}{own_buyer}{process}|{sameness}" if sameness else "",
        "key_edited": _edited(contract, names),
        "key_modified": _modified(notice, names),
        "key_held": _held(notice, names) or _held_directly(notice, names),
        "key_notice": _edited_notice(notice),
        "key_buyer": _buyer(notice.buyer.name),
        "key_description": notice.description,
    }


def _amount(notice: AwardNotice) -> float | None:
    return notice.amount or notice.amount_gross


def _of_each_year(notice: AwardNotice) -> float | None:
    """Return a year's amount where it tells contracts apart: of rows that are one a year it does not."""
    return None if notice.of_year else notice.amount_annual


def _stated(notice: AwardNotice, names: list[str]) -> str:
    """Return what a notice states: two versions of it may bear one id and one date, so this tells them apart."""
    days = f"{_number(notice.start)}|{_number(notice.end)}|{_number(notice.latest_end)}"
    return f"{notice.title}|{notice.buyer.name}|{names}|{_amount(notice)}|{days}|{notice.status.value}"


def sameness_of(contract: ContractRecord, names: list[str]) -> str:
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
    return f"{title}|{suppliers}|{days}|{_amount(notice) or _of_each_year(notice)}|{notice.currency}"


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


def _held_directly(notice: AwardNotice, names: list[str]) -> str:
    """Return suppliers and lots of an award by the Procurement Act, which a transparency notice may number otherwise.

    One supplier may be awarded several lots, and not each at once.
    """
    if notice.legal_basis != "UKPGA" or not (notice.ocid and names):
        return ""
    return f"{notice.ocid}|{sorted({_supplier(name) for name in names})}|{sorted(notice.lots)}"


def _edited_notice(notice: AwardNotice) -> str:
    """Return a notice of Contracts Finder by its number, which the id of each edit's release begins with."""
    number = _CF_NOTICE.match(notice.release_id) if notice.origin == "Contracts Finder" and notice.ocid else None
    return number[0] if number else ""


def _number(day: date | None) -> int:
    return day.toordinal() if day else 0


_supplier = lru_cache(maxsize=20_000)(supplier_key)
_buyer = lru_cache(maxsize=20_000)(plain)


def places_of(rows: pd.DataFrame) -> list[tuple[str, int | None, str]]:
    """Return source, line and ocid of rows, as an issue states them, from the columns `from`, `line` and `ocid`."""
    return [
        (str(source), None if pd.isna(line) else int(line), "" if pd.isna(ocid) else str(ocid))
        for source, line, ocid in rows[["from", "line", "ocid"]].itertuples(index=False, name=None)
    ]


def numbers(texts: Iterable[str]) -> np.ndarray:
    """Return a 64-bit hash for each text, int64, the same on every machine; 0 for no text."""
    values = np.array(list(texts), dtype=object)
    hashed = pd.util.hash_array(values, categorize=False).view(np.int64)
    return np.where(values == "", NONE, hashed)
