"""What the commands read and how they print: scenario and data from the options, figures as text or JSON."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cli.words import file_text
from data.load.api import is_own, open_dataset
from data.load.datasets import UnreadableError, embedded, load
from data.model.dataset import Dataset
from data.model.folders import command
from policy.bounds import cut
from policy.coded import CodedContracts, prepare
from policy.formats import listed, printable, printable_json
from policy.problem import REPEATED, PolicyError, Problem
from policy.scenarios.files import from_file
from policy.scenarios.links import BASE, DATA, from_link, query_of_link
from policy.scenarios.scenario import NO_SUCH, Scenario, build_scenario, find_preset
from policy.scope import scope as scopes
from policy.scope.scope import Scope, naming, of_population


def open_data(options: argparse.Namespace, *scenarios: Scenario) -> tuple[Dataset, CodedContracts, int]:
    """Load the table; what could not be read is named and makes the exit code 1, and the rest is kept.

    What is looked at, or reassessed by a scenario, and not in the table is named.
    """
    dataset = _opened(options)
    unread = dataset.unread()
    for sentence in unread:
        print(printable(sentence), file=sys.stderr)
    say_other_data(options, dataset.fingerprint)
    coded = prepare(dataset.contracts, dataset.services).within(scope := chosen_scope(options))
    for problem in scope.unknown_names(coded):
        print(printable(f"--where {problem}"), file=sys.stderr)
    for sentence in dict.fromkeys(line for each in scenarios for line in each.not_in_data(coded)):
        print(printable(sentence), file=sys.stderr)
    return dataset, coded, 1 if unread else 0


def _opened(options: argparse.Namespace) -> Dataset:
    """Open what `--data` names: a register, built tables, or a file of one's own, under a mapping or by a guess."""
    if options.data is None:
        if options.mapping is not None:
            raise PolicyError([Problem("--mapping", "says how a file of your own is read; give it with --data FILE")])
        return embedded()
    if options.mapping is not None or is_own(options.data):
        return open_dataset(options.data, options.mapping)
    return load(options.data)


def say_other_data(options: argparse.Namespace, fingerprint: str) -> None:
    """Say that a link was made on other data than are answered for, as the pages do."""
    link = getattr(options, "link", None)
    stated = query_of_link(link)[0].get(DATA, "") if link is not None else ""
    if stated and stated.rpartition(".")[2] != fingerprint:
        what = f"was made on other data ({cut(stated)}); its policy is answered for the data here ({fingerprint})"
        print(printable(f"link: {what}"), file=sys.stderr)


def population(dataset: Dataset, scope: Scope) -> str:
    """Name the contracts that are looked at."""
    return of_population(dataset.population, scope, naming(dataset.services))


def chosen_scope(options: argparse.Namespace) -> Scope:
    """What the options look at: the scope of a link, and of every `--where`, which goes before it field by field."""
    link = getattr(options, "link", None)
    scope, problems = scopes.from_query(query_of_link(link)[0] if link is not None else {})
    for problem in problems:
        print(printable(f"link: {problem}"), file=sys.stderr)
    own = scopes.from_where(options.where)
    for each in own.conditions:
        scope = scope.put(each.field, each.values)
    return scope


def chosen_scenario(options: argparse.Namespace) -> Scenario:
    """Build the scenario that the options name: one from a file, a link or a preset, with every `--set`."""
    return changed(_start(options), options.set)


def changed(start: Scenario, settings: Sequence[str]) -> Scenario:
    """Change a scenario by every `--set`."""
    changes = _changes(settings)
    scenario, problems = build_scenario(start.preset, {**start.changes(), **changes})
    if problems:
        raise PolicyError([Problem(f"--set {problem.where}", with_list(problem.what)) for problem in problems])
    return scenario


def with_list(what: str) -> str:
    """Add to what is said of an unknown key where all of them are listed."""
    return f"{what}; `{command('policy', 'settings')}` lists them" if what == NO_SUCH else what


def _start(options: argparse.Namespace) -> Scenario:
    """The scenario before any `--set`; at most one of file, link and preset is given."""
    if options.scenario:
        return scenario_file(options.scenario)
    if options.link is not None:
        return scenario_of_link(options.link)
    return preset_scenario("pledge" if options.preset is None else options.preset)


def scenario_of_link(link: str) -> Scenario:
    """Read the scenario of a link, and say what of it is not followed."""
    try:
        scenario, problems = from_link(link)
    except PolicyError as error:
        raise UnreadableError(f"link: {error}") from None
    for problem in problems:
        print(printable(f"link: {problem}"), file=sys.stderr)
    answered = scenario.preset
    if query_of_link(link)[0].get(BASE, answered.id) not in (answered.id, answered.name):
        print(f"link: {answered.name} is answered in its place", file=sys.stderr)
    return scenario


def preset_scenario(name: str) -> Scenario:
    """Give a preset without changes; raises PolicyError where there is none of this name."""
    preset, problems = find_preset(name)
    if problems:
        raise PolicyError(problems)
    return build_scenario(preset)[0]


def scenario_file(path: Path) -> Scenario:
    """Read the one scenario of a file, as `assess` or a page writes it."""
    found = scenarios_file(path)
    if len(found) > 1:
        names, ask = listed([repr(cut(name)) for name in found]), command("policy", "compare FILE")
        what = f"holds {len(found)} scenarios, {cut(names, 200)}; keep one of them in the file, or ask {ask} for all"
        raise UnreadableError(f"{path}: {what}")
    return next(iter(found.values()))


def scenarios_file(path: Path) -> dict[str, Scenario]:
    """Read every scenario of a file by its name; what is wrong with one of them refuses the file."""
    found, problems = from_file(file_text(path), str(path))
    if problems:
        raise UnreadableError("\n".join(map(str, problems)))
    return found


def _changes(texts: Sequence[str]) -> dict[str, str]:
    """Read every `--set`; of one key that is given two values neither is taken."""
    changes: dict[str, str] = {}
    for key, value in map(_setting, texts):
        if changes.setdefault(key, value) != value:
            raise PolicyError(
                [Problem(f"--set {cut(key)}", f"{REPEATED}, as {cut(changes[key])!r} and {cut(value)!r}")]
            )
    return changes


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise PolicyError([Problem(f"--set {cut(text)}", "expected KEY=VALUE, such as small.threshold=£1m")])
    return key.strip(), value


def show(options: argparse.Namespace, result: Any, text: Callable[[], str]) -> None:
    """Print a result as JSON where that is asked for, else as text."""
    if options.json:
        print(printable_json(json.dumps(result, ensure_ascii=False, indent=1)))
    else:
        print(printable(text()))
