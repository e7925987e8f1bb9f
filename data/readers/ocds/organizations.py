"""Buyers and suppliers of a release, with the identifiers and types that they declare."""

from msgspec import UNSET

from data.model.notice import Party
from data.readers.field_reader import FieldReader
from data.readers.ocds.json_object import as_texts
from data.readers.ocds.release import Award, Contract, Organization, Release

Parties = dict[object, Organization]


def buyer(release: Release, parties: Parties, fields: FieldReader) -> Party:
    """Return the buyer: the party that `buyer` names, else the first in that role.

    Find a Tender's change notices may leave `buyer` out.
    """
    organization = parties.get(release.buyer.id)
    if organization is None:
        organization = next((one for one in parties.values() if "buyer" in as_texts(one.roles)), None)
    return party(release.buyer, organization, fields, "buyer/name")


def by_id(release: Release) -> Parties:
    """Return the parties of a release by id."""
    return {item.id: item for item in release.parties if isinstance(item.id, str)}


def suppliers(award: Award, contract: Contract, parties: Parties, fields: FieldReader) -> tuple[Party, ...]:
    """Return the suppliers of an award in the order named; one named twice is one supplier.

    The legacy Contracts Finder shape gives every supplier the id 0 and embeds its details.
    """
    references = award.suppliers or contract.suppliers
    listed = [party(item, parties.get(item.id), fields, "awards/suppliers/name") for item in references]
    return tuple(listed if len(listed) == 1 else dict.fromkeys(listed))


def party(reference: Organization, details: Organization | None, fields: FieldReader, path: str) -> Party:
    """Return a party from the reference to it and the details given elsewhere in the release."""
    source = details or reference
    more = source.details
    vcse = source.vco if more.vcse is UNSET else more.vcse
    return Party(
        fields.clean(reference.name or source.name, path),
        _ids(source),
        tuple([(str(kind.scheme or ""), str(kind.id or "")) for kind in more.classifications]),
        vcse if isinstance(vcse, bool) else None,
    )


def _ids(source: Organization) -> tuple[tuple[str, str], ...]:
    """The service's own running numbers (GB-CFS, GB-FTS) identify nobody outside it and are left aside."""
    identifiers = (source.identifier, *source.additional_identifiers)
    return tuple([(str(held.scheme or ""), str(held.id)) for held in identifiers if held.id])
