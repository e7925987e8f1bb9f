"""How big the whole is: the interval, its kinds beside the contracts, rows and sources, and kinds without a figure."""

import json
from collections.abc import Iterable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from output.charts.whole import charted
from output.files.about import PageAnswer
from output.files.tables import csv_with_head
from output.page.menu import PAGES
from output.text import link, plain, unbroken
from policy.cached import of_table
from policy.coded import CodedContracts
from policy.formats import capital, listed, money, some
from policy.national import answer, report, sentences
from policy.national.answer import BESIDE, ELSEWHERE, NOT_SOUGHT, NOTHING_PUBLISHED, STATES, Answer, Silent, answer_from
from policy.national.bridge import bridge, lines
from policy.national.held import Kind
from policy.national.interval import Interval, without
from policy.national.published import Row, read
from policy.results import findings
from ui.charts import chart_frame, taking
from ui.controls import page_input
from ui.sections.answer import said_under
from ui.shell import state
from ui.shell.cache import published, published_fingerprint
from ui.shell.theme import palette
from ui.shell.view import View

_ROWS = "Published figures of spending, a row each, and what the whole would be without it"
_APART = {"beside": "Beside it", "added": "Added to it"}


def how_big(view: View) -> Answer:
    """Give how big the whole is under the scenario, beside the contracts on screen."""
    return view.cached("whole", lambda decisions: answer_from(decisions, _published(view), view.table.dataset.as_of))


def _published(view: View) -> tuple[Row, ...]:
    return of_table(view.coded.everything, _published_rows)


def _published_rows(coded: CodedContracts) -> tuple[Row, ...]:
    return read(published(), coded.services)


def interval_of(view: View) -> Interval:
    """Give what is published of what the policy catches, and no more."""
    return answer.interval_of(view.scenario, view.coded, _published(view))


def place() -> DeltaGenerator:
    """Where the line stands on the first page."""
    return st.container(horizontal=True, gap="small", vertical_alignment="center", key="whole.line")


def line(view: View) -> None:
    """Say it in a line, on the first page."""
    found = interval_of(view)
    st.markdown(f"{plain(sentences.headline(found))}.{_all_contracts(view)}", width="content")
    st.page_link("pages/whole.py", label=PAGES["whole"][1], query_params=state.link_query())


def interval(view: View, found: Answer) -> None:
    """Draw the interval, what it is made of, and what stands apart from it."""
    st.title(plain(unbroken(sentences.headline(found.interval))), anchor=False)
    statements = (
        _all_contracts(view).strip(),
        sentences.wider(found),
        sentences.summary(found),
        sentences.not_a_count(found),
    )
    st.markdown(f"{_lines(statements)}\n\n:small[{said_under(view)}]")


def _all_contracts(view: View) -> str:
    """Say that published figures are of the whole country, where the reader looks at some contracts alone."""
    return " That is of all buyers and places, not only of what you look at." if view.table.scope else ""


def _lines(statements: Iterable[str]) -> str:
    return "\n".join(f"- {plain(sentence)}" for sentence in statements if sentence)


def bars(view: View, found: Answer) -> None:
    """Draw published spend by kind of service, with what stands apart where the reader adds it."""
    added = page_input.one_of("apart", "What stands apart", _APART) == "added"
    if found.apart:
        st.markdown(plain(sentences.beside(found)))
    chart = charted(found, palette(), added=added)
    chart_frame.show(chart, view, choose=lambda mark: state.set_page_value("kind", mark), answered=_answer(view, found))
    st.markdown(_lines((sentences.years(found), sentences.loose(found), sentences.verified(found))))


def _answer(view: View, found: Answer) -> PageAnswer:
    """What this page answers, and its receipt."""
    data, spending, scenario = view.table.dataset.described(), published_fingerprint(), view.scenario
    scope = view.table.scope
    about = (sentences.not_a_count, sentences.years, sentences.loose, sentences.verified)
    all_ = _all_contracts(view)
    return PageAnswer(
        f"{sentences.headline(found.interval)}.{all_.rstrip('.')}" if all_ else sentences.headline(found.interval),
        "",
        " ".join(filter(None, (sentences.wider(found), sentences.summary(found)))),
        " ".join(filter(None, (say(found) for say in about))),
        lambda: report.receipt(found, scenario, data, spending, scope),
    )


