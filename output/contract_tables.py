"""Contracts as plain tables: pounds, shares from 0 to 1, dates, and names as published; and the right of reply."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from data.model.companies import companies_of
from output.field_words import in_words
from output.text import web_address
from policy.analysis.compare import Flips, each_stands
from policy.analysis.drill import LINE, NEAR, ON
from policy.analysis.uncertainty import RangeContracts, in_one
from policy.coded import Bools, CodedContracts, Rows
from policy.contracts import BY_NAME, SEVERAL_COMPANIES
from policy.engine.decide import HIGH
from policy.formats import capital, in_pence, of_one, some, stated
from policy.measures import MEASURE_WORDS, MEASURES
from policy.results.groups import Decisions
from policy.results.ranking import annual_of, by_spend, shares_of
from policy.results.report import number
from policy.results.rows import Money
from policy.results.totals import Totals
from policy.rules import settings
from policy.rules.trigger import Window
from policy.scenarios.presets import Preset
from policy.scope.fields import SUPPLIER_LABELS

_FEW = 2_000
"""Cells of text that are sooner read one by one."""
CEILING = "Only a ceiling"
_BY_THE_YEAR = "Stated by the year"
_VALUE_WORDS = {
    "stated": "Stated", "estimated": "Estimated by the source", "net_from_gross": "Stated with VAT",
    "annual_times_term": _BY_THE_YEAR, "ceiling": CEILING, "placeholder": "Placeholder",
    "foreign": "In foreign money",
}  # fmt: skip
"""What a value rests on, for a reader, by `value_quality`."""
_RANGED = ("Contract", "Buyer", "Supplier", "Service", "Value", "Ends", "Notice", "Id")
AT_STEP = ("Before the step", "After the step")
"""What two decisions are called that are one step of a difference apart."""
_FLIPPED = ["title", "annual_gbp", "buyer", "supplier", "notice_url", "contract_id"]


REPLY_COLUMNS = ("Party", "Role", "Contract", "What is said", "Notice", "Contract id", "Asked on", "Answer")


def value_names(coded: CodedContracts, column: str) -> dict[str, str]:
    """Names for a reader of the values of a column; none for a column whose values are names as published."""
    if column == "service":
        return coded.service_names
    if column == LINE:
        return {NEAR: "Within 5% of it", ON: "Exactly on it"}
    if column == "supplier_kind":
        return SUPPLIER_LABELS
    if column == "buyer_kind":
        return dict(settings()["authorities.kinds"].param.options)
    levels = coded.levels.get(column, ())
    return {level: level.replace("_", " ").capitalize() for level in levels if BY_NAME[column].values}


def may_return(decisions: Decisions) -> int:
    """How many contracts return, certainly or possibly, in full or in part."""
    return int(decisions.outcome.cells.contracts[decisions.outcome.shares[HIGH] > 0].sum())


def largest_words(listed: int, of: int) -> str:
    """Name a list of the largest of so many contracts; of all of them nothing is said to be larger than others."""
    if of == 1:
        return "The one contract"
    return f"The {some(listed, 'largest contract' if listed < of else 'contract')}"


def contract_table(decisions: Decisions, rows: Bools | Rows, *names: str) -> pd.DataFrame:
    """The chosen contracts with what returns of each, in pounds and shares; of the columns those named, else all.

    `rows` are a mask or positions; the index of the table holds the positions.
    """
    positions = np.flatnonzero(rows) if rows.dtype == bool else rows.astype(np.intp)
    low, central, high = shares_of(decisions, positions)

    def read(name: str) -> "pd.Series[Any]":
        return _cells(decisions.coded.frame[name], positions)

    columns: dict[str, Callable[[], Any]] = {
        "Contract": lambda: read("title"),
        "Buyer": lambda: read("buyer").astype("str"),
        "Supplier": lambda: read("supplier").astype("str").fillna("Not named"),
        "Service": lambda: _services(decisions.coded, positions),
        "Outcome": lambda: each_stands(decisions, positions),
        "Share back": lambda: central / 1000,
        "Low": lambda: low / 1000,
        "High": lambda: high / 1000,
        "£ a year": lambda: read("annual_gbp").round(2),
        "£ whole life": lambda: read("value_gbp").round(2),
        "Value": lambda: [
            _rests_on(str(quality), stated=stated)
            for quality, stated in zip(read("value_quality"), read("annual_gbp").notna(), strict=True)
        ],
        "£ a year back": lambda: _back(annual_of(decisions, positions)),
        "Ends": lambda: _ends(decisions, read),
        "Notice": lambda: read("notice_url"),
        "Id": lambda: read("contract_id"),
    }
    return pd.DataFrame({name: columns[name]() for name in names or columns}).set_axis(positions)


def _rests_on(quality: str, *, stated: bool) -> str:
    """Say what a value rests on; where there is none over the whole term, an amount a year can only be `stated`."""
    return _VALUE_WORDS.get(quality, _BY_THE_YEAR if stated else "Not stated")


def _ends(decisions: Decisions, read: Callable[[str], Any]) -> Any:
    """The end of each contract that counts under the scenario, as it stands and not as it may be let again."""
    first = read("end_date")
    counts = first if decisions.scenario.rule(Window).end == "first" else read("latest_end_date").fillna(first)
    return counts.dt.date


def _back(annual: Money) -> list[float | int | None]:
    """What returns of each contract a year, in pounds; None where its value is not known, or is only a ceiling."""
    silent = (annual.unstated | annual.ceiling).tolist()
    each = zip(annual.central.tolist(), silent, strict=True)
    return [None if none else number("annual_gbp", int(value)) for value, none in each]


def _services(coded: CodedContracts, rows: Rows) -> list[str]:
    labels = coded.services["label"].array
    return [labels[code] if code >= 0 else "Not known" for code in coded.code("service", rows)]


def _cells(column: "pd.Series[Any]", rows: Rows) -> "pd.Series[Any]":
    """Read some cells; few texts are read one by one, since `take` first joins every piece of a large column."""
    if column.dtype == "str" and len(rows) <= _FEW:
        return pd.Series([column.array[row] for row in rows], dtype="str")
    return column.iloc[rows].reset_index(drop=True)


def with_safe_links(table: pd.DataFrame) -> pd.DataFrame:
    """Keep of the column Notice what is a web address, None in place of the rest: whatever shows it makes links."""
    if "Notice" not in table:
        return table
    return table.assign(Notice=table["Notice"].map(lambda notice: web_address(notice) or None))


def flipped_table(contracts: CodedContracts, names: tuple[str, str], flipped: Flips) -> pd.DataFrame:
    """Contracts that flip between two decisions of these names, or at a step, with what decides each under both."""
    headings = names if names == AT_STEP else (f"Under {names[0]}", f"Under {names[1]}")
    listed = contracts.frame[_FLIPPED].iloc[flipped.rows]
    old, new = (annual_of(decisions, flipped.rows) for decisions in (flipped.before, flipped.after))
    decided = flipped.words()
    return pd.DataFrame(
        {
            "Contract": listed["title"].to_numpy(),
            headings[0]: [before for before, _ in decided],
            headings[1]: [after for _, after in decided],
            "£ a year": listed["annual_gbp"].round(2).to_numpy(),
            "£ a year back, change": _back(replace(new, central=new.central - old.central)),
            "Buyer": listed["buyer"].astype("str").to_numpy(),
            "Supplier": listed["supplier"].astype("str").to_numpy(),
            "Notice": listed["notice_url"].to_numpy(),
            "Id": listed["contract_id"].to_numpy(),
        },
        index=flipped.rows,
    )


def range_table(found: RangeContracts, measure: str) -> pd.DataFrame:
    """The contracts that make a range, with what is not known of each, what settles it, and what it makes of it.

    What it makes of the range of `measure` stands before that of the others.
    """
    causes, facts = found.causes(), contract_table(found.decisions, found.rows, *_RANGED)
    said = {
        "What is not known": [in_one([cause.label for cause in each]) for each in causes],
        "What to look up": [in_one([cause.look_up for cause in each]) for each in causes],
    }
    units = {name: MEASURE_WORDS[name].unit for name in (measure, *MEASURES)}
    made: dict[str, Any] = {f"Range, {unit}": found.numbers(name) for name, unit in units.items()}
    return facts[["Contract"]].assign(**said, **made).join(facts.drop(columns="Contract"))


def assessments_table(services: pd.DataFrame, groups: Mapping[str, Totals]) -> pd.DataFrame:
    """The table of services as a scenario reads it, in words, with how many contracts each has and returns."""
    facts, labels = services.reset_index(drop=True), services["label"].tolist()
    asked = ("group", "contact", "coercive", "echr_articles", "meets_pledge_definition", "named_in_pledge")
    rows = [
        (
            labels[place],
            *(capital(in_words(facts, column, place, services)) for column in (*asked, "at_risk_groups")),
            groups[str(name)].contracts.of // 1000 if name in groups else 0,
            number("contracts", groups[str(name)].contracts.returns.central) if name in groups else 0,
        )
        for place, name in enumerate(services.index)
    ]
    names = [
        "Service",
        "Group",
        "Contact",
        "Coercive powers",
        "Articles at risk",
        "Relies on state protection",
        "Named in the pledge",
        "People at risk",
        "Contracts",
        "Back, central",
    ]
    return pd.DataFrame(rows, columns=names)


def held_jointly(coded: CodedContracts, company: str) -> Bools:
    """Find the contracts that a company holds with others: a second figure beside its bar, never added to it."""
    return held_jointly_by(coded, company.__eq__)


def held_jointly_by(coded: CodedContracts, asked: Callable[[str], bool]) -> Bools:
    """Find the contracts that a company of those that are asked for holds with others."""
    names = coded.levels["company"]
    if SEVERAL_COMPANIES not in names or "suppliers" not in coded.frame:
        return np.zeros(len(coded), dtype=np.bool_)
    several = coded.code("company") == names.index(SEVERAL_COMPANIES)
    listed = coded.frame["suppliers"].iloc[np.flatnonzero(several)].astype("str")
    jointly = several.copy()
    jointly[several] = [any(map(asked, companies_of(text))) for text in listed]
    return jointly


def reply_sheet(decisions: Decisions, rows: Rows) -> pd.DataFrame:
    """The right of reply: list each party of some contracts with each contract in which it is named, and what is said.

    Args:
        decisions: what a scenario decides.
        rows: positions of the contracts in the table.

    Returns:
        A row for each party and contract, ordered by role, party and money, with REPLY_COLUMNS; "Asked on" and "Answer"
        are empty, to be filled in. A buyer or supplier that is not published has no row, for nobody can be asked.
    """
    frame = decisions.coded.frame
    listed = frame[["buyer", "suppliers", "title", "notice_url", "contract_id"]].iloc[rows]
    spend, shares = annual_of(decisions, rows), shares_of(decisions, rows)
    standing, entries = each_stands(decisions, rows), []
    for place, contract in enumerate(listed.itertuples(index=False)):
        statement = _statement(
            standing[place],
            decisions.scenario.preset,
            [int(share) for share in shares[:, place]],
            _worth(spend, place),
        )
        for role, name in _parties(contract.buyer, contract.suppliers):
            title = stated(contract.title, "Title")
            last = contract.notice_url, contract.contract_id
            entries.append((role, name, -int(spend.central[place]), title, statement, *last))
    entries.sort(key=lambda each: (each[0], str(each[1]).casefold(), each[2], str(each[6])))
    table = [
        (name, role, title, statement, notice if isinstance(notice, str) else "", contract_id, "", "")
        for role, name, _, title, statement, notice, contract_id in entries
    ]
    return pd.DataFrame(table, columns=list(REPLY_COLUMNS))


def _parties(buyer: object, suppliers: object) -> list[tuple[str, str]]:
    parties = [("Buyer", buyer)] if isinstance(buyer, str) and buyer else []
    names = suppliers.split("\n") if isinstance(suppliers, str) else []
    return [*parties, *(("Supplier", name) for name in dict.fromkeys(map(str.strip, names)) if name)]


def _worth(spend: Money, place: int) -> str:
    """What comes back of one contract a year, or why that is not known."""
    if spend.unstated[place]:
        return "its value a year is not known"
    if spend.ceiling[place]:
        return f"only a ceiling is known, at most {of_one(in_pence(int(spend.high[place])))} a year"
    return f"{of_one(in_pence(int(spend.central[place])))} a year"


def _statement(outcome: str, preset: Preset, shares: list[int], worth: str) -> str:
    """What a figure says of one contract: where it stands, which share counts, and how much a year that is."""
    low, central, high = (round(share / 10) for share in shares)
    share = f"{central}%" if low == high else f"{central}% (between {low}% and {high}%)"
    if not high:
        return f"{outcome}. It stays outside."
    return f"{outcome}. It counts as {share} {preset.counts_as}: {worth}."


def behind_the_answer(decisions: Decisions) -> Rows:
    """The contracts that a headline counts: those that may return, the largest spend back first."""
    return by_spend(decisions, np.flatnonzero(decisions.high))
