#!/usr/bin/env bash
# stream-read-xbrl: the staff of a company that files its accounts are those of the year before.
#
# Expected: average_number_employees_during_period is "the average number of employees employed under a contract of
#   service by the company that filed the account for the financial year" (its data dictionary). Accounts state the
#   year and the one before it side by side, both tagged, each with its period, as a rule the newer one first.
# What happens: of all facts with that name the last of the document is taken, whatever its period, and written into
#   every row of the company: 95 of the year before, in the row of 2025/26 and in that of 2024/25, where the accounts
#   state 120 and 95. Turnover is right in both rows. With the older year first, both rows have 120. Nothing is said.
# Who is hurt: whoever sizes suppliers by their staff, from the tables that the Department for Business and Trade's
#   package makes of the accounts at Companies House: the figure is a year old beside money that is not, and a company
#   that took on the staff of a contract shows none of them.
# Way round: ixbrlparse, which gives each fact with its period, for the staff; the other columns name theirs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
# stream-read-xbrl imports the last two and does not ask for them.
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stream-read-xbrl==0.1.5 ixbrlparse==0.12.0 \
  boto3==1.44.8 mypy-boto3-s3==1.43.106
cd "$folder"
cat > staff.py <<'PYTHON'
import io
import zipfile
from importlib.metadata import version

from ixbrlparse import IXBRL
from stream_read_xbrl import stream_read_xbrl_zip

YEARS = {"this": ("2025-04-01", "2026-03-31"), "before": ("2024-04-01", "2025-03-31")}
STATED = {"core:TurnoverRevenue": ("9,000", "8,000"), "core:AverageNumberEmployeesDuringPeriod": ("120", "95")}
CONTEXTS = "".join(
    f'<xbrli:context id="{name}"><xbrli:entity><xbrli:identifier scheme="http://www.companieshouse.gov.uk/">01234567'
    f"</xbrli:identifier></xbrli:entity><xbrli:period><xbrli:startDate>{start}</xbrli:startDate><xbrli:endDate>{end}"
    "</xbrli:endDate></xbrli:period></xbrli:context>"
    for name, (start, end) in YEARS.items()
)


def accounts(columns):
    table = "".join(
        "<tr>" + "".join(
            f'<td><ix:nonFraction name="{name}" contextRef="{column}" unitRef="{unit}" decimals="0" '
            f'format="ixt:numdotdecimal">{values[list(YEARS).index(column)]}</ix:nonFraction></td>'
            for column in columns
        ) + "</tr>"
        for (name, values), unit in zip(STATED.items(), ("GBP", "pure"), strict=True)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
 xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2015-02-26" xmlns:xbrli="http://www.xbrl.org/2003/instance"
 xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
 xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:core="http://xbrl.frc.org.uk/fr/2023-01-01/core">
<head><title>Accounts</title></head><body><div style="display:none"><ix:header><ix:references><link:schemaRef
 xlink:type="simple" xlink:href="https://xbrl.frc.org.uk/FRS-102/2023-01-01/FRS-102-2023-01-01.xsd"/></ix:references>
<ix:resources>{CONTEXTS}<xbrli:unit id="GBP"><xbrli:measure>iso4217:GBP</xbrli:measure></xbrli:unit>
<xbrli:unit id="pure"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit></ix:resources></ix:header></div>
<table>{table}</table></body></html>"""


def rows(document):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Prod223_3847_01234567_20260331.html", document)
    with stream_read_xbrl_zip([packed.getvalue()]) as (columns, found):
        table = [dict(zip(columns, row, strict=True)) for row in found]
    return {
        str(row["period_end"]): (row["turnover_gross_operating_revenue"], row["average_number_employees_during_period"])
        for row in table
    }


def facts(document):
    return {
        str(fact.context.enddate): fact.value
        for fact in IXBRL(io.StringIO(document)).numeric if fact.name == "AverageNumberEmployeesDuringPeriod"
    }


if __name__ == "__main__":
    print("stream-read-xbrl", version("stream-read-xbrl"), "ixbrlparse", version("ixbrlparse"))
    for columns, staff in ((["this", "before"], 95), (["before", "this"], 120)):
        table, stated = rows(accounts(columns)), facts(accounts(columns))
        print("columns", columns, "stated", stated)
        for end, (turnover, employees) in table.items():
            print(f"  year to {end}: turnover {turnover}, staff {employees}")
        assert stated == {"2026-03-31": 120, "2025-03-31": 95}
        assert table == {"2026-03-31": (9000, staff), "2025-03-31": (8000, staff)}, "no longer the last of the document"
PYTHON
venv/bin/python staff.py
