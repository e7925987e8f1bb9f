"""Notices that a link was made when the figure was another: what it said then, and why it differs, if known."""

from pathlib import Path

from output.text import plain
from policy.bounds import cut
from policy.formats import FEWER, contracts, day, in_pence, money
from policy.problem import Problem
from policy.receipts.errata import published
from policy.results.totals import Totals
from policy.scenarios.links import SAID
from ui.shell import state
from ui.shell.cache import Table, label, missing
from ui.shell.state import REGISTER, UPLOAD

_OWN, _TABLE = "own", "table"
_LONGEST_NAME = 100
"""Characters of the name of a reader's own file that a link carries."""
_LONGEST = 18
"""Digits of a figure that a link may carry; more than any sum of money here has."""


def mark(table: Table) -> str:
    """Say in a link which data set is in use: its kind, a built table's name, its fingerprint."""
    return f"{_kind(table)}.{table.dataset.fingerprint}"


def figure(totals: Totals) -> str:
    """The figure that a link carries, so that a later visit can tell whether it has changed.

    Central estimates: thousandths of contracts, a hyphen, pence a year.
    """
    return f"{totals.contracts.returns.central}-{in_pence(totals.annual_gbp.returns.central)}"


def _kind(table: Table) -> str:
    name = state.data_name()
    if not table.shared:
        return f"{_OWN}.{table.dataset.source[:_LONGEST_NAME]}"
    return REGISTER if name in (REGISTER, UPLOAD) or missing(name) else f"{_TABLE}.{Path(label(name)).stem}"


def sentence(table: Table, now: str) -> str:
    """Say that the data or the rules are no longer those of the link, with both figures; empty where they are.

    `now` is the present figure in the form in which a link carries it; both are central estimates.
    """
    data, figure = state.said()
    kind, _, fingerprint = data.rpartition(".")
    other = fingerprint != table.dataset.fingerprint
    if problem() or not (figure and (figure != now or (other and kind not in ("", _kind(table))))):
        return ""
    then, shown = map(_in_words, (figure, now))
    known = _errata(fingerprint, then, shown)
    if not other:
        return f"A rule has changed since this link was made: it said {then}, now {shown}.{known}"
    if kind == _kind(table) and table.shared:
        return f"The data have changed since this link was made: it said {then}, now {shown}.{known}"
    return f"{_made_on(kind, fingerprint)}. It said {then}; shown instead is {_named(table)}, with {shown}."


def _errata(fingerprint: str, then: str, now: str) -> str:
    """Say which known errors touched what the link said, where that reads otherwise now."""
    if then == now:
        return ""
    about = [erratum for erratum in published() if erratum.is_about(fingerprint, state.said_by())]
    return "".join(
        f" That figure was affected by {each.id} of {day(each.found)}, because {plain(each.why)}." for each in about
    )


def problem() -> Problem | None:
    """Say that what stands in the address as the figure of a link is none."""
    _, figure = state.said()
    if not figure or _is_figure(figure):
        return None
    return Problem(SAID, f"is not a figure as a link carries it, such as 66000-120000000, got {cut(figure)}")


def _made_on(kind: str, fingerprint: str) -> str:
    what, _, name = kind.partition(".")
    if what == _OWN:
        named = f" “{plain(cut(name))}”" if name else ""
        return f"This link was made on a reader's own file{named}, which is not here: it never leaves its session"
    if what == _TABLE and name:
        return (
            f"This link was made on the table “{plain(name)}”, which is not the one shown; where this server has "
            "it, it can be chosen on the page Data"
        )
    if what == REGISTER:
        return "This link was made on the embedded register"
    return (
        f"This link was made on other data (`{_code(fingerprint)}`): an earlier state of these, a table that is "
        "not here, or a reader's own file, which never leaves its session"
    )


def _code(fingerprint: str) -> str:
    return "".join(filter(str.isalnum, fingerprint))[:12] or "not stated"


def _named(table: Table) -> str:
    return plain(table.dataset.title) if table.shared else f"your own file {plain(table.dataset.title)}"


def _is_figure(figure: str) -> bool:
    count, _, pence = figure.partition("-")
    return all(part.isascii() and part.isdigit() and len(part) <= _LONGEST for part in (count, pence))


def _in_words(figure: str) -> str:
    count, _, pence = figure.partition("-")
    number = contracts(int(count))
    return f"{number} contract{'' if number in ('1', FEWER) else 's'} and {money(int(pence))} a year"
