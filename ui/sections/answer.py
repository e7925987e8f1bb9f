"""The answer at the top of a page: the sentence, how sure it is, what was changed, the three measures."""

from collections.abc import Iterable

import streamlit as st

from output.text import plain
from policy.analysis.decomposition import at_once, at_once_words, exemptions, exemptions_words
from policy.analysis.estimate import estimate, estimate_words
from policy.analysis.records import carried, carried_words, look_at
from policy.formats import day
from policy.results.findings import MEASURE_LABELS, figure
from policy.results.groups import Decisions, due_of
from policy.results.sentences import assumed, largest, law_not_known, left_out_of, measures
from policy.rules.trigger import Window
from policy.scenarios.scenario import build_scenario
from ui.controls import page_input
from ui.shell.papers import meanings
from ui.shell.view import View

_UNFOLD = "<button type='button' class='unfold {}' data-opens='sure' aria-expanded='false'>How sure is this?</button>"


def answer(view: View) -> None:
    """Draw headline, range, policy and data; all from the one result."""
    range_, (assumed_, weighs) = _headline(view), beside(view)
    under = (_policy(view), plain(view.scenario.preset.not_modelled), _data(view))
    _weighs(weighs)
    words = together((range_, left_out_of(view.totals), assumed_))
    _sure(f"{words}\n\n:small[{' '.join(under)}]", "sure")


def _weighs(text: str) -> None:
    """Draw what stands by every headline: the contract that outweighs the others; on a phone two lines of it."""
    if text:
        with st.container(key="weighs"):
            st.markdown(plain(text))


def _sure(words: str, key: str) -> None:
    """Draw the paragraph under a headline; it is folded on a phone, and behind the `short` headlines everywhere."""
    st.html(_UNFOLD.format(key))
    with st.container(key=key):
        st.markdown(words, help=meanings("low, central, high", "central estimate", "not known", "ceiling"))


def _headline(view: View) -> str:
    """Draw the headline, and give its range."""
    st.title(plain(view.headline()), anchor=False)
    return view.certainty()


def beside(view: View) -> tuple[str, str]:
    """What every headline carries: what is assumed of money and law, and the one contract that outweighs the others.

    Each is empty where there is nothing to say.
    """
    rests = (view.cached("assumed", assumed), view.cached("law", law_not_known))
    return " ".join(filter(None, rests)), view.cached("largest", largest)


def together(sentences: Iterable[str]) -> str:
    """Sentences as one paragraph of Markdown; an empty one is left out."""
    return " ".join(plain(sentence) for sentence in sentences if sentence)


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
        before = {i: f"{central} before the changes" for i, (_, central, _) in enumerate(measures(start))}
    with st.container(key="cards"):
        for i, (column, (label, central, span)) in enumerate(zip(st.columns(3), measures(view.totals), strict=True)):
            beside = " · ".join(part for part in (f"range {span}", before[i]) if part)
            column.metric(label, central, beside, "off", border=True, height="stretch", delta_arrow="off")
    small = f":small[{plain(_carried(view))}]" if _carried(view) else ""
    if under := "\n\n".join(filter(None, (plain(_difference(view)), small))):
        st.markdown(under)


def _difference(view: View) -> str:
    """Say what the changes of the scenario do to its preset, in all and one by one; empty where there are none."""
    if not view.scenario.changes():
        return ""
    start = build_scenario(view.scenario.preset)[0]
    effect = view.cached("at once", lambda _: at_once(view.table.coded, start, view.scenario))
    return at_once_words(effect, start.preset.title)


def _carried(view: View) -> str:
    """Say how few contracts carry the spend, and which of them to look at."""
    checked = view.table.dataset.checked

    def words(decisions: Decisions) -> str:
        carriers = carried(decisions, checked)
        return " ".join(filter(None, (carried_words(carriers), look_at(decisions, carriers))))

    return view.cached("carried", words)


def estimated(view: View) -> None:
    """Let the reader switch on an estimate for contracts without a value; it stands apart, with a range of its own."""
    silent = view.totals.annual_gbp.without_value
    about = "From contracts of the same kind that state one. It is never added to another figure."
    if not (silent and page_input.switch("estimate", f"Estimate the {silent:,} that state no value", about)):
        return
    like = view.cached("estimate", estimate)
    left, right = st.columns([1, 2], vertical_alignment="center")
    if like.of:
        ends = (like.returns.low, like.returns.central, like.returns.high)
        low, central, high = (figure("annual_gbp", end, short=True) for end in ends)
        label = f"Estimate a year for {like.of:,} contracts, apart"
        left.metric(label, central, f"{low} to {high}", "off", border=True, delta_arrow="off")
    right.markdown(plain(estimate_words(like, silent)))


def exempted(view: View) -> None:
    """Say what each exemption takes free of the order of the funnel, where several do."""
    if sentence := view.cached("exempted", lambda decisions: exemptions_words(exemptions(decisions))):
        st.caption(plain(sentence))


def measure_control() -> str:
    """Let the reader choose the measure of the charts; it is kept in the address."""
    return page_input.one_of("measure", "Show", MEASURE_LABELS, "annual_gbp")


def short(view: View) -> None:
    """Draw the headline and its range alone, on pages that ask another question."""
    with st.container(key="short"):
        range_ = _headline(view)
    assumed_, weighs = beside(view)
    _weighs(weighs)
    _sure(f"{together((range_, assumed_))}\n\n:small[{_policy(view)} {_data(view)}]", "short.sure")


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
