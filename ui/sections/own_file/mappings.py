"""The mapping of a reader's own file on the data page: which is in force, and its columns one by one."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

import streamlit as st

from data.load import upload
from data.model.dataset import Dataset
from data.model.issues import Issue
from data.readers.own_register.facts import FACTS, NOT_USED
from data.readers.own_register.mapping import VATS, ColumnUse, Mend, RegisterMapping, is_day, is_money
from data.readers.own_register.mapping_file import MappingError, from_bytes, to_toml
from data.readers.own_register.mends import NOT_APPLIED
from output.text import plain, spoken
from policy.contracts import BUYER_KINDS
from policy.formats import capital
from ui.shell import state

MAPPING, STOPPED = "own.mapping", "own.stopped"
"""The mapping in force with the file that it is of, and the file of which the reader stopped the reading."""
_KEPT, _GONE, _BY_FILE, _WRONG = "own.kept", "own.gone", "own.by_file", "own.wrong"
_MOST_COLUMNS_SHOWN = 40
_MOST_FILES_KEPT = 20
_UNITS = {"": "pounds", "thousand": "thousands (£k, £000)", "million": "millions (£m)", "pence": "pence"}
_VATS = {"": "not stated", "ex": "without VAT", "inc": "with VAT"}
_TERM_UNITS = {"": "as the cell says", "years": "years", "months": "months", "weeks": "weeks", "days": "days"}
_ORDERS = {"": "day first, if not said", "day first": "day first", "month first": "month first"}


class _InForce(NamedTuple):
    """A mapping in force: of which file, and the id of the mapping that was given with it, "" for none."""

    file: str
    given: str
    mapping: RegisterMapping


class _OfFile(NamedTuple):
    """The mapping of a file of this session, and the columns that it names and the file does not have."""

    mapping: RegisterMapping
    gone: list[str]


class _Refused(NamedTuple):
    """A mapping that was given and is none: its id, and what is wrong."""

    given: str
    problem: str


def in_force(file: str, register: upload.Upload, written: Any) -> RegisterMapping:
    """Return the mapping in force: as edited, as given with the file, as kept from one like it, as guessed."""
    given = written.file_id if written is not None else ""
    mapping = _in_force(file, given, register, written)
    if is_refused(written):  # said in every run: the page runs anew once the file is read
        st.error(plain(f"{_refused().problem} This mapping is not used."))
    return mapping


def is_refused(written: Any) -> bool:
    """Say whether a mapping that was given with a file is none, or none that can be followed."""
    return written is not None and _refused().given == written.file_id


def _refused() -> _Refused:
    refused: _Refused = state.remembered(_WRONG, _Refused("", ""))
    return refused


def _in_force(file: str, given: str, register: upload.Upload, written: Any) -> RegisterMapping:
    known: _InForce | None = state.remembered(MAPPING)
    if known is not None and known.file == file and given in ("", known.given):
        return known.mapping
    by_file: dict[str, _OfFile] = state.remembered(_BY_FILE, {})
    before, gone = by_file.get(file, (None, []))
    mapping = before
    if written is not None:
        try:
            mapping, gone = _fitted(from_bytes(written.getvalue(), written.name), register)
            mapping = replace(mapping, mends=_together(mapping.mends, before.mends if before else ()))
        except MappingError as error:
            state.remember(_WRONG, _Refused(given, str(error)))
    if mapping is None:
        mapping = of_like(register) or register.guessed
    state.remember(_GONE, gone)
    _remember_mapping(_InForce(file, given, mapping))
    return mapping


def _remember_mapping(now: _InForce) -> None:
    """Keep the mapping in force, and beside it that of every file of this session, for when it is given again."""
    state.remember(MAPPING, now)
    every = {**state.remembered(_BY_FILE, {}), now.file: _OfFile(now.mapping, state.remembered(_GONE, []))}
    state.remember(_BY_FILE, dict(list(every.items())[-_MOST_FILES_KEPT:]))


def _together(mends: Sequence[Mend], more: Sequence[Mend]) -> tuple[Mend, ...]:
    """Return some mends with others after them; of two of one cell the later stands, told by what it was at first."""
    found = {(mend.reference, mend.line, mend.sheet, mend.column, mend.was): mend for mend in mends}
    for mend in more:
        row = (mend.reference, mend.line, mend.sheet, mend.column)
        same_cell = (key for key, before in found.items() if key[:-1] == row and before.now == mend.was)
        first = next(same_cell, (*row, mend.was))
        found[first] = replace(mend, was=first[-1])
    return tuple(found.values())


def _fitted(mapping: RegisterMapping, register: upload.Upload) -> tuple[RegisterMapping, list[str]]:
    """Return a given mapping for the columns of this file, and those of its columns that the file does not have."""
    held = set(register.columns)
    gone = [use.column for use in mapping.columns if use.column not in held and use.fact != NOT_USED]
    known = {use.column: use for use in mapping.columns}
    columns = tuple(known.get(name) or ColumnUse(name, NOT_USED) for name in register.columns)
    return replace(mapping, columns=columns), gone


def _signature(register: upload.Upload) -> tuple[str, ...]:
    return tuple(sorted(register.columns))


def keep_for_like(register: upload.Upload, mapping: RegisterMapping) -> None:
    """Keep a mapping for the next file with the same columns."""
    state.remember(_KEPT, {**state.remembered(_KEPT, {}), _signature(register): mapping})


def of_like(register: upload.Upload) -> RegisterMapping | None:
    """Return the mapping of a file of this session with the same columns, without its mends; None for none."""
    kept: dict[tuple[str, ...], RegisterMapping] = state.remembered(_KEPT, {})
    same = kept.get(_signature(register))
    return None if same is None else replace(same, mends=())


def change(file: str, changed: Callable[[RegisterMapping], RegisterMapping]) -> None:
    """Change the mapping in force for this file; the page reads the file under it at once.

    The one in force, and not the one under which a control was drawn: who changes a second thing before the page has
    read the file under the first would take the first back.
    """
    known: _InForce | None = state.remembered(MAPPING)
    if known is not None and known.file == file:
        _remember_mapping(known._replace(mapping=changed(known.mapping)))
        state.remember(STOPPED, None)


def mend(file: str, by_hand: Mend) -> None:
    """Mend a cell of this file, or leave a row of it out, after what was mended before."""
    change(file, lambda now: replace(now, mends=_together(now.mends, (by_hand,))))


def not_applied(dataset: Dataset | None) -> list[Issue]:
    """The mends that a file as it was read has no place for."""
    return [] if dataset is None else upload.said(dataset.issues, NOT_APPLIED)


def file_of(register: upload.Upload) -> str:
    """Name the file in which the mapping of a file is kept."""
    return f"{Path(register.name).stem}.mapping.toml"


def columns(register: upload.Upload, mapping: RegisterMapping, file: str, dataset: Dataset | None) -> None:
    """Show each column with an example, the fact that it holds, its unit and VAT; a change is read at once.

    The mapping to keep is without the mends that `dataset`, the file as read under it, has no place for.
    """
    st.subheader("Which column holds what", anchor=False)
    st.caption("A guess from names and cells, or as your mapping says. A change is read at once.")
    if gone := state.remembered(_GONE):
        st.warning(f"The mapping names columns that this file does not have: {plain(', '.join(gone[:10]))}.")
    _all_rows(mapping, file)
    used = [use for use in mapping.columns if use.fact != NOT_USED]
    rest = [use for use in mapping.columns if use.fact == NOT_USED]
    for use in used[:_MOST_COLUMNS_SHOWN]:
        _column(use, register, file)
    if rest:
        with st.expander(f"Columns that are not used: {len(rest):,}", expanded=not used):
            for use in rest[:_MOST_COLUMNS_SHOWN]:
                _column(use, register, file)
    st.download_button(
        "Keep this mapping for the next file (TOML)",
        to_toml(mapping if dataset is None else upload.to_keep(mapping, dataset.issues), register.name),
        file_name=file_of(register),
        mime="application/toml",
        on_click="ignore",
    )


def _all_rows(mapping: RegisterMapping, file: str) -> None:
    left, right = st.columns(2)
    with left:
        _for_all(mapping, file, "buyer", "All rows are this public body (where no column names it)")
    with right:
        kinds = ["", *BUYER_KINDS]
        now = mapping.all_rows.get("buyer_kind", "")
        key = state.seed("own.all.buyer_kind", now if now in kinds else "")
        st.selectbox(
            "Kind of that body",
            kinds,
            format_func=lambda kind: kind.replace("_", " and ") or "told by its name",
            key=key,
            on_change=_for_all_changed,
            args=(file, "buyer_kind", key),
        )


def _for_all(mapping: RegisterMapping, file: str, fact: str, label: str) -> None:
    key = state.seed(f"own.all.{fact}", mapping.all_rows.get(fact, ""))
    st.text_input(label, key=key, on_change=_for_all_changed, args=(file, fact, key))


def _for_all_changed(file: str, fact: str, key: str) -> None:
    text = str(state.held(key)).strip()
    change(file, lambda now: replace(now, all_rows={**now.all_rows, fact: text}))


def _column(use: ColumnUse, register: upload.Upload, file: str) -> None:
    shares = [6, 3, 3] if is_money(use.fact) else [9, 3]  # what a column holds is a sentence, and is not cut
    fact, unit, *vat = st.columns(shares, vertical_alignment="bottom")
    example = register.examples.get(use.column, "")
    shown = spoken(use.column) + (f", such as {spoken(_beginning(example))}" if example else "")
    with fact:
        options = [NOT_USED, *FACTS]
        _choice(shown, options, use, "fact", file, _meaning)
    with unit:
        if is_money(use.fact):
            _choice("Unit", list(_UNITS), use, "unit", file, lambda name: _UNITS[name])
        elif use.fact in ("term", "longest_term", "extension"):
            _choice("Unit", list(_TERM_UNITS), use, "unit", file, lambda name: _TERM_UNITS[name])
        elif is_day(use.fact):
            _choice("Order", list(_ORDERS), use, "order", file, lambda name: _ORDERS[name])
    for place in vat:
        with place:
            _choice("VAT", list(VATS), use, "vat", file, lambda name: _VATS[name])


def _beginning(example: str) -> str:
    """The first words of a cell; of one long word its first letters."""
    return shorten(example, 40, placeholder="") or example[:40]


def _meaning(fact: str) -> str:
    return "not used" if fact == NOT_USED else capital(FACTS[fact].meaning)


def _choice(label: str, options: list[str], use: ColumnUse, field: str, file: str, words: Callable[[str], str]) -> None:
    now = getattr(use, field)
    key = state.seed(f"own.{field}.{use.column}", now if now in options else options[0])
    st.selectbox(label, options, format_func=words, key=key, on_change=_chosen, args=(file, use.column, field, key))


def _chosen(file: str, column: str, field: str, key: str) -> None:
    changes = {field: str(state.held(key)), "why": "as chosen"}
    if field == "fact":
        changes |= {"unit": "", "vat": "", "period": "", "order": ""}
    change(file, lambda now: now.having(column, **changes))
