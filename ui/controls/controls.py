"""Controls of settings, drawn from their metadata: a slider always has a box to type in beside it."""

from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any, Protocol

import streamlit as st

from output.text import plain
from policy.coded import CodedContracts
from policy.formats import capital
from policy.rules import settings
from policy.rules.base import Setting
from policy.rules.units import Unit
from policy.scenarios.presets import beyond_presets, presets
from policy.scenarios.scenario import Scenario, start_values
from policy.scenarios.values import options_of
from ui.controls import saved
from ui.shell import state

LEVERS = ("small.threshold", "window.start", "window.years", "contact.level", "authorities.kinds", "suppliers.exempt")
"""The settings that stand in the sidebar, beside the share kept for good reason."""
_KEPT = ("reason.risk_low", "reason.risk_high", "reason.capacity_low", "reason.capacity_high")


class Controlled(Protocol):
    """What controls are drawn for: a scenario on a table, decided or not."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""

    @property
    def coded(self) -> CodedContracts:
        """The contracts as the scenario reads them."""


def sidebar(shown: Controlled, idle: Mapping[str, str], kept_idle: str) -> None:
    """Draw the preset, the levers that matter most, undo, redo and reset; `idle` says why some do nothing."""
    st.subheader("The policy")
    _preset(shown.scenario)
    for key in LEVERS:
        setting(settings()[key], shown, "side", idle.get(key, ""))
    _kept_range(shown, kept_idle)
    _history(shown.scenario)
    saved.sidebar(shown.scenario)
    st.page_link(
        "pages/settings.py", label=f"All {len(settings())} settings, with a search", query_params=state.link_query()
    )


def idle(reasons: Callable[..., dict[str, str]]) -> tuple[dict[str, str], str]:
    """Say of each lever, and of the shares kept for good reason together, why it does nothing, where that is so.

    `reasons` says it of single settings.
    """
    most_first = (*_KEPT[1::2], *_KEPT[::2])  # an upper share nearly always has an effect; the others need no try then
    kept = list(takewhile(bool, (reasons(key)[key] for key in most_first)))
    return reasons(*LEVERS), kept[0] if len(kept) == len(_KEPT) else ""


def setting(setting: Setting, decisions: Controlled, where: str, idle: str) -> None:
    """Draw the control of one setting, a note where it differs from the preset, and why it does nothing, if so."""
    value = decisions.scenario.values[setting.key]
    _DRAW[setting.unit](setting, value, where, decisions)
    _mark(setting, value, decisions, where)
    if idle:
        st.caption(plain(idle))


def _mark(setting: Setting, value: Any, decisions: Controlled, where: str) -> None:
    start = start_values(decisions.scenario.preset)[setting.key]
    if value == start:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        unusual, names = beyond_presets(setting, value), decisions.coded.service_names
        st.caption(
            f"● Changed: ~~{plain(setting.words(start, names))}~~ {plain(setting.words(value, names))}. "
            f"{plain(unusual)}".strip()
        )
        st.button(
            "Reset",
            key=f"{where}.{setting.key}.reset",
            type="tertiary",
            on_click=state.reset,
            args=(setting.key,),
            help=f"Put “{setting.label}” back to {setting.words(start, names)}",
        )


def _take(key: str, widget: str, read: Callable[[Any], Any] = lambda value: value) -> None:
    """Take what a widget holds as the setting's new value, or say what is wrong with it."""
    entered = state.held(widget)
    try:
        value = settings()[key].hold(read(entered))
    except ValueError as error:
        state.refuse(key, f"{error}, got “{entered}”; it stays as it was")
        return
    state.change({key: value})


def _money(setting: Setting, value: Any, where: str, _: Controlled) -> None:
    slider, box = f"{where}.{setting.key}.slider", f"{where}.{setting.key}.box"
    st.select_slider(
        setting.label,
        sorted({*setting.param.ticks, value}),
        key=state.seed(slider, value),
        format_func=_short_money,
        help=setting.help,
        on_change=_take,
        args=(setting.key, slider),
    )
    st.text_input(
        f"{setting.label}, typed",
        key=state.seed(box, setting.words(value)),
        placeholder="£1.5m or 1500000",
        on_change=_take,
        args=(setting.key, box, setting.unit.parse),
        label_visibility="collapsed",
    )


