"""A briefing of a few pages: one HTML file that prints well, with the answer, how it comes about, and its receipt.

Everything in it comes from the same result as the page: sentences, charts, the ten largest contracts, the receipt.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from data.model.dataset import Dataset
from output.charts import answer
from output.charts.chart import Chart
from output.contract_tables import contract_table, service_labels
from output.files import picture
from output.files.about import ESTIMATE, LICENCE, Taken
from output.files.lettering import FONTS
from output.palette import LIGHT
from output.reproduce import Reproduce
from output.subject import subject_of
from output.text import web_address
from policy.formats import day
from policy.results.groups import Decisions, names_of
from policy.results.ranking import by_largest, largest_rows
from policy.results.receipt import receipt
from policy.results.sentences import (
    assumed,
    certainty_of,
    headline_of,
    largest,
    law_not_known,
    left_out_of,
    spread_of,
)
from policy.results.totals import funnel, timeline, totals
from policy.rules.trigger import Window
from policy.scope.scope import naming, of_population, scope_of

MEASURE = "annual_gbp"
_LARGEST, _SERVICES = 10, 12
_STYLE = """
@page { size: A4; margin: 16mm 15mm 18mm; }
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 "Source Sans 3", "Source Sans Pro", Arial, sans-serif; color: #1F1E1B; background: #FFF;
  max-width: 180mm; margin: 0 auto; padding: 8mm 0; }
h1, h2 { font-weight: 600; line-height: 1.2; margin: 0 0 3mm; break-after: avoid; }
h1 { font-size: 21pt; }
h2 { font-size: 13pt; margin-top: 7mm; }
p, ul { margin: 0 0 3mm; }
.small { font-size: 9pt; color: #5B5852; }
figure { margin: 4mm -5mm; break-inside: avoid; }
figure svg { width: 100%; height: auto; display: block; }
table { border-collapse: collapse; width: 100%; font-size: 9pt; }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: 0.3mm solid #D9D5CB; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
tr { break-inside: avoid; }
code { font-size: 8.5pt; overflow-wrap: anywhere; }
a { color: #11406B; overflow-wrap: anywhere; }
@media screen { body { padding: 10mm 6mm; } }
"""


@dataclass(frozen=True)
class Briefing:
    """What a briefing is made of: a data set, what a scenario decides of it, the day, and how to get it again."""

    dataset: Dataset
    decisions: Decisions
    made_on: date
    ways: Reproduce
    licence: str = LICENCE
    """Licence of the data; empty where they are a reader's own."""

    @property
    def receipt(self) -> Mapping[str, Any]:
        """The receipt of the headline."""
        return receipt(self.decisions, self.dataset.described())


def briefing(about: Briefing) -> str:
    """Write the briefing as one HTML file that needs nothing else; every text from data is escaped."""
    decisions, dataset = about.decisions, about.dataset
    sums, steps = totals(decisions), funnel(decisions)
    scope = scope_of(decisions.coded)
    population = of_population(dataset.population, scope, naming(dataset.services))
    headline = headline_of(sums, decisions.scenario, population)
    waiting = int(decisions.waiting.sum())
    said = [largest(decisions), certainty_of(sums, steps, waiting, decisions.scenario), left_out_of(sums),
            assumed(decisions), law_not_known(decisions)]  # fmt: skip
    parts = [
        f"<h1>{escape(headline)}</h1>",
        _paragraph(" ".join(filter(None, said))),
        _small(f"{ESTIMATE} {decisions.scenario.preset.not_modelled} {dataset.note}"),
        _policy(about),
        *(_figure(chart, about, headline) for chart in _charts(about)),
        _ten(about),
        _not_known(about, waiting),
        _check(about),
    ]
    title = escape(f"Back in house: {headline}")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_faces()}{_STYLE}</style></head>\n<body>\n'
        + "\n".join(parts)
        + "\n</body></html>\n"
    )


def _faces() -> str:
    """The typeface of the pictures, in the file itself, so that no word is wider than its place on any machine."""
    weights = zip((400, 600), FONTS, strict=True)
    return "".join(
        f'@font-face {{ font-family: "Source Sans 3"; font-weight: {weight}; '
        f"src: url(data:font/ttf;base64,{b64encode(Path(font).read_bytes()).decode()}); }}\n"
        for weight, font in weights
    )


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _small(text: str) -> str:
    return f'<p class="small">{escape(text.strip())}</p>'


