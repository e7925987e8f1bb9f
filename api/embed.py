"""The page with one chart alone, which other sites may frame: no session and no controls, live or held to a receipt."""

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.answers import Answer, Served
from api.asked import Asked
from api.charts import THEMES, page_of, shown, taken
from output.charts.chart import cell_words
from output.files.about import Taken, is_number
from output.files.picture import figure_alone, footer
from output.text import file_text
from policy.bounds import cut
from policy.problem import PolicyError, Problem
from policy.receipts.verdict import Verdict, verdict
from policy.results.receipt import read_receipt, scope_stated, unpacked

STYLE, SCRIPT = (Path(__file__).with_name(f"embed.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
_WIDTHS = {"wide": 640, "narrow": 340}
"""Pixels across of the chart, for a frame that is so wide and for one on a phone."""
_ANY_FONT = 1.25
"""How much wider than ours a reader's own font may be, since the page loads none: DejaVu Sans is by a fifth."""
AUTO = "auto"
_LONGEST_SAID = 300
_TODAY = "The chart below shows the figures of today."


def _hash(words: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; script-src {_hash(SCRIPT)}; style-src {_hash(STYLE)}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)
"""What the page may load and run, which is its own style and script; and any site may frame it."""


def embedded(served: Served, ask: Asked) -> Answer:
    """A page (HTML) with one chart alone, for a frame on another site."""
    theme, found = ask.one_of("theme", (AUTO, *THEMES), AUTO), None
    stated, ask = _as_stated(ask)
    about = shown(served, ask)
    if stated:
        found = verdict(stated, about.receipt)
    colours = {name: palette for name, palette in THEMES.items() if theme in (AUTO, name)}
    drawn = {name: taken(replace(served, site=""), ask, about, palette) for name, palette in colours.items()}
    figures = [
        f'<div class="{width} in-{name}">{figure_alone(one.chart, THEMES[name], pixels, _ANY_FONT)}</div>'
        for name, one in drawn.items()
        for width, pixels in _WIDTHS.items()
    ]
    first = next(iter(drawn.values()))
    chart = first.chart
    parts = [
        f'<h1>{_safe(chart.finding)}</h1><p class="small">{_safe(chart.shows)}</p>',
        _moved(found),
        f"<figure>{''.join(figures)}</figure>",
        *_small([*footer(replace(first, link="")), *_stands(found)]),
        f"<details><summary>Table</summary>{_table(first)}</details>",
        _home(page_of(ask), first.link),
    ]
    return Answer(page(chart.finding, theme, parts), ())


def refused(problems: Sequence[Problem]) -> str:
    """The same page where a parameter cannot stand: what, and what is expected."""
    said = [f"{each.where}: {each.what}" for each in problems]
    title = "This chart cannot be shown"
    return page(title, AUTO, [f"<h1>{title}</h1>", *_small(said), _home("overview", "")])


def _as_stated(ask: Asked) -> tuple[dict[str, Any] | None, Asked]:
    """Take scenario and scope from the receipt, where one is given; raises PolicyError where it cannot be read."""
    word = ask.more.get("receipt", "")
    if not word:
        return None, ask
    try:
        if ask.scope or ask.scenario.changes():
            raise ValueError("it holds the scenario and what is looked at; leave every setting and in. out")  # noqa: TRY301
        stated, scenario = read_receipt(unpacked(word), "receipt")
        if "whole" in stated:
            raise ValueError("it is one of published spending, of which there is no chart here")  # noqa: TRY301
        return stated, replace(ask, scenario=scenario, scope=scope_stated(stated))
    except PolicyError:
        raise
    except ValueError as error:
        raise PolicyError([Problem("receipt", cut(str(error), _LONGEST_SAID))]) from None


def _moved(found: Verdict | None) -> str:
    """What becomes of the receipt, where its figure is another now."""
    if found is None or found.matches:
        return ""
    said = "".join(f"<p>{_safe(sentence)}</p>" for sentence in (*found.sentences(), _TODAY))
    return f'<div class="moved" role="note">{said}</div>'


def _stands(found: Verdict | None) -> list[str]:
    return found.sentences() if found and found.matches else []


def _small(lines: Iterable[str]) -> list[str]:
    return [f'<p class="small">{_safe(line)}</p>' for line in lines]


def _table(one: Taken) -> str:
    """The table of the chart as the dashboard writes it: numbers in full, "not known" where none is known."""
    table = one.table
    kinds = ["class='number'" if is_number(table[name]) else "" for name in table]
    heads = "".join(f"<th scope='col' {kind}>{_safe(str(name))}</th>" for name, kind in zip(table, kinds, strict=True))
    rows = []
    for row in table.itertuples(index=False, name=None):
        first, *cells = [cell_words(str(name), value) for name, value in zip(table, row, strict=True)]
        rest = "".join(f"<td {kind}>{_safe(cell)}</td>" for kind, cell in zip(kinds[1:], cells, strict=True))
        rows.append(f"<tr><th scope='row'>{_safe(first)}</th>{rest}</tr>")
    return (
        f'<div class="table" role="region" aria-label="Table" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _home(name: str, query: str) -> str:
    """The way back to the dashboard: the same chart with all its levers."""
    address = f"./{'' if name == 'overview' else name}{query}"
    return f'<p><a href="{_safe(address)}" target="_blank" rel="noopener">Open in Back in house</a></p>'


def _safe(text: str) -> str:
    return html.escape(file_text(text))


def page(title: str, theme: str, parts: Iterable[str]) -> str:
    """Write the page around what it shows."""
    return (
        f'<!doctype html>\n<html lang="en-GB" class="{theme}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{_safe(title)} · Back in house</title><style>{STYLE}</style></head>\n"
        f"<body><main>{chr(10).join(parts)}</main><script>{SCRIPT}</script></body></html>\n"
    )
