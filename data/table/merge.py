"""From the rows of all pieces to one table: drop what was read twice, count each contract once, put in order.

Only the keys of all rows are in memory at once; the rows stay in the files of the cache, mapped from the disk, and are
taken from there a batch at a time when the table is written.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.classify.people import WITHHELD
from data.model.issues import CAUTION, LEFT_OUT, Issue, some
from data.model.money import CEILINGS
from data.model.notice import OF_ANOTHER_BUYER, PUBLISHERS
from data.model.notice_numbers import completeness
from data.model.service_table import services
from data.model.words import plain
from data.table import duplicates, shared_estimates, updates
from data.table.change_notices import CHANGES, ENDINGS, Change, ran_their_term
from data.table.rows.batches import REGISTER_ALONE, SCHEMA, TYPES
from data.table.rows.keys import KEYS, NONE, places_of
from data.table.value_spans import value_spans
from policy.contracts import BY_NAME, COLUMNS, SERVICE_COLUMNS

BATCH_ROWS = 16_384
_COMPARED = 400
_SEVERAL = 2
_DECIDED = ("contract_id", "stage", "counted", "not_counted_reason")
_WRITTEN = [*SCHEMA.names[: -len(KEYS)], "one_person", "of_notices"]
_ONE_SUM = ["key_buyer", "key_description", "value_gbp"]
_READ = ("contract_id", "ocid", "stage", "value_gbp", "published_date", "source")


@dataclass(frozen=True)
class Merged:
    """The contracts table before it is written: the rows of all pieces, their order, and what was decided about each.

    Rows are numbered over all tables, from 0. `order` holds these numbers in the order of the table, and `decided` has
    a row for each of them: what `duplicates.count_once` gives. `changes`, none where no notice changes a contract, and
    `carried_over` are indexed by them, and `shared_estimates` are some of them.
    `read_twice` is how many rows were the same notice again, `as_of` the day of the latest notice ("" for none),
    `origins` the publishers, `numbers` how complete the run of numbered notices is, in a sentence.
    """

    tables: list[pa.Table]
    order: np.ndarray
    decided: pd.DataFrame
    changes: list[tuple[Change, pd.DataFrame]]
    carried_over: updates.CarriedOver
    shared_estimates: np.ndarray
    read_twice: int
    issues: list[Issue]
    as_of: str
    origins: tuple[str, ...]
    numbers: str

    def batches(self) -> Iterator[pa.Table]:
        """Yield the contracts table in order, BATCH_ROWS at a time, categories as plain text; at least one batch."""
        known = _services_by_id()
        tables = [table.select(_WRITTEN) for table in self.tables]
        for start in range(0, max(len(self.order), 1), BATCH_ROWS):
            rows = self.order[start : start + BATCH_ROWS]
            taken = updates.with_carried_over(_take_rows(tables, rows), rows, self.carried_over)
            taken = shared_estimates.without_them(taken, rows, self.shared_estimates)
            for change, changed in self.changes:
                taken = change.put(taken, rows, changed)
            yield _with_decisions(taken, self.decided.iloc[start : start + BATCH_ROWS], known)


def merge(tables: list[pa.Table], sources: list[str]) -> Merged:
    """Decide over all rows at once which are counted.

    Args:
        tables: rows of pieces, each with the columns `SCHEMA`.
        sources: the name of the file that each table comes from, for the issues.
    """
    keys = _keys(tables, sources)
    keys = keys.sort_values(["key_identity", "from", "line"], kind="stable")
    repeats = keys[keys["key_identity"].duplicated()]
    keys = duplicates.with_numbers_alike(keys[~keys["key_identity"].duplicated()])
    keys["description_words"] = _description_words(tables, keys)
    decided = duplicates.count_once(keys)
    is_changed = (decided["amends"] >= 0).any()
    if is_changed:
        ran = _changed(tables, keys, decided, ENDINGS, ran_their_term)["contract"].to_numpy()
        decided.loc[ran, "stage"] = keys["stage"].to_numpy()[ran]
    carried = _carried_over(tables, keys, decided)
    shared = _shared_estimates(tables, keys, decided, carried)
    changes = [
        (change, _changed(tables, keys, decided, change.columns, change.find))
        for change in (CHANGES if is_changed else ())
    ]
    decided_counted = decided["counted"].to_numpy()
    decided["row"], decided["published"] = keys["row"].to_numpy(), keys["published"].to_numpy()
    decided = decided.iloc[duplicates.ordered(decided, "published", "contract_id")]
    days = keys["published_date"].dropna()
    row_numbers, run = keys["row"].to_numpy(), completeness(keys["release_id"].dropna().unique())
    return Merged(
        tables=tables,
        order=decided["row"].to_numpy(),
        decided=decided,
        changes=[(change, changed.set_index(row_numbers[changed["contract"]])) for change, changed in changes],
        carried_over=carried,
        shared_estimates=row_numbers[[one.place for one in shared]],
        read_twice=len(repeats),
        issues=[
            *_repeats(repeats),
            *_in_several_files(tables, keys[decided_counted]),
            *_of_several_buyers(keys[decided_counted]),
            *_of_one_sum(tables, keys[decided_counted]),
            *(issue for change, changed in changes for issue in change.issues(keys, changed)),
            *carried.issues(keys.set_index("row")),
            *shared_estimates.issues_of(keys, shared),
        ],
        as_of=days.max().isoformat() if len(days) else "",
        origins=tuple(sorted(keys["source"].dropna().unique())),
        numbers=run.sentence() if run else "",
    )


def _keys(tables: list[pa.Table], sources: list[str]) -> pd.DataFrame:
    wanted = [*_READ, *(field.name for field in KEYS)]
    every = [SCHEMA.empty_table(), *tables]
    frame = pa.concat_tables([table.select(wanted) for table in every]).to_pandas()
    frame["row"] = np.arange(len(frame))
    frame["from"] = np.repeat(sources, [len(table) for table in tables]) if tables else ""
    return frame


def _description_words(tables: list[pa.Table], keys: pd.DataFrame) -> pd.Series:
    """Return plain words of the descriptions, indexed as `keys`: only of rows that share `key_same` with a row that is
    described differently, "" for all others; the texts of all rows would take far more memory than their keys.
    """
    words = pd.Series("", index=keys.index, dtype=object)
    same = keys["key_same"].where(keys["key_same"] != NONE)
    alike = keys["row"][keys["key_description"].groupby(same).transform("nunique") > 1]
    if len(alike):
        texts = _take_rows([table.select(["description"]) for table in tables], alike.to_numpy())
        opened = [plain((text or "")[:_COMPARED]) for text in texts["description"].to_pylist()]
        words = pd.Series(opened, index=alike.index, dtype=object).reindex(keys.index, fill_value="")
    return words


def _changed(
    tables: list[pa.Table],
    keys: pd.DataFrame,
    decided: pd.DataFrame,
    columns: list[str],
    find: Callable[[pa.Table, np.ndarray, np.ndarray], pd.DataFrame],
) -> pd.DataFrame:
    """Return what `find` gives, of `change_notices`; only the columns of contracts with a change notice are read."""
    notices = decided.index[decided["amends"] >= 0].to_numpy()
    notices = notices[np.argsort(decided["rank"].to_numpy()[notices])]
    contracts = decided["amends"].to_numpy()[notices]
    rows = keys["row"].to_numpy()[np.concatenate([contracts, notices])]
    return find(_take_rows([table.select(columns) for table in tables], rows), contracts, notices)


def _carried_over(tables: list[pa.Table], keys: pd.DataFrame, decided: pd.DataFrame) -> updates.CarriedOver:
    """Return what `updates.carried_over` gives; only the rows of awards with several notices are read."""
    stands = decided["updated_by"].to_numpy()
    earlier = np.flatnonzero(stands >= 0)
    earlier = earlier[decided["counted"].to_numpy()[stands[earlier]]]
    if not len(earlier):
        return updates.NOTHING_CARRIED
    latest = np.unique(stands[earlier])
    places = np.concatenate([earlier, latest])
    places = places[np.argsort(decided["rank"].to_numpy()[places])]
    numbers = keys["row"].to_numpy()
    rows = _take_rows(
        [table.select([*updates.CARRIED_COLUMNS, "stage"]) for table in tables], numbers[places]
    ).to_pandas()
    standing = np.where(stands[places] >= 0, stands[places], places)
    return updates.carried_over(rows.assign(row=numbers[places], stands=numbers[standing]))


def _shared_estimates(
    tables: list[pa.Table], keys: pd.DataFrame, decided: pd.DataFrame, carried: updates.CarriedOver
) -> list[shared_estimates.Shared]:
    """Return the contracts that lose a value which they share; only rows of those that share an estimate are read."""
    totals = shared_estimates.shared_totals(keys, decided)
    if keys["estimate_of"].isna().all():
        return totals
    found = shared_estimates.processes_with_estimates(keys, decided)
    places = found.index[found["shares"]]
    rows = keys["row"].to_numpy()[places]
    columns = shared_estimates.WORTH
    worth = _take_rows([table.select(columns) for table in tables], rows).to_pandas().astype(object).set_axis(rows)
    for cells in carried.cells.values():
        worth.update(cells[cells.columns.intersection(columns)])
    return shared_estimates.shared_estimates(found, worth.set_axis(places)) + totals


def _repeats(rows: pd.DataFrame) -> list[Issue]:
    done = f"{LEFT_OUT}: the same notice counts once"
    return [
        Issue(*place, "id", release_id, "was read before", done)
        for place, release_id in zip(places_of(rows), rows["release_id"], strict=True)
    ]


def _in_several_files(tables: list[pa.Table], counted: pd.DataFrame) -> list[Issue]:
    """Say which contracts of registers of one's own count from two files, with other facts, as of two months.

    Known again by number, title and buyer, else by title, buyer, suppliers and first day, as from sheet to sheet.

    Args:
        tables: rows of pieces.
        counted: keys of the rows that are counted.
    """
    own = counted[~counted["source"].isin(PUBLISHERS)].sort_values(["from", "line"], kind="stable")
    if own["from"].nunique() < _SEVERAL:
        return []
    earlier = own.groupby([_told(tables, own), own["key_buyer"]])["from"].transform("first")
    again = own.assign(earlier=earlier)[earlier != own["from"]]
    held = zip(_places_by_number(again), again["earlier"], again["is_numbered"], strict=True)
    return [
        *(_counted_again(place, before, of_number) for place, before, of_number in held),
        *(
            Issue(name, None, "", "rows", "", _held_again(before, count), CAUTION)
            for (name, before), count in Counter(zip(again["from"], again["earlier"], strict=True)).items()
        ),
    ]


def _of_several_buyers(counted: pd.DataFrame) -> list[Issue]:
    """Say which contracts count beside one of another buyer that has the same number and is alike in all else."""
    same = counted["key_same_here"].where(counted["is_numbered"] & (counted["key_same_here"] != NONE))
    rows = counted.assign(same=same).dropna(subset="same").sort_values(["from", "line"], kind="stable")
    again = rows[rows["same"].duplicated()]
    done = "counted for each, since each register numbers its own; leave one out where they are one contract"
    return [Issue(*place, "row", place[-1], OF_ANOTHER_BUYER, done) for place in _places_by_number(again)]


def _of_one_sum(tables: list[pa.Table], counted: pd.DataFrame) -> list[Issue]:
    """Say which published contracts of one buyer bear one sum and one description in notices of their own.

    It may be the sum of all of them, stated beside each firm; or of each, where firms have equal parts. No field tells.

    Args:
        tables: rows of pieces.
        counted: keys of the rows that are counted.
    """
    told = counted["source"].isin(PUBLISHERS) & (counted["stage"] != "planned") & counted["estimate_of"].isna()
    told &= counted["value_gbp"].notna() & (counted[[*_ONE_SUM[:2], "key_process"]] != NONE).all(axis=1)
    rows = counted[told & counted.duplicated(_ONE_SUM, keep=False)]
    rows = rows[rows.groupby(_ONE_SUM)["key_process"].transform("nunique") > 1]
    if rows.empty:
        return []
    forms = _take_rows([table.select(["instrument"]) for table in tables], rows["row"].to_numpy())["instrument"]
    rows = rows[[form not in CEILINGS for form in forms.to_pylist()]].sort_values(["from", "line"], kind="stable")
    count = rows.groupby(_ONE_SUM)["row"].transform("size")
    rows, count = rows[count > 1], count[count > 1]
    done = "counted in each; leave it out of all but one where it is the sum of all, or one contract published again"
    return [
        Issue(*place, "value_gbp", f"{pounds:.2f}", f"stands in {number} contracts that are described alike", done)
        for place, pounds, number in zip(places_of(rows), rows["value_gbp"], count, strict=True)
    ]


def _places_by_number(rows: pd.DataFrame) -> list[tuple[str, int | None, str]]:
    """Return source, line and number of rows of registers, which have no ocid."""
    return places_of(rows.assign(ocid=rows["release_id"]))


def _counted_again(place: tuple[str, int | None, str], before: str, of_number: bool) -> Issue:
    alike = "number and title" if of_number else "title, supplier and first day"
    problem = f"stands with the same {alike} in {before}, with other facts"
    done = "counted in each file; leave one of them out where they are one contract"
    return Issue(*place, "row", place[-1], problem, done)


def _held_again(before: str, count: int) -> str:
    return (
        f"hold {some(count, 'contract')} of {before} again, by number or title, with other facts, "
        "as where each file is the register of a month: each is counted. Give one file alone where that is so"
    )


def _told(tables: list[pa.Table], rows: pd.DataFrame) -> np.ndarray:
    """Return a hash of what each row of a register is known again by; the texts of few rows are in memory at once."""
    columns = [table.select(["title", "suppliers", "start_date"]) for table in tables]
    hashes = []
    for start in range(0, len(rows), BATCH_ROWS):
        batch = rows.iloc[start : start + BATCH_ROWS]
        facts = _take_rows(columns, batch["row"].to_numpy()).to_pandas().astype(str)
        numbered = batch["is_numbered"].to_numpy(dtype=bool)
        facts.loc[numbered, ["suppliers", "start_date"]] = ""
        facts["number"] = batch["release_id"].where(batch["is_numbered"], "").to_numpy()
        hashes.append(pd.util.hash_pandas_object(facts, index=False).to_numpy())
    return np.concatenate(hashes)


def _take_rows(tables: list[pa.Table], rows: np.ndarray) -> pa.Table:
    """Return rows by their numbers over all tables, in the order given, touching only the tables that hold them."""
    offsets = np.cumsum([0] + [len(table) for table in tables])
    which = np.searchsorted(offsets, rows, side="right") - 1
    order = np.argsort(which, kind="stable")
    numbers, starts = np.unique(which[order], return_index=True)
    by_table = np.split(rows[order], starts[1:]) if len(rows) else []
    taken = [
        tables[number].take(pa.array(own - offsets[number])) for number, own in zip(numbers, by_table, strict=True)
    ]
    joined = pa.concat_tables(taken).combine_chunks() if taken else SCHEMA.empty_table()
    back = np.empty(len(rows), dtype=np.int64)
    back[order] = np.arange(len(rows))
    return joined.take(pa.array(back))


def _with_decisions(rows: pa.Table, decided: pd.DataFrame, services: pa.Table) -> pa.Table:
    """Return a batch with all columns of the contracts table: a notice's own, what was decided, the service's."""
    own = {name: rows[name] for name in rows.column_names}
    own |= {
        name: pa.array(decided[name], pa.bool_() if name == "counted" else pa.string(), from_pandas=True)
        for name in _DECIDED
    }
    own |= {name: pa.nulls(len(rows), TYPES[BY_NAME[name].kind]) for name in REGISTER_ALONE}
    own |= value_spans(rows)
    at = pc.index_in(rows["service"].combine_chunks(), services["id"].combine_chunks())
    own |= _masked(own, services["label"].take(at))
    own |= {name: services[name].take(at) for name in SERVICE_COLUMNS}
    return pa.table({column.name: own[column.name] for column in COLUMNS})


def _masked(own: dict[str, pa.ChunkedArray], labels: pa.ChunkedArray) -> dict[str, pa.ChunkedArray]:
    """Withhold what tells who a notice about one identifiable person is about; it counts like any other.

    Done last: title, supplier and description still tell repeats of one contract apart.
    """
    one, label = own["one_person"], pc.fill_null(labels, "Service not known")
    masked = {
        "title": pc.binary_join_element_wise(label, pa.scalar(WITHHELD), ": "),
        "supplier": pa.scalar("withheld"),
        "suppliers": pa.scalar("withheld"),
        "company": pa.scalar("withheld"),
        "description": pa.scalar(WITHHELD),
    }
    return {name: pc.if_else(one, text, own[name]) for name, text in masked.items()}


def _services_by_id() -> pa.Table:
    """Return the services as the batches need them."""
    frame = services().reset_index()
    return pa.table({name: pa.array(frame[name], pa.string()) for name in ("id", "label", *SERVICE_COLUMNS)})
