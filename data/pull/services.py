"""The public services that a pull can ask, as data (address, windows, pace, quirks), and what one is to bring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode, urlsplit

from data.pull.windows import PullWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One stream of notices of one service, asked window by window."""

    name: str
    folder: str
    """Where its files go, below the folder of the pull."""
    address: str
    path: str
    begins: datetime
    settles: timedelta
    """How long after its end a window may still change."""
    pace: float
    """Least seconds between two requests."""
    refusals: Mapping[int, float]
    """Status that means "too many requests": seconds to wait where the answer does not say."""
    mirrors: tuple[str, ...] = ()
    """Other hosts to which the service sends its readers on."""

    def rebase(self, url: str, base: str) -> str:
        """Return a link of the service as an address under the base, whichever host it names."""
        link, own = urlsplit(url), urlsplit(base)
        prefix = "" if link.netloc == own.netloc else own.path.rstrip("/")
        return link._replace(scheme=own.scheme, netloc=own.netloc, path=prefix + link.path).geturl()

    def follow(self, url: str, base: str) -> str | None:
        """Return the address to ask after a redirect, or None where it leads away from the service."""
        host = urlsplit(url).netloc
        if host in {urlsplit(base).netloc, urlsplit(self.address).netloc}:
            return self.rebase(url, base)
        return url if host in self.mirrors and url.startswith("https://") else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Search(Source):
    """A search answered in pages of releases, each with a link to the next."""

    step: timedelta
    since: str
    until: str
    """Names of the two parameters that bound a window."""
    encoding: str
    page_size: int = 100

    def span(self, first: date, last: date) -> PullWindow:
        """Return the period that both days bound, both included, from the service's first day on."""
        end = datetime.combine(last, time()) + timedelta(days=1)
        return PullWindow(max(self.begins, datetime.combine(first, time())), end)

    def label(self, window: PullWindow) -> str:
        """Name a window's folder."""
        return f"{window.start:%Y-%m-%dT%H-%M-%S}"

    def first_page(self, base: str, window: PullWindow) -> str:
        """Return the address of a window's first page."""
        bounds = {self.since: window.start.isoformat(), self.until: window.end.isoformat()}
        return f"{base}{self.path}?{urlencode(bounds | {'limit': str(self.page_size)}, safe=':')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk(Source):
    """A compressed file of compiled releases for each year."""

    step: None = None

    def span(self, first: date, last: date) -> PullWindow:
        """Return the whole years that hold both days, from the first year published on."""
        year = max(first.year, self.begins.year)
        return PullWindow(datetime(year, 1, 1), datetime(last.year + 1, 1, 1))  # noqa: DTZ001 - local, as all windows

    def label(self, window: PullWindow) -> str:
        """Name a year's folder."""
        return f"{window.start:%Y}"

    def file(self, base: str, window: PullWindow) -> str:
        """Return the address of a year's file."""
        return base + self.path.format(year=window.start.year)


# Neither search is given `stages`: on Find a Tender it silently drops every release under the
# Procurement Act, and a list of stages returns nothing (observed, August 2026). build reads the tags.
CONTRACTS_FINDER = Search(
    name="contracts-finder",
    folder="contracts-finder",
    address="https://www.contractsfinder.service.gov.uk",
    path="/Published/Notices/OCDS/Search",
    begins=datetime(2014, 1, 1),  # noqa: DTZ001
    step=timedelta(days=15),
    settles=timedelta(hours=1),
    since="publishedFrom",
    until="publishedTo",
    encoding="iso-8859-1",
    # The limit is not published; a lock-out lasts five minutes and came after 15 to 30 pages without a pause.
    pace=6.0,
    refusals={403: 300.0, 429: 300.0, 503: 60.0},
)
FIND_A_TENDER = Search(
    name="find-a-tender",
    folder="find-a-tender",
    address="https://www.find-tender.service.gov.uk",
    path="/api/1.0/ocdsReleasePackages",
    begins=datetime(2021, 1, 1),  # noqa: DTZ001
    # Longer windows lose releases: github.com/open-contracting/kingfisher-collect/issues/1203
    step=timedelta(hours=6),
    settles=timedelta(hours=1),
    since="updatedFrom",
    until="updatedTo",
    encoding="utf-8",
    # 12 requests in two minutes; Retry-After was missing in December 2025 (kingfisher-collect issue 1215).
    pace=12.0,
    refusals={429: 120.0, 503: 120.0},
)


def _registry(name: str, publication: int, begins: int) -> Bulk:
    return Bulk(
        name=f"registry, {name}",
        folder=f"registry/{name}",
        address="https://data.open-contracting.org",
        path=f"/en/publication/{publication}/download?name={{year}}.jsonl.gz",
        begins=datetime(begins, 1, 1),  # noqa: DTZ001
        # Republished monthly, so December may come in February.
        settles=timedelta(days=62),
        pace=10.0,
        refusals={429: 60.0, 503: 60.0},
        mirrors=("fastly.data.open-contracting.org",),
    )


SERVICES: Mapping[str, tuple[Search | Bulk, ...]] = {
    "contracts-finder": (CONTRACTS_FINDER,),
    "find-a-tender": (FIND_A_TENDER,),
    "registry": (_registry("contracts-finder", 128, 2014), _registry("find-a-tender", 41, 2021)),
}


class PlanError(ValueError):
    """A pull that was asked for in the wrong way; its text says how."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The notices of one service between two days, both included."""

    service: str
    first: date
    last: date
    base_url: str | None = None
    """Another server that answers like the service; the service's own links are asked there."""
    pace: float | None = None
    """Least seconds between two requests to that other server."""

    def __post_init__(self) -> None:
        if self.service not in SERVICES:
            raise PlanError(f"{self.service}: no such service, only {', '.join(SERVICES)}")
        if self.last < self.first:
            raise PlanError(f"the last day, {self.last}, comes before the first, {self.first}")
        if self.base_url is not None and not _is_address(self.base_url):
            raise PlanError(f"{self.base_url!r} is not an address such as http://127.0.0.1:8000")
        if self.pace is not None and not (self.base_url and self.pace >= 0):
            raise PlanError("a pace (0 seconds or more) can be set for another server only, with its address")

    @property
    def sources(self) -> tuple[Search | Bulk, ...]:
        """The streams that the service consists of."""
        return SERVICES[self.service]

    def base(self, source: Search | Bulk) -> str:
        """Return the address to ask, without a slash at its end."""
        return (self.base_url or source.address).rstrip("/")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
