"""A folder as an object store and a web server show it, for tests: parts of files, listings, connections that break."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "house"
STATE = '"1"'


class Store(ThreadingHTTPServer):
    """Serves a folder as the bucket `house` of an S3 store, and over HTTP. `asked` counts the requests for content.

    `cuts` says of the number of such a request whether its answer breaks off; `status` is said to all instead of 200.
    """

    daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder, self.asked, self.cuts, self.status = Path(folder), 0, lambda _: False, 0
        self.lock = threading.Lock()

    @property
    def host(self):
        return f"127.0.0.1:{self.server_port}"

    @property
    def s3(self):
        return f"s3://someone:verysecret@{BUCKET}"

    @property
    def options(self):
        return f"scheme=http&endpoint_override={self.host}&region=us-east-1"

    @property
    def web(self):
        return f"http://{self.host}/{BUCKET}"

    def handle_error(self, request, client_address):
        """Say nothing of clients that leave."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_HEAD(self):
        self.do_GET(body=False)

    def do_GET(self, *, body=True):
        asked = urlsplit(self.path)
        inside = Path(unquote(asked.path.removeprefix(f"/{BUCKET}")).strip("/"))
        file = self.server.folder / inside
        if self.server.status:
            self.answer(self.server.status, b"", {}, body=body)
        elif "list-type" in (query := parse_qs(asked.query)):
            self.answer(200, self.keys(query["prefix"][0] if "prefix" in query else ""), {}, body=body)
        elif file.is_dir():
            links = "".join(f'<a href="{each.name}">{each.name}</a>' for each in sorted(file.iterdir()))
            self.answer(200, links.encode(), {}, body=body)
        elif file.is_file():
            self.part(file.read_bytes(), body=body)
        else:
            self.answer(404, b"", {}, body=body)

    def part(self, whole, *, body):
        first, last = 0, len(whole) - 1
        if wanted := self.headers.get("Range"):
            start, end = wanted.removeprefix("bytes=").split("-")
            first, last = int(start), min(int(end or last), last)
        said = {"ETag": STATE, "Last-Modified": "Fri, 27 Nov 2026 00:00:00 GMT"}
        if wanted:
            said["Content-Range"] = f"bytes {first}-{last}/{len(whole)}"
        self.answer(206 if wanted else 200, whole[first : last + 1], said, body=body, counts=body)

    def keys(self, prefix):
        names = [
            each.relative_to(self.server.folder).as_posix() for each in sorted(self.server.folder.rglob("*.parquet"))
        ]
        held = "".join(
            f"<Contents><Key>{escape(name)}</Key><Size>1</Size><LastModified>2026-11-27T00:00:00.000Z</LastModified>"
            "</Contents>"
            for name in names
            if name.startswith(prefix)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{held}</ListBucketResult>".encode()

    def answer(self, status, content, headers, *, body, counts=False):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        if not body:
            return
        with self.server.lock:
            self.server.asked += counts
            cut = counts and self.server.cuts(self.server.asked)
        self.wfile.write(content[: len(content) // 2] if cut else content)
        if cut:
            self.wfile.flush()
            self.close_connection = True


@contextmanager
def store(folder):
    """Serve a folder while the block lasts."""
    server = Store(folder)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
