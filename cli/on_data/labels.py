"""Scoring built tables against gold labels: `python -m data labels headline|score LABELS.csv TABLE...`."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

import policy
from data.load.datasets import UnreadableError
from data.model.folders import command
from data.model.service_table import services
from data.table import value_spans
from data.table.rows.batches import REGISTER_ALONE
from policy.audit.gold import Services, as_labelled, keyed, read_labels, scored
from policy.contracts import COLUMNS, SERVICE_COLUMNS, Kind, typed
from policy.formats import printable, some
from policy.measures import MEASURES
from policy.problem import PolicyError, Problem

CHANGES = {"window.start": "2015-01-01", "window.years": 30}
"""The pledge's window at its widest: most labelled contracts have ended by now."""
MOST_OFF = 0.05
"""How far central contracts and yearly spend may be off."""
_FEWEST = 30
"""Labelled rows, and yearly values among them, from which a group of contracts is judged by itself."""
_MOST_SHOWN = 30
_MOVED = 0.3
_NEEDED = (
    *("contract_id", "ocid", "title"),
    *(
        column.name
        for column in COLUMNS
        if column.kind is not Kind.TEXT
        and not column.from_service
        and column.name not in (*REGISTER_ALONE, *value_spans.SPAN_COLUMNS, "company")
    ),
)
"""Columns of a contract without which it is not decided twice. No rule reads the other texts, nor the company; frozen
tables of an earlier day have neither that, nor what only the register states, which is missing in every built table,
nor how far a value a year may lie from the likely one."""
_FACTS = ("service", "supplier_kind", "instrument", "purchase", "buyer_kind")


def labels(options: argparse.Namespace) -> int:
    """Score tables against labels; 1 where a figure falls short."""
    if options.kind == "headline":
        return _headline(options)
    return _score(options)


def _score(options: argparse.Namespace) -> int:
    gold = _labels(options.labels, "contact")
    table = keyed(
        [_table(path, ("ocid", "service", "buyer_kind", "supplier_kind", "instrument")) for path in options.tables]
    )
    if not gold.index.isin(table.index).any():
        raise UnreadableError(f"{options.labels}: {_none_of(len(gold))}")
    scores = scored(table, gold, Services(services()))
    print(f"found {scores.matched} of {len(gold)} with a service; none counts as wrong")
    if options.errors:
        print(printable(scores.wrong.to_string(max_colwidth=60)))
    short = [score.name for score in scores.scores if score.short]
    sentences = "; ".join(score.sentence() for score in scores.scores)
    print(f"{sentences}; short: {', '.join(short)}" if short else sentences)
    return bool(short)


def _headline(options: argparse.Namespace) -> int:
    judged = _judged(options)
    short = []
    for measure, (read, true) in judged.both(judged.read, judged.true).items():
        off = f"{read.central / true.central - 1:+.1%}" if true.central else "from nothing"
        print(f"{measure:15} as read {read}   as labelled {true}   off {off}")
        if measure != "whole_life_gbp" and abs(read.central - true.central) > MOST_OFF * true.central:
            short.append(measure)
    if options.cells:
        print("\n".join(judged.cells()))
    if options.rows:
        print(printable(judged.moved().to_string()))
    print("off by more than 5%: " + ", ".join(short) if short else "within 5%")
    return bool(short)


def _none_of(labelled: int) -> str:
    return f"none of its {some(labelled, 'contract')} is in the tables. Give the tables of the notices that it labels."


@dataclass(frozen=True)
class _Range:
    """Low, central and high of a measure, in contracts or pounds."""

    low: float
    central: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:,.0f} / {self.central:,.0f} / {self.high:,.0f}"


