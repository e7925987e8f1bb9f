"""Every setting by stage and rule, with its control, range, basis and why it does nothing, where that is so."""

import streamlit as st

from output.text import plain
from policy import rules
from policy.results.groups import Decisions
from policy.rules.base import QUESTIONS, Assumption, Basis, Rule, Setting
from policy.rules.units import Unit
from ui.controls import controls


def stages(decisions: Decisions, idle: dict[str, str]) -> None:
    """Draw the stages in the order of the pledge."""
    for stage, question in QUESTIONS.items():
        st.header(plain(question), anchor=stage.value)
        for rule in rules.RULES:
            if rule.stage is stage:
                _rule(rule, decisions, idle)


def _rule(rule: type[Rule], decisions: Decisions, idle: dict[str, str]) -> None:
    st.markdown(f"**{plain(rule.label)}.** {plain(rule.sentence())}")
    for setting in rule.settings():
        left, right = st.columns([3, 4], gap="large")
        with left:
            controls.setting(setting, decisions, "page", idle.get(setting.key, ""))
        with right:
            st.markdown(plain(setting.help))
            st.caption(
                f"{limits(setting)} {basis(decisions.scenario.preset.basis_of(setting.key))} Key: `{setting.key}`"
            )


def limits(setting: Setting) -> str:
    """Say the range of a setting and its unit."""
    if setting.minimum is not None and setting.maximum is not None:
        return f"{plain(setting.words(setting.minimum))} to {plain(setting.words(setting.maximum))}."
    if setting.unit is Unit.SWITCH:
        return "Yes or no."
    if setting.param.options:
        return f"{'Any of' if setting.unit is Unit.CHOICES else 'One of'} {len(setting.param.options)}."
    return {Unit.DATE: "A date.", Unit.CHOICES: "Any of those in the data."}.get(setting.unit, "A list.")


def basis(given: Basis) -> str:
    """Say what a value rests on: the source with its address, or that it is an assumption and why."""
    if isinstance(given, Assumption):
        return f"**Assumption:** {plain(given.why)}"
    return f"**Source:** [{plain(given.title)}]({given.url})."
