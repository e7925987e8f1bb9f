"""Whose a pull on the page is: off unless allowed, one at a time, stopped by its starter, its end told in words."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from data.pull.progress import Progress
from data.pull.services import Plan
from tests.pages import opened, text, whole
from tests.ui.test_pulling import PATIENCE, ended, service, start
from ui.shell import hosting, pulling
from ui.shell.cache import pull_job
from ui.shell.pulling import Job, NotStartedError

__all__ = ["service"]
PLAN = Plan("find-a-tender", date(2026, 8, 1), date(2026, 8, 2))


@pytest.fixture
def held(monkeypatch):
    """Pulls that last until they are let go or asked to stop; gives the event that lets them go, and those begun."""
    let_go, begun = threading.Event(), []

    def wait(plan, _, tell, should_stop):
        begun.append(plan)
        tell(Progress(plan.service, of=4))
        while not let_go.wait(0.01) and not should_stop():
            pass
        return Progress(plan.service, stopped=should_stop())

    monkeypatch.setenv(hosting.PULL, "yes")
    monkeypatch.setattr(pulling, "pull", wait)
    monkeypatch.setattr(Job, "_build", lambda self, service: setattr(self, "message", f"Done: {service}"))
    pull_job.clear()
    yield let_go, begun
    let_go.set()
    pull_job.clear()


def joined(job):
    job._thread.join(PATIENCE)
    assert not job.running
    return job


def keys(page):
    return [button.key for button in page.button]


@pytest.mark.parametrize("said", [None, "", "no", "YES"])
def test_a_server_that_does_not_allow_it_says_why_and_how_else(held, said, monkeypatch):
    _, begun = held
    monkeypatch.delenv(hosting.PULL) if said is None else monkeypatch.setenv(hosting.PULL, said)
    page = opened("datasets")
    assert "This server brings no notices for its visitors, since they would fill its disk." in text(page)
    assert "python -m data pull find-a-tender --from 2026-01-01" in text(page)
    assert not {"page.pull.start", "page.pull.stop"} & set(keys(page))
    with pytest.raises(NotStartedError, match="brings no notices for its visitors"):
        Job().start(PLAN, "a visitor")
    assert not begun


def test_twenty_starts_at_once_make_one_pull(held, monkeypatch):
    let_go, begun = held
    job, together, refused = Job(), threading.Barrier(20), []
    # Long enough in the midst of a start for the others to begin theirs.
    monkeypatch.setattr(pulling, "Progress", lambda of: time.sleep(0.05) or Progress(of))

    def try_it(number):
        together.wait(PATIENCE)
        try:
            job.start(PLAN, f"session {number}")
        except NotStartedError as error:
            refused.append(str(error))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(try_it, range(20)))
    let_go.set()
    joined(job)
    assert len(begun) == 1
    assert refused == ["A pull is under way. Wait for its end, then start yours."] * 19


@pytest.mark.usefixtures("held")
def test_another_reader_sees_how_far_it_is_and_cannot_stop_it():
    first = start(opened("datasets"))
    second = opened("datasets")
    assert "page.pull.stop" in keys(first)
    assert "page.pull.stop" not in keys(second)
    assert "Another reader started this pull" in text(second)
    pull_job().stop("a guess")
    pull_job().stop("")
    assert pull_job().running
    whole(first.button(key="page.pull.stop").click().run())
    joined(pull_job())
    assert "Stopped. Starting it again goes on where it was." in text(whole(first.run()))
    other = text(whole(second.run()))
    assert "Stopped." not in other
    assert "Another reader" not in other


@pytest.mark.usefixtures("held")
def test_whoever_is_there_may_stop_a_pull_whose_starter_has_left():
    job, here = Job(), [True]
    job.start(PLAN, "the starter", lambda: here[0])
    assert (job.may_stop("the starter"), job.may_stop("another")) == (True, False)
    job.stop("another")
    assert not job._stop.is_set()
    here[0] = False
    assert job.may_stop("another")
    job.stop("another")
    joined(job)
    assert not job.may_stop("the starter"), "there is nothing to stop"


def test_the_end_is_told_to_its_starter_and_the_table_is_listed_for_all(service):
    held = threading.Event()
    service.faults[2] = lambda real: real if held.wait(PATIENCE) else None
    first = start(opened("datasets"))
    second = opened("datasets")
    held.set()
    assert "Done:" in text(ended(first))
    whole(second.run())
    assert "Done:" not in text(second)
    assert "page.pull.use" not in keys(second)
    assert "find\\-a\\-tender" in second.radio(key="page.data").options  # as Markdown shows it: find-a-tender


def no_folder_in(page, folder, caplog):
    assert str(folder) not in text(page) + "".join(error.value for error in page.error)
    assert str(folder) in caplog.text, "whoever runs the server needs it"


@pytest.mark.usefixtures("service")
def test_a_disk_that_cannot_be_written_names_no_folder_to_a_visitor(tmp_path, caplog):
    (tmp_path / "raw").write_text("a file where a folder should be", "utf-8")
    page = ended(start(opened("datasets")))
    assert "The pull broke off on this server; what had arrived is kept." in text(page)
    no_folder_in(page, tmp_path, caplog)


@pytest.mark.usefixtures("service")
def test_a_build_that_fails_names_no_folder_to_a_visitor(tmp_path, caplog):
    (tmp_path / "cache").write_text("a file where a folder should be", "utf-8")
    page = ended(start(opened("datasets")))
    assert "All is here, but no table could be built of it." in text(page)
    no_folder_in(page, tmp_path, caplog)


@pytest.mark.usefixtures("service")
def test_days_before_the_service_began_are_told():
    page = opened("datasets")
    page.selectbox(key="page.pull.service").set_value("find-a-tender")
    for key in ("page.pull.first", "page.pull.last"):
        page.date_input(key=key).set_value(date(2017, 1, 1))
    page = ended(page.button(key="page.pull.start").click().run())
    assert "find-a-tender has no notices of these days" in text(page)