@dataclass(frozen=True)
class _Judged:
    """Labelled contracts as the tables say and as labelled, by key."""

    read: pd.DataFrame
    true: pd.DataFrame
    gold: pd.DataFrame

    def both(self, read: pd.DataFrame, true: pd.DataFrame) -> dict[str, tuple[_Range, _Range]]:
        """What returns of each measure, as read and as labelled."""
        sides = [_decided(rows).totals().table for rows in (read, true)]
        return {measure: (_range(sides[0], measure), _range(sides[1], measure)) for measure in MEASURES}

    def cells(self) -> Iterator[str]:
        """Say of each pool and kind of buyer whether the labelled figure lies inside the range as read."""
        for column in ("pool", "buyer_kind"):
            for value in sorted(set(self.gold.get(column, []))):
                keys = self.gold.index[self.gold[column] == value]
                if min(len(keys), self.true.loc[keys, "annual_gbp"].notna().sum()) < _FEWEST:
                    continue
                judged = self.both(self.read[self.read.index.isin(keys)], self.true.loc[keys])
                for measure in ("contracts", "annual_gbp"):
                    read, true = judged[measure]
                    width = (read.high - read.low) / read.central if read.central else 0
                    inside = read.low <= true.central <= read.high
                    yield (
                        f"{column} {value:16} {measure:11} labelled inside the range as read: {inside}; "
                        f"width {width:.0%} of the middle"
                    )

    def moved(self) -> pd.DataFrame:
        """The contracts whose share moves by more than three tenths, those with the most pounds a year first."""
        keys = self.read.index.intersection(self.true.index)
        read, true = self.read.loc[keys], self.true.loc[keys]
        shares = [_decided(rows).decisions.central.astype(int) for rows in (read, true)]
        rows = pd.DataFrame(
            {
                "share": (shares[0] - shares[1]) / 1000,
                "gbp_m": true["annual_gbp"].astype(float).to_numpy() / 1e6,
                "title": read["title"].str[:48].to_numpy(),
                **{
                    f"{name}{end}": side[name].to_numpy()
                    for name in _FACTS
                    for end, side in (("", read), ("_label", true))
                },
            }
        )
        rows = rows[rows["share"].abs() > _MOVED]
        rows = rows.assign(effect=rows["share"] * rows["gbp_m"].fillna(0))
        return rows.sort_values("effect", key=abs, ascending=False).head(_MOST_SHOWN)


@dataclass(frozen=True)
class _Contracts:
    """Rows of labelled contracts as a data set."""

    rows: pd.DataFrame

    @cached_property
    def services(self) -> pd.DataFrame:
        """The services of the program."""
        return services()

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """The rows with an id each, and what is known of their services."""
        rows = self.rows.reset_index(drop=True)
        rows = rows.assign(contract_id=[f"k{number}" for number in range(len(rows))])
        own = rows.drop(columns=[name for name in SERVICE_COLUMNS if name in rows])
        return typed(own.join(self.services[list(SERVICE_COLUMNS)], on="service"))


def _decided(rows: pd.DataFrame) -> policy.Decided:
    return policy.decide(_Contracts(rows), policy.scenario("pledge", CHANGES))


def _range(table: pd.DataFrame, measure: str) -> _Range:
    return _Range(*table.loc[measure, ["low", "central", "high"]])


def _judged(options: argparse.Namespace) -> _Judged:
    """Read labels and tables, and say what of them was found."""
    gold = _labels(options.labels)
    read = keyed([_table(path, _NEEDED) for path in options.tables])
    read = read[read.index.isin(gold.index)]
    beside = options.labels.with_name(f"{options.labels.stem}.base.parquet")
    frozen = keyed([_table(beside, _NEEDED)]) if beside.exists() else read
    base = frozen.reindex(gold.index.intersection(frozen.index))
    lost = base.index.difference(read.index)
    from_ = beside.name if beside.exists() else "the tables themselves"
    print(f"{len(read)} of {len(gold)} labelled contracts are in the tables; frozen values from {from_}")
    if base.empty:
        raise UnreadableError(f"{options.labels}: {_none_of(len(gold))}")
    counts = [
        f"{what} {int(now)} (frozen {int(then)})"
        for what, now, then in (
            ("not counted", (~read["counted"].astype(bool)).sum(), (~base["counted"].astype(bool)).sum()),
            ("without a yearly value", read["annual_gbp"].isna().sum(), base["annual_gbp"].isna().sum()),
        )
    ]
    print(f"{', '.join(counts)}, missing {len(lost)}")
    gold = gold.reindex(base.index)
    true = as_labelled(read.reindex(base.index), base, gold, Services(services()))
    return _Judged(read, true, gold)


def _labels(path: Path, *more: str) -> pd.DataFrame:
    """Read labels by key; what is wrong with a row is named, and no figure is made of the others."""
    try:
        labels, cautions = read_labels(path.read_bytes(), more, services().index)
    except PolicyError as error:
        raise UnreadableError("\n".join(_of_file(path, problem) for problem in error.problems)) from None
    for caution in cautions:
        print(printable(_of_file(path, caution)), file=sys.stderr)
    return labels


def _of_file(path: Path, problem: Problem) -> str:
    return f"{path}: {str(problem).removeprefix('the file: ')}"


def _table(path: Path, needed: tuple[str, ...]) -> pd.DataFrame:
    try:
        table = pd.read_parquet(path)
    except (ValueError, OSError) as error:
        what = f"cannot be read as a table ({error})" if path.exists() else "no such file"
        raise UnreadableError(
            f"{path}: {what}. Build one with: {command('data', 'build FILE... --out TABLE')}"
        ) from None
    if missing := [name for name in needed if name not in table]:
        raise UnreadableError(
            f"{path}: no column {', '.join(missing)}. Build it again with: {command('data', 'build')}"
        )
    return table