def sources(view: View, found: Answer) -> None:
    """Let the reader choose a kind of service and read its rows, with their sources and the contracts of it."""
    st.header("Rows and sources", anchor=False)
    st.caption("A number in a note without a sign is £ million. Notes and choices of ends are ours, not the sources'.")
    kinds: dict[str, Kind | Silent] = {kind.name: kind for kind in (*found.kinds, *found.apart)}
    kinds |= {each.service: each for each in found.unheard}
    if not kinds:
        st.markdown("This policy catches no kind of service.")
        return
    words = {name: each.label if isinstance(each, Silent) else each.name for name, each in kinds.items()}
    chosen = kinds[page_input.one_of_many("kind", "Kind of service", words)]
    if isinstance(chosen, Silent):
        st.markdown(f"{plain(capital(STATES[chosen.state]))}.\n\n{_listed(chosen.rows, found) or _NO_ROW}")
        services: tuple[str, ...] = (chosen.service,)
    else:
        _figures(chosen, found)
        services = chosen.services
    st.markdown(plain(f"In these data: {sentences.contracts_of(chosen.held)}. Open the contracts of:"))
    labels = view.coded.service_names
    with st.container(horizontal=True, gap="medium", key="whole.contracts"):
        for service in services:
            where = {**state.link_query(), "column": "service", "value": service}
            st.page_link("pages/contracts.py", label=plain(labels[service]), query_params=where)


_NO_ROW = "The table has no row of it: the search was for kinds of service at risk."


def _figures(kind: Kind, found: Answer) -> None:
    """The figures of a kind, each with how far it is caught, how its ends were chosen, and its rows."""
    for block in kind.blocks:
        opening = f"**{plain(block.row.name)}**: {plain(sentences.amount(block.span, wide=block.wide))} a year, caught"
        rows = "\n".join(f"- {_OFF if row in block.off else ''}{_row(row, found)}" for row in block.rows)
        rows += "".join(f"\n- Its shares rest on: {_row(row, found, short=True)}" for row in block.evidence)
        st.markdown(f"{opening} {_CAUGHT[block.caught]}. {plain(block.row.treatment)}\n\n{rows}")


_OFF = "Taken off the high end: "
_CAUGHT = {"whole": "whole", "part": "in part or in doubt", "none": "not at all"}


def _listed(rows: Iterable[Row], found: Answer) -> str:
    return "\n".join(f"- {_row(row, found)}" for row in rows)


def _row(row: Row, found: Answer, *, short: bool = False) -> str:
    """One row: its mark, what it measures, its source, how it was read, and the interval without it."""
    amount = "no amount" if row.pence is None else _millions(row.pence)
    where = f"{row.when or 'no year'}, {row.nation}"
    source = link(plain(row.publisher or row.title or "where it should be"), row.url) or plain(row.publisher)
    left, now = without(found.interval, row.id), found.interval.span
    moved = "" if left == now else f" Without this row: {sentences.amount(left, wide=bool(found.interval.wide))}."
    return (
        f"**{row.mark}** `{row.id}` {plain(row.label)}: {plain(amount)} ({plain(where)}; {plain(row.measure)}). "
        f"{source}. {'' if short else plain(row.note)}{plain(moved)}"
    )


def _millions(pence: int) -> str:
    """An amount of a row with the digits that its source gives, no nought after the point."""
    return f"£{pence / 100_000_000:,.1f}".removesuffix(".0") + " million"


def silent(found: Answer) -> None:
    """List the kinds of service that are caught and of which no figure is in the sum."""
    st.header("No figure that could be read", anchor=False)
    if not found.silent:
        st.markdown("Every kind of service that this policy catches is in a published figure.")
        return
    st.markdown(
        "Not found is not nought: what is spent on these is in neither end of the interval, save what a wider figure "
        "may hold unseen, as that of private prisons does of health care. Where it should be found is general "
        "knowledge, not a page that was read."
    )
    for state_, words in STATES.items():
        of_it = [each for each in found.silent if each.state == state_ != BESIDE]
        if not of_it:
            continue
        lines = [_silent_line(each) for each in of_it]
        if state_ in (NOT_SOUGHT, ELSEWHERE):
            lines = [listed([plain(each.label) for each in of_it])]
        st.markdown(
            f"**{some(len(of_it), 'kind')} of service: {plain(words)}**\n\n" + "\n".join(f"- {line}" for line in lines)
        )


def _silent_line(each: Silent) -> str:
    caught = "" if each.sure else ", caught in doubt"
    sentence = f"{plain(each.label)}{caught}. In these data: {plain(sentences.contracts_of(each.held))}."
    if each.state == NOTHING_PUBLISHED:
        return f"{sentence} Where to look: {' '.join(_where(row) for row in each.rows)}"
    return f"{sentence} Published instead: {'; '.join(_where(row) for row in each.rows if row.pence is not None)}."


def _where(row: Row) -> str:
    """Where a figure should be found, or what is published instead, with the address that is known."""
    words = row.treatment or row.note
    if row.pence is not None:
        words = f"{row.mark}: {row.label}, {row.measure}, {_millions(row.pence)}, {row.when}"
    address = link(plain(row.publisher or "address"), row.url)
    if row.mark == "N":
        return " ".join(filter(None, (plain(words), address and f"Nearest address known: {address}.")))
    return " ".join(filter(None, (plain(words), address and f"({address})")))


