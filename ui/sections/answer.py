"""The answer at the top of a page: the sentence, how sure it is, what was changed, the three measures."""

from collections.abc import Iterable

import streamlit as st

from output.page import answer as said
from output.page.answer import MARKDOWN
from output.text import plain, unbroken
from policy.analysis.estimate import estimate, estimate_words
from policy.measures import MEASURE_LABELS
from policy.results.findings import figure
from policy.results.rows import due_of
from policy.results.sentences import exemptions_words
from policy.results.totals import exemptions
from policy.rules.trigger import Window
from ui.controls import page_input
from ui.shell.papers import meanings
from ui.shell.view import View

_UNFOLD = "<button type='button' class='unfold {}' data-opens='sure' aria-expanded='false'>How sure is this?</button>"


def answer(view: View, fold: str = "") -> None:
    """Draw headline, range, policy and data; all from the one result.

    Args:
        view: what is shown.
        fold: HTML of a button that stands beside the one that unfolds the paragraph.
    """
    _headline(view)
    _weighs(said.outweighs(view))
    _sure(f"{together(said.paragraph(view))}\n\n:small[{said.small_print(view, MARKDOWN)}]", "sure", fold)


def _weighs(words: str) -> None:
    """Draw what stands by every headline: the contract that outweighs the others; on a phone two lines of it."""
    if words:
        with st.container(key="weighs"):
            st.markdown(plain(words))


def _sure(words: str, key: str, fold: str = "") -> None:
    """Draw the paragraph under a headline; it is folded on a phone, and behind the `short` headlines everywhere."""
    st.html(_UNFOLD.format(key) + fold)
    with st.container(key=key):
        st.markdown(words, help=meanings("low, central, high", "central estimate", "not known", "ceiling"))


def _headline(view: View) -> None:
    above, beneath = (plain(unbroken(part)) for part in view.headline_parts())
    # The semicolon is read and copied; beside a line of its own it is not seen (style.css).
    st.title(f"{above}:small[;] :small[{beneath}]" if beneath else above, anchor=False)


def together(sentences: Iterable[str]) -> str:
    """Sentences as one paragraph of Markdown; an empty one is left out."""
    return " ".join(plain(sentence) for sentence in sentences if sentence)


def said_under(view: View) -> str:
    """Say which policy and which data, for the small print under an answer."""
    return f"{said.under_policy(view, MARKDOWN)} {said.of_data(view, MARKDOWN)}"


def cards(view: View) -> None:
    """The three measures with their ranges, and the difference from the preset where settings were changed."""
    with st.container(key="cards", horizontal=True):
        for label, central, span in said.cards(view):
            st.metric(label, central, span, "off", border=True, height="stretch", delta_arrow="off")
    if difference := said.difference(view):
        st.markdown(plain(difference))
    if look_at := said.carried_by(view):
        with st.container(key="carried"):
            st.markdown(f":small[{plain(look_at)}]")


def estimated(view: View) -> None:
    """Let the reader switch on an estimate for contracts without a value; it stands apart, with a range of its own."""
    silent, ceilings = view.totals.annual_gbp.without_value, view.totals.annual_gbp.ceilings
    about = "From contracts of the same kind that state one. It is never added to another figure."
    those = "one in the answer that states" if silent == 1 else f"{silent:,} in the answer that state"
    label = f"Estimate the {those} no value"
    if ceilings:  # no value is known of these either, so that a headline may count more than the estimate is for
        label += f" ({_of_them(ceilings, 'more states', 'more state')} only a ceiling)"
    if not (silent and page_input.switch("estimate", label, about)):
        return
    like = view.cached("estimate", estimate)
    left, right = st.columns([1, 2], vertical_alignment="center")
    if like.of:
        ends = (like.returns.low, like.returns.central, like.returns.high)
        low, central, high = (figure("annual_gbp", end, short=True) for end in ends)
        apart = f"Estimate a year for {like.of:,} contracts, apart"
        left.metric(apart, central, f"{low} to {high}", "off", border=True, delta_arrow="off")
    right.markdown(plain(estimate_words(like, silent)))


def exempted(view: View) -> None:
    """Say what each exemption takes free of the order of the funnel, where several do."""
    if words := view.cached("exempted", lambda decisions: exemptions_words(exemptions(decisions))):
        st.caption(plain(words))


def measure_control() -> str:
    """Let the reader choose the measure of the charts; it is kept in the address."""
    return page_input.one_of("measure", "Show", MEASURE_LABELS, "annual_gbp")


def short(view: View) -> None:
    """Draw the headline and its range alone, on pages that ask another question."""
    with st.container(key="short"):
        _headline(view)
    _weighs(said.outweighs(view))
    words = together((view.certainty(), said.rests_on(view)))
    _sure(f"{words}\n\n:small[{said_under(view)}]", "short.sure")


def changes(view: View) -> None:
    """List what differs from the preset, in words, the old value struck through."""
    changed, preset = view.scenario.changed_words(view.coded.service_names), view.scenario.preset
    if not changed:
        st.markdown(f"Nothing differs from *{plain(preset.title)}*. {plain(preset.summary)}")
        return
    st.markdown("\n".join(f"- {plain(label)}: ~~{plain(old)}~~ {plain(new)}" for _, label, old, new in changed))


def dates(view: View) -> None:
    """Say what had to be assumed about ends."""
    back = view.decisions.high > 0
    unstated = int((view.scenario.rule(Window).extension_not_known(view.decisions.coded) & back).sum())
    rolled = int((due_of(view.decisions).rolled & back).sum())
    parts = [
        *([f"{_of_them(unstated, 'states', 'state')} no end after extensions: the first counts"] if unstated else []),
        *([f"{_of_them(rolled, 'is', 'are')} taken as let once more for the same term"] if rolled else []),
    ]
    counted = f"Of the contracts in the answer, certain or possible, {'; '.join(parts)}. " if parts else ""
    st.caption(f"{counted}Extensions that no notice states are not known here.")


def _of_them(count: int, one: str, more: str) -> str:
    """Say a number with its verb, of one alone in the singular."""
    return f"{count:,} {one if count == 1 else more}"
