"""What the browser tests do with a page: open it, wait for it, read its address, record every request."""

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from urllib.parse import urlencode, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.links import from_link, to_query
from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario, build_scenario
from ui.controls.menu import GROUPS, PAGES

WIDE, NARROW = 1400, 320
PATIENCE = 30_000
"""Milliseconds to wait for the page; nothing passes because of it, and only a fault waits so long."""
AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'

AXE = Axe()
LEVELS = {"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}
ANNOUNCED = "document.querySelector('body > .live[role=status]').textContent.replaceAll('\\u00a0', ' ')"
"""What a screen reader was told last of what changed."""

SLOW_LINE = """
const listen = WebSocket.prototype.addEventListener
WebSocket.prototype.addEventListener = function (kind, hear, ...more) {
  listen.call(this, kind, kind === "message" ? (event) => setTimeout(() => hear(event), 400) : hear, ...more)
}
"""
"""Whatever the server says is heard two fifths of a second later, as from far away."""


@contextmanager
def window(browser: Browser, width: int = WIDE, scheme: str = "light") -> Iterator[BrowserContext]:
    """A window without memory; when it closes, everything that it asked for must have stayed on this machine."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: asked.append(socket.url)))
    context.on("weberror", lambda error: asked.append(f"error:{error.error}"))
    try:
        yield context
    finally:
        context.close()
    assert asked, "nothing was recorded"
    assert not strangers(asked), "requests that left this machine, or errors of the page's scripts"


def strangers(addresses: list[str]) -> list[str]:
    """Those that are no address of this machine; what a page makes up within itself asks nobody."""
    within = ("data", "blob", "about")
    return [a for a in addresses if urlsplit(a).scheme not in within and urlsplit(a).hostname != "127.0.0.1"]


def address(site: str, name: str = "overview", made: Scenario | None = None, **more: str) -> str:
    """The link of a page under a scenario."""
    path = "" if name == "overview" else name
    query = {**(to_query(made) if made else {}), **more}
    return f"{site}{path}{'?' + urlencode(query) if query else ''}"


def visit(page: Page, link: str) -> Page:
    """Open a link and wait until the page is drawn."""
    page.goto(link)
    return settled(page)


def settled(page: Page) -> Page:
    """Wait until the page is drawn whole: a heading, the script at rest, and nothing still on its way.

    The address changes as a message arrives and the page a moment later, until when it seems to rest: two frames on.
    """
    page.locator("h1").first.wait_for()
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
    page.locator(AT_REST).wait_for()
    until(page, "!document.querySelector('#drawn, [data-testid=stSkeleton]')")
    return page


def until(page: Page, said: str, arg: object = None) -> None:
    """Wait until something holds in the page; asked from here, since the page may not run a text as a script itself."""
    last = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(said, arg):
        assert time.monotonic() < last, f"it did not come to hold: {said}"
        page.wait_for_timeout(20)


def here(page: Page) -> str:
    """The address as the reader sees it; the driver's own lags."""
    return str(page.evaluate("location.href"))


def reads(page: Page, made: Scenario) -> None:
    """Wait until the address holds a scenario, exactly."""
    until(page, "said => new URL(location).searchParams.get('fp') === said", arg=made.fingerprint())
    settled(page)
    found, problems = from_link(here(page))
    assert (found, problems) == (made, [])


def menu(page: Page, name: str) -> Page:
    """Follow the menu to a page: to its group first, where another is open."""
    title, pages = PAGES[name][1], page.locator(".st-key-menu")
    link = pages.get_by_role("link", name=title, exact=True)
    [group] = [group for group, names in GROUPS.items() if name in names]
    if not link.count():
        page.locator(".st-key-groups").get_by_role("link", name=group, exact=True).click()
        pages.locator("strong", has_text=PAGES[GROUPS[group][0]][1]).wait_for()
        settled(page)
    if name != GROUPS[group][0] or link.count():
        link.click()
    pages.locator("strong", has_text=title).wait_for()
    return settled(page)


def headline(page: Page) -> str:
    return " ".join((page.locator("h1").first.text_content() or "").split())


def grave(page):
    """What axe finds against WCAG 2.2 A or AA, or calls serious or critical, each with the first element that it names.

    Asked again where it finds anything: Streamlit fades what it draws anew, and a half-faded word has no contrast.
    """
    return grave_at_once(page) and grave_at_once(settled(page))


def grave_at_once(page):
    """The same of a page that is not Streamlit's."""
    asked = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
    found = AXE.run(page, options=asked).response["violations"]
    return [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])}): {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in ("serious", "critical") or {*one["tags"]} & LEVELS
    ]


def random_scenarios(count: int, seed: int, changes: int = 10) -> list[Scenario]:
    """Scenarios that stand, each a preset with so many settings changed in their ranges; the same on every run."""
    draw = random.Random(seed)
    return [_random_scenario(draw, changes) for _ in range(count)]


def _random_scenario(draw: random.Random, changes: int) -> Scenario:
    made = build_scenario(presets()[draw.choice(sorted(presets()))])[0]
    while len(made.changes()) < changes:
        key = draw.choice(sorted(settings()))
        with suppress(ValueError):  # shares whose least is above their most cannot stand together
            made = made.having(key, _value(draw, key))
    return made


ITEMS = {"reassess.services": ("guarding.coercive:held:court officers",),
         "reassess.contracts": ("moj-oakwood=home_care:a test",), "reason.services": ("home_care:10-30",)}  # fmt: skip


def _value(draw: random.Random, key: str) -> object:
    spec = settings()[key]
    if isinstance(spec.minimum, int) and isinstance(spec.maximum, int):
        return draw.choice(spec.param.ticks or tuple(range(spec.minimum, spec.maximum + 1)))
    options = list(spec.param.options) or ["prison", "home_care", "advocacy"]
    return {
        Unit.SWITCH: draw.random() < 0.5,
        Unit.DATE: date(2025 + draw.randrange(6), draw.randrange(12) + 1, 1),
        Unit.CHOICE: draw.choice(options),
        Unit.CHOICES: tuple(draw.sample(options, draw.randrange(len(options)))),
        Unit.ITEMS: ITEMS.get(key, ()),
    }[spec.unit]