def _policy(about: Briefing) -> str:
    """Which policy decides, what was changed in it, and what is looked at."""
    scenario = about.decisions.scenario
    changed = scenario.changed_words()
    lines = [f"<li>{escape(label)}: {escape(now)} instead of {escape(old)}</li>" for _, label, old, now in changed]
    subject = subject_of(about.dataset, scenario, scope_of(about.decisions.coded))
    looked_at = f"Only: {subject.scope_words}." if subject.scope_words else "All contracts of the data are looked at."
    how = f"<ul>{''.join(lines)}</ul>" if lines else ""
    return (
        f"<h2>The policy</h2>{_paragraph(f'{scenario.preset.title}. {scenario.preset.summary}')}{how}"
        f"{_paragraph(looked_at)}"
    )


def _charts(about: Briefing) -> list[Chart]:
    """The way from all contracts to the answer, the years, and the services, in the colours of print."""
    decisions, sums = about.decisions, totals(about.decisions)
    window = decisions.scenario.rule(Window)
    largest_services, others = by_largest(decisions, "service", MEASURE, _SERVICES)
    return [
        answer.funnel_chart(funnel(decisions), sums, decisions.scenario, MEASURE, LIGHT),
        answer.periods_chart(
            timeline(decisions),
            names_of(decisions.coded, "year", window),
            MEASURE,
            "year",
            LIGHT,
            considered=answer.considers(decisions.scenario),
        ),
        answer.groups_chart(
            "service", largest_services, others, service_labels(decisions.coded), MEASURE, LIGHT, _SERVICES
        ),
    ]


def _figure(chart: Chart, about: Briefing, headline: str) -> str:
    """A chart as it stands by itself, with its words inside the picture."""
    sums, dataset = totals(about.decisions), about.dataset
    taken = Taken(
        chart,
        subject_of(dataset, about.decisions.scenario, scope_of(about.decisions.coded)),
        headline,
        spread_of(sums) if sums.contracts.returns.high else "",
        "",
        left_out_of(sums),
        "",
        lambda: about.receipt,
        about.made_on,
        about.licence,
    )
    return f"<figure>{picture.svg(taken, alone=False)}</figure>"


def _ten(about: Briefing) -> str:
    """The ten contracts with the most spend that returns, each with its published notice."""
    rows = largest_rows(about.decisions, _LARGEST)
    if not len(rows):
        return ""
    table = contract_table(about.decisions, rows, "Contract", "Buyer", "Supplier", "£ a year back", "Ends", "Notice")
    head = ("Contract", "Buyer", "Supplier", "£ a year back", "Ends", "Notice")
    cells = "".join(f"<th{_number(name)}>{escape(name)}</th>" for name in head)
    body = "".join(_row(head, row) for row in table[list(head)].itertuples(index=False))
    return f"<h2>The ten largest contracts</h2><table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"


def _number(name: str) -> str:
    return ' class="number"' if name.startswith("£") else ""


def _row(head: Sequence[str], row: Sequence[Any]) -> str:
    cells = []
    for name, value in zip(head, row, strict=True):
        if name == "Notice":
            address = web_address(value)
            text = f'<a href="{escape(address, quote=True)}">Notice</a>' if address else "not known"
        elif name.startswith("£"):
            text = "not known" if pd.isna(value) else f"£{value:,.0f}"
        elif isinstance(value, date) and not pd.isna(value):
            text = escape(day(value))
        else:
            text = escape(str(value)) if isinstance(value, str) and value else "not known"
        cells.append(f"<td{_number(name)}>{text}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _not_known(about: Briefing, waiting: int) -> str:
    said = [
        f"{waiting:,} contracts cannot be decided from what was published; they make the range." if waiting else "",
        left_out_of(totals(about.decisions)),
        "Early endings, and what insourcing costs or saves, are not modelled.",
        "A contract that was not published, or that these data lack, is not counted.",
    ]
    return f"<h2>What is not known</h2><ul>{''.join(f'<li>{escape(text)}</li>' for text in said if text)}</ul>"


def _check(about: Briefing) -> str:
    """Where it comes from, how to cite it, and how somebody else gets the same figure."""
    subject = subject_of(about.dataset, about.decisions.scenario, scope_of(about.decisions.coded))
    stated = about.receipt
    return (
        "<h2>Source, citation, check</h2>"
        f"{_paragraph(f'{subject.source_line}. Made on {day(about.made_on)}.')}"
        f"{_paragraph(subject.citation())}"
        f"<p>Receipt <code>{escape(str(stated['id']))}</code>. The same figure: "
        f"<code>{escape(about.ways.command())}</code></p>"
        f"{_small(about.licence)}"
    )
