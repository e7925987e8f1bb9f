"""Open Contracting documents: packages, records and releases, taken apart into one notice per award.

One reader serves every UK publisher, because their shapes differ in where a fact stands, not in what it means:
Find a Tender (Procurement Act and older regime), Contracts Finder (current and legacy), Public Contracts
Scotland, Sell2Wales. `awards.py` beside this file and `data/classify/parties.py` say where each puts what.
"""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import UNSET
from msgspec.structs import replace

from data.model.issues import Issue, left_out
from data.model.notice import AwardNotice, AwardStatus, NoticesAndIssues
from data.readers.field_reader import FieldReader
from data.readers.ocds import awards, changes, law, organizations, pairs
from data.readers.ocds.json_object import Json, as_texts, from_json, misfits, plain_id
from data.readers.ocds.release import (
    Award,
    Classification,
    Contract,
    Planning,
    RelatedProcess,
    Release,
    Tender,
    is_given,
)

SOURCES = {
    "ocds-b5fd17": "Contracts Finder",
    "ocds-h6vhtk": "Find a Tender",
    "ocds-r6ebe6": "Public Contracts Scotland",
    "ocds-kuma6s": "Sell2Wales",
}
# How health notices announce an award, and any buyer that means to award without competition (form F15); one that
# confirms it follows, with a number of its own.
_INTENTION = re.compile(
    r"\(PSR\) ?int(?:ention to award|ended approach) notice|\bnot yet formally been awarded"
    r"|\bthis notice (?:is|serves as) an intention to award\b"
    r"|\bthis (?:is an? |notice is an? )?(?:VEAT|voluntary ex[- ]?ante transparency)\b",
    re.IGNORECASE,
)
_LEGACY_PACKAGE = "/Published/Notice/releases/"
_LONGEST_TIME = len("2026-01-31T12:00:00.123456+01:00")
_PREFIX_LENGTH = len("ocds-b5fd17")
# Find a Tender's change notices (UK10, UK11, UK9) carry only what changed.
_CHANGES = frozenset({"contractAmendment", "contractTermination", "implementation", "implementationUpdate"})
# One that tells of the award or the contract as well is more than its change.
_WHOLE = frozenset({"award", "contract"})
# A dynamic market is to be set up, is set up, changed and closed by these (Procurement Act 2023, section 39).
_MARKET = frozenset({"UK13", "UK14", "UK15", "UK16"})
_MARKET_CLOSED = "UK16"
_TRANSPARENCY, _PAYMENTS = "UK5", "UK17"
# https://standard.open-contracting.org/profiles/eu/master/en/forms/F20/
_MODIFICATION = frozenset({"awardUpdate", "contractUpdate"})
_COMPLETED = "contractCompleted"
_TERMINATION = "contractTermination"
# A notice that ends some of the contracts that it lists says so of each; the others go on.
_NO_MORE = frozenset({"terminated", "cancelled"})
_CANCELLED_TENDER, _CANCELLED_AWARD = "tenderCancellation", "awardCancellation"
# https://standard.open-contracting.org/1.1/en/schema/codelists/#tender-status
_OPEN = frozenset({"active", "planned", "planning"})
_CANCELLED = frozenset({AwardStatus.CANCELLED, AwardStatus.WITHDRAWN})
_CANCELLED_TAGS = frozenset({_CANCELLED_TENDER, _CANCELLED_AWARD})
# The same list: what a tender is called once nobody can bid any more.
_OVER = awards.CANCELLED | {"complete"}
# https://standard.open-contracting.org/1.1/en/schema/codelists/#related-process
_FOLLOWS = frozenset({"planning", "prior", "unsuccessfulProcess"})
# Some tools wrap each release in an object of their own, which repeats its ocid.
_OF_A_RELEASE = frozenset({"tag", "parties", "buyer", "planning", "tender", "awards", "contracts"})
_HOLDERS = frozenset({"releases", "records", "compiledRelease", "versionedRelease"})
_VERSION = frozenset({"releaseID", "releaseDate", "value"})


def is_open_contracting(document: object) -> bool:
    """Say whether a document is a release, a package, a record or a list of them, by its shape."""
    if isinstance(document, list):
        return any(map(is_open_contracting, document))
    if not isinstance(document, dict):
        return False
    return any(key in document for key in ("ocid", "releases", "records")) or _is_search_answer(document)


def _is_search_answer(document: dict[str, object]) -> bool:
    """Say whether packages stand in the results of a search, as Contracts Finder answered until it had one package."""
    found = document.get("results")
    return isinstance(found, list) and is_open_contracting(found)


