"""A server on this machine that answers as the public services do, and misbehaves where it is told to."""

import base64
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from data.pull.client import Clock
from data.pull.run import pull
from data.pull.services import Plan
from tests.replay_notices import AwardNotice

DAY = date(2026, 8, 10)
FTS_PATH, CF_PATH = "/api/1.0/ocdsReleasePackages", "/Published/Notices/OCDS/Search"
HOSTS = {FTS_PATH: "https://www.find-tender.service.gov.uk", CF_PATH: "https://www.contractsfinder.service.gov.uk"}
NAMES = {FTS_PATH: ("updatedFrom", "updatedTo"), CF_PATH: ("publishedFrom", "publishedTo")}
HTML = b"<!DOCTYPE html><html><title>Sorry</title><body><h1>Down for maintenance</h1></body></html>"
CF_403 = b"<html><body>Request forbidden. The rate limit may have been exceeded.</body></html>"
FTS_429 = b"Rate limit of 12 exceeded. Please retry after 120 seconds."


class VirtualTime:
    """Time that passes only while somebody waits; the server lives in it too."""

    def __init__(self, start: str = "2026-09-01T12:00:00+00:00"):
        self.seconds = datetime.fromisoformat(start).timestamp()
        self.clock = Clock(lambda: self.seconds, self.sleep)

    def sleep(self, seconds: float):
        self.seconds += seconds


@dataclass
class Reply:
    """One answer, whole or with a fault."""

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=lambda: {"Content-Type": "application/json"})
    cut: int | None = None
    """Bytes after which the connection breaks, although more was promised."""
    drip: float = 0.0
    """Seconds between two pieces."""
    piece: int = 1
    """Bytes of a piece."""


TransientError = Callable[[Reply], Reply | None]


