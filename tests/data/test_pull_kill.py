"""A pull killed at any moment and run again leaves the same bytes as one that was never broken."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.draws import EVERY, drawn, some
from tests.replay import Replay, dripping
from tests.replay_notices import bulk_files, contracts_finder, find_a_tender, tree

ROOT = Path(__file__).resolve().parents[2]
# The pace is set to nothing (--pace 0), which the command allows for a server of one's own only.
SERVICES = {
    "find-a-tender": ("find-a-tender", "--from", "2026-08-10", "--to", "2026-08-11"),
    "registry": ("registry", "--from", "2020-01-01", "--to", "2026-12-31"),
}


@pytest.fixture(scope="module")
def server():
    with Replay(find_a_tender()) as replay:
        replay.files = bulk_files(contracts_finder(), 128) | bulk_files(find_a_tender(), 41)
        replay.faults = dict.fromkeys(range(1, 10_000), dripping(0.002, 20_000))
        yield replay


def start(server, service, out) -> subprocess.Popen:
    words = [*SERVICES[service], "--out", str(out), "--base-url", server.url, "--pace", "0"]
    command = [sys.executable, "-W", "error", "-m", "data", "pull", *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(server, service, out) -> dict[str, str]:
    client = start(server, service, out)
    _, err = client.communicate(timeout=60)
    assert client.returncode == 0, err
    assert not list(out.rglob(".*-*")), "nothing half-done is left"
    return tree(out)


def killed(server, service, out, chance) -> bool:
    """Kill the client a random while after a random request; tell whether it was still running."""
    client = start(server, service, out)
    goal = len(server.asked) + chance.randint(1, 6)
    while client.poll() is None and len(server.asked) < goal:
        time.sleep(0.001)
    time.sleep(chance.uniform(0, 0.08))  # into the body too, on a machine that is busy with other things
    client.send_signal(signal.SIGKILL)
    client.communicate(timeout=60)
    return client.returncode == -signal.SIGKILL


def visible(files: dict[str, str]) -> dict[str, str]:
    """The files of windows that look whole."""
    return {name: digest for name, digest in files.items() if "/." not in name and "journal" not in name}


@drawn
@pytest.mark.parametrize(("service", "kills"), [("find-a-tender", some(100) // 3), ("registry", some(40) // 3)])
def test_a_killed_pull_goes_on_to_the_same_bytes(service, kills, server, tmp_path):
    chance = random.Random(20260810)
    unbroken = finish(server, service, tmp_path / "unbroken")
    done, chain = 0, 0
    while done < kills:
        out = tmp_path / f"chain-{(chain := chain + 1)}"
        while done < kills and killed(server, service, out, chance):
            done += 1
            assert visible(tree(out)).items() <= unbroken.items(), "what is in view is whole"
        assert finish(server, service, out) == unbroken
    assert chain < kills, "some pulls were killed more than once"
    assert not EVERY or service != "registry" or any("Range" in headers for _, _, headers in server.asked)