def releases(document: object) -> Iterator[object]:
    """Yield every release inside a document, and whatever stands in the place of one, of which `read` says so.

    A record gives its releases, or its compiled release where it links to any of them or holds none, else the last
    state of its versioned release.
    """
    if isinstance(document, list):
        for item in document:
            yield from releases(item) if item != [] else [item]
    elif not isinstance(document, dict):
        yield document
    elif isinstance(held := document.get("releases"), list) and not _is_in_part(document, held):
        yield from (_addressed(release, document.get("uri")) for release in held)
    elif isinstance(document.get("records"), list):
        yield from releases(document["records"])
    elif _is_search_answer(document):
        yield from releases(document["results"])
    elif isinstance(document.get("compiledRelease"), dict):
        yield document["compiledRelease"]
    elif isinstance(document.get("versionedRelease"), dict):
        yield _last_state(document["versionedRelease"])
    elif held != [] or "ocid" in document:  # a package may hold no release, as of a day without one
        yield document


def _is_in_part(document: dict[str, object], held: list[object]) -> bool:
    """Say whether a record holds its releases only in part, or not at all, and what they come to if so."""
    compiled = isinstance(document.get("compiledRelease"), dict) or isinstance(document.get("versionedRelease"), dict)
    return not held or (any if compiled else all)(map(_is_link, held))


def _last_state(versioned: dict[str, object]) -> dict[str, object]:
    """Return what a versioned release says at last, as a compiled release: of each field it holds every value.

    https://standard.open-contracting.org/1.1/en/schema/records_reference/#versioned-release
    """
    days = [""]

    def last(value: object) -> object:
        if isinstance(value, dict):
            return {name: last(item) for name, item in value.items()}
        if not isinstance(value, list):
            return value
        if not value or not all(isinstance(item, dict) and item.keys() >= _VERSION for item in value):
            return [last(item) for item in value]
        days.extend(str(version["releaseDate"]) for version in value)
        return max(reversed(value), key=lambda version: str(version["releaseDate"]))["value"]

    state = {name: last(item) for name, item in versioned.items()}
    day = max(days)
    return {"id": f"{versioned.get('ocid')}-{day}", "date": day, **state, "tag": ["compiled"]}


def _addressed(release: object, uri: object) -> object:
    """A legacy Contracts Finder release knows its notice only by the address of its package."""
    if not isinstance(uri, str) or _LEGACY_PACKAGE not in uri or not isinstance(release, dict):
        return release
    address = uri.replace(_LEGACY_PACKAGE, "/Notice/").removesuffix(".json")
    return {**release, "links": [{"rel": "canonical", "href": address}]}


def _is_link(item: object) -> bool:
    """A record may link to its releases by address instead of holding them; a link has a tag too, and no process."""
    return isinstance(item, dict) and "url" in item and "ocid" not in item


def read(release: object, source: str, line: int | None) -> NoticesAndIssues:
    """Return the notices of a release of any shape, as `notices` does; an issue for what is none."""
    if not isinstance(release, dict):
        return [], [left_out(source, line, "", release, "is no object", "not an open contracting release")]
    if held := _HOLDERS.intersection(release):
        remedy = "not an open contracting release; give what it links to"
        return [], [left_out(source, line, min(held), release, "holds no release, or only their addresses", remedy)]
    ocid = release.get("ocid")
    if not isinstance(ocid, str) or not ocid.strip():
        return [], [left_out(source, line, "ocid", release, "holds no ocid", "not an open contracting release")]
    if not _OF_A_RELEASE.intersection(release):
        remedy = "not an open contracting release; give the release that it may hold"
        return [], [left_out(source, line, "tag", release, "holds the ocid of a process and nothing of it", remedy)]
    told, issues = notices(from_json(Release, release), source, line)
    for path, value in misfits(Release, release):
        issues.append(Issue(source, line, ocid, path, str(value)[:80], "is no object", "made missing", unread=True))
    return told, issues


