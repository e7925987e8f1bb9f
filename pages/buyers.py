"""Whose contracts come back: by kind of public body, by buyer, and one buyer's own."""

import streamlit as st

from policy.rules.scope import AUTHORITY_LABELS
from ui import answer, chart, frame, profile, views

view = frame.page("buyers")
answer.short(view)
measure = answer.measure_control()
chart.show(views.groups_chart(view, "buyer_kind", AUTHORITY_LABELS, measure), view)
chart.show(views.groups_chart(view, "buyer", {}, measure, most=20), view)
st.header("One buyer", anchor=False)
profile.choose(view, "buyer", "Buyer")
