"""Who holds what comes back: by kind of supplier, by company, and what one company holds alone and with others."""

import streamlit as st

from ui import page
from ui.charts import chart_frame
from ui.contracts import party_detail
from ui.sections import answer

view = page.open_page("suppliers", answer.short)
measure = answer.measure_control()
chart_frame.named(view, "supplier_kind", measure)
chart_frame.named(view, "company", measure)
st.caption(
    "Each bar is what a company, with the companies of its group, holds alone. Contracts that several companies hold "
    "together are one bar, for nobody publishes whose share is whose. So the bars add up."
)
st.header("One company", anchor=False)
party_detail.choose(view, "company", "Company or group of companies")
