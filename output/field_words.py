"""Fields of a contract for a reader: their names, their values in words, and where each was read, as links."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from data.register.sources import Standing, number_in, official_addresses, standing
from output.text import BETWEEN, link, plain
from policy.coded import CodedContracts
from policy.contracts import BY_NAME
from policy.formats import capital
from policy.results.explain import value_in_words
from policy.rules.criteria import ARTICLES
from policy.rules.scope import AUTHORITY_LABELS
from policy.scope.fields import GROUP_LABELS

LABELS = {
    "contract_id": "Id of the contract",
    "buyer": "Buyer",
    "buyer_kind": "Kind of buyer",
    "supplier": "Supplier",
    "supplier_kind": "Kind of supplier",
    "supplier_public_kind": "Which public body the supplier is",
    "service": "Kind of service",
    "service_confidence": "How sure we are of the service",
    "service_evidence": "Why this service",
    "purchase": "What is bought",
    "value_gbp": "Value over the whole term, without VAT",
    "value_quality": "Where the value comes from",
    "value_span": "Who says which years the value covers",
    "vat_basis": "VAT in the published figure",
    "annual_gbp": "Value a year, without VAT",
    "start_date": "Starts",
    "end_date": "Ends, before any extension",
    "latest_end_date": "Ends, after every stated extension",
    "successor_id": "Contract that takes over",
    "instrument": "Form of contract",
    "instrument_evidence": "Why this form",
    "regime": "Law under which it was let",
    "nation": "Nation",
    "region": "Region",
    "stage": "Awarded or planned",
    "source": "Source",
    "source_row": "Row of the source",
    "counted": "Counted in totals",
    "not_counted_reason": "Why it is not counted",
    "group": "Group of services",
    "contact": "Contact with people at risk",
    "coercive": "Powers over people",
    "echr_articles": "Human rights at risk",
    "at_risk_groups": "People at risk",
    "named_in_pledge": "Named in the pledge or its coverage",
    "meets_pledge_definition": "People who rely on state protection",
    "meets_2006_definition": "Vulnerable adult of the 2006 Act, or a child",
    "meets_current_definition": "Regulated activity of today's law",
    "light_touch": "Light-touch service of the Procurement Act",
    "good_reason_default": "Meant to be independent of the state",
}
"""Name of each field for a reader."""
_PUBLIC = {"local": "a council", "nhs": "an NHS body", "central": "a central body", "owned": "a publicly owned company",
           "other": "another public body", "none": "none of them is public"}  # fmt: skip
VALUES: dict[str, dict[str, str]] = {
    "buyer_kind": AUTHORITY_LABELS,
    "supplier_kind": {"private": "private firm", "joint_venture": "joint venture", "public": "public body",
                      "mixed": "several, of several kinds", "unknown": "not known", "none": "no supplier is named"},
    "supplier_public_kind": _PUBLIC,
    "purchase": {"service": "services", "works": "building works", "unknown": "not known"},
    "value_quality": {"stated": "stated in the notice", "estimated": "estimated by the source",
                      "net_from_gross": "stated with VAT", "ceiling": "a ceiling: at most this much",
                      "annual_times_term": "stated by the year",
                      "placeholder": "a placeholder, not a value", "foreign": "in another currency",
                      "missing": "not stated"},
    "value_span": {"source": "the source says so", "note": "our own note says so", "assumed": "nobody: we assume it"},
    "vat_basis": {"ex": "without VAT", "inc": "with VAT", "unknown": "not known"},
    "instrument": {"dps": "dynamic purchasing system", "pfi": "private finance deal",
                   "call_off": "call-off from a framework", "direct_award": "direct award"},
    "regime": {"act": "Procurement Act 2023", "health": "Provider Selection Regime, for health services",
               "older": "the regulations before 2025", "other": "another law", "unknown": "not known"},
    "nation": {"UK": "the UK, or several nations"},
    "region": {"National": "several regions"},
    "stage": {"superseded": "ended early or replaced"},
    "group": GROUP_LABELS,
    "contact": {"incidental": "incidental: workers meet them on the way", "significant": "significant: it is for them"},
    "coercive": {"held": "held by the contractor", "reports": "its reports lead to sanctions",
                 "minor": "minor ones, such as parking"},
}  # fmt: skip
"""Words of values that are codes; any other stands as published."""


_NOT_KNOWN = "Address of the published source not known"


def label(name: str) -> str:
    """Name a field for a reader; a field of a rule that is new here by its own meaning."""
    return LABELS.get(name) or BY_NAME[name].meaning.capitalize()


def words(coded: CodedContracts, name: str, row: int) -> str:
    """Say one field of a contract as the rules read it, in words; a missing one is said to be not known."""
    return in_words(coded.as_read(slice(row, row + 1)), name, 0, coded.services)


def in_words(frame: pd.DataFrame, name: str, row: int, services: pd.DataFrame) -> str:
    """Say the value of one cell of a contracts table; `services` has the labels of kinds of service by id."""
    value = frame[name].iloc[row]
    if pd.isna(value):
        return BY_NAME[name].missing
    if name == "service":
        return str(services["label"].get(value, value))
    if name == "echr_articles":
        return ", ".join(ARTICLES.get(article, article) for article in str(value).split()) or "none"
    if name == "at_risk_groups":
        return ", ".join(group.replace("_", " ") for group in str(value).split()) or "none"
    said = VALUES.get(name, {}).get(str(value)) or value_in_words(frame, name, row)
    at = row_of_source(frame, row) if name == "source" else ""
    return f"{said}, {at}" if at else said


def row_of_source(frame: pd.DataFrame, row: int) -> str:
    """Say which row of a register of one's own states a contract; empty of any other, and where it was not recorded."""
    at = frame["source_row"].iloc[row] if "source_row" in frame else None
    return at if isinstance(at, str) else ""


