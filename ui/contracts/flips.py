"""The contracts that flip between two scenarios, or at one step between them, with what decides each under both."""

from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import streamlit as st

from output.comparison import Compared
from output.contract_tables import AT_STEP, flipped_table
from output.subject import Table
from output.text import plain
from policy.analysis.compare import Flips, flips
from policy.analysis.decomposition import Decomposition
from policy.analysis.records import carried_by
from policy.coded import Ints
from policy.results.findings import signed
from policy.results.ranking import annual_of
from policy.results.totals import totals
from policy.scenarios.scenario import Scenario
from ui.contracts import tables
from ui.shell import state
from ui.shell.cache import decided
from ui.shell.view import View


def draw(view: View, before: Compared, after: Compared, between: Decomposition) -> None:
    """Draw the contracts that flip in all or at one of the steps, with what decides each under both."""
    old, new, names = before.decisions, after.decisions, (before.name, after.name)
    if len(between.moves) > 1:
        steps = ["From start to end", *(f"At the step “{move.label}”" for move in between.moves)]
        step = st.selectbox(
            "Contracts that change", range(len(steps)), key=key_of(before, after), format_func=lambda i: steps[i]
        )
        if step:
            old, new = (decided(view.table, _reached(between, taken)) for taken in (step - 1, step))
            names = AT_STEP
    flipped = _by_change(flips(old, new))
    st.subheader("1 contract changes" if len(flipped) == 1 else f"{len(flipped):,} contracts change", anchor=False)
    if not flipped:
        st.markdown("Each contract stands where it stood, for the same reason.")
        return
    st.caption(
        "What decides each contract under both, those first that change the spend most. " + plain(_rest(flipped))
    )
    name = f"flips_{old.scenario.fingerprint()}_to_{new.scenario.fingerprint()}"
    shown = flipped_table(view.table.coded, names, flipped.first(tables.MOST))
    # The file is computed on demand from the scenarios: a session holds what its buttons refer to.
    every = partial(_every, view.table, old.scenario, new.scenario, names)
    about = f"The {len(flipped)} contracts that change, with what decides each"
    tables.show(shown, name, view, about, (len(flipped), every))


def choose(key: str, step: str) -> None:
    """Show the contracts that flip at a step, which counts from 1; `key` is that of the two scenarios."""
    state.seed(key, int(step))


def key_of(before: Compared, after: Compared) -> str:
    """Name the choice of a step between two scenarios."""
    return f"page.step.{before.scenario.fingerprint()}.{after.scenario.fingerprint()}"


def _reached(between: Decomposition, steps: int) -> Scenario:
    """The scenario after so many of the steps."""
    return between.mixture(key for move in between.moves[:steps] for key in move.keys)


def _every(table: Table, old: Scenario, new: Scenario, names: tuple[str, str]) -> pd.DataFrame:
    return flipped_table(table.coded, names, _by_change(flips(decided(table, old), decided(table, new))))


def _by_change(flipped: Flips) -> Flips:
    """Put first the contracts that add most to the spend a year, or take most from it."""
    return replace(flipped, rows=flipped.rows[np.argsort(-np.abs(_changes(flipped)), kind="stable")])


def _changes(flipped: Flips) -> Ints:
    """What each contract that flips adds to the spend a year, in thousandths of pence."""
    before, after = (annual_of(decisions, flipped.rows).central for decisions in (flipped.before, flipped.after))
    return after - before


def _rest(flipped: Flips) -> str:
    """Say what of the change comes from contracts that do not flip."""
    both = (flipped.before, flipped.after)
    whole, theirs = (
        after - before
        for before, after in (
            [totals(decisions).annual_gbp.returns.central for decisions in both],
            [int(annual_of(decisions, flipped.rows).central.sum()) for decisions in both],
        )
    )
    if theirs == whole:
        largest = carried_by(_changes(flipped))
        without = signed("annual_gbp", largest.without[1])
        alone = f" Without the largest of them it is {without}." if largest.contracts > 1 else ""
        return f"Together they make the whole change of the spend a year: {signed('annual_gbp', whole)}.{alone}"
    return (
        f"They change the spend a year by {signed('annual_gbp', theirs)}; {signed('annual_gbp', whole - theirs)} comes "
        "from contracts that stay undecided for the same reason, whose estimate moves with the evidence of others."
    )
