"""Any number of scenarios side by side: how far apart, why, and which contracts flip."""

import streamlit as st

from ui import page
from ui.controls import compared, saved
from ui.sections import answer, compare

view = page.open_page("compare", answer.short)
chosen = compared.chosen(view)
measure = answer.measure_control()
compare.side_by_side(view, chosen, measure)
if len(chosen) > 1:
    compare.pair(view, chosen, measure)
    compare.agreement(view, chosen)
with st.container(key="saved-section"):
    saved.section()
