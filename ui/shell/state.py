"""The scenario on screen: a preset and a plain dict of changes, in the session and in the address.

Only this module writes the session's scenario or the address.
"""

from collections.abc import Mapping, Sequence
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.model.dataset import Dataset
from output.page.menu import PAGES
from policy.bounds import LONGEST_LINK, LONGEST_LIST, too_long
from policy.problem import Problem
from policy.rules import settings
from policy.scenarios.links import PAGE_KEYS, from_query, repeated, untracked
from policy.scenarios.presets import DEFAULT
from policy.scenarios.scenario import Scenario, build_scenario, find_preset
from policy.scope import scope as scopes
from policy.scope.fields import FIELDS
from policy.scope.scope import EVERYTHING, Scope
from ui.shell import hosting

NOT_STATED = "not-stated"
"""Stands in the address for a value that the data do not state."""
REGISTER, UPLOAD = "register", "upload"
"""Names of the embedded register and of the reader's own file among the data sets."""
_UNDO_STEPS = 100
_START: dict[str, Any] = {
    "base": DEFAULT, "changes": {}, "scope": {}, "undo": [], "redo": [], "written": {}, "carried": {}, "problems": [],
    "left": {}, "overtaken": [], "acted": False, "page": "", "started": False, "data": "", "upload": None,
}  # fmt: skip
"""What a session knows at first.

`base`, `changes` and `scope` are its scenario and what it looks at, `undo` and `redo` what these were before and after.
Of addresses, `left` is the one that was opened or written last, `written` what of it says the scenario, `carried` what
links to other pages say instead, and `overtaken` are earlier ones, which a browser may send that has yet to hear of
`left`. `acted` says that a control of this run has written one already; `moved`, which is there for a moment only, that
one is to be written since the scenario or the data set was changed on the page.
"""


def _memory() -> Any:
    state = st.session_state
    if "memory" not in state:
        for name, start in _START.items():
            state.setdefault(name, start)
        state["memory"] = True
    return state


def read() -> Scenario:
    """Read the scenario: from the address, unless it is the one that was written last; then from the session."""
    _take_address()
    state, query = _memory(), _scenario_part(_memory()["left"])
    if query not in (state["written"], state["carried"]):
        scenario, problems = from_query(query)
        looked_at, wrong = scopes.from_query(query)
        state["problems"] = [*problems, *wrong]
        # A page writes it into some thirty links of its own: what was not understood is left behind.
        state["carried"] = scopes.carried_query(scenario, looked_at, query) if state["problems"] else query
        if state["started"]:
            _remember(state)
        state["base"], state["changes"], state["written"] = scenario.preset.name, scenario.changes(), query
        state["scope"] = looked_at.to_query()
    state["started"] = True
    return current()


def _take_address() -> None:
    """Take the address that the browser sends; where that is an older one of ours, write the newer one again.

    Whoever types a value and presses a button at once sends two runs: the second still has the address from before the
    first, and taken as it is it would undo the first. So does a link to another page that was drawn before the first.
    A step back or forward in the browser, which is meant to undo, is marked as such by Streamlit.
    """
    state, sent, context = _memory(), st.query_params.to_dict(), get_script_run_ctx()
    page, went = (context.page_script_hash, context.is_history_navigation) if context else ("", False)
    stays, state["page"] = page == state["page"], page
    part = dict if stays else _scenario_part
    _heard()
    if not went and part(sent) in map(part, state["overtaken"]):
        _leave(state["left"] if stays else {**_scenario_part(state["left"]), **_page_part(sent)})
    elif sent != state["left"]:
        state["left"], state["overtaken"] = sent, []
    state["acted"] = False


def _heard() -> None:
    """Forget earlier addresses once the browser sends the present one."""
    state = _memory()
    if not state["acted"] and st.query_params.to_dict() == state["left"]:
        state["overtaken"] = []


def _leave(query: Mapping[str, str]) -> None:
    """Write the address, and keep in mind what the browser may send until it has heard of it."""
    state = _memory()
    if query != state["left"]:
        state["overtaken"] = [*state["overtaken"], state["left"], state["carried"]]
        state["left"] = dict(query)
    state["overtaken"] = [each for each in state["overtaken"] if each != query]
    if query != st.query_params.to_dict():
        st.query_params.from_dict(query)


