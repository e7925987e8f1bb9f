"""A page for each rule, made from the rule itself and from its table of cases."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from policy import rules
from policy.contracts import BY_NAME, Kind
from policy.formats import day, inner, listed
from policy.rules.base import (
    QUESTIONS,
    Assumption,
    Basis,
    Criterion,
    ExitRule,
    Monotone,
    ReasonRule,
    Rule,
    ScopeRule,
    Setting,
)
from policy.rules.criteria import Assessment
from policy.rules.units import Unit
from policy.scenarios.presets import presets

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "rules"
MADE = "<!-- Made by docs/generate.py from the rule and its cases; a change here is lost. -->"
_CITED = re.compile(r"\(semantics ([^)]*)\)")
_SAID_OF_EXITS = {"leaves": "yes: it leaves here", "stays": "no: it goes on", "not known": "not known: it waits here"}
_SAID_OF_CRITERIA = {"met": "yes: the criterion is met", "not met": "no: it is not met", "not known": "not known"}
_SAID_OF_ROWS = {"counted": "the row is counted", "not counted": "the row is not counted"}


def pages() -> dict[Path, str]:
    """Give the text of every page of the folder by its path, the index among them."""
    return {FOLDER / "README.md": _index(), **{FOLDER / f"{rule.id}.md": _page(rule) for rule in rules.RULES}}


def _index() -> str:
    lines = [
        MADE,
        "# The rules, a page each",
        "",
        (
            "In the order in which a contract meets them. What a rule is and how its answers are joined is in "
            "[the semantics](../semantics.md); every setting in one table is in [settings.md](../settings.md)."
        ),
    ]
    for stage, question in QUESTIONS.items():
        lines += [
            "",
            f"## {question}",
            "",
            "| Rule | | What it says | Settings | Cases |",
            "| --- | --- | --- | ---: | ---: |",
        ]
        lines += [
            f"| [{rule.label}]({rule.id}.md) | `{rule.id}` | {rule.sentence()} "
            f"| {len(rule.settings())} | {len(cases(rule)[1])} |"
            for rule in rules.RULES
            if rule.stage is stage
        ]
    return "\n".join([*lines, ""])


def _page(rule: type[Rule]) -> str:
    heading, table = cases(rule)
    file = f"{rule.__module__.replace('.', '/')}.py"
    sections = [
        [MADE, f"# {rule.label}"],
        [f"**{rule.sentence()}**"],
        [
            (
                f"`{rule.id}`, a rule of the stage *{rule.stage.value.replace('_', ' ')}*. As code: "
                f"`{rule.__name__}` in [{file}](../../{file}). [All rules](README.md)."
            )
        ],
        ["## Why", "", f"Its stage asks: *{QUESTIONS[rule.stage]}*", "", _answers(rule)],
        ["## Settings", "", *_settings(rule)],
        ["## What it rests on", "", *_bases(rule)],
        ["## What it reads, and what is not known", "", *_reads(rule)],
        ["## Worked example", "", *_example(rule, table)],
        ["## Law", "", *_law(heading)],
    ]
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _answers(rule: type[Rule]) -> str:
    """Say what the answers of this kind of rule do."""
    if issubclass(rule, Criterion):
        return "*Yes* counts towards the criteria that the assessment needs, *no* does not, *not known* might."
    if issubclass(rule, ScopeRule):
        return "It takes no contract out: it says which rows are assessed. One of unknown stage is, and is in doubt."
    if issubclass(rule, ExitRule | Assessment):
        return "*Yes* takes a contract out here, *no* lets it go on to the next rule, *not known* leaves it undecided."
    if issubclass(rule, ReasonRule):
        return "The answer is a share of the contract that stays outside, at least and at most."
    return "It takes no contract out: it says which rows are assessed, or on which facts."


def _settings(rule: type[Rule]) -> Iterator[str]:
    yield "| Setting | What it does | Unit | Range | Default | A larger value |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for setting in rule.settings():
        effect = "" if setting.param.effect is Monotone.EITHER else setting.param.effect.value
        yield (
            f"| `{setting.key}` {setting.label} | {setting.help} | {setting.unit.value} | {_range(setting)} "
            f"| {setting.words(setting.default)} | {effect} |"
        )


def _range(setting: Setting) -> str:
    """Say which values a setting takes."""
    if setting.minimum is not None and setting.maximum is not None:
        return f"{setting.words(setting.minimum)} to {setting.words(setting.maximum)}"
    if setting.unit is Unit.SWITCH:
        return "yes, no"
    if setting.param.options:
        return "; ".join(f"`{value}` {words}" for value, words in setting.param.options.items())
    return f"the values of `{setting.param.of}` in the data" if setting.param.of else "a list, as described"


def _bases(rule: type[Rule]) -> Iterator[str]:
    """Say what each default rests on, those with the same basis together, and what each preset sets otherwise."""
    by_basis: dict[Basis, list[str]] = {}
    for setting in rule.settings():
        by_basis.setdefault(setting.param.basis, []).append(f"`{setting.key}`")
    for basis, keys in by_basis.items():
        yield f"- {listed(keys)}: {_basis(basis)}"
    for preset in presets().values():
        for setting in rule.settings():
            if setting.key in preset.settings:
                value, basis = setting.words(preset.settings[setting.key]), preset.basis_of(setting.key)
                yield f"- `{setting.key}` is “{value}” in `{preset.name}`: {_basis(basis)}"


def _basis(basis: Basis) -> str:
    return f"an assumption. {basis.why}" if isinstance(basis, Assumption) else f"[{basis.title}]({basis.url})."


def _reads(rule: type[Rule]) -> Iterator[str]:
    yield "| Column | What it holds | Where it is missing |"
    yield "| --- | --- | --- |"
    for name in rule.reads:
        yield f"| `{name}` | {BY_NAME[name].meaning} | {BY_NAME[name].missing} |"
    yield ""
    if issubclass(rule, Criterion):
        yield (
            "A missing fact that the settings ask for makes the criterion not known. Where that leaves the assessment "
            f"open, the contract waits under “{Assessment.doubt}”."
        )
    elif issubclass(rule, ExitRule | Assessment):
        yield (
            f"Where a missing fact could turn the answer, it is not known: the contract waits under “{rule.doubt}”, "
            f"unless another rule takes it out for certain. To look up in its notice: {inner(rule.settled_by())}. At a "
            "value that excludes nobody the rule asks for no fact."
        )
    elif issubclass(rule, ReasonRule):
        yield "A contract whose service is not known has the general shares, so there is always an answer."
    else:
        yield "There is always an answer: a row that does not state what is asked is not chosen."


def cases(rule: type[Rule]) -> tuple[str, list[dict[str, Any]]]:
    """Give the heading of a rule's table of cases, and the cases; raises ValueError where it has none."""
    file = ROOT / "tests" / "cases" / f"{rule.id}.toml"
    if not file.exists():
        raise ValueError(f"{file.relative_to(ROOT)}: write the cases of {rule.__name__} first; its page shows them")
    text = file.read_text(encoding="utf-8")
    return text.partition("\n")[0].removeprefix("# "), tomllib.loads(text)["case"]


