"""Whose contracts come back: by kind of public body, by buyer, and one buyer's own."""

import streamlit as st

from policy.rules.scope import AUTHORITY_LABELS
from ui import page
from ui.charts import chart_frame, views
from ui.contracts import party_detail
from ui.sections import answer

view = page.open_page("buyers")
answer.short(view)
measure = answer.measure_control()
chart_frame.show(views.groups(view, "buyer_kind", AUTHORITY_LABELS, measure), view)
chart_frame.show(views.groups(view, "buyer", {}, measure, most=20), view)
st.header("One buyer", anchor=False)
party_detail.choose(view, "buyer", "Buyer")
