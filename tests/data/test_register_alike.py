"""Rows of a register without numbers that are alike but for who buys or for a year's amount. Right values by hand."""

from own_reading import Read

WHOLE = "Contract,Authority,Supplier,Contract Value,Start Date,End Date"
YEARLY = "Contract,Authority,Supplier,Annual Value,Start Date,End Date"
OURS = "Cleaning,Testshire County Council,CleanCo Ltd,{},01/04/2024,31/03/2027\n"
THEIRS = "Cleaning,Otherton District Council,CleanCo Ltd,{},01/04/2024,31/03/2027\n"


def test_rows_of_two_buyers_are_two_contracts_though_all_else_is_alike(tmp_path):
    found = Read(tmp_path, f"{WHOLE}\n{OURS.format(120000)}{THEIRS.format(120000)}")
    assert sorted(found.values("buyer")) == ["Otherton District Council", "Testshire County Council"]
    assert found.values("value_gbp") == [120_000, 120_000]


def test_rows_of_two_yearly_amounts_are_two_contracts_though_all_else_is_alike(tmp_path):
    found = Read(tmp_path, f"{YEARLY}\n{OURS.format(120000)}{OURS.format(50000)}")
    assert sorted(found.values("annual_gbp")) == [50_000, 120_000]


def test_a_row_that_is_repeated_is_one_contract(tmp_path):
    for header in (WHOLE, YEARLY):
        found = Read(tmp_path, f"{header}\n{OURS.format(120000)}{OURS.format(120000)}{THEIRS.format(120000)}")
        assert len(found.rows) == 2


def test_a_number_that_two_buyers_share_is_one_contract(tmp_path):
    row = "7,Cleaning,{},CleanCo Ltd,120000,01/04/2024,31/03/2027\n"
    found = Read(tmp_path, f"Ref,{WHOLE}\n{row.format('Testshire Council')}{row.format('Otherton Council')}")
    assert found.values("value_gbp") == [120_000]


def test_rows_that_are_one_a_year_are_one_contract(tmp_path):
    row = "Cleaning,Testshire County Council,CleanCo Ltd,{},{},01/04/2024,31/03/2027\n"
    rows = "".join(row.format(*year) for year in (("2024/25", 120_000), ("2025/26", 123_000)))
    found = Read(tmp_path, f"{YEARLY.replace('Annual', 'Financial Year,Annual')}\n{rows}")
    assert len(found.rows) == 1


def test_rows_that_may_be_one_contract_are_said(tmp_path):
    for header, theirs in ((YEARLY, OURS.format(123000)), (YEARLY, THEIRS.format(120000))):
        found = Read(tmp_path, f"{header}\n{OURS.format(120000)}{theirs}")
        assert found.said("has the title, supplier and days of line 2, and another yearly amount or buyer")
    found = Read(tmp_path, f"{WHOLE}\n{OURS.format(120000)}{THEIRS.format(120000)}")
    assert found.said("states the same amount as another row of the same title")
    assert not Read(tmp_path, f"{YEARLY}\n{OURS.format(120000)}{OURS.format(120000)}").said("another yearly amount")
