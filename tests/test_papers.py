"""The papers say what is: generated tables, links, citations of the semantics, and the rule of the guide."""

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pandas as pd
import pytest

from data.model.service_table import services
from docs.generate import due, left_over
from policy import rules
from policy.coded import prepare
from policy.contracts import typed
from policy.engine.decide import decide
from policy.scenarios.scenario import build_scenario
from policy.ternary import NO, UNKNOWN, YES

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (".", "docs", "docs/rules", "bench", "findings", "data/register", "data/reference")
PAPERS = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
LINK = re.compile(r"\]\((?!https?://|mailto:)([^)#\s]*)(?:#([^)\s]*))?\)")
FOR_NEWCOMERS = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/use.md", "docs/notices.md")
FILE = re.compile(r"`((?:\w+/)+[\w.-]+\.(?:py|csv|md|toml))`")
NAME_OF_FILE = re.compile(r"`(\w+)` (?:of|in) `((?:\w+/)+\w+\.py)`")
CITING = ("bench", "data", "docs", "pages", "policy", "tests", "ui")
CITATION = re.compile(r"[Ss]emantics ((?:\d+(?:\.\d+)?(?:, | and | to )?)+)")


def anchors(paper):
    """Names of the headings of a paper, as a forge makes them."""
    headings = re.findall(r"^#+ (.+)$", paper.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("paper", due(), ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_what_is_generated_is_what_the_code_says(paper):
    assert paper.read_text(encoding="utf-8") == due()[paper]


def test_every_rule_has_its_page_and_every_page_its_rule():
    assert {path.stem for path in (ROOT / "docs" / "rules").glob("*.md")} == {
        "README",
        *(rule.id for rule in rules.RULES),
    }
    assert not left_over()


def test_a_page_says_what_the_rule_asks_reads_and_answers():
    page = (ROOT / "docs" / "rules" / "term.md").read_text(encoding="utf-8")
    for said in (
        "# Shorter than the minimum term",
        "**Contracts for less than a minimum term can be left out.**",
        "Its stage asks: *Is it a relevant contract of a covered authority?*",
        (
            "| `term.minimum_years` Minimum term | Contracts that run at least this long, with their extensions, are "
            "assessed. | years | 0 years to 25 years | 0 years | never returns more |"
        ),
        "- `term.minimum_years`: an assumption. The pledge names no minimum term.",
        "| `latest_end_date` | last day after all stated extensions | no extension is stated |",
        "the contract waits under “Not known how long it runs”",
        "(../semantics.md#1014-annual-and-whole-life)",
    ):
        assert said in page


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(paper):
    for target, anchor in LINK.findall(paper.read_text(encoding="utf-8")):
        file = paper.parent / target if target else paper
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


@pytest.mark.parametrize("paper", FOR_NEWCOMERS)
def test_every_file_and_name_that_a_newcomer_is_sent_to_is_there(paper):
    text = (ROOT / paper).read_text(encoding="utf-8")
    for name in FILE.findall(text):
        assert (ROOT / name).exists(), name
    for name, file in NAME_OF_FILE.findall(text):
        assert re.search(rf"\b{name}\b", (ROOT / file).read_text(encoding="utf-8")), f"{name} of {file}"


def test_each_decision_stands_in_the_table_of_what_they_are_about():
    text = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    table = [line.split("|")[2] for line in text.splitlines() if line.startswith("| ") and line[2].isupper()][1:]
    listed = {int(number) for row in table for number in re.findall(r"\d+", row)}
    assert numbers == list(range(1, len(numbers) + 1))
    assert listed == set(numbers)


def test_every_number_that_is_cited_is_a_heading_of_the_semantics():
    text = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
    numbers = set(re.findall(r"^## (\d+(?:\.\d+)?) ", text, re.MULTILINE))
    assert {f"10.{number}" for number in range(1, 17)} < numbers
    cited = {
        number
        for folder in CITING
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".toml", ".md")
        for found in CITATION.findall(path.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+(?:\.\d+)?", found)
    }
    assert cited
    assert cited <= numbers


@pytest.fixture
def rule_of_the_guide(tmp_path, monkeypatch):
    """The rule that the guide for contributors shows, in a file of its own, with the imports of its neighbours."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(class .*?)```", guide, re.DOTALL)[1]
    file = tmp_path / "rule_of_the_guide.py"
    file.write_text(block, encoding="utf-8")
    spec = spec_from_file_location("rule_of_the_guide", file)
    module = module_from_spec(spec)
    neighbours = {**vars(rules.exemptions), **vars(rules.scope)}
    vars(module).update({name: value for name, value in neighbours.items() if not name.startswith("__")})
    monkeypatch.setitem(sys.modules, "rule_of_the_guide", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(rules, "RULES", (*rules.RULES, module.TownCouncils))
    return module.TownCouncils


def test_the_rule_of_the_guide_works(rule_of_the_guide):
    made, problems = build_scenario(None, {"towns.exempt": True})
    assert not problems
    buyers = ["Hartwell Parish Council", "Anytown City Council", None]
    rows = [{"contract_id": f"c{place}", "counted": True, "buyer": buyer} for place, buyer in enumerate(buyers)]
    decisions = decide(prepare(typed(pd.DataFrame(rows)), services()), made)
    answer = decisions.exits(next(step for step in decisions.steps if step.rule is made.rule(rule_of_the_guide)))
    assert answer.answers.tolist() == [YES, NO, UNKNOWN]
