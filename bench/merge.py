"""Our reading of several releases of a process beside the standard's merge (`ocdsmerge`), file by file.

    python -m bench.merge FOLDER        # needs `pip install ocdsmerge`; prints the table of docs/merging.md

Each process with several releases is merged by the library, and the merged release is read by our reader, so that
only the merge differs. The contracts that it tells of are then held against the rows that our table counts.
"""

import argparse
import gzip
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from data.model.notice import AwardStatus
from data.readers.ocds import package
from data.table.build import build
from data.table.parquet import read_table
from data.table.rows.contract_row import rows_of

FACTS = ("supplier", "value_gbp", "end_date")
COLUMNS = ("File", "Processes", "with several releases", "refused", "contracts, ours", "merged", "alike", *FACTS,
           "only ours", "only merged")  # fmt: skip


def files(folder: Path) -> dict[str, list[Path]]:
    """Return the OCDS files, the pages of one crawl together."""
    found = defaultdict(list)
    for path in sorted(folder.rglob("*.json*")):
        if path.parent.name == "pages":
            found["fts_ocds_2026/pages"].append(path)
        else:
            found[path.relative_to(folder).as_posix()].append(path)
    return dict(found)


def releases(paths: list[Path]) -> Iterator[dict[str, Any]]:
    """Yield every release of some files once."""
    seen = set()
    for path in paths:
        text = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text(encoding="utf-8")
        documents = map(json.loads, filter(None, text.split("\n"))) if ".jsonl" in path.name else [json.loads(text)]
        for document in documents:
            if package.is_open_contracting(document):
                for release in package.releases(document):
                    key = json.dumps(release, sort_keys=True)
                    if release.get("ocid") and key not in seen:
                        seen.add(key)
                        yield release


def compared(paths: list[Path]) -> Counter[str]:
    """Count how the contracts of processes with several releases agree."""
    import ocdsmerge  # noqa: PLC0415 - nothing else needs it

    merger = ocdsmerge.Merger({"properties": {}})
    by_process = defaultdict(list)
    for release in releases(paths):
        by_process[release["ocid"]].append(release)
    several = {ocid: found for ocid, found in by_process.items() if len(found) > 1}
    counts = Counter({"Processes": len(by_process), "with several releases": len(several)})
    with tempfile.TemporaryDirectory() as folder:
        lines = Path(folder) / "a.jsonl"
        lines.write_text("".join(json.dumps(one) + "\n" for found in several.values() for one in found))
        if not several:
            return counts
        build([lines], Path(folder) / "t.parquet", Path(folder) / "c", quiet=True)
        table = read_table(Path(folder) / "t.parquet").contracts
    ours = table[table.counted & (table.stage != "planned")].set_index(["ocid", "award_id"])
    merged, refused = {}, set[str]()
    for ocid, found in several.items():
        try:
            whole = merger.create_compiled_release(sorted(found, key=lambda one: str(one.get("date"))))
        except ocdsmerge.exceptions.OCDSMergeError:
            refused.add(ocid)
            continue
        notices, issues = package.read(whole, "merged", None)
        awarded = [notice for notice in notices if notice.status in (AwardStatus.AWARDED, AwardStatus.ENDED)]
        for row in rows_of([(awarded, issues)]):
            merged[ocid, row.award_id] = row
    ours = ours[~ours.index.get_level_values("ocid").isin(refused)]
    counts["contracts, ours"], counts["merged"], counts["refused"] = len(ours), len(merged), len(refused)
    for key, row in merged.items():
        if key not in ours.index:
            counts["only merged"] += 1
            continue
        own = ours.loc[[key]].iloc[0]
        differ = [name for name in FACTS if not _alike(getattr(row, name), own[name])]
        counts.update(differ or ["alike"])
    counts["only ours"] = sum(key not in merged for key in ours.index)
    return counts


def _alike(theirs: object, ours: object) -> bool:
    if pd.isna(theirs) or pd.isna(ours):
        return bool(pd.isna(theirs) and pd.isna(ours))
    return pd.Timestamp(theirs) == ours if isinstance(ours, pd.Timestamp) else theirs == ours


def main() -> None:
    """Print the table, a line a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}")
    for name, paths in files(parser.parse_args().folder).items():
        counts = compared(paths)
        if counts["Processes"]:
            print(f"| {name} | {' | '.join(f'{counts[column]:,}' for column in COLUMNS[1:])} |")


if __name__ == "__main__":
    main()
