"""Which scenarios are compared: the choice is in the link, each preset by its name, each other by its changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import streamlit as st

from output.text import whole
from policy.engine.decide import Decisions
from policy.problem import Problem
from policy.results.totals import Totals, totals
from policy.scenarios.files import described, from_pasted, from_short, to_short, unused
from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario, scenario
from ui.controls import saved
from ui.shell import state
from ui.shell.cache import decided
from ui.shell.view import View

NOW = "now"
"""Stands in the link for the scenario of the link itself."""
_PRESENT = "Present scenario"
_AT_FIRST = 4
_MOST = 20
"""Scenarios that a link may compare: each is decided anew on every contract."""
_LINK = "compare.link"
_WIDGET = "page.compare"


@dataclass(frozen=True)
class Side:
    """One of the scenarios that are compared."""

    name: str
    scenario: Scenario
    decisions: Decisions
    totals: Totals


def chosen(view: View) -> list[Side]:
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
    with st.expander("Add one from a link or a file"):
        st.text_input("Paste a link", key=_LINK, on_change=_paste, placeholder="…/?base=pledge@1&window.years=5")
        saved.upload("Scenario files", "compare.file", _add)
        saved.warn(_LINK)
    if (named := len(set(state.page_value("compare").split(",")))) > _MOST:
        problems.append(Problem("compare", f"names {named:,} scenarios; the first {_MOST} are compared"))
    saved.say("compare.address", problems)
    saved.warn("compare.address")
    return [_side(view, *known[entry]) for entry in entries]


def _side(view: View, name: str, made: Scenario) -> Side:
    decisions = decided(view.table, made)
    return Side(name, made, decisions, totals(decisions))


def _entries(present: Scenario) -> list[str]:
    """What is compared: the address says, else what was compared before on this session, else a first choice."""
    before = state.remembered("compare")
    if text := state.page_value("compare"):
        before = list(dict.fromkeys(text.split(",")))[:_MOST]
        state.remember("compare", before)
    elif before is not None:
        _store(before)
    else:
        own = [present.preset.name] if present.changes() else []
        others = [preset.name for preset in presets().values() if preset.name != present.preset.name]
        return [NOW, *own, *others][:_AT_FIRST]
    return list(before)


def _known(present: Scenario, entries: Iterable[str]) -> tuple[dict[str, tuple[str, Scenario]], list[Problem]]:
    """Every scenario that can be chosen, by its short form, with a name of its own; what cannot stand is named."""
    known = {NOW: (_PRESENT, present)}
    known |= {preset.name: (preset.short, scenario(preset)[0]) for preset in presets().values()}
    known |= {to_short(name, made): (name, made) for name, made in saved.named().items()}
    problems = []
    for entry in entries:
        if entry not in known:
            name, made, wrong = from_short(entry)
            problems += wrong
            if made is not None:
                known[entry] = (name, made)
    return _with_own_names(known), problems


def _with_own_names(known: Mapping[str, tuple[str, Scenario]]) -> dict[str, tuple[str, Scenario]]:
    taken: list[str] = []
    for name, _ in known.values():
        taken.append(unused(name, taken))
    return {entry: (name, made) for name, (entry, (_, made)) in zip(taken, known.items(), strict=True)}


def _store(entries: list[str]) -> None:
    state.remember("compare", list(entries))
    state.set_page_value("compare", ",".join(entries))
    for end in ("from", "to"):  # a scenario that is compared no longer is neither end of the way
        if (whole(state.page_value(end)) or 0) > len(entries):
            state.set_page_value(end, "")


def _paste() -> None:
    link = state.held(_LINK)
    if not link.strip():
        return
    made, problems = from_pasted(link, state.PAGE_KEYS)
    if made is not None:
        _add({described(made): made})
        state.seed(_LINK, "")
    saved.say(_LINK, problems)


def _add(found: dict[str, Scenario]) -> None:
    entries = [to_short(name, made) for name, made in found.items()]
    _store(list(dict.fromkeys([*_entries(state.current()), *entries])))
