"""A served dashboard as it is deployed: an ordinary user, no place to write, and a log that names no visitor."""

import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from bench.long_use import Guest, again, headline
from bench.session import Session
from tests import loops
from tests.server import ROOT, serving

NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs")
QUERY = "base=pledge%401&in.buyer=Somewhere+Council&small.threshold=123457"
"""What a visitor may ask."""
PERSONAL = ("Somewhere", "123457", "192.0.2.7", "Somebodys-Browser", "127.0.0.1:", "Elsewhere")


def ordinary_user() -> tuple[str, ...]:
    """Words that run a command as a user who may write nothing here; none where this user already is ordinary."""
    if os.geteuid() or not shutil.which(NOBODY[0]):
        return ()
    tried = subprocess.run([*NOBODY, sys.executable, "-c", ""], cwd=ROOT, capture_output=True, check=False)
    return () if tried.returncode else NOBODY


def asked(address: str) -> int:
    headers = {"User-Agent": "Somebodys-Browser", "X-Forwarded-For": "192.0.2.7", "Referer": "http://Elsewhere/"}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


async def visit(site: str) -> str:
    """Look, move a lever, turn a page, and lose the connection; gives what the first page said."""
    visitor = Session(site, query=QUERY)
    headings = (await visitor.open()).headings
    await visitor.type("side.small.threshold.box", "£123457")
    await visitor.turn("services")
    visitor.socket.transport.abort()
    return " ".join(headings)


def test_it_serves_as_an_ordinary_user_without_a_place_to_write_and_its_log_names_no_visitor(tmp_path):
    user, log = ordinary_user(), tmp_path / "log.txt"
    environment = {**os.environ, "HOME": "/nonexistent", "BACK_IN_HOUSE_PULL": "no", "PYTHONDONTWRITEBYTECODE": "1"}
    if user:
        with pytest.raises(subprocess.CalledProcessError):
            subprocess.run([*user, "touch", str(ROOT / "data" / "none")], capture_output=True, check=True)
    with (
        log.open("w") as said,
        serving([*user, sys.executable, "-m", "streamlit", "run", "serve.py"], ROOT, environment, said) as site,
    ):
        assert asked(f"{site}_stcore/health") == 200
        assert asked(f"{site}?{QUERY}") == 200
        assert asked(f"{site}api/v1/assess?{QUERY}") == 200
        assert asked(f"{site}api/v1/sweep/Somewhere?setting=Somewhere&{QUERY}") in (400, 404, 422)
        assert asked(f"{site}media/Somewhere.png?{QUERY}") == 404
        assert "Somewhere" in loops.run(visit(site))
    found = log.read_text()
    assert "You can now view your Streamlit app" in found
    assert [words for words in PERSONAL if words in found.replace(site.rstrip("/"), "")] == []


async def lost_and_found(site: str) -> tuple[str, str, str]:
    """Move a lever under a scope, lose the socket, come back; gives link, headline before and headline after."""
    guest = Guest(site, query="base=pledge%401&in.buyer_kind=local")
    await guest.open()
    before = await guest.type("side.small.threshold.box", "£123457")
    link = guest.query
    after = await guest.reopen()
    await guest.close()
    assert guest.query == link and "123457" in link and "in.buyer_kind=local" in link
    return link, headline(before), headline(after)


@pytest.mark.long
def test_a_lost_socket_and_a_restarted_server_keep_scope_and_scenario():
    command = [sys.executable, "-m", "streamlit", "run", "serve.py"]
    with serving(command, ROOT) as site:
        plain = loops.run(again(site, "base=pledge%401", ""))
        link, before, after = loops.run(lost_and_found(site))
    with serving(command, ROOT) as site:
        restarted = loops.run(again(site, link, ""))
    assert before == after == restarted != plain
