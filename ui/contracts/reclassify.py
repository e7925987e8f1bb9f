"""A reader's own assessment of a kind of service or of one contract, with a reason; it travels with the scenario."""

import pandas as pd
import streamlit as st

from output.text import plain
from policy.contracts import BY_NAME
from policy.formats import capital
from policy.measures import MEASURE_LABELS
from policy.results.findings import signed
from policy.results.sentences import measures
from policy.results.totals import Totals, totals
from policy.rules import settings
from policy.rules.criteria import ARTICLES
from policy.rules.reassess import ATTRIBUTES, Reassess, split_contract, split_service, with_contract, with_service
from policy.scenarios.scenario import start_values
from ui.shell import state
from ui.shell.cache import decided
from ui.shell.view import View

SERVICES, CONTRACTS = "reassess.services", "reassess.contracts"
OFFERED = ("contact", "coercive", "echr_articles", "meets_pledge_definition", "meets_2006_definition",
           "meets_current_definition", "light_touch", "named_in_pledge", "good_reason_default")  # fmt: skip
_TELL_OTHERS = (
    "*Link and receipt* gives a link that reads it so, with your reason, for whoever opens it. For everybody it is put "
    "right by whoever keeps the data: send them that link, and where the right kind of service is published."
)
_SERVICE, _ATTRIBUTE, _REASON = "reassess.service", "reassess.attribute", "reassess.reason"


def service(view: View) -> None:
    """Let the reader change what the assessment says of one kind of service."""
    labels = view.coded.service_names
    columns = st.columns([3, 3, 2, 3], vertical_alignment="bottom")
    with columns[0]:
        name = st.selectbox(
            "Service", sorted(labels, key=labels.__getitem__), key=_SERVICE, format_func=labels.__getitem__
        )
    with columns[1]:
        attribute = st.selectbox("What is said of it", OFFERED, key=_ATTRIBUTE, format_func=ATTRIBUTES.__getitem__)
    now = str(view.decisions.coded.services.loc[name, attribute])
    with columns[2]:
        value = _value(name, attribute, now)
    with columns[3]:
        st.text_input("Because", key=_REASON, placeholder="Your reason", max_chars=200)
    items = with_service(view.scenario.values[SERVICES], name, attribute, value, "")
    st.button("Change", key="reassess.change", on_click=_change_service, args=(name, attribute, value, now))
    _refused(SERVICES)
    _preview(view, SERVICES, items, changed=_differs(value, now))


def _value(name: str, attribute: str, now: str) -> str:
    key = f"reassess.value.{name}.{attribute}"
    if attribute == "echr_articles":
        chosen = st.multiselect(
            "To",
            list(ARTICLES),
            now.split(),
            key=key,
            format_func=ARTICLES.__getitem__,
            placeholder="None",
            wrap=True,
        )
        return "+".join(article for article in ARTICLES if article in chosen)
    options = list(BY_NAME[attribute].values)
    return str(st.selectbox("To", options, options.index(now), key=key, format_func=str.capitalize))


def _differs(value: str, now: str) -> bool:
    """Whether a choice differs from the present value; the order of articles does not matter."""
    return set(value.split("+")) - {""} != set(now.split())


def _change_service(name: str, attribute: str, value: str, now: str) -> None:
    if not _differs(value, now):
        state.refuse(SERVICES, "it is assessed like this already; choose another value")
    elif reason := _reason(SERVICES, _REASON):
        items = with_service(state.current().values[SERVICES], name, attribute, value, reason)
        _take(SERVICES, items, _REASON)


def contract(view: View, row: int) -> None:
    """Let the reader say that one contract is for another kind of service."""
    coded, labels = view.decisions.coded, view.coded.service_names
    code, identity = int(coded.code("service")[row]), str(coded.frame["contract_id"].iloc[row])
    now = coded.levels["service"][code] if code >= 0 else ""
    options = sorted(labels, key=labels.__getitem__)
    key, reason = f"reassess.contract.{identity}", f"reassess.reason.{identity}"
    # With a key it stays as open as it is when a line comes or goes above it.
    with st.expander("Is it for another kind of service?", key=f"reassess.open.{identity}"):
        columns = st.columns(2, vertical_alignment="bottom")
        with columns[0]:
            chosen = st.selectbox(
                "It is for",
                options,
                options.index(now) if now else None,
                key=key,
                format_func=labels.__getitem__,
                placeholder="Not known",
            )
        with columns[1]:
            st.text_input("Because", key=reason, placeholder="Your reason", max_chars=200)
        st.button(
            "Change", key=f"reassess.change.{identity}", on_click=_change_contract, args=(identity, chosen, now, reason)
        )
        _refused(CONTRACTS)
        if chosen:
            items = with_contract(view.scenario.values[CONTRACTS], identity, chosen, "")
            _preview(view, CONTRACTS, items, changed=chosen != now)
        listed(view)
        if any(split_contract(item)[0] == identity for item in view.scenario.values[CONTRACTS]):
            st.caption(_TELL_OTHERS)


