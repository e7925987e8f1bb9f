"""What the command line does: reads scenario and data, prints figures; a composition root.

Exit code 0; 1 for a problem in the input; 2 for wrong usage. Problems go to standard error.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from cli import printed
from cli.assess import add_assess_options, assess
from cli.ending import ended
from cli.inputs import (
    changed,
    chosen_scenario,
    chosen_scope,
    open_data,
    population,
    preset_scenario,
    scenario_of_link,
    scenarios_file,
    show,
    with_list,
)
from cli.report import ENDINGS_OF_A_CHART, add_file_options, add_report_options, check_file, report, write_comparison
from cli.whole import receipt_again, whole
from cli.words import Parser, file_text, given_path
from data.load.datasets import UnreadableError
from data.model.dataset import Dataset
from output.charts.named import NONE_IN_SCOPE, NONE_TO_ASSESS
from output.field_words import row_of_source, words
from policy.analysis import tornado
from policy.analysis.compare import differences, flips, stands, sweep, sweep_values
from policy.analysis.sensitivity import of_moves
from policy.analysis.uncertainty import range_contracts
from policy.bounds import cut, cut_path
from policy.coded import CodedContracts
from policy.engine.decide import decide
from policy.formats import printable
from policy.measures import MEASURES
from policy.problem import PolicyError, Problem
from policy.receipts.verdict import verdict
from policy.results.explain import explain, no_such_contract, row_named
from policy.results.groups import Decisions
from policy.results.receipt import differences as receipt_differences
from policy.results.receipt import read_receipt, receipt, scope_stated
from policy.results.report import described, described_scope, known_number, known_range, listed_presets, listed_settings
from policy.results.sentences import swept_value
from policy.results.totals import totals
from policy.scenarios.files import in_few_words, unused
from policy.scenarios.links import query_of_link
from policy.scenarios.presets import presets
from policy.scenarios.scenario import Scenario, no_such_setting
from policy.scope.scope import Scope, from_where, looked_at_otherwise, scope_of

Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str], program: str = "python -m policy") -> int:
    """Run a command; returns its exit code."""
    return ended(lambda: _run(arguments, program))


def _run(arguments: list[str], program: str) -> int:
    options = _parser(program).parse_args(arguments)
    try:
        from_where(getattr(options, "where", ()))  # a scope that cannot be read is said before a table is opened
        return int(options.command(options))
    except PolicyError as error:
        print(printable(str(error)), file=sys.stderr)
        return 2
    except UnreadableError as error:
        print(printable(str(error)), file=sys.stderr)
        return 1


def _parser(program: str) -> argparse.ArgumentParser:
    parser = Parser(prog=program, description="What would come back in house, and why.")
    commands = parser.add_subparsers(required=True, dest="COMMAND")  # without metavar, so that wrong usage lists them
    shared = Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print plain numbers as JSON")
    data = Parser(add_help=False)
    data.add_argument(
        "--data",
        metavar="TABLE",
        help="built tables (a file, folder, pattern, s3://…, gs://…, https://…), or your own register; default: ours",
    )
    data.add_argument("--mapping", metavar="FILE.toml", help="how your own register is read, as the page Data keeps it")
    data.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="look at these contracts alone, such as buyer_kind=local or 'value_gbp>=5m'; repeatable: names of one "
        "field are joined by or, bounds and fields by and",
    )
    chosen = Parser(add_help=False)
    source = chosen.add_mutually_exclusive_group()
    source.add_argument("--preset", metavar="NAME", help="a preset, such as pledge")
    source.add_argument("--scenario", type=given_path, metavar="FILE.toml", help="a scenario file")
    source.add_argument("--link", metavar="URL", help="a link copied from the dashboard")
    chosen.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting, repeatable")

    def add(name: str, command: Command, text: str, *more: Parser) -> argparse.ArgumentParser:
        parser = commands.add_parser(name, help=text, description=text, parents=[shared, *more])
        parser.set_defaults(command=command)
        return parser

    add("presets", _presets, "List the presets.")
    assessed = add("assess", assess, "Assess every contract under a scenario.", chosen, data)
    add_assess_options(assessed)
    add("settings", _settings, "List the settings, and their values in a scenario.", chosen)
    swept = add("sweep", _sweep, "Assess at every value of one setting.", chosen, data)
    swept.add_argument("key", help="a setting, such as small.threshold")
    compared = add("compare", _compare, "Compare scenarios; list the contracts that flip.", data)
    compared.add_argument("scenarios", nargs="+", metavar="A", help="a preset, a scenario file or a link")
    change = "with one scenario: compare it with itself, this setting changed; repeatable"
    compared.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help=change)
    compared.add_argument("--measure", choices=MEASURES, default="annual_gbp", help="what the chart of --out shows")
    add_file_options(compared, "write the chart or its table too", ENDINGS_OF_A_CHART)
    explained = add("explain", _explain, "Explain one contract.", chosen, data)
    explained.add_argument("contract_id", help="its id or number; of your own register its row too, such as 'row 4'")
    ranged = add("range", _range, "List the contracts that make the range, and what settles each.", chosen, data)
    ranged.add_argument("--measure", choices=MEASURES, default="annual_gbp", help="what the order goes by")
    moved = add("sensitivity", _sensitivity, "Say which settings move the answer most, one at a time.", chosen, data)
    moved.add_argument("--measure", choices=MEASURES, default="annual_gbp", help="what is moved")
    add("whole", whole, "Say how big the whole is: published spending in what the policy catches.", chosen, data)
    reported = add("report", report, "Write a briefing of two to four pages, to print.", chosen, data)
    add_report_options(reported)
    verified = add("verify", _verify, "Recompute the figure of a receipt and say whether it agrees.", data)
    verified.add_argument("receipt", type=given_path, metavar="RECEIPT.json")
    return parser


def _presets(options: argparse.Namespace) -> int:
    show(options, listed_presets(), printed.presets)
    return 0


def _settings(options: argparse.Namespace) -> int:
    scenario = chosen_scenario(options)
    listed = listed_settings(scenario)
    show(options, {"scenario": described(scenario), "settings": listed}, lambda: printed.settings(listed))
    return 0


def _sweep(options: argparse.Namespace) -> int:
    scenario = chosen_scenario(options)
    try:
        sweep_values(options.key, scenario)
    except (KeyError, ValueError) as error:
        what = no_such_setting(options.key) if isinstance(error, KeyError) else str(error)
        raise PolicyError([Problem(cut(options.key), with_list(what))]) from None
    dataset, coded, code = open_data(options, scenario)
    points = list(sweep(coded, scenario, options.key))
    plain = [{"value": str(point.value), **{m: known_range(point.totals, m) for m in MEASURES}} for point in points]
    result = {"scenario": described(scenario), **_about(dataset, coded), "key": options.key, "points": plain}
    said = swept_value(scenario, options.key)
    show(options, result, lambda: _looking(dataset, coded) + printed.sweep(options.key, points, said))
    return code


def _compare(options: argparse.Namespace) -> int:
    check_file(options, ENDINGS_OF_A_CHART)
    names, scenarios = _sides(options)
    dataset, coded, code = open_data(options, *scenarios)
    decided = [decide(coded, scenario) for scenario in scenarios]
    result = {
        **_about(dataset, coded),
        "scenarios": [_side(name, each) for name, each in zip(names, decided, strict=True)],
        "differences": [
            {"key": d.key, "label": d.label, "values": d.words} for d in differences(scenarios, coded.service_names)
        ],
        "flips": [_flips(names, decided, later) for later in range(1, len(decided))],
    }
    if options.out is not None:
        write_comparison(options, dataset, names, decided)
    show(options, result, lambda: _looking(dataset, coded) + printed.compare(names, decided))
    return code


def _sides(options: argparse.Namespace) -> tuple[list[str], list[Scenario]]:
    """The scenarios that are compared, and what tables call them: a link by its preset and changes, since it is long.

    The link of the first alone says what is looked at, as on the page.
    """
    given, links = options.scenarios, [name for name in options.scenarios if _is_link(name)]
    options.link = given[0] if _is_link(given[0]) else None
    for link in links:
        for problem in looked_at_otherwise(query_of_link(link)[0], chosen_scope(options)):
            print(printable(f"link {given.index(link) + 1}: {problem}"), file=sys.stderr)
    names, scenarios = list[str](), list[Scenario]()
    for name in given:
        for called, scenario in _called(name):
            names.append(unused(called, names) if called != name else name)
            scenarios.append(scenario)
    if options.set:
        if len(scenarios) > 1:
            raise PolicyError([Problem("--set", "changes one scenario, to compare it with itself; give one alone")])
        scenarios.append(changed(scenarios[0], options.set))
        names.append(unused(in_few_words(scenarios[1]), names))
    return names, scenarios


def _called(name: str) -> list[tuple[str, Scenario]]:
    """The scenarios that a word of the command names, with what tables call each: its own name in a file of several."""
    if _is_link(name):
        scenario = scenario_of_link(name)
        return [(in_few_words(scenario), scenario)]
    if name in presets() or not name or not Path(name).exists():
        if Path(name).suffix == ".toml":
            raise UnreadableError(f"{cut_path(name)}: no such file. Give a preset, such as pledge, or a scenario file.")
        return [(name, preset_scenario(name))]
    found = scenarios_file(Path(name))
    return list(found.items()) if len(found) > 1 else [(name, scenario) for scenario in found.values()]


def _is_link(name: str) -> bool:
    return "?" in name or name.startswith(("http://", "https://"))


def _about(dataset: Dataset, coded: CodedContracts) -> dict[str, Any]:
    """Say of which contracts a result is, as plain values."""
    return {"scope": described_scope(scope_of(coded)), "data": dataset.described()}


def _looking(dataset: Dataset, coded: CodedContracts) -> str:
    """Say which contracts are looked at, above a table of numbers; nothing where it is all of them."""
    scope = scope_of(coded)
    return f"Of {population(dataset, scope)}:\n\n" if scope else ""


def _side(name: str, decisions: Decisions) -> dict[str, Any]:
    sums = totals(decisions)
    return {
        "name": name,
        "scenario": described(decisions.scenario),
        "returns": {m: known_range(sums, m) for m in MEASURES},
        "of": {m: known_number(sums, m, "of") for m in MEASURES},
    }


def _flips(names: list[str], decided: list[Decisions], later: int) -> dict[str, Any]:
    ids = decided[0].coded.frame["contract_id"]
    flipped = flips(decided[0], decided[later])
    rows = [
        {"contract_id": id_, "from": old, "to": new}
        for id_, (old, new) in zip(ids.iloc[flipped.rows], flipped.words(), strict=True)
    ]
    return {"from": names[0], "to": names[later], "contracts": rows}


def _explain(options: argparse.Namespace) -> int:
    scenario = chosen_scenario(options)
    _, coded, code = open_data(options, scenario)
    asked = options.contract_id
    if (row := row_named(coded.frame, asked)) is None:
        raise UnreadableError(f"{cut(asked)}: {no_such_contract(coded.frame, asked)}")
    decisions = decide(coded, scenario)
    explanation = explain(decisions, row)
    if explanation.contract_id != asked:
        what = "row" if row_of_source(coded.frame, row).casefold().endswith(asked.casefold()) else "number"
        print(printable(f"{cut(asked)}: the one contract of this {what}, {explanation.contract_id}"), file=sys.stderr)
    if explanation.stage and decisions.stage[row] < 0:
        within = " and ".join(scope_of(coded).to_where())
        said = f"--where {within}: this contract is not certainly in it, and is explained all the same"
        print(printable(said), file=sys.stderr)
    where = stands(decisions, row) if explanation.stage and decisions.stage[row] >= 0 else ""
    show(
        options,
        {**printed.plain_explanation(explanation), "source": words(coded, "source", row)},
        lambda: printed.explanation(explanation, decisions.coded, row, where),
    )
    return code


def _range(options: argparse.Namespace) -> int:
    scenario = chosen_scenario(options)
    dataset, coded, code = open_data(options, scenario)
    decisions = decide(coded, scenario)
    found, whole_ = range_contracts(decisions, options.measure), totals(decisions)
    result = {
        "scenario": described(scenario),
        **_about(dataset, coded),
        "measure": options.measure,
        "returns": {m: known_range(whole_, m) for m in MEASURES},
        "contracts": found.plain() if options.json else [],
    }
    show(options, result, lambda: _looking(dataset, coded) + printed.of_range(found))
    return code


def _sensitivity(options: argparse.Namespace) -> int:
    scenario = chosen_scenario(options)
    dataset, coded, code = open_data(options, scenario)
    decisions = decide(coded, scenario)
    ranked, now = tornado.reaches(decisions, tornado.all_changes(decisions), options.measure), totals(decisions)
    none = NONE_IN_SCOPE if scope_of(coded) else NONE_TO_ASSESS
    result = {
        "scenario": described(scenario),
        **_about(dataset, coded),
        "measure": options.measure,
        "finding": of_moves(ranked, now, options.measure) if now.contracts.of else none,
        "returns": known_range(now, options.measure),
        "changes": tornado.plain(ranked, now, options.measure),
    }
    show(options, result, lambda: _looking(dataset, coded) + printed.sensitivity(result, options.measure))
    return code


def _verify(options: argparse.Namespace) -> int:
    if options.where:
        raise PolicyError([Problem("--where", "a receipt states what it looks at; leave it out")])
    stated, scenario, scope = _stated(options.receipt)
    dataset, coded, code = open_data(options, scenario)
    coded = coded.within(scope)
    for problem in scope.unknown_names(coded):
        print(printable(f"receipt: {problem}"), file=sys.stderr)
    if "whole" in stated:
        agrees = _verify_whole(options, stated, receipt_again(scenario, dataset, coded))
    else:
        agrees = _verify_headline(options, stated, receipt(decide(coded, scenario), dataset.described()))
    return code if agrees else 1


def _stated(path: Path) -> tuple[dict[str, Any], Scenario, Scope]:
    """Read a receipt, with the scenario and the scope that it states."""
    try:
        stated, scenario = read_receipt(file_text(path), str(path))
        return stated, scenario, scope_stated(stated)
    except UnreadableError:
        raise
    except ValueError as error:
        raise UnreadableError(f"{path}: not a receipt of this program: {error}") from None


def _verify_whole(options: argparse.Namespace, stated: Mapping[str, Any], again: Mapping[str, Any]) -> bool:
    """Say whether a receipt of published spending agrees, and where it does not."""
    result = _agreement(stated, again)
    agreed = f"Receipt {again['id']} agrees: the figure is the same."
    show(options, result, lambda: "\n".join(result["differences"]) or agreed)
    return bool(result["agrees"])


def _verify_headline(options: argparse.Namespace, stated: Mapping[str, Any], again: Mapping[str, Any]) -> bool:
    """Say what becomes of a receipt of a headline: whether it matches, what moved, why, and which errata touch it."""
    judged = verdict(stated, again)
    said, errata = judged.sentences(), [recall.erratum.id for recall in judged.recalls]
    result = {**_agreement(stated, again), "matches": judged.matches, "said": said, "errata": errata}
    show(options, result, lambda: "\n".join(said))
    return judged.matches


def _agreement(stated: Mapping[str, Any], again: Mapping[str, Any]) -> dict[str, Any]:
    """Say whether a receipt and the one that is made now are the same, part by part, as plain values."""
    differing = receipt_differences(stated, again)
    return {"agrees": not differing, "differences": differing, "stated": stated.get("id"), "now": again["id"]}
