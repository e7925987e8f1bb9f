"""Where each publisher puts the facts of an award: contract first, then award, then lot, then tender.

- Procurement Act: value and period stand in the contract (UK7) or the award (UK5, UK6), codes in the award's items.
- Older regime, Scotland, Wales: value in the contract or award, codes in the tender, no contract period.
- Contracts Finder: value and period in the award, codes in the tender; the legacy shape in the tender's items.
"""

from msgspec import UNSET

from data.readers.field_reader import FieldReader
from data.readers.ocds.json_object import Json
from data.readers.ocds.organizations import Parties, suppliers
from data.readers.ocds.release import (
    Award,
    Classification,
    Contract,
    Document,
    Item,
    Lot,
    Period,
    Release,
    Tender,
    Value,
)

_FTS, _CF = "ocds-h6vhtk", "ocds-b5fd17"
_FTS_NOTICE = "https://www.find-tender.service.gov.uk/Notice/"
_CF_NOTICE = "https://www.contractsfinder.service.gov.uk/Notice/"
_NOTICES = ("awardNotice", "contractNotice", "tenderNotice", "plannedProcurementNotice")
_CPV_LENGTH = 8
_UUID_LENGTH = 36
_LONGEST_CODE = 5
NO_AWARD, NO_CONTRACT, _NO_VALUE = Award(), Contract(), Value()


def with_contracts(release: Release) -> list[tuple[Award, Contract]]:
    """Return each award with its contract: one pair per contract, and per award that has none yet."""
    if not release.contracts:
        return [(award, NO_CONTRACT) for award in release.awards]
    by_award: dict[str, list[Contract]] = {}
    for contract in release.contracts:
        by_award.setdefault(str(contract.award_id), []).append(contract)
    none = [NO_CONTRACT]
    found = [(award, contract) for award in release.awards for contract in by_award.pop(str(award.id), none)]
    return found + [(NO_AWARD, contract) for left in by_award.values() for contract in left]


def award_fields(
    award: Award,
    contract: Contract,
    release: Release,
    parties: Parties,
    fields: FieldReader,
    *,
    several: bool,
    partial: bool,
) -> Json:
    """Return what is particular to one award; what the tender planned is no period of a `partial` notice."""
    tender = release.tender
    lots = _lots(award, tender)
    items = _items(award, contract, tender, lots)
    plan = () if partial else (*(lot.contract_period for lot in lots[:1]), tender.contract_period)
    return {
        "award_id": _award_id(award, contract),
        "title": _title(award, contract, release, lots, fields, several=several),
        "description": _description(award, release, lots, fields, several=several),
        "lot_text": _lot_text(award, contract, lots),
        "category": _category(award, tender),
        "suppliers": suppliers(award, contract, parties, fields),
        "cpvs": _cpvs(items, tender),
        "date_signed": fields.day(contract.date_signed or award.date, "contracts/dateSigned"),
        "notice_url": _notice_url(contract.documents + award.documents, release),
        **_value(award, contract, tender, fields, several=several),
        **_period((contract.period, award.contract_period, *plan), fields),
        **_changed_end(contract, fields),
        **_delivery(items),
    }


def plan_fields(release: Release, fields: FieldReader) -> Json:
    """Return what a notice without awards plans to buy."""
    tender = release.tender
    only = tender.lots if len(tender.lots) == 1 else ()
    value = tender.value if tender.value != _NO_VALUE or not only else only[0].value
    return {
        "title": _title(NO_AWARD, NO_CONTRACT, release, only, fields, several=False),
        "description": _description(NO_AWARD, release, only, fields, several=False),
        "category": _category(NO_AWARD, tender),
        "cpvs": _cpvs(tender.items, tender),
        "notice_url": _notice_url(tender.documents, release),
        "estimated": True,
        **_amounts(value, fields),
        **_period((*(lot.contract_period for lot in only), tender.contract_period), fields),
        **_delivery(tender.items),
    }


def _award_id(award: Award, contract: Contract) -> str:
    award_id = str(award.id or contract.award_id or "")
    number = str(contract.id or "")
    return award_id if number in ("", award_id) else f"{award_id}/{number}" if award_id else number


def _lots(award: Award, tender: Tender) -> tuple[Lot, ...]:
    related = award.related_lots
    return tuple([lot for lot in tender.lots if lot.id in related]) if isinstance(related, list) else ()


def _items(award: Award, contract: Contract, tender: Tender, lots: tuple[Lot, ...]) -> tuple[Item, ...]:
    own = award.items or contract.items
    if own or not lots:
        return own or tender.items
    wanted = {lot.id for lot in lots}
    return tuple([item for item in tender.items if item.related_lot is UNSET or item.related_lot in wanted])


