"""The lines to paste into a page of one's own, which frame one chart: live, or held to the receipt of its figure."""

import html
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from output.charts.chart import Chart
from output.text import file_text
from policy.results.receipt import packed
from policy.scenarios.links import FINGERPRINT, to_query
from policy.scenarios.scenario import Scenario
from policy.scope.scope import Scope

_AROUND = 390
"""Pixels that title, small print and links take beside the figure, in a frame as wide as a column of text."""
_HEIGHT = (
    '<script>addEventListener("message",e=>{for(const f of document.querySelectorAll("iframe"))'
    'if(f.contentWindow===e.source&&e.data.backInHouse>0)f.style.height=e.data.backInHouse+"px"})</script>'
)
"""Gives a frame the height that the chart in it asks for; where a site takes scripts out, the height is a fixed one."""


def live(site: str, chart: Chart, scenario: Scenario, scope: Scope) -> str:
    """The snippet whose figures are those of the day on which it is read; `site` is the address of the server."""
    query = {key: value for key, value in to_query(scenario).items() if key != FINGERPRINT}
    return _snippet(site, chart, {**query, **scope.to_query()})


def frozen(site: str, chart: Chart, receipt: Mapping[str, Any]) -> str:
    """The snippet that says when its figure is no longer the one of a receipt, by how much and why."""
    return _snippet(site, chart, {"receipt": packed(receipt)})


def _snippet(site: str, chart: Chart, query: Mapping[str, str]) -> str:
    address = f"{site.rstrip('/')}/embed?{urlencode({**chart.asked, **query})}"
    title = f"Chart from Back in house: {chart.caption} ({str(chart.table.columns[0]).lower()})"  # no figure: it ages
    height = chart.figure["layout"]["height"] + _AROUND
    return (
        f'<iframe src="{html.escape(address)}" title="{html.escape(file_text(title))}" loading="lazy" '
        f'style="width:100%;height:{height}px;border:0"></iframe>\n{_HEIGHT}'
    )
