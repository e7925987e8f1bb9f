"""Services told from goods and works, by what is bought."""

import re

from data.model.service_table import groups
from data.model.words import plain_once

# CPV (Regulation 213/2008): divisions 03 to 44 and 48 are supplies, 45 is works, 50 upwards are services.
_WORKS, _SOFTWARE = "45", "48"
_FIRST_SERVICE = "50"
# Groups in which things and building works are bought as well as services, and their services that are never bought so.
_THINGS_TOO = ("outside", "housing", "forces")
_NEVER_THINGS = frozenset(
    (
        *("temp_accom", "homeless", "agency_staff", "staff_travel", "occupational_health", "insurance", "research"),
        *("stray_dogs", "records_storage", "cash_handling", "memberships", "shared_services"),
    )
)
# Services that are told by the things they use: alarms and equipment at home, tests.
_SERVED_BY_THINGS = ("telecare", "laboratory")
# Supplies are works only where their title says that something is built in.
_SUPPLIED = ("ict", "goods", "fleet")
_BUILT_IN = frozenset(
    (
        *("installation", "install", "installing", "works", "work", "fit", "fitting", "upgrade", "upgrades"),
        *("replacement", "construction", "refurbishment", "erection", "infrastructure", "improvement", "repair"),
        *("network", "adaptations", "charging", "restraint"),
    )
)
# Food, computers, telecoms, software and services for them.
_SURELY_SUPPLIED = ("03", "15", "30", "32", "48", "72")
_DECLARED = {"goods": "goods", "works": "works", "services": "service"}
# Words that make a service of a thing, whatever its code: it is maintained, run or hired for the buyer.
_MAKES_A_SERVICE = frozenset(
    (
        "maintenance",
        "servicing",
        "repair",
        "support",
        "hosting",
        "hosted",
        "managed",
        "inspection",
        "testing",
        "installation",
        "hire",
        "calibration",
        "training",
        "collection",
        "disposal",
        "management",
        "transformation",
        "implementation",
        "migration",
    )
)
# Upkeep of things and homes is a service even where works or supplies are declared; publishers tick any box.
_UPKEEP = frozenset(
    ("maintenance", "servicing", "repair", "repairs", "void", "voids", "calibration", "inspection", "testing", "hire")
)
_UPKEEP_OF = ("social_housing", "estates", "goods", "fleet")
_SERVED = (_MAKES_A_SERVICE - {"installation", "managed"}) | {"service", "services"}
_ADVICE = frozenset(("engineering", "riba", "survey", "architect", "architectural", "consultant", "consultancy"))
# Who designs, costs or oversees a building is paid for a service, whatever is built.
_ADVISES = re.compile(
    r"\b(?:professional services|contract administrator|contract administration|employers agent|quantity surveyors?"
    r"|quantity surveying|clerk of works|cost consultants?|design team)\b"
)
# Architecture and engineering, without services related to building (715) and testing (716).
_DESIGNS = ("711", "712", "713", "714")
_COUNTED = re.compile(r"\b\d{1,3} x \d?")
# "Supply and delivery of" a thing says what is bought, whatever the thing is for.
_SUPPLY_OF_THINGS = re.compile(
    r"\b(?:supply|purchase)(?: and delivery)? of (?:[a-z0-9]+ ){0,5}?(?:equipment|vehicles?|devices?|materials|products"
    r"|furniture|machines?|machinery|consumables|kits?|uniforms?|clothing|spares|spare parts)\b"
    r"(?! (?:strategy|study|services?)\b)"
)
# Where a source gives neither a declaration nor a code.
_SAID_BY_TITLE = (
    ("service", frozenset(("service", "services", "consultancy", "maintenance", "collection", "operation"))),
    ("works", frozenset(("construction", "build", "works", "refurbishment", "demolition", "redevelopment"))),
    ("goods", frozenset(("products", "goods", "supplies", "equipment", "consumables", "materials"))),
)
# Things are bought with the services that go with them.
_SERVICES_BESIDE = re.compile(r" and (?:associated|ancillary|related) (?:support )?services?\b")
_BUILDS_IN = _SERVED - {"disposal", "collection", "testing"} | {"installation", "install", "fit", "fitting"}
_LICENCES = frozenset(("licence", "licences", "license", "licenses", "licensing"))


def purchase(service: str | None, title: str, cpvs: tuple[str, ...], category: str) -> str:
    """Return what a notice buys: service, goods, works or unknown.

    Work with people, cleaning and catering are services whatever is declared; so is upkeep, and building is works.
    Elsewhere the declaration decides, then the main code.
    """
    group = groups().get(service or "")
    declared = _DECLARED.get(category)
    if service in _NEVER_THINGS or (group is not None and group not in _THINGS_TOO):
        things = service in _SERVED_BY_THINGS and declared == "goods" and _is_supply(cpvs)
        return "goods" if things and _SERVED.isdisjoint(plain_once(title).split()) else "service"
    title = plain_once(title) if declared else _SERVICES_BESIDE.sub("", plain_once(title))
    words = frozenset(title.split())
    if declared == "works" and service in _SUPPLIED and cpvs and cpvs[0][:2] in _SURELY_SUPPLIED:
        declared = declared if _BUILT_IN & words else None
    if service == "works" and (_ADVISES.search(plain_once(title)) or _designs(declared, cpvs)):
        return "service"
    by_words = _by_words(service, words, title, declared)
    return by_words or declared or (_by_code(cpvs[0], title) if cpvs else _by_title(words)) or _by_service(service)


def _by_words(service: str | None, words: frozenset[str], title: str, declared: str | None) -> str | None:
    """Return what service and title show where a declaration is often wrong; None where they show nothing."""
    if service == "works" and not _ADVICE & words:
        return "works"
    if service in _UPKEEP_OF and _UPKEEP & words:
        return "service"
    if service == "agency_staff":
        return "service"
    if declared in (None, "service") and _is_thing(service, words, title, declared):
        return "goods"
    return None


def _is_thing(service: str | None, words: frozenset[str], title: str, declared: str | None) -> bool:
    """Say whether a title that nothing or a service is declared of names things."""
    if declared is None and not _BUILDS_IN & words and _SUPPLY_OF_THINGS.search(plain_once(title)):
        return True
    if service == "fleet":
        return bool(_COUNTED.search(plain_once(title)))
    if service == "ict":
        return bool(_LICENCES & words) and not _MAKES_A_SERVICE & words
    return service == "goods" and not _SERVED & words


def _designs(declared: str | None, cpvs: tuple[str, ...]) -> bool:
    """Say whether a service is declared and its main code is architecture or engineering."""
    return declared == "service" and bool(cpvs) and cpvs[0].startswith(_DESIGNS)


def _is_supply(cpvs: tuple[str, ...]) -> bool:
    """Say whether the main code is one of supplies."""
    return bool(cpvs) and (cpvs[0][:2] < _WORKS or cpvs[0][:2] == _SOFTWARE)


def _by_code(code: str, title: str) -> str | None:
    division = code[:2]
    if not division.isdigit():
        return None
    if division == _WORKS:
        return "works"
    if division >= _FIRST_SERVICE:
        return "service"
    return "service" if _MAKES_A_SERVICE & set(plain_once(title).split()) else "goods"


def _by_title(words: frozenset[str]) -> str | None:
    """Return what a title names where nothing is declared and no code stands; None where it names several or none."""
    named = [kind for kind, said in _SAID_BY_TITLE if said & words]
    return named[0] if len(named) == 1 else None


def _by_service(service: str | None) -> str:
    return {None: "unknown", "works": "works", "goods": "goods", "energy": "goods"}.get(service, "service")