def _title(
    award: Award, contract: Contract, release: Release, lots: tuple[Lot, ...], fields: FieldReader, *, several: bool
) -> str:
    title = fields.clean(release.tender.title or release.title, "tender/title")
    own = award.title or contract.title or (lots[0].title if len(lots) == 1 else "")
    if not title or not several or not isinstance(own, str):
        return title or fields.clean(own, "awards/title")
    lot = fields.clean(own, "awards/title")
    return title if not lot or lot in title else f"{title}: {lot}"


def _description(award: Award, release: Release, lots: tuple[Lot, ...], fields: FieldReader, *, several: bool) -> str:
    main = release.tender.description or release.description or award.description
    description = fields.clean(main, "tender/description")
    if len(lots) != 1 or not (several or not description):
        return description
    lot = fields.clean(lots[0].description, "tender/lots/description")
    return f"{description}\n{lot}".strip() if lot not in description else description


def _lot_text(award: Award, contract: Contract, lots: tuple[Lot, ...]) -> str:
    own = (award.title or contract.title, award.description)
    lot = (lots[0].title, lots[0].description) if len(lots) == 1 else ()
    return "\n".join([words for words in (*own, *lot) if isinstance(words, str)])


def _category(award: Award, tender: Tender) -> str:
    """Return goods, works or services as declared; "" where it is not."""
    own = award.main_procurement_category or tender.main_procurement_category
    declared = str(own or tender.x_classifications.ojeu_contract_type or "").lower()
    return {"products": "goods", "supplies": "goods"}.get(declared, declared)


def _cpvs(items: tuple[Item, ...], tender: Tender) -> tuple[str, ...]:
    found: list[Classification] = [tender.classification, *tender.additional_classifications]
    for item in items:
        found += (item.classification, *item.additional_classifications)
    return tuple(dict.fromkeys([str(code.id)[:_CPV_LENGTH] for code in found if code.scheme == "CPV" and code.id]))


def _value(award: Award, contract: Contract, tender: Tender, fields: FieldReader, *, several: bool) -> Json:
    """The tender's estimate stands in for the value of the only award that states none."""
    for value in (contract.value, award.value):
        if value.amount is not None or value.amount_gross is not None:
            return _amounts(value, fields)
    return {} if several or not tender.value.amount else {**_amounts(tender.value, fields), "estimated": True}


def _amounts(value: Value, fields: FieldReader) -> Json:
    """Contracts Finder does not say whether its values include VAT; the other services state them without."""
    basis = "unknown" if fields.ocid.startswith(_CF) or value == _NO_VALUE else "ex"
    return {
        "amount": _number(value.amount, fields),
        "amount_gross": _number(value.amount_gross, fields),
        "currency": str(value.currency or "GBP"),
        "vat_basis": basis,
    }


def _number(value: object, fields: FieldReader) -> float | None:
    if value is None or (isinstance(value, (float, int)) and not isinstance(value, bool)):
        return value
    fields.lost("value/amount", value, "is not a number")
    return None


def _period(places: tuple[Period, ...], fields: FieldReader) -> Json:
    """Return the first period stated: the award's own, else its lot's, else the tender's."""
    for place in places:
        if place.stated:
            start = fields.day(place.start_date, "contractPeriod/startDate")
            return {"start": start, **_ends(place, "contractPeriod", fields)}
    return {}


def _changed_end(contract: Contract, fields: FieldReader) -> Json:
    """Return the end by the last change that states one: a change notice (UK10) has it nowhere else."""
    changes = contract.proposed_amendments + contract.amendments
    periods = [change.period for change in changes if change.period.end_date is not UNSET]
    return _ends(periods[-1], "amendments/period", fields) if periods else {}


def _ends(period: Period, path: str, fields: FieldReader) -> Json:
    return {
        "end": fields.day(period.end_date, f"{path}/endDate"),
        "latest_end": fields.day(period.max_extent_date, f"{path}/maxExtentDate"),
    }


def _delivery(items: tuple[Item, ...]) -> Json:
    codes, names, postcodes = dict[str, None](), dict[str, None](), dict[str, None]()
    for item in items:
        for address in item.delivery_addresses:
            region = address.region
            if isinstance(region, str) and region:
                (codes if region.isupper() and len(region) <= _LONGEST_CODE else names)[region] = None
            elif address.country_name:
                names[str(address.country_name)] = None
            if address.postal_code:
                postcodes[str(address.postal_code)] = None
    return {"region_codes": tuple(codes), "region_names": tuple(names), "postcodes": tuple(postcodes)}


def _notice_url(documents: tuple[Document, ...], release: Release) -> str:
    for document in documents:
        if (document.notice_type is not UNSET or document.document_type in _NOTICES) and document.url:
            return str(document.url)
    ocid, release_id = release.ocid, str(release.id or "")
    if ocid.startswith(_FTS) and release_id:
        return _FTS_NOTICE + release_id
    if ocid.startswith(_CF) and not release_id.startswith("ocds") and len(release_id) >= _UUID_LENGTH:
        return _CF_NOTICE + release_id[:_UUID_LENGTH]
    return next((str(link.href) for link in release.links if link.rel == "canonical" and link.href), "")
