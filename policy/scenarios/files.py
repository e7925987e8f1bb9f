"""Scenarios with names: several in one TOML file, or one in a few words of a link."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from urllib.parse import urlencode, urlsplit

from policy.bounds import cut
from policy.problem import PolicyError, Problem
from policy.scenarios.links import (
    BASE,
    NO_LINK,
    from_query,
    from_table,
    quoted,
    read_query,
    to_query,
    to_toml,
    toml_content,
)
from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario, build_scenario, find_preset

NAME, SCENARIO = "name", "scenario"
"""Keys beside those of a scenario: its name, and in a file the list of scenarios."""
MOST = 100
"""Scenarios that are read of one file."""


def to_file(named: Mapping[str, Scenario]) -> str:
    """Write scenarios as one file that a person can read and change."""
    blocks = [f"[[{SCENARIO}]]\n{NAME} = {quoted(name)}\n{to_toml(scenario)}" for name, scenario in named.items()]
    return "\n".join(["# Scenarios of Back in house\n", *blocks])


def from_file(text: str, where: str) -> tuple[dict[str, Scenario], list[Problem]]:
    """Read a file of one scenario or of several.

    Args:
        text: the content, TOML.
        where: the file's name, for messages and for a scenario without a name.

    Returns:
        Scenarios by name, and what is wrong. A scenario that cannot stand is named and left out; the others are read.
        Of a file in which something stands outside its scenarios none is read: it may belong to any of them.
    """
    try:
        content = toml_content(text, where)
    except PolicyError as error:
        return {}, list(error.problems)
    if told := [key for key in content if key.casefold().rstrip("s") == SCENARIO and not _is_list(key, content)]:
        return {}, [Problem(where, f"{cut(told[0])}: each scenario of a file begins with a line [[{SCENARIO}]]")]
    several = isinstance(content.get(SCENARIO), list)
    if several and (beside := [key for key in content if key != SCENARIO]):
        what = (
            f"stands outside the scenarios; write it under its [[{SCENARIO}]], a line such as small.threshold = 1000000"
        )
        return {}, [Problem(where, f"{cut(beside[0])} {what}")]
    tables = content[SCENARIO] if several else [content]
    scenarios: dict[str, Scenario] = {}
    problems: list[Problem] = []
    if len(tables) > MOST:
        problems.append(Problem(where, f"holds {len(tables):,} scenarios; the first {MOST} are read"))
        tables = tables[:MOST]
    for number, table in enumerate(tables, start=1):
        own = dict(table) if isinstance(table, dict) else {}
        stated = str(own.pop(NAME, "")).strip()
        name = cut(stated) or PurePath(where).stem
        place = f"{where}, scenario {number}" if len(tables) > 1 else where
        if cut(stated) != stated:
            problems.append(Problem(place, f"its name has {len(stated):,} characters; it is called {name}"))
        try:
            scenarios[unused(name, scenarios)] = from_table(own, place)
        except PolicyError as error:
            problems += error.problems
    return scenarios, problems


def _is_list(key: str, content: Mapping[str, object]) -> bool:
    """Whether a key of a file is that of its list of scenarios, and not one written nearly so."""
    return key == SCENARIO and isinstance(content[key], list)


def to_short(name: str, scenario: Scenario) -> str:
    """Write a scenario in few words: an untouched preset by its name, any other as its own query."""
    if not scenario.changes() and name == scenario.preset.short:
        return scenario.preset.name
    return urlencode({NAME: name, **to_query(scenario)})


def from_short(text: str) -> tuple[str, Scenario | None, list[Problem]]:
    """Read what `to_short` wrote; none where nothing of it can stand."""
    if "=" not in text:
        preset, problems = find_preset(text)
        is_preset = text.partition("@")[0] in presets()
        return preset.short, build_scenario(preset)[0] if is_preset else None, problems
    query, problems = read_query(text)
    stated = cut(query.pop(NAME, "").strip())
    scenario, wrong = from_query(query)
    name = stated or in_few_words(scenario)
    return name, scenario, [Problem(f"{name}, {problem.where}", problem.what) for problem in problems + wrong]


def from_pasted(link: str, others: frozenset[str]) -> tuple[Scenario | None, list[Problem]]:
    """Read a link that a person pasted; `others` are keys of pages; none where it is no link of this program."""
    try:
        text = urlsplit(link.strip()).query or (link.strip().lstrip("?") if "://" not in link else "")
    except ValueError:
        text = ""
    pairs, problems = read_query(text)
    query = {key: value for key, value in pairs.items() if key not in others}
    scenario, wrong = from_query(query)
    if "=" not in text or not query or (wrong and not scenario.changes() and BASE not in query):
        return None, [Problem(cut(link), NO_LINK)]
    return scenario, problems + wrong


def in_few_words(scenario: Scenario) -> str:
    """Name a scenario that has no name by its preset and what was changed."""
    changed = scenario.changed_words()
    if len(changed) > 1:
        return f"{scenario.preset.short}, {len(changed)} changes"
    return ", ".join([scenario.preset.short, *(f"{label.lower()} {now}" for _, label, _, now in changed)])


def unused(name: str, used: Iterable[str]) -> str:
    """Give the name, with a number added where it is already used."""
    known, number, free = set(used), 2, name
    while free in known:
        free, number = f"{name} ({number})", number + 1
    return free
