"""A reader's own file on the data page: read at once, its columns and cells put right, its mapping kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.load import template, upload
from data.model.dataset import Dataset
from data.model.issues import NOTED
from data.readers.files import ENDINGS, FileError
from data.readers.own_register.facts import FACTS, NOT_USED
from data.readers.own_register.mapping import VATS, ColumnUse, Mend, RegisterMapping, is_day, is_money
from data.readers.own_register.mapping_file import MappingError, from_toml, to_toml
from output.page.answer import outweighs, rests_on
from output.text import plain
from policy.contracts import BUYER_KINDS
from ui.sections import answer
from ui.shell import state
from ui.shell.cache import table_named
from ui.shell.state import UPLOAD
from ui.shell.view import View

_OPENED, _MAPPING, _READ, _STOPPED, _KEPT = "own.opened", "own.mapping", "own.read", "own.stopped", "own.kept"
_GONE, _FILES = "own.gone", "own.files"
_MOST_ROWS_SHOWN = 20
_MOST_COLUMNS_SHOWN = 40
_UNITS = {"": "pounds", "thousand": "thousands (£k, £000)", "million": "millions (£m)", "pence": "pence"}
_VATS = {"": "not stated", "ex": "without VAT", "inc": "with VAT"}
_TERM_UNITS = {"": "as the cell says", "years": "years", "months": "months", "weeks": "weeks", "days": "days"}
_ORDERS = {"": "day first, unless cells say otherwise", "day first": "day first", "month first": "month first"}


def section() -> None:
    """Take a file and, where there is one, its mapping; read it at once and show what came of it."""
    files = st.file_uploader(
        "A contracts register, an export or published notices; with it, if you have one, its mapping (.toml)",
        type=sorted({ending.lstrip(".") for ending in ENDINGS} | {"gz", "toml"}),
        accept_multiple_files=True,
        key=_FILES,
        on_change=_given_or_taken,
        help="Stays in this session; nothing is stored or sent. At most 50 MB, 75 MB unpacked (a workbook 400 MB), "
        "200,000 rows and 500 columns.",
    )
    st.download_button(
        "A template to fill in (CSV)",
        template.csv_bytes,
        file_name="contracts_register_template.csv",
        mime="text/csv",
        on_click="ignore",
        type="tertiary",
    )
    file = next((each for each in files if not each.name.lower().endswith(".toml")), None)
    if file is None:
        for name in (_OPENED, _MAPPING, _READ, _STOPPED):
            state.remember(name, None)
        return
    written = next((each for each in files if each.name.lower().endswith(".toml")), None)
    known = state.remembered(_OPENED)
    if (known is None or known[0] != file.file_id) and _is_stopped(file.file_id):
        return
    try:
        register = _opened(file.file_id, file.name, file.getvalue())
        mapping = _mapping(file.file_id, register, written)
        recognised = _is_recognised(register)
        dataset = _read(file.file_id, register, None if recognised else mapping)
    except FileError as error:
        st.error(plain(str(error)))
        recognised, dataset = False, None
        if state.remembered(_OPENED) is None or isinstance(state.remembered(_OPENED)[1], FileError):
            return
    if dataset is not None:
        _issues(dataset, mapping, file.file_id)
        _headline(dataset)
    if not recognised and register.columns:
        _table(register, mapping, file.file_id)


def _given_or_taken() -> None:
    """Forget a file that the reader takes away; one who only turns to another page takes none away."""
    if all(each.name.lower().endswith(".toml") for each in state.held(_FILES)):
        state.forget_upload()


def _opened(file: str, name: str, content: bytes) -> upload.Upload:
    """Open a file once and not in every run of the page; an error is remembered too, and raised again.

    Raises:
        FileError: the file cannot be read.
    """
    known: tuple[str, upload.Upload | FileError] = state.remembered(_OPENED) or ("", FileError())
    if known[0] != file:
        with _waiting("own.stop.opening", file) as told:
            try:
                known = (file, upload.opened(name, content, told))
            except FileError as error:
                known = (file, error)
        state.remember(_OPENED, known)
    if isinstance(known[1], FileError):
        raise known[1]
    return known[1]


class _waiting:  # noqa: N801 (a block)
    """A progress bar with a button that stops what is waited for; Streamlit ends the run where either is left."""

    def __init__(self, key: str, file: str) -> None:
        self._place = st.empty()
        self._key, self._file = key, file
        self._bar: DeltaGenerator | None = None

    def __enter__(self) -> Callable[[str, float], None]:
        return self._told

    def __exit__(self, *_: object) -> None:
        self._place.empty()

    def _told(self, words: str, share: float) -> None:
        if self._bar is None:
            with self._place.container():
                self._bar = st.progress(share, plain(words))
                st.button("Stop reading", key=self._key, on_click=state.remember, args=(_STOPPED, self._file))
        else:
            self._bar.progress(share, plain(words))


def _is_stopped(file: str) -> bool:
    """Say that the reader stopped the reading of this file, where he did, and offer to read it after all."""
    if state.remembered(_STOPPED) != file:
        return False
    st.warning("Reading was stopped.")
    st.button("Read it", on_click=state.remember, args=(_STOPPED, None))
    return True


def _mapping(file: str, register: upload.Upload, written: Any) -> RegisterMapping:
    """Return the mapping in force: as edited, as given with the file, as kept from one like it, as guessed."""
    source = (file, written.file_id if written is not None else "")
    known: tuple[tuple[str, str], RegisterMapping] | None = state.remembered(_MAPPING)
    if known is not None and known[0] == source:
        return known[1]
    mapping = register.guessed
    state.remember(_GONE, [])
    kept: dict[tuple[str, ...], RegisterMapping] = state.remembered(_KEPT, {})
    if written is not None:
        try:
            mapping = _fitted(from_toml(written.getvalue().decode("utf-8-sig", "replace"), written.name), register)
        except MappingError as error:
            st.error(plain(str(error)))
    elif (same := kept.get(_signature(register))) is not None:
        mapping = replace(same, mends=())
    state.remember(_MAPPING, (source, mapping))
    return mapping


def _fitted(mapping: RegisterMapping, register: upload.Upload) -> RegisterMapping:
    """Return a given mapping for the columns of this file, and say which of its columns the file does not have."""
    held = set(register.columns)
    state.remember(_GONE, [use.column for use in mapping.columns if use.column not in held and use.fact != NOT_USED])
    known = {use.column: use for use in mapping.columns}
    return replace(mapping, columns=tuple(known.get(name) or ColumnUse(name, NOT_USED) for name in register.columns))


def _signature(register: upload.Upload) -> tuple[str, ...]:
    return tuple(sorted(register.columns))


def _is_recognised(register: upload.Upload) -> bool:
    """Let the reader choose between the export that a file was recognised as and its columns one by one."""
    if not register.shape:
        return False
    ways = {"recognised": f"Read it as {register.shape}", "matched": "Match its columns by hand"}
    chosen = st.radio(
        "How to read it", list(ways), format_func=lambda way: ways[way], key="page.way", disabled=not register.columns
    )
    return chosen == "recognised"


def _read(file: str, register: upload.Upload, mapping: RegisterMapping | None) -> Dataset | None:
    """Read a file under a mapping, once, and put it in use; None where the reader stopped it.

    Raises:
        FileError: nothing of it can be read.
    """
    key = (file, to_toml(mapping) if mapping is not None else "")
    known: tuple[tuple[str, str], Dataset | FileError] | None = state.remembered(_READ)
    if known is None or known[0] != key:
        if _is_stopped(file):
            return None
        with _waiting("own.stop", file) as told:
            try:
                known = (key, upload.read(register, mapping, told))
            except FileError as error:
                known = (key, error)
        state.remember(_READ, known)
        if isinstance(known[1], Dataset):
            state.keep_upload(known[1])
            if mapping is not None:
                state.remember(_KEPT, {**state.remembered(_KEPT, {}), _signature(register): mapping})
            st.rerun()
    if isinstance(known[1], FileError):
        raise known[1]
    return known[1]


# How it was read.


def _issues(dataset: Dataset, mapping: RegisterMapping, file: str) -> None:
    """Show each cell that was not read with room for the right value, then how all was understood."""
    issues = dataset.issues
    lost = issues[issues["unread"] & issues["line"].notna()]
    if len(lost):
        st.subheader(f"Cells that were not read: {len(lost):,}", anchor=False)
        for place, row in enumerate(lost.head(_MOST_ROWS_SHOWN).itertuples(index=False)):
            _cell(place, row, mapping, file)
        if (more := len(lost) - _MOST_ROWS_SHOWN) > 0:
            st.caption(f"{more:,} more are in the list of issues below.")
    if mapping.mends:
        st.caption(f"Mended or left out by hand: {len(mapping.mends):,}.")
        st.button("Take all of these back", on_click=_change, args=(file, lambda now: replace(now, mends=())))
    noted = issues[issues["done"] == NOTED]
    with st.expander(f"How your file was understood: {len(noted):,} notes"):
        st.markdown(
            "\n".join(f"- **{plain(str(row.path))}** {plain(str(row.problem))}" for row in noted.head(200).itertuples())
        )


def _cell(place: int, row: Any, mapping: RegisterMapping, file: str) -> None:
    column = str(row.path).rpartition("!")[2]
    where = f"Line {row.line}" + (f" ({row.ocid})" if row.ocid and row.ocid != row.source else "")
    st.markdown(plain(f"{where}, {column}: “{row.value}” {row.problem}"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"own.mend.{place}.{row.line}.{column}"
        if any(use.column == column for use in mapping.columns):
            st.text_input(
                f"Right value for line {row.line}, {spoken(column)}",
                key=state.seed(key, ""),
                on_change=_mend,
                args=(file, row, column, key),
            )
        st.button(f"Leave line {row.line} out", key=f"{key}.out", on_click=_leave_out, args=(file, row))


def spoken(text: str) -> str:
    """Give a text as a label: its words and amounts, since a screen reader speaks the signs that escape the others."""
    return " ".join(re.findall(r"£?\d+(?:[.,/-]\w+)*|£?[^\W_]+(?:['\u2019][^\W_]+)*|£", text))[:100]


def _named(row: Any) -> dict[str, Any]:
    """Name a row by its own number where it has one, else by its line."""
    own = row.ocid if row.ocid and row.ocid != row.source else ""
    return {"reference": own, "line": 0 if own else int(row.line)}


def _mend(file: str, row: Any, column: str, key: str) -> None:
    now = str(state.held(key)).strip()
    if now:
        _mended(file, Mend(column=column, was=row.value, now=now, **_named(row)))


def _leave_out(file: str, row: Any) -> None:
    _mended(file, Mend(**_named(row)))


def _mended(file: str, mend: Mend) -> None:
    _change(file, lambda now: replace(now, mends=(*now.mends, mend)))


def _change(file: str, changed: Callable[[RegisterMapping], RegisterMapping]) -> None:
    """Change the mapping in force for this file; the page reads the file under it at once.

    The one in force, and not the one under which a control was drawn: who changes a second thing before the page has
    read the file under the first would take the first back.
    """
    known = state.remembered(_MAPPING)
    if known is not None and known[0][0] == file:
        state.remember(_MAPPING, (known[0], changed(known[1])))
        state.remember(_STOPPED, None)


def _headline(dataset: Dataset) -> None:
    """Show the answer on this file, beside what it rests on."""
    view = View(table_named(UPLOAD), state.current())
    if view.table.dataset.fingerprint != dataset.fingerprint:
        return
    st.subheader(plain(view.headline()), anchor=False)
    sentences = (view.certainty(), rests_on(view), outweighs(view), "Every page answers for this file now.")
    st.markdown(answer.together(sentences))


# Which column holds which fact.


def _table(register: upload.Upload, mapping: RegisterMapping, file: str) -> None:
    """Show each column with an example, the fact that it holds, its unit and VAT; a change is read at once."""
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
        to_toml(mapping, register.name),
        file_name=f"{Path(register.name).stem}.mapping.toml",
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
    _change(file, lambda now: replace(now, all_rows={**now.all_rows, fact: text}))


def _column(use: ColumnUse, register: upload.Upload, file: str) -> None:
    fact, unit, vat = st.columns([6, 3, 3], vertical_alignment="bottom")
    example = register.examples.get(use.column, "")
    shown = spoken(use.column) + (f", such as {spoken(example[:40])}" if example else "")
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
    with vat:
        if is_money(use.fact):
            _choice("VAT", list(VATS), use, "vat", file, lambda name: _VATS[name])


def _meaning(fact: str) -> str:
    if fact == NOT_USED:
        return "not used"
    meaning = FACTS[fact].meaning
    return meaning[:1].upper() + meaning[1:]


def _choice(
    label: str,
    options: list[str],
    use: ColumnUse,
    field: str,
    file: str,
    words: Callable[[str], str],
) -> None:
    now = getattr(use, field)
    key = state.seed(f"own.{field}.{use.column}", now if now in options else options[0])
    st.selectbox(label, options, format_func=words, key=key, on_change=_chosen, args=(file, use.column, field, key))


def _chosen(file: str, column: str, field: str, key: str) -> None:
    changes = {field: str(state.held(key)), "why": "as chosen"}
    if field == "fact":
        changes |= {"unit": "", "vat": "", "period": "", "order": ""}
    _change(file, lambda now: now.having(column, **changes))
