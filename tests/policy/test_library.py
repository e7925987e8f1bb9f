"""The library in the hands of somebody who writes five lines; typed, so that mypy reads it as they would."""

import json
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest

import data
import policy
from cli.policy import main
from policy.coded import CodedContracts
from policy.scenarios.presets import presets

MEASURES = ("contracts", "annual_gbp", "whole_life_gbp")
ENDS = ("low", "central", "high")
UNTYPED: Any = policy
"""The library as somebody calls it whom no types warn."""


@pytest.fixture(scope="module")
def register() -> CodedContracts:
    return policy.prepare(data.load_dataset())


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """What a command prints as JSON."""
    assert main([*arguments, "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_first_figure_takes_five_lines() -> None:
    register = data.load_dataset()
    result = policy.decide(register, policy.scenario("pledge", {"small.threshold": "£1m"}))
    found: policy.TotalsTable = result.totals()
    assert found.table.loc["contracts", "of"] == 664
    assert found.exact.contracts.of == 664_000
    assert "664" in repr(found)
    assert "<table" in found._repr_html_()


@pytest.mark.parametrize("name", presets())
def test_figures_are_those_of_the_command_line(
    name: str, register: CodedContracts, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(capsys, "assess", "--preset", name)
    result = policy.decide(register, name)
    found = result.totals().table
    for measure in MEASURES:
        stated = said["returns"][measure]
        assert [found.loc[measure, end] for end in ENDS] == [stated[end] for end in ENDS]
        assert found.loc[measure, "of"] == said["of"][measure]
    funnel = result.funnel().table
    steps = funnel.astype(object).where(funnel.notna(), None)
    assert steps.to_dict("records") == said["funnel"]
    for column, stated in said["by"].items():
        groups = result.groups(column).table
        assert [None if pd.isna(group) else group for group in groups.index] == [one[column] for one in stated]
        for measure in MEASURES:
            central = groups[measure]["central"]
            assert central.astype(object).where(central.notna(), None).tolist() == [
                one[measure]["central"] for one in stated
            ]


def test_a_sweep_is_that_of_the_command_line(register: CodedContracts, capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "sweep", "window.years")
    table = policy.sweep(register, "pledge", "window.years").table
    points = [
        {"value": str(value), **{m: {end: row[m, end] for end in ENDS} for m in MEASURES}}
        for value, row in table.iterrows()
    ]
    assert points == said["points"]


def test_a_comparison_is_that_of_the_command_line(register: CodedContracts, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["pledge", "private-firms-only", "capacity-limited"]
    said = printed(capsys, "compare", *names)
    found = policy.compare(register, {name: name for name in names})
    for side in said["scenarios"]:
        for measure in MEASURES:
            assert found.table[measure].loc[side["name"], list(ENDS)].to_dict() == side["returns"][measure]
    assert found.settings.index.tolist() == [one["key"] for one in said["differences"]]
    for side in said["flips"]:
        rows = found.flips[found.flips["scenario"] == side["to"]]
        given = rows[["contract_id", "before", "after"]].to_numpy().tolist()
        assert given == [[one["contract_id"], one["from"], one["to"]] for one in side["contracts"]]


@pytest.mark.parametrize("name", presets())
def test_the_contracts_of_the_range_are_those_of_the_command_line_and_add_up_to_it(
    name: str, register: CodedContracts, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(capsys, "range", "--preset", name)
    result = policy.decide(register, name)
    found = result.range_of().table
    assert found["contract_id"].tolist() == [one["contract_id"] for one in said["contracts"]]
    whole = result.totals().table
    for measure in MEASURES:
        given = found[measure].astype(object).where(found[measure].notna(), None).tolist()
        assert given == [one["range"][measure] for one in said["contracts"]]
        ends = whole.loc[measure].to_dict()
        together = sum(filter(None, given))
        assert round(together, 3) == round(ends["high"] - ends["low"], 3)  # to the penny, or a thousandth of a contract
        assert said["returns"][measure] == {end: whole.loc[measure, end] for end in ENDS}
    assert found["not_known"].str.len().gt(0).all()
    assert found["look_up"].str.len().gt(0).all()


def test_a_range_of_no_measure_is_refused_and_one_of_nothing_is_empty(register: CodedContracts) -> None:
    result = policy.decide(register)
    with pytest.raises(policy.PolicyError, match="no such measure; there are contracts, annual_gbp and whole_life_gbp"):
        result.range_of("pounds")
    nothing = policy.decide(register, "pledge", where=["value_gbp>=900bn"])
    assert len(policy.range_of(nothing)) == 0


def test_an_explanation_is_that_of_the_command_line(
    register: CodedContracts, capsys: pytest.CaptureFixture[str]
) -> None:
    said = printed(capsys, "explain", "moj-oakwood")
    found = policy.explain(policy.decide(register), "moj-oakwood")
    assert (found.stage, found.rule) == (said["stage"], said["rule"])
    assert {end: getattr(found, end) for end in ENDS} == said["share"]
    assert found.changes.to_dict("records") == said["flips"]
    by_hand = "read and assigned by hand in the register"
    assert found.evidence == said["evidence"] == {"service": by_hand, "instrument": by_hand}
    assert found.table["rule"].tolist() == [one["rule"] for one in said["rules"]]


def test_every_contract_is_a_row_and_a_row_adds_up(register: CodedContracts) -> None:
    result = policy.decide(register)
    assert len(result.table) == len(register) == 717
    assert result.table["stage"].isna().sum() == 717 - 664
    assert result.table["low"].sum() == pytest.approx(125)
    assert result.table["contract_id"].is_unique
    assert "[717 rows" in repr(result)


def test_values_may_be_text_or_plain() -> None:
    text = policy.scenario("pledge", {"small.threshold": "£1m", "window.start": "2030-01-01"})
    plain = policy.scenario("pledge", {"small.threshold": 1_000_000, "window.start": date(2030, 1, 1)})
    assert text == plain


def test_presets_are_listed_by_id() -> None:
    table = policy.presets().table
    assert table.index.tolist() == list(presets())
    assert table.loc["capacity-limited", "settings"] == {"window.delay_years": "2"}


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda _: policy.scenario("pledg"), "pledg: no such preset; did you mean pledge?"),
        (
            lambda _: policy.scenario("pledge", {"small.treshold": "1", "window.years": "x"}),
            "small.treshold: no such setting; did you mean small.threshold?\nwindow.years: ",
        ),
        (lambda register: policy.sweep(register, "pledge", "nothing"), "nothing: no such setting"),
        (lambda register: policy.sweep(register, "pledge", "authorities.kinds"), "cannot be swept"),
        (
            lambda register: policy.sweep(register, "pledge", "small.threshold", ["£1m", "much", -1]),
            "small.threshold much: expected an amount",
        ),
        (lambda register: policy.decide(register).groups("colour"), "colour: no column to group by; there are "),
        (lambda register: policy.decide(register).explain("nobody"), "nobody: no contract with this id in the data"),
        (lambda register: policy.compare(register, {}), "scenarios: none is named"),
        (
            lambda register: UNTYPED.compare(register, ["pledge"]),
            'scenarios: none is named; give them by name, such as {"A": "pledge"}, got a list',
        ),
        (lambda _: UNTYPED.decide("contracts.csv"), "data: expected what data.load_dataset gives, got 'contracts.csv'"),
        (lambda _: UNTYPED.decide(pd.DataFrame()), "data: expected what data.load_dataset gives, got a DataFrame"),
        (lambda register: UNTYPED.decide(register, {"small.threshold": 1}), "scenario: expected the name of a preset"),
        (lambda _: UNTYPED.scenario(None), "preset: expected its name, such as pledge, got None"),
        (lambda _: UNTYPED.scenario("pledge", ["small.threshold"]), "changes: expected values by key, such as {"),
        (
            lambda _: UNTYPED.scenario("pledge", {"small.basis": {"a": 1}}),
            "small.basis: expected one value, got a table",
        ),
        (
            lambda _: UNTYPED.scenario("pledge", {"authorities.kinds": [1, ["a"], {"b": 1}]}),
            "authorities.kinds: expected a list of words, got 1, a list, a table",
        ),
        (
            lambda _: UNTYPED.scenario("pledge", {"reassess.contracts": 5}),
            "reassess.contracts: expected a list of words, got 5",
        ),
        (
            lambda _: UNTYPED.scenario("pledge", {"small.threshold": 10**5000}),
            "small.threshold: a number of thousands of digits is above £1 billion",
        ),
        (
            lambda _: UNTYPED.scenario("pledge", {"window.start": True}),
            "window.start: expected a date such as 2027-04-01, got yes",
        ),
        (
            lambda _: UNTYPED.scenario("pledge", {"small.threshold": print}),
            "small.threshold: expected one value, got a function",
        ),
        (
            lambda _: UNTYPED.scenario("pledge", {"authorities.kinds": np.array(["local"])}),
            "authorities.kinds: expected a list of words, got an array",
        ),
        (lambda register: UNTYPED.groups(policy.decide(register), ("a",)), "a tuple: no column to group by"),
        (lambda register: UNTYPED.range_of(policy.decide(register), {"a": 1}), "a table: no such measure"),
        (
            lambda register: UNTYPED.whole(policy.decide(register), pd.DataFrame(), data.load_dataset().as_of),
            "spending: expected what data.load_spending gives, got a DataFrame",
        ),
        (lambda register: policy.decide(register, where=["nothing"]), "where nothing: expected a field, a sign"),
        (lambda _: UNTYPED.totals("pledge"), "decided: expected what policy.decide gives, got 'pledge'"),
        (lambda _: UNTYPED.sensitivity("pledge"), "decided: expected what policy.decide gives, got 'pledge'"),
        (lambda _: UNTYPED.funnel(data.load_dataset()), "decided: expected what policy.decide gives, got a Dataset"),
        (
            lambda register: UNTYPED.whole(policy.decide(register), None, data.load_dataset().as_of),
            "spending: expected what data.load_spending gives, got None",
        ),
        (lambda register: UNTYPED.decide(register, where=[1]), "where: expected texts such as buyer_kind=local, got 1"),
        (lambda register: UNTYPED.decide(register, where=1), "where: expected texts such as buyer_kind=local, got 1"),
        (
            lambda register: UNTYPED.decide(register, where=b"a=b"),
            "where: expected texts such as buyer_kind=local, got",
        ),
        (lambda register: UNTYPED.decide(register, where=pd.NA), "where: expected texts such as buyer_kind=local, got"),
        (lambda register: UNTYPED.sweep(register, "pledge", ["a"]), "key: expected a setting, such as small.threshold"),
        (lambda register: UNTYPED.compare(register, pd.Series(["a"])), "scenarios: none is named"),
        (
            lambda register: UNTYPED.groups(policy.decide(register), pd.Series(["a"])),
            "no column to group by; there are ",
        ),
        (lambda register: UNTYPED.range_of(policy.decide(register), pd.Series(["a"])), "no such measure; there are "),
        (
            lambda register: UNTYPED.explain(policy.decide(register), ["a"]),
            "contract_id: expected the id of a contract, got a list",
        ),
        (
            lambda register: UNTYPED.whole(policy.decide(register), data.load_spending(), pd.NaT),
            "day: expected a date, such as register.as_of, got a missing day",
        ),
    ],
)
def test_what_is_wrong_is_said(ask, said, register):  # type: ignore[no-untyped-def]
    with pytest.raises(policy.PolicyError) as error:
        ask(register)
    assert said in str(error.value)


@pytest.mark.parametrize("several", [pd.Series, np.array, list, iter])
def test_conditions_are_taken_from_whatever_holds_texts(several, register: CodedContracts) -> None:  # type: ignore[no-untyped-def]
    asked = ["buyer_kind=local", "value_gbp>=5m"]
    expected = policy.decide(register, where=asked).totals().exact
    assert policy.decide(register, where=several(asked)).totals().exact == expected
    assert expected != policy.decide(register).totals().exact


def test_a_sweep_takes_settings_of_lists_and_one_value_alone(register: CodedContracts) -> None:
    lists = [("local",), ("central", "nhs"), ()]
    swept = policy.sweep(register, "pledge", "authorities.kinds", lists).table
    assert swept.index.tolist() == lists
    each = [policy.decide(register, policy.scenario("pledge", {"authorities.kinds": kinds})) for kinds in lists]
    central = [one.totals().exact.contracts.returns.central / 1000 for one in each]
    assert swept[("contracts", "central")].tolist() == central
    assert central[2] == 0 < central[0]
    for one in (1_000_000, "£1m"):
        assert policy.sweep(register, "pledge", "small.threshold", one).table.index.tolist() == [1_000_000]


def test_of_no_contract_every_threshold_returns_nothing() -> None:
    nothing = Own(data.load_dataset().contracts.iloc[:0])
    swept = policy.sweep(nothing, "pledge", "small.threshold", [0, 1, 1_000_000]).table
    assert swept.index.tolist() == [0, 1, 1_000_000]
    assert (swept == 0).all(axis=None)


@dataclass
class Own:
    """A data set that somebody put together."""

    contracts: pd.DataFrame
    services: pd.DataFrame = field(default_factory=lambda: data.load_dataset().services)


def test_a_table_may_hold_words_as_text_and_pounds_as_whole_numbers() -> None:
    whole = data.load_dataset().contracts
    words = {name: whole[name].astype(object) for name in whole if isinstance(whole[name].dtype, pd.CategoricalDtype)}
    text = {name: column.astype("string") for name, column in words.items()}
    same = policy.decide(Own(whole)).totals().table
    changed: list[Any] = [words, text, {"counted": whole["counted"].astype(int)}]
    for columns in changed:
        assert policy.decide(Own(whole.assign(**columns))).totals().table.equals(same)
    pounds = whole["annual_gbp"].round()
    rounded = policy.decide(Own(whole.assign(annual_gbp=pounds))).totals().table
    assert policy.decide(Own(whole.assign(annual_gbp=pounds.astype("Int64")))).totals().table.equals(rounded)


@pytest.mark.parametrize(
    ("column", "change", "said"),
    [
        (
            "end_date",
            lambda each: each.dt.tz_localize("UTC"),
            "end_date holds datetime64[s, UTC]. Expected days",
        ),
        ("counted", lambda each: each.map({True: "yes", False: "no"}), "counted is neither true nor false in 717 rows"),
        (
            "counted",
            lambda each: each.astype(object).where(each.index > 0, None),
            "counted is neither true nor false in 1 rows",
        ),
        ("annual_gbp", lambda each: each.astype(str), "annual_gbp holds str. Expected pounds as numbers"),
    ],
)
def test_a_column_that_holds_something_else_is_named(column, change, said) -> None:  # type: ignore[no-untyped-def]
    whole = data.load_dataset().contracts
    with pytest.raises(policy.PolicyError) as error:
        policy.prepare(Own(whole.assign(**{column: change(whole[column])})))
    assert said in str(error.value)


def test_what_may_be_given_in_more_than_one_way_means_the_same(register: CodedContracts) -> None:
    assert policy.prepare(register) is register
    one, other = (policy.decide(register, where=where).totals().table for where in ("nation=Wales", ["nation=Wales"]))
    assert one.equals(other)
    assert policy.scenario("pledge", {"authorities.kinds": {"nhs", "local"}}) == policy.scenario(
        "pledge", {"authorities.kinds": ["local", "nhs"]}
    )
    assert policy.scenario("pledge", {"small.threshold": np.int64(5)}) == policy.scenario(
        "pledge", {"small.threshold": 5}
    )


@pytest.mark.parametrize("path", ["", 5, pd.DataFrame()])
def test_what_names_no_file_is_said(path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(data.UnreadableError, match="names no file"):
        data.load_dataset(path)


def test_contracts_that_lack_a_column_are_refused() -> None:
    whole = data.load_dataset()

    class Cut:
        contracts = whole.contracts.drop(columns=["buyer_kind"])
        services = whole.services

    with pytest.raises(policy.PolicyError, match=r"contracts: no column buyer_kind\. Expected: kind of public body"):
        policy.prepare(Cut())


@pytest.mark.parametrize("package", [policy, data])
def test_every_name_of_the_library_is_there_and_says_what_it_is(package: ModuleType) -> None:
    names: list[str] = package.__all__
    assert set(names) <= set(dir(package))
    for name in names:
        assert (getattr(package, name).__doc__ or "").strip()
    with pytest.raises(AttributeError):
        package.nothing_of_this_name  # noqa: B018


def test_a_package_alone_loads_nothing() -> None:
    """The command line starts as quickly as it did; the names are loaded when they are asked for."""
    script = (
        "import sys, policy, data; print(sorted({'pandas', 'numpy', 'pydantic', 'pyarrow', 'policy.api', 'data.load'}"
        " & sys.modules.keys())); policy.scenario; print('data.load' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["[]", "False"]


@pytest.mark.parametrize("command", [["assess"], ["sweep", "criteria.needed"], ["explain", "moj-oakwood"], ["whole"]])
def test_what_is_reassessed_and_not_in_the_data_is_said(
    command: list[str], register: CodedContracts, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = {"reassess.contracts": "nobody=home_care:x"}
    said = "reassessed, but not in these data, so that nothing changes: nobody=home_care:x"
    assert main([*command, "--set", "reassess.contracts=nobody=home_care:x"]) == 0
    assert capsys.readouterr().err == f"{said}\n"
    with pytest.warns(UserWarning, match=said):
        policy.decide(register, policy.scenario("pledge", changes))
    with pytest.warns(UserWarning, match=said):
        policy.compare(register, {"A": "pledge", "B": policy.scenario("pledge", changes)})


def test_a_name_that_the_data_do_not_hold_is_said_and_not_taken_for_nothing_found(register: CodedContracts) -> None:
    with pytest.warns(UserWarning, match="no company 'serco' in these data; did you mean Serco"):
        assert not policy.decide(register, where=["company=serco"]).totals().exact.contracts.of
    with pytest.warns(UserWarning, match="no region 'NW' in these data"):
        policy.compare(register, {"A": "pledge"}, where=["region=NW"])


@pytest.mark.parametrize("module", [policy, data])
def test_what_a_library_lists_is_what_it_offers(module: ModuleType) -> None:
    assert [name for name in dir(module) if not name.startswith("__")] == sorted(module.__all__)
    assert "__doc__" in dir(module)
