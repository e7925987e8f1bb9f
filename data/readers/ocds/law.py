"""Which procurement law a release names, and what that law alone tells of an award."""

from data.readers.ocds.json_object import as_texts
from data.readers.ocds.release import Classification, Release

ACT = "UKPGA"
OLDER = "CELEX"
_HEALTH_REGIME = "Provider Selection Regime"
# Each is at https://www.legislation.gov.uk/uksi/ or, of Scotland, /ssi/, by its number.
_HEALTH = "2023/1348"
_UNDER_THE_ACT = frozenset({"2024/692"})
# Public contracts, utilities, concessions, and those of Scotland; defence.
_OLDER_LAWS = frozenset({"2015/102", "2016/274", "2016/273", "2015/446", "2016/49", "2016/65", "2011/1848"})
_REGULATIONS = frozenset({"UKSI", "SSI"})
# https://eur-lex.europa.eu/eli/dir/2014/23/oj, the award of concession contracts, and what made it law here
_CONCESSIONS = frozenset({"32014L0023", "2016/273", "2016/65"})


def known_as(basis: Classification) -> str:
    """Return the scheme by which a law is known here: regulations go with the Act or the directives they carry out.

    The notices of the health regulations are those of the older regime.
    """
    scheme, number = str(basis.scheme or ""), str(basis.id or "")
    if scheme not in _REGULATIONS:
        return scheme
    if number in _UNDER_THE_ACT:
        return ACT
    return OLDER if number in _OLDER_LAWS or number == _HEALTH else scheme


def special_regimes(release: Release) -> tuple[str, ...]:
    """Return the special regimes that a release declares, and those that its law or its words tell.

    Health services bought outside the Act may say so only in words (Procurement Regulations 2024, regulation 43).
    """
    basis, declared = release.tender.legal_basis, as_texts(release.tender.special_regime)
    if known_as(basis) == ACT:
        return tuple(declared)
    if basis.id in _CONCESSIONS:
        declared = [*declared, "concession"]
    if basis.id == _HEALTH or any(_HEALTH_REGIME in text for text in words(release)):
        declared = [*declared, "health"]
    return tuple(declared)


def words(release: Release) -> list[str]:
    """Return where a release says under which law, and how far, something is awarded."""
    tender = release.tender
    told = (release.description, tender.procurement_method_rationale, tender.title, tender.description)
    return [text for text in told if isinstance(text, str)]
