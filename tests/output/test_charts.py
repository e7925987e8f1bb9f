"""Charts say one thing: order is length, a key matches its words, a tile can be read, nothing is cut."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.load.datasets import embedded
from output.charts import figures, tiles
from output.charts.chart import markdown_table
from output.charts.figures import round_ticks, ticks_in_words
from output.charts.named import chart_of
from output.charts.sensitivity import range_chart, tornado_chart
from output.charts.sensitivity_figures import Swing, tornado
from output.charts.threshold import mark_places
from output.charts.timeline import SplitMap
from output.palette import DARK, LIGHT
from output.subject import Shown, Table
from policy.analysis.threshold import Mark
from policy.analysis.tornado import alternatives, changes, reaches
from policy.analysis.uncertainty import uncertainty
from policy.coded import prepare
from policy.engine.decide import decide
from policy.formats import money
from policy.results.totals import Range, Total, Totals, totals
from policy.scenarios.scenario import build_scenario
from tests import write_pictures
from tests.draws import tries

CODED = prepare(embedded().contracts, embedded().services)
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
    drawn = [trace for trace in made["data"] if trace.get("mode") in ("lines", "text")]
    assert bool(drawn) == (running[-1] > 0)
    for trace in drawn:
        assert min(trace["y"]) > max(high for _, _, high in ends)
        assert max(trace["y"]) < made["layout"]["yaxis"]["range"][1]
    if drawn:
        line, words = drawn
        pixels = made["layout"]["height"] - made["layout"]["margin"]["t"] - made["layout"]["margin"]["b"]
        clear = (words["y"][0] - max(line["y"])) / made["layout"]["yaxis"]["range"][1] * pixels
        assert 3 < clear < 6, "the line would strike the words through"


@tries(50)
@given(st.lists(AMOUNTS, min_size=1, max_size=12))
def test_the_largest_can_be_left_out_only_where_it_dwarfs_the_others(ends):
    drawn = bars(ends)
    apart = figures.without_largest(drawn, LIGHT)
    dwarfs = len(ends) > 2 and 0 < max(e[2] for e in ends[1:]) * 2.5 <= ends[0][1]
    assert (apart is not None) == dwarfs
    if apart:
        assert apart[0] == "b0" and apart[1]["data"][0]["x"] == [central for _, central, _ in ends[1:]]


def test_no_wrapped_name_of_a_bar_touches_the_next():
    """A line of a name is 16 pixels high and a name stands around the middle of its bar."""
    long = "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board"
    names = ["Home Office", "London Borough of Southwark", long, "NHS Norfolk and Waveney Integrated Care Board"]
    made = figures.ranked([figures.Bar(name, 1, 1, 1, "£1") for name in names], LIGHT)
    lines = [name.count("<br>") + 1 for name in made["layout"]["yaxis"]["ticktext"]]
    assert lines == [1, 2, 3, 2]  # Southwark has 27 letters, one more than a line
    margin = made["layout"]["margin"]
    low, high = made["layout"]["yaxis"]["range"]
    each = (made["layout"]["height"] - margin["t"] - margin["b"]) / (low - high)
    assert each >= (3 + 2) / 2 * 16 + 5


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


@pytest.mark.parametrize(
    ("left", "right"), [("\u2212£3.6bn", "+£12m"), ("\u2212£3.6bn", "+£3.6bn"), ("", "+£1,234.5m")]
)
def test_the_words_at_the_longest_bar_of_a_tornado_have_room_on_a_phone(left, right):
    """A page 390 pixels wide leaves 358 to a chart, of which 16 are its margins; a letter takes 7 of them."""
    down, up = (3.6e9 if left else 0, 3.6e9 if "3.6" in right or not left else 12e6)
    found = tornado([Swing("A setting", "less: none", 0, 0, down, up, left, right)], LIGHT)
    first, last = found["layout"]["xaxis"]["range"]
    for words, end, edge in ((left, -down, first), (right, up, last)):
        assert abs(edge - end) / (last - first) * (358 - 16) >= 7 * len(words)


def test_bars_of_which_some_tell_a_range_alone_say_what_they_are_sorted_by():
    """Northern Ireland has three uncertain contracts, told as £0 to £6.6m, and stands by its central figure."""
    chart = chart_of(Shown(Table(embedded(), CODED), build_scenario()[0]), "nation", "annual_gbp", LIGHT)
    assert chart.note == "sorted by the central estimate"
    chart = chart_of(Shown(Table(embedded(), CODED), build_scenario()[0]), "buyer_kind", "annual_gbp", LIGHT)
    assert chart.note == ""


@tries(50)
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=8, unique=True))
def test_every_named_threshold_is_at_a_line(pounds):
    places = mark_places([Mark(each, "Councils in law") for each in sorted(pounds)])
    assert 1 <= len(places) <= len(pounds)
    assert all("procurement law" in words for _, words in places)
    assert [place for place, _ in places] == sorted(place for place, _ in places)


GROUNDS = {"LIGHT": ("#FFFFFF", LIGHT), "DARK": ("#14171A", DARK)}
"""What a page has behind its charts (.streamlit/config.toml)."""


def contrast(one, other):
    """Contrast of two colours by the formula of WCAG 2.2, from 1 to 21."""
    lights = []
    for colour in (one, other):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        lights.append(0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
    return max(lights) / min(lights)


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("kind", write_pictures.kinds())
def test_every_word_in_a_chart_stands_out_from_what_is_behind_it(scheme, kind):
    ground, palette = GROUNDS[scheme]
    figure = write_pictures.kinds(palette=palette)[kind]
    assert contrast(figure["layout"]["font"]["color"], ground) >= 4.5
    written = 0
    for trace in figure["data"]:
        words = [word for word in trace.get("text", ()) if word.strip()]
        colours = trace.get("textfont", {}).get("color", palette.text)
        behind = trace["marker"]["color"] if trace.get("mode") == "markers+text" else ground
        pairs = zip(
            [colours] * len(words) if isinstance(colours, str) else colours,
            [behind] * len(words) if isinstance(behind, str) else behind,
            strict=True,
        )
        for colour, under in pairs:
            assert contrast(colour, under) >= 4.5, (kind, colour, under)
            written += 1
    for note in figure["layout"].get("annotations", ()):
        darkest = figure["data"][0]["colorscale"][-1][1]
        assert contrast(note["font"]["color"], darkest) >= 4.5
        written += 1
    assert written or kind == "curve"


@pytest.mark.parametrize("scheme", GROUNDS)
def test_what_a_chart_tells_by_a_mark_stands_out_from_the_page(scheme):
    ground, palette = GROUNDS[scheme]
    for mark in (palette.accent, palette.line, palette.text, palette.quiet):
        assert contrast(mark, ground) >= 3
    assert contrast(palette.on_accent, palette.accent) >= 3


UNSURE = [(0, 60, 100), (40, 60, 100), (2.9, 60, 100), (3, 60, 100), (0, 0, 100)]
"""Low, central and high figures: the first and the third are certain to less than a twentieth of 60."""


@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("upright", [False, True])
def test_a_bar_of_which_almost_nothing_is_certain_is_pale_with_its_range_dark_upon_it(palette, upright):
    made = figures.years(bars(UNSURE), palette, str, 1) if upright else figures.ranked(bars(UNSURE), palette)
    bar, below, above = made["data"][:3]
    full, pale = palette.accent, palette.doubt
    assert bar["marker"]["color"] == [pale, full, pale, full, full]
    assert bar["marker"]["line"] == {"color": full, "width": [1.5, 0, 1.5, 0, 0]}
    assert below["marker"]["color"] == [full, palette.on_accent, full, palette.on_accent, palette.on_accent]
    assert above["marker"]["color"] == full
    assert light(pale) != pytest.approx(light(full), rel=0.5), "told apart in grey, as a printer draws it"


def test_the_key_says_what_a_pale_bar_is_only_where_there_is_one():
    some, none = bars(UNSURE), bars(UNSURE[1:2])
    assert [swatch.drawn for swatch in figures.range_key(some, LIGHT)] == ["bar", "line", "open"]
    assert [swatch.drawn for swatch in figures.range_key(none, LIGHT)] == ["bar", "line"]
    assert figures.range_words(some).endswith("pale bar: almost none of it is certain")
    assert "pale" not in figures.range_words(none)


def test_a_picture_outlines_a_pale_bar():
    drawn = write_pictures.svg_of("ranked", figures.ranked(bars(UNSURE), LIGHT))
    assert drawn.count(f'fill="{LIGHT.doubt}" stroke="{LIGHT.accent}" stroke-width="1.5"') == 2


def test_what_comes_back_is_pale_at_the_end_of_its_steps_where_almost_none_of_it_is_certain():
    drops = [
        figures.Drop("All contracts", 0, 100, "100", "whole"),
        figures.Drop("Back in house", 0, 60, "0 to 100", "returns", unsure=figures.is_unsure(2.9, 60)),
        figures.Drop("Back in house", 0, 60, "3 to 100", "returns", unsure=figures.is_unsure(3, 60)),
    ]
    [bar, _] = figures.waterfall(drops, LIGHT)["data"]
    assert bar["marker"]["color"] == [LIGHT.whole, LIGHT.doubt, LIGHT.accent]
    assert bar["marker"]["line"] == {"color": LIGHT.accent, "width": [0, 1.5, 0]}
    assert "line" not in figures.waterfall(drops[:1], LIGHT)["data"][0]["marker"]


def test_one_year_alone_is_a_column_and_no_wall():
    axis = figures.years(bars([(0, 1, 1)]), LIGHT, str, 1)["layout"]["xaxis"]
    assert axis["range"] == [-2.5, 2.5]
    assert "range" not in figures.years(bars([(0, 1, 1)] * 5), LIGHT, str, 1)["layout"]["xaxis"]


def test_the_rows_of_the_tornado_say_which_value_gives_less_and_which_more():
    """And of one setting that its table holds alone, that it is one."""
    decisions = decide(CODED, build_scenario()[0])
    keys = [key for key, _, step in alternatives(decisions) if step]
    only = [done for *_, done in changes(decisions) if done and done.key in (*dict.fromkeys(keys),)]
    ranked = reaches(decisions, only, "contracts")[:13]
    chart = tornado_chart(ranked, 14, totals(decisions), decisions.scenario, "contracts", LIGHT)
    assert chart.note == "1 more setting is in the table; 1 setting changes nothing by itself"
    assert "less: 2" in str(chart.figure) and "more: 0" in str(chart.figure)
    assert "more: assume let once more" in str(chart.figure), "a value stands inside a line"
    assert "more: set to None" in str(chart.figure) and "more: None" not in str(chart.figure)


def test_the_table_of_the_range_has_the_order_of_its_bars():
    decisions = decide(prepare(embedded().contracts, embedded().services), build_scenario()[0])
    table = range_chart(uncertainty(decisions), "annual_gbp", LIGHT).table
    sizes = table["Range, £ a year"].tolist()
    assert sizes == sorted(sizes, reverse=True)


def test_what_has_no_known_end_has_no_running_total_and_none_that_is_not_known():
    coded = prepare(embedded().contracts, embedded().services)
    shown = Shown(Table(embedded(), coded), build_scenario()[0])
    table = chart_of(shown, "years", "annual_gbp", LIGHT).table
    assert table["Year"].iloc[-1] == "Not known"
    assert table["Running total, £ a year"].iloc[-1] is None
    assert markdown_table(table).splitlines()[-1].endswith("|  |")


@pytest.mark.parametrize(("count", "said"), [(1000, "1 contract"), (2000, "2 contracts")])
def test_the_largest_part_of_the_years_is_said_in_its_number(count, said):
    part = Total(Range(count, count, count), count)
    found = SplitMap({"local": {"2031": Totals(part, part, part)}}, {"local": "Councils"}, "contracts", "Kind of buyer")
    assert found.finding() == f"The largest single part falls due in 2031: {said}, Councils"


@pytest.mark.parametrize(
    ("top", "said"),
    [
        (9.4e8, ["£0", "£2m", "£4m", "£6m", "£8m", "£10m"]),
        (1.9e11, ["£0", "£500m", "£1.0bn", "£1.5bn", "£2.0bn"]),
        (4.1e11, ["£0", "£1bn", "£2bn", "£3bn", "£4bn", "£5bn"]),
        (1.1e8, ["£0", "£500k", "£1.0m", "£1.5m"]),
    ],
)
def test_values_of_an_axis_in_one_unit_have_equally_many_decimals(top, said):
    """In pence, as charts have them."""
    assert ticks_in_words(round_ticks(top), lambda pence: money(int(pence), short=True)) == said
