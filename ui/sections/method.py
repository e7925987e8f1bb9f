"""The method page, generated from rules, settings, presets, schema and data."""

from pathlib import Path

import pandas as pd
import streamlit as st

from output.text import plain
from policy import rules
from policy.contracts import COLUMNS
from policy.formats import day
from policy.rules import settings
from policy.rules.base import QUESTIONS
from policy.rules.thresholds import LAW, PERIODS
from policy.scenarios.presets import presets
from ui.controls import setting_list
from ui.sections import whole
from ui.shell.view import View

OPENING, CLOSING = (
    (Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("method_opening.md", "method_closing.md")
)


def page(view: View) -> None:
    """Draw the whole page."""
    st.title("How these figures come about", anchor=False)
    st.markdown(OPENING)
    _data(view)
    _rules()
    _law()
    _presets()
    _columns()
    before, _, after = CLOSING.partition("<!-- published -->")
    st.markdown(before)
    whole.reconciled(view)
    st.markdown(after)
    _cite(view)


def _data(view: View) -> None:
    dataset = view.table.dataset
    st.header("The data", anchor="data")
    counted = int(view.everything.decisions.counted.sum())
    st.markdown(
        f"{plain(dataset.title)}, {plain(day(dataset.as_of))}: {len(dataset.contracts):,} rows, of which {counted:,} "
        f"are counted under this scenario. {plain(dataset.note)} Fingerprint `{dataset.fingerprint}`."
    )
    decisions = view.everything.decisions
    frame, among = decisions.coded.frame, decisions.counted
    stated = {c: frame[c.name].notna().to_numpy()[among].mean() for c in COLUMNS if not c.from_service}
    missing = [(column.name, column.meaning, f"{share:.0%}") for column, share in stated.items()]
    with st.expander("How much is known: share of counted contracts that state each fact"):
        st.table(pd.DataFrame(missing, columns=["Column", "Meaning", "Stated"]), hide_index=True)
    with st.expander(f"What was repaired or could not be read: {len(dataset.issues)} entries"):
        st.dataframe(dataset.issues, hide_index=True, alt="Repairs and unreadable entries of the data")


def _rules() -> None:
    st.header("The rules and their settings", anchor="rules")
    for stage, question in QUESTIONS.items():
        st.subheader(plain(question), anchor=False)
        for rule in (rule for rule in rules.RULES if rule.stage is stage):
            lines = [f"**{plain(rule.label)}** (`{rule.id}`). {plain(rule.sentence())}"]
            lines += [
                f"- `{setting.key}` {plain(setting.label)}: {plain(setting.help)} {setting_list.limits(setting)} "
                f"Default: {plain(setting.words(setting.default))}. {setting_list.basis(setting.param.basis)}"
                for setting in rule.settings()
            ]
            st.markdown("\n".join([lines[0], "", *lines[1:]]))


def _law() -> None:
    """List the dated figures of procurement law with their sources."""
    st.header("Figures of procurement law", anchor="law")
    st.markdown(
        "In pounds with VAT. Before the first day and after the last no source was found: the nearest figures stand. "
        "Figures before 2022 were compared without VAT and are left out."
    )
    rows = [
        f"| {day(law.first)} | {day(law.last)} | {' | '.join(f'£{getattr(law, name):,}' for name in LAW)} "
        f"| [{plain(law.source.title)}]({law.source.url}) |"
        for law in PERIODS
    ]
    names = ["From", "To", *(words.capitalize() for words in LAW.values()), "Source"]
    st.markdown("\n".join([f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}", *rows]))


def _presets() -> None:
    st.header("The presets", anchor="presets")
    for preset in presets().values():
        lines = [f"**{preset.letter}. {plain(preset.title)}** (`{preset.name}`). {plain(preset.summary)}", ""]
        for key, value in preset.settings.items():
            setting = settings()[key]
            said = f"{plain(setting.label)}: {plain(setting.words(value))}."
            lines.append(f"- {said} {setting_list.basis(preset.basis_of(key))}")
        st.markdown("\n".join(lines))


def _columns() -> None:
    st.header("The contracts table", anchor="table")
    rows = [(column.name, column.kind.value, column.meaning, column.missing) for column in COLUMNS]
    with st.expander(f"Its {len(rows)} columns, and what a missing value means"):
        st.table(pd.DataFrame(rows, columns=["Column", "Kind", "Meaning", "Missing means"]), hide_index=True)


def _cite(view: View) -> None:
    st.header("How to cite", anchor="cite")
    st.markdown(view.subject.citation(code="`"))
    st.caption("Contains public sector information licensed under the Open Government Licence v3.0.")
