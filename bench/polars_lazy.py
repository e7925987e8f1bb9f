"""The benchmark's work in polars: lazy expressions over coded columns, the breakdowns collected together."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np
import pandas as pd
import polars as pl

from bench.work import (
    CODED,
    COLUMNS,
    MOST,
    NINE,
    POINTS,
    STEPS,
    Answer,
    Services,
    funnel,
    product_table,
    rounded,
    swept,
)
from policy.rules.trigger import years_after

THOUSAND = pl.lit(1000, dtype=pl.Int64)


class Engine:
    """The counted contracts as a polars frame: enumerations, pence, dates."""

    name = "polars, lazy"

    def __init__(self, contracts: pd.DataFrame, services: pd.DataFrame) -> None:
        self.services = Services(services)
        frame = contracts[contracts["counted"] & (contracts["stage"] == "awarded")]
        usable = ~frame["value_quality"].isin(("placeholder", "foreign")).to_numpy()
        columns = {name: _enumeration(frame[name]) for name in CODED}
        for measure, name in (("annual", "annual_gbp"), ("whole", "value_gbp")):
            pence = np.rint(np.where(usable, frame[name], np.nan) * 100)
            columns[f"{measure}_top"] = pl.Series(pence).fill_nan(None).cast(pl.Int64)
            ceiling = (frame["value_quality"] == "ceiling").to_numpy()
            columns[f"{measure}_pence"] = pl.Series(np.where(ceiling, 0, pence)).fill_nan(0).cast(pl.Int64)
        end = frame["latest_end_date"].fillna(frame["end_date"])
        columns["end"] = pl.Series(end.to_numpy().astype("datetime64[ms]")).cast(pl.Date)
        columns["year"] = columns["end"].dt.year()
        columns["code"] = pl.Series(self.services.codes(frame["service"]).astype(np.uint32))
        self.frame = pl.DataFrame(columns)

    def recalculate(self, values: dict) -> Answer:
        answers = self.frame.lazy().with_columns(**self._rules(values)).collect()
        shares, free = self._shares(answers), self.services.free(values)
        product = product_table(shares, free)
        decided = answers.lazy().with_columns(**self._outcome(values)).with_columns(self._central(rounded(product)))
        # What may return without the one rule that the sweep moves; a threshold only takes from it.
        may = decided.filter((pl.col("without") == 200) & (pl.col("high") > 0)).with_columns(**_money())
        stops, may = pl.collect_all([self._stops(decided), may])
        back = may.lazy().filter(pl.col("outcome") >= 100)
        sums = [pl.col(name).sum() for name in NINE]
        queries = [back.select(sums), back.group_by("outcome").agg(pl.col(*NINE[1::3]).sum())]
        queries += [back.group_by(column).agg(sums) for column in COLUMNS]
        ranked = back.filter(pl.col("supplier").is_not_null()).group_by("supplier").agg(sums)
        queries.append(ranked.sort(pl.col("annual_central"), descending=True).head(MOST))
        total, returned, *groups, top = pl.collect_all(queries)
        return Answer(
            total.row(0),
            funnel(*({code: amounts for code, *amounts in sums.rows()} for sums in (stops, returned))),
            {column: _named(found) for column, found in zip(COLUMNS, groups, strict=True)},
            _named(top),
            tuple(self._sweep(may, shares, free)),
        )

    def _rules(self, values: dict) -> dict[str, pl.Expr]:
        """Answer of each rule: 0 stays, 1 not known, 2 leaves."""
        first = values["window.start"]
        last = years_after(first, values["window.years"]) - timedelta(days=1)
        kind = pl.col("supplier_kind")
        which: int | pl.Expr = 2
        if not values["public.owned"]:
            of = pl.col("supplier_public_kind")
            which = pl.when(of.is_null()).then(1).when(of == "owned").then(0).otherwise(2)
        unnamed = kind.is_null() | kind.is_in(["unknown", "none"])
        public = pl.when(unnamed).then(1).when(kind == "public").then(which)
        value, met = pl.col("whole_top"), pl.lit(pl.Series(2 - self.services.is_met(values), dtype=pl.Int8))
        return {
            "authorities": _leaves(~pl.col("buyer_kind").is_in(list(values["authorities.kinds"]))),
            "purchase": _leaves(
                pl.col("purchase").replace_strict(
                    {"service": 0, "goods": 1, "works": 1}, default=None, return_dtype=pl.Int8
                )
                == 1
            ),
            "frameworks": _leaves(pl.col("instrument").is_in(["framework", "dps"])),
            "window": _leaves(~pl.col("end").is_between(first, last)),
            "criteria": met.gather(pl.col("code")),
            "small": _leaves(value < values["small.threshold"] * 100),
            "public": public.otherwise(0).cast(pl.Int8),
        }

    def _shares(self, answers: pl.DataFrame) -> dict[str, np.ndarray]:
        """Share that passes each rule by service."""
        counts = [((pl.col(step) == answer).sum()).alias(f"{step}{answer}") for step in STEPS for answer in (0, 2)]
        found = answers.lazy().group_by("code").agg(counts).collect()
        every = pl.DataFrame({"code": np.arange(len(self.services.group), dtype=np.uint32)})
        found = every.join(found, on="code", how="left", maintain_order="left").fill_null(0)
        return {
            step: self.services.passing(found[f"{step}0"].to_numpy(), found[f"{step}2"].to_numpy()) for step in STEPS
        }

    def _outcome(self, values: dict) -> dict[str, pl.Expr]:
        """What stops a contract, with the one threshold and without it; and the shares that good reason leaves."""
        low, high = self.services.kept(values)
        in_full = pl.lit(pl.Series(low == 1000)).gather(pl.col("code"))
        return {
            "outcome": _first(in_full, STEPS),
            "without": _first(in_full, [s for s in STEPS if s != "small"], 200),
            "high": pl.lit(pl.Series(1000 - low, dtype=pl.Int64)).gather(pl.col("code")),
            "low": pl.lit(pl.Series(1000 - high, dtype=pl.Int64)).gather(pl.col("code")),
            "pattern": pl.sum_horizontal(
                (pl.col(step) == 1).cast(pl.UInt32) * (1 << bit) for bit, step in enumerate(STEPS)
            ),
        }

    def _central(self, table: np.ndarray) -> list[pl.Expr]:
        flat = pl.lit(pl.Series(table.ravel(), dtype=pl.Int64))
        cell = pl.col("pattern") * len(self.services.group) + pl.col("code")
        return [
            flat.gather(cell).alias("contracts_central"),
            pl.col("high").alias("contracts_high"),
            pl.when(pl.col("pattern") == 0).then(pl.col("low")).otherwise(0).alias("contracts_low"),
        ]

    def _stops(self, decided: pl.LazyFrame) -> pl.LazyFrame:
        amounts = [pl.len().cast(pl.Int64).alias("contracts") * 1000, pl.col("annual_pence", "whole_pence").sum()]
        return decided.group_by("outcome").agg(amounts)

    def _sweep(self, may: pl.DataFrame, shares: dict, free: np.ndarray) -> Iterator[tuple[int, ...]]:
        """Place each contract by the number of thresholds that it meets, and sum from the top."""
        points = pl.Series(np.array(POINTS[1:]) * 100)
        small = 1 << STEPS.index("small")
        place = pl.lit(points).search_sorted(pl.col("whole_top"), side="right").alias("place")
        product = product_table(shares | {"small": np.ones(len(free))}, free)
        at_least = (
            may.lazy()
            .with_columns(
                contracts_low=pl.when(pl.col("pattern") & (~small & 127) == 0).then(pl.col("low")).otherwise(0)
            )
            .with_columns(self._central(rounded(product))[0])
            .with_columns(**_money())
        )
        known = at_least.filter(pl.col("whole_top").is_not_null()).group_by(place).agg(pl.col(*NINE).sum())
        missing = at_least.filter(pl.col("whole_top").is_null())
        counts = [
            known,
            missing.select(pl.col(*NINE).sum()),
            missing.group_by("pattern", "code").agg(pl.len(), pl.col("contracts_high").sum()),
            missing.filter(pl.col("annual_pence") > 0).select("pattern", "code", "annual_pence", "annual_high"),
            self.frame.lazy().filter(pl.col("whole_top").is_not_null()).group_by("code", place).agg(pl.len()),
        ]
        known, neutral, cells, priced, evidence = pl.collect_all(counts)
        by_place = np.zeros((len(POINTS), 9), dtype=np.int64)
        by_place[known["place"].to_numpy()] = known.select(NINE).to_numpy()
        held = np.zeros((len(POINTS), len(free)), dtype=np.int64)
        held[evidence["place"].to_numpy(), evidence["code"].to_numpy()] = evidence["len"].to_numpy()
        assert not len(priced), "a year's value without that of the whole term is not in this benchmark"
        pattern, code, many = (cells[name].to_numpy() for name in ("pattern", "code", "len"))
        open_ = pattern, code, many, cells["contracts_high"].sum()
        return swept(by_place, np.array(neutral.row(0)), held, product, self.services, open_)


def _enumeration(column: pd.Series) -> pl.Series:
    return pl.Series(column.astype(object).where(column.notna(), None), dtype=pl.Enum(list(column.cat.categories)))


def _leaves(expression: pl.Expr) -> pl.Expr:
    return pl.when(expression.is_null()).then(1).when(expression).then(2).otherwise(0).cast(pl.Int8)


def _first(in_full: pl.Expr, steps: tuple | list, passes: int = 200) -> pl.Expr:
    """First certain exit, else kept in full (90), else the first doubt (100 and more), else 200."""
    found = pl.lit(passes, dtype=pl.UInt8)
    if len(steps) == len(STEPS):
        for position in reversed(range(len(STEPS))):
            found = pl.when(pl.col(STEPS[position]) == 1).then(pl.lit(100 + position, dtype=pl.UInt8)).otherwise(found)
    found = pl.when(in_full).then(pl.lit(90, dtype=pl.UInt8)).otherwise(found)
    for step in reversed(steps):
        position = STEPS.index(step)
        found = pl.when(pl.col(step) == 2).then(pl.lit(position, dtype=pl.UInt8)).otherwise(found)
    return found


def _money() -> dict[str, pl.Expr]:
    found = {}
    for measure in ("annual", "whole"):
        pence, top = pl.col(f"{measure}_pence"), pl.col(f"{measure}_top").fill_null(0)
        for end, amount in (("low", pence), ("central", pence), ("high", top)):
            exact = amount * pl.col(f"contracts_{end}")
            whole, rest = exact // THOUSAND, exact % THOUSAND
            up = (rest > 500) | ((rest == 500) & (whole % 2 == 1))
            found[f"{measure}_{end}"] = whole + up.cast(pl.Int64)
    return found


def _named(found: pl.DataFrame) -> dict:
    return {"" if name is None else str(name): tuple(nine) for name, *nine in found.rows()}
