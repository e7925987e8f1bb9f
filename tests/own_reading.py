"""Reads a register of a reader's own for a test: its contracts that count, and what was said of it."""

import openpyxl
import pandas as pd
import pyarrow as pa

from data.load.own_file import merged
from data.readers.tables.dispatch import read_file
from policy.contracts import typed

HEADER = "Ref,Contract Title,Supplier,Total Contract Value,Start Date,End Date,Council"
CARE = "1,Home care for older people,Oakfield Care Ltd,400000,2025-04-01,2029-03-31,Ambleford Council"
REST = "2,Respite care for adults,Elm Care Ltd,600000,2025-04-01,2029-03-31,Ambleford Council"


def contracts(read):
    """The contracts table of some notices, and every issue."""
    together, issues = merged(read)
    return typed(pa.concat_tables(together.batches()).to_pandas()), issues


class Read:
    """The contracts of a register that count, and what was said of it."""

    def __init__(self, folder, content, name="register.csv", mapping=None):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        frame, self.issues = contracts(read_file(str(path), name, mapping))
        self.all = frame
        self.rows = frame[frame.counted].sort_values("title", ignore_index=True)

    def said(self, words, path=""):
        return [i for i in self.issues if words in i.problem and path in i.path]

    def column(self, name):
        """Our fact that a column was read as, in words; "" where it was not used."""
        return next(
            (
                i.problem
                for i in self.issues
                if i.is_note and i.path.rpartition("!")[2] == name and "read as" in i.problem
            ),
            "",
        )

    def values(self, column):
        return [None if pd.isna(value) else value for value in self.rows[column]]


def register(tmp_path, *rows, header=HEADER, **more):
    return Read(tmp_path, "\n".join([header, *rows]) + "\n", **more)


def workbook(tmp_path, sheets, merged=()):
    """A workbook with rows by sheet, some cells of each merged, as it is read."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
        for cells in merged:
            page.merge_cells(cells)
    book.save(tmp_path / "made.xlsx")
    return Read(tmp_path, (tmp_path / "made.xlsx").read_bytes(), "register.xlsx")


def day(text):
    return pd.Timestamp(text)
