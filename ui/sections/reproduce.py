"""How somebody else gets the figure of this page: link, command, Python, interface, and the receipt to check it by."""

import json
from collections.abc import Callable
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from output.briefing.content import Briefing
from output.briefing.files import FORMS, BriefingForm
from output.contract_tables import behind_the_answer, reply_sheet
from output.files.tables import csv_with_head
from output.reproduce import Reproduce, figure_of
from output.subject import Table
from output.text import plain
from policy.scenarios.scenario import Scenario
from ui.charts import taking
from ui.shell import moved, state
from ui.shell.cache import decided
from ui.shell.view import View


def draw(view: View) -> None:
    """Draw the panel, which is made when it is opened."""
    panel = st.popover("Link and receipt", type="tertiary", key="reproduce", on_change="rerun")
    if panel.open:
        with panel:
            _panel(view)


def _panel(view: View) -> None:
    dataset, name = view.table.dataset, state.data_name()
    own_file = None if view.table.shared else dataset.source
    table = "" if name == state.REGISTER else name
    file = table if own_file is None else own_file
    mark, mapping = moved.mark(view.table), "" if own_file is None else _mapping()
    ways = Reproduce(view.scenario, view.table.scope, file, mark, figure_of(view.totals), mapping)
    _ways(ways, own_file)
    receipt = view.receipt
    st.markdown(f"**Receipt `{receipt['id']}`**: it holds all that determines the figure.")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        taking.file_button(
            "Download the receipt",
            lambda: json.dumps(receipt, ensure_ascii=False, indent=1),
            f"receipt_{receipt['id']}.json",
            "receipt.download",
        )
        _briefings(view, ways)
        _right_of_reply(view)
        st.page_link("pages/receipt.py", label="Check a receipt", query_params=state.link_query())


def _mapping() -> str:
    """Name the mapping that the reader's own file needs, "" for none."""
    from ui.sections.own_file import given  # noqa: PLC0415 - the register opens without Arrow

    return given.mapping_to_give()


def _ways(ways: Reproduce, own_file: str | None) -> None:
    """Give each way to the figure; `own_file` is the reader's own, which no server has, None for data that it has."""
    st.markdown("**Link to this page**")
    st.code(ways.link(state.page_address(), state.page_query()), language=None, wrap_lines=True)
    if own_file is not None:
        too = ", and the mapping that the page *Data* keeps" if ways.mapping else ""
        st.caption(f"Whoever opens it needs the file {plain(own_file)}, which never leaves your session{too}.")
    st.markdown("**On the command line**")
    st.code(ways.command(), language="bash", wrap_lines=True)
    st.markdown("**In Python**")
    st.code(ways.python(), language="python", wrap_lines=True)
    if own_file is None:
        st.markdown("**Over HTTP**, the data set on which this server starts")
        st.code(ways.interface(state.site_address()), language=None, wrap_lines=True)


def _briefings(view: View, ways: Reproduce) -> None:
    """Draw a button for each form of the briefing that can be made here."""
    table, scenario = view.table, view.scenario  # not the view: a file stays with the session, a view has decisions

    def about() -> Briefing:
        return Briefing(View(table, scenario), date.today(), ways)  # noqa: DTZ011

    for ending, form in FORMS.items():
        if not form.missing():
            st.download_button(
                f"Briefing, to print ({form.name})",
                data=partial(_file, form, about),
                file_name=view.subject.file_name("briefing", ending),
                mime=form.mime,
                type="tertiary",
                on_click="ignore",
                key=f"briefing.{ending}",
            )


def _right_of_reply(view: View) -> None:
    """Draw the button of the sheet for everybody who is named."""
    table, scenario = view.table, view.scenario  # as above
    said = taking.taken_of_table("right-of-reply", "Right of reply", "Parties, a row for each contract of each", view)
    taking.file_button(
        "Right of reply (CSV)",
        lambda: csv_with_head(said(_to_answer(table, scenario), None)),
        view.subject.file_name("right-of-reply", "csv"),
        "reply.download",
        "Everybody who is named, what is said of each, and an empty column for the answer",
    )


def _file(form: BriefingForm, about: Callable[[], Briefing]) -> bytes:
    """A briefing in one of its forms, made when its button is pressed."""
    return form.make(about())


def _to_answer(table: Table, scenario: Scenario) -> pd.DataFrame:
    """The sheet of everybody who is named, with room for their answers."""
    decisions = decided(table, scenario)
    return reply_sheet(decisions, behind_the_answer(decisions))
