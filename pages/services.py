"""Which services come back, and how each kind of service is assessed."""

import streamlit as st

from ui import page
from ui.charts import chart_frame
from ui.contracts import reclassify, tables
from ui.sections import answer

view = page.open_page("services", answer.short)
measure = answer.measure_control()
chart_frame.named(view, "service", measure)
st.header("How each kind of service is assessed", anchor=False)
st.caption("Contact and coercive powers are a judgement; the definitions are read from the pledge and the statutes.")
tables.assessments(view)
with st.container(key="own-assessment"):
    st.header("Your own assessment", anchor="reassess")
    with st.container(key="to-assess"):
        reclassify.service(view)
    reclassify.listed(view)
