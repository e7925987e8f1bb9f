"""A contract counts once: later notices replace earlier ones, and a contract published again is one contract.

Every row stays in the table. A row that is not counted names the row that stands for it, so each merge can be undone.
"""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.model.companies import LINE
from data.model.notice import AwardStatus, is_of_one_register
from data.table.rows.keys import NONE, numbers

REPLACED = "replaced by a later notice of the same award: "
PUBLISHED_AGAIN = "published again as "
AWARDED = "the plan led to an award: "
CHANGES = "a notice that changes, ends or reports on "
CHANGES_UNKNOWN = CHANGES + "a contract whose award notice is not in this table"
CANCELLED_LATER = "cancelled by a later notice: "
CANCELLED = "the award or the procurement was cancelled"

_NUMBERS_FROM = 32
"""Bits below which a group is split by descriptions, and from which by a register's own numbers."""

_OF_NUMBERS = ("key_award", "key_award_number", "key_contract_number")

Numbers = np.ndarray[Any, Any]
Mask = np.ndarray[Any, np.dtype[np.bool_]]


def count_once(keys: pd.DataFrame) -> pd.DataFrame:
    """Decide for every row whether it is counted, and if not, which row stands for it; the order of rows is no matter.

    Args:
        keys: a row for each notice of an award: `contract_id`, `stage`, the columns `KEYS` of `rows/keys.py`
            (hashes as int64, 0 for no text), and `description_words`, which is "" except where rows that share
            `key_same` are described differently. No two rows have one `key_identity`.

    Returns:
        A row for each row of `keys`, in its order:

        - `contract_id`: unique, that of the award for the row that stands, with the notice's id for others.
        - `stage`: "superseded" where a later notice ended the contract, else as given.
        - `counted`, `not_counted_reason` (None for a counted row, else with the id of the row that stands for it).
        - `amends`: the place of the contract that a later change notice is about, -1 for any other row.
        - `updated_by`: the place of the row that stands for an earlier notice of its award, -1 for any other row.
        - `rank`: the row's place in time, 0 for the earliest.
    """
    merger = _Merger(keys.reset_index(drop=True))
    merger.replace_earlier_notices()
    merger.let_cancelled_awards_end_their_contracts()
    merger.let_contracts_stand_for_awards()
    merger.let_awards_stand_for_intentions()
    merger.let_modifications_stand_for_their_contracts()
    merger.let_awards_stand_for_plans()
    merger.let_withdrawals_end_plans()
    merger.let_procurements_stand_for_plans_they_follow()
    merger.merge_same(merger.same_here())
    merger.leave_out_what_edits_no_longer_list()
    merger.merge_edited()
    merger.merge_same(merger.same_of_one_buyer())
    merger.follow_amendments()
    return merger.decisions()


def with_numbers_alike(keys: pd.DataFrame) -> pd.DataFrame:
    """Return keys by which the awards 01 and 1, or A and a, of a process are one, as are its contracts.

    In a process of which one notice tells of both they are two, and stay so.

    Args:
        keys: `KEYS` of `rows/keys.py`, with those of numbers without the noughts before them and without capitals,
            which are left out of what is given.
    """
    written, exact = keys["key_award_bare"] != NONE, keys.drop(columns=[f"{name}_bare" for name in _OF_NUMBERS])
    if not written.any():
        return exact
    of_both = keys["key_process"].isin(keys["key_process"][written])
    bare = {name: keys[name].where(~written, keys[f"{name}_bare"]) for name in _OF_NUMBERS}
    two = np.zeros(len(keys), dtype=bool)
    for name in ("key_award_number", "key_contract_number"):
        numbered = of_both & (keys[name] != NONE)
        told = keys.loc[numbered, ["key_process", "release_id", "published"]].assign(bare=bare[name], exact=keys[name])
        once = told.drop_duplicates()
        two |= keys["key_process"].isin(once["key_process"][once.drop(columns="exact").duplicated()]).to_numpy()
    return exact.assign(**{name: keys[name].where(two, bare[name]) for name in _OF_NUMBERS})


