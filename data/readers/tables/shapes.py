"""The exports that are recognised by their header, whatever the file is called, and what this program itself wrote."""

import re
from collections.abc import Iterable, Mapping, Sequence

from data.model.issues import LEFT_OUT, Issue

CONTRACTS_FINDER_SUPPLIERS = "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]"
CONTRACTS_FINDER = frozenset({"Notice Identifier", "Organisation Name", "Awarded Value", CONTRACTS_FINDER_SUPPLIERS})
HARVEST = frozenset({"releases/0/ocid"})
MYSOCIETY = frozenset({"award_link", "contract_start", "contract_end", "value_amount"})
OJEU = frozenset({"SUPPLIER_NAME", "CONTRACT_BUYER", "CONTRACT_TITLE", "CONTRACT_VALUE", "CONTRACT_URL"})
OWN = b"back_in_house"
"""Key under which a table that this program built says so; its issues and steps are told by their columns."""
_BESIDE = (frozenset(Issue._fields), frozenset({"Step", "Contracts", "£ whole life"}))
_CONTRACTS = frozenset({"contract_id", "counted", "not_counted_reason", "value_quality"})
"""Columns of a contracts table that no register of anybody else has all of."""
_LISTS = (
    frozenset({"Contract", "Outcome", "Share back", "Id"}),
    frozenset({"Contract", "£ a year back, change", "Id"}),
    frozenset({"Contract", "What is not known", "What to look up", "Id"}),
    frozenset({"contract_id", "said", "label", "corrected"}),
    frozenset({"Party", "Role", "Contract", "What is said"}),
    frozenset({"contract_id", "stage", "stands", "share_central"}),
    frozenset({"contract_id", "stage", "rule", "central"}),
    frozenset({"contract_id", "not_known", "look_up"}),
)
"""Columns of what is given of contracts: by a page lists, what changes between two scenarios or makes a range, an
audit, a right of reply; then the list of the HTTP interface, that of the library, and what makes a range in both."""
REGISTER = "a register of this program"
_LINKED = frozenset({"_link", "ocid"})
_WHOLE = re.compile(r"(?:compiledRelease/)?(?:buyer|tender|parties)/")
SHAPES = {
    "Contracts Finder export": CONTRACTS_FINDER,
    "Contracts Finder daily file": HARVEST,
    "mySociety awards": MYSOCIETY,
    "OJEU awards": OJEU,
    REGISTER: frozenset({"id", "title", "value_basis", "vat", "source_kind", "counted", "not_counted_reason"}),
}
"""The columns by which each export is known, by its name; `dispatch` says which reader it has."""


def known_shape(columns: Sequence[str]) -> str:
    """Name the export that a header belongs to; empty where its columns must be matched."""
    names = set(columns)
    shape = next((name for name, header in SHAPES.items() if names >= header), "")
    return shape or ("Open Contracting releases, flattened" if is_flattened(columns) else "")


def part_of_release(source: str, sheets: Sequence[Sequence[str]]) -> list[Issue]:
    """Return the issue of a file that holds one list of releases, and links to the rest; none for any other.

    The data registry gives such tables (https://github.com/kindly/flatterer): the awards of a release stand in one,
    their suppliers in another, what was put out to tender in a third, whether or not it was awarded. The standard's own
    tool gives a workbook with a sheet a list, which is put together, or the same as files.
    """
    names = sheets[0] if sheets else ()
    alone = len(sheets) == 1 and is_flattened(names) and not any(_WHOLE.match(name) for name in names)
    if not (alone or _LINKED.issubset(names) or "_link_main" in names):
        return []
    problem = "is one of the tables that hold the parts of releases; JSON of the same releases holds them whole"
    return [Issue(source, None, "", "columns", "", problem, LEFT_OUT, unread=True)]


def is_flattened(columns: Sequence[str]) -> bool:
    """Say whether a table holds awards or contracts of releases under the paths of the standard."""
    paths = [name.removeprefix("compiledRelease/") for name in columns]
    return "ocid" in paths and any(name.startswith(("awards/0/", "contracts/0/")) for name in paths)


def own_output(source: str, names: Iterable[str], about: Mapping[bytes, bytes] | None = None) -> list[Issue]:
    """Return the issue of a file that this program wrote and that is no source; none for any other.

    It is told by its columns and what it says of itself. Read as a register, a list would count ceilings as spend, and
    a contracts table each notice that another replaced.
    """
    columns = frozenset(names)
    if OWN in (about or {}) or columns in _BESIDE:
        problem = "was written by this program when it built a table, and is no source of contracts"
        remedy = "open the built table itself"
    elif columns >= _CONTRACTS:
        problem = "is a contracts table of this program that another program saved, and what it says of itself is lost"
        remedy = "open the table that was built, or build it again from the notices"
    elif any(columns >= each for each in _LISTS):
        problem = "is a list that this program gave of contracts, and does not hold what the rules ask"
        remedy = "open the link in it, or give the data that it was made of"
    else:
        return []
    lost = OWN not in (about or {}) and columns not in _BESIDE
    return [Issue(source, None, "", "columns", "", problem, f"{LEFT_OUT}: {remedy}", lost)]
