"""Our columns as a user's table may hold them: what each means, what others call it, what its cells look like."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from data.model import cell_values


@dataclass(frozen=True)
class ColumnAliases:
    """One of our columns: the names that others give it, best first, and the words that its name must not hold."""

    meaning: str
    names: tuple[str, ...]
    looks: Callable[[Any], bool] | None = None
    not_with: tuple[str, ...] = ()


def _is_money(value: Any) -> bool:
    return cell_values.money(value)[0] is not None


def _is_day(value: Any) -> bool:
    return cell_values.day(value)[0] is not None


def _is_code(value: Any) -> bool:
    return bool(re.match(r"\s*\d{8}", cell_values.text(value)))


def _names(listed: str) -> tuple[str, ...]:
    return tuple(" ".join(name.split()) for name in listed.split(";"))


# Names seen in Local Government Transparency Code registers, Contracts Finder tables and council workbooks.
COLUMN_ALIASES: dict[str, ColumnAliases] = {
    "title": ColumnAliases("what was bought, in a few words", _names(
        """title of agreement; contract title; tender title; agreement title; title; contract name; name of contract;
        procurement name; subject; contract"""),
        not_with=("value", "start", "end", "date", "reference", "number", "type", "supplier", "length")),
    "description": ColumnAliases("what was bought, in full", _names(
        """tender description; description of goods and or services; description of the goods; contract description;
        description; summary; scope""")),
    "buyer": ColumnAliases("the public body", _names(
        """contracting authority; buyer name; buyer; organisation name; organisation; organization; council;
        local authority; authority; public body"""), not_with=("department",)),
    "company_number": ColumnAliases("the supplier's company number", _names(
        """company registration number; companies house number; company number; companies house; company reg no""")),
    "supplier": ColumnAliases("who supplies it; several joined by ';'", _names(
        """supplier name; supplier names; contractor name; supplier name and details; name of supplier;
        awarded supplier; suppliers; supplier; contractor; vendor; provider"""),
        not_with=("number", "id", "code", "charity", "size", "address", "contact")),
    "reference": ColumnAliases("the source's own number of the contract", _names(
        """contract reference; reference number; contract ref; agreement reference; reference; contract number;
        release id; contract id; ref; id""")),
    "annual": ColumnAliases("pounds a year", _names(
        """estimated annual spending; annual value; annual contract value; value per annum; annual spend;
        estimated annual value; annual cost"""), _is_money),
    "value": ColumnAliases("pounds over the whole term", _names(
        """total contract value; sum to be paid over the length of the contract; whole life value; lifetime value;
        total value; awarded value; contract value; value amount; value of contract; value gbp; value; amount"""),
        _is_money, not_with=("annual", "annum", "year", "vat that cannot")),
    "currency": ColumnAliases("currency of the value", _names("value currency; currency")),
    "latest_end_date": ColumnAliases("last day after all extensions", _names(
        """latest end date; end date including extensions; extension end date; maximum end date; final end date;
        extended end date; end date with extensions"""), _is_day),
    "start_date": ColumnAliases("first day", _names(
        """contract start date; start date; date of award start; commencement date; contract period start date;
        start; contract start"""), _is_day),
    "end_date": ColumnAliases("last day before extensions", _names(
        """contract end date; end date; expiry date; contract expiry date; current end date;
        contract period end date; end; contract end; expiry"""), _is_day, not_with=("extension", "extended", "latest")),
    "published_date": ColumnAliases("day it was published", _names(
        "published date; publication date; date published"), _is_day),
    "cpv": ColumnAliases("procurement codes of eight digits", _names(
        "cpv codes; cpv code; cpv; classification id; common procurement vocabulary"), _is_code),
    "procedure": ColumnAliases("how it was procured", _names(
        """procedure type; procurement route; procurement method; route to market; process type; tender process""")),
    "region": ColumnAliases("place of delivery", _names("delivery region; region; location; area")),
    "category": ColumnAliases("goods, works or services", _names(
        "contract type; main procurement category; type of contract; category")),
    "notice_url": ColumnAliases("address of the notice", _names(
        "notice url; contract url; notice link; url; link; web link")),
}  # fmt: skip
