"""Inputs that no one would send by mistake: files of the committed fixtures with strange values and torn bytes."""

import copy
import csv
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd

TESTS = Path(__file__).parents[1]
LONE = "\ud800"
"""Half of a pair of surrogates: JSON can hold it, UTF-8 cannot."""
VALUES = [
    "", " ", None, 0, -1, True, False, [], {}, [None], {"id": None}, 1e308, -1e308, 10**30, 10**400, 0.1, 5, 1e12,
    "0", "-", "£", "1,2,3", "£1m", "1e999", "NaN", "inf", "-5", "²", "\u0663\u0663", "TBC", "n/a", "none", "Total",
    "9" * 400, "x" * 40_000, " " * 5_000, "(" * 3_000, "a;b|c\nd", "\r", "\x00", "\x1b[31m\u202ezq", "\ufeff", "é" * 99,
    "31/12/9999", "2029-02-29", "0000-00-00", "46113", "99999", "1900-01-01", "2999-12-31T00:00:00Z", "P3Y", "3+1+1",
    "=1+1", "=HYPERLINK(1)", "#REF!", "<b>x</b>", "&lt;", "&#x110000;", "&#0;", "javascript:x", "http://[", "//x",
    "[[[", '"', "'", "\\", "\\N", "%00", "%", "in.x", "a=b&c=d", "c1=prison,", "yes", "award", "£1 - £2", "[a|b]", "]",
    "*", "**a*b*", "*" * 300,
    "not-known", "\u2265 1m", "FY2026/27", "2027-04", '"', "do.", "\u3003", "31/03/2028 + 1 + 1", "extend " * 50,
]  # fmt: skip
COLUMN_VALUES = [value for value in VALUES if not isinstance(value, list | dict)]
REGISTER = [
    ["Reference", "Title", "Buyer", "Supplier", "Value", "Annual value", "Start date", "End date", "Notes"],
    *(
        [
            f"R{n}",
            f"Home care lot {n}",
            "Test Council",
            f"Firm {n} Ltd",
            100_000 + n,
            25_000,
            "2025-04-01",
            "2029-03-31",
            "",
        ]
        for n in range(6)
    ),
]


def releases():
    """Releases of every shape that is committed."""
    found = []
    for name in ("fixtures/fts_stages.jsonl", "fixtures/cf_republished.jsonl"):
        found += [json.loads(line) for line in (TESTS / name).read_text("utf-8").splitlines()]
    for path in (*sorted((TESTS / "fixtures").glob("*.json")), *sorted((TESTS / "release_cases").glob("*.json"))):
        held = json.loads(path.read_text("utf-8"))
        found += [each for each in held.get("releases", []) if "ocid" in each]
    return found


def tables():
    """Rows of every table that is committed, the header first."""
    paths = sorted((TESTS / "fixtures").glob("*.csv"))
    return [REGISTER, *(list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))) for path in paths)]


RELEASES, TABLES = releases(), tables()


def strange(rng, more=()):
    """One strange value, or one that is given."""
    return copy.deepcopy(rng.choice(more if more and rng.random() < 0.3 else VALUES))


def mutated(rng, value, more=()):
    """A value of JSON with some of what is in it replaced, dropped, doubled or put elsewhere."""
    made = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 2, 4, 9))):
        at, key = made, None
        while isinstance(at, dict | list) and at and (key is None or rng.random() < 0.75):
            holder, key = at, rng.choice(list(at) if isinstance(at, dict) else range(len(at)))
            at = holder[key]
        if key is None:
            return strange(rng, more)
        way = rng.random()
        if way < 0.6:
            holder[key] = strange(rng, more)
        elif way < 0.8:
            del holder[key]
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(at))
        else:
            holder[rng.choice(("id", "ocid", "url", "releases", "value", "x"))] = copy.deepcopy(
                at if at is not made else {}
            )
    return made


