"""Named versions of the policy, each a file whose every value has a source or is marked as an assumption."""

import re
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
_WORDS = ("letter", "title", "short", "summary", "verb", "not_modelled")
"""What the file of a preset says beside its settings and their basis."""
_NAME = re.compile(r"[a-z][a-z0-9-]*@[1-9]\d*\.toml")
_NO_BASIS = 'needs [basis."<setting>"] with a source and its url, or an assumption'


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
    read = (read_preset(file.name, file.read_text(encoding="utf-8")) for file in folder.iterdir())
    return {preset.name: preset for preset in sorted(read, key=lambda preset: preset.version)}


def presets() -> dict[str, Preset]:
    """Give the newest version of each preset by id, in their published order."""
    newest = {preset.id: preset for preset in published().values()}
    if unlike := sorted({*ORDER} ^ newest.keys()):
        raise PolicyError([Problem(name, "needs a file <id>@1.toml and its id in ORDER, both") for name in unlike])
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


def read_preset(name: str, text: str) -> Preset:
    """Read the file of a preset, named <id>@<version>.toml.

    Raises:
        PolicyError: all that is wrong with it, and where.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError([Problem(name, f"is no TOML: {error}")]) from None
    known, values, problems = settings(), {}, _lacking(name, content)
    for key, value in flatten(content.get("settings", {})).items():
        try:
            values[key] = known[key].hold(value)
        except KeyError:
            problems.append(Problem(f"{name} {key}", "no such setting"))
        except ValueError as error:
            problems.append(Problem(f"{name} {key}", str(error)))
    entries = content.get("basis", {})
    stated = dict.fromkeys((*values, *entries))
    problems += [Problem(f"{name} {key}", _NO_BASIS) for key in stated if not _is_basis(entries.get(key))]
    if problems:
        raise PolicyError(problems)
    identity, _, version = name.removesuffix(".toml").partition("@")
    basis = {key: _basis(entry) for key, entry in entries.items()}
    words = {key: content[key] for key in _WORDS}
    return Preset(id=identity, version=int(version), settings=values, basis=basis, **words)


def _lacking(name: str, content: Mapping[str, Any]) -> list[Problem]:
    """Say what the name and the words of a preset lack."""
    named = [] if _NAME.fullmatch(name) else [Problem(name, "is not named <id>@<version>.toml, such as pledge@1.toml")]
    return named + [Problem(name, f"lacks {key}, a text") for key in _WORDS if not isinstance(content.get(key), str)]


def _is_basis(entry: object) -> bool:
    return isinstance(entry, Mapping) and ("assumption" in entry or {"source", "url"} <= entry.keys())


def _basis(entry: Mapping[str, str]) -> Basis:
    if "assumption" in entry:
        return Assumption(entry["assumption"])
    return Reference(entry["source"], entry["url"])
