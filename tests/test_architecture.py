"""How the code hangs together, read from its syntax trees: imports, sizes, state, caches, folders."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

from ui.frame import PAGES

ROOT = Path(__file__).resolve().parent.parent
OURS = ("policy", "data", "ui", "pages", "app", "serve", "tests", "docs", "bench")
COMPOSED = {"policy/__main__.py", *(f"policy/command{of}.py" for of in ("s", "_assess", "_input", "_parts"))}
"""The command line puts policy and data together, as a page does."""
SCHEMA = "policy.contracts"
"""The one module of the policy that data may use."""
KEEPERS = {"ui/cache.py", "ui/datasets.py", "ui/pulling.py"}
"""Where the dashboard reads data: the one cache, and the page whose subject is the data with its pull."""
TYPES = "data.dataset"
"""What the rest of the dashboard may know of data: the type of a data set."""
FOREIGN = {"pandas", "numpy", "pydantic"}
ALLOWED = {"app": {"ui", "policy"}, "serve": {"ui"}, "pages": {"ui", "policy"}, "ui": {"ui", "policy"},
           "policy": {"policy"}, "data": {"data", "policy"}}  # fmt: skip
CODE_LINES, PAGE_LINES, FUNCTION_LINES = 250, 80, 40


@cache
def files(*folders):
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found
    return [path.relative_to(ROOT).as_posix() for path in found]


@cache
def tree(name):
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def imports(name):
    """Modules that a file imports, wherever in it; those for types too."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: write imports from the top"
            yield from (f"{node.module}.{alias.name}" if node.module in OURS else node.module for alias in node.names)


def layer(name):
    return name.split("/")[0].removesuffix(".py")


PRODUCT = ["app.py", "serve.py", *files("pages", "ui", "policy", "data")]


@pytest.mark.parametrize("name", PRODUCT)
def test_imports_point_one_way(name):
    ours = {module for module in imports(name) if module.split(".")[0] in OURS}
    beyond = {module for module in ours if module.split(".")[0] not in ALLOWED[layer(name)]}
    if layer(name) == "ui":
        beyond -= {TYPES}
    if name in {*KEEPERS, *COMPOSED}:
        beyond = {module for module in beyond if module.split(".")[0] != "data"}
    if layer(name) == "data":
        beyond |= {module for module in ours if module.startswith("policy") and module != SCHEMA}
    assert not beyond


@pytest.mark.parametrize("name", [name for name in files("policy") if name not in COMPOSED])
def test_the_policy_needs_little(name):
    needed = {module.split(".")[0] for module in imports(name)}
    assert needed <= {*sys.stdlib_module_names, *FOREIGN, "policy"}


@pytest.mark.parametrize("name", [*PRODUCT, *files("tests", "docs")])
def test_a_file_is_read_at_a_sitting(name):
    lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())
    assert lines <= (PAGE_LINES if layer(name) in ("pages", "app") else CODE_LINES)


@pytest.mark.parametrize("name", [*PRODUCT, *files("tests", "docs")])
def test_a_function_is_read_at_a_glance(name):
    functions = (node for node in ast.walk(tree(name)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions}
    assert not {function: lines for function, lines in long.items() if lines > FUNCTION_LINES}


def attributes(name):
    return {node.attr for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute)}


def where(*attribute):
    """Files of the dashboard that use any of these attributes of Streamlit."""
    return {name for name in ["app.py", *files("pages", "ui")] if attributes(name) & set(attribute)}


def test_one_module_holds_session_and_address():
    assert where("session_state", "query_params") == {"ui/state.py"}


def test_one_module_keeps_things_between_runs():
    assert where("cache_data", "cache_resource", "cache_memory") == {"ui/cache.py"}


def test_no_page_uses_the_navigation_that_breaks_cold_links():
    assert where("navigation") == set()


def test_the_menu_lists_the_pages_that_there_are():
    listed = [file for file, _ in PAGES.values()]
    assert sorted(listed) == sorted(["app.py", *files("pages")])
    assert [name for name, (file, _) in PAGES.items() if file != "app.py"] == [Path(f).stem for f in listed[1:]]


@pytest.mark.parametrize("name", ["app.py", *files("pages")])
def test_every_page_is_whole_in_itself(name):
    opened = [node.args[0].value for node in ast.walk(tree(name)) if isinstance(node, ast.Call)
              and ast.unparse(node.func) == "frame.page"]  # fmt: skip
    assert opened == [next(page for page, (file, _) in PAGES.items() if file == name)]


def test_the_top_of_data_is_code_and_its_readme():
    beside = {path.name for path in (ROOT / "data").iterdir() if path.is_file() and path.suffix != ".py"}
    assert beside <= {"README.md"}
