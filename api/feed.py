"""The errata as an Atom feed (RFC 4287), for readers who want to hear of a correction without asking for it."""

from xml.etree import ElementTree as ET

from policy.receipts.errata import Erratum

TYPE = "application/atom+xml; charset=utf-8"
_ATOM = "http://www.w3.org/2005/Atom"


def feed(errata: tuple[Erratum, ...], site: str) -> bytes:
    """Write errata as a feed; `site` is the address at which this program is served, which every entry needs."""
    root = ET.Element("feed", xmlns=_ATOM)
    site = site.rstrip("/") + "/"
    newest = max((erratum.found for erratum in errata), default=None)
    _add(root, "id", f"{site}errata.atom")
    _add(root, "title", "Back in house: errors found in printed figures")
    _add(root, "updated", f"{newest or '1970-01-01'}T00:00:00Z")
    ET.SubElement(root, "link", rel="self", href=f"{site}errata.atom")
    _add(ET.SubElement(root, "author"), "name", "Back in house")
    for erratum in errata:
        entry = ET.SubElement(root, "entry")
        _add(entry, "id", f"{site}receipt#{erratum.id}")
        _add(entry, "title", f"{erratum.id}: {erratum.what}")
        _add(entry, "updated", f"{erratum.found}T00:00:00Z")
        ET.SubElement(entry, "link", rel="alternate", href=f"{site}receipt")
        _add(entry, "summary", f"{erratum.what} Why: {erratum.why}.")
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
