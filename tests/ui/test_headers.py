"""Every answer of the server says what the browser must not do: pages, files, health, refusals and errors."""

import base64
import hashlib
import http.client
import re
from urllib.parse import urlsplit

import pytest

from output.page.still import SCRIPT
from tests import loops
from tests.server import dashboard
from ui.headers import Headers, headers
from ui.page import PAGES, SCRIPTS

ALLOWED = {
    "default-src": ["'self'"], "style-src": ["'self'", "'unsafe-inline'"], "img-src": ["'self'", "data:"],
    "font-src": ["'self'", "data:"], "connect-src": ["'self'"], "object-src": ["'none'"], "base-uri": ["'self'"],
    "form-action": ["'self'"], "frame-ancestors": ["'self'"],
}  # fmt: skip


@pytest.fixture(scope="module")
def server():
    with dashboard() as site:
        yield site


def asked(site, path, method="GET"):
    where = urlsplit(site)
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    connection.request(method, f"/{path}")
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), body.decode(errors="replace")


def policy(said):
    return {words.split()[0]: words.split()[1:] for words in said["content-security-policy"].split("; ")}


def holds(said):
    assert said["x-content-type-options"] == "nosniff"
    assert said["referrer-policy"] == "no-referrer"
    assert "camera=()" in said["permissions-policy"]
    assert {**policy(said), "script-src": None} == {**ALLOWED, "script-src": None}


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        *(("" if name == "overview" else name, "GET", 200) for name in PAGES),
        ("favicon.png", "GET", 200),
        ("_stcore/health", "GET", 200),
        ("_stcore/host-config", "GET", 200),
        ("_stcore/metrics", "GET", 200),
        ("", "HEAD", 200),
        ("api/v1/chart.svg?chart=funnel", "GET", 200),
        ("api/v1/openapi.json", "GET", 200),
        ("services/embed", "GET", 200),
        ("media/none.csv", "GET", 404),
        ("component/none/index.html", "GET", 404),
        ("_stcore/upload_file/none/none", "PUT", 403),
        ("_stcore/health", "PATCH", 405),
        ("/etc/passwd", "GET", 400),
    ],
)
def test_every_answer_has_the_headers(server, path, method, status):
    found, said, _ = asked(server, path, method)
    assert found == status
    holds(said)


@pytest.mark.parametrize(
    ("query", "method", "status"), [("", "GET", 200), ("?chart=none", "GET", 422), ("", "HEAD", 200), ("", "POST", 405)]
)
def test_one_page_alone_may_be_framed_and_loads_nothing(server, query, method, status):
    found, said, page = asked(server, f"embed{query}", method)
    assert found == status
    rules = policy(said)
    assert rules["frame-ancestors"] == ["*"]
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    assert "'unsafe-inline'" not in said["content-security-policy"]
    assert said["x-content-type-options"] == "nosniff" and "camera=()" in said["permissions-policy"]
    for kind in ("script", "style"):
        for part in re.findall(f"<{kind}>(.*?)</{kind}>", page, re.DOTALL):
            hashed = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
            assert rules[f"{kind}-src"] == [f"'sha256-{hashed}'"]


def test_an_answer_elsewhere_cannot_loosen_the_policy():
    async def loose(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Content-Security-Policy", b"x *")]})

    for path, kept in (("/services", True), ("/api/v1/embed.svg", True), ("/embedded", True), ("/embed", False)):
        [event], _ = serve(loose, path=path)
        assert (set(headers()) < set(event["headers"])) == kept, path


def test_the_scripts_that_a_page_runs_are_named_one_by_one(server):
    _, said, index = asked(server, "")
    found = re.findall(r"<script>(.*?)</script>", index, re.DOTALL)
    assert found[-1] == SCRIPT, "that of the page drawn beforehand"
    inline = [*found, SCRIPTS]
    hashes = [f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in inline]
    assert len(hashes) == 3
    assert policy(said)["script-src"] == ["'self'", "blob:", *hashes]
    script = re.search(r'src="\./(static/js/index\.[^"]+)"', index)[1]
    status, said, _ = asked(server, script)
    assert status == 200
    holds(said)


def serve(app, kind="http", path="/", client=("127.0.0.1", 5)):
    """What an application sends for one request."""
    sent = []

    async def send(event):
        sent.append(event)

    try:
        loops.run(Headers(app)({"type": kind, "path": path, "client": client}, None, send))
    except ValueError as error:
        return sent, error
    return sent, None


def test_an_error_is_answered_with_the_headers_and_goes_on_to_the_log():
    async def fails(_scope, _receive, _send):
        raise ValueError("the text of the error")

    sent, error = serve(fails)
    assert str(error) == "the text of the error"
    assert [event["type"] for event in sent] == ["http.response.start", "http.response.body"]
    assert (sent[0]["status"], sent[1]["body"]) == (500, b"Internal Server Error")
    assert set(headers()) < set(sent[0]["headers"])


def test_an_answer_that_has_begun_is_not_begun_again():
    async def fails_late(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": [(b"a", b"b")]})
        raise ValueError("late")

    sent, error = serve(fails_late)
    assert str(error) == "late"
    assert [(event["status"], event["headers"]) for event in sent] == [(200, [(b"a", b"b"), *headers()])]


def test_a_socket_is_left_alone():
    async def accepts(_scope, _receive, send):
        await send({"type": "websocket.accept"})

    assert serve(accepts, "websocket") == ([{"type": "websocket.accept"}], None)


@pytest.mark.parametrize("client", [("203.0.113.9", 5), ("::ffff:203.0.113.9", 5), ("testclient", 5), None])
@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/house/_stcore/metrics"])
def test_the_figures_of_the_server_are_not_for_another_machine(client, path):
    async def answers(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    sent, _ = serve(answers, path=path, client=client)
    assert [event.get("status") for event in sent] == [404, None]
    assert set(headers()) < set(sent[0]["headers"])
    assert serve(answers, path="/_stcore/health", client=client)[0][0]["status"] == 200
    for own in ("127.0.0.1", "::1"):
        assert serve(answers, path=path, client=(own, 5))[0][0]["status"] == 200
