"""A page of the dashboard drawn beforehand: HTML that shows its answer before any script is there, and without one.

It says what the page itself says once it is there, in the same places. Its colours are variables of its style, so that
one drawing serves a light and a dark ground.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from html import escape
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from output.charts.chart import Chart
from output.charts.named import chart_of
from output.charts.one_scenario import ANNUAL, PERIOD_NAMES
from output.files.picture import figure_alone
from output.page import answer
from output.page.answer import HTML
from output.page.menu import FIRST_QUESTIONS, GROUPS, OVERVIEW, OWN_REGISTER, PAGES
from output.palette import DARK, LIGHT, Palette
from output.subject import Shown
from output.text import BETWEEN, BETWEEN_NAMES, file_text, unbroken
from policy.measures import MEASURE_LABELS
from policy.problem import Problem
from policy.scenarios.links import SAID, SCOPE_PREFIX

HALF, WHOLE, NARROW = 438, 940, 358
"""Pixels across of a chart: one of two beside each other, one alone, and one on a phone."""
_UNSCRIPTED = "<p class='small unscripted'>The levers and the tables of this page need JavaScript.</p>"
FIRST_CHARTS: dict[str, tuple[str, ...]] = {
    OVERVIEW: ("funnel", "years", "service"),
    "timeline": ("years",),
    "services": ("service",),
    "buyers": ("buyer_kind",),
    "suppliers": ("supplier_kind",),
    "places": ("places",),
}
"""The pages that are drawn beforehand, with the charts that stand first on each."""
_BARS = {(OVERVIEW, "service"): 12}
"""Bars of a chart of groups, where the page draws other than the chart's own."""
VARIABLES = Palette(*(f"var(--{field.name.replace('_', '-')})" for field in fields(Palette)))
"""Colours of which the style says what they are."""
_IN_COLOURS = {"places": {"in-light": LIGHT, "in-dark": DARK}}
"""Charts whose colours are mixed from two of a palette: drawn in both."""
_HATCHED = re.compile(r'(id="|url\(#)hatch')
_LONGEST_DESCRIPTION = 300


def _colours(palette: Palette) -> str:
    return " ".join(f"--{field.name.replace('_', '-')}: {getattr(palette, field.name)};" for field in fields(Palette))


_FILES = {kind: Path(__file__).with_name(f"still.{kind}").read_text(encoding="utf-8") for kind in ("css", "js")}
SCRIPT = re.sub(r"^\s*//.*\n", "", _FILES["js"], flags=re.MULTILINE)
"""The script of a drawn page: it makes room for the page itself, and asks for it where it is not on its way."""
STYLE = _FILES["css"]


@dataclass(frozen=True)
class Still:
    """A page drawn beforehand: its title, what it says in a sentence, and its HTML before and after what is amiss."""

    title: str
    description: str
    before: str
    after: str

    def html(self, notices: Iterable[str], *, waits: bool) -> str:
        """The whole of it; a page that `waits` is not on its way until the reader asks for it."""
        kind = " class='waits'" if waits else ""
        said = "".join(f"<div class='notice'>{each}</div>" for each in notices)
        return f"<div id='drawn'{kind}>{self.before}{said}{self.after}</div>"


def drawn(shown: Shown, name: str, query: Mapping[str, str], asked: Mapping[str, str], *, first_use: bool) -> Still:
    """Draw a page; nothing in it depends on the day.

    Args:
        shown: what is decided.
        name: the page, one of FIRST_CHARTS.
        query: the query with which its links carry the scenario on.
        asked: what of the address belongs to the page, such as its measure.
        first_use: whether a first visit is offered questions on these data.
    """
    measure = asked.get("measure", ANNUAL)
    seen = {**asked, "measure": measure if measure in MEASURE_LABELS else ANNUAL}
    looking = _scope_line(shown, name, query)
    before = "".join((_side(), "<div class='page'>", _menu(name, query), "<main>", looking, _left_open(shown)))
    top = _overview(shown, first_use=first_use) if name == OVERVIEW else _short(shown)
    below = _nothing(shown, name, query) if shown.is_empty else _shows(shown, name, seen, query)
    after = "".join(
        (
            *top,
            below,
            _UNSCRIPTED,
            "</main></div>",
        )
    )
    headline = f"{shown.headline()}."
    description = f"{headline} {shown.certainty()}"[:_LONGEST_DESCRIPTION]
    return Still(f"{PAGES[name][1]} · Back in house", description, before, after)


def _shows(shown: Shown, name: str, asked: Mapping[str, str], query: Mapping[str, str]) -> str:
    return f"{_measures(name, asked['measure'], query)}{_charts(shown, name, asked, query)}"


