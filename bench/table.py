"""Contracts in any number for benchmarks: real notices resampled and crossed with the register's codes, seeded.

Values, dates, buyers and suppliers are those of 20,778 notices on Contracts Finder where ../shared holds them, else
the register's own. Codes are those of a row of the register, of which each block that belongs together (what is
bought, from whom, under which law) is now and then taken from another row of the same kind of buyer, so that
combinations vary as in practice. The shares of missing and doubtful cells are those measured on published notices.
No row of it is a contract.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from data.load.datasets import embedded
from policy.contracts import BY_NAME, COLUMNS, SERVICE_COLUMNS, Column, Kind

NOTICES = Path(__file__).resolve().parents[2] / "shared/data/real/cf_awards_2021_2022_mysociety"
DAY = np.timedelta64(1, "D")
BLOCKS = (
    ("nation", "region", "buyer"), ("service", "purchase", "regime", "cpv"), ("instrument",), ("supplier_kind",),
    ("vat_basis",), ("stage", "counted"), ("value_quality",), ("source", "successor_id"),
)  # fmt: skip
"""Columns of the register that are drawn together."""
EXCHANGED = 0.25
"""Share of rows that take a block from another row than the rest of their codes."""
TEXTS = ("notice_url", "title", "description", "service_evidence", "instrument_evidence", "not_counted_reason")
CONFIDENCE = {"certain": 0.45, "probable": 0.35, "possible": 0.19, None: 0.01}
PUBLIC_KIND = {"local": 0.2, "nhs": 0.3, "central": 0.1, "owned": 0.2, "other": 0.1, None: 0.1}
MISSING = {
    "service": 0.02, "nation": 0.02, "region": 0.06, "instrument": 0.01, "vat_basis": 0.02, "purchase": 0.01,
    "buyer_kind": 0.01, "supplier_kind": 0.01, "regime": 0.02,
}  # fmt: skip
"""Share of cells that are blank, by column: a quarter of new notices name no region, but most buyers tell it."""
NO_END, EXTENDED, NO_VALUE, PLACEHOLDER, FOREIGN = 0.14, 0.24, 0.019, 0.007, 0.01
"""Notices of the old regime state no dates; 224 of 929 new ones state extensions; values as counted among awards."""
NAMES_AT_MOST = 200_000


@dataclass(frozen=True)
class Notices:
    """What is resampled together: value, first and last day of a notice; names of suppliers, most frequent first."""

    pounds: np.ndarray
    start: np.ndarray
    end: np.ndarray
    suppliers: tuple[str, ...]


@cache
def notices() -> Notices:
    """Read the real notices, or the register where they are not at hand."""
    if not NOTICES.exists():
        own = embedded().contracts.dropna(subset=["value_gbp", "start_date", "end_date"])
        named = embedded().contracts["supplier"].dropna()
        return _notices(own["value_gbp"], own["start_date"], own["end_date"], named)
    awards = pd.read_csv(NOTICES / "awards.csv.gz", usecols=["value_amount", "contract_start", "contract_end"])
    awards = awards.dropna()
    start, end = (pd.to_datetime(awards[f"contract_{name}"], errors="coerce") for name in ("start", "end"))
    suppliers = pd.read_csv(NOTICES / "suppliers.csv.gz", usecols=["name"])["name"].dropna()
    dated = start.notna() & end.notna()
    return _notices(awards["value_amount"][dated], start[dated], end[dated], suppliers)


def _notices(pounds, start, end, suppliers) -> Notices:
    days = [dates.to_numpy().astype("datetime64[D]") for dates in (start, end)]
    return Notices(pounds.to_numpy(np.float64), *days, tuple(map(str, suppliers.value_counts().index)))


def contracts(rows: int, seed: int = 1, texts: bool = False) -> pd.DataFrame:
    """Make a contracts table of so many rows; long texts only on request, since the engine never reads them."""
    random = np.random.default_rng(seed)
    register = embedded().contracts
    # The other engines do not know a stage that nobody knows (semantics 10.1), nor mixed suppliers.
    register = register[register["stage"].notna()].reset_index(drop=True)
    codes = _codes(register, rows, random)
    columns = {name: _category(codes[name], register[name]) for name in codes if name != "counted"}
    columns |= _suppliers(columns["supplier_kind"], random) | _dates(rows, random)
    columns |= _money(columns, random)
    columns["counted"] = register["counted"].to_numpy()[codes["counted"]]
    ids = np.arange(rows)
    columns["contract_id"] = pd.Series(np.char.add("g-", ids.astype(str)) if texts else ids)
    if texts:
        drawn = random.integers(0, len(register), rows)
        columns |= {name: register[name].take(drawn).reset_index(drop=True) for name in TEXTS}
        names = columns["supplier"]
        columns |= {"company": names, "suppliers": pd.Series(names).astype("str")}  # each made name is a company
        columns |= {c.name: _none(c, rows) for c in COLUMNS if c.name not in columns and c.name not in SERVICE_COLUMNS}
    columns |= _of_service(columns["service"])
    columns["n_suppliers"] = np.where(columns["supplier"].codes >= 0, 1.0, np.nan)
    return pd.DataFrame({column.name: columns[column.name] for column in COLUMNS if column.name in columns}, copy=False)


def _none(column: Column, rows: int) -> pd.Series:
    """Give a column that states nothing."""
    if column.kind is Kind.POUNDS:
        return pd.Series(np.full(rows, np.nan))
    if column.kind is Kind.CATEGORY:
        return pd.Series(pd.Categorical.from_codes(np.full(rows, -1, np.int8), list(column.values)))
    return pd.Series([None], dtype="str").take(np.zeros(rows, int)).reset_index(drop=True)


def _codes(register: pd.DataFrame, rows: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw a register row for each block, of the same kind of buyer throughout; codes are those of the register."""
    kinds = register["buyer_kind"].cat.codes.to_numpy()
    order = np.argsort(kinds, kind="stable")
    first = np.searchsorted(kinds[order], np.arange(kinds.max() + 2))
    own = random.integers(0, len(register), rows)
    kind = kinds[own]
    codes = {"buyer_kind": kind}
    for block in BLOCKS:
        size = first[kind + 1] - first[kind]
        other = order[first[kind] + (random.random(rows) * size).astype(np.int64)]
        drawn = np.where(random.random(rows) < EXCHANGED, other, own)
        for name in block:
            codes[name] = drawn if name == "counted" else register[name].cat.codes.to_numpy()[drawn]
    for name, share in MISSING.items():
        codes[name] = np.where(random.random(rows) < share, -1, codes[name])
    return codes


