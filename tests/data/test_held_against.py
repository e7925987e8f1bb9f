"""Two registers of one's own held against each other: which contracts are new, gone and changed, and by what told."""

from dataclasses import replace

import pytest

from data.load import upload
from data.load.changes import ADDED, BY_FACTS, BY_NAMES, BY_NUMBER, BY_TERMS, CHANGED, GONE, SAME
from output.register_changes import changes_in_words, changes_table, held_against, in_lines, totals_table

HEAD = "Contract ref,Contract title,Supplier,Council,Start date,End date,Total value\n"
JULY = HEAD + (
    "C001,Home care,Oak Ltd,Ambleford Council,01/04/2024,31/03/2027,1200000\n"
    "C002,Refuse collection,Bins Ltd,Ambleford Council,01/04/2022,31/03/2029,3000000\n"
    "C003,Children's homes,Ash Ltd,Ambleford Council,01/04/2024,31/03/2028,800000\n"
    "C004,Supported living,Elm Ltd,Ambleford Council,01/04/2023,31/03/2028,\n"
    "C005,Grounds maintenance,Green Ltd,Ambleford Council,01/04/2021,31/08/2026,150000\n"
    "6,Meals at home,Beech Ltd,Ambleford Council,01/04/2024,31/03/2028,90000\n"
)
AUGUST = HEAD + (
    "C001,Home care,Oak Ltd,Ambleford Council,01/04/2024,31/03/2029,2000000\n"
    "C002,REFUSE  collection,Bins Ltd,Ambleford Council,01/04/2022,31/03/2029,3000000\n"
    "C003,Children's homes,Ash Care Ltd,Ambleford Council,01/04/2024,31/03/2028,800000\n"
    "C004,Supported living,Elm Ltd,Ambleford Council,01/04/2023,31/03/2028,400000\n"
    "C105,Grounds maintenance,Lawn Ltd,Ambleford Council,01/09/2026,31/08/2030,200000\n"
    "6,Payroll software,Wages Ltd,Ambleford Council,01/08/2026,31/07/2028,60000\n"
)


def held(before=JULY, after=AUGUST):
    files = (("july.csv", before), ("august.csv", after))
    return held_against(*(upload.read(upload.opened(name, text.encode())) for name, text in files))


def told(made):
    """What became of each contract, by its title, and by what it was found."""
    tables = {"after": made.found.after, "before": made.found.before}
    side = ["after" if row.after >= 0 else "before" for row in made.found.rows.itertuples()]
    rows = zip(side, made.found.rows.itertuples(), strict=True)
    return {(row.what, tables[at]["title"].iloc[getattr(row, at)], row.by) for at, row in rows}


def test_contracts_are_known_by_their_number_and_not_by_that_of_a_row():
    assert told(held()) == {
        (CHANGED, "Home care", BY_NUMBER),
        (SAME, "REFUSE  collection", BY_NUMBER),  # as it was spelled is no fact
        (CHANGED, "Children's homes", BY_NUMBER),
        (CHANGED, "Supported living", BY_NUMBER),
        (ADDED, "Grounds maintenance", ""),  # let again, under another number
        (GONE, "Grounds maintenance", ""),
        (ADDED, "Payroll software", ""),  # has the number 6 as another contract had, and nothing else of it
        (GONE, "Meals at home", ""),
    }


def test_without_numbers_contracts_are_known_by_their_names_and_first_day():
    bare = ["\n".join(line.partition(",")[2] for line in text.splitlines()) + "\n" for text in (JULY, AUGUST)]
    found = told(held(*bare))
    assert (SAME, "REFUSE  collection", BY_NAMES) in found
    assert (CHANGED, "Home care", BY_NAMES) in found
    assert (CHANGED, "Children's homes", BY_NAMES) in found  # another supplier from the same first day on
    assert {what for what, title, _ in found if title == "Grounds maintenance"} == {ADDED, GONE}
    assert {by for _, _, by in told(held(bare[0], bare[0]))} == {BY_FACTS}


