"""Where a contract is served: nation and ITL1 region, from what the notice gives, most exact first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from data.classify.cues import rows
from data.model.words import Phrases, comparable, plain

NATIONAL = "National"
UK = "UK"
# Contracts Finder's own labels for no one region.
_WHOLE = {"england": "England"} | dict.fromkeys(
    ("any region", "united kingdom", "uk", "great britain", "british isles"), UK
)
_CODE = re.compile(r"^(?:UK|TL)([C-N])?")
_OUTWARD = re.compile(r"^\s*([A-Za-z]{1,2})(\d{1,2})[A-Za-z]?(?:\s*\d[A-Za-z]{2})?\s*$")


@dataclass(frozen=True, slots=True)
class ServedPlace:
    """Nation and region served; both missing where nothing tells."""

    nation: str | None
    region: str | None
    evidence: str


Spot = tuple[str, str]


def place(
    codes: Iterable[str] = (), names: Iterable[str] = (), postcodes: Iterable[str] = (), buyer: str = ""
) -> ServedPlace:
    """Return the place from NUTS or ITL codes, else region names, else postcodes, else the buyer's name.

    Several regions of one nation give the region National, several nations the nation UK.
    """
    for given, read, said in (
        (tuple(codes), by_code, "region code"),
        (tuple(names), by_region_name, "region"),
        (tuple(postcodes), by_postcode, "postcode"),
        ((buyer,), by_buyer, "buyer"),
    ):
        found = {text: spot for text in given if text and (spot := read(text))}
        if found:
            nation, region = _together(set(found.values()))
            return ServedPlace(nation, region, f"{said} {', '.join(list(found)[:5])}")
    return ServedPlace(None, None, "neither code, region, postcode nor buyer tells the place")


def by_code(code: str) -> Spot | None:
    """Read a NUTS or ITL code of any length ("UKJ27", "TLI", "UK"); None for a code of another country."""
    match = _CODE.match(code.strip().upper())
    if match is None:
        return None
    return _by_letter()[match[1]] if match[1] else (UK, NATIONAL)


def by_region_name(name: str) -> Spot | None:
    """Read a region as Contracts Finder and the register write it."""
    words = plain(name)
    if words in _WHOLE:
        return _WHOLE[words], NATIONAL
    return _by_region().get(words)


@lru_cache(maxsize=50_000)
def by_postcode(postcode: str) -> Spot | None:
    """Read a whole postcode, its outward half or its area, district first where an area straddles regions."""
    match = _OUTWARD.match(postcode)
    if match is None:
        return _by_area().get(postcode.strip().upper())
    area = match[1].upper()
    return _by_area().get(area + match[2]) or _by_area().get(area)


@lru_cache(maxsize=50_000)
def by_buyer(name: str) -> Spot | None:
    """Read the place in a buyer's name: the longest that is named, of several as long the first."""
    words = comparable(name)
    phrases, spots = _buyer_places()
    found = phrases.found(words)
    return spots[max(found, key=lambda named: (len(named), -words.index(named)))] if found else None


def is_council_place(name: str) -> bool:
    """Say whether a name is that of a council's place and nothing more ("Tower Hamlets")."""
    return comparable(name) in _council_places()


def _together(spots: set[Spot]) -> Spot:
    nations = {nation for nation, _ in spots}
    if len(nations) > 1:
        return UK, NATIONAL
    regions = {region for _, region in spots}
    return nations.pop(), regions.pop() if len(regions) == 1 else NATIONAL


@cache
def _by_letter() -> dict[str, Spot]:
    return {row["code"]: (row["nation"], row["region"]) for row in rows("regions.csv")}


@cache
def _by_region() -> dict[str, Spot]:
    return {
        plain(spelling): (row["nation"], row["region"])
        for row in rows("regions.csv")
        for spelling in (row["region"], *row["also_written"].split(";"))
        if spelling.strip()
    }


@cache
def _by_area() -> dict[str, Spot]:
    return {row["area"]: (row["nation"], row["region"]) for row in rows("postcode_areas.csv")}


@cache
def _buyer_places() -> tuple[Phrases, dict[str, Spot]]:
    spots = {
        comparable(spelling): (row["nation"], row["region"])
        for row in rows("buyer_places.csv")
        for spelling in (row["place"], row["name"])
    }
    return Phrases(spots), spots


@cache
def _council_places() -> frozenset[str]:
    places = [row["place"] for row in rows("buyer_places.csv") if row["name"] != row["place"]]
    return frozenset(map(comparable, places))
