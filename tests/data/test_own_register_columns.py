"""Which column of a register of a reader's own holds which fact, and what is said of columns that differ."""

import pytest
from own_reading import CARE, HEADER, REST, Read, day, register


@pytest.mark.parametrize("name", ["Tender Title", "Title of Agreement", "Contract Name", "Project title", "Contract"])
def test_a_title_by_many_names(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Contract Title", name))
    assert found.values("title") == ["Home care for older people"]


@pytest.mark.parametrize("name", ["Who from", "From whom", "Bought from", "Who with"])
def test_a_supplier_by_plain_names(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Supplier", name))
    assert found.values("supplier") == ["Oakfield Care Ltd"]


def test_an_id_is_no_title(tmp_path):
    header = HEADER.replace("Ref,Contract Title", "Contract Id,Contract Description")
    assert register(tmp_path, CARE, header=header).values("title") == ["Home care for older people"]


def test_columns_of_one_name_the_first_is_used_and_the_other_said(tmp_path):
    found = register(tmp_path, f"{CARE},2029-04-01,2031-03-31", f"{REST},,", header=f"{HEADER},Start Date,End Date")
    assert found.values("end_date") == [day("2029-03-31")] * 2
    assert sum(found.values("annual_gbp")) == pytest.approx(250_000, rel=1e-3)
    assert len(found.said("is the name of several columns")) == 2


def test_a_column_without_a_name_costs_nothing(tmp_path):
    text = f",{HEADER},\n0,{CARE},\n1,{REST},a note\n"
    found = Read(tmp_path, text)
    assert found.values("value_gbp") == [400_000, 600_000]
    assert [i.path for i in found.said("names no column")] == ["column 1", "column 9"]


def test_columns_that_contradict_each_other_are_said(tmp_path):
    header = HEADER.replace("Total Contract Value", "Net Value,Gross Value")
    turned = register(tmp_path, CARE.replace("400000", "600000,500000"), REST.replace("600000", "1,1.2"), header=header)
    assert turned.values("value_gbp")[0] is None
    assert [i.unread for i in turned.said("larger than the amount with VAT")] == [True]
    header = f"{HEADER},Extension (months),Extension end"
    rows = [f"{CARE},12,31/12/2031", f"{REST},12,31/03/2030"]
    apart = register(tmp_path, *rows, header=header)
    assert apart.values("latest_end_date") == [day("2031-12-31"), day("2030-03-31")]
    assert [(i.line, "2030-03-31" in i.problem) for i in apart.said("not the end with its options")] == [(2, True)]


def test_a_budget_holder_is_no_value_and_a_subject_matter_is_a_title(tmp_path):
    header = (
        "Ref,Subject matter,Budget holder,Contractor,Annual value,p.a. (exc VAT),From,End date (excluding extensions)"
    )
    found = register(tmp_path, "1,Home care,Director,Oakfield Care Ltd,,5000,01/04/2025,31/03/2029", header=header)
    assert found.values("title") == ["Home care"]
    assert found.values("end_date") == [day("2029-03-31")]
    assert not found.said("is not a number")
    assert "pounds a year" in register(
        tmp_path, "1,Care,9,A Ltd,1/1/25", header="Ref,Title,p.a. (exc VAT),Supplier,Start"
    ).column("p.a. (exc VAT)")


@pytest.mark.parametrize("name", ["Awdurdod / Council", "Council / Awdurdod"])
def test_a_word_of_a_heading_in_welsh_alone_is_one_beside_its_english_too(tmp_path, name):
    found = register(tmp_path, CARE, header=HEADER.replace("Council", name))
    assert found.column(name).startswith("is read as the public body")


def test_headings_and_cells_in_welsh_alone(tmp_path):
    header = (
        "Cyf.,Teitl y contract,Cyflenwr,Dyddiad dechrau,Dyddiad gorffen,Dewis i ymestyn,"
        "Gwerth blynyddol,Cyfanswm gwerth,Statws"
    )
    rows = [
        'DW1,Cludiant ysgol,Bysiau Glas Cyf,1 Medi 2024,31 Awst 2027,2 flynedd,"£250,000",£1.25 miliwn,Byw',
        "DW2,Glanhau,Gloyw Cyf,1af Gorffennaf 2021,30 Mehefin 2024,Dim,£60k,£180k,Wedi dod i ben",
        "Cyfanswm,,,,,,,£1.43 miliwn,",
    ]
    found = register(tmp_path, *rows, header=header)
    assert list(found.all["title"]) == ["Cludiant ysgol", "Glanhau"]
    assert list(found.all["suppliers"]) == ["Bysiau Glas Cyf", "Gloyw Cyf"]
    assert list(found.all["value_gbp"]) == [1_250_000, 180_000]
    assert list(found.all["annual_gbp"]) == [250_000, 60_000]
    assert list(found.all["start_date"]) == [day("2024-09-01"), day("2021-07-01")]
    assert list(found.all["end_date"]) == [day("2027-08-31"), day("2024-06-30")]
    assert found.all["latest_end_date"].iloc[0] == day("2029-08-31")
