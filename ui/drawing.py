"""Reads the address of a page as the page itself does, and draws the page from it as HTML, without a session."""

from collections import OrderedDict
from urllib.parse import urlencode

from output.page.answer import HTML, not_in_data
from output.page.still import Still, drawn, notices
from output.reproduce import figure_of
from policy.bounds import LONGEST_LIST
from policy.problem import Problem
from policy.scenarios.links import DATA, FINGERPRINT, PAGE_KEYS, from_query, read_query
from policy.scope import scope as scopes
from ui.shell import moved, state
from ui.shell.cache import missing, table_named
from ui.shell.view import View

MOST_STILLS = 64
"""Drawings that are kept for addresses that say the same in another way."""
MOST_CONTRACTS = 50_000
"""Contracts of the largest table that is drawn beforehand; of a larger one the decision would cost visitors their turn,
since a server keeps two."""
_EMBED = ("embed", "embed_options")
_OWN = "own."
_SEEN = ("measure", "period")
"""Those of a page's own values that change its drawing."""


def read(
    name: str, query: str, data: str, stills: OrderedDict[tuple[str, ...], Still]
) -> tuple[Still, list[str]] | None:
    """Read the address of a page, and draw the page.

    Args:
        name: the page.
        query: the query of its address as it stands there.
        data: name of the data set on which the server starts.
        stills: drawings made before, the latest last; one that differs in nothing but what is amiss is given again.

    Returns:
        The drawing and what is amiss, as HTML; None where no page is drawn beforehand: a link that cannot be read
        whole, one of a reader's own file, a page without its menu, a large table.

    Raises:
        OSError: the data set cannot be opened now, so that another stands in for it.
    """
    pairs, problems = read_query(query)
    page = {key: value for key, value in pairs.items() if key in PAGE_KEYS}
    if problems or pairs.get(DATA, "").startswith(_OWN) or any(key in page for key in _EMBED):
        return None
    if any(len(value) > LONGEST_LIST for value in page.values()):
        return None
    if why := missing(data):
        raise OSError(why)
    table = table_named(data)
    if len(table.dataset.contracts) > MOST_CONTRACTS:
        return None
    asked = {key: value for key, value in pairs.items() if key not in page}
    scenario, problems = from_query(asked)
    scope, wrong = scopes.from_query(asked)
    problems += wrong
    view = View(table.within(scope), scenario)
    onward = scopes.carried_query(scenario, scope, asked) if asked else {}
    still = _still(name, view, onward, {key: page[key] for key in _SEEN if key in page}, data, stills)
    return still, _amiss(view, data, asked, problems)


def _still(
    name: str,
    view: View,
    onward: dict[str, str],
    seen: dict[str, str],
    data: str,
    stills: OrderedDict[tuple[str, ...], Still],
) -> Still:
    key = (
        name,
        view.table.key,
        view.scenario.preset.name,
        view.scenario.fingerprint(),
        urlencode(onward),
        urlencode(seen),
    )
    if key not in stills:
        stills[key] = drawn(view, name, onward, seen, first_use=data == state.REGISTER)
        while len(stills) > MOST_STILLS:
            stills.popitem(last=False)
    stills.move_to_end(key)
    return stills[key]


def _amiss(view: View, data: str, asked: dict[str, str], problems: list[Problem]) -> list[str]:
    """What the page says above its answer."""
    stated = moved.stated_by(asked, problems)
    strange = view.table.scope.unknown_names(view.coded)
    wrong = [each for each in problems if each.where != FINGERPRINT]  # what changed is told by `moved`
    changed = moved.sentence_of(view.table, data, figure_of(view.totals), stated, HTML)
    every = [*wrong, *filter(None, [moved.problem_of(stated)])]
    return list(notices(every, strange, changed, not_in_data(view)))
