"""The register and its corrections: what is applied, what is refused, and that every one that can be is in force."""

from bisect import bisect
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import comb
from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from data.load.register import read
from data.model.companies import Member, read_groups, supplier_groups
from data.register.corrections import (
    CONTRACTS,
    CORRECTIONS,
    FOLDER,
    Correction,
    corrected,
    in_force,
    read_corrections,
    read_rows,
    written,
)
from data.register.sources import SOURCES, Standing, addresses, cited, official_addresses, source_rows, standing
from data.register.spans import Dates, span

ROW = {"id": "a", "stage": "planned", "note": "", "read_on": "2026-11-22"}
RIGHT = Correction("a", "stage", "planned", "awarded", "https://www.gov.uk/a", "award notice", "2026-11-27")
NOTICE = "https://www.find-tender.service.gov.uk/Notice/"
FINDER = "https://www.contractsfinder.service.gov.uk/Notice/"
SERVICES = {"Find a Tender": NOTICE, "Contracts Finder": FINDER}
COPY = "https://d3tenders.com/contract/?ocid=ocds-h6vhtk-0599e4"
SERVER = "https://cfe65yyv2qng4jtpckaz2x5rz40rajcb.lambda-url.eu-west-1.on.aws/tenders/061544-2025"
ID = "0d534070-e91a-42f2-9411-31393df560b1"


def test_a_correction_changes_its_cell_and_the_day_on_which_the_row_was_read():
    made = corrected([ROW], [RIGHT])
    assert made.rows == [{**ROW, "stage": "awarded", "read_on": "2026-11-27"}]
    assert (made.changed, made.refused) == (1, [])


def test_a_correction_in_force_changes_nothing_when_it_is_applied_again():
    made = corrected(corrected([ROW], [RIGHT]).rows, [RIGHT])
    assert (made.changed, made.refused) == (0, [])


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (replace(RIGHT, was="superseded"), "a, stage: holds 'planned', and was 'superseded' when the source was read"),
        (replace(RIGHT, contract_id="b"), "b, stage: no such row"),
        (replace(RIGHT, column="colour"), "a, colour: no such column"),
        (replace(RIGHT, column="id", was="a", right="b"), "a, id: no such column"),
    ],
)
def test_a_correction_that_no_longer_fits_is_refused_and_said(correction, said):
    made = corrected([ROW], [correction])
    assert (made.rows, made.changed, made.refused) == ([ROW], 0, [said])


def test_two_corrections_of_a_cell_follow_on_each_other_or_both_are_refused():
    later = replace(RIGHT, was="awarded", right="superseded", note="replaced")
    assert corrected([ROW], [RIGHT, later]).rows[0]["stage"] == "superseded"
    assert corrected([ROW], [RIGHT, replace(later, was="planned")]).refused == [
        "a, stage: was 'planned' does not follow on the correction before it"
    ]


def test_only_a_correction_that_its_cell_holds_is_in_force():
    rows = corrected([ROW], [RIGHT]).rows
    assert in_force(rows, [RIGHT, replace(RIGHT, column="note", was="x", right="y")]) == [RIGHT]


def test_corrections_with_other_columns_are_no_corrections():
    with pytest.raises(ValueError, match="expected contract_id, column, was, right"):
        read_corrections("contract_id,column\na,stage\n")


def test_what_is_read_is_written_back_as_it_was():
    text = 'id,note\na,"one, ""two"""\nb,\n'
    assert written(read_rows(text), ["id", "note"]) == text


# The files as they are committed.
def the_register():
    return read_rows(CONTRACTS.read_text(encoding="utf-8"))


def the_columns():
    return list(the_register()[0])


def the_corrections():
    return read_corrections(CORRECTIONS.read_text(encoding="utf-8"))


def test_every_correction_is_in_force_and_the_sources_are_theirs():
    rows, corrections = the_register(), the_corrections()
    made = corrected(rows, corrections)
    assert (made.changed, made.refused, made.rows) == (0, [], rows)
    assert (FOLDER / SOURCES).read_text(encoding="utf-8") == source_rows(rows, corrections)


