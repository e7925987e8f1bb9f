#!/usr/bin/env bash
# sqlframe: what fillna and replace put into a column is there when it is looked at, and not in any sum or selection.
#
# Expected: sqlframe runs code written for PySpark on other engines. "DataFrame.fillna() ... Returns a new DataFrame
#   which null values are filled with new value" (PySpark documentation), so whatever follows sees the new values; the
#   same for replace. The mean of 12.50, nothing and 1000.50 with 0 for nothing is 337.67.
# What happens: collect() after fillna shows 0.0. select, agg, filter, groupBy, withColumn and a CSV file written from a
#   selection take the columns as they were before: the mean is 506.50, no row has the value 0, and one row instead of
#   two is below 100. So it is with na.fill, with a dictionary, and with replace: a supplier whose old name was replaced
#   keeps it where the table is grouped, and its spending stays in two rows. orderBy sees the new values. No warning.
# Who is hurt: whoever runs a PySpark job on a register in DuckDB: means, counts below a threshold and spending by
#   supplier differ from those of Spark, and a look at the table in between says that all is well.
# Way round: withColumn("value", F.coalesce("value", F.lit(0))), or .alias("any") straight after fillna or replace.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlframe==4.10.0 duckdb==2.0.1 polars==2.1.0
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import polars
from sqlframe.duckdb import DuckDBSession
from sqlframe.duckdb import functions as F

print("sqlframe", version("sqlframe"), "duckdb", version("duckdb"), "polars", version("polars"))
ROWS = [("Serco", 12.5), ("Serco Ltd", None), ("Mears", 1000.5)]
register = DuckDBSession.builder.getOrCreate().createDataFrame(ROWS, ["supplier", "value"])


def mean(frame):
    return round(frame.agg(F.avg("value").alias("mean")).collect()[0].mean, 2)


filled = register.fillna(0, subset=["value"])
print("fillna(0), looked at:", [row.value for row in filled.collect()])
assert [row.value for row in filled.collect()] == [12.5, 0.0, 1000.5]
print("selected:", [row.value for row in filled.select("supplier", "value").collect()])
assert [row.value for row in filled.select("supplier", "value").collect()] == [12.5, None, 1000.5], "fills now"
ways = {"fillna": filled, "na.fill": register.na.fill(0, subset=["value"]), "dict": register.fillna({"value": 0})}
print("mean:", {way: mean(frame) for way, frame in ways.items()})
assert all(mean(frame) == 506.5 for frame in ways.values()), "the mean knows of the filled value now"
assert filled.filter(F.col("value") == 0).count() == 0, "the filter finds the filled value now"
assert filled.filter(F.col("value") < 100).count() == 1
assert filled.withColumn("twice", F.col("value") * 2).collect()[1].twice is None
renamed = register.replace("Serco Ltd", "Serco", subset=["supplier"])
print("replace, looked at:", [row.supplier for row in renamed.collect()])
assert [row.supplier for row in renamed.collect()] == ["Serco", "Serco", "Mears"]
groups = sorted(row.supplier for row in renamed.groupBy("supplier").agg(F.sum("value")).collect())
print("grouped:", groups)
assert groups == ["Mears", "Serco", "Serco Ltd"], "groupBy knows of the new name now"
assert mean(filled.alias("any")) == mean(register.withColumn("value", F.coalesce("value", F.lit(0)))) == 337.67
other = polars.DataFrame(ROWS, schema=["supplier", "value"], orient="row").fill_null(0)
print("polars:", round(other["value"].mean(), 2))
assert round(other["value"].mean(), 2) == 337.67
PYTHON
