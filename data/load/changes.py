"""Two tables of contracts held against each other: which are new, which are gone, and which facts of others changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.model.money import UNUSABLE
from policy.contracts import BY_NAME, Kind

ADDED, GONE, CHANGED, SAME = "added", "gone", "changed", "same"
BY_ID, BY_NUMBER, BY_FACTS, BY_NAMES, BY_TERMS = "id", "number", "facts", "names", "terms"
"""By what two rows are one contract: a published id; a register's own number; names, amount and days; names alone; all
of these but the title."""
FACTS = (
    "title", "buyer", "supplier", "service", "instrument", "stage", "start_date", "end_date", "latest_end_date",
    "value_gbp", "annual_gbp", "value_quality",
)  # fmt: skip
"""Columns that are held against each other; all others follow from these, or say where a row was read."""
NO_SPEND = ("ceiling", *UNUSABLE)
"""Kinds of value that are in no sum of spend."""
_NAMES = ("title", "supplier", "start")
_OF_A_PART = ("names and supplier", "names and start", "terms")
_NONE = -1


@dataclass(frozen=True)
class Changes:
    """The contracts of two tables, each once, in the order of the later table and then those that are gone.

    `rows` has `what`; `by`, "" where there is no other row; the positions `before` and `after` in the two tables, -1
    for none; `facts`, the columns of FACTS that differ; and `uncounted`, for a contract that counts in one table alone
    although the other has it, why it does not count there. `moved` says that contracts alike bear other numbers.
    """

    before: pd.DataFrame
    after: pd.DataFrame
    rows: pd.DataFrame
    moved: bool

    def of(self, what: str) -> pd.DataFrame:
        """Return the contracts that are new, gone, changed or the same."""
        return self.rows[self.rows["what"] == what]


def changes(before: pd.DataFrame, after: pd.DataFrame) -> Changes:
    """Hold an earlier contracts table against a later one; contracts that do not count are in neither.

    Two rows are one contract where they have the same id, as published notices have, or, in a register of one's own,
    the same number and all facts the same. Then where title, buyer, supplier and first day are the same. Then where
    they have the same number and share their title, their supplier or their first day: a number alone may be that of
    the row, and two of the three are asked for where contracts alike in all names bear other numbers. Then, unless each
    has a number of its own, where title and buyer and one of supplier and first day are the same, or all but the title.
    A key that several rows of one table bear tells none of them.
    """
    old, new = _keys(before), _keys(after)
    counted = _telling(old[old["counted"]]), _telling(new[new["counted"]])
    moved = _moved(*counted)
    found = pd.DataFrame(list(_pairs(*counted, moved)), columns=["before", "after", "by"])
    differ = _facts_that_differ(before, after, found)
    found["what"] = [CHANGED if facts else SAME for facts in differ]
    found["facts"], found["uncounted"] = differ, ""
    alone = [keys[~keys.index.isin(found[side])] for keys, side in zip(counted, ("before", "after"), strict=True)]
    rows = pd.concat(
        [
            found,
            _alone(ADDED, "after", alone[1], _why_not(alone[1], old[~old["counted"]], before, moved)),
            _alone(GONE, "before", alone[0], _why_not(alone[0], new[~new["counted"]], after, moved)),
        ],
        ignore_index=True,
    )
    rows["order"] = np.where(rows["after"] == _NONE, len(after) + rows["before"], rows["after"])
    columns = ["what", "by", "before", "after", "facts", "uncounted"]
    rows = rows.sort_values("order", kind="stable").reindex(columns=columns).reset_index(drop=True)
    return Changes(before, after, rows, moved)


def _keys(table: pd.DataFrame) -> pd.DataFrame:
    """By what the rows of a table are known, a row each at its position; missing where a row does not have it."""
    ids, source = table["contract_id"].astype("str"), table["source"].astype("str")
    begun, mark = ids.str.rpartition("/")[0], ids.str.rpartition("/")[2]
    own = table["source_row"].notna()
    number = _folded(begun.where(own & (begun != source)))
    number = number.str.replace(r"^0+(?=\d+$)", "", regex=True)  # a spreadsheet takes them away
    title, buyer, supplier = (_folded(table[name]) for name in ("title", "buyer", "supplier"))
    start, end = (table[name].astype("str").where(table[name].notna()) for name in ("start_date", "end_date"))
    names = title + "\n" + buyer.fillna("")
    told = supplier.notna() | start.notna()
    every = (names + "\n" + supplier.fillna("") + "\n" + start.fillna("")).where(told)
    amount = table["value_gbp"].fillna(table["annual_gbp"]).round(2)
    worth = amount.astype("str").where(amount.notna())
    keys = pd.DataFrame(
        {
            "counted": table["counted"].astype(bool),
            "id": ids.where(~own, number.fillna("") + "\n" + mark),
            "by": np.select([~own, number.notna()], [BY_ID, BY_NUMBER], BY_FACTS),
            "number": number,
            "title": title,
            "supplier": supplier,
            "start": start,
            "number and names": number + "\n" + every,
            "number and title": number + "\n" + title,
            "all names": every,
            "names and supplier": names + "\n" + supplier,
            "names and start": names + "\n" + start,
            "terms": buyer.fillna("") + "\n" + supplier + "\n" + start + "\n" + end + "\n" + worth,
        }
    )
    return keys.set_axis(range(len(keys)))


def _folded(texts: "pd.Series[str]") -> "pd.Series[str]":
    """A text as it is compared: without regard to capitals and blanks; missing where there is none."""
    known = {text: " ".join(str(text).casefold().split()) for text in texts.dropna().unique()}
    return pd.Series([known.get(text) for text in texts], texts.index, dtype="str")


def _telling(keys: pd.DataFrame) -> pd.DataFrame:
    """Some rows without the keys of a part of what is known that several bear, even where others tell all but one."""
    once = {name: keys[name].where(~keys[name].duplicated(keep=False)) for name in _OF_A_PART}
    return keys.assign(**once)


def _moved(old: pd.DataFrame, new: pd.DataFrame) -> bool:
    """Whether contracts alike in all names bear other numbers, as where a number is that of the row."""
    both = _alike(old, new, "all names")
    before, after = old["number"].loc[both["before"]].to_numpy(), new["number"].loc[both["after"]].to_numpy()
    return bool((~pd.isna(before) & ~pd.isna(after) & (before != after)).any())


def _pairs(old: pd.DataFrame, new: pd.DataFrame, moved: bool) -> Iterator[tuple[int, int, str]]:
    """Positions of the two rows of a contract, and by what they are one."""
    for key, by in (
        ("id", BY_ID),
        ("number and names", BY_NUMBER),
        ("all names", BY_NAMES),
        ("number", BY_NUMBER),
        ("number and title", BY_NUMBER),
        *zip(_OF_A_PART, (BY_NAMES, BY_NAMES, BY_TERMS), strict=True),
    ):
        both = _alike(old, new, key)
        before, after = old.loc[both["before"]], new.loc[both["after"]]
        stands = np.ones(len(both), dtype=bool)
        if by == BY_NUMBER:
            stands = _shared(before, after) > (1 if moved else 0)
        elif key in _OF_A_PART and not moved:
            stands = before["number"].isna().to_numpy() | after["number"].isna().to_numpy()
        both, before = both[stands], before[stands]
        yield from zip(both["before"], both["after"], before["by"] if by == BY_ID else [by] * len(both), strict=True)
        old, new = old.drop(both["before"]), new.drop(both["after"])


def _alike(old: pd.DataFrame, new: pd.DataFrame, key: str) -> pd.DataFrame:
    """Positions `before` and `after` of rows that one key alone tells in each of the tables."""
    sides = [side[key].dropna() for side in (old, new)]
    once = [side[~side.duplicated(keep=False)] for side in sides]
    places = [pd.Series(side.index, index=side.to_numpy(), dtype="int64") for side in once]
    return pd.concat(places, axis=1, join="inner", keys=["before", "after"]).reset_index(drop=True)


def _shared(before: pd.DataFrame, after: pd.DataFrame) -> np.ndarray:
    """How many of title, supplier and first day the rows of each pair share; what neither states is not shared."""
    return np.sum(
        [before[name].fillna("").to_numpy() == after[name].fillna("\n").to_numpy() for name in _NAMES], axis=0
    )


def _alone(what: str, side: str, keys: pd.DataFrame, uncounted: dict[int, str]) -> pd.DataFrame:
    """Contracts that count in one table alone, with why they do not in the other, where it has them."""
    rows = pd.DataFrame({"before": _NONE, "after": _NONE, "what": what, "by": "", "facts": ""}, index=keys.index)
    rows[side] = keys.index
    rows["facts"] = [()] * len(rows)
    return rows.assign(uncounted=[uncounted.get(place, "") for place in keys.index])


def _why_not(
    here: pd.DataFrame,
    there: pd.DataFrame,
    others: pd.DataFrame,
    moved: bool,
) -> dict[int, str]:
    """Say of contracts that count in one table, by position, why they do not count in the other that has them."""
    pairs = _pairs(here, there, moved)
    return {place: str(others["not_counted_reason"].iloc[other]) for place, other, _ in pairs}


def _facts_that_differ(before: pd.DataFrame, after: pd.DataFrame, pairs: pd.DataFrame) -> list[tuple[str, ...]]:
    """Names of the facts that differ between the two rows of each contract.

    What kind of value it is says more where it alone makes a value spend in one of the tables.
    """
    old, new = before.iloc[pairs["before"]], after.iloc[pairs["after"]]
    differ = {name: _differs(name, old[name], new[name]) for name in FACTS}
    spent = [side["value_quality"].isin(NO_SPEND).to_numpy() for side in (old, new)]
    differ["value_quality"] = (spent[0] != spent[1]) & ~differ["value_gbp"] & ~differ["instrument"]
    found: list[tuple[str, ...]] = [()] * len(pairs)
    some = np.logical_or.reduce(list(differ.values()))
    for place in np.flatnonzero(some).tolist():
        found[place] = tuple(name for name in FACTS if differ[name][place])
    return found


def _differs(name: str, before: "pd.Series", after: "pd.Series") -> np.ndarray:
    """Whether a fact differs, row by row: what is known of one row alone differs, what is known of neither does not."""
    known = before.notna().to_numpy(), after.notna().to_numpy()
    kind = BY_NAME[name].kind
    if kind is Kind.POUNDS:  # in whole pence, as they are added up
        other = np.round(100 * before.to_numpy(dtype=float)) != np.round(100 * after.to_numpy(dtype=float))
    elif kind is Kind.DATE:
        other = before.to_numpy() != after.to_numpy()
    else:
        other = _folded(before).fillna("").to_numpy() != _folded(after).fillna("").to_numpy()
    return np.where(known[0] & known[1], other, known[0] != known[1])