def _change_contract(identity: str, chosen: str | None, now: str, key: str) -> None:
    if chosen is None or chosen == now:
        state.refuse(CONTRACTS, "it is taken for this service already; choose another")
    elif reason := _reason(CONTRACTS, key):
        _take(CONTRACTS, with_contract(state.current().values[CONTRACTS], identity, chosen, reason), key)


def _reason(setting: str, key: str) -> str:
    """The reason typed; one without a reason is refused, because the next reader of the link cannot weigh it."""
    reason = str(state.held(key)).strip()
    if not reason:
        state.refuse(setting, "give a reason, so that the next reader of the link can weigh it")
    return reason


def _refused(setting: str) -> None:
    """Say beside the button too why nothing changed: the top of the page, which says it, is out of sight."""
    for problem in state.problems():
        if problem.where == settings()[setting].label:
            st.warning(plain(capital(f"{problem.what}.")))


def _take(setting: str, items: tuple[str, ...], reason: str) -> None:
    state.change({setting: items})
    state.seed(reason, "")


def _preview(view: View, setting: str, items: tuple[str, ...], *, changed: bool) -> None:
    """Say what a change would do to the headline before it is made."""
    if changed:
        after = totals(decided(view.table, view.scenario.having(setting, items)))
        st.caption(plain(f"This would change {_moved(view.totals, after)}."))


def _moved(before: Totals, after: Totals) -> str:
    """The difference in the headline's two figures, with that of their range where the range moves."""
    moves = []
    for measure, unit in (("contracts", "contracts"), ("annual_gbp", "the spend a year")):
        old, new = before.measure(measure).returns, after.measure(measure).returns
        difference = signed(measure, new.central - old.central)
        ends = (
            ""
            if (old.low, old.high) == (new.low, new.high)
            else (f" (low {signed(measure, new.low - old.low)}, high {signed(measure, new.high - old.high)})")
        )
        moves.append(f"{unit}: {difference}{ends}")
    return "; ".join(moves)


def listed(view: View) -> None:
    """List what the reader has reassessed, each with a button to undo it, and the headline before and after."""
    values = view.scenario.values
    items = [(setting, item) for setting in (SERVICES, CONTRACTS) for item in values[setting]]
    if not items:
        return
    for place, (setting, item) in enumerate(items):
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            st.markdown(plain(_words(view, setting, item)), width="content")
            st.button(
                "Take back",
                key=f"reassess.back.{place}",
                type="tertiary",
                on_click=_take_back,
                args=(setting, item),
                help=f"Undo: {plain(Reassess.in_words(item))}",
            )
    start = start_values(view.scenario.preset)
    without = view.scenario.having(SERVICES, start[SERVICES]).having(CONTRACTS, start[CONTRACTS])
    st.table(
        _before_and_after(totals(decided(view.table, without)), view.totals),
        hide_index=True,
        border="horizontal",
        alt="The answer without and with what you reassessed",
    )


def _take_back(setting: str, item: str) -> None:
    state.change({setting: tuple(other for other in state.current().values[setting] if other != item)})


def _words(view: View, setting: str, item: str) -> str:
    """Say one reassessment with the names of services, what it was, and why."""
    labels, own = view.coded.service_names, view.table.coded
    if setting == CONTRACTS:
        identity, service_, reason = split_contract(item)
        titles = own.frame.loc[own.frame["contract_id"] == identity, "title"]
        what = f"{titles.iloc[0] if len(titles) else identity}: taken for {labels.get(service_, service_).lower()}"
        return f"{what}, because {reason}" if reason else what
    name, attribute, value, reason = split_service(item)
    old = str(own.services.loc[name, attribute]) if name in own.services.index else "not known"
    what = f"{labels.get(name, name)}: {ATTRIBUTES[attribute].lower()} {_said(value)}, was {_said(old)}"
    return f"{what}, because {reason}" if reason else what


def _said(value: str) -> str:
    return value.replace("+", " ").replace("_", " ") or "none"


def _before_and_after(before: Totals, after: Totals) -> pd.DataFrame:
    rows = []
    for (label, *old), (_, *new), measure in zip(measures(before), measures(after), MEASURE_LABELS, strict=True):
        moved = after.measure(measure).returns.central - before.measure(measure).returns.central
        rows.append((label, *(plain(f"{figure} ({spread})") for figure, spread in (old, new)), signed(measure, moved)))
    return pd.DataFrame(rows, columns=["Measure", "As we assess it", "As you assess it", "Difference, central"])