def test_no_source_is_an_address_that_nobody_publishes_under():
    shown = [row["address"] for row in read_rows((FOLDER / SOURCES).read_text(encoding="utf-8"))]
    shown += [address for row in the_register() for address in addresses(row["notice_id"], row["source_url"])]
    assert not [one for one in shown if one.startswith("http") and standing(one) is Standing.NONE]
    assert all(shown)


@pytest.mark.parametrize(
    ("address", "who"),
    [
        (NOTICE + "061544-2025", Standing.OFFICIAL),
        (FINDER + ID, Standing.OFFICIAL),
        (COPY, Standing.COPY),
        ("https://beta.bidstats.uk/tenders/2023/W14/796131851", Standing.COPY),
        ("https://www.bmj.com/content/355/bmj.i6130", Standing.OTHER),
        ("https://notd3tenders.com/", Standing.OTHER),
        (SERVER, Standing.NONE),
        ("https://bidstats-live-duhpc0apfzhge2e6.a03.azurefd.net/tenders/2025/W36/853803411", Standing.NONE),
        ("", Standing.NONE),
    ],
)
def test_who_stands_behind_an_address(address, who):
    assert standing(address) is who


def test_official_notices_come_first_by_their_numbers_and_the_copy_second():
    numbers = f"Find a Tender 013554-2026; Contracts Finder {ID}; ocds-b5fd17-{ID}"
    assert addresses(numbers, COPY) == [NOTICE + "013554-2026", FINDER + ID, COPY]
    assert addresses("Find a Tender 013554-2026", SERVER) == [NOTICE + "013554-2026"]


@pytest.mark.parametrize("ocid", [f"ocds-b5fd17-{ID}", "ocds-h6vhtk-0599e4", f"ocds-b5fd17-{ID}; ocds-h6vhtk-013554"])
def test_no_address_is_made_from_an_open_contracting_id(ocid):
    assert list(official_addresses(ocid)) == []
    assert addresses(ocid, COPY) == [COPY]


def test_a_cell_read_where_nobody_publishes_names_the_notice():
    assert cited(SERVER, "Find a Tender 003285-2026; ocds-h6vhtk-05") == "Find a Tender 061544-2025"
    assert cited("https://x.azurefd.net/tenders/2025/W36/8", "ocds-h6vhtk-05; Sell2Wales X") == "ocds-h6vhtk-05"
    assert cited(COPY, "Find a Tender 003285-2026") == COPY


def test_official_notices_are_linked_wherever_the_register_numbers_one():
    for row in the_register():
        first = next(official_addresses(row["notice_id"]), "")
        services = [begin for name, begin in SERVICES.items() if f"{name} " in row["notice_id"]]
        assert first.startswith(services[0]) if services else not first, row["id"]


# What a value covers (semantics 10.14), read a second time.
YEAR = Fraction("365.25")


def day(text):
    return date.fromisoformat(text) if text else None


def years_between(first, last):
    if first is None or last is None or last < first:
        return None
    return max(((last - first).days + 1) / YEAR, Fraction(1))


FIGURES = ("value_gbp", "annual_gbp", "annual_low_gbp", "annual_high_gbp")
FACTS = ("value_gbp", "value_basis", "vat", "start_date", "end_date", "latest_end_date", "value_until", "value_years")
"""Columns of the register that a figure follows from, with `value_span`, which says on whose word the span is."""


