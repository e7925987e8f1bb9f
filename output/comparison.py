"""Scenarios side by side as tables: their figures, the settings that differ, and which contracts they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from output.reproduce import Reproduce, figure_of
from policy.analysis.compare import Difference, differences, each_stands, overlap
from policy.formats import some
from policy.measures import ENDS, MEASURE_LABELS, MEASURES
from policy.results.findings import with_range
from policy.results.groups import Decisions
from policy.results.report import known_number, number
from policy.results.sentences import largest
from policy.results.totals import Totals, assumed_spans
from policy.scenarios.files import unused
from policy.scenarios.scenario import Scenario
from policy.scope.scope import scope_of

_SHARE, _NONE = ", share back", "No contract is"


@dataclass(frozen=True)
class Compared:
    """One of the scenarios that are compared, decided on the same contracts as the others.

    `mark` identifies the data in a link, as `Reproduce` has it.
    """

    name: str
    scenario: Scenario
    decisions: Decisions
    totals: Totals
    mark: str = ""

    @property
    def link(self) -> str:
        """The query of the link that opens its figure, of these data and what is looked at, with its question mark."""
        scope = scope_of(self.decisions.coded)
        return Reproduce(self.scenario, scope, mark=self.mark, figure=figure_of(self.totals)).link("")


def figures_and_settings(compared: Sequence[Compared]) -> list[list[str]]:
    """Rows in words: each measure with its range, then every setting that differs; a column a scenario."""
    rows = [
        [label, *(with_range(one.totals, measure) for one in compared)] for measure, label in MEASURE_LABELS.items()
    ]
    return rows + [[each.label, *each.words] for each in _differences(compared)]


def _differences(compared: Sequence[Compared]) -> list[Difference]:
    return differences([one.scenario for one in compared], compared[0].decisions.coded.service_names)


def scenarios_table(compared: Sequence[Compared]) -> pd.DataFrame:
    """One row a scenario: link, figures with their ranges in contracts and pounds, and the settings that differ.

    `annual_gbp_assumed` is the part of the central spend a year that assumes which years a value covers;
    `largest_contract` names the contract above a fifth of it, and is empty where there is none.
    """
    differ = _differences(compared)
    rows = []
    for place, one in enumerate(compared):
        row: dict[str, object] = {"scenario": one.name, "link": one.link}
        row["fingerprint"] = one.scenario.fingerprint()
        for measure in MEASURES:
            row |= {f"{measure}_{end}": known_number(one.totals, measure, end) for end in (*ENDS, "of")}
            if measure != "contracts":
                row[f"{measure}_contracts_valued"] = number("contracts", one.totals.known(measure))
        row["annual_gbp_assumed"] = number("annual_gbp", assumed_spans(one.decisions).spend)
        row["largest_contract"] = largest(one.decisions)
        rows.append(row | {each.key: each.words[place] for each in differ})
    return pd.DataFrame(rows)


def agreement(compared: Sequence[Compared]) -> tuple[str, pd.DataFrame]:
    """How many contracts come back under every scenario, under one alone, and under some: a sentence and a table."""
    sure, may = (overlap([getattr(one.decisions, end) > 0 for one in compared]) for end in ("low", "high"))
    every = f"{some(sure.under_all, 'contract')} {'is' if sure.under_all == 1 else 'are'}" if sure.under_all else _NONE
    sentence = (
        f"{every} certainly in the answer, in full or in part, under "
        f"{'both' if len(compared) == 2 else f'all {len(compared)}'} scenarios; {sure.under_any:,} under at least one."
    )
    names = [f"Under “{one.name}” alone" for one in compared]
    rows = [("Under all", sure.under_all, may.under_all), *zip(names, sure.only, may.only, strict=True)]
    if len(compared) > 2:
        rows.append(("Under some, not all", sure.some, may.some))
    rows.append(("Under at least one", sure.under_any, may.under_any))
    return sentence, pd.DataFrame(rows, columns=["In the answer", "Certainly", "Certainly or not decided"])


def every_contract(decided: Mapping[str, Decisions]) -> pd.DataFrame:
    """One row a contract that any scenario counts: where it stands under each, and its central share of 0 to 1.

    `decided` holds the decisions on the same contracts by the name of the scenario.
    """
    rows = np.flatnonzero(np.any([decisions.counted for decisions in decided.values()], axis=0))
    first = next(iter(decided.values()))
    table = first.coded.frame[["contract_id", "title", "buyer", "notice_url"]].iloc[rows].astype("str")
    for name, decisions in decided.items():
        # No column before them is written over: a reader may call a scenario "title", or "A, share back".
        column = unused(name, {*table, *(str(before).removesuffix(_SHARE) for before in table)})
        table[column] = each_stands(decisions, rows)
        table[f"{column}{_SHARE}"] = decisions.central[rows] / 1000
    return table
