# ruff: noqa: E501 - a row of a register is one line
"""Registers under column lists as councils, the NHS and portals publish them, each with the values that are right."""

import pandas as pd
import pytest
from own_reading import contracts

from data.readers.tables.dispatch import read_file

# Names of columns as published (Local Government Transparency Code, Leicester, Norfolk's LGA columns, NHSBSA); rows made.
# For each: (title, buyer, supplier, value, value a year or 0 for any, start, end, latest end).
REGISTERS = {
    "leicester": (
        """Contract number,Title of agreement,Contract description,Department,Supplier,Contract value,Annual contract value,Contract value excl variations,Annual contract value ($),Contract value excl variations ($),Annual contract value (€),Start date,End date,Review date,Extension
101,Home care,Care at home,Adults,Oak Ltd,480000,120000,400000,150000,500000,140000,2025-04-01,2029-03-31,2028-10-01,2 x 12 months
""",
        [("Home care", None, "Oak Ltd", 480000, 120000, "2025-04-01", "2029-03-31", "2031-03-31")],
    ),
    "lga": (
        """Organisation Name,Organisation Code,Organisation URI,Contract Reference Number,Open Contracting ID,Title,Description,Contract Type,Department Responsible,Service Category Label,Service Category URI,CPV Label,CPV URI,Proclass Label,Contract Start Date,Contract End Date,Review Date,Extension Period,Value of Contract (Total),Value of Contract (Annual),VAT That Cannot Be Recovered,Process Type,Supplier Name,Supplier Company Number,Supplier SME,VCSE Supplier
Ambleford Council,E1,http://x/E1,R1,,Respite care,Short breaks,Contract,Children,Care,http://x/c,,,,01/04/2025,31/03/2028,01/10/2027,12 months,300000,100000,0,Open,Elm CIC,01234567,Yes,No
""",
        [("Respite care", "Ambleford Council", "Elm CIC", 300000, 100000, "2025-04-01", "2028-03-31", "2029-03-31")],
    ),
    "code2015": (
        """Reference number;Title of agreement;Local authority department responsible;Description of the goods and/or services being provided;Supplier name and details;Sum to be paid over the length of the contract or the estimated annual spending or budget for the contract;VAT that cannot be recovered;Start date;End date;Review date;Whether or not the contract was the result of an invitation to quote or a published invitation to tender;Whether or not the supplier is a small or medium sized enterprise and/or a voluntary or community sector organisation
A/1;Advice service;Housing;Debt advice;Citizens Advice Ambleford (charity no. 1234567);£90,000.00;;1 April 2024;31 March 2027;1 Oct 2026;Invitation to tender;VCSE
""",
        [
            (
                "Advice service",
                None,
                "Citizens Advice Ambleford (charity no. 1234567)",
                90000,
                0,
                "2024-04-01",
                "2027-03-31",
                None,
            )
        ],
    ),
    "nhsbsa": (
        """REFERENCE_NUMBER,CONTRACT_TITLE,WINNING_BIDDER,CURRENT_END_DATE,CURRENT_CONTRACT_VALUE,CONTRACT_TERM_MONTHS,ANNUAL_VALUE,CONTRACT_START_DATE
9,Call centre,Rowan Ltd,2027-03-31,1200000,36,400000,2024-04-01
""",
        [("Call centre", None, "Rowan Ltd", 1200000, 400000, "2024-04-01", "2027-03-31", None)],
    ),
    "outofdate": (
        """Unique Ref,Contract Name,Contractor,Commencement Date,Expiry Date,Extension Available Until,Est. Annual Value £,Whole Life Cost £,Contract Manager,Tendered Y/N
U1,Supported living,Birch Care Limited,1.4.24,31.3.27,31.3.29,£250k,£1.25m,J Smith,Y
""",
        [("Supported living", None, "Birch Care Limited", 1250000, 250000, "2024-04-01", "2027-03-31", "2029-03-31")],
    ),
    "pipes": (
        """Contract ID|Service|Provider(s)|Lead Directorate|Contract From|Contract To|Total Spend (inc. VAT)|Authority
7|Domestic abuse refuge|Ash Trust|People|01/07/2023|30/06/2026|£360,000|London Borough of Ambleford
""",
        [
            (
                "Domestic abuse refuge",
                "London Borough of Ambleford",
                "Ash Trust",
                300000,
                0,
                "2023-07-01",
                "2026-06-30",
                None,
            )
        ],
    ),
    "tenders": (
        """Notice Title,Buyer Name,Awarded Supplier,Award Value,Award Value Currency,Contract Start,Contract End,Possible Extension To,Publication Date,CPV Codes
Home care north,Ambleford Council,Oak Ltd,£1.5 million,GBP,2025-06-01,2028-05-31,2030-05-31,2025-05-01,85312000
""",
        [("Home care north", "Ambleford Council", "Oak Ltd", 1500000, 0, "2025-06-01", "2028-05-31", "2030-05-31")],
    ),
    "annualonly": (
        """Procurement Ref,Description of Contract,Supplier Name(s),Annual Value (£000s),Start,Finish,Optional Extension (Years),Council Name
P1,School meals,Hazel Ltd,240,Apr-2025,Mar-2028,1+1,Ambleford Council
""",
        [("School meals", "Ambleford Council", "Hazel Ltd", 1200000, 240000, "2025-04-01", "2028-03-31", "2030-03-31")],
    ),
    "police": (
        """Force,Contract Number,Contract Description,Vendor Name,Contract Start,Current Expiry,Ultimate Expiry,Total Value ex VAT
Ambleford Constabulary,F2,Custody healthcare,Maple Health Ltd,01/10/2024,30/09/2027,30/09/2029,"2,000,000"
""",
        [
            (
                "Custody healthcare",
                "Ambleford Constabulary",
                "Maple Health Ltd",
                2000000,
                0,
                "2024-10-01",
                "2027-09-30",
                "2029-09-30",
            )
        ],
    ),
    "duration": (
        """Ref No,Contract,Awarded To,Award Date,Start Date,Duration (yrs),Price
3,Cleaning of schools,Larch Ltd,01/03/2025,01/04/2025,5,"£500,000 + VAT"
""",
        [("Cleaning of schools", None, "Larch Ltd", 500000, 0, "2025-04-01", "2030-03-31", None)],
    ),
    "notes": (
        """Contracts Register as at 30 September 2025,,,,,,
All values exclude VAT and are shown in £k,,,,,,
,,,,,,
Ref,Agreement,Company,Value,From,To,Status
1,Home care,Oak Ltd,400,01/04/2025,31/03/2029,Live
2,Day centre,Elm Ltd,100,01/04/2025,31/03/2026,Terminated
,,Total,500,,,
Source: contracts team,,,,,,
""",
        [
            ("Day centre", None, "Elm Ltd", 100000, 0, "2025-04-01", "2026-03-31", None),
            ("Home care", None, "Oak Ltd", 400000, 0, "2025-04-01", "2029-03-31", None),
        ],
    ),
    "usdates": (
        """Agreement Number,Agreement Title,Vendor,Amount,Effective Date,Expiration Date,Agency
1,Home care,Oak Ltd,$,04/15/2025,03/31/2029,Ambleford Council
""",
        [("Home care", "Ambleford Council", "Oak Ltd", None, 0, "2025-04-15", "2029-03-31", None)],
    ),
}


def shown(value):
    return None if pd.isna(value) else str(value.date()) if isinstance(value, pd.Timestamp) else value


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_of_published_columns(tmp_path, name):
    text, right = REGISTERS[name]
    (tmp_path / "r.csv").write_text(text, "utf-8")
    frame, _ = contracts(read_file(str(tmp_path / "r.csv"), "r.csv"))
    rows = frame[frame.counted].sort_values("title")
    columns = ["title", "buyer", "supplier", "value_gbp", "annual_gbp", "start_date", "end_date", "latest_end_date"]
    found = [tuple(map(shown, row)) for row in rows[columns].itertuples(index=False)]
    assert len(found) == len(right)
    for row, wanted in zip(found, right, strict=True):
        for value, expected in zip(row, wanted, strict=True):
            if isinstance(expected, int) and expected:
                assert value == pytest.approx(expected, rel=2e-3)
            elif expected != 0:
                assert value == expected
