"""Text from data in each place where it can land: every expectation is written by hand."""

import re
from datetime import date

import pandas as pd
import pytest

from data.model.issues import Issue
from output.calendar import calendar
from output.charts.figures import name_axis, room
from output.text import calendar_text, link, plain, plotly_text, safe_cell, unbroken, web_address
from policy.formats import one_line, printable, printable_json, with_article
from tests.taken import SUBJECT

J = "\N{WORD JOINER}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Home care, phase 2 (north)", r"Home care, phase 2 \(north\)"),
        ("![x](http://a.example/i.png)", rf"\!\[x\]\(http\:{J}//a\.example/i\.png\)"),
        ("**b** _i_ ~~s~~ `c`", r"\*\*b\*\* \_i\_ \~\~s\~\~ \`c\`"),
        (":red[x] $x$", r"\:red\[x\] \$x\$"),
        ("<b>x</b> &lt;", r"\<b\>x\</b\> \&lt;"),
        ("HTTPS://a.example", rf"HTTPS\:{J}//a\.example"),
        ("www.a.example", rf"ww{J}w\.a\.example"),
        ("WWW.a.example", rf"WW{J}W\.a\.example"),
        ("me@a.example", rf"me@{J}a\.example"),
        (":smile: :material/home:", rf"\:{J}smile\: \:{J}material/home\:"),
        ("a -> b -- c", rf"a \-{J}\> b \-{J}\- c"),
        ("# one\r\n\r\n    two\nthree\x1b[31m\u2028\u202e.", r"\# one     two three \[31m \."),
    ],
)
def test_markdown_shows_a_text_as_it_is_written(text, written):
    assert plain(text) == written


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "https://www.contractsfinder.service.gov.uk/Notice/1-2",
            "https://www.contractsfinder.service.gov.uk/Notice/1-2",
        ),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/?a=1&b=%20#c", "https://a.example/?a=1&b=%20#c"),
        ("http://x/u) ![a](http://h/t.png) **b**", "http://x/u%29%20![a]%28http://h/t.png%29%20**b**"),
        ("https://a.example/<i>\"'`|\\^{}", "https://a.example/%3Ci%3E%22%27%60%7C/%5E%7B%7D"),
        ("https://a.example/é\r\nEND:VCALENDAR", "https://a.example/%C3%A9END:VCALENDAR"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/hosts", ""),
        ("//a.example/x", ""),
        ("notices/1", ""),
        ("https://www.gov.uk@a.example/", ""),
        ("https://", ""),
        ("", ""),
        (None, ""),
        (float("nan"), ""),
    ],
)
def test_an_address_is_one_of_the_web_or_none(text, address):
    assert web_address(text) == address


def test_a_link_leads_to_the_web_or_is_text():
    assert link("Notice", "https://a.example/?a=1&lt;=2") == "[Notice](https://a.example/?a=1&amp;lt;=2)"
    assert link("Notice", "javascript:zq(1)") == r"Notice: javascript\:zq\(1\)"
    assert link("Notice", None) == ""


def test_a_chart_shows_a_name_as_it_is_written():
    name = '<a href="//e.vi">Bank</a> & Co\r\n&lt;'
    assert plotly_text(name) == '&lt;a href="//e.vi"&gt;Bank&lt;/a&gt; &amp; Co &amp;lt;'


def test_a_chart_leaves_the_room_that_a_name_takes_as_it_is_shown():
    shown, as_long = name_axis(["<<<<"]), name_axis(["aaaa"])
    assert shown["ticktext"] == ["&lt;&lt;&lt;&lt;"]
    assert room(shown) == room(as_long)


