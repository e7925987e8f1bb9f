"""How sensitive the answer is: to the threshold, to each setting, to any two, and to what is not known."""

import streamlit as st

from ui import page
from ui.contracts import in_range
from ui.sections import answer, sensitivity

view = page.open_page("sensitivity", answer.short)
measure = answer.measure_control()
sensitivity.threshold(view, measure)
range_, tornado, pair = st.container(), st.container(), st.container()
with range_:
    sensitivity.range_parts(view, measure)
    in_range.draw(view, measure)
with tornado:
    sensitivity.one_at_a_time(view, measure)
with pair:
    st.header("Any two settings together", anchor=False)
    sensitivity.two_way(view, measure)