class _Merger:
    """Union of duplicate rows: for each row, the row that represents it (itself at first), and the reason."""

    def __init__(self, keys: pd.DataFrame) -> None:
        self.keys = keys
        count = len(keys)
        self._rank = _rank(keys)
        self._by_rank = np.empty(count, dtype=np.int64)
        self._by_rank[self._rank] = np.arange(count)
        self._representative = np.arange(count)
        self._award = _award_keys(keys)
        self._reasons = np.full(count, "", dtype=object)
        self._ended = np.zeros(count, dtype=bool)
        self._amends = np.full(count, -1, dtype=np.int64)
        self._status = keys["status"].to_numpy(dtype=str)
        self._partial = keys["is_partial"].to_numpy(dtype=bool)  # tells of a change, an end or a report, not an award
        self._withdrawn = self._status == AwardStatus.WITHDRAWN
        self._cancelled = (self._status == AwardStatus.CANCELLED) | self._withdrawn
        self._planned = ~self._partial & (self._status == AwardStatus.PLANNED)

    @property
    def _standing(self) -> Mask:
        """Rows that represent themselves."""
        return np.asarray(self._representative == np.arange(len(self._representative)))

    @property
    def _live(self) -> Mask:
        """Rows that stand and tell of an award in force."""
        return self._standing & ~self._partial & ~self._planned & ~self._cancelled

    def replace_earlier_notices(self) -> None:
        """A later notice of the same award (UK5, UK6, UK7, an update) stands for the earlier ones."""
        self._merge(self._award, ~self._partial, REPLACED)

    def let_cancelled_awards_end_their_contracts(self) -> None:
        """A later notice that cancels an award of several contracts, by its number alone, stands for each of them."""
        award, contract = _numbers(self.keys)
        cancelled = self._standing & self._cancelled & ~self._partial & (award != NONE) & (contract == NONE)
        self._end(np.flatnonzero(self._live & (award != NONE) & (contract != NONE)), award, cancelled)

    def let_contracts_stand_for_awards(self) -> None:
        """The latest of several contracts of an award stands for the notice of the award, which has no contract yet."""
        award, contract = _numbers(self.keys)
        latest = self._latest_by(award, self._live & (award != NONE) & (contract != NONE))
        awarded = np.flatnonzero(self._live & (award != NONE) & (contract == NONE))
        self._point(awarded, award[awarded], latest, REPLACED)

    def let_awards_stand_for_intentions(self) -> None:
        """The latest award to the same suppliers in a process stands for the earlier notice that intends it.

        So does one that was given up, where none is in force: an intention ends with what came of it. Several that one
        notice announces to the same suppliers cannot be told apart by it.
        """
        held = self.keys["key_held"].to_numpy()
        intends = self.keys["is_intention"].to_numpy(dtype=bool)
        live = self._live & (held != NONE)
        self._end(np.flatnonzero(live & intends), held, live & ~intends, REPLACED)
        given_up = self._standing & self._cancelled & ~self._partial & (held != NONE)
        alone = ~self.keys[["key_held", "release_id", "published", "is_intention"]].duplicated(keep=False).to_numpy()
        self._end(np.flatnonzero(self._live & (held != NONE) & intends & alone), held, given_up)

    def let_modifications_stand_for_their_contracts(self) -> None:
        """The latest modification of the older regime stands for its contract, where no other may be meant.

        Several contracts of one supplier, signed on one day, cannot be told apart by what a modification states.
        """
        rows = self.keys[self._live & (self.keys["key_modified"] != NONE)]
        if not rows["is_modification"].any():
            return
        key, modifies = rows["key_modified"], rows["is_modification"]
        side_by_side = key[rows[["key_modified", "release_id", "published"]].duplicated()]
        original = key[~modifies]
        unsure = key.isin(side_by_side) | key.isin(original[original.duplicated()])
        modified = key[key.isin(key[modifies]) & ~unsure]
        self._merge(modified.reindex(self.keys.index, fill_value=NONE).to_numpy(), self._live, REPLACED)

    def let_awards_stand_for_plans(self) -> None:
        """The latest award of a process stands for its plan."""
        process = self.keys["key_process"].to_numpy()
        latest = self._latest_by(process, self._live & (process != NONE))
        plans = np.flatnonzero(self._planned & self._standing)
        self._point(plans, process[plans], latest, AWARDED)

    def let_withdrawals_end_plans(self) -> None:
        """A later notice that ends the procurement (UK12) stands for its plan."""
        process = self.keys["key_process"].to_numpy()
        withdrawn = self._standing & self._withdrawn & (process != NONE)
        self._end(np.flatnonzero(self._planned & self._standing), process, withdrawn)

    def let_procurements_stand_for_plans_they_follow(self) -> None:
        """The latest award, else plan, of a procurement that follows on from another stands for the plan of that one.

        Only a later notice does, so that two procurements that name each other do not stand for one another.
        """
        follows = self.keys["follows"].dropna().str.split(LINE).explode()
        if follows.empty:
            return
        process = self.keys["key_process"].to_numpy()
        followed = pd.Series(numbers(follows), index=follows.index)
        for among, reason in ((self._live, AWARDED), (self._planned & self._standing, PUBLISHED_AGAIN)):
            named = followed[among[followed.index]]
            by_rank = named.iloc[np.argsort(self._rank[named.index])]
            latest = pd.Series(by_rank.index, index=by_rank.to_numpy())
            latest = latest[~latest.index.duplicated(keep="last")]
            plans = np.flatnonzero(self._planned & self._standing & np.isin(process, latest.index))
            later = self._rank[latest[process[plans]].to_numpy(dtype=np.int64)] > self._rank[plans]
            self._point(plans[later], process[plans[later]], latest, reason)

    def merge_same(self, group: Numbers) -> None:
        """The latest of several publications of one contract stands for the others."""
        self._merge(group, self._live, PUBLISHED_AGAIN)

    def same_here(self) -> Numbers:
        """Return `key_same_here`, with the buyer where several bear one number that each register may give anew."""
        group, buyer = self.keys["key_same_here"], self.keys["key_buyer"]
        own = self.keys[self.keys["is_numbered"] & (group != NONE) & (buyer != NONE) & group.duplicated(keep=False)]
        several = own["key_buyer"].groupby(group).transform("nunique") > 1
        apart = own.index[several & own["release_id"].map(is_of_one_register).astype(bool)]
        return (group ^ buyer.where(buyer.index.isin(apart), 0)).to_numpy()

    def leave_out_what_edits_no_longer_list(self) -> None:
        """The latest edit of a notice of Contracts Finder lists all awards, and stands for those it lists no more.

        One that lists none in force ends what the edits before it list, whatever the numbers of their awards.
        """
        notice = self.keys["key_notice"].to_numpy()
        cancelled = self._standing & self._cancelled & ~self._partial
        rows = self.keys[(self._live | cancelled) & (notice != NONE)]
        if rows.empty:
            return
        latest = rows.groupby("key_notice")["published"].transform("max") == rows["published"]
        in_latest_edit = np.isin(np.arange(len(notice)), rows.index[latest])
        earlier = rows.index[~latest].to_numpy()
        for standing, reason in ((self._live, PUBLISHED_AGAIN), (cancelled, CANCELLED_LATER)):
            self._end(earlier[self._live[earlier]], notice, in_latest_edit & standing, reason)

    def merge_edited(self) -> None:
        """The latest edit of a notice of Contracts Finder stands for the earlier, whatever value and end it states.

        Awards that one edit lists side by side are contracts of their own.
        """
        edited = self.keys["key_edited"]
        one_edit = self.keys[["key_edited", "release_id", "published"]]
        side_by_side = edited[one_edit.duplicated() & (edited != NONE)]
        self._merge(edited.where(~edited.isin(side_by_side), NONE).to_numpy(), self._live, PUBLISHED_AGAIN)

    def same_of_one_buyer(self) -> Numbers:
        """Return a number for each row, equal for rows that tell of one contract of one buyer; 0 for none.

        It is the XOR of two hashes, as `KEYS` in rows/keys.py explains. A portal named as buyer may stand for any
        buyer, since it put its own name in the buyer's place: in a group with a portal the buyer is left out.
        """
        same = self.keys["key_same"].where(self._live, NONE)
        by_portal = self.keys["is_portal"].where(self._live, other=False).groupby(same).transform("any")
        group = (same ^ self.keys["key_buyer"].where(~by_portal, 0)).where(same != NONE, NONE)
        group = _own_numbers(group, self.keys)
        return _same_words(group.to_numpy(), self.keys["description_words"].to_numpy(dtype=object))

    def follow_amendments(self) -> None:
        """Let each change notice be represented by its contract; note which are later than it, and which end it.

        One that tells when the contract was over tells it too where a later edit of its notice calls it over alone.
        """
        award = self._award
        bases = ~self._partial & (self._standing | (self._reasons == PUBLISHED_AGAIN))
        changes = np.flatnonzero(self._partial)
        self._reasons[changes] = CHANGES_UNKNOWN
        pointed = self._point(changes, award[changes], self._latest_by(award, bases), CHANGES)
        contract, ended = self._representative[pointed], self._status == AwardStatus.ENDED
        later = pointed[(self._rank[pointed] > self._rank[contract]) | (ended[pointed] & ended[contract])]
        self._amends[later] = self._representative[later]
        self._ended[self._representative[later[ended[later]]]] = True

    def _merge(self, group: Numbers, among: Mask, reason: str) -> None:
        """Let the latest row of each group represent the others.

        Args:
            group: a number for each row, 0 for none.
            among: the rows that take part.
            reason: why the others are not counted; the id of the latest row is added to it.
        """
        rows = np.flatnonzero(among & (group != NONE))
        latest = self._latest(group[rows], rows)
        merged = latest != rows
        self._representative[rows[merged]] = latest[merged]
        self._reasons[rows[merged]] = reason

    def _latest(self, group: Numbers, rows: Numbers) -> Numbers:
        """Return, for each of `rows`, the latest row of its group; `group` is as long as `rows`."""
        ranks = pd.Series(self._rank[rows]).groupby(group, sort=False).transform("max")
        return np.asarray(self._by_rank[ranks.to_numpy(dtype=np.int64)])

    def _latest_by(self, group: Numbers, among: Mask) -> pd.Series:
        """Return the latest row of each group among some rows, indexed by group."""
        rows = np.flatnonzero(among)
        latest = pd.Series(self._latest(group[rows], rows), index=group[rows])
        return latest[~latest.index.duplicated()]

    def _point(self, rows: Numbers, group: Numbers, latest: pd.Series, reason: str) -> Numbers:
        """Let `latest` of its group represent each of `rows`; return the rows whose group has one."""
        representatives = pd.Series(group, index=rows).map(latest).dropna().astype(np.int64)
        pointed = representatives.index.to_numpy()
        self._representative[pointed] = representatives.to_numpy()
        self._reasons[pointed] = reason
        return pointed

    def _end(self, rows: Numbers, group: Numbers, ending: Mask, reason: str = CANCELLED_LATER) -> None:
        """Let the latest of `ending` in its group represent each of `rows` that is earlier."""
        if not len(rows) or not ending.any():
            return
        latest = self._latest_by(group, ending)
        ends_it = pd.Series(group[rows], index=rows).map(latest).dropna().astype(np.int64)
        ended = ends_it.index.to_numpy()
        earlier = ended[self._rank[ends_it.to_numpy()] > self._rank[ended]]
        self._point(earlier, group[earlier], latest, reason)

    def decisions(self) -> pd.DataFrame:
        """Return the decisions, each reason with the id of the row that stands in the end."""
        final = _resolved(self._representative)
        merged = ~self._standing
        ids = _ids(self.keys, np.lexsort((-self._rank, ~self._standing | self._partial)))
        cancelled_later = merged & self._cancelled[final] & (self._reasons == REPLACED)
        reasons = np.where(cancelled_later, CANCELLED_LATER, self._reasons)
        reasons = np.where(merged, reasons + ids[final], np.where(self._cancelled, CANCELLED, reasons))
        counted = ~merged & ~self._partial & ~self._cancelled
        self._ended[final[self._ended]] = True
        stage = np.where(self._ended, "superseded", self.keys["stage"].to_numpy(dtype=object))
        reasons[counted] = None
        amends = np.where(self._amends < 0, -1, final[self._amends])
        return pd.DataFrame(
            {
                "contract_id": ids,
                "stage": stage,
                "counted": counted,
                "not_counted_reason": reasons,
                "amends": amends,
                "updated_by": np.where(self._reasons == REPLACED, final, -1),
                "rank": self._rank,
            }
        )


