"""Cells of a reader's own file that were not read: each is put right by hand, or its row left out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from data.model.dataset import Dataset
from data.model.issues import NOTED, Issue
from data.readers.own_register.mapping import Mend, RegisterMapping
from data.readers.own_register.mends import still_apply
from output.text import plain, spoken
from policy.formats import capital, some
from ui.sections.own_file import mappings
from ui.shell import state

_MOST_ROWS_SHOWN = 20
_A_SHEET = "!table"
"""How the path of the note ends that says of a sheet how it was read."""


def cells(dataset: Dataset, mapping: RegisterMapping | None, file: str) -> None:
    """Show each cell that was not read with room for the right value, then how all was understood.

    A file that is read as a known export, with no mapping, has nothing that could be mended.
    """
    every = dataset.issues
    lost = every[every["unread"] & every["line"].notna()]
    if len(lost):
        st.subheader(f"Cells that were not read: {len(lost):,}", anchor=False)
        sheets = _sheets(every["path"])
        for place, row in enumerate(lost.head(_MOST_ROWS_SHOWN).itertuples(index=False)):
            sheet, column = _parted(str(row.path), sheets)
            _cell(place, row, sheet if len(sheets) > 1 else "", column, mapping, file)
        if mapping is None:
            st.caption("To mend them or leave lines out, match the columns by hand.")
        if (more := len(lost) - _MOST_ROWS_SHOWN) > 0:
            st.caption(f"{more:,} more are in the list of issues below.")
    if mapping is not None and mapping.mends:
        _mends(mapping.mends, mappings.not_applied(dataset), file)
    noted = every[every["done"] == NOTED]
    with st.expander(f"How your file was understood: {some(len(noted), 'note')}"):
        st.markdown(
            "\n".join(f"- **{plain(str(row.path))}** {plain(str(row.problem))}" for row in noted.head(200).itertuples())
        )


def _mends(mends: Sequence[Mend], idle: Sequence[Issue], file: str) -> None:
    """Say how many cells and rows were put right by hand, and of each mend that did not apply why."""
    applied = len(still_apply(mends, idle))
    st.caption(f"Mended or left out by hand: {applied:,}{f' of {len(mends):,}' if idle else ''}.")
    if idle:
        named = [f"- {plain(_idle_words(issue))}" for issue in idle[:_MOST_ROWS_SHOWN]]
        more = len(idle) - len(named)
        named += [f"- {more:,} more are in the list of issues below."] if more else []
        st.warning("\n".join(["Not applied, and left out of the mapping that you keep for the next file:\n", *named]))
    st.button("Take all of these back", on_click=mappings.change, args=(file, lambda now: replace(now, mends=())))


def _idle_words(issue: Issue) -> str:
    where = issue.ocid or f"Line {issue.line}"
    return f"{where}, {issue.path} {issue.problem}."


def _sheets(paths: Iterable[Any]) -> set[str]:
    """Return the sheets of which the issues say that they were read; none where the file is a single table."""
    return {path.removesuffix(_A_SHEET) for path in set(map(str, paths)) if path.endswith(_A_SHEET)}


def _parted(path: str, sheets: set[str]) -> tuple[str, str]:
    """Return the sheet and the column of a cell as issues name it; either may hold the sign that stands between."""
    sheet = max((name for name in sheets if path.startswith(f"{name}!")), key=len, default="")
    return sheet, path.removeprefix(f"{sheet}!") if sheet else path


def _cell(place: int, row: Any, sheet: str, column: str, mapping: RegisterMapping | None, file: str) -> None:
    """Show one cell and what can be done about it; `sheet` is empty where the file is read from one alone."""
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


def _named(row: Any, sheet: str) -> dict[str, Any]:
    """Name a row by its line, and by its own number where it has one and its sheet where there are several.

    A line of that number stands on the other sheets too, and the number may stand in several rows.
    """
    own = row.ocid if row.ocid and row.ocid != row.source else ""
    return {"reference": own, "line": int(row.line), "sheet": sheet}


def _mend(file: str, row: Any, sheet: str, column: str, key: str) -> None:
    now = str(state.held(key)).strip()
    if now:
        mappings.mend(file, Mend(column=column, was=row.value, now=now, **_named(row, sheet)))


def _leave_out(file: str, row: Any, sheet: str) -> None:
    mappings.mend(file, Mend(**_named(row, sheet)))
