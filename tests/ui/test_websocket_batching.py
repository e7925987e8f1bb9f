"""What a run sends comes at once: every message, in order, and none of a run before its last unless it takes long."""

import asyncio
from importlib.metadata import version

import pytest
from hypothesis import given as every
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests import loops
from ui.shell import websocket_batching
from ui.shell.websocket_batching import CHECKED_VERSION, RunBatching

BEGIN, DRAWN, CHART, END, CUT, OTHER, CLOSE = "begin", "drawn", "chart", "end", "cut short", "other", "close"


def event(kind, number=0):
    """A message of the socket as Streamlit sends it, told apart by its number."""
    message = ForwardMsg(hash=str(number))
    if kind == BEGIN:
        message.new_session.page_script_hash = str(number)
    elif kind == DRAWN:
        message.delta.new_element.markdown.body = str(number)
    elif kind == CHART:
        message.delta.add_block.id = f"$$ID-0123456789abcdef-chart.number_{number}"
    elif kind == OTHER:
        message.session_event.script_changed_on_disk = True
    elif kind == CLOSE:
        return {"type": "websocket.close"}
    else:
        message.script_finished = (
            ForwardMsg.FINISHED_EARLY_FOR_RERUN if kind == CUT else ForwardMsg.FINISHED_SUCCESSFULLY
        )
    return {"type": "websocket.send", "bytes": message.SerializeToString()}


def serve(app, asked, receive, send):
    """Let an application serve one request."""
    loops.run(RunBatching(app)(asked, receive, send))


def arrivals(script, arrive=lambda: None):
    """What arrives on one socket, and how many events had been sent by then; a number is seconds of silence."""
    sent, found = [0], []

    async def app(_scope, _receive, send):
        for number, step in enumerate(script):
            if isinstance(step, float):
                await asyncio.sleep(step)
            else:
                sent[0] += 1
                await send(event(step, number))

    async def take(one):
        found.append((one, sent[0]))
        arrive()

    serve(app, {"type": "websocket"}, None, take)
    return found


def test_the_messages_of_the_installed_streamlit_were_checked():
    """Messages are no published interface. With another version: compare when `new_session` and `script_finished` are
    sent (streamlit/runtime/app_session.py, proto/ForwardMsg.proto), run the tests below, then write its number here.
    """
    assert version("streamlit") == CHECKED_VERSION == "1.67.0"


def test_a_run_arrives_whole_with_its_last_message():
    found = arrivals([BEGIN, DRAWN, DRAWN, END])
    assert [at for _, at in found] == [4, 4, 4, 4]


def test_what_stands_before_the_first_chart_goes_ahead_of_it():
    found = arrivals([BEGIN, DRAWN, CHART, DRAWN, CHART, DRAWN, END, BEGIN, CHART, END])
    assert [at for _, at in found] == [3, 3, 7, 7, 7, 7, 7, 9, 10, 10]


def test_the_answer_of_a_run_cut_short_at_its_charts_has_gone_ahead():
    found = arrivals([BEGIN, DRAWN, CHART, CUT, BEGIN, DRAWN, CHART, END])
    assert [at for _, at in found] == [3, 3, 7, 7, 7, 7, 8, 8]


def test_what_belongs_to_no_run_passes_at_once():
    assert [at for _, at in arrivals([OTHER, OTHER, BEGIN, END, OTHER])] == [1, 2, 4, 4, 5]


def test_a_run_cut_short_is_held_with_the_one_that_follows():
    assert [at for _, at in arrivals([BEGIN, DRAWN, CUT, BEGIN, DRAWN, END])] == [6] * 6


def test_the_end_of_the_socket_is_not_held():
    assert [at for _, at in arrivals([BEGIN, DRAWN, CLOSE])] == [3, 3, 3]


def test_a_run_that_takes_long_is_shown_as_it_comes(monkeypatch):
    monkeypatch.setattr(websocket_batching, "LONGEST_HOLD", 0.01)
    found = arrivals([BEGIN, DRAWN, 0.1, DRAWN, DRAWN, END])
    assert [at for _, at in found] == [2, 2, 3, 4, 5]


@every(st.lists(st.sampled_from([BEGIN, DRAWN, CHART, END, CUT, OTHER, CLOSE])))
def test_every_message_arrives_once_and_in_order(script):
    found = [one for one, _ in arrivals(script)]
    assert found == [event(kind, number) for number, kind in enumerate(script[: len(found)])]
    assert not {END, CLOSE} & set(script[len(found) :])
    assert {BEGIN, CHART} & {*script[len(found) :][:1]} or len(found) == len(script)


def test_a_reader_who_has_left_ends_the_socket_and_nothing_else(monkeypatch):
    monkeypatch.setattr(websocket_batching, "LONGEST_HOLD", 0.01)
    tries = []

    def gone():
        tries.append(1)
        raise OSError("the reader has left")

    with pytest.raises(OSError, match="the reader has left"):
        arrivals([BEGIN, DRAWN, 0.1, DRAWN], gone)
    assert len(tries) == 2, "the late release meets it quietly; the next message tells the application"


def test_other_requests_are_left_alone():
    given = []

    async def app(scope, receive, send):
        given.append((scope, receive, send))

    asked = ({"type": "http"}, object(), object())
    serve(app, *asked)
    assert given == [asked]


def asked(**what):
    """A message of the browser."""
    return {"type": "websocket.receive", "bytes": BackMsg(**what).SerializeToString()}


RUN, OWN = asked(rerun_script={}), asked(load_git_info=True)


def given(script, monkeypatch, patience=5.0):
    """What the application was given, and what it had said by then, where it asks as often as the script says.

    A list is what the server says a moment later.
    """
    monkeypatch.setattr(websocket_batching, "LONGEST_TURN", patience)
    found, said = [], []

    async def app(_scope, receive, send):
        async def say(kinds):
            for kind in kinds:
                await asyncio.sleep(0.01)
                said.append(kind)
                await send(event(kind))

        talking = None
        for step in script:
            if isinstance(step, list):
                talking = asyncio.create_task(say(step))
            else:
                found.append((await receive(), [*said]))
        if talking:
            await talking

    asks = iter([step for step in script if not isinstance(step, list)])

    async def receive():
        return next(asks)

    async def take(_):
        pass

    serve(app, {"type": "websocket"}, receive, take)
    return found


def test_a_run_is_not_stopped_before_it_has_taken_what_was_typed(monkeypatch):
    found = given([RUN, [BEGIN, OTHER, DRAWN, END], RUN], monkeypatch)
    assert found == [(RUN, []), (RUN, [BEGIN, OTHER, DRAWN])]


def test_what_an_earlier_run_draws_is_no_sign_of_the_next(monkeypatch):
    found = given([RUN, [DRAWN, BEGIN, DRAWN], RUN], monkeypatch)
    assert found == [(RUN, []), (RUN, [DRAWN, BEGIN, DRAWN])]


def test_a_run_that_never_begins_delays_the_next_for_a_while(monkeypatch):
    assert given([RUN, RUN], monkeypatch, patience=0.05) == [(RUN, []), (RUN, [])]


@pytest.mark.parametrize(
    "message", [OWN, {"type": "websocket.receive", "bytes": b"\xff"}, {"type": "websocket.disconnect"}]
)
def test_what_asks_for_no_run_waits_for_none(monkeypatch, message):
    assert given([RUN, message], monkeypatch) == [(RUN, []), (message, [])]
