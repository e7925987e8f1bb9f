"""Whose contracts come back: by kind of public body, by buyer, and one buyer's own."""

import streamlit as st

from ui import page
from ui.charts import chart_frame
from ui.contracts import party_detail
from ui.sections import answer

view = page.open_page("buyers", answer.short)
measure = answer.measure_control()
chart_frame.named(view, "buyer_kind", measure)
chart_frame.named(view, "buyer", measure)
st.header("One buyer", anchor=False)
party_detail.choose(view, "buyer", "Buyer")
