"""Companies behind supplier names: the group that each belongs to, so that a bar is a company and no joined name.

The table data/register/supplier_groups.csv has each supplier name of the register with its single members, the group of
each and what that rests on; its groups are known for the same names in notices too.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from data.model.words import plain_once, singular
from policy.contracts import SEVERAL_COMPANIES

PATH = Path(__file__).resolve().parents[1] / "register" / "supplier_groups.csv"
LINE = "\n"
"""What stands between the names of `suppliers`; no published name holds one."""
_FORM = re.compile(r" (?:limited|ltd|plc|llp|cic|c i c|incorporated|inc|the|uk|public limited company)(?= )")
_NUMBER = re.compile(r"^([A-Z]{2}|[A-Z]\d|R)?(\d{1,8})(R?)$")
_NOT_KNOWN = "?"
_NOT_ALL = "list is not complete"
_REMEMBERED = 20_000


class Suppliers(NamedTuple):
    """The single suppliers of a contract, and its company: a group, SEVERAL_COMPANIES, or None where none is named."""

    names: tuple[str, ...]
    company: str | None


class Member(NamedTuple):
    """One company or body of a supplier name; `group` is empty where no group is known."""

    name: str
    group: str


@dataclass(frozen=True)
class Supplier:
    """What a supplier name of the register stands for.

    `members` are the companies that it names, none where it names nobody; `complete` says whether it names all of
    them. `venture` is the group of a joint venture as such, whose members are its owners; empty where there is none.
    `basis` says what the groups rest on: an address, or that the names are the same.
    """

    members: tuple[Member, ...]
    venture: str = ""
    complete: bool = True
    basis: str = ""
    note: str = ""


@cache
def supplier_groups() -> Mapping[str, Supplier]:
    """Read the table that comes with the register: each supplier name as the register writes it."""
    return read_groups(PATH.read_text(encoding="utf-8"))


def read_groups(text: str) -> dict[str, Supplier]:
    """Read supplier names with their members and groups from CSV.

    Raises:
        ValueError: a name has as many groups as neither its members nor one venture; the message names it.
    """
    return {row["supplier_name"]: _supplier(row) for row in csv.DictReader(io.StringIO(text, newline=""))}


def _supplier(row: Mapping[str, str]) -> Supplier:
    names, groups = ([part for part in row[column].split("; ") if part] for column in ("members", "group"))
    venture = groups[0] if len(groups) == 1 < len(names) else ""
    if venture or not groups:
        groups = [_NOT_KNOWN] * len(names)
    if len(groups) != len(names):
        raise ValueError(f"{row['supplier_name']}: {len(names)} members and {len(groups)} groups")
    pairs = zip(names, groups, strict=True)
    members = tuple(Member(name, "" if group == _NOT_KNOWN else group) for name, group in pairs)
    return Supplier(members, venture, _NOT_ALL not in row["note"], row["basis"], row["note"])


def suppliers_of(joined: str, names: Iterable[str] = ()) -> Suppliers:
    """Return the suppliers behind a name as published.

    Args:
        joined: the names in one text, as the register writes them.
        names: the names one by one, where the source has them so.
    """
    return _suppliers(joined, tuple(names))


@lru_cache(maxsize=_REMEMBERED)
def _suppliers(joined: str, names: tuple[str, ...]) -> Suppliers:
    known = supplier_groups().get(joined)
    if known is not None:
        names = tuple(member.name for member in known.members)
    if not names:
        return Suppliers((), None)
    if known is not None and known.venture:
        return Suppliers(names, known.venture)
    groups = {company(name) for name in names}
    whole = known is None or known.complete
    return Suppliers(names, groups.pop() if len(groups) == 1 and whole else SEVERAL_COMPANIES)


@lru_cache(maxsize=_REMEMBERED)
def company(name: str) -> str:
    """Return the group of one supplier, else its name."""
    return _groups().get(_key(name)) or " ".join(name.split())


def companies_of(suppliers: str) -> set[str]:
    """Return the companies of several suppliers, as the column `suppliers` has them."""
    return {company(name) for name in suppliers.split(LINE)}


def company_number(text: str) -> str | None:
    """Return a Companies House number as eight characters; None where the text is not one.

    Sources drop leading zeros: 1,413 of 8,629 numbers on Contracts Finder in 2022 were not eight characters.
    """
    match = _NUMBER.match(re.sub(r"[\s.]", "", text.upper()))
    if match is None or not int(match[2]):
        return None
    prefix, digits, society = match[1] or "", match[2], match[3]
    width = 8 - len(prefix) - len(society)
    number = f"{prefix}{int(digits):0{width}d}{society}"
    return number if len(number) == 8 else None


def _key(name: str) -> str:
    words = singular(plain_once(name))
    return _FORM.sub("", words).strip() or words.strip()


@cache
def _groups() -> dict[str, str]:
    """Return groups by the key of a member that has one."""
    members = (member for supplier in supplier_groups().values() for member in supplier.members)
    return {_key(member.name): member.group for member in members if member.group}
