"""Charts as they are taken away, made of plain numbers, for tests of files."""

from datetime import date

import pandas as pd

from output.charts import figures
from output.charts.chart import Chart
from output.files.about import PageAnswer, Taken
from output.palette import LIGHT
from output.subject import Subject
from policy.scenarios.scenario import Scenario, build_scenario


class FixedScenario(Scenario):
    """A scenario whose fingerprint stays: a true one names every setting, and is another when a rule is added."""

    def fingerprint(self) -> str:
        return "50dd190058bc"


DAY = date(2026, 11, 27)
_PLEDGE = build_scenario()[0]
SUBJECT = Subject("The register", date(2026, 3, 1), "0123456789ab", FixedScenario(_PLEDGE.preset, _PLEDGE.rules))


def bars(names=("Prisons", "Home care"), values=(1200.5, 30.0), finding="Most is prisons", note=""):
    """A chart of bars, in pounds a year; each is certain to half."""
    drawn = [
        figures.Bar(name, value, value / 2, value, f"£{value:,.0f}") for name, value in zip(names, values, strict=True)
    ]
    named = pd.Series(list(names), dtype=object)  # a column of text takes no half of a pair of letters
    table = pd.DataFrame({"Service": named, "Back, £ a year": list(values)})
    return Chart("service", finding, "Pounds a year back in house", figures.ranked(drawn, LIGHT), table, note)


def taken(chart=None, link="https://example.org/?base=pledge%401", **changes):
    """What is taken away of a chart, with sentences of its own."""
    said = {
        "headline": "About 5 of the 9 contracts in this register would come back in house",
        "spread": "Between 4 and 6 contracts",
        "certainty": "Between 4 and 6 contracts: 2 cannot be decided.",
        "coverage": "Of the contracts in the answer, certain or possible, the money leaves out 1 "
        "whose value a year is not known.",
        **changes,
    }
    answered = PageAnswer(**said, receipt=lambda: {"id": "feedfacecafe"})
    return Taken(chart or bars(), SUBJECT, answered, link, DAY)
