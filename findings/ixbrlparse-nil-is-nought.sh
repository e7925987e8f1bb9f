#!/usr/bin/env bash
# ixbrlparse: a figure that a company's accounts mark as not reported (xsi:nil) is £0.
#
# Expected: in XBRL, xsi:nil="true" says that an item has no value, and in Inline XBRL such an ix:nonFraction is empty; a
#   nought that is printed as a dash has the format ixt:fixed-zero. ixbrlparse's value is a number or None.
# What happens: the nil figure is 0, like the nought, in numeric, in to_json and in the table. Nothing tells them apart.
# Who is hurt: whoever judges suppliers by their accounts at Companies House: a company whose turnover is marked as not
#   reported has one of £0, and means and shares take it for a figure.
# Way round: look at the tag (soup_tag) for xsi:nil.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check ixbrlparse==0.12.0
cd "$folder"
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from io import StringIO

from ixbrlparse import IXBRL

print("ixbrlparse", version("ixbrlparse"))
# A small company's accounts with one figure.
ACCOUNTS = """<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:ix="http://www.xbrl.org/2013/inlineXBRL"
  xmlns:ixt="http://www.xbrl.org/inlineXBRL/transformation/2020-02-12" xmlns:xbrli="http://www.xbrl.org/2003/instance"
  xmlns:link="http://www.xbrl.org/2003/linkbase" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:iso4217="http://www.xbrl.org/2003/iso4217" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:core="http://xbrl.frc.org.uk/fr/2023-01-01/core">
<head><title>Accounts</title></head><body>
<div style="display:none"><ix:header><ix:references>
<link:schemaRef xlink:type="simple" xlink:href="https://xbrl.frc.org.uk/FRS-102/2023-01-01/FRS-102-2023-01-01.xsd"/>
</ix:references><ix:resources>
<xbrli:context id="year"><xbrli:entity>
<xbrli:identifier scheme="http://www.companieshouse.gov.uk/">01234567</xbrli:identifier></xbrli:entity>
<xbrli:period><xbrli:startDate>2026-04-01</xbrli:startDate><xbrli:endDate>2027-03-31</xbrli:endDate></xbrli:period>
</xbrli:context>
<xbrli:unit id="GBP"><xbrli:measure>iso4217:GBP</xbrli:measure></xbrli:unit>
</ix:resources></ix:header></div>
<p>Turnover: {figure}</p></body></html>"""
TAG = '<ix:nonFraction name="core:TurnoverRevenue" contextRef="year" unitRef="GBP" '
SEEN = {
    "stated": (TAG + 'decimals="0" format="ixt:num-dot-decimal">1,234,567</ix:nonFraction>', 1234567.0),
    "nought": (TAG + 'decimals="0" format="ixt:fixed-zero">-</ix:nonFraction>', 0),
    "not reported (xsi:nil)": (TAG + 'xsi:nil="true"/>', 0),
    "not reported, and closed": (TAG + 'xsi:nil="true"></ix:nonFraction>', 0),
}
for name, (figure, seen) in SEEN.items():
    accounts = IXBRL(StringIO(ACCOUNTS.replace("{figure}", figure)))
    assert not accounts.errors
    (turnover,) = accounts.numeric
    (row,) = accounts.to_table("numeric")
    print(f"{name:25} {turnover.value!r:10} in the table {row['value']!r}")
    assert (turnover.name, turnover.value) == ("TurnoverRevenue", seen), f"no longer {seen}"
    assert turnover.to_json()["value"] == seen and row["value"] == seen
PYTHON
