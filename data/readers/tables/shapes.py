"""The exports that are recognised by their header, whatever the file is called, and what this program itself wrote."""

from collections.abc import Iterable, Mapping

from data.model.issues import LEFT_OUT, Issue

CONTRACTS_FINDER_SUPPLIERS = "Supplier [Name|Address|Ref type|Ref Number|Is SME|Is VCSE]"
CONTRACTS_FINDER = frozenset({"Notice Identifier", "Organisation Name", "Awarded Value", CONTRACTS_FINDER_SUPPLIERS})
HARVEST = frozenset({"releases/0/ocid"})
MYSOCIETY = frozenset({"award_link", "contract_start", "contract_end", "value_amount"})
OJEU = frozenset({"SUPPLIER_NAME", "CONTRACT_BUYER", "CONTRACT_TITLE", "CONTRACT_VALUE", "CONTRACT_URL"})
OWN = b"back_in_house"
"""Key under which a table that this program built says so; its issues and steps are told by their columns."""
_BESIDE = (frozenset(Issue._fields), frozenset({"Step", "Contracts", "£ whole life"}))
_SHAPES = {
    "Contracts Finder export": CONTRACTS_FINDER,
    "Contracts Finder daily file": HARVEST,
    "mySociety awards": MYSOCIETY,
    "OJEU awards": OJEU,
}


def known_shape(columns: list[str]) -> str:
    """Name the export that a header belongs to; empty where its columns must be matched."""
    names = set(columns)
    shape = next((name for name, header in _SHAPES.items() if names >= header), "")
    return shape or ("Open Contracting releases, flattened" if is_flattened(columns) else "")


def is_flattened(columns: list[str]) -> bool:
    """Say whether a table holds awards or contracts of releases under the paths of the standard."""
    paths = [name.removeprefix("compiledRelease/") for name in columns]
    return "ocid" in paths and any(name.startswith(("awards/0/", "contracts/0/")) for name in paths)


def own_output(source: str, names: Iterable[str], about: Mapping[bytes, bytes] | None = None) -> list[Issue]:
    """Return the issue of a file that a build wrote, by its columns and what it says of itself; none for any other."""
    if OWN not in (about or {}) and frozenset(names) not in _BESIDE:
        return []
    problem = "was written by this program when it built a table, and is no source of contracts"
    return [Issue(source, None, "", "columns", "", problem, f"{LEFT_OUT}: open the built table itself")]
