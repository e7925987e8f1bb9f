"""Two tables of contracts held against each other: which are new, which are gone, and which facts of others changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policy.contracts import BY_NAME, Kind

ADDED, GONE, CHANGED, SAME = "added", "gone", "changed", "same"
BY_ID, BY_NUMBER, BY_FACTS, BY_NAMES = "id", "number", "facts", "names"
"""By what two rows are one contract: a published id; a register's own number; names, amount and days; names alone."""
FACTS = (
    "title", "buyer", "supplier", "service", "instrument", "stage", "start_date", "end_date", "latest_end_date",
    "value_gbp", "annual_gbp",
)  # fmt: skip
"""Columns that are held against each other; all others follow from these, or say where a row was read."""
_PENNY = 0.005
_NONE = -1


@dataclass(frozen=True)
class Changes:
    """The contracts of two tables, each once, in the order of the later table and then those that are gone.

    `rows` has `what`; `by`, "" where there is no other row; the positions `before` and `after` in the two tables, -1
    for none; `facts`, the columns of FACTS that differ; and `uncounted`, for a contract that counts in one table alone
    although the other has it, why it does not count there.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    rows: pd.DataFrame

    def of(self, what: str) -> pd.DataFrame:
        """Return the contracts that are new, gone, changed or the same."""
        return self.rows[self.rows["what"] == what]


def changes(before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Hold an earlier contracts table against a later one; contracts that do not count are in neither.

    Two rows are one contract where they have the same id, as published notices have, or, in a register of one's own,
    the same number and all facts the same. Then where they have the same number and share their title, their supplier
    or their first day: a number alone may be that of the row. Then where title, buyer and supplier and first day are
    the same; and, unless each has a number of its own, where title and buyer and one of supplier and first day are. A
    key that several rows of one table bear tells none of them.
    """
    old, new = _keys(before), _keys(after)
    pairs = list(_pairs(old[old["counted"]], new[new["counted"]]))
    found = pd.DataFrame(pairs, columns=["before", "after", "by"])
    differ = _facts_that_differ(before, after, found)
    found["what"] = np.where([bool(facts) for facts in differ], CHANGED, SAME)
    found["facts"] = differ
    alone = [
        _alone(ADDED, "after", new, found, before, old),
        _alone(GONE, "before", old, found, after, new),
    ]
    rows = pd.concat([found, *alone], ignore_index=True)
    rows["order"] = np.where(rows["after"] == _NONE, len(after) + rows["before"], rows["after"])
    columns = ["what", "by", "before", "after", "facts", "uncounted"]
    rows = rows.sort_values("order", kind="stable").reindex(columns=columns).reset_index(drop=True)
    return Changes(before, after, rows.assign(uncounted=rows["uncounted"].fillna("")))


def _keys(table: pd.DataFrame) -> pd.DataFrame:
    """By what the rows of a table are known, a row each at its position; missing where a row does not have it."""
    ids, source = table["contract_id"].astype("str"), table["source"].astype("str")
    begun, mark = ids.str.rpartition("/")[0], ids.str.rpartition("/")[2]
    own = table["source_row"].notna()
    number = begun.where(own & (begun != source))
    start = table["start_date"].astype("str")
    title, buyer, supplier = (_folded(table[name]) for name in ("title", "buyer", "supplier"))
    names = title + "\n" + buyer
    keys = pd.DataFrame(
        {
            "counted": table["counted"].astype(bool),
            "id": ids.where(~own, number.fillna("") + "\n" + mark),
            "by": np.select([~own, number.notna()], [BY_ID, BY_NUMBER], BY_FACTS),
            "number": number,
            "title": title,
            "supplier": supplier,
            "start": start.where(table["start_date"].notna()),
            "number and title": number + "\n" + title,
            "all names": names + "\n" + supplier + "\n" + start.fillna(""),
            "names and supplier": names + "\n" + supplier,
            "names and start": names + "\n" + start.where(table["start_date"].notna()),
        }
    )
    return keys.set_axis(range(len(keys)))