def values_of(row):
    """Give the whole-life, and the likely, least and greatest yearly value of a row; None where not known."""
    if not row["value_gbp"] or row["value_basis"] == "unknown":
        return None, None, None, None
    net = Fraction(row["value_gbp"]) / (Fraction("1.2") if row["vat"] == "inc" else 1)
    start, end, latest = (day(row[name]) for name in ("start_date", "end_date", "latest_end_date"))
    if row["value_basis"] == "annual":
        term = years_between(start, latest or end)
        return net * term if term else None, net, None, None
    if row["value_until"]:
        covered = [years_between(start, day(row["value_until"]))] * 3
    elif row["value_years"] and start is None:
        covered = [max(Fraction(row["value_years"]), Fraction(1))] * 3
    elif row["value_years"]:
        covered = [years_between(start, anniversary(start, int(row["value_years"])) - timedelta(days=1))] * 3
    else:
        stated = [years for last in (end, latest) if (years := years_between(start, last))]
        covered = [years_between(start, latest or end), max(stated, default=None), min(stated, default=None)]
    return net, *(net / years if years else None for years in covered)


def anniversary(start, years):
    """The same day so many years later; 1 March where 29 February has none."""
    leap = (start.month, start.day) == (2, 29)
    return date(start.year + years, 3, 1) if leap and years % 4 else start.replace(year=start.year + years)


def near(found, expected):
    if expected is None:
        return pd.isna(found)
    return abs(found - float(expected)) <= 1e-9 * max(float(expected), 1)


def figures(rows):
    """What the program makes of rows of the register, a row each of FIGURES."""
    found, _ = read(written(rows, list(the_register()[0])), "contracts.csv")
    return found[list(FIGURES)]


def test_every_value_follows_from_value_span_and_dates():
    rows = the_register()
    for row, found in zip(rows, figures(rows).itertuples(index=False), strict=True):
        assert all(map(near, found, values_of(row))), row["id"]


DAYS = st.dates(date(2015, 1, 1), date(2045, 12, 31))
A_ROW = {"service": "prison", "instrument": "contract", "stage": "awarded", "counted": "yes", "read_on": "2026-11-27"}


@st.composite
def stated_values(draw):
    """Facts of a row that a figure follows from: any value, basis, VAT, dates in order, and span."""
    first, second, third = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    some = lambda text: draw(st.sampled_from(["", text]))  # noqa: E731
    until, years = draw(st.sampled_from([("", ""), (str(draw(DAYS)), ""), ("", str(draw(st.integers(1, 40))))]))
    return {
        "value_gbp": draw(st.integers(0, 10**12).map(lambda pence: f"{pence // 100}.{pence % 100:02}")),
        "value_basis": draw(st.sampled_from(["total", "annual", "estimated", "ceiling", "unknown"])),
        "vat": draw(st.sampled_from(["ex", "inc", "unknown"])),
        "start_date": some(str(first)), "end_date": some(str(second)), "latest_end_date": some(str(third)),
        "value_until": until, "value_years": years, "value_span": "note" if until or years else "assumed",
    }  # fmt: skip


@given(st.lists(stated_values(), min_size=10, max_size=30))
@hypothesis_settings(max_examples=8)
def test_whatever_a_row_states_its_values_follow_by_the_rule(stated):
    empty = dict.fromkeys(the_columns(), "")
    rows = [{**empty, "id": str(place), **A_ROW, **facts} for place, facts in enumerate(stated)]
    for row, found in zip(rows, figures(rows).itertuples(index=False), strict=True):
        assert all(map(near, found, values_of(row))), row


@pytest.mark.parametrize(
    ("contract_id", "annual"),
    [
        ("ho-gatwick-irc", Fraction(200_000_000) * YEAR / 2_933),
        ("la-derby-drugs", Fraction(28_500_000) * YEAR / 1_826),
        ("cln-norfolk-gully", Fraction(246_176) * YEAR / 1_827),
        ("cln-tfw", Fraction(595_291) * YEAR / 1_827),
    ],
)
def test_values_that_were_worked_out_by_hand(contract_id, annual):
    row = next(row for row in the_register() if row["id"] == contract_id)
    assert near(figures([row])["annual_gbp"].iloc[0], annual)


