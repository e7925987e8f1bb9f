"""Where a fact of the register was read: the official notice by its number, then a copy of it, then who else said it.

An address is shown as a source only where a publisher stands behind it. The number in an open contracting id of
Contracts Finder (`ocds-b5fd17-...`) is not the number of a notice, so no address is ever made from one.
"""

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from urllib.parse import urlsplit

from data.register.corrections import Correction, Row, in_force, written

SOURCES = "sources.csv"
COLUMNS = ("contract_id", "column", "address", "day", "note")

_NUMBERS = (
    (re.compile(r"Find a Tender (\d{6}-\d{4})\b"), "https://www.find-tender.service.gov.uk/Notice/"),
    (re.compile(r"Contracts Finder ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b"),
     "https://www.contractsfinder.service.gov.uk/Notice/"),
)  # fmt: skip
"""Numbers of notices as the register writes them, and where the service shows a notice by its number."""
_IN_ADDRESS = re.compile(r"/(?:tenders|Notice)/(\d{6}-\d{4})$")
"""Find a Tender's number of a notice, as it and copies write it into their addresses."""
_OFFICIAL = ("find-tender.service.gov.uk", "contractsfinder.service.gov.uk", "sell2wales.gov.wales",
             "publiccontractsscotland.gov.uk", "etendersni.gov.uk", "ted.europa.eu")  # fmt: skip
_COPIES = ("d3tenders.com", "bidatlas.co.uk", "bidstats.uk", "publicsupply.co.uk", "intelapp.io")
_NO_PUBLISHER = (".on.aws", ".azurefd.net", ".azurewebsites.net", ".linkstest.com")
"""Hosts that cloud services name themselves, or that show a draft: nobody publishes under them."""


class Standing(StrEnum):
    """Who stands behind an address."""

    OFFICIAL = "official notice"
    COPY = "copy of an official notice"
    OTHER = "published source"
    NONE = ""
    """No publisher, or no address."""


def standing(address: str) -> Standing:
    """Say who stands behind an address, by its host."""
    host = f".{(urlsplit(address).hostname or '').lower()}"
    if host == "." or host.endswith(_NO_PUBLISHER):
        return Standing.NONE
    if host.endswith(tuple(f".{name}" for name in _OFFICIAL)):
        return Standing.OFFICIAL
    return Standing.COPY if host.endswith(tuple(f".{name}" for name in _COPIES)) else Standing.OTHER


def official_addresses(notice_id: str) -> Iterator[str]:
    """Give the address of each official notice that a cell of the register numbers, Find a Tender's first."""
    for number, address in _NUMBERS:
        for identifier in number.findall(notice_id):
            yield f"{address}{identifier}"


def addresses(notice_id: str, source_url: str) -> list[str]:
    """Give the addresses of a row, best first: official notices by number, then the address where it was read.

    An address without a publisher is left out, so there may be none: then the notice's number is all there is.
    """
    candidates = [*official_addresses(notice_id), source_url]
    return [address for address in dict.fromkeys(candidates) if standing(address) is not Standing.NONE]


def cited(source_url: str, notice_id: str) -> str:
    """Give what is shown as the source of a cell: the address, or a notice's number where nobody publishes there.

    The number is the one that the address names, else the first of the row, else none.
    """
    if standing(source_url) is not Standing.NONE:
        return source_url
    if number := number_in(source_url):
        return f"Find a Tender {number}"
    return notice_id.split("; ", maxsplit=1)[0]


def number_in(address: str) -> str:
    """Give Find a Tender's number of the notice that an address names; empty where it names none."""
    match = _IN_ADDRESS.search(urlsplit(address).path)
    return match[1] if match else ""


def shown_sources(rows: Iterable[Row], sources: Iterable[Row]) -> list[Row]:
    """Give what a page shows beside the first address of each row: its further addresses, then its corrected cells.

    Args:
        rows: the register.
        sources: the rows of sources.csv.

    Returns:
        A row each with the columns of sources.csv; `column` is empty for a further address of the whole row.
    """
    further = [
        {**dict.fromkeys(COLUMNS, ""), "contract_id": row["id"], "address": address, "day": row["read_on"]}
        for row in rows
        for address in addresses(row["notice_id"], row["source_url"])[1:]
    ]
    return [*further, *sources]


def source_rows(rows: Iterable[Row], corrections: Iterable[Correction]) -> str:
    """Write sources.csv: a line for each corrected cell with what is shown as its source, the day, and the note."""
    kept = list(rows)
    notices = {row["id"]: row["notice_id"] for row in kept}
    listed = [
        {
            "contract_id": each.contract_id,
            "column": each.column,
            "address": cited(each.source_url, notices[each.contract_id]),
            "day": each.read_on,
            "note": each.note,
        }
        for each in in_force(kept, corrections)
    ]
    return written(listed, COLUMNS)
