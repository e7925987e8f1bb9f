"""Companies behind supplier names: the group that each belongs to, so that a bar is a company and no joined name.

The table data/register/supplier_groups.csv has each supplier name of the register with its single members, the group of
each and what that rests on; its groups are known for the same names in notices too.
"""

import csv
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from data.model.words import comparable
from policy.contracts import SEVERAL_COMPANIES

PATH = Path(__file__).resolve().parents[1] / "register" / "supplier_groups.csv"
LINE = "\n"
"""What stands between the names of `suppliers`; no published name holds one."""
_FORM = re.compile(r" (?:limited|ltd|plc|llp|cic|c i c|incorporated|inc|the|uk|public limited company)(?= )")
_NOT_KNOWN = "?"
_NOT_ALL = "list is not complete"
_REMEMBERED = 50_000


class Suppliers(NamedTuple):
    """The single suppliers of a contract, and its company: a group, SEVERAL_COMPANIES, or None where none is named."""

    names: tuple[str, ...]
    company: str | None


class _Row(NamedTuple):
    members: tuple[str, ...]
    groups: tuple[str, ...]
    complete: bool


def suppliers_of(joined: str, names: Iterable[str] = ()) -> Suppliers:
    """Return the suppliers behind a name as published.

    Args:
        joined: the names in one text, as the register writes them.
        names: the names one by one, where the source has them so.
    """
    return _suppliers(joined, tuple(names))


@lru_cache(maxsize=_REMEMBERED)
def _suppliers(joined: str, names: tuple[str, ...]) -> Suppliers:
    row = _rows().get(joined)
    if row is not None:
        names = row.members
    if not names:
        return Suppliers((), None)
    if row is not None and len(row.groups) == 1 < len(names):
        return Suppliers(names, row.groups[0])
    groups = {company(name) for name in names}
    whole = row is None or row.complete
    return Suppliers(names, groups.pop() if len(groups) == 1 and whole else SEVERAL_COMPANIES)


@lru_cache(maxsize=_REMEMBERED)
def company(name: str) -> str:
    """Return the group of one supplier, else its name."""
    return _groups().get(_key(name)) or " ".join(name.split())


def together_with_others(suppliers: str, group: str) -> bool:
    """Whether one of several suppliers, as the column `suppliers` has them, belongs to a group."""
    return any(company(name) == group for name in suppliers.split(LINE))


def _key(name: str) -> str:
    words = comparable(name)
    return _FORM.sub("", words).strip() or words.strip()


@cache
def _rows() -> dict[str, _Row]:
    with PATH.open(encoding="utf-8", newline="") as file:
        return {row["supplier_name"]: _row(row) for row in csv.DictReader(file)}


def _row(row: dict[str, str]) -> _Row:
    members, groups = (tuple(part for part in row[column].split("; ") if part) for column in ("members", "group"))
    return _Row(members, groups, _NOT_ALL not in row["note"])


@cache
def _groups() -> dict[str, str]:
    """Return groups by the key of a member, where each member of a row has its own."""
    found: dict[str, str] = {}
    for row in _rows().values():
        if len(row.groups) == len(row.members):
            pairs = zip(row.members, row.groups, strict=True)
            found |= {_key(member): group for member, group in pairs if group != _NOT_KNOWN}
    return found
