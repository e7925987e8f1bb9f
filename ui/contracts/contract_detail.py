"""One contract opened: what was published, where it stands, each rule's answer, and what would change it."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from output.provenance import of_contract, of_fact
from output.text import plain
from policy.analysis.compare import stands
from policy.bounds import cut
from policy.contracts import BY_NAME
from policy.formats import stated
from policy.results.explain import Explanation, RuleAnswer, explain, value_in_words
from ui.contracts import reclassify
from ui.shell import state
from ui.shell.view import View

_FACTS = ("buyer", "supplier", "value_gbp", "value_quality", "value_span", "annual_gbp", "start_date", "end_date",
          "latest_end_date", "stage", "instrument", "source", "service_evidence", "not_counted_reason")  # fmt: skip


def opened(view: View) -> None:
    """Draw the contract that the address names, if it names one."""
    wanted = state.page_value("contract")
    if not wanted:
        return
    ids = view.decisions.coded.frame["contract_id"]
    found = (ids == wanted).to_numpy().nonzero()[0]
    if not len(found):
        st.warning(f"No contract with the id {plain(cut(wanted))} is in these data. Another data set may hold it.")
        return
    row, whole = int(found[0]), view.everything
    if whole.decisions.counted[row] and not view.decisions.counted[row]:
        st.caption("This contract is not among those that you look at; it is decided in the same way.")
    _contract(whole, row)


def _contract(view: View, row: int) -> None:
    frame = view.decisions.coded.frame
    contract = frame.iloc[row]
    sources = view.table.dataset.sources.get(str(contract["contract_id"]), ())
    st.header(plain(stated(contract["title"], "Title")), anchor=False)
    st.markdown(
        f"{plain(stated(contract['description'], 'Description'))} {of_contract(contract['notice_url'], sources)}"
    )
    explained = explain(view.decisions, row)
    st.markdown(f"**{plain(stands(view.decisions, row))}.** {_share(explained)}")
    reclassify.contract(view, row)
    left, right = st.columns([3, 4], gap="large")
    with left:
        st.subheader("As published", anchor=False)
        st.table(_facts(frame, row, sources), hide_index=True, alt="What was published of this contract")
    with right:
        st.subheader("Rule by rule", anchor=False)
        st.table(_readings(explained.readings), hide_index=True, alt="Each rule, what it read, and its answer")
    _parts(frame, row)
    _flips(explained)


def _share(explained: Explanation) -> str:
    low, central, high = (round(share / 10) for share in (explained.low, explained.central, explained.high))
    if low == high:
        return f"It counts as {central}% back in house."
    return f"It counts as {central}% back in house, between {low}% and {high}%."


def _facts(frame: pd.DataFrame, row: int, sources: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """What was published, a row for each fact; a last column where some fact was read elsewhere than the contract."""
    shown = [
        (BY_NAME[name].meaning.capitalize(), plain(value_in_words(frame, name, row)), of_fact(name, sources))
        for name in _FACTS
        if name != "not_counted_reason" or not frame["counted"].iloc[row]
    ]
    table = pd.DataFrame(shown, columns=["Fact", "Stated", "Read elsewhere"])
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
        lines.append(f"- {title}: {worth} over the whole term. {of_contract(part['notice_url'], ())}")
    st.markdown("\n".join(lines))


def _readings(readings: tuple[RuleAnswer, ...]) -> pd.DataFrame:
    rows = [
        (
            plain(reading.rule.label),
            plain("; ".join(_read(name, value) for name, value in reading.read)),
            reading.answer_words,
        )
        for reading in readings
    ]
    return pd.DataFrame(rows, columns=["Rule", "What it read", "Answer"])


def _read(name: str, value: str) -> str:
    return f"{name.replace('_gbp', '').replace('_', ' ')}: {value}"


def _flips(explained: Explanation) -> None:
    st.subheader("What would change it", anchor=False)
    if not explained.flips:
        st.markdown("No change of a single setting would: more than one rule decides it.")
        return
    st.markdown("\n".join(f"- {plain(flip.sentence())}" for flip in explained.flips))
