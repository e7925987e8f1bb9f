"""The process that answers the interface beside the dashboard: it holds the data set and nothing of the dashboard.

`api.apart` starts it, writes questions to its input and reads replies from its output, each with its number. It ends
with its input, so that none is left when the server is gone, however it went.
"""

import gc
import json
import logging
import os
import signal
import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import BinaryIO

from api.answers import Served
from api.replies import Replies, Reply
from data.load.datasets import UnreadableError, embedded, load
from output.charts.named import CHARTS
from output.nameless_log import leave_out_messages
from policy.coded import prepare
from policy.formats import one_line
from policy.turns import Turns

QUESTION, REPLY = struct.Struct("!II"), struct.Struct("!III")
"""What stands before a question, its number and length, and before a reply: its number, lengths of head and body."""
MOST_AT_ONCE = 32
"""Answers that are worked out or wait here; nobody else waits behind them, and the last of them is 0.4 s away."""
_MORE = 8
"""Threads for what is answered at once meanwhile: copies that still stand, what is kept, what cannot be answered."""
_SWITCH_S = 0.001
"""Seconds after which whoever only reads a question gets its share of the interpreter."""
_FIRST = (("assess", ""), ("groups", ""), ("contracts", ""), *(("chart.svg", f"chart={name}") for name in CHARTS))
"""What is asked before anybody asks, so that the first to ask finds everything loaded."""


def main() -> None:
    """Answer until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # typed at the server, which ends this process when it has ended
    sys.setswitchinterval(_SWITCH_S)
    leave_out_messages()
    questions, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no reply
    try:
        served, turns = _served(**json.loads(questions.readline())), Turns()
    except UnreadableError as error:  # it was replaced or taken away meanwhile
        sys.exit(f"the process of the HTTP interface ends: {one_line(str(error))}")
    replies = Replies(lambda: served, lambda: turns, MOST_AT_ONCE)
    for name, query in _FIRST:
        replies.reply(name, query, "")
    gc.collect()
    gc.freeze()
    answering = _Answering(replies, out)
    answering.send(0, Reply(200, {"data": served.dataset.fingerprint}))
    threads = ThreadPoolExecutor(MOST_AT_ONCE + _MORE)
    while head := questions.read(QUESTION.size):
        number, length = QUESTION.unpack(head)
        threads.submit(answering.answer, number, questions.read(length))
    os._exit(0)  # what is still worked out has no reader


class _Answering:
    """Works out replies and writes them, one at a time."""

    def __init__(self, replies: Replies, out: BinaryIO) -> None:
        self._replies, self._out, self._lock = replies, out, Lock()

    def answer(self, number: int, question: bytes) -> None:
        """Answer a question as it was read; what nobody foresaw is an error of the server, told to the log alone."""
        try:
            name, query, tags = json.loads(question)
            reply = self._replies.reply(name, query, tags)
        except Exception:
            logging.getLogger(__name__).exception("the HTTP interface failed")
            reply = Reply(500, {"content-type": "text/plain; charset=utf-8"}, b"Internal Server Error")
        self.send(number, reply)

    def send(self, number: int, reply: Reply) -> None:
        """Write a reply."""
        head = json.dumps([reply.status, reply.headers]).encode()
        with self._lock:
            self._out.write(REPLY.pack(number, len(head), len(reply.body)) + head + reply.body)
            self._out.flush()


def _served(path: str, mark: str, site: str) -> Served:
    """The data set that is served: a built table by its path, or the register."""
    dataset = load(path) if path else embedded()
    return Served(dataset, prepare(dataset.contracts, dataset.services), mark, site)


if __name__ == "__main__":
    main()
