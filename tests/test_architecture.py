"""How the code hangs together, read from its syntax trees: imports, sizes, state, caches, folders."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

from ui.page import PAGES

ROOT = Path(__file__).resolve().parent.parent
OURS = ("policy", "data", "output", "ui", "cli", "api", "pages", "app", "serve", "tests", "docs", "bench")
LADDERS = {
    "policy": ("policy", "policy.rules", "policy.scenarios", "policy.scope", "policy.engine", "policy.results",
               "policy.receipts", "policy.national", "policy.analysis", "policy.audit", "policy.api"),
    "data": ("data.model", "data.places", "data.register", "data.classify", "data.readers", "data.table", "data.load"),
    "ui": ("ui.shell", "ui.controls", "ui.charts", "ui.contracts", "ui.sections"),
}  # fmt: skip
"""Groups of each package from the ground up: a group imports itself and what stands below it."""
SCHEMA = "policy.contracts"
"""The one module of the policy that data may use."""
ALLOWED: dict[str, set[str]] = {
    **{group: {*ladder[: rung + 1]} for ladder in LADDERS.values() for rung, group in enumerate(ladder)},
    "data.pull": {"data.pull", "data.model", "data.places"},
    "output": {"output", *LADDERS["policy"], *LADDERS["data"]},
    "cli": {"cli", "output", *LADDERS["policy"], *LADDERS["data"], "data.pull"},
    "api": {"api", "output", *LADDERS["policy"], *LADDERS["data"]},
}
"""The arrows between groups. `ui`, `cli` and `api` are faces: nobody imports them, and they not each other."""
for _group in LADDERS["ui"]:
    ALLOWED[_group] |= {"output", *LADDERS["policy"]}
ALLOWED["ui"] = {"ui", "output", *LADDERS["ui"], *LADDERS["policy"]}
ALLOWED["pages"] = ALLOWED["app"] = {*ALLOWED["ui"]}
ALLOWED["serve"] = {"ui", "ui.shell", "api"}
READERS_OF_DATA = {
    "ui/shell/cache.py": {"data.model", "data.load", "data.places"},
    "ui/shell/state.py": {"data.model"},
    "ui/page.py": {"data.model"},
    "ui/controls/scope_line.py": {"data.readers"},
    "ui/shell/pulling.py": {"data.load", "data.table", "data.pull", "data.places"},
    "ui/shell/hosting.py": {"data.places", "data.load"},
    "ui/sections/datasets.py": {"data.load", "data.model", "data.pull"},
    "ui/sections/own_file/earlier.py": {"data.load", "data.model", "data.readers"},
    "ui/sections/own_file/given.py": {"data.load", "data.model", "data.readers"},
    "ui/sections/own_file/mappings.py": {"data.load", "data.model", "data.readers"},
    "ui/sections/own_file/mends.py": {"data.model", "data.readers"},
}
"""Where the dashboard reads data: the one cache, the page whose subject is the data with its pull, days as people write
them, and the check of the table that a server is told to start on."""
SHIMS = {
    "policy/__main__.py": {"cli"},
    "data/__main__.py": {"cli"},
    "policy/__init__.py": {"policy.api"},
    "data/__init__.py": {"data.load", "data.model"},
}
"""`python -m policy` and `python -m data` are the command line under its old names; what the packages export is the
library, each name loaded when it is asked for."""
FOREIGN = {"pandas", "numpy", "pydantic"}
STARTER = "cli/main.py"
"""Starts the dashboard, which is Streamlit's own command."""
PAGE_LINES = 80


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


def group(module):
    """Group that a module belongs to: a folder of a package, or the package itself for what lies beside its folders."""
    first, *rest = module.split(".")
    folder = f"{first}.{rest[0]}" if rest else first
    return folder if folder in ALLOWED else first


PRODUCT = ["app.py", "serve.py", *files("pages", "ui", "output", "cli", "api", "policy", "data")]


