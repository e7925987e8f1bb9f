"""Two visitors of one server: how long the headline of one takes while the other does his worst, and what it holds."""

import os
import threading
import time
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Page

from tests.browser import settled

BOX = "Value threshold, typed"


def server(site: str) -> psutil.Process:
    """The process that serves an address for these tests."""
    port = str(urlsplit(site).port)
    return next(child for child in psutil.Process(os.getpid()).children() if port in child.cmdline())


class Growth(threading.Thread):
    """The most memory that the server and all that it started held at once, beyond what it held before; in bytes."""

    def __init__(self, site: str) -> None:
        super().__init__(daemon=True)
        self._over, self._root = threading.Event(), server(site)
        self._before = self._most = self._held()
        self.start()

    def _held(self) -> int:
        total = int(self._root.memory_info().rss)
        for child in self._root.children(recursive=True):
            try:
                total += child.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        return total

    def run(self) -> None:
        """Look again and again until the end."""
        while not self._over.wait(0.05):
            self._most = max(self._most, self._held())

    def end(self) -> int:
        """Stop, and give by how much it grew."""
        self._over.set()
        self.join()
        return self._most - self._before


def seconds_to_move(page: Page, pounds: int) -> float:
    """How long the page takes to be drawn after its threshold moved."""
    before = page.evaluate("location.href")
    box = page.get_by_role("textbox", name=BOX, exact=True)
    box.fill(f"£{pounds}")
    begun = time.monotonic()
    box.press("Enter")
    page.wait_for_function("before => location.href !== before", arg=before)
    settled(page)
    return time.monotonic() - begun
