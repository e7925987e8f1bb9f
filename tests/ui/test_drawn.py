"""The page drawn beforehand: the figure of the page itself, safe whatever the data hold, once drawn for all."""

import asyncio
import gzip
import html
import logging
import re
from collections import OrderedDict
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import count
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from output.page import still
from output.page.menu import PAGES
from output.subject import Table
from policy.bounds import LONGEST_LINK
from policy.coded import prepare
from policy.scenarios.links import to_query
from policy.scenarios.presets import presets
from policy.scenarios.scenario import build_scenario
from tests import loops
from tests.costs import is_soon
from tests.hostile import contracts
from tests.pages import headline, opened, text
from ui import drawing, drawn
from ui.drawn import CHECKED_VERSION, DrawnPages
from ui.shell import cache, hosting
from ui.shell.cache import _sessions, register
from ui.shell.view import View

LINKS = [
    ("overview", {}),
    *(("overview", to_query(build_scenario(preset)[0])) for preset in presets().values()),
    ("overview", {"base": "pledge@1", "small.threshold": "5000000", "in.buyer_kind": "local"}),
    ("overview", {"in.nation": "Wales", "in.value_gbp": ">=1000000"}),
    ("overview", {"small.threshold": "banana", "window.years": "7"}),
    ("overview", {"authorities.kinds": ""}),
    ("services", {"reassess.services": "prison:held:a test", "measure": "contracts"}),
    ("timeline", {"in.service": "prison", "period": "quarter"}),
    ("overview", {"in.buyer_kind": "nhs", "in.region": "South West", "in.end": ">=2027-01-01,<=2027-12-31"}),
    ("places", {"in.nonsense": "x", "in.buyer_kind": "nobody"}),
    (
        "suppliers",
        {"suppliers.exempt": "charity", "fp": "000000000000", "said": "1-1", "data": "register.abcdef123456"},
    ),
]


@pytest.fixture
def pages(monkeypatch):
    """The drawn pages with nobody there and nothing counted yet."""
    _sessions().clear()
    monkeypatch.setenv(hosting.CROWD, "1000")
    return DrawnPages()


@dataclass
class Answer:
    """What was answered to one request."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def page(self):
        """The page as a browser reads it."""
        packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if packed else self.body).decode()


async def answer(pages, address, method="GET", **headers):
    path, _, query = address.partition("?")
    named = {"accept-encoding": "gzip", **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "root_path": "", "app": None,
        "query_string": query.encode(), "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }  # fmt: skip
    sent = []

    async def send(event):
        sent.append(event)

    await Starlette(routes=pages.routes())(scope, None, send)
    said = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], said, b"".join(event.get("body", b"") for event in sent[1:]))


def asked(pages, address, method="GET", **headers):
    return loops.run(answer(pages, address, method, **headers))


def words(part):
    """What a piece of HTML says, without its marks."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", part)).split())


def parts(page, tag):
    return [words(found) for found in re.findall(rf"<{tag}[ >].*?</{tag}>", page, re.DOTALL)]


def made(pages, name="overview", query=""):
    kept = pages._work(pages._key(name, query))
    return kept and gzip.decompress(kept.waits).decode()


