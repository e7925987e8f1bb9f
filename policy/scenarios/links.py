"""Scenarios to and from links and TOML files."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from policy.problem import PolicyError, Problem
from policy.rules import settings
from policy.scenarios.presets import DEFAULT, flatten
from policy.scenarios.scenario import Scenario, find_preset, scenario

BASE, FINGERPRINT, DATA, SAID = "base", "fp", "data", "said"
LINK_KEYS = (BASE, FINGERPRINT, DATA, SAID)
"""Keys of a link beside the settings: preset, all settings resolved, the data's fingerprint, the figure it showed."""


def to_query(made: Scenario) -> dict[str, str]:
    """Write a scenario as the query of a link; an emptied list is written as an empty value."""
    known = settings()
    changes = {key: known[key].unit.write(value) for key, value in made.changes().items()}
    return {BASE: made.preset.name, **changes, FINGERPRINT: made.fingerprint()}


def from_query(query: Mapping[str, str], *, others: frozenset[str] = frozenset()) -> tuple[Scenario, list[Problem]]:
    """Read a link's query: good settings are kept, bad ones are named; `others` are keys of the page itself."""
    preset, problems = find_preset(query.get(BASE, DEFAULT))
    changes = {key: text for key, text in query.items() if key not in LINK_KEYS and key not in others}
    made, wrong = scenario(preset, changes)
    stated = query.get(FINGERPRINT)
    if stated and stated != made.fingerprint() and not wrong and not problems:
        wrong = [Problem(FINGERPRINT, "a rule or the preset has changed since this link was made")]
    return made, problems + wrong


def from_link(link: str) -> tuple[Scenario, list[Problem]]:
    """Read the whole address of a link, or only its query."""
    parts = urlsplit(link)
    text = parts.query or (link.lstrip("?") if "=" in link and not parts.scheme else "")
    return from_query(dict(parse_qsl(text, keep_blank_values=True)))


def to_toml(made: Scenario, title: str = "") -> str:
    """Write a scenario as a file that a person can read and change."""
    heading = " ".join("".join(letter if letter.isprintable() else " " for letter in title).split())
    lines = [f"# {heading}", ""] if heading else []
    lines += [f"{BASE} = {_toml(made.preset.name)}"]
    lines += [f"{key} = {_toml(value)}" for key, value in made.changes().items()]
    return "\n".join(lines) + "\n"


def from_toml(text: str, where: str = "scenario file") -> Scenario:
    """Read a scenario file; raises PolicyError with all that is wrong, each with its place."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError([Problem(where, f"not a TOML file: {error}")]) from None
    return from_table(content, where)


def from_table(table: Mapping[str, Any], where: str) -> Scenario:
    """Read a scenario from a table of TOML; raises PolicyError with all that is wrong, each with its place."""
    content = flatten(table)
    preset, problems = find_preset(str(content.pop(BASE, DEFAULT)))
    made, wrong = scenario(preset, {key: value for key, value in content.items() if key not in LINK_KEYS})
    if problems or wrong:
        raise PolicyError([Problem(f"{where}: {problem.where}", problem.what) for problem in problems + wrong])
    return made


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, int | date):
        return str(value)
    return quoted(value)


def quoted(text: str) -> str:
    """Write a text as TOML has it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
