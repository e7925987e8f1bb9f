"""What a page says of a link that said another figure: true of the data that the link was made on."""

import pytest

from data.load import upload
from data.table.build import build
from policy.formats import contracts, money
from policy.scope.scope import from_where
from policy.version import VERSION
from tests import oracle
from tests.pages import headline, opened, whole
from tests.policy.test_engine import REGISTER_ROWS, SERVICES
from tests.ui.test_datasets import HEADER, ROWS
from ui.shell import hosting
from ui.shell.cache import register
from ui.shell.state import UPLOAD

CHANGED = {"small.threshold": "1000000", "base": "pledge@1"}


def messages(page):
    return [info.value.replace("\\", "") for info in page.info]


def own_link():
    """The link of a reader who put a file of their own in place of the register."""
    found = upload.opened("council.csv", (HEADER + ROWS).encode())
    own = upload.read(found, {**found.guessed.named(), "title": "What", "buyer": "Council"})
    page = opened("overview")
    page.session_state["upload"], page.session_state["data"] = own, UPLOAD
    page.session_state["moved"] = True
    whole(page.run())
    assert "of the 3 " in headline(page)
    assert messages(page) == []
    return {key: value[0] if isinstance(value, list) else value for key, value in page.query_params.items()}


def test_a_link_of_a_reader_s_own_file_says_that_the_file_is_not_here():
    link = own_link()
    [info] = messages(opened("overview", link))
    assert info.startswith(
        "This link was made on a reader's own file “council.csv”, which is not here:"
        " it never leaves its session. It said "
    )
    assert "; shown instead is Register of UK public service contracts, with " in info
    assert "newer" not in info


def test_a_link_of_the_same_file_blames_no_rule_where_another_day_may_have_moved_the_figure():
    link = own_link() | {"said": "3000-510000"}
    found = upload.opened("council.csv", (HEADER + ROWS).encode())
    own = upload.read(found, {**found.guessed.named(), "title": "What", "buyer": "Council"})
    [info] = messages(opened("overview", link, own=own))
    assert info.startswith(
        "A rule, or the day by which your file tells what is still to come, has changed since this link was made: "
        "it said 3 contracts and £5,100 a year, now "
    )


def test_it_says_so_where_the_figures_happen_to_be_the_same():
    nothing = {"authorities.kinds": "", "data": "own.abcdef123456", "said": "0-0"}
    page = opened("overview", nothing)
    assert headline(page).startswith("None of the 664 contracts")
    assert messages(page) == [
        (
            "This link was made on a reader's own file, which is not here:"
            " it never leaves its session. It said 0 contracts and £0 a "
            "year; shown instead is Register of UK public service contracts, with 0 contracts and £0 a year."
        )
    ]


@pytest.mark.parametrize(
    ("data", "begins"),
    [
        (
            "abcdef123456",
            (
                "This link was made on other data (`abcdef123456`): an earlier state of these, a table that "
                "is not here, or a reader's own file, which never leaves its session. It said 3 contracts "
                "and £5,100 a year; shown instead is Register of UK public service contracts, with "
            ),
        ),
        (
            "table.all_2026.abcdef123456",
            (
                "This link was made on the table “all_2026”, which is not the one shown; "
                "where this server has it, it can be chosen on the page Data. It said 3 contracts and £5,100 a year; "
                "shown"
            ),
        ),
        (
            "register.abcdef123456",
            ("The data have changed since this link was made: it said 3 contracts and £5,100 a year, now "),
        ),
        (f"register.{register().dataset.fingerprint}", "A rule has changed since this link was made: it said 3 "),
        (register().dataset.fingerprint, "A rule has changed since this link was made: it said 3 "),
    ],
)
def test_what_is_said_follows_from_the_data_that_the_link_names(data, begins):
    [info] = messages(opened("overview", {**CHANGED, "data": data, "said": "3000-510000"}))
    assert info.startswith(begins)


def test_a_link_of_the_register_says_that_a_table_is_shown_instead(tmp_path, monkeypatch):
    (tmp_path / "council.csv").write_text(HEADER.replace("What", "Title") + ROWS, "utf-8")
    build([tmp_path / "council.csv"], tmp_path / "council.parquet", tmp_path / "cache", quiet=True)
    monkeypatch.setenv(hosting.TABLE, str(tmp_path / "council.parquet"))
    [info] = messages(opened("overview", {**CHANGED, "data": "register.abcdef123456", "said": "3000-510000"}))
    assert info.startswith("This link was made on the embedded register. It said 3 contracts and £5,100 a year; shown")


@pytest.mark.parametrize("figure", ["", "-", "²-²", "3", "3-", f"{'9' * 19}-1", "a-b"])
def test_a_figure_that_is_none_is_passed_over(figure):
    assert messages(opened("overview", {**CHANGED, "data": "own.abcdef123456", "said": figure})) == []


COUNCILS = from_where(["buyer_kind=local"]).to_query()
HERE = f"register.{register().dataset.fingerprint}"


def now(where=lambda _: True):
    """The figure of the pledge in words, and as a link carries it, by the second reading of the policy."""
    from policy.scenarios.scenario import build_scenario  # noqa: PLC0415

    values = build_scenario(None, {})[0].values
    found = oracle.assess(REGISTER_ROWS, SERVICES, values, where).totals
    count, pence = found["contracts"].central, round(found["annual_gbp"].central / 1000)
    return f"{contracts(count)} contracts and {money(pence)} a year", f"{count}-{pence}"


def is_council(row):
    return row["buyer_kind"] == "local"


def test_under_a_scope_a_link_tells_both_figures_of_what_is_looked_at():
    words, figure = now(is_council)
    assert figure != now()[1]
    assert messages(opened("overview", {**COUNCILS, "data": HERE, "said": figure, "v": VERSION})) == []
    old = {**COUNCILS, "data": "register.abcdef123456", "said": "3000-510000", "v": VERSION}
    for page in ("overview", "places"):
        assert messages(opened(page, old)) == [
            f"The data have changed since this link was made: it said 3 contracts and £5,100 a year, now {words}."
        ]


@pytest.mark.parametrize(
    ("data", "version", "begins"),
    [
        (HERE, VERSION, "A rule has changed since this link was made"),
        (HERE, "0.1.0", "The program has changed since this link was made (by version 0.1.0 of the program; this"),
        (HERE, "<b>*x*</b>", "The program has changed since this link was made (by version <b>*x*</b> of the program"),
        ("register.abcdef123456", "0.1.0", "The data and the program have changed since this link was made (by"),
    ],
)  # fmt: skip
def test_a_link_of_another_version_tells_both_figures_and_the_version(data, version, begins):
    words, _ = now(is_council)
    [info] = messages(opened("overview", {**COUNCILS, "data": data, "said": "3000-510000", "v": version}))
    assert info.startswith(begins)
    assert f": it said 3 contracts and £5,100 a year, now {words}." in info


@pytest.mark.parametrize(
    ("figure", "ends"),
    [
        (now()[1], f"and the figure is the same: {now()[0]}."),
        ("", "which does not say what figure it showed."),
        ("3000-510000", f"it said 3 contracts and £5,100 a year, now {now()[0]}."),
    ],
)
def test_a_link_made_under_other_rules_is_no_setting_that_was_not_understood(figure, ends):
    page = opened("overview", {"base": "pledge@1", "fp": "0" * 12, "data": HERE, "said": figure})
    [info] = messages(page)
    assert info.endswith(ends)
    assert not page.warning
