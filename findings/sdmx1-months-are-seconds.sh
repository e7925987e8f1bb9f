#!/usr/bin/env bash
# sdmx1: April 2027, 2027-M04 in SDMX, is four seconds after midnight on 1 January; as a month it is January 2027.
#
# Expected: to_pandas with datetime= returns an index of dates for the time dimension (its documentation); the SDMX
#   2.1 Technical Notes have reporting periods: 2027-M04 is a month, 2027-T2 the second four months, 2027-Q2 a quarter.
# What happens: the period goes to pandas as it is. Quarters are right. Months are taken for seconds: the twelve months
#   of a year are 2027-01-01 00:00:01 to 00:00:12, and as periods of a month, with freq="M", all twelve are January. The
#   three terms 2027-T1 to T3 are January, February and March. Half-years and weeks raise an error.
# Who is hurt: whoever plots or adds up monthly spending of a government from a statistical office: all of the year stands
#   in January, and a sum by month has one month.
# Way round: call to_pandas without datetime and turn 2027-M04 into 2027-04 before pandas sees it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sdmx1==2.28.0 pandas==3.1.1
cd "$folder"
venv/bin/python - <<'PYTHON'
import io
from importlib.metadata import version

import sdmx
from sdmx.model import common, v21

print(*(f"{name} {version(name)}" for name in ("sdmx1", "pandas")))
MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
COMMON = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
DATA = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific"
START = f"""<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="{MESSAGE}" xmlns:c="{COMMON}" xmlns:d="{DATA}"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="urn:example">
<m:Header><m:ID>spending</m:ID><m:Test>false</m:Test><m:Prepared>2027-06-01T00:00:00</m:Prepared><m:Sender id="X"/>
<m:Structure structureID="S" namespace="urn:example" dimensionAtObservation="TIME_PERIOD">
<c:Structure><Ref agencyID="X" id="SPENDING" version="1.0"/></c:Structure></m:Structure></m:Header>
<m:DataSet d:structureRef="S" xsi:type="s:DataSetType"><Series BUYER="COUNCIL">"""
END = "</Series></m:DataSet></m:StructureSpecificData>"


OFFICE = common.Agency(id="X")
STRUCTURE = v21.DataStructureDefinition(id="SPENDING", version="1.0", maintainer=OFFICE)
STRUCTURE.dimensions.append(v21.Dimension(id="BUYER"))
STRUCTURE.dimensions.append(v21.TimeDimension(id="TIME_PERIOD"))
STRUCTURE.measures.append(v21.PrimaryMeasure(id="OBS_VALUE"))


def index(periods: list[str], **how: object) -> list[str]:
    spent = "".join(f'<Obs TIME_PERIOD="{period}" OBS_VALUE="100"/>' for period in periods)
    message = sdmx.read_sdmx(io.BytesIO((START + spent + END).encode()), structure=STRUCTURE)
    return [str(period) for period in sdmx.to_pandas(message.data[0], **how).index]


MONTHS = [f"2027-M{month:02}" for month in range(1, 13)]
QUARTERS = [f"2027-Q{quarter}" for quarter in range(1, 5)]
TERMS = ["2027-T1", "2027-T2", "2027-T3"]
quarters = index(QUARTERS, datetime=True)
print("  quarters:", quarters)
assert [day[:10] for day in quarters] == ["2027-01-01", "2027-04-01", "2027-07-01", "2027-10-01"]
months = index(MONTHS, datetime=True)
print("  months:", months[0], "to", months[-1])
assert months == [f"2027-01-01 00:00:{month:02}" for month in range(1, 13)], "no longer seconds"
periods = index(MONTHS, datetime={"dim": "TIME_PERIOD", "freq": "M"})
print("  months, with freq='M':", sorted(set(periods)))
assert periods == ["2027-01"] * 12, "no longer January alone"
terms = index(TERMS, datetime=True)
print("  terms of four months:", terms)
assert [day[:10] for day in terms] == ["2027-01-01", "2027-02-01", "2027-03-01"]
assert index(["2027-04"], datetime=True)[0][:10] == "2027-04-01"
for period in ("2027-S1", "2027-W13"):
    try:
        index([period], datetime=True)
    except ValueError as error:
        print(f"  {period}: {type(error).__name__}")
    else:
        raise AssertionError(f"{period} is read")
PYTHON