class Replay(ThreadingHTTPServer):
    """The services on one port; `faults` holds what to do to the nth request, from 1."""

    daemon_threads, block_on_close = True, False

    def __init__(self, fts=(), cf=(), now: Callable[[], float] = time.time):
        super().__init__(("127.0.0.1", 0), Handler)
        self.notices = {FTS_PATH: newest_first(fts), CF_PATH: newest_first(cf)}
        self.now = now
        self.asked: list[tuple[float, str, dict]] = []
        self.faults: dict[int, TransientError] = {}
        self.unlinked: Callable[[str], bool] = lambda _target: False
        self.files: dict[str, bytes] = {}
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        """Stay silent: a client that was killed is no news."""

    def answer(self, target: str, headers) -> Reply:
        parts = urlsplit(target)
        query = {key: values[0] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path in NAMES:
            return self.search(parts.path, query, target)
        return self.registry(parts.path, query, headers)

    def search(self, path, query, target) -> Reply:
        since, until = NAMES[path]
        limit = int(query.get("limit", 100))
        for name in set(query) - {since, until, "limit", "cursor"}:
            return refused(name, "is not a parameter")
        if not 1 <= limit <= 100:
            return refused("limit", "must be between 1 and 100")
        window = [query.get(since, ""), query.get(until, "")]
        if not all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", bound) for bound in window):
            return refused(since, "must be YYYY-MM-DDTHH:MM:SS")
        found = [notice for notice in self.notices[path] if window[0] <= notice.date[:19] < window[1]]
        at = int(base64.b64decode(query["cursor"]).decode().rpartition("=")[2]) if "cursor" in query else 0
        page, more = found[at : at + limit], at + limit < len(found)
        more = more and not self.unlinked(target)
        here = f"{HOSTS[path]}{path}?{since}={window[0]}&{until}={window[1]}&limit={limit}"
        place = f"updatedFrom={window[0]}|updatedTo={window[1]}|nextCursor={at + limit}"
        link = f"{here}&cursor={base64.b64encode(place.encode()).decode()}" if more else None
        return Reply(body=package(page, here, link, path))

    def registry(self, path, query, headers) -> Reply:
        if path.startswith("/en/publication/"):
            return Reply(302, headers={"Location": f"/downloads/{path.split('/')[3]}/{query['name']}"})
        whole = self.files.get(path)
        if whole is None:
            return Reply(404, HTML, {"Content-Type": "text/html"})
        asked = re.fullmatch(r"bytes=(\d+)-", headers.get("Range", ""))
        if not asked:
            return Reply(200, whole, {"Accept-Ranges": "bytes"})
        start = int(asked[1])
        if start >= len(whole):
            return Reply(416, b"", {"Content-Range": f"bytes */{len(whole)}"})
        return Reply(206, whole[start:], {"Content-Range": f"bytes {start}-{len(whole) - 1}/{len(whole)}"})


def newest_first(found) -> list[AwardNotice]:
    return sorted(found, key=lambda notice: notice.date[:19], reverse=True)


def refused(name: str, message: str) -> Reply:
    problem = {"Code": "ValidationError", "Message": message, "Property": name}
    return Reply(400, json.dumps([problem]).encode())


def package(page: list[AwardNotice], uri: str, link: str | None, path: str) -> bytes:
    head = json.dumps({"uri": uri, "version": "1.1", "publisher": {"name": "Cabinet Office"}})
    tail = f', "links": {{"next": "{link}"}}' if link else ""
    releases = ",".join(notice.text for notice in page)
    text = f'{head[:-1]}, "releases": [{releases}]{tail}}}'
    return text.encode("iso-8859-1", "replace") if path == CF_PATH else text.encode()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Stay silent."""

    def date_time_string(self, timestamp=None):
        return super().date_time_string(self.server.now() if timestamp is None else timestamp)

    def do_GET(self):
        self.server.asked.append((self.server.now(), self.path, dict(self.headers)))
        reply = self.server.answer(self.path, self.headers)
        fault = self.server.faults.get(len(self.server.asked))
        if fault is not None:
            reply = fault(reply)
        if reply is None:
            return self.reset()
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Transfer-Encoding" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        return self.send(reply)

    def send(self, reply: Reply):
        if not reply.drip:
            self.wfile.write(reply.body if reply.cut is None else reply.body[: reply.cut])
            return
        for start in range(0, len(reply.body), reply.piece):
            self.wfile.write(reply.body[start : start + reply.piece])
            time.sleep(reply.drip)

    def reset(self):
        """Break the connection without a word."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def refusing(status: int, body: bytes = b"", **headers: str) -> TransientError:
    """Answer with a status, a body and headers (an underscore stands for a hyphen)."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda _real: Reply(status, body, {"Content-Type": "text/plain"} | named)


def changed(change: Callable[[bytes], bytes], **headers: str) -> TransientError:
    """Send the real body changed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda real: Reply(real.status, change(real.body), real.headers | named)


def cut_after(share: float) -> TransientError:
    """Promise the whole body and break off after a share of it."""
    return lambda real: Reply(real.status, real.body, real.headers, cut=int(len(real.body) * share))


def dripping(seconds: float, piece: int = 1) -> TransientError:
    """Send the real body piece by piece."""
    return lambda real: Reply(real.status, real.body, real.headers, drip=seconds, piece=piece)


def first_chunk(real: Reply) -> Reply:
    """Send half of the body as one chunk and leave the rest and the last chunk out."""
    part = real.body[: len(real.body) // 2]
    return Reply(200, b"%x\r\n%s\r\n" % (len(part), part), real.headers | {"Transfer-Encoding": "chunked"})


def reset(_real: Reply) -> None:
    """Break the connection without an answer."""


@dataclass
class Desk:
    """A server, the time that both live in, and a folder to pull into."""

    server: Replay
    time: VirtualTime
    out: Path

    def pull(self, service="find-a-tender", **more):
        return pull(Plan(service, DAY, DAY, self.server.url), self.out, clock=self.time.clock, **more)
