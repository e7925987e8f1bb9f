"""The HTTP interface: the figures of the command line, one clear message for what cannot be answered, its bounds."""

import csv
import io
import json
import time
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from threading import Event, Semaphore, Thread
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
import requests
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

import api.replies
import api.routes
from api.answers import Answer, Served
from api.asked import TYPES
from api.description import FRAMED, ROOT, description
from api.doors import DOORS, EMBED
from api.feed import feed
from api.replies import Replies
from api.routes import Interface
from cli.policy import main
from data.load.datasets import embedded
from policy.coded import prepare
from policy.engine.decide import decide
from policy.measures import MEASURES
from policy.receipts.errata import published
from policy.results.totals import totals
from policy.rules import settings
from policy.scenarios.links import to_query
from policy.scope.scope import from_where
from tests import oracle
from tests.draws import tries
from tests.policy.test_engine import REGISTER_ROWS, SERVICES
from tests.policy.test_scope import scopes
from tests.strategies import scenarios

DATASET = embedded()
SERVED = Served(DATASET, prepare(DATASET.contracts, DATASET.services))
WHERE = ["buyer_kind=local", "value_gbp>=5m"]


@contextmanager
def serving(served=SERVED):
    """A server of the interface alone; gives the address of its root."""
    app = Starlette(routes=Interface(lambda: served, nullcontext).routes())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", h11_max_incomplete_event_size=200_000))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        [port] = [socket.getsockname()[1] for each in server.servers for socket in each.sockets]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module", autouse=True)
def interface():
    with serving() as site, requests.Session() as session:
        ASKING.update(site=site, session=session)
        yield


ASKING = {}
"""The server of these tests, and the connection to it."""


def ask_with(method, path):
    return ASKING["session"].request(method, f"{ASKING['site']}{path}", timeout=60)


@pytest.mark.parametrize("path", [f"{ROOT}/assess", f"{ROOT}/nowhere", f"{ROOT}/openapi.json", FRAMED])
@pytest.mark.parametrize("method", ["POST", "DELETE", "OPTIONS", "ODD"])
def test_another_method_is_refused_as_all_is_refused(method, path):
    reply = ask_with(method, path)
    assert (reply.status_code, reply.headers["allow"]) == (405, "GET, HEAD")
    said = f"{method} is not answered here; ask with GET or HEAD"
    if path == FRAMED:
        assert said in reply.text
    else:
        assert reply.json() == {"problems": [{"where": "method", "what": said}]}


@pytest.mark.parametrize("path", [f"{ROOT}/assess", f"{ROOT}/openapi.json"])
def test_a_head_is_answered_without_a_body(path):
    reply = ask_with("HEAD", path)
    assert (reply.status_code, reply.content) == (200, b"")


@pytest.mark.parametrize(
    ("path", "where", "what"),
    [
        (
            "assess?small.threshold=1&small.threshold=2",
            "small.threshold",
            "is given more than once, the last time as '2'",
        ),
        ("assess?format=json&format=csv", "format", "is given more than once, the last time as 'csv'"),
        ("assess?reassess.contracts=nope", "reassess.contracts", "expected contract_id=service, got 'nope'"),
        ("chart?chart=funnel&down=small.threshold", "down", "is no parameter of the chart funnel"),
    ],
)
def test_what_was_passed_over_is_refused(path, where, what):
    reply = ask(f"{ROOT}/{path}")
    assert (reply.status_code, reply.json()) == (422, {"problems": [{"where": where, "what": what}]})


def test_a_key_that_is_given_twice_alike_or_by_another_service_is_no_fault():
    assert ask(f"{ROOT}/presets?format=json&format=json&utm_source=a&utm_source=b").status_code == 200


def test_any_copy_that_one_holds_stands():
    assert ask(f"{ROOT}/presets", headers={"if-none-match": "*"}).status_code == 304


def ask(path, **options):
    return ASKING["session"].get(f"{ASKING['site']}{path}", timeout=60, **options)


def get(name, query=(), status=200, **headers):
    answer = ask(f"{ROOT}/{name}?{urlencode(dict(query))}", headers=headers)
    assert answer.status_code == status, answer.text
    return answer


def problems(answer):
    return "; ".join(f"{each['where']}: {each['what']}" for each in answer.json()["problems"])


