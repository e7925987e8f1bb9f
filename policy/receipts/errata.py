"""Errors that were found in figures: what was wrong, in which data and versions of the program, and why."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

Version = tuple[int, ...]


@dataclass(frozen=True)
class Erratum:
    """One error: a figure made on one of these data, or by one of these versions, may have been wrong.

    `data` are fingerprints of data sets, empty for any; `first` and `last` are versions of the program, both
    inclusive, None for no bound. An erratum with neither data nor a bound would be about every figure, and is refused.
    """

    id: str
    found: date
    what: str
    why: str
    data: tuple[str, ...] = ()
    first: Version | None = None
    last: Version | None = None

    def __post_init__(self) -> None:
        if not (self.data or self.first or self.last):
            raise ValueError(f"{self.id} names neither data nor versions")

    def is_about(self, fingerprint: str, version: str) -> bool:
        """Whether a figure made on these data by this version may be touched; a version that is not stated may be any.

        Figures made before versions were stated are older than all that are.
        """
        if self.data and fingerprint not in self.data:
            return False
        maker = version_of(version)
        return (self.first is None or maker >= self.first) and (self.last is None or maker <= self.last)


def version_of(text: str) -> Version:
    """Read a version such as 0.2.0; what is none is older than every one."""
    parts = text.split(".")
    return tuple(int(part) for part in parts) if all(part.isascii() and part.isdigit() for part in parts) else ()


def read_errata(text: str) -> tuple[Erratum, ...]:
    """Read errata from a TOML file, the newest first; raises ValueError with what is wrong."""
    return tuple(
        sorted(map(_erratum, tomllib.loads(text).get("erratum", [])), key=lambda each: each.found, reverse=True)
    )


def _erratum(table: Mapping[str, Any]) -> Erratum:
    bounds = {name: version_of(table[name]) for name in ("first", "last") if name in table}
    return Erratum(table["id"], table["found"], table["what"], table["why"], tuple(table.get("data", ())), **bounds)


def published() -> tuple[Erratum, ...]:
    """The errata of this program, the newest first."""
    return read_errata((files("policy.receipts") / "errata.toml").read_text(encoding="utf-8"))
