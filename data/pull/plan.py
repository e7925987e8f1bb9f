"""What a pull is to bring, checked before anything is asked."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from data.pull.services import SERVICES, Bulk, Search


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
