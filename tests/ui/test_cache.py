"""What sessions share: a result that another session drops while it is read is worked out again."""

from ui.shell import cache


class Dropping(dict):
    """Results of which another session drops each as soon as this one has seen that it is there."""

    def __contains__(self, key):
        there = super().__contains__(key)
        self.pop(key, None)
        return there


def test_a_result_that_is_dropped_while_it_is_looked_for_is_worked_out_again(monkeypatch):
    table, store = cache.register(), Dropping()
    monkeypatch.setattr(cache, "analyses", lambda _: store)
    assert [cache.cached_analysis(table, ("count",), lambda: 616) for _ in range(2)] == [616, 616]


def test_a_result_that_no_room_is_left_for_is_given_all_the_same(monkeypatch):
    monkeypatch.setattr(cache, "analyses", lambda _: {})
    assert cache.cached_analysis(cache.register(), ("count",), lambda: 616) == 616