@pytest.mark.parametrize(("name", "query"), LINKS)
def test_it_says_what_the_page_itself_says(name, query, pages):
    page, itself = made(pages, name, urlencode(query)), opened(name, query)
    assert parts(page, "h1") == [headline(itself)]
    said = " ".join(text(itself).replace("*", "").replace("~~", "").replace(":small[", "").split())
    sure = re.search("<div class='sure.*?</div>", page, re.DOTALL)[0]
    for paragraph in parts(sure, "p"):
        assert paragraph in said
    assert len(parts(sure, "p")) == 2
    cards = re.search("<div class='cards'>.*?</div></div>", page, re.DOTALL)
    told = [words(card) for card in re.findall("<div><span>.*?</div>", cards[0] if cards else "")]
    assert told == [f"{one.label}{one.value}{one.delta}" for one in itself.metric]
    taken = str.maketrans("", "", "\\*\N{WORD JOINER}")
    warned = {" ".join(one.value.translate(taken).replace("- ", "").split()) for one in [*itself.warning, *itself.info]}
    links = {one.proto.label for one in itself.get("page_link")}
    ways = re.search("<div class='nothing'>(.*?)</div>", page)
    wider = [one.label.replace("\\", "") for one in itself.button if str(one.key).startswith("nothing.")]
    assert (parts(ways[0], "a") if ways else []) == wider
    assert bool(wider) == bool("<svg" not in page)
    assert ("Open your own register" in parts(page, "a")) == ("Open your own register" in links)
    notices = re.findall("<div class='notice'>(.*?)</div>", page, re.DOTALL)
    assert {words(each.replace("<li>", " <li>")) for each in notices} == warned


def test_a_link_that_cannot_be_drawn_gets_the_page_alone(pages, monkeypatch):
    plain = drawn.INDEX.read_text(encoding="utf-8")
    addresses = ("data=own.mine.abcdef", "embed=true", f"find={'x' * 20_000}", "x=1&" * 2_000, "a" * (LONGEST_LINK + 1))
    for query in addresses:
        assert asked(pages, f"/?{query}").page == plain, query[:40]
    monkeypatch.setenv(hosting.TABLE, "/nowhere/table.parquet")
    assert asked(pages, "/").page == plain
    monkeypatch.setenv(hosting.TABLE, "")
    assert "<div id='drawn'>" in asked(pages, "/").page


def test_one_that_takes_too_long_comes_without_and_is_there_the_next_time(pages, monkeypatch):
    async def twice():
        monkeypatch.setattr(drawn, "PATIENCE", 0.0)
        first = await answer(pages, "/?small.threshold=3")
        await asyncio.gather(*pages._under_way.values())
        return first.page, (await answer(pages, "/?small.threshold=3")).page

    first, then = loops.run(twice())
    assert "<div id='drawn'" not in first and "<div id='drawn'" in then


def test_all_who_ask_for_one_address_wait_for_one_drawing(pages, monkeypatch):
    drawings = []
    monkeypatch.setattr(drawn.DrawnPages, "_work", lambda _, key: drawings.append(key))

    async def crowd():
        return await asyncio.gather(*(pages._found(pages._key("overview", "small.threshold=4")) for _ in range(50)))

    assert loops.run(crowd()) == [None] * 50
    assert len(drawings) == 1


def test_readers_whom_a_social_network_marks_one_by_one_share_one_drawing(pages):
    link = "base=pledge&in.buyer_kind=local"
    marked = {pages._key("overview", f"{link}&fbclid={reader}&utm_source=news") for reader in range(9)}
    assert marked == {pages._key("overview", link)}
    assert made(pages, "overview", f"fbclid=1&{link}&utm_medium=mail") == made(pages, "overview", link)


def test_more_than_are_drawn_at_once_come_without(pages, monkeypatch):
    monkeypatch.setattr(drawn.DrawnPages, "_work", lambda _, __: drawn.Kept(b"at once", b"waits"))

    async def crowd():
        keys = [pages._key("overview", f"small.threshold={number}") for number in range(30)]
        return await asyncio.gather(*map(pages._found, keys))

    found = loops.run(crowd())
    assert sum(each is None for each in found) == 30 - drawn.MOST_AT_ONCE


def test_an_error_in_drawing_gives_the_page_alone_and_names_no_link(pages, monkeypatch, caplog):
    monkeypatch.setattr(drawing, "drawn", lambda *_, **__: 1 / 0)
    with caplog.at_level(logging.WARNING, logger="ui.drawn"):
        assert asked(pages, "/?in.buyer=Somewhere").page == drawn.INDEX.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in caplog.text and "Somewhere" not in caplog.text


