"""Buyers and suppliers of a release, with the identifiers and types that they declare."""

from collections import Counter
from collections.abc import Iterator

from msgspec import UNSET
from msgspec.structs import replace

from data.model.companies import company_number
from data.model.notice import NAMES_NOBODY, Party
from data.model.words import plain
from data.readers.cells.suppliers import names_nobody
from data.readers.field_reader import FieldReader
from data.readers.ocds.json_object import as_texts, plain_id
from data.readers.ocds.release import Organization, Release, is_given

Parties = dict[object, Organization]
_NOBODY = Organization()
_UPDATES = frozenset({"awardUpdate", "contractUpdate"})


def buyer(release: Release, parties: Parties, fields: FieldReader) -> Party:
    """Return the buyer: the party that `buyer` names, else the first in that role, else who runs the procurement.

    Find a Tender's change notices may leave `buyer` out. A `procuringEntity` "can be different from the buyer"
    (https://standard.open-contracting.org/1.1/en/schema/codelists/#party-role), so that it stands for one is said.
    """
    organization = _known(release.buyer, parties)
    together = dict.fromkeys(str(one.name) for one in _in_role(release, "buyer") if one.name)
    if len(together) > 1:
        fields.issue("parties/roles", "; ".join(together)[:80], "are buyers together", "the one that is named first")
    if organization is None:
        organization = next(_in_role(release, "buyer"), None)
    if organization is None and not (release.buyer.name or release.buyer.id):
        organization = next(_in_role(release, "procuringEntity"), None) or _runs_the_tender(release, parties)
        if organization is not None:
            fields.issue("buyer", str(organization.name or ""), "is named as procuring entity alone", "taken as buyer")
    return party(release.buyer, organization, fields, "buyer/name")


def _runs_the_tender(release: Release, parties: Parties) -> Organization | None:
    """Return the `procuringEntity` of the tender, which need not be listed among the parties."""
    told = release.tender.procuring_entity
    return _known(told, parties) or (told if told.name else None)


def by_id(release: Release) -> Parties:
    """Return the parties of a release by id; several that share one id, as Contracts Finder has, by id and name.

    "The use of a string allows for both numeric and string identifiers", and some publishers write numbers
    (https://standard.open-contracting.org/1.1/en/schema/reference/#organizationreference).
    """
    parties: Parties = {}
    shared = list[Organization]()
    for item in release.parties:
        if not is_given(item.id):
            continue
        number = plain_id(item.id)
        if number in parties and parties[number].name != item.name:
            shared += (parties[number], item)
        parties[number] = item
    for item in shared:
        parties.pop(plain_id(item.id), None)
        parties[plain_id(item.id), str(item.name)] = item
    known = {**_by_identifier(release), **parties}
    return {**_in_small_letters(known), **known}


def _in_small_letters(parties: Parties) -> Parties:
    """Return the parties by their ids in small letters, none of those that differ in their letters alone."""
    numbers = [number for number in parties if isinstance(number, str)]
    several = Counter(number.casefold() for number in numbers)
    return {number.casefold(): parties[number] for number in numbers if several[number.casefold()] == 1}


def _by_identifier(release: Release) -> Parties:
    """Return the parties by scheme and number, as an id is made of them; none of a number that several bear.

    A reference may name one of the identifiers of a party and its id another ("GB-COH-01234567" and "GB-FTS-1").
    """
    found = [
        (f"{held.scheme}-{held.id}", item)
        for item in release.parties
        for held in (item.identifier, *item.additional_identifiers)
        if held.scheme and held.id
    ]
    several = Counter(number for number, _ in found)
    return {number: item for number, item in found if several[number] == 1}


def _known(reference: Organization, parties: Parties) -> Organization | None:
    """Return the party that a reference names."""
    number = plain_id(reference.id)
    return parties.get(number) or parties.get((number, str(reference.name))) or parties.get(number.casefold())


def suppliers(references: tuple[Organization, ...], parties: Parties, fields: FieldReader) -> tuple[Party, ...]:
    """Return the suppliers of an award in the order named; one named twice is one supplier.

    The legacy Contracts Finder shape gives every supplier the id 0 and embeds its details.
    """
    details = [_known(item, parties) for item in references]
    found = zip(references, details, strict=True)
    listed = [party(item, known, fields, "awards/suppliers/name") for item, known in found]
    listed = [_unless_nobody(one, fields) for one in listed]
    lost = [item.id for item, named in zip(references, listed, strict=True) if item.id and not named.name]
    if lost:
        fields.lost("awards/suppliers/id", ", ".join(map(str, lost)), "is the id of no party, or of several")
    return tuple(listed) if len(listed) == 1 else _each_once(listed, fields)