def _example(rule: type[Rule], table: list[dict[str, Any]]) -> Iterator[str]:
    """Show the first case of each answer, which is the plainest."""
    shown = {str(case["expect"]): case for case in reversed(table)}
    first = [case for case in table if case is shown[str(case["expect"])]][:3]
    yield "| Case | Given | Under | Answer |"
    yield "| --- | --- | --- | --- |"
    for case in first:
        yield f"| {case['name']} | {_given(case['given'])} | {_under(case)} | {_expected(rule, case)} |"
    yield ""
    yield (
        f"What is not given is missing. These are {len(first)} of the {len(table)} cases in "
        f"[tests/cases/{rule.id}.toml](../../tests/cases/{rule.id}.toml), which the tests ask of the rule, and "
        "of the second reading in [tests/oracle.py](../../tests/oracle.py) where there is one: each rule on which a "
        "preset rests has one."
    )


def _given(given: Mapping[str, Any]) -> str:
    if not given:
        return "nothing is known"
    return "; ".join(
        f"{BY_NAME[name].meaning.partition(';')[0]}: {_value(name, value)}" for name, value in given.items()
    )


def _value(name: str, value: Any) -> str:
    """Say a value of the contracts table."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    if BY_NAME[name].kind is Kind.POUNDS:
        return f"£{value:,.2f}".removesuffix(".00")
    return str(value).replace("_", " ") or "none"


def _under(case: Mapping[str, Any]) -> str:
    """Say the settings of a case."""
    known = rules.settings()
    changed = case.get("settings", {})
    values = {key: known[key].hold(known[key].parse(v) if isinstance(v, str) else v) for key, v in changed.items()}
    return (
        "; ".join(f"{known[key].label}: {known[key].words(value)}" for key, value in values.items()) or "the defaults"
    )


def _expected(rule: type[Rule], case: Mapping[str, Any]) -> str:
    """Say what a case expects, of this rule or of the one that it names."""
    asked = next(kind for kind in rules.RULES if kind.id == case.get("rule", rule.id))
    of = "" if asked is rule else f"[{asked.label}]({asked.id}.md): "
    expected = case["expect"]
    if isinstance(expected, list):
        low, high = (share / 10 for share in expected)
        return f"{low:g}% to {high:g}% stays outside" if low != high else f"{low:g}% stays outside"
    said = _SAID_OF_CRITERIA if issubclass(asked, Criterion) else {**_SAID_OF_EXITS, **_SAID_OF_ROWS}
    return of + said[expected]


def _law(heading: str) -> Iterator[str]:
    """Link the sections of the semantics that the table of cases cites."""
    text = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
    titles = dict(re.findall(r"^## (\d+(?:\.\d+)?) (.+)$", text, re.MULTILINE))
    cited = _CITED.search(heading)
    if not cited:
        raise ValueError(f"cite the semantics in the first line of the table of cases, which is: {heading}")
    yield _CITED.sub("", heading).replace(" .", ".")
    yield ""
    for number in re.findall(r"\d+(?:\.\d+)?", cited[1]):
        anchor = re.sub(r"[^\w\- ]", "", f"{number} {titles[number]}".lower()).replace(" ", "-")
        yield f"- Semantics [{number} {titles[number]}](../semantics.md#{anchor})"
