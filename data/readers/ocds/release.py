"""What is read of an Open Contracting release, in the standard's words.

Texts, dates and amounts are checked where they are used; UNSET stands where null and not stated differ.
"""

from typing import Any

from msgspec import UNSET, DecodeError, Raw, field
from msgspec.json import Decoder

from data.readers.ocds.json_object import JsonObject, MaybeScalar, Scalar


def is_given(value: object) -> bool:
    """Say whether a field holds anything."""
    return value is not UNSET and value is not None and value != ""


class Value(JsonObject, frozen=True):
    """An amount of money."""

    amount: Any = None
    amount_gross: Any = None
    amount_net: Any = None
    value_added_tax_included: Any = None
    currency: Any = None

    @property
    def stated(self) -> bool:
        """Say whether an amount is stated."""
        return any(amount is not None for amount in (self.amount, self.amount_gross, self.amount_net))


class Period(JsonObject, frozen=True):
    """First day, last day, last day after every extension, and how long it runs."""

    start_date: Any = UNSET
    end_date: Any = UNSET
    max_extent_date: Any = None
    duration_in_days: Any = None
    duration_in_months: Any = None

    @property
    def stated(self) -> bool:
        """Say whether a first or last day is stated, or the last after every extension."""
        return self.start_date is not UNSET or self.end_date is not UNSET or is_given(self.max_extent_date)

    @property
    def has_length(self) -> bool:
        """Say whether it is stated how long it runs."""
        return is_given(self.duration_in_days) or is_given(self.duration_in_months)


class Renewal(JsonObject, frozen=True):
    """How a contract may go on after its first term: how often, and when, in fields or in words."""

    description: Any = None
    maximum_renewals: Any = None
    period: Period = Period()


class Classification(JsonObject, frozen=True):
    """A code of a scheme."""

    scheme: Any = None
    id: Any = None


class Identifier(JsonObject, frozen=True):
    """A number in a register of organisations, and the name that stands there."""

    scheme: Any = None
    id: Any = None
    legal_name: Any = None


class Address(JsonObject, frozen=True):
    """Where something is delivered."""

    region: Any = None
    country_name: Any = None
    postal_code: Any = None


class Item(JsonObject, frozen=True):
    """Something bought."""

    related_lot: MaybeScalar = UNSET
    classification: Classification = Classification()
    additional_classifications: tuple[Classification, ...] = ()
    delivery_addresses: tuple[Address, ...] = ()


class Document(JsonObject, frozen=True):
    """A document, one of which is the notice."""

    notice_type: Any = UNSET
    document_type: Scalar = None
    url: Any = None


class FrameworkAgreement(JsonObject, frozen=True):
    """What may be bought under a framework, and how many may take part.

    The number is read only to find Find a Tender's 1e9999 for no limit, which is no number.
    """

    maximum_participants: Scalar = None
    value: Value = Value()


class LotDetails(JsonObject, frozen=True):
    """How many lots one supplier may bid for: the other place of Find a Tender's 1e9999."""

    maximum_lots_bid_per_supplier: Scalar = None


class PurchasingSystem(JsonObject, frozen=True):
    """A dynamic market or purchasing system, and whether it is still open."""

    status: Any = None


class Techniques(JsonObject, frozen=True):
    """Whether a framework or a purchasing system is set up."""

    framework_agreement: FrameworkAgreement = FrameworkAgreement()
    dynamic_purchasing_system: PurchasingSystem = PurchasingSystem()
    has_framework_agreement: Any = None
    has_dynamic_purchasing_system: Any = None


class Lot(JsonObject, frozen=True):
    """A lot of a tender."""

    id: Scalar = None
    title: Any = None
    description: Any = None
    status: Scalar = None
    value: Value = Value()
    contract_period: Period = Period()
    has_renewal: Any = None
    renewal: Renewal = Renewal()
    techniques: Techniques = Techniques()


class Details(JsonObject, frozen=True):
    """What an organisation says of itself."""

    vcse: Any = UNSET
    classifications: tuple[Classification, ...] = ()


class Organization(JsonObject, frozen=True):
    """A buyer or supplier, or a reference to one."""

    id: Scalar = None
    name: Any = None
    identifier: Identifier = Identifier()
    additional_identifiers: tuple[Identifier, ...] = ()
    details: Details = Details()
    roles: Any = ()
    vco: Any = None


class Ojeu(JsonObject, frozen=True):
    """Contracts Finder's own kinds of contract."""

    ojeu_contract_type: Any = None


