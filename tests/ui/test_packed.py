"""Scripts and styles are sent compressed to who takes that, and are the same files."""

import gzip

from tests import loops
from ui.packed import STATIC, Packed

SCRIPT = f"/static/js/{next((STATIC / 'static' / 'js').glob('index.*.js')).name}"


def asked(path, method="GET", **headers):
    """Status, headers and body of a request; status 299 where it is left to the application."""
    sent = []

    async def send(event):
        sent.append(event)

    async def application(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 299, "headers": []})
        await send({"type": "http.response.body", "body": b"its own"})

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": named}
    loops.run(Packed(application)(scope, None, send))
    return sent[0]["status"], dict(sent[0]["headers"]), sent[1]["body"]


def test_a_script_is_the_same_compressed_and_may_be_kept_for_a_year():
    plain = (STATIC / SCRIPT[1:]).read_bytes()
    for _ in range(2):
        status, said, body = asked(SCRIPT, accept_encoding="gzip, deflate, br")
        assert (status, gzip.decompress(body)) == (200, plain)
        assert len(body) < len(plain) / 2 and int(said[b"content-length"]) == len(body)
    assert said[b"cache-control"] == b"public, immutable, max-age=31536000"
    assert said[b"content-type"].startswith(b"text/javascript")
    assert asked(SCRIPT, "HEAD", accept_encoding="gzip")[2] == b""


def test_all_else_is_left_to_the_application():
    for path, method, headers in (
        (SCRIPT, "GET", {}),
        (SCRIPT, "POST", {"accept_encoding": "gzip"}),
        (SCRIPT, "GET", {"accept_encoding": "gzip", "range": "bytes=0-9"}),
        ("/static/js/none.js", "GET", {"accept_encoding": "gzip"}),
        ("/static/js/../index.html", "GET", {"accept_encoding": "gzip"}),
        ("/static/media/x.woff2", "GET", {"accept_encoding": "gzip"}),
        ("/", "GET", {"accept_encoding": "gzip"}),
    ):
        assert asked(path, method, **headers)[0] == 299, path


def test_files_are_compressed_before_anyone_asks():
    name = SCRIPT[1:]
    Packed._kept.pop(name, None)
    loops.run(Packed.prepare([name]))
    assert gzip.decompress(Packed._kept[name]) == (STATIC / name).read_bytes()
