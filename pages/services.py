"""Which services come back, and how each kind of service is assessed."""

import streamlit as st

from output.contract_tables import service_labels
from ui import page
from ui.charts import chart_frame, views
from ui.contracts import reclassify, tables
from ui.sections import answer

view = page.open_page("services")
answer.short(view)
measure = answer.measure_control()
labels = service_labels(view.coded)
chart_frame.show(views.groups(view, "service", labels, measure, most=25), view)
st.header("How each kind of service is assessed", anchor=False)
st.caption("Contact and coercive powers are a judgement; the definitions are read from the pledge and the statutes.")
tables.assessments(view)
st.header("Your own assessment", anchor="reassess")
reclassify.service(view)
reclassify.listed(view)