def test_a_browser_asks_by_its_tag_and_a_crowd_keeps_its_copy(pages, monkeypatch):
    first = asked(pages, "/")
    assert first.headers["cache-control"] == "no-cache"
    assert first.headers["content-encoding"] == "gzip" and first.headers["vary"] == "Accept-Encoding"
    again = asked(pages, "/", if_none_match=first.headers["etag"])
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert asked(pages, "/?small.threshold=1").headers["etag"] != first.headers["etag"]
    bare = asked(pages, "/", accept_encoding="identity")
    assert "content-encoding" not in bare.headers and bare.page == first.page
    assert asked(pages, "/", "HEAD").status == 200
    monkeypatch.setenv(hosting.CROWD, "0")
    crowd = asked(DrawnPages(), "/")
    assert crowd.headers["cache-control"] == "public, max-age=60"
    assert crowd.headers["etag"] != first.headers["etag"]


def test_the_application_waits_where_many_come_or_no_place_is_left(pages, monkeypatch):
    now = 1000.0
    monkeypatch.setattr(drawn, "monotonic", lambda: now)
    monkeypatch.setenv(hosting.CROWD, "3")
    monkeypatch.setenv(hosting.VISITORS, "10")
    pages = DrawnPages()
    assert [pages._is_crowd() for _ in range(5)] == [False, False, False, True, True]
    now += drawn.WINDOW + 1
    assert not pages._is_crowd()
    _sessions().update(object() for _ in range(9))
    assert not pages._is_crowd()
    _sessions().add(object())
    assert pages._is_crowd()
    _sessions().clear()


def test_a_page_that_waits_loads_nothing_of_the_application(pages):
    page = made(pages)
    waiting = re.search("<template id='application'>(.*?)</template>", page, re.DOTALL)
    outside = page.replace(waiting[0], "")
    assert 'type="module"' in waiting[1] and "stylesheet" in waiting[1]
    assert not re.search(r"<script[^>]+src|<link[^>]+(?:preload|stylesheet)|@font-face", outside)
    at_once = gzip.decompress(pages._work(pages._key("overview", "")).at_once).decode()
    assert "<template" not in at_once and at_once.count('<script type="module"') == 1
    for each in (page, at_once):
        assert "You need to enable JavaScript" not in each
        assert each.index('<div id="root">') < each.index("<div id='drawn'")
        assert re.search(
            r"<title>What comes back · Back in house</title><meta name='description' content=\"About \d", each
        )


def test_streamlit_is_the_version_that_was_taken_apart():
    assert version("streamlit") == CHECKED_VERSION


def test_hostile_names_are_text():
    found = contracts()
    strange = {"title": "<script>alert(1)</script>", "note": "\"><img src=x onerror='x'>"}
    dataset = replace(register().dataset, contracts=found, fingerprint="hostile", **strange)
    view = View(Table(dataset, prepare(found, dataset.services)), build_scenario()[0])
    query = {"base": "pledge@1", "in.buyer": "'><script>alert(2)</script>"}
    for name in still.FIRST_CHARTS:
        page = still.drawn(view, name, query, {"measure": "<b>"}, first_use=True).html(["<p>x</p>"], waits=True)
        assert "<script" not in page and "<img" not in page
        assert not re.search(r"<[^>]*\son\w+=", page)
        assert "&lt;script&gt;alert(1)" in page


def test_a_link_of_the_greatest_length_is_soon_drawn(pages):
    """A run of the page takes some 80 ms; drawing this link took 53 while each name was looked up in a table."""
    pages._work(pages._key("overview", ""))
    turns, answers = count(), list[str | None]()

    def query():
        named = ",".join(f"name {next(turns)}" for _ in range(190))
        return dict.fromkeys(("in.buyer", "in.supplier", "in.service", "reassess.services"), named[:9_000])

    def drawing():
        answers.append(made(pages, "overview", urlencode(query())[:LONGEST_LINK]))

    assert is_soon(drawing, 0.08)
    page = answers[0]
    assert page is None or len(page) < 400_000


