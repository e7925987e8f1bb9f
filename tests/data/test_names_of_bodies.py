"""Suppliers whose names look like those of other kinds of body, and what their service tells of them."""

import pytest

from data.classify.parties import supplier_kind, suppliers_kind


@pytest.mark.parametrize(
    ("name", "kind", "public"),
    [
        ("Ambleford and Vale Royal College", "public", "other"),
        ("Royal College of Surgeons of Ambleford", "charity", None),
        ("Royal College of Music", "public", "other"),
        ("Royal National College for the Blind", "private", None),
        ("Ambleford County Counil", "public", "local"),
        ("Counil Associates Limited", "private", None),
        ("Royal Ambleford Hospital", "public", "nhs"),
        ("Ambleford Independent Hospital", "private", None),
        ("Royal Ambleford Hospital Charity", "charity", None),
        ("Royal Ambleford Private Hospital Ltd", "private", None),
        ("Porton Biopharma Ltd", "public", "owned"),
    ],
)
def test_a_name_is_read_whole(name, kind, public):
    found = supplier_kind(name)
    assert (found.kind, found.public_kind) == (kind, public), found


def test_an_advice_bureau_by_its_initials_drives_no_cab():
    bureau = [supplier_kind("Ambleford and Overy CAB")]
    assert "citizen advice" not in bureau[0].evidence, "the name has no such words"
    assert suppliers_kind(bureau, "welfare_advice").kind == "charity"
    assert suppliers_kind(bureau, "sen_transport").kind == "private"


def test_a_forum_that_helps_voluntary_bodies_is_no_firm():
    forum = [supplier_kind("Ambleford Older People's Forum")]
    assert suppliers_kind(forum, "corporate").kind == "charity"
    assert suppliers_kind(forum, "ict").kind == "private"