def test_the_way_from_one_total_to_the_other_adds_up_and_no_unknown_value_is_none():
    table = totals_table(held()).set_index("Register")
    assert table["Contracts"].tolist() == [6, -2, 2, 0, 6]
    assert table["£ whole life"].tolist() == [5_240_000, -240_000, 260_000, 1_200_000, 6_460_000]
    assert table["Value not known"].tolist() == [1, 0, 0, -1, 0]
    assert table["£ a year"].iloc[:-1].sum() == pytest.approx(table["£ a year"].iloc[-1], abs=0.01)


def test_each_change_says_what_was_and_what_is():
    table = changes_table(held())
    said = dict(zip(zip(table["What"], table["Contract"], strict=True), table["What changed"], strict=True))
    assert said["Changed", "Children's homes"] == "supplier Ash Ltd → Ash Care Ltd"
    assert "last day 31 March 2027 → 31 March 2029; value £1,200,000 → £2,000,000" in said["Changed", "Home care"]
    assert "value not known → £400,000" in said["Changed", "Supported living"]
    assert table["What"].tolist() == ["Added"] * 2 + ["Gone"] * 2 + ["Changed"] * 3
    gone = table[table["What"] == "Gone"].set_index("Contract")
    assert gone["£ whole life, before"].to_dict() == {"Grounds maintenance": 150_000, "Meals at home": 90_000}
    assert gone["£ whole life, after"].isna().all()


def test_a_page_parts_what_is_not_there_from_what_is_not_known():
    shown = changes_in_words(changes_table(held())).set_index(["What", "Contract"])
    assert shown.loc[("Added", "Payroll software"), "£ before"] == ""
    assert shown.loc[("Added", "Payroll software"), "What changed"] == "value £60,000; Wages Ltd; to 31 July 2028"
    assert shown.loc[("Changed", "Supported living"), "£ before"] == "not known"


def test_a_contract_that_counts_no_more_says_why():
    made = held()
    after = made.after.contracts.copy()
    row = after.index[after["title"] == "Children's homes"][0]
    after.loc[row, ["counted", "not_counted_reason"]] = [False, "cancelled"]
    found = held_against(made.before, replace(made.after, contracts=after))
    gone = changes_table(found).set_index(["What", "Contract"])
    assert gone.loc[("Gone", "Children's homes"), "What changed"] == "Is there and does not count: cancelled"


def test_nothing_changed_and_nothing_in_common():
    assert (
        held(JULY, JULY).sentence
        == "0 added, 0 gone; 6 contracts in both, 0 of them with other facts and 6 as they were."
    )
    assert changes_table(held(JULY, JULY)).empty
    other = HEAD + "X1,Catering,Cook Ltd,Ambleford Council,01/04/2024,31/03/2028,1\n"
    assert in_lines(held(JULY, other))[1] == "No contract was found in both."


def row(number, title, supplier, value, begins="01/04/2024"):
    return f"{number},{title},{supplier},Ambleford Council,{begins},31/03/2028,{value}\n"


def test_a_number_that_is_that_of_the_row_pairs_no_contract_with_its_neighbour():
    """All begin on 1 April, as most do: with the number it was enough to take row 2 of one for row 2 of the other."""
    before = HEAD + row(1, "Home care", "Oak", 1000) + row(2, "Catering", "Ash", 2000) + row(3, "Cleaning", "Elm", 3000)
    new = row(1, "Payroll", "Fir", 500)
    after = (
        HEAD
        + new
        + row(2, "Home care", "Oak", 1500)
        + row(3, "Catering", "Ash", 2500)
        + row(4, "Cleaning", "Elm", 3000)
    )
    made = held(before, after)
    assert told(made) == {
        (ADDED, "Payroll", ""),
        (CHANGED, "Home care", BY_NAMES),
        (CHANGED, "Catering", BY_NAMES),
        (SAME, "Cleaning", BY_NAMES),
    }
    assert "bear other numbers" in made.how_matched
    assert "bear other numbers" not in held().how_matched