@given(scopes(), scenarios())
@tries(60)
def test_it_gives_the_figures_of_the_oracle(narrowed, made):
    where, test = narrowed
    query = {**to_query(made), **from_where(where).to_query()}
    expected = oracle.assess(REGISTER_ROWS, SERVICES, made.values, lambda row: test(row, made.values)).totals
    given = get("assess", query).json()
    assert given["of"]["contracts"] * 1000 == expected["contracts"].of
    for measure, scale in (("contracts", 1000), ("annual_gbp", 100_000), ("whole_life_gbp", 100_000)):
        for end in ("low", "central", "high"):
            exact, told = getattr(expected[measure], end), given["returns"][measure][end]
            assert given["receipt"]["returns"][measure][end] == told
            if exact == 0 and says_nothing(expected[measure]):
                assert told is None, (measure, end)
            else:
                assert abs(told * scale - exact) <= scale / 200, (measure, end)
    listed = get("contracts", {**query, "limit": "1000"}).json()
    assert listed["of"] == expected["contracts"].of // 1000
    shares = sum(round(each["share_central"] * 1000) for each in listed["contracts"])
    assert shares == expected["contracts"].central


def says_nothing(total):
    """Semantics 12: whether no contract that returns, or that may, has a value, so that their sum is not £0."""
    return total.central == 0 and (total.silent > 0 or (total.high == 0 and total.without_value > 0))


def test_it_says_what_the_command_line_says(capsys):
    assert main(["assess", "--json", *(f"--where={each}" for each in WHERE)]) == 0
    printed = json.loads(capsys.readouterr().out)
    given = get("assess", from_where(WHERE).to_query()).json()
    assert given["headline"].startswith("About ")
    assert printed.pop("sentences")[0] == f"{given.pop('headline')}."
    assert given == printed


@pytest.mark.parametrize(
    ("name", "query"),
    [("groups", {"column": "service"}), ("contracts", {}), ("range", {}), ("chart", {"chart": "service"})],
)
def test_a_table_without_rows_has_the_columns_of_one_with_them(name, query):
    def header(**more):
        return get(name, {**query, "format": "csv", **more}).content.decode("utf-8-sig").splitlines()[0]

    rows = get(name, query).json()[{"range": "contracts", "chart": "rows"}.get(name, name)]
    told = [cell for cell in rows[0] if cell not in (*MEASURES, "range", "of", "label", "column")]
    assert set(told) <= set(next(csv.reader([header()])))
    assert header(**{"in.buyer": "Nobody at all"}) == header()


@pytest.mark.parametrize("column", ["service", "buyer_kind", "company", "year", "quarter"])
def test_groups_add_up_in_json_and_in_csv(column):
    query = {**from_where(WHERE).to_query(), "column": column}
    whole = get("assess", from_where(WHERE).to_query()).json()
    groups = get("groups", query).json()["groups"]
    assert sum(group["of"]["contracts"] for group in groups) == whole["of"]["contracts"]
    assert sum(group["contracts"]["central"] for group in groups) == pytest.approx(
        whole["returns"]["contracts"]["central"]
    )
    rows = list(csv.DictReader(io.StringIO(get("groups", {**query, "format": "csv"}).content.decode("utf-8-sig"))))
    assert [float(row["annual_gbp_central"]) if row["annual_gbp_central"] else None for row in rows] == [
        group["annual_gbp"]["central"] for group in groups
    ]
    assert [row[column] for row in rows] == [str(group[column] or "") for group in groups]


def test_a_sweep_of_contracts_without_a_value_says_that_it_is_not_known():
    narrowed = ["annual_gbp=not-known"]
    query = {**from_where(narrowed).to_query(), "key": "window.years"}
    last = get("sweep", query).json()["points"][-1]
    assert last["contracts"]["central"] > 0
    assert last["annual_gbp"]["central"] is None


def test_a_sweep_is_the_decision_at_each_value():
    points = get("sweep", {"key": "small.threshold"}).json()["points"]
    made = decide(SERVED.coded, _pledge("small.threshold", 1_000_000))
    [at] = [point for point in points if point["value"] == "1000000"]
    assert at["contracts"]["central"] * 1000 == totals(made).contracts.returns.central


def _pledge(key, value):
    from policy.scenarios.scenario import build_scenario  # noqa: PLC0415

    return build_scenario(None, {key: value})[0]


