"""Charts say one thing: order is length, a key matches its words, a tile can be read, nothing is cut."""

import math

from hypothesis import given
from hypothesis import strategies as st

from output.charts import figures, tiles
from output.charts.sensitivity_figures import Swing, tornado
from output.charts.threshold import mark_places
from output.palette import DARK, LIGHT
from policy.analysis.threshold import Mark
from tests.draws import tries

AMOUNTS = st.lists(st.integers(0, 10**12), min_size=3, max_size=3).map(sorted)


def bars(ends):
    return [figures.Bar(f"b{i}", central, low, high, "") for i, (low, central, high) in enumerate(ends)]


def light(colour):
    """Relative luminance, written out from WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05


@tries(50)
@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.booleans())
def test_a_bar_is_as_long_as_its_figure_and_its_line_as_its_range(ends, upright):
    drawn = bars(ends)
    along = "y" if upright else "x"
    made = figures.years(drawn, LIGHT, str, 1) if upright else figures.ranked(drawn, LIGHT)
    bar, below, above = made["data"][:3]
    assert bar[along] == [central for _, central, _ in ends]
    assert below["base"] == [low for low, _, _ in ends]
    assert [start + length for start, length in zip(above["base"], above[along], strict=True)] == [e[2] for e in ends]


@tries(50)
@given(st.lists(AMOUNTS, min_size=1, max_size=12), st.lists(st.integers(0, 10**12), min_size=12, max_size=12))
def test_a_running_total_has_a_panel_above_every_column(ends, added):
    running = [sum(added[: i + 1]) for i in range(len(ends))]
    made = figures.years(bars(ends), LIGHT, str, 1, running)
    drawn = [trace for trace in made["data"] if trace.get("mode") == "lines+text"]
    assert bool(drawn) == (running[-1] > 0)
    for trace in drawn:
        assert min(trace["y"]) > max(high for _, _, high in ends)
        assert max(trace["y"]) < made["layout"]["yaxis"]["range"][1]


@tries(50)
@given(st.lists(AMOUNTS, min_size=1, max_size=12))
def test_the_largest_can_be_left_out_only_where_it_dwarfs_the_others(ends):
    drawn = bars(ends)
    apart = figures.without_largest(drawn, LIGHT)
    dwarfs = len(ends) > 2 and 0 < max(e[2] for e in ends[1:]) * 2.5 <= ends[0][1]
    assert (apart is not None) == dwarfs
    if apart:
        assert apart[0] == "b0" and apart[1]["data"][0]["x"] == [central for _, central, _ in ends[1:]]


@tries(50)
@given(st.lists(st.integers(0, 1_000), min_size=2, max_size=12), st.sampled_from([LIGHT, DARK]))
def test_every_tile_can_be_read(values, palette):
    places = [tiles.Tile(f"t{i}", i, 0, float(value), "£1") for i, value in enumerate(values)]
    [trace] = tiles.tiles(places, palette)["data"]
    for ground, ink in zip(trace["marker"]["color"], trace["textfont"]["color"], strict=True):
        one, other = sorted((light(ground), light(ink)))
        assert other / one >= 4.5


def test_no_word_of_a_tornado_is_cut():
    how = "- without Central government, Councils and the National Health Service, + with Police and fire and Education"
    made = tornado([Swing("Covered authorities", how, 1, 2, 3, 4, "-£1m", "+£2m")], LIGHT)
    [text] = made["data"][-1]["text"]
    assert "…" not in text and text.replace("<br>", " ") == f"<b>Covered authorities</b> {how}"


@tries(50)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8, unique=True))
def test_every_named_threshold_is_at_a_line(pounds):
    places = mark_places([Mark(each, "Councils in law") for each in sorted(pounds)])
    assert 1 <= len(places) <= len(pounds)
    assert all("procurement law" in words for _, words in places)
    assert [place for place, _ in places] == sorted(place for place, _ in places)