def test_a_large_table_is_not_drawn_beforehand(monkeypatch):
    assert drawing.read("overview", "", "register", OrderedDict()) is not None
    monkeypatch.setattr(drawing, "MOST_CONTRACTS", len(register().dataset.contracts) - 1)
    assert drawing.read("overview", "", "register", OrderedDict()) is None


def test_what_is_kept_is_bounded(pages, monkeypatch):
    monkeypatch.setattr(drawn, "MOST_KEPT", 100_000)
    kept = drawn.Kept(b"x" * 10_000, b"y" * 10_000)
    for number in range(20):
        pages._keep(("overview", str(number), "register", 0.0), kept)
    assert len(pages._kept) == 4 and pages._size <= 100_000
    before = pages._size
    pages._keep(next(reversed(pages._kept)), kept)
    assert pages._size == before, "one that is drawn again takes the place of the first"
    assert list(pages._kept)[-1][1] == "19"


def test_what_is_amiss_does_not_make_another_drawing(monkeypatch):
    made_, draw = [], drawing.drawn
    monkeypatch.setattr(drawing, "drawn", lambda *given, **more: made_.append(1) or draw(*given, **more))
    stills = OrderedDict()
    for number in range(3):
        drawing.read("overview", f"small.threshold=9&fbclid={number}", "register", stills)
    assert len(made_) == len(stills) == 1


def test_a_new_table_is_another_page(pages, monkeypatch, tmp_path):
    table = tmp_path / "table.parquet"
    table.write_bytes(b"")
    monkeypatch.setenv(hosting.TABLE, str(table))
    before = pages._key("overview", "")
    monkeypatch.setattr(cache, "changed", lambda _: 5.0)
    assert pages._key("overview", "") != before


def test_the_pages_that_are_drawn_are_pages():
    assert still.FIRST_CHARTS.keys() <= PAGES.keys()


@pytest.mark.parametrize(("name", "charts"), [("overview", 3), ("services", 1), ("timeline", 1), ("buyers", 1)])
def test_the_source_stands_once_under_each_chart_and_not_again_at_the_foot(name, charts, pages):
    assert words(made(pages, name)).count("Source: Register of UK public service contracts") == charts


def test_a_bar_of_which_nothing_is_certain_is_pale_with_an_outline_and_its_key_says_so(pages):
    """Kinds of supplier under the plain pledge: of those without a name nothing is certain (£0 to £610 million)."""
    page = made(pages, "suppliers")
    assert "<i class='open'></i>almost none of it is certain" in page
    wide, narrow = (page.split(f"<div class='{size} '>")[1].split("</svg>")[0] for size in ("wide", "narrow"))
    for picture in (wide, narrow):
        assert picture.count('fill="var(--doubt)" stroke="var(--accent)"') == 2


def test_of_contracts_none_of_which_is_certain_to_return_no_bar_is_full(pages):
    """Children's services of Kirklees Council of £1 million a year or more: up to one of three, £0 to £7.0 million."""
    query = {"in.buyer": "Kirklees Council", "in.service_group": "children", "in.annual_gbp": ">=1000000"}
    page = made(pages, "overview", urlencode(query))
    assert "£0 to £7.0m" in page
    assert words(page).count("etween £0 and £7.0 million a year") == 1, "the ends are said once"
    charts = re.findall("<figure.*?</figure>", page, re.DOTALL)
    assert len(charts) == 3
    assert all('fill="var(--doubt)" stroke="var(--accent)"' in chart for chart in charts)
    for chart in (charts[0], charts[2]):  # bars that lie; of one year alone the line of the range is broad
        full = [float(found) for found in re.findall(r'height="([\d.]+)" fill="var\(--accent\)"/>', chart)]
        assert max(full, default=0) <= 6, "only lines are full"
