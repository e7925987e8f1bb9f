"""One key for one supplier, whatever the spelling of its name or number."""

import re
from collections.abc import Iterable

from data.model.words import plain_once, singular

_COMPANY = re.compile(r"^([A-Z]{2}|[A-Z]\d|R)?(\d{1,8})(R?)$")
_CHARITIES = ("GB-CHC", "GB-SC", "GB-NIC", "GB-MPR")
_FORM = re.compile(r" (?:limited|ltd|plc|llp|cic|c i c|incorporated|inc|the|uk)(?= )")


def company_number(text: str) -> str | None:
    """Return a Companies House number as eight characters; None where the text is not one.

    Sources drop leading zeros: 1,413 of 8,629 numbers on Contracts Finder in 2022 were not eight characters.
    """
    match = _COMPANY.match(re.sub(r"[\s.]", "", text.upper()))
    if match is None or not int(match[2]):
        return None
    prefix, digits, society = match[1] or "", match[2], match[3]
    width = 8 - len(prefix) - len(society)
    number = f"{prefix}{int(digits):0{width}d}{society}"
    return number if len(number) == 8 else None


def supplier_key(name: str, identifiers: Iterable[tuple[str, str]] = ()) -> str:
    """Return the key that joins a supplier's contracts: company number, else charity number, else name.

    "" where there is neither number nor name.
    """
    held = [(scheme, value.strip().upper()) for scheme, value in identifiers]
    for scheme, value in held:
        number = company_number(value) if scheme == "GB-COH" else None
        if number:
            return f"GB-COH-{number}"
    for scheme, value in held:
        if scheme in _CHARITIES and re.search(r"\d", value):
            return f"{scheme}-{value}"
    words = singular(plain_once(name))
    return _FORM.sub("", words).strip() or words.strip()
