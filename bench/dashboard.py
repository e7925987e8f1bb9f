"""How long a reader waits, in a real Chromium: for the first view, and from a moved lever to the painted charts.

Run it from the root of the project: python -m bench.dashboard moves|first [--million] [--entry serve.py]
Each part takes a minute or two and adds its lines to bench/out/dashboard.md.
"""

import argparse
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench.engine import add_to
from bench.load import quantile
from bench.serving import million, serve
from tests.browser import AT_REST, settled, until
from tests.browser_fixtures import CHROMIUM, FLAGS

MOVES, WARM, FIRSTS = 40, 5, 3
PATIENCE = 60_000
BOX = "Value threshold, typed"
WATCH = """
const drawn = () => [...document.querySelectorAll('.js-plotly-plot')].filter(plot => plot.offsetHeight).map(
  plot => plot.textContent + [...plot.querySelectorAll('.bars path')].map(bar => bar.getAttribute('d')).join()).join();
window.watch = () => {
  const said = document.querySelector('h1').textContent;
  let charts = drawn(), quiet = 0;
  window.seen = {};
  document.addEventListener('keydown', () => {
    const start = performance.now();
    const look = now => {
      if (!seen.headline && document.querySelector('h1')?.textContent !== said) seen.headline = now - start;
      const present = drawn(), moved = present !== charts;
      if (moved) { charts = present; seen.charts = now - start; }
      quiet = seen.headline && seen.charts && !moved ? quiet + 1 : 0;
      if (quiet < 40) requestAnimationFrame(look); else seen.whole = true;
    };
    requestAnimationFrame(look);
  }, {once: true, capture: true});
};
"""
"""Notes at every frame, from the press of Enter, when the headline is new and when a chart last changed; it ends once
nothing has changed for forty frames. Charts of before stay hidden beside the new until the run ends; they do not count.
"""


def moves(browser: Browser, table: Path | None) -> list[str]:
    """Type one threshold after another and note how long headline and charts take, and what was sent."""
    with serve("serve.py", table) as server:
        page, sizes = _page(browser), [0]
        page.on("websocket", lambda socket: socket.on("framereceived", lambda data: sizes.append(len(data))))
        page.goto(server.site)
        settled(page)
        _charts(page)
        page.evaluate(WATCH)
        found = []
        for turn in range(WARM + MOVES):
            sizes.clear()
            page.get_by_role("textbox", name=BOX, exact=True).fill(f"£{(100_000, 3_000_000)[turn % 2] + 7_777 * turn}")
            page.evaluate("watch()")
            page.keyboard.press("Enter")
            until(page, "window.seen.whole")
            found.append((page.evaluate("seen.headline"), page.evaluate("seen.charts"), sum(sizes) / 1000))
        page.context.close()
    lines = []
    for name, unit, values in zip(
        ("New headline", "Charts painted", "Sent"), ("ms", "ms", "kB"), zip(*found[WARM:], strict=True), strict=True
    ):
        middle, most = median(values), quantile(values, 0.95)
        lines.append(f"| {_name(table)} | {name} | {middle:,.0f} {unit} | {most:,.0f} {unit} |")
    return lines


def first_views(browser: Browser, entry: str, table: Path | None) -> list[str]:
    """Start a server afresh, again and again, and note how long its first visitor waits."""
    found = []
    for _ in range(FIRSTS):
        with serve(entry, table) as server:
            page, start = _page(browser), time.perf_counter()
            page.goto(server.site, wait_until="commit")
            page.locator("h1").first.wait_for()
            headline = time.perf_counter() - start
            page.locator("#drawn figure svg, .js-plotly-plot .bars path").first.wait_for(state="attached")
            drawn = time.perf_counter() - start
            page.locator(AT_REST).wait_for()
            until(page, "!document.querySelector('#drawn')")
            levers = time.perf_counter() - start
            _charts(page)
            found.append((headline, drawn, levers, time.perf_counter() - start, server.ready))
            page.context.close()
    cells = (f"{median(values):.1f} s (at most {max(values):.1f} s)" for values in zip(*found, strict=True))
    return [f"| `{entry}`, {_name(table)} | {' | '.join(cells)} |"]


def _page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    return context.new_page()


def _charts(page: Page) -> None:
    """Wait until all three charts are drawn with their bars."""
    page.locator(".js-plotly-plot .main-svg").nth(2).wait_for()
    until(page, "document.querySelectorAll('.js-plotly-plot .bars path').length > 30")


def _name(table: Path | None) -> str:
    return "a million contracts" if table else "the register"


HEADS = {
    "moves": "| On | | Median | p95 |\n| --- | --- | ---: | ---: |",
    "first": (
        "| First view | Headline | First chart | Levers | Charts of the page itself | Server ready |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: |"
    ),
}


def main() -> None:
    """Measure one part and add its lines to the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", choices=HEADS)
    parser.add_argument("--million", action="store_true", help="on a million contracts instead of the register")
    parser.add_argument("--entry", default="app.py", choices=["app.py", "serve.py"])
    given = parser.parse_args()
    table = million() if given.million else None
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, headless=True, args=FLAGS)
        lines = moves(browser, table) if given.part == "moves" else first_views(browser, given.entry, table)
        browser.close()
    add_to("dashboard", [HEADS[given.part], *lines])


if __name__ == "__main__":
    main()
