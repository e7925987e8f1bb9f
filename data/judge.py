"""What is concluded about a notice from its words, codes and parties: where the judgements meet."""

from typing import NamedTuple

from data.notice import Notice, Party


class Judged(NamedTuple):
    """What is concluded about a notice from its words, codes and parties; None is not known."""

    service: str | None = None
    service_confidence: str | None = None
    service_evidence: str | None = None
    purchase: str | None = None
    buyer_kind: str | None = None
    buyer_is_portal: bool = False
    supplier_kind: str | None = None
    supplier_public_kind: str | None = None
    supplier_keys: tuple[str, ...] = ()
    nation: str | None = None
    region: str | None = None
    instrument: str | None = None


def judge(notice: Notice) -> Judged:
    """Return what the notice's words, codes and parties say about it."""
    return Judged(
        purchase="unknown",
        buyer_is_portal=_is_portal(notice.buyer),
        supplier_kind="none" if not notice.suppliers and notice.n_suppliers is None else None,
        supplier_keys=tuple(_supplier_key(supplier) for supplier in notice.suppliers),
        instrument=_instrument(notice),
    )


def _instrument(notice: Notice) -> str:
    details = notice.method_details.casefold()
    if notice.is_dps:
        return "dps"
    if notice.is_framework:
        return "framework"
    if "concession" in notice.special_regimes:
        return "concession"
    if notice.under_framework or "under framework" in details or "call-off" in details:
        return "call_off"
    direct = ("direct award", "without competition", "without prior publication")
    return "direct_award" if any(words in details for words in direct) else "contract"


def _is_portal(buyer: Party) -> bool:
    name = buyer.name.casefold()
    return "atamis" in name or "etendering portal" in name


def _supplier_key(supplier: Party) -> str:
    numbers = (f"{scheme}-{number}" for scheme, number in supplier.ids if scheme in ("GB-COH", "GB-CHC"))
    return next(numbers, supplier.name.casefold())
