"""The benchmark's work in SQL: DuckDB in memory, a table of answers for each recalculation, one query a table."""

from collections.abc import Iterator
from datetime import timedelta

import duckdb
import numpy as np
import pandas as pd

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

SUMS = ", ".join(f"sum({name})::BIGINT" for name in NINE)
SMALL = 1 << STEPS.index("small")


class Engine:
    """The counted contracts as a DuckDB table: enumerations, pence, dates."""

    name = "DuckDB, SQL"

    def __init__(self, contracts: pd.DataFrame, services: pd.DataFrame) -> None:
        self.services = Services(services)
        self.db = duckdb.connect()
        frame = contracts[contracts["counted"] & (contracts["stage"] == "awarded")]
        usable = ~frame["value_quality"].isin(("placeholder", "foreign")).to_numpy()
        columns: dict = {name: frame[name] for name in CODED}
        for measure, name in (("annual", "annual_gbp"), ("whole", "value_gbp")):
            pence = pd.Series(np.rint(np.where(usable, frame[name], np.nan) * 100), index=frame.index)
            columns[f"{measure}_top"] = pence.astype("Int64")
            columns[f"{measure}_pence"] = pence.where(frame["value_quality"] != "ceiling", 0).fillna(0).astype("int64")
        columns["end_day"] = frame["latest_end_date"].fillna(frame["end_date"])
        columns["code"] = self.services.codes(frame["service"]).astype(np.int32)
        made = pd.DataFrame(columns)
        self.db.register("made", made)
        self.db.execute("""CREATE TABLE contracts AS SELECT * REPLACE (end_day::DATE AS end_day),
                           year(end_day) AS year FROM made""")
        self.db.unregister("made")
        places = pd.DataFrame({"point": np.array(POINTS[1:]) * 100, "place": np.arange(1, len(POINTS))})
        self.db.register("places", places)
        self.db.execute("""CREATE TABLE placed AS SELECT contracts.*, coalesce(place, 0) AS place
                           FROM contracts ASOF LEFT JOIN places ON whole_top >= point""")
        self.db.execute("DROP TABLE contracts; ALTER TABLE placed RENAME TO contracts")
        self.db.execute("""CREATE MACRO half_even(pence, share) AS (pence * share) // 1000
            + CASE WHEN (pence * share) % 1000 > 500
              OR ((pence * share) % 1000 = 500 AND (pence * share) // 1000 % 2 = 1) THEN 1 ELSE 0 END""")

    def recalculate(self, values: dict) -> Answer:
        self._answers(values)
        shares, free = self._shares(), self.services.free(values)
        product = product_table(shares, free)
        no_small = product_table(shares | {"small": np.ones(len(free))}, free)
        self._decide(rounded(product), rounded(no_small))
        back = "FROM may WHERE outcome >= 100"
        total = self.db.execute(f"SELECT {SUMS} {back}").fetchone()
        groups = {
            column: {
                "" if name is None else str(name): tuple(nine)
                for name, *nine in self.db.execute(f"SELECT {column}, {SUMS} {back} GROUP BY 1").fetchall()
            }
            for column in COLUMNS
        }
        top = self.db.execute(f"""SELECT supplier, {SUMS} {back} AND supplier IS NOT NULL GROUP BY 1
                                  ORDER BY sum(annual_central) DESC LIMIT {MOST}""").fetchall()
        return Answer(
            total,
            self._funnel(),
            groups,
            {name: tuple(nine) for name, *nine in top},
            tuple(self._sweep(no_small, free)),
        )

    def _answers(self, values: dict) -> None:
        """Make the answer of each rule for each contract: 0 stays, 1 not known, 2 leaves."""
        first = values["window.start"]
        last = years_after(first, values["window.years"]) - timedelta(days=1)
        low, high = self.services.kept(values)
        by_service = pd.DataFrame(  # noqa: F841 - DuckDB finds it by its name
            {
                "code": np.arange(len(low), dtype=np.int32),
                "criteria": 2 - self.services.is_met(values),
                "keep_low": low.astype(np.int64),
                "keep_high": high.astype(np.int64),
            }
        )
        public = "2"
        if not values["public.owned"]:
            public = """CASE WHEN supplier_public_kind IS NULL THEN 1
                        WHEN supplier_public_kind = 'owned' THEN 0 ELSE 2 END"""
        kinds = ", ".join(f"'{kind}'" for kind in values["authorities.kinds"])
        self.db.execute(f"""CREATE OR REPLACE TEMP TABLE answers AS SELECT contracts.*, criteria, keep_low, keep_high,
            CASE WHEN buyer_kind IS NULL THEN 1 WHEN buyer_kind IN ({kinds}) THEN 0 ELSE 2 END AS authorities,
            CASE WHEN purchase IS NULL OR purchase = 'unknown' THEN 1 WHEN purchase = 'service' THEN 0 ELSE 2 END
                AS purchase_,
            CASE WHEN instrument IS NULL THEN 1 WHEN instrument IN ('framework', 'dps') THEN 2 ELSE 0 END AS frameworks,
            CASE WHEN end_day IS NULL THEN 1 WHEN end_day BETWEEN DATE '{first}' AND DATE '{last}' THEN 0 ELSE 2 END
                AS "window_",
            CASE WHEN whole_top IS NULL THEN 1 WHEN whole_top < {values["small.threshold"] * 100} THEN 2 ELSE 0 END
                AS small,
            CASE WHEN supplier_kind IS NULL OR supplier_kind IN ('unknown', 'none') THEN 1
                WHEN supplier_kind = 'public' THEN {public} ELSE 0 END AS public
            FROM contracts JOIN by_service USING (code)""")

    def _shares(self) -> dict[str, np.ndarray]:
        """Share that passes each rule by service."""
        counts = ", ".join(f"count(*) FILTER ({_name(step)} = {answer})" for step in STEPS for answer in (0, 2))
        rows = self.db.execute(f"SELECT code, {counts} FROM answers GROUP BY code").fetchall()
        found = np.zeros((len(self.services.group), 2 * len(STEPS)), dtype=np.int64)
        for code, *many in rows:
            found[code] = many
        return {step: self.services.passing(found[:, 2 * i], found[:, 2 * i + 1]) for i, step in enumerate(STEPS)}

    def _decide(self, table: np.ndarray, without: np.ndarray) -> None:
        """Make the outcome of each contract, and of those that may return without the one threshold the amounts."""
        patterns, codes = np.indices(table.shape)
        shares = pd.DataFrame(  # noqa: F841 - DuckDB finds it by its name
            {
                "pattern": patterns.ravel(),
                "code": codes.ravel().astype(np.int32),
                "central": table.ravel(),
                "without": without.ravel(),
            }
        )
        pattern = " + ".join(f"({_name(step)} = 1)::INT * {1 << bit}" for bit, step in enumerate(STEPS))
        exits = " ".join(f"WHEN {_name(step)} = 2 THEN {place}" for place, step in enumerate(STEPS))
        doubts = " ".join(f"WHEN {_name(step)} = 1 THEN {100 + place}" for place, step in enumerate(STEPS))
        others = " AND ".join(f"{_name(step)} < 2" for step in STEPS if step != "small")
        parts = ", ".join(
            f"half_even(coalesce({measure}_{amount}, 0), {share}) AS {measure}_{end}"
            for measure in ("annual", "whole")
            for end, amount, share in (
                ("low", "pence", "contracts_low"),
                ("central", "pence", "contracts_central"),
                ("high", "top", "contracts_high"),
            )
        )
        self.db.execute(f"""CREATE OR REPLACE TEMP TABLE decided AS SELECT *, {pattern} AS pattern,
            CASE {exits} WHEN keep_low = 1000 THEN 90 {doubts} ELSE 200 END AS outcome,
            {others} AND keep_low < 1000 AS other FROM answers""")
        self.db.execute(f"""CREATE OR REPLACE TEMP TABLE may AS SELECT *, {parts},
            half_even(annual_pence, without) AS annual_without,
            half_even(whole_pence, without) AS whole_without,
            half_even(annual_pence, low_without) AS annual_low_without,
            half_even(whole_pence, low_without) AS whole_low_without FROM (
                SELECT *, whole_top IS NULL AS missing,
                CASE WHEN pattern = 0 THEN 1000 - keep_high ELSE 0 END AS contracts_low,
                CASE WHEN pattern & {127 - SMALL} = 0 THEN 1000 - keep_high ELSE 0 END AS low_without,
                central AS contracts_central, 1000 - keep_low AS contracts_high
                FROM decided JOIN shares USING (pattern, code) WHERE other)""")

    def _funnel(self) -> dict:
        stops, back = (
            {code: amounts for code, *amounts in self.db.execute(query).fetchall()}
            for query in (
                """SELECT outcome, 1000 * count(*), sum(annual_pence)::BIGINT, sum(whole_pence)::BIGINT
                   FROM decided GROUP BY 1""",
                """SELECT outcome, sum(contracts_central)::BIGINT, sum(annual_central)::BIGINT,
                   sum(whole_central)::BIGINT FROM may WHERE outcome >= 100 GROUP BY 1""",
            )
        )
        return funnel(stops, back)

    def _sweep(self, product: np.ndarray, free: np.ndarray) -> Iterator[tuple[int, ...]]:
        """Sum by the number of thresholds that a contract meets, and from the top."""
        without = """sum(low_without)::BIGINT, sum(without)::BIGINT, sum(contracts_high)::BIGINT,
            sum(annual_low_without)::BIGINT, sum(annual_without)::BIGINT, sum(annual_high)::BIGINT,
            sum(whole_low_without)::BIGINT, sum(whole_without)::BIGINT, sum(whole_high)::BIGINT"""
        by_place = np.zeros((len(POINTS), 9), dtype=np.int64)
        known = self.db.execute(f"SELECT place, {without} FROM may WHERE NOT missing GROUP BY 1").fetchall()
        for place, *nine in known:
            by_place[place] = nine
        neutral = self.db.execute(f"SELECT {without} FROM may WHERE missing").fetchone()
        cells = self.db.execute("""SELECT pattern, code, count(*), sum(contracts_high)::BIGINT, sum(annual_high)::BIGINT
                                   FROM may WHERE missing GROUP BY ALL""").fetchnumpy()
        pattern, code, many, high, annual = cells.values()
        assert not annual.sum(), "a year's value without that of the whole term is not in this benchmark"
        held = np.zeros((len(POINTS), len(free)), dtype=np.int64)
        for place, service, rows in self.db.execute(
            "SELECT place, code, count(*) FROM contracts WHERE whole_top IS NOT NULL GROUP BY ALL"
        ).fetchall():
            held[place, service] = rows
        without_threshold = np.array([value or 0 for value in neutral])
        missing = pattern, code, many, high.sum()
        return swept(by_place, without_threshold, held, product, self.services, missing)


def _name(step: str) -> str:
    """Columns of the contracts have some of these names already."""
    return f"{step}_" if step in ("purchase", "window") else step
