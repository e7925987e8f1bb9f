"""Services told from goods and works, by what is bought."""

import re

from data.model.service_table import groups
from data.model.words import plain_once

# CPV (Regulation 213/2008): divisions 03 to 44 and 48 are supplies, 45 is works, 50 upwards are services.
_WORKS = "45"
_FIRST_SERVICE = "50"
# Groups in which things and building works are bought as well as services, and their services that are never bought so.
_THINGS_TOO = ("outside", "housing", "forces")
_NEVER_THINGS = frozenset(
    (
        *("temp_accom", "homeless", "agency_staff", "staff_travel", "occupational_health", "insurance", "research"),
        *("stray_dogs", "records_storage", "cash_handling", "memberships", "shared_services"),
    )
)
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
    )
)
# Upkeep of things and homes is a service even where works or supplies are declared; publishers tick any box.
_UPKEEP = frozenset(
    ("maintenance", "servicing", "repair", "repairs", "void", "voids", "calibration", "inspection", "testing", "hire")
)
_UPKEEP_OF = ("social_housing", "goods", "fleet")
_SERVED = (_MAKES_A_SERVICE - {"installation", "managed"}) | {"service", "services"}
_ADVICE = frozenset(("engineering", "riba", "survey", "architect", "architectural", "consultant", "consultancy"))
_COUNTED = re.compile(r"\b\d{1,3} x \d?")
_LICENCES = frozenset(("licence", "licences", "license", "licenses", "licensing"))


def purchase(service: str | None, title: str, cpvs: tuple[str, ...], category: str) -> str:
    """Return what a notice buys: service, goods, works or unknown.

    Work with people, cleaning and catering are services whatever is declared; so is upkeep, and building is works.
    Elsewhere the declaration decides, then the main code.
    """
    group = groups().get(service or "")
    if service in _NEVER_THINGS or (group is not None and group not in _THINGS_TOO):
        return "service"
    words = frozenset(plain_once(title).split())
    declared = _DECLARED.get(category)
    if declared == "works" and service in _SUPPLIED and cpvs and cpvs[0][:2] in _SURELY_SUPPLIED:
        declared = declared if _BUILT_IN & words else None
    by_words = _by_words(service, words, title, declared)
    return by_words or declared or (_by_code(cpvs[0], title) if cpvs else None) or _by_service(service)


def _by_words(service: str | None, words: frozenset[str], title: str, declared: str | None) -> str | None:
    """Return what service and title show where a declaration is often wrong; None where they show nothing."""
    if service == "works" and not _ADVICE & words:
        return "works"
    if service in _UPKEEP_OF and _UPKEEP & words:
        return "service"
    if service == "agency_staff":
        return "service"
    if declared not in (None, "service"):
        return None
    if service == "fleet" and _COUNTED.search(plain_once(title)):
        return "goods"
    if service == "goods" and not _SERVED & words:
        return "goods"
    if service == "ict" and _LICENCES & words and not _MAKES_A_SERVICE & words:
        return "goods"
    return None


def _by_code(code: str, title: str) -> str | None:
    division = code[:2]
    if not division.isdigit():
        return None
    if division == _WORKS:
        return "works"
    if division >= _FIRST_SERVICE:
        return "service"
    return "service" if _MAKES_A_SERVICE & set(plain_once(title).split()) else "goods"


def _by_service(service: str | None) -> str:
    return {None: "unknown", "works": "works", "goods": "goods", "energy": "goods"}.get(service, "service")
