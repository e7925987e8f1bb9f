"""How big the whole is: published national spending beside the contracts, for the library."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from policy.api.decided import Decided
from policy.api.tables import Table
from policy.national import report
from policy.national.answer import Answer, answer
from policy.national.sentences import headline


@dataclass(frozen=True, eq=False, repr=False)
class WholeAnswer(Table):
    """The interval of published spending that a policy catches, with its kinds as a table.

    `low` and `high` are pounds a year; `rows` has every published row behind them; `answer` holds the whole result.
    """

    low: float
    high: float
    rows: pd.DataFrame
    answer: Answer

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        return headline(self.answer)


def whole(decided: Decided, spending: pd.DataFrame, day: date) -> WholeAnswer:
    """Say how big the whole is: published outside spending in the kinds of service that a policy catches.

    Args:
        decided: what `decide` gave.
        spending: the published figures, as `data.load_spending()` gives them: text cells by the id of the row.
        day: the day of the contracts, such as `register.as_of`; those in force on it are set beside the figures.

    Returns:
        A table of a row for each kind of service: low and high in pounds a year, the mark of its figures (V, S, N),
        and the contracts that the data hold of it. What has no figure that could be read is NaN, never nought
        (semantics 11).
    """
    found = answer(decided.decisions, spending, day)
    span = found.whole.span
    return WholeAnswer(report.kinds_table(found), span.low / 100, span.high / 100, report.rows_table(found), found)