def _folded(texts: "pd.Series[str]") -> "pd.Series[str]":
    """A text as it is compared: without regard to capitals and blanks; missing where there is none."""
    return texts.astype("str").str.casefold().str.replace(r"\s+", " ", regex=True).str.strip()


def _pairs(old: pd.DataFrame, new: pd.DataFrame) -> Iterator[tuple[int, int, str]]:
    """Positions of the two rows of a contract, and by what they are one."""
    for key, by in (
        ("id", BY_ID),
        ("number", BY_NUMBER),
        ("number and title", BY_NUMBER),
        ("all names", BY_NAMES),
        ("names and supplier", BY_NAMES),
        ("names and start", BY_NAMES),
    ):
        both = _alike(old, new, key)
        if key == "number":
            both = _agreeing(old, new, both)
        elif key.startswith("names"):
            both = [(a, b) for a, b in both if old["number"].isna()[a] or new["number"].isna()[b]]
        yield from ((a, b, str(old.at[a, "by"]) if by == BY_ID else by) for a, b in both)
        old, new = old.drop([a for a, _ in both]), new.drop([b for _, b in both])


def _alike(old: pd.DataFrame, new: pd.DataFrame, key: str) -> list[tuple[int, int]]:
    """Positions of rows that one key alone tells, in each of the tables."""
    sides = [side[key].dropna() for side in (old, new)]
    once = [side[~side.duplicated(keep=False)] for side in sides]
    places = [pd.Series(side.index, index=side.to_numpy(), dtype="int64") for side in once]
    joined = pd.concat(places, axis=1, join="inner")
    return list(joined.itertuples(index=False, name=None))


def _agreeing(old: pd.DataFrame, new: pd.DataFrame, both: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs of rows that share their title, their supplier or their first day; what neither states is not shared."""
    before, after = old.loc[[a for a, _ in both]], new.loc[[b for _, b in both]]
    shared = np.zeros(len(both), dtype=bool)
    for name in ("title", "supplier", "start"):
        shared |= before[name].fillna("").to_numpy() == after[name].fillna("\n").to_numpy()
    return [each for each, agrees in zip(both, shared.tolist(), strict=True) if agrees]


def _alone(
    what: str, side: str, keys: pd.DataFrame, found: pd.DataFrame, others: pd.DataFrame, their_keys: pd.DataFrame
) -> pd.DataFrame:
    """Contracts that count in one table alone, with why they do not in the other, where it has them."""
    there = keys[keys["counted"] & ~keys.index.isin(found[side])]
    rows = pd.DataFrame({"before": _NONE, "after": _NONE, "what": what, "by": "", "uncounted": ""}, index=there.index)
    rows[side] = there.index
    rows["facts"] = [()] * len(rows)
    for here, other, _ in _pairs(there, their_keys[~their_keys["counted"]]):
        rows.at[here, "uncounted"] = str(others["not_counted_reason"].iloc[other])
    return rows


def _facts_that_differ(before: pd.DataFrame, after: pd.DataFrame, pairs: pd.DataFrame) -> list[tuple[str, ...]]:
    """Names of the facts that differ between the two rows of each contract."""
    differ = {
        name: _differs(name, before[name].iloc[pairs["before"]], after[name].iloc[pairs["after"]]) for name in FACTS
    }
    return [tuple(name for name in FACTS if differ[name][place]) for place in range(len(pairs))]


def _differs(name: str, before: "pd.Series", after: "pd.Series") -> np.ndarray:
    """Whether a fact differs, row by row: what is known of one row alone differs, what is known of neither does not."""
    known = before.notna().to_numpy(), after.notna().to_numpy()
    kind = BY_NAME[name].kind
    if kind is Kind.POUNDS:
        other = np.abs(before.to_numpy(dtype=float) - after.to_numpy(dtype=float)) > _PENNY
    elif kind is Kind.DATE:
        other = before.to_numpy() != after.to_numpy()
    else:
        other = _folded(before).fillna("").to_numpy() != _folded(after).fillna("").to_numpy()
    return np.where(known[0] & known[1], other, known[0] != known[1])
