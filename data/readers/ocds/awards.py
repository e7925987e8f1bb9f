"""Where each publisher puts the facts of an award: contract first, then award, then lot, then tender.

- Procurement Act: value and period stand in the contract (UK7) or the award (UK5, UK6), codes in the award's items.
- Older regime, Scotland, Wales: value in the contract or award, codes in the tender, no contract period.
- Contracts Finder: value and period in the award, codes in the tender; the legacy shape in the tender's items.
"""

import re

from msgspec import UNSET, Struct
from msgspec.structs import replace

from data.model.money import A_TENTH, OF_LOTS, OF_TENDER, PART_OF_TOTAL, REPEATED_TOTAL, SMALLEST, is_tenth
from data.readers.cells.choices import currency
from data.readers.field_reader import FieldReader
from data.readers.ocds import changes, pairs, periods
from data.readers.ocds.json_object import Json, plain_id
from data.readers.ocds.organizations import Parties, by_role, removed, suppliers, told
from data.readers.ocds.release import (
    Award,
    Classification,
    Contract,
    Document,
    Item,
    Lot,
    Organization,
    Period,
    Release,
    Renewal,
    Techniques,
    Tender,
    Value,
    is_given,
)

_FTS, _CF = "ocds-h6vhtk", "ocds-b5fd17"
_FTS_NOTICE = "https://www.find-tender.service.gov.uk/Notice/"
_CF_NOTICE = "https://www.contractsfinder.service.gov.uk/Notice/"
_NOTICES = ("awardNotice", "contractNotice", "tenderNotice", "plannedProcurementNotice")
_CPV_LENGTH = 8
_CPV_IN_TEXT = re.compile(r"(?<!\d)\d{8}(?!\d)")
_UUID_LENGTH = 36
_LONGEST_CODE = 5
_AMOUNT = re.compile(
    r"(?:(?:£|gbp)\s?)?(-?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|-?\d{1,15}(?:\.\d{1,6})?)(?:\s?gbp)?", re.IGNORECASE
)
CANCELLED = frozenset({"cancelled", "unsuccessful", "withdrawn"})
"""States of an award that gives nobody a contract."""
_NO_VALUE, _NO_TECHNIQUES = Value(), Techniques()


class Together(Struct, frozen=True):
    """What the awards of one release share: its parties, and the suppliers where no award names any.

    `removed` are those whom a `partial` notice says to supply no more.
    """

    parties: Parties
    suppliers: tuple[Organization, ...]
    removed: tuple[str, ...]


def together(release: Release, parties: Parties, fields: FieldReader, *, partial: bool) -> Together:
    """Return what the awards of a release share, worked out once, since a release may hold thousands."""
    return Together(parties, by_role(release, fields, partial=partial), removed(release) if partial else ())


def award_fields(
    award: Award,
    contract: Contract,
    release: Release,
    shared: Together,
    fields: FieldReader,
    *,
    several: bool,
    partial: bool,
) -> Json:
    """Return what is particular to one award; what the tender planned is no period of a `partial` notice."""
    tender = release.tender
    lots = _lots(award, tender)
    items = _items(award, contract, tender, lots)
    agreed, signed = periods.agreed(contract, award), contract.date_signed or award.date
    of_lots = (
        Period() if partial else lots[0].contract_period if agreed.stated and lots else periods.of_lots(lots, fields)
    )
    places = (agreed,) if partial else (agreed, of_lots, tender.contract_period)
    named = told(contract.suppliers) or told(award.suppliers)
    value = _value(award, contract, release.tender, lots, fields, partial=partial)
    changes.say_changed_suppliers(contract, fields)
    _say_other_award(award, contract, fields)
    if partial and not shared.removed:
        changes.say_changed_in_words(contract, fields)
    if is_given(contract.extends_contract_id):
        problem = "is the contract that this one extends"
        fields.issue("contracts/extendsContractID", str(contract.extends_contract_id)[:80], problem, "both count")
    period = {
        **periods.period(places, fields),
        **periods.worked_out(places, signed, fields),
        **changes.changed_end(contract, fields),
    }
    planned = [] if partial else [lot.contract_period for lot in lots] or [tender.contract_period]
    period |= periods.extension_as_planned(planned, period, fields)
    own = tuple([one for one in (contract.renewal, award.renewal) if one != Renewal()])
    renewals = own[:1] or (() if partial else periods.renewals_as_planned(lots, period, fields))
    period |= periods.renewed_until(renewals, period, fields)
    return {
        "award_id": _award_id(award, contract),
        "award_number": plain_id(award.id or contract.award_id or ""),
        "contract_number": plain_id(contract.id or ""),
        "title": _title(award, contract, release, lots, fields, several=several),
        "description": _description(award, release, lots, fields, several=several),
        "lot_text": _lot_text(award, contract, lots),
        "lots": tuple(dict.fromkeys(map(pairs.bare, filter(None, pairs.related(award))))),
        "category": _category(award, tender),
        "suppliers": suppliers(named or shared.suppliers, shared.parties, fields),
        "of_all_parties": not named and len(shared.suppliers) > 1,
        "cpvs": _cpvs(items, tender),
        "date_signed": fields.day(signed, "contracts/dateSigned", first=True),
        "notice_url": _notice_url(contract.documents + award.documents, release),
        **value,
        **period,
        "may_be_renewed": True in (contract.has_renewal, award.has_renewal, *(lot.has_renewal for lot in lots)),
        "renewal": periods.renewal_in_words(renewals),
        **_sets_up(tender, lots),
        **_delivery(items),
    }


