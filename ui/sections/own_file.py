"""A reader's own file on the data page: read at once, its columns and cells put right, its mapping kept."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.load import template, upload
from data.model.dataset import Dataset
from data.model.issues import NOTED, Issue
from data.readers.files import ENDINGS, FileError
from data.readers.own_register.facts import FACTS, NOT_USED
from data.readers.own_register.mapping import VATS, ColumnUse, Mend, RegisterMapping, is_day, is_money
from data.readers.own_register.mapping_file import MappingError, from_toml, to_toml
from data.readers.own_register.mends import NOT_APPLIED, still_apply
from output.page.answer import outweighs, rests_on
from output.text import plain
from policy.contracts import BUYER_KINDS
from policy.formats import capital, some
from ui.sections import answer
from ui.shell import state
from ui.shell.cache import table_named
from ui.shell.state import UPLOAD
from ui.shell.view import View

_OPENED, _MAPPING, _READ, _STOPPED, _KEPT = "own.opened", "own.mapping", "own.read", "own.stopped", "own.kept"
_GONE, _FILES, _GIVEN, _IN_FORCE = "own.gone", "own.files", "own.given", "own.in_force"
_SAME, _BY_FILE, _WAYS = "own.same", "own.by_file", "own.ways"
_READING = (_OPENED, _MAPPING, _READ, _STOPPED, _IN_FORCE)
"""What is forgotten with a file; what was put right in it is kept, for it may be given again."""
_MOST_ROWS_SHOWN = 20
_MOST_COLUMNS_SHOWN = 40
_MOST_FILES_KEPT = 20
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
    given = next((each for each in files if not each.name.lower().endswith(".toml")), None)
    written = next((each for each in files if each.name.lower().endswith(".toml")), None)
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
        _still_in_use(kept[1])
        _shown(kept[0], kept[1], written if given is None else None)


def _shown(file: str, register: upload.Upload, written: Any) -> None:
    """Read a file under the mapping in force, and show what came of it with all that can be put right."""
    mapping = _mapping(file, register, written)
    recognised = _is_recognised(file, register)
    try:
        dataset = _read(file, register, None if recognised else mapping)
    except FileError as error:
        st.error(plain(str(error)))
        recognised, dataset = False, None
    if dataset is not None:
        _issues(dataset, None if recognised else mapping, file)
        _headline(dataset)
    if not recognised and register.columns:
        _table(register, mapping, file, dataset)


def _given_or_taken() -> None:
    """Forget a file that the reader takes away, and use one that is given again.

    Who only turns to another page takes none away.
    """
    kept, before = _in_force(), state.remembered(_GIVEN)
    now = next((_identity(each) for each in state.held(_FILES) if not each.name.lower().endswith(".toml")), "")
    if kept is None or now == before:
        return
    if now == kept[0]:
        state.choose_data(UPLOAD)
    elif not now and before == kept[0]:
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


def _in_force() -> tuple[str, upload.Upload, Any] | None:
    """The file that this session answers for, with its name here and how it was read; None where there is none."""
    kept: tuple[str, upload.Upload, Any] | None = state.remembered(_IN_FORCE)
    return kept if state.upload() is not None else None


def _still_in_use(register: upload.Upload) -> None:
    """Name the file that was given before the reader turned to another page, and offer to take it away."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(register.name)}** is kept in this session, with what you put right in it.")
        st.button("Take this file away", on_click=state.forget_upload, type="tertiary")


