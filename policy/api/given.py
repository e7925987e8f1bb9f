"""What is odd about tables that a caller brings: what no rule could read, and what no rule does read."""

from collections.abc import Iterator

import pandas as pd

from policy.bounds import cut, kind_of, shown
from policy.contracts import BY_NAME, SERVICE_COLUMNS, check
from policy.formats import listed, some
from policy.problem import Problem
from policy.rules.criteria import ARTICLES

_SHOWN = 5


def kind(given: object) -> str:
    """Say what was given where something else was expected; a text is shown, since it may be a path or a name."""
    return shown(given) if isinstance(given, str | int | float | None) else kind_of(given)


def name_of(given: object) -> str:
    """Give a name as a message begins with it; what is no text is said by its kind."""
    return cut(given) if isinstance(given, str) else kind(given)


def problems(contracts: pd.DataFrame, services: pd.DataFrame) -> list[Problem]:
    """Say what is wrong with a contracts table and its services: nothing is answered of what no rule could read."""
    found = [Problem("contracts", problem.removeprefix("contracts table: ")) for problem in check(contracts)]
    return found or [Problem("services", problem) for problem in _of_services(services)]


def _of_services(services: pd.DataFrame) -> list[str]:
    if lacking := [name for name in ("label", *SERVICE_COLUMNS) if name not in services]:
        return [f"no column {name}" for name in lacking]
    for twice in (services.columns, services.index):
        if repeated := twice[twice.duplicated()].tolist():
            return [f"{cut(str(repeated[0]))} is there more than once"]
    return [problem for name in SERVICE_COLUMNS for problem in _of_attribute(services[name])]


def _of_attribute(values: "pd.Series[str]") -> Iterator[str]:
    """Name the first value that is none of those that the rules know; a missing one is not known."""
    name = str(values.name)
    allowed = tuple(ARTICLES) if name == "echr_articles" else BY_NAME[name].values
    for value in values.dropna().astype("str").unique():
        words = value.split() if name == "echr_articles" else [value]
        if allowed and (wrong := [word for word in words if word not in allowed]):
            yield f"{name} holds {cut(wrong[0])!r}. Expected {', '.join(allowed)}"
            return


def unread(contracts: pd.DataFrame, services: pd.DataFrame) -> Iterator[str]:
    """Say what of a sound table changes nothing: services that are not in their table, and attributes told otherwise.

    What a service means is read of `services` alone, whatever the columns of the contracts say of it.
    """
    known = set(map(str, services.index))
    counts = contracts["service"].value_counts()
    counts = counts[counts > 0].rename(str)
    if absent := [name for name in counts.index if name and name not in known]:
        named = listed([*map(cut, absent[:_SHOWN]), *(["others"] if len(absent) > _SHOWN else [])])
        is_not = f"service {named} is" if len(absent) == 1 else f"services {named} are"
        held = f"services has {', '.join(map(cut, sorted(known)[:_SHOWN]))}, …" if known else "services has none"
        rows = some(int(counts[absent].sum()), "contract")
        yield f"{is_not} not in services, so that of {rows} it is not known; {held}"
    told = services.set_axis(services.index.astype("str"))
    of_row, ids = pd.factorize(contracts["service"])
    for name in SERVICE_COLUMNS:
        said, values = pd.factorize(contracts[name])
        # By their codes, since contracts may be many; below nought is what is not stated.
        pairs = pd.unique((of_row * len(values) + said)[(of_row >= 0) & (said >= 0)]).tolist()
        stated = {(str(ids[pair // len(values)]), str(values[pair % len(values)])) for pair in pairs}
        other = {service for service, value in stated if service in known and told[name][service] != value}
        if other:
            kinds = some(len(other), "kind")
            yield f"{name}: contracts say another than services of {kinds} of service; what services says counts"
