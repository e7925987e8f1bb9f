"""Named versions of the policy, each a file whose every value has a source or is marked as an assumption."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from policy.problem import PolicyError, Problem
from policy.rules import settings
from policy.rules.base import Assumption, Basis, Reference, Setting
from policy.rules.units import ORDERED

DEFAULT = "pledge"
ORDER = (
    "pledge", "procurement-thresholds", "public-interest-test", "councils-2019",
    "coercion-and-rights", "private-firms-only", "capacity-limited",
)  # fmt: skip


@dataclass(frozen=True)
class Preset:
    """A version of the policy: what it changes from the plain reading, why, and how its result is worded.

    `verb` completes "About n contracts would ..."; `not_modelled` says what the version leaves out here.
    A published version never changes: a correction is a new version number.
    """

    id: str
    version: int
    letter: str
    title: str
    short: str
    summary: str
    verb: str
    not_modelled: str
    settings: Mapping[str, Any]
    basis: Mapping[str, Basis]

    @property
    def name(self) -> str:
        """Id and version as a link states them."""
        return f"{self.id}@{self.version}"

    @property
    def considers(self) -> bool:
        """Whether it only has contracts considered, so that none is said to be back."""
        return "considered" in self.verb

    @property
    def outcome(self) -> str:
        """What is said of a contract at which no rule takes it out."""
        return "Must be considered" if self.considers else "Back in house"

    @property
    def inside(self) -> str:
        """What is said of a contract that no rule takes out, behind "it"."""
        return "must be considered" if self.considers else "comes back"

    @property
    def outside(self) -> str:
        """What is said of a contract that a rule takes out, behind "it"."""
        return "need not be considered" if self.considers else "keeps its supplier"

    @property
    def counts_as(self) -> str:
        """What is said of the share of a contract that counts."""
        return "to be considered" if self.considers else "back in house"

    def basis_of(self, key: str) -> Basis:
        """Give the source or the assumption behind a value of this preset."""
        return self.basis.get(key, settings()[key].param.basis)


@cache
def published() -> dict[str, Preset]:
    """Give every version of every preset by id@version, so that an old link still means what it meant."""
    folder = files("policy.scenarios") / "presets"
    read = (_read(file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir())
    return {preset.name: preset for preset in sorted(read, key=lambda preset: preset.version)}


def presets() -> dict[str, Preset]:
    """Give the newest version of each preset by id, in their published order."""
    newest = {preset.id: preset for preset in published().values()}
    return {name: newest[name] for name in ORDER}


def beyond_presets(setting: Setting, value: Any) -> str:
    """Say that a value which is allowed lies outside what the presets use; empty within it, and for what has no order.

    Where every preset has the same value nothing is said, since one value is no range.
    """
    used = [preset.settings.get(setting.key, setting.default) for preset in presets().values()]
    low, high = (end(used) for end in (min, max)) if setting.unit in ORDERED else (None, None)
    if low == high or low <= value <= high:
        return ""
    return f"Unusual: the presets use {setting.words(low)} to {setting.words(high)}."


def flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Turn nested TOML tables into keys with dots, in the order of the file."""
    flat: dict[str, Any] = {}
    for key, value in table.items():
        inner = isinstance(value, Mapping)
        flat |= flatten(value, f"{prefix}{key}.") if inner else {f"{prefix}{key}": value}
    return flat


def _read(name: str, text: str) -> Preset:
    content = tomllib.loads(text)
    identity, _, version = name.removesuffix(".toml").partition("@")
    known, values, problems = settings(), {}, []
    for key, value in flatten(content.get("settings", {})).items():
        try:
            values[key] = known[key].hold(value)
        except (KeyError, ValueError) as error:
            problems.append(Problem(f"{name} {key}", str(error)))
    if problems:
        raise PolicyError(problems)
    basis = {key: _basis(entry) for key, entry in content.get("basis", {}).items()}
    about = {key: content[key] for key in ("letter", "title", "short", "summary", "verb", "not_modelled")}
    return Preset(id=identity, version=int(version), settings=values, basis=basis, **about)


def _basis(entry: Mapping[str, str]) -> Basis:
    if "assumption" in entry:
        return Assumption(entry["assumption"])
    return Reference(entry["source"], entry["url"])