def links_of_contract(first: object, sources: Iterable[Mapping[str, str]]) -> str:
    """Link what a contract was read in, in Markdown: the official notice first, a copy said to be one.

    Two of one kind are told apart, by the numbers of their notices or else by their order.

    Args:
        first: the best address of the contract, or none.
        sources: what the data set says of it beside that; only what stands for the whole contract is taken.
    """
    others = [source["address"] for source in sources if not source["column"]]
    addresses = [*dict.fromkeys(address for address in (first, *others) if isinstance(address, str) and address)]
    links = [link(capital(name), address) for name, address in zip(_names(addresses), addresses, strict=True)]
    return BETWEEN.join(filter(None, links)) or _NOT_KNOWN


def _names(addresses: list[str]) -> Iterator[str]:
    """Name each address by whose page it is; where several are of one kind, with a number of its own too."""
    kinds = [whose_page(address) for address in addresses]
    for place, (kind, address) in enumerate(zip(kinds, addresses, strict=True)):
        if kinds.count(kind) == 1:
            yield kind
        else:
            yield f"{kind}, {number_in(address) or kinds[: place + 1].count(kind)}"


def link_of_fact(column: str, sources: Iterable[Mapping[str, str]]) -> str:
    """Say where one fact was read, where that is not where the contract was: link or notice number, and the note."""
    origin = next((source for source in sources if source["column"] == column), None)
    if origin is None:
        return ""
    address = origin["address"]
    official = next(official_addresses(address), "")
    words = plain(address) if official or "://" not in address else whose_page(address)
    where = link(words, official or address) if official or "://" in address else words
    return f"{where}: {plain(origin['note'])}" if origin["note"] else where


def word_of_link(addresses: Iterable[object]) -> str:
    """Name links in the one word that a column has for them: notices, where each address is of one or of a copy."""
    known = [address for address in addresses if isinstance(address, str) and address]
    notices = all(standing(address) in (Standing.OFFICIAL, Standing.COPY) for address in known)
    return "Notice" if notices else "Source"


def whose_page(address: str) -> str:
    """Say whose page an address is."""
    return f"the {kind}" if (kind := standing(address)) is Standing.OFFICIAL else str(kind or Standing.OTHER)
