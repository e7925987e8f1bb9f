"""A chart over HTTP and alone in a frame: the figures of the oracle, both themes, and what becomes of its receipt."""

import base64
import html
import json
import re
import zlib
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode
from xml.etree import ElementTree as ET

import pytest
import requests

import api.charts
import api.replies
from api.answers import Served
from api.description import FRAMED, ROOT
from api.embed import POLICY, SCRIPT, STYLE
from api.other_charts import OTHERS
from data.load.datasets import embedded
from output.charts.named import CHARTS, MOST_BARS, chart_of
from output.files import snippet
from output.palette import DARK, LIGHT
from output.subject import Shown, Table
from policy.coded import prepare
from policy.formats import contracts
from policy.measures import MEASURES
from policy.results import receipt as receipts
from policy.scenarios.files import from_short
from policy.scenarios.links import from_query
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import EVERYTHING, from_where
from tests import oracle
from tests.api.test_api import serving
from tests.policy.test_engine import REGISTER_ROWS, SERVICES

DATASET = embedded()
SERVED = Served(DATASET, prepare(DATASET.contracts, DATASET.services), f"register.{DATASET.fingerprint}")
LARGE = base64.urlsafe_b64encode(zlib.compress(b" " * 1_000_000)).decode()
"""A word that would unpack to more than any receipt holds."""
COUNCILS = from_where(["buyer_kind=local"])
OTHER = "base=pledge@1&small.threshold=1000000"
EVERY = {**{name: {} for name in (*CHARTS, *OTHERS)}, "way": {"to": OTHER}, "shares": {"to": OTHER}}
"""What a chart is asked for with, beside its name."""
TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(scope="module", autouse=True)
def site():
    with serving(SERVED) as address:
        ASKING["site"] = address
        yield


ASKING = {}
"""The address of the server of these tests."""


def get(path, query=(), status=200, served=None, **headers):
    with serving(served) if served else nullcontext(ASKING["site"]) as address:
        answer = requests.get(f"{address}{path}?{urlencode(dict(query))}", headers=headers, timeout=60)
    assert answer.status_code == status, answer.text
    return answer


def drawn(query):
    return ET.fromstring(get(f"{ROOT}/chart.svg", query).content)


def words(picture):
    return [element.text for element in picture.iter(TEXT)]


def shown(scope=EVERYTHING, changes=()):
    table = Table(SERVED.dataset, SERVED.coded).within(scope)
    return Shown(table, build_scenario(None, dict(changes))[0])


@pytest.mark.parametrize("scope", [EVERYTHING, COUNCILS], ids=["all", "councils"])
def test_the_picture_says_the_figure_of_the_oracle(scope):
    values = build_scenario(None, {"small.threshold": 1_000_000})[0].values
    found = oracle.assess(
        REGISTER_ROWS, SERVICES, values, lambda row: not scope or row["buyer_kind"] == "local"
    ).totals["contracts"]
    query = {"chart": "funnel", "measure": "contracts", "small.threshold": "£1m", **scope.to_query()}
    said = words(drawn(query))
    assert contracts(found.central) in said and contracts(found.of) in said
    assert any(f"About {contracts(found.central)} of the {contracts(found.of)} contracts" in line for line in said)


@pytest.mark.parametrize("name", EVERY)
def test_every_chart_is_drawn_in_both_themes_with_the_same_words(name):
    asked = {"chart": name, "measure": "contracts", **EVERY[name]}
    light, dark = (drawn({**asked, "theme": theme}) for theme in ("light", "dark"))
    assert words(light) == words(dark)
    assert len(words(light)) > 10
    ground = [picture.find("{http://www.w3.org/2000/svg}rect").get("fill") for picture in (light, dark)]
    assert ground == [LIGHT.page, DARK.page]
    inks = [{element.get("fill") for element in picture.iter(TEXT)} for picture in (light, dark)]
    assert LIGHT.text in inks[0] and not {LIGHT.text, LIGHT.quiet} & inks[1]


@pytest.mark.parametrize("name", EVERY)
def test_table_picture_and_page_of_a_chart_say_the_same(name):
    asked = {"chart": name, **EVERY[name], **COUNCILS.to_query()}
    table, picture = get(f"{ROOT}/chart", asked).json(), drawn(asked)
    page = Read(get(FRAMED, asked).text)
    assert " ".join(table["finding"].split()) in " ".join(words(picture))
    assert page.said["h1"] == [table["finding"]]
    title, about = picture[0].text, picture[1].text
    assert table["finding"] in title and set(page.said["desc"]) == {about}
    assert page.rows[0] == list(table["rows"][0])
    assert [row[0] for row in page.rows[1:]] == [str(next(iter(row.values()))) for row in table["rows"]]


