#!/usr/bin/env bash
# cuallee: whether contract and lot together are a key depends on the engine: over pandas and DuckDB each is asked alone,
#   and no lot 2 may be in two contracts; over polars they are asked together.
#
# Expected: one check over any data frame: the README has it for pandas, polars, DuckDB and others, and for
#   is_composite_key and are_unique "Validation for unique values in a group of columns" (their docstrings).
# What happens: over pandas and DuckDB are_unique and is_composite_key look at each column by itself, so that a true key of
#   two columns fails; over polars it passes. A company number that is missing is a violation of is_unique over pandas and
#   DuckDB, and none over polars; of not_contained_in, with a list of barred numbers, it is one over polars and DuckDB, and
#   none over pandas. is_complete says the same over all three.
# Who is hurt: whoever has a register checked before it is published, and takes another engine for speed: a sound file is
#   refused, and what is wrong is told by other figures.
# Way round: make a column of the key's parts, and ask is_unique of it, after is_complete.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cuallee==0.15.4 pandas==2.3.3 polars==2.1.0 \
  duckdb==2.0.1 pyarrow==26.0.1
cd "$folder"
venv/bin/python -W ignore - <<'PYTHON'
from importlib.metadata import version

import duckdb
import pandas as pd
import polars as pl
from cuallee import Check, CheckLevel

print(*(f"{name} {version(name)}" for name in ("cuallee", "pandas", "polars", "duckdb")))


def violations(engine, columns, rule, arguments):
    check = getattr(Check(CheckLevel.WARNING, "register", table_name="register"), rule)(*arguments)
    if engine == "pandas":
        told = check.validate(pd.DataFrame(columns))
    elif engine == "polars":
        told = check.validate(pl.DataFrame(columns)).to_pandas()
    else:
        database = duckdb.connect()
        database.register("frame", pl.DataFrame(columns).to_arrow())
        database.execute("create table register as select * from frame")
        told = check.validate(database)
    told = told if isinstance(told, pd.DataFrame) else told.df()
    return float(told.violations.iloc[0])


KEY = {"contract": [101, 101, 102, 102], "lot": [1, 2, 1, 2]}
TWICE = {"contract": [101, 101, 102, 102], "lot": [1, 1, 1, 2]}
COMPANIES = {"company": ["00000001", "00000002", None, "00000003"]}
# The columns, the rule, and the violations over pandas, DuckDB and polars.
SEEN = [
    (KEY, "is_composite_key", (("contract", "lot"),), [2, 2, 0]),
    (KEY, "are_unique", (("contract", "lot"),), [2, 2, 0]),
    (TWICE, "is_composite_key", (("contract", "lot"),), [2, 2, 2]),
    (COMPANIES, "is_unique", ("company",), [1, 1, 0]),
    (COMPANIES, "not_contained_in", ("company", ("00000009",)), [0, 1, 1]),
    (COMPANIES, "is_complete", ("company",), [1, 1, 1]),
]
for columns, rule, arguments, seen in SEEN:
    found = [violations(engine, columns, rule, arguments) for engine in ("pandas", "duckdb", "polars")]
    print(f"  {rule} of {columns}: violations over pandas, DuckDB and polars {found}")
    assert found == seen, f"no longer {seen}"
PYTHON
