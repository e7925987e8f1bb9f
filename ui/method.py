"""The method page, generated from rules, settings, presets, schema and data."""

import pandas as pd
import streamlit as st

from policy import rules
from policy.contracts import COLUMNS
from policy.presets import presets
from policy.rule import QUESTIONS
from policy.rules import settings
from policy.wording import day
from ui import setting_list
from ui.frame import View
from ui.text import plain

NOT_COVERED = (
    "What insourcing costs or saves, and what it does to staff who transfer.",
    "Ending a contract early: the pledge acts when a contract expires or is terminated, and only stated ends are known.",
    "Contracts that were never published, and payments outside contracts.",
)
HOW_READ = (
    "A rule answers yes, no or not known for each contract. What is missing is never taken as no.",
    "Rules are asked in the order below. The first certain exit decides; if there is none, the first rule that cannot be "
    "answered leaves the contract undecided: low none, high all of it.",
    "The central figure of an undecided contract is the share of contracts of the same service that pass the rules it "
    "waits for (at least five of them; else its group's; else all).",
    "Money is without VAT. A year's figure is the whole-life value divided by the term in years, at least one.",
    "A ceiling of a framework counts as nothing in the low and central figures and in full in the high one.",
    "Every total sums whole pence and thousandths of a contract; rounding for reading comes last, so parts that are shown "
    "rounded may not add up to the rounded whole.",
    "Below the chosen certainty of classification a criterion is not met, so that the range narrows.",
)
GLOSSARY = {
    "At risk": "People who rely on state protection; which definition counts is a setting.",
    "Coercive power": "A power over a person that the contractor holds, such as detention, force or taking goods.",
    "Significant contact": "The service is delivered to the person. Incidental: workers meet people at risk on the way.",
    "Light touch": "Services to people that procurement law treats with fewer rules and a higher threshold.",
    "Ceiling": "The most that may be bought under a framework; not what is spent.",
    "Good reason": "The pledge lets an authority keep a service outside for risk or for lack of capacity.",
}


def page(view: View) -> None:
    """Draw the whole page."""
    st.title("How these figures come about", anchor=False)
    _list(HOW_READ)
    _data(view)
    _rules()
    _presets()
    st.header("Words", anchor="words")
    _list(tuple(f"**{word}**: {meaning}" for word, meaning in GLOSSARY.items()), marked=True)
    st.header("What this does not cover", anchor="limits")
    _list(NOT_COVERED)
    _columns()
    _cite(view)


def _list(sentences: tuple[str, ...], *, marked: bool = False) -> None:
    st.markdown("\n".join(f"- {sentence if marked else plain(sentence)}" for sentence in sentences))


def _data(view: View) -> None:
    dataset = view.table.dataset
    st.header("The data", anchor="data")
    counted = int(view.decisions.counted.sum())
    st.markdown(
        f"{plain(dataset.title)}, {plain(day(dataset.as_of))}: {len(dataset.contracts):,} rows, of which {counted:,} are "
        f"counted under this scenario. {plain(dataset.note)} Fingerprint `{dataset.fingerprint}`."
    )
    frame = view.decisions.facts.frame[view.decisions.counted]
    missing = [(c.name, c.meaning, f"{frame[c.name].notna().mean():.0%}") for c in COLUMNS if not c.from_service]
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
                f"- `{spec.key}` {plain(spec.label)}: {plain(spec.help)} {setting_list.limits(spec)} Default: "
                f"{plain(spec.words(spec.default))}. {setting_list.basis(spec.param.basis)}" for spec in rule.specs()
            ]  # fmt: skip
            st.markdown("\n".join([lines[0], "", *lines[1:]]))


def _presets() -> None:
    st.header("The presets", anchor="presets")
    for preset in presets().values():
        lines = [f"**{preset.letter}. {plain(preset.title)}** (`{preset.name}`). {plain(preset.summary)}", ""]
        for key, value in preset.settings.items():
            spec = settings()[key]
            said = f"{plain(spec.label)}: {plain(spec.words(value))}."
            lines.append(f"- {said} {setting_list.basis(preset.basis_of(key))}")
        st.markdown("\n".join(lines))


def _columns() -> None:
    st.header("The contracts table", anchor="table")
    rows = [(column.name, column.kind.value, column.meaning, column.missing) for column in COLUMNS]
    with st.expander(f"Its {len(rows)} columns, and what a missing value means"):
        st.table(pd.DataFrame(rows, columns=["Column", "Kind", "Meaning", "Missing means"]), hide_index=True)


def _cite(view: View) -> None:
    st.header("How to cite", anchor="cite")
    st.markdown(
        f"Author's analysis using Back in house, data to {plain(day(view.table.dataset.as_of))} "
        f"(`{view.table.dataset.fingerprint}`), scenario `{view.scenario.preset.name}` (`{view.scenario.fingerprint()}`). "
        "The authors of the tool do not endorse the result."
    )
    st.caption("Contains public sector information licensed under the Open Government Licence v3.0.")
