"""An audit: a random sample of contracts, judged by a person, corrects the headline and says how sure it is."""

import streamlit as st

from output.charts.audit import LEAST_JUDGED
from ui import page
from ui.sections import answer, audit

view = page.open_page("audit", answer.short)
st.markdown(
    "How often are the rules wrong about a contract? Draw a random sample, read the notices, say what you find. The "
    f"headline is corrected once {LEAST_JUDGED} of them are judged, or the whole of a smaller sample. The labels stay "
    "in this session: take them away as a file."
)
drawn = audit.sample(view)
if len(drawn.places):
    audit.result(view, drawn)
    st.header("Judge the sample", anchor=False)
    audit.judge(view, drawn)
    audit.strata(view, drawn)
else:
    st.markdown("There is no contract to judge.")
    audit.elsewhere(view, drawn)
audit.files(view, drawn)
