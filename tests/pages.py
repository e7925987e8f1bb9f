"""Pages run without a browser: opened cold by their link, read as a reader would read them."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from data.model.dataset import Dataset
from policy.rules import settings
from policy.rules.units import Unit
from policy.scenarios.links import to_query
from policy.scenarios.scenario import Scenario
from ui.page import PAGES
from ui.shell.state import UPLOAD

ROOT = Path(__file__).resolve().parent.parent
_SMALL = re.compile(r":small\[([^\]]*)\]")
NOTHING = {"authorities.kinds": ()}
"""A change under which no contract comes back."""

# Every page opened here would look through all installed packages for components that draw in a page: a tenth of a
# second, most of what it takes to open one. What is installed stays as it is while tests run.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def opened(name="overview", query=None, own: Dataset | None = None) -> AppTest:
    """Open a page as a first visit by its link; on a reader's own table, where one is given."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params.update(query or {})
    if own is not None:
        page.session_state["upload"], page.session_state["data"] = own, UPLOAD
    if name != "overview":
        page.switch_page(PAGES[name][0])
    return whole(page.run())


def whole(page: AppTest) -> AppTest:
    """Hold that a page came to its end."""
    assert not page.exception, page.exception
    return page


def link(made: Scenario) -> dict[str, str]:
    return to_query(made)


def everything_off() -> dict[str, Any]:
    """Every switch off, every list emptied, every number at its least."""
    least = {Unit.SWITCH: False, Unit.CHOICES: (), Unit.ITEMS: ()}
    return {
        key: least.get(spec.unit, spec.minimum if spec.minimum is not None else spec.default)
        for key, spec in settings().items()
    }


def headline(page: AppTest) -> str:
    return _bare(_SMALL.sub(r"\1", page.title[0].value))


def text(page: AppTest) -> str:
    """All that a page says outside its tables, without the marks of Markdown."""
    said = [*page.title, *page.header, *page.subheader, *page.markdown, *page.caption, *page.warning, *page.info]
    return _bare("\n".join(str(part.value) for part in said))


def _bare(markdown: str) -> str:
    """Give text without the marks of Markdown, and plainly spaced where an amount is kept together."""
    return markdown.replace("\\", "").replace("\u00a0", " ").replace("\u2212\u2060", "\u2212")


def widgets(page: AppTest) -> dict[str, Any]:
    """Widgets by key, in sidebar and page."""
    kinds = (
        "select_slider",
        "slider",
        "text_input",
        "number_input",
        "date_input",
        "radio",
        "selectbox",
        "multiselect",
        "toggle",
        "text_area",
        "button",
        "segmented_control",
    )
    return {widget.key: widget for kind in kinds for widget in page.get(kind) if widget.key}


def shown(page: AppTest, key: str, where: str = "page") -> Any:
    """The value of a setting that a page's control shows, as the setting holds it."""
    found, spec = widgets(page), settings()[key]
    widget = found.get(f"{where}.{key}.box") or found[f"{where}.{key}"]
    if spec.unit is Unit.GBP:
        return spec.parse(widget.value)
    if spec.unit is Unit.ITEMS:
        return tuple(widget.value.splitlines())
    return tuple(widget.value) if spec.unit is Unit.CHOICES else widget.value
