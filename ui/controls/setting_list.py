"""Every setting by stage and rule, with its control, range, basis and why it does nothing, where that is so."""

from collections.abc import Collection

import streamlit as st

from output.text import plain
from policy import rules
from policy.results.groups import Decisions
from policy.rules import settings
from policy.rules.base import QUESTIONS, Assumption, Basis, Rule, Setting
from policy.rules.units import Unit
from ui.controls import controls


def stages(decisions: Decisions, idle: dict[str, str]) -> None:
    """Draw the stages in the order of the pledge, or of their settings those that a reader looks for."""
    sought = st.text_input("Find a setting", key="page.sought", placeholder="Such as charities, VAT, extension")
    words = sought.casefold().split()
    matching = {key for key, setting in settings().items() if all(word in _said(setting) for word in words)}
    if words:
        st.caption(f"{len(matching)} of {len(settings())} settings" if matching else plain(_NONE))
    for stage, question in QUESTIONS.items():
        shown = [
            rule for rule in rules.RULES if rule.stage is stage and matching & {one.key for one in rule.settings()}
        ]
        if shown:
            st.header(plain(question), anchor=stage.value)
        for rule in shown:
            _rule(rule, decisions, idle, matching)


_NONE = "No setting has all of these words. Take one away."


def _said(setting: Setting) -> str:
    """All that a setting says of itself, to be searched."""
    rule = setting.rule
    about = (setting.key, setting.label, setting.help, setting.param.bounds)
    said = (*about, rule.label, rule.sentence(), *setting.param.options.values())
    return " ".join(said).casefold()


def _rule(rule: type[Rule], decisions: Decisions, idle: dict[str, str], matching: Collection[str]) -> None:
    st.markdown(f"**{plain(rule.label)}.** {plain(rule.sentence())}")
    for setting in (one for one in rule.settings() if one.key in matching):
        left, right = st.columns([3, 4], gap="large")
        with left:
            controls.setting(setting, decisions, "page", idle.get(setting.key, ""))
        with right:
            st.markdown(plain(setting.help))
            st.caption(f"{limits(setting)} {basis(decisions.scenario.preset.basis_of(setting.key))}")


def limits(setting: Setting) -> str:
    """Say the range of a setting, and why it ends where it does."""
    if setting.minimum is not None and setting.maximum is not None:
        ends = f"{plain(setting.words(setting.minimum))} to {plain(setting.words(setting.maximum))}."
        return f"{ends} {plain(setting.param.bounds)}".strip()
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