def test_a_number_of_its_own_with_the_first_day_tells_a_contract_until_numbers_move():
    before = HEAD + row("C1", "Home care", "Oak", 1000) + row("C2", "Catering", "Ash", 2000)
    renamed = row("C1", "Support at home", "Elm", 1000)
    assert (CHANGED, "Support at home", BY_NUMBER) in told(
        held(before, HEAD + renamed + row("C2", "Catering", "Ash", 1))
    )
    moved = told(held(before, HEAD + renamed + row("C3", "Catering", "Ash", 2000)))
    assert moved == {(GONE, "Home care", ""), (ADDED, "Support at home", ""), (SAME, "Catering", BY_NAMES)}


def test_a_number_is_the_same_without_its_first_noughts_and_in_small_letters():
    before = HEAD + row("0012", "Home care", "Oak", 1000) + row("AB 1", "Catering", "Ash", 2000)
    after = HEAD + row("12", "Home care", "Elm", 1000) + row("ab  1", "Catering", "Fir", 2000)
    assert told(held(before, after)) == {(CHANGED, "Home care", BY_NUMBER), (CHANGED, "Catering", BY_NUMBER)}


def test_a_title_that_was_edited_is_a_change_where_all_else_is_the_same():
    before = HEAD + row("", "Refuse collection", "Bins", 700_000) + row("", "Catering", "Ash", 2000)
    after = HEAD + row("", "Refuse and recycling", "Bins", 700_000) + row("", "Catering", "Ash", 2000)
    assert (CHANGED, "Refuse and recycling", BY_TERMS) in told(held(before, after))
    other = after.replace("Bins,Ambleford Council,01/04/2024", "Bins,Ambleford Council,02/04/2024")
    assert {what for what, title, _ in told(held(before, other)) if "Refuse" in title} == {ADDED, GONE}


def test_a_title_that_several_contracts_bear_tells_no_other_supplier():
    """Nothing says that the firm that came is in place of the firm that went."""
    cover = [row("", "Agency cover for wards", f"Firm {number}", 1000 * number) for number in range(1, 6)]
    made = held(HEAD + "".join(cover[:4]), HEAD + "".join(cover[1:]))
    counts = {what: len(made.found.of(what)) for what in (ADDED, GONE, CHANGED, SAME)}
    assert counts == {ADDED: 1, GONE: 1, CHANGED: 0, SAME: 3}


def test_pence_add_up_and_a_change_of_some_is_seen():
    before = HEAD + row("C1", "Home care", "Oak", "1000.20") + row("C2", "Catering", "Ash", "1000000.01")
    after = HEAD + row("C1", "Home care", "Oak", "1000.40") + row("C2", "Catering", "Ash", "1000000.01")
    made = held(before, after)
    assert totals_table(made)["£ whole life"].tolist() == [1_001_000.21, 0, 0, 0.20, 1_001_000.41]
    assert changes_table(made)["What changed"][0].startswith("value £1,000.20 → £1,000.40")
    assert "0.20 pounds" in in_lines(made)[5]


def test_a_value_that_is_only_a_ceiling_in_one_of_them_moves_the_sum_and_is_a_change():
    made = held(JULY, JULY)
    before = made.before.contracts.copy()
    before.loc[before["title"] == "Home care", "value_quality"] = "ceiling"
    made = held_against(replace(made.before, contracts=before), made.after)
    assert totals_table(made)["£ whole life"].tolist() == [4_040_000, 0, 0, 1_200_000, 5_240_000]
    assert changes_table(made)["What changed"].tolist() == [
        "kind of value a ceiling: at most this much → stated in the notice"
    ]


def test_a_page_says_what_is_not_known_and_no_letter_of_a_cell_turns_the_line():
    after = JULY + row("C9", "Laundry", "Elm \u202etxt", 5) + row("C10", "", "Ash", 7)
    shown = changes_in_words(changes_table(held(JULY, after)))
    assert shown["Contract"].tolist() == ["title not known", "Laundry"]
    assert not any("\u202e" in cell for cell in shown.astype(str).to_numpy().ravel())
