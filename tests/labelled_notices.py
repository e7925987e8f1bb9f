"""The labelled notices with their text, as plain values: only what the labels' README needs of a release."""

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

from data.classify.instruments import Shape, instrument
from data.classify.parties import buyer_kind, supplier_kind, suppliers_kind
from data.classify.portals import real_buyer
from data.classify.services import classify

SHARED = Path(__file__).parents[2] / "shared"
LABELS = SHARED / "labels" / "notices_dev.csv"
FILES = (
    "fts_ocds_2026/fts_releases_2026-07-13_2026-08-11.jsonl.gz",
    "cf_ocds_care_2020_2025/cf_award_releases_housing_care.jsonl.gz",
)


def labels() -> dict[str, dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return {row["release_id"]: row for row in csv.DictReader(file)}


def releases(name: str) -> Iterator[dict]:
    with gzip.open(SHARED / "data" / "real" / name, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def labelled() -> Iterator[dict]:
    wanted = labels()
    return (release for name in FILES for release in releases(name) if release["id"] in wanted)


def codes(release: dict, award: dict) -> tuple[str, ...]:
    """Return the codes of the process, then of the first award, in the order of the release."""
    tender = release["tender"]
    holders = [tender, *tender.get("items", []), *award.get("items", [])]
    held = [c for h in holders for c in (h.get("classification"), *h.get("additionalClassifications", [])) if c]
    return tuple(dict.fromkeys(c["id"] for c in held if c.get("scheme") == "CPV" and c.get("id")))


def identifiers(party: dict) -> list[tuple[str, str]]:
    held = [party.get("identifier", {}), *party.get("additionalIdentifiers", [])]
    return [(i["scheme"], str(i["id"])) for i in held if i.get("scheme") and i.get("id")]


def declared(party: dict) -> list[tuple[str, str]]:
    details = party.get("details", {})
    types = [(c.get("scheme", ""), str(c.get("id", ""))) for c in details.get("classifications", [])]
    return [*types, ("vcse", str(details.get("vcse", "")).lower())]


_FLAGS = {"dps": "hasDynamicPurchasingSystem", "framework": "hasFrameworkAgreement"}


def form(release: dict) -> str | None:
    tender, links = release["tender"], release.get("relatedProcesses", [])
    techniques = tender.get("techniques", {})
    return instrument(
        tender.get("title", ""),
        f"{tender.get('description', '')} {tender.get('procurementMethodRationale', '')}",
        tender.get("procurementMethodDetails", ""),
        sets_up=next((kind for kind, flag in _FLAGS.items() if techniques.get(flag)), ""),
        under_framework=any("framework" in link.get("relationship", []) for link in links),
        concession="concession" in tender.get("specialRegime", []),
        shape=Shape(len({str(s.get("id")) for s in (release.get("awards") or [{}])[0].get("suppliers", [])})),
    ).instrument


def prediction(release: dict) -> dict:
    """Return the row of the table that the labels are scored against."""
    tender, award = release["tender"], (release.get("awards") or [{}])[0]
    title, description = tender.get("title", ""), tender.get("description", "")
    parties = {party["id"]: party for party in release.get("parties", [])}
    given = release.get("buyer", {}).get("name", "")
    name = real_buyer(given, title, description) or given
    buyer = parties.get(release.get("buyer", {}).get("id"), {}) if name == given else {}
    suppliers = [(s.get("name") or "", parties.get(s.get("id"), {})) for s in award.get("suppliers", [])]
    kind = buyer_kind(name, identifiers(buyer), declared(buyer)).kind
    finding = classify(
        title,
        " ".join(text for text in (description, award.get("title"), award.get("description")) if text),
        codes(release, award),
        buyer=name,
        buyer_kind=kind or "",
        supplier="; ".join(supplier for supplier, _ in suppliers),
        category=tender.get("mainProcurementCategory") or award.get("mainProcurementCategory", ""),
    )
    supplied = suppliers_kind((supplier_kind(n, identifiers(p), declared(p)) for n, p in suppliers), finding.service)
    return {
        "ocid": release["ocid"],
        "counted": True,
        "service": finding.service,
        "buyer_kind": kind,
        "supplier_kind": supplied.kind,
        "instrument": form(release),
        "service_confidence": finding.confidence,
        "purchase": finding.purchase,
    }
