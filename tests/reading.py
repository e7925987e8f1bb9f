"""What the tests of the readers share: fixtures read into notices, built into tables."""

import copy
import json
from pathlib import Path

import pandas as pd

from data.readers.ocds import package
from data.table.build import build
from data.table.parquet import StoredTable, read_table

FIXTURES = Path(__file__).parent / "fixtures"


def documents(name: str) -> list[dict]:
    text = (FIXTURES / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if name.endswith(".jsonl") else [json.loads(text)]


def read(name: str):
    """Return the notices and issues of a fixture, after checking that reading left it as it was."""
    notices, issues = [], []
    for document in documents(name):
        before = copy.deepcopy(document)
        for release in package.releases(document):
            found, wrong = package.read(release, name, 1)
            notices += found
            issues += wrong
        assert document == before
    return notices, issues


def write_lines(path: Path, releases: list[dict]) -> Path:
    path.write_text("".join(json.dumps(release) + "\n" for release in releases), encoding="utf-8")
    return path


def table(paths: list[Path], folder: Path) -> StoredTable:
    out = folder / "table.parquet"
    build(paths, out, folder / "cache", quiet=True)
    return read_table(out)


def one(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1
    return frame.iloc[0]
