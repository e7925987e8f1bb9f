#!/usr/bin/env bash
# pysdmx: health, which is 07 in COFOG, is 7 when read from SDMX-CSV, and 07 from SDMX-ML or beside a total.
#
# Expected: in SDMX a code is text, an identifier in a code list; COFOG's functions of government are 01 to 10, CPV's and
#   NACE's divisions begin with noughts too. read_sdmx reads all formats of SDMX into the same frames of texts, and
#   write_sdmx writes them.
# What happens: what write_sdmx writes as 07 and 03000000 in SDMX-CSV 1.0, 2.0 or 2.1 read_sdmx gives as "7" and
#   "3000000"; from SDMX-ML it gives what was written. One code that is no number in the same column, such as "_T" for a
#   total, and all of the column are as written. Nothing is raised or warned of.
# Who is hurt: whoever joins spending by function to names of the functions, or one year's file to another's: codes below
#   10 find nothing, and which they are depends on the other rows of the file.
# Way round: read SDMX-CSV with pandas and dtype=str, or take SDMX-ML.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pysdmx[data,xml]==1.21.0" pandas==3.1.1
"$folder/venv/bin/python" -W error - <<'PYTHON'
from importlib.metadata import version

import pandas as pd
from pysdmx.io import read_sdmx, write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset
from pysdmx.model import Component, Components, Concept, DataType, Role, Schema

print(*(f"{name} {version(name)}" for name in ("pysdmx", "pandas")), sep=", ")
PARTS = {
    "COFOG": (Role.DIMENSION, DataType.STRING),
    "CPV": (Role.DIMENSION, DataType.STRING),
    "TIME_PERIOD": (Role.DIMENSION, DataType.PERIOD),
    "OBS_VALUE": (Role.MEASURE, DataType.DOUBLE),
}
COMPONENTS = Components(
    [
        Component(id=name, required=True, role=role, concept=Concept(id=name, dtype=kind))
        for name, (role, kind) in PARTS.items()
    ]
)
STRUCTURE = Schema(context="datastructure", agency="X", id="SPENDING", version="1.0", components=COMPONENTS, artefacts=[])
FORMATS = (
    Format.DATA_SDMX_CSV_1_0_0,
    Format.DATA_SDMX_CSV_2_0_0,
    Format.DATA_SDMX_CSV_2_1_0,
    Format.DATA_SDMX_ML_2_1_STR,
    Format.DATA_SDMX_ML_3_0,
)


def codes(written, form):
    """Return the codes of two columns as they are in the file's text, and as read_sdmx gives them."""
    rows = len(written["COFOG"])
    data = pd.DataFrame(written | {"TIME_PERIOD": ["2027"] * rows, "OBS_VALUE": ["1.5"] * rows})
    text = write_sdmx([PandasDataset(structure=STRUCTURE, data=data)], form)
    for code in written["COFOG"] + written["CPV"]:
        assert code in text, f"{code} is not in what was written"
    (dataset,) = read_sdmx(text, validate=False).data
    return {name: list(dataset.data[name]) for name in written}


NUMBERS = {"COFOG": ["07", "09"], "CPV": ["03000000", "09000000"]}
TOTAL = {"COFOG": ["07", "_T"], "CPV": ["03000000", "_T"]}
for form in FORMATS:
    read, beside_total = codes(NUMBERS, form), codes(TOTAL, form)
    print(f"  {form.name:22} {read} beside a total {beside_total}")
    assert beside_total == TOTAL, "codes beside a total are no longer as written"
    if "CSV" in form.name:
        assert read == {"COFOG": ["7", "9"], "CPV": ["3000000", "9000000"]}, "codes in SDMX-CSV are read in another way"
    else:
        assert read == NUMBERS, "codes in SDMX-ML are no longer as written"
PYTHON