def _rank(keys: pd.DataFrame) -> Numbers:
    """Return the place of each row in time; ties go by the text of the ids, never by the order of reading."""
    rank = np.empty(len(keys), dtype=np.int64)
    rank[ordered(keys, "published", "release_id", "contract_id", "key_identity")] = np.arange(len(keys))
    return rank


def ordered(frame: pd.DataFrame, *columns: str) -> Numbers:
    """Return the places of rows in the order of columns, the first that counts first; equal rows stay as they are."""
    table = pa.Table.from_pandas(frame[[*columns]], preserve_index=False)
    return np.asarray(pc.sort_indices(table, [(column, "ascending") for column in columns]))


def _numbers(keys: pd.DataFrame) -> tuple[Numbers, Numbers]:
    return keys["key_award_number"].to_numpy(), keys["key_contract_number"].to_numpy()


def _award_keys(keys: pd.DataFrame) -> Numbers:
    """Return `key_award`, the same for notices of which one states the number of the award or of the contract alone.

    An award is published before its contract is signed, and a contract may be changed by its own number alone. Which is
    meant is known where the number occurs with one other. An award with several contracts is none of them, and so has a
    key of its own, lest the contract that bears the award's number be taken for it.
    """
    award, contract = _numbers(keys)
    key = keys["key_award"].to_numpy().copy()
    both = (award != NONE) & (contract != NONE)
    for number in (award, contract):
        pairs = pd.DataFrame({"number": number[both], "key": key[both]}).drop_duplicates()
        known = pairs[~pairs["number"].duplicated(keep=False)].set_index("number")["key"]
        place = known.index.get_indexer(pd.Index(number))  # a map with gaps would round the keys to floats
        key[place >= 0] = known.to_numpy()[place[place >= 0]]
    contracts = pd.DataFrame({"award": award[both], "contract": contract[both]}).drop_duplicates()
    several = contracts["award"][contracts["award"].duplicated()]
    of_several = (contract == NONE) & np.isin(award, several)
    key[of_several] = ~key[of_several]
    return key


