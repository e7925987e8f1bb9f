"""Where a contract and its facts were read, in words and links: the official notice first, a copy said to be one."""

from collections.abc import Iterable, Mapping

from data.register.sources import Standing, official_addresses, standing
from output.text import link, plain
from policy.formats import capital

_NOT_KNOWN = "Address of the published source not known"


def of_contract(first: object, sources: Iterable[Mapping[str, str]]) -> str:
    """Link what a contract was read in, the best address first, in Markdown; each says whose page it is.

    Args:
        first: the best address of the contract, or none.
        sources: what the data set says of it beside that; only what stands for the whole contract is taken.
    """
    others = [source["address"] for source in sources if not source["column"]]
    links = [link(capital(words(address)), address) for address in (first, *others) if isinstance(address, str)]
    return " · ".join(filter(None, links)) or _NOT_KNOWN


def of_fact(column: str, sources: Iterable[Mapping[str, str]]) -> str:
    """Say where one fact was read, where that is not where the contract was: link or notice number, and the note."""
    found = next((source for source in sources if source["column"] == column), None)
    if found is None:
        return ""
    address = found["address"]
    official = next(official_addresses(address), "")
    said = plain(address) if official or "://" not in address else words(address)
    where = link(said, official or address) if official or "://" in address else said
    return f"{where}: {plain(found['note'])}" if found["note"] else where


def words(address: str) -> str:
    """Say whose page an address is."""
    return f"the {kind}" if (kind := standing(address)) is Standing.OFFICIAL else str(kind or Standing.OTHER)
