#!/usr/bin/env bash
# Polars: what share of the total a contract is, in pounds and pence as decimals, comes in whole per cent.
#
# Expected: decimals are for money because they are exact, so a contract's share of the total is at least as fine as
#   with floats. SQL databases widen the scale of a quotient, pyarrow gives nine digits here, DuckDB a double; polars
#   itself used to (pull request 14172 of 2024: "Follow postgres and MySQL adding a fixed scale increment of 4").
# What happens: a quotient keeps the larger scale of its two sides, here two digits, rounded. £1,234.56 of £300,000.00
#   is a share of 0.00; the shares of 200 equal contracts add up to nothing; a share times a hundred is a whole
#   number. Meant by its makers (pull request 24542 of 2025: "The scale is now always fixed, even across arithmetic
#   operations"), and silent.
# Who is hurt: whoever reads money as Decimal(…, 2), as from a database or Parquet, and works out shares, rates or
#   weights in polars after DuckDB or pandas. The same query gives another answer, without a word.
# Way round: cast one side to Float64, or to a Decimal with more digits, before the division; multiply by a hundred
#   before it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0 duckdb==2.0.1 pyarrow==26.0.1
"$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal
from importlib.metadata import version

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

print(*(f"{name} {version(name)}" for name in ("polars", "duckdb", "pyarrow")))
money = pl.DataFrame({"value": [Decimal("1234.56"), Decimal("298765.44")]}, schema={"value": pl.Decimal(12, 2)})
as_arrow = money.to_arrow()
share = pl.col("value") / pl.col("value").sum()
ours = money.select(share)["value"]
theirs = [row[0] for row in duckdb.sql("select value / sum(value) over () from as_arrow").fetchall()]
print("polars:", ours.dtype, ours.to_list(), "per cent:", money.select(share * 100)["value"].to_list())
print("duckdb:", theirs)
print("pyarrow:", pc.divide(as_arrow["value"].chunk(0), pa.scalar(Decimal("300000.00"))).to_pylist())
assert ours.to_list() == [Decimal("0.00"), Decimal("1.00")], "polars gives finer shares now"
assert abs(theirs[0] - 0.0041152) < 1e-9
many = pl.DataFrame({"value": [Decimal("100.00")] * 200}, schema={"value": pl.Decimal(12, 2)})
total = many.select(share.sum())["value"].item()
print("shares of 200 equal contracts add up to", total)
assert total == Decimal("0.00")
finer = money.select(pl.col("value").cast(pl.Float64) / pl.col("value").sum())["value"].to_list()
print("cast to a float first:", finer)
assert abs(finer[0] - 0.0041152) < 1e-9
PYTHON
