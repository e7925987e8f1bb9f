"""A scenario: a preset plus changes, frozen; the same in a link, a file, on the command line and on screen."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from policy import rules
from policy.bounds import MOST_NAMED, cut
from policy.coded import CodedContracts
from policy.formats import listed, near_name
from policy.problem import Problem
from policy.rules import settings
from policy.rules.base import NO_NAMES, ReasonRule, Rule, Setting
from policy.rules.reassess import Reassess
from policy.scenarios.presets import DEFAULT, Preset, presets, published

R = TypeVar("R", bound=Rule)
NO_SUCH = "no such setting"
"""Said of an unknown key; where it is nearly the key of a setting, a question that names that one follows."""
_MOST_MEANT = 3
"""Settings that are offered for a word."""
_TELLING = 4
"""Letters that a word must have to be looked for in the names of settings and their values."""

RENAMED: dict[str, str] = {}
"""Old keys and the keys that replaced them; links with an old key keep working."""
REMOVED: dict[str, str] = {}
"""Old keys that nothing replaced, with what decides now."""


@dataclass(frozen=True)
class Scenario:
    """A preset and the rules with every setting resolved; compare and hash by content."""

    preset: Preset
    rules: tuple[Rule, ...]

    @cached_property
    def values(self) -> dict[str, Any]:
        """Every setting resolved, by key, in the order of the rules."""
        return {setting.key: getattr(rule, setting.field) for rule in self.rules for setting in rule.settings()}

    def changes(self) -> dict[str, Any]:
        """Settings that differ from the preset, by key."""
        start = start_values(self.preset)
        return {key: value for key, value in self.values.items() if value != start[key]}

    def fingerprint(self) -> str:
        """Identify the scenario by all its settings, not by its changes."""
        return self._fingerprint

    @cached_property
    def _fingerprint(self) -> str:
        known = settings()
        written = {key: known[key].unit.write(value) for key, value in sorted(self.values.items())}
        return hashlib.sha256(json.dumps(written).encode()).hexdigest()[:12]

    def rule(self, kind: type[R]) -> R:
        """Give the one rule of a kind."""
        return next(rule for rule in self.rules if isinstance(rule, kind))

    @property
    def reasons(self) -> tuple[ReasonRule, ...]:
        """The rules of good reason."""
        return tuple(rule for rule in self.rules if isinstance(rule, ReasonRule))

    def changed_words(self, names: Mapping[str, str] = NO_NAMES) -> list[tuple[str, str, str, str]]:
        """Each change in words: key, label, the preset's value, the value now; `names` are those of services by id."""
        known, start = settings(), start_values(self.preset)
        return [
            (key, known[key].label, known[key].words(start[key], names), known[key].words(value, names))
            for key, value in self.changes().items()
        ]

    def names_of_data(self) -> list[tuple[str, str, str]]:
        """Names that the changes take from the data: the key of the setting, the column, the name."""
        changed = self.changes()
        return [named for rule in self.rules for named in rule.names_of_data() if named[0] in changed]

    def not_in_data(self, coded: CodedContracts) -> list[str]:
        """Say of what is reassessed, and of each name in a change, that these data do not hold it (semantics 1)."""
        return self.rule(Reassess).not_in_data(coded) + self.absent_names(coded)

    def absent_names(self, coded: CodedContracts) -> list[str]:
        """Say of the first names in changes that these data do not hold that it is so, with one that is near."""
        services = self.rule(Reassess).apply(coded).services
        known = {"service": dict(services["label"])}
        absent = [
            (key, name, names)
            for key, column, name in self.names_of_data()
            if name not in (names := known.setdefault(column, _words_of(services, column)))
        ]
        said = []
        for key, name, names in absent[:MOST_NAMED]:
            near = near_name(name, names)
            hint = f"; did you mean {near}?" if near else ""
            said.append(f"{key}: no {cut(name)!r} in these data, so that no contract is meant by it{hint}")
        more = len(absent) - MOST_NAMED
        return [*said, *([f"and {more:,} more"] if more > 0 else [])]

    def having(self, key: str, value: Any) -> "Scenario":
        """Return the scenario with one setting changed; raises ValueError where the value cannot stand."""
        return self.having_all({key: value})

    def having_all(self, values: Mapping[str, Any]) -> "Scenario":
        """Return the scenario with settings changed together; raises ValueError where they cannot stand."""
        scenario, problems = build_scenario(self.preset, {**self.changes(), **values})
        if problems:
            raise ValueError("; ".join(problem.what for problem in problems))
        return scenario

    def __hash__(self) -> int:
        return hash((self.preset.name, self.rules))


