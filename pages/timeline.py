"""When contracts fall due: by year or quarter, with the running total, and the levers that move the dates."""

import streamlit as st

from output.charts.one_scenario import PERIOD_NAMES
from policy.rules import settings
from ui import page
from ui.charts import chart_frame
from ui.controls import controls, page_input
from ui.sections import answer, timeline

KEYS = ("window.end", "window.ended", "window.delay_years")

view = page.open_page("timeline", answer.short)
with st.container(horizontal=True, gap="medium"):
    measure, period = answer.measure_control(), page_input.one_of("period", "By", PERIOD_NAMES)
chart_frame.named(view, f"{period}s", measure)
timeline.by_whom_and_where(view, measure)
st.header("What moves the dates", anchor=False)
idle = view.idle(*KEYS)
for column, key in zip(st.columns([4, 4, 7], gap="large"), KEYS, strict=True):  # the last has a slider and a box
    with column:
        controls.setting(settings()[key], view.decisions, "page", idle[key])
answer.dates(view)
timeline.ends(view)
if not view.scenario.preset.considers:  # else nothing is taken in house
    st.header("If authorities can only take so much a year", anchor=False)
    timeline.limit(view)
st.header("What ends soon", anchor=False)
timeline.soon(view)