def notices(
    problems: list[Problem], strange: list[Problem], moved: str, unknown: tuple[str, list[str]]
) -> Iterator[str]:
    """What a page says above its answer: settings that were not understood, a figure that was another, strange names.

    `moved` is HTML already, the others are text.
    """
    said = ([answer.refused(problems)] if problems else []) + ([answer.absent(strange)] if strange else [])
    for opening, lines in said:
        yield _list(opening, (f"<strong>{_safe(where)}</strong>: {_safe(what)}" for where, what in lines))
    if moved:
        yield f"<p>{moved}</p>"
    opening, names = unknown
    if names:
        yield _list(opening, map(_safe, names))


def _list(opening: str, lines: Iterable[str]) -> str:
    return f"<p>{_safe(opening)}</p><ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"


def _safe(text: str) -> str:
    return escape(file_text(text))


def _link(name: str, words: str, query: Mapping[str, str]) -> str:
    address = f"./{'' if name == OVERVIEW else name}{'?' if query else ''}{urlencode(query)}"
    return f"<a href='{_safe(address)}'>{_safe(words)}</a>"


def _side() -> str:
    """What stands in place of the sidebar: the way to it."""
    return (
        "<aside class='side' aria-label='The policy'><h2>The policy</h2>"
        "<button type='button' class='ask' data-asks='policy'>Change the policy</button></aside>"
    )


def _menu(current: str, query: Mapping[str, str]) -> str:
    groups, pages = [], []
    for group, names in GROUPS.items():
        if current in names:
            groups.append(f"<span>{_safe(group)}</span>")
            pages = [
                f"<strong aria-current='page'>{_safe(PAGES[name][1])}</strong>"
                if name == current
                else _link(name, PAGES[name][1], query)
                for name in names
            ]
        else:
            groups.append(_link(names[0], group, query))
    return (
        "<p class='name'>Back in house</p>"
        f"<nav class='menu' aria-label='Pages'><div class='groups'>{''.join(groups)}</div>"
        f"<div class='pages'>{''.join(pages)}</div></nav>"
    )


def _scope_line(shown: Shown, name: str, query: Mapping[str, str]) -> str:
    scope = shown.table.scope
    words = [f"<span>{_safe(each)}</span>" for _, each in answer.scope_parts(shown)]
    said = f"<span>Only</span>{''.join(words)}" if scope else _link("contracts", answer.looked_at(shown), query)
    own = _link("datasets", OWN_REGISTER, query) if name == OVERVIEW and not scope else ""
    return (
        f"<div class='scope{' part' if scope else ''}'>"
        "<button type='button' class='ask phone' data-asks='policy'>Change the policy</button>"
        "<button type='button' class='ask narrows' data-asks='scope'>Narrow down</button>"
        f"{said}{own}<span class='later'>Many are reading just now, so this page stands still until you change the "
        "policy, narrow it down or touch a chart.</span><span class='coming' role='status'></span></div>"
    )


def _left_open(shown: Shown) -> str:
    said = "".join(f"<span>{words}</span>" for _, words in answer.left_open(shown, HTML))
    return f"<div class='open'>{said}</div>" if said else ""


def _overview(shown: Shown, *, first_use: bool) -> Iterator[str]:
    """The answer, how sure it is, what a first visit may ask, and the three measures."""
    yield f"<h1>{_headline(shown)}</h1>"
    yield _weighs(shown)
    offers = first_use and answer.is_untouched(shown)
    yield _sure(answer.paragraph(shown), answer.small_print(shown, HTML), "sure", _NEW_HERE if offers else "")
    if offers:
        asked = "".join(_link(each.page, each.words, each.query()) for each in FIRST_QUESTIONS)
        yield f"<div class='first'><span>Try a question:</span>{asked}</div>"
    if shown.is_empty:
        return
    yield "<div class='cards'>"
    for label, central, span in answer.cards(shown):
        yield f"<div><span>{_safe(label)}</span><b>{_safe(central)}</b><span>{_safe(span)}</span></div>"
    yield "</div>"
    for kind, words in (("", answer.difference(shown)), (" class='small carried'", answer.carried_by(shown))):
        yield f"<p{kind}>{_safe(words)}</p>" if words else ""


_NEW_HERE = (
    "<button type='button' class='unfold first-fold' data-opens='first' aria-expanded='false'>"
    "New here? Try a question</button>"
)


def _nothing(shown: Shown, name: str, query: Mapping[str, str]) -> str:
    """What stands in place of charts where no contract is looked at: the ways to some."""
    opening, ways = answer.nothing(shown)
    onward = {key: text for key, text in query.items() if key != SAID and not key.startswith(SCOPE_PREFIX)}
    links = "".join(_link(name, words, {**onward, **scope.to_query()}) for scope, words in ways)
    return f"<div class='nothing'><span>{_safe(opening)}</span>{links}</div>"


