"""The examples run, and what their notebooks show is what comes out; to store anew: tests/write_notebooks.py."""

import json
import subprocess
import sys

import pytest

from tests.notebooks import EXAMPLES, NOTEBOOKS, read, run

ROOT = EXAMPLES.parent


def test_both_notebooks_are_there():
    assert [path.name for path in NOTEBOOKS] == ["first_figure.ipynb", "your_own_file.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_comes_out(path):
    notebook = read(path)
    stored = [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert any(stored)
    assert run(notebook) == stored


def assessed(*words):
    done = subprocess.run(
        [sys.executable, "examples/new_rule.py", *words, "--json"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_a_new_rule_is_a_step_and_a_setting_of_the_command_line():
    plain = assessed("assess")
    changed = assessed("assess", "--set", "home_office.exempt=yes")
    assert plain["returns"]["contracts"]["central"] == 199.499
    assert changed["scenario"]["changes"] == {"home_office.exempt": "yes"}
    [step] = [step for step in changed["funnel"] if step["rule"] == "home_office"]
    returned = [side["returns"]["contracts"]["low"] for side in (plain, changed)]
    assert step["stage"] == "exemptions"
    assert step["contracts"] >= returned[0] - returned[1] > 0