def notices(release: Release, source: str, line: int | None) -> NoticesAndIssues:
    """Return one notice per award of a release, or one planned notice where nothing is awarded yet."""
    fields = FieldReader(source, line, release.ocid.strip())
    tender = release.tender
    parties = organizations.by_id(release)
    shared = _shared_fields(release, parties, fields)
    both = pairs.with_contracts(release)
    _say_repeats(release, fields)
    tags = as_texts(release.tag)
    only = bool(_CHANGES.intersection(tags)) and not _WHOLE.intersection(tags)
    partial = only or _lists_members(tender) or _only_changes(both, tags)
    modifies = bool(tags) and _MODIFICATION.issuperset(tags) and shared["legal_basis"] == law.OLDER
    by_the_act = shared["legal_basis"] == law.ACT
    announces = shared["legal_basis"] == law.OLDER and any(map(_INTENTION.search, law.words(release)))
    ended = (_CANCELLED_TENDER in tags or _ended_without_award(release, both)) and not _goes_on(tender)
    together = awards.together(release, parties, fields, partial=partial)
    removed = together.removed
    if removed and not any(award.suppliers or contract.suppliers for award, contract in both):
        problem = "supplies no more, and who does instead is not told"
        fields.issue("parties/roles", "; ".join(removed)[:80], problem, "the supplier stays as before")
    notices_of_awards = []
    several, ends_some = len(both) > 1, any(_code(contract.status) in _NO_MORE for _, contract in both)
    for award, contract in both:
        goes_on = ends_some and _code(contract.status) == "active"
        told = [tag for tag in tags if tag != _TERMINATION] if goes_on else tags
        status = _status(award, contract, told, ended=ended)
        # A change notice that cancels an award tells of the award: nobody has it any more.
        part = partial and not (only and status in _CANCELLED)
        own = awards.award_fields(award, contract, release, together, fields, several=several, partial=part)
        agreed = None if part else own.get("end")
        own |= changes.actual_end(contract, fields)
        if status is AwardStatus.ENDED and _ran_its_term(contract, agreed, own.get("end"), shared["published"]):
            status = AwardStatus.AWARDED
        if status is AwardStatus.ENDED and (own.get("end") is None or not part):
            changes.say_unsaid_end(contract, fields)
        intends = _intends_directly(award, tender) if by_the_act else announces or _code(award.status) == "pending"
        own["under_framework"] = shared["under_framework"] or _names_a_framework(contract.related_processes)
        own |= {"status": status, "partial": part, "modifies": modifies, "intends": intends, "removed": removed}
        notices_of_awards.append(AwardNotice(**shared | own))
    if not notices_of_awards and _tells_of_no_purchase(release, tags):
        # A notice on how quickly a buyer pays (UK17) is a release of its own kind, and no plan of a contract.
        said = left_out(source, line, "tender", release.id, "tells of nothing that is bought", "no plan of a contract")
        return [], [said]
    if not notices_of_awards:
        cancelled = ended or _CANCELLED_AWARD in tags or _code(tender.status) in awards.CANCELLED or _is_closed(tender)
        status = AwardStatus.CANCELLED if cancelled else AwardStatus.PLANNED
        notices_of_awards.append(AwardNotice(**shared, **awards.plan_fields(release, fields), status=status))
    return notices_of_awards, fields.issues


def _say_repeats(release: Release, fields: FieldReader) -> None:
    told, signed = pairs.each_once(release)
    listed = [one for one in release.awards if one != pairs.NO_AWARD] or told
    contracts = [one for one in release.contracts if one != pairs.NO_CONTRACT]
    for path, n_repeats in (("awards", len(listed) - len(told)), ("contracts", len(contracts) - len(signed))):
        if n_repeats:
            fields.issue(path, str(n_repeats), "are listed again with all that is read of them", "counted once")


def _intends_directly(award: Award, tender: Tender) -> bool:
    """Say whether an award is one that a transparency notice (UK5) announces: direct, and not signed yet.

    Procurement Act 2023, section 44; the contract award notice (UK6) and that of the contract (UK7) follow.
    """
    told = {document.notice_type for document in award.documents if is_given(document.notice_type)}
    direct = _TRANSPARENCY in told or (not told and _code(tender.procurement_method) == "direct")
    return direct and _code(award.status) == "pending"


def _goes_on(tender: Tender) -> bool:
    """Say whether a notice that ends lots of a tender says that the tender or another lot is still open.

    Find a Tender calls a tender complete too that its notice of termination (UK12) ends, or repeats nothing of it.
    """
    return not _OPEN.isdisjoint(_code(status) for status in (tender.status, *(lot.status for lot in tender.lots)))


def _ended_without_award(release: Release, both: list[tuple[Award, Contract]]) -> bool:
    """Say whether nobody has a contract by a notice that calls its tender over, of any lot that it lists.

    So the older regime tells that nothing was awarded (the award "unsuccessful", the tender "cancelled"), and a buyer
    that an award was set aside; there is no other notice of the end then.
    """
    related = {pairs.bare(lot) for award, _ in both for lot in pairs.related(award)}
    others = {pairs.bare(plain_id(lot.id)) for lot in release.tender.lots} - related if related else set[str]()
    over = bool(both) and not others and _code(release.tender.status) in _OVER
    return over and all(_is_cancelled(award, contract) for award, contract in both)


