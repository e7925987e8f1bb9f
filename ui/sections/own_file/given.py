"""A reader's own file on the data page: read at once, its columns and cells put right, its mapping kept."""

import hashlib
from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.load import template, upload
from data.model.dataset import Dataset
from data.readers.files import ENDINGS, FileError
from data.readers.own_register.mapping import RegisterMapping
from data.readers.own_register.mapping_file import to_toml
from output.page.answer import outweighs, rests_on
from output.text import plain
from ui.charts.taking import file_button
from ui.sections import answer
from ui.sections.own_file import mappings, mends
from ui.sections.own_file.mappings import MAPPING, STOPPED
from ui.shell import state
from ui.shell.cache import table_named
from ui.shell.state import UPLOAD
from ui.shell.view import View

_OPENED, _READ, _IN_FORCE = "own.opened", "own.read", "own.in_force"
_FILES, _GIVEN, _SAME, _WAYS = "own.files", "own.given", "own.same", "own.ways"
_READING = (_OPENED, MAPPING, _READ, STOPPED, _IN_FORCE)
"""What is forgotten with a file; what was put right in it is kept, for it may be given again."""


class _Opening(NamedTuple):
    """A file by its name here (`_identity`), opened, or why it cannot be."""

    file: str
    found: upload.Upload | FileError


class _Reading(NamedTuple):
    """What was read of a file under a mapping, or why nothing was; `key` is the file's name here and the mapping."""

    key: tuple[str, str]
    found: Dataset | FileError


class _InForce(NamedTuple):
    """The file that this session answers for: its name here, the file as opened, and what was read of it."""

    file: str
    register: upload.Upload
    reading: _Reading


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
    file_button("A template to fill in (CSV)", template.csv_bytes, "contracts_register_template.csv")
    given = next((each for each in files if not each.name.lower().endswith(".toml")), None)
    written = next((each for each in files if each.name.lower().endswith(".toml")), None)
    if others := [each.name for each in files if each not in (given, written)]:
        st.warning(
            f"One file is read at a time, with one mapping. Not read: {plain(', '.join(others[:10]))}. "
            "To read one of these, first take out the one that is read, by the cross beside its name."
        )
    file = _identity(given) if given is not None else ""
    state.remember(_GIVEN, file)
    if not file and state.upload() is None:
        for name in _READING:
            state.remember(name, None)
        return
    register = _opened(file, given) if given is not None else None
    if register is not None:
        _shown(file, register, written)
    elif (kept := _in_force()) is not None:
        _still_in_use(kept.register)
        _shown(kept.file, kept.register, written if given is None else None)


def _shown(file: str, register: upload.Upload, written: Any) -> None:
    """Read a file under the mapping in force, and show what came of it with all that can be put right."""
    mapping = mappings.in_force(file, register, written)
    mapped = written is not None and not mappings.is_refused(written)
    recognised = _is_recognised(file, register, "matched" if mapped else "recognised")
    try:
        dataset = _read(file, register, None if recognised else mapping)
    except FileError as error:
        st.error(plain(str(error)))
        recognised, dataset = False, None
    if dataset is not None:
        mends.cells(dataset, None if recognised else mapping, file)
        _headline(dataset)
    if not recognised and register.columns:
        mappings.columns(register, mapping, file, dataset)


def _given_or_taken() -> None:
    """Forget a file that the reader takes away, and use one that is given again.

    Who only turns to another page takes none away.
    """
    kept, before = _in_force(), state.remembered(_GIVEN)
    now = next((_identity(each) for each in state.held(_FILES) if not each.name.lower().endswith(".toml")), "")
    if kept is None or now == before:
        return
    if now == kept.file:
        state.choose_data(UPLOAD)
    elif not now and before == kept.file:
        state.forget_upload()


def _identity(given: Any) -> str:
    """Name a file by the first one of this name and these bytes that this session was given."""
    known: dict[Any, str] = state.remembered(_SAME, {})
    if given.file_id in known:
        return known[given.file_id]
    same = (given.name, hashlib.sha256(given.getvalue()).hexdigest())
    first = known.get(same, given.file_id)
    state.remember(_SAME, {**known, same: first, given.file_id: first})
    return first


def _in_force() -> _InForce | None:
    """The file that this session answers for; None where there is none."""
    kept: _InForce | None = state.remembered(_IN_FORCE)
    return kept if state.upload() is not None else None


