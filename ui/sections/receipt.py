"""A printed figure checked on screen: open its receipt, and read whether it stands, what moved and why."""

from collections.abc import Sequence

import streamlit as st

from output.text import plain
from policy.bounds import LARGEST_FILE, cut
from policy.engine.decide import decide
from policy.formats import capital, day
from policy.measures import MEASURE_LABELS
from policy.receipts.errata import Erratum, published
from policy.receipts.verdict import Verdict, verdict
from policy.results.findings import with_range
from policy.results.receipt import read_receipt, receipt, scope_stated
from policy.results.totals import totals
from policy.scope.scope import link_query
from ui.shell.cache import DECISION_LOCK
from ui.shell.view import View

_MEGABYTES = 2


def check(view: View) -> None:
    """Let the reader open a receipt, and say what becomes of it on the data set in use."""
    st.title("Check a printed figure", anchor=False)
    st.markdown(
        "A receipt holds all that determines a figure: scenario, what is looked at, data, program. Open it here, and "
        "the figure is worked out again on the data set in use. Under “Link and receipt” every page gives its own."
    )
    file = st.file_uploader(
        "Receipt, as it was downloaded", type="json", max_upload_size=_MEGABYTES, key="receipt.file"
    )
    pasted = st.text_area("Or paste it here", key="receipt.text", height=120, max_chars=LARGEST_FILE)
    try:
        text = file.getvalue().decode("utf-8-sig") if file else pasted
    except UnicodeDecodeError:  # read by guess, its letters would be others and the receipt a changed one
        _refuse("it is not UTF-8 text; save the file as UTF-8")
        text = ""
    if text.strip():
        _judge(view, text)
    _errata(published())


def _refuse(why: str) -> None:
    st.error(f"This is no receipt that can be checked here: {plain(cut(why, 300))}")


def _judge(view: View, text: str) -> None:
    try:
        stated, scenario = read_receipt(text, "receipt")
        if "whole" in stated:
            raise ValueError("it is a receipt of published spending; the command `verify` checks it")  # noqa: TRY301
        scope = scope_stated(stated)
    except ValueError as error:
        _refuse(str(error))
        return
    coded = view.table.coded.within(scope)
    with DECISION_LOCK:
        decisions = decide(coded, scenario)
        judgement = verdict(stated, receipt(decisions, view.table.dataset.described()))
    absent = [f"Of what it looks at: {problem.what}" for problem in scope.unknown_names(coded)]
    _show(judgement, [*absent, *map(capital, scenario.not_in_data(coded))])
    now = totals(decisions)
    figures = "; ".join(f"{label.lower()} {with_range(now, measure)}" for measure, label in MEASURE_LABELS.items())
    st.markdown(plain(f"Worked out again under “{scenario.preset.title}”: {figures}."))
    st.page_link("app.py", label="Open what the receipt is of", query_params=link_query(scenario, scope))


def _show(judgement: Verdict, lacking: Sequence[str]) -> None:
    """Say what becomes of a receipt, and what it names that the data lack."""
    first, *others = map(plain, [*judgement.sentences(), *lacking])
    draw = st.success if judgement.matches else st.warning
    draw("\n".join([first, *([""] if others else []), *(f"- {line}" for line in others)]))


def _errata(errata: Sequence[Erratum]) -> None:
    """List what was found to be wrong, the newest first."""
    st.header("Errors that were found", anchor="errata")
    st.markdown("A figure that was printed from any of these is recalled when its receipt is checked.")
    for erratum in errata:
        st.markdown(
            f"**{plain(erratum.id)}**, {day(erratum.found)}. {plain(erratum.what)} "
            f"Why: {plain(erratum.why)}. {plain(about(erratum))}"
        )


def about(erratum: Erratum) -> str:
    """Say which data and versions an erratum is about."""
    sentences = [f"Data {', '.join(erratum.data)}."] if erratum.data else []
    bounds = [".".join(map(str, each)) if each else "" for each in (erratum.first, erratum.last)]
    if any(bounds):
        sentences.append(f"Versions {bounds[0] or 'from the first'} to {bounds[1] or 'the present one'}.")
    return " ".join(sentences)