def test_a_chart_is_a_table_whose_first_and_last_steps_are_the_answers_of_two_scenarios():
    other = {"small.threshold": "1000000", "window.years": "3"}
    query = {"chart": "way", "to": urlencode({"base": "pledge@1", **other})}
    rows = get("chart", query).json()["rows"]
    assert [rows[at]["Step"] for at in (0, -1)] == ["The pledge, plain reading", "The pledge, plain reading, 2 changes"]
    ends = [get("assess", each).json()["returns"]["annual_gbp"] for each in ({}, other)]
    assert [rows[at]["Central, £ a year"] for at in (0, -1)] == [end["central"] for end in ends]
    assert sum(row["Central, £ a year"] for row in rows[:-1]) == pytest.approx(rows[-1]["Central, £ a year"])
    shares = get("chart", {**query, "chart": "shares"}).json()["rows"]
    assert sum(row["Share, £ a year"] for row in shares) == pytest.approx(
        ends[1]["central"] - ends[0]["central"], abs=1
    )
    text = get("chart", {**query, "format": "csv"}).content.decode("utf-8-sig")
    assert [row["Step"] for row in csv.DictReader(io.StringIO(text))] == [row["Step"] for row in rows]


@pytest.mark.parametrize("base", ["pledge@1", "public-interest-test@1", "councils-2019@1"])
@pytest.mark.parametrize("measure", ["contracts", "annual_gbp", "whole_life_gbp"])
def test_the_contracts_of_the_range_are_those_of_the_command_line_page_by_page(base, measure, capsys):
    where = ["buyer_kind=local", "buyer_kind=central"]
    chosen = ["--preset", base, "--measure", measure, *(f"--where={each}" for each in where)]
    assert main(["range", "--json", *chosen]) == 0
    printed = json.loads(capsys.readouterr().out)
    query = {**from_where(where).to_query(), "base": base, "measure": measure}
    given = get("range", {**query, "limit": "1000"}).json()
    assert given["contracts"] == printed["contracts"]
    assert given["of"] == len(printed["contracts"]) > 30
    assert given["returns"] == printed["returns"]
    makes = sum(each["range"][measure] or 0 for each in given["contracts"])
    ends = given["returns"][measure]
    assert round(makes, 3) == round(ends["high"] - ends["low"], 3)
    pages = [get("range", {**query, "limit": "20", "offset": str(at)}).json()["contracts"] for at in (0, 20)]
    assert [*pages[0], *pages[1]] == given["contracts"][:40]
    text = get("range", {**query, "limit": "1000", "format": "csv"}).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["contract_id"] for row in rows] == [each["contract_id"] for each in given["contracts"]]
    cells = [row[f"range_{measure}"] for row in rows]
    assert [float(cell) if cell else None for cell in cells] == [each["range"][measure] for each in given["contracts"]]
    assert all(row["not_known"] and row["look_up"] for row in rows)


def test_a_chart_of_contracts_without_a_value_says_that_it_is_not_known():
    for chart in ("service", "years"):
        query = {"chart": chart, **from_where(["annual_gbp=not-known"]).to_query()}
        rows = [row for row in get("chart", query).json()["rows"] if row["Contracts back"]]
        assert rows
        assert all(row["Back, £ a year"] is None and row["Of, £ a year"] is None for row in rows)


def test_a_contract_says_why_it_is_of_its_service_and_of_its_form():
    rows = get("contracts", {"limit": "1000"}).json()["contracts"]
    assert {row["service_evidence"] for row in rows} == {"read and assigned by hand in the register"}
    assert {row["instrument_evidence"] for row in rows if row["instrument"]} == {
        row["service_evidence"] for row in rows
    }
    assert all(row["instrument_evidence"] is None for row in rows if row["instrument"] is None)