def _opened(file: str, given: Any) -> upload.Upload | None:
    """Open a file once and not in every run of the page; None where it cannot be read, or its opening was stopped."""
    known: tuple[str, upload.Upload | FileError] = state.remembered(_OPENED) or ("", FileError())
    if known[0] != file and (kept := _in_force()) is not None and kept[0] == file:
        known = (file, kept[1])
    if known[0] != file:
        if _is_stopped(file):
            return None
        with _waiting("own.stop.opening", file) as told:
            try:
                known = (file, upload.opened(given.name, given.getvalue(), told))
            except FileError as error:
                known = (file, error)
    state.remember(_OPENED, known)
    if isinstance(known[1], FileError):
        st.error(plain(str(known[1])))
        return None
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
    given = written.file_id if written is not None else ""
    known: tuple[tuple[str, str], RegisterMapping] | None = state.remembered(_MAPPING)
    if known is not None and known[0] in ((file, given), (file, given or known[0][1])):
        return known[1]
    by_file: dict[str, tuple[RegisterMapping, list[str]]] = state.remembered(_BY_FILE, {})
    before, gone = by_file.get(file, (None, []))
    kept: dict[tuple[str, ...], RegisterMapping] = state.remembered(_KEPT, {})
    mapping = before
    if written is not None:
        try:
            mapping, gone = _fitted(
                from_toml(written.getvalue().decode("utf-8-sig", "replace"), written.name), register
            )
            mapping = replace(mapping, mends=_together(mapping.mends, before.mends if before else ()))
        except MappingError as error:
            st.error(plain(str(error)))
    if mapping is None:
        same = kept.get(_signature(register))
        mapping = register.guessed if same is None else replace(same, mends=())
    state.remember(_GONE, gone)
    _remember_mapping((file, given), mapping)
    return mapping


def _remember_mapping(source: tuple[str, str], mapping: RegisterMapping) -> None:
    """Keep the mapping in force, and beside it that of every file of this session, for when it is given again."""
    state.remember(_MAPPING, (source, mapping))
    every = {**state.remembered(_BY_FILE, {}), source[0]: (mapping, state.remembered(_GONE, []))}
    state.remember(_BY_FILE, dict(list(every.items())[-_MOST_FILES_KEPT:]))


def _together(mends: Sequence[Mend], more: Sequence[Mend]) -> tuple[Mend, ...]:
    """Return some mends with others after them; of two of one cell the later stands, told by what it was at first."""
    found = {(mend.reference, mend.line, mend.sheet, mend.column, mend.was): mend for mend in mends}
    for mend in more:
        row = (mend.reference, mend.line, mend.sheet, mend.column)
        first = next((key for key, each in found.items() if key[:-1] == row and each.now == mend.was), (*row, mend.was))
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


def _is_recognised(file: str, register: upload.Upload) -> bool:
    """Let the reader choose between the export that a file was recognised as and its columns one by one."""
    if not register.shape:
        return False
    ways = {"recognised": f"Read it as {register.shape}", "matched": "Match its columns by hand"}
    key = state.seed("page.way", state.remembered(_WAYS, {}).get(file, "recognised"))
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
    known: tuple[tuple[str, str], Dataset | FileError] | None = state.remembered(_READ)
    if (known is None or known[0] != key) and kept is not None:
        known = kept[2]
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
            state.remember(_IN_FORCE, (file, register, known))
            if mapping is not None:
                state.remember(_KEPT, {**state.remembered(_KEPT, {}), _signature(register): mapping})
            st.rerun()
    if isinstance(known[1], FileError):
        raise known[1]
    return known[1]


# How it was read.


def _issues(dataset: Dataset, mapping: RegisterMapping | None, file: str) -> None:
    """Show each cell that was not read with room for the right value, then how all was understood.

    A file that is read as a known export, with no mapping, has nothing that could be mended.
    """
    issues = dataset.issues
    lost = issues[issues["unread"] & issues["line"].notna()]
    if len(lost):
        st.subheader(f"Cells that were not read: {len(lost):,}", anchor=False)
        several = len(set(map(_sheet_of, issues["path"])) - {""}) > 1
        for place, row in enumerate(lost.head(_MOST_ROWS_SHOWN).itertuples(index=False)):
            _cell(place, row, _sheet_of(row.path) if several else "", mapping, file)
        if mapping is None:
            st.caption("To mend them or leave lines out, match the columns by hand.")
        if (more := len(lost) - _MOST_ROWS_SHOWN) > 0:
            st.caption(f"{more:,} more are in the list of issues below.")
    if mapping is not None and mapping.mends:
        _mends(mapping.mends, _not_applied(dataset), file)
    noted = issues[issues["done"] == NOTED]
    with st.expander(f"How your file was understood: {some(len(noted), 'note')}"):
        st.markdown(
            "\n".join(f"- **{plain(str(row.path))}** {plain(str(row.problem))}" for row in noted.head(200).itertuples())
        )


