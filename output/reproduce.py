"""How somebody else gets the same figure: the link, the command, the lines of Python, the address of the interface."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from data.model.folders import command
from data.places.place import shown
from policy.formats import in_pence
from policy.results.totals import Totals
from policy.rules import settings
from policy.scenarios.links import to_query
from policy.scenarios.scenario import Scenario
from policy.scope.scope import Scope, link_query

ADDRESS = "/api/v1/assess"


def figure_of(totals: Totals) -> str:
    """The figure that a link carries, so that a later visit can tell whether it has changed.

    Central estimates: thousandths of contracts, a hyphen, pence a year.
    """
    return f"{totals.contracts.returns.central}-{in_pence(totals.annual_gbp.returns.central)}"


@dataclass(frozen=True)
class Reproduce:
    """A figure's scenario, what is looked at, and the data: `table` names a file, empty for the embedded register.

    `mapping` names the file that says how it is read, empty where that is by the guess.
    `mark` identifies the data in a link, `figure` is what it said, both as a link carries them.
    """

    scenario: Scenario
    scope: Scope
    table: str = ""
    mark: str = ""
    figure: str = ""
    mapping: str = ""

    def link(self, page: str, shown: Mapping[str, str] | None = None) -> str:
        """The address of a page with the whole query; `page` is without one, `shown` what the page itself shows."""
        query = link_query(self.scenario, self.scope, data=self.mark, figure=self.figure)
        return f"{page}?{urlencode({**query, **(shown or {})})}"

    def command(self) -> str:
        """The command that prints the figure."""
        words = [*command("policy", "assess").split(), "--preset", self.scenario.preset.name]
        for key, value in self._changes().items():
            words += ["--set", f"{key}={value}"]
        for where in self.scope.to_where():
            words += ["--where", where]
        words += ["--data", shown(self.table)] if self.table else []
        words += ["--mapping", self.mapping] if self.mapping else []
        return shlex.join(words)

    def python(self) -> str:
        """The lines of Python that give the figure."""
        files = [shown(self.table), *([self.mapping] if self.mapping else [])] if self.table else []
        opened = f"data.load_dataset({', '.join(map(repr, files))})"
        changes, where = self._changes(), self.scope.to_where()
        named = [self.scenario.preset.name, *([changes] if changes else [])]  # with its version, which never changes
        scenario = f"policy.scenario({', '.join(map(repr, named))})"
        narrowed = f", where={where!r}" if where else ""
        return f"import data, policy\nresult = policy.decide({opened}, {scenario}{narrowed})\nprint(result.totals())"

    def interface(self, site: str) -> str:
        """The address of the HTTP interface that answers with the figure; `site` is the server's own."""
        query = {**to_query(self.scenario), **self.scope.to_query()}
        return f"{site.rstrip('/')}{ADDRESS}?{urlencode(query)}"

    def _changes(self) -> dict[str, str]:
        known = settings()
        return {key: known[key].unit.write(value) for key, value in self.scenario.changes().items()}
