"""Whoever waits for a turn gets the next one, however soon the thread before asks again."""

import statistics
import threading
import time

import pytest

from policy.turns import Turns


def test_a_thread_that_asks_again_and_again_lets_a_waiting_one_in_between():
    turns, begun, over, parts, let_by = Turns(), threading.Event(), threading.Event(), [], []

    def work_in_parts():
        while not over.is_set():
            with turns, turns:  # again inside its own turn, as a page does
                parts.append(None)
                begun.set()
                time.sleep(0.02)

    worker = threading.Thread(target=work_in_parts, daemon=True)
    worker.start()
    begun.wait()
    for _ in range(10):
        before = len(parts)
        with turns:
            let_by.append(len(parts) - before)
    over.set()
    worker.join()
    # Parts, not seconds: on a busy machine a part may last long, or a thread be put aside before it asks.
    assert statistics.median(let_by) == 1, "an unfair lock lets dozens by at once, and none at other times"


def test_turns_come_in_the_order_in_which_they_were_asked_for():
    turns, order, threads = Turns(), [], []

    def take(number):
        with turns:
            order.append(number)

    with turns:
        for number in range(8):
            threads.append(threading.Thread(target=take, args=(number,)))
            threads[-1].start()
            while len(turns._waiting) <= number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_work_in_one_piece_can_pass_its_turn_on_and_goes_on_after_those_who_waited():
    turns, order = Turns(), []

    def take(number):
        with turns:
            order.append(number)

    with turns, turns:
        threads = [threading.Thread(target=take, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        while len(turns._waiting) < 3:
            time.sleep(0.001)
        order.append("mine")
        turns.pass_on()
        order.append("mine again")
        turns.pass_on()  # nobody waits
    with turns:
        order.append("free")
    assert order == ["mine", 0, 1, 2, "mine again", "free"]


def test_an_error_inside_a_turn_gives_it_back():
    turns, done = Turns(), []
    with pytest.raises(ZeroDivisionError), turns:
        _ = 1 // 0

    def take():
        with turns:
            done.append(True)

    other = threading.Thread(target=take, daemon=True)
    other.start()
    other.join(timeout=1)
    assert done