def current() -> Scenario:
    """Give the session's scenario."""
    state = _memory()
    return build_scenario(find_preset(state["base"])[0], state["changes"])[0]


def scope() -> Scope:
    """Give what the session's reader looks at."""
    return scopes.from_query(_memory()["scope"])[0]


def narrow(field: str, values: Sequence[str]) -> None:
    """Look at other values of one field, all of them where none is given; what cannot stand is named and kept out."""
    state = _memory()
    try:
        wanted = scope().put(field, values)
    except ValueError as error:
        refuse_words(FIELDS[field].label, f"{error}; it stays as it was")
        return
    state["problems"] = []
    if wanted != scope():
        _move(state, state["base"], state["changes"], wanted)


def look_at(wanted: Scope) -> None:
    """Look at what another scope names, in place of the present one."""
    state = _memory()
    if wanted != scope():
        _move(state, state["base"], state["changes"], wanted)


def look_at_everything() -> None:
    """Take every condition of the scope away."""
    look_at(EVERYTHING)


def problems() -> list[Problem]:
    """What was wrong with the address or with the last entry."""
    query = _memory()["left"]
    wrong = {key: too_long(query[key], _longest(key)) for key in sorted(PAGE_KEYS & query.keys())}
    sent = ((key, text) for key in st.query_params for text in st.query_params.get_all(key))
    return [*_memory()["problems"], *(Problem(key, what) for key, what in wrong.items() if what), *repeated(sent)]


def address_query() -> dict[str, str]:
    """The query of the address, as it was opened or written last."""
    return dict(_memory()["left"])


def write(scenario: Scenario, data: str, figure: str) -> None:
    """Write the address where the scenario or the data set was changed on the page."""
    state = _memory()
    if not state.pop("moved", False):
        return
    looked_at = scope()
    plain = not looked_at and not scenario.changes() and scenario.preset.id == DEFAULT and data_name() == first_data()
    query = {} if plain else query_of(scenario, data, figure)
    _leave({**query, **_page_part(state["left"])})
    state["written"] = state["carried"] = query


def query_of(scenario: Scenario, data: str, figure: str) -> dict[str, str]:
    """The query of a link: scenario, what is looked at, identifier of the data, and the figure as it was."""
    return scopes.link_query(scenario, scope(), data=data, figure=figure)


def scope_query() -> dict[str, str]:
    """The part of a query that says what is looked at."""
    return dict(_memory()["scope"])


def link_query() -> dict[str, str]:
    """The query with which links to other pages carry the scenario; what was not understood is left behind."""
    return dict(_memory()["carried"])


def change(changes: Mapping[str, Any]) -> None:
    """Change settings; where a value is refused, all stay as they were and the problem is named."""
    state, now = _memory(), current()
    scenario, wrong = build_scenario(now.preset, {**now.changes(), **changes})
    state["problems"] = wrong
    if not wrong and scenario != now:
        _move(state, scenario.preset.name, scenario.changes())


def refuse(key: str, what: str) -> None:
    """Say what is wrong with an entry; the setting stays as it is."""
    refuse_words(settings()[key].label, what)


def refuse_words(label: str, what: str) -> None:
    """Say what is wrong with an entry of a control, by its label."""
    _memory()["problems"] = [Problem(label, what)]


def reset(*keys: str) -> None:
    """Put settings back to the preset; all of them where none is named."""
    state = _memory()
    kept = {key: value for key, value in state["changes"].items() if keys and key not in keys}
    _move(state, state["base"], kept)


def choose_preset(name: str) -> None:
    """Start from a preset, without changes."""
    _move(_memory(), find_preset(name)[0].name, {})


def open_scenario(scenario: Scenario) -> None:
    """Take another scenario in place of the present one, which undo brings back."""
    _move(_memory(), scenario.preset.name, scenario.changes())


def secret() -> str:
    """A random word that identifies this session to the server; it never reaches the page."""
    return str(st.session_state.setdefault("secret", token_urlsafe()))


def undo() -> None:
    """Take back the last change."""
    _travel("undo", "redo")


def redo() -> None:
    """Make the change again that was taken back."""
    _travel("redo", "undo")


def can_undo() -> bool:
    """Whether there is a change to take back."""
    return bool(_memory()["undo"])


