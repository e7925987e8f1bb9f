"""Data sets by name or path: the embedded register, or a table that the user built."""

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from data.load import register
from data.model import folders
from data.model.dataset import Dataset
from data.model.issues import table
from data.model.notice import PUBLISHERS
from data.model.service_table import PATH as SERVICE_TABLE
from data.model.service_table import services
from data.places.place import ENDING, ISSUES, Place, PlaceError, names_tables, places
from data.readers.files import WORKBOOK_ENDINGS, no_kind
from data.register.corrections import CORRECTIONS, Row, read_corrections, read_rows
from data.register.sources import SOURCES, shown_sources
from policy.contracts import check

BUILT = folders.tables()
"""Where tables for the dashboard lie: `python -m data build PATH --out data/cache/tables/NAME.parquet`."""
REGISTER = Path(__file__).resolve().parents[1] / "register" / "contracts.csv"
ALL, SOME, NONE = "all", "some", "none"
"""How much of a built table is published notices; the rest is registers of the reader's own."""
_LACKING = {
    ALL: "Published notices only: what was never published is not in any total.",
    SOME: "Published notices and registers that were given: what neither holds is not in any total.",
    NONE: "Registers that were given: what they leave out is not in any total.",
}
_NO_TEXT = (*WORKBOOK_ENDINGS, ".gz", ".zip")
"""Endings of registers of one's own whose bytes are no text."""
COMPILED = date(2026, 11, 22)
"""Day on which the embedded register was compiled."""


class UnreadableError(ValueError):
    """A data set that cannot be read at all; the message says what, where and what to do."""


@cache
def embedded() -> Dataset:
    """Load the register that comes with the program."""
    return load(REGISTER)


def load(name: str | Path) -> Dataset:
    """Load a register in CSV, or a table built by `python -m data build`: a file, a folder, a pattern, an address.

    Raises:
        UnreadableError: it cannot be opened; the message says what, where and what to do.
    """
    if names_tables(str(name)):
        return _built(str(name))
    path, build = Path(name), folders.command("data", "build")
    if str(name) and path.is_dir():
        raise UnreadableError(
            f"{path}: a folder without built tables. Give a register in CSV, or a table of `{build}`."
        )
    if not str(name) or not path.exists():
        shown = path if str(name) else "''"
        raise UnreadableError(f"{shown}: no such file. Give a register in CSV, or a table of `{build}`.")
    return _register(path)


def let_go() -> None:
    """Give back the memory of what large tables map from the disk; what is asked for again comes from there."""
    from data.table import columns  # noqa: PLC0415 - the register opens without Arrow

    columns.let_go()


def check_opens(name: str | Path) -> None:
    """Check that a name can be opened as a data set, without reading the rows of a built table.

    Raises:
        UnreadableError: it cannot; the message says what, where and what to do.
    """
    if not names_tables(str(name)):
        load(name)
        return
    from data.table.parquet import read_about  # noqa: PLC0415 - the register opens without Arrow

    try:
        for file in _files(str(name)):
            read_about(file)
    except PlaceError as error:
        raise UnreadableError(str(error)) from None


def built_tables() -> list[Path]:
    """Tables that lie in the folder of built tables, by name."""
    return sorted(path for path in BUILT.glob(f"*{ENDING}") if not path.name.endswith(ISSUES))


def _files(name: str) -> list[Place]:
    files = places(name)
    for path in (file.path for file in files):
        if path is not None and not path.exists():
            raise PlaceError(
                f"{path}: no such file. Build it with: {folders.command('data', 'build FILE... --out TABLE.parquet')}"
            )
    return files


def _built(name: str) -> Dataset:
    from data.table.parquet import read_table  # noqa: PLC0415 - the register opens without Arrow

    try:
        stored = read_table(_files(name))
    except PlaceError as error:
        raise UnreadableError(str(error)) from None
    about, published = stored.about, _published(stored.contracts)
    return Dataset(
        stored.contracts,
        services(),
        fingerprint=about.fingerprint[:12],
        source=about.source,
        as_of=date.fromisoformat(about.as_of),
        title=about.title,
        population=population(published=published != NONE),
        issues=stored.issues,
        note=f"{_LACKING[published]} {about.numbers}".strip(),
        numbers=about.numbers,
        own=published == NONE,
    )


def population(*, published: bool) -> str:
    """Name the contracts of built tables; where no row is read from a notice, none of them was published."""
    return "published contracts in these data" if published else "contracts in these data"


def _published(contracts: pd.DataFrame) -> str:
    """Say how much of a built table is read from published notices; of a table without a row, all."""
    found = {source in PUBLISHERS for source in contracts["source"].dropna().unique()}
    return SOME if len(found) == 2 else NONE if found == {False} else ALL


def _register(path: Path) -> Dataset:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if path.suffix and (problem := no_kind(path)):  # a build would refuse it too
            raise UnreadableError(f"{path}: {problem}") from None
        if path.suffix.lower() in _NO_TEXT:  # saved as CSV it would be refused as well
            raise UnreadableError(f"{path}: no register in CSV; {register.build_first(path.name)}") from None
        raise UnreadableError(f"{path}: not UTF-8 text at byte {error.start}. Save the file as CSV in UTF-8.") from None
    contracts, issues = register.read(text, path.name)
    problems = check(contracts)
    if contracts.empty and path.suffix and (problem := no_kind(path)):
        raise UnreadableError(f"{path}: {problem}")
    if contracts.empty or problems:
        reasons = problems or [issue.sentence() for issue in issues] or [f"{path}: no contract in it"]
        raise UnreadableError("\n".join(reasons))
    return Dataset(
        contracts,
        services(),
        fingerprint=hashlib.sha256(content + SERVICE_TABLE.read_bytes()).hexdigest()[:12],
        source="Register of UK public service contracts",
        as_of=COMPILED,
        title="Register of UK public service contracts",
        population="contracts in this register",
        note="A chosen set, not a sample: its totals are never totals of the UK.",
        issues=table(issues),
        sources=_sources(read_rows(text)) if path == REGISTER else {},
        checked=_checked(read_rows(text), contracts) if path == REGISTER else {},
    )


def _checked(rows: list[Row], contracts: pd.DataFrame) -> dict[str, float]:
    """Give the values that were read at a source and put right, where the register still holds them."""
    corrections = read_corrections(CORRECTIONS.read_text(encoding="utf-8"))
    read = {(each.contract_id, each.right) for each in corrections if each.column == "value_gbp"}
    still = {row["id"] for row in rows if (row["id"], row["value_gbp"]) in read and row["value_gbp"]}
    values = zip(contracts["contract_id"], contracts["value_gbp"], strict=True)
    return {str(name): float(value) for name, value in values if name in still and not pd.isna(value)}


def _sources(rows: list[Row]) -> dict[str, tuple[Row, ...]]:
    """Where the cells of the embedded register were read, by contract."""
    by_contract: dict[str, tuple[Row, ...]] = {}
    for source in shown_sources(rows, read_rows((REGISTER.parent / SOURCES).read_text(encoding="utf-8"))):
        by_contract[source["contract_id"]] = (*by_contract.get(source["contract_id"], ()), source)
    return by_contract