@pytest.mark.parametrize(
    ("name", "more", "page", "choices"),
    [("limited", {"limit": "contracts", "most": "7"}, "timeline", {"limit": "contracts", "most": "7"}),
     ("split", {"split": "nation"}, "timeline", {"split": "nation"}), ("tornado", {}, "sensitivity", {}),
     ("way", {"to": OTHER}, "compare", {"from": "1", "to": "2"}), ("whole", {}, "whole", {})],
)  # fmt: skip
def test_the_link_of_another_chart_opens_its_page_with_the_same_choices(name, more, page, choices):
    [back] = Read(get(FRAMED, {"chart": name, **more}).text).attributes("a")
    path, _, query = back["href"].partition("?")
    pairs = dict(parse_qsl(query))
    assert path == f"./{page}" and choices.items() <= pairs.items()
    if name == "way":
        present, short = pairs["compare"].split(",")
        assert present == "now" and from_short(short)[1] == build_scenario(None, {"small.threshold": 1_000_000})[0]


@pytest.mark.parametrize("chart", ["way", "shares"])
def test_what_the_other_link_looks_at_is_not_left_out_in_silence(chart):
    asked = {"chart": chart, "to": f"{OTHER}&in.buyer_kind=nhs"}
    [problem] = get(f"{ROOT}/chart", asked, 422).json()["problems"]
    assert problem["where"] == "to, in.buyer_kind" and "compared on the same contracts" in problem["what"]
    same = {"chart": chart, "to": f"{OTHER}&in.buyer_kind=local", **COUNCILS.to_query()}
    assert get(f"{ROOT}/chart", same).json()["rows"] == get(f"{ROOT}/chart", {**same, "to": OTHER}).json()["rows"]


def test_bars_and_the_largest_are_as_asked():
    few = drawn({"chart": "service", "bars": "3"})
    every = drawn({"chart": "service", "bars": str(MOST_BARS)})
    assert len(words(few)) < len(words(every))
    chart = chart_of(shown(), "service", "annual_gbp", LIGHT)
    assert chart.without, "one service dwarfs the others on the register"
    rest = drawn({"chart": "service", "largest": "no"})
    assert any(f"{chart.without[0]}, the largest, is not drawn" in line for line in words(rest))
    assert not any(chart.without[0] == line for line in words(rest))
    asked = chart.without_largest().asked
    assert asked == {"chart": "service", "measure": "annual_gbp", "bars": "25", "largest": "no"}


def test_the_link_in_a_picture_begins_with_the_address_of_the_server():
    served = replace(SERVED, site="https://figures.example.org")
    query = {"chart": "quarters", "measure": "contracts", **COUNCILS.to_query()}
    picture = ET.fromstring(get(f"{ROOT}/chart.svg", query, served=served).content)
    small = [element.text for element in picture.iter(TEXT) if element.get("font-size") == "12"]
    address = "".join(small[next(at for at, line in enumerate(small) if line.startswith("https://")) :])
    assert address.startswith("https://figures.example.org/timeline?")
    pairs = dict(parse_qsl(address.partition("?")[2]))
    assert pairs["in.buyer_kind"] == "local" and pairs["period"] == "quarter" and pairs["measure"] == "contracts"
    assert pairs["data"] == SERVED.mark and pairs["said"]


def test_a_copy_of_a_picture_stands_for_a_day_on_the_same_data(monkeypatch):
    path, query = f"{ROOT}/chart.svg", {"chart": "years"}
    first = get(path, query)
    tag = {"if-none-match": first.headers["etag"]}
    assert first.headers["cache-control"] == "public, no-cache"
    assert get(path, query, 304, **tag).content == b""
    for other in ({"theme": "dark"}, {"measure": "contracts"}, {"in.nation": "Wales"}, {"small.threshold": "1m"}):
        get(path, {**query, **other}, **tag)
    newer = replace(SERVED, dataset=replace(DATASET, fingerprint="0" * 12))
    get(path, query, 200, newer, **tag)
    monkeypatch.setattr(api.replies, "today", lambda: date(2030, 1, 1))
    get(path, query, **tag)