def mapping_to_give() -> str:
    """Name the mapping without which the file in use is read otherwise than here; "" where its guess is in force."""
    kept = _in_force()
    if kept is None:
        return ""
    by_itself = "" if kept.register.shape else to_toml(kept.register.guessed)
    return "" if kept.reading.key[1] == by_itself else mappings.file_of(kept.register)


def _still_in_use(register: upload.Upload) -> None:
    """Name the file that was given before the reader turned to another page, and offer to take it away."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(register.name)}** is kept in this session, with what you put right in it.")
        st.button("Take this file away", on_click=state.forget_upload, type="tertiary")


def _opened(file: str, given: Any) -> upload.Upload | None:
    """Open a file once and not in every run of the page; None where it cannot be read, or its opening was stopped."""
    opening: _Opening | None = state.remembered(_OPENED)
    if opening is None or opening.file != file:
        kept = _in_force()
        opening = _Opening(file, kept.register) if kept is not None and kept.file == file else None
    if opening is None:
        if _is_stopped(file):
            return None
        with _waiting("own.stop.opening", file) as told:
            try:
                opening = _Opening(file, upload.opened(given.name, given.getvalue(), told))
            except FileError as error:
                opening = _Opening(file, error)
    state.remember(_OPENED, opening)
    if isinstance(opening.found, FileError):
        st.error(plain(str(opening.found)))
        return None
    return opening.found


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
                st.button("Stop reading", key=self._key, on_click=state.remember, args=(STOPPED, self._file))
        else:
            self._bar.progress(share, plain(words))


def _is_stopped(file: str) -> bool:
    """Say that the reader stopped the reading of this file, where he did, and offer to read it after all."""
    if state.remembered(STOPPED) != file:
        return False
    st.warning("Reading was stopped.")
    st.button("Read it", on_click=state.remember, args=(STOPPED, None))
    return True


def _is_recognised(file: str, register: upload.Upload, first: str) -> bool:
    """Let the reader choose between the export that a file was recognised as and its columns one by one.

    `first` is the way until then: whoever gives a mapping too has chosen.
    """
    if not register.shape:
        return False
    ways = {"recognised": f"Read it as {register.shape}", "matched": "Match its columns by hand"}
    key = state.seed("page.way", state.remembered(_WAYS, {}).get(file, first))
    chosen = st.radio(
        "How to read it",
        list(ways),
        format_func=lambda way: ways[way],
        key=key,
        disabled=not register.columns,
        on_change=lambda: state.remember(_WAYS, {**state.remembered(_WAYS, {}), file: state.held(key)}),
    )
    return chosen == "recognised"


def _read(file: str, register: upload.Upload, mapping: RegisterMapping | None) -> Dataset | None:
    """Read a file under a mapping, once, and put it in use; None where the reader stopped it.

    Raises:
        FileError: nothing of it can be read.
    """
    key, kept = (file, to_toml(mapping) if mapping is not None else ""), _in_force()
    reading: _Reading | None = state.remembered(_READ)
    if (reading is None or reading.key != key) and kept is not None:
        reading = kept.reading
    if reading is None or reading.key != key:
        if _is_stopped(file):
            return None
        with _waiting("own.stop", file) as told:
            try:
                reading = _Reading(key, upload.read(register, mapping, told))
            except FileError as error:
                reading = _Reading(key, error)
        state.remember(_READ, reading)
        if isinstance(reading.found, Dataset):
            state.keep_upload(reading.found)
            state.remember(_IN_FORCE, _InForce(file, register, reading))
            if mapping is not None:
                mappings.keep_for_like(register, mapping)
            st.rerun()
    if isinstance(reading.found, FileError):
        raise reading.found
    return reading.found


def _headline(dataset: Dataset) -> None:
    """Show the answer on this file, beside what it rests on."""
    view = View(table_named(UPLOAD), state.current())
    if view.table.dataset.fingerprint != dataset.fingerprint:
        return
    st.subheader(plain(view.headline()), anchor=False)
    in_use = state.data_name() == UPLOAD
    now = "Every page answers for this file now." if in_use else "The pages answer for the data set chosen above."
    sentences = (view.certainty(), rests_on(view), outweighs(view), now)
    st.markdown(answer.together(sentences))