def coverage(view: View, found: Answer) -> None:
    """Say what share of the published spend the contracts on screen reach, in all and by kind of service."""
    st.header("What these contracts reach of it", anchor=False)
    if not found.kinds:
        st.markdown("There is no published figure to hold them against.")
        return
    st.markdown(plain(sentences.coverage(found, view.population)))
    lines = [
        f"- {plain(kind.name)}: **{plain(sentences.reached(kind.reach))}** of "
        f"{plain(sentences.kind_amount(kind))}; {plain(sentences.contracts_of(kind.held))}"
        for kind in found.kinds
    ]
    st.markdown("\n".join(lines))
    st.caption(
        "Least: contracts that certainly are of it and in force on the day of the data, with a value a year, over the "
        "high end. Most: those that may be, ceilings included, over the low end. A contract's year and a figure's year "
        "differ, and one contract of the data may be a row that stands for several."
    )


def scale(found: Answer) -> None:
    """Show the overall totals that give the scale."""
    st.header("For scale", anchor=False)
    st.markdown(scale_lines(found.scale))


def reconciled(view: View) -> None:
    """Set overall totals beside the spend on screen, with the way from what is published of it to what comes back."""
    found = how_big(view)
    way = view.cached("bridge", lambda decisions: bridge(found, decisions, view.table.dataset.as_of))
    rows = [("Step", "£ a year"), ("---", "---:"), *((plain(step), plain(spend)) for step, spend in lines(way))]
    table = "\n".join(f"| {step} | {spend} |" for step, spend in rows)
    missing = findings.coverage(view.totals, "annual_gbp")
    st.markdown(
        f"Overall totals, from the table of published spending that the page *{PAGES['whole'][1]}* shows row by row; "
        f"goods, works and much that no policy of this kind means are in them:\n\n{scale_lines(found.scale)}\n\n"
        f"{plain(sentences.headline(found.interval))}: a sum of figures that others published, whenever contracts end. "
        f"The way from these to the answer of the contracts on screen:\n\n{table}\n\n"
        ":small[Each row of contracts is worked out from the same decisions as the headline, and they add up before "
        "they are rounded. The second row is a difference between unlike things: published figures are of one year "
        "and all buyers, contracts are of the day of the data, and a chosen set is not the country."
        f"{f' {plain(capital(missing))}.' if missing else ''} Published rows with their sources: the page "
        f"*{PAGES['whole'][1]}*.]"
    )


def scale_lines(rows: Iterable[Row]) -> str:
    """The overall totals as a list, each with its mark, its source and what is in it."""
    return "\n".join(
        f"- {plain(row.label)}: **{plain(money(row.pence or 0, digits=3))}**, {plain(row.when)}, {plain(row.nation)} "
        f"({row.mark}, {link(plain(row.publisher), row.url)}). {plain(row.note)}"
        for row in rows
    )


def levers(found: Answer) -> None:
    """Name the rules that the figure does not follow, what they say now, and which way each would move it."""
    st.header("What the figure does not follow", anchor=False)
    st.markdown(
        "It follows which kinds of service meet the criteria, own assessments, specialist care, authorities and "
        "nations, and kinds of supplier where a split is published. It does not follow:"
    )
    working = [
        f"- **{plain(lever.rule.label)}** {plain(lever.words)}: {plain(lever.why)}. Now: {plain(lever.says)}."
        for lever in found.levers
        if lever.at_work
    ]
    idle = [f"- {plain(lever.rule.label)}: {plain(lever.why)}." for lever in found.levers if not lever.at_work]
    st.markdown("\n".join(working) or "Nothing that this scenario sets.")
    with st.expander(f"{len(idle)} more that take nothing out in this scenario"):
        st.markdown("\n".join(idle))


def files(view: View, found: Answer) -> None:
    """Offer every row with its source, and the whole answer with its receipt."""
    st.header("Take it away", anchor=False)
    data, spending, scope = view.table.dataset.described(), published_fingerprint(), view.table.scope
    scenario = view.scenario  # not the view: what a file holds stays with the session, and a view holds decisions
    about = taking.taken_of_table("whole-rows", "Rows and sources", _ROWS, view, _answer(view, found))
    with st.container(horizontal=True, gap="small"):
        taking.file_button(
            "Rows and sources as CSV",
            lambda: csv_with_head(about(report.rows_table(found), None)),
            view.subject.file_name("whole-rows", "csv"),
            "whole.rows",
        )
        taking.file_button(
            "All of it as JSON, with its receipt",
            lambda: json.dumps(report.plain(found, scenario, data, spending, scope), ensure_ascii=False, indent=1),
            view.subject.file_name("whole", "json"),
            "whole.json",
        )
