"""The program installed into an empty environment and used from another folder: minutes, so by `make long`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser import address, visit
from tests.server import ROOT, serving
from ui.page import PAGES

pytest_plugins = ["tests.browser_fixtures"]
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the commands of an environment that holds the program and what it asks for."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    subprocess.run([folder / "bin" / "pip", "install", "--quiet", ROOT], check=True, stdin=subprocess.DEVNULL)
    return folder / "bin"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of a user whose home is an empty folder, and whose Python finds nothing of this checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "XDG_", "BACK_IN"))}
    return {**kept, "HOME": str(tmp_path)}


def output_of(command: list[str | Path], folder: Path, environment: dict[str, str]) -> str:
    process = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    return process.stdout


def test_figures_are_those_of_the_checkout(installed, home, tmp_path):
    words = ["assess", "--preset", "pledge", "--json"]
    there = output_of([installed / "back-in-house", *words], tmp_path, home)
    here = output_of([sys.executable, "-m", "policy", *words], ROOT, dict(os.environ))
    assert there == here


def test_files_go_to_the_folder_of_the_user(installed, home, tmp_path):
    notices = ROOT / "tests" / "fixtures" / "cf_website.csv"
    built = output_of([installed / "back-in-house", "build", notices], tmp_path, home)
    table = tmp_path / ".local/share/back-in-house/tables/all.parquet"
    assert built.startswith(f"{table}: ")
    assert table.is_file()
    assert list((tmp_path / ".cache/back-in-house").glob("*.arrow"))


def test_every_page_is_served(installed, home, tmp_path, chromium):
    with serving([str(installed / "back-in-house"), "dashboard"], tmp_path, home) as site:
        page = chromium.new_page()
        for name, (_, title) in PAGES.items():
            visit(page, address(site, name))
            assert page.title() == f"{title} · Back in house"
            assert page.locator("h1").first.inner_text()
            assert page.get_by_test_id("stException").count() == 0
        page.close()
