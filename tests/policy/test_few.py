"""What is said where no contract, no value or no date is certain: true sentences, and English ones."""

import pytest

from data.load.datasets import embedded
from output.charts.audit import corrected_chart
from output.charts.one_scenario import bar
from output.charts.tiles import tiles_chart
from output.palette import LIGHT
from policy.analysis.compare import at_once, at_once_words
from policy.analysis.records import Carried, carried_words
from policy.analysis.sensitivity import of_moves, of_reaches
from policy.analysis.tornado import Reach
from policy.coded import prepare
from policy.contracts import SEVERAL_COMPANIES
from policy.formats import money
from policy.results.findings import central_or_ends, coverage, of_groups, of_scenarios, of_years, signed, with_range
from policy.results.sentences import assumed_of, certainty_of, headline_of, largest_of, measures
from policy.results.totals import Assumed, Range, Total, Totals
from policy.scenarios import presets
from policy.scenarios.scenario import build_scenario
from policy.scope.scope import from_where
from tests.pages import headline, link, opened, text
from ui.charts.threshold_component import said
from ui.shell.state import NOT_STATED

POUND = 100
CERTAIN = "None of the 616 contracts here would certainly come back in house"


def whole(contracts, annual=(0, 0, 0), without_value=0, ceilings=0, of=616):
    """Totals of so many thousandths of contracts and pence a year: low, central, high."""
    silent = contracts[1] if without_value or ceilings else 0
    money = Total(Range(*(1000 * pence for pence in annual)), 10**15, without_value, ceilings, silent)
    return Totals(Total(Range(*contracts), of * 1000), money, money)


def sums(count):
    """Totals of so many contracts that return, each without a value."""
    return whole((count * 1000,) * 3, of=count)


def test_shares_of_several_contracts_are_not_the_one_whose_value_is_known():
    """A contract of £4.5 million and 40% of one of £3.275 million are worth £5.81 million; one more has no value."""
    annual = (450_000_000, 581_000_000, 777_500_000)
    money = Total(Range(*(1000 * pence for pence in annual)), 10**15, 1, 0, 1000)
    said = headline_of(
        Totals(Total(Range(2000, 2400, 3000), 18_000), money, money), build_scenario()[0], "contracts here"
    )
    assert ", worth £5.8 million a year for about one whose value is known, would" in said
    assert said.endswith("no value a year is known for the other one")


@pytest.mark.parametrize(
    ("groups", "unnamed", "said"),
    [
        (
            {SEVERAL_COMPANIES: 60, "Ambleford Care": 20, "Bexley Care": 10},
            [""],
            "67% of contracts lie with several companies together; alone, Ambleford Care has the most (20)",
        ),
        (
            {SEVERAL_COMPANIES: 6, "Ambleford Care": 1, "Bexley Care": 1, "": 2},
            [""],
            "Where it is stated, 75% of contracts lie with several companies together",
        ),
        ({SEVERAL_COMPANIES: 6, "": 2}, [""], "Where it is stated, all contracts lie with several companies together"),
        (
            {"Ambleford Care": 2, "Bexley Care": 1, "": 3},
            [""],
            "Where it is stated, 67% of contracts lie with Ambleford Care",
        ),
        ({"prison": 2, "none": 9}, ["", "none"], "Where it is stated, all contracts lie with prison operation"),
        (
            {"Health and care": 3, "Welsh Office": 2, "x": 1, "y": 1},
            [""],
            "71% of contracts lie with Health and care, and with Welsh Office",
        ),
        ({"": 3}, [""], "What is in the answer does not state it"),
    ],
)
def test_a_percentage_of_groups_is_of_what_names_one_and_reads_as_english(groups, unnamed, said):
    totals = {name: sums(count) for name, count in groups.items()}
    assert of_groups(totals, {"prison": "Prison operation"}, "contracts", unnamed=unnamed) == said


def test_a_title_says_which_fact_no_contract_states_but_not_where_one_without_a_value_states_it():
    valued = whole((3000,) * 3, (900 * POUND,) * 3, of=3)
    said = of_groups({"": valued}, {}, "annual_gbp", fact="its buyer")
    assert said == "No contract in the answer states its buyer"
    said = of_groups({"": valued, "Ambleford Council": sums(1)}, {}, "annual_gbp", fact="its buyer")
    assert said == "What is in the answer does not state it"