class Read(HTMLParser):
    """What a page holds: its tags with attributes, the text of each kind, and the rows of its table."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.rows, self.open = [], [], []
        self.said = {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open:
            self.said.setdefault(self.open[-1], []).append(data)
            if self.open[-1] in ("th", "td"):
                self.rows[-1][-1] += data

    def attributes(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("name", CHARTS)
def test_a_page_alone_has_title_alternative_table_source_and_way_back(name):
    scope = COUNCILS
    answer = get(FRAMED, {"chart": name, **scope.to_query()})
    page, chart = Read(answer.text), chart_of(shown(scope), name, "annual_gbp", LIGHT)
    assert page.said["h1"] == [chart.finding]
    assert page.said["title"][0] == f"{chart.finding} · Back in house"
    assert page.said["desc"] == [chart.alternative()] * 4, "light and dark, for a wide frame and for a phone"
    assert [row[0] for row in page.rows] == [str(chart.table.columns[0]), *map(str, chart.table.iloc[:, 0])]
    assert all(len(row) == len(chart.table.columns) for row in page.rows)
    small = " ".join(page.said["p"])
    assert "Only: Councils" in small and "An estimate, not a prediction." in small and DATASET.fingerprint in small
    [back] = page.attributes("a")
    path, _, query = back["href"].partition("?")
    assert path == f"./{CHARTS[name].page.replace('overview', '')}"
    assert dict(parse_qsl(query))["in.buyer_kind"] == "local"
    assert (back["target"], back["rel"]) == ("_blank", "noopener")


def test_a_page_alone_asks_for_nothing_and_runs_one_script_that_its_policy_names():
    answer = get(FRAMED, {"chart": "service"})
    assert answer.headers["content-security-policy"] == POLICY
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["frame-ancestors"] == "*"
    assert "unsafe" not in POLICY
    page = Read(answer.text)
    assert page.said["script"] == [SCRIPT] and page.said["style"] == [STYLE]
    for tag, attributes in page.tags:
        assert not {"src", "style", "srcset"} & attributes.keys(), tag
        assert not any(name.startswith("on") for name in attributes), tag
        assert tag not in ("img", "link", "iframe", "form", "object", "base")


def test_a_theme_is_followed_or_fixed():
    for theme, count in (("auto", 4), ("light", 2), ("dark", 2)):
        page = Read(get(FRAMED, {"theme": theme}).text)
        assert page.attributes("html")[0]["class"] == theme
        assert len(page.attributes("svg")) == count


def test_a_bad_parameter_is_one_message_on_a_page_of_the_same_kind():
    for query, said in (
        ({"chart": "<b>x</b>"}, "chart: '<b>x</b>' is not known here; expected one of funnel"),
        ({"small.treshold": "1"}, "small.treshold: no such setting; did you mean small.threshold?"),
        ({"receipt": "x"}, "receipt: expected a receipt as one word"),
        ({"receipt": "é\u0000"}, "receipt: expected a receipt as one word"),
        ({"receipt": LARGE}, "receipt: expected a receipt as one word"),
        ({"receipt": receipts.packed({"id": "1"})}, "receipt: expected the text of a scenario under 'scenario'"),
        ({"receipt": receipts.packed(shown().receipt), "small.threshold": "1m"}, "receipt: it holds the scenario"),
        ({"receipt": receipts.packed({**shown().receipt, "whole": {}})}, "receipt: it is one of published spending"),
        ({"chart": "x" * 60_000}, "query: is 60,0"),
    ):
        answer = get(FRAMED, query, 422)
        page = Read(answer.text)
        assert page.said["p"][0].startswith(said), page.said["p"]
        assert "b" not in page.said
        assert answer.headers["content-security-policy"] == POLICY


def test_a_link_of_older_rules_is_drawn_in_a_page_that_is_to_stay():
    assert Read(get(FRAMED, {"fp": "0" * 12, "chart": "years"}).text).said["h1"]


def sentences(receipt, served=None):
    """What a page that is held to a receipt says of it, and its other small print."""
    text = get(FRAMED, {"receipt": receipts.packed(receipt)}, served=served).text
    note = re.search('<div class="moved" role="note">(.*?)</div>', text)
    return re.findall("<p>(.*?)</p>", html.unescape(note[1])) if note else [], Read(text).said["p"]


def test_a_page_held_to_a_receipt_says_that_it_stands():
    receipt = shown(COUNCILS, {"small.threshold": 1_000_000}).receipt
    moved, small = sentences(receipt)
    assert moved == []
    assert f"Receipt {receipt['id']} matches: the figure is the same." in small
    assert any("Only: Councils" in line for line in small), "scope and scenario are those of the receipt"
    assert any("£1,000,000 instead of £0" in line for line in small)


def test_it_says_that_the_data_have_moved_by_how_much_and_why():
    receipt = shown(COUNCILS).receipt
    rows = DATASET.contracts
    gone = rows[rows["buyer_kind"] != "local"].index.union(rows.index[rows["buyer_kind"] == "local"][::2])
    left = rows.loc[gone].reset_index(drop=True)
    fewer = replace(DATASET, contracts=left, fingerprint="f" * 12, as_of=date(2027, 1, 1))
    newer = Served(fewer, prepare(fewer.contracts, fewer.services))
    moved, small = sentences(receipt, newer)
    assert moved[0] == f"Receipt {receipt['id']} does not match: the figure is another now."
    kept = [row for row in REGISTER_ROWS if row["contract_id"] in {*fewer.contracts["contract_id"]}]
    values = build_scenario(None, {})[0].values
    then, now = (
        oracle.assess(rows, SERVICES, values, lambda row: row["buyer_kind"] == "local").totals["contracts"].central
        for rows in (REGISTER_ROWS, kept)
    )
    [count] = [line for line in moved if line.startswith("Contracts: ")]
    assert f"stated {contracts(then)} (" in count and f"now {contracts(now)} (" in count
    assert count.endswith(f": {contracts(then - now)} less.")
    assert moved[-1] == "The chart below shows the figures of today."
    assert "The data are newer: of 1 January 2027, the receipt's of 22 November 2026." in moved
    assert not any("matches" in line for line in small)


def test_it_says_that_the_program_has_moved(monkeypatch):
    receipt = shown().receipt
    monkeypatch.setattr(receipts, "CODE", "0" * 12)
    monkeypatch.setattr(receipts, "VERSION", "9.9.9")
    moved, small = sentences(receipt)
    assert moved == []
    assert any(line.startswith("The program is newer than the one that made the receipt (0.") for line in small)


def test_it_says_that_a_receipt_was_altered():
    altered = json.loads(json.dumps(shown().receipt))
    altered["returns"]["contracts"]["central"] += 5
    moved, _ = sentences(altered)
    assert moved[0].endswith("was changed after it was made: the figure.")


def test_a_snippet_frames_what_it_says():
    about = shown(COUNCILS, {"small.threshold": 1_000_000})
    chart = chart_of(about, "buyer_kind", "contracts", LIGHT)
    live = snippet.live("https://figures.example.org/", chart, about.scenario, about.table.scope)
    frozen = snippet.frozen("https://figures.example.org", chart, about.receipt)
    for text, more in ((live, {}), (frozen, {"receipt": receipts.packed(about.receipt)})):
        [frame] = Read(text).attributes("iframe")
        assert frame["title"] == "Chart from Back in house: Contracts back in house (buyer kind)"
        site, _, query = frame["src"].partition("?")
        pairs = dict(parse_qsl(query))
        assert site == "https://figures.example.org/embed"
        assert pairs["chart"] == "buyer_kind" and pairs["measure"] == "contracts"
        assert more.items() <= pairs.items()
        page = Read(get(FRAMED, pairs).text)
        assert page.said["h1"] == [chart.finding]
    pairs = dict(parse_qsl(Read(live).attributes("iframe")[0]["src"].partition("?")[2]))
    assert "fp" not in pairs, "a frame is to stay when a rule changes"
    scenario, wrong = from_query({key: value for key, value in pairs.items() if key not in chart.asked})
    assert (scenario, wrong) == (about.scenario, [])


def test_every_measure_can_be_asked_for():
    titles = {measure: drawn({"chart": "years", "measure": measure})[0].text for measure in MEASURES}
    assert len({*titles.values()}) > 1


@pytest.mark.parametrize("name", [name for name in EVERY if name != "whole"])
def test_no_picture_says_that_anything_comes_back_where_it_must_only_be_considered(name):
    query = {"chart": name, "base": "public-interest-test@1", **EVERY[name]}
    if "to" in query:
        query["to"] = urlencode({"base": "public-interest-test@1", "small.threshold": 5_000_000})
    said = " ".join(word for word in words(drawn(query)) if word).partition("Policy:")[0].lower()
    assert "back in house" not in said


def test_many_that_carry_half_are_told_with_what_they_are():
    finding = chart_of(shown(COUNCILS), "buyer", "annual_gbp", LIGHT).finding
    assert finding == "54% of the spend lies with 4 of 166 buyers together"


def test_a_map_says_of_a_place_what_its_bar_says():
    """Northern Ireland is a nation and a place of the map; none of what may return there is certain."""
    tiles = words(drawn({"chart": "places", "measure": "annual_gbp"}))
    assert "£0 to £6.6m" in tiles and "£3.2m" not in tiles
    assert "£0 to £6.6m" in words(drawn({"chart": "nation", "measure": "annual_gbp"}))
