"""Notices that a link was made when the figure was another: what it said then, and why it differs, if known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from output.page.answer import MARKDOWN, Markup
from output.subject import Table
from policy.bounds import cut
from policy.formats import contracts, day, money
from policy.problem import Problem
from policy.receipts.errata import published
from policy.results.findings import counted
from policy.scenarios.links import DATA, FINGERPRINT, SAID, VERSION_KEY
from policy.version import VERSION
from ui.shell import state
from ui.shell.cache import label, missing
from ui.shell.state import REGISTER, UPLOAD

_OWN, _TABLE = "own", "table"
_LONGEST_NAME = 100
"""Characters of the name of a reader's own file that a link carries."""
_LONGEST = 18
"""Digits of a figure that a link may carry; more than any sum of money here has."""


def mark(table: Table) -> str:
    """Say in a link which data set is in use: its kind, a built table's name, its fingerprint."""
    return mark_of(table, state.data_name())


def mark_of(table: Table, name: str) -> str:
    """Say which data set a link is of; `name` is that of the data set, as sessions choose it."""
    return f"{_kind(table, name)}.{table.dataset.fingerprint}"


def _kind(table: Table, name: str) -> str:
    if not table.shared:
        return f"{_OWN}.{table.dataset.source[:_LONGEST_NAME]}"
    return REGISTER if name in (REGISTER, UPLOAD) or missing(name) else f"{_TABLE}.{Path(label(name)).stem}"


@dataclass(frozen=True)
class Stated:
    """What a link states of the figure that it showed; each is empty where it states nothing.

    The identifier of the data, the figure, the version of the program, and whether rules meant something else.
    """

    data: str
    figure: str
    version: str
    rules_changed: bool


def stated_by(query: Mapping[str, str], problems: Iterable[Problem]) -> Stated:
    """What the query of a link states; `problems` are those that were met in reading it."""
    changed = any(each.where == FINGERPRINT for each in problems)
    return Stated(query.get(DATA, ""), query.get(SAID, ""), query.get(VERSION_KEY, ""), changed)


def _here() -> Stated:
    """What the link in the address states."""
    return stated_by(state.address_query(), state.problems())


def sentence(table: Table, now: str) -> str:
    """Say that data, rules or program are no longer those of the link, with both figures; empty where they are.

    `now` is the present figure in the form in which a link carries it, of what is looked at; both are central
    estimates.
    """
    return sentence_of(table, state.data_name(), now, _here(), MARKDOWN)


def sentence_of(table: Table, name: str, now: str, stated: Stated, marks: Markup) -> str:
    """Say what `sentence` says, of any link: what it `stated`, on the data set of a `name`, written with `marks`."""
    if problem_of(stated):
        return ""
    kind, _, fingerprint = stated.data.rpartition(".")
    here, other_data = _kind(table, name), fingerprint != table.dataset.fingerprint
    other_kind = other_data and kind not in ("", here)
    if not stated.figure or (stated.figure == now and not other_kind):
        return _rules_alone(stated, now)
    then, shown = _in_words(stated.figure), _in_words(now)
    if other_data and not (kind == here and table.shared):
        made = _made_on(kind, fingerprint, marks)
        return f"{made}. It said {then}; shown instead is {_named(table, marks)}, with {shown}."
    program, known = _program(stated, marks), _errata(stated, then, shown, marks)
    by_day = not (table.shared or stated.rules_changed)
    what = _what_changed(data=other_data, program=bool(program), by_day=by_day)
    return f"{what} changed since this link was made{program}: it said {then}, now {shown}.{known}"


def _rules_alone(stated: Stated, now: str) -> str:
    """Say that rules have changed where the figure has not, or none is stated; empty where rules have not either."""
    if not stated.rules_changed:
        return ""
    same = "which does not say what figure it showed"
    if stated.figure:
        same = f"and the figure is the same: {_in_words(now)}"
    return f"A rule or the preset has changed since this link was made, {same}."


def _what_changed(*, data: bool, program: bool, by_day: bool) -> str:
    """Name what has changed, with its verb; where it is neither data nor program, it is a rule.

    Or, `by_day`, what a reader's own file says is still to come: its fingerprint names no day of reading.
    """
    if data and program:
        return "The data and the program have"
    if data:
        return "The data have"
    if program:
        return "The program has"
    return "A rule, or the day by which your file tells what is still to come, has" if by_day else "A rule has"


def _program(stated: Stated, marks: Markup) -> str:
    """Name the version of the program that made the link, where it is another."""
    made = stated.version
    return (
        f" (by version {marks.safe(cut(made))} of the program; this is {VERSION})" if made not in ("", VERSION) else ""
    )


def _errata(stated: Stated, then: str, now: str, marks: Markup) -> str:
    """Say which known errors touched what the link said, where that reads otherwise now."""
    if then == now:
        return ""
    fingerprint = stated.data.rpartition(".")[2]
    about = [erratum for erratum in published() if erratum.is_about(fingerprint, stated.version)]
    return "".join(
        f" That figure was affected by {each.id} of {day(each.found)}, because {marks.safe(each.why)}."
        for each in about
    )


def problem() -> Problem | None:
    """Say that what stands in the address as the figure of a link is none."""
    return problem_of(_here())


def problem_of(stated: Stated) -> Problem | None:
    """Say that what a link states as its figure is none; None where it is one, or none is stated."""
    figure = stated.figure
    if not figure or _is_figure(figure):
        return None
    return Problem(SAID, f"is not a figure as a link carries it, such as 66000-120000000, got {cut(figure)}")


def _made_on(kind: str, fingerprint: str, marks: Markup) -> str:
    what, _, name = kind.partition(".")
    if what == _OWN:
        named = f" “{marks.safe(cut(name))}”" if name else ""
        return f"This link was made on a reader's own file{named}, which is not here: it never leaves its session"
    if what == _TABLE and name:
        return (
            f"This link was made on the table “{marks.safe(name)}”, which is not the one shown; where this server has "
            "it, it can be chosen on the page Data"
        )
    if what == REGISTER:
        return "This link was made on the embedded register"
    code = marks.code.format(_code(fingerprint))
    return (
        f"This link was made on other data ({code}): an earlier state of these, a table that is not here, "
        "or a reader's own file, which never leaves its session"
    )


def _code(fingerprint: str) -> str:
    return "".join(filter(str.isalnum, fingerprint))[:12] or "not stated"


def _named(table: Table, marks: Markup) -> str:
    title = marks.safe(table.dataset.title)
    return title if table.shared else f"your own file {title}"


def _is_figure(figure: str) -> bool:
    count, _, pence = figure.partition("-")
    return all(part.isascii() and part.isdigit() and len(part) <= _LONGEST for part in (count, pence))


def _in_words(figure: str) -> str:
    count, _, pence = figure.partition("-")
    return f"{counted(contracts(int(count)))} and {money(int(pence))} a year"
