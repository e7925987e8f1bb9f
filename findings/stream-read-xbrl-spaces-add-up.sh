#!/usr/bin/env bash
# stream-read-xbrl: debtors of £1 234 567, written with spaces, are £802, and accounts to 5 April are accounts to 4 May.
#
# Expected: a fact of iXBRL names the rule by which its text is read. Numbers with a decimal point, numdotdecimal
#   (registries 2 and 3 of XBRL International) and num-dot-decimal (registry 4, of 2020), have commas or spaces between
#   thousands; date-day-month-year (registry 4) is day, month, year. ixbrlparse reads them so, and Arelle 2.47.3.
# What happens: spaces are left out for numspacedot alone, of the first registry; any other number with a space in it is
#   the sum of its parts, 1 + 234 + 567. With commas it is right. Of the dates by day, month and year the older names
#   are known, datedaymonthyear and dateslasheu; under the newer one 05/04/2026 is 4 May 2026, and 31/03/2026 is right.
#   The column named error stays empty.
# Who is hurt: whoever takes suppliers' money and year ends from the package's table: large sums are three digits, small
#   ones are right, and a year that ends on 5 April, as the tax year does, ends a month late.
# Way round: ixbrlparse; or period_end, which comes from the context and is right, for the date.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
# stream-read-xbrl imports the last two and does not ask for them.
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check stream-read-xbrl==0.1.5 ixbrlparse==0.12.0 \
  boto3==1.44.8 mypy-boto3-s3==1.43.106
cd "$folder"
cat > spaces.py <<'PYTHON'
import io
import zipfile
from importlib.metadata import version

from ixbrlparse import IXBRL
from stream_read_xbrl import stream_read_xbrl_zip

REGISTRIES = {
    "3": ("http://www.xbrl.org/inlineXBRL/transformation/2015-02-26", "numdotdecimal", "datedaymonthyear"),
    "4": ("http://www.xbrl.org/inlineXBRL/transformation/2020-02-12", "num-dot-decimal", "date-day-month-year"),
}
CASES = [
    # registry, debtors, day, then what stream-read-xbrl gives and what is stated
    ("3", "1,234,567", "05/04/2026", (1234567, "2026-04-05"), (1234567, "2026-04-05")),
    ("3", "1 234 567", "05/04/2026", (802, "2026-04-05"), (1234567, "2026-04-05")),
    ("4", "1 234 567", "05/04/2026", (802, "2026-05-04"), (1234567, "2026-04-05")),
    ("4", "950", "31/03/2026", (950, "2026-03-31"), (950, "2026-03-31")),
]


def accounts(registry, debtors, day, end):
    rules, number, date = REGISTRIES[registry]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns:ixt="{rules}"
 xmlns:xbrli="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:iso4217="http://www.xbrl.org/2003/iso4217"
 xmlns:core="http://xbrl.frc.org.uk/fr/2023-01-01/core" xmlns:bus="http://xbrl.frc.org.uk/cd/2023-01-01/business">
<head><title>Accounts</title></head><body><div style="display:none"><ix:header><ix:references><link:schemaRef
 xlink:type="simple" xlink:href="https://xbrl.frc.org.uk/FRS-102/2023-01-01/FRS-102-2023-01-01.xsd"/></ix:references>
<ix:resources><xbrli:context id="end"><xbrli:entity><xbrli:identifier
 scheme="http://www.companieshouse.gov.uk/">01234567</xbrli:identifier></xbrli:entity><xbrli:period>
<xbrli:instant>{end}</xbrli:instant></xbrli:period></xbrli:context><xbrli:unit id="GBP">
<xbrli:measure>iso4217:GBP</xbrli:measure></xbrli:unit></ix:resources></ix:header></div>
<p>At <ix:nonNumeric name="bus:BalanceSheetDate" contextRef="end" format="ixt:{date}">{day}</ix:nonNumeric></p>
<p>Debtors £<ix:nonFraction name="core:Debtors" contextRef="end" unitRef="GBP" decimals="0"
 format="ixt:{number}">{debtors}</ix:nonFraction></p></body></html>"""


def row(document):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Prod223_3847_01234567_20260405.html", document)
    with stream_read_xbrl_zip([packed.getvalue()]) as (columns, found):
        (only,) = [dict(zip(columns, values, strict=True)) for values in found]
    return only


if __name__ == "__main__":
    print("stream-read-xbrl", version("stream-read-xbrl"), "ixbrlparse", version("ixbrlparse"))
    for registry, debtors, day, seen, right in CASES:
        document = accounts(registry, debtors, day, right[1])
        found, read = row(document), IXBRL(io.StringIO(document))
        given = (found["debtors"], str(found["balance_sheet_date"]))
        stated = (read.numeric[0].value, str(read.nonnumeric[0].value))
        print(f"registry {registry}, {debtors!r} and {day!r}: {given[0]} and {given[1]}; ixbrlparse {stated}")
        assert stated == right
        assert found["error"] is None, "it says something now"
        assert given == seen, f"no longer {seen}"
        assert str(found["period_end"]) == right[1], "period_end is no way round any more"
PYTHON
venv/bin/python spaces.py
