"""Inputs that belong to one page and whose value is in the address: one of a few options, or a whole number."""

from collections.abc import Collection, Mapping
from typing import Any

import streamlit as st

from output.text import BETWEEN_NAMES, plain, whole_number
from policy.bounds import cut
from ui.shell import state

ON = "on"
"""Says in the address that something is switched on."""


def one_of(
    key: str, label: str, options: Mapping[str, str], start: str | None = None, *, long: bool = False, clears: str = ""
) -> str:
    """Let the reader choose one of a few options, each with its words; the first, or `start`, where none is chosen yet.

    Options with long words stand under each other. A change takes the value of the key `clears` out of the address.
    """
    widget = _seeded(key, label, options, start or next(iter(options)))

    def take() -> None:
        state.set_page_value(key, str(state.held(widget)))
        state.set_page_value(clears, "")

    shared: dict[str, Any] = {"key": widget, "format_func": options.__getitem__, "on_change": take}
    if long:
        st.radio(label, list(options), **shared)
    else:
        st.segmented_control(label, list(options), required=True, **shared)
    return str(state.held(widget))


def one_of_many(key: str, label: str, options: Mapping[str, str]) -> str:
    """Let the reader choose one of many options, each with its words; the first where the address names none."""
    widget = _seeded(key, label, options, next(iter(options)))
    st.selectbox(
        label,
        list(options),
        key=widget,
        format_func=lambda name: options.get(name, name),
        on_change=lambda: state.set_page_value(key, str(state.held(widget))),
    )
    return str(state.held(widget))


def _seeded(key: str, label: str, options: Mapping[str, str], start: str) -> str:
    """Set a widget to the choice in the address, or to `start` where that names none; gives the widget's name."""
    stated = state.page_value(key)
    say_no_choice(label, stated, options, options[start])
    return state.seed(f"page.{key}", stated if stated in options else start)


def say_no_choice(label: str, stated: str, options: Collection[str], start: str) -> None:
    """Say that the address names none of the choices that there are; nothing where it names none at all."""
    if stated and stated not in options:
        st.warning(f"{label}: {plain(cut(stated))} in the address is none of its choices; {plain(start)} stands in.")


def switch(key: str, label: str, about: str = "") -> bool:
    """Let the reader switch something on that is off at first; the address says `on`."""
    stated, widget = state.page_value(key), f"page.{key}"
    say_no_choice(label, stated, (ON,), "off")
    state.seed(widget, stated == ON)

    def take() -> None:
        state.set_page_value(key, ON if state.held(widget) else "")

    st.toggle(label, key=widget, help=about or None, on_change=take)
    return bool(state.held(widget))


def switch_for(key: str, name: str, label: str) -> bool:
    """Let the reader switch something on for one of several things on the page; the address lists their names."""
    widget = f"{key}.{name}"
    state.seed(widget, name in state.page_value(key).split(BETWEEN_NAMES))

    def take() -> None:
        others = [each for each in state.page_value(key).split(BETWEEN_NAMES) if each not in ("", name)]
        state.set_page_value(key, BETWEEN_NAMES.join([*others, *([name] if state.held(widget) else [])]))

    st.toggle(label, key=widget, on_change=take)
    return bool(state.held(widget))


def unreadable(label: str, stated: str, bounds: tuple[int, int], start: int) -> str:
    """Say that a number in the address is none, or beyond its bounds."""
    expected = f"expected a whole number from {bounds[0]:,} to {bounds[1]:,}; {start:,} stands in"
    return f"{label}: {plain(cut(stated))} in the address cannot be read; {expected}."


def number(key: str, label: str, bounds: tuple[int, int], start: int, about: str = "") -> int:
    """Let the reader choose a whole number within bounds; `start` where the address has none that fits."""
    stated, widget = state.page_value(key), f"page.{key}"
    amount = whole_number(stated)
    fits = amount is not None and bounds[0] <= amount <= bounds[1]
    if stated and not fits:
        st.warning(unreadable(label, stated, bounds, start))
    state.seed(widget, amount if fits else start)
    st.number_input(
        label,
        *bounds,
        step=1,
        key=widget,
        help=about or None,
        on_change=lambda: state.set_page_value(key, str(state.held(widget))),
    )
    return int(state.held(widget))
