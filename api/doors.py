"""What the server answers beside the dashboard: the answers by name, their own parameters and their forms."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api import answers
from api.answers import MOST_CONTRACTS, Answer, Served
from api.asked import Asked
from api.charts import OF_A_CHART, picture_of, table
from api.embed import embedded
from api.other_charts import SLOW
from policy.measures import MEASURES


@dataclass(frozen=True)
class Door:
    """One answer: how it is worked out, its own parameters, whether it may take long, and the forms it is given in.

    `slow_charts` are those of its charts that may take long. A `lasting` one also answers links that were made under
    other rules. What is drawn says the day on which it is.
    """

    answer: Callable[[Served, Asked], Answer]
    parameters: Mapping[str, str]
    slow: bool = False
    slow_charts: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("json", "csv")
    lasting: bool = False

    @property
    def about(self) -> str:
        """What it answers."""
        return (self.answer.__doc__ or "").strip().partition("\n")[0]

    def takes_long(self, ask: Asked) -> bool:
        """Whether what is asked of it may take long."""
        return self.slow or ask.more.get("chart") in self.slow_charts

    @property
    def drawn(self) -> bool:
        """Whether a chart is drawn, not a table given."""
        return self.formats[0] not in ("json", "csv")


_PAGE = {"limit": f"how many, at most {MOST_CONTRACTS:,}", "offset": "how many to pass over"}
"""The parameters of a list of contracts."""
DOORS: dict[str, Door] = {
    "assess": Door(answers.assess, {}),
    "groups": Door(
        answers.groups, {"column": "a column of categories, such as service or buyer_kind; year or quarter"}
    ),
    "sweep": Door(answers.swept, {"key": "a setting with an order, such as small.threshold"}, slow=True),
    "contracts": Door(
        answers.contracts, {"stage": "any, or the step at which they stand, such as returns or not_known", **_PAGE}
    ),
    "range": Door(
        answers.in_range, {"measure": f"one of {', '.join(MEASURES)}: by which the contracts are in order", **_PAGE}
    ),
    "settings": Door(answers.listed_settings, {}),
    "presets": Door(answers.presets, {}),
    "chart": Door(table, {key: about for key, about in OF_A_CHART.items() if key != "largest"}, slow_charts=SLOW),
    "chart.svg": Door(picture_of, {**OF_A_CHART, "theme": "light or dark"}, formats=("svg",), slow_charts=SLOW),
}
"""The answers by name; their address is /api/v1/NAME."""
EMBEDDED = "embed"
EMBED = Door(
    embedded,
    {
        **OF_A_CHART,
        "theme": "light, dark, or auto, which follows the reader's own",
        "receipt": "a whole receipt as one word, in place of a scenario: the page says whether its figure still stands",
    },
    formats=("html",),
    lasting=True,
    slow_charts=SLOW,
)
"""The page with one chart alone, which other sites may frame; its address is /embed."""
