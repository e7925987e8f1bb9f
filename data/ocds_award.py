"""Where each publisher puts the facts of an award: contract first, then award, then lot, then tender.

- Procurement Act: value and period stand in the contract (UK7) or the award (UK5, UK6), codes in the award's items.
- Older regime, Scotland, Wales: value in the contract or award, codes in the tender, no contract period.
- Contracts Finder: value and period in the award, codes in the tender; the legacy shape in the tender's items.
"""

from collections.abc import Iterator

from data.ocds_party import Parties, suppliers
from data.ocds_shape import Json, Text, as_dict, as_list

_FTS, _CF = "ocds-h6vhtk", "ocds-b5fd17"
_FTS_NOTICE = "https://www.find-tender.service.gov.uk/Notice/"
_CF_NOTICE = "https://www.contractsfinder.service.gov.uk/Notice/"
_NOTICES = ("awardNotice", "contractNotice", "tenderNotice", "plannedProcurementNotice")
_CPV_LENGTH = 8
_UUID_LENGTH = 36
_LONGEST_CODE = 5


def pairs(release: Json) -> list[tuple[Json, Json]]:
    """Return each award with its contract: one pair per contract, and per award that has none yet."""
    awards, contracts = as_list(release.get("awards")), as_list(release.get("contracts"))
    if not contracts:
        return [(award, {}) for award in awards]
    by_award: dict[str, list[Json]] = {}
    for contract in contracts:
        by_award.setdefault(str(contract.get("awardID")), []).append(contract)
    found = [(award, contract) for award in awards for contract in by_award.pop(str(award.get("id")), [{}])]
    return found + [({}, contract) for left in by_award.values() for contract in left]


def about(
    award: Json, contract: Json, release: Json, parties: Parties, text: Text, *, several: bool, partial: bool
) -> Json:
    """Return what is particular to one award; what the tender planned is no period of a `partial` notice."""
    tender = as_dict(release.get("tender"))
    lots = _lots(award, tender)
    items = list(_items(award, contract, tender, lots))
    documents = as_list(contract.get("documents")) + as_list(award.get("documents"))
    plan: tuple[Json, list[Json]] = ({}, []) if partial else (tender, lots)
    return {
        "award_id": _award_id(award, contract),
        "title": _title(award, contract, tender, release, lots, text, several=several),
        "description": _description(award, tender, release, lots, text, several=several),
        "lot": _lot(award, contract, lots),
        "category": _category(award, tender),
        "suppliers": suppliers(award, contract, parties, text),
        "cpvs": _cpvs(items, tender),
        "signed": text.day(contract.get("dateSigned") or award.get("date"), "contracts/dateSigned"),
        "notice_url": _notice_url(documents, release, text.ocid),
        **_value(award, contract, tender, text, several=several),
        **_period((contract.get("period"), award.get("contractPeriod")), *plan, text),
        **_changed_end(contract, text),
        **_delivery(items),
    }


def planned(release: Json, tender: Json, text: Text) -> Json:
    """Return what a notice without awards plans to buy."""
    lots, items = as_list(tender.get("lots")), as_list(tender.get("items"))
    only = lots if len(lots) == 1 else []
    value = as_dict(tender.get("value")) or (as_dict(only[0].get("value")) if only else {})
    return {
        "title": _title({}, {}, tender, release, only, text, several=False),
        "description": _description({}, tender, release, only, text, several=False),
        "category": _category({}, tender),
        "cpvs": _cpvs(items, tender),
        "notice_url": _notice_url(as_list(tender.get("documents")), release, text.ocid),
        "estimated": True,
        **_amounts(value, text),
        **_period((), tender, only, text),
        **_delivery(items),
    }


def _award_id(award: Json, contract: Json) -> str:
    award_id = str(award.get("id") or contract.get("awardID") or "")
    number = str(contract.get("id") or "")
    return award_id if number in ("", award_id) else f"{award_id}/{number}" if award_id else number


def _lots(award: Json, tender: Json) -> list[Json]:
    lots = as_list(tender.get("lots"))
    related = award.get("relatedLots")
    return [lot for lot in lots if lot.get("id") in related] if isinstance(related, list) and lots else []


def _items(award: Json, contract: Json, tender: Json, lots: list[Json]) -> Iterator[Json]:
    own = as_list(award.get("items")) or as_list(contract.get("items"))
    if own:
        yield from own
        return
    wanted = {lot.get("id") for lot in lots}
    for item in as_list(tender.get("items")):
        if not wanted or item.get("relatedLot") in wanted or "relatedLot" not in item:
            yield item


def _title(
    award: Json, contract: Json, tender: Json, release: Json, lots: list[Json], text: Text, *, several: bool
) -> str:
    title = text.clean(tender.get("title") or release.get("title"), "tender/title")
    own = award.get("title") or contract.get("title") or (lots[0].get("title") if len(lots) == 1 else "")
    if not title or not several or not isinstance(own, str):
        return title or text.clean(own, "awards/title")
    lot = text.clean(own, "awards/title")
    return title if not lot or lot in title else f"{title}: {lot}"


