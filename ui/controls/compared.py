"""Which scenarios are compared: the choice is in the link, each preset by its name, each other by its changes."""

from collections.abc import Iterable, Mapping

import streamlit as st

from output.comparison import Compared
from output.text import whole_number
from policy.problem import Problem
from policy.results.totals import totals
from policy.scenarios.files import from_pasted, from_short, in_few_words, to_short, unused
from policy.scenarios.links import PAGE_KEYS, query_of_link
from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario, build_scenario
from policy.scope.scope import looked_at_otherwise
from ui.controls import saved
from ui.shell import moved, state
from ui.shell.cache import decided
from ui.shell.view import View

NOW = "now"
"""Stands in the link for the scenario of the link itself."""
_PRESENT = "Present scenario"
_AT_FIRST = 4
_MOST = 20
"""Scenarios that a link may compare: each decides every contract."""
_LINK = "compare.link"
_WIDGET = "page.compare"


def chosen(view: View) -> list[Compared]:
    """Let the reader choose the scenarios and add others; gives them in the order chosen."""
    entries = _entries(view.scenario)
    known, problems = _known(view.scenario, entries)
    entries = [entry for entry in entries if entry in known]
    state.seed(_WIDGET, entries)
    st.multiselect(
        "Scenarios to compare",
        list(known),
        key=_WIDGET,
        format_func=lambda entry: known[entry][0],
        on_change=lambda: _store(state.held(_WIDGET)),
        placeholder="Choose two or more",
    )
    with st.expander("Add one from a link or a file", key="compare.more"):
        st.text_input("Paste a link", key=_LINK, on_change=_paste, placeholder="…/?base=pledge@1&window.years=5")
        saved.upload("Scenario files", "compare.file", _add)
        saved.warn(_LINK)
    if (named := len(set(state.page_value("compare").split(",")))) > _MOST:
        problems.append(Problem("compare", f"names {named:,} scenarios; the first {_MOST} are compared"))
    saved.say("compare.address", problems)
    saved.warn("compare.address")
    return [_compared(view, *known[entry]) for entry in entries]


def _compared(view: View, name: str, scenario: Scenario) -> Compared:
    decisions = decided(view.table, scenario)
    return Compared(name, scenario, decisions, totals(decisions), moved.mark(view.table))


def _entries(present: Scenario) -> list[str]:
    """What is compared: as the address says, else as before in this session, else a first choice of presets."""
    before = state.remembered("compare")
    if text := state.page_value("compare"):
        before = list(dict.fromkeys(map(_in_full, text.split(","))))[:_MOST]
        state.remember("compare", before)
    elif before is not None:
        _store(before)
    else:
        own = [present.preset.name] if present.changes() else []
        others = [preset.name for preset in presets().values() if preset.name != present.preset.name]
        return [NOW, *own, *others][:_AT_FIRST]
    return list(before)


def _in_full(entry: str) -> str:
    """Name a preset with its version, as the choices do; one without is its latest."""
    return presets()[entry].name if entry in presets() else entry


def _known(present: Scenario, entries: Iterable[str]) -> tuple[dict[str, tuple[str, Scenario]], list[Problem]]:
    """Every scenario that can be chosen, by its short form, each under a different name; and what could not be read."""
    known = {NOW: (_PRESENT, present)}
    known |= {preset.name: (preset.short, build_scenario(preset)[0]) for preset in presets().values()}
    known |= {to_short(name, scenario): (name, scenario) for name, scenario in saved.named().items()}
    problems = []
    for entry in entries:
        if entry not in known:
            name, scenario, wrong = from_short(entry)
            problems += wrong
            if scenario is not None:
                known[entry] = (name, scenario)
    return _with_own_names(known), problems


def _with_own_names(known: Mapping[str, tuple[str, Scenario]]) -> dict[str, tuple[str, Scenario]]:
    taken: list[str] = []
    for name, _ in known.values():
        taken.append(unused(name, taken))
    return {entry: (name, scenario) for name, (entry, (_, scenario)) in zip(taken, known.items(), strict=True)}


def _store(entries: list[str]) -> None:
    state.remember("compare", list(entries))
    state.set_page_value("compare", ",".join(entries))
    for end in ("from", "to"):  # a scenario that is compared no longer is neither end of the way
        if (whole_number(state.page_value(end)) or 0) > len(entries):
            state.set_page_value(end, "")


def _paste() -> None:
    link = state.held(_LINK)
    if not link.strip():
        return
    scenario, problems = from_pasted(link, PAGE_KEYS)
    if scenario is not None:
        _add({in_few_words(scenario): scenario})
        state.seed(_LINK, "")
        problems += looked_at_otherwise(query_of_link(link.strip())[0], state.scope())
    saved.say(_LINK, problems)


def _add(scenarios: dict[str, Scenario]) -> None:
    entries = [to_short(name, scenario) for name, scenario in scenarios.items()]
    _store(list(dict.fromkeys([*_entries(state.current()), *entries])))
