"""A register to fill in: the columns of the Local Government Transparency Code, with those that the answer rests on."""

import csv
import io

COLUMNS = (
    "Organisation name",
    "Reference number",
    "Title of agreement",
    "Description of goods and/or services being provided",
    "Local authority department responsible",
    "Supplier name",
    "Supplier type",
    "Company registration number",
    "Charity number",
    "Total contract value (£, excluding VAT)",
    "Annual contract value (£, excluding VAT)",
    "Start date",
    "End date",
    "Current end date",
    "Latest end date (after all extensions)",
    "Review date",
    "CPV code",
    "Procurement route",
    "Contract status",
    "Category (goods, works or services)",
    "Notice URL",
)
"""Part 2.1 of the Code (2015), paragraphs 31 and 32, then what it does not ask for."""


def csv_bytes() -> bytes:
    """Return the template as CSV in UTF-8 with a mark, so that a spreadsheet opens it as such."""
    text = io.StringIO()
    csv.writer(text).writerow(COLUMNS)
    return text.getvalue().encode("utf-8-sig")