def test_a_map_draws_no_region_where_no_contract_is_tied_to_one():
    """A tile of £0 would say that nothing is there, where it is not known where anything is."""
    valued, made = whole((3000,) * 3, (900 * POUND,) * 3, of=3), build_scenario()[0]
    drawn = tiles_chart({"": valued, "National": valued}, made, "annual_gbp", LIGHT)
    assert drawn.finding == "None of it is tied to a single region"
    assert drawn.blank
    one = tiles_chart({"": valued, "Wales": valued}, made, "annual_gbp", LIGHT)
    assert one.finding == "50% of the spend is tied to no single region; of the rest most is in Wales"
    assert not one.blank
    alone = tiles_chart({"Wales": valued}, made, "annual_gbp", LIGHT)
    assert alone.finding == "All of the spend is in Wales"
    assert tiles_chart({"Wales": valued}, made, "contracts", LIGHT).finding == "All contracts are in Wales"


def test_of_a_group_that_a_title_names_and_of_which_none_is_certain_it_is_said():
    groups = {
        "prison": whole((0, 1400, 3000), (0, 100 * POUND, 260 * POUND)),
        "b": whole((7000,) * 3, (60 * POUND,) * 3),
    }
    labels = {"prison": "Prison operation", "b": "Bailiffs"}
    said = of_groups(groups, labels, "annual_gbp")
    assert said == "62% of the spend lies with prison operation, of which none is certain"
    both = {**groups, "b": whole((7000,) * 3, (90 * POUND,) * 3), "c": whole((7000,) * 3, (80 * POUND,) * 3)}
    said = of_groups(both, labels, "annual_gbp")
    assert said == "70% of the spend lies with prison operation, of which none is certain, and with bailiffs"


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        (whole((0, 0, 0), of=0), "There are no contracts here"),
        (whole((0, 0, 0), of=1), "The one contract here would not come back in house"),
        (whole((0, 300, 1000), of=1), "The one contract here would not certainly come back in house; it might"),
        (
            whole((0, 300, 1000), (0, 100, 650_000_000), of=1),
            "The one contract here would not certainly come back in house; it might, worth up to £6.5 million a year",
        ),
        (
            whole((1000, 1000, 1000), (650_000_000,) * 3, of=1),
            "The one contract here, worth £6.5 million a year, would come back in house",
        ),
        (whole((0, 0, 0)), "None of the 616 contracts here would come back in house"),
        (whole((0, 300, 24_000)), "None of the 616 contracts here would certainly come back in house; up to 24 might"),
        (whole((0, 0, 2_000)), "None of the 616 contracts here would certainly come back in house; up to 2 might"),
        (whole((200, 300, 400)), "None of the 616 contracts here would certainly come back in house; up to 1 might"),
        (whole((0, 300, 24_000), (0, 100, 650_000_000)), f"{CERTAIN}; up to 24 might, worth up to £6.5 million a year"),
        (whole((0, 600, 24_000)), "About 1 of the 616 contracts here would come back in house"),
        (
            whole((3_000, 3_000, 3_000), (90_000, 90_000, 90_000)),
            "3 of the 616 contracts here, worth £900 a year, would come back in house",
        ),
    ],
)
def test_a_headline_of_less_than_one_contract_says_what_is_certain(totals, said):
    assert headline_of(totals, build_scenario()[0], "contracts here") == said


def test_it_takes_the_words_of_its_preset():
    preset = presets.presets()["public-interest-test"]
    said = headline_of(whole((0, 300, 2_000)), build_scenario(preset)[0], "contracts here")
    assert said == "None of the 616 contracts here would certainly have to be considered for insourcing; up to 2 might"


def test_a_range_that_begins_below_one_is_said_by_its_upper_end():
    assert certainty_of(whole((300, 700, 1_200)), [], 2, build_scenario()[0]).startswith("Up to 2 contracts: ")
    assert certainty_of(whole((0, 700, 1_200)), [], 2, build_scenario()[0]).startswith("Between 0 and 1 contracts: ")


@pytest.mark.parametrize(("waiting", "words"), [(1, "1 cannot be decided from what is known of it"),
                                                (2, "2 cannot be decided from what is known of them")])  # fmt: skip
def test_what_is_not_decided_is_not_said_to_be_published(waiting, words):
    """Of a reader's own register nothing was."""
    assert words in certainty_of(whole((0, 700, 1_200)), [], waiting, build_scenario()[0])


def test_a_range_whose_ends_read_the_same_is_said_once():
    pounds = (44_011_000_000, 44_012_000_000, 44_013_000_000)
    for count, words in ((10_000, "10 contracts"), (1_000, "1 contract")):
        said = certainty_of(whole((count,) * 3, pounds), [], 0, build_scenario()[0])
        assert said.startswith(f"{words}, and £440 million a year: ")


