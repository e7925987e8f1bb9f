"""The line under the menu that says what the reader looks at, each part of it removable, and the panel to change it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

import streamlit as st

from data.readers.cells.days import day
from output.page import answer as said
from output.page.answer import MARKDOWN, left_open, meeting, scope_parts
from output.text import plain
from policy.bounds import MOST_NAMED
from policy.formats import one_line
from policy.rules.trigger import day_of, years_after
from policy.rules.units import Unit
from policy.scope.conditions import NOT_KNOWN, Bounded, OneOf
from policy.scope.fields import FIELDS, Asks, Field
from policy.scope.patterns import ANY
from policy.scope.scope import naming
from ui.controls import menu
from ui.shell import state
from ui.shell.view import View

if TYPE_CHECKING:
    from streamlit.elements.lib.mutable_popover_container import PopoverContainer

_MOST_LISTED = 1_000
"""Names that a list offers; of more, a reader types part of one first."""
_SIGNS = {">=": "at least", ">": "more than", "<": "below", "<=": "at most"}
"""How a bound in pounds is said."""
_SUCH_AS = "such as 2027/28 or 31/12/2029"
_NOT_KNOWN = "Also those of which this is not known"


def draw(view: View) -> "PopoverContainer":
    """Draw the panel in which what is looked at is changed, which `below` fills, and what that is, part by part."""
    scope = view.table.scope
    menu.way_to_policy()
    # Before the parts: as they come and go it keeps its place, so the open panel neither moves nor is drawn anew.
    panel = st.popover("Narrow down", type="tertiary", key="scope.panel", on_change="rerun")
    if scope:
        st.markdown("Only")
        found = meeting(view)
        for field, words in scope_parts(view):
            st.button(
                f"{plain(words)} ✕",
                key=f"scope.{field}.away",
                type="tertiary",
                help=f"Look at every {FIELDS[field].label.lower()} again{_those(found[field])}",
                on_click=state.narrow,
                args=(field, ()),
            )
    st.page_link("pages/contracts.py", label=said.looked_at(view), query_params=state.link_query(), width="content")
    if scope:
        st.button("All contracts", key="scope.all", type="tertiary", on_click=state.look_at_everything)
    return panel


def nothing(view: View) -> None:
    """Say in place of charts and lists that no contract is looked at, with a button for each wider scope."""
    opening, ways = said.nothing(view)
    with st.container(key="nothing", gap=None):
        st.markdown(plain(opening))
        for place, (scope, words) in enumerate(ways):
            st.button(plain(words), key=f"nothing.{place}", type="tertiary", on_click=state.look_at, args=(scope,))


def _those(meeting: Mapping[str, Sequence[str]]) -> str:
    """Name those that meet the patterns of a field; empty where it has none."""
    names = sorted({name for names in meeting.values() for name in names}, key=str.casefold)
    shown = [plain(one_line(name)) for name in names[:MOST_NAMED]]
    more = [f"{len(names) - MOST_NAMED:,} more"] if len(names) > MOST_NAMED else []
    return f". Now: {'; '.join([*shown, *more])}" if names else ""


def below(view: View, panel: "PopoverContainer") -> None:
    """Say below the line what it leaves open, and fill the panel where it is open."""
    if view.table.scope:
        _left_open(view)
    if panel.open:
        with panel:
            _panel(view)


def _left_open(view: View) -> None:
    """Say how many contracts are not known to be in it, each reason with a click that takes them in."""
    open_ = list(left_open(view, MARKDOWN))
    if not open_:
        return
    with st.container(horizontal=True, key="scope.open", gap="small", vertical_alignment="center"):
        for field, words in open_:
            if not field:
                st.caption(words)
                continue
            st.button(
                f"{words}. Take them in",
                key=f"scope.{field}.unknown",
                type="tertiary",
                on_click=_take_in,
                args=(field,),
            )


def _take_in(field: str) -> None:
    """Take those in of which a fact is not known; as all here, to what is looked at now, not when this was drawn."""
    condition = state.scope().of(field)
    state.narrow(field, [*(condition.values if condition else ()), NOT_KNOWN])


def _panel(view: View) -> None:
    """Draw a control for every field; each acts at once."""
    st.markdown(f"You look at {said.counted(view)}; the policy stays the same.")
    for field in FIELDS.values():
        with st.container():  # a box that one field gains leaves the boxes of the others, and who types there, in place
            _CONTROLS[field.asks](view, field)


def _names(view: View, field: Field) -> None:
    condition = view.table.scope.of(field.key)
    chosen = condition.names if isinstance(condition, OneOf) else ()
    held = view.table.coded.levels[field.column]
    names = [name for name in held if name and name not in field.says_nothing]
    if len(names) < 2 and not chosen:
        return
    label = naming(view.table.dataset.services)
    words = {name: one_line(field.names.get(name) or label(field.key, name)) for name in (*names, *chosen)}
    words[NOT_KNOWN] = field.missing.capitalize()
    if len(names) > _MOST_LISTED:
        names = _holding(names, st.text_input(f"{field.label}: part of the name", key=f"scope.{field.key}.part"))
    offered = sorted({*names, *chosen} - {""}, key=lambda name: words[name].casefold()) if not field.names else names
    widget = f"scope.{field.key}"
    also = (*chosen, NOT_KNOWN)
    st.multiselect(
        field.label,
        [*dict.fromkeys((*offered, *chosen)), NOT_KNOWN],
        key=state.seed(widget, [*chosen, *([NOT_KNOWN] if condition and condition.not_known else [])]),
        format_func=lambda name: words.get(name, name),
        placeholder=f"All; {ANY} for any letters" if field.takes_patterns else "All",
        accept_new_options=field.takes_patterns,
        filter_mode="contains",
        wrap=True,
        # It stays in memory with the session, and so does what it names: no view.
        on_change=lambda: state.narrow(field.key, _asked(state.held(widget), held, also)),
    )


def _holding(names: Sequence[str], typed: str) -> list[str]:
    """Find the names that hold every word of what was typed; none where nothing was."""
    parts = typed.casefold().replace(ANY, " ").split()
    return list(
        islice((name for name in names if parts and all(part in name.casefold() for part in parts)), _MOST_LISTED)
    )


def _asked(typed: Sequence[str], held: Sequence[str], also: Sequence[str]) -> list[str]:
    """Take what was typed, and is no name of the data nor one of the others, for part of a name."""
    stated = (each.strip() for each in typed if each.strip())
    return [each if ANY in each or each in also or each in held else f"{ANY}{each}{ANY}" for each in stated]


def _pounds(view: View, field: Field) -> None:
    condition = view.table.scope.of(field.key)
    bounds = dict(condition.bounds) if isinstance(condition, Bounded) else {}
    least, below = f"scope.{field.key}.least", f"scope.{field.key}.below"
    # A link may say "above" or "at most": the boxes keep its signs, so that to change one leaves the other.
    from_, to = ">" if ">" in bounds else ">=", "<=" if "<=" in bounds else "<"

    def take() -> None:
        _take_bounds(field, {from_: state.held(least), to: state.held(below)})

    left, right = st.columns(2, vertical_alignment="bottom")
    for column, widget, sign, example in ((left, least, from_, "such as £5m"), (right, below, to, "such as £50m")):
        column.text_input(
            f"{field.label}, {_SIGNS[sign]}",
            key=state.seed(widget, _written(bounds.get(sign))),
            placeholder=example,
            on_change=take,
        )
    _unknown_too(field, condition)


def _written(pounds: int | None) -> str:
    return "" if pounds is None else f"£{pounds:,}"


def _take_bounds(field: Field, texts: dict[str, str]) -> None:
    """Take the bounds that were typed; an empty box is no bound."""
    try:
        values = [f"{sign}{Unit.GBP.parse(text)}" for sign, text in texts.items() if text.strip()]
    except ValueError as error:
        state.refuse_words(field.label, f"{error}; it stays as it was")
        return
    _put(field, values)


def _put(field: Field, values: Sequence[str]) -> None:
    condition = state.scope().of(field.key)
    unknown = isinstance(condition, Bounded) and condition.not_known and bool(values)
    state.narrow(field.key, [*values, *([NOT_KNOWN] if unknown else [])])


def _ends(view: View, field: Field) -> None:
    condition = view.table.scope.of(field.key)
    bounds = dict(condition.bounds) if isinstance(condition, Bounded) else {}
    first, last = f"scope.{field.key}.first", f"scope.{field.key}.last"

    def take() -> None:
        """Take the days that were typed; an empty box is no bound, a year or a month its first or last day."""
        read = {
            sign: day(text, last=sign == "<=") for sign, text in ((">=", state.held(first)), ("<=", state.held(last)))
        }
        for box, found in zip((first, last), read.values(), strict=True):
            if found.day is None and (text := state.held(box).strip()):
                told = f"'{one_line(text)[:40]}' {found.problem}; expected one such as 31/12/2029, or a year"
                state.refuse_words(field.label, f"{told}; it stays as it was")
                return
        _put(field, [f"{sign}{found.day}" for sign, found in read.items() if found.day])

    # A box, and no calendar: what is typed there is lost where the panel is shut before the calendar is.
    left, right = st.columns(2)
    for column, widget, signs, label in (
        (left, first, (">=", ">"), "Ends on or after"),
        (right, last, ("<=", "<"), "Ends by"),
    ):
        said = next((_day_within(sign, bounds[sign]) for sign in signs if sign in bounds), "")
        column.text_input(label, key=state.seed(widget, said), placeholder=_SUCH_AS, on_change=take)
    _one_year(field, bounds)
    _unknown_too(field, condition)


def _one_year(field: Field, bounds: Mapping[str, int]) -> None:
    """Offer to end a year after the first day, where no last one is named: who types a year alone may mean that one."""
    first = next((_within(sign, bounds[sign]) for sign in (">=", ">") if sign in bounds), date.max)
    if {"<", "<="} & bounds.keys() or first.year == date.max.year:
        return
    last = years_after(first, 1) - timedelta(1)
    st.button(
        f"Only the year from then, to {_written_day(last)}",
        key=f"scope.{field.key}.year",
        type="tertiary",
        on_click=_put,
        args=(field, (f">={first}", f"<={last}")),
    )


def _day_within(sign: str, bound: int) -> str:
    """Say the first or last day that a bound lets in: before 1 January ends by 31 December."""
    return _written_day(_within(sign, bound))


def _within(sign: str, bound: int) -> date:
    when = day_of(bound)
    beyond = {">": timedelta(1), "<": timedelta(-1)}.get(sign, timedelta())
    return when if when in (date.min, date.max) else when + beyond


def _written_day(when: date) -> str:
    return f"{when:%d/%m}/{when.year:04}"


def _unknown_too(field: Field, condition: object) -> None:
    """Offer to take in what does not state the fact, where the field is bounded."""
    if not isinstance(condition, Bounded):
        return
    widget = f"scope.{field.key}.too"
    st.checkbox(
        _NOT_KNOWN,
        key=state.seed(widget, condition.not_known),
        on_change=lambda: _take_unknown(field.key, state.held(widget)),
    )


def _take_unknown(field: str, taken: bool) -> None:
    condition = state.scope().of(field)
    if isinstance(condition, Bounded):
        state.narrow(field, [*condition.written(), *([NOT_KNOWN] if taken else [])])


_CONTROLS = {Asks.NAMES: _names, Asks.POUNDS: _pounds, Asks.DAY: _ends}
"""What draws a field, by what it holds."""
