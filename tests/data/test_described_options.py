"""Options in the ways that buyers write them, beside ordinary sentences that tell none: made-up notices."""

from datetime import date

import pytest

from data.model.dates import CrediblePeriod
from data.model.notice import AwardNotice, Party
from data.table.described.term import described, renewed
from data.table.rows.contract_row import rows_of

PUBLISHED = date(2020, 3, 1)
NOWHERE = CrediblePeriod(None, None, None)
ONE = CrediblePeriod(date(2020, 4, 1), date(2021, 3, 31), None)
TWO = CrediblePeriod(date(2020, 4, 1), date(2022, 3, 31), None)
THREE = CrediblePeriod(date(2020, 4, 1), date(2023, 3, 31), None)
FIVE = CrediblePeriod(date(2020, 4, 1), date(2025, 3, 31), None)


def days(text, period):
    found = described(period, text, PUBLISHED).period
    return tuple(str(day) if day else None for day in (found.start, found.end, found.latest_end))


@pytest.mark.parametrize(
    ("text", "latest"),
    [
        ("Meals for 3 years (+1 +1)", "2025-03-31"),
        ("Term: 3 years (+2 optional)", "2025-03-31"),
        ("The agreement lasts 5 years (3+1+1)", "2025-03-31"),
        ("A 3 year + 1 contract for cleaning", "2024-03-31"),
        ("Contract term: 3 years + 1 + 1 optional", "2025-03-31"),
        ("The contract is for 3 years with four extensions, each for twelve (12 months)", None),  # not told together
        ("The contract is for 3 years and two optional periods of twelve (12 months)", "2025-03-31"),
        ("A contract of three (3 years) which may be extended by six (6 months)", "2023-09-30"),
        ("3 years with three opportunities to extend by one year", "2026-03-31"),
        ("The term is 3 years with 2 options to extend for a further 12 months", "2025-03-31"),
        ("A term of 3 years with a possible renewal of two, 12 month periods", "2025-03-31"),
        ("The contract is for 3 years, to be extended at the Trust's wish up to a maximum contract term of 7 years",
         "2027-03-31"),
        ("3 years. The maximum duration of the contract will be no more than 5 years, extensions included",
         "2025-03-31"),
        ("The term is 3 years, extended annually for one additional year each time to a maximum of 5 years",
         "2025-03-31"),
        ("The contract is for 3 years, extended by 6 months at a time up to a further 2 years", "2025-03-31"),
        ("A 3 year agreement with an option to extend every year for a further 2 years", "2025-03-31"),
        ("The contract is for 3 years with an option to extend for an additional two (2), subject to funding",
         "2025-03-31"),
        ("The agreement is for 3 years and may be extended by a further 2", "2025-03-31"),
        ("3 years with an extension (at the sole discretion of the Board, by notice before the end) of 1 year",
         "2024-03-31"),
        ("It runs from 1 April 2020 to 31 March 2023 with an option of extending to 30 September 2024", "2024-09-30"),
        ("From April 2020 to March 2023, with the possibility of an extension until March 2026", "2026-03-31"),
    ],
)  # fmt: skip
def test_an_option_is_read_in_other_words_too(text, latest):
    assert days(text, THREE) == ("2020-04-01", "2023-03-31", latest)


@pytest.mark.parametrize(
    ("text", "period", "latest"),
    [
        ("There is an option to extend for up to 12 months.", ONE, "2022-03-31"),
        ("The agreement may be extended by up to 36 months.", TWO, "2025-03-31"),
        ("Extension option: 5 years", FIVE, "2030-03-31"),
        ("There is an option to extend for up to 12 months.", TWO, None),  # the days may hold it
        ("Possible extension of up to 24 months.", FIVE, None),
    ],
)
def test_an_option_without_a_first_term_counts_where_the_days_are_too_short_to_hold_it(text, period, latest):
    assert days(text, period) == (str(period.start), str(period.end), latest)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("This is an extension of the existing contract for 12 months.", ONE),
        ("The contract has been extended by a further 12 months.", ONE),
        ("Extension of contract for an additional 12 months while a new service is tendered.", ONE),
        ("The Council has exercised its option to extend for a further 12 months.", ONE),
        ("There is no option to extend beyond 12 months.", ONE),
        ("Modification to use the 24 month extension that the contract provides for.", TWO),
        ("Works include an extension to the school over 12 months.", ONE),
        ("The contract may be extended, for up to 12 months, or 24 months where funding allows.", ONE),
        ("The framework under which this is called off has an option to extend for 48 months.", THREE),
        ("3 years + 2 vehicles", THREE),
        ("3 years plus one optional site", THREE),
        ("A 3 year contract (2 + 1 sites) with options", THREE),
        ("The contract is for 3 years with an option to extend to a further 2 sites.", THREE),
        ("3 years with options for a further 2 lots", THREE),
        ("A contract of 3 years for 10 machines with an option for a further 2.", THREE),
        ("The contract is for 3 years, with no option to extend for a further 2.", THREE),
        ("3 years with no option to extend (other than by law) for a period of 1 year.", THREE),
        ("The contract is for 3 years with an option to extend for either 1 year or 3 years", THREE),
        ("3 years with two options to extend for a further 2 years", THREE),
        ("The contract is for 3 years and may be extended up to a maximum of 4 years.", THREE),
        ("3 years with an option to extend up to a maximum contract value of £4 million.", THREE),
        ("Warranty of five (5 years) and an option to extend by one.", THREE),
        ("Lots 1 and 3 (2 years) may be extended", TWO),
        ("The contract ends in March 2023. Planning permission was extended to March 2026.", THREE),
        ("From April 2020 to March 2023; the deadline was extended until 30 June 2024.", THREE),
        ("The contract ends in March 2023 and the option to extend until March 2025 has been removed.", THREE),
        ("From April 2020 to March 2023, when an option to extend to March 2024 or March 2025 is decided.", THREE),
        ("Runs until March 2022, with an option to extend to March 2024.", THREE),
    ],
)
def test_ordinary_words_tell_no_option(text, period):
    assert days(text, period) == (str(period.start), str(period.end), None)


