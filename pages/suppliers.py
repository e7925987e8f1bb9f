"""Who holds what comes back: by kind of supplier, by supplier, and one supplier's own contracts."""

import streamlit as st

from output.contract_tables import value_names
from ui import page
from ui.charts import chart_frame, views
from ui.contracts import party_detail
from ui.sections import answer

view = page.open_page("suppliers")
answer.short(view)
measure = answer.measure_control()
chart_frame.show(views.groups(view, "supplier_kind", value_names(view.coded, "supplier_kind"), measure), view)
chart_frame.show(views.groups(view, "supplier", {}, measure, most=20), view)
st.caption("A contract with several suppliers counts once, under the names as published: its value is the award's.")
st.header("One supplier", anchor=False)
party_detail.choose(view, "supplier", "Supplier, as named")
