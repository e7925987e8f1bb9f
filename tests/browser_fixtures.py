"""One dashboard and one Chromium for all tests marked `browser`; a fresh window for each test."""

from collections.abc import Iterator
from contextlib import suppress

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser import window
from tests.server import dashboard

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Address of the one dashboard of the session."""
    with dashboard() as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of the session."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def strange_chromium(chromium: Browser) -> Iterator[Browser]:
    """A browser of somebody else, who has a computer of his own: here it gets what processor the others leave."""
    before = set(psutil.pids())
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
    for process in psutil.process_iter():
        with suppress(psutil.NoSuchProcess):
            if process.pid not in before and "chrom" in process.name():
                process.nice(19)  # and so are all that it starts from now on
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def wide(chromium: Browser) -> Iterator[BrowserContext]:
    """A wide window that all tests share, so that only the first of them fetches the scripts."""
    with window(chromium) as context:
        yield context


@pytest.fixture
def page(wide: BrowserContext) -> Iterator[Page]:
    """A fresh page, which is a fresh session of the dashboard."""
    page = wide.new_page()
    yield page
    page.close()
