"""A contract counts once: later notices replace earlier ones, and a contract published again is one contract.

Every row stays in the table. A row that is not counted names the row that stands for it, so each merge can be undone.
"""

import numpy as np
import pandas as pd

from data.part import NONE

REPLACED = "replaced by a later notice of the same award: "
PUBLISHED_AGAIN = "published again as "
AWARDED = "the plan led to an award: "
CHANGES = "a notice that changes, ends or reports on "
CHANGES_UNKNOWN = CHANGES + "a contract whose award notice is not in this table"
CANCELLED_LATER = "cancelled by a later notice: "
CANCELLED = "the award or the procurement was cancelled"
_ENDED, _PLANNED, _CANCELLED = "ended", "planned", "cancelled"


def decide(keys: pd.DataFrame) -> pd.DataFrame:
    """Return contract_id, stage, counted and not_counted_reason for rows with the keys of `data/part.py`.

    Rows must not repeat `key_identity`. The answer does not depend on their order.
    """
    frame = keys.reset_index(drop=True)
    rank = _rank(frame)
    step, partial = frame["step"].to_numpy(dtype=str), frame["is_partial"].to_numpy(dtype=bool)
    dead = step == _CANCELLED
    planned = ~partial & (step == _PLANNED)

    stands, reasons = np.arange(len(frame)), np.full(len(frame), "", dtype=object)
    _merge(stands, reasons, frame["key_award"], ~partial, rank, REPLACED)
    live = ~partial & ~planned & ~dead
    _to_award(stands, reasons, frame["key_process"], planned & _self(stands), live & _self(stands), rank)
    _merge(stands, reasons, frame["key_same_here"], live & _self(stands), rank, PUBLISHED_AGAIN)
    _merge(stands, reasons, _same_buyer(frame, live & _self(stands)), live & _self(stands), rank, PUBLISHED_AGAIN)
    ended = _follow(stands, reasons, frame["key_award"], partial, ~partial, rank, step)
    stands = _resolved(stands)
    return _answer(frame, stands, reasons, partial, dead, ended)


def _rank(frame: pd.DataFrame) -> np.ndarray:
    """Return the place of each row in time; ties go by the text of the ids, never by the order of reading."""
    order = frame.sort_values(["published", "release_id", "contract_id", "key_identity"], kind="stable").index
    rank = np.empty(len(frame), dtype=np.int64)
    rank[order.to_numpy()] = np.arange(len(frame))
    return rank


def _self(stands: np.ndarray) -> np.ndarray:
    return stands == np.arange(len(stands))


def _merge(
    stands: np.ndarray, reasons: np.ndarray, group: pd.Series, among: np.ndarray, rank: np.ndarray, reason: str
) -> None:
    """Let the latest row of each group stand for the others."""
    rows = np.flatnonzero(among & (group.to_numpy() != NONE))
    latest = _latest(group.to_numpy()[rows], rows, rank)
    merged = latest != rows
    stands[rows[merged]] = latest[merged]
    reasons[rows[merged]] = reason


def _latest(group: np.ndarray, rows: np.ndarray, rank: np.ndarray) -> np.ndarray:
    """Return, for each row, the latest row of its group."""
    at = pd.Series(rank[rows]).groupby(group, sort=False).transform("max").to_numpy(dtype=np.int64)
    by_rank = np.empty(len(rank), dtype=np.int64)
    by_rank[rank] = np.arange(len(rank))
    return by_rank[at]


def _to_award(
    stands: np.ndarray, reasons: np.ndarray, process: pd.Series, plans: np.ndarray, awards: np.ndarray, rank: np.ndarray
) -> None:
    """Let the latest award of a process stand for its plan."""
    rows = np.flatnonzero(awards)
    latest = pd.Series(_latest(process.to_numpy()[rows], rows, rank), index=process.to_numpy()[rows])
    found = process[plans].map(latest[~latest.index.duplicated()])
    found = found[found.notna()]
    stands[found.index] = found.to_numpy(dtype=np.int64)
    reasons[found.index] = AWARDED


def _same_buyer(frame: pd.DataFrame, among: np.ndarray) -> pd.Series:
    """Return the group of rows that tell of one contract of one buyer.

    A portal named as buyer stands for any buyer: it put its own name in the buyer's place.
    """
    same = frame["key_same"].where(among, NONE)
    by_portal = frame["is_portal"].where(among, other=False).groupby(same).transform("any")
    group = same ^ frame["key_buyer"].where(~by_portal, 0)
    return group.where(same != NONE, NONE)


def _follow(
    stands: np.ndarray, reasons: np.ndarray, award: pd.Series, partial: np.ndarray, whole: np.ndarray,
    rank: np.ndarray, step: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Point notices of change at the contract that they change; return the rows that one of them ends."""
    bases = np.flatnonzero(whole & _self(stands) | whole & (reasons == PUBLISHED_AGAIN))
    latest = pd.Series(_latest(award.to_numpy()[bases], bases, rank), index=award.to_numpy()[bases])
    found = award[partial].map(latest[~latest.index.duplicated()])
    reasons[np.flatnonzero(partial)] = CHANGES_UNKNOWN
    found = found[found.notna()].astype(np.int64)
    stands[found.index], reasons[found.index] = found.to_numpy(), CHANGES
    ended = np.zeros(len(stands), dtype=bool)
    ends = found[(step[found.index] == _ENDED) & (rank[found.index] > rank[found.to_numpy()])]
    ended[ends.to_numpy()] = True
    return ended


def _resolved(stands: np.ndarray) -> np.ndarray:
    """Follow each row to the row that stands in the end."""
    while not np.array_equal(stands, stands[stands]):
        stands = stands[stands]
    return stands


def _answer(
    frame: pd.DataFrame, stands: np.ndarray, reasons: np.ndarray, partial: np.ndarray, dead: np.ndarray, ended: np.ndarray
) -> pd.DataFrame:
    ids = _ids(frame, _self(stands) & ~partial)
    merged = ~_self(stands)
    text = np.where(merged, reasons + ids[stands], reasons)
    text = np.where(merged & dead[stands] & (reasons == REPLACED), CANCELLED_LATER + ids[stands], text)
    text = np.where(~merged & dead, CANCELLED, text)
    counted = ~merged & ~partial & ~dead
    ended |= np.isin(np.arange(len(stands)), stands[ended])
    stage = np.where(ended, "superseded", frame["stage"].to_numpy(dtype=object))
    return pd.DataFrame({"contract_id": ids, "stage": stage, "counted": counted,
                         "not_counted_reason": np.where(counted, None, text)})  # fmt: skip


def _ids(frame: pd.DataFrame, standing: np.ndarray) -> np.ndarray:
    """Return an id of its own for each row: the contract's id for the row that stands, with the notice's for others."""
    ids = frame["contract_id"].to_numpy(dtype=object).copy()
    order = np.lexsort((frame["key_identity"].to_numpy(), ~standing))
    later = order[pd.Series(ids[order]).duplicated().to_numpy()]
    ids[later] = ids[later] + "@" + frame["release_id"].to_numpy(dtype=object)[later]
    again = pd.Series(ids[order]).groupby(ids[order], sort=False).cumcount().to_numpy()
    ids[order[again > 0]] = ids[order[again > 0]] + np.char.add("~", (again[again > 0] + 1).astype(str)).astype(object)
    return ids