def test_a_contract_without_a_value_brings_back_no_known_amount_and_never_nought():
    rows = get("contracts", {"stage": "returns", "limit": "1000"}).json()["contracts"]
    unknown = [row for row in rows if row["annual_gbp"] is None]
    assert unknown
    assert all(row["annual_gbp_back"] is None for row in unknown)
    text = get("contracts", {"stage": "returns", "limit": "1000", "format": "csv"}).content.decode("utf-8-sig")
    cells = {row["contract_id"]: row["annual_gbp_back"] for row in csv.DictReader(io.StringIO(text))}
    assert all(cells[row["contract_id"]] == "" for row in unknown)


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("assess", {"small.threshhold": "1m"}, "small.threshhold: no such setting; did you mean small.threshold?"),
        ("groups", {"by": "supplier"}, "by: no such setting; beside settings and in. there are column, format"),
        ("assess", {"small.threshold": "lots"}, "small.threshold: expected an amount such as"),
        ("assess", {"base": "pleged"}, "pleged: no such preset; did you mean pledge?"),
        ("assess", {"in.colour": "red"}, "in.colour: no such field of a scope"),
        ("assess", {"in.end": "soon"}, "expected a date such as 2027-04-01"),
        ("assess", {"format": "xml"}, "format: 'xml' is not known here; expected one of json, csv"),
        ("assess", {"fp": "0" * 12}, "fp: a rule or the preset has changed since this link was made"),
        ("groups", {"column": "servic"}, "column: 'servic' is not known here; did you mean service?"),
        ("sweep", {"key": "authorities.kinds"}, "key: Covered authorities is a list and cannot be swept"),
        ("contracts", {"limit": "5000"}, "limit: expected a whole number from 0 to 1,000, got '5000'"),
        ("contracts", {"offset": "-1"}, "offset: expected a whole number from 0"),
        ("range", {"measure": "pounds"}, "measure: 'pounds' is not known here; expected one of contracts, annual_gbp"),
        ("contracts", {"stage": "back"}, "stage: 'back' is not known here"),
        ("chart.svg", {"chart": "yeers"}, "chart: 'yeers' is not known here; did you mean years?"),
        ("chart.svg", {"measure": "jobs"}, "measure: 'jobs' is not known here; expected one of contracts, annual_gbp"),
        ("chart.svg", {"bars": "41"}, "bars: expected a whole number from 0 to 40, got '41'"),
        ("chart.svg", {"theme": "blue"}, "theme: 'blue' is not known here; expected one of light, dark"),
        ("chart.svg", {"largest": "off"}, "largest: 'off' is not known here; expected one of yes, no"),
        ("chart.svg", {"format": "png"}, "format: 'png' is not known here; expected one of svg"),
        ("chart", {"chart": "tornadoes"}, "chart: 'tornadoes' is not known here; did you mean tornado?"),
        ("chart", {"chart": "map", "down": "small.threshold", "across": "small.threshold"},
         "across: expected another setting than that of down, which is small.threshold"),
        ("chart", {"chart": "limited", "most": "0"}, "most: expected a whole number from 1 to 100,000, got '0'"),
        ("chart", {"chart": "way"}, "to: expected the settings of another scenario as in a link, base=pledge@1 say"),
        ("chart", {"chart": "way", "to": "smal.threshold=1"}, "to, smal.threshold: no such setting; did you mean"),
        ("chart", {"chart": "shares", "to": "base=pledge@1"}, "to: is the same scenario"),
        ("assess", {"small.threshold": "x" * 60_000}, "query: is 60,016 characters long"),
    ],
)  # fmt: skip
def test_a_parameter_that_cannot_stand_is_one_clear_message(name, query, said):
    answer = get(name, query, 422)
    assert said in problems(answer)
    assert len(answer.content) < 2_000


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=60), max_size=4), st.sampled_from(sorted(DOORS)))
@tries(300)
def test_no_query_breaks_it(query, name):
    answer = ask(f"{ROOT}/{name}?{urlencode(query)}")
    assert answer.status_code in (200, 422)
    form = DOORS[name].formats[0] if answer.status_code == 200 else "json"
    assert answer.headers["content-type"].startswith(TYPES[form])


@pytest.mark.parametrize(
    "address", [f"{ROOT}/answer", f"{ROOT}/", ROOT, "/api", "/api/", "/api/assess", "/api/v2/assess"]
)
def test_an_unknown_address_names_those_that_there_are(address):
    answer = ask(address)
    assert answer.status_code == 404
    assert "assess, groups, sweep, contracts" in problems(answer) and "under /api/v1/" in problems(answer)


def test_another_method_is_not_answered():
    assert ASKING["session"].post(f"{ASKING['site']}{ROOT}/assess", timeout=60).status_code == 405


def test_a_copy_stands_by_its_tag_until_data_scenario_or_scope_change():
    first = get("assess")
    tag = first.headers["etag"]
    assert get("assess", status=304, **{"if-none-match": tag}).content == b""
    for query in ({"small.threshold": "1000000"}, {"in.nation": "Wales"}, {"format": "csv"}):
        assert get("assess", query, **{"if-none-match": tag}).headers["etag"] != tag
    assert first.headers["access-control-allow-origin"] == "*"