def test_a_contract_may_begin_late_by_a_twelfth_of_its_term_and_no_more():
    text = "The contract is for 3 years with an option to extend for a further 2 years."
    late, later = (CrediblePeriod(date(2020, month, 20), date(2023, 3, 31), None) for month in (6, 10))
    assert days(text, late) == ("2020-06-20", "2023-03-31", "2025-03-31")
    assert days(text, later) == ("2020-10-20", "2023-03-31", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The contract starts on 1 April 2020. It is a contract for 3 years.", ("2020-04-01", "2023-03-31", None)),
        ("A service for an initial term of 3 years. The service begins on 1 April 2020.",
         ("2020-04-01", "2023-03-31", None)),
        ("The service starts w/c 1 April 2020. Contract for 1 year, a further year each time, to a maximum of 4 years.",
         ("2020-04-01", "2021-03-31", "2024-03-31")),
        ("The framework will run from 1 April 2020 for 3 years, extendable to a maximum term of 5 years.",
         ("2020-04-01", "2023-03-31", "2025-03-31")),
        ("The contract starts on 1 April 2020. Its term is 1 year, extended up to a maximum contract period of 3 ye",
         ("2020-04-01", "2021-03-31", "2023-03-31")),
        ("The tender period starts on 1 March 2020. The contract is for 3 years.", (None, None, None)),
        ("The current contract commenced on 1 April 2017. The new contract is for 3 years.", (None, None, None)),
        ("The service starts on 1 April 2020. Bidders need 3 years of experience.", (None, None, None)),
        ("The contract starts on 1 April 2020. The contract for Lot 1 is for 3 years.", (None, None, None)),
        ("The contract starts on 1 April 2020. The contract is for 3 or 4 years.", (None, None, None)),
        ("Phase 1 of the works starts on 1 April 2020. Each pupil attends for 3 years.", (None, None, None)),
    ],
)  # fmt: skip
def test_a_first_day_and_a_length_may_stand_in_two_sentences(text, expected):
    assert days(text, NOWHERE) == expected


def test_the_words_of_a_field_are_read_so_too():
    found = renewed(TWO, "Two options to extend for an additional 12 months")
    assert found.period.latest_end == date(2024, 3, 31)


def read(text, **more):
    issues = []
    days = {"start": FIVE.start, "end": FIVE.end} | more
    notice = AwardNotice("a.csv", 1, "Care", Party("A Council"), "2020-03-01", description=text, amount=5e5, **days)
    (row,) = rows_of([([notice], issues)])
    return row, [(issue.path, issue.value, issue.done) for issue in issues]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("There is an option to extend for up to 24 months.", "up to 24 months more"),
        ("The contract is for 4 years with an option to extend for a further 2 years.", "48 months and up to 24 more"),
    ],
)
def test_an_extension_that_the_days_may_hold_is_said(text, said):
    row, issues = read(text)
    assert row.latest_end_date is None
    assert issues == [("description", said, "the stated days stand")]


def test_nothing_is_said_where_a_field_states_the_latest_end_or_the_words_tell_no_option():
    assert read("There is an option to extend for up to 24 months.", latest_end=date(2027, 3, 31))[1] == []
    assert read("A further 24 months of accounts are asked for.")[1] == []


def test_a_table_of_published_notices_is_read_by_its_descriptions():
    text = "The contract is for 5 years with an option to extend for a further 5 years."
    row, _ = read(text, of_own_register=True, of_notices=True)
    assert (str(row.latest_end_date), round(row.annual_gbp, -3)) == ("2030-03-31", 50_000)
    assert read(text, of_own_register=True)[0].latest_end_date is None