@pytest.mark.parametrize("name", ["overview", "contracts", "buyers"])
def test_no_page_says_about_fewer(name):
    made = build_scenario(changes={"small.threshold": 1_000_000_000, "authorities.kinds": ("local",)})[0]
    query = {**link(made), "column": "region", "value": NOT_STATED} if name == "contracts" else link(made)
    page = opened(name, query)
    assert (
        headline(page) == "None of the 664 contracts in this register would certainly come back in house; "
        "up to 8 might, but their value is not known"
    )
    assert "bout fewer" not in text(page)
    assert "worth £0" not in text(page)


def test_a_buyer_whose_contracts_are_all_open_is_told_in_the_same_words():
    made = build_scenario(changes={"small.threshold": 1_000_000_000, "authorities.kinds": ("local",)})[0]
    said = text(opened("buyers", {**link(made), "value": "Leeds City Council"}))
    assert "of its" in said
    assert "About 0" not in said
    assert "between 0 and 0" not in said


@pytest.mark.parametrize(
    ("years", "measure", "said"),
    [
        ({}, "contracts", "Nothing in the answer has a known date"),
        ({"": whole((1_000, 1_000, 1_000))}, "annual_gbp", "Nothing in the answer has a known date"),
        (
            {"2030": whole((1_000, 1_000, 1_000), without_value=1)},
            "annual_gbp",
            "What has a known date has no known value",
        ),
        (
            {"2030": whole((1_000, 1_000, 1_000), (0, 0, 500 * POUND), ceilings=1)},
            "annual_gbp",
            "What has a known date has no known value but ceilings",
        ),
        ({"2030": whole((0, 0, 1_000))}, "contracts", "Nothing with a known date is certain enough to count"),
        (
            {"2029": whole((1_000,) * 3, (997 * POUND,) * 3), "2030": whole((1_000,) * 3, (3 * POUND,) * 3)},
            "annual_gbp",
            "99% of the spend with a known end is back by the end of 2029",
        ),
        (
            {"2029": whole((2_000,) * 3), "2030": whole((0, 0, 1_000))},
            "contracts",
            (
                "By the central estimate all of the contracts with a known end are back by the end of 2029; "
                "more may follow"
            ),
        ),
    ],
)
def test_the_finding_of_the_years_says_what_is_not_known(years, measure, said):
    assert of_years(years, measure) == said


ONE = whole((0, 840, 1_000), (0, 588 * 10**6, 700 * 10**6), of=5)
"""One undecided contract of £7.0 million a year that counts by 0.84."""
SURE = whole((1_000, 1_840, 2_000), (100 * 10**6, 688 * 10**6, 800 * 10**6), of=5)
"""The same beside a certain one of £1.0 million."""
FOUR = whole((0, 3_200, 4_000), (0, 560 * 10**6, 700 * 10**6), of=5)


def test_one_undecided_contract_is_told_by_its_ends():
    none = "None of the 5 contracts here would certainly come back in house; up to 1 might"
    assert headline_of(ONE, build_scenario()[0], "contracts here") == f"{none}, worth up to £7.0 million a year"
    cards = [central for _, central, spread in measures(ONE) if spread == "none is certain"]
    assert cards == ["0 to 1", "£0 to £7.0m", "£0 to £7.0m"]
    assert bar("a", "A", ONE, "annual_gbp").words == "£0 to £7.0m (none is certain)"
    assert bar("a", "A", ONE, "annual_gbp").value == 588 * 10**9, "as long as the central figure, which adds up"
    no_contract = "Between £0 and £7.0 million a year: no contract is certain."
    assert carried_words(Carried(588 * 10**9, 1, {1: 0, 3: 0, 10: 0}), ONE) == no_contract
    assert "%" not in largest_of(100, "Schools", "Kirklees Council", few=True)
    assert "£" not in assumed_of(Assumed(1, 588 * 10**9), few=True)
    assert of_years({"2028": ONE}, "annual_gbp") == "Nothing with a known date is certain"
    assert of_groups({"prison": ONE}, {}, "annual_gbp") == "Nothing in the answer is certain"
    sides = [("A", ONE), ("B", SURE)]
    assert of_scenarios(sides, "contracts") == "From up to 1 contract under “A” to 2 contracts under “B”"
    near = [("A", whole((9_200,) * 3)), ("B", whole((9_400,) * 3))]
    assert of_scenarios(near, "contracts") == "About 9 contracts under each scenario", "not from 9 to 9"


