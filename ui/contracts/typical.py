"""A few contracts that a reader can picture, chosen by rule: what the policy does to each of them, and why."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from output.text import plain
from policy.analysis.compare import stands
from policy.engine.decide import STAGES
from policy.formats import day, inner, listed, of_one, stated, titled
from policy.results.groups import Decisions
from policy.results.ranking import typical_rows
from policy.results.rows import due_of
from policy.rules.base import Criterion, Stage
from policy.rules.criteria import Assessment
from policy.rules.trigger import day_of
from policy.scenarios.scenario import build_scenario
from ui.charts import chart_frame
from ui.shell import state
from ui.shell.view import View

_TOLD = ["contract_id", "title", "buyer", "supplier", "service", "annual_gbp"]


def draw(view: View) -> None:
    """Draw the typical contracts of the preset, each with what the policy as it is now does to it."""
    start = View(view.table, build_scenario(view.scenario.preset)[0])
    rows = start.cached("typical", typical_rows)
    if not rows:
        return
    chart_frame.heading(
        f"What it means for {len(rows)} typical contracts" if len(rows) > 1 else "What it means for a typical contract",
        f"Of each service with the most contracts in the answer under “{plain(start.scenario.preset.title)}”, the "
        "one in the middle by spend a year. Change the policy to see what becomes of them",
    )
    with st.container(key="typical"):  # a grid of its own: columns are four more parts of the page for each contract
        for name, story in view.cached("typical, told", lambda decisions: told(decisions, rows)):
            st.markdown(story)
            query = {**state.link_query(), "contract": name}
            st.page_link("pages/contracts.py", label="Open it", query_params=query)


def told(decisions: Decisions, rows: Sequence[int]) -> list[tuple[str, str]]:
    """The id of each contract, and in Markdown what it is and what the policy does to it."""
    labels, columns = decisions.coded.service_names, decisions.coded.frame[_TOLD].iloc[list(rows)]
    stories = []
    for outcome, (name, title, buyer, supplier, service, value) in zip(
        outcomes(decisions, rows), columns.itertuples(index=False), strict=True
    ):
        of = labels.get(service, "service not known")
        facts = f"{of}, {of_one(round(value * 100))} a year, supplied by {stated(supplier, 'a supplier')}"
        about = f"**{plain(titled(title, buyer))}.** {plain(facts)}."
        stories.append((str(name), f"{about} **{plain(outcome)}**"))
    return stories


def outcomes(decisions: Decisions, rows: Sequence[int]) -> list[str]:
    """Say what the policy does to some contracts, and why."""
    some = decisions.coded.only(np.array(rows))
    asked = [rule for rule in decisions.scenario.rules if isinstance(rule, Criterion) and rule.on]
    met = [(inner(rule.label), rule.is_met(some).yes) for rule in asked]
    return [_outcome(decisions, row, [label for label, yes in met if yes[place]]) for place, row in enumerate(rows)]


def _outcome(decisions: Decisions, row: int, met: list[str]) -> str:
    stage = int(decisions.stage[row])
    if stage < 0:
        return "It is not counted."
    where = stands(decisions, row)
    if STAGES[stage] is Stage.NOT_KNOWN:
        return f"It is not decided: {inner(where)}."
    if not decisions.high[row]:
        return f"It {decisions.scenario.preset.outside}: {inner(where)}."
    due = int(due_of(decisions).day[row])
    when = f"when it ends on {day(day_of(due))}"
    needed = decisions.scenario.rule(Assessment).needed
    why = f", because of {listed(met)}" if needed else ""  # what is met decides nothing where none need be
    share = int(decisions.central[row])
    would = "It would" if share == 1000 else f"In about {share / 10:g}% of such cases it would"
    return f"{would} {decisions.scenario.preset.verb} {when}{why}."
