"""One buyer or supplier: what of its own contracts comes back, and when."""

import numpy as np
import streamlit as st

from output.contract_tables import contract_table, held_jointly
from output.text import plain
from policy import formats
from policy.analysis.drill import behind
from policy.bounds import cut
from policy.coded import Bools
from policy.contracts import SEVERAL_COMPANIES
from policy.results.findings import amount, coverage
from policy.results.ranking import by_largest
from policy.results.rows import codes_of
from policy.results.sentences import between, expected, none_expected, one_not_expected
from policy.results.totals import Totals, totals
from policy.rules.trigger import Window
from ui.contracts import tables
from ui.shell import state
from ui.shell.view import View


def choose(view: View, column: str, label: str) -> None:
    """Let the reader choose one value of a column, kept in the address, and draw what of it comes back."""
    largest, others = by_largest(view.decisions, column, "annual_gbp", tables.MOST)
    parties, wanted = sorted(filter(None, largest), key=str.lower), state.page_value("value")
    many = others.contracts.of > 0
    if many and wanted in view.decisions.coded.levels[column]:
        parties = [*dict.fromkeys([*parties, wanted])]
    if not parties and not wanted:
        st.markdown("None is named in what you look at.")
        return
    key = state.seed("page.value", wanted if wanted in parties else None)
    chosen = st.selectbox(
        label,
        parties,
        key=key,
        placeholder="Choose or type one" if many else "Choose one",
        accept_new_options=many,
        filter_mode="contains",
        on_change=_take,
    )
    if chosen is not None:
        _party(view, column, chosen)
    elif wanted:
        hint = ": write the name as published." if many else "."
        st.warning(f"{plain(cut(wanted))} is not in these data{hint}")


def _take() -> None:
    state.set_page_value("value", state.held("page.value") or "")


def _party(view: View, column: str, value: str) -> None:
    rows = behind(view.decisions, column, value)
    st.subheader(plain(value), anchor=False)
    st.markdown(" ".join(map(plain, _sentences(view, rows, totals(view.decisions, rows)))))
    jointly = np.zeros(len(rows), dtype=np.bool_)
    if column == "company" and value != SEVERAL_COMPANIES:
        jointly = held_jointly(view.decisions.coded, value)
        st.markdown(plain(_jointly(view, jointly)))
        jointly &= view.decisions.counted
    other = "Supplier" if column == "buyer" else "Buyer"
    _listed(view, rows, f"{column}-contracts", f"counted contracts of {value}", other)
    if jointly.any():
        st.markdown("**What it holds together with other companies**")
        _listed(
            view,
            jointly,
            "jointly-held",
            f"counted contracts that {value} holds together with others",
            "Buyer",
            "Supplier",
        )


def _listed(view: View, rows: Bools, name: str, what: str, *parties: str) -> None:
    """List some contracts with the named columns of parties, by what of them is in the answer."""
    first = ["£ a year back", "Share back", "£ a year"]
    table = contract_table(view.decisions, rows).sort_values(first, ascending=False, kind="stable", na_position="last")
    columns = [
        "Contract",
        "Outcome",
        "Ends",
        "£ a year",
        "£ a year back",
        "Share back",
        *parties,
        "Service",
        "Notice",
    ]
    tables.show(table[columns], name, view, f"The {len(table)} {what}, by what is in the answer")


def _jointly(view: View, rows: Bools) -> str:
    """Say what a company holds together with others: a second figure, which is in no bar."""
    if not rows.any():
        return "It holds none together with other companies."
    own = totals(view.decisions, rows)
    if not own.contracts.of:
        return "It holds no counted contract together with other companies."
    in_all = formats.money(formats.in_pence(own.annual_gbp.of))
    worth = f"worth {in_all} a year in all" if own.annual_gbp.of else "of no stated value"
    if own.annual_gbp.of and own.annual_gbp.silent_of:
        known = formats.contracts(own.contracts.of - own.annual_gbp.silent_of)
        worth = f"worth {in_all} a year for the {known} with a value"
    back = f"of which {formats.contracts(own.contracts.returns.central)} would {view.scenario.preset.verb}"
    held = formats.contracts(own.contracts.of)
    held = "one counted contract" if held == "1" else f"{held} counted contracts"
    return (
        f"Together with other companies it holds {held}, {worth}, {back}. Whose share is whose is not published, so "
        "this is added to no figure."
    )


def _sentences(view: View, rows: Bools, own: Totals) -> list[str]:
    count, verb = own.contracts.returns, view.scenario.preset.verb
    counted = formats.contracts(own.contracts.of)
    of = "of its one counted contract" if counted == "1" else f"of its {counted} counted contracts"
    if expected(own):
        fixed = count.low == count.high
        spread = "" if fixed else f", {formats.inner(between(count))}"
        about = "" if fixed else "about "
        of_all = formats.money(formats.in_pence(own.annual_gbp.of))
        worth = f"worth {amount(own, 'annual_gbp')} of {of_all} a year" if own.annual_gbp.of else "of no known value"
        sentences = [formats.capital(f"{about}{formats.contracts(count.central)} {of} would {verb}{spread}, {worth}.")]
        if covered := coverage(own, "annual_gbp"):
            sentences.append(f"The money: {covered} in the answer.")
    else:
        alone = one_not_expected(own, "Its one counted contract", verb) if counted == "1" else ""
        sentences = [f"{alone or none_expected(own, of, verb)}."]
    codes, names = codes_of(view.decisions.coded, "year", view.scenario.rule(Window))
    years = sorted({names[code] for code in codes[rows & (view.decisions.high > 0)]} - {""})
    if years:
        sentences.append(f"{'It falls' if counted == '1' else 'They fall'} due in {formats.span(years[0], years[-1])}.")
    if own.annual_gbp.without_value:
        silent = own.annual_gbp.without_value
        states = "states" if silent == 1 else "state"
        sentences.append(f"{silent} of those in the answer, certain or possible, {states} no value a year.")
    return sentences