def test_no_note_and_no_other_column_decides_a_figure():
    rows, random = the_register(), Random(15)
    others = [name for name in rows[0] if name not in ("id", "value_span", *FACTS)]
    mixed = {name: random.sample(cells, len(cells)) for name in others for cells in [[row[name] for row in rows]]}
    told = [{**row, **{name: mixed[name][place] for name in others}} for place, row in enumerate(rows)]
    pd.testing.assert_frame_equal(figures(told), figures(rows))
    assert {"note", "title", "summary", "source_title", "instrument"} <= set(others)


def test_whoever_says_what_a_value_covers_says_it_in_days_or_years_and_the_rest_is_assumed():
    for row in the_register():
        said = [name for name in ("value_until", "value_years") if row[name]]
        if row["value_gbp"] and row["value_basis"] in ("total", "estimated", "ceiling"):
            assert len(said) == (row["value_span"] in ("source", "note")), row["id"]
            assert row["value_span"] in ("source", "note", "assumed"), row["id"]
        else:
            assert (said, row["value_span"]) == ([], ""), row["id"]


START, FIRST, LAST = date(2026, 4, 1), date(2029, 3, 31), date(2031, 3, 31)


@pytest.mark.parametrize(
    ("dates", "until", "years", "days"),
    [
        (Dates(START, FIRST, LAST), None, None, (1826, 1096, 1826)),
        (Dates(START, FIRST, LAST), FIRST, None, (1096, 1096, 1096)),
        (Dates(START, FIRST, None), None, None, (1096, 1096, 1096)),
        (Dates(START, None, None), None, 2.5, (914, 914, 914)),
        (Dates(START, None, None), None, None, None),
        (Dates(None, FIRST, LAST), FIRST, None, None),
        (Dates(date(2028, 2, 29), None, None), None, 1, (366, 366, 366)),
    ],
)
def test_a_span_is_counted_in_days_with_the_first_and_the_last(dates, until, years, days):
    found = span(dates, until, years)
    expected = (None,) * 3 if days is None else tuple(max(each / 365.25, 1.0) for each in days)
    assert (found.years, found.shortest, found.longest) == expected


def test_without_a_first_day_a_number_of_years_stands_alone():
    assert span(Dates(None, FIRST, None), None, 7).years == 7
    assert span(Dates(None, None, None), None, 0.5).years == 1


# Companies behind supplier names.
def test_every_supplier_of_the_register_is_in_the_table_of_groups_and_no_other():
    assert set(supplier_groups()) == {row["supplier"] for row in the_register() if row["supplier"]}


def test_members_of_a_supplier_name_have_their_own_groups():
    header = "supplier_name,members,group,basis,note\n"
    found = read_groups(
        f"{header}A; B Ltd; others,A; B Ltd,?; B,same name,list is not complete in the source\n"
        "V,A; B Ltd,V (joint venture),https://www.gov.uk/v,\n16 suppliers (not named),,,,no company named\n"
    )
    assert found["A; B Ltd; others"].members == (Member("A", ""), Member("B Ltd", "B"))
    assert not found["A; B Ltd; others"].complete
    assert (found["V"].venture, found["V"].members) == ("V (joint venture)", (Member("A", ""), Member("B Ltd", "")))
    assert found["16 suppliers (not named)"].members == ()
    with pytest.raises(ValueError, match="A; B; C: 3 members and 2 groups"):
        read_groups(f"{header}A; B; C,A; B; C,A; B,same name,\n")


def test_one_company_under_several_names_has_one_group():
    serco = {name for name, supplier in supplier_groups().items() for m in supplier.members if m.group == "Serco"}
    assert {"Serco", "Serco Ltd", "Serco; Mears; Clearsprings Ready Homes"} <= serco


# How the register was checked: data/register/README.md says the same counts.
SEED, DRAWN = 20261127, 30
_FINE = 1_000_000
"""Steps in which the ends of an interval are looked for."""
GONE = ["ho-aasc-serco", "ho-aasc-mears", "ho-aasc-clearsprings"]
"""Rows that there were on the day of the draw and are no more; the seven regional contracts came after it."""


