"""The method page, generated from rules, settings, presets, schema and data."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from output.files.about import ESTIMATE
from output.text import plain
from policy import rules
from policy.contracts import COLUMNS
from policy.formats import capital, day, listed, some
from policy.national import sentences
from policy.receipts.errata import published
from policy.rules import settings
from policy.rules.base import QUESTIONS
from policy.rules.thresholds import LAW, LAW_PERIODS
from policy.scenarios.presets import presets
from policy.version import VERSION
from ui.controls import setting_list
from ui.sections import whole
from ui.sections.receipt import about
from ui.shell import papers
from ui.shell.view import View

OPENING, CLOSING = (
    (Path(__file__).parent / name).read_text(encoding="utf-8") for name in ("method_opening.md", "method_closing.md")
)


CONTENTS = {
    "made": "How a figure is made",
    "data": "The data",
    "rules": "The rules and their settings",
    "law": "Figures of procurement law",
    "presets": "The presets",
    "table": "The contracts table",
    "words": "Words",
    "published": "Beside published totals",
    "accuracy": "How well notices are read",
    "missing": "What is missing",
    "accessibility": "Accessibility",
    "versions": "Versions and corrections",
    "cite": "How to cite",
}
"""The parts of the page, by their anchors."""


def page(view: View) -> None:
    """Draw the whole page."""
    st.title("How these figures come about", anchor=False)
    st.markdown(f"**{ESTIMATE}** It says what published records show and the policy's own words ask, not what will be.")
    st.markdown("On this page: " + " · ".join(f"[{title}](#{anchor})" for anchor, title in CONTENTS.items()))
    _header("made")
    st.markdown(OPENING)
    _words_of("low, central, high", "central estimate", "not known", "ceiling", "imputation", "pass rate")
    _data(view)
    _rules()
    _law()
    _presets(view.coded.service_names)
    _columns()
    _glossary()
    _header("published")
    before, _, after = CLOSING.partition("<!-- published -->")
    st.markdown(before)
    whole.reconciled(view)
    _header("accuracy")
    st.markdown(papers.accuracy())
    _header("missing")
    not_covered, _, rest = after.partition("<!-- missing -->")
    st.markdown(not_covered)
    _missing(view)
    _header("accessibility")
    st.markdown(rest)
    _versions()
    _cite(view)


def _header(anchor: str) -> None:
    st.header(CONTENTS[anchor], anchor=anchor)


def _words_of(*words: str) -> None:
    """Say, where they stand, what some words mean."""
    with st.expander(f"Words used here: {listed(list(words))}"):
        st.markdown(papers.meanings(*words))


def _glossary() -> None:
    """Every word that the pages use in a fixed sense."""
    _header("words")
    st.markdown(papers.meanings("central estimate", "not known", "ceiling", "window", "scope", "good reason"))
    for heading, words in papers.glossary().items():
        with st.expander(f"{heading}: {len(words)} words"):
            st.markdown("\n".join(f"- **{plain(word)}**: {plain(meaning)}" for word, meaning in words))


_FACTS = {
    "annual_gbp": "a usable value a year",
    "end_date": "an end",
    "supplier": "a supplier",
    "service": "a kind of service",
    "notice_url": "the address of a notice",
}


def _missing(view: View) -> None:
    """Say what the data and the published figures lack, in numbers."""
    decisions = view.everything.decisions
    of, frame = int(decisions.counted.sum()), decisions.coded.frame
    lack = {words: int(frame[column].isna().to_numpy()[decisions.counted].sum()) for column, words in _FACTS.items()}
    lines = [
        f"- Of {some(of, 'counted contract')} {count:,} {'states' if count == 1 else 'state'} not {words}."
        for words, count in lack.items()
        if count
    ]
    lines.append(f"- {plain(sentences.summary(whole.how_big(view)))}")
    if unread := int(view.table.dataset.issues["unread"].sum()):
        lines.append(
            f"- {some(unread, 'record')} or {'cell' if unread == 1 else 'cells'} of the data could not be read; "
            "the page *Data* names each."
        )
    st.markdown("\n".join(lines))


def _versions() -> None:
    """Every version with what it changed, and every error that was found in figures."""
    _header("versions")
    for version, changes in papers.versions().items():
        with st.expander(f"{version}: {len(changes)} changes"):
            st.markdown("\n".join(f"- {change}" for change in changes))
    errata = published()
    st.markdown(
        f"This program calls itself version {VERSION}. {some(len(errata), 'error')} in figures "
        f"{'was' if len(errata) == 1 else 'were'} found; a figure "
        "printed from any of these is recalled on the page *Check a figure*:\n\n"
        + "\n".join(
            f"- **{plain(one.id)}**, {day(one.found)}. {plain(one.what)} Why: {plain(one.why)}. {plain(about(one))}"
            for one in errata
        )
    )


def _data(view: View) -> None:
    dataset = view.table.dataset
    _header("data")
    counted = int(view.everything.decisions.counted.sum())
    st.markdown(
        f"{plain(dataset.title)}, {plain(day(dataset.as_of))}: {some(len(dataset.contracts), 'row')}, of which "
        f"{counted:,} {'is' if counted == 1 else 'are'} counted under this scenario. {plain(dataset.note)} "
        f"Fingerprint `{dataset.fingerprint}`."
    )
    _words_of("register", "counted", "fingerprint", "quality of a value")
    decisions = view.everything.decisions
    frame, among = decisions.coded.frame, decisions.counted
    stated = {c: frame[c.name].notna().to_numpy()[among].mean() for c in COLUMNS if not c.from_service}
    missing = [(column.name, column.meaning, f"{share:.0%}") for column, share in stated.items()]
    with st.expander("How much is known: share of counted contracts that state each fact"):
        st.table(pd.DataFrame(missing, columns=["Column", "Meaning", "Stated"]), hide_index=True)
    with st.expander(f"What was repaired or could not be read: {len(dataset.issues)} entries"):
        st.dataframe(dataset.issues, hide_index=True, alt="Repairs and unreadable entries of the data")


def _rules() -> None:
    _header("rules")
    _words_of("rule", "setting", "stage", "exit", "scope", "window", "trigger", "criterion", "exemption", "good reason")
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
    _header("law")
    st.markdown(
        "In pounds with VAT. Before the first day and after the last no source was found: the nearest figures stand. "
        "Figures before 2022 were compared without VAT and are left out."
    )
    rows = [
        f"| {_unbroken(law.first)} | {_unbroken(law.last)} | {' | '.join(f'£{getattr(law, name):,}' for name in LAW)} |"
        for law in LAW_PERIODS
    ]
    names = ["From", "To", *map(capital, LAW.values())]
    # Below the table: in a column of it a title of a source took a line for each word.
    sources = [f"- From {day(law.first)}: [{plain(law.source.title)}]({law.source.url})" for law in LAW_PERIODS]
    st.markdown("\n".join([f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}", *rows, "", *sources]))


def _unbroken(one: date) -> str:
    """Say a day on one line: in a narrow column it took three."""
    return day(one).replace(" ", "\N{NO-BREAK SPACE}")


def _presets(names: Mapping[str, str]) -> None:
    _header("presets")
    for preset in presets().values():
        lines = [f"**{preset.letter}. {plain(preset.title)}** (`{preset.name}`). {plain(preset.summary)}", ""]
        for key, value in preset.settings.items():
            setting = settings()[key]
            words = f"{plain(setting.label)}: {plain(setting.words(value, names))}."
            lines.append(f"- {words} {setting_list.basis(preset.basis_of(key))}")
        st.markdown("\n".join(lines))


def _columns() -> None:
    _header("table")
    rows = [(column.name, column.kind.value, column.meaning, column.missing) for column in COLUMNS]
    with st.expander(f"Its {len(rows)} columns, and what a missing value means"):
        st.table(pd.DataFrame(rows, columns=["Column", "Kind", "Meaning", "Missing means"]), hide_index=True)


def _cite(view: View) -> None:
    _header("cite")
    st.markdown(view.subject.citation(code="`"))
    st.caption("Contains public sector information licensed under the Open Government Licence v3.0.")
