"""Classify a notice: service, kind of buyer and supplier, place and form, from its words, codes and parties."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import isnan

from msgspec import Struct

from data.classify.instruments import Form, Shape, instrument
from data.classify.parties import PartyKind, buyer_kind, names_several, supplier_kind, suppliers_kind
from data.classify.places import place
from data.classify.portals import portal, real_buyer
from data.classify.services import Clues, ServiceClassification, classify_all
from data.model.notice import NAMES_NOBODY, AwardNotice, Party
from data.model.words import plain_once

_portal = lru_cache(maxsize=20_000)(portal)
_place = lru_cache(maxsize=20_000)(place)
# The awards of one notice share their words; notices do not, so more is never found again.
_instrument = lru_cache(maxsize=8)(instrument)
# A number, a sum or a code stands where the title belongs: "350000000", "0 - 1,000,000", "C150".
_A_WORD = re.compile(r"[^\W\d_]{4}")
_SENTENCE_ENDS = re.compile(r"[.;:](?=\s|$)")
_LONGEST_TITLE = 150


class NoticeClassification(Struct, frozen=True, gc=False):
    """What is concluded about a notice from its words, codes and parties; None is not known."""

    service: str | None
    service_confidence: str | None
    service_evidence: str
    purchase: str
    buyer_kind: str | None
    buyer_is_portal: bool
    supplier_kind: str | None
    supplier_public_kind: str | None
    nation: str | None
    region: str | None
    instrument: str | None
    instrument_evidence: str


def classify_notices(notices: Sequence[AwardNotice]) -> list[NoticeClassification]:
    """Return what the words, codes and parties of each notice say about it, one question after another for them all."""
    portals = [_portal(notice.buyer.name) for notice in notices]
    buyers = [_buyer(notice, by_portal) for notice, by_portal in zip(notices, portals, strict=True)]
    kinds = [
        buyer_kind(buyer, notice.buyer.ids, notice.buyer.types).kind
        for notice, buyer in zip(notices, buyers, strict=True)
    ]
    services = _services(map(_clues, notices, buyers, kinds))
    suppliers = [_suppliers(notice, found.service) for notice, found in zip(notices, services, strict=True)]
    places = [
        _place(notice.region_codes, notice.region_names, notice.postcodes, buyer)
        for notice, buyer in zip(notices, buyers, strict=True)
    ]
    forms = [_form(notice) for notice in notices]
    return [
        NoticeClassification(
            found.service,
            found.confidence,
            found.evidence,
            found.purchase,
            kind,
            by_portal,
            supplied.kind,
            supplied.public_kind,
            where.nation,
            where.region,
            form.instrument,
            form.evidence,
        )
        for found, kind, by_portal, supplied, where, form in zip(
            services, kinds, portals, suppliers, places, forms, strict=True
        )
    ]


def _buyer(notice: AwardNotice, by_portal: bool) -> str:
    """Return the name of the buyer, behind a portal or agent where that is told."""
    name = notice.buyer.name
    return (by_portal and real_buyer(name, notice.title, notice.description)) or name


def _clues(notice: AwardNotice, buyer: str, kind: str | None) -> Clues:
    names = "; ".join([supplier.name for supplier in notice.suppliers])
    text = (notice.description, notice.lot_text)
    return Clues(_title(notice), text, notice.cpvs, buyer, kind or "", names, notice.category)


def _services(notices: Iterable[Clues]) -> list[ServiceClassification]:
    """Return the service of each notice; awards of one notice share their words, which are read once."""
    every = list(notices)
    once = list(dict.fromkeys(every))
    found = dict(zip(once, classify_all(once), strict=True))
    return [found[clues] for clues in every]


def _title(notice: AwardNotice) -> str:
    """Return the title; where no word stands in it, with the first sentence of the description."""
    if _A_WORD.search(notice.title):
        return notice.title
    sentence = _sentence(notice.description)
    return f"{notice.title} {sentence}".strip()


def _sentence(text: str) -> str:
    """Return the first sentence of a text, or as much of a long one as a title holds."""
    opening = text.strip()[:_LONGEST_TITLE]
    return _SENTENCE_ENDS.split(opening, maxsplit=1)[0]


def _suppliers(notice: AwardNotice, service: str | None) -> PartyKind:
    """A source that does not name its suppliers does not say that there are none."""
    if not notice.suppliers and notice.n_suppliers is not None:
        return PartyKind(None, "suppliers are not named")
    if _names_the_buyer_alone(notice):
        return PartyKind("unknown", "the buyer stands where the supplier belongs")
    return suppliers_kind([_supplier(one) for one in notice.suppliers], service)


def _names_the_buyer_alone(notice: AwardNotice) -> bool:
    """Whether a published notice names the buyer as its one supplier; in a reader's own register that is in house."""
    if notice.of_own_register or len(notice.suppliers) != 1:
        return False
    buyer = plain_once(notice.buyer.name)
    return bool(buyer) and plain_once(notice.suppliers[0].name) == buyer


def _supplier(party: Party) -> PartyKind:
    told = supplier_kind(party.name, party.ids, _declared(party))
    nobody = NAMES_NOBODY in party.types and told.kind != "unknown"
    return PartyKind("none", f"no supplier is named, got {party.name!r}") if nobody else told


def _declared(party: Party) -> tuple[tuple[str, str], ...]:
    return party.types if party.vcse is None else (*party.types, ("vcse", str(party.vcse).lower()))


def _form(notice: AwardNotice) -> Form:
    sets_up = "dps" if notice.is_dps else "framework" if notice.is_framework else ""
    text = (notice.description, f"{notice.rationale} {notice.lot_text}")
    return _instrument(
        _title(notice),
        text,
        notice.method_details,
        sets_up=sets_up,
        under_framework=notice.under_framework,
        concession="concession" in notice.special_regimes,
        shape=Shape(_number(notice), notice.amount, notice.buyer.name, notice.form_stated),
    )


def _number(notice: AwardNotice) -> int | None:
    """Return the number of suppliers; None where the source does not count them, or one name stands for several."""
    counted = notice.n_suppliers
    if counted is None:
        several = any(names_several(one.name) for one in notice.suppliers)
        return None if several else len(notice.suppliers)
    return None if isnan(counted) else int(counted)
