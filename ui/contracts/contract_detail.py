"""One contract opened: what was published, where it stands, each rule's answer, and what would change it."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from output.field_words import label, link_of_fact, links_of_contract, words
from output.text import BETWEEN, plain
from policy.analysis.compare import stands
from policy.bounds import cut
from policy.formats import listed, some, stated
from policy.results.explain import Explanation, explain, value_in_words
from policy.results.sentences import counts_as
from ui.contracts import reclassify
from ui.shell import state
from ui.shell.view import View

_FACTS = ("buyer", "supplier", "service", "annual_gbp", "value_gbp", "value_quality", "value_span", "start_date",
          "end_date", "latest_end_date", "stage", "instrument", "source", "service_evidence",
          "instrument_evidence", "not_counted_reason")  # fmt: skip

_FIRST = ("buyer", "supplier", "annual_gbp", "end_date")
"""Facts that stand under the title: who buys, from whom, for how much, until when."""
_MOST_VALUES = 3
"""Values of one setting that a line names."""
_FOLLOWS = {"leaves": "Out here: it {outside}", "stays": "Still in", "met": "Yes: a reason to bring it back",
            "not met": "No", "switched off": "Not asked under this policy"}  # fmt: skip
"""What an answer means for the contract; no word of it can be read the other way round."""


def opened(view: View) -> None:
    """Draw the contract that the address names, if it names one."""
    wanted = state.page_value("contract")
    if not wanted:
        return
    ids = view.decisions.coded.frame["contract_id"]
    places = (ids == wanted).to_numpy().nonzero()[0]
    if not len(places):
        st.warning(f"No contract with the id {plain(cut(wanted))} is in these data. Another data set may hold it.")
        return
    row, whole = int(places[0]), view.everything
    if whole.decisions.counted[row] and not view.decisions.counted[row]:
        st.caption("This contract is not among those that you look at; it is decided in the same way.")
    with st.container(key="opened"):
        _contract(whole, row)


def _contract(view: View, row: int) -> None:
    frame = view.decisions.coded.frame
    contract = frame.iloc[row]
    sources = view.table.dataset.sources.get(str(contract["contract_id"]), ())
    st.header(plain(stated(contract["title"], "Title")), anchor=False)
    st.markdown(
        f"{plain(stated(contract['description'], 'Description'))} {links_of_contract(contract['notice_url'], sources)}"
    )
    st.markdown(BETWEEN.join(f"{label(name)}: {plain(words(view.decisions.coded, name, row))}" for name in _FIRST))
    explained = explain(view.decisions, row)
    kind = plain(words(view.decisions.coded, "service", row))
    share = counts_as((explained.low, explained.central, explained.high), view.scenario)
    st.markdown(f"**{plain(stands(view.decisions, row))}.** {share} Kind of service: {kind}.")
    reclassify.contract(view, row)
    st.subheader("Question by question", anchor=False)
    st.table(_readings(view, row, explained), hide_index=True, alt="Each question, what we read, what follows")
    st.subheader("Published, and worked out from it", anchor=False)
    st.table(_facts(view, row, sources), hide_index=True, alt="What was published of this contract, and what follows")
    _parts(frame, row)
    _would_change(explained, view.decisions.coded.service_names)


def _facts(view: View, row: int, sources: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """What was published or worked out, a row for each fact; a last column where one was read elsewhere."""
    frame = view.decisions.coded.frame
    shown = [
        (label(name), plain(words(view.decisions.coded, name, row)), link_of_fact(name, sources))
        for name in _FACTS
        if name != "not_counted_reason" or not frame["counted"].iloc[row]
    ]
    table = pd.DataFrame(shown, columns=["Fact", "What it is", "Read elsewhere"])
    return table if table["Read elsewhere"].any() else table.drop(columns="Read elsewhere")


def _parts(frame: pd.DataFrame, row: int) -> None:
    """List the rows that are parts of this contract and are not counted beside it."""
    parts = frame[(frame["part_of"] == frame["contract_id"].iloc[row]).to_numpy()]
    if parts.empty:
        return
    st.subheader("Its parts, which are not counted beside it", anchor=False)
    lines = []
    for at, (_, part) in enumerate(parts.iterrows()):
        title, worth = plain(stated(part["title"], "Title")), plain(value_in_words(parts, "value_gbp", at))
        lines.append(f"- {title}: {worth} over the whole term. {links_of_contract(part['notice_url'], ())}")
    st.markdown("\n".join(lines))


def _readings(view: View, row: int, explained: Explanation) -> pd.DataFrame:
    """The questions of the policy in order: what the notice says, and what follows; what takes it out stands out."""
    rows = []
    for reading in explained.readings:
        follows = _FOLLOWS.get(reading.answer, reading.answer.capitalize()).format(outside=view.scenario.preset.outside)
        names = [name for name, _ in reading.read if name != "service" or len(reading.read) == 1]  # it stands above
        read = "; ".join(f"{label(name)}: {words(view.decisions.coded, name, row)}" for name in names)
        strong = "**" if reading.answer == "leaves" else ""
        rows.append((plain(reading.rule.asks()), plain(read), f"{strong}{follows}{strong}"))
    return pd.DataFrame(rows, columns=["Question", "What we read", "What follows"])


def _would_change(explained: Explanation, names: Mapping[str, str]) -> None:
    """Say what would change the outcome, one line for the values of a setting that do the same."""
    st.subheader("What would change it", anchor=False)
    if not explained.would_change:
        st.markdown("No change of a single setting would: more than one rule decides it.")
        return
    lines: dict[tuple[str, str], list[str]] = {}
    for other in explained.would_change:
        lines.setdefault((other.setting.label, other.outcome), []).append(
            f"“{other.setting.words(other.value, names)}”"
        )
    st.markdown("\n".join(f"- {plain(_in_words(*key, values))}" for key, values in lines.items()))


def _in_words(label: str, outcome: str, values: list[str]) -> str:
    more = len(values) - _MOST_VALUES
    named = [*values[:_MOST_VALUES], *([some(more, "other value")] if more > 0 else [])]
    return f"With “{label}” at {listed(named, 'or')} it {outcome}"