def _unless_nobody(supplier: Party, fields: FieldReader) -> Party:
    """Return a supplier marked where a cell of a register would name nobody so, and no number tells who it is."""
    if supplier.ids or not names_nobody(supplier.name):
        return supplier
    fields.issue("awards/suppliers/name", supplier.name[:80], "names nobody", "the supplier is not known")
    return replace(supplier, types=(*supplier.types, NAMES_NOBODY))


def _each_once(listed: list[Party], fields: FieldReader) -> tuple[Party, ...]:
    """Return the parties without those whose name is another's but for its spelling, unless their numbers differ.

    One that gives its numbers stands for one of the same name that gives none. Two names of one company are one
    supplier, by the name that stands first.
    """
    once: dict[str, list[Party]] = {}
    companies: dict[str, Party] = {}
    for named in dict.fromkeys(listed):
        number = _company(named)
        first = companies.setdefault(number, named) if number else named
        if plain(first.name) != plain(named.name):
            fields.issue(
                "awards/suppliers/name", named.name[:80], f"has the number of {first.name[:80]}", "one supplier"
            )
            continue
        alike = once.setdefault(plain(named.name), [])
        place = next((n for n, other in enumerate(alike) if _may_be_one(named, other)), None)
        if place is None:
            alike.append(named)
        elif named.ids and not alike[place].ids:
            alike[place] = named
    return tuple([named for alike in once.values() for named in alike])


def _may_be_one(named: Party, other: Party) -> bool:
    return not (named.ids and other.ids) or not set(named.ids).isdisjoint(other.ids)


def _company(party: Party) -> str:
    """Return the number of a party in the register of companies; "" where it gives none, or several."""
    found = {number for scheme, held in party.ids if scheme == "GB-COH" and (number := company_number(held))}
    return found.pop() if len(found) == 1 else ""


def by_role(release: Release, fields: FieldReader, *, partial: bool) -> tuple[Organization, ...]:
    """Return the parties in the role of supplier where no award names one, if it is clear which award is theirs.

    A notice that states what changed may list all parties of the process.
    """
    named = any(told(award.suppliers) for award in release.awards) or any(
        told(one.suppliers) for one in release.contracts
    )
    if named or partial or _UPDATES.intersection(as_texts(release.tag)):
        return ()
    found = tuple(_in_role(release, "supplier"))
    if len(found) > 1 and len(release.awards or release.contracts) != 1:
        names = "; ".join(str(one.name) for one in found)
        fields.lost("parties/roles", names, "are suppliers of several awards, and it is not told whose is which")
        return ()
    return found


def told(references: tuple[Organization, ...]) -> tuple[Organization, ...]:
    """Return the references that say anything: an empty object names nobody."""
    return tuple([one for one in references if one != _NOBODY])


def removed(release: Release) -> tuple[str, ...]:
    """Return who supplies no more: "a formerly contracted supplier who has been removed from the contract".

    So says codelists/+partyRole.csv of https://github.com/cabinetoffice/ocds_uk_extension.
    """
    return tuple([str(one.name) for one in _in_role(release, "removedSupplier") if one.name])


def _in_role(release: Release, role: str) -> Iterator[Organization]:
    return (one for one in release.parties if role in as_texts(one.roles))


def party(reference: Organization, details: Organization | None, fields: FieldReader, path: str) -> Party:
    """Return a party from the reference to it and the details given elsewhere in the release."""
    source = details or reference
    more = source.details
    vcse = source.vco if more.vcse is UNSET else more.vcse
    return Party(
        fields.clean(reference.name or source.name or source.identifier.legal_name, path),
        _ids(source),
        tuple([(str(kind.scheme or ""), str(kind.id or "")) for kind in more.classifications]),
        vcse if isinstance(vcse, bool) else None,
    )


def _ids(source: Organization) -> tuple[tuple[str, str], ...]:
    """The service's own running numbers (GB-CFS, GB-FTS) identify nobody outside it and are left aside."""
    identifiers = (source.identifier, *source.additional_identifiers)
    return tuple([(str(held.scheme or ""), str(held.id)) for held in identifiers if held.id])
