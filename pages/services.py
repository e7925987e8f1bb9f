"""Which services come back, and how each kind of service is assessed."""

import streamlit as st

from ui import answer, chart, frame, reclassify, tables, views

view = frame.page("services")
answer.short(view)
measure = answer.measure_control()
labels = tables.service_labels(view)
chart.show(views.groups_chart(view, "service", labels, measure, most=25), view)
st.header("How each kind of service is assessed", anchor=False)
st.caption("Contact and coercive powers are a judgement; the definitions are read from the pledge and the statutes.")
tables.assessments(view)
st.header("Your own assessment", anchor="reassess")
reclassify.service(view)
reclassify.listed(view)
