"""Companies behind the supplier names of the register: single members, the group of each, and what that rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.register.corrections import read_rows

PATH = Path(__file__).with_name("supplier_groups.csv")
_NOT_KNOWN = "?"
_INCOMPLETE = "list is not complete"


@dataclass(frozen=True)
class Member:
    """One company or body of a supplier name; `group` is empty where no group is known."""

    name: str
    group: str


@dataclass(frozen=True)
class Supplier:
    """What a supplier name stands for.

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
    return {row["supplier_name"]: _supplier(row) for row in read_rows(text)}


def _supplier(row: Mapping[str, str]) -> Supplier:
    names, groups = ([part for part in row[column].split("; ") if part] for column in ("members", "group"))
    venture = groups[0] if len(groups) == 1 < len(names) else ""
    if venture or not groups:
        groups = [_NOT_KNOWN] * len(names)
    if len(groups) != len(names):
        raise ValueError(f"{row['supplier_name']}: {len(names)} members and {len(groups)} groups")
    members = tuple(
        Member(name, "" if group == _NOT_KNOWN else group) for name, group in zip(names, groups, strict=True)
    )
    return Supplier(members, venture, _INCOMPLETE not in row["note"], row["basis"], row["note"])
