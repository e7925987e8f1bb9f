#!/usr/bin/env bash
# daft: one date less another is as many seconds as there are days between them; every contract lasts nought days.
#
# Expected: a date less a date is a length of time, as in Python, Arrow, polars and SQL: from 1 April 2027 to 31 March
#   2030 it is 1,095 days. total_days "calculates the total number of days for a duration column" (daft), and does so
#   for the difference of two datetimes.
# What happens: the 1,095 days are a Duration of 1,095 seconds, 18 minutes and a quarter: in a table that is shown, in
#   pandas, Arrow and Parquet, and in daft.sql too. total_days is 0 for every contract of less than 236 years. The start
#   plus the length of time is the start again. The same two days as datetimes give 1,095 days. Longer contracts stay
#   longer, so that nothing looks odd in the order. Nothing is said.
# Who is hurt: whoever reckons terms, extensions, value by year or days until the end from the dates of a register:
#   every contract is shorter than a year, and every invoice is paid within 30 days.
# Way round: cast both dates to timestamps before taking one from the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check daft==0.7.26 polars==2.1.0 pyarrow==25.0.1
cd "$folder"
DAFT_ANALYTICS_ENABLED=0 DAFT_PROGRESS_BAR=0 venv/bin/python - <<'PYTHON'
from datetime import date, timedelta
from glob import glob
from importlib.metadata import version

import daft
import polars
import pyarrow.parquet
from daft import DataType, col

print("daft", version("daft"), "polars", version("polars"), "pyarrow", version("pyarrow"))
starts = [date(2027, 4, 1), date(2027, 4, 1), date(1930, 4, 1)]
ends = [date(2030, 3, 31), date(2027, 4, 30), date(2029, 3, 31)]
DAYS = [1095, 29, 36159]
register = daft.from_pydict({"start": starts, "end": ends})
term = col("end") - col("start")


def found(expression):
    return register.select(expression.alias("found")).to_pydict()["found"]


print("end less start:", [str(length) for length in found(term)], "in days:", found(term.total_days()))
assert found(term) == [timedelta(seconds=days) for days in DAYS], "no longer a second for each day"
assert found(term.total_days()) == [0, 0, 0], "no longer nought days"
by_sql = daft.sql('SELECT "end" - "start" AS found FROM register').to_pydict()["found"]
assert by_sql == found(term), "SQL is no longer like this"
assert found(col("start") + term) == starts, "the start plus the term is no longer the start"
register.select(term.alias("found")).write_parquet("terms")
stored = pyarrow.parquet.read_table(glob("terms/*.parquet")[0])["found"]
print("in Parquet:", stored.type, stored.to_pylist())
assert [length.total_seconds() for length in stored.to_pylist()] == DAYS
moment = DataType.timestamp("us")
right = col("end").cast(moment) - col("start").cast(moment)
print("as datetimes:", [str(length) for length in found(right)])
assert found(right.total_days()) == DAYS, "datetimes are no way round any more"
other = polars.DataFrame({"start": starts, "end": ends}).select(polars.col("end") - polars.col("start"))
print("polars:", other["end"].to_list())
assert other["end"].to_list() == [timedelta(days=days) for days in DAYS]
PYTHON
