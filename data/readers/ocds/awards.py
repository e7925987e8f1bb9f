"""Where each publisher puts the facts of an award: contract first, then award, then lot, then tender.

- Procurement Act: value and period stand in the contract (UK7) or the award (UK5, UK6), codes in the award's items.
- Older regime, Scotland, Wales: value in the contract or award, codes in the tender, no contract period.
- Contracts Finder: value and period in the award, codes in the tender; the legacy shape in the tender's items.
"""

import re
from collections import Counter
from datetime import timedelta

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
_LONGEST_DAYS = 60 * 366
_AMOUNT = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d{1,15}(?:\.\d{1,6})?")
NO_AWARD, NO_CONTRACT, _NO_VALUE = Award(), Contract(), Value()


def with_contracts(release: Release) -> list[tuple[Award, Contract]]:
    """Return each award with its contract: one pair per contract, and per award that has none yet.

    Find a Tender's older regime gives several awards one contract number; then they and their contracts go in order
    (https://github.com/open-contracting-extensions/european-union/issues/91).
    """
    if not release.contracts:
        return [(award, NO_CONTRACT) for award in release.awards]
    by_award: dict[str, list[Contract]] = {}
    for contract in release.contracts:
        by_award.setdefault(plain_id(contract.award_id), []).append(contract)
    still = Counter(plain_id(award.id) for award in release.awards)
    pairs = []
    for award in release.awards:
        number = plain_id(award.id)
        still[number] -= 1
        own = by_award.get(number, [])
        # The last award of a number takes what is left of its contracts.
        mine, by_award[number] = (own[:1], own[1:]) if still[number] else (own, [])
        pairs += [(award, contract) for contract in mine or [NO_CONTRACT]]
    return pairs + [(NO_AWARD, contract) for left in by_award.values() for contract in left]


def plain_id(value: object) -> str:
    """Return an id as text; 1 and 1.0 are one id, since some publishers write whole numbers as decimals."""
    written = str(value)
    return written.removesuffix(".0") if written[:-2].isdigit() and written.endswith(".0") else written


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
    places, signed = (contract.period, award.contract_period, *plan), contract.date_signed or award.date
    return {
        "award_id": _award_id(award, contract),
        "title": _title(award, contract, release, lots, fields, several=several),
        "description": _description(award, release, lots, fields, several=several),
        "lot_text": _lot_text(award, contract, lots),
        "category": _category(award, tender),
        "suppliers": suppliers(award, contract, parties, fields),
        "cpvs": _cpvs(items, tender),
        "date_signed": fields.day(signed, "contracts/dateSigned"),
        "notice_url": _notice_url(contract.documents + award.documents, release),
        **_value(award, contract, tender, lots, fields, several=several),
        **_period(places, fields),
        **_worked_out(places, signed, fields),
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
    award_id = plain_id(award.id or contract.award_id or "")
    number = plain_id(contract.id or "")
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
    codes: list[Classification] = [tender.classification, *tender.additional_classifications]
    for item in items:
        codes += (item.classification, *item.additional_classifications)
    return tuple(dict.fromkeys([str(code.id)[:_CPV_LENGTH] for code in codes if code.scheme == "CPV" and code.id]))


def _value(
    award: Award, contract: Contract, tender: Tender, lots: tuple[Lot, ...], fields: FieldReader, *, several: bool
) -> Json:
    """The estimate of its lot stands in for the value of an award that states none, else the tender's for the only one.

    A winner of a lot often has no value of its own
    (https://github.com/open-contracting/european-union-support/issues/178).
    """
    for value in (contract.value, award.value):
        if value.amount is not None or value.amount_gross is not None:
            return _amounts(value, fields)
    if len(lots) == 1 and lots[0].value.amount:
        return {**_amounts(lots[0].value, fields), "estimated": True}
    if lots and len(lots) < len(tender.lots):
        return {}
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
    if isinstance(value, str) and _AMOUNT.fullmatch(value.strip()):
        fields.issue("value/amount", value[:80], "is a number in quotes", "read as a number")
        return float(value.strip().replace(",", ""))
    fields.lost("value/amount", value, "is not a number")
    return None


def _period(places: tuple[Period, ...], fields: FieldReader) -> Json:
    """Return the first period stated: the award's own, else its lot's, else the tender's."""
    for place in places:
        if place.stated:
            start = fields.day(place.start_date, "contractPeriod/startDate")
            return {"start": start, **_ends(place, "contractPeriod", fields)}
    return {}


def _worked_out(places: tuple[Period, ...], signed: object, fields: FieldReader) -> Json:
    """Return the days of a contract that states how long it runs, and no last day: from its first day or signature."""
    stated = next((place for place in places if place.stated), None)
    days = next((place.duration_in_days for place in places if isinstance(place.duration_in_days, int)), 0)
    if not 0 < days <= _LONGEST_DAYS or (stated is not None and stated.end_date is not UNSET):
        return {}
    start = fields.day(signed if stated is None else stated.start_date, "contracts/dateSigned")
    if start is None:
        return {}
    fields.issue("contracts/period/durationInDays", str(days), "states days and no end", f"counted from {start}")
    return {"start": start, "end": start + timedelta(days=days - 1)}


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
