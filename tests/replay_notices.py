"""What the replaying server serves: real notices, or made ones where those are absent; and what arrived."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "real"


NUMBERED = pytest.mark.skipif(not REAL.exists(), reason="made notices bear no numbers, and ../shared is not here")
"""For tests of the numbers that Find a Tender gives its notices."""


@dataclass(frozen=True)
class AwardNotice:
    """One release as its service publishes it: the text is kept, `1e9999` and all."""

    date: str
    text: str


def find_a_tender() -> list[AwardNotice]:
    """The real releases of 10 and 11 August 2026, or made ones where the real pages are absent."""
    pages = sorted((REAL / "fts_ocds_2026" / "pages").glob("backfill__2026-08-1*"))
    if not pages:
        return releases("2026-08-{:02}T{:02}:{:02}:{:02}+01:00", [10, 11], 960)
    texts = (gzip.decompress(page.read_bytes()).decode() for page in pages)
    return [notice for text in texts for notice in notices(text)]


def contracts_finder() -> list[AwardNotice]:
    """Real awards of 2020 to 2025, or made ones where the real file is absent."""
    file = REAL / "cf_ocds_care_2020_2025" / "cf_award_releases_housing_care.jsonl.gz"
    if not file.exists():
        return releases("2022-01-{:02}T{:02}:{:02}:{:02}Z", list(range(1, 31)), 15)
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    return [AwardNotice(json.loads(line)["date"], line) for line in lines]


def releases(stamp: str, days: list[int], a_day: int) -> list[AwardNotice]:
    """Releases made for a test: spread over the day, with letters beyond ASCII, about 1 kB each."""
    notices = []
    for day in days:
        for number in range(a_day):
            second = 86_400 * number // a_day
            date = stamp.format(day, second // 3600, second // 60 % 60, second % 60)
            ocid = f"ocds-made-{day}-{number}"
            filler = "".join(hashlib.sha512(f"{ocid}-{part}".encode()).hexdigest() for part in range(8))
            release = {"ocid": ocid, "date": date, "tag": ["award"], "title": "Café £", "description": filler}
            text = json.dumps(release, ensure_ascii=False)
            notices.append(AwardNotice(date, text.replace('"tag"', '"maximum": 1e9999, "tag"')))
    return notices


def notices(page: str) -> list[AwardNotice]:
    """Cut a page into its releases without changing a byte of them."""
    decoder, found = json.JSONDecoder(), []
    at = re.search(r'"releases"\s*:\s*\[\s*', page).end()
    while page[at] == "{":
        release, end = decoder.raw_decode(page, at)
        found.append(AwardNotice(release["date"], page[at:end]))
        at = end + len(re.match(r"[\s,]*", page[end:]).group())
    return found


def bulk_files(found: list[AwardNotice], publication: int) -> dict[str, bytes]:
    """The registry's files of a publication: a gzip of one release a line for each year."""
    years = {notice.date[:4] for notice in found}
    return {
        f"/downloads/{publication}/{year}.jsonl.gz": gzip.compress(
            "".join(f"{notice.text}\n" for notice in found if notice.date.startswith(year)).encode(), mtime=0
        )
        for year in years
    }


def tree(folder: Path) -> dict[str, str]:
    """Every file with the hash of its bytes; the lock is empty and says nothing."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def stored(folder: Path, encoding="utf-8") -> list[str]:
    """The text of every release that arrived, cut from the stored pages."""
    pages = [gzip.decompress(path.read_bytes()).decode(encoding) for path in sorted(folder.rglob("page-*"))]
    return [notice.text for page in pages for notice in notices(page)]
