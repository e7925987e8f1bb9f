"""What comes back: the answer, how sure it is, how it comes about, when, and in which services."""

import streamlit as st

from ui import page
from ui.charts import chart_frame
from ui.contracts import tables, typical
from ui.controls import first_use
from ui.sections import answer, whole
from ui.shell.view import View


def answered(view: View) -> None:
    """Draw the figure and its charts, for which whoever moves a lever waits."""
    answer.answer(view, first_use.fold(view))
    first_use.draw(view)
    if view.is_empty:
        return
    answer.cards(view)
    measure = answer.measure_control()
    left, right = st.columns(2, gap="large")
    with left:
        chart_frame.named(view, "funnel", measure)
        answer.exempted(view)
    with right:
        chart_frame.named(view, "years", measure)
    how_big = whole.place()  # stands above the last chart and is drawn after it
    chart_frame.named(view, "service", measure, bars=12)
    with how_big:
        whole.line(view)
    answer.estimated(view)  # last, so that a phone's first screen reaches the first chart


shown = page.open_page("overview", answered)
typical.draw(shown)
tables.largest(shown)