def test_one_sweep_at_a_time_and_others_are_told_when_to_ask_again(monkeypatch):
    begun, end = Event(), Event()

    def slow(served, ask):
        del served, ask
        begun.set()
        assert end.wait(20)
        return Answer({}, [])

    monkeypatch.setitem(DOORS, "sweep", type(DOORS["sweep"])(slow, {"key": ""}, slow=True))
    with serving() as site:
        waiting = Thread(target=lambda: requests.get(f"{site}{ROOT}/sweep", timeout=60))
        waiting.start()
        assert begun.wait(20)
        busy = requests.get(f"{site}{ROOT}/sweep?key=other", timeout=60)
        assert (busy.status_code, busy.headers["retry-after"]) == (429, "1")
        assert problems(busy) == "sweep: another that takes long is being worked out; ask again in a second"
        assert requests.get(f"{site}{ROOT}/chart?chart=tornado", timeout=60).status_code == 429
        assert requests.get(f"{site}{ROOT}/chart?chart=range", timeout=60).status_code == 200
        for other in ("assess", "chart.svg"):
            assert requests.get(f"{site}{ROOT}/{other}", timeout=60).status_code == 200
        end.set()
        waiting.join()
        assert requests.get(f"{site}{ROOT}/sweep?key=third", timeout=60).status_code == 200


def test_a_flood_is_told_to_come_back_and_what_is_kept_is_answered(monkeypatch):
    begun, end = Semaphore(0), Event()

    def slow(served, ask):
        del served, ask
        begun.release()
        assert end.wait(20)
        return Answer({}, [])

    monkeypatch.setattr(api.routes, "_MOST_AT_ONCE", 2)
    monkeypatch.setitem(DOORS, "groups", replace(DOORS["groups"], answer=slow))
    with serving() as site:
        assert requests.get(f"{site}{ROOT}/presets", timeout=60).status_code == 200
        waiting = [Thread(target=requests.get, args=(f"{site}{ROOT}/groups?column={name}",), kwargs={"timeout": 60})
                   for name in ("service", "nation")]  # fmt: skip
        for thread in waiting:
            thread.start()
            assert begun.acquire(timeout=20)
        busy = requests.get(f"{site}{ROOT}/assess", timeout=60)
        assert (busy.status_code, busy.headers["retry-after"]) == (429, "1")
        assert problems(busy) == "assess: as many as can be are being worked out; ask again in a second"
        frame = requests.get(f"{site}{FRAMED}", timeout=60)
        assert (frame.status_code, frame.headers["retry-after"]) == (429, "1")
        assert "<h1>This chart cannot be shown</h1>" in frame.text and "content-security-policy" in frame.headers
        assert requests.get(f"{site}{ROOT}/presets", timeout=60).status_code == 200
        end.set()
        for thread in waiting:
            thread.join()
        assert requests.get(f"{site}{ROOT}/assess", timeout=60).status_code == 200


def test_what_is_kept_of_answers_is_bounded_by_their_bytes(monkeypatch):
    monkeypatch.setattr(api.replies, "_MOST_KEPT", 1_000)
    replies = Replies(lambda: SERVED, nullcontext, most=1)
    for number in range(50):
        replies._keep(str(number), b"x" * 300)
    replies._keep("49", b"x" * 300)
    assert list(replies._kept) == ["47", "48", "49"]
    assert replies._size == 900


def test_the_description_names_every_door_and_parameter_that_is_read():
    described = description()
    assert set(described["paths"]) == {*(f"{ROOT}/{name}" for name in DOORS), FRAMED}
    for path, door in ((f"{ROOT}/chart.svg", DOORS["chart.svg"]), (FRAMED, EMBED)):
        read = {each["name"] for each in described["paths"][path]["get"]["parameters"]}
        assert read >= {*door.parameters, *settings(), "in.buyer_kind", "base"}
        assert list(described["paths"][path]["get"]["responses"]["200"]["content"]) == [TYPES[door.formats[0]]]
    named = {each["name"] for each in described["paths"][f"{ROOT}/contracts"]["get"]["parameters"]}
    assert named >= {*settings(), "base", "format", "stage", "limit", "offset", "in.buyer_kind", "in.end"}
    assert get("openapi.json").json() == json.loads(json.dumps(described))
    for name in ("settings", "presets"):
        assert get(name).json()
        assert get(name, {"format": "csv"}).headers["content-type"].startswith("text/csv")


