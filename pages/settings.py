"""The policy: the pledge as a sentence with editable values, then every setting with its basis."""

import streamlit as st

from ui import answer, frame, pledge, setting_list
from ui.cache import idle_reasons

view = frame.page("settings")
answer.short(view)
st.header("The pledge, with its values", anchor=False)
idle = idle_reasons(view.data_key, view.scenario.fingerprint(), tuple(view.scenario.values), view.decisions)
pledge.sentence(view.decisions, idle)
answer.changes(view)
setting_list.stages(view.decisions, idle)