def _words_of(services: pd.DataFrame, column: str) -> dict[str, str]:
    """Each word that a column of several words holds, with how it is said."""
    words = {word for text in services.get(column, pd.Series(dtype="str")).dropna() for word in text.split()}
    return {word: word.replace("_", " ") for word in sorted(words)}


def start_values(preset: Preset) -> dict[str, Any]:
    """Every setting as the preset has it."""
    return {key: preset.settings.get(key, setting.default) for key, setting in settings().items()}


def build_scenario(
    preset: Preset | None = None, changes: Mapping[str, Any] | None = None
) -> tuple[Scenario, list[Problem]]:
    """Build a scenario from a preset and changes.

    Args:
        preset: where it starts; the plain pledge if not given.
        changes: values by key, as the rule stores them, or as text such as `£1m`; old keys are understood.

    Returns:
        The scenario, and what is wrong with the changes. A change that cannot stand is named and stays at the
        preset's value; the others are made.
    """
    preset = preset or presets()[DEFAULT]
    start = start_values(preset)
    values, problems = dict(start), []
    unnamed = [key for key in changes or {} if RENAMED.get(key, key) not in start][MOST_NAMED:]
    passed_over = frozenset(unnamed)  # not named one by one, for a hint takes time
    for key, value in (changes or {}).items():
        if key in passed_over:
            continue
        try:
            setting = _setting(RENAMED.get(key, key))
            values[setting.key] = setting.hold(setting.parse(value) if isinstance(value, str) else value)
        except ValueError as error:
            problems.append(Problem(cut(key), str(error)))
    if unnamed:
        problems.append(Problem(cut(unnamed[0]), f"no such setting, nor {len(unnamed) - 1:,} others after it"))
    built = [_build(rule, values, start, problems) for rule in rules.RULES]
    return Scenario(preset, tuple(built)), problems


def _setting(key: str) -> Setting:
    if key in REMOVED:
        raise ValueError(f"no longer a setting: {REMOVED[key]}")
    known = settings()
    if key not in known:
        raise ValueError(no_such_setting(key))
    return known[key]


def no_such_setting(key: str) -> str:
    """Say that there is no setting of this key, and which ones may be meant."""
    near = _near(cut(key))
    return f"{NO_SUCH}; did you mean {listed(near, 'or')}?" if near else NO_SUCH


def _near(asked: str) -> list[str]:
    """Keys that a word may mean: a part of a key, what is nearly one, or a word of a name or a value of a setting."""
    known, word = settings(), asked.casefold()
    parts = [key for key in known if word in key.split(".")]
    if (near := parts or get_close_matches(asked, known, n=1)) or len(word) < _TELLING:
        return near[:_MOST_MEANT]
    said = {key: " ".join((each.label, *each.param.options.values())).casefold() for key, each in known.items()}
    return [key for key, words in said.items() if re.search(rf"\b{re.escape(word)}\b", words)][:_MOST_MEANT]


def _build(rule: type[Rule], values: Mapping[str, Any], start: Mapping[str, Any], problems: list[Problem]) -> Rule:
    built = _rule(rule, values)
    if conflict := built.conflict():
        problems.append(Problem(rule.id, conflict))
        return _rule(rule, start)
    return built


def _rule(rule: type[Rule], values: Mapping[str, Any]) -> Rule:
    return rule(**{setting.field: values[setting.key] for setting in rule.settings()})


def _by_letter(letter: str) -> Preset | None:
    """The newest preset of a letter, by which lists and charts call it."""
    return next((preset for preset in presets().values() if preset.letter == letter.upper()), None)


def find_preset(name: str) -> tuple[Preset, list[Problem]]:
    """Find a preset by id, id@version or letter; an unknown one is named and the plain reading stands in."""
    wanted, at, _ = name.partition("@")
    newest = presets().get(wanted) or (None if at else _by_letter(name))
    if name in published():
        return published()[name], []
    if not newest:
        near = get_close_matches(cut(wanted), presets(), n=1, cutoff=0.4)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(presets())}"
        return presets()[DEFAULT], [Problem(cut(name) or repr(name), f"no such preset; {hint}")]
    if at:
        return newest, [Problem(cut(name), f"this version was never published; the newest is {newest.name}")]
    return newest, []
