"""What a request carries and whom it trusts: nothing of the user's, and the certificates of the office."""

from pathlib import Path

import certifi
import pytest

from data.pull.client import _session, _SystemTrust
from tests.replay import Desk, Replay, Reply, VirtualTime


@pytest.fixture
def desk(tmp_path):
    time = VirtualTime()
    with Replay(now=time.clock.now) as server:
        yield Desk(server, time, tmp_path)


def test_no_password_and_no_cookie_goes_out_and_no_proxy_is_asked_for_this_machine(desk, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    cookie = {"Content-Type": "application/json", "Set-Cookie": "a=b; Path=/"}
    desk.server.faults[1] = lambda real: Reply(real.status, real.body, cookie)
    desk.pull()
    assert len(desk.server.asked) == 4
    assert {name for _, _, headers in desk.server.asked for name in headers} == {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Connection",
    }


def test_the_certificates_of_the_operating_system_are_trusted(tmp_path, monkeypatch):
    bundle = tmp_path / "office.pem"
    text = Path(certifi.where()).read_text(encoding="utf-8")
    begun = text.index("-----BEGIN CERTIFICATE-----")
    bundle.write_text(text[begun : text.index("-----END CERTIFICATE-----", begun) + 26])
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    trust = _SystemTrust()
    for manager in (trust.poolmanager, trust.proxy_manager_for("http://proxy.example:3128")):
        assert len(manager.connection_pool_kw["ssl_context"].get_ca_certs()) == 1
    assert isinstance(_session().get_adapter("https://www.find-tender.service.gov.uk/"), _SystemTrust)