@pytest.mark.parametrize("name", PRODUCT)
def test_imports_point_one_way(name):
    ours = {module for module in imports(name) if module.split(".")[0] in OURS}
    own = group(name.removesuffix(".py").replace("/", "."))
    allowed = ALLOWED.get(own, set()) | READERS_OF_DATA.get(name, set()) | SHIMS.get(name, set())
    if own.startswith("data"):
        ours = {module for module in ours if not module.startswith(SCHEMA)}
    assert not {module for module in ours if group(module) not in allowed}


@pytest.mark.parametrize("name", files("data/readers/cells"))
def test_a_cell_is_read_without_its_table(name):
    assert not [module for module in imports(name) if module.startswith("data.readers.own_register")]


def test_no_module_stands_on_itself():
    """Imports make no circle: those inside functions, and those for types alone, count too."""
    below = {name.removesuffix(".py").replace("/", ".").removesuffix(".__init__"): set() for name in PRODUCT}
    for name in PRODUCT:
        own = name.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
        below[own] = {found for module in imports(name) if (found := nearest(module, below)) not in ("", own)}
    while ground := [module for module, needs in below.items() if not needs & below.keys()]:
        for module in ground:
            del below[module]
    assert not below


def nearest(module, known):
    """Module that an imported name is, or comes from."""
    while module and module not in known:
        module = module.rpartition(".")[0]
    return module


@pytest.mark.parametrize("name", files("policy"))
def test_the_policy_needs_little(name):
    needed = {module.split(".")[0] for module in imports(name)}
    assert needed <= {*sys.stdlib_module_names, *FOREIGN, "policy", *SHIMS.get(name, ())}


@pytest.mark.parametrize("name", [name for name in files("policy", "data", "output", "cli", "api") if name != STARTER])
def test_streamlit_is_the_dashboards_alone(name):
    assert "streamlit" not in {module.split(".")[0] for module in imports(name)}


@pytest.mark.parametrize("folder", sorted({str(Path(name).parent) for name in PRODUCT if "/" in name} - {"pages"}))
def test_a_package_is_a_room_one_can_look_around_in(folder):
    inside = [path for path in (ROOT / folder).glob("*.py") if path.name != "__init__.py"]
    assert (ROOT / folder / "__init__.py").exists()
    assert len(inside) <= 12
    assert len(inside) > 1 or any((ROOT / folder).glob("*/__init__.py"))


@pytest.mark.parametrize("name", ["app.py", *files("pages")])
def test_a_page_is_read_at_a_glance(name):
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= PAGE_LINES


def attributes(name):
    return {node.attr for node in ast.walk(tree(name)) if isinstance(node, ast.Attribute)}


def where(*attribute):
    """Files of the dashboard that use any of these attributes of Streamlit."""
    return {name for name in ["app.py", *files("pages", "ui")] if attributes(name) & set(attribute)}


def test_one_module_holds_session_and_address():
    assert where("session_state", "query_params") == {"ui/shell/state.py"}


def test_one_module_keeps_things_between_runs():
    assert where("cache_data", "cache_resource", "cache_memory") == {"ui/shell/cache.py"}


def test_no_page_uses_the_navigation_that_breaks_cold_links():
    assert where("navigation") == set()


def test_the_menu_lists_the_pages_that_there_are():
    listed = [file for file, _ in PAGES.values()]
    assert sorted(listed) == sorted(["app.py", *files("pages")])
    assert [name for name, (file, _) in PAGES.items() if file != "app.py"] == [Path(f).stem for f in listed[1:]]


@pytest.mark.parametrize("name", ["app.py", *files("pages")])
def test_every_page_is_whole_in_itself(name):
    opened = [
        node.args[0].value
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "page.open_page"
    ]
    assert opened == [next(page for page, (file, _) in PAGES.items() if file == name)]


def test_the_top_of_data_is_code_and_its_readme():
    beside = {path.name for path in (ROOT / "data").iterdir() if path.is_file() and path.suffix != ".py"}
    assert beside <= {"README.md", "py.typed"}


@pytest.mark.parametrize("name", PRODUCT)
def test_nothing_that_holds_the_interpreter_is_run_beside_visitors(name):
    """resvg keeps every other thread still while it draws, so it runs in a process of its own."""
    assert "resvg_py" not in set(imports(name))
