"""The command `back-in-house` leads to every other command, and its package holds what they need."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from cli import main
from cli.data import main as data_command
from cli.policy import main as policy_command
from data.load.datasets import BUILT
from data.model import folders
from data.pull.run import OUT
from data.table.cache import FOLDER
from ui.shell.papers import PAPERS

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
WHEEL = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]


def test_a_question_of_the_policy_is_answered_alike(capsys):
    assert main.main(["assess", "--preset", "pledge", "--json"]) == 0
    said = capsys.readouterr().out
    assert policy_command(["assess", "--preset", "pledge", "--json"]) == 0
    assert said == capsys.readouterr().out


@pytest.mark.parametrize("command", [*main.POLICY, *main.DATA])
def test_every_command_says_its_own_name(command, capsys):
    with pytest.raises(SystemExit) as end:
        main.main([command, "--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: back-in-house {command} ")


@pytest.mark.parametrize(("old", "listed"), [(policy_command, main.POLICY), (data_command, main.DATA)])
def test_no_command_is_left_out(old, listed, capsys):
    with pytest.raises(SystemExit):
        old(["--help"])
    offered = re.findall(r"^    (\w+)(?: |$)", capsys.readouterr().out, re.MULTILINE)
    assert offered == list(listed)


def test_the_help_lists_them_and_a_wrong_one_is_named(capsys):
    assert main.main(["--help"]) == 0
    listed = re.findall(r"^  (\w+) ", capsys.readouterr().out, re.MULTILINE)
    assert listed == ["dashboard", *main.POLICY, *main.DATA]
    assert main.main(["asess"]) == 2
    assert capsys.readouterr().err == "back-in-house: no command 'asess'. Did you mean assess?\n"
    assert main.main(["--preset", "pledge", "assess"]) == 2
    assert capsys.readouterr().err == "back-in-house: '--preset' stands before a command; give the command first.\n"
    assert main.main(["help"]) == 0
    assert capsys.readouterr().out.startswith("usage: back-in-house ")


def test_nothing_and_dashboard_serve_the_entry_of_the_checkout(monkeypatch):
    asked = []
    monkeypatch.setattr("streamlit.web.cli.main", lambda words, **_: asked.append(words))
    monkeypatch.delenv(main.PULL, raising=False)
    assert main.main([]) == 0
    assert main.main(["dashboard", "--server.port", "8600"]) == 0
    assert asked == [["run", str(ROOT / "serve.py")], ["run", str(ROOT / "serve.py"), "--server.port", "8600"]]


def test_a_checkout_keeps_its_files_to_itself():
    assert folders.is_checkout()
    assert [path.resolve() for path in (OUT, BUILT, FOLDER)] == [
        ROOT / "data/raw",
        ROOT / "data/cache/tables",
        ROOT / "data/cache",
    ]


def test_an_installed_program_keeps_files_with_the_user(monkeypatch, tmp_path):
    pytest.importorskip("platformdirs")
    monkeypatch.setattr(folders, "is_checkout", lambda: False)
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    assert folders.notices() == tmp_path / "XDG_DATA_HOME/back-in-house/raw"
    assert folders.tables() == tmp_path / "XDG_DATA_HOME/back-in-house/tables"
    assert folders.cache_folder() == tmp_path / "XDG_CACHE_HOME/back-in-house"


def test_messages_name_commands_that_their_reader_has(monkeypatch):
    assert folders.command("data", "build") == "python -m data build"
    monkeypatch.setattr(folders, "is_checkout", lambda: False)
    assert folders.command("data", "build") == "back-in-house build"
    assert folders.command("policy", "verify") == "back-in-house verify"


def _texts(path: Path) -> list[str]:
    """The texts of a module that a reader may meet: all but those that stand alone, as docstrings do."""
    tree = ast.parse(path.read_text("utf-8"))
    alone = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    return [str(each.value) for each in ast.walk(tree) if isinstance(each, ast.Constant) and id(each) not in alone]


def test_no_message_names_a_command_that_an_installed_program_lacks():
    modules = [path for package in WHEEL["packages"] for path in (ROOT / package).rglob("*.py")]
    named = {
        (path.relative_to(ROOT).as_posix(), text)
        for path in modules
        for text in _texts(path)
        if re.search(r"python -m (data|policy)\b|make (run|serve)", text)
    }
    assert {place for place, _ in named} == {
        "cli/data.py",  # the name of the program itself
        "cli/policy.py",
        "cli/ending.py",  # what a checkout does, said as such
        "output/files/package.py",  # a file that goes to whoever has either
        "ui/sections/datasets.py",  # the branch of a checkout
    }, sorted(named)


def test_the_package_holds_the_program():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests", "docs"}
    assert packages == set(WHEEL["packages"])
    assert all((ROOT / given).exists() for given in WHEEL["force-include"])
    placed = {place.removeprefix(f"{main.INSTALLED}/"): given for given, place in WHEEL["force-include"].items()}
    assert placed == {name: name for name in ("app.py", main.ENTRY, "pages", ".streamlit/config.toml", *PAPERS)}, (
        "they lie beside each other as in the checkout"
    )
    module, function = PROJECT["project"]["scripts"]["back-in-house"].split(":")
    assert getattr(import_module(module), function) is main.main


def needed(name):
    """What a file of requirements asks for, without the files that it names."""
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    return {Requirement(line).name: Requirement(line).marker for line in lines if line and not line.startswith("-r")}


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("base.in", PROJECT["project"]["dependencies"]),
        *((f"{extra}.in", EXTRAS[extra]) for extra in EXTRAS),
    ],
)
def test_what_an_installation_asks_for_is_what_the_tests_run_on(name, asked):
    wanted = {Requirement(line).name: Requirement(line) for line in asked}
    wanted.pop("back-in-house", None)
    assert {given: one.marker for given, one in wanted.items()} == needed(name)
    pinned = dict(
        re.findall(
            r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements" / name.replace(".in", ".txt")).read_text(), re.MULTILINE
        )
    )
    assert [given for given, one in wanted.items() if pinned[given] not in one.specifier] == []


@pytest.mark.parametrize(
    ("module", "needless"),
    [
        ("cli.main", {"pandas", "pydantic", "requests", "pyarrow"}),
        ("cli.on_data.pull", {"pandas", "pydantic", "pyarrow"}),
        ("cli.on_data.build", {"pydantic", "requests", "openpyxl"}),
        ("cli.policy", {"openpyxl", "requests", "streamlit", "plotly"}),
    ],
)
def test_a_command_loads_what_it_needs_and_no_more(module, needless):
    code = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not needless & {*loaded.split()}
