"""The rows of the contracts table that notices make, their keys among them."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct

from data.classify.people import about_one_person
from data.model.companies import LINE, Suppliers, suppliers_of
from data.model.dates import moment
from data.model.notice import AwardNotice, AwardStatus, NoticesAndIssues
from data.readers.boundary import broken
from data.table.rows.keys import keys_of, sameness_of
from data.table.rows.record import ContractRecord, records_of

_STAGES = {AwardStatus.AWARDED: "awarded", AwardStatus.PLANNED: "planned"}
RELEASES_AT_ONCE = 256
"""Releases of which rows are made together: so many that each step pays, so few that their texts stay at hand."""


class ContractRow(Struct, frozen=True, gc=False):
    """The values of one row by name, in the order of `SCHEMA`; None is missing, money is in pounds without VAT.

    The keys are texts here, "" for none; `batch` hashes them.
    """

    contract_id: str
    ocid: str | None
    award_id: str | None
    notice_url: str | None
    title: str | None
    description: str | None
    buyer: str | None
    buyer_kind: str | None
    supplier: str | None
    suppliers: str | None
    company: str | None
    n_suppliers: float
    supplier_kind: str | None
    supplier_public_kind: str | None
    service: str | None
    service_confidence: str | None
    service_evidence: str
    purchase: str
    cpv: str | None
    value_gbp: float | None
    value_quality: str
    vat_basis: str
    annual_gbp: float | None
    start_date: date | None
    end_date: date | None
    latest_end_date: date | None
    instrument: str | None
    instrument_evidence: str
    regime: str
    nation: str | None
    region: str | None
    stage: str
    published_date: date | None
    source: str
    source_row: str | None
    key_identity: str
    key_process: str
    key_award: str
    key_award_number: str
    key_contract_number: str
    key_award_bare: str
    key_award_number_bare: str
    key_contract_number_bare: str
    key_same: str
    key_same_here: str
    key_edited: str
    key_modified: str
    key_held: str
    key_notice: str
    key_buyer: str
    key_description: str
    is_portal: bool
    is_partial: bool
    is_modification: bool
    is_intention: bool
    status: str
    published: str
    release_id: str
    line: int | None
    one_person: bool
    is_numbered: bool
    removed: str | None
    of_all_parties: bool
    states_form: bool
    of_notices: bool
    value_elsewhere: bool
    follows: str | None
    lots: str | None
    estimate_of: str | None


def rows_of(releases: Sequence[NoticesAndIssues]) -> list[ContractRow]:
    """Return the rows of some hundred releases, and add to the issues of each what was wrong with its dates and money.

    Each step is done for all of them before the next, since what a step works with then stays at hand: alternating
    between the steps takes a third longer. A release that breaks a step has no row, and an issue instead.
    """
    notices = [notice for told, _ in releases for notice in told]
    try:
        contracts = iter(records_of(notices))
        every = [[next(contracts) for _ in told] for told, _ in releases]
        found = _rows([contract for some in every for contract, _ in some], [len(told) for told, _ in releases])
    except (ArithmeticError, ValueError, TypeError, AttributeError, LookupError) as error:
        if len(releases) > 1:
            return [row for release in releases for row in rows_of([release])]
        releases[0][1].extend(broken(notice.source, notice.line, error) for notice in notices)
        return []
    for (_, issues), some in zip(releases, every, strict=True):
        for _, wrong in some:
            if wrong:
                issues.extend(wrong)
    return found


def _stage(notice: AwardNotice) -> str:
    """Return the stage by this notice alone."""
    return _STAGES.get(notice.status, "superseded")


def _rows(contracts: Sequence[ContractRecord], counts: Sequence[int]) -> list[ContractRow]:
    """Return a row for each contract of some releases; awards of one id are numbered in the order of their release.

    Args:
        contracts: those of the first release, then of the next, and so on.
        counts: how many each release has.
    """
    names = [[supplier.name for supplier in contract.notice.suppliers if supplier.name] for contract in contracts]
    single = [suppliers_of("; ".join(named), named) for named in names]
    persons = [
        about_one_person(contract.notice.title, contract.notice.description, contract.classification.service)
        for contract in contracts
    ]
    same = [sameness_of(contract, named) for contract, named in zip(contracts, names, strict=True)]
    numbers = _equal_before((contract.notice.award_id for contract in contracts), counts)
    alike = _equal_before(iter(same), counts)
    keys = [keys_of(*each) for each in zip(contracts, names, same, numbers, alike, strict=True)]
    return [_row(*each) for each in zip(contracts, names, single, persons, numbers, keys, strict=True)]


def _equal_before(keys: Iterator[str], counts: Sequence[int]) -> list[int]:
    """Return for each key how many of its release come before it and are equal to it."""
    found = list[int]()
    for count in counts:
        seen: dict[str, int] = {}
        for key in islice(keys, count):
            found.append(seen.get(key, 0))
            seen[key] = found[-1] + 1
    return found


def _row(
    contract: ContractRecord,
    names: list[str],
    single: Suppliers,
    person: str | None,
    number: int,
    keys: dict[str, str],
) -> ContractRow:
    """Return the row of a contract.

    Args:
        contract: the award, classified and valued.
        names: the suppliers that are named.
        single: what stands behind these names.
        person: why it concerns one identifiable person, None where it does not.
        number: how many awards of the same id come before it in the release.
        keys: its keys by column (`keys_of`).
    """
    notice, classification, value, period = contract.notice, contract.classification, contract.worth, contract.period
    return ContractRow(
        contract_id=_contract_id(notice, number),
        ocid=notice.ocid or None,
        award_id=notice.award_id or None,
        notice_url=notice.notice_url or None,
        title=notice.title or None,
        description=notice.description or None,
        buyer=notice.buyer.name or None,
        buyer_kind=classification.buyer_kind,
        supplier="; ".join(names) or None,
        suppliers=LINE.join(single.names) or None,
        company=None if classification.supplier_kind == "none" else single.company,
        n_suppliers=float(len(notice.suppliers)) if notice.n_suppliers is None else notice.n_suppliers,
        supplier_kind=classification.supplier_kind,
        supplier_public_kind=classification.supplier_public_kind,
        service=classification.service,
        service_confidence=classification.service_confidence,
        service_evidence=classification.service_evidence,
        purchase=classification.purchase,
        cpv=notice.cpvs[0] if notice.cpvs else None,
        value_gbp=value.value_gbp,
        value_quality=value.value_quality,
        vat_basis=value.vat_basis,
        annual_gbp=value.annual_gbp,
        start_date=period.start,
        end_date=period.end,
        latest_end_date=period.latest_end,
        instrument=classification.instrument,
        instrument_evidence=classification.instrument_evidence,
        regime=contract.regime,
        nation=classification.nation,
        region=classification.region,
        stage=_stage(notice),
        published_date=contract.published,
        source=notice.origin,
        source_row=_source_row(notice),
        **keys,
        is_portal=classification.buyer_is_portal,
        is_partial=notice.partial,
        is_modification=notice.modifies,
        is_intention=notice.intends,
        status=notice.status.value,
        published=moment(notice.published),
        release_id=notice.release_id,
        line=notice.line,
        one_person=person is not None,
        is_numbered=notice.numbered,
        removed=LINE.join(notice.removed) or None,
        of_all_parties=notice.of_all_parties,
        states_form=notice.states_form,
        of_notices=notice.of_notices,
        value_elsewhere=notice.value_elsewhere,
        follows=LINE.join(notice.follows) or None,
        lots=LINE.join(notice.lots) or None,
        estimate_of=notice.estimate_of or None,
    )


def _source_row(notice: AwardNotice) -> str | None:
    """Say which row of a reader's own register a notice is, so that its cells are found again."""
    if not notice.of_own_register or notice.line is None:
        return None
    return f"sheet “{notice.sheet}”, row {notice.line}" if notice.sheet else f"row {notice.line}"


def _contract_id(notice: AwardNotice, number: int) -> str:
    """Join process and award, so that a contract keeps its id when a later notice replaces an earlier one."""
    process, award = notice.ocid or notice.release_id, notice.award_id
    joined = award if award.startswith(process) else f"{process}/{award}" if award else process
    return f"{joined}#{number + 1}" if number else joined