def test_a_narrow_question_is_answered_on_what_is_looked_at():
    scope = from_where(["service_group=children"])
    found = totals(decide(SERVED.coded.within(scope), _pledge("small.threshold", 0)))
    assert get("assess", scope.to_query()).json()["of"]["contracts"] * 1000 == found.contracts.of


def test_the_feed_of_errata_needs_an_address_and_names_each():
    assert ask("/errata.atom").status_code == 404
    root = ET.fromstring(feed(published(), "https://figures.example.org"))
    atom = "{http://www.w3.org/2005/Atom}"
    assert root.tag == f"{atom}feed"
    for element in (root, *root.iter(f"{atom}entry")):  # RFC 4287, 4.1.1 and 4.1.2
        for needed in ("id", "title", "updated"):
            assert element.find(f"{atom}{needed}").text
    titles = [entry.find(f"{atom}title").text for entry in root.iter(f"{atom}entry")]
    assert titles == [f"{each.id}: {each.what}" for each in published()]


@pytest.mark.parametrize("name", ["assess", "groups", "sweep", "contracts", "range"])
def test_a_name_that_the_data_do_not_hold_is_said_beside_what_is_looked_at(name):
    assert "not_in_data" not in get(name, {"in.company": "Serco"}).json()["scope"]
    said = get(name, {"in.company": "serco"}).json()["scope"]["not_in_data"]
    assert said == ["company: no company 'serco' in these data; did you mean Serco?"]


def test_a_pattern_is_asked_for_as_in_a_link(capsys):
    where = ["buyer=*county council", "buyer=leeds*"]
    assert main(["assess", "--json", *(f"--where={each}" for each in where)]) == 0
    printed, given = json.loads(capsys.readouterr().out), get("assess", {"in.buyer": "*county council,leeds*"}).json()
    ends = ("county council", "leeds")
    named = [row for row in REGISTER_ROWS if row["counted"] and row["stage"] in (None, "awarded") and row["buyer"]]
    there = [row for row in named if row["buyer"].lower().endswith(ends[0]) or row["buyer"].lower().startswith(ends[1])]
    assert given["of"]["contracts"] == printed["of"]["contracts"] == len(there) > 18
    assert given["scope"] == printed["scope"]
    assert given["scope"]["where"] == where
    leeds = {row["buyer"] for row in REGISTER_ROWS if (row["buyer"] or "").lower().startswith("leeds")}
    assert given["scope"]["names_met"] == {"buyer": {"*county council": 18, "leeds*": len(leeds)}}
    assert "names_met" not in get("assess", {"in.buyer": "Leeds City Council"}).json()["scope"]
    assert given["receipt"] == printed["receipt"]
    [said] = get("assess", {"in.buyer": "*conty council"}).json()["scope"]["not_in_data"]
    assert said.startswith("buyer: no buyer named '*conty council' in these data; did you mean ")
    described = get("openapi.json", {}).json()["paths"][f"{ROOT}/assess"]["get"]["parameters"]
    about = {each["name"]: each["description"] for each in described}
    assert "* stands for any letters" in about["in.buyer"]
    assert "*" not in about["in.buyer_kind"]


@pytest.mark.parametrize("name", ["assess", "groups", "sweep", "contracts", "range"])
def test_a_link_that_was_made_on_other_data_is_answered_and_that_is_said(name):
    here = DATASET.fingerprint
    plain = get(name, {}).json()
    assert "not_these" not in plain["data"]
    assert get(name, {"data": f"register.{here}"}).json() == plain
    other = get(name, {"data": "mine.0123456789ab"}).json()
    said = other["data"].pop("not_these")
    assert said == (
        f"the link was made on other data (mine.0123456789ab); its policy is answered for the data here ({here})"
    )
    assert other == plain


def test_a_service_of_a_setting_that_the_data_do_not_hold_is_said_beside_the_scenario():
    assert "not_in_data" not in get("assess", {"specialist.services": "home_care"}).json()["scenario"]
    [said] = get("assess", {"specialist.services": "homecare"}).json()["scenario"]["not_in_data"]
    assert said.startswith("specialist.services: no 'homecare' in these data")