def checked():
    return read_rows((FOLDER / "checks.csv").read_text(encoding="utf-8"))


def test_the_rows_that_were_read_again_are_a_random_draw():
    ids = sorted([*GONE, *(row["id"] for row in the_register() if row["part_of"] != "ho-aasc-all")])
    assert [row["contract_id"] for row in checked()] == Random(SEED).sample(ids, DRAWN)


def test_the_paper_says_what_the_check_found():
    found = {
        name: sum(len(row[name].split()) for row in checked()) for name in ("agrees", "wrong", "doubtful", "filled")
    }
    assert found == {"agrees": 205, "wrong": 3, "doubtful": 5, "filled": 14}
    paper = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "3 of 208 cells (1.4%, 95% interval 0.3% to 4.2%)" in paper
    assert exact_interval(3, 208) == (0.3, 4.2)


def test_the_service_of_the_largest_was_read_by_two_who_saw_neither_our_answer_nor_each_other():
    readings = read_rows((FOLDER / "service_readings.csv").read_text(encoding="utf-8"))
    now = {row["id"]: row["service"] for row in the_register()}
    since = {each.contract_id for each in the_corrections() if each.column == "service"}
    assert len(readings) == 25
    for row in readings:
        assert now[row["contract_id"]] == row["register"] or row["contract_id"] in since
        for reader in ("reader_one", "reader_two"):
            assert row[f"{reader}_reason"], row["contract_id"]
            assert all(standing(address) for address in row[f"{reader}_read_at"].split()), row["contract_id"]
    paper = (FOLDER / "README.md").read_text(encoding="utf-8")
    pairs = {
        "two separate readers, each": [("register", "reader_one"), ("register", "reader_two")],
        "the two with each other": [("reader_one", "reader_two")],
        "the reader who had seen our answer": [("register", "by_hand")],
        "the program": [("register", "classifier")],
    }
    for name, of_pairs in pairs.items():
        for one, other in of_pairs:
            agree = sum(row[one] == row[other] for row in readings)
            low, high = exact_interval(agree, 25)
            assert f"| {name} | {agree} of 25 ({100 * agree // 25}%) | {low:.1f}% to {high:.1f}% |" in paper
    differ = [row for row in readings if row["reader_one"] != row["register"]]
    assert [row["contract_id"] for row in differ] == ["ar-moj-hmcts-fm-security"]
    assert now["ar-moj-hmcts-fm-security"] == differ[0]["reader_one"] == differ[0]["reader_two"]


def test_every_row_that_includes_vat_was_read_again():
    readings = {row["contract_id"]: row for row in read_rows((FOLDER / "vat_readings.csv").read_text(encoding="utf-8"))}
    rows = {row["id"]: row for row in the_register()}
    assert {id_ for id_, row in rows.items() if row["vat"] == "inc"} <= set(readings)
    assert {id_: rows[id_]["vat"] for id_ in readings} == {id_: row["right"] for id_, row in readings.items()}
    for id_, row in readings.items():  # a net that is not the gross divided by 1.2 is recorded as the value
        if row["right"] == "inc" and row["without_vat"]:
            net = Fraction(rows[id_]["value_gbp"]) / Fraction("1.2")
            assert abs(net - Fraction(row["without_vat"])) < 1, id_
    told = {by: sum(row["told_by"] == by for row in readings.values()) for by in ("both", "words", "copy")}
    held = {mark: sum(row["mark_held"] == mark for row in readings.values()) for mark in ("yes", "no")}
    stay = sum(row["right"] == "inc" for row in readings.values())
    low, high = exact_interval(held["no"], sum(held.values()))
    wrong = 100 * held["no"] / sum(held.values())
    paper = (FOLDER / "README.md").read_text(encoding="utf-8")
    for said in (
        f"{len(readings)} rows; of these {stay} stay `inc`",
        f"Of {told['both']} a source gives the value without VAT too",
        f"Of {told['copy']} there is only the word",
        f"right {held['yes']} times and wrong {held['no']} times of {sum(held.values())} (wrong {wrong:.1f}%, {low}%",
        f"{low}% to {high}%). So",
        f"So {told['copy'] - 1} of the {told['copy']} stay `inc`",
    ):
        assert said in paper, said


