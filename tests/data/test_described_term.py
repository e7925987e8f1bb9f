"""When a contract runs by the words of its description: made-up notices in the ways that buyers write it."""

from datetime import date

import pytest

from data.model.dates import CrediblePeriod
from data.model.notice import AwardNotice, Party
from data.table.described.term import described
from data.table.rows.contract_row import rows_of

PUBLISHED = date(2020, 3, 1)
NOWHERE = CrediblePeriod(None, None, None)
THREE = CrediblePeriod(date(2020, 4, 1), date(2023, 3, 31), None)
FIVE = CrediblePeriod(date(2020, 4, 1), date(2025, 3, 31), None)


def days(text, period):
    found = described(period, text, PUBLISHED)
    assert bool(found.said) == (found.period != period)
    stated = (found.period.start, found.period.end, found.period.latest_end)
    return tuple(str(day) if day else None for day in stated)


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("The contract is for 3 years with the option to extend for up to a further 2 years.", "2025-03-31"),
        ("An initial term of three (3) years with a possible extension of two (2) years", "2025-03-31"),
        ("Awarded for 36 months with options to extend for two further periods of 12 months.", "2025-03-31"),
        ("A three-year contract, plus 2 x 12 months", "2025-03-31"),
        ("3 years, with an option to extend by a further 1 + 1 years", "2025-03-31"),
        ("The term is 3+1+1 years", "2025-03-31"),
        ("Meals, for 3 years from 1 April 2020 with an option to extend for a further 2 years.", "2025-03-31"),
        ("Lunch clubs for 3 years with an option to extend for a further 12 months", "2024-03-31"),
        ("Lunch clubs for three years, with the possibility of a further two years", "2025-03-31"),
        ("The contract runs for 3 years. There are three twenty-four-month extensions available.", "2029-03-31"),
        ("The initial term is 3 years. The contract may be extended by 18 months.", "2024-09-30"),
        ("A maximum term of 10 years: an initial term of 3 years and up to a further 7 years", "2030-03-31"),
        ("The contract is for 3 years, extendable to a maximum of 5 years", "2025-03-31"),
        ("The term is 1 April 2020 to 31 March 2023 with the option to extend for up to two years", "2025-03-31"),
        ("It runs from 01/04/2020 until 31/03/2023. It may be extended by up to a further 2 x 12 months", "2025-03-31"),
        ("Three years with an option to extend for two further periods of 12 months, 24 months in total", "2025-03-31"),
        ("A period of 3 years with a possible extension of 2 years making a total of 5 years", "2025-03-31"),
    ],
)  # fmt: skip
def test_an_option_makes_the_latest_end_where_the_days_are_those_of_the_first_term(text, latest):
    assert days(text, THREE) == ("2020-04-01", "2023-03-31", latest)


def test_where_the_days_hold_the_option_the_first_end_is_that_of_the_first_term():
    text = "The contract is for 3 years with the option to extend for up to a further 2 years."
    assert days(text, FIVE) == ("2020-04-01", "2023-03-31", "2025-03-31")


@pytest.mark.parametrize(
    "text",
    [
        "The contract is for 4 years with an option to extend for a further 2 years.",
        "3 years with an option to extend for a further 2 years. Lot 2: 3 years with an option of a further 4 years.",
        "The contract is for 3 years and may be extended up to a total of 4 years.",
        "Bidders need 3 years' experience. There is an option to extend for a further 2 years.",
        "The contract is for 3 years with an option to extend for three periods, each of 12 months.",
        "The contract is for 3 years with an option to extend.",
        "The council has extended its offer. 3 years of accounts are to be given.",
        "",
    ],
)
def test_words_that_say_several_things_or_nothing_change_no_day(text):
    assert days(text, THREE) == ("2020-04-01", "2023-03-31", None)


def test_a_latest_end_that_a_field_states_stands():
    stated = CrediblePeriod(date(2020, 4, 1), date(2023, 3, 31), date(2024, 3, 31))
    text = "The contract is for 3 years with the option to extend for up to a further 2 years."
    assert described(stated, text, PUBLISHED) == (stated, "", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The contract term is 1st April 2020 to 31st March 2023.", ("2020-04-01", "2023-03-31", None)),
        ("The service runs from 01/04/2020 - 31/03/2023", ("2020-04-01", "2023-03-31", None)),
        ("The contract commences on 1.4.2020 for a period of 3 years.", ("2020-04-01", "2023-03-31", None)),
        ("The contract is for 36 months and is due to commence on 1 April 2020",
         ("2020-04-01", "2023-03-31", None)),
        ("The grant agreement will start on 1 April 2020 for a maximum 3 year period",
         ("2020-04-01", "2023-03-31", None)),
        ("The contract is for 3 years from 1 April 2020 with an option to extend for a further period of 1 year",
         ("2020-04-01", "2023-03-31", "2024-03-31")),
    ],
)  # fmt: skip
def test_days_come_from_the_words_where_no_field_states_one(text, expected):
    assert days(text, NOWHERE) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Quarterly report of contracts let between 1 April 2020 to 30 June 2020.",
        "Bids for the contract are to be returned from 1 April 2020 to 31 May 2020.",
        "The contract term is 1 April 2020 to 31 March 2023. Lot 2: the term is 1 May 2020 to 31 March 2024.",
        "The contract term is 12 months (1 April 2020 and 31 March 2021), with an additional 12 months after it",
        "The contract may be extended for an additional 12 months (1 April 2021-31 March 2022).",
        "The contract term is 1 April 2015 to 31 March 2019.",
        "The contract commences on 31 February 2020 for a period of 3 years.",
        "The contract commences in April 2020 for a period of 3 years.",
        "Pupils were born from 1 April 2010 to 31 March 2015.",
    ],
)
def test_other_days_are_no_term(text):
    assert days(text, NOWHERE) == (None, None, None)


def test_one_day_in_a_field_is_not_mixed_with_words():
    begun = CrediblePeriod(date(2020, 4, 1), None, None)
    assert described(begun, "The contract term is 1 May 2020 to 31 March 2023.", PUBLISHED) == (begun, "", "")


def test_an_option_in_words_is_said_spreads_the_value_and_leaves_two_publications_one_contract():
    text = "The contract is for 3 years with the option to extend for up to a further 2 years."
    issues = []
    notices = [
        AwardNotice("a.csv", 1, "Care", Party("A Council"), "2020-03-01", description=words,
                    suppliers=(Party("A Firm Ltd"),), amount=500_000.0, start=THREE.start, end=THREE.end)
        for words in (text, "")
    ]  # fmt: skip
    row, other = rows_of([(notices, issues)])
    assert (str(row.latest_end_date), round(row.annual_gbp, -2)) == ("2025-03-31", 100_000)
    assert row.key_same_here.split("|", 1)[1] == other.key_same_here.split("|", 1)[1] != ""
    said = [(issue.path, issue.value, issue.done) for issue in issues]
    assert said == [("description", "36 months and up to 24 more", "read from the words")]


@pytest.mark.parametrize("mark", ["partial", "of_own_register"])
def test_a_change_notice_and_a_register_of_ones_own_state_days_in_fields_alone(mark):
    text = "The contract is for 3 years with the option to extend for up to a further 2 years."
    notice = AwardNotice(
        "a.csv", 1, "Care", Party("A Council"), description=text, start=THREE.start, end=THREE.end, **{mark: True}
    )
    assert rows_of([([notice], [])])[0].latest_end_date is None
