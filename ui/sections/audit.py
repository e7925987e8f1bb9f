"""The audit: draw a sample, judge its contracts in the page, and see the headline corrected by them at once."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import streamlit as st

from output.charts.audit import LEAST_JUDGED, corrected_chart
from output.field_words import links_of_contract
from output.subject import csv_bytes
from output.text import BETWEEN, plain
from policy.analysis.compare import stands
from policy.audit import sample as audit
from policy.audit.estimator import corrected
from policy.audit.labels import SAID, Label, all_labels, answers, choices, from_file, kept_words, worksheet
from policy.audit.sample import SPLITS, Sample
from policy.formats import some, stated
from policy.results.sentences import counts_as
from ui.charts.chart_frame import show
from ui.controls import page_input
from ui.shell import state
from ui.shell.theme import palette
from ui.shell.view import View

_SIZES = (30, 400)


def sample(view: View) -> Sample:
    """Let the reader choose size, seed and strata, all kept in the address, and draw."""
    left, middle, right = st.columns(3)
    with left:
        size = page_input.number("size", "Contracts in the sample", _SIZES, 80, "How many contracts are drawn")
    with middle:
        same = "The same number draws the same contracts again"
        seed = page_input.number("seed", "Seed", (0, 999_999), 1, same)
    with right:
        split = page_input.one_of("strata", "Each outcome split by", SPLITS)
    return audit.draw(audit.population(view.decisions, split), size, seed)


def _labels() -> dict[str, Label]:
    """The labels of this session; they are never stored elsewhere."""
    return {name: Label(*parts) for name, parts in state.remembered("audit.labels", {}).items()}


def _set(labels: dict[str, Label]) -> None:
    state.remember("audit.labels", {name: (x.said, x.label, x.corrected, x.note) for name, x in labels.items()})


def _of_drawn(view: View, drawn: Sample, column: str) -> list[str]:
    """A column of the drawn contracts as text, in their order; no other rows are read."""
    return [stated(text, column) for text in view.decisions.coded.frame[column].iloc[drawn.of.rows[drawn.places]]]


def elsewhere(view: View, drawn: Sample) -> None:
    """Say which labels count no longer in this sample, since the result or the sample moved."""
    if sentences := kept_words(drawn, _labels(), _of_drawn(view, drawn, "contract_id")):
        st.info("\n\n".join(map(plain, sentences)))


def result(view: View, drawn: Sample) -> None:
    """Draw the headline as the rules give it and as the sample corrects it, once a contract is judged."""
    labels, ids = _labels(), _of_drawn(view, drawn, "contract_id")
    judged_rows = answers(drawn, labels, ids)
    judged = len(judged_rows.places)
    elsewhere(view, drawn)
    if not judged:  # the charts would show the headline twice again, above what is to be done
        st.markdown(f"0 of {len(drawn.places)} judged so far.")
        return
    columns = st.columns(2, gap="large")
    for column, measure in zip(columns, ("contracts", "annual_gbp"), strict=True):
        with column:
            estimate = corrected(drawn, judged_rows, spend=measure == "annual_gbp")
            words = f"{judged} of {len(drawn.places)} judged"
            waits = judged < min(LEAST_JUDGED, len(drawn.places))
            if not view.totals.is_known(measure):
                st.markdown("No contract in the answer states a value a year, so there is no spend to correct.")
                continue
            chart = corrected_chart(view.totals, estimate, words, view.scenario, measure, palette(), waits=waits)
            show(chart, view)


def judge(view: View, drawn: Sample) -> None:
    """Let the reader open the drawn contracts one after another and say of each whether the result is right."""
    labels = _labels()
    ids = _of_drawn(view, drawn, "contract_id")
    said = [SAID[outcome] for outcome in drawn.of.outcome[drawn.places]]
    valid = {name for name, now in zip(ids, said, strict=True) if name in labels and labels[name].said == now}
    waiting = [name for name in ids if name not in valid]
    now = state.page_value("contract")
    now = now if now in ids else (waiting or ids)[0]
    state.seed("audit.contract", now)
    titles = dict(zip(ids, _of_drawn(view, drawn, "title"), strict=True))
    names = {name: f"{n}. {titles[name]}{' (judged)' if name in valid else ''}" for n, name in enumerate(ids, 1)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Contract", ids, key="audit.contract", format_func=names.__getitem__, on_change=_open)
        after = [name for name in waiting if name != now]
        st.button(
            "Next not judged",
            on_click=state.set_page_value,
            args=("contract", after[0] if after else now),
            disabled=not after,
        )
    _card(view, drawn, ids.index(now), labels.get(now) if now in valid else None)


def _open() -> None:
    state.set_page_value("contract", state.held("audit.contract"))


def _card(view: View, drawn: Sample, position: int, label: Label | None) -> None:
    """One contract: what was published, what the result says, and the judgement."""
    place = int(drawn.places[position])
    row = int(drawn.of.rows[place])
    contract = view.decisions.coded.frame.iloc[row]
    name, outcome = str(contract["contract_id"]), int(drawn.of.outcome[place])
    with st.container(border=True):
        st.markdown(f"**{plain(stated(contract['title'], 'Title'))}**")
        parties = BETWEEN.join(stated(contract[column], column) for column in ("buyer", "supplier"))
        st.markdown(f"{plain(parties)}{BETWEEN}{links_of_contract(contract['notice_url'], ())}")
        preset = view.scenario.preset
        shares = [int(ends[row]) for ends in (view.decisions.low, view.decisions.central, view.decisions.high)]
        share = counts_as(shares, view.scenario)
        st.markdown(f"The result says: **{plain(stands(view.decisions, row))}**. {share}")
        offered = choices(outcome, considered=preset.considers)
        key = f"audit.label.{name}"
        state.seed(key, (label.label, label.corrected) if label else None)
        st.radio(
            "What does the notice show?",
            list(offered),
            format_func=offered.__getitem__,
            key=key,
            horizontal=True,
            on_change=partial(_take, name, SAID[outcome], key),
        )
        note = f"audit.note.{name}"
        state.seed(note, label.note if label else "")
        st.text_input(
            "Note, such as what you read and where",
            key=note,
            disabled=label is None,
            on_change=partial(_annotate, name, note),
        )


def _take(name: str, said: str, key: str) -> None:
    labels = _labels()
    label, right = state.held(key)
    old = labels.get(name)
    _set({**labels, name: Label(said, label, right, old.note if old else "")})
    state.set_page_value("contract", name)


def _annotate(name: str, key: str) -> None:
    labels = _labels()
    old = labels[name]
    _set({**labels, name: Label(old.said, old.label, old.corrected, str(state.held(key)))})


def strata(view: View, drawn: Sample) -> None:
    """Draw how many contracts of each stratum are drawn and judged."""
    judged_places = answers(drawn, _labels(), _of_drawn(view, drawn, "contract_id")).places
    judged = [int((drawn.stratum[judged_places] == code).sum()) for code in range(len(drawn.names))]
    rows = [(plain(name), *sizes, count) for (name, *sizes), count in zip(drawn.allocation, judged, strict=True)]
    are = "is" if len(drawn.places) == 1 else "are"
    with st.expander(f"How {len(drawn.places)} of {some(len(drawn.of), 'contract')} {are} drawn"):
        st.markdown(plain(" ".join(str(audit.draw.__doc__).split())))
        st.caption(plain(audit.SOURCES))
        st.table(pd.DataFrame(rows, columns=["Stratum", "Contracts", "Drawn", "Judged"]), hide_index=True)


def files(view: View, drawn: Sample) -> None:
    """Let the reader download the sample as a sheet and all labels, and upload them."""
    labels = _labels()
    with st.container(horizontal=True):
        if len(drawn.places):
            sheet = worksheet(view.decisions, drawn, labels)
            _file("The sample with its labels, CSV", "audit", lambda: csv_bytes(sheet), view)
        if labels:
            every = f"All {len(labels):,} labels, CSV" if len(labels) > 1 else "The one label, CSV"
            _file(every, "labels", lambda: csv_bytes(all_labels(view.decisions, labels)), view)
    file = st.file_uploader("Labels from a CSV file", type="csv", key="audit.import")
    token = file.file_id if file else None
    if file is None or state.remembered("audit.read") == token:
        _say_problems()
        return
    known = frozenset(map(str, view.decisions.coded.frame["contract_id"]))
    read, problems = from_file(file.getvalue(), known)
    _set({**_labels(), **read})
    state.remember("audit.read", token)
    state.remember("audit.problems", (len(read), [str(problem) for problem in problems]))
    st.rerun()


def _file(words: str, name: str, build: Callable[[], bytes], view: View) -> None:
    st.download_button(
        words,
        data=build,
        mime="text/csv",
        file_name=view.subject.file_name(name, "csv"),
        on_click="ignore",
        key="audit.export" if name == "audit" else f"audit.export.{name}",
    )


def _say_problems() -> None:
    if (found := state.remembered("audit.problems")) is None:
        return
    read, problems = found
    if read:
        st.caption(f"{read} label{'' if read == 1 else 's'} read.")
    if problems:
        st.warning("Not read as it stands:\n\n" + "\n".join(f"- {plain(problem)}" for problem in problems))
    elif not read:
        st.warning("No label read: the column label is empty in every line.")
