"""Services told from goods and works, by what is bought."""

from data.model.service_table import groups
from data.model.words import plain_once

# CPV (Regulation 213/2008): divisions 03 to 44 and 48 are supplies, 45 is works, 50 upwards are services.
_WORKS = "45"
_FIRST_SERVICE = "50"
# Groups in which things and building works are bought as well as services.
_THINGS_TOO = ("outside", "housing", "facilities", "forces")
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


def purchase(service: str | None, title: str, cpvs: tuple[str, ...], category: str) -> str:
    """Return what a notice buys: service, goods, works or unknown.

    Work with people is a service whatever is declared; elsewhere the declaration decides, then the main code.
    """
    group = groups().get(service or "")
    if group is not None and group not in _THINGS_TOO:
        return "service"
    declared = _DECLARED.get(category)
    return declared or (_by_code(cpvs[0], title) if cpvs else None) or _by_service(service)


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