def _description(award: Json, tender: Json, release: Json, lots: list[Json], text: Text, *, several: bool) -> str:
    main = tender.get("description") or release.get("description") or award.get("description")
    description = text.clean(main, "tender/description")
    if len(lots) != 1 or not (several or not description):
        return description
    lot = text.clean(lots[0].get("description"), "tender/lots/description")
    return f"{description}\n{lot}".strip() if lot not in description else description


def _lot(award: Json, contract: Json, lots: list[Json]) -> str:
    own = (award.get("title") or contract.get("title"), award.get("description"))
    lot = (lots[0].get("title"), lots[0].get("description")) if len(lots) == 1 else ()
    return "\n".join([words for words in (*own, *lot) if isinstance(words, str)])


def _category(award: Json, tender: Json) -> str:
    """Return goods, works or services as declared; "" where it is not."""
    own = award.get("mainProcurementCategory") or tender.get("mainProcurementCategory")
    declared = str(own or as_dict(tender.get("xClassifications")).get("ojeuContractType") or "").lower()
    return {"products": "goods", "supplies": "goods"}.get(declared, declared)


def _cpvs(items: list[Json], tender: Json) -> tuple[str, ...]:
    found = [tender.get("classification"), *as_list(tender.get("additionalClassifications"))]
    for item in items:
        found.append(item.get("classification"))
        found.extend(as_list(item.get("additionalClassifications")))
    codes = [c for c in found if isinstance(c, dict) and c.get("scheme") == "CPV" and c.get("id")]
    return tuple({str(code["id"])[:_CPV_LENGTH]: None for code in codes})


def _value(award: Json, contract: Json, tender: Json, text: Text, *, several: bool) -> Json:
    """The tender's estimate stands in for the value of the only award that states none."""
    for value in (as_dict(contract.get("value")), as_dict(award.get("value"))):
        if value.get("amount") is not None or value.get("amountGross") is not None:
            return _amounts(value, text)
    estimate = as_dict(tender.get("value"))
    return {} if several or not estimate.get("amount") else {**_amounts(estimate, text), "estimated": True}


def _amounts(value: Json, text: Text) -> Json:
    """Contracts Finder does not say whether its values include VAT; the other services state them without."""
    basis = "unknown" if text.ocid.startswith(_CF) or not value else "ex"
    return {"net": _number(value.get("amount"), text), "gross": _number(value.get("amountGross"), text),
            "currency": str(value.get("currency") or "GBP"), "vat_basis": basis}  # fmt: skip


def _number(value: object, text: Text) -> float | None:
    if value is None or (isinstance(value, (float, int)) and not isinstance(value, bool)):
        return value
    text.lost("value/amount", value, "is not a number")
    return None


def _period(own: tuple[object, ...], tender: Json, lots: list[Json], text: Text) -> Json:
    """Return the first period stated: the award's own, else its lot's, else the tender's."""
    for place in (*own, lots[0].get("contractPeriod") if lots else None, tender.get("contractPeriod")):
        if isinstance(place, dict) and ("startDate" in place or "endDate" in place):
            start = text.day(place.get("startDate"), "contractPeriod/startDate")
            return {"start": start, **_ends(place, "contractPeriod", text)}
    return {}


def _changed_end(contract: Json, text: Text) -> Json:
    """Return the end by the last change that states one: a change notice (UK10) has it nowhere else."""
    if "proposedAmendments" not in contract and "amendments" not in contract:
        return {}
    changes = as_list(contract.get("proposedAmendments")) + as_list(contract.get("amendments"))
    periods = [as_dict(change.get("period")) for change in changes]
    place = next((period for period in reversed(periods) if "endDate" in period), None)
    return _ends(place, "amendments/period", text) if place else {}


def _ends(period: Json, path: str, text: Text) -> Json:
    return {"end": text.day(period.get("endDate"), f"{path}/endDate"),
            "latest_end": text.day(period.get("maxExtentDate"), f"{path}/maxExtentDate")}  # fmt: skip


def _delivery(items: list[Json]) -> Json:
    codes, names, postcodes = dict[str, None](), dict[str, None](), dict[str, None]()
    for item in items:
        for address in as_list(item.get("deliveryAddresses")):
            region = address.get("region")
            if isinstance(region, str) and region:
                (codes if region.isupper() and len(region) <= _LONGEST_CODE else names)[region] = None
            elif address.get("countryName"):
                names[str(address["countryName"])] = None
            if address.get("postalCode"):
                postcodes[str(address["postalCode"])] = None
    return {"region_codes": tuple(codes), "region_names": tuple(names), "postcodes": tuple(postcodes)}


def _notice_url(documents: list[Json], release: Json, ocid: str) -> str:
    for document in documents:
        if ("noticeType" in document or document.get("documentType") in _NOTICES) and document.get("url"):
            return str(document["url"])
    release_id = str(release.get("id") or "")
    if ocid.startswith(_FTS) and release_id:
        return _FTS_NOTICE + release_id
    if ocid.startswith(_CF) and not release_id.startswith("ocds") and len(release_id) >= _UUID_LENGTH:
        return _CF_NOTICE + release_id[:_UUID_LENGTH]
    links = as_list(release.get("links"))
    return next((str(link["href"]) for link in links if link.get("rel") == "canonical" and link.get("href")), "")
