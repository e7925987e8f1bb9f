"""The answer at the top of a page: the sentence, how sure it is, what was changed, the three measures."""

import streamlit as st

from output.text import plain
from policy.formats import day
from policy.results.findings import MEASURE_LABELS
from policy.results.groups import due_of
from policy.results.sentences import assumed, largest, left_out_of, measures
from policy.rules.trigger import Window
from policy.scenarios.scenario import build_scenario
from ui.controls import page_input
from ui.shell.view import View

_UNFOLD = "<button type='button' class='unfold {}' data-opens='sure' aria-expanded='false'>How sure is this?</button>"


def answer(view: View) -> None:
    """Draw headline, range, policy and data; all from the one result."""
    said = (_headline(view), left_out_of(view.totals), view.cached("assumed", assumed))
    under = (_policy(view), plain(view.scenario.preset.not_modelled), _data(view))
    _weighs(view)
    _sure(f"{' '.join(plain(sentence) for sentence in said)}\n\n:small[{' '.join(under)}]", "sure")


def _weighs(view: View) -> None:
    """Draw what stands by every headline: the contract that outweighs the others; on a phone two lines of it."""
    if weighs := _largest(view):
        with st.container(key="weighs"):
            st.markdown(plain(weighs))


def _sure(words: str, key: str) -> None:
    """Draw the paragraph under a headline; it is folded on a phone, and behind the `short` headlines everywhere."""
    st.html(_UNFOLD.format(key))
    with st.container(key=key):
        st.markdown(words)


def _headline(view: View) -> str:
    """Draw the headline, and give its range."""
    st.title(plain(view.headline()), anchor=False)
    return view.certainty()


def _largest(view: View) -> str:
    """What every headline carries: the one contract that outweighs the others, where there is one."""
    return view.cached("largest", largest)


def said_under(view: View) -> str:
    """Say which policy and which data, for the small print under an answer."""
    return f"{_policy(view)} {_data(view)}"


def _policy(view: View) -> str:
    changed = view.scenario.changed_words()
    how = "; ".join(f"{plain(label)} ~~{plain(old)}~~ {plain(new)}" for _, label, old, new in changed)
    under = f"Under *{plain(view.scenario.preset.title)}*"
    return f"{under}, changed: {how}." if how else f"{under}, with no setting changed."


def _data(view: View) -> str:
    dataset = view.table.dataset
    return f"{plain(dataset.title)}, {plain(day(dataset.as_of))}. {plain(dataset.note)}"


def cards(view: View) -> None:
    """The three measures with their ranges, and the difference from the preset where settings were changed."""
    before = dict.fromkeys(range(3), "")
    if view.scenario.changes():
        start = View(view.table, build_scenario(view.scenario.preset)[0]).totals
        before = {i: f"{figure} before the changes" for i, (_, figure, _) in enumerate(measures(start))}
    with st.container(key="cards"):
        for i, (column, (label, figure, span)) in enumerate(zip(st.columns(3), measures(view.totals), strict=True)):
            said = " · ".join(part for part in (f"range {span}", before[i]) if part)
            column.metric(label, figure, said, "off", border=True, height="stretch", delta_arrow="off")


def measure_control() -> str:
    """Let the reader choose the measure of the charts; it is kept in the address."""
    return page_input.one_of("measure", "Show", MEASURE_LABELS, "annual_gbp")


def short(view: View) -> None:
    """Draw the headline and its range alone, on pages that ask another question."""
    with st.container(key="short"):
        range_ = _headline(view)
    _weighs(view)
    _sure(f"{plain(range_)}\n\n:small[{_policy(view)} {_data(view)}]", "short.sure")


def changes(view: View) -> None:
    """List what differs from the preset, in words, the old value struck through."""
    changed, preset = view.scenario.changed_words(), view.scenario.preset
    if not changed:
        st.markdown(f"Nothing differs from *{plain(preset.title)}*. {plain(preset.summary)}")
        return
    st.markdown("\n".join(f"- {plain(label)}: ~~{plain(old)}~~ {plain(new)}" for _, label, old, new in changed))


def dates(view: View) -> None:
    """Say what had to be assumed about ends."""
    back = view.decisions.high > 0
    unstated = int((view.scenario.rule(Window).extension_not_known(view.decisions.coded) & back).sum())
    rolled = int((due_of(view.decisions).rolled & back).sum())
    st.caption(
        f"Of the contracts that may come back, {unstated:,} state no end after extensions, so their first end counts; "
        f"{rolled:,} are taken as let once more for the same term. Extensions that no notice states are not known here."
    )
