"""The settings of a policy: the pledge as a sentence whose values are controls, then each by stage and rule."""

from collections.abc import Collection

import streamlit as st

from output.text import plain
from policy import rules
from policy.formats import day, inner, listed
from policy.results.groups import Decisions
from policy.rules import settings
from policy.rules.base import QUESTIONS, Assumption, Basis, Rule, Setting
from policy.rules.scope import AUTHORITY_LABELS
from policy.rules.trigger import Window
from policy.rules.units import Unit
from policy.scenarios.scenario import Scenario
from ui.controls import controls

Part = tuple[str, str]
_SO = "so"
"""Stands for the words that follow from the policy: how many are found, and what becomes of the service."""
SENTENCE: tuple[tuple[Part, ...], ...] = (
    (("When a contract of", "authorities.kinds"), ("for", "nations.covered"), ("ends", "")),
    (("counting the end", "window.end"), ("on or after", "window.start"), ("and within", "window.years")),
    (("the authority must assess whether the service means contact with people at risk:", "contact.level"),
     ("with at risk meaning", "contact.definition")),
    (("or coercive powers:", "coercive.level"),),
    (("or a risk to rights:", "rights.articles"),),
    (("If at least", "criteria.needed"), (_SO, "")),
    (("unless the contract is worth less than", "small.threshold"), ("by its", "small.basis")),
    (("or is between public bodies:", "public.covers"),),
    (("or its supplier is exempt:", "suppliers.exempt"),),
    (("or the authority shows good reason to keep it outside.", ""),),
)  # fmt: skip
"""Lines of words, each followed by the setting whose value completes it; the order is the pledge's."""


_NONE = "No setting has all of these words. Take one away."


def pledge(decisions: Decisions, idle: dict[str, str]) -> None:
    """Draw the pledge; each value opens its control in place."""
    with st.container(key="pledge", gap="xxsmall"):
        for line in SENTENCE:
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                for words, key in line:
                    st.markdown(_so(decisions.scenario) if words == _SO else words, width="content")
                    if key:
                        _value(decisions, key, idle)


def _so(scenario: Scenario) -> str:
    """Say what becomes of a service of which as many criteria are met as are needed."""
    are = "is" if scenario.values["criteria.needed"] == 1 else "are"
    so = "must be considered for insourcing" if scenario.preset.considers else "comes back in house"
    return f"of these {are} found, the service {so}"


def _value(decisions: Decisions, key: str, idle: dict[str, str]) -> None:
    setting = settings()[key]
    value = decisions.scenario.values[key]
    shown = _shown(decisions.scenario, key) or inner(setting.words(value, decisions.coded.service_names))
    with st.popover(plain(shown), type="tertiary"):
        controls.setting(setting, decisions, "pledge", idle.get(key, ""))


def _shown(scenario: Scenario, key: str) -> str:
    """Say a value as it reads inside the sentence, where that differs from its own words."""
    value = scenario.values[key]
    if key == "authorities.kinds" and value:
        return listed([inner(AUTHORITY_LABELS[kind]) for kind in value])
    if key == "nations.covered" and len(value) == len(settings()[key].param.options):
        return "all four nations"
    if key == "window.years":
        return f"{settings()[key].words(value)}, to {day(scenario.rule(Window).last_date())}"
    if key == "rights.articles" and value:
        return f"Articles {', '.join(value)}"
    if key == "small.threshold" and scenario.values["small.figures"] != "one":
        return "the statutory figure"
    return ""


def search() -> str:
    """Let the reader look for a setting; gives the words that are looked for."""
    return st.text_input("Find a setting", key="page.sought", placeholder="Such as charities, VAT, extension")


def stages(decisions: Decisions, idle: dict[str, str], sought: str) -> None:
    """Draw the stages in the order of the pledge, or of their settings those that a reader looks for."""
    words = sought.casefold().split()
    matching = {key for key, setting in settings().items() if all(word in _texts(setting) for word in words)}
    if words:
        st.caption(f"{len(matching)} of {len(settings())} settings" if matching else plain(_NONE))
    for stage, question in QUESTIONS.items():
        shown = [
            rule for rule in rules.RULES if rule.stage is stage and matching & {one.key for one in rule.settings()}
        ]
        if shown:
            st.header(plain(question), anchor=stage.value)
        for rule in shown:
            with st.container(key=f"rule-{rule.id}"):
                _rule(rule, decisions, idle, matching)


def _texts(setting: Setting) -> str:
    """All that a setting says of itself, to be searched."""
    rule = setting.rule
    about = (setting.key, setting.label, setting.help, setting.param.bounds)
    texts = (*about, rule.label, rule.sentence(), *setting.param.options.values())
    return " ".join(texts).casefold()


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


def basis(stated: Basis) -> str:
    """Say what a value rests on: the source with its address, or that it is an assumption and why."""
    if isinstance(stated, Assumption):
        return f"**Assumption:** {plain(stated.why)}"
    return f"**Source:** [{plain(stated.title)}]({stated.url})."