def _category(codes: np.ndarray, like: pd.Series) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, dtype=like.dtype)


def _drawn(shares: dict, rows: int, random: np.random.Generator, name: str) -> pd.Categorical:
    dtype = pd.CategoricalDtype(list(BY_NAME[name].values))
    positions = np.array([dtype.categories.get_loc(value) if value else -1 for value in shares], dtype=np.int8)
    return pd.Categorical.from_codes(random.choice(positions, size=rows, p=list(shares.values())), dtype=dtype)


def _suppliers(kind: pd.Categorical, random: np.random.Generator) -> dict[str, pd.Categorical]:
    """Draw names with a heavy head and a long tail; beyond the real ones a name is a real one with a number."""
    rows = len(kind)
    public = _drawn(PUBLIC_KIND, rows, random, "supplier_public_kind")
    public[np.asarray(kind != "public")] = None
    real = notices().suppliers
    size = max(1, min(rows // 5, NAMES_AT_MOST))
    names = [
        name if i < len(real) else f"{name} ({i // len(real) + 1})"
        for i, name in ((i, real[i % len(real)]) for i in range(size))
    ]
    codes = np.minimum((size ** random.random(rows)).astype(np.int32) - 1, size - 1)
    codes[random.random(rows) < 0.095] = -1
    return {
        "supplier": pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str")),
        "service_confidence": _drawn(CONFIDENCE, rows, random, "service_confidence"),
        "supplier_public_kind": public,
    }


def _dates(rows: int, random: np.random.Generator) -> dict:
    """Draw the dates of a notice, moved on by up to nine years, so that starts spread over 2021 to 2031."""
    drawn = random.integers(0, len(notices().pounds), rows)
    moved = random.integers(0, 9 * 365, rows) * DAY
    start, end = (days[drawn] + moved for days in (notices().start, notices().end))
    known = random.random(rows) >= NO_END
    extended = (random.random(rows) < EXTENDED) & known
    latest = np.where(extended, end + random.integers(1, 5, rows) * 365 * DAY, np.datetime64("NaT"))
    days = {
        "start_date": np.where(known | (random.random(rows) < 0.5), start, np.datetime64("NaT")),
        "end_date": np.where(known, end, np.datetime64("NaT")),
        "latest_end_date": latest,
        "published_date": start - random.integers(0, 200, rows) * DAY,
    }
    return {name: values.astype("datetime64[s]") for name, values in days.items()} | {"drawn": drawn}


def _money(columns: dict, random: np.random.Generator) -> dict:
    """Give the value of the notice, half moved by some per cent; a year's is it by the term (semantics 10.14)."""
    rows = len(columns["drawn"])
    pounds = notices().pounds[columns.pop("drawn")]
    pounds = np.where(random.random(rows) < 0.5, np.round(pounds * np.exp(random.normal(0, 0.1, rows)), 2), pounds)
    pounds[random.random(rows) < NO_VALUE] = np.nan
    last = np.where(np.isnat(columns["latest_end_date"]), columns["end_date"], columns["latest_end_date"])
    days = (last - columns["start_date"]).astype("timedelta64[D]")
    term = np.maximum(np.where(np.isnat(days), np.nan, days.astype(np.float64) + 1) / 365.25, 1)
    return {"value_gbp": pounds, "annual_gbp": pounds / term, "value_quality": _quality(columns, pounds, random)}


def _quality(columns: dict, pounds: np.ndarray, random: np.random.Generator) -> pd.Categorical:
    kept, name = columns["value_quality"], list(columns["value_quality"].categories).index
    chance, codes = random.random(len(pounds)), kept.codes.copy()
    codes[codes == name("missing")] = name("stated")
    codes[chance < PLACEHOLDER + FOREIGN] = name("foreign")
    codes[chance < PLACEHOLDER] = name("placeholder")
    codes[np.isnan(pounds)] = name("missing")
    return pd.Categorical.from_codes(codes, dtype=kept.dtype)


def _of_service(service: pd.Categorical) -> dict[str, pd.Categorical]:
    """Join the attributes of the service, as a built table has them."""
    table = embedded().services.reindex(service.categories)
    joined = {}
    for name in SERVICE_COLUMNS:
        values = pd.Categorical(table[name], dtype=embedded().contracts[name].dtype)
        joined[name] = pd.Categorical.from_codes(np.append(values.codes, -1)[service.codes], dtype=values.dtype)
    return joined


assert {name for block in BLOCKS for name in block} <= {*BY_NAME}
assert all(BY_NAME[name].kind is Kind.TEXT for name in TEXTS)