def test_the_paper_counts_the_rows_that_there_are():
    rows, paper = the_register(), (FOLDER / "README.md").read_text(encoding="utf-8")
    groups = {
        row["id"]: row["group"] for row in read_rows((FOLDER.parent / "reference/services.csv").read_text("utf-8"))
    }
    best = Counter(
        standing(next(iter(addresses(row["notice_id"], row["source_url"])), row["source_url"])) for row in rows
    )
    spans, stages = Counter(row["value_span"] for row in rows), Counter(row["stage"] for row in rows)
    passed = [row["stage"] == "planned" and "" < row["start_date"] <= row["read_on"] for row in rows]
    empty = {name: sum(not row[name] for row in rows) for name in ("supplier", "end_date", "start_date", "cpv")}
    stated = [row for row in rows if row["value_gbp"]]
    for said in (
        f"{len(rows)} real contracts",
        f"{sum(row['vat'] == 'unknown' for row in stated)} of {len(stated)} values",
        f"No supplier on {empty['supplier']} rows, no end date on {empty['end_date']}, no start date",
        f"no start date on {empty['start_date']}, no procurement code on {empty['cpv']}",
        f"not known ({sum(passed)} rows)",
        f"`source` ({spans['source']} rows",
        f"`note` ({spans['note']};",
        f"`assumed` ({spans['assumed']};",
        f"awarded {stages['awarded']}; planned {stages['planned']}; superseded {stages['superseded']}",
        f"{best[Standing.OFFICIAL]} rows link an official notice, {best[Standing.COPY]} an aggregator's copy",
        "; ".join(
            f"{name.replace('_', ' ')} {n}" for name, n in Counter(groups[r["service"]] for r in rows).most_common()
        ),
    ):
        assert said in paper, said


def exact_interval(wrong, of):
    """Clopper and Pearson's 95% interval of a share, in per cent with one decimal."""
    ends = shares_at_the_ends(wrong, of)
    return tuple(round(100 * end, 1) for end in ends)


def shares_at_the_ends(wrong, of):
    """Shares at which so many errors or more, and so many or fewer, have a chance of 2.5%."""

    def chance(share, counts):
        return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in counts)

    at_least, at_most = range(wrong, of + 1), range(wrong + 1)
    lower = bisect(range(_FINE), 0.025, key=lambda share: chance(share / _FINE, at_least))
    upper = bisect(range(_FINE), -0.025, key=lambda share: -chance(share / _FINE, at_most))
    return lower / _FINE, upper / _FINE


# Stage by the day of reading (semantics 10.1).
@pytest.mark.parametrize(
    ("stage", "start", "read_on", "taken"),
    [
        ("planned", "2026-11-22", "2026-11-22", None),
        ("planned", "2026-11-23", "2026-11-22", "planned"),
        ("planned", "2020-01-01", "", "planned"),
        ("planned", "", "2026-11-22", "planned"),
        ("awarded", "2020-01-01", "2026-11-22", "awarded"),
    ],
)
def test_a_plan_whose_first_day_had_passed_when_it_was_read_has_no_known_stage(stage, start, read_on, taken):
    row = next(row for row in the_register() if row["id"] == "moj-oakwood2")
    changed = {**row, "stage": stage, "start_date": start, "read_on": read_on}
    found, issues = read(written([changed], list(row)), "register.csv")
    assert (found["stage"].iloc[0] if taken else found["stage"].isna().iloc[0]) == (taken or True)
    assert any(issue.path == "stage" for issue in issues) == (taken is None)
