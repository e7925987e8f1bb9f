"""The policy: the pledge as a sentence with editable values, then every setting with its basis."""

import streamlit as st

from ui import page
from ui.controls import setting_list
from ui.sections import answer

view = page.open_page("settings", answer.short)
sought = setting_list.search()
idle = view.idle(*view.scenario.values)
if not sought.strip():  # on a phone the pledge fills two screens above what was found
    st.header("The policy, with its values", anchor=False)
    setting_list.pledge(view.decisions, idle)
    answer.changes(view)
setting_list.stages(view.decisions, idle, sought)
