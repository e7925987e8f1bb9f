"""What a request asks, read from its query: a scenario, what is looked at, and the parameters of the one answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from policy.bounds import LONGEST_LINK, cut, too_long
from policy.problem import PolicyError, Problem
from policy.scenarios import links
from policy.scenarios.links import DATA, FINGERPRINT, read_query
from policy.scenarios.scenario import NO_SUCH, Scenario
from policy.scope import scope as scopes
from policy.scope.scope import Scope

FORMAT = "format"
TYPES = {"json": "application/json", "csv": "text/csv", "svg": "image/svg+xml", "html": "text/html"}
"""Media types of the forms of an answer."""


@dataclass(frozen=True)
class Asked:
    """A request as read; `more` holds the answer's own parameters, those that were given."""

    scenario: Scenario
    scope: Scope
    more: Mapping[str, str]
    format: str
    data: str = ""
    """The data that the link names on which it was made; empty where it names none."""

    def whole_number(self, key: str, start: int, most: int) -> int:
        """Read a parameter that is a whole number from 0 to `most`; raises PolicyError where it is none."""
        text = self.more.get(key, str(start))
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and int(text) <= most):
            raise PolicyError([Problem(key, f"expected a whole number from 0 to {most:,}, got {cut(text)!r}")])
        return int(text)

    def one_of(self, key: str, options: tuple[str, ...], start: str) -> str:
        """Read a parameter that is one of some words; raises PolicyError where it is none."""
        return chosen(key, self.more.get(key, start), options)


def chosen(key: str, text: str, options: tuple[str, ...]) -> str:
    """Hold a word against those that there are; raises PolicyError with them."""
    if text in options:
        return text
    near = get_close_matches(cut(text), options, n=1)
    hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(options[:40])}"
    raise PolicyError([Problem(key, f"{cut(text)!r} is not known here; {hint}")])


def asked(query: str, parameters: frozenset[str], formats: tuple[str, ...], *, lasting: bool = False) -> Asked:
    """Read the query of a request.

    Args:
        query: the query as it stands in the address: the keys of a link (`base`, settings, `in.` for what is looked
            at), `format`, and the answer's own.
        parameters: the answer's own keys.
        formats: the forms in which it is given, the usual one first.
        lasting: whether a link is read though rules have changed since it was made, since another site frames it.

    Raises:
        PolicyError: every key and value that cannot stand; nothing is answered in part.
    """
    if what := too_long(query, LONGEST_LINK):
        raise PolicyError([Problem("query", what)])
    pairs, problems = read_query(query)
    if lasting:
        pairs.pop(FINGERPRINT, None)
    scenario, wrong = links.from_query(pairs, others=parameters | {FORMAT})
    scope, strange = scopes.from_query(pairs)
    if problems or wrong or strange:
        raise PolicyError([*problems, *(_beside(one, parameters) for one in wrong), *strange])
    more = {key: text for key, text in pairs.items() if key in parameters}
    return Asked(scenario, scope, more, chosen(FORMAT, pairs.get(FORMAT, formats[0]), formats), pairs.get(DATA, ""))


def _beside(problem: Problem, parameters: frozenset[str]) -> Problem:
    """Name the answer's own parameters where a key is like no setting either."""
    if problem.what != NO_SUCH:
        return problem
    return Problem(
        problem.where, f"{NO_SUCH}; beside settings and in. there are {', '.join(sorted({*parameters, FORMAT}))}"
    )