def _tells_of_no_purchase(release: Release, tags: list[str]) -> bool:
    """Say whether nothing is told of what is bought; a document and the law that applies tell nothing of it.

    Nor does a notice of what became of a contract plan anything, whatever it repeats of the tender.
    """
    if tags and _CHANGES.issuperset(tags) and not _lists_members(release.tender):
        return True
    if any(document.notice_type == _PAYMENTS for document in release.tender.documents):
        return True
    tender = replace(release.tender, documents=(), legal_basis=Classification())
    told = release.title or release.description or tender != Tender() or release.planning != Planning()
    return bool(tags) and not told and not _CANCELLED_TAGS.intersection(tags)


def _lists_members(tender: Tender) -> bool:
    """A notice of a dynamic market may list as awards who is in it: nobody has a contract by that."""
    return any(document.notice_type in _MARKET for document in tender.documents)


def _is_closed(tender: Tender) -> bool:
    """Say whether a dynamic market or purchasing system is no more: nobody can join it or buy from it.

    A buyer that closes one under the older law says so in its state.
    """
    system = tender.techniques.dynamic_purchasing_system
    return _code(system.status) == "terminated" or any(one.notice_type == _MARKET_CLOSED for one in tender.documents)


def _only_changes(both: list[tuple[Award, Contract]], tags: list[str]) -> bool:
    """A framework's or market's list of members is published as awards that hold nothing but an amendment."""
    return (
        bool(both)
        and "compiled" not in tags
        and all(
            award.amendments is not UNSET and award.status is UNSET and contract == pairs.NO_CONTRACT
            for award, contract in both
        )
    )


def _is_cancelled(award: Award, contract: Contract) -> bool:
    return not awards.CANCELLED.isdisjoint((_code(award.status), _code(contract.status)))


def _status(award: Award, contract: Contract, tags: list[str], *, ended: bool) -> AwardStatus:
    """Return where an award stands; a notice that ends the tender (UK12) lists its lots as cancelled awards.

    Where a contract was to be signed already, its award stays as it was and the contract is cancelled. One that a
    notice of a termination calls so was in force until then.
    """
    terminates = _TERMINATION in tags and _CANCELLED_AWARD not in tags
    if _is_cancelled(award, contract) and not (terminates and _code(award.status) not in awards.CANCELLED):
        return AwardStatus.WITHDRAWN if ended else AwardStatus.CANCELLED
    if _TERMINATION in tags or _code(contract.status) == "terminated":
        return AwardStatus.ENDED
    return AwardStatus.AWARDED


def _ran_its_term(contract: Contract, agreed: date | None, ended: date | None, published: str) -> bool:
    """Say whether a contract that is over was completed: it need not have ended before its term.

    A contract termination notice is due however a contract ends (Procurement Act 2023, section 80). The standard's
    "terminated" too "may be due to a successful completion of the contract"
    (https://standard.open-contracting.org/1.1/en/schema/codelists/#contract-status). Until 13 January 2026 a notice
    stated one reason, not a list (https://github.com/cabinetoffice/ocds_uk_extension, its changelog).
    """
    told = (*contract.termination_rationale_classifications, contract.termination_rationale_classification)
    reasons = {reason.id for reason in told if reason.id}
    if reasons:
        return reasons == {_COMPLETED}
    if agreed is None or ended is None:
        return False
    return agreed <= ended and agreed.isoformat() <= published[:10]


def _code(status: object) -> object:
    """Return the code of a closed list, whatever the case of its letters."""
    return status.lower() if isinstance(status, str) else status


def _names_a_framework(links: tuple[RelatedProcess, ...]) -> bool:
    return any("framework" in as_texts(link.relationship) for link in links)


def _follows(release: Release) -> tuple[str, ...]:
    """Return the processes that a release says to follow on from: what they planned is now its own."""
    return tuple(
        [
            link.identifier
            for link in release.related_processes
            if isinstance(link.identifier, str) and not _FOLLOWS.isdisjoint(as_texts(link.relationship))
        ]
    )


def _shared_fields(release: Release, parties: organizations.Parties, fields: FieldReader) -> Json:
    """Return what every award of a release has in common."""
    ocid, tender = release.ocid.strip(), release.tender
    return {
        "source": fields.source,
        "line": fields.line,
        "ocid": ocid,
        "release_id": str(release.id or ""),
        "published": str(release.date or "")[:_LONGEST_TIME],
        "origin": SOURCES.get(ocid[:_PREFIX_LENGTH], "Open Contracting release"),
        "buyer": organizations.buyer(release, parties, fields),
        "method_details": str(tender.procurement_method_details or ""),
        "rationale": str(tender.procurement_method_rationale or ""),
        "special_regimes": law.special_regimes(release),
        "under_framework": _names_a_framework(release.related_processes),
        "follows": _follows(release),
        "legal_basis": law.known_as(tender.legal_basis),
    }
