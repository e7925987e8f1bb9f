"""The pledge as a sentence whose values are controls."""

import streamlit as st

from output.text import plain
from policy.formats import day, inner, listed
from policy.results.groups import Decisions
from policy.rules import settings
from policy.rules.scope import AUTHORITY_LABELS
from policy.rules.trigger import Window
from policy.scenarios.scenario import Scenario
from ui.controls import controls

Part = tuple[str, str]
SENTENCE: tuple[tuple[Part, ...], ...] = (
    (("When a contract of", "authorities.kinds"), ("for", "nations.covered"), ("ends", "")),
    (("counting the end", "window.end"), ("on or after", "window.start"), ("and within", "window.years")),
    (("the authority must assess whether the service means contact with people at risk:", "contact.level"),
     ("with at risk meaning", "contact.definition")),
    (("or coercive powers:", "coercive.level"),),
    (("or a risk to rights:", "rights.articles"),),
    (("If at least", "criteria.needed"), ("of these is found, the service comes back in house", "")),
    (("unless the contract is worth less than", "small.threshold"), ("by its", "small.basis")),
    (("or is between public bodies:", "public.covers"),),
    (("or its supplier is exempt:", "suppliers.exempt"),),
    (("or the authority shows good reason to keep it outside.", ""),),
)  # fmt: skip
"""Lines of words, each followed by the setting whose value completes it; the order is the pledge's."""


def sentence(decisions: Decisions, idle: dict[str, str]) -> None:
    """Draw the pledge; each value opens its control in place."""
    with st.container(key="pledge", gap="xxsmall"):
        for line in SENTENCE:
            with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                for words, key in line:
                    st.markdown(words, width="content")
                    if key:
                        _value(decisions, key, idle)


def _value(decisions: Decisions, key: str, idle: dict[str, str]) -> None:
    setting = settings()[key]
    shown = _shown(decisions.scenario, key) or _inside(setting.words(decisions.scenario.values[key]))
    with st.popover(plain(shown), type="tertiary"):
        controls.setting(setting, decisions, "pledge", idle.get(key, ""))


def _inside(words: str) -> str:
    """Begin with a small letter inside the sentence, abbreviations apart."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


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
