"""One key for one supplier, whatever the spelling of its name or number."""

import re
from collections.abc import Iterable

from data.model.companies import LINE, company_number
from data.model.words import plain_once, singular

_CHARITIES = ("GB-CHC", "GB-SC", "GB-NIC", "GB-MPR")
_FORM = re.compile(r" (?:limited|ltd|plc|llp|cic|c i c|incorporated|inc|the|uk)(?= )")


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


def keys_of(names: object) -> set[str]:
    """Return the keys of names of suppliers, one a line; none where no text holds any."""
    return {supplier_key(name) for name in names.split(LINE)} if isinstance(names, str) else set()