def _say_other_award(award: Award, contract: Contract, fields: FieldReader) -> None:
    numbers = [pairs.bare(plain_id(one)) for one in (contract.award_id, award.id) if is_given(one)]
    if len(set(numbers)) > 1:
        problem = "is the number of no award of the notice"
        done = f"taken for that of award {numbers[1]}, whose value it states"
        fields.issue("contracts/awardID", numbers[0][:80], problem, done)


def plan_fields(release: Release, fields: FieldReader) -> Json:
    """Return what a notice without awards plans to buy."""
    tender = release.tender
    only = tender.lots if len(tender.lots) == 1 else ()
    places = (*_one_period(tender.lots), tender.contract_period)
    return {
        "title": _title(pairs.NO_AWARD, pairs.NO_CONTRACT, release, only, fields, several=False),
        "description": _description(pairs.NO_AWARD, release, only, fields, several=False),
        "category": _category(pairs.NO_AWARD, tender),
        "cpvs": _cpvs(tender.items, tender),
        "notice_url": _notice_url(tender.documents, release),
        "estimated": True,
        **_estimate(release, fields),
        **periods.period(places, fields),
        **periods.worked_out(places, None, fields),
        **_sets_up(tender, tender.lots),
        **_delivery(tender.items),
    }


def _estimate(release: Release, fields: FieldReader) -> Json:
    """Return the value of a tender, else its lots added up, else the budget, which says nothing of VAT."""
    tender, budget = release.tender, release.planning.budget.amount
    if (whole := _worth(tender)) != _NO_VALUE:
        return _amounts(whole, fields)
    if len(tender.lots) == 1 and (of_lot := _worth(tender.lots[0])) != _NO_VALUE:
        return _amounts(of_lot, fields)
    if of_lots := _sum_of_lots(tender.lots, "tender/value", fields):
        return of_lots
    if not budget.stated:
        return _amounts(_NO_VALUE, fields)
    fields.issue(
        "planning/budget", str(budget.amount), "is stated, and no value of the tender", "taken as its estimate"
    )
    return {**_amounts(budget, fields), "vat_basis": "unknown"}


def _worth(told: Tender | Lot) -> Value:
    """Return the value of a tender or a lot, else that of its framework, which may stand among its techniques.

    It stands there where a procurement sets up more than one
    (https://github.com/open-contracting-extensions/ocds_frameworkAgreement_DPS_extension).
    """
    return told.techniques.framework_agreement.value if told.value == _NO_VALUE else told.value


def _one_period(lots: tuple[Lot, ...]) -> tuple[Period, ...]:
    """Return the period of all lots; none where they differ."""
    first = lots[0].contract_period if lots else Period()
    return (first,) if all(lot.contract_period == first for lot in lots) else ()


def _award_id(award: Award, contract: Contract) -> str:
    return pairs.joined(plain_id(award.id or contract.award_id or ""), plain_id(contract.id or ""))


def _lots(award: Award, tender: Tender) -> tuple[Lot, ...]:
    numbers = pairs.by_bare(plain_id(lot.id) for lot in tender.lots)
    mine = {numbers.get(pairs.bare(number), number) for number in pairs.related(award)}
    return tuple([lot for lot in tender.lots if plain_id(lot.id) in mine]) if mine else ()


def _sets_up(tender: Tender, lots: tuple[Lot, ...]) -> Json:
    """Say whether a framework or a purchasing system is set up: the tender says it, or each of the lots."""
    said, each = tender.techniques, [lot.techniques for lot in lots] or [_NO_TECHNIQUES]
    flags = [(one.has_framework_agreement, one.has_dynamic_purchasing_system) for one in (said, *each)]
    return {
        "states_form": any(flag is not None for both in flags for flag in both),
        "is_framework": bool(said.has_framework_agreement) or all(one.has_framework_agreement for one in each),
        "is_dps": bool(said.has_dynamic_purchasing_system) or all(one.has_dynamic_purchasing_system for one in each),
    }


def _items(award: Award, contract: Contract, tender: Tender, lots: tuple[Lot, ...]) -> tuple[Item, ...]:
    own = award.items or contract.items
    if own or not lots:
        return own or tender.items
    wanted = {pairs.bare(plain_id(lot.id)) for lot in lots}
    of_all = [item.related_lot is UNSET or pairs.bare(plain_id(item.related_lot)) in wanted for item in tender.items]
    return tuple([item for item, wants in zip(tender.items, of_all, strict=True) if wants])