def can_redo() -> bool:
    """Whether there is a change to make again."""
    return bool(_memory()["redo"])


def seed(widget: str, value: Any) -> str:
    """Set a widget to the value in force before it is drawn, so that it never shows a value of its own."""
    st.session_state[widget] = value
    return widget


def held(widget: str) -> Any:
    """What a widget holds now."""
    return st.session_state[widget]


def held_before(widget: str) -> Any:
    """What a widget that is still to be drawn held on the page as it was; nothing where it was not there."""
    return st.session_state.get(widget)


def data_name() -> str:
    """Name of the data set in use: REGISTER, UPLOAD, or the path of a built table."""
    return str(_memory()["data"] or first_data())


def first_data() -> str:
    """Name of the data set on which every session starts."""
    return hosting.table() or REGISTER


def choose_data(name: str) -> None:
    """Use another data set under the same scenario."""
    state = _memory()
    state["data"], state["moved"] = name, True


def page_address() -> str:
    """The address of the present page without its query, as the browser has it."""
    address = urlsplit(str(st.context.url or "http://localhost:8501/"))
    return urlunsplit((address.scheme, address.netloc, address.path, "", ""))


def site_address() -> str:
    """The address of the dashboard itself, without a page, a query or a last slash, as the browser has it."""
    address = page_address().rstrip("/")
    site, _, page = address.rpartition("/")
    return site if page in PAGES else address


def upload() -> Dataset | None:
    """The reader's own file as read, where this session has one."""
    dataset: Dataset | None = _memory()["upload"]
    return dataset


def keep_upload(dataset: Dataset) -> None:
    """Keep the reader's own file in this session, and use it."""
    _memory()["upload"] = dataset
    choose_data(UPLOAD)


def forget_upload() -> None:
    """Forget the reader's own file; who looked at it looks at the data on which sessions start."""
    _memory()["upload"] = None
    if data_name() == UPLOAD:
        choose_data(first_data())


def page_value(key: str, default: str = "") -> str:
    """Read a page's own value, such as a filter, from the address; the default where it is missing or too long."""
    value = str(_memory()["left"].get(key, default))
    return default if too_long(value, _longest(key)) else value


def page_query() -> dict[str, str]:
    """The part of the address that belongs to the page, such as its measure, as the page reads it."""
    return {key: page_value(key) for key in _page_part(_memory()["left"])}


def _longest(key: str) -> int:
    """Most characters of a page's own value; that of the comparison holds several scenarios."""
    return LONGEST_LINK if key == "compare" else LONGEST_LIST


def remembered(name: str, start: Any = None) -> Any:
    """Read something that a page keeps in the session, such as the labels of an audit."""
    return st.session_state.get(f"kept.{name}", start)


def remember(name: str, value: Any) -> None:
    """Keep something in the session."""
    st.session_state[f"kept.{name}"] = value


def choose(key: str, value: str) -> None:
    """Set a filter of the list of contracts; a new column starts without a value."""
    set_page_value(key, value)
    if key == "column":
        set_page_value("value", "")


def set_page_value(key: str, value: str) -> None:
    """Write a page's own value to the address; an empty one is taken out."""
    _heard()
    others = {name: held for name, held in _memory()["left"].items() if name != key}
    _leave({**others, key: value} if value else others)
    _memory()["acted"] = True


def _scenario_part(query: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in untracked(query).items() if key not in PAGE_KEYS}


def _page_part(query: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in query.items() if key in PAGE_KEYS}


def _remember(state: Any) -> None:
    state["undo"] = [*state["undo"], (state["base"], state["changes"], state["scope"])][-_UNDO_STEPS:]
    state["redo"] = []


def _move(state: Any, base: str, changes: dict[str, Any], looked_at: Scope | None = None) -> None:
    _remember(state)
    state["base"], state["changes"], state["moved"] = base, changes, True
    if looked_at is not None:
        state["scope"] = looked_at.to_query()


def _travel(source: str, target: str) -> None:
    state = _memory()
    if state[source]:
        state[target] = [*state[target], (state["base"], state["changes"], state["scope"])]
        (state["base"], state["changes"], state["scope"]), state[source] = state[source][-1], state[source][:-1]
        state["moved"], state["problems"] = True, []