def torn(rng, body):
    """Bytes with some of them cut, turned, doubled or put in."""
    made = bytearray(body)
    for _ in range(rng.choice((1, 1, 2, 5))):
        start = rng.randrange(len(made) + 1)
        end = min(len(made), start + rng.choice((1, 2, 8, 100, 1000)))
        way = rng.randrange(5)
        if way == 0:
            del made[start:end]
        elif way == 1 and start < len(made):
            made[start] ^= 1 << rng.randrange(8)
        elif way == 2:
            made[start:start] = made[start:end]
        elif way == 3:
            made[start:start] = rng.choice(
                (b"\r", b"\x00", b'"', b"\n", b"\xff\xfe", b"{", b"[" * 200, b"9" * 5000, b"<")
            )
        else:
            del made[start:]
    return bytes(made)


def torn_text(rng, text):
    """A text torn as bytes and read again."""
    return torn(rng, text.encode("utf-8", "surrogatepass")).decode("utf-8", "replace")


def cells(rng, more=(), tables=TABLES):
    """Rows of a table with strange cells, columns and lengths, the header first; how many are not blank."""
    rows = [list(row) for row in rng.choice(tables)]
    plain = [each for each in more if not isinstance(each, list | dict)]
    for _ in range(rng.choice((1, 2, 5, 20))):
        row = rng.choice(rows[1:])
        row[rng.randrange(len(row))] = strange(rng, plain) if rng.random() < 0.2 else rng.choice(COLUMN_VALUES)
    if rng.random() < 0.2:
        rows[0][rng.randrange(len(rows[0]))] = str(rng.choice(COLUMN_VALUES))
    if rng.random() < 0.2:
        place = rng.randrange(min(map(len, rows)))
        for row in rows[1:]:
            row[place] = rng.choice(COLUMN_VALUES)
    return rows, sum(any(str(cell).strip() for cell in row if cell is not None) for row in rows[1:])


def as_csv(rng, rows):
    """The rows as CSV, with the marks of various programs."""
    made = io.StringIO()
    csv.writer(made, delimiter=rng.choice(",,,;\t"), lineterminator=rng.choice(("\n", "\r\n"))).writerows(rows)
    encoding = rng.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return made.getvalue().encode(encoding, "replace")


def as_workbook(rows):
    """The rows as XLSX; what a workbook cannot hold is blank."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([cell if _fits(cell) else None for cell in row])
    book.save(made)
    return made.getvalue()


def _fits(cell):
    if isinstance(cell, str):
        return not openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.search(cell) and LONE not in cell
    return cell is None or (isinstance(cell, int | float) and abs(cell) < 1e308)


def as_parquet(rng, rows):
    """The rows as Parquet, each column of one type among many."""
    width = len(rows[0])
    texts = [[str(cell or "").encode("utf-8", "replace").decode() for cell in row[:width]] for row in rows[1:]]
    frame = pd.DataFrame([row + [""] * (width - len(row)) for row in texts])
    frame.columns = [f"{name}" if list(rows[0]).count(name) == 1 else f"{name}{n}" for n, name in enumerate(rows[0])]
    for name in rng.sample(list(frame.columns), min(3, frame.shape[1])):
        of = [
            [rng.choice((float("inf"), -1.0, 1e300, float("nan"), 5.0)) for _ in range(len(frame))],
            pd.to_datetime(["2026-03-31T23:00Z"] * len(frame)),
            pd.array(["9999-12-31"] * len(frame), dtype="datetime64[s]"),
            [["A", "B"]] * len(frame), [{"name": "A", "x": None}] * len(frame), [b"\xff\x00"] * len(frame),
            pd.to_timedelta([5] * len(frame)), [True] * len(frame), [None] * len(frame), [2**62] * len(frame),
        ]  # fmt: skip
        frame[name] = rng.choice(of)
    made = io.BytesIO()
    frame.to_parquet(made)
    return made.getvalue()


def repacked(rng, body):
    """A packed workbook in which one part is torn."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        hit = rng.choice(old.namelist())
        for name in old.namelist():
            new.writestr(name, torn(rng, old.read(name)) if name == hit else old.read(name))
    return made.getvalue()