def _short(shown: Shown) -> Iterator[str]:
    """The headline and how sure it is, on a page that asks another question."""
    yield f"<h1 class='short'>{_headline(shown)}</h1>"
    yield _weighs(shown)
    said = tuple(filter(None, (shown.certainty(), answer.rests_on(shown))))
    yield _sure(said, f"{answer.under_policy(shown, HTML)} {answer.of_data(shown, HTML)}", "short")


def _headline(shown: Shown) -> str:
    said, beneath = (_safe(unbroken(part)) for part in shown.headline_parts())
    return f"{said}<span>; </span><span>{beneath}</span>" if beneath else said


def _weighs(shown: Shown) -> str:
    words = answer.outweighs(shown)
    return f"<p class='weighs'>{_safe(words)}</p>" if words else ""


def _sure(sentences: Iterable[str], small: str, kind: str, fold: str = "") -> str:
    """The paragraph under the headline, folded where the page folds it, beside whatever else is folded."""
    return (
        f"<div class='folds'><button type='button' class='unfold {kind}-fold' data-opens='sure' aria-expanded='false'>"
        f"How sure is this?</button>{fold}</div><div class='sure {kind}'><p>{_safe(' '.join(sentences))}</p>"
        f"<p class='small'>{small}</p></div>"
    )


def _measures(name: str, measure: str, query: Mapping[str, str]) -> str:
    """The measures of the charts: the one that is shown, and the way to the others."""
    said = (
        f"<strong>{_safe(words)}</strong>" if key == measure else _link(name, words, {**query, "measure": key})
        for key, words in MEASURE_LABELS.items()
    )
    return f"<div class='measures'><span>Show</span>{''.join(said)}</div>"


def _charts(shown: Shown, name: str, asked: Mapping[str, str], query: Mapping[str, str]) -> str:
    """The charts that stand first on the page; two stand beside each other where there are more than one."""
    number, parts = count(), []
    for chart in FIRST_CHARTS[name]:
        drawn_as = "quarters" if chart == "years" and name == "timeline" and _by_quarter(asked) else chart
        half = name == OVERVIEW and chart != "service"
        parts.append(_chart(shown, name, drawn_as, asked, HALF if half else WHOLE, number, query))
    return f"<div class='charts'>{''.join(parts)}</div>"


def _by_quarter(asked: Mapping[str, str]) -> bool:
    period = asked.get("period", "")
    return period in PERIOD_NAMES and period != next(iter(PERIOD_NAMES))


def _chart(
    shown: Shown,
    page: str,
    name: str,
    asked: Mapping[str, str],
    width: int,
    number: Iterator[int],
    query: Mapping[str, str],
) -> str:
    pictures, bars = [], _BARS.get((page, name), 0)
    for kind, palette in _IN_COLOURS.get(name, {"": VARIABLES}).items():
        chart = chart_of(shown, name, asked["measure"], palette, bars)
        if chart.name in asked.get("without", "").split(BETWEEN_NAMES):
            chart = chart.without_largest()
        pictures += [
            f"<div class='{size} {kind}'>{_picture(chart, palette, room, next(number))}</div>"
            for size, room in (("wide", width), ("narrow", NARROW))
        ]
    about = BETWEEN.join(filter(None, (_safe(shown.subject.source_line), _safe(chart.note), _about(query))))
    finding = _safe(unbroken(chart.finding))
    return (
        f"<section class='chart{' half' if width == HALF else ''}'><h2 class='finding'>{finding}</h2>"
        f"<p class='small'>{_safe(chart.caption)}</p>{_key(chart)}"
        f"<figure data-asks='chart'>{''.join(pictures)}</figure><p class='small'>{about}</p>"
        "<button type='button' class='ask more' data-asks='chart'>Table, contracts and files</button></section>"
    )


def _about(query: Mapping[str, str]) -> str:
    return _link("method", "About the data", query)


def _key(chart: Chart) -> str:
    if not chart.key or chart.blank:
        return ""
    entries = (f"<span><i class='{each.drawn}'></i>{_safe(each.words)}</span>" for each in chart.key)
    return f"<div class='swatches'>{''.join(entries)}</div>"


def _picture(chart: Chart, palette: Palette, width: int, number: int) -> str:
    """The figure as SVG; its patterns bear the number of the picture, for names are one for the whole page."""
    return _HATCHED.sub(rf"\g<1>hatch{number}-", figure_alone(chart, palette, width))


def style() -> str:
    """The style of a drawn page, with the colours of charts on a light and on a dark ground."""
    light, dark = _colours(LIGHT), _colours(DARK)
    return STYLE.replace("/* light */", light).replace("/* dark */", dark)
