"""What the server writes of a fault names its place, and nothing that a visitor wrote."""

import io
import logging

import pytest

from output.nameless_log import leave_out_messages

SECRET = "Somewhere Council"


@pytest.fixture(autouse=True)
def _nameless():
    before = logging.getLogRecordFactory()
    leave_out_messages()
    yield
    logging.setLogRecordFactory(before)


def written(name):
    """What a logger of this name writes of a fault about what a visitor wrote, caused by another fault about it."""
    log, handler = logging.getLogger(name), logging.StreamHandler(io.StringIO())
    log.addHandler(handler)
    try:
        try:
            {}[SECRET]
        except KeyError as first:
            raise ValueError(f"{SECRET} is wrong") from first
    except ValueError as error:
        log.error("Uncaught app execution", exc_info=error)  # noqa: TRY400 - as Streamlit does
        log.exception("in %s", "the page")
    finally:
        log.removeHandler(handler)
    return handler.stream.getvalue()


@pytest.mark.parametrize(
    "name", ["streamlit.error_util", "uvicorn.error", "starlette", "anyio.to_thread", "api.routes", "__main__"]
)
def test_a_fault_while_a_visitor_is_served_is_written_without_its_message(name):
    text = written(name)
    assert SECRET not in text
    assert text.count("builtins.ValueError, its message is left out") == 2
    assert text.count("test_nameless_log.py:") == 2
    assert "Uncaught app execution" in text
    assert "in the page" in text


def test_a_fault_of_ours_keeps_its_message():
    assert f"{SECRET} is wrong" in written("ui.shell.pulling")


def test_a_message_without_a_fault_is_as_it_was(caplog):
    logging.getLogger("streamlit").warning("no %s", "fault")
    assert [each.getMessage() for each in caplog.records] == ["no fault"]
