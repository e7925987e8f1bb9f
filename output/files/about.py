"""What every file says of itself: the answer and its range, source and date, policy, link, rows, receipt, licence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from numbers import Integral, Real
from typing import Any
from urllib.parse import urlsplit

import pandas as pd

from output.charts.chart import Chart
from output.subject import Shown, Subject
from policy.formats import capital, day, inner
from policy.measures import MEASURE_WORDS
from policy.results.sentences import largest, left_out_of, spread_of

LICENCE = "Contains public sector information licensed under the Open Government Licence v3.0."
ESTIMATE = "An estimate, not a prediction."
_SHARE = "share from 0 to 1"
_UNITS = {"Share back": _SHARE, "Low": _SHARE, "High": _SHARE, "Contracts": "contracts", "Back, central": "contracts"}
"""Units of columns of lists, whose headings do not end with theirs."""
BLANK = "An empty cell is a figure that is not known, or one that cannot exist."
BARE = "After the address of Back in house:"
"""Said before a link that has no address, since the dashboard was opened on the reader's own computer."""


@dataclass(frozen=True)
class PageAnswer:
    """What a page answers, which its files say too, so that none can say another figure, and its receipt.

    `headline` has no full stop, `spread` is its range, `certainty` the range and why it is one, `coverage` what the
    money leaves out; `weighs` names the contract that is more than a fifth of the spend. Any but the headline is empty
    where there is none.
    """

    headline: str
    spread: str
    certainty: str
    coverage: str
    receipt: Callable[[], Mapping[str, Any]]
    weighs: str = ""

    @property
    def range(self) -> str:
        """The range as it stands behind the headline."""
        return f"Range: {inner(self.spread)}." if self.spread else ""


def page_answer(shown: Shown) -> PageAnswer:
    """What most pages answer: which contracts come back."""
    totals, receipt = shown.totals, shown.receipt
    return PageAnswer(
        shown.headline_for_others(),
        spread_of(totals) if totals.contracts.returns.high else "",
        shown.certainty(),
        left_out_of(totals),
        lambda: receipt,  # not what is shown: a file stays with the session, and that has decisions
        shown.cached("largest", largest),
    )


@dataclass(frozen=True)
class Taken:
    """What is taken away: a chart, what it is about, and what the page answered where it was taken.

    `link` opens the page again; `caution` says what the data are not, and is empty where they are a reader's own file;
    the licence is empty where no published notice is among them, in a built table too.
    """

    chart: Chart
    subject: Subject
    answered: PageAnswer
    link: str
    day: date
    licence: str = LICENCE
    of: int | None = None
    """How many rows there are of the kind of the table, where it is a part of them."""
    caution: str = ""

    @property
    def what_it_is(self) -> str:
        """What kind of figure it is, and what the data are not."""
        return f"{ESTIMATE} {self.caution}".strip()

    @property
    def address(self) -> str:
        """The link where it is a whole address; empty where it is a page and a query, which alone open nothing."""
        return self.link if urlsplit(self.link).netloc else ""

    @property
    def way_back(self) -> str:
        """How the page is opened again: its address, or what to put after that of the dashboard."""
        return f"{BARE} {self.link}" if self.link and not self.address else self.link

    @property
    def table(self) -> pd.DataFrame:
        """The table of the chart."""
        return self.chart.table

    def file_name(self, ending: str) -> str:
        """Name of a file of the chart."""
        return self.subject.file_name(self.chart.name, ending, len(self.table), self.of)

    def lines(self) -> dict[str, str]:
        """What a file says of itself, by label; what there is nothing to say of is left out."""
        texts = {
            "Title": self.chart.finding,
            "What it shows": self.chart.shows,
            "Units": units(self.table),
            "Note": self.chart.note,
            "Answer": f"{self.answered.headline}.",
            "Largest contract": self.answered.weighs,
            "Range": self.answered.certainty,
            "Coverage": self.answered.coverage,
            "What it is": self.what_it_is,
            "Source": self.subject.source_line.removeprefix("Source: "),
            "Data": f"to {day(self.subject.as_of)}, fingerprint {self.subject.fingerprint}",
            "Policy": self.subject.policy_line,
            "Scenario": f"{self.subject.scenario.preset.name}, fingerprint {self.subject.scenario.fingerprint()}",
            "Table": f"{capital(self.subject.extent(len(self.table), self.of))}. {BLANK}",
            "Taken": day(self.day),
            "Link": self.way_back,
            "Receipt": str(self.answered.receipt()["id"]),
            "Licence": self.licence,
        }
        return {label: text for label, text in texts.items() if text}


def taken_of_chart(chart: Chart, shown: Shown, answered: PageAnswer, link: str, on: date) -> Taken:
    """Put together what a file says of itself; nothing in it refers to the page, so that it can be built later."""
    table = shown.table
    licence, caution = LICENCE if table.licensed else "", table.dataset.note if table.shared else ""
    return Taken(chart, shown.subject, answered, link, on, licence, caution=caution)


def units(table: pd.DataFrame) -> str:
    """Say the unit of each column of numbers, as its heading states it."""
    names = [str(name) for name in table if is_number(table[name])]
    return ", ".join(dict.fromkeys(_unit(name) for name in names))


def _unit(name: str) -> str:
    if name.endswith("_contracts_valued"):
        return "contracts"
    if name.endswith(", share back"):
        return _SHARE
    name = name.removesuffix(", change").replace("£ a year back", "£ a year")
    measured = next((words.unit for measure, words in MEASURE_WORDS.items() if name.startswith(f"{measure}_")), "")
    return measured or _UNITS.get(name) or name.rpartition(", ")[2]


def is_number(column: "pd.Series[Any]") -> bool:
    """Whether a column holds numbers, of which some may be missing or said to be so in words.

    A missing text is NaN too, so among texts NaN is no number; a column without a row has the type of numbers.
    """
    return (len(column) > 0 and column.dtype.kind in "fiu") or any(
        isinstance(value, Real) and not isinstance(value, bool) and bool(value == value)  # noqa: PLR0124 - NaN is not
        for value in column.tolist()
    )


def plain_value(value: Any) -> str | float | None:
    """A cell as a file holds it: a number as one, anything else as text, nothing for what is missing.

    A whole number is written without a point: pandas holds a count as 664.0 where another of its column is missing.
    """
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, Real) and not isinstance(value, bool):
        number = int(value) if isinstance(value, Integral) else float(value)
        return int(number) if float(number).is_integer() else number
    return str(value)