def written(**texts):
    """The calendar of one contract, its folded lines joined again (RFC 5545, section 3.1)."""
    row = {
        "Contract": "x",
        "Buyer": "x",
        "Outcome": "Back in house",
        "Notice": "x",
        "Id": "x",
        "Ends": date(2027, 3, 31),
    }
    made = calendar(pd.DataFrame([row | texts]), date(2026, 11, 27), SUBJECT)
    assert max(map(len, made.split(b"\r\n"))) <= 75
    return made.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_takes_every_text_as_one_value():
    assert calendar_text("a;b,c\\d\ne\r\nf\rg\x07h") == "a;b,c\\d\ne\nf\ng h"
    acts = "x\r\nEND:VEVENT\rBEGIN:VEVENT\nSUMMARY:y\u2028z"
    lines = written(Contract=acts, Buyer=acts, Notice=acts, Id=acts)
    assert [line.partition(":")[0] for line in lines] == [
        "BEGIN",
        "VERSION",
        "PRODID",
        "BEGIN",
        "UID",
        "DTSTAMP",
        "DTSTART;VALUE=DATE",
        "DTEND;VALUE=DATE",
        "SUMMARY",
        "DESCRIPTION",
        "END",
        "END",
        "",
    ]
    assert not re.search(r"[\x00-\x1f\u2028]", "".join(lines))


def test_a_calendar_is_written_as_the_standard_has_it():
    assert written(Contract="a;b,c\\d\ne\r\nf\rg\x07h", Buyer="é" * 80, Notice="https://a.example/x", Id="A-1") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Back in house//EN",
        "BEGIN:VEVENT",
        "UID:A-1@back-in-house",
        "DTSTAMP:20261127T000000Z",
        "DTSTART;VALUE=DATE:20270331",
        "DTEND;VALUE=DATE:20270401",
        r"SUMMARY:Contract ends: a\;b\,c\\d\ne\nf\ng h (" + "é" * 80 + ")",
        (
            r"DESCRIPTION:Back in house. https://a.example/x\nPolicy: The pledge of March 2019\, plain reading "
            r"(pledge@1)\, no setting changed\; contracts that end from 1 April 2027 to 31 March 2037.\n"
            r"Source: The register\, 1 March 2026. Scenario 50dd190058bc\, data 0123456789ab."
        ),
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_calendar_keeps_a_backslash_before_a_capital_n():
    assert rf"SUMMARY:Contract ends: C:\\{J}New (x)" in written(Contract=r"C:\New")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_sheet_takes_no_text_for_a_formula(cell):
    assert safe_cell(cell) == f"'{cell}"


def test_a_sheet_keeps_numbers_and_other_texts():
    assert [safe_cell(-1), safe_cell("a=1"), safe_cell(None)] == [-1, "a=1", None]


def test_a_terminal_is_commanded_by_no_text():
    assert one_line("a\x1b[31mb\x07\x00c\u202ed\r\ne\u00a0f\x9bg") == "a [31mb cd e\u00a0f g"
    assert printable("one\ntwo\rthree\x1b") == "one\ntwo three "
    assert printable_json('{\n "a": "b\u202e\u2028\x9b"\n}') == '{\n "a": "b\\u202e\\u2028\\u009b"\n}'
    issue = Issue("file\x1b.csv", 2, "id\u202e", "path\r", "x\x07", "is not a date", "made missing")
    assert issue.sentence() == r"file .csv line 2 (id ): path  is not a date, got 'x\x07'; made missing"


def test_a_minus_sign_stays_with_its_amount():
    assert plain("by \u2212£3 billion; \u22125 contracts") == "by \u2212\u2060£3 billion; \u22125 contracts"


def test_a_heading_breaks_no_amount():
    assert (
        unbroken("From £280 million to £4.7 billion of 3 million")
        == "From £280\u00a0million to £4.7\u00a0billion of 3 million"
    )


@pytest.mark.parametrize(
    "name", ["Home Office", "Cabinet Office", "Ministry of Justice", "Department for Education", "South West",
             "East Midlands", "East of England", "London Borough of Bexley"]
)  # fmt: skip
def test_a_name_that_is_said_with_its_article_has_it(name):
    assert with_article(name) == f"the {name}"


@pytest.mark.parametrize(
    "name", ["HM Revenue & Customs", "Durham County Council", "North East Ambulance Service", "Scotland", "London",
             "Home Office Care Ltd"]
)  # fmt: skip
def test_a_name_that_is_said_without_an_article_gets_none(name):
    assert with_article(name) == name