def _short_money(pounds: int) -> str:
    for size, letter in ((10**9, "bn"), (10**6, "m")):
        if pounds >= size and pounds % (size // 10) == 0:
            return f"£{pounds / size:g}{letter}"
    return f"£{pounds:,}"


def _number(setting: Setting, value: Any, where: str, _: Controlled) -> None:
    slider, box = f"{where}.{setting.key}.slider", f"{where}.{setting.key}.box"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.slider(
            f"{setting.label} ({setting.unit.value})" if setting.unit is not Unit.COUNT else setting.label,
            setting.minimum,
            setting.maximum,
            step=1,
            key=state.seed(slider, value),
            help=setting.help,
            on_change=_take,
            args=(setting.key, slider),
            width="stretch",
        )
        st.number_input(
            f"{setting.label}, typed",
            setting.minimum,
            setting.maximum,
            step=setting.param.step,
            key=state.seed(box, value),
            on_change=_take,
            args=(setting.key, box),
            label_visibility="collapsed",
            width=110,
        )


def _date(setting: Setting, value: Any, where: str, _: Controlled) -> None:
    key = f"{where}.{setting.key}"
    st.date_input(
        setting.label,
        key=state.seed(key, value),
        help=setting.help,
        format="DD/MM/YYYY",
        on_change=_take,
        args=(setting.key, key),
        min_value=setting.minimum,
        max_value=setting.maximum,
    )


def _choice(setting: Setting, value: Any, where: str, _: Controlled) -> None:
    key = state.seed(f"{where}.{setting.key}", value)
    shared: dict[str, Any] = {"key": key, "help": setting.help, "on_change": _take, "args": (setting.key, key)}
    if len(setting.param.options) <= 3:
        st.radio(setting.label, list(setting.param.options), format_func=lambda o: setting.param.options[o], **shared)
    else:
        st.selectbox(
            setting.label, list(setting.param.options), format_func=lambda o: setting.param.options[o], **shared
        )


def _choices(setting: Setting, value: Any, where: str, decisions: Controlled) -> None:
    key = f"{where}.{setting.key}"
    options = [*options_of(setting, decisions.coded.levels)]
    options += [item for item in value if item not in options]
    names = {**decisions.coded.service_names, **setting.param.options}
    st.multiselect(
        setting.label,
        options,
        key=state.seed(key, list(value)),
        help=setting.help,
        on_change=_take,
        args=(setting.key, key, tuple),
        format_func=lambda o: names.get(o, o.replace("_", " ")),
        placeholder="None chosen" if setting.param.unchosen == "none" else capital(setting.param.unchosen),
        wrap=True,
    )


def _switch(setting: Setting, value: Any, where: str, _: Controlled) -> None:
    key = f"{where}.{setting.key}"
    st.toggle(setting.label, key=state.seed(key, value), help=setting.help, on_change=_take, args=(setting.key, key))


def _items(setting: Setting, value: Any, where: str, _: Controlled) -> None:
    key = f"{where}.{setting.key}"
    st.text_area(
        f"{setting.label}, one a line",
        key=state.seed(key, "\n".join(value)),
        help=setting.help,
        on_change=_take,
        args=(setting.key, key, _lines),
        height=80,
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


_DRAW: dict[Unit, Callable[[Setting, Any, str, Controlled], None]] = {
    Unit.GBP: _money, Unit.YEARS: _number, Unit.PERCENT: _number, Unit.COUNT: _number, Unit.DATE: _date,
    Unit.CHOICE: _choice, Unit.CHOICES: _choices, Unit.SWITCH: _switch, Unit.ITEMS: _items,
}  # fmt: skip


def _preset(scenario: Scenario) -> None:
    named = presets()
    st.selectbox(
        "Start from",
        list(named),
        key=state.seed("side.preset", scenario.preset.id),
        format_func=lambda name: named[name].short,
        on_change=_choose,
        help="\n\n".join(f"**{p.short}**: {p.summary}" for p in named.values()),
    )


def _choose() -> None:
    state.choose_preset(state.held("side.preset"))


def _kept_range(decisions: Controlled, idle: str) -> None:
    """One range for both shares, risk and capacity: the rule retains the larger of the two."""
    values = decisions.scenario.values
    low = max(values["reason.risk_low"], values["reason.capacity_low"])
    high = max(values["reason.risk_high"], values["reason.capacity_high"])
    help_ = "Authorities would show good reason to keep this share of contracts outside: at least, and at most"
    st.slider(
        "Kept for good reason (%)",
        0,
        100,
        step=1,
        key=state.seed("side.kept", (low, high)),
        help=help_,
        on_change=lambda: _take_kept(*state.held("side.kept")),
    )
    with st.container(horizontal=True):
        for end, name, value in (("low", "At least (%)", low), ("high", "At most (%)", high)):
            st.number_input(
                name,
                0,
                100,
                step=5,
                key=state.seed(f"side.kept.{end}", value),
                on_change=lambda: _take_kept(state.held("side.kept.low"), state.held("side.kept.high")),
                width=110,
            )
    for key in _KEPT:
        _mark(settings()[key], values[key], decisions, "side")
    if values["reason.independent"]:
        st.caption("Services meant to be independent of the state are kept outside as well.")
    if idle:
        st.caption(plain(idle))


def _take_kept(low: int, high: int) -> None:
    """Take a share for the risk, and lower that for capacity where it is larger: the larger of the two counts."""
    if low > high:
        state.refuse("reason.risk_low", f"at least {low}% is above at most {high}%; it stays as it was")
        return
    values = state.current().values
    state.change(
        {
            "reason.risk_low": low,
            "reason.risk_high": high,
            "reason.capacity_low": min(values["reason.capacity_low"], low),
            "reason.capacity_high": min(values["reason.capacity_high"], high),
        }
    )


def _history(scenario: Scenario) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button("Undo", key="side.undo", on_click=state.undo, disabled=not state.can_undo())
        st.button("Redo", key="side.redo", on_click=state.redo, disabled=not state.can_redo())
        st.button("Reset all", key="side.reset", on_click=state.reset, disabled=not scenario.changes())
