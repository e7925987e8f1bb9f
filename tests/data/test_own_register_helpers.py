"""A large register of a reader's own, read by several processes as by one."""

import os
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from own_reading import CARE, HEADER, REST, register

from data.load import own_file
from data.readers.files import FileError
from data.readers.own_register.matching.guess import guess
from data.readers.own_register.one_row import ahead
from data.readers.own_register.one_row.row import RowReader
from data.readers.own_register.survey import Survey
from data.table import piece_reader


@pytest.mark.parametrize(("kind", "cores"), [("csv", 2), ("xlsx", 2), ("csv", 8)])
def test_several_processes_read_what_one_reads(tmp_path, monkeypatch, kind, cores):
    rows = [
        f"{n},Home care {n},Oak {n % 7} Ltd,{n}000,0{n % 9 + 1}/04/2025,31/03/2029,Ambleford Council"
        for n in range(1500)
    ]
    rows[700] = rows[700].replace("31/03/2029", "soon")
    rows += [rows[3].replace("Oak 3", "Elm"), rows[5].replace("Home", "Day"), ",Total,,99,,,"]
    path = tmp_path / f"register.{kind}"
    table = [line.split(",") for line in (HEADER, *rows)]
    if kind == "csv":
        path.write_text("\n".join([HEADER, *rows, ""]))
    else:
        book = openpyxl.Workbook()
        for line in table:
            book.active.append(line)
        book.save(path)
    mapping = guess(table[0], [dict(zip(*table[:2], strict=True))])
    together, issues = own_file.gather(path, "register.csv", mapping)
    monkeypatch.setattr(own_file, "WORTH_A_HELPER", 0)
    monkeypatch.setattr(own_file.os, "cpu_count", lambda: cores)
    monkeypatch.setattr(piece_reader, "_STRETCH", 256)
    with own_file.helpers_for(path) as helpers:
        assert len(helpers._processes) == min(cores // 2, own_file.MOST_HELPERS)
        apart, said = own_file.gather(path, "register.csv", mapping, None, helpers)
    assert pa.concat_tables(apart).equals(pa.concat_tables(together))
    assert said == issues
    assert len([i for i in said if i.unread]) == 1
    assert ["another row of the same number" in i.problem for i in said if i.line == 1503] == [True]


READER, READ = os.getpid(), ahead._read
YEARLY = "Ref,Contract title,Council,Supplier,Value,Value a year,Start,End"


def said_by_whom(*some):
    with Path(os.environ["WHO_READ_CELLS"]).open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")
    return READ(*some)


def ends_while_reading(*some):
    return READ(*some) if os.getpid() == READER else os._exit(9)


def two_sheets(path):
    """Write a workbook of two tables with other columns, in each of which a year's amount disagrees with the whole."""
    book = openpyxl.Workbook()
    book.active.title = "Care"
    for name, columns in (("Care", YEARLY), ("Works", YEARLY.replace("Value a year,", "Cost,Value a year,"))):
        sheet = book["Care"] if name == "Care" else book.create_sheet(name)
        sheet.append(columns.split(","))
        for n in range(2, 900):
            more = ["x"] if name == "Works" else []
            whole, year = (4000 * n, 1000 * n) if n % 5 else (4000 * n, 10_000 * n)
            days = "01/04/2025", "31/03/2029" if n % 7 else "when done"
            sheet.append([f"{name}{n}", f"{name} {n}", "Ambleford Council", f"Oak {n} Ltd", whole, *more, year, *days])
    book.save(path)


@pytest.mark.parametrize("reads", [said_by_whom, ends_while_reading])
def test_cells_read_by_helpers_say_what_they_say_here(tmp_path, monkeypatch, reads):
    path, who = tmp_path / "two.xlsx", tmp_path / "who"
    two_sheets(path)
    alone, issues = own_file.gather(path, "two.xlsx", None)
    # Of 898 rows 770 have a last day, and in 154 of these the amount of a year is ten times that of a quarter.
    first = "(£50,000 a year for 4.0 years against £20,000 over the whole term)"
    together = [issue.problem for issue in issues if issue.path in ("Care!amounts", "Works!amounts")]
    assert ["disagree in 154 of 770 rows" in said and first in said for said in together] == [True, True]
    monkeypatch.setattr(own_file, "WORTH_A_HELPER", 0)
    monkeypatch.setattr(own_file.os, "cpu_count", lambda: 8)
    monkeypatch.setattr(ahead, "_read", reads)
    monkeypatch.setenv("WHO_READ_CELLS", str(who))
    found, again = own_file.gather_with_help(path, "two.xlsx", None, lambda *_: None)
    assert pa.concat_tables(found).equals(pa.concat_tables(alone)) and again == issues
    if reads is said_by_whom:
        assert str(READER) not in who.read_text("ascii").split()


def test_what_a_helper_saw_of_rows_that_broke_it_is_not_counted_again(monkeypatch):
    """They are read once more where they stand, and counted there."""
    columns = YEARLY.split(",")
    apart = ["1", "Care", "Ambleford Council", "Oak Ltd", "20000", "50000", "01/04/2025", "31/03/2029"]
    reader = RowReader("r.csv", columns, guess(columns, [dict(zip(columns, apart, strict=True))]), Survey(), "")
    monkeypatch.setattr(ahead, "_READER", [])
    with pytest.raises(IndexError):
        ahead._read(reader.made_of, [(2, apart), (3, apart[:2])])
    ahead._READER[0].tally.compared = 5
    assert ahead._read(reader.made_of, [(2, apart)])[1].compared == 1


ROWS_IN = piece_reader._rows_in


def ends_elsewhere(*some):
    return ROWS_IN(*some) if os.getpid() == READER else os._exit(9)


def test_a_helper_that_the_system_ends_is_done_without(tmp_path, monkeypatch):
    path = tmp_path / "register.csv"
    path.write_text(f"{HEADER}\n{CARE}\n{REST}")
    alone, issues = own_file.gather(path, "register.csv", None)
    monkeypatch.setattr(own_file, "WORTH_A_HELPER", 0)
    monkeypatch.setattr(own_file.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(piece_reader, "_rows_in", ends_elsewhere)
    found, said = own_file.gather_with_help(path, "register.csv", None, lambda *_: None)
    assert pa.concat_tables(found).equals(pa.concat_tables(alone)) and said == issues


def test_cells_that_were_read_before_are_said_again_for_each_row(tmp_path):
    odd = CARE.replace("2029-03-31", "soon").replace("400000", "some")
    found = register(tmp_path, odd, odd.replace("1,Home", "3,Day"), REST, odd.replace("1,Home", "4,Night"))
    for words in ("is not a date", "is not a number"):
        assert [(i.line, i.ocid) for i in found.said(words)] == [(2, "1"), (3, "3"), (5, "4")]
    assert found.values("end_date") == [None, None, None, pd.Timestamp("2029-03-31")]


def test_a_file_without_a_contract_is_refused_with_each_reason_once_and_its_rows(tmp_path):
    path = tmp_path / "heads.csv"
    path.write_text("Contract title,Council,Supplier,Value\nChildren,,,\nAdults,,,\nHousing,,,\n")
    with pytest.raises(FileError) as refused:
        own_file.gather(path, "heads.csv", None)
    why = "holds one cell alone, as a note or a heading does (line 2 and 2 more rows)"
    assert str(refused.value) == f"heads.csv: no row is a contract: {why}."
