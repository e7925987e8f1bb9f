"""Buyers and suppliers of a release, with the identifiers and types that they declare."""

from data.notice import Party
from data.ocds_shape import Json, Text, as_dict, as_list

Parties = dict[object, Json]


def buyer(release: Json, parties: Parties, text: Text) -> Party:
    """Return the buyer: the party that `buyer` names, else the first in that role.

    Find a Tender's change notices may leave `buyer` out.
    """
    reference = as_dict(release.get("buyer"))
    found = parties.get(reference.get("id")) or next((p for p in parties.values() if "buyer" in p.get("roles", ())), {})
    return party(reference, found, text, "buyer/name")


def by_id(release: Json) -> Parties:
    """Return the parties of a release by id."""
    return {item["id"]: item for item in as_list(release.get("parties")) if isinstance(item.get("id"), str)}


def suppliers(award: Json, contract: Json, parties: Parties, text: Text) -> tuple[Party, ...]:
    """Return the suppliers of an award in the order named; one named twice is one supplier.

    The legacy Contracts Finder shape gives every supplier the id 0 and embeds its details.
    """
    references = as_list(award.get("suppliers")) or as_list(contract.get("suppliers"))
    if len(references) == 1:
        return (party(references[0], parties.get(references[0].get("id"), {}), text, "awards/suppliers/name"),)
    found = (party(item, parties.get(item.get("id"), {}), text, "awards/suppliers/name") for item in references)
    return tuple(dict.fromkeys(found))


def party(reference: Json, details: Json, text: Text, path: str) -> Party:
    """Return a party from the reference to it and the details given elsewhere in the release."""
    source = details or reference
    more = as_dict(source.get("details"))
    vcse, types = more.get("vcse", source.get("vco")), more.get("classifications")
    return Party(
        text.clean(reference.get("name") or source.get("name"), path),
        _ids(source),
        tuple([(str(kind.get("scheme") or ""), str(kind.get("id") or "")) for kind in as_list(types)]),
        vcse if isinstance(vcse, bool) else None,
    )


def _ids(source: Json) -> tuple[tuple[str, str], ...]:
    """The service's own running numbers (GB-CFS, GB-FTS) identify nobody outside it and are left aside."""
    identifiers = (source.get("identifier"), *as_list(source.get("additionalIdentifiers")))
    held = [item for item in identifiers if isinstance(item, dict) and item.get("id")]
    return tuple([(str(item.get("scheme") or ""), str(item["id"])) for item in held])