@pytest.mark.parametrize("totals", [SURE, FOUR])
def test_beside_a_certain_contract_or_of_more_than_three_the_estimate_is_told(totals):
    central = money(totals.annual_gbp.returns.central // 1000, short=True)
    assert central_or_ends(totals, "annual_gbp", short=True) == central
    assert headline_of(totals, build_scenario()[0], "contracts here").startswith("About ")


@pytest.mark.parametrize(("pence", "said"), [(146, "£1"), (151, "£2"), (949, "£9"), (996, "£10"), (1_049, "£10")])
def test_a_small_amount_is_rounded_once(pence, said):
    assert money(pence) == said


def test_the_curve_and_the_audit_say_the_figure_that_the_page_says():
    """One contract that may return or not: £7.0 million a year, and no figure that would call it certain."""
    assert said(ONE)[:2] == [["0 to 1", "none is certain"], ["£0 to £7.0m", "none is certain"]]
    assert said(whole((1_000,) * 3, (52_000_000 * POUND,) * 3))[:2] == [["1", "no range"], ["£52m", "no range"]]
    for measure, words in (("contracts", "0 to 1"), ("annual_gbp", "£0 to £7.0m")):
        chart = corrected_chart(ONE, None, "0 of 1 judged", build_scenario()[0], measure, LIGHT)
        assert f"{words} (none is certain)" in str(chart.figure).replace("<br>", " ")


def test_a_range_that_is_the_figure_itself_stands_in_no_brackets():
    assert [with_range(whole((0, 0, 0)), measure) for measure in ("contracts", "annual_gbp")] == ["0", "£0"]
    assert with_range(whole((2_000, 2_000, 3_000)), "contracts") == "2 (2 to 3)"
    assert with_range(sums(3), "contracts") == "3"


def test_contracts_that_are_worth_nothing_are_not_uncertain():
    """Bailiffs' concessions at £0 come back for certain: it is the money that is nought."""
    free = whole((3_000,) * 3)
    assert of_groups({"debt_enforce": free}, {}, "annual_gbp") == (
        "What is in the answer is worth nothing, as far as its value is known"
    )
    assert of_groups({"debt_enforce": whole((0, 0, 3_000))}, {}, "contracts") != of_groups(
        {"debt_enforce": free}, {}, "annual_gbp"
    )


def test_that_no_setting_moves_what_has_no_known_value_is_not_said():
    silent = whole((3_000,) * 3, without_value=3)
    assert of_moves([], silent, "annual_gbp") == "What is in the answer has no known value"
    assert of_moves([], silent, "contracts") == "No single change of a setting moves the answer"


@pytest.mark.parametrize(
    ("step", "said"), [(1_000, "1 contract"), (300, "fewer than 1 contract"), (2_000, "2 contracts")]
)
def test_a_step_of_one_contract_is_said_in_the_singular(step, said):
    reach = Reach("criteria.needed", "Criteria needed", "1", None, None, None, None, step, step)
    assert of_reaches([reach], "contracts") == f"One step of “Criteria needed” moves the answer most: by {said}"


@pytest.mark.parametrize(
    ("thousandths", "words"),
    [(0, "no change"), (-40, "\N{MINUS SIGN}0.04"), (3, "+0.003"), (50, "+0.1"), (-1_250, "\N{MINUS SIGN}1.2")],
)
def test_a_small_difference_is_a_number_like_others(thousandths, words):
    assert signed("contracts", thousandths) == words


def test_of_one_contract_alone_its_value_is_not_known():
    made = build_scenario()[0]
    silent = whole((0, 0, 1_000), without_value=1, of=1)
    assert headline_of(silent, made, "contracts here").endswith("; it might, but its value is not known")


def test_beside_none_to_three_contracts_no_share_of_one_has_a_value():
    """Between 0 and 3 contracts, 1.2 centrally and none of a known value: "known for 0 of 1" was said beside it."""
    made = whole((0, 1_200, 3_000), without_value=3)
    assert coverage(made, "annual_gbp") == "value not known"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"small.threshold": "£100m"}, "None instead of up to 1 contract, worth up to £7.0 million a year, under “A”."),
        (
            {"criteria.needed": "2", "small.threshold": "£100m"},
            (
                "None instead of up to 1 contract, worth up to £7.0 million a year, under “A”: 2 settings differ, "
                "and Compare tells them apart."
            ),
        ),
    ],
)
def test_a_change_of_few_contracts_none_of_them_certain_says_how_many_may_return(changes, said):
    """The example of section 12: "0.8 fewer contracts, £5.9 million a year less" was said of one that may return."""
    dataset = embedded()
    conditions = ["buyer_kind=local", "service_group=children", "value_gbp>=5m", "end<=2029"]
    coded = prepare(dataset.contracts, dataset.services).within(from_where(conditions, "where"))
    before = build_scenario()[0]
    assert at_once_words(at_once(coded, before, build_scenario(changes=changes)[0]), "A") == said