def _not_applied(dataset: Dataset | None) -> list[Issue]:
    """The mends that a file as it was read has no place for."""
    if dataset is None:
        return []
    idle = dataset.issues[dataset.issues["done"] == NOT_APPLIED]
    rows = idle.astype({"line": object}).where(idle.notna(), None).itertuples(index=False, name=None)
    return [Issue(*row) for row in rows]


def _mends(mends: Sequence[Mend], idle: Sequence[Issue], file: str) -> None:
    """Say how many cells and rows were put right by hand, and of each mend that did not apply why."""
    applied = len(still_apply(mends, idle))
    st.caption(f"Mended or left out by hand: {applied:,}{f' of {len(mends):,}' if idle else ''}.")
    if idle:
        named = [f"- {plain(_idle_words(issue))}" for issue in idle[:_MOST_ROWS_SHOWN]]
        more = len(idle) - len(named)
        named += [f"- {more:,} more are in the list of issues below."] if more else []
        st.warning("\n".join(["Not applied, and left out of the mapping that you keep for the next file:\n", *named]))
    st.button("Take all of these back", on_click=_change, args=(file, lambda now: replace(now, mends=())))


def _idle_words(issue: Issue) -> str:
    return f"{issue.ocid or f'Line {issue.line}'}, {issue.path} {issue.problem}."


def _sheet_of(path: Any) -> str:
    """The sheet of a cell as issues name it, "" where the file is a single table."""
    return str(path).rpartition("!")[0]


def _cell(place: int, row: Any, sheet: str, mapping: RegisterMapping | None, file: str) -> None:
    """Show one cell and what can be done about it; `sheet` is empty where the file is read from one alone."""
    column = str(row.path).rpartition("!")[2]
    line = f"line {row.line} of {sheet}" if sheet else f"line {row.line}"
    where = capital(line) + (f" ({row.ocid})" if row.ocid and row.ocid != row.source else "")
    st.markdown(plain(f"{where}, {column}: “{row.value}” {row.problem}"))
    if mapping is None:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"own.mend.{place}.{sheet}.{row.line}.{column}"
        if any(use.column == column for use in mapping.columns):
            st.text_input(
                f"Right value for {spoken(line)}, {spoken(column)}",
                key=state.seed(key, ""),
                on_change=_mend,
                args=(file, row, sheet, column, key),
            )
        st.button(f"Leave {spoken(line)} out", key=f"{key}.out", on_click=_leave_out, args=(file, row, sheet))


def spoken(text: str) -> str:
    """Give a text as a label: its words and amounts, since a screen reader speaks the signs that escape the others."""
    return " ".join(re.findall(r"£?\d+(?:[.,/-]\w+)*|£?[^\W_]+(?:['\u2019][^\W_]+)*|£", text))[:100]


def _named(row: Any, sheet: str) -> dict[str, Any]:
    """Name a row by its own number where it has one, else by its line, and by its sheet where there are several.

    A line of that number stands on the other sheets too, and so may a contract of that number with other facts.
    """
    own = row.ocid if row.ocid and row.ocid != row.source else ""
    return {"reference": own, "line": 0 if own else int(row.line), "sheet": sheet}


def _mend(file: str, row: Any, sheet: str, column: str, key: str) -> None:
    now = str(state.held(key)).strip()
    if now:
        _mended(file, Mend(column=column, was=row.value, now=now, **_named(row, sheet)))


def _leave_out(file: str, row: Any, sheet: str) -> None:
    _mended(file, Mend(**_named(row, sheet)))


def _mended(file: str, mend: Mend) -> None:
    _change(file, lambda now: replace(now, mends=_together(now.mends, (mend,))))


def _change(file: str, changed: Callable[[RegisterMapping], RegisterMapping]) -> None:
    """Change the mapping in force for this file; the page reads the file under it at once.

    The one in force, and not the one under which a control was drawn: who changes a second thing before the page has
    read the file under the first would take the first back.
    """
    known = state.remembered(_MAPPING)
    if known is not None and known[0][0] == file:
        _remember_mapping(known[0], changed(known[1]))
        state.remember(_STOPPED, None)


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


# Which column holds which fact.


def _table(register: upload.Upload, mapping: RegisterMapping, file: str, dataset: Dataset | None) -> None:
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
        to_toml(replace(mapping, mends=still_apply(mapping.mends, _not_applied(dataset))), register.name),
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
