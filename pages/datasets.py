"""The data: choose a set, bring one from a public service, upload your own, and see how good it is."""

import streamlit as st

from ui import page
from ui.sections import answer, datasets
from ui.sections.own_file import earlier, given

view = page.open_page("datasets", answer.short)
datasets.choose(view)
with st.container(key="own-file"):
    st.header("Your own file", anchor=False)
    given.section()
earlier.section(view)
with st.container(key="public-services"):
    st.header("From the public services", anchor=False)
    datasets.bring()
st.header("How good the data are", anchor=False)
datasets.good(view)