def _title(
    award: Award, contract: Contract, release: Release, lots: tuple[Lot, ...], fields: FieldReader, *, several: bool
) -> str:
    planned = release.planning.project.title or release.planning.budget.project
    title = fields.clean(release.tender.title or release.title or planned, "tender/title")
    own = award.title or contract.title or (lots[0].title if len(lots) == 1 else "")
    several = several or len(lots) == 1 < len(release.tender.lots)
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
    return tuple(dict.fromkeys([_cpv(str(code.id)) for code in codes if code.scheme == "CPV" and code.id]))


def _cpv(written: str) -> str:
    """Return the digits of a code, without the check digit; it may stand at the end of an address."""
    found = None if written[:1].isdigit() else _CPV_IN_TEXT.search(written)
    return found[0] if found else written[:_CPV_LENGTH]


def _value(
    award: Award, contract: Contract, tender: Tender, lots: tuple[Lot, ...], fields: FieldReader, *, partial: bool
) -> Json:
    """The estimates of its lots stand in for a value that an award does not state, else that of the whole tender.

    A winner of a lot often has no value of its own
    (https://github.com/open-contracting/european-union-support/issues/178). Other awards of the notice or of another
    may share the lot or the tender: `data/table/shared_estimates.py` sees all of them.
    """
    if contract.value is pairs.REPEATED or contract.value is pairs.PART:
        total = str(award.value.amount or award.value.amount_gross)
        path, problem, done = PART_OF_TOTAL if contract.value is pairs.PART else REPEATED_TOTAL
        fields.issue(path, total, problem, done)
        return {"value_elsewhere": True}
    stated = [value for value in (changes.changed_value(contract), contract.value, award.value) if value.stated]
    if stated:
        value = _no_placeholder(stated, fields)
        if is_tenth(value.amount, tender.value.amount):
            fields.issue("awards/value", str(value.amount)[:80], *A_TENTH)
        return _amounts(value, fields)
    if partial:
        return {}
    if len(lots) == 1 and (of_lot := _worth(lots[0])).amount:
        return {**_amounts(of_lot, fields), "estimated": True, "estimate_of": OF_LOTS}
    if len(lots) in (0, len(tender.lots)) and (whole := _worth(tender)).amount:
        return {**_amounts(whole, fields), "estimated": True, "estimate_of": OF_TENDER}
    of_lots = _sum_of_lots(lots, "awards/value", fields)
    return {**of_lots, "estimate_of": OF_LOTS} if of_lots else {}


def _no_placeholder(stated: list[Value], fields: FieldReader) -> Value:
    """Return the first of several values, or what stands for it where it is a pound or less and a later one is more."""
    first = stated[0]
    more = next((value for value in stated if _is_price(value)), first)
    if more is not first:
        problem = "is a placeholder of a pound or less in the contract"
        fields.issue("contracts/value", str(first.amount or first.amount_gross or 0)[:80], problem, "the award's taken")
    return more


def _is_price(value: Value) -> bool:
    figures = [figure for figure in (value.amount, value.amount_gross, value.amount_net) if figure is not None]
    return not all(isinstance(figure, int | float) and 0 <= figure <= SMALLEST for figure in figures)


def _sum_of_lots(lots: tuple[Lot, ...], path: str, fields: FieldReader) -> Json:
    """Return the estimates of lots together, where each states one, all with VAT or all without."""
    values = [_worth(lot) for lot in lots]
    gross = all(value.amount is None for value in values)
    stated = [value.amount_gross if gross else value.amount for value in values]
    currencies = {currency(str(value.currency or "GBP")) for value in values}
    if not lots or len(currencies) > 1:
        return {}
    amounts = [amount for amount in (_number(each, fields) for each in stated) if amount is not None and amount > 0]
    if len(amounts) < len(lots):
        return {}
    fields.issue(path, str(sum(amounts)), f"is not stated, its {len(lots)} lots are", "the lots added up")
    whole = {"amount": None, "amount_gross": None, "amount_gross" if gross else "amount": sum(amounts)}
    return {**_amounts(replace(values[0], **whole), fields), "estimated": True}


def _amounts(value: Value, fields: FieldReader) -> Json:
    """Contracts Finder does not say whether its values include VAT; the other services state them without.

    Publishers elsewhere add `amountNet`, or `valueAddedTaxIncluded` to say what `amount` is.
    """
    basis = "unknown" if fields.ocid.startswith(_CF) or value == _NO_VALUE else "ex"
    net, gross = value.amount, value.amount_gross
    if value.amount_net is not None:
        net = value.amount_net
    elif value.value_added_tax_included is True and gross is None:
        net, gross = None, value.amount
    return {
        "amount": _number(net, fields),
        "amount_gross": _number(gross, fields),
        "currency": currency(str(value.currency or "GBP")),
        "vat_basis": basis,
    }


def _number(value: object, fields: FieldReader) -> float | None:
    if value is None or (isinstance(value, (float, int)) and not isinstance(value, bool)):
        return value
    if isinstance(value, str) and (written := _AMOUNT.fullmatch(value.strip())):
        fields.issue("value/amount", value[:80], "is a number in quotes", "read as a number")
        return float(written[1].replace(",", "").replace(" ", ""))
    fields.lost("value/amount", value, "is not a number")
    return None


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