class Tender(JsonObject, frozen=True):
    """What was put out to tender."""

    title: Any = None
    description: Any = None
    status: Scalar = None
    lots: tuple[Lot, ...] = ()
    lot_details: LotDetails = LotDetails()
    items: tuple[Item, ...] = ()
    value: Value = Value()
    documents: tuple[Document, ...] = ()
    classification: Classification = Classification()
    additional_classifications: tuple[Classification, ...] = ()
    contract_period: Period = Period()
    main_procurement_category: Any = None
    x_classifications: Ojeu = Ojeu()
    special_regime: Any = None
    legal_basis: Classification = Classification()
    techniques: Techniques = Techniques()
    procurement_method: Any = None
    procurement_method_details: Any = None
    procurement_method_rationale: Any = None
    procuring_entity: Organization = Organization()


class Project(JsonObject, frozen=True):
    """What a procurement is part of (the standard's extension for projects)."""

    title: Any = None


class Budget(JsonObject, frozen=True):
    """The money set aside for a procurement, and what for."""

    amount: Value = Value()
    project: Any = None


class Planning(JsonObject, frozen=True):
    """What is known before there is a tender."""

    project: Project = Project()
    budget: Budget = Budget()


class Amendment(JsonObject, frozen=True):
    """A change; all but its words is Find a Tender's own: period and value of the contract, and whose it is no more."""

    description: Any = None
    period: Period = Period()
    value: Value = Value()
    suppliers_added: Any = None
    suppliers_removed: Any = None


class Award(JsonObject, frozen=True):
    """An award."""

    id: Scalar = None
    title: Any = None
    description: Any = None
    status: MaybeScalar = UNSET
    date: Any = None
    suppliers: tuple[Organization, ...] = ()
    related_lots: Any = None
    items: tuple[Item, ...] = ()
    value: Value = Value()
    contract_period: Period = Period()
    documents: tuple[Document, ...] = ()
    main_procurement_category: Any = None
    amendments: Any = UNSET
    has_renewal: Any = None
    renewal: Renewal = Renewal()


class RelatedProcess(JsonObject, frozen=True):
    """A link to another process."""

    relationship: Any = ()
    scheme: Any = None
    identifier: Any = None


class Implementation(JsonObject, frozen=True):
    """How a contract ended: the day, and what it came to (the standard's extension for completed contracts)."""

    end_date: Any = None
    final_value: Value = Value()


class Contract(JsonObject, frozen=True):
    """A contract of an award."""

    id: Scalar = None
    award_id: Scalar = field(default=None, name="awardID")
    award_ids: Any = field(default=None, name="awardIDs")
    title: Any = None
    status: Scalar = None
    date_signed: Any = None
    suppliers: tuple[Organization, ...] = ()
    items: tuple[Item, ...] = ()
    value: Value = Value()
    period: Period = Period()
    documents: tuple[Document, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    proposed_amendments: tuple[Amendment, ...] = ()
    has_renewal: Any = None
    renewal: Renewal = Renewal()
    extends_contract_id: Scalar = field(default=None, name="extendsContractID")
    implementation: Implementation = Implementation()
    termination_rationale_classifications: tuple[Classification, ...] = ()
    termination_rationale_classification: Classification = Classification()
    related_processes: tuple[RelatedProcess, ...] = ()


class Link(JsonObject, frozen=True):
    """An address."""

    rel: Any = None
    href: Any = None


class Release(JsonObject, frozen=True):
    """What was published of one process at one time."""

    ocid: str = ""
    id: Any = None
    date: Any = None
    tag: Any = None
    title: Any = None
    description: Any = None
    buyer: Organization = Organization()
    parties: tuple[Organization, ...] = ()
    planning: Planning = Planning()
    tender: Tender = Tender()
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
    related_processes: tuple[RelatedProcess, ...] = ()
    links: tuple[Link, ...] = ()


class _Line(Release, frozen=True):
    """A release, or what holds releases."""

    releases: Raw = Raw()
    records: Raw = Raw()
    compiled_release: Raw = Raw()
    versioned_release: Raw = Raw()


_lines = Decoder(_Line)


def lone_release(body: bytes) -> Release | None:
    """Return the release of a line that holds one of the usual shape and nothing to repair; None for any other.

    It is read straight into its fields and all else in it is passed over, in two thirds of the time of reading it all.
    """
    try:
        _ = body.isascii() or body.decode()  # bytes that are no text are said even where nothing reads them
        line = _lines.decode(body)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return None
    holds = line.releases or line.records or line.compiled_release or line.versioned_release
    return line if line.ocid and line.tag and not holds else None