def _own_numbers(group: pd.Series, keys: pd.DataFrame) -> pd.Series:
    """Split groups by the numbers that one register gives its contracts: another number is another contract.

    So is another lot of one number: rows of one number and lot were merged before (`key_same_here`).

    The n-th number of a register in a group changes the group's number, and leaves the first as it was, so that it may
    stand for a published notice of the same contract. Rows of one register bear one `source`.
    """
    numbered = keys["is_numbered"].to_numpy(dtype=bool) & (group != NONE).to_numpy()
    if not numbered.any():
        return group
    own = pd.DataFrame({"group": group, "source": keys["source"]})[numbered]
    own = own[own["group"].duplicated(keep=False)]  # a row alone in its group leaves it as it was
    own["number"] = keys.loc[own.index].groupby(["release_id", "key_award"]).ngroup()
    place = own.groupby(["group", "source"], dropna=False)["number"].rank(method="dense").astype(np.int64) - 1
    return group.where(~numbered, group ^ (place.reindex(group.index, fill_value=0) * 2**_NUMBERS_FROM))


def _same_words(group: Numbers, words: Numbers) -> Numbers:
    """Split groups whose descriptions differ: one school route is not another at the same price.

    A row stays with a longer description that contains its own, since a later notice adds to it. The n-th description
    of a group gives the group's number XOR n, which leaves the first as it was.
    """
    rows = np.flatnonzero((group != NONE) & (words != ""))
    fullest: dict[int, list[str]] = {}
    split = group.copy()
    for row in sorted(rows, key=lambda row: (-len(words[row]), words[row])):
        texts = fullest.setdefault(int(group[row]), [])
        place = next((at for at, text in enumerate(texts) if words[row] in text), len(texts))
        if place == len(texts):
            texts.append(words[row])
        split[row] = group[row] ^ place
    return split


def _resolved(representative: Numbers) -> Numbers:
    """Follow each row to the row that represents it in the end: what replaces it may be replaced itself."""
    while not np.array_equal(representative, representative[representative]):
        representative = representative[representative]
    return representative


def _ids(keys: pd.DataFrame, order: Numbers) -> Numbers:
    """Return an id of its own for each row: the contract's for the first in order, with the notice's for later ones."""
    ids = keys["contract_id"].to_numpy(dtype=object).copy()
    later = order[pd.Series(ids[order]).duplicated().to_numpy()]
    ids[later] = ids[later] + "@" + keys["release_id"].to_numpy(dtype=object)[later]
    alike = order[pd.Series(ids[order]).duplicated(keep=False).to_numpy()]
    numbers = pd.Series(ids[alike]).groupby(ids[alike], sort=False).cumcount() + 1
    ids[alike] = [name if number == 1 else f"{name}~{number}" for name, number in zip(ids[alike], numbers, strict=True)]
    return ids
