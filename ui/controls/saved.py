"""Scenarios saved in the session under names that the reader gives, downloaded as one file and read back."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from output.text import plain
from policy.problem import Problem
from policy.scenarios.files import from_file, in_few_words, to_file, unused
from policy.scenarios.scenario import Scenario, build_scenario, find_preset
from ui.shell import state

Take = Callable[[dict[str, Scenario]], None]
"""Receives the scenarios of one uploaded file, by name."""
FILE = "back-in-house-scenarios.toml"
_MEGABYTES = 1
_WHAT = "The policy alone is saved, not what is looked at (*Only*): the link of the page holds both."


def named() -> dict[str, Scenario]:
    """Give the saved scenarios by name, in the order in which they were saved."""
    return {name: build_scenario(find_preset(base)[0], changes)[0] for name, (base, changes) in _saved().items()}


def _saved() -> dict[str, tuple[str, dict[str, Any]]]:
    return dict(state.remembered("saved", {}))


def save(name: str, scenario: Scenario) -> None:
    """Save a scenario; a name that is in use gets a number."""
    name = unused(name.strip() or in_few_words(scenario), _saved())
    state.remember("saved", {**_saved(), name: (scenario.preset.name, scenario.changes())})


def rename(old: str, new: str) -> None:
    """Give a saved scenario another name and leave it where it stands; a blank name changes nothing."""
    saved = _saved()
    new = unused(new.strip() or old, saved.keys() - {old})
    state.remember("saved", {new if name == old else name: one for name, one in saved.items()})


def delete(name: str) -> None:
    """Forget a saved scenario."""
    state.remember("saved", {key: one for key, one in _saved().items() if key != name})


def form(scenario: Scenario, where: str) -> None:
    """Let the reader save the present scenario under a name."""
    key = f"{where}.save.name"
    with st.form(f"{where}.save", border=False, clear_on_submit=True):
        st.text_input("Name", key=key, placeholder=in_few_words(scenario), max_chars=80)
        st.form_submit_button("Save", on_click=lambda: save(state.held(key), state.current()))


def sidebar(scenario: Scenario) -> None:
    """Offer to save the present scenario, and the way to those that are saved."""
    with st.popover("Save this scenario", type="tertiary"):
        st.caption(_WHAT)
        form(scenario, "side")
        if count := len(_saved()):
            words = f"{count} saved: open, compare or download"
            with st.container(key="to-saved"):  # `arrive.js` leads to the list, which stands at the foot of the page
                st.page_link("pages/compare.py", label=words, query_params=state.link_query())


def section() -> None:
    """Draw the saved scenarios with what can be done with each, and their file."""
    st.header("Saved scenarios", anchor="saved")
    st.caption(
        f"Saved scenarios stay in this session alone. Download them to keep them; read the file back later. {_WHAT}"
    )
    scenario = state.current()
    form(scenario, "page")
    scenarios = named()
    for name, each in scenarios.items():
        _row(name, each)
    if scenarios:
        st.download_button(
            "Download all as one file",
            data=lambda: to_file(scenarios),
            file_name=FILE,
            type="tertiary",
            mime="application/toml",
            on_click="ignore",
            key="saved.download",
        )
    upload("Read saved scenarios back", "saved.file", _take)


def _row(name: str, scenario: Scenario) -> None:
    key = f"saved.name.{name}"
    state.seed(key, name)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.text_input(
            f"Name of {plain(name)}",
            key=key,
            label_visibility="collapsed",
            width=300,
            max_chars=80,
            on_change=lambda: rename(name, state.held(key)),
        )
        about = plain(name)
        st.button(
            "Open",
            key=f"saved.open.{name}",
            type="tertiary",
            on_click=state.open_scenario,
            args=(scenario,),
            help=f"Make {about} the present scenario",
        )
        st.button(
            "Duplicate",
            key=f"saved.copy.{name}",
            type="tertiary",
            on_click=save,
            args=(name, scenario),
            help=f"Save {about} once more",
        )
        st.button(
            "Delete", key=f"saved.delete.{name}", type="tertiary", on_click=delete, args=(name,), help=f"Forget {about}"
        )
    changed = "; ".join(f"{label}: {now}" for _, label, _, now in scenario.changed_words())
    st.caption(plain(f"{scenario.preset.short}{f', with {changed}' if changed else ''}"))


def _take(scenarios: dict[str, Scenario]) -> None:
    for name, scenario in scenarios.items():
        save(name, scenario)


def upload(label: str, key: str, take: Take) -> None:
    """Let the reader upload scenario files and hand what they hold to `take`; what cannot be read is named once."""
    turn = int(state.remembered(f"{key}.turn", 0))
    widget = f"{key}.{turn}"
    st.file_uploader(
        label,
        type="toml",
        accept_multiple_files=True,
        key=widget,
        max_upload_size=_MEGABYTES,
        on_change=_read,
        args=(widget, key, turn, take),
    )
    warn(key)


def _read(widget: str, key: str, turn: int, take: Take) -> None:
    problems: list[Problem] = []
    for file in state.held(widget):
        try:
            scenarios, wrong = from_file(file.getvalue().decode("utf-8-sig"), file.name)
        except UnicodeDecodeError:
            scenarios, wrong = {}, [Problem(file.name, "not UTF-8 text; save the scenario file as UTF-8")]
        take(scenarios)
        problems += wrong
    state.remember(f"{key}.turn", turn + 1)  # a fresh widget, so that a file is taken once
    say(key, problems)


def say(key: str, problems: list[Problem]) -> None:
    """Remember what was wrong with an entry until the next one."""
    state.remember(f"{key}.problems", [(problem.where, problem.what) for problem in problems])


def warn(key: str) -> None:
    """Say what was wrong with the last entry, all in one message."""
    if problems := state.remembered(f"{key}.problems"):
        lines = "\n".join(f"- **{plain(where)}**: {plain(what)}" for where, what in problems)
        st.warning(f"Not taken over; the rest is kept:\n\n{lines}")
