"""The pledge as a sentence whose values are controls."""

import streamlit as st

from policy.engine import Decisions
from policy.rules import settings
from policy.rules.trigger import Window
from policy.scenario import Scenario
from policy.wording import day
from ui import controls

Part = tuple[str, str]
SENTENCE: tuple[Part, ...] = (
    ("When a contract of", "authorities.kinds"), ("for", "nations.covered"), ("ends, counting the", "window.end"),
    ("on or after", "window.start"), ("and within", "window.years"),
    (", the authority must assess whether the service involves contact with people at risk that is", "contact.level"),
    ("by the definition", "contact.definition"), (", or coercive powers", "coercive.level"),
    (", or a risk to the rights of", "rights.articles"),
    (". Where at least this many of the three are met,", "criteria.needed"),
    (", the service comes back in house, unless the contract is worth less than", "small.threshold"),
    ("counting its", "small.basis"), (", or the exemption between public bodies covers it:", "public.covers"),
    (", or its supplier is of an exempt kind:", "suppliers.exempt"),
)  # fmt: skip
"""Words, and the setting whose value follows them; the order is the pledge's."""


def sentence(decisions: Decisions, idle: dict[str, str]) -> None:
    """Draw the pledge; each value opens its control in place."""
    values = decisions.scenario.values
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="pledge"):
        for words, key in SENTENCE:
            spec = settings()[key]
            st.markdown(words)
            with st.popover(_shown(decisions.scenario, key) or _inside(spec.words(values[key])), type="tertiary"):
                controls.setting(spec, decisions, "pledge", idle.get(key, ""))
        st.markdown(", or the authority shows good reason to keep it outside.")


def _inside(words: str) -> str:
    """Begin with a small letter inside the sentence, abbreviations apart."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def _shown(scenario: Scenario, key: str) -> str:
    """Say a value as it reads inside the sentence, where that differs from its own words."""
    value = scenario.values[key]
    if key == "nations.covered" and len(value) == len(settings()[key].param.options):
        return "all four nations"
    if key == "window.years":
        return f"{settings()[key].words(value)}, to {day(scenario.rule(Window).last_date())}"
    if key == "rights.articles" and value:
        return f"Articles {', '.join(value)}"
    if key == "small.threshold" and scenario.values["small.figures"] == "statutory":
        return "the statutory figure"
    return ""
