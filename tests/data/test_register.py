"""The register and its corrections: what is applied, what is refused, and that every one that can be is in force."""

from dataclasses import replace

import pytest

from data.register.corrections import (
    Correction,
    corrected,
    in_force,
    read_corrections,
    read_rows,
    written,
)

ROW = {"id": "a", "stage": "planned", "note": "", "read_on": "2026-11-22"}
RIGHT = Correction("a", "stage", "planned", "awarded", "https://www.gov.uk/a", "award notice", "2026-11-27")


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
