"""Every page drawn for a table whose texts all try to act: nothing that reads Markdown or tags gets one of them raw."""

import json
import re

import pytest

from cli.policy import main
from tests.draws import a_few
from tests.hostile import ADDRESSES, FOREIGN, contracts, written
from tests.pages import opened
from ui.page import PAGES
from ui.shell import hosting

READ_AS_MARKDOWN = {"body", "label", "help", "text", "delta", "content"}
"""Fields of Streamlit's elements that are drawn as Markdown; the options of radio buttons are, too."""
ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
LINKED = re.compile(r"\[[A-Z][A-Za-z ]+\]\(https?://[^\s()<>\"'`\\]*\)")
MARKS = re.compile(r"[*_`~$<>\[\]!]+ ?zq|zq ?[*_`~$<>\[\]]|:red\[|&lt;|<(?:a|b|img)\b|# zq|^ {4}|[\r\n]\s*zq")
BOLD = re.compile(r"^\*\*((?:[^*\\]|\\.)*\\[!-/:-@](?:[^*\\]|\\.)*)\*\*$")
"""A title that a page draws bold on purpose: the whole of an element, and what is inside it is escaped."""
MADE_LATER = re.compile(
    rf"(?i)https?://[^ ]*{FOREIGN}|www\.|zq@{FOREIGN}|:smile:|:material|zq -> zq|[\x00-\x08\x1b\u202e]"
)


LED_TO = {0, 7, 8, 9, 21}
"""Places of the addresses to which a contract's page leads: of the web, where no other name stands before the host."""


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return written(tmp_path_factory.mktemp("hostile"))


def nodes(node):
    yield node
    for child in getattr(node, "children", {}).values():
        yield from nodes(child)


def texts(message, inside=READ_AS_MARKDOWN):
    """Texts of an element that are drawn as Markdown, wherever in it they stand."""
    for field, value in message.ListFields():
        values = [value] if isinstance(value, str) or not hasattr(value, "__iter__") else list(value)
        for one in values:
            if isinstance(one, str) and field.name in inside:
                yield one
            elif hasattr(one, "ListFields"):
                yield from texts(one, inside)


def drawn(page):
    """Every text of a page that is drawn as Markdown, and the kinds of element it was found in."""
    for node in nodes(page._tree):
        if node.type == "table":
            yield from ((node.type, str(cell)) for cell in [*node.value.columns, *node.value.to_numpy().ravel()])
        elif getattr(node, "proto", None) is not None and hasattr(node.proto, "ListFields"):
            inside = READ_AS_MARKDOWN | ({"options"} if node.type == "radio" else set())
            yield from ((node.type, text) for text in texts(node.proto, inside))


def acting(text):
    """What of a text would act: by a mark that is not escaped, or by what is made once the escapes are gone."""
    rest = BOLD.sub(r"\1", LINKED.sub("", text))
    return MARKS.findall(ESCAPED.sub("·", rest)) + MADE_LATER.findall(ESCAPED.sub(lambda mark: mark[0][1], rest))


@pytest.mark.parametrize(
    "text",
    [
        "**zq**",
        "a :red[zq]",
        "[zq](http://zq.invalid/)",
        "&lt;b",
        "# zq",
        r"http\://zq\.invalid",
        r"\:material/home\:",
        "<b>zq</b>",
        "$zq$",
        r"zq \-\> zq",
        "`zq`",
        r"zq@zq\.invalid",
    ],
)
def test_the_check_finds_what_acts(text):
    assert acting(text)


@pytest.mark.parametrize("name", PAGES)
def test_no_element_of_a_page_reads_a_text_of_the_data_as_markdown(name, table, monkeypatch):
    monkeypatch.setenv(hosting.TABLE, str(table))
    found = [(kind, text) for kind, text in drawn(opened(name)) if "zq" in text]
    assert found or name == "receipt"  # it shows no text of the data
    assert not [(kind, text, acting(text)) for kind, text in found if kind != "html" and acting(text)]
    assert not [text for kind, text in found if kind == "html" and not is_plain_table(text)]


def is_plain_table(html):
    """Whether HTML that holds texts of the data is a table and nothing else, with no address and no strange sign."""
    tags = set(re.findall(r"<([^\s>]*)[^>]*>", html))
    plain = {"div", "table", "thead", "tbody", "tr", "th", "td", "p"}
    attributes = set(re.findall(r"<[^\s>]+ ([^>]*)>", html))
    return (
        tags <= plain | {f"/{tag}" for tag in plain}
        and attributes <= {"class='on-paper'", "class='number'"}
        and not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", html)
    )


@pytest.mark.parametrize("row", a_few(range(len(ADDRESSES)), 5))
def test_an_opened_contract_of_each_kind_is_text(row, table, monkeypatch):
    monkeypatch.setenv(hosting.TABLE, str(table))
    page = opened("contracts", {"contract": contracts()["contract_id"][row]})
    found = [text for kind, text in drawn(page) if "zq" in text and kind != "html"]
    assert any("What was published" in str(node.proto) for node in nodes(page._tree) if node.type == "table")
    assert not [(text, acting(text)) for text in found if acting(text)]
    assert sum(bool(LINKED.search(text)) for text in found) == (row in LED_TO)


@pytest.mark.parametrize("name", ["overview", "buyers", "suppliers", "places"])
def test_no_chart_gets_a_tag_of_the_data(name, table, monkeypatch):
    monkeypatch.setenv(hosting.TABLE, str(table))
    figures = [json.loads(node.proto.spec) for node in nodes(opened(name)._tree) if node.type == "plotly_chart"]
    shown = [text for figure in figures for text in _shown(figure) if "zq" in text]
    assert shown or name in ("overview", "places")
    assert not [text for text in shown if re.search(r"<(?!br>)|&(?!amp;|lt;|gt;)", text)]


def _shown(figure):
    names = [trace.get(key, []) for trace in figure["data"] for key in ("hovertext", "text")]
    return [str(name) for some in [figure["layout"]["yaxis"].get("ticktext", []), *names] for name in some]


def test_the_command_line_prints_a_contract_without_commanding_the_terminal(table, capsys):
    frame = contracts()
    identity = frame["contract_id"][frame["title"].str.contains("\x1b")].iloc[0]
    for more in ([], ["--json"]):
        main(["explain", identity, "--data", str(table), *more])
        said = capsys.readouterr()
        assert "zq" in said.out, said.err
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", said.out + said.err)
    assert json.loads(said.out)["contract_id"] == identity
